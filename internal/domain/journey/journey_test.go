package journey

import (
	"slices"
	"testing"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// county is an invented county with one way: preparation at home, the office,
// a recommendation, the parties, publication.
func county(p structure.Practice, more ...structure.Way) *structure.Structure {
	ref := func(id string) rule.Ref {
		return rule.Ref{ID: id, Clause: "EX-" + id, Document: "Exempel", Section: "Ärenden"}
	}
	who := func(names ...string) (w structure.Who) {
		for _, n := range names {
			w.Terms = append(w.Terms, structure.Term{Name: n})
		}
		return w
	}
	party := func(id string) structure.Party { return structure.Party{ID: id, Name: id, Adopts: true} }
	major := structure.Cond{Text: "major", Reads: []string{"major"}, Eval: func(e structure.Env) rule.Truth {
		if a := e.Facts["major"]; a.Known {
			return rule.Of(a.Yes)
		}
		return rule.Unknown
	}}
	s := &structure.Structure{
		Practice:      p,
		Parties:       []structure.Party{party("region"), party("alby"), party("berga")},
		Channels:      []structure.Channel{{ID: "page", Name: "Sidan"}},
		Facts:         []structure.Fact{{ID: "major", Type: structure.YesNo, Default: structure.Answer{Known: true}}},
		DocumentKinds: []structure.DocumentKind{{ID: "agreement"}},
		Bodies:        []structure.Body{{ID: "office"}, {ID: "chief"}, {ID: "directors"}},
		Ways: append([]structure.Way{
			{Rule: ref("home"), Verb: structure.Need, Step: structure.HomePreparation, Of: who("region", "alby", "berga"),
				Around: []structure.Step{structure.Recommend}, Window: structure.Days{Practice: "home_preparation"}},
			{Rule: ref("agenda"), Verb: structure.Need, Step: structure.Prioritise, At: who("office")},
			{Rule: ref("recommend"), Verb: structure.Need, Step: structure.Recommend, At: who("chief")},
			{Rule: ref("pass"), Verb: structure.Need, Step: structure.Pass, At: who("directors"), When: major},
			{Rule: ref("parties"), Verb: structure.Need, Step: structure.PartyDecisions, Of: who("region", "alby", "berga")},
			{Rule: ref("publish"), Verb: structure.Need, Step: structure.Publish, Via: who("page")},
		}, more...),
	}
	s.Build()
	return s
}

func n(days int) *int { return &days }

func numbers() structure.Practice {
	return structure.Practice{HomePreparation: n(21), Notice: n(14), Papers: n(10), PartyDecision: n(90)}
}

func dates() Calendars {
	c := Calendars{
		"office": {"2026-02-24", "2026-01-20"}, "chief": {"2026-02-03", "2026-03-17", "2026-04-21"}, "directors": {"2026-05-08"},
		"region": {"2026-06-15"}, "alby": {"2026-04-13", "2026-03-02"},
	}
	c.Sort()
	return c
}

func plan(s *structure.Structure, in routing.Input, at Input) Journey {
	in.Matter.Kind = "agreement"
	r := routing.Compose(s, in)
	if at.From == "" {
		at.From = "2026-01-15"
	}
	if at.Calendars == nil {
		at.Calendars = dates()
	}
	return Plan(s, &r, at)
}

func want(t *testing.T, j Journey, legs map[string]workday.Date) {
	t.Helper()
	for id, day := range legs {
		l := j.Leg(id)
		if l == nil {
			t.Errorf("no station %s", id)
			continue
		}
		if l.Earliest != day {
			t.Errorf("%s: %q (%+v), want %q", id, l.Earliest, l.WaitsFor, day)
		}
		if l.NotBefore < l.Earliest {
			t.Errorf("%s: not before %q, earliest %q", id, l.NotBefore, l.Earliest)
		}
	}
}

func TestPlan(t *testing.T) {
	j := plan(county(numbers()), routing.Input{}, Input{})
	want(t, j, map[string]workday.Date{
		"home_preparation":  "2026-02-05", // 21 days
		"prioritise@office": "2026-02-24",
		"recommend@chief":   "2026-03-17", // 14 days' notice
		"party_decisions":   "2026-06-15", // Berga has no dates: 90 days
		"publish":           "2026-06-15",
	})
	if j.Done != "2026-06-15" || j.DoneNotBefore != j.Done {
		t.Errorf("done %s", j.Done)
	}
	l := j.Leg("recommend@chief")
	if l.Papers != "2026-03-03" || l.WaitsFor != (WaitsFor{Meeting, "chief", "2026-03-17"}) {
		t.Errorf("%+v", l)
	}
	l = j.Leg("party_decisions")
	if p := l.Party("alby"); p.Earliest != "2026-04-13" || p.WaitsFor.What != PartyMeets {
		t.Errorf("%+v", p)
	}
	if p := l.Party("berga"); p.Earliest != "2026-06-15" || p.WaitsFor.What != UsualTime {
		t.Errorf("%+v", p)
	}
	if l.WaitsFor.Until != "2026-06-15" {
		t.Errorf("%+v", l.WaitsFor)
	}
	if h := j.Leg("home_preparation"); h.WaitsFor != (WaitsFor{Preparation, "", "2026-02-05"}) || len(h.Parties) != 3 {
		t.Errorf("%+v", h)
	}
	// The notice of the text comes before the county's number.
	s := county(numbers())
	s.Bodies[1].Meetings.Notice.Days = n(30)
	want(t, plan(s, routing.Input{}, Input{}), map[string]workday.Date{"recommend@chief": "2026-04-21"})
}

func TestUnknown(t *testing.T) {
	// No numbers: nothing is demanded, and what is unknown is said.
	j := plan(county(structure.Practice{}), routing.Input{}, Input{})
	want(t, j, map[string]workday.Date{
		"home_preparation": "", "prioritise@office": "2026-01-20", "recommend@chief": "2026-02-03", "party_decisions": "", "publish": "",
	})
	if w := j.Leg("home_preparation"); w.WaitsFor.What != NoTime || w.NotBefore != "2026-01-15" || !w.WaitsFor.Unknown() {
		t.Errorf("%+v", w)
	}
	// The dates after it say that they give it no time; after a known time, none does.
	if got := j.Leg("recommend@chief").Uncounted; !slices.Equal(got, []string{"home_preparation"}) {
		t.Errorf("given no time: %v", got)
	}
	known := plan(county(numbers()), routing.Input{}, Input{})
	if got := known.Leg("recommend@chief").Uncounted; got != nil {
		t.Errorf("given no time: %v", got)
	}
	l := j.Leg("party_decisions")
	if l.WaitsFor != (WaitsFor{What: NoDates, Who: "berga"}) || l.Party("alby").Earliest != "2026-03-02" {
		t.Errorf("%+v", l)
	}
	if j.Done != "" || j.DoneNotBefore != "2026-06-15" {
		t.Errorf("done %q, not before %q", j.Done, j.DoneNotBefore)
	}
	// What stands between with a known day takes the unknown in.
	c0 := dates()
	c0["berga"] = []workday.Date{"2026-03-30"}
	j = plan(county(structure.Practice{}), routing.Input{}, Input{Calendars: c0})
	want(t, j, map[string]workday.Date{"home_preparation": "", "party_decisions": "2026-06-15", "publish": "2026-06-15"})
	if j.Done != "2026-06-15" {
		t.Errorf("done %q", j.Done)
	}
	// A body without dates: nothing that follows has one, however much is known
	// of it, and the day before which it can't be is told.
	c := dates()
	delete(c, "office")
	j = plan(county(numbers()), routing.Input{}, Input{Calendars: c})
	want(t, j, map[string]workday.Date{"home_preparation": "2026-02-05", "prioritise@office": "", "recommend@chief": "", "party_decisions": "", "publish": ""})
	if l := j.Leg("prioritise@office"); l.WaitsFor.What != NoDates || l.NotBefore != "2026-02-05" {
		t.Errorf("%+v", l)
	}
	if l := j.Leg("recommend@chief"); l.WaitsFor != (WaitsFor{What: Station, Who: "prioritise@office"}) || l.NotBefore != "2026-03-17" || l.Papers != "" {
		t.Errorf("%+v", l)
	}
	if p := j.Leg("party_decisions").Party("alby"); p.Earliest != "" || p.NotBefore != "2026-04-13" || p.WaitsFor.Who != "recommend@chief" {
		t.Errorf("%+v", p)
	}
	if j.Done != "" || j.DoneNotBefore != "2026-06-15" {
		t.Errorf("done %q, not before %q", j.Done, j.DoneNotBefore)
	}
	// Nobody decides: no end.
	s := county(numbers())
	s.Ways = s.Ways[:3]
	s.Build()
	if j = plan(s, routing.Input{}, Input{}); j.Done != "" {
		t.Errorf("done %q", j.Done)
	}
	// A question is open: planned as if it were there, and nothing waits for it.
	j = plan(county(numbers()), routing.Input{Facts: structure.Facts{"major": {}}}, Input{})
	want(t, j, map[string]workday.Date{"pass@directors": "2026-05-08", "party_decisions": "2026-06-15"})
	// Held by a finding.
	held := structure.Way{Rule: rule.Ref{ID: "never"}, Verb: structure.Bar, Step: structure.Publish}
	j = plan(county(numbers(), held), routing.Input{}, Input{})
	if l := j.Leg("publish"); l.WaitsFor != (WaitsFor{What: Choice, Who: routing.KindNeedBarred}) || j.Done != "" {
		t.Errorf("%+v %q", l, j.Done)
	}
}

func TestUnderWay(t *testing.T) {
	log := []routing.Done{{Station: "home_preparation", On: "2026-02-10"}, {Station: "prioritise@office", On: "2026-02-12"}}
	j := plan(county(numbers()), routing.Input{Log: log}, Input{From: "2026-02-20"})
	want(t, j, map[string]workday.Date{"home_preparation": "2026-02-10", "prioritise@office": "2026-02-12", "recommend@chief": "2026-03-17"})
	if w := j.Leg("prioritise@office").WaitsFor; w.What != Past {
		t.Errorf("%+v", w)
	}
	// On the agenda of a meeting that is nearer than the notice asks for: the
	// notice has gone out.
	j = plan(county(numbers()), routing.Input{Log: log}, Input{From: "2026-04-15", Booked: map[string]workday.Date{"recommend@chief": "2026-04-21"}})
	want(t, j, map[string]workday.Date{"recommend@chief": "2026-04-21"})
	// A meeting that has passed is no promise.
	j = plan(county(numbers()), routing.Input{Log: log}, Input{From: "2026-03-18", Booked: map[string]workday.Date{"recommend@chief": "2026-03-17"}})
	want(t, j, map[string]workday.Date{"recommend@chief": "2026-04-21"})
	// Time runs from the day the papers went out, and is never over before today.
	begun := map[string]workday.Date{"home_preparation": "2026-01-20"}
	want(t, plan(county(numbers()), routing.Input{}, Input{From: "2026-02-01", Begun: begun}), map[string]workday.Date{"home_preparation": "2026-02-10"})
	want(t, plan(county(numbers()), routing.Input{}, Input{From: "2026-03-01", Begun: begun}), map[string]workday.Date{"home_preparation": "2026-03-01"})
	// One party has decided; the station waits for the others.
	log = append(log, routing.Done{Station: "recommend@chief", On: "2026-03-17"}, routing.Done{Station: "party_decisions", Party: "region", On: "2026-03-20"})
	j = plan(county(numbers()), routing.Input{Log: log}, Input{From: "2026-04-01"})
	if p := j.Leg("party_decisions").Party("region"); p.Earliest != "2026-03-20" || p.WaitsFor.What != Past {
		t.Errorf("%+v", p)
	}
	want(t, j, map[string]workday.Date{"party_decisions": "2026-06-30"})
	// All is done.
	log = append(log, routing.Done{Station: "party_decisions", On: "2026-06-15"}, routing.Done{Station: "publish", On: "2026-06-16"})
	if j = plan(county(numbers()), routing.Input{Log: log}, Input{From: "2026-07-01"}); j.Done != "2026-06-16" {
		t.Errorf("done %q", j.Done)
	}
}

// A moved meeting moves the journey; an earlier one never makes anything later.
func TestMovedMeeting(t *testing.T) {
	s := county(numbers())
	was := plan(s, routing.Input{}, Input{})
	c := dates()
	c["chief"] = []workday.Date{"2026-03-10", "2026-04-21"}
	is := plan(s, routing.Input{}, Input{Calendars: c})
	want(t, is, map[string]workday.Date{"recommend@chief": "2026-03-10", "party_decisions": "2026-06-15"})
	c["chief"] = []workday.Date{"2026-04-21"}
	want(t, plan(s, routing.Input{}, Input{Calendars: c}), map[string]workday.Date{"recommend@chief": "2026-04-21", "party_decisions": "2026-07-20"})
	for i := range was.Legs {
		if is.Legs[i].NotBefore > was.Legs[i].NotBefore {
			t.Errorf("%s is later", was.Legs[i].Station)
		}
	}
}
