package routing

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// Difference is what changes when facts, rules or the log do.
type Difference struct {
	Added   []Change
	Removed []Change
	Changed []Change       // there in both: other parties, another place in the order, certain or possible
	Finds   []rule.Finding // findings that are new
	Solved  []rule.Finding // findings that are gone
}

// None reports whether nothing differs.
func (d Difference) None() bool {
	return len(d.Added)+len(d.Removed)+len(d.Changed)+len(d.Finds)+len(d.Solved) == 0
}

// Change is a station that differs between two routes.
type Change struct {
	Station string // id without the mark of a part
	Step    structure.Step
	Place   string
	Moved   bool     // comes after other stations than before
	Joined  []string // parties that are new
	Left    []string // parties that are no longer there
	Open    bool     // is now only possible
	Settled bool     // was only possible and is now certain
	Done    bool     // is done: it stays whatever changes
	Rules   []rule.Ref
}

// Diff compares two routes of one matter, station by station in the order of
// the new one; those removed in the order of the old. A done station that no
// rule needs any more counts as removed and is marked Done.
func Diff(before, after Route) Difference {
	var d Difference
	was, is := outline(before), outline(after)
	for _, n := range is {
		i := slices.IndexFunc(was, func(o sketchOf) bool { return o.Station == n.Station })
		if i < 0 {
			if !n.gone {
				d.Added = append(d.Added, n.change(n.parties, nil))
			}
			continue
		}
		o := was[i]
		if n.gone {
			if !o.gone {
				d.Removed = append(d.Removed, n.change(nil, nil))
			}
			continue
		}
		c := n.change(missing(n.parties, o.parties), missing(o.parties, n.parties))
		c.Moved = !slices.Equal(common(o.after, is), common(n.after, was))
		c.Open, c.Settled = n.possible && !o.possible, o.possible && !n.possible
		if c.Moved || c.Open || c.Settled || len(c.Joined)+len(c.Left) > 0 {
			d.Changed = append(d.Changed, c)
		}
	}
	for _, o := range was {
		if !o.gone && !slices.ContainsFunc(is, func(n sketchOf) bool { return n.Station == o.Station }) {
			d.Removed = append(d.Removed, o.change(nil, nil))
		}
	}
	d.Finds, d.Solved = newFinds(after, before), newFinds(before, after)
	return d
}

// sketchOf is a station with its parts taken together.
type sketchOf struct {
	Change
	parties, after []string
	possible, gone bool
}

func (s sketchOf) change(joined, left []string) Change {
	c := s.Change
	c.Joined, c.Left = joined, left
	return c
}

func outline(r Route) []sketchOf {
	var out []sketchOf
	for i := range r.Stations {
		st := &r.Stations[i]
		id := baseOf(st.ID)
		n := slices.IndexFunc(out, func(o sketchOf) bool { return o.Station == id })
		if n < 0 {
			n = len(out)
			out = append(out, sketchOf{Change: Change{Station: id, Step: st.Step, Place: st.Place, Done: true}, possible: true, gone: true})
		}
		o := &out[n]
		o.possible, o.gone, o.Done = o.possible && st.Possible, o.gone && st.Gone, o.Done && st.State == StateDone
		o.parties = append(o.parties, st.Parties...)
		o.Rules = sortedRefs(append(slices.Clone(o.Rules), st.Rules...))
		for _, l := range st.After {
			if b := baseOf(l.Station); !slices.Contains(o.after, b) {
				o.after = append(o.after, b)
			}
		}
	}
	for i := range out {
		slices.Sort(out[i].after)
	}
	return out
}

// common keeps the ids that the other route has too: a station is not moved
// because one before it came or went.
func common(ids []string, of []sketchOf) []string {
	var out []string
	for _, id := range ids {
		if slices.ContainsFunc(of, func(s sketchOf) bool { return s.Station == id }) {
			out = append(out, id)
		}
	}
	return out
}

func missing(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

func newFinds(a, b Route) []rule.Finding {
	var out []rule.Finding
	for _, f := range a.Findings {
		if !slices.ContainsFunc(b.Findings, func(g rule.Finding) bool {
			return g.Kind == f.Kind && sameRefs(g.Rules, f.Rules) && slices.Equal(g.At, f.At)
		}) {
			out = append(out, f)
		}
	}
	return out
}

// SameStation reports whether a station id means a station: the same one, a
// part of it, or, when only a step is given, any station of that step.
func SameStation(id, of string) bool {
	if baseOf(id) == baseOf(of) {
		return true
	}
	step, _, _, _ := parseBase(id)
	return string(step) == of
}
