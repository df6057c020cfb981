package people

import (
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/structure"
)

func cellsOf(lines ...string) [][]string {
	var out [][]string
	for _, l := range lines {
		out = append(out, strings.Split(l, ","))
	}
	return out
}

func TestReadMembers(t *testing.T) {
	s := invented(structure.Body{ID: "b", Roles: []structure.Role{{ID: "responsible"}}})
	all, errs := ReadMembers(s, cellsOf("\ufeffperson,party,office,body,role,from,to,deputy_for,appointed_by",
		"Chefen,alby,social-chief,b,chair,2025-01-01,2025-06-30,,kommunchefen",
		"Chefen,alby,,b,responsible,2025-07-01,,,", "Vikarien,alby,,b,deputy,2025-08-01,,Chefen,", "Handläggaren,alby,,,coordinator,,,,"))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if len(all) != 4 || all[2].DeputyFor != all[1].ID || all[0].AppointedBy != "kommunchefen" || !all[3].Holds("1990-01-01") {
		t.Errorf("%+v", all)
	}
	if some, errs := ReadMembers(s, cellsOf("body,role,person,party,office", "b,member,Chefen,alby,")); len(errs) > 0 || some[0].Body != "b" {
		t.Errorf("%+v %v", some, errs)
	}
	if plain, errs := ReadMembers(s, cellsOf("person,party,office,body,role,deputy_for", "Chefen,alby,,b,,", "Vikarien,alby,,b,,Chefen")); len(errs) > 0 || plain[0].Role != "member" || plain[1].Role != "deputy" {
		t.Errorf("%+v %v", plain, errs)
	}
	for line, want := range map[string]string{
		"Chefen,albi,,b,member,,,,":                            "party import.party_unknown alby",
		"Chefen,alby,socialchef,b,member,,,,":                  "office import.office_unknown social-chief",
		"Chefen,alby,,c,member,,,,":                            "body import.body_unknown b",
		"Chefen,alby,,b,boss,,,,":                              "role import.role_unknown responsible",
		"Chefen,alby,,,,,,,":                                   "role import.role_unknown member",
		"Chefen,alby,,,chair,,,,":                              "role import.role_unknown registrar",
		"Chefen,,,,member,,,,":                                 "party import.nowhere",
		",alby,,b,member,,,,":                                  "person import.name_missing",
		"Chefen,alby,,b,member,1 maj,,,":                       "from import.date_wrong",
		"Chefen,alby,,b,member,2025-01-01,2025-02-30,,":        "to import.date_wrong",
		"Chefen,alby,,b,member,2025-01-01,2024-12-31,,":        "to import.ends_before",
		"Chefen,alby,,b,member,,,Någon,":                       "deputy_for import.no_deputy",
		"Chefen,alby,,b,deputy,,,Någon,":                       "deputy_for import.member_unknown",
		"Chefen,alby,,b":                                       " import.columns",
		"Chefen,alby,,b,member,,,,\nChefen,alby,,b,member,,,,": " import.twice",
	} {
		lines := append([]string{"person,party,office,body,role,from,to,deputy_for,appointed_by"}, strings.Split(line, "\n")...)
		_, errs := ReadMembers(s, cellsOf(lines...))
		words := strings.Split(want, " ")
		if len(errs) == 0 || errs[0].Column != words[0] || errs[0].Key != words[1] || errs[0].Line != len(lines) || len(words) > 2 && !slices.Contains(errs[0].Known, words[2]) {
			t.Errorf("%s: %+v", line, errs)
		}
	}
	// All of a row, and all rows, in one go; a heading that lacks a column.
	_, errs = ReadMembers(s, cellsOf("person,party,office,body,role", "A,x,y,z,w", "B,alby,,b,w"))
	if len(errs) != 5 || errs[4].Line != 3 {
		t.Errorf("%+v", errs)
	}
	for _, head := range []string{"person,party,office,body", "person,party,office,body,role,role", "person,party,office,body,role,e-mail", ""} {
		if _, errs := ReadMembers(s, cellsOf(head)); len(errs) == 0 || errs[0].Key != "import.heading" {
			t.Errorf("%s: %+v", head, errs)
		}
	}
}
