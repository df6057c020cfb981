package record

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/domain/decision"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Content is what a part says: everything that stands in it, whatever it is shown
// as. It is settled when the part is checked, and what somebody approves is these
// words and no others.
type Content struct {
	Kind        Kind         `json:"kind"`
	Form        string       `json:"form,omitempty"`   // notes or minutes
	Body        string       `json:"body"`             // name
	With        []string     `json:"with,omitempty"`   // names of the bodies that met jointly with it, each deciding for itself
	Guests      []string     `json:"guests,omitempty"` // names of the bodies that were invited
	Side        []string     `json:"side,omitempty"`   // of a side session: names of the parties that met
	On          workday.Date `json:"on"`
	Starts      string       `json:"starts"`
	Ends        string       `json:"ends"`
	Place       string       `json:"place,omitempty"`
	Present     []Attendee   `json:"present,omitempty"`
	Absent      []Attendee   `json:"absent,omitempty"`
	Unrecorded  bool         `json:"unrecorded,omitempty"` // nobody has said who was there
	Items       []Item       `json:"items,omitempty"`
	Adjusters   []string     `json:"adjusters,omitempty"` // names of those elected to approve
	Corrects    int          `json:"corrects,omitempty"`  // the version that this one corrects
	Reason      string       `json:"reason,omitempty"`
	Assignments []Assignment `json:"assignments,omitempty"` // that belong to no item
}

// Attendee is somebody who was there, or was not.
type Attendee struct {
	Name   string `json:"name"`
	Office string `json:"office,omitempty"`
	Party  string `json:"party,omitempty"` // name
	Role   string `json:"role,omitempty"`
	For    string `json:"for,omitempty"`  // the member in whose stead
	Body   string `json:"body,omitempty"` // name, where several bodies met
}

// Item is an item of the agenda with what came of it. Matter is the id of its
// matter, which says who may read it.
type Item struct {
	ID          string       `json:"id"`
	Pos         int          `json:"pos"`
	Title       string       `json:"title"`
	Matter      string       `json:"matter,omitempty"`
	Number      string       `json:"number,omitempty"`
	Purpose     string       `json:"purpose,omitempty"`
	Presenter   string       `json:"presenter,omitempty"`
	Text        string       `json:"text,omitempty"`     // what the one who records wrote
	Presence    []Change     `json:"presence,omitempty"` // who came, left, was out or disqualified, served
	Decisions   []Decision   `json:"decisions,omitempty"`
	Was         []Decision   `json:"was,omitempty"` // of the version that this one corrects, what reads otherwise now
	Assignments []Assignment `json:"assignments,omitempty"`
}

// Change is what somebody did at an item: What as presence.Move has it.
type Change struct {
	Name string `json:"name"`
	What string `json:"what"`
	For  string `json:"for,omitempty"` // the member in whose stead
}

// Decision is what was decided in an item.
type Decision struct {
	ID           string        `json:"id"`
	Number       string        `json:"number"`
	Body         string        `json:"body,omitempty"` // name, where several bodies decided at the meeting
	Kind         string        `json:"kind"`
	Outcome      string        `json:"outcome"`
	Text         string        `json:"text"`
	Mandate      string        `json:"mandate,omitempty"`
	GoesTo       string        `json:"goes_to,omitempty"`  // name
	Channels     []string      `json:"channels,omitempty"` // names of what carries it out
	Responsible  string        `json:"responsible,omitempty"`
	DueOn        workday.Date  `json:"due_on,omitempty"`
	FollowUpOn   workday.Date  `json:"follow_up_on,omitempty"`
	Reservation  string        `json:"reservation,omitempty"`
	How          string        `json:"how,omitempty"`
	For          int           `json:"for,omitempty"`
	Against      int           `json:"against,omitempty"`
	Tie          string        `json:"tie,omitempty"`
	Poll         decision.Poll `json:"poll,omitzero"`          // by name, ballots, who reserved themselves
	Disqualified []string      `json:"disqualified,omitempty"` // names
	DecidesBy    string        `json:"decides_by,omitempty"`   // how its text says that the body decides, where it was asked whether they agreed
	Accord       string        `json:"accord,omitempty"`
	Objected     []string      `json:"objected,omitempty"` // names of parties that did not agree
	Why          string        `json:"why,omitempty"`
	Mended       string        `json:"mended,omitempty"`    // why its words correct those that had been approved,
	MendedBy     string        `json:"mended_by,omitempty"` // by whom, as shown
	Clause       string        `json:"clause,omitempty"`    // what says how the body decides
}

// Assignment is something that somebody is to do.
type Assignment struct {
	What string       `json:"what"`
	Who  string       `json:"who,omitempty"`
	By   workday.Date `json:"by,omitempty"`
}

// Bytes gives the words in one order, for the hash that an approval names.
func (c Content) Bytes() ([]byte, error) { return json.Marshal(c) }

// Parse reads what Bytes gave.
func Parse(text string) (Content, error) {
	var c Content
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return c, fmt.Errorf("read a part of a record: %w", err)
	}
	return c, nil
}

// For gives what somebody may read who may open only some matters: the items of
// others are gone, and the rest are numbered anew, so that no gap tells of them.
// Who reads all gets it as it is.
func (c Content) For(open func(matter string) bool) Content {
	var out []Item
	for _, i := range c.Items {
		if i.Matter == "" || open(i.Matter) {
			out = append(out, i)
		}
	}
	if len(out) == len(c.Items) {
		return c
	}
	for n := range out {
		out[n].Pos = n + 1
	}
	c.Items = out
	return c
}

// Matters gives the matters of the items, each once.
func (c Content) Matters() []string {
	var out []string
	for _, i := range c.Items {
		if i.Matter != "" && !slices.Contains(out, i.Matter) {
			out = append(out, i.Matter)
		}
	}
	return out
}

// DecisionIDs gives the decisions of the items.
func (c Content) DecisionIDs() []string {
	var out []string
	for _, i := range c.Items {
		for _, d := range i.Decisions {
			out = append(out, d.ID)
		}
	}
	return out
}

// List gives the list of decisions of what was drawn up for the notes: the items
// with a decision, without what was said.
func (c Content) List() Content {
	out := Content{Kind: Decisions, Body: c.Body, With: c.With, Guests: c.Guests, Side: c.Side, On: c.On, Starts: c.Starts, Ends: c.Ends, Place: c.Place}
	for _, i := range c.Items {
		if len(i.Decisions) > 0 {
			i.Text, i.Assignments, i.Presence = "", nil, nil
			out.Items = append(out.Items, i)
		}
	}
	return out
}

// Plain gives the words without what they correct: what is said now.
func (c Content) Plain() Content {
	c.Corrects, c.Reason = 0, ""
	c.Items = slices.Clone(c.Items)
	for n := range c.Items {
		c.Items[n].Was = nil
	}
	c.Items = slices.DeleteFunc(c.Items, func(i Item) bool { return c.Kind == Decisions && len(i.Decisions) == 0 })
	return c
}

// Correcting gives a list of decisions with what an earlier one, version no, said
// otherwise: each decision that has been corrected stands under its item as it read.
func (c Content) Correcting(old Content, no int) Content {
	c.Corrects = no
	c.Items = slices.Clone(c.Items)
	now := c.DecisionIDs()
	for _, i := range old.Items {
		for _, d := range i.Decisions {
			if slices.Contains(now, d.ID) {
				continue
			}
			at := slices.IndexFunc(c.Items, func(x Item) bool { return x.ID == i.ID })
			if at < 0 { // it was on the wrong item
				at = len(c.Items)
				c.Items = append(c.Items, Item{ID: i.ID, Pos: i.Pos, Title: i.Title, Matter: i.Matter, Number: i.Number, Purpose: i.Purpose})
			}
			c.Items[at].Was = append(c.Items[at].Was, d)
		}
	}
	return c
}

// Lack is what a list of decisions lacks that stands now: how many decisions have
// been recorded since, and how many in it have been corrected or moved. Other is
// that something else reads otherwise, such as a title.
type Lack struct {
	Added, Corrected int
	Other            bool
}

// None reports that the list says what stands.
func (c Lack) None() bool { return c == Lack{} }

// Decided reports whether decisions differ, and not their setting alone.
func (c Lack) Decided() bool { return c.Added+c.Corrected > 0 }

// Word names the change: added, corrected, both or other.
func (c Lack) Word() string {
	switch {
	case c.Added > 0 && c.Corrected > 0:
		return "both"
	case c.Corrected > 0:
		return "corrected"
	case c.Added > 0:
		return "added"
	}
	return "other"
}

// Since gives which decisions an earlier list lacks. A decision that is corrected or
// moved has another id than it had: as many as are gone have been, and the rest of
// what is new was not there.
func (c Content) Since(old Content) Lack {
	was, now := old.DecisionIDs(), c.DecisionIDs()
	gone := slices.DeleteFunc(slices.Clone(was), func(id string) bool { return slices.Contains(now, id) })
	fresh := slices.DeleteFunc(now, func(id string) bool { return slices.Contains(was, id) })
	return Lack{Added: max(0, len(fresh)-len(gone)), Corrected: len(gone)}
}

// Supplements reports whether a version stands instead of an earlier one that said
// nothing otherwise: nothing in it has been corrected.
func (c Content) Supplements() bool {
	return c.Corrects > 0 && c.Kind == Decisions && !slices.ContainsFunc(c.Items, func(i Item) bool { return len(i.Was) > 0 })
}

// Text gives all words that somebody has written, each by itself, for a guard
// that reads them.
func (c Content) Text() []string {
	var out []string
	for _, i := range c.Items {
		out = append(out, i.Title, i.Text)
		for _, d := range append(slices.Clone(i.Decisions), i.Was...) {
			out = append(out, d.Text, d.Reservation, d.Responsible, d.Mended)
		}
		for _, a := range i.Assignments {
			out = append(out, a.What, a.Who)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// MaxText is how long what is written of one item may be, in characters.
const MaxText = 20000

// CheckText gives what was written of an item tidied, or what is wrong with it.
func CheckText(s string) (string, error) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	if utf8.RuneCountInString(s) > MaxText {
		return s, fault.New(fault.Invalid, "record.text_long", MaxText).On("text")
	}
	return s, nil
}
