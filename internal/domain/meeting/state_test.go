package meeting

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// The matrix of every state and act, for a meeting that has not been opened and
// for one that has. A changed rule shows as a changed picture.
const matrix = `
                set_agenda call       move       cancel     open       attend     record     close      approve
planned         planned    called     planned    cancelled  planned    -          -          -          -
called          called     called     called     cancelled  called     -          -          -          -
held            -          -          -          -          -          -          -          -          -
cancelled       -          -          -          -          -          -          -          -          -
planned, open   planned    -          -          -          -          planned    planned    held       -
called, open    called     -          -          -          -          called     called     held       -
held, open      -          -          -          -          -          held       held       -          held
cancelled, open -          -          -          -          -          -          -          -          -
`

func TestStateTable(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-16s", "")
	for i, a := range Acts() {
		fmt.Fprint(&b, pad(string(a), i))
	}
	b.WriteString("\n")
	for _, opened := range []bool{false, true} {
		for _, s := range States() {
			name := string(s)
			m := Meeting{State: s}
			if opened {
				name += ", open"
				m.OpenedAt = time.Unix(1, 0)
			}
			fmt.Fprintf(&b, "%-16s", name)
			for i, a := range Acts() {
				to, ok := m.After(a)
				if !ok {
					to = "-"
					if err := m.Can(a); !errors.Is(err, fault.Conflict) {
						t.Errorf("%s %s: %v", name, a, err)
					}
				}
				fmt.Fprint(&b, pad(string(to), i))
			}
			b.WriteString("\n")
		}
	}
	if b.String() != matrix {
		t.Errorf("the state table is\n%s", b.String())
	}
}

func pad(s string, i int) string {
	if i == len(Acts())-1 {
		return s
	}
	return fmt.Sprintf("%-11s", s)
}

var slot = Slot{On: "2026-03-12", Starts: "09:00", Ends: "12:00", Place: "Sal 1"}

func TestPlanRefusesWhatNoCalendarHolds(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Slot)
		field  string
	}{
		"no date":          {func(s *Slot) { s.On = "12 mars" }, "on"},
		"yesterday":        {func(s *Slot) { s.On = "2026-02-28" }, "on"},
		"no start":         {func(s *Slot) { s.Starts = "9" }, "starts"},
		"a day of 25 h":    {func(s *Slot) { s.Ends = "25:00" }, "ends"},
		"ends before":      {func(s *Slot) { s.Ends = "08:00" }, "ends"},
		"ends at start":    {func(s *Slot) { s.Ends = "09:00" }, "ends"},
		"a novel of place": {func(s *Slot) { s.Place = strings.Repeat("å", MaxPlace+1) }, "place"},
	} {
		at := slot
		c.change(&at)
		_, err := Plan("m", "b", at, "2026-03-01")
		var f *fault.Error
		if !errors.As(err, &f) || f.Field != c.field || f.Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Plan("m", "b", slot, "2026-03-12"); err != nil {
		t.Errorf("today is a day: %v", err)
	}
}

func TestSequenceGrowsOnlyWhenSomebodyHasTheEntry(t *testing.T) {
	m, _ := Plan("m", "b", slot, "2026-03-01")
	to := slot
	to.On = "2026-03-13"
	moved, err := m.Moved(to, "salen är upptagen", "2026-03-01")
	if err != nil || moved.Sequence != 0 || moved.MovedFrom != "2026-03-12" {
		t.Fatalf("planned: %+v %v", moved, err)
	}
	called, err := moved.Notified()
	if err != nil || called.Sequence != 0 || called.State != Called {
		t.Fatalf("called: %+v %v", called, err)
	}
	again, _ := called.Notified()
	to.On = "2026-03-20"
	later, err := again.Moved(to, "sjukdom", "2026-03-01")
	if err != nil || later.Sequence != 2 || later.State != Called {
		t.Fatalf("moved: %+v %v", later, err)
	}
	gone, err := later.CancelledFor("inga ärenden")
	if err != nil || gone.Sequence != 3 || gone.State != Cancelled {
		t.Fatalf("cancelled: %+v %v", gone, err)
	}
	if _, err := called.Moved(called.Slot(), "skäl", "2026-03-01"); !errors.Is(err, fault.Invalid) {
		t.Errorf("a move to where it is: %v", err)
	}
	if _, err := called.Moved(to, " ", "2026-03-01"); !errors.Is(err, fault.Invalid) {
		t.Errorf("a move without reason: %v", err)
	}
}

func TestOpenOnItsDayNotBefore(t *testing.T) {
	m, _ := Plan("m", "b", slot, "2026-03-01")
	if _, err := m.OpenedNow(time.Unix(1, 0), "2026-03-11"); !errors.Is(err, fault.RuleBroken) {
		t.Errorf("the day before: %v", err)
	}
	for _, day := range []workday.Date{"2026-03-12", "2026-03-13"} {
		o, err := m.OpenedNow(time.Unix(1, 0), day)
		if err != nil || !o.UnderWay() {
			t.Errorf("%s: %v", day, err)
		}
	}
}
