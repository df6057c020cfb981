package ui_test

import (
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// A refusal says who can: what its sentence is told about, its way out is too.
func TestWayOutIsFilled(t *testing.T) {
	v := ui.RefusedOf(text.For("sv"), &rule.Refusal{Key: "matter.not_admitted", WayOut: "matter.not_admitted.way_out",
		Args: []any{"Chefsgruppen", "Alby, Berga"}, Rules: []rule.Ref{{ID: "r", Clause: "EX-1"}}})
	if !strings.Contains(v.WayOut, "är Alby, Berga.") {
		t.Errorf("%q", v.WayOut)
	}
}
