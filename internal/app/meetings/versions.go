package meetings

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// freeze keeps the agenda as it is now as a version: notice is the one that it
// goes out with, or "". An agenda that is the same as in the last version is kept
// by that one: nothing is said to have changed.
func freeze(ctx context.Context, u *app.Unit, s *structure.Structure, m meeting.Meeting, cause meeting.Cause, notice string) error {
	now, err := draft(ctx, u, m.ID)
	if err != nil || len(now) == 0 {
		return err
	}
	versions, err := u.Own.AgendaVersions(ctx, m.ID)
	if err != nil {
		return err
	}
	if n := len(versions); n > 0 {
		was, err := stoodIn(ctx, u, m.ID, versions[n-1].No)
		if err != nil {
			return err
		}
		if len(meeting.Compare(was, now)) == 0 {
			return nil
		}
	}
	_, err = u.Own.AddAgendaVersion(ctx, meeting.Version{ID: u.NewID(), Meeting: m.ID, Cause: cause, Notice: notice, As: u.As(s), At: u.Now}, now)
	return err
}

// draft gives the agenda as it stands, with the names of its papers.
func draft(ctx context.Context, u *app.Unit, id string) ([]meeting.Frozen, error) {
	a, err := u.Own.Agenda(ctx, id)
	if err != nil {
		return nil, err
	}
	return draftOf(ctx, u, id, a)
}

// draftOf is draft of an agenda that has been read.
func draftOf(ctx context.Context, u *app.Unit, id string, a meeting.Agenda) ([]meeting.Frozen, error) {
	all, err := u.Own.ItemPapers(ctx, id, true, false)
	if err != nil {
		return nil, err
	}
	papers := meeting.Newest(all)
	out := make([]meeting.Frozen, len(a))
	for n, i := range a {
		out[n].Item = i
		for _, p := range papers {
			if p.Item == i.ID && !p.Withdrawn() {
				out[n].Named = append(out[n].Named, p.Name())
			}
		}
	}
	return out, nil
}

func stoodIn(ctx context.Context, u *app.Unit, id string, no int) ([]meeting.Frozen, error) {
	all, err := u.Own.VersionItems(ctx, id)
	var out []meeting.Frozen
	for _, x := range all {
		if x.No == no {
			out = append(out, x.Frozen)
		}
	}
	return out, err
}

// DecideAgenda keeps the agenda as it is now as a version: it was decided on. One
// that has not changed since the last version is fault.Conflict.
var DecideAgenda = app.NewCommand("meeting.decide_agenda", decideAgenda)

func decideAgenda(ctx context.Context, u *app.Unit, in MeetingInput) (Planned, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(u.At(t.m, access.SetAgenda)); err != nil {
		return Planned{}, err
	}
	if err := t.m.Can(meeting.SetAgenda); err != nil {
		return Planned{}, err
	}
	if len(t.agenda) == 0 {
		return Planned{}, fault.New(fault.Invalid, "agenda.version_empty")
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Planned{}, err
	}
	before, err := u.Own.AgendaVersions(ctx, t.m.ID)
	if err != nil {
		return Planned{}, err
	}
	if err := freeze(ctx, u, s, t.m, meeting.Settled, ""); err != nil {
		return Planned{}, err
	}
	after, err := u.Own.AgendaVersions(ctx, t.m.ID)
	if err != nil {
		return Planned{}, err
	}
	if len(after) == len(before) {
		return Planned{}, fault.New(fault.Conflict, "agenda.version_same", after[len(after)-1].Letter())
	}
	if err := u.Own.SaveMeetingState(ctx, t.m); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.agenda_decided", Object: t.m.ID, Version: t.m.Version + 1, Record: after[len(after)-1]})
	return Planned{t.m.ID, t.m.Version + 1}, nil
}

// AgendaVersionInput asks for a version by its letter; "" is the draft.
type AgendaVersionInput struct{ Meeting, Letter string }

// AgendaVersionView is a version of the agenda, or the draft, and what changed
// since the one before it.
type AgendaVersionView struct {
	Meeting   meeting.Meeting
	BodyName  string
	Version   *meeting.Version // nil for the draft
	Items     []meeting.Frozen
	Before    *meeting.Version // nil for the first
	Changes   []meeting.Change
	All       []meeting.Version
	CanDecide bool
}

// AgendaVersion gives a version of the agenda.
var AgendaVersion = app.NewQuery("meeting.agenda_version", agendaVersion)

func agendaVersion(ctx context.Context, u *app.Unit, in AgendaVersionInput) (AgendaVersionView, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return AgendaVersionView{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return AgendaVersionView{}, err
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return AgendaVersionView{}, err
	}
	v := AgendaVersionView{Meeting: m, BodyName: s.PlaceName(m.Body)}
	_, open := m.After(meeting.SetAgenda)
	if v.All, err = u.Own.AgendaVersions(ctx, m.ID); err != nil {
		return AgendaVersionView{}, err
	}
	before := len(v.All)
	if in.Letter == "" {
		if !u.InMeeting(m) || !u.May(u.At(m, access.SetAgenda)) {
			return AgendaVersionView{}, fault.New(fault.NotFound, "not_found")
		}
		v.CanDecide = open
		if v.Items, err = draft(ctx, u, m.ID); err != nil {
			return AgendaVersionView{}, err
		}
	} else {
		i := slices.IndexFunc(v.All, func(x meeting.Version) bool { return x.Letter() == in.Letter })
		if i < 0 {
			return AgendaVersionView{}, fault.New(fault.NotFound, "not_found")
		}
		v.Version, before = &v.All[i], i
	}
	all, err := u.Own.VersionItems(ctx, m.ID)
	if err != nil {
		return AgendaVersionView{}, err
	}
	of := func(no int) (out []meeting.Frozen) {
		for _, x := range all {
			if x.No == no {
				out = append(out, x.Frozen)
			}
		}
		return out
	}
	if v.Version != nil {
		v.Items = of(v.Version.No)
	}
	if before > 0 {
		v.Before = &v.All[before-1]
		v.Changes = meeting.Compare(of(v.Before.No), v.Items)
	}
	return v, nil
}
