package page

import (
	"strings"
	"testing"

	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
)

// Every kind of finding is a whole sentence, with the names of the structure.
func TestLacksSay(t *testing.T) {
	who := func(names ...string) structure.Who {
		var w structure.Who
		for _, n := range names {
			if part, name, ok := strings.Cut(n, " of "); ok {
				w.Terms = append(w.Terms, structure.Term{Part: part, Name: name})
			} else {
				w.Terms = append(w.Terms, structure.Term{Name: n})
			}
		}
		return w
	}
	name := func(sv string) structure.Text { return structure.Text{SV: sv} }
	s := &structure.Structure{
		Parties: []structure.Party{{ID: "region", Name: "Regionen"}, {ID: "alby", Name: "Alby"}, {ID: "berga", Name: "Berga"}},
		Sets:    []structure.Set{{ID: "towns", Name: name("Kommunerna"), Parties: []string{"alby", "berga"}}},
		Sides:   []structure.Set{{ID: "region", Parties: []string{"region"}}, {ID: "towns", Parties: []string{"alby", "berga"}}},
		Offices: []structure.Office{{ID: "chief", Name: name("Socialchef")}, {ID: "head", Name: name("Skolchef")}},
		Bodies: []structure.Body{{ID: "b", Name: name("Gruppen"), Seats: []structure.Seat{
			{ID: "towns", From: who("towns"), Each: true}, {ID: "care", From: who("region")}, {ID: "chair", HeldBy: who("chair of other")},
			{ID: "opposite", From: structure.Who{Terms: []structure.Term{{Part: structure.SideOpposite, Name: "chair"}}}}},
			Roles: []structure.Role{{ID: "chair", HeldBy: who("chief")}}}, {ID: "other", Name: name("Andra gruppen"), Short: "Andra"}},
	}
	s.Build()
	l := Lacks{T: text.For("sv"), S: s, Who: func(person, _, _ string) string { return person }}
	towns, counted := []string{"alby", "berga"}, structure.Count{Min: 28, Max: 28, Stated: true}
	for want, f := range map[string]people.Finding{
		"Alby: 1 plats är vakant.": {Kind: people.Vacant, Seat: "towns", Party: "alby"},
		"Kommunerna, Socialchef eller Skolchef: 1 plats är vakant. Platsen gäller vissa frågor.": {Kind: people.Vacant, Seat: "care", Parties: towns, Offices: []string{"chief", "head"}, When: "facts.x"},
		"Ordförande i Andra: 1 plats är vakant.":                                                 {Kind: people.Vacant, Seat: "chair"},
		"Den andra sidan än ordförandens: 1 plats är vakant.":                                    {Kind: people.Vacant, Seat: "opposite"},
		"Alby: 1 plats står tom. Texten tillåter det.":                                           {Kind: people.VacantOnPurpose, Seat: "towns", Party: "alby"},
		"Anna sitter utöver de platser som texten ger Alby.":                                     {Kind: people.Surplus, Seat: "towns", Party: "alby", Person: "Anna"},
		"Anna sitter i gruppen utan en plats i texten.":                                          {Kind: people.Surplus, Person: "Anna"},
		"Anna sitter i gruppen. Texten ger inte parten någon plats.":                             {Kind: people.WrongParty, Seat: "towns", Party: "region", Person: "Anna"},
		"Anna sitter i gruppen. Platsen är till för Regionen.":                                   {Kind: people.WrongParty, Seat: "care", Party: "alby", Parties: []string{"region"}, Person: "Anna"},
		"Anna sitter i gruppen. Platsen är till för Skolchef.":                                   {Kind: people.WrongOffice, Seat: "care", Offices: []string{"head"}, Person: "Anna"},
		"Anna har kvar platsen. Turen har gått vidare till Berga.":                               {Kind: people.WrongParty, Seat: "care", Party: "alby", Parties: towns, What: people.TurnEnds, Person: "Anna"},
		"Anna saknar ersättare.":                                                                 {Kind: people.DeputyMissing, Seat: "care", Person: "Anna"},
		"Alby: 1 ersättare saknas.":                                                              {Kind: people.DeputyMissing, Seat: "towns", Party: "alby"},
		"Anna är ersättare utöver dem som texten ger.":                                           {Kind: people.Surplus, Role: "deputy", Seat: "care", Person: "Anna"},
		"Anna är ersättare för någon som inte längre har en plats.":                              {Kind: people.Surplus, Role: "deputy", Person: "Anna"},
		"Anna är ersättare, men kommer från en annan part än ledamoten.":                         {Kind: people.WrongParty, Role: "deputy", Seat: "care", Person: "Anna"},
		"Rollen ordförande är vakant. Rollen får inte stå tom.":                                  {Kind: people.Vacant, Role: "chair", Seat: "chair", Severity: rule.Blocks},
		"Rollen ordförande är vakant. Enligt texten tar Anna vid.":                               {Kind: people.Vacant, Role: "chair", Seat: "chair", Heir: "Anna"},
		"Rollen stöd är vakant: Socialchef saknas.":                                              {Kind: people.Vacant, Role: "support", Offices: []string{"chief"}},
		"Anna har rollen ordförande utöver den som texten nämner.":                               {Kind: people.Surplus, Role: "chair", Person: "Anna"},
		"Anna har rollen ordförande. Den är till för Regionen.":                                  {Kind: people.WrongParty, Role: "chair", Party: "alby", Parties: []string{"region"}, Person: "Anna"},
		"Anna har rollen ordförande. Den är till för Socialchef.":                                {Kind: people.WrongOffice, Role: "chair", Person: "Anna"},
		"Anna har kvar rollen ordförande. Turen har gått vidare till Kommunerna.":                {Kind: people.WrongParty, Role: "chair", Party: "region", Parties: []string{"region", "alby", "berga"}, Person: "Anna"},
		"Texten kräver 28 i gruppen, här är 26.":                                                 {Kind: people.Vacant, Asked: &people.TotalState{Asked: counted, Have: 26}},
		"Alby har ingen i gruppen.":                                                              {Kind: people.Vacant, Asked: &people.TotalState{Asked: counted, Of: "alby", Parties: []string{"alby"}}},
		"Kommunerna: texten kräver 28 i gruppen, här är 3.":                                      {Kind: people.Vacant, Asked: &people.TotalState{Asked: counted, Of: "towns", Parties: towns, Have: 3}},
		"Kommunerna har 3 ledamöter i gruppen, den andra sidan 5. Texten kräver lika många.":     {Kind: people.Vacant, Of: "towns", Asked: &people.TotalState{Balance: []people.Side{{ID: "region", Have: 5}, {ID: "towns", Have: 3}}}},
		"Anna lämnar sin plats 1 maj 2026.":                                                      {Kind: people.EndsSoon, Person: "Anna", What: people.MembershipEnds, Ends: "2026-05-01"},
		"Anna har sin roll till och med 1 maj 2026.":                                             {Kind: people.EndsSoon, Person: "Anna", What: people.TermEnds, Ends: "2026-05-01"},
		"Anna har turen till och med 1 maj 2026.":                                                {Kind: people.EndsSoon, Person: "Anna", What: people.TurnEnds, Ends: "2026-05-01"},
		"Mandattiden för Anna gick ut 1 maj 2026.":                                               {Kind: people.EndsSoon, Person: "Anna", What: people.TermEnds, Ends: "2026-05-01", Over: true},
	} {
		f.Body = "b"
		if got := l.Say(&f, 1); got != want {
			t.Errorf("%s\nwant: %s", got, want)
		}
	}
}

// What differs by number, party or person alone is told once.
func TestLacksTogether(t *testing.T) {
	s := &structure.Structure{Parties: []structure.Party{{ID: "alby", Name: "Alby"}, {ID: "berga", Name: "Berga"}}, Bodies: []structure.Body{{ID: "b"}}}
	s.Build()
	l := Lacks{T: text.For("sv"), S: s, Who: func(person, party, _ string) string { return person + ", " + s.Party(party).Name }}
	vacant := func(party string) people.Finding {
		return people.Finding{Body: "b", Kind: people.Vacant, Seat: "s", Party: party, Rule: rule.Ref{ID: "s"}}
	}
	alone := func(person, party string) people.Finding {
		return people.Finding{Body: "b", Kind: people.DeputyMissing, Seat: "s", Person: person, Party: party, Rule: rule.Ref{ID: "s"}}
	}
	for want, found := range map[string][]people.Finding{
		"Alby: 2 platser är vakanta.":                             {vacant("alby"), vacant("alby")},
		"3 platser är vakanta: Alby och Berga (2).":               {vacant("alby"), vacant("berga"), vacant("berga")},
		"2 ledamöter saknar ersättare: Anna, Alby; Bo, Berga.":    {alone("Anna", "alby"), alone("Bo", "berga")},
		"Anna, Alby saknar ersättare.":                            {alone("Anna", "alby")},
		"Alby: 1 plats är vakant. | Anna, Alby saknar ersättare.": {vacant("alby"), alone("Anna", "alby")},
	} {
		var got []string
		for _, f := range l.Findings(found) {
			got = append(got, f.Message)
		}
		if got := strings.Join(got, " | "); got != want {
			t.Errorf("%s\nwant: %s", got, want)
		}
	}
}
