package matter

import (
	"slices"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Steps that complete by themselves follow from what has been recorded
// elsewhere: a party's preparation from its state or its time, its decision from
// the ledger, the work done from reports. Nobody ticks them off a second time.

// Outcomes that follow by themselves (routing.Outcomes).
const (
	outcomeReady      = "ready"
	outcomeTimePassed = "time_passed"
	outcomeDone       = "done"
	outcomePublished  = "published"
)

// Following gives the rows that the log of a matter lacks, and those that have
// to replace rows which no longer say what was recorded. Rows of steps that a
// body's decision or a person completes are never among them; nor is
// publication, which has to come with its document. Calling it again with the
// rows added gives more only where they opened another station.
func Following(d *Dossier, r *routing.Route, today workday.Date) []StationDone {
	f := follower{d: d, r: r, today: today, sent: d.FirstSent(), standing: Standing(upTo(OnVersion(d.Ledger, d.InPlay()), today)),
		logged: make(map[atomKey]StationDone, len(d.Done))}
	for _, x := range Current(d.Done) {
		f.logged[atomKey{x.Object, x.Station, x.Party}] = x
	}
	for i := range r.Stations {
		if s := &r.Stations[i]; !s.Possible {
			f.station(s)
		}
	}
	return f.rows
}

func upTo(rows []PartyDecision, today workday.Date) []PartyDecision {
	return slices.DeleteFunc(slices.Clone(rows), func(d PartyDecision) bool { return d.DecidedOn > today })
}

type atomKey struct{ object, station, party string }

type follower struct {
	d        *Dossier
	r        *routing.Route
	today    workday.Date
	sent     map[string]workday.Date
	standing map[string]PartyDecision
	logged   map[atomKey]StationDone
	rows     []StationDone
}

// open reports whether what is recorded counts at the station already: its turn
// has come, or it is done and a row may have to be replaced.
func open(s *routing.Station) bool {
	return s.State == routing.StateReady || s.State == routing.StateDone || s.State == routing.StateBlocked
}

func (f *follower) station(s *routing.Station) {
	if !open(s) {
		return
	}
	for _, i := range s.Atoms {
		a := &f.r.Atoms[i]
		if a.Possible || a.Gone {
			continue
		}
		if a.Returned && s.Step == structure.HomePreparation { // its round is over
			continue
		}
		outcome, on := f.outcome(s, a, i)
		old, has := f.logged[atomKey{a.Object, s.ID, a.Party}]
		switch {
		case outcome == "" && has && old.Outcome == outcomeTimePassed && old.On < f.r.Since: // the time of its day had run
		case outcome == "" && has && f.derived(s.Step) && !f.passed(s):
			f.add(s, a, Undone, f.today, old.ID)
		case outcome == "" || has && old.Outcome == outcome:
		case has && s.Step == structure.HomePreparation && outcome == outcomeTimePassed:
		default:
			f.add(s, a, outcome, on, old.ID)
		}
	}
}

// derived reports whether the rows of a step follow from what is recorded, so
// that one is taken away when the record is.
func (f *follower) derived(step structure.Step) bool {
	return step == structure.PartyDecisions || step == structure.HomePreparation
}

// passed reports whether the matter has gone on from a preparation: what was
// prepared for is decided, and a changed state changes nothing.
func (f *follower) passed(s *routing.Station) bool {
	if s.Step != structure.HomePreparation {
		return false
	}
	for i := range f.r.Stations {
		t := &f.r.Stations[i]
		if t.Phase >= s.Phase && t.State == routing.StateDone && (t.Step == structure.Recommend || t.Step == structure.Decide) {
			return true
		}
	}
	return false
}

func (f *follower) add(s *routing.Station, a *routing.Atom, outcome string, on workday.Date, old string) {
	f.rows = append(f.rows, StationDone{Object: a.Object, Station: s.ID, Step: s.Step, Place: a.Place, Party: a.Party, Round: int64(a.Round),
		Outcome: outcome, On: on, Supersedes: old})
}

// outcome gives how an atom has ended by what is recorded, or "".
func (f *follower) outcome(s *routing.Station, a *routing.Atom, i int) (string, workday.Date) {
	switch s.Step {
	case structure.Prepare:
		if sent := f.d.sentSince(f.r, a.Round); a.Place == "" && a.Party == "" && len(sent) > 0 {
			return outcomeReady, sent[0].On
		}
	case structure.HomePreparation:
		return f.preparation(s, a)
	case structure.PartyDecisions:
		if d, ok := f.decided(a)[a.Party]; ok {
			return d.asOutcome(f.today)
		}
	case structure.Settle:
		return f.settling(a, i)
	case structure.Implement:
		for _, i := range f.d.Implemented {
			if a.Party == i.Who || a.Party == "" && (a.Place == "" || a.Place == i.Who) {
				return outcomeDone, i.On
			}
		}
	case structure.FollowUp:
		for _, u := range f.d.FollowUps {
			if u.On != "" {
				return string(u.Result), u.On
			}
		}
	}
	return "", ""
}

func (d PartyDecision) asOutcome(today workday.Date) (string, workday.Date) {
	if on, counts := d.adoptedOn(today); counts && d.Outcome == AdoptsIf {
		return string(Adopts), on // the condition is met
	}
	return string(d.Outcome), d.DecidedOn
}

// preparation: anchored or objects as the party says. Without an answer the
// party's time has passed when the county's days have run since it got the
// proposal; where the county has no number, or an exception has waived the time,
// when what was prepared for is decided.
func (f *follower) preparation(s *routing.Station, a *routing.Atom) (string, workday.Date) {
	p := f.d.PreparationOf(a.Party)
	if p.State.Answered() {
		on := p.On
		if on == "" || on > f.today {
			on = f.today
		}
		return string(p.State), on
	}
	sent, got := f.sent[a.Party]
	if a.Round > 0 {
		sent, got = f.d.SentIn(f.r, a.Round)[a.Party]
	}
	switch {
	case !got:
	case a.Days.N != nil:
		if end := sent.Add(*a.Days.N); end <= f.today {
			return outcomeTimePassed, end
		}
	}
	if got && f.passed(s) && (a.Days.N == nil || f.d.Waives(append(slices.Clone(a.Rules), a.Days.Rule, practiceOf(a.Days)))) {
		return outcomeTimePassed, f.today
	}
	return "", ""
}

// practiceOf names the practice that gives a number, which an exception from the
// number sets aside.
func practiceOf(d routing.Days) rule.Ref {
	if d.Practice == "" {
		return rule.Ref{}
	}
	return structure.Practice{}.Ref(d.Practice)
}

// Publishes gives the station at which the matter's document is published by
// itself: its turn has come, and everything that has to adopt has adopted. Nil
// when there is none.
func Publishes(r *routing.Route, settled bool) *routing.Station {
	for i := range r.Stations {
		s := &r.Stations[i]
		if s.Step == structure.Publish && !s.Possible && settled && s.State == routing.StateReady {
			return s
		}
	}
	return nil
}

// Published is the outcome of a publication.
const Published = outcomePublished

// Judge gives the milestones of a matter, its adoption, and the date from which
// what was decided holds ("" until it is decided by all that have to). Rules that
// came in force while it was under way decide nothing before their day. each is
// how its documents stand, where it leads to several; s and env say how many
// adoptions it takes.
func Judge(s *structure.Structure, env structure.Env, d *Dossier, r *routing.Route, each []ObjectState, today workday.Date) (Milestones, Adopted, workday.Date) {
	m := Milestones{Begun: len(d.Sent) > 0, FollowedUp: allDone(r, structure.FollowUp), Implemented: allDone(r, structure.Implement)}
	for _, x := range Current(d.Done) {
		m.Begun = m.Begun || x.Step != structure.Triage
	}
	if len(each) > 0 {
		return judgeAll(each, m)
	}
	need := NeedOf(s, env, d.Matter.Kind, Adopters(r))
	a := Adopted{Of: Adopters(r), Need: need}
	last := r.Decider()
	if last == nil {
		return m, a, ""
	}
	if last.Step == structure.PartyDecisions {
		a = need.Adoption(a.Of, d.counting(r, last), d.Matter.EntryOn, today).notBefore(r.Since, today)
		m.Settled, m.SettledOn = a.Complete(), a.On
		return m, a, a.InForceOn
	}
	if on, ok := decidedAt(r, last, ""); ok {
		m.Settled, m.SettledOn = true, workday.Later(on, r.Since)
		return m, a, workday.Later(m.SettledOn, d.Matter.EntryOn)
	}
	return m, a, ""
}

// Adopters gives the parties that have to adopt: those of the certain party
// decisions of a route, in the order of the structure.
func Adopters(r *routing.Route) []string {
	var out []string
	for i := range r.Stations {
		s := &r.Stations[i]
		if s.Step != structure.PartyDecisions || s.Possible || s.Gone || s.Returned {
			continue
		}
		for _, p := range s.Parties {
			if !slices.Contains(s.Unsure, p) && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// decidedAt gives the day of a body's decision that ends the matter, or one of its
// documents, and whether it lets it go on.
func decidedAt(r *routing.Route, s *routing.Station, object string) (workday.Date, bool) {
	var on workday.Date
	for _, i := range s.Atoms {
		a := &r.Atoms[i]
		if a.Object != object {
			continue
		}
		if a.Done == nil || routing.EffectOf(s.Step, a.Done.Outcome) != routing.Goes {
			return "", false
		}
		on = workday.Later(on, a.Done.On)
	}
	return on, on != ""
}

// allDone reports whether a route has stations of a step, and all are done.
func allDone(r *routing.Route, step structure.Step) bool {
	n := 0
	for i := range r.Stations {
		s := &r.Stations[i]
		if s.Step != step || s.Gone && s.State != routing.StateDone {
			continue
		}
		if s.State != routing.StateDone {
			return false
		}
		n++
	}
	return n > 0
}

// Followable refuses to follow up what is not there yet: what was decided is
// followed up from the day on which it is in force, and what nobody decides when
// the route has come to its follow-up, or to its end where it has none. A matter
// that is to end before that is closed with a reason.
func Followable(r *routing.Route, inForce bool) error {
	if inForce {
		return nil
	}
	refusal := &rule.Refusal{Key: "follow_up.too_early", WayOut: "follow_up.too_early.way_out"}
	turn, done := false, true
	for i := range r.Stations {
		s := &r.Stations[i]
		switch {
		case s.Possible || s.Gone:
		case s.Step == structure.FollowUp:
			turn = turn || s.State == routing.StateReady || s.State == routing.StateDone
			refusal.Rules = append(refusal.Rules, s.Rules...)
		default:
			done = done && s.State == routing.StateDone
		}
	}
	if turn || done {
		return nil
	}
	return refusal
}
