package document_test

import (
	"testing"

	"samverk/internal/domain/document"
	"samverk/internal/domain/workday"
)

func TestStateOn(t *testing.T) {
	d := document.Document{ValidFrom: "2026-07-01", ValidTo: "2028-12-31", ReviewOn: "2027-12-31"}
	for day, want := range map[workday.Date]document.State{
		"2026-06-30": document.Coming, "2026-07-01": document.InForce,
		"2028-12-31": document.InForce, "2029-01-01": document.Ended,
	} {
		if got := d.StateOn(day); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	d.AnnulledOn = "2026-08-01"
	if got := d.StateOn("2026-08-01"); got != document.Annulled {
		t.Errorf("annulled: %s", got)
	}
	if got := d.StateOn("2026-07-31"); got != document.InForce {
		t.Errorf("what it was before the correction stays: %s", got)
	}
}

func TestReviewDue(t *testing.T) {
	d := document.Document{ValidFrom: "2026-01-01", ReviewOn: "2026-12-31"}
	for day, want := range map[workday.Date]bool{"2026-09-01": false, "2026-10-02": true, "2027-03-01": true, "2025-12-31": false} {
		if got := d.ReviewDue(day, 90); got != want {
			t.Errorf("on %s: %v", day, got)
		}
	}
}
