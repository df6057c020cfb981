package meetings

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// MeetingInput names a meeting; Version is the meeting's, as it was read.
type MeetingInput struct {
	Meeting string
	Version int64
}

// Open opens a meeting, on its day or later: from then on presence and decisions
// are recorded. Its first item is up.
var Open = app.NewCommand("meeting.open", open)

func open(ctx context.Context, u *app.Unit, in MeetingInput) (Planned, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(u.At(m, access.RecordDecision)); err != nil {
		return Planned{}, err
	}
	m.Version = in.Version
	if m, err = m.OpenedNow(u.Now, u.Today); err != nil {
		return Planned{}, err
	}
	if err := gate(ctx, u, m); err != nil {
		return Planned{}, err
	}
	if err := u.Own.SaveMeetingState(ctx, m); err != nil {
		return Planned{}, err
	}
	agenda, err := u.Own.Agenda(ctx, m.ID)
	if err != nil {
		return Planned{}, err
	}
	if len(agenda) > 0 {
		if err := u.Own.SetItem(ctx, m.ID, agenda[0].ID, ""); err != nil {
			return Planned{}, err
		}
	}
	u.Announce(app.Event{Type: "meeting.opened", Object: m.ID, Version: m.Version + 1, Record: m, Meeting: m.ID})
	return Planned{m.ID, m.Version + 1}, nil
}

// AttendInput records who is there. People not named stay as they are.
type AttendInput struct {
	Meeting string
	People  []Attendance
}

// Attendance is whether somebody was there, and for a deputy the absent member
// in whose stead. AsDeputy follows from that.
type Attendance = store.Attendance

// Attend records presence at an open or a held meeting. Only those who sit in
// the body on its day, their deputies and those invited can be there; a deputy
// serves for one member who is not.
var Attend = app.NewCommand("meeting.attend", attend)

func attend(ctx context.Context, u *app.Unit, in AttendInput) (Planned, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(u.At(m, access.RecordDecision)); err != nil {
		return Planned{}, err
	}
	if err := m.Can(meeting.Attend); err != nil {
		return Planned{}, err
	}
	if err := attendanceOpen(m); err != nil {
		return Planned{}, err
	}
	all, err := peopleOf(ctx, u, m)
	if err != nil {
		return Planned{}, err
	}
	there := app.Attendees(all)
	for i, a := range in.People {
		at := slices.IndexFunc(there, func(p meeting.Attendee) bool { return p.Person == a.Person })
		if at < 0 {
			return Planned{}, fault.New(fault.Invalid, "attendance.not_of_meeting", a.Person).On("people")
		}
		in.People[i].AsDeputy = a.For != ""
		there[at].Present, there[at].For = a.Present, a.For
	}
	if err := meeting.CheckPresence(there); err != nil {
		return Planned{}, err
	}
	if err := u.Own.SetAttendance(ctx, m.ID, in.People); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.attended", Object: m.ID, Version: m.Version, Record: in, Meeting: m.ID})
	return Planned{m.ID, m.Version}, nil
}

// attendanceOpen refuses to change who was there once that stands in approved notes
// or minutes; a new version of them opens it again.
func attendanceOpen(m meeting.Meeting) error {
	if recordSettled(m) {
		return fault.New(fault.Conflict, "attendance.approved")
	}
	return nil
}

// recordSettled reports whether the newest notes or minutes of a meeting are approved.
func recordSettled(m meeting.Meeting) bool {
	return m.State == meeting.Held && record.Part{Kind: record.Notes, State: record.State(m.NotesState)}.Approved()
}

// CloseInput closes a meeting. Anyway closes it although items that were there
// for decision have none.
type CloseInput struct {
	Meeting string
	Version int64
	Anyway  bool
}

// Closed tells what followed.
type Closed struct {
	ID        string
	Version   int64
	Undecided []meeting.Item // for decision, and none recorded
	Decisions int
	Sent      int // how many get the summary of the decisions by mail
}

// Close closes a meeting: it has been held. Its decisions in matters are open to
// all who may open those from then on, and those concerned get a summary by
// mail. What it had to decide and didn't reach, and what it postponed, comes onto
// the next agenda. A statutory board's is not closed before it is recorded who served.
var Close = app.NewCommand("meeting.close", closeMeeting)

func closeMeeting(ctx context.Context, u *app.Unit, in CloseInput) (Closed, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return Closed{}, err
	}
	if err := u.Require(u.At(t.m, access.RecordDecision)); err != nil {
		return Closed{}, err
	}
	m, err := t.m.ClosedNow(u.Now)
	if err != nil {
		return Closed{}, err
	}
	if err := served(ctx, u, m); err != nil {
		return Closed{}, err
	}
	done, err := u.Own.Decisions(ctx, store.DecisionFilter{Meeting: m.ID, Limit: 500})
	if err != nil {
		return Closed{}, err
	}
	out := Closed{ID: m.ID, Version: m.Version + 1, Undecided: t.agenda.Undecided(decision.Items(done)), Decisions: len(decision.Standing(done))}
	if len(out.Undecided) > 0 && !in.Anyway {
		return Closed{}, fault.New(fault.Invalid, "meeting.undecided", len(out.Undecided)).On("anyway")
	}
	if err := u.Own.SaveMeetingState(ctx, m); err != nil {
		return Closed{}, err
	}
	if err := u.Own.ShareDecisions(ctx, m.ID, u.Now); err != nil {
		return Closed{}, err
	}
	var mails []app.Message
	var sentTo []string
	if len(done) > 0 {
		to, err := recipients(ctx, u, m)
		if err != nil {
			return Closed{}, err
		}
		for _, r := range to {
			if r.Item != "" {
				continue
			}
			sentTo = append(sentTo, r.Person)
			mails = append(mails, app.Message{Kind: app.MailDecisions, Key: "decisions/" + m.ID + "/" + r.Person, Payload: app.DecisionsMail{Meeting: m.ID, Person: r.Person}})
		}
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return Closed{}, err
	}
	if err := u.ListDecisions(ctx, s, m, sentTo); err != nil {
		return Closed{}, err
	}
	if err := u.FillNext(ctx, m); err != nil {
		return Closed{}, err
	}
	out.Sent = len(mails)
	u.Announce(app.Event{Type: "meeting.closed", Object: m.ID, Version: m.Version + 1, Record: m, Meeting: m.ID, Send: mails})
	return out, u.RefreshMeeting(ctx, m)
}

// served refuses to close a board's meeting while nobody has recorded who was
// there.
func served(ctx context.Context, u *app.Unit, m meeting.Meeting) error {
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return err
	}
	var laws []meeting.Regime
	for _, b := range m.Deciding() {
		if law := meeting.RegimeOf(s, s.Body(b)); law.Statutory() {
			laws = append(laws, law)
		}
	}
	if len(laws) == 0 {
		return nil
	}
	all, err := u.Own.MeetingPeople(ctx, s, m)
	if err != nil {
		return err
	}
	for _, law := range laws {
		known := slices.ContainsFunc(all, func(p store.MeetingPerson) bool { return p.Known })
		if no := law.CheckPresence(meeting.Presence{Recorded: known}); no != nil {
			return no
		}
	}
	return nil
}
