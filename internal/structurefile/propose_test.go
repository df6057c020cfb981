package structurefile

import (
	"bytes"
	"os"
	"testing"
)

func TestPropose(t *testing.T) {
	source, err := os.ReadFile("../../structures/orebro.yaml")
	if err != nil {
		t.Fatal(err)
	}
	practice, err := os.ReadFile("../../structures/orebro.practice.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, found := Propose("orebro.yaml", source, practice)
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
	s, found = Propose("orebro.yaml", bytes.Replace(source, []byte("of: committed\n"), []byte("of: comitted\n"), 1), practice)
	if s != nil || len(found) != 1 || !found[0].Wrong || found[0].Line != line || found[0].Instead.Zero() {
		t.Errorf("%+v, want line %d", found, line)
	}
	s, found = Propose("orebro.yaml", bytes.Replace(source, []byte("    of: committed\n"), []byte("    of: committed\n    before: recommend\n    after: recommend\n"), 1), nil)
	if s != nil || len(found) == 0 {
		t.Errorf("a ring of orders is no mistake: %+v", found)
	}
	if s, found = Propose("orebro.yaml", source, []byte("practice: somewhere\n")); s != nil || len(found) == 0 {
		t.Errorf("another county's practice goes with it: %+v", found)
	}
}
