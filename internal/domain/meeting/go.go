package meeting

import (
	"slices"
	"time"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// GoLink is what the secret of a letter that asks for the go is made for.
const GoLink = "meeting go link"

// What a notice lacks of the go of the one who answers for it.
const (
	LacksGo    = "go"     // none was given
	LacksNewGo = "go_old" // what the notice says has changed since
)

// Go is that the chair, who answers for the notice, has said that it may go out
// (klartecken); or somebody to whom the chair has left that.
type Go struct {
	Said    int64 // what it is for: Meeting.Said as it was then; 0: none was given
	By      string
	As      string
	Deputed bool // by whom the chair has left it to
	At      time.Time
}

// HasGo reports whether there is a go for what the notice says now.
func (m Meeting) HasGo() bool { return m.Go.Said > 0 && m.Go.Said == m.Said }

// GivesGo reports whether a person may give the go: who chairs the body that calls
// the meeting on its day, and to whom such a chair has left it.
func (m Meeting) GivesGo(person string) bool {
	return person != "" && (slices.Contains(m.Chairs, person) || slices.Contains(m.Deputed, person))
}

// WaitsForGo reports whether the go has been asked for and not been given for what
// the notice says now.
func (m Meeting) WaitsForGo() bool {
	return !m.GoAskedAt.IsZero() && !m.HasGo() && !m.Opened() && (m.State == Planned || m.State == Called && m.GoAskedAt.After(m.Go.At))
}

// GoRule gives by which rule the chair answers for a meeting's notice; zero where
// the text of the body that calls it doesn't say so, at a side session, and where
// nobody chairs the body on the day, who could be asked.
func GoRule(s *structure.Structure, m Meeting) rule.Ref {
	b := s.Body(m.Body)
	if b == nil || m.IsSide() || len(m.Chairs) == 0 {
		return rule.Ref{}
	}
	if slices.ContainsFunc(b.Meetings.CalledBy.Terms, func(t structure.Term) bool { return t.Part == "chair" && t.Name == b.ID }) {
		return b.Meetings.CalledRule
	}
	return rule.Ref{}
}

// goGaps says that the go is missing that a rule asks for, or is for something
// else than the notice says now.
func goGaps(s *structure.Structure, m Meeting) []Gap {
	by := GoRule(s, m)
	switch {
	case by.Zero() || m.HasGo():
		return nil
	case m.Go.Said > 0:
		return []Gap{{Demand: LacksNewGo, Rule: by}}
	}
	return []Gap{{Demand: LacksGo, Rule: by}}
}

// WithoutGo gives the gaps but for the go: whoever may give it gives it by sending.
func WithoutGo(gaps []Gap) []Gap {
	return slices.DeleteFunc(slices.Clone(gaps), func(g Gap) bool { return g.Demand == LacksGo || g.Demand == LacksNewGo })
}

// CheckGo refuses a go where none is asked for, for a meeting whose notices don't go
// out any more, and for something else than its notice says now: seen is what was
// read.
func CheckGo(s *structure.Structure, m Meeting, seen int64) error {
	if GoRule(s, m).Zero() {
		return fault.New(fault.Conflict, "go.not_asked")
	}
	if err := m.Can(Call); err != nil {
		return err
	}
	if seen != m.Said {
		return fault.New(fault.Conflict, "go.changed")
	}
	return nil
}
