package decision

import (
	"errors"
	"testing"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

func consensus(to string) Settling {
	return Settling{DecisionRule: structure.DecisionRule{By: "consensus", Rule: rule.Ref{ID: "b.decides_by", Clause: "X-28", Force: rule.Must}}, To: to, Parties: []string{"alby", "berga"}}
}

func apart(t *Terms) {
	t.Concord = Concord{Accord: Apart, Against: []string{"alby"}, Why: "Kostnaden är okänd."}
}

func board() *structure.Structure {
	s := &structure.Structure{Bodies: []structure.Body{{ID: "b", Kind: structure.StatutoryBoard}}, Law: []structure.LawRule{{Topic: structure.LawVote, Rule: rule.Ref{ID: "vote"}}}}
	s.Build()
	return s
}

func TestAgreedOrLifted(t *testing.T) {
	up := func(c *Case) { c.Settling = consensus("up") }
	for name, c := range map[string]struct {
		terms   func(*Terms)
		kase    func(*Case)
		field   string
		refused string
		outcome Outcome
		goes    string
		accord  Accord
	}{
		"nothing is demanded where the text says nothing": {outcome: AsProposed},
		"and nothing kept":      {terms: apart, outcome: AsProposed},
		"nobody has answered":   {kase: up, field: "accord"},
		"all agreed":            {kase: up, terms: func(t *Terms) { t.Concord.Accord = United }, outcome: AsProposed, accord: United},
		"not all: it is lifted": {kase: up, terms: apart, outcome: Lifted, goes: "up", accord: Apart},
		"lifted, whatever outcome was chosen or none": {kase: up, terms: func(t *Terms) { apart(t); t.Outcome, t.Mandate, t.Responsible, t.DueOn = "", "", "", "" }, outcome: Lifted, goes: "up", accord: Apart},
		"who did not agree":                           {kase: up, terms: func(t *Terms) { apart(t); t.Concord.Against = nil }, field: "objected"},
		"somebody without a seat":                     {kase: up, terms: func(t *Terms) { apart(t); t.Concord.Against = []string{"cedby"} }, field: "objected"},
		"and why":                                     {kase: up, terms: func(t *Terms) { apart(t); t.Concord.Why = " " }, field: "objected_why"},
		"lifted by choice":                            {kase: up, terms: func(t *Terms) { t.Outcome = Lifted; t.Concord.Accord = United }, field: "outcome"},
		"what is postponed is not decided":            {kase: up, terms: func(t *Terms) { t.Outcome = Postponed }, outcome: Postponed},
		"an opinion is not decided":                   {kase: up, terms: func(t *Terms) { t.Kind = Opinion }, outcome: AsProposed},
		"a topic":                                     {kase: func(c *Case) { up(c); c.Matter = false }, terms: apart, outcome: Lifted, goes: "up", accord: Apart},
		"lifted without a mandate to decide it": {kase: func(c *Case) {
			up(c)
			c.Holding = body(structure.Mandate{Kind: "guideline", May: []structure.May{structure.Recommends}})
		}, terms: apart, outcome: Lifted, goes: "up", accord: Apart},
		"a text that names no place": {kase: func(c *Case) { c.Settling = consensus("") }, terms: apart, refused: "decision.apart.consensus"},
		"a text that says how it should be": {kase: func(c *Case) {
			c.Settling = consensus("")
			c.Settling.Rule.Force = rule.Should
		}, terms: apart, outcome: AsProposed, accord: Apart},
		"a statutory board votes": {kase: func(c *Case) {
			up(c)
			c.Table.Regime = meeting.RegimeOf(board(), board().Body("b"))
			c.Table.Again = true
		}, terms: func(t *Terms) { apart(t); t.Formal.How = Agreed }, outcome: AsProposed},
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
		case c.refused != "":
			if !errors.As(err, &r) || r.Key != c.refused || r.Rules[0].Clause != "X-28" {
				t.Errorf("%s: %v", name, err)
			}
		case err != nil || got.Outcome != c.outcome || got.GoesTo != c.goes || got.Concord.Accord != c.accord:
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func TestAsksByItsRule(t *testing.T) {
	k := kase()
	k.Settling = consensus("up")
	_, err := k.Judge(good())
	var r *rule.Refusal
	if !errors.As(err, &r) || r.Rules[0].Clause != "X-28" {
		t.Errorf("%v", err)
	}
	if outs := OutcomesFor(Decision); outs[len(outs)-1] == Lifted {
		t.Error("lifted is offered as a choice")
	}
}
