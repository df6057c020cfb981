package structurefile

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/structure"
)

func TestPropose(t *testing.T) {
	propose := Proposer(os.DirFS("../../structures"))
	source, err := os.ReadFile("../../structures/orebro.yaml")
	if err != nil {
		t.Fatal(err)
	}
	practice, err := os.ReadFile("../../structures/orebro.practice.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, found := propose("orebro.yaml", source, practice)
	if s == nil || s.Practice.Notice == nil {
		t.Fatalf("%+v", found)
	}
	for _, m := range found {
		if m.Wrong {
			t.Errorf("%+v", m)
		}
	}
	if len(found) == 0 {
		t.Error("the hints are not told")
	}
	before, _, _ := bytes.Cut(source, []byte("    of: committed\n"))
	line := bytes.Count(before, []byte("\n")) + 1
	s, found = propose("orebro.yaml", bytes.Replace(source, []byte("of: committed\n"), []byte("of: comitted\n"), 1), practice)
	if s != nil || len(found) != 1 || !found[0].Wrong || found[0].Line != line || found[0].Instead.Zero() {
		t.Errorf("%+v, want line %d", found, line)
	}
	s, found = propose("orebro.yaml", bytes.Replace(source, []byte("    of: committed\n"), []byte("    of: committed\n    before: recommend\n    after: recommend\n"), 1), nil)
	if s != nil || len(found) == 0 {
		t.Errorf("a ring of orders is no mistake: %+v", found)
	}
	if s, found = propose("orebro.yaml", source, []byte("practice: somewhere\n")); s != nil || len(found) == 0 {
		t.Errorf("another county's practice goes with it: %+v", found)
	}

	// Clauses are looked up in the registers at hand.
	if s, found = propose("orebro.yaml", bytes.Replace(source, []byte("[ORE-28]"), []byte("[ORE-2800]"), 1), nil); s != nil || len(found) != 1 || !found[0].Wrong || !strings.Contains(found[0].What.String(), "ORE-2800") {
		t.Errorf("a clause that is in no register: %+v", found)
	}
	for what, text := range map[string][2]string{"a register that isn't there": {"file: clauses.csv, prefix: ORE-", "file: our-own.csv, prefix: ORE-"},
		"a register of others": {"file: clauses.csv, prefix: ORE-", "file: clauses.csv, prefix: NORTH-"}} {
		if !bytes.Contains(source, []byte(text[0])) {
			t.Fatalf("%s: no %q", what, text[0])
		}
		s, found = propose("orebro.yaml", bytes.ReplaceAll(source, []byte(text[0]), []byte(text[1])), practice)
		if s == nil || !slices.ContainsFunc(found, func(m structure.Mistake) bool { return m.Register != "" && m.Line > 0 && !m.Wrong }) {
			t.Errorf("%s: %+v", what, found)
		}
	}
}
