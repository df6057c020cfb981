package routing

import (
	"slices"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// One rule that orders the parties' steps all to all gives one station, also
// when some of the parties do both; so does one under "each".
func TestOneStationUnderOneRule(t *testing.T) {
	for _, c := range []struct{ home, pd, want string }{
		{"alby", "municipalities", "implement: alby\nparty_decisions: alby berga cedby < implement"},
		{"municipalities", "municipalities", "implement: alby berga cedby\nparty_decisions: alby berga cedby < implement"},
		{"municipalities", "each municipalities", "implement: alby berga cedby\nparty_decisions: alby berga cedby < implement"},
		{"alby", "each municipalities", "implement: alby\nparty_decisions~alby: alby < implement\nparty_decisions~berga: berga cedby"},
	} {
		r := Compose(county(way("i", need, structure.Implement, of(c.home)),
			way("p", need, structure.PartyDecisions, of(c.pd), after(structure.Implement))), Input{Matter: agreement()})
		got := sketch(r)
		if c.home == "alby" && c.pd == "each municipalities" {
			// Berga and Cedby wait for nobody: by rule 1 a station of their own.
			if r.Station("party_decisions~berga") == nil || r.Station("party_decisions") == nil || len(r.Stations) != 3 {
				t.Errorf("%s", got)
			}
			continue
		}
		check(t, got, c.want)
	}
}

func TestDiff(t *testing.T) {
	s := county(usual()...)
	was := Compose(s, Input{Matter: agreement()})
	is := Compose(s, Input{Matter: agreement(), Facts: yes("commits", "major")})
	d := Diff(was, is)
	var added, removed, changed []string
	for _, c := range d.Added {
		added = append(added, c.Station)
	}
	for _, c := range d.Removed {
		removed = append(removed, c.Station)
	}
	for _, c := range d.Changed {
		changed = append(changed, c.Station)
	}
	if got := listed(added); got != "recommend@chief, pass@directors och party_decisions" {
		t.Error(got)
	}
	if got := listed(removed); got != "decide@chief" {
		t.Error(got)
	}
	if len(changed) != 0 {
		t.Error(changed)
	}
	if !Diff(was, was).None() {
		t.Error("a route differs from itself")
	}
	// What is done stays, marked; another set of parties is a change.
	log := []Done{{Station: "home_preparation"}, {Station: "prioritise@office"}, {Station: "decide@chief", Outcome: "as_proposed"}}
	was, is = Compose(s, Input{Matter: agreement(), Log: log}), Compose(s, Input{Matter: agreement(), Facts: yes("commits"), Log: log})
	d = Diff(was, is)
	if len(d.Removed) != 1 || !d.Removed[0].Done || !is.Station("decide@chief").Gone {
		t.Errorf("%+v", d)
	}
	s2 := county(way("acts", need, structure.PartyDecisions, of("facts.acts"), when(given("acts"))))
	acts := func(p ...string) Input {
		return Input{Matter: agreement(), Facts: structure.Facts{"acts": {Known: true, Parties: p}}}
	}
	d = Diff(Compose(s2, acts("alby", "berga")), Compose(s2, acts("berga", "cedby")))
	if len(d.Changed) != 1 || listed(d.Changed[0].Joined) != "cedby" || listed(d.Changed[0].Left) != "alby" {
		t.Errorf("%+v", d)
	}
}

func TestLog(t *testing.T) {
	s := county(usual()...)
	in := Input{Matter: agreement(), Facts: yes("commits")}
	state := func(log ...Done) map[string]State {
		in.Log = log
		out := map[string]State{}
		r := Compose(s, in)
		for _, st := range r.Stations {
			out[st.ID] = st.State
		}
		return out
	}
	home := []Done{{Station: "home_preparation", Party: "region", Outcome: "anchored"}, {Station: "home_preparation", Outcome: "time_passed"}}
	if got := state(home[:1]...); got["home_preparation"] != StateReady || got["prioritise@office"] != StateWaits {
		t.Error(got)
	}
	if got := state(home...); got["home_preparation"] != StateDone || got["prioritise@office"] != StateReady {
		t.Error(got)
	}
	all := append(home, Done{Station: "prioritise@office"}, Done{Station: "recommend@chief", Outcome: "declined"})
	if got := state(all...); got["party_decisions"] != StateReady {
		t.Error("a declined recommendation goes on with its outcome shown", got)
	}
	pd := append(all, Done{Station: "party_decisions", Outcome: "adopts"}, Done{Station: "party_decisions", Party: "berga", Outcome: "rejects"})
	in.Log = pd
	r := Compose(s, in)
	p := r.Station("publish")
	if p.State != StateBlocked || len(p.Blocks) != 1 || p.Blocks[0].Kind != BlockStopped || listed(p.Blocks[0].Parties) != "berga" || p.Blocks[0].Outcome != "rejects" {
		t.Errorf("%+v", p)
	}
	if got := state(append(pd, Done{Station: "party_decisions", Party: "berga", Outcome: "adopts"})...); got["publish"] != StateReady {
		t.Error("the later entry counts", got)
	}
	if got := state(append(pd, Done{Station: "party_decisions", Party: "berga", Outcome: "postpones"})...); got["publish"] != StateBlocked {
		t.Error(got)
	}

	// Done before its turn: what was overtaken blocks what comes next until
	// people choose.
	in.Log = []Done{{Station: "prioritise@office"}, {Station: "recommend@chief"}}
	r = Compose(s, in)
	check(t, finds(r), "overtaken blocks: home")
	if st := r.Station("party_decisions"); st.State != StateWaits || len(r.Ready()) != 1 || r.Ready()[0].ID != "home_preparation" {
		t.Errorf("%+v", st)
	}
	in.Exceptions = []Exception{{Rule: "home", Reason: "bråttom"}}
	r = Compose(s, in)
	check(t, finds(r), "")
	if st := r.Station("party_decisions"); st.State != StateReady || r.Station("home_preparation") != nil {
		t.Errorf("%+v", st)
	}
	in.Exceptions = []Exception{{Rule: "home", Party: "alby", Station: "home_preparation", Reason: "bråttom"}}
	if r = Compose(s, in); r.Atom("home_preparation", "alby") != nil || r.Atom("home_preparation", "berga") == nil {
		t.Error("an exception for one party")
	}

	// A done atom whose need is gone stays, marked, with the rules of its day.
	in = Input{Matter: agreement(), Log: []Done{{Station: "remiss", Party: "alby", Outcome: "answered", Rules: []rule.Ref{ref("old")}}}}
	r = Compose(s, in)
	if st := r.Station("remiss"); st == nil || !st.Gone || st.State != StateDone || st.Rules[0].ID != "old" {
		t.Errorf("%+v", st)
	}
}

// A decision that was sent on asks people; once their answer makes another
// route, it holds nothing back any more.
func TestSentOn(t *testing.T) {
	s := county(usual()...)
	log := []Done{{Station: "home_preparation"}, {Station: "prioritise@office"}, {Station: "decide@chief", Outcome: "sent_on"}}
	r := Compose(s, Input{Matter: agreement(), Log: log})
	if p := r.Station("publish"); p.State != StateBlocked || p.Blocks[0].Kind != BlockAsks {
		t.Errorf("%+v", p)
	}
	r = Compose(s, Input{Matter: agreement(), Facts: yes("commits"), Log: append(log, Done{Station: "recommend@chief"})})
	if p := r.Station("party_decisions"); p.State != StateReady {
		t.Errorf("%s %+v", p.State, p.Blocks)
	}
}

func TestOfferedAndDone(t *testing.T) {
	s := county(way("may", need, structure.Opinion, at("council"), force(rule.May)), way("d", need, structure.Decide, at("chief")))
	r := Compose(s, Input{Matter: agreement()})
	if len(r.Offered) != 1 || r.Offered[0].ID != "opinion@council" || len(r.Ready()) != 1 {
		t.Errorf("%+v", r.Offered)
	}
	r = Compose(s, Input{Matter: agreement(), Log: []Done{{Station: "opinion@council", Outcome: "views"}}})
	if st := r.Station("opinion@council"); len(r.Offered) != 0 || st == nil || st.Gone || st.State != StateDone || st.Rules[0].ID != "may" {
		t.Errorf("%+v %+v", r.Offered, st)
	}
}

func TestSameStation(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"party_decisions~alby", "party_decisions", true},
		{"home_preparation:2", "home_preparation", true},
		{"home_preparation:2", "home_preparation:3", false},
		{"recommend@chief", "decide@chief", false},
	} {
		if SameStation(c.a, c.b) != c.want {
			t.Errorf("%s %s", c.a, c.b)
		}
	}
	for _, id := range []string{"recommend@chief", "party_decisions", "home_preparation:2#2", "negotiate@executive_of_alby"} {
		if s, p, g, n := parseBase(id); baseID(s, p, g, n) != id {
			t.Errorf("%s: %s %s %s %d", id, s, p, g, n)
		}
	}
}

// When as many parties have adopted as their kind asks for, what comes after
// waits neither for the rest nor for what only the rest wait for, and who did not
// adopt stops nothing; what those that adopted went past still holds it.
func TestEnough(t *testing.T) {
	s := associations(way("decide", need, structure.Decide, at("council")),
		way("members", need, structure.PartyDecisions, of("alby", "berga"), after(structure.Decide, "council"),
			through(organ(structure.Recommend, "board", "associations"))),
		way("publish", need, structure.Publish))
	log := func(rest ...Done) []Done {
		return append([]Done{{Station: "decide@council", Outcome: "as_proposed"}}, rest...)
	}
	publish := func(enough []string, log []Done) (State, bool) {
		r := Compose(s, Input{Matter: agreement(), Log: log, Enough: enough})
		return r.Station("publish").State, slices.ContainsFunc(r.Findings, func(f rule.Finding) bool { return f.Kind == "overtaken" })
	}
	adopted := Done{Station: "party_decisions", Party: "alby", Outcome: "adopts"}
	probe := Compose(s, Input{Matter: agreement(), Log: log()})
	var before []Done // what alby goes through
	for i := range probe.Stations {
		st := &probe.Stations[i]
		if st.Step == structure.PartyDecisions && slices.Contains(st.Parties, "alby") {
			adopted.Station = st.ID
			for _, l := range st.After {
				if b := probe.Station(l.Station); b.Step == structure.Recommend {
					before = append(before, Done{Station: b.ID, Outcome: "as_proposed"})
				}
			}
		}
	}
	rejected := adopted
	rejected.Party, rejected.Outcome = "berga", "rejects"
	for name, x := range map[string]struct {
		enough []string
		log    []Done
		want   State
	}{
		"not said":                       {nil, log(append(before, adopted)...), StateWaits},
		"enough":                         {[]string{""}, log(append(before, adopted)...), StateReady},
		"another document":               {[]string{"2"}, log(append(before, adopted)...), StateWaits},
		"one rejects":                    {[]string{""}, log(append(before, adopted, rejected)...), StateReady},
		"one rejects, and all are asked": {nil, log(append(before, adopted, rejected)...), StateBlocked},
		"decided before the body did":    {[]string{""}, append(before, adopted), StateWaits},
	} {
		if got, _ := publish(x.enough, x.log); got != x.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	if _, overtaken := publish([]string{""}, log(append(before, adopted, Done{Station: "publish", Outcome: "published"})...)); overtaken {
		t.Error("published, and the rest is told to be passed by")
	}
}
