package structure

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/fault"
)

// sample is a county of a region, four municipalities, an association and an
// authority that adopts nothing.
func sample() *Structure {
	commits := func(e Env) rule.Truth { return yes(e, "commits") }
	s := &Structure{
		Kinds: []PartyKind{
			{ID: "region", Organs: []Organ{{ID: "council", Name: "Regionfullmäktige"}, {ID: "executive", Name: "Regionstyrelsen"}}},
			{ID: "municipality", Organs: []Organ{{ID: "council", Name: "Kommunfullmäktige"}}},
			{ID: "association"}, {ID: "authority"},
		},
		Parties: []Party{
			{ID: "reg", Name: "Regionen", Kinds: []string{"region"}, Adopts: true},
			{ID: "alby", Name: "Alby", Kinds: []string{"municipality"}, Adopts: true},
			{ID: "berga", Name: "Berga", Kinds: []string{"municipality"}, Adopts: true, Organs: []Organ{{ID: "council", Name: "Stadsfullmäktige"}}},
			{ID: "cedby", Name: "Cedby", Kinds: []string{"municipality"}, Adopts: true},
			{ID: "forbund", Name: "Förbundet", Kinds: []string{"association"}, Adopts: true},
			{ID: "board", Name: "Myndigheten", Kinds: []string{"authority"}},
		},
		Sets:  []Set{{ID: "north", Parties: []string{"alby", "berga"}}, {ID: "districts", Parties: []string{"alby", "berga", "cedby"}, Sets: []string{"north", "south"}}},
		Sides: []Set{{ID: "regional", Parties: []string{"reg"}}, {ID: "local", Parties: []string{"alby", "berga", "cedby"}}},
		Facts: []Fact{
			{ID: "commits", Type: YesNo, Default: Answer{Known: true}},
			{ID: "acts", Type: Parties, Default: Answer{Known: true}},
		},
		Fields:        []Field{{ID: "health"}},
		DocumentKinds: []DocumentKind{{ID: "agreement"}},
		Circles: []Circle{
			{ID: "committed", Clauses: []CircleClause{
				{Who: who("region", "municipality")},
				{Who: who("forbund"), When: Cond{Eval: func(e Env) rule.Truth { return rule.Of(slices.Contains(e.Matter.Fields, "health")) }}},
			}},
			{ID: "concerned", Clauses: []CircleClause{
				{Who: who("committed")},
				{Who: Who{Terms: []Term{{Fact: "acts"}}}, Instead: true, When: Cond{Reads: []string{"acts", "commits"}, Eval: func(e Env) rule.Truth {
					a := e.Facts["acts"]
					some := rule.Unknown
					if a.Known {
						some = rule.Of(len(a.Parties) > 0)
					}
					return some.And(commits(e).Not())
				}}},
			}},
		},
		Channels: []Channel{{ID: "network"}},
		Bodies: []Body{
			{ID: "chiefs", Name: Text{SV: "Chefsgruppen"}},
			{ID: "group-north", Template: "group"}, {ID: "group-south", Template: "group"},
		},
	}
	s.Build()
	return s
}

func yes(e Env, fact string) rule.Truth {
	a := e.Facts[fact]
	if !a.Known {
		return rule.Unknown
	}
	return rule.Of(a.Yes)
}

func who(names ...string) Who {
	var w Who
	for _, n := range names {
		w.Terms = append(w.Terms, Term{Name: n})
	}
	return w
}

func TestExpand(t *testing.T) {
	known := func(p ...string) Answer { return Answer{Known: true, Parties: p} }
	yes, dunno := Answer{Known: true, Yes: true}, Answer{}
	tests := map[string]struct {
		who               Who
		fields            []string
		facts             Facts
		certain, possible string
	}{
		"a party":                            {who: who("alby"), certain: "alby"},
		"a kind, in the file's order":        {who: who("municipality", "region"), certain: "reg alby berga cedby"},
		"a set of sets":                      {who: who("districts"), certain: "alby berga cedby"},
		"a side":                             {who: Who{Terms: []Term{{Part: OfSide, Name: "local"}}}, certain: "alby berga cedby"},
		"except":                             {who: Who{Terms: who("municipality").Terms, Except: who("north").Terms}, certain: "cedby"},
		"a body names no party":              {who: who("chiefs")},
		"a circle":                           {who: who("committed"), certain: "reg alby berga cedby"},
		"a circle wider in a field":          {who: who("committed"), fields: []string{"health"}, certain: "reg alby berga cedby forbund"},
		"instead":                            {who: who("concerned"), facts: Facts{"acts": known("cedby")}, certain: "cedby"},
		"instead does not hold":              {who: who("concerned"), facts: Facts{"acts": known("cedby"), "commits": yes}, certain: "reg alby berga cedby"},
		"instead is unanswered":              {who: who("concerned"), facts: Facts{"acts": known("cedby", "forbund"), "commits": dunno}, certain: "cedby", possible: "reg alby berga forbund"},
		"an unanswered list: all that adopt": {who: Who{Terms: []Term{{Fact: "acts"}}}, facts: Facts{"acts": dunno}, possible: "reg alby berga cedby forbund"},
		"a list not given: the default":      {who: Who{Terms: []Term{{Fact: "acts"}}}},
		"except an unanswered list": {who: Who{Terms: who("north").Terms, Except: []Term{{Fact: "acts"}}}, facts: Facts{"acts": dunno},
			possible: "alby berga"},
	}
	s := sample()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			answers, err := s.Answers(tt.facts)
			if err != nil {
				t.Fatal(err)
			}
			certain, possible := s.Expand(tt.who, Env{Matter: Matter{Fields: tt.fields}, Facts: answers})
			if got := strings.Join(certain, " "); got != tt.certain {
				t.Errorf("certain: got %q, want %q", got, tt.certain)
			}
			if got := strings.Join(possible, " "); got != tt.possible {
				t.Errorf("possible: got %q, want %q", got, tt.possible)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	s := sample()
	tests := map[string]struct {
		who  Who
		want string
	}{
		"a body":                  {who("chiefs"), "chiefs"},
		"a template":              {who("group"), "group-north group-south"},
		"except":                  {Who{Terms: who("group").Terms, Except: who("group-south").Terms}, "group-north"},
		"an organ of each":        {Who{Terms: []Term{{Name: "municipality", Part: "council", Each: true}}}, "council of alby council of berga council of cedby"},
		"an organ that some lack": {Who{Terms: []Term{{Name: "committed", Part: "executive"}}}, "executive of reg"},
		"no place":                {who("alby", "network"), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(s.Places(tt.who, Env{}), " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := s.Carriers(who("network", "group", "alby"), Env{}); strings.Join(got, " ") != "network group-north group-south" {
		t.Errorf("carriers: %v", got)
	}
	for id, want := range map[string]string{"chiefs": "Chefsgruppen", "council of berga": "Stadsfullmäktige, Berga", "elsewhere": "elsewhere"} {
		if got := s.PlaceName(id); got != want {
			t.Errorf("name of %q: %q, want %q", id, got, want)
		}
	}
}

func TestAsk(t *testing.T) {
	s := sample()
	env, err := s.Ask(Matter{Kind: "agreement", Fields: []string{"health"}, Origin: "alby"}, Facts{"commits": {}})
	if err != nil {
		t.Fatal(err)
	}
	if a := env.Facts["commits"]; a.Known {
		t.Error("an answer of don't know became the default")
	}
	if a := env.Facts["acts"]; !a.Known {
		t.Error("a fact not given did not take its default")
	}
	_, err = s.Ask(Matter{Kind: "law", Fields: []string{"sport"}, Origin: "nobody"}, Facts{"heavy": {}, "acts": {Known: true, Parties: []string{"atlantis"}}})
	if !errors.Is(err, fault.Invalid) {
		t.Fatalf("not fault.Invalid: %v", err)
	}
	for _, want := range []string{
		`unknown kind "law"; known: agreement`, `unknown field "sport"; known: health`,
		`unknown origin "nobody"; known: chiefs, group-north`, `unknown fact "heavy"; known: commits, acts`,
		`unknown party "atlantis"; known: reg, alby`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %q", want, err)
		}
	}
}

func TestParseAnswer(t *testing.T) {
	s := sample()
	for in, want := range map[[2]string]Answer{
		{"commits", "yes"}: {Known: true, Yes: true}, {"commits", "no"}: {Known: true}, {"commits", "?"}: {},
		{"acts", "cedby, alby,cedby"}: {Known: true, Parties: []string{"cedby", "alby"}}, {"acts", ""}: {Known: true}, {"acts", "?"}: {},
	} {
		got, err := s.ParseAnswer(in[0], in[1])
		if err != nil || got.Known != want.Known || got.Yes != want.Yes || !slices.Equal(got.Parties, want.Parties) {
			t.Errorf("%v: got %+v, %v", in, got, err)
		}
	}
	for in, want := range map[[2]string]string{
		{"commits", "perhaps"}: "known: yes, no, ?", {"acts", "alby,atlantis"}: `unknown party "atlantis"`, {"heavy", "yes"}: "known: commits, acts",
	} {
		if _, err := s.ParseAnswer(in[0], in[1]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %q", in, err, want)
		}
	}
}

func TestReads(t *testing.T) {
	if got := sample().Reads(who("concerned")); strings.Join(got, " ") != "acts commits" {
		t.Errorf("got %v", got)
	}
}

// TestWhatIsRead: a question is read wherever a way or a mandate names somebody
// by its answer, and not only in conditions.
func TestWhatIsRead(t *testing.T) {
	for name, w := range map[string]Way{
		"of":      {Of: who("concerned")},
		"at":      {At: who("concerned")},
		"via":     {Via: who("concerned")},
		"lift_to": {Upon: Upon{LiftTo: who("concerned")}},
		"else":    {Upon: Upon{Else: who("concerned")}},
		"ladder":  {Ladder: []Rung{{Of: who("concerned")}}},
		"rung":    {Ladder: []Rung{{At: who("concerned")}}},
	} {
		s := sample()
		w.Rule.ID = "way"
		w.When = Cond{Reads: []string{"commits"}}
		s.Ways = append(s.Ways, w)
		s.Build()
		if got := s.WayFacts(&w); strings.Join(got, " ") != "acts commits" {
			t.Errorf("%s: %v", name, got)
		}
	}
	s := sample()
	if s.Build(); s.MandateReads("acts") {
		t.Error("acts is read by no mandate")
	}
	s.Bodies[0].Mandates = append(s.Bodies[0].Mandates, Mandate{ElseTo: who("concerned")})
	if s.Build(); !s.MandateReads("acts") || s.MandateReads("heavy") {
		t.Error("acts decides where the mandate sends what it does not hold for")
	}
}
