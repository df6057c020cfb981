package matter_test

import (
	"errors"
	"testing"

	"samverk/internal/domain/matter"
	"samverk/internal/fault"
)

func TestPersonalNumber(t *testing.T) {
	// Skatteverket's published test number.
	if err := matter.CheckPublic("ok", "900101-9802"); !errors.Is(err, fault.Invalid) {
		t.Errorf("not stopped: %v", err)
	}
	if err := matter.CheckPublic("ok", "900101-9803"); err != nil {
		t.Error(err)
	}
}
