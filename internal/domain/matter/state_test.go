package matter_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"samverk/internal/domain/matter"
	"samverk/internal/fault"
)

// golden is the state table as a picture: acts down, states across. A changed
// rule shows as a changed picture.
const golden = `
             raised      triaged     under_way   decided     in_force    implemented followed_up closed      parked      declined    withdrawn   merged      returned
accept       triaged     .           .           .           .           .           .           .           .           .           .           .           .
decline      declined    .           .           .           .           .           .           .           .           .           .           .           .
withdraw     withdrawn   withdrawn   withdrawn   .           .           .           .           .           withdrawn   .           .           .           .
merge        merged      merged      merged      .           .           .           .           .           merged      .           .           .           .
return       returned    returned    returned    .           .           .           .           .           returned    .           .           .           .
park         .           parked      parked      .           .           .           .           .           .           .           .           .           .
resume       .           .           .           .           .           .           .           .           under_way   .           .           .           .
close        .           .           closed      closed      closed      closed      closed      .           .           .           .           .           .
edit         raised      triaged     under_way   .           .           .           .           .           .           .           .           .           .
send         .           triaged     under_way   .           .           .           .           .           .           .           .           .           .
prepare_home .           triaged     under_way   decided     in_force    implemented .           .           parked      .           .           .           .
record       .           triaged     under_way   decided     in_force    implemented followed_up .           .           .           .           .           .
report       .           .           under_way   decided     in_force    implemented followed_up .           .           .           .           .           .
evaluate     .           .           under_way   decided     in_force    implemented followed_up .           .           .           .           .           .
begin        .           under_way   .           .           .           .           .           .           .           .           .           .           .
settle       .           .           decided     .           .           .           .           .           .           .           .           .           .
enter        .           .           .           in_force    .           .           .           .           .           .           .           .           .
implement    .           .           .           implemented implemented .           .           .           .           .           .           .           .
follow_up    .           .           .           .           .           followed_up .           .           .           .           .           .           .
reopen       .           .           .           under_way   under_way   under_way   under_way   .           .           .           .           .           .
`

func TestStateTable(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-12s", "")
	for _, s := range matter.States() {
		fmt.Fprintf(&b, " %-11s", s)
	}
	for _, a := range matter.Acts() {
		fmt.Fprintf(&b, "\n%-12s", a)
		for _, s := range matter.States() {
			to, ok := a.From(s)
			if !ok {
				to = "."
			}
			fmt.Fprintf(&b, " %-11s", to)
		}
	}
	got := trimLines(b.String())
	if want := trimLines(golden); got != want {
		t.Errorf("the state table changed:\n%s", got)
	}
}

func trimLines(s string) string {
	lines := strings.Split(strings.Trim(s, "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

func TestEndedNeverReopens(t *testing.T) {
	for _, s := range matter.States() {
		for _, a := range matter.Acts() {
			if to, ok := a.From(s); ok && s.Ended() {
				t.Errorf("%s makes %s of the ended %s", a, to, s)
			}
		}
	}
	m := matter.Matter{State: matter.Closed}
	if err := m.Can(matter.Edit); !errors.Is(err, fault.Conflict) {
		t.Errorf("edit of a closed matter: %v", err)
	}
}

func TestProgressed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := matter.Matter{State: rapid.SampledFrom(matter.States()).Draw(t, "state")}
		r := matter.Milestones{Begun: rapid.Bool().Draw(t, "begun"), Settled: rapid.Bool().Draw(t, "settled"),
			Implemented: rapid.Bool().Draw(t, "implemented"), FollowedUp: rapid.Bool().Draw(t, "followed")}
		to := m.Progressed(r)
		switch {
		case !m.State.Travels():
			if to != m.State {
				t.Fatalf("%s became %s by itself", m.State, to)
			}
		case to == matter.InForce || to.Ended():
			t.Fatalf("%s became %s, which no log says", m.State, to)
		case !r.Settled && slices.Contains([]matter.State{matter.Decided, matter.Implemented, matter.FollowedUp}, to):
			t.Fatalf("%s became %s without a decision", m.State, to)
		}
		m.State = to
		if again := m.Progressed(r); again != to {
			t.Fatalf("not stable: %s, then %s", to, again)
		}
	})
}

func TestStateOn(t *testing.T) {
	m := matter.Matter{State: matter.Decided, InForceOn: "2026-07-01"}
	for day, want := range map[string]matter.State{"2026-06-30": matter.Decided, "2026-07-01": matter.InForce, "2027-01-01": matter.InForce} {
		if got := m.StateOn(dayOf(day)); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	m.InForceOn = ""
	if got := m.StateOn("2030-01-01"); got != matter.Decided {
		t.Errorf("without a date: %s", got)
	}
}
