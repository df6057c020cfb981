package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

type wireComposition struct {
	Filled []struct {
		Seat, Party, Office, Person, Role, From, To string
		Deputies                                    []string
		Derived                                     bool
	}
	Findings []struct {
		Kind, Seat, Party, Severity, Message, Person, Ends string
		Rule                                               wireRule
	}
	Total  int
	Totals []struct {
		Asked, Deputies string
		Counted         int
		With            int `json:"with_deputies"`
		Holds           bool
		Rule            wireRule
	}
}

const memberHead = "person,party,office,body,role,from,to,deputy_for,appointed_by\n"

// membersFile writes a file of members; a row is short for "person,party,office,
// body,role" and may go on.
func membersFile(t *testing.T, rows ...string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(memberHead)
	for _, r := range rows {
		b.WriteString(r + strings.Repeat(",", 8-strings.Count(r, ",")) + "\n")
	}
	path := filepath.Join(t.TempDir(), "members.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// composed runs the program for a county's body.
func composed(t *testing.T, county, body, on string, rows ...string) wireComposition {
	t.Helper()
	out, errs, status := run(t, "structure", "compose", "../../structures/"+county+".yaml", "--body", body, "--members", membersFile(t, rows...), "--on", on, "--format", "json")
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	var c wireComposition
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Findings {
		if f.Rule.ID == "" || f.Rule.Document == "" || f.Message == "" || strings.ContainsAny(f.Message, "[{") {
			t.Errorf("%+v", f)
		}
	}
	return c
}

// told writes findings, one a line: kind, seat, party, person, clause.
func (c *wireComposition) told() string {
	var b strings.Builder
	for _, f := range c.Findings {
		b.WriteString(strings.Join(slices.DeleteFunc([]string{f.Kind, f.Seat, f.Party, f.Person, f.Rule.Clause, f.Ends}, func(s string) bool { return s == "" }), " ") + "\n")
	}
	return b.String()
}

func (c *wireComposition) expect(t *testing.T, what string, want ...string) {
	t.Helper()
	if got, want := c.told(), strings.Join(append(want, ""), "\n"); got != want {
		t.Errorf("%s:\n%swant:\n%s", what, got, want)
	}
}

// welfare is the chief group of the county whole: eleven municipalities with one
// each, the largest with four, the offices of the region, and the roles.
func welfare() []string {
	const body = "chefsgrupp-valfard"
	var rows []string
	for _, m := range strings.Fields("askersund degerfors hallsberg hallefors karlskoga kumla laxa lekeberg lindesberg ljusnarsberg nora") {
		rows = append(rows, fmt.Sprintf("Socialchef %s,%s,social-chief,%s,member,2025-01-01", m, m, body))
	}
	for i := range 4 {
		rows = append(rows, fmt.Sprintf("Chef %d orebro,orebro,,%s,member,2025-01-01", i+1, body))
	}
	for _, o := range strings.Fields("near-care-head near-care-deputy specialised-care-head specialised-care-deputy psychiatry-head psychiatry-deputy health-staff-head welfare-head medical-adviser") {
		rows = append(rows, fmt.Sprintf("%s,region-orebro-lan,%s,%s,member,2025-01-01", o, o, body))
	}
	return append(rows, "near-care-head,region-orebro-lan,near-care-head,"+body+",chair,2025-01-01", "Socialchef kumla,kumla,social-chief,"+body+",vice_chair,2025-01-01",
		"developer,region-orebro-lan,developer,"+body+",secretary,2025-01-01")
}

// [ORE-38, ORE-39, ORE-40] 11 × 1 + 4 municipal seats and the region's offices.
func TestComposeTheChiefGroup(t *testing.T) {
	const group = "chefsgrupp-valfard"
	c := composed(t, "orebro", group, "2026-01-15", welfare()...)
	c.expect(t, "whole")
	municipal := 0
	for _, f := range c.Filled {
		if f.Seat == "kommuner" || f.Seat == "orebro" {
			municipal++
		}
	}
	if municipal != 15 || c.Total != 24 || len(c.Filled) != 25 {
		t.Errorf("%d municipal seats, %d in all, %d filled", municipal, c.Total, len(c.Filled))
	}
	if f := c.Filled[5]; f.Seat != "kommuner" || f.Party != "kumla" || f.Office != "social-chief" || f.Person != "Socialchef kumla" || f.Role != "vice_chair" || f.From != "2025-01-01" || f.To != "" {
		t.Errorf("%+v", f)
	}
	empty := composed(t, "orebro", group, "2026-01-15")
	n := map[string]int{}
	for _, f := range empty.Findings {
		if f.Kind != "vacant" {
			t.Errorf("%+v", f)
		}
		n[f.Seat]++
	}
	if n["kommuner"] != 11 || n["orebro"] != 4 || n["hs-staben"] != 1 || n["nara-vard"] != 0 || n["chair"] != 1 {
		t.Errorf("%v", n)
	}
	without := func(more []string, gone ...string) []string {
		return append(slices.DeleteFunc(welfare(), func(r string) bool {
			return slices.ContainsFunc(gone, func(g string) bool { return strings.HasPrefix(r, g+",") && !strings.Contains(r, ",vice_chair,") })
		}), more...)
	}
	c = composed(t, "orebro", group, "2026-01-15", without([]string{
		"Den andra,nora,social-chief,chefsgrupp-valfard,member,2025-01-01",
		"RF,rf-sisu,,chefsgrupp-valfard,member,2025-01-01",
		"Regiondirektören,region-orebro-lan,regional-director,chefsgrupp-valfard,member,2025-01-01",
		"Skolchefen,region-orebro-lan,,chefsgrupp-valfard,chair,2024-01-01,2024-12-31"}, "Socialchef laxa", "Chef 4 orebro")...)
	c.expect(t, "wrong in each way", "vacant kommuner laxa ORE-38", "vacant orebro orebro ORE-38",
		"surplus kommuner nora Den andra ORE-38", "wrong_party kommuner rf-sisu RF ORE-38", "wrong_office nara-vard region-orebro-lan Regiondirektören ORE-39")
	c = composed(t, "orebro", group, "2026-01-15", without([]string{"Områdeschef,laxa,near-care-head,chefsgrupp-valfard,member,2025-01-01"}, "Socialchef laxa")...)
	c.expect(t, "an office of the region for a municipality", "wrong_office kommuner laxa Områdeschef ORE-38")
	// The text says that the chair is one of the region's [ORE-41].
	c = composed(t, "orebro", group, "2026-01-15", append(without(nil, "near-care-head"), "Socialchef nora,nora,social-chief,chefsgrupp-valfard,chair,2025-01-01,2026-02-28")...)
	c.expect(t, "a chair from a municipality", "wrong_party chair nora Socialchef nora ORE-41", "ends_soon chair nora Socialchef nora ORE-41 2026-02-28")
}

// [ORE-42, ORE-81] An executive committee has the chair of its group, and of a
// district the principal that doesn't hold the chair: both change with it.
func TestComposeChangesWithTheChair(t *testing.T) {
	rows := []string{
		"Psykiatrichef,region-orebro-lan,psychiatric-manager,lansdelsgrupp-norra,chair,2025-01-01,2026-02-28",
		"Socialchef nora,nora,social-chief,lansdelsgrupp-norra,chair,2026-03-01",
		"Samordnare,,district-coordinator,lansdelsgrupp-norra,coordinator,2025-01-01",
		"Socialchef lindesberg,lindesberg,social-chief,lansdelsgrupp-norra-au,member,2025-01-01",
	}
	before := composed(t, "orebro", "lansdelsgrupp-norra-au", "2026-02-28", rows...)
	before.expect(t, "before", "ends_soon ordforande region-orebro-lan Psykiatrichef ORE-81 2026-02-28")
	after := composed(t, "orebro", "lansdelsgrupp-norra-au", "2026-03-01", rows...)
	after.expect(t, "after", "vacant andra-huvudmannen region-orebro-lan ORE-81", "wrong_party andra-huvudmannen lindesberg Socialchef lindesberg ORE-81")
	if before.Filled[0].Person != "Psykiatrichef" || after.Filled[0].Person != "Socialchef nora" || !after.Filled[0].Derived {
		t.Errorf("%+v %+v", before.Filled, after.Filled)
	}
	settled := composed(t, "orebro", "lansdelsgrupp-norra-au", "2026-03-01", append(rows[:3], "Primärvårdschef,region-orebro-lan,primary-care-manager,lansdelsgrupp-norra-au,member,2026-03-01")...)
	settled.expect(t, "settled")

	// [SOR-15] The preparatory group gets the chair of the working group of its field.
	rows = []string{"Den förra,nykoping,,arbetsgrupp-barn,chair,2025-01-01,2025-12-31", "Den nya,region-sormland,,arbetsgrupp-barn,chair,2026-01-01",
		"Annan,nykoping,,arbetsgrupp-aldre,chair,2025-01-01"}
	for day, who := range map[string]string{"2025-10-01": "Den förra", "2026-01-01": "Den nya"} {
		c := composed(t, "sormland", "beredningsgrupp-barn", day, rows...)
		c.expect(t, day)
		if len(c.Filled) != 1 || c.Filled[0].Person != who || c.Filled[0].Seat != "arbetsgruppens-ordforande" {
			t.Errorf("%s: %+v", day, c.Filled)
		}
	}
	c := composed(t, "sormland", "beredningsgrupp-barn", "2026-01-01", append(rows, "Den förra,nykoping,,beredningsgrupp-barn,member,2025-01-01", "Socialchef,oxelosund,social-chief,lansstyrgruppen,member,2025-01-01")...)
	c.expect(t, "the former chair is recorded here too", "surplus lansstyrgruppen nykoping Den förra SOR-15")
}

// [ORE-61, ORE-62] Everybody in the group for children has a deputy.
func TestComposeDeputies(t *testing.T) {
	const group = "samverkansgrupp-barn-och-unga"
	rows := []string{"Skolchef 1,nora,school-chief," + group + ",member,2025-01-01", "Skolchef 2,kumla,school-chief," + group + ",member,2025-01-01",
		"Ersättare 1,nora,school-chief," + group + ",deputy,2025-01-01,,Skolchef 1"}
	c := composed(t, "orebro", group, "2026-01-15", rows...)
	i := slices.IndexFunc(c.Findings, func(f struct {
		Kind, Seat, Party, Severity, Message, Person, Ends string
		Rule                                               wireRule
	}) bool {
		return f.Kind == "deputy_missing"
	})
	if i < 0 || c.Findings[i].Person != "Skolchef 2" || c.Findings[i].Seat != "skolchefer" || c.Findings[i].Party != "kumla" || strings.Count(c.told(), "deputy_missing") != 1 {
		t.Errorf("%s", c.told())
	}
	if len(c.Filled[0].Deputies) != 1 || c.Filled[0].Deputies[0] != "Ersättare 1" {
		t.Errorf("%+v", c.Filled)
	}
}

// [VAS-03, VAS-07, STO-03] Numbers of the whole: with deputies, silent, five and five.
func TestComposeTotals(t *testing.T) {
	elected := func(body string, members, deputies int) []string {
		rows := []string{"Regionrådet,region-vastmanland,regional-commissioner," + body + ",chair", "Stöd,region-vastmanland,," + body + ",support"}
		for i := range members - 1 {
			rows = append(rows, fmt.Sprintf("Ledamot %d,%s,,%s,member", i, []string{"vasteras", "sala", "region-vastmanland"}[i%3], body))
		}
		for i := range deputies {
			rows = append(rows, fmt.Sprintf("Ersättare %d,vasteras,,%s,deputy", i, body))
		}
		return rows
	}
	const counted, silent = "politisk-grupp-aldre", "politisk-grupp-barn-och-unga"
	vice := "Vice,sala,social-board-chair," + counted + ",vice_chair"
	c := composed(t, "vastmanland", counted, "2026-01-15", append(elected(counted, 17, 10), vice)...)
	c.expect(t, "28 with deputies")
	if c.Total != 28 || !c.Totals[0].Holds || c.Totals[0].Deputies != "counted" || c.Totals[0].Rule.Clause != "VAS-07" {
		t.Errorf("%d %+v", c.Total, c.Totals)
	}
	c = composed(t, "vastmanland", counted, "2026-01-15", append(elected(counted, 15, 10), vice)...)
	c.expect(t, "26 with deputies", "vacant VAS-07", "vacant VAS-07")
	c = composed(t, "vastmanland", counted, "2026-01-15", append(elected(counted, 27, 10), vice)...)
	if c.Total != 38 || strings.Count(c.told(), "surplus") != 10 {
		t.Errorf("%d %s", c.Total, c.told())
	}
	for _, n := range [][2]int{{28, 10}, {18, 10}} { // as members, or with deputies: the text is silent
		c = composed(t, "vastmanland", silent, "2026-01-15", elected(silent, n[0], n[1])...)
		c.expect(t, "silent")
		if c.Total != n[0] || c.Totals[0].Deputies != "not stated" || c.Totals[0].With != n[0]+n[1] || !c.Totals[0].Holds || c.Totals[0].Rule.Clause != "VAS-03" {
			t.Errorf("%d %+v", c.Total, c.Totals)
		}
	}
	out, _, _ := run(t, "structure", "compose", "../../structures/vastmanland.yaml", "--body", silent, "--on", "2026-01-15", "--members", membersFile(t, elected(silent, 18, 10)...))
	if !strings.Contains(out, "Texten säger inte om ersättare räknas. Utan ersättare är det 18, med ersättare 28. [VAS-03]") {
		t.Errorf("%s", out)
	}

	var five []string
	for i := range 5 {
		five = append(five, fmt.Sprintf("S%d,storsthlm,,vard-i-samverkan,member", i), fmt.Sprintf("R%d,region-stockholm,,vard-i-samverkan,member", i))
	}
	c = composed(t, "stockholm", "vard-i-samverkan", "2026-01-15", five...)
	c.expect(t, "5 + 5")
	c = composed(t, "stockholm", "vard-i-samverkan", "2026-01-15", append(five[1:], "R5,region-stockholm,,vard-i-samverkan,member")...)
	c.expect(t, "4 + 6", "vacant storsthlm storsthlm STO-03", "surplus region region-stockholm R5 STO-03")
}

func TestComposeForPeople(t *testing.T) {
	out, errs, status := run(t, "structure", "compose", countyFile, "--body", "chefsgrupp-valfard", "--on", "2026-01-15",
		"--members", membersFile(t, append(welfare()[1:], "Den andra,nora,,chefsgrupp-valfard,member,2025-01-01,2026-02-01")...))
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	for _, want := range []string{"Chefsgrupp för social välfärd samt vård och omsorg · 2026-01-15", "Örebro: 4 (4)  [ORE-38, ORE-40]",
		"Varnar: Askersund: 1 plats är vakant. [ORE-38, ORE-40] (vacant)", "Den andra, Nora sitter utöver de platser som texten ger Nora.", "Antal: 24", "Ordförande: near-care-head, Region Örebro län  [ORE-41]"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if strings.Contains(out, "[lack") || strings.Contains(out, "[bodies") {
		t.Errorf("%s", out)
	}
	whole, _, _ := run(t, "structure", "compose", countyFile, "--body", "chefsgrupp-valfard", "--on", "2026-01-15", "--members", membersFile(t, welfare()...))
	if !strings.Contains(whole, "Inget saknas mot texten.") {
		t.Errorf("%s", whole)
	}
}

// 1 for a structure or a file of members with errors, 2 for wrong use; all
// errors at once, with row and column and the names that are known.
func TestComposeStatus(t *testing.T) {
	good := membersFile(t, welfare()...)
	bad := membersFile(t, "A,kumlla,social-chief,chefsgrupp-valfard,member", "B,kumla,socialchef,chefsgrupp-valfard,bas", "C,kumla,,chefsgruppen,member,2025-13-01")
	semicolons := filepath.Join(t.TempDir(), "members.csv")
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(semicolons, []byte("\ufeff"+strings.ReplaceAll(string(data), ",", ";")), 0o600); err != nil {
		t.Fatal(err)
	}
	with := func(file, body, members, on string) []string {
		return []string{"structure", "compose", file, "--body", body, "--members", members, "--on", on}
	}
	for name, tt := range map[string]struct {
		args   []string
		status int
		errs   []string
	}{
		"semicolons":           {with(countyFile, "kcrd", semicolons, "2026-01-15"), 0, nil},
		"members with errors":  {with(countyFile, "kcrd", bad, "2026-01-15"), 1, []string{":2: party: Parten kumlla finns inte. (region-orebro-lan, ", ":3: office: Befattningen socialchef finns inte. (chief-executive, ", ":3: role: Rollen bas finns inte där. (chair, ", ":4: body: Gruppen chefsgruppen finns inte. (", ":4: from: ”2025-13-01” är inget datum."}},
		"no CSV":               {with(countyFile, "kcrd", countyFile, "2026-01-15"), 1, []string{"orebro.yaml:4: Filen är ingen CSV-fil."}},
		"no members":           {with(countyFile, "kcrd", "nofile.csv", "2026-01-15"), 2, []string{"nofile.csv"}},
		"no structure":         {with("nofile.yaml", "kcrd", good, "2026-01-15"), 2, []string{"nofile.yaml"}},
		"structure with error": {with(edited(t, "of: committed\n", "of: comitted\n"), "kcrd", good, "2026-01-15"), 1, []string{`unknown name "comitted"`}},
		"unknown body":         {with(countyFile, "chefsgruppen", good, "2026-01-15"), 2, []string{`unknown body "chefsgruppen"; known: regionala-samverkansradet, `}},
		"no day":               {with(countyFile, "kcrd", good, "i morgon"), 2, []string{"--on: "}},
		"no body":              {[]string{"structure", "compose", countyFile, "--members", good, "--on", "2026-01-15"}, 2, []string{"--body"}},
		"less than no days":    {append(with(countyFile, "kcrd", good, "2026-01-15"), "--soon=-1"), 2, []string{"--soon"}},
		"another format":       {append(with(countyFile, "kcrd", good, "2026-01-15"), "--format", "xml"), 2, []string{"--format"}},
	} {
		out, errs, status := run(t, tt.args...)
		if status != tt.status || status != 0 && strings.Contains(out, "{") {
			t.Errorf("%s: status %d: %s%s", name, status, out, errs)
		}
		for _, want := range tt.errs {
			if !strings.Contains(errs, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, errs)
			}
		}
	}
}
