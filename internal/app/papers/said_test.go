package papers

import "testing"

// It can be seen where each name ends, also where names hold commas.
func TestListed(t *testing.T) {
	for want, names := range map[string][]string{
		"":                              nil,
		"Kumla, Nora":                   {"Kumla", "Nora"},
		"Ledamot, Kumla; Ledamot, Nora": {"Ledamot, Kumla", "Ledamot, Nora"},
	} {
		if got := listed(names); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
