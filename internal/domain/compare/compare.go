package compare

import (
	"fmt"
	"slices"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Kind is what sort of change it is, for programs that read the comparison.
type Kind string

// The kinds of change.
const (
	New      Kind = "new"     // a thing that was not there
	Gone     Kind = "gone"    // a thing that is no longer there
	Renamed  Kind = "renamed" // the same thing under another name
	Added    Kind = "added"   // the text says something more of a thing
	Dropped  Kind = "dropped" // the text says something no longer
	Changed  Kind = "changed" // the text says another thing
	SeatWon  Kind = "seat_won"
	SeatLost Kind = "seat_lost"
	Mandate  Kind = "mandate" // what a body may do
	Way      Kind = "way"     // the way of a matter
	Force    Kind = "force"   // the weight of a rule
)

// Subject is what a change is about: body, party, way …, and which.
type Subject struct {
	Sort string `json:"sort"`
	ID   string `json:"id"`
}

// Change is one thing that means something else, or is there no longer, or is
// new. Key and Args give its sentence.
type Change struct {
	Kind     Kind
	Subject  Subject
	Subjects []Subject // all of them, when the same is true of several bodies
	Key      string
	Args     []any // string, int, workday.Date, []any (joined with "och") or Phrase
	Old, New []rule.Ref
}

// Phrase is an argument that the catalogue says.
type Phrase struct {
	Key  string
	Args []any
	Or   string // what is said where the catalogue lacks the key
}

// Sentence gives the key and the arguments of the phrase, and what stands for
// it where there is no such key.
func (p Phrase) Sentence() (key string, args []any, or string) { return p.Key, p.Args, p.Or }

func word(key string, args ...any) Phrase { return Phrase{Key: key, Args: args} }

// vocab is a word of the structure language, which the catalogue may lack.
func vocab(prefix, w string, args ...any) Phrase {
	return Phrase{Key: prefix + strings.ReplaceAll(w, " ", "_"), Args: args, Or: strings.ReplaceAll(w, "_", " ")}
}

// Comparison is everything that changes from one structure to another.
type Comparison struct {
	From, To workday.Date // from when each is valid
	Changes  []Change
	Seats    []SeatTally
	Meetings []MeetingTally
}

// None reports whether nothing changes.
func (c Comparison) None() bool { return len(c.Changes) == 0 }

// SeatTally is how many seats a party, or several parties together, has for
// some offices in a body before and after. Only what differs is told.
type SeatTally struct {
	Body          string
	Parties       []string // one; several that fill the seats together; none where the text names nobody
	Offices       []string
	Before, After int
	Rules         []rule.Ref
}

// MeetingTally is what changes for those who meet: how many meetings a year,
// and how many days of notice. Empty is that the text doesn't say.
type MeetingTally struct {
	Body                      string
	NumberBefore, NumberAfter structure.Count
	NoticeBefore, NoticeAfter *int
	Rules                     []rule.Ref
}

// Structures compares two structures. Both have been read without errors.
func Structures(before, after *structure.Structure) Comparison {
	d := &differ{was: side{before}, is: side{after}}
	d.county()
	d.things()
	d.bodies()
	d.effects()
	d.rules()
	out := Comparison{From: before.Valid.From, To: after.Valid.From, Changes: d.merged(), Seats: d.tallies(), Meetings: d.meetings()}
	return out
}

type differ struct {
	was, is side
	changes []Change
	told    map[string]bool // ids of rules that a change tells of
}

// side is one of the two structures, with words for what stands in it.
type side struct{ *structure.Structure }

func (d *differ) tell(c Change) {
	if d.told == nil {
		d.told = map[string]bool{}
	}
	for _, r := range slices.Concat(c.Old, c.New) {
		d.told[r.ID] = true
	}
	c.Old, c.New = refs(c.Old...), refs(c.New...)
	d.changes = append(d.changes, c)
}

// refs drops rules that point nowhere and repeats.
func refs(list ...rule.Ref) []rule.Ref {
	var out []rule.Ref
	for _, r := range list {
		if !r.Zero() && !slices.ContainsFunc(out, func(x rule.Ref) bool { return x.ID == r.ID }) {
			out = append(out, r)
		}
	}
	return out
}

// fewNames is how many bodies one sentence names; of more it says how many.
const fewNames = 4

// merged gives the changes in order, with one sentence for what is true of
// several bodies: the first argument of a body's sentence is its name.
func (d *differ) merged() []Change {
	var out []Change
	at := map[string]int{}
	for _, c := range d.changes {
		c.Subjects = []Subject{c.Subject}
		if c.Subject.Sort != "body" || len(c.Args) == 0 {
			out = append(out, c)
			continue
		}
		key := string(c.Kind) + c.Key + fmt.Sprint(c.Args[1:])
		i, ok := at[key]
		if !ok {
			at[key] = len(out)
			c.Args = slices.Clone(c.Args)
			c.Args[0] = []any{c.Args[0]}
			out = append(out, c)
			continue
		}
		o := &out[i]
		if !slices.Contains(o.Subjects, c.Subject) {
			o.Subjects = append(o.Subjects, c.Subject)
			o.Args[0] = append(o.Args[0].([]any), c.Args[0])
		}
		o.Old, o.New = refs(append(o.Old, c.Old...)...), refs(append(o.New, c.New...)...)
	}
	for i := range out {
		if len(out[i].Args) == 0 {
			continue
		}
		names, several := out[i].Args[0].([]any)
		switch {
		case several && len(names) == 1:
			out[i].Args[0] = names[0]
		case several && len(names) > fewNames:
			out[i].Args[0] = word("compare.and_more", names[0], names[1], len(names)-2)
		}
	}
	return out
}

// canon joins what makes two statements the same.
func canon(parts ...any) string {
	s := make([]string, len(parts))
	for i, p := range parts {
		switch x := p.(type) {
		case structure.Who:
			s[i] = canonWho(x)
		case structure.Cond:
			s[i] = strings.Join(strings.Fields(x.Text), " ")
		case structure.Count:
			s[i] = canonCount(x)
		case []string:
			x = slices.Clone(x)
			slices.Sort(x)
			s[i] = strings.Join(x, ",")
		case *int:
			if x != nil {
				s[i] = fmt.Sprint(*x)
			}
		default:
			s[i] = fmt.Sprint(x)
		}
	}
	return strings.Join(s, "|")
}

func canonWho(w structure.Who) string {
	terms := func(list []structure.Term) []string {
		var out []string
		for _, t := range list {
			out = append(out, fmt.Sprintf("%s/%s/%v/%s", t.Name, t.Part, t.Each, t.Fact))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	if w.Zero() {
		return w.Text // "not stated"
	}
	return fmt.Sprint(terms(w.Terms), terms(w.Except), w.Jointly, w.OneOf, w.AnyOf)
}

func canonCount(c structure.Count) string {
	if !c.Stated {
		return ""
	}
	return fmt.Sprint(c.Min, c.Max, c.About, c.Per)
}

// byID pairs two lists by id: those of both in the order of the new one, those
// gone in the order of the old.
func byID[T any](was, is []T, id func(*T) string, do func(o, n *T)) {
	at := make(map[string]*T, len(was))
	for i := range was {
		at[id(&was[i])] = &was[i]
	}
	seen := make(map[string]bool, len(is))
	for i := range is {
		k := id(&is[i])
		seen[k] = true
		do(at[k], &is[i])
	}
	for i := range was {
		if !seen[id(&was[i])] {
			do(&was[i], nil)
		}
	}
}
