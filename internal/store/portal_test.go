package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// publicTables are the tables that the portal may read. None holds a party's
// working material, a remiss, a person's name or address, or an account.
func publicTables() []string {
	return []string{"matter", "matter_field", "matter_fact", "matter_object", "matter_event", "station_done", "party_decision", "party_plan",
		"proposal_version", "dispatch", "meeting", "meeting_with", "decision", "document", "membership", "log_head", "workgroup", "workgroup_deliverable", "record_public", "cleared"}
}

// tablesIn gives the tables that an SQL text reads, those of a with or a nested
// select by their own names left out.
func tablesIn(sql string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`(?i)\b(?:from|join|into|update)\s+([a-z_]+)`).FindAllStringSubmatch(sql, -1) {
		if m[1] != "select" && !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}

func TestThePortalReadsNoTableWithSecrets(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "portal.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		sql, err := strconv.Unquote(lit.Value)
		if err != nil || !strings.Contains(sql, " ") {
			return true
		}
		for _, table := range tablesIn(sql) {
			read++
			if !slices.Contains(publicTables(), table) {
				t.Errorf("the portal reads %s: %.80s", table, sql)
			}
		}
		return true
	})
	if read < 20 {
		t.Errorf("only %d tables were found in the portal's queries: the test no longer reads them", read)
	}
}

// Each query that reads matters, or what belongs to one, says that its page is
// open: in every one, or a control shows nothing.
func TestEveryPublicQuerySaysThatItsMatterIsOpen(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "portal.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv == nil {
			continue
		}
		var sql strings.Builder
		ast.Inspect(fn, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				sql.WriteString(lit.Value)
			}
			if id, ok := n.(*ast.Ident); ok && id.Name == "publicDocumentFrom" {
				sql.WriteString("from document x")
			}
			return true
		})
		for _, table := range tablesIn(sql.String()) {
			open := strings.Contains(sql.String(), "public_at is not null") || strings.Contains(sql.String(), "published_at is not null")
			switch table {
			case "matter", "matter_fact", "matter_event", "station_done", "party_decision", "party_plan", "dispatch", "decision", "workgroup":
				if !open {
					t.Errorf("%s reads %s without asking whether it is public", fn.Name.Name, table)
				}
			}
		}
	}
}

func TestATableWithSecretsIsFound(t *testing.T) {
	for sql, want := range map[string]string{
		"select a from matter m join home_note n on n.matter_id = m.id":    "home_note",
		"select (select count(*) from remiss_answer) from matter":          "remiss_answer",
		"select x from (select p.name as x from person p) as y":            "person",
		"select a from matter m\n\t\tleft join home_stance s on s.x = m.x": "home_stance",
	} {
		found := slices.ContainsFunc(tablesIn(sql), func(t string) bool { return t == want && !slices.Contains(publicTables(), t) })
		if !found {
			t.Errorf("%s is not found in %q", want, sql)
		}
	}
}
