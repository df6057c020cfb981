package ui

import "testing"

func TestDaysAreBoundToTheirMonths(t *testing.T) {
	for words, want := range map[string]string{
		"":                    "",
		"5 nov":               "5\u00a0nov",
		"tidigast 5 nov 2026": "tidigast 5\u00a0nov 2026",
		"5 – 12 åtgärder":     "5 – 12\u00a0åtgärder",
		"2026 ":               "2026 ",
	} {
		if got := bindDays(words); got != want {
			t.Errorf("%q is bound as %q, want %q", words, got, want)
		}
	}
}
