package demo

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"samverk/internal/domain/structure"
)

//go:embed story
var stories embed.FS

// Story is what the demo tells of one county: data, beside the structure.
type Story struct {
	ID        string `json:"-"` // of the structure
	County    string // what the county is called
	Place     int    // among the stories
	Structure string // file of the structure among the shipped ones
	Practice  string // file of its example practice; "" when it has none
	Domain    string // of the people's e-mail addresses
	Before    int    // days before today on which everything begins
	After     int    // days after today for which meetings are planned
	Offices   map[string]string
	AtParties []PartySeat
	Seats     []ExtraSeat
	Roles     []ExtraRole
	Titles    []TitledSeat
	Calendars []Calendar
	Home      PartyCalendar
	Matters   []MatterStory
	Groups    []GroupStory
	Next      []NextMeeting
	Talks     []Talk
	Cast      []CastGroup
	Say       Sayings
}

// NextMeeting is what stands on the agenda of a body's next meeting besides
// matters, with papers to read.
type NextMeeting struct {
	Body    string
	Topics  []TopicStory
	Called  bool              // its notice has been sent
	Answers map[string]string // what the first member with an office has answered
}

// TopicStory is an item of an agenda; its papers are texts of the story.
type TopicStory struct {
	Title, Summary string
	Purpose        string
	Minutes        int
	Papers         []PaperStory
}

// Talk is what a meeting of the past took up besides matters, and what its notes say.
type Talk struct {
	Title, Said string
	Purpose     string
	Minutes     int
}

// PaperStory is a paper of an item: a file of the story, and what it is called.
type PaperStory struct{ Title, File string }

// PartySeat is a role that each of some parties gives somebody at home.
type PartySeat struct {
	Parties []string // ids, sets or kinds
	Title   string
	Role    string
}

// ExtraSeat seats people in a body whose seats the structure doesn't describe.
type ExtraSeat struct {
	Bodies  []string // ids or templates
	Parties []string
	Title   string
	Office  string
	Each    int
	Role    string
}

// ExtraRole gives a role in every body where the structure names nobody for it.
type ExtraRole struct {
	Role   string
	Bodies []string // none: all
	Party  string
	Office string
	Title  string
}

// TitledSeat says what the people in a seat are at home, where the structure
// says only which party they come from.
type TitledSeat struct {
	Body, Seat string
	Office     string
	Titles     []string // of the first, the second … from one party
}

// Calendar is how often a kind of body meets in the demo.
type Calendar struct {
	Bodies []string // ids or templates; none: every other body
	First  int      // days from today of one of its meetings
	Every  int      // days
	Starts string
	Ends   string
	Place  string
	Spread int // days between one body of a template and the next
}

// PartyCalendar is when the parties' own organs meet.
type PartyCalendar struct {
	Every  int // days
	Spread int // days between one party and the next
}

// MatterStory is one matter, and how far it has come.
type MatterStory struct {
	Title    string
	Summary  string
	Kind     string
	Fields   []string
	Facts    map[string]string
	Proposal string // file in story/
	Origin   string
	By       string // role of the person who raises it, in Origin
	Raised   int    // days from today
	Until    string // the step at which it stands today
	Decided  int    // parties that have decided by today
	Answered int    // remiss answers that are in by today
	Anchored int    // parties that have anchored by today
	EntryOn  string // "" when adopted, "next-year"
	Question string // of a remiss
	Notes    []string
}

// CastGroup is some of the roles that a visitor is offered to sign in as.
type CastGroup struct {
	Title string
	Roles []CastRole
}

// CastRole is somebody whom a visitor can be.
type CastRole struct {
	Title string
	Why   string
	Body  string
	Party string
	Role  string
}

// Sayings are the sentences that the driver writes where a form asks for text.
type Sayings struct {
	Decision     string
	Pass         string
	Answer       []string
	Stance       []string
	Note         []string
	Implemented  string
	FollowedUp   string
	Synthesis    string
	Registration string
}

// Shown gives the story that the demonstration begins with.
func Shown() (Story, error) {
	list, err := Stories()
	if err != nil {
		return Story{}, err
	}
	return list[0], nil
}

// Stories gives the stories that there are, one for each county, the one that
// the demonstration begins with first.
func Stories() ([]Story, error) {
	files, err := stories.ReadDir("story")
	if err != nil {
		return nil, err
	}
	var out []Story
	for _, f := range files {
		id, ok := strings.CutSuffix(f.Name(), ".json")
		if !ok {
			continue
		}
		s, err := ReadStory(id)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, errors.New("the program holds no story")
	}
	slices.SortStableFunc(out, func(a, b Story) int { return a.Place - b.Place })
	return out, nil
}

// ReadStory reads the story of a structure by its id.
func ReadStory(id string) (Story, error) {
	data, err := stories.ReadFile(path.Join("story", id+".json"))
	if err != nil {
		return Story{}, fmt.Errorf("there is no story of %q: %w", id, err)
	}
	s := Story{ID: id}
	if err := json.Unmarshal(data, &s); err != nil {
		return Story{}, fmt.Errorf("story of %q: %w", id, err)
	}
	return s, nil
}

// text gives the content of a file of the story.
func text(name string) (string, error) {
	data, err := stories.ReadFile(path.Join("story", name))
	return string(data), err
}

// parties gives the parties that words stand for: ids, sets, sides or kinds.
func parties(s *structure.Structure, words []string) []string {
	w := structure.Who{}
	for _, name := range words {
		w.Terms = append(w.Terms, structure.Term{Name: name})
	}
	certain, _ := s.Expand(w, structure.Env{})
	return certain
}

// bodies gives the bodies that words stand for: ids or templates.
func bodies(s *structure.Structure, words []string) []string {
	var out []string
	for _, w := range words {
		if b := s.Body(w); b != nil {
			out = append(out, b.ID)
			continue
		}
		for _, b := range s.Template(w) {
			out = append(out, b.ID)
		}
	}
	return out
}
