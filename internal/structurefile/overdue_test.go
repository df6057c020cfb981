package structurefile

import (
	"strings"
	"testing"
)

func TestOverdue(t *testing.T) {
	good, whole := load(t), forms(t)
	for _, tt := range []struct {
		name, got, want string
	}{
		{"before the day", Overdue(good, "2026-12-31").Error(), ""},
		{"after the review", Overdue(good, "2027-01-01").Error(), "testdata/good.yaml:11:9: warning: the structure was to be reviewed by 2026-12-31, review it, and write the next day in review"},
		{"after the end", Overdue(good, "2030-01-01").Of(Warning)[0].String(), "testdata/good.yaml:4:14: warning: the structure ended 2029-12-31, write the one that holds now, or a later valid_until if it has been prolonged"},
		{"a document by the day", Overdue(whole, "2022-01-01").Error(), ""},
		{"a document after the day", Overdue(whole, "2022-01-02").Error(), "hint: the document grund was to be looked over by 2022-01-01, look whether that has been done"},
		{"a document of months", Overdue(whole, "2026-12-02").Error(), "hint: the document rutin was to be looked over by 2026-12-01"},
		{"a document that has its own end", Overdue(whole, "2030-01-01").Error(), "hint: the document egen was"},
	} {
		if !strings.Contains(tt.got, tt.want) || tt.want == "" && tt.got != "" {
			t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
		}
	}
	if late := Overdue(whole, "2030-01-01").Error(); strings.Contains(late, "document grund") {
		t.Errorf("a document that is no longer in force is to be looked over: %s", late)
	}
}
