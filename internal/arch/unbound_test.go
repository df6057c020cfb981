package arch

import (
	"regexp"
	"slices"
	"testing"
)

func TestOnlyTheDoorHoldsATransactionWithoutAViewer(t *testing.T) {
	faults, err := Unbound(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
}

func TestATransactionWithoutAViewerIsFound(t *testing.T) {
	faults, err := Unbound("testdata/unbound")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, f.String())
	}
	want := []string{
		`internal/app/matters/bypass.go:9:.*store.Tx in`,
		`internal/app/matters/bypass.go:10:.*store.BindTo in`,
		`internal/app/matters/bypass.go:13:.*Store.Write in`,
		`internal/jobs/renamed.go:5:.*store.LogOf in`,
	}
	if len(got) != len(want) {
		t.Errorf("%d faults, want %d: %q", len(got), len(want), got)
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, regexp.MustCompile(w).MatchString) {
			t.Errorf("not found: %s in %q", w, got)
		}
	}
}
