package matter

import (
	"slices"
	"time"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// When an outcome has opened a new round, what was recorded before belongs to
// the round before: a party prepares and decides anew, on what it gets after
// that.

// OpenedAt gives when a round of a route was opened, by the row of the log that
// opened it; the zero time for the first round.
func (d *Dossier) OpenedAt(r *routing.Route, round int) time.Time {
	for _, x := range r.Rounds {
		if x.Round != round {
			continue
		}
		log := Current(d.Done)
		if x.Entry >= len(log) {
			return time.Time{}
		}
		row := log[x.Entry]
		if row.At.IsZero() { // it follows from a decision of the ledger, and is not written yet
			return Standing(d.Ledger)[row.Party].RecordedAt
		}
		return row.At
	}
	return time.Time{}
}

// sentSince gives what was sent in a round.
func (d *Dossier) sentSince(r *routing.Route, round int) []Sent {
	if round == 0 || len(r.Rounds) == 0 {
		return d.Sent
	}
	at := d.OpenedAt(r, round)
	return slices.DeleteFunc(slices.Clone(d.Sent), func(s Sent) bool { return s.At.Before(at) })
}

// SentIn gives for each party the day on which it got the proposal first in a
// round, from which its time to prepare runs.
func (d *Dossier) SentIn(r *routing.Route, round int) map[string]workday.Date {
	if round == 0 || len(r.Rounds) == 0 {
		return d.FirstSent()
	}
	return Dossier{Sent: d.sentSince(r, round)}.FirstSent()
}

// Renew lets the parties that prepare in the round that is open begin anew: how
// far they had come in an earlier round is history.
func (d *Dossier) Renew(r *routing.Route) {
	if len(r.Rounds) == 0 {
		return
	}
	latest := map[string]int{}
	for i := range r.Atoms {
		if a := &r.Atoms[i]; a.Step == structure.HomePreparation && a.Round > latest[a.Party] {
			latest[a.Party] = a.Round
		}
	}
	d.Preparations = slices.Clone(d.Preparations)
	for i := range d.Preparations {
		p := &d.Preparations[i]
		if round := latest[p.Party]; round > 0 && p.State != NotBegun && p.At.Before(d.OpenedAt(r, round)) {
			p.State, p.On = NotBegun, ""
		}
	}
}

// DecidedIn gives the rows of the ledger that were decided in a round: recorded
// after it was opened, or correcting such a row, and before until (zero: no
// end).
func DecidedIn(rows []PartyDecision, from, until time.Time) []PartyDecision {
	if from.IsZero() && until.IsZero() {
		return rows
	}
	by := make(map[string]PartyDecision, len(rows))
	for _, x := range rows {
		by[x.ID] = x
	}
	return slices.DeleteFunc(slices.Clone(rows), func(x PartyDecision) bool {
		first := x
		for range rows { // a correction belongs to the round of what it corrects
			y, ok := by[first.Corrects]
			if !ok || first.Corrects == "" {
				break
			}
			first = y
		}
		return !from.IsZero() && !first.RecordedAt.After(from) || !until.IsZero() && first.RecordedAt.After(until)
	})
}

// decided gives the decisions that stand for an atom of the parties' decisions.
// In a round that is over any version counts, in the open one that which is in
// play.
func (f *follower) decided(a *routing.Atom) map[string]PartyDecision {
	if len(f.r.Rounds) == 0 {
		return f.standing
	}
	rows, until := f.d.Ledger, time.Time{}
	if a.Returned {
		for i := range f.r.Atoms {
			b := &f.r.Atoms[i]
			if b.Step != a.Step || b.Party != a.Party || b.Object != a.Object || b.Round <= a.Round {
				continue
			}
			if at := f.d.OpenedAt(f.r, b.Round); until.IsZero() || at.Before(until) {
				until = at
			}
		}
	} else {
		rows = OnVersion(rows, f.d.InPlay())
	}
	return Standing(upTo(DecidedIn(rows, f.d.OpenedAt(f.r, a.Round), until), f.today))
}

// counting gives the rows of the ledger that count for the station that ends the
// decision.
func (d *Dossier) counting(r *routing.Route, last *routing.Station) []PartyDecision {
	return DecidedIn(OnVersion(d.Ledger, d.InPlay()), d.OpenedAt(r, last.Round), time.Time{})
}

// Began gives the day on which the turn of an atom of a route came, from which its
// time runs: when the last before it was done; when nothing is before it, when the
// matter was sent out first, else when it was sorted. "" until then.
func (d *Dossier) Began(r *routing.Route, atom int) workday.Date {
	var from workday.Date
	for j := range r.Atoms {
		if b := &r.Atoms[j]; b.Done != nil && r.Follows(atom, j) {
			from = workday.Later(from, b.Done.On)
		}
	}
	switch {
	case from != "":
		return from
	case len(d.Sent) > 0:
		return d.Sent[0].On
	}
	return d.SortedOn
}

// Deadline gives the last day that a rule gives for an atom of a route: so many
// days from when its turn came. "" when no rule gives a time, or its turn has not
// come.
func (d *Dossier) Deadline(r *routing.Route, atom int) workday.Date {
	a := &r.Atoms[atom]
	if a.Within == nil || a.Possible || a.State != routing.StateReady && a.State != routing.StateDone {
		return ""
	}
	from := d.Began(r, atom)
	if from == "" {
		return ""
	}
	return from.Add(*a.Within)
}

// settling gives how a rung of a ladder ended by itself: its last day has passed,
// and the matter goes to the next. It follows from the days alone.
func (f *follower) settling(a *routing.Atom, i int) (string, workday.Date) {
	if a.Done != nil {
		return "", ""
	}
	if end := f.d.Deadline(f.r, i); end != "" && end < f.today {
		return routing.TimePassed, end
	}
	return "", ""
}
