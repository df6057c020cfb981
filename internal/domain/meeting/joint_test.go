package meeting

import (
	"errors"
	"slices"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// bodies is a structure of two groups that meet jointly with a third invited, and
// a region and two municipalities.
func bodies() *structure.Structure {
	who := func(names ...string) structure.Who {
		var w structure.Who
		for _, n := range names {
			w.Terms = append(w.Terms, structure.Term{Name: n})
		}
		return w
	}
	seats := []structure.Seat{{From: who("region", "alby", "berga")}}
	joint := func(with string) []structure.Joint {
		return []structure.Joint{{With: who(with), Invites: who("c"), Number: structure.Count{Min: 1, Stated: true}, Rule: rule.Ref{ID: with + ".joint"}}}
	}
	s := &structure.Structure{
		Parties: []structure.Party{{ID: "region"}, {ID: "alby"}, {ID: "berga"}, {ID: "outside"}},
		Bodies: []structure.Body{
			{ID: "a", Name: structure.Text{SV: "A"}, Seats: seats, Meetings: structure.MeetingRule{Number: structure.Count{Min: 6, Stated: true}, NumberRule: rule.Ref{ID: "six"}, Joint: joint("b"),
				Notice:      structure.NoticeRule{Holds: []string{HoldsDocuments}, EachItem: []string{SaysPurpose}, Rule: rule.Ref{ID: "a.notice"}},
				SideSession: []structure.SideSession{{Of: who("alby", "berga", "outside"), Rule: rule.Ref{ID: "a.side"}}}}},
			{ID: "b", Name: structure.Text{SV: "B"}, Seats: seats, Meetings: structure.MeetingRule{Joint: joint("a"),
				Notice: structure.NoticeRule{Holds: []string{HoldsDocuments, HoldsSummary}, Rule: rule.Ref{ID: "b.notice"}}}},
			{ID: "c", Name: structure.Text{SV: "C"}, Seats: seats},
		},
	}
	s.Build()
	return s
}

func TestJointly(t *testing.T) {
	s := bodies()
	m := Meeting{ID: "m", Body: "a", State: Planned}
	j, err := m.Jointly([]string{"b", "b"}, []string{"c", ""}, s)
	if err != nil || !slices.Equal(j.Deciding(), []string{"a", "b"}) || !slices.Equal(j.Bodies(), []string{"a", "b", "c"}) || !j.Joint() {
		t.Fatal(j, err)
	}
	if !j.Decides("b") || j.Decides("c") || !j.Of("c") || j.Of("d") {
		t.Error("who decides, and who is there")
	}
	if as, err := j.As("b"); err != nil || as.Body != "b" {
		t.Error(as, err)
	}
	if _, err := j.As("c"); !errors.Is(err, fault.Invalid) {
		t.Errorf("an invited body decides: %v", err)
	}
	if back, err := j.Jointly(nil, nil, s); err != nil || back.Joint() {
		t.Error(back, err)
	}
	for name, c := range map[string]struct {
		m            Meeting
		with, guests []string
		kind         fault.Kind
	}{
		"with itself":    {m, []string{"a"}, nil, fault.Invalid},
		"twice":          {m, []string{"b"}, []string{"b"}, fault.Invalid},
		"nobody":         {m, []string{"x"}, nil, fault.Invalid},
		"a side session": {Meeting{Body: "a", Parent: "m", State: Planned}, []string{"b"}, nil, fault.Invalid},
		"once held":      {Meeting{Body: "a", State: Held}, []string{"b"}, nil, fault.Conflict},
	} {
		if _, err := c.m.Jointly(c.with, c.guests, s); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBeside(t *testing.T) {
	s := bodies()
	m := Meeting{ID: "m", Body: "a", With: []string{"b"}, On: "2026-03-02", State: Planned}
	at := Slot{On: "2026-03-02", Starts: "08:00", Ends: "09:00"}
	side, err := BesideOf(m, "s", []string{"berga", "alby"}, at, s, "2026-01-01")
	if err != nil || side.Parent != "m" || !slices.Equal(side.Side, []string{"alby", "berga"}) || !slices.Equal(side.With, m.With) || side.Body != "a" {
		t.Fatal(side, err)
	}
	if side.Deciding() != nil || side.Decides("a") || !side.Of("b") {
		t.Error("a side is no body and decides nothing")
	}
	side.OpenedAt = side.On.Time()
	if err := side.Can(Record); !errors.Is(err, fault.Conflict) || fault.All(err)[0].Key != "meeting.side_decides_not" {
		t.Errorf("recording at a side session: %v", err)
	}
	if err := side.Can(Attend); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		m    Meeting
		side []string
		kind fault.Kind
	}{
		"nobody":           {m, nil, fault.Invalid},
		"not of the body":  {m, []string{"alby", "outside"}, fault.Invalid},
		"everybody":        {m, []string{"region", "alby", "berga"}, fault.Invalid},
		"beside a side":    {side, []string{"alby"}, fault.Invalid},
		"beside cancelled": {Meeting{ID: "m", Body: "a", State: Cancelled}, []string{"alby"}, fault.Conflict},
	} {
		if _, err := BesideOf(c.m, "s", c.side, at, s, "2026-01-01"); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r := SideRules(s, s.Body("a")); len(r) != 1 || !slices.Equal(r[0].Parties, []string{"alby", "berga"}) || r[0].Rule.ID != "a.side" {
		t.Errorf("the rule names its body's own parties: %+v", r)
	}
	if r := SideRules(s, s.Body("b")); len(r) != 0 {
		t.Error(r)
	}
}

func TestYear(t *testing.T) {
	s := bodies()
	const today = "2026-04-01"
	opened := workday.Date("2026-03-10").Time()
	own := []Meeting{{Body: "a", On: "2026-01-10", State: Held}, {Body: "a", On: "2026-04-10", State: Planned}, {Body: "a", On: "2026-05-10", State: Cancelled},
		{Body: "a", On: "2027-01-10", State: Planned}, {Body: "a", On: "2026-02-10", State: Called},
		{Body: "a", On: "2026-03-10", State: Called, OpenedAt: opened}, {Body: "a", Parent: "m", On: "2026-04-10", State: Planned},
		{Body: "x", Guests: []string{"a"}, On: "2026-04-20", State: Planned}}
	y := YearOf(s, s.Body("a"), 2026, own, today)
	if y.Held != 1 || y.Ahead != 2 || y.Passed != 1 || y.Missing != 3 || y.Planned() != 3 || y.Rule.ID != "six" {
		t.Errorf("%+v", y)
	}
	if len(y.Joint) != 1 || y.Joint[0].Missing != 1 || y.Joint[0].Rule.ID != "b.joint" {
		t.Errorf("the joint one is missing: %+v", y.Joint)
	}

	// The joint meeting is a meeting of each of the two, and of the invited of none.
	all := append(own, Meeting{ID: "j", Body: "b", With: []string{"a"}, On: "2026-05-04", State: Planned})
	y = YearOf(s, s.Body("a"), 2026, all, today)
	if y.Ahead != 3 || y.Joint[0].Planned() != 1 || y.Joint[0].Missing != 0 || len(y.Joint[0].Uninvited) != 1 || y.Joint[0].Uninvited[0].Bodies[0] != "c" {
		t.Errorf("%+v", y)
	}
	all[len(all)-1].Guests = []string{"c"}
	if y = YearOf(s, s.Body("b"), 2026, all, today); y.Ahead != 1 || y.Asked.Stated || y.Missing != 0 || y.Joint[0].Planned() != 1 || y.Joint[0].Uninvited != nil {
		t.Errorf("a text that gives no number asks for none: %+v", y)
	}
	if y = YearOf(s, s.Body("c"), 2026, all, today); y.Planned() != 0 || y.Joint != nil {
		t.Errorf("the invited body's year: %+v", y)
	}
	about := s.Body("c")
	about.Meetings.Number = structure.Count{Min: 6, About: true, Stated: true}
	if y = YearOf(s, about, 2026, nil, today); y.Missing != 0 {
		t.Error("about six is no number to miss")
	}
}

func TestNoticeOfAJointMeeting(t *testing.T) {
	s := bodies()
	m := Meeting{ID: "m", Body: "a", With: []string{"b"}, Guests: []string{"c"}, On: "2026-03-02", State: Planned}
	agenda := Agenda{{ID: "i", Pos: 1, Matter: "x", Title: "X"}}
	var got []string
	for _, g := range CheckNoticeOf(s, m, agenda, nil, "2026-01-01") {
		got = append(got, g.Demand+" "+g.Rule.ID)
	}
	if want := []string{"documents a.notice", "purpose a.notice", "summary b.notice"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	m.Parent = "other"
	if g := CheckNoticeOf(s, m, agenda, nil, "2026-01-01"); g != nil {
		t.Errorf("no text says what calls a side: %v", g)
	}
}
