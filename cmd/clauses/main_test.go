package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// Every clause is ruled, shown or open, and docs/clauses.md is what the
// register, the structures and the tests say.
func TestEveryClauseIsAccountedFor(t *testing.T) {
	a, wrong, err := read(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Error(w)
	}
	if len(a.clauses) != 147 || !slices.Equal(a.counties, []string{"ORE", "SOR", "STO", "VAS"}) {
		t.Errorf("%d clauses of %v", len(a.clauses), a.counties)
	}
	page, err := os.ReadFile(filepath.Join(root, pageFile))
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != a.page() {
		t.Errorf("%s is not what the clauses say: run make clauses", pageFile)
	}
}

func TestWhatIsWrongIsTold(t *testing.T) {
	register := []clause{{"EXA-01", "A", "mandate"}, {"EXA-02", "A", "meeting"}, {"EXB-01", "B", "meeting"}, {"EXB-02", "B", "routing"}, {"EXB-03", "B", "routing"}}
	good := evidence{
		cited:    map[string]string{"EXA-01": "Exempel", "EXB-02": "Annat", "EXB-03": "Annat"},
		tested:   map[string]bool{"EXA-01": true, "EXA-02": true, "EXB-02": true, "EXB-03": true},
		scenario: map[string]bool{"EXA-02": true},
	}
	later := open{"EXB-01", "portal", "a page"}
	a, wrong := account(register, []open{later}, good)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if n := a.count("", ""); n[ruled] != 3 || n[shown] != 1 || n[left] != 1 || a.count("EXB", "routing")[ruled] != 2 {
		t.Errorf("%v", n)
	}
	for _, want := range []string{"| Exempel (EXA) | 2 | 1 | 1 | 0 |", "| all | 5 | 3 | 1 | 1 |", "| meeting | 1 | 1 (1 open) | 2 (1 open) |", "### portal: 1", "- EXB-01 (meeting): a page"} {
		if !strings.Contains(a.page(), want) {
			t.Errorf("%q is not in\n%s", want, a.page())
		}
	}

	for want, c := range map[string]struct {
		open []open
		ev   evidence
	}{
		"EXB-01 is neither ruled, shown nor open":          {nil, good},
		"EXB-02 is cited by a rule, and no test names it":  {[]open{later}, evidence{good.cited, map[string]bool{"EXA-01": true, "EXB-03": true}, good.scenario}},
		"EXA-01 is named by a test, and no rule cites it":  {[]open{later}, evidence{map[string]string{"EXB-02": "x", "EXB-03": "x"}, good.tested, good.scenario}},
		`EXB-01 is open with the word "later"`:             {[]open{{"EXB-01", "later", "a page"}}, good},
		"EXB-01 is open, and nothing says what is missing": {[]open{{"EXB-01", "portal", ""}}, good},
		"EXB-09 is listed as open and is no clause":        {[]open{later, {"EXB-09", "portal", "a page"}}, good},
		"EXB-01 is listed as open twice":                   {[]open{later, later}, good},
	} {
		if _, wrong := account(register, c.open, c.ev); !slices.ContainsFunc(wrong, func(w string) bool { return strings.HasPrefix(w, want) }) {
			t.Errorf("%q is not told: %q", want, wrong)
		}
	}
	if _, wrong := account(register, slices.Repeat([]open{later}, most+1), good); !slices.Contains(wrong, "61 clauses are open, more than 60") {
		t.Errorf("too many open ones are not told: %q", wrong)
	}
}
