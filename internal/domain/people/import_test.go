package people

import (
	"strings"
	"testing"
)

func cells(rows ...string) [][]string {
	out := [][]string{Columns()}
	for _, r := range rows {
		out = append(out, strings.Split(r, "|"))
	}
	return out
}

func TestReadAllOrNothing(t *testing.T) {
	s := county()
	rows, errs := Read(s, cells(
		"Socialchef, Alby|chef@alby.example|alby|social-chief|chiefs|member|2026-01-01|",
		"Registrator, Alby|Reg@alby.example|alby|||registrar|2026-01-01|2026-12-31",
		"Ordförande|ordf@region.example|region|care-chief|chiefs|chair|2026-01-01|"))
	if len(errs) > 0 || len(rows) != 3 || rows[1].Email != "reg@alby.example" || rows[2].Line != 4 {
		t.Fatalf("%+v %v", rows, errs)
	}
	for name, c := range map[string]struct{ row, column, key string }{
		"name":              {"|a@b.example|alby|||member|2026-01-01|", "person", "import.name_missing"},
		"address":           {"A|a at b|alby|||member|2026-01-01|", "e-mail", "import.email_wrong"},
		"address with name": {"A|A <a@b.example>|alby|||member|2026-01-01|", "e-mail", "import.email_wrong"},
		"party":             {"A|a@b.example|nowhere|||member|2026-01-01|", "party", "import.party_unknown"},
		"neither":           {"A|a@b.example||||member|2026-01-01|", "party", "import.nowhere"},
		"body":              {"A|a@b.example|alby||nowhere|member|2026-01-01|", "body", "import.body_unknown"},
		"office":            {"A|a@b.example|alby|king||member|2026-01-01|", "office", "import.office_unknown"},
		"office elsewhere":  {"A|a@b.example|alby|care-chief||member|2026-01-01|", "office", "import.office_elsewhere"},
		"role at home":      {"A|a@b.example|alby|||chair|2026-01-01|", "role", "import.role_unknown"},
		"role in a body":    {"A|a@b.example|alby||chiefs|registrar|2026-01-01|", "role", "import.role_unknown"},
		"from":              {"A|a@b.example|alby|||member|1 januari|", "from", "import.date_wrong"},
		"to":                {"A|a@b.example|alby|||member|2026-01-01|2025-01-01", "to", "import.ends_before"},
		"columns":           {"A|a@b.example", "", "import.columns"},
		"chair":             {"A|a@b.example|alby||chiefs|chair|2026-01-01|", "role", "import.role_other_party"},
	} {
		rows, errs := Read(s, cells("Socialchef|chef@alby.example|alby|social-chief|chiefs|member|2026-01-01|", c.row))
		if rows != nil || len(errs) != 1 || errs[0].Line != 3 || errs[0].Column != c.column || errs[0].Key != c.key {
			t.Errorf("%s: %v %v", name, rows, errs)
		}
	}
	_, errs = Read(s, cells("A|a@b.example|alby||chiefs|chair|2026-01-01|"))
	if errs[0].Rule.Clause != "ORE-41" {
		t.Errorf("the chair's rule: %v", errs)
	}
	_, errs = Read(s, cells("A|a@b.example|x|||member|2026-01-01|", "B|b|alby|||member|2026-01-01|"))
	if len(errs) != 2 {
		t.Errorf("all errors at once: %v", errs)
	}
	_, errs = Read(s, cells("A|a@b.example|alby|||member|2026-01-01|", "B|a@b.example|alby|||registrar|2026-01-01|", "A|a@b.example|alby|||member|2026-01-01|"))
	if len(errs) != 2 || errs[0].Key != "import.two_names" || errs[1].Key != "import.twice" {
		t.Errorf("%v", errs)
	}
	if _, errs := Read(s, [][]string{{"name"}}); len(errs) != 1 || errs[0].Key != "import.heading" {
		t.Errorf("%v", errs)
	}
}
