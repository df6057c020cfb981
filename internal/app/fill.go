package app

import (
	"context"
	"fmt"
	"slices"

	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// Gathered is what can come onto a meeting's agenda by itself: what does, and what
// its secretary is offered, since only somebody who was there can tell.
type Gathered struct {
	Sure, Offered meeting.Agenda
}

// between adds what a body has decided between its meetings (per capsulam) since the
// last, which the next is told of. A body whose text gives no such way, or no longer
// does, asks the database nothing.
func (u *Unit) between(ctx context.Context, b *structure.Body, m meeting.Meeting, out *Gathered) error {
	if b.Written.By == "" {
		return nil
	}
	list, err := u.Own.WrittenUnreported(ctx, b.ID, m.On)
	for _, x := range list {
		out.Sure = append(out.Sure, meeting.WrittenItem(u.sys.Words("agenda.written_of", fmt.Sprintf("%d-%d", x.Year, x.Seq), x.Title), x.Written, x.Meeting, x.On))
	}
	return err
}

// yearSize is how many meetings of one body a year has at most.
const yearSize = 400

// Gather gives what comes onto a meeting's agenda by itself: what stands there by
// the text or by the body's own list; and, at the first meeting to come, what the
// last one left and whose notes wait for approval by the body's text.
func (u *Unit) Gather(ctx context.Context, s *structure.Structure, m meeting.Meeting) (Gathered, error) {
	b := s.Body(m.Body)
	if b == nil || m.IsSide() {
		return Gathered{}, nil
	}
	own, others, err := u.Own.StandingFor(ctx, m, u.Today)
	if err != nil {
		return Gathered{}, err
	}
	var out Gathered
	out.Sure, out.Offered = meeting.StandingOf(b, own, m, others)
	if len(others.Before) > 0 {
		return out, nil // an earlier one takes up what is left
	}
	return out, u.leftFor(ctx, s, b, m, &out)
}

// leftFor adds what earlier meetings left for a meeting.
func (u *Unit) leftFor(ctx context.Context, s *structure.Structure, b *structure.Body, m meeting.Meeting, out *Gathered) error {
	left, err := u.Own.LeftOver(ctx, m.Body, m.On)
	if err != nil {
		return err
	}
	for _, l := range left {
		switch i, sure, comes := l.Carried(); {
		case !comes || l.Meeting == m.ID:
		case sure:
			out.Sure = append(out.Sure, i)
		default:
			out.Offered = append(out.Offered, i)
		}
	}
	if err := u.between(ctx, b, m, out); err != nil || record.DemandOf(s, b).Mode() != record.Next {
		return err
	}
	waiting, err := u.Own.NotesWaiting(ctx, m.Body, m.On)
	for _, w := range waiting {
		switch i := meeting.NotesItem(u.sys.Words("agenda.notes_of", w.On), w.Meeting, w.On); {
		case w.Meeting == m.ID:
		case w.Again: // they may have been approved there; whoever records it knows
			out.Offered = append(out.Offered, i)
		default:
			out.Sure = append(out.Sure, i)
		}
	}
	return err
}

// FillAgenda puts onto the agenda of a meeting that has just been planned what
// comes there by itself. The meeting's version stays: nobody has seen it yet.
func (u *Unit) FillAgenda(ctx context.Context, s *structure.Structure, m meeting.Meeting) error {
	g, err := u.Gather(ctx, s, m)
	if err != nil || len(g.Sure) == 0 {
		return err
	}
	was, err := u.Own.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	_, err = u.PutOn(ctx, m, was, g.Sure)
	return err
}

// FillNext puts onto the agenda of the next meeting that is planned what a meeting
// has left for it: after it was closed, or its notes were checked. Nothing is put
// onto an agenda that has gone out. Somebody who doesn't see the whole agenda leaves
// it as it is.
func (u *Unit) FillNext(ctx context.Context, from meeting.Meeting) error {
	all, err := u.Own.Meetings(ctx, []string{from.Body}, workday.Later(u.Today, from.On), "", yearSize)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(x meeting.Meeting) bool {
		return x.ID != from.ID && x.Body == from.Body && !x.IsSide() && x.Ahead()
	})
	if i < 0 || all[i].State != meeting.Planned || !u.InMeeting(all[i]) && !u.Viewer.System || from.IsSide() {
		return nil
	}
	next := all[i]
	s, err := u.StructureThen(ctx, next.On)
	if err != nil {
		return err
	}
	var g Gathered
	b := s.Body(next.Body)
	if b == nil {
		return nil
	}
	if err := u.leftFor(ctx, s, b, next, &g); err != nil || len(g.Sure) == 0 {
		return err
	}
	was, err := u.Own.Agenda(ctx, next.ID)
	if err != nil {
		return err
	}
	now, err := u.PutOn(ctx, next, was, g.Sure)
	if err != nil || len(now) == len(was) {
		return err
	}
	u.Announce(Event{Type: "meeting.agenda_filled", Object: next.ID, Version: next.Version + 1, Record: now})
	return u.Own.SaveMeeting(ctx, next)
}

// PutOn puts items onto an agenda that have come there by themselves, and saves
// it. A matter that can't be put up again yet stays in the body's queue, where it
// is told why.
func (u *Unit) PutOn(ctx context.Context, m meeting.Meeting, was, items meeting.Agenda) (meeting.Agenda, error) {
	var ready meeting.Agenda
	var courses []*Course
	for _, i := range items {
		if i.Matter == "" {
			ready = append(ready, i)
			continue
		}
		if was.Has(i) {
			continue
		}
		c, err := u.Course(ctx, i.Matter)
		if err != nil {
			return was, err
		}
		station, err := u.StationAt(ctx, c, m)
		if err != nil {
			return was, err
		}
		if !c.Matter.State.Travels() || i.Purpose == meeting.Decide && (station == nil || c.PutUp(station.ID, u.Today).Holds()) {
			continue
		}
		if station != nil {
			i.Station = station.ID
		}
		ready, courses = append(ready, i), append(courses, c)
	}
	now, err := was.Fill(ready, m.ID, u.NewID)
	if err != nil || len(now) == len(was) {
		return was, err
	}
	if err := u.Own.SaveAgenda(ctx, m.ID, was, now); err != nil {
		return was, err
	}
	for _, c := range courses {
		if err := u.onAgenda(ctx, c, m, now); err != nil {
			return was, err
		}
	}
	return now, nil
}

// onAgenda tells in a matter's log that it stands on an agenda, and finds its way
// anew.
func (u *Unit) onAgenda(ctx context.Context, c *Course, m meeting.Meeting, a meeting.Agenda) error {
	n := slices.IndexFunc(a, func(i meeting.Item) bool { return i.Matter == c.Matter.ID })
	if n < 0 {
		return nil
	}
	e := matter.Event{Kind: EventOnAgenda, Station: a[n].Station, Args: []string{m.Body, string(m.On), string(a[n].Purpose)}, Public: c.Public()}
	if err := u.Tell(ctx, c, e); err != nil {
		return err
	}
	if err := u.Touched(ctx, c, "matter.on_agenda", a[n], false); err != nil {
		return err
	}
	_, err := u.Refresh(ctx, c.Matter.ID)
	return err
}

// Holds reports whether something keeps the matter from being put up as it is.
func (p PutUp) Holds() bool { return p.Refusal != nil || p.Place != nil }

// StationAt gives the station at which a meeting can record something in a matter:
// the first of a body that decides at it, the one that calls it first, or one that
// was sent on to it; nil when there is none.
func (u *Unit) StationAt(ctx context.Context, c *Course, m meeting.Meeting) (*routing.Station, error) {
	for _, body := range m.Deciding() {
		for _, s := range c.AtBody(body) {
			if _, ok := decision.KindFor(s.Step); ok {
				return s, nil
			}
		}
	}
	for _, body := range m.Deciding() {
		sent, err := u.Own.Decisions(ctx, store.DecisionFilter{Matter: c.Matter.ID, GoesTo: body, Limit: 20})
		if err != nil {
			return nil, err
		}
		if s := c.SentOnTo(body, sent); s != nil {
			return s, nil
		}
	}
	return nil, nil
}
