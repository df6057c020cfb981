package matter_test

import (
	"errors"
	"testing"

	"samverk/internal/domain/matter"
	"samverk/internal/fault"
)

func TestPersonalNumber(t *testing.T) {
	// Skatteverket's published test numbers.
	for _, s := range []string{"189001019802", "18900101-9802", "Gäller 9001019802.", "900101-9802", "900101+9802", "190910199827", "samordning 19701063-2391"} {
		if !matter.HasPersonalNumber(s) {
			t.Errorf("%q slipped through", s)
		}
	}
	for _, s := range []string{"", "SAM 2026-014", "2026-11-24", "dnr 24RS1234-5", "070-123 45 67", "0701234567", "9001019803", "189001019802345", "19-0010-19802"} {
		if matter.HasPersonalNumber(s) {
			t.Errorf("%q was taken for a personal number", s)
		}
	}
	if err := matter.CheckPublic("ok", "900101-9802"); !errors.Is(err, fault.Invalid) {
		t.Errorf("not stopped: %v", err)
	}
}
