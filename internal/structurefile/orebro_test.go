package structurefile

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/people"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

const (
	orebroFile     = "../../structures/orebro.yaml"
	orebroPractice = "../../structures/orebro.practice.yaml"
)

func orebro(t testing.TB) *structure.Structure {
	t.Helper()
	s, found, err := Examine(orebroFile)
	if err != nil {
		t.Fatal(err)
	}
	if bad := slices.Concat(found.Of(Error), found.Of(Warning)); len(bad) > 0 {
		t.Fatal(bad)
	}
	return s
}

func TestOrebro(t *testing.T) {
	s := orebro(t)
	codes := map[string]string{
		"askersund": "1882", "degerfors": "1862", "hallsberg": "1861", "hallefors": "1863", "karlskoga": "1883", "kumla": "1881",
		"laxa": "1860", "lekeberg": "1814", "lindesberg": "1885", "ljusnarsberg": "1864", "nora": "1884", "orebro": "1880", "region-orebro-lan": "18",
	}
	for id, code := range codes {
		if p := s.Party(id); p == nil || p.SCB != code || !p.Adopts {
			t.Errorf("%s: %+v", id, p)
		}
	}
	if got := len(s.Parties); got != 16 {
		t.Errorf("%d parties", got)
	}
	if s.Party("lansstyrelsen").Adopts {
		t.Error("the county administrative board adopts")
	}
	for set, want := range map[string]string{
		"norra": "hallefors lindesberg ljusnarsberg nora", "sodra": "askersund hallsberg kumla laxa lekeberg",
		"vastra": "degerfors karlskoga", "orebro": "orebro",
	} {
		if got := strings.Join(s.Set(set).Parties, " "); got != want {
			t.Errorf("%s: %s", set, got)
		}
		if src := s.Set(set).Src.Document; src != "Länets indelning i länsdelar" {
			t.Errorf("%s cites %q", set, src)
		}
	}
	if got := len(s.Set("municipalities").Parties); got != 12 {
		t.Errorf("%d municipalities", got)
	}

	var want []string
	for id := range strings.FieldsSeq(`regionala-samverkansradet samverkansrad-valfard samverkansrad-folkhalsa samverkansrad-skola kcrd
		chefsgrupp-valfard chefsgrupp-valfard-au chefsgrupp-folkhalsa chefsgrupp-folkhalsa-au chefsgrupp-skola samverkansgrupp-barn-och-unga
		lansdelsgrupp-norra lansdelsgrupp-sodra lansdelsgrupp-vastra lansdelsgrupp-orebro
		lansdelsgrupp-norra-au lansdelsgrupp-sodra-au lansdelsgrupp-vastra-au lansdelsgrupp-orebro-au`) {
		want = append(want, id)
	}
	for _, p := range s.Set("municipalities").Parties {
		want = append(want, "lokal-samverkan-"+p)
	}
	var got []string
	for _, b := range s.Bodies {
		got = append(got, b.ID)
	}
	if len(got) != 31 || !slices.Equal(got, want) {
		t.Errorf("%d bodies: %v", len(got), got)
	}
	if got := s.Body("lokal-samverkan-laxa").Relations[0].To.Text; got != "lansdelsgrupp-sodra" {
		t.Errorf("Laxå reports to %s", got)
	}
	if s.ReviewBy != "2026-12-31" || s.ReviewRule.Clause != "ORE-86" {
		t.Errorf("review by %s, %v", s.ReviewBy, s.ReviewRule)
	}

	kinds := ids(s.DocumentKinds, func(k structure.DocumentKind) string { return k.ID })
	fields := ids(s.Fields, func(f structure.Field) string { return f.ID })
	facts := ids(s.Facts, func(f structure.Fact) string { return f.ID })
	for want, got := range map[string][]string{
		"agreement contract guideline routine action-plan strategy other": kinds,
		"social-care health-care public-health children e-health skills":  fields,
		"commits acts influences direction_only major council":            facts,
	} {
		if strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

func ids[T any](list []T, id func(T) string) (out []string) {
	for _, v := range list {
		out = append(out, id(v))
	}
	return out
}

// TestOrebroExplains: everything that can turn up behind "Varför?" cites a
// clause and says it in plain words.
// A district and its only municipality share an id: each body of a template is
// called after the member that it is made for.
func TestTemplatesCallMembersByTheirKind(t *testing.T) {
	s, err := Load("../../structures/orebro.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"lokal-samverkan-orebro": "Lokal samverkan i Örebro", "lansdelsgrupp-orebro": "Länsdelsgrupp Örebro", "lansdelsgrupp-norra": "Länsdelsgrupp norra"} {
		if got := s.Body(id).Name.SV; got != want {
			t.Errorf("%s is called %q, want %q", id, got, want)
		}
	}
}

func TestOrebroExplains(t *testing.T) {
	s := orebro(t)
	explained := func(what string, r rule.Ref) {
		if r.ID == "" || r.Clause == "" || r.Document == "" || r.Section == "" || r.Because == "" || !strings.HasSuffix(r.Because, ".") {
			t.Errorf("%s: %+v", what, r)
		}
		if len(r.Because) > 260 {
			t.Errorf("%s explains at length (%d)", what, len(r.Because))
		}
	}
	for _, w := range s.Ways {
		explained("way", w.Rule)
	}
	for _, f := range s.Facts {
		explained("fact", f.Rule)
	}
	for _, c := range s.Circles {
		for _, cl := range c.Clauses {
			explained("circle "+c.ID, cl.Rule)
		}
	}
	for _, b := range s.Bodies {
		explained(b.ID, b.Rule)
		for _, x := range b.Seats {
			explained(b.ID+" seat", x.Rule)
		}
		for _, x := range b.Roles {
			explained(b.ID+" role", x.Rule)
		}
		for _, x := range b.Mandates {
			explained(b.ID+" mandate", x.Rule)
		}
		for _, x := range b.Powers {
			explained(b.ID+" power", x.Rule)
		}
		for _, x := range b.Admits {
			explained(b.ID+" admits", x.Rule)
		}
		if b.Meetings.Number.Stated {
			explained(b.ID+" meetings", b.Meetings.NumberRule)
			if b.Meetings.Notice.Days != nil {
				t.Errorf("%s: the text gives no days of notice", b.ID)
			}
		}
	}
}

func TestOrebroPractice(t *testing.T) {
	s := orebro(t)
	if s.Practice.HomePreparation != nil || s.Practice.SetBy != "" {
		t.Error("the structure has numbers that the text lacks")
	}
	p, err := LoadPractice(orebroPractice, s)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Example {
		t.Error("the practice does not say that it is an example")
	}
	if w := s.WithPractice(p).Way("home-preparation"); w.Window.N == nil || *w.Window.N != *p.HomePreparation {
		t.Errorf("home preparation: %+v", w.Window)
	}
}

// TestOrebroRoutes composes the routes that the text gives.
func TestOrebroRoutes(t *testing.T) {
	const all13 = "region-orebro-lan askersund degerfors hallsberg hallefors karlskoga kumla laxa lekeberg lindesberg ljusnarsberg nora orebro"
	yes := structure.Answer{Known: true, Yes: true}
	acts := structure.Answer{Known: true, Parties: []string{"askersund", "laxa", "region-orebro-lan"}}
	const before, after = "triage home_preparation prioritise ", " publish implement follow_up"
	tests := map[string]struct {
		kind     string
		fields   []string
		facts    structure.Facts
		steps    string
		deciders string   // the parties that decide
		findings []string // kind: rule ids
	}{
		"a larger commitment": {"agreement", []string{"social-care"}, structure.Facts{"commits": yes, "major": yes},
			before + "recommend pass party_decisions" + after, all13, nil},
		"in public health": {"agreement", []string{"public-health"}, structure.Facts{"commits": yes, "major": yes},
			"triage prepare home_preparation prioritise recommend pass party_decisions" + after, all13 + " rf-sisu olbf", nil},
		"anchored in the council": {"agreement", []string{"social-care"}, structure.Facts{"commits": yes, "major": yes, "council": yes},
			before + "recommend opinion pass party_decisions" + after, all13, nil},
		"influences": {"guideline", nil, structure.Facts{"influences": yes},
			"triage home_preparation remiss prioritise decide" + after, "", []string{"mandate-open: chefsgrupp-valfard.mandate.1"}},
		"direction only": {"strategy", nil, structure.Facts{"direction_only": yes}, before + "decide" + after, "", nil},
		"three act": {"guideline", nil, structure.Facts{"acts": acts}, before + "recommend party_decisions" + after,
			"region-orebro-lan askersund laxa", nil},
		"commits and states direction": {"agreement", nil, structure.Facts{"commits": yes, "direction_only": yes},
			before + "recommend party_decisions" + after, all13, []string{"need-waived: commits direction"}},
		"direction of weight": {"strategy", nil, structure.Facts{"direction_only": yes, "major": yes},
			before + "recommend pass party_decisions" + after, all13, []string{"need-waived: major direction"}},
		"nobody decides": {"routine", nil, nil, before + "recommend", "", []string{"nobody-decides: recommend-otherwise"}},
		"children":       {"routine", []string{"children"}, nil, "triage prepare home_preparation prioritise recommend", "", []string{"nobody-decides: recommend-otherwise"}},
	}
	s := orebro(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := structure.Matter{Kind: tt.kind, Fields: tt.fields}
			env, err := s.Ask(m, tt.facts)
			if err != nil {
				t.Fatal(err)
			}
			r := routing.Compose(s, routing.Input{On: "2026-01-15", Matter: m, Facts: env.Facts})
			var steps []string
			deciders := ""
			for _, st := range r.Stations {
				steps = append(steps, string(st.Step))
				if st.Step == structure.PartyDecisions {
					deciders = strings.Join(st.Parties, " ")
				}
				if st.Rules[0].Clause == "" {
					t.Errorf("%s cites no clause", st.ID)
				}
			}
			if got := strings.Join(steps, " "); got != tt.steps {
				t.Errorf("steps\n got %s\nwant %s", got, tt.steps)
			}
			if deciders != tt.deciders {
				t.Errorf("deciders\n got %s\nwant %s", deciders, tt.deciders)
			}
			var found []string
			for _, f := range r.Findings {
				found = append(found, f.Kind+": "+strings.Join(ids(f.Rules, func(r rule.Ref) string { return r.ID }), " "))
			}
			if !slices.Equal(found, tt.findings) {
				t.Errorf("findings %v, want %v", found, tt.findings)
			}
		})
	}
}

// TestOrebroCouncil: the council of the matter's field (ORE-22).
func TestOrebroCouncil(t *testing.T) {
	s := orebro(t)
	for fields, want := range map[string]string{
		"": "valfard", "social-care": "valfard", "health-care": "valfard", "e-health": "valfard", "children": "valfard",
		"public-health": "folkhalsa", "skills": "skola", "children skills": "skola", "children public-health": "folkhalsa",
		"social-care public-health": "valfard folkhalsa", "children social-care skills": "valfard skola",
	} {
		m := structure.Matter{Kind: "agreement", Fields: strings.Fields(fields)}
		env, err := s.Ask(m, structure.Facts{"council": {Known: true, Yes: true}, "commits": {Known: true, Yes: true}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, id := range []string{"council-welfare", "council-public-health", "council-school"} {
			if w := s.Way(id); w.When.Holds(env) == rule.True {
				got = append(got, strings.TrimPrefix(s.Places(w.At, env)[0], "samverkansrad-"))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", fields, got, want)
		}
	}
}

// TestOrebroMandates: what the public-health chief group may decide (ORE-20).
func TestOrebroMandates(t *testing.T) {
	s := orebro(t)
	yes := structure.Answer{Known: true, Yes: true}
	b := s.Body("chefsgrupp-folkhalsa")
	for _, tt := range []struct {
		kind  string
		facts structure.Facts
		want  rule.Truth
	}{
		{"routine", nil, rule.True}, {"other", nil, rule.True}, {"action-plan", nil, rule.True},
		{"agreement", nil, rule.False}, {"contract", nil, rule.False}, {"guideline", nil, rule.False}, {"strategy", nil, rule.False},
		{"routine", structure.Facts{"major": yes}, rule.False}, {"routine", structure.Facts{"commits": yes}, rule.False},
		{"routine", structure.Facts{"commits": {}}, rule.Unknown},
	} {
		env, err := s.Ask(structure.Matter{Kind: tt.kind, Fields: []string{"public-health"}}, tt.facts)
		if err != nil {
			t.Fatal(err)
		}
		holds, _, failed := mandate.Of(s, b.ID, env).Judge(structure.Decides)
		if holds != tt.want {
			t.Errorf("%s %v: %v, want %v", tt.kind, tt.facts, holds, tt.want)
		}
		if holds == rule.False && (failed[0].Rule.Clause != "ORE-20" || s.Places(failed[0].ElseTo, env)[0] != "chefsgrupp-valfard") {
			t.Errorf("%s: no way up by ORE-20 in %+v", tt.kind, failed[0])
		}
	}
}

// TestOrebroComposition: the welfare chief group's seats and roles (ORE-38,
// ORE-39, ORE-41) and its committee's (ORE-42).
func TestOrebroComposition(t *testing.T) {
	s := orebro(t)
	const body = "chefsgrupp-valfard"
	var full []people.Membership
	add := func(body, party, office string, role people.Role) {
		full = append(full, people.Membership{Person: body + "/" + party + "/" + office + string(rune('a'+len(full))), Body: body, Party: party, Office: office, Role: role})
	}
	for _, p := range s.Set("municipalities").Parties {
		n := 1
		if p == "orebro" {
			n = 4
		}
		for range n {
			add(body, p, "social-chief", "member")
		}
	}
	for _, o := range []string{"near-care-head", "specialised-care-head", "psychiatry-head", "health-staff-head", "welfare-head", "medical-adviser"} {
		add(body, "region-orebro-lan", o, "member")
	}
	chair := people.Membership{Person: full[15].Person, Body: body, Party: "region-orebro-lan", Office: "near-care-head", Role: "chair"}
	vice := people.Membership{Person: full[0].Person, Body: body, Party: "askersund", Office: "social-chief", Role: "vice_chair"}
	secretary := people.Membership{Person: "s", Body: body, Party: "region-orebro-lan", Role: "secretary"}

	c := people.Compose(s, body, append(slices.Clone(full), chair, vice, secretary), "2026-01-15")
	for _, st := range c.Seats {
		if st.Vacant > 0 {
			t.Errorf("full, and %s of %v is vacant", st.Seat, st.Parties)
		}
		if !strings.HasPrefix(st.Rule.Clause, "ORE-38") && !strings.HasPrefix(st.Rule.Clause, "ORE-39") {
			t.Errorf("%s cites %s", st.Seat, st.Rule.Clause)
		}
	}
	if len(c.Without) > 0 || !c.Complete() {
		t.Errorf("without a seat: %v; roles %+v", c.Without, c.Roles)
	}

	c = people.Compose(s, body, append(full[1:], chair, vice, secretary), "2026-01-15") // nobody from Askersund but the vice chair
	if !c.Complete() {
		t.Error("the vice chair sits in a seat and was not counted")
	}
	c = people.Compose(s, body, full[1:], "2026-01-15")
	if !slices.ContainsFunc(c.Seats, func(x people.SeatState) bool {
		return x.Vacant == 1 && slices.Equal(x.Parties, []string{"askersund"}) && x.Rule.Clause == "ORE-38"
	}) {
		t.Error("the vacant seat is not named")
	}
	add(body, "kumla", "social-chief", "member")
	c = people.Compose(s, body, full, "2026-01-15")
	if len(c.Without) != 1 || c.Without[0].Party != "kumla" {
		t.Errorf("a second member from Kumla: %+v", c.Without)
	}
	chair.Party, vice.Party = "kumla", "region-orebro-lan"
	c = people.Compose(s, body, []people.Membership{chair, vice}, "2026-01-15")
	wrong := 0
	for _, r := range c.Roles {
		if len(r.Wrong) == 1 && r.Rule.Clause == "ORE-41" {
			wrong++
		}
	}
	if wrong != 2 {
		t.Errorf("a chair from a municipality and a vice chair from the region: %+v", c.Roles)
	}
}

// TestOrebroOtherSide: the district committee's third seat goes to the side
// that does not hold the chair (ORE-81), and every municipality of a district
// is in its group (ORE-68).
func TestOrebroOtherSide(t *testing.T) {
	s := orebro(t)
	const group, committee = "lansdelsgrupp-vastra", "lansdelsgrupp-vastra-au"
	chair := people.Membership{Person: "c", Body: group, Party: "karlskoga", Role: "chair"}
	inCommittee := people.Membership{Person: "c", Body: committee, Party: "karlskoga", Role: "chair"}
	for party, fits := range map[string]bool{"region-orebro-lan": true, "degerfors": false, "olbf": false} {
		third := people.Membership{Person: "x", Body: committee, Party: party, Role: "member"}
		c := people.Compose(s, committee, []people.Membership{chair, inCommittee, third}, "2026-01-15")
		if (len(c.Without) == 0) != fits {
			t.Errorf("%s beside a chair from a municipality: %+v", party, c.Without)
		}
	}
	c := people.Compose(s, group, []people.Membership{chair}, "2026-01-15")
	if len(c.Totals) != 2 || c.Totals[0].Of != "degerfors" || c.Totals[0].Holds || !c.Totals[1].Holds || c.Totals[0].Rule.Clause != "ORE-68" {
		t.Errorf("a group without Degerfors: %+v", c.Totals)
	}
}

func TestStructuresNameNoPerson(t *testing.T) {
	// An e-mail address or a phone number is the surest sign of a person.
	files, err := filepath.Glob("../../structures/*")
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(data), "@") {
			t.Errorf("%s holds an address", path)
		}
	}
}

func BenchmarkCheckOrebro(b *testing.B) {
	for b.Loop() {
		if _, _, err := Examine(orebroFile); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRouteOrebro(b *testing.B) {
	s := orebro(b)
	yes := structure.Answer{Known: true, Yes: true}
	m := structure.Matter{Kind: "agreement", Fields: []string{"social-care"}}
	env, err := s.Ask(m, structure.Facts{"commits": yes, "major": yes})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		routing.Compose(s, routing.Input{On: "2026-01-15", Matter: m, Facts: env.Facts})
	}
}
