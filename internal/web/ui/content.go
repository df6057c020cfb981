package ui

import (
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
)

// PanelHead is the head of a Panel that says more than a title.
type PanelHead struct {
	ID    string // of the heading, which a link may lead to; from the title when empty
	Title string
	Note  string // small words beside the title: "5 av 13 har beslutat"
	Link  Link
	Class string // of the section, for a page with a look of its own
}

func (h PanelHead) id() string {
	if h.ID != "" {
		return h.ID
	}
	return anchor(h.Title)
}

// anchor makes an id of words: lower case letters and digits, the rest hyphens.
func anchor(words string) string {
	var out []rune
	for _, r := range words {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r == 'å' || r == 'ä' || r == 'Å' || r == 'Ä':
			r = 'a'
		case r == 'ö' || r == 'Ö':
			r = 'o'
		}
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			r = '-'
		}
		if r == '-' && (len(out) == 0 || out[len(out)-1] == '-') {
			continue
		}
		out = append(out, r)
	}
	for len(out) > 0 && out[len(out)-1] == '-' {
		out = out[:len(out)-1]
	}
	return "p-" + string(out)
}

// Row is an entry of Rows: a link with small words and tags below it.
type Row struct {
	Link   Link
	Date   workday.Date // shown as a block to the left
	Over   string       // small words above the link: a date, a kind
	Text   string       // a sentence below the link
	Tags   []templ.Component
	Facts  []string // small words beside the tags
	Record bool     // the link is the title of a matter, document or decision: serif
	Done   int      // with Of: the thin line of a matter's way
	Of     int
}

// Pair is a term and what is said of it, which may lead somewhere.
type Pair struct {
	Term string
	Text string
	Href string
}

// Column is a column of a Table. On a phone Drop leaves it out: the row's link
// has to lead to what it says.
type Column struct {
	Title  string
	Hidden bool // the title is for screen readers only
	Drop   bool
	Sort   string // address that sorts by the column; empty: it can't
	Sorted string // "ascending" or "descending" when the table is
}

// Band is a level with its bodies, as the start page shows the structure.
type Band struct {
	Index int // from the top
	Of    int
	Name  string
	About string
	Nodes []Node
}

// Node is a body in a Band.
type Node struct {
	Name  string
	Note  string
	Href  string
	Small bool // one of many alike
}

// Progress tells where a station lies in time.
type Progress string

// The places in time.
const (
	Passed Progress = "passed"
	Now    Progress = "now"
	Ahead  Progress = "ahead"
)

// Home is the level of what happens at home with the parties.
const Home = -1

// StepRow is a station in the list of stations.
type StepRow struct {
	ID       string // which a link may lead to
	Date     workday.Date
	DateText string // "24 sep", "tidigast 10 dec"; made from Date when empty
	Level    int    // index from the top, or Home
	Levels   int    // how many levels there are
	Title    string
	Text     string
	State    Progress
	Possible bool // an unanswered question decides whether it stands
	Tags     []templ.Component
	Links    []Link
	Rules    []rule.Ref
}

// when gives the date's words, the day bound to its month.
func (s StepRow) when(t text.T) string {
	words := s.DateText
	if words == "" {
		words = t.Short(s.Date)
	}
	return bindDays(words)
}

// bindDays puts a space that doesn't break between a number and a word.
func bindDays(words string) string {
	for i := 1; i < len(words)-1; i++ {
		if words[i] != ' ' || words[i-1] < '0' || words[i-1] > '9' {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(words[i+1:]); unicode.IsLetter(r) {
			return words[:i] + "\u00a0" + bindDays(words[i+1:])
		}
	}
	return words
}

func (s StepRow) tone() Tone { return LevelTone(s.Level, s.Levels) }

// AgendaRow is an item of an agenda. Without a number it is a pause or the like.
type AgendaRow struct {
	No      int
	Title   string
	Href    string
	Clock   string // "09.30"
	Purpose string // of package meeting: decide, prepare, inform, learn; may be empty
	Note    string // "12 av 13 förankrat", "Godkända"
	Done    bool
	Now     bool
}

// SeatView is the composition of a body: who has which seats, filled or vacant.
type SeatView struct {
	Caption string // of the table, for screen readers
	Head    string // "Kommunerna, 15 platser"
	Groups  []SeatGroup
}

// SeatGroup is a district with its parties; the first may have no name.
type SeatGroup struct {
	Name string
	Rows []SeatRow
}

// SeatRow is a party's or a unit's seats in a body.
type SeatRow struct {
	Name   string // whose seats
	Who    string // "Socialchef, tre områdeschefer"
	Filled int
	Seats  int
	Vacant string // "Vakant sedan 1 okt"; shown as a tag
	Region bool   // of the region: squares of another colour
}

func (v SeatView) named() bool {
	for _, g := range v.Groups {
		for _, r := range g.Rows {
			if r.Who != "" || r.Vacant != "" {
				return true
			}
		}
	}
	return false
}

func (v SeatView) span() string {
	if v.named() {
		return "3"
	}
	return "2"
}
