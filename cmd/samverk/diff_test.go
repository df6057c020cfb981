package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// copyOf writes a copy of the shipped structure with pairs of texts replaced;
// each stands there once.
func copyOf(t *testing.T, pairs ...string) string {
	t.Helper()
	path := edited(t, "structure: orebro\n", "structure: orebro\n\n")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i < len(pairs); i += 2 {
		if n := strings.Count(text, pairs[i]); n != 1 {
			t.Fatalf("%q stands %d times", pairs[i], n)
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sixChanges are edits that mean six things: a seat, a way, a mandate, the
// number of meetings, a role, a new document; and one that means nothing.
func sixChanges() []string {
	return []string{
		"valid_from: 2024-10-21\n", "valid_from: 2026-07-01\n",
		"        from: orebro\n        count: 4\n", "        from: orebro\n        count: 5\n",
		"  - id: kcrd-first\n    when: facts.major\n", "  - id: kcrd-first\n    when: facts.major && matter.kind != 'guideline'\n",
		"      - may: [prepare, opinion]\n", "      - may: prepare\n",
		"      number: about 6 per year\n", "      number: at least 8 per year\n",
		"        term: at least 1 year\n", "        term: at least 2 years\n",
		"  plan-halsa:\n", "  plan-unga:\n    title: Plan för unga\n    kind: action-plan\n    src: ao/Övriga dokument som styr samverkan [ORE-05]\n  plan-halsa:\n",
		"    because: Frågor av större principiell eller ekonomisk betydelse bör alltid", "    because: Större frågor bör alltid",
	}
}

// TestDiffTellsTheSix: the real program tells six changes in six sentences, each
// with its clause, and what follows for seats and meetings.
func TestDiffTellsTheSix(t *testing.T) {
	out, errs, status := run(t, "structure", "diff", shipped, copyOf(t, sixChanges()...), "--format", "json")
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	var got diffWire
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Plan för unga är ett nytt dokument i samverkan.":                     "ORE-05",
		"Chefsgruppen för välfärd får en plats till för Örebro.":              "ORE-38",
		"Chefsgruppen för folkhälsa får inte längre yttra sig i ärenden.":     "ORE-20",
		"Barn och unga: antalet möten per år är nu minst 8, förut ungefär 6.": "ORE-64",
		"Länsdelsgrupp norra, Länsdelsgrupp södra, Länsdelsgrupp västra och Länsdelsgrupp Örebro: tiden för ordförande är nu minst 2 år, förut minst 1 år.":          "ORE-80",
		"Ärenden av typen riktlinje där svaret är ja på ”Har frågan större principiell eller ekonomisk betydelse?” går inte längre till KCRD för ställningstagande.": "ORE-28",
	}
	for _, c := range got.Changes {
		found := false
		for say, clause := range want {
			if strings.HasPrefix(c.Say, say) {
				found = true
				delete(want, say)
				if refs := append(c.New, c.Old...); len(refs) == 0 || refs[0].Clause != clause {
					t.Errorf("%s: %+v", c.Say, refs)
				}
			}
		}
		if !found {
			t.Errorf("told: %s", c.Say)
		}
	}
	for say := range want {
		t.Errorf("not told: %s", say)
	}
	if len(got.Seats) != 1 || got.Seats[0].Body != "chefsgrupp-valfard" || !slices.Equal(got.Seats[0].Parties, []string{"orebro"}) || got.Seats[0].Before != 4 || got.Seats[0].After != 5 {
		t.Errorf("%+v", got.Seats)
	}
	if len(got.Meetings) != 1 || got.Meetings[0].Body != "samverkansgrupp-barn-och-unga" || got.Meetings[0].NumberAfter != "at least 8 per year" {
		t.Errorf("%+v", got.Meetings)
	}
	if got.To != "2026-07-01" {
		t.Errorf("from %s", got.To)
	}
}

// TestDiffText: for people, with the clauses and no line that is too long; and
// nothing is told when nothing changes.
func TestDiffText(t *testing.T) {
	out, errs, status := run(t, "structure", "diff", shipped, copyOf(t, sixChanges()...))
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	for _, want := range []string{"Från 1 juli 2026 ändras 6 saker mot det som gäller sedan 21 oktober 2024.", "en plats till för Örebro. [ORE-38, ORE-40]",
		"Chefsgruppen för välfärd, Örebro: 4 → 5", "Barn och unga: möten per år ungefär 6 → minst 8, kallelse anges inte → anges inte"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	for line := range strings.Lines(out) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > textWidth {
			t.Errorf("%d letters: %s", n, line)
		}
	}
	same := copyOf(t, "# Samverkan i Örebro län: social välfärd", "# En annan kommentar. Samverkan i Örebro län: social välfärd",
		"    because: Frågor av större principiell eller ekonomisk betydelse bör alltid", "    because: Större frågor bör alltid")
	if out, errs, status = run(t, "structure", "diff", shipped, same); status != 0 || out != "Inget ändras.\n" {
		t.Errorf("status %d: %s %s", status, out, errs)
	}
}

// TestDiffStatus: 1 for a structure with errors, 2 for wrong use.
func TestDiffStatus(t *testing.T) {
	broken := edited(t, "of: committed\n", "of: comitted\n")
	for _, tt := range []struct {
		args   []string
		status int
		errs   string
	}{
		{[]string{shipped, broken}, 1, `unknown name "comitted"`},
		{[]string{broken, shipped}, 1, `unknown name "comitted"`},
		{[]string{shipped, "nofile.yaml"}, 2, "nofile.yaml"},
		{[]string{shipped}, 2, "<new>"},
		{[]string{shipped, shipped, "--format", "pdf"}, 2, "pdf"},
	} {
		out, errs, status := run(t, append([]string{"structure", "diff"}, tt.args...)...)
		if status != tt.status || !strings.Contains(errs, tt.errs) || out != "" {
			t.Errorf("%v: status %d, %q, %s", tt.args, status, out, errs)
		}
	}
}
