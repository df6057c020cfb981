package compare

import (
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

func ref(id string) rule.Ref { return rule.Ref{ID: id, Clause: "EX-" + id, Document: "Exempel"} }

func who(names ...string) structure.Who {
	w := structure.Who{Text: strings.Join(names, ", ")}
	for _, n := range names {
		t := structure.Term{Name: n}
		if part, of, ok := strings.Cut(n, " of "); ok {
			t = structure.Term{Part: part, Name: of}
		}
		if f, ok := strings.CutPrefix(n, "facts."); ok {
			t = structure.Term{Fact: f}
		}
		w.Terms = append(w.Terms, t)
	}
	return w
}

// when is a condition on a fact answered yes ("!fact": no), or on the kind of
// matter ("kind=guideline").
func when(text string) structure.Cond {
	if kind, ok := strings.CutPrefix(text, "kind="); ok {
		return structure.Cond{Text: text, Eval: func(e structure.Env) rule.Truth { return rule.Of(e.Matter.Kind == kind) }}
	}
	if field, ok := strings.CutPrefix(text, "matter.fields="); ok {
		return structure.Cond{Text: text, Eval: func(e structure.Env) rule.Truth {
			return rule.Of(len(e.Matter.Fields) == 1 && e.Matter.Fields[0] == field)
		}}
	}
	name, negated := strings.CutPrefix(text, "!")
	return structure.Cond{Text: text, Reads: []string{name}, Eval: func(e structure.Env) rule.Truth {
		a := e.Facts[name]
		if !a.Known {
			return rule.Unknown
		}
		return rule.Of((a.Yes || len(a.Parties) > 0) != negated)
	}}
}

func least(n int) structure.Count { return structure.Count{Min: n, Stated: true} }

func sv(s string) structure.Text { return structure.Text{SV: s} }

// county has every statement that the structure has a type for at least once.
// No real body says all of this.
func county() *structure.Structure {
	n, twelve := 3, 12
	no := false
	s := &structure.Structure{
		ID: "exempel", Title: sv("Samverkan i Exempel"), Valid: structure.Period{From: "2026-01-01", To: "2029-12-31"},
		ReviewBy: "2028-12-31", ReviewRule: ref("review"),
		Sources: []structure.Source{{ID: "ao", Title: "Arbetsordning", Date: "2025-11-01", Ref: "EX 1"}},
		Kinds: []structure.PartyKind{{ID: "region", Name: sv("Region"), Organs: []structure.Organ{{ID: "council", Name: "Fullmäktige"}}},
			{ID: "municipality", Name: sv("Kommun"), Organs: []structure.Organ{{ID: "council", Name: "Fullmäktige"}, {ID: "executive", Name: "Styrelsen"}}}},
		Parties: []structure.Party{
			{ID: "region", Name: "Regionen", Short: "R", Kinds: []string{"region"}, SCB: "99", Organs: []structure.Organ{{ID: "council", Name: "Regionfullmäktige"}},
				Units: []structure.Unit{{ID: "hospital", Name: "Sjukhuset"}}, Represents: who("alby"), Adopts: true, Src: ref("region")},
			{ID: "alby", Name: "Alby", Kinds: []string{"municipality"}, Adopts: true},
			{ID: "berga", Name: "Berga", Kinds: []string{"municipality"}, Adopts: true},
			{ID: "cedby", Name: "Cedby", Kinds: []string{"municipality"}, Adopts: true},
			{ID: "forbund", Name: "Förbundet", Kinds: []string{"municipality"}}},
		Sets: []structure.Set{{ID: "towns", Name: sv("Kommunerna"), Short: "k", Parties: []string{"alby", "berga", "cedby"}, Src: ref("towns")},
			{ID: "north", Name: sv("Norr"), Parties: []string{"alby", "berga"}, Src: ref("north")}, {ID: "south", Name: sv("Söder"), Parties: []string{"cedby"}, Src: ref("south")},
			{ID: "districts", Name: sv("Länsdelarna"), Parties: []string{"alby", "berga", "cedby"}, Sets: []string{"north", "south"}}},
		Sides: []structure.Set{{ID: "one", Name: sv("Ena sidan"), Parties: []string{"region"}}, {ID: "other", Name: sv("Andra sidan"), Parties: []string{"alby"}}},
		Circles: []structure.Circle{{ID: "committed", Clauses: []structure.CircleClause{{Rule: ref("committed"), Who: who("region", "towns")},
			{Rule: ref("club"), When: when("commits"), Who: who("alby"), Instead: true}}}},
		Levels:   []structure.Level{{ID: "strategic", Name: sv("Strategisk"), Duties: []string{"Sätter kursen"}, Rule: ref("level")}},
		Fields:   []structure.Field{{ID: "health", Name: sv("Hälsa")}, {ID: "school", Name: sv("Skola")}},
		Offices:  []structure.Office{{ID: "chief", Name: sv("Socialchef"), At: []string{"municipality"}}, {ID: "director", Name: sv("Direktör"), At: []string{"region"}}},
		Channels: []structure.Channel{{ID: "network", Name: "Nätverket", Rule: ref("network")}, {ID: "site", Name: "Sidan"}},
		Practice: structure.Practice{SetBy: "chiefs", Since: "2026-01-01", HomePreparation: &n, Remiss: &n, Notice: &n, PartyDecision: &n, Papers: &n, Notes: &n, SchoolBreaks: []structure.SchoolBreak{{Name: "Sportlov", From: "2026-03-02", To: "2026-03-06"}}},
		Purposes: []structure.Statement{{Text: "Att samverka", Rule: ref("purpose")}},
		Law:      []structure.LawRule{{Topic: "quorum", Says: "Mer än hälften", Days: &n, Share: "more than half", Rule: ref("law")}},
		Facts: []structure.Fact{{ID: "commits", Ask: sv("Binder det?"), Hint: sv("Till exempel"), Type: structure.YesNo, Default: structure.Answer{Known: true}, Rule: ref("fact")},
			{ID: "major", Ask: sv("Är det stort?"), Type: structure.YesNo, Default: structure.Answer{Known: true}},
			{ID: "acts", Ask: sv("Vilka agerar?"), Type: structure.Parties, Default: structure.Answer{Known: true, Parties: []string{"alby"}}},
			{ID: "where", Ask: sv("Var?"), Type: structure.Choice, Several: true, Options: []structure.Option{{ID: "board", Name: "Styrgruppen"}, {ID: "directors", Name: "DG"}}}},
		DocumentKinds: []structure.DocumentKind{{ID: "agreement", Name: sv("Överenskommelse"), Holds: []string{"parter"},
			InForce: structure.Adoption{Count: least(2), Of: who("towns"), By: "council", Until: "predecessor", Rule: ref("force")},
			Split:   true, KeptBy: "chiefs", Review: "2 years", PublishedAt: "site", Rule: ref("kind")},
			{ID: "guideline", Name: sv("Riktlinje")}},
		Documents: []structure.Document{{ID: "plan", Kind: "agreement", Title: "Planen", Valid: structure.Period{From: "2026-01-01", To: "2027-12-31"}, Steers: []string{"sub"},
			KeptBy: "chiefs", Parties: who("towns"), PartOf: "sub", Follows: true, Replaces: "sub", Suspended: []structure.Period{{From: "2026-02-01", To: "2026-03-01"}}, Rule: ref("plan")},
			{ID: "sub", Kind: "guideline", Title: "Delplanen"}},
		Bodies: []structure.Body{{ID: "chiefs", Name: sv("Chefsgruppen för allt"), Short: "Chefsgruppen", Kind: structure.FreeForm, Level: "strategic", Fields: []string{"health"},
			Host: "region", Described: "elsewhere", Life: structure.Period{From: "2026-01-01", To: "2029-12-31"}, SetUpBy: []string{"board"}, Succeeds: []string{"board"}, RestsOn: []string{"plan"},
			Relations: []structure.Relation{{Kind: structure.ReportsTo, To: who("board"), Rule: ref("reports")}},
			Purposes:  []structure.Statement{{Text: "Att leda", Rule: ref("p")}}, Duties: []structure.Statement{{Text: "Bereder", Rule: ref("d")}},
			Seats: []structure.Seat{{ID: "towns", From: who("towns"), Each: true, Count: least(1), Offices: []string{"chief", "director"}, EachOffice: true, By: who("director"),
				As: structure.AsMember, Deputies: least(1), SameParty: true, Vacant: true, StandsFor: who("cedby"), SharedBy: who("alby", "berga"), Turns: "2 years",
				When: structure.Cond{Text: "always"}, Period: structure.Period{From: "2026-01-01", To: "2028-01-01"}, Rule: ref("seat")},
				{ID: "chair", HeldBy: who("chair of board"), Rule: ref("held")}},
			Totals: []structure.Total{{Count: least(1), Of: who("districts"), Deputies: &no, Balance: "side", Rule: ref("total")}},
			Roles: []structure.Role{{ID: "chair", From: who("region"), HeldBy: who("chief"), By: who("towns"), Term: "1 year", Shared: true, Count: least(1), Turns: who("region", "alby"),
				SameAs: who("chair of board"), Then: "secretary", Filled: true, Costs: structure.Costs{By: who("region"), Key: "equal", Rule: ref("c")}, Rule: ref("role")}},
			Mandates: []structure.Mandate{{Kind: "guideline", May: []structure.May{structure.Decides}, Unless: when("major"), Position: true, Within: "det egna", ElseTo: who("board"), Rule: ref("m1")},
				{Kind: structure.AnyKind, Never: []string{"opinion", "binda parterna"}, Rule: ref("m2")}},
			Powers: []structure.Power{{May: "set_up", What: "grupper", Whom: "sakkunniga", To: who("board"), Needs: []string{"goal"}, Within: "budget", Rule: ref("power")}},
			Admits: []structure.Admission{{From: who("towns"), Via: "secretary", When: structure.Cond{Text: "facts.major"}, Rule: ref("admit")}},
			Meetings: structure.MeetingRule{Number: structure.Count{Min: 6, Per: "year", Stated: true}, NumberRule: ref("number"), CalledBy: who("chair of chiefs"), CalledRule: ref("called"),
				Notice: structure.NoticeRule{Days: &twelve, Holds: []string{"summary"}, EachItem: []string{"purpose"}, Rule: ref("notice")},
				Joint:  []structure.Joint{{With: who("board"), Invites: who("network"), Number: least(1), Rule: ref("joint")}}, SideSession: []structure.SideSession{{Of: who("towns"), Rule: ref("side")}},
				CoOpts: ref("coopt"), Months: []int{2}, Usual: "tuesdays 09:00–12:00", Calendar: structure.CalendarRule{By: who("chiefs"), BeforeDay: 10, BeforeMonth: 11, Rule: ref("cal")},
				Paired: []structure.Paired{{With: who("board"), DaysBefore: least(10), Rule: ref("pair")}}, Extra: structure.ExtraRule{By: who("chair of chiefs"), Rule: ref("extra")},
				Standing: []structure.StandingItem{{Item: "Rapport", At: "each meeting", Rule: ref("standing")}}, Also: []structure.Occasion{{Form: "konferens", Number: least(1), Month: 3, Rule: ref("also")},
					{Form: "överlämning", At: "change of term"}}},
			Record:    structure.RecordRule{Form: "notes", Holds: []string{"decisions"}, To: who("towns"), By: who("chief"), Ready: &n, Check: who("chair of chiefs"), Sign: "next meeting", Way: "mail", Adjusters: structure.Count{Min: 2, Max: 2, Stated: true}, Files: who("region"), Made: "site", Rule: ref("record")},
			Owes:      []structure.Owed{{What: "report", Every: "year", To: who("board"), At: "last meeting of year", ForEach: "districts", Rule: ref("owes")}},
			DecidesBy: structure.DecisionRule{By: "unanimity", Else: who("board"), Rule: ref("decides")}, Written: structure.WrittenRule{For: []string{"agreement"}, By: structure.AllMembers, Within: &n, Rule: ref("between")}, Costs: structure.Costs{By: who("towns"), Key: "inhabitants", Rule: ref("costs")}, Rule: ref("chiefs")},
			{ID: "board", Name: sv("Styrgruppen"), Rule: ref("board")}, {ID: "directors", Name: sv("Direktörsgruppen (DG)"), Short: "DG"}},
		Ways: []structure.Way{
			{Rule: ref("decide"), Verb: structure.Need, Step: structure.Decide, At: who("chiefs")},
			{Rule: ref("major"), When: when("major"), Verb: structure.Need, Step: structure.Pass, At: who("directors")},
			{Rule: ref("commits"), When: when("commits"), Verb: structure.Need, Step: structure.PartyDecisions, Of: who("committed")},
			{Rule: ref("acts"), When: when("acts"), Verb: structure.Need, Step: structure.Remiss, Of: who("facts.acts")},
			{Rule: ref("school"), When: when("matter.fields=school"), Verb: structure.Need, Step: structure.Opinion, At: who("board")},
		},
		Requirements: []structure.Requirement{{Of: "decision", That: structure.Cond{Text: "true"}, Say: sv("Ta ställning"), Rule: ref("require")}},
	}
	s.Build()
	return s
}
