package decision

import (
	"errors"
	"strings"
	"testing"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// tableOf is the table of a body with seven members of whom five serve.
func tableOf(kind string) Table {
	law := func(topic, section string) structure.LawRule {
		return structure.LawRule{Topic: topic, Rule: rule.Ref{ID: "kommunallagen." + topic, Section: section, Force: rule.Law}}
	}
	s := &structure.Structure{
		Parties: []structure.Party{{ID: "region"}},
		Law: []structure.LawRule{law(structure.LawQuorum, "6 kap. 27 §"), law(structure.LawDisqualification, "6 kap. 28 och 30 §§"), law(structure.LawVote, "5 kap. 54 §"),
			law(structure.LawMajority, "5 kap. 55 §"), law(structure.LawCastingVote, "5 kap. 56 §"), law(structure.LawDissent, "4 kap. 27 §")},
		Bodies: []structure.Body{{ID: "b", Kind: kind, Host: "region"}},
	}
	s.Build()
	return Table{Regime: meeting.RegimeOf(s, s.Body("b")), Presence: meeting.Presence{Recorded: true, Members: 7, Serving: 5}, Serving: []string{"a", "b", "c", "d", "e"}}
}

func TestFormalDecision(t *testing.T) {
	vote := func(how How, pro, contra int, tie Tie) Terms {
		return Terms{Kind: Decision, Outcome: AsProposed, Text: "Nämnden beslutar.", Formal: Formal{How: how, For: pro, Against: contra, Tie: tie}}
	}
	with := func(t Terms, change func(*Terms)) Terms { change(&t); return t }
	agreed := vote(Agreed, 0, 0, NoTie)
	reserved := with(agreed, func(t *Terms) { t.Reservation = "Vi reserverar oss." })
	open := tableOf(structure.StatutoryBoard)
	closed, few, unsaid := open, open, open
	closed.Closed = true
	few.Presence.Serving, few.Serving = 3, []string{"a", "b", "c"}
	unsaid.Presence = meeting.Presence{Members: 7}
	for name, c := range map[string]struct {
		table Table
		terms Terms
		want  string // the key of what is wrong, with the sections that it cites
	}{
		"without a vote":                {open, agreed, ""},
		"by majority":                   {open, vote(Open, 3, 2, NoTie), ""},
		"who abstains does not count":   {open, vote(Open, 2, 1, NoTie), ""},
		"by the casting vote":           {open, vote(Open, 2, 2, Casting), ""},
		"by lots":                       {open, vote(Closed, 2, 2, Lot), ""},
		"how is not said":               {open, vote("", 0, 0, NoTie), "decision.how_missing 5 kap. 54 §"},
		"votes without a vote":          {open, vote(Agreed, 3, 0, NoTie), "decision.votes_without_vote 5 kap. 54 §"},
		"a vote without votes":          {open, vote(Open, 0, 0, NoTie), "decision.votes_missing 5 kap. 54 §"},
		"more votes than who serve":     {open, vote(Open, 4, 2, NoTie), "decision.votes_many 5 kap. 54 §"},
		"a minority":                    {open, vote(Open, 2, 3, NoTie), "decision.no_majority 5 kap. 55 §"},
		"even":                          {open, vote(Open, 2, 2, NoTie), "decision.tie_missing 5 kap. 56 §"},
		"lots in an open vote":          {open, vote(Open, 2, 2, Lot), "decision.tie_wrong.open 5 kap. 56 §"},
		"the chair in an election":      {open, vote(Closed, 2, 2, Casting), "decision.tie_wrong.closed 5 kap. 56 §"},
		"a casting vote for a majority": {open, vote(Open, 3, 2, Casting), "decision.tie_none 5 kap. 56 §"},
		"too few":                       {few, agreed, "decision.not_quorate 6 kap. 27 §"},
		"nobody has said who":           {unsaid, agreed, "decision.presence_missing 6 kap. 27 §"},
		"one is disqualified":           {open, with(agreed, func(t *Terms) { t.Formal.Disqualified = []string{"e"} }), ""},
		"too many are disqualified":     {open, with(agreed, func(t *Terms) { t.Formal.Disqualified = []string{"d", "e"} }), "decision.not_quorate 6 kap. 27 §, 6 kap. 28 och 30 §§"},
		"the disqualified has no vote":  {open, with(vote(Open, 3, 2, NoTie), func(t *Terms) { t.Formal.Disqualified = []string{"e"} }), "decision.votes_many 5 kap. 54 §"},
		"disqualified and not there":    {open, with(agreed, func(t *Terms) { t.Formal.Disqualified = []string{"x"} }), "decision.disqualified_unknown"},
		"a reservation":                 {open, reserved, ""},
		"a reservation afterwards":      {closed, reserved, "decision.dissent_late 4 kap. 27 §"},
		"notice of it in time":          {closed, with(reserved, func(t *Terms) { t.Formal.InTime = true }), ""},
		"afterwards, and none":          {closed, agreed, ""},
		"topics are judged as matters":  {few, vote(Open, 2, 1, NoTie), "decision.not_quorate 6 kap. 27 §"},
	} {
		_, err := (Case{Body: "b", Table: c.table}).Judge(c.terms)
		if got := against(err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	stood := closed
	stood.Again, stood.Dissent, stood.Presence, stood.Serving = true, reserved.Reservation, few.Presence, few.Serving
	if _, err := (Case{Body: "b", Table: stood}).Judge(reserved); err != nil {
		t.Errorf("a correction after some have left, of a record with its reservation: %v", err)
	}
	if _, err := (Case{Body: "b", Table: stood}).Judge(vote(Open, 2, 3, NoTie)); against(err) != "decision.no_majority 5 kap. 55 §" {
		t.Errorf("a correction by a minority: %v", err)
	}
}

// No rule of law is asked of a body that is no board, and nothing of it is kept.
func TestNoFormalitiesInAGroup(t *testing.T) {
	group := tableOf(structure.FreeForm)
	group.Presence, group.Serving, group.Closed = meeting.Presence{}, nil, true
	got, err := (Case{Body: "b", Table: group}).Judge(Terms{Kind: Decision, Outcome: AsProposed, Text: "Gruppen enas.", Reservation: "En annan mening.",
		Formal: Formal{How: Open, For: 1, Against: 3, Tie: Lot, Disqualified: []string{"x"}, InTime: true}})
	if err != nil || got.Formal.How != HowUnsaid || got.Formal.For+got.Formal.Against != 0 || got.Formal.Tie != NoTie || got.Formal.Disqualified != nil || got.Formal.InTime {
		t.Errorf("%+v, %v", got.Formal, err)
	}
}

// against gives the key of what is wrong and the sections that it cites.
func against(err error) string {
	var r *rule.Refusal
	var f *fault.Error
	key := ""
	if errors.As(err, &f) {
		key = f.Key
	}
	if !errors.As(err, &r) {
		return key
	}
	var at []string
	for _, x := range r.Rules {
		at = append(at, x.Section)
	}
	return strings.TrimSpace(r.Key + " " + strings.Join(at, ", "))
}
