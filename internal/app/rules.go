package app

import (
	"context"
	"slices"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// What was done before stays judged by the rules of its day (ADR 9). A matter
// that has seen several versions of the structure is composed under each of
// them: what was done in a version's time by that version, what is left by
// today's. A matter that was decided under an earlier version stays decided.

// Rules are a version of the structure and the days on which it is in force. To
// is "" for the one in force today.
type Rules struct {
	*structure.Structure
	From, To workday.Date
}

// Structure gives the structure in force today.
func (u *Unit) Structure(ctx context.Context) (*structure.Structure, error) {
	return u.StructureOn(ctx, u.Today)
}

// StructureOn gives the structure in force on a day; fault.NotFound when there
// was none. Of two versions from the same day the one taken into use later holds.
func (u *Unit) StructureOn(ctx context.Context, day workday.Date) (*structure.Structure, error) {
	all, err := u.allVersions(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(v store.StructureVersion) bool { return v.From <= day })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "structure.none", string(day))
	}
	return u.sys.Structures.Read(ctx, u.tx, all[i])
}

// StructureThen is StructureOn for what was done on a day and is shown now: what
// is older than the first version is shown by the first.
func (u *Unit) StructureThen(ctx context.Context, day workday.Date) (*structure.Structure, error) {
	all, err := u.allVersions(ctx)
	if err != nil {
		return nil, err
	}
	if n := len(all); n > 0 {
		day = workday.Later(day, all[n-1].From)
	}
	return u.StructureOn(ctx, min(day, u.Today))
}

// StructureDays gives the days from which the versions of the structure hold,
// the newest first; a day that has several stands once.
func (u *Unit) StructureDays(ctx context.Context) ([]workday.Date, error) {
	all, err := u.allVersions(ctx)
	var out []workday.Date
	for _, v := range all {
		if len(out) == 0 || out[len(out)-1] != v.From {
			out = append(out, v.From)
		}
	}
	return out, err
}

// allVersions asks once in a use case, however many parts of it need them.
func (u *Unit) allVersions(ctx context.Context) (all []store.StructureVersion, err error) {
	if u.versions == nil {
		u.versions, err = u.sys.Structures.All(ctx, u.tx)
	}
	return u.versions, err
}

// RulesSince gives the versions in force at some time from a day to today, the
// oldest first; fault.NotFound when there is none today.
func (u *Unit) RulesSince(ctx context.Context, day workday.Date) ([]Rules, error) {
	all, err := u.allVersions(ctx)
	if err != nil {
		return nil, err
	}
	var out []Rules
	var to workday.Date
	for _, v := range all {
		if v.From > u.Today || len(out) > 0 && out[0].From == v.From {
			continue
		}
		s, err := u.sys.Structures.Read(ctx, u.tx, v)
		if err != nil {
			return nil, err
		}
		out = slices.Insert(out, 0, Rules{s, v.From, to})
		if v.From <= day {
			break
		}
		to = v.From.Add(-1)
	}
	if len(out) == 0 {
		return nil, fault.New(fault.NotFound, "structure.none", string(u.Today))
	}
	return out, nil
}

// ofMatters gives the versions that the oldest of some matters has seen.
func (u *Unit) ofMatters(ctx context.Context, list ...*matter.Dossier) ([]Rules, error) {
	first := u.Today
	for _, d := range list {
		first = min(first, u.raised(d))
	}
	return u.RulesSince(ctx, first)
}

// raised gives the day on which a matter was raised: today, when it has not been.
func (u *Unit) raised(d *matter.Dossier) workday.Date {
	if d.Matter.RaisedAt.IsZero() {
		return u.Today
	}
	return Today(d.Matter.RaisedAt)
}

// earlier composes a matter under the versions that it has seen before today's:
// each with what was done in its time. It gives the version under which the
// matter was decided, or nil.
func (u *Unit) earlier(c *Course, rules []Rules) (decided *Course) {
	for i, r := range rules {
		d := *c.Dossier
		d.Done = slices.DeleteFunc(slices.Clone(d.Done), func(x matter.StationDone) bool { return x.On > r.To })
		e := &Course{Dossier: &d, Structure: r.Structure, Rules: r, Today: r.To, past: slices.Clone(c.past), judged: decided, versions: rules[:i+1]}
		u.settleRoute(e)
		c.past = append(c.past, e)
		for _, x := range e.following {
			if x.Outcome == routing.TimePassed && x.On <= r.To { // a time of those days had run
				x.Seq = int64(len(c.Done)) + 1
				c.following, c.Done = append(c.following, x), append(withoutAtom(c.Done, x), x)
			}
		}
		if decided == nil && e.milestones.Settled && e.milestones.SettledOn <= r.To {
			decided = e
		}
	}
	return decided
}

// judgedBy gives a decided course the judgement of the version under which it
// was decided.
func (c *Course) judgedBy(e *Course, today workday.Date) {
	c.judged = e
	c.Adoption, c.InForceOn, c.Adopters = e.Adoption, e.InForceOn, e.Adopters
	c.Adoption.InForce = c.InForceOn != "" && c.InForceOn <= today
	c.Adoption.ByEntryDate = c.Adoption.On != "" && !c.Adoption.InForce
	c.milestones.Settled, c.milestones.SettledOn = true, e.milestones.SettledOn
}

// keepDecided gives each document that was decided under an earlier version the
// judgement of that version.
func (c *Course) keepDecided(each []matter.ObjectState) []matter.ObjectState {
	for i := range each {
		for _, e := range c.past {
			if x := e.Each[i]; x.Settled && x.SettledOn <= e.Rules.To {
				each[i] = x
				break
			}
		}
	}
	return each
}

// Began gives the rules under which the matter was raised: those of today,
// unless another version has come in force since.
func (c *Course) Began() Rules {
	if len(c.past) > 0 {
		return c.past[0].Rules
	}
	return c.Rules
}

// DecidedBy gives the rules under which the matter was decided, when they are no
// longer in force.
func (c *Course) DecidedBy() (Rules, bool) {
	if c.judged == nil {
		return Rules{}, false
	}
	return c.judged.Rules, true
}

// Decided reports whether what has to be decided is decided.
func (c *Course) Decided() bool { return c.milestones.Settled }

// Earlier gives the versions that the matter has seen before today's, the oldest
// first.
func (c *Course) Earlier() []Rules {
	var out []Rules
	for _, e := range c.past {
		out = append(out, e.Rules)
	}
	return out
}

// By gives the matter as the rules of a day had it, for what was done on that
// day and is recorded now. A day of today's rules gives the course itself.
func (c *Course) By(day workday.Date) *Course {
	for _, e := range c.past {
		if day <= e.Rules.To {
			return e
		}
	}
	return c
}

// RulesOn gives the rules that something done on a day is judged by.
func (c *Course) RulesOn(day workday.Date) Rules { return c.By(day).Rules }

// Decider gives the station that ended the decision, or will.
func (c *Course) Decider() *routing.Station {
	if c.judged != nil {
		return c.judged.Route.Decider()
	}
	return c.Route.Decider()
}

// behind gives the rules that put a step on the route on the day it was done;
// nil when they are today's.
func (c *Course) behind(x matter.StationDone) []rule.Ref {
	e := c.By(x.On)
	if e == c {
		return nil
	}
	a := e.Route.AtomOf(x.Object, x.Station, x.Party)
	if a == nil || a.Gone {
		return nil
	}
	return a.Rules
}
