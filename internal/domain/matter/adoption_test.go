package matter_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
)

func dayOf(s string) workday.Date { return workday.Date(s) }

// row is a decision in short: id, party, day, outcome.
func row(id, party, on string, o matter.Outcome) matter.PartyDecision {
	return matter.PartyDecision{ID: id, Party: party, DecidedOn: dayOf(on), Outcome: o,
		RecordedAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func correcting(d matter.PartyDecision, old string) matter.PartyDecision {
	d.Corrects = old
	return d
}

func met(d matter.PartyDecision, old, on string) matter.PartyDecision {
	d.Corrects, d.MetOn = old, dayOf(on)
	return d
}

func TestAdoption(t *testing.T) {
	all := []string{"a", "b", "c"}
	two := []matter.PartyDecision{row("1", "a", "2026-03-01", matter.Adopts), row("2", "b", "2026-03-10", matter.AdoptsWithReservation)}
	with := func(rows ...matter.PartyDecision) []matter.PartyDecision { return append(slices.Clone(two), rows...) }
	for name, c := range map[string]struct {
		rows         []matter.PartyDecision
		entry, today workday.Date
		want         matter.Adopted
	}{
		"nobody yet": {nil, "", "2026-04-01", matter.Adopted{Waiting: all}},
		"one waits":  {two, "", "2026-04-01", matter.Adopted{By: []string{"a", "b"}, Waiting: []string{"c"}}},
		"all adopted: in force the day of the last": {with(row("3", "c", "2026-03-20", matter.Adopts)), "", "2026-03-20",
			matter.Adopted{By: all, On: "2026-03-20", InForceOn: "2026-03-20", InForce: true}},
		"not before the date of entry": {with(row("3", "c", "2026-03-20", matter.Adopts)), "2026-07-01", "2026-06-30",
			matter.Adopted{By: all, On: "2026-03-20", InForceOn: "2026-07-01", ByEntryDate: true}},
		"on the date of entry": {with(row("3", "c", "2026-03-20", matter.Adopts)), "2026-07-01", "2026-07-01",
			matter.Adopted{By: all, On: "2026-03-20", InForceOn: "2026-07-01", InForce: true}},
		"entry date passed before the last": {with(row("3", "c", "2026-08-20", matter.Adopts)), "2026-07-01", "2026-08-20",
			matter.Adopted{By: all, On: "2026-08-20", InForceOn: "2026-08-20", InForce: true}},
		"a rejection stalls": {with(row("3", "c", "2026-03-20", matter.Rejects)), "", "2026-04-01",
			matter.Adopted{By: []string{"a", "b"}, Stalled: []string{"c"}}},
		"a change goes back": {with(row("3", "c", "2026-03-20", matter.AdoptsWithChanges)), "", "2026-04-01",
			matter.Adopted{By: []string{"a", "b"}, Stalled: []string{"c"}}},
		"a postponement stalls": {with(row("3", "c", "2026-03-20", matter.Postpones)), "", "2026-04-01",
			matter.Adopted{By: []string{"a", "b"}, Stalled: []string{"c"}}},
		"postponed, then adopted": {with(row("3", "c", "2026-03-20", matter.Postpones), row("4", "c", "2026-04-20", matter.Adopts)), "", "2026-05-01",
			matter.Adopted{By: all, On: "2026-04-20", InForceOn: "2026-04-20", InForce: true}},
		"a condition not met": {with(row("3", "c", "2026-03-20", matter.AdoptsIf)), "", "2026-04-01",
			matter.Adopted{By: []string{"a", "b"}, Conditional: []string{"c"}}},
		"a condition counts from the day it is met": {with(row("3", "c", "2026-03-20", matter.AdoptsIf),
			met(row("4", "c", "2026-03-20", matter.AdoptsIf), "3", "2026-05-02")), "", "2026-06-01",
			matter.Adopted{By: all, On: "2026-05-02", InForceOn: "2026-05-02", InForce: true}},
		"a correction replaces": {with(row("3", "c", "2026-03-20", matter.Adopts), correcting(row("4", "c", "2026-03-20", matter.Rejects), "3")), "", "2026-04-01",
			matter.Adopted{By: []string{"a", "b"}, Stalled: []string{"c"}}},
		"a correction of a correction": {with(row("3", "c", "2026-03-20", matter.Adopts), correcting(row("4", "c", "2026-03-20", matter.Rejects), "3"),
			correcting(row("5", "c", "2026-03-19", matter.Adopts), "4")), "", "2026-04-01",
			matter.Adopted{By: all, On: "2026-03-19", InForceOn: "2026-03-19", InForce: true}},
		"not needed counts with the others": {with(row("3", "c", "2026-03-02", matter.NotNeeded)), "", "2026-04-01",
			matter.Adopted{By: all, On: "2026-03-10", InForceOn: "2026-03-10", InForce: true}},
		"nobody needed it: nothing is adopted": {[]matter.PartyDecision{row("1", "a", "2026-03-01", matter.NotNeeded),
			row("2", "b", "2026-03-01", matter.NotNeeded), row("3", "c", "2026-03-01", matter.NotNeeded)}, "", "2026-04-01",
			matter.Adopted{By: all}},
		"a party that need not decide does not count": {with(row("3", "x", "2026-03-20", matter.Adopts)), "", "2026-04-01",
			matter.Adopted{By: []string{"a", "b"}, Waiting: []string{"c"}}},
		"a decision ahead does not count yet": {with(row("3", "c", "2026-05-20", matter.Adopts)), "", "2026-04-01",
			matter.Adopted{By: []string{"a", "b"}, Waiting: []string{"c"}}},
	} {
		t.Run(name, func(t *testing.T) {
			c.want.Of = all
			if d := cmp.Diff(c.want, matter.Adoption(all, c.rows, c.entry, c.today)); d != "" {
				t.Error(d)
			}
		})
	}
}

func rows() *rapid.Generator[[]matter.PartyDecision] {
	return rapid.Custom(func(t *rapid.T) []matter.PartyDecision {
		n := rapid.IntRange(0, 12).Draw(t, "rows")
		var out []matter.PartyDecision
		for i := range n {
			d := row(string(rune('A'+i)), rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "party"),
				string(dayOf("2026-01-01").Add(rapid.IntRange(0, 60).Draw(t, "day"))),
				rapid.SampledFrom(matter.Outcomes()).Draw(t, "outcome"))
			if d.Outcome == matter.AdoptsIf && rapid.Bool().Draw(t, "met") {
				d.MetOn = dayOf("2026-01-01").Add(rapid.IntRange(0, 90).Draw(t, "met on"))
			}
			for _, o := range out {
				if o.Party == d.Party && rapid.IntRange(0, 3).Draw(t, "corrects") == 0 {
					d.Corrects = o.ID
				}
			}
			out = append(out, d)
		}
		return out
	})
}

// In force only when every adoption is there and the date has come; each party
// in one list; and the order of the rows never matters.
func TestAdoptionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := []string{"a", "b", "c", "d"}[:rapid.IntRange(0, 4).Draw(t, "parties")]
		ledger := rows().Draw(t, "ledger")
		entry := dayOf("2026-01-01").Add(rapid.IntRange(0, 120).Draw(t, "entry"))
		today := dayOf("2026-01-01").Add(rapid.IntRange(0, 120).Draw(t, "today"))
		a := matter.Adoption(all, ledger, entry, today)
		if n := len(a.By) + len(a.Conditional) + len(a.Stalled) + len(a.Waiting); n != len(all) {
			t.Fatalf("%d of %d parties accounted for", n, len(all))
		}
		if a.InForce && (len(a.By) != len(all) || today < entry || today < a.On || len(all) == 0) {
			t.Fatalf("in force too early: %+v", a)
		}
		if a.InForceOn != "" && a.InForce != (a.InForceOn <= today) {
			t.Fatalf("the date and the state disagree: %+v", a)
		}
		shuffled := rapid.Permutation(ledger).Draw(t, "shuffled")
		if d := cmp.Diff(a, matter.Adoption(all, shuffled, entry, today)); d != "" {
			t.Fatalf("the order of the rows matters: %s", d)
		}
		// A rejection by somebody who has to adopt always stalls it.
		if len(all) > 0 {
			no := row("Z", all[0], string(today), matter.Rejects)
			no.RecordedAt = no.RecordedAt.Add(time.Hour)
			var past []matter.PartyDecision
			for _, r := range ledger {
				if r.DecidedOn <= today {
					past = append(past, r)
				}
			}
			if b := matter.Adoption(all, append(past, no), entry, today); b.InForceOn != "" || !slices.Contains(b.Stalled, all[0]) {
				t.Fatalf("rejected and yet: %+v", b)
			}
		}
	})
}

func TestOnVersion(t *testing.T) {
	one, two := row("1", "a", "2026-03-01", matter.Adopts), row("2", "a", "2026-02-01", matter.Rejects)
	one.Version, two.Version = "v1", "v2"
	got := matter.Adoption([]string{"a"}, matter.OnVersion([]matter.PartyDecision{one, two}, "v2"), "", "2026-04-01")
	if len(got.Stalled) != 1 {
		t.Errorf("an adoption of version 1 counted for version 2: %+v", got)
	}
}
