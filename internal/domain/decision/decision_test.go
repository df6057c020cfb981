package decision

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

func body(mandates ...structure.Mandate) mandate.Holding {
	s := &structure.Structure{Bodies: []structure.Body{{ID: "b", Mandates: mandates}, {ID: "up"}}}
	s.Build()
	return mandate.Of(s, "b", structure.Env{Matter: structure.Matter{Kind: "guideline"}})
}

func both(position bool) mandate.Holding {
	return body(structure.Mandate{Kind: "guideline", May: []structure.May{structure.Decides, structure.Recommends},
		Position: position, Rule: rule.Ref{ID: "position", Clause: "ORE-26"}})
}

func good() Terms {
	return Terms{Kind: Decision, Outcome: AsProposed, Text: "Gruppen antar riktlinjen.", Version: "v1", Mandate: Held,
		Responsible: "Socialchef", DueOn: "2026-06-01"}
}

func kase() Case {
	return Case{Matter: true, Holding: both(true), Versions: []string{"v1"}, Targets: []string{"up"}, Body: "b", BodyRule: rule.Ref{ID: "b"}}
}

func TestJudge(t *testing.T) {
	for name, c := range map[string]struct {
		terms func(*Terms)
		kase  func(*Case)
		field string // fault.Invalid on it
		rule  string // or a refusal by this rule
		kind  Kind
	}{
		"a decision":                 {kind: Decision},
		"no text":                    {terms: func(t *Terms) { t.Text = " " }, field: "text"},
		"no outcome":                 {terms: func(t *Terms) { t.Outcome = "" }, field: "outcome"},
		"an outcome of its own":      {terms: func(t *Terms) { t.Outcome = "maybe" }, field: "outcome"},
		"no kind":                    {terms: func(t *Terms) { t.Kind = "" }, field: "kind"},
		"no position":                {terms: func(t *Terms) { t.Mandate = "" }, field: "mandate"},
		"no position when declined":  {terms: func(t *Terms) { t.Mandate = ""; t.Outcome = Declined }, field: "mandate"},
		"nor by a recommendation":    {terms: func(t *Terms) { t.Kind = Recommendation; t.Mandate = "" }, field: "mandate"},
		"none asked when postponed":  {terms: func(t *Terms) { t.Mandate = ""; t.Outcome = Postponed }, kind: Decision},
		"none asked by the text":     {terms: func(t *Terms) { t.Mandate = "" }, kase: func(c *Case) { c.Holding = both(false) }, kind: Decision},
		"goes on, nobody says where": {terms: func(t *Terms) { t.Mandate = GoesOn }, field: "goes_to"},
		"goes on to itself":          {terms: func(t *Terms) { t.Mandate = GoesOn; t.GoesTo = "b" }, kase: func(c *Case) { c.Targets = []string{"b"} }, field: "goes_to"},
		"goes on to nowhere":         {terms: func(t *Terms) { t.Mandate = GoesOn; t.GoesTo = "x" }, field: "goes_to"},
		"goes on: a recommendation, never a decision": {terms: func(t *Terms) { t.Mandate = GoesOn; t.GoesTo = "up" }, kind: Recommendation},
		"goes on to the parties":                      {terms: func(t *Terms) { t.Mandate = GoesOn; t.GoesTo = GoesToParties }, kind: Recommendation},
		"sent on, where":                              {terms: func(t *Terms) { t.Outcome = SentOn }, field: "goes_to"},
		"no version":                                  {terms: func(t *Terms) { t.Version = "" }, field: "version"},
		"another matter's version":                    {terms: func(t *Terms) { t.Version = "v9" }, field: "version"},
		"nobody answers for it":                       {terms: func(t *Terms) { t.Responsible = "" }, field: "responsible"},
		"by no day":                                   {terms: func(t *Terms) { t.DueOn = "" }, field: "due_on"},
		"by a wrong day":                              {terms: func(t *Terms) { t.DueOn = "2026-02-30" }, field: "due_on"},
		"by a day before the decision":                {terms: func(t *Terms) { t.DueOn = "2020-01-01" }, kase: func(c *Case) { c.On = "2026-01-15" }, field: "due_on"},
		"followed up before the decision":             {terms: func(t *Terms) { t.FollowUpOn = "2026-01-14" }, kase: func(c *Case) { c.On = "2026-01-15" }, field: "follow_up_on"},
		"done on the day of the decision":             {terms: func(t *Terms) { t.DueOn = "2026-01-15" }, kase: func(c *Case) { c.On = "2026-01-15" }, kind: Decision},
		"followed up on a wrong day":                  {terms: func(t *Terms) { t.FollowUpOn = "våren" }, field: "follow_up_on"},
		"without mandate for it": {kase: func(c *Case) {
			c.Holding = body(structure.Mandate{Kind: "guideline", May: []structure.May{structure.Recommends}, Rule: rule.Ref{ID: "only"}})
		}, rule: "only"},
		"referring back needs no mandate": {terms: func(t *Terms) { t.Outcome = ReferredBack }, kase: func(c *Case) {
			c.Holding = body(structure.Mandate{Kind: "guideline", May: []structure.May{structure.Recommends}, Rule: rule.Ref{ID: "only"}})
		}, kind: Decision},
		"a text that says nothing gives no decision": {kase: func(c *Case) { c.Holding = body() }, rule: "b"},
		"but a recommendation":                       {terms: func(t *Terms) { t.Kind = Recommendation }, kase: func(c *Case) { c.Holding = body() }, kind: Recommendation},
		"or what the route puts there":               {kase: func(c *Case) { c.Holding = body(); c.OnRoute = structure.Decide }, kind: Decision},
		"the route is no way round a mandate": {kase: func(c *Case) {
			c.Holding = body(structure.Mandate{Kind: "guideline", May: []structure.May{structure.Recommends}, Rule: rule.Ref{ID: "only"}})
			c.OnRoute = structure.Decide
		}, rule: "only"},
		"where the route asks to recommend, nobody decides": {kase: func(c *Case) { c.OnRoute = structure.Recommend; c.RouteBy = []rule.Ref{{ID: "commits"}} }, rule: "commits"},
		"a topic needs a text and an outcome": {terms: func(t *Terms) { *t = Terms{Kind: Decision, Outcome: AsProposed, Text: "Godkänns."} },
			kase: func(c *Case) { *c = Case{Body: "b"} }, kind: Decision},
	} {
		terms, k := good(), kase()
		if c.terms != nil {
			c.terms(&terms)
		}
		if c.kase != nil {
			c.kase(&k)
		}
		got, err := k.Judge(terms)
		var f *fault.Error
		var r *rule.Refusal
		switch {
		case c.field != "":
			if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		case c.rule != "":
			if !errors.As(err, &r) || len(r.Rules) == 0 || r.Rules[0].ID != c.rule {
				t.Errorf("%s: %v", name, err)
			}
		case err != nil || got.Kind != c.kind:
			t.Errorf("%s: %s %v", name, got.Kind, err)
		}
	}
}

func TestTheMissingPositionNamesItsRule(t *testing.T) {
	terms := good()
	terms.Mandate = ""
	_, err := kase().Judge(terms)
	var r *rule.Refusal
	if !errors.As(err, &r) || r.Rules[0].Clause != "ORE-26" {
		t.Errorf("%v", err)
	}
}

// A form that was sent with nothing in it says everything that is missing, once.
func TestEverythingMissingAtOnce(t *testing.T) {
	_, err := kase().Judge(Terms{})
	var fields []string
	for _, e := range fault.All(err) {
		fields = append(fields, e.Field)
	}
	if got := strings.Join(fields, " "); got != "kind text outcome version responsible due_on" {
		t.Errorf("told: %s", got)
	}
	terms := good()
	terms.Mandate, terms.Responsible = NoPosition, ""
	if _, err = kase().Judge(terms); len(fault.All(err)) != 2 {
		t.Errorf("%v", err)
	}
}

func TestNumber(t *testing.T) {
	n := Number{"group-north", 2026, 14}
	got, err := ParseNumber(n.String())
	if err != nil || got != n {
		t.Errorf("%v %v", got, err)
	}
	for _, s := range []string{"", "group", "group-2026", "group-26-1", "group-2026-0", "group-2026-01", "-2026-1", "group-2026-x", "group--2026--1"} {
		if got, err := ParseNumber(s); !errors.Is(err, fault.NotFound) && got.String() != s {
			t.Errorf("%q: %v %v", s, got, err)
		}
	}
}

func TestACorrectionIsANewRecord(t *testing.T) {
	old := Record{ID: "1", Body: "b", Year: 2026, Seq: 3, Meeting: "m", Matter: "x", Terms: good(), DecidedOn: "2026-03-12"}
	to := good()
	to.Text = "Rättad."
	n, err := Correct(old, to)
	if err != nil || n.Corrects != "1" || n.ID != "" || n.Seq != 0 || n.Meeting != "m" || n.Terms.Text != "Rättad." || old.Terms.Text == "Rättad." {
		t.Errorf("%+v %v", n, err)
	}
	old.CorrectedBy = "2"
	if _, err := Correct(old, to); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
	n.ID = "2"
	if got := Standing([]Record{old, n}); len(got) != 1 || got[0].ID != "2" {
		t.Errorf("%+v", got)
	}
}

func TestEveryBodyStepHasAKind(t *testing.T) {
	places := []structure.Step{structure.Opinion, structure.Recommend, structure.Decide, structure.Pass}
	for _, i := range structure.Steps() {
		_, ok := KindFor(i.Step)
		if slices.Contains(places, i.Step) && !ok || (i.ByParty && ok) {
			t.Errorf("%s: %v", i.Step, ok)
		}
	}
}
