package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// routeIn runs route for a county's file, by the county's id.
func routeIn(t *testing.T, county, args string) wireRoute {
	t.Helper()
	all := append([]string{"route", "--structure", "../../structures/" + county + ".yaml", "--format", "json", "--on", "2026-01-15"}, strings.Fields(args)...)
	out, errs, status := run(t, all...)
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	var r wireRoute
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// stations writes a route: a line per station with its id, which names the body,
// its parties (their number when there are more than three), the facts that it
// turns on, and the clauses of all its rules; then the findings with theirs.
func stations(r wireRoute) string {
	clauses := func(rules []wireRule) string {
		var out []string
		for _, x := range rules {
			if !slices.Contains(out, x.Clause) {
				out = append(out, x.Clause)
			}
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	var b strings.Builder
	for _, s := range r.Steps {
		b.WriteString(s.ID)
		switch n := len(s.Parties); {
		case n > 3:
			fmt.Fprintf(&b, " %d", n)
		case n > 0:
			b.WriteString(" " + strings.Join(s.Parties, ","))
		}
		if s.Possible {
			b.WriteString(" ? " + strings.Join(s.TurnsOn, ","))
		}
		b.WriteString(" " + clauses(s.Rules) + "\n")
	}
	for _, f := range r.Findings {
		b.WriteString(strings.TrimSpace("- "+f.Kind+" "+f.Severity+" "+clauses(f.Rules)) + "\n")
	}
	return b.String()
}

// The routes of the other counties, written by hand from their texts before
// they were composed.
func TestRoutesOfTheCounties(t *testing.T) {
	nobody := func(clause string) string { return strings.TrimSpace("- nobody-decides blocks "+clause) + "\n" }

	// Sörmland: the preparatory group of the field prepares (SOR-07, SOR-08), the county
	// steering group decides on guidelines, routines, joint efforts and work
	// (SOR-05), the preparatory group follows plans, agreements and routines up
	// (SOR-11).
	prepared := func(group string) string { return "prepare@beredningsgrupp-" + group + " SOR-07 SOR-08\n" }
	followed := func(group string) string { return "follow_up@beredningsgrupp-" + group + " SOR-11\n" }
	const (
		steering = "decide@lansstyrgruppen SOR-05\n"
		mental   = "psykiatri-funktionshinder"
	)
	// Stockholm: VIS prepares (STO-18); the text lets nobody decide.
	const vis = "prepare@vard-i-samverkan STO-18\n"
	// Västmanland: Chefsforum treats questions of social services and care
	// (VAS-09), the school chiefs' network those of education (VAS-12), the
	// political groups say their opinion (VAS-04, VAS-15), all eleven decide
	// jointly and the document is found on one page (VAS-13).
	const (
		chiefs   = "prepare@chefsforum VAS-09\n"
		schools  = "prepare@skolchefsnatverket VAS-12\n"
		children = "opinion@politisk-grupp-barn-och-unga VAS-04\n"
		elderly  = "opinion@politisk-grupp-aldre VAS-15\n"
		eleven   = "party_decisions 11 VAS-13\n"
		page     = "publish VAS-13\n"
	)
	for _, c := range []struct{ county, args, want string }{
		{"sormland", "--kind guideline --field children", prepared("barn") + steering},
		{"sormland", "--kind routine --field elderly", prepared("aldre") + steering + followed("aldre")},
		{"sormland", "--kind governing-document --field psychiatry-disability", prepared(mental) + steering},
		{"sormland", "--kind joint-effort --field assistive-devices", prepared("hjalpmedel") + steering},
		{"sormland", "--kind joint-work --field digitalisation --origin nsv", prepared("digitalisering") + steering},
		// A question of two fields is prepared in both groups.
		{"sormland", "--kind routine --field children --field psychiatry-disability",
			prepared("barn") + prepared(mental) + steering + followed("barn") + followed(mental)},
		// No field, no group that answers for it.
		{"sormland", "--kind guideline", steering},
		// About agreements, and whatever else, the text says nothing.
		{"sormland", "--kind agreement --field psychiatry-disability", prepared(mental) + nobody("SOR-07 SOR-08")},
		{"sormland", "--kind agreement", nobody("")},
		{"sormland", "--kind action-plan --field children", prepared("barn") + nobody("SOR-07 SOR-08")},
		// A working group decides what lies within each representative's own
		// mandate (SOR-18), and nobody prepares it first.
		{"sormland", "--kind other --field elderly --origin arbetsgrupp-aldre --fact own_mandate=yes", "decide@arbetsgrupp-aldre SOR-18\n"},
		{"sormland", "--kind other --field psychiatry-disability --fact own_mandate=yes", "decide@arbetsgrupp-" + mental + " SOR-18\n"},
		// What lies outside is lifted to the preparatory group, …
		{"sormland", "--kind routine --field children --origin arbetsgrupp-barn", prepared("barn") + steering + followed("barn")},
		{"sormland", "--kind other --field children --origin arbetsgrupp-barn", prepared("barn") + nobody("SOR-07 SOR-08")},
		// … to the principals' ordinary order, …
		{"sormland", "--kind guideline --field children --origin arbetsgrupp-barn --fact home_only=yes --fact home_order=nykoping",
			"party_decisions nykoping SOR-18\n"},
		// … or to both.
		{"sormland", "--kind guideline --field children --origin arbetsgrupp-barn --fact home_order=eskilstuna,region-sormland",
			prepared("barn") + steering + "party_decisions region-sormland,eskilstuna SOR-18\n"},
		// Only a working group's question can leave the steering group out.
		{"sormland", "--kind guideline --field children --origin trosa --fact home_only=yes", prepared("barn") + steering},
		// Nobody knows yet whose mandate it is.
		{"sormland", "--kind guideline --field children --fact own_mandate=?",
			"prepare@beredningsgrupp-barn ? own_mandate SOR-07 SOR-08\ndecide@lansstyrgruppen ? own_mandate SOR-05\ndecide@arbetsgrupp-barn ? own_mandate SOR-18\n"},

		{"stockholm", "--kind agreement", vis + nobody("STO-18")},
		{"stockholm", "--kind guideline --field social-care", vis + nobody("STO-18")},
		// Target pictures are made in VIS (STO-04), national initiatives made
		// regional there (STO-07).
		{"stockholm", "--kind target-picture", "prepare@vard-i-samverkan STO-04 STO-18\n" + nobody("STO-04 STO-18")},
		{"stockholm", "--kind national-initiative --field health", "prepare@vard-i-samverkan STO-07 STO-18\n" + nobody("STO-07 STO-18")},
		// The officials' steering group puts development questions in order (STO-11).
		{"stockholm", "--kind development", vis + "prioritise@tjanstemannastyrgruppen STO-11\n" + nobody("STO-11")},

		{"vastmanland", "--kind guideline --field elderly --field health-care --fact joint=yes", chiefs + elderly + eleven + page},
		{"vastmanland", "--kind agreement --field children --field social-services", chiefs + children + nobody("VAS-04")},
		{"vastmanland", "--kind routine --field children --field education", schools + children + nobody("VAS-04")},
		{"vastmanland", "--kind project --field children --field education --field health-care --fact joint=yes", chiefs + schools + children + eleven + page},
		// Both groups, and nothing of social services or care to find on the page.
		{"vastmanland", "--kind project --field children --field elderly --fact joint=yes", children + elderly + eleven},
		// A task across boundaries is put in order by the group of its field.
		{"vastmanland", "--kind cross-boundary-task --field elderly", "prioritise@politisk-grupp-aldre VAS-15\n" + nobody("VAS-15")},
		{"vastmanland", "--kind cross-boundary-task --field children --field health-care",
			chiefs + "prioritise@politisk-grupp-barn-och-unga VAS-04\n" + nobody("VAS-04")},
		{"vastmanland", "--kind other --field health-care", chiefs + nobody("VAS-09")},
		{"vastmanland", "--kind agreement --field health-care --fact joint=?", chiefs + "party_decisions 11 ? joint VAS-13\npublish ? joint VAS-13\n"},
	} {
		t.Run(c.county+" "+c.args, func(t *testing.T) {
			if got := stations(routeIn(t, c.county, c.args)); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}
