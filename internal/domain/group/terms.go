package group

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// What a text can demand of an assignment, of the words after "needs" that are
// judged. Others are shown to whoever writes it.
const (
	NeedGoal         = "goal"
	NeedDeliverables = "deliverables"
	NeedSchedule     = "schedule" // an end, or a date for each deliverable
	NeedMembers      = "members"
	NeedEnd          = "end"
)

// Frame is what the structure says of the groups of a body.
type Frame struct {
	SetUp  mandate.Power
	Needs  []string
	Rules  []rule.Ref // that demand them
	Limits []structure.Power
}

// FrameOf gives what the structure says of the groups of a body.
func FrameOf(s *structure.Structure, body string) Frame {
	f := Frame{SetUp: mandate.PowerOf(s, body, mandate.SetUp)}
	f.Needs, f.Rules = mandate.Needs(f.SetUp, mandate.PowerOf(s, body, mandate.Assign))
	f.Limits = f.SetUp.Held
	return f
}

// Unjudged gives the demands that the form can only show.
func (f Frame) Unjudged() []string {
	return slices.DeleteFunc(slices.Clone(f.Needs), func(n string) bool {
		return slices.Contains([]string{NeedGoal, NeedDeliverables, NeedSchedule, NeedMembers, NeedEnd}, n)
	})
}

// MayEnd refuses to end a group of a body where the text gives that to others;
// otherwise who set a group up may end it.
func MayEnd(s *structure.Structure, body string) *rule.Refusal {
	p := mandate.PowerOf(s, body, mandate.Close)
	if len(p.Other) == 0 {
		return nil
	}
	return p.Check()
}

// Tidy gives the group with the white space taken off what is written, and
// without deliverables of which nothing is written.
func (g Group) Tidy() Group {
	g.Name, g.Goal, g.Decision = strings.TrimSpace(g.Name), strings.TrimSpace(g.Goal), strings.TrimSpace(g.Decision)
	list := g.Deliverables
	g.Deliverables = nil
	for _, d := range list {
		if d.What = strings.TrimSpace(d.What); d.What != "" || d.Due != "" {
			g.Deliverables = append(g.Deliverables, d)
		}
	}
	return g
}

// Check holds an assignment to what the text demands and to what makes sense:
// every fault at its field, and a refusal with its rule where a demand of the
// text is not met. Whether the body may have the group at all is asked by
// FrameOf.
func (g Group) Check(s *structure.Structure, f Frame) error {
	if err := g.open(); err != nil {
		return err
	}
	var wrong []error
	bad := func(field, key string, args ...any) {
		wrong = append(wrong, fault.New(fault.Invalid, key, args...).On(field))
	}
	if !slices.Contains(Kinds(), g.Kind) {
		bad("kind", "group.kind_missing")
	}
	switch n := utf8.RuneCountInString(g.Name); {
	case n == 0:
		bad("name", "group.name_missing")
	case n > MaxName:
		bad("name", "group.name_long", MaxName)
	}
	switch n := utf8.RuneCountInString(g.Goal); {
	case n == 0:
		bad("goal", "group.goal_missing")
	case n > MaxText:
		bad("goal", "group.text_long", MaxText)
	}
	if utf8.RuneCountInString(g.Decision) > MaxWhat {
		bad("decision", "group.text_long", MaxWhat)
	}
	if g.Starts == "" {
		bad("starts", "group.start_missing")
	}
	if g.Ends != "" && g.Ends < g.Starts {
		bad("ends", "group.ends_before", g.Starts)
	}
	g.checkDeliverables(bad)
	g.checkMembers(s, bad)
	unmet := g.unmet(f.Needs, bad)
	if unmet {
		wrong = append([]error{rule.Refuse("group.needs", f.Rules)}, wrong...)
	}
	return errors.Join(wrong...)
}

func (g Group) checkDeliverables(bad func(field, key string, args ...any)) {
	if len(g.Deliverables) > MaxDeliverables {
		bad("what-1", "group.deliverables_many", MaxDeliverables)
	}
	for i, d := range g.Deliverables {
		n := strconv.Itoa(i + 1)
		switch {
		case d.What == "":
			bad("what-"+n, "group.what_missing")
		case utf8.RuneCountInString(d.What) > MaxWhat:
			bad("what-"+n, "group.text_long", MaxWhat)
		}
		switch {
		case d.Due == "":
		case d.Due < g.Starts:
			bad("due-"+n, "group.due_before", g.Starts)
		case g.Ends != "" && d.Due > g.Ends:
			bad("due-"+n, "group.due_after", g.Ends)
		}
	}
}

func (g Group) checkMembers(s *structure.Structure, bad func(field, key string, args ...any)) {
	if len(g.Members) > MaxMembers {
		bad("member", "group.members_many", MaxMembers)
	}
	for _, m := range g.Members {
		p, o := s.Party(m.Party), s.Office(m.Office)
		switch {
		case m.Person != "":
		case p == nil:
			bad("place-party", "group.place_party")
		case m.Office != "" && o == nil:
			bad("place-party", "group.place_office")
		case o != nil && !s.HasOffice(p.ID, o.ID):
			bad("place-party", "group.place_not_there", p.Name, o.Name.SV)
		}
	}
}

// unmet tells at each field what a demand of the text lacks there.
func (g Group) unmet(needs []string, bad func(field, key string, args ...any)) bool {
	found := false
	lack := func(field, key string) { found = true; bad(field, key) }
	for _, n := range needs {
		switch n {
		case NeedGoal:
			found = found || g.Goal == "" // told already
		case NeedDeliverables:
			if len(g.Deliverables) == 0 {
				lack("what-1", "group.needs_deliverables")
			}
		case NeedSchedule:
			if g.Ends == "" && (len(g.Deliverables) == 0 || slices.ContainsFunc(g.Deliverables, func(d Deliverable) bool { return d.Due == "" })) {
				lack("ends", "group.needs_schedule")
			}
		case NeedEnd:
			if g.Ends == "" {
				lack("ends", "group.needs_end")
			}
		case NeedMembers:
			if len(g.Members) == 0 {
				lack("member", "group.needs_members")
			}
		}
	}
	return found
}
