package matter_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
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

// A kind that says how many it takes: in force on the day of the last that it
// takes; the rest join by their own decisions, and stall it only when too few are
// left.
func TestAdoptionBySome(t *testing.T) {
	all := []string{"a", "b", "c", "d", "e"}
	a, b, c := row("1", "a", "2026-03-01", matter.Adopts), row("2", "b", "2026-03-10", matter.AdoptsWithReservation), row("3", "c", "2026-03-20", matter.Adopts)
	no := func(id, party string) matter.PartyDecision { return row(id, party, "2026-03-05", matter.Rejects) }
	three := matter.Need{Least: 3}
	for name, x := range map[string]struct {
		need  matter.Need
		rows  []matter.PartyDecision
		entry workday.Date
		want  matter.Adopted
	}{
		"too few": {three, []matter.PartyDecision{a, b}, "", matter.Adopted{By: all[:2], Waiting: all[2:]}},
		"enough": {three, []matter.PartyDecision{c, b, a}, "",
			matter.Adopted{By: all[:3], Waiting: all[3:], On: "2026-03-20", InForceOn: "2026-03-20", InForce: true}},
		"enough, and its date of entry to come": {three, []matter.PartyDecision{a, b, c}, "2026-07-01",
			matter.Adopted{By: all[:3], Waiting: all[3:], On: "2026-03-20", InForceOn: "2026-07-01", ByEntryDate: true}},
		"a late one joins and moves nothing": {three, []matter.PartyDecision{a, b, c, row("4", "e", "2026-03-30", matter.Adopts)}, "",
			matter.Adopted{By: []string{"a", "b", "c", "e"}, Waiting: []string{"d"}, On: "2026-03-20", InForceOn: "2026-03-20", InForce: true}},
		"two against: three can still": {three, []matter.PartyDecision{a, no("4", "d"), no("5", "e")}, "",
			matter.Adopted{By: all[:1], Apart: []string{"d", "e"}, Waiting: []string{"b", "c"}}},
		"three against: stalled by them": {three, []matter.PartyDecision{a, no("4", "c"), no("5", "d"), row("6", "e", "2026-03-06", matter.Postpones)}, "",
			matter.Adopted{By: all[:1], Stalled: []string{"c", "d", "e"}, Waiting: []string{"b"}}},
		"enough without those against": {three, []matter.PartyDecision{a, b, c, no("5", "e")}, "",
			matter.Adopted{By: all[:3], Apart: []string{"e"}, Waiting: []string{"d"}, On: "2026-03-20", InForceOn: "2026-03-20", InForce: true}},
		"a condition counts when it is met": {three, []matter.PartyDecision{a, b, row("3", "c", "2026-03-20", matter.AdoptsIf)}, "",
			matter.Adopted{By: all[:2], Conditional: []string{"c"}, Waiting: all[3:]}},
		"a needless one is no adoption": {three, []matter.PartyDecision{a, b, row("3", "c", "2026-03-02", matter.NotNeeded)}, "",
			matter.Adopted{By: all[:3], Waiting: all[3:]}},
		"more than can: all of them": {matter.Need{Least: 9}, []matter.PartyDecision{a, b, c, no("5", "e")}, "",
			matter.Adopted{By: all[:3], Stalled: []string{"e"}, Waiting: []string{"d"}}},
		"those named, whatever others say": {matter.Need{Of: all[:2]}, []matter.PartyDecision{a, b, no("5", "e")}, "",
			matter.Adopted{By: all[:2], Apart: []string{"e"}, Waiting: []string{"c", "d"}, On: "2026-03-10", InForceOn: "2026-03-10", InForce: true}},
		"others do not stand in for those named": {matter.Need{Least: 2, Of: all[:3]}, []matter.PartyDecision{a, row("4", "e", "2026-03-06", matter.Adopts)}, "",
			matter.Adopted{By: []string{"a", "e"}, Waiting: []string{"b", "c", "d"}}},
		"one of those named too many against": {matter.Need{Least: 2, Of: all[:2]}, []matter.PartyDecision{a, no("2", "b")}, "",
			matter.Adopted{By: all[:1], Stalled: []string{"b"}, Waiting: all[2:]}},
	} {
		t.Run(name, func(t *testing.T) {
			x.want.Of, x.want.Need = all, x.need
			if d := cmp.Diff(x.want, x.need.Adoption(all, x.rows, x.entry, "2026-04-01")); d != "" {
				t.Error(d)
			}
		})
	}
}

// How many it takes is what the kind says, of those that decide in the matter
// (VM-40: at least five of the concerned; VM-41: all).
func TestNeedOf(t *testing.T) {
	s := &structure.Structure{DocumentKinds: []structure.DocumentKind{
		{ID: "agreement", InForce: structure.Adoption{Count: structure.Count{Min: 5}, Until: "predecessor", Rule: rule.Ref{ID: "agreement.in_force", Clause: "VM-40"}}},
		{ID: "guideline", InForce: structure.Adoption{Count: structure.Count{Text: "all"}, Rule: rule.Ref{ID: "guideline.in_force", Clause: "VM-41"}}},
		{ID: "plan"},
	}}
	s.Build()
	nine := strings.Fields("a b c d e f g h i")
	for kind, want := range map[string]struct {
		least int
		some  bool
	}{"agreement": {5, true}, "guideline": {}, "plan": {}, "unknown": {}} {
		if n := matter.NeedOf(s, structure.Env{}, kind, nine); n.Least != want.least || n.Some(nine) != want.some {
			t.Errorf("%s: %+v", kind, n)
		}
	}
	if matter.NeedOf(s, structure.Env{}, "agreement", nine[:4]).Some(nine[:4]) {
		t.Error("four decide, and fewer than all are enough")
	}
}

// The organ that a kind demands is demanded of the parties whose adoption counts.
func TestOrganOfTheKind(t *testing.T) {
	s := &structure.Structure{DocumentKinds: []structure.DocumentKind{{ID: "agreement", InForce: structure.Adoption{By: "council", Rule: rule.Ref{ID: "agreement.in_force"}}}}}
	s.Build()
	env := structure.Env{Matter: structure.Matter{Kind: "agreement"}}
	if got := matter.OrganRules(s, env, "alby", []string{"parties"}); len(got) != 1 || got[0].By != "council" || got[0].Rule.ID != "agreement.in_force" {
		t.Errorf("%+v", got)
	}
	if got := matter.OrganRules(s, env, "alby", nil); got != nil {
		t.Errorf("demanded of a party that decides nothing: %+v", got)
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
