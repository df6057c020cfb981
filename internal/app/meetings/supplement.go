package meetings

import (
	"context"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Supplement is what has changed on the agenda of a meeting that people are called
// to, and that nobody has told them yet.
type Supplement struct {
	Changes []meeting.Change
	Gaps    []meeting.Gap    // what a supplement sent now would lack
	since   int              // the version of the agenda that they were told last
	now     []meeting.Frozen // the agenda as they are told it
}

// supplement gives what those who are called to a meeting have not been told of
// its agenda: how the draft differs from the version that stood when the last
// notice or supplement went out, and what a supplement would lack. Nothing before the
// meeting is called. last is what is known of the last notice; nil where it was not
// read.
func supplement(ctx context.Context, u *app.Unit, s *structure.Structure, m meeting.Meeting, agenda meeting.Agenda, last *Calling) (Supplement, error) {
	if m.State != meeting.Called || m.Opened() {
		return Supplement{}, nil
	}
	at := time.Time{}
	switch {
	case last != nil && last.Last.Was != "" && last.Last.Method != store.NoticeCancel:
		at = last.Last.SentAt
	default:
		notices, err := u.Own.Notices(ctx, m.ID)
		if err != nil {
			return Supplement{}, err
		}
		for _, n := range notices {
			if n.UndoneAt.IsZero() && n.Method != store.NoticeCancel && n.Was != "" { // not to one person alone, nor of a time alone
				at = n.SentAt
			}
		}
	}
	if at.IsZero() {
		return Supplement{}, nil
	}
	versions, err := u.Own.AgendaVersions(ctx, m.ID)
	if err != nil {
		return Supplement{}, err
	}
	var out Supplement
	for _, v := range versions {
		if !v.At.After(at) {
			out.since = v.No
		}
	}
	was, err := stoodIn(ctx, u, m.ID, out.since)
	if err != nil {
		return Supplement{}, err
	}
	out.now, err = draftOf(ctx, u, m.ID, agenda)
	out.Changes = meeting.Compare(was, out.now)
	if len(out.Changes) > 0 {
		out.Gaps = meeting.CheckSupplement(s, m, out.now, out.Changes, u.Today)
	}
	return out, err
}

// Adding is a meeting that people are called to, as its agenda is supplemented:
// what can come onto it by itself and doesn't stand there, and what nobody has
// been told yet.
type Adding struct {
	View
	Gather app.Gathered
}

// AddPage gives the page on which the agenda of a called meeting is supplemented, to
// those who set it. Before the notice and once the meeting has begun there is
// nothing to supplement: fault.Conflict.
var AddPage = app.NewQuery("meeting.add_page", addPage)

func addPage(ctx context.Context, u *app.Unit, in PageInput) (Adding, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Adding{}, err
	}
	if err := u.Require(u.At(m, access.SetAgenda)); err != nil {
		return Adding{}, err
	}
	if m.State != meeting.Called || m.Opened() {
		return Adding{}, fault.New(fault.Conflict, "supplement.not_called")
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return Adding{}, err
	}
	b := s.Body(m.Body)
	if b == nil {
		return Adding{}, fault.New(fault.NotFound, "body.not_found")
	}
	out := Adding{View: View{Meeting: m, BodyName: b.Name.SV, Standing: b.Meetings.Standing, NotesBy: record.DemandOf(s, b).ApproveRules(), CanOverrule: u.May(access.Overrule(m.Body))}}
	agenda, err := u.Own.Agenda(ctx, m.ID)
	if err != nil {
		return Adding{}, err
	}
	if out.Gather, err = u.Gather(ctx, s, m); err != nil {
		return Adding{}, err
	}
	out.Gather = lacking(out.Gather, agenda)
	if !u.May(u.At(m, access.SendNotice)) {
		return out, nil
	}
	if out.Calling, err = calling(ctx, u, m); err != nil {
		return Adding{}, err
	}
	out.New, err = supplement(ctx, u, s, m, agenda, out.Calling)
	out.GoRule = meeting.GoRule(s, m)
	out.New.Gaps = ungiven(u, m, out.New.Gaps)
	return out, err
}

// SendSupplement tells those who are called to a meeting what has changed on its
// agenda and among its papers since they were told last: in one mail to each, of
// the items that the person is called to. Whom nothing of it concerns gets no
// mail. Their calendars and their answers stay as they are. It waits in the outbox
// as a notice does, and is taken back in the same way. One that comes too late, or
// lacks what the notice's rule demands, is stopped as a notice is; whoever may give
// the go for it gives it by sending.
var SendSupplement = app.NewCommand("meeting.supplement", sendSupplement)

func sendSupplement(ctx context.Context, u *app.Unit, in NoticeInput) (NoticeSent, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return NoticeSent{}, err
	}
	if err := u.Require(u.At(t.m, access.SendNotice)); err != nil {
		return NoticeSent{}, err
	}
	if t.m.State != meeting.Called || t.m.Opened() {
		return NoticeSent{}, fault.New(fault.Conflict, "supplement.not_called")
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return NoticeSent{}, err
	}
	new, err := supplement(ctx, u, s, t.m, t.agenda, nil)
	if err != nil {
		return NoticeSent{}, err
	}
	if len(new.Changes) == 0 {
		return NoticeSent{}, fault.New(fault.Conflict, "supplement.nothing")
	}
	to, err := concerned(ctx, u, t.m, new.Changes)
	if err != nil {
		return NoticeSent{}, err
	}
	if len(to) == 0 {
		return NoticeSent{}, fault.New(fault.Conflict, "supplement.nobody")
	}
	gaps := ungiven(u, t.m, new.Gaps)
	if len(gaps) < len(new.Gaps) {
		if err := setGo(ctx, u, s, t.m); err != nil {
			return NoticeSent{}, err
		}
	}
	if err := except(ctx, u, s, t.m, supplementStops, gaps, in.Exception); err != nil {
		return NoticeSent{}, err
	}
	n := noticeOf(u, s, t.m, store.NoticeSupplement)
	n.Was, n.WasSeq, n.Since, n.Reason = t.m.State, t.m.Sequence, new.since, ""
	if err := gate(ctx, u, t.m); err != nil {
		return NoticeSent{}, err
	}
	if err := send(ctx, u, n, persons(to)); err != nil {
		return NoticeSent{}, err
	}
	v := meeting.Version{ID: u.NewID(), Meeting: t.m.ID, Cause: meeting.SentOut, Notice: n.ID, As: u.As(s), At: u.Now}
	if _, err := u.Own.AddAgendaVersion(ctx, v, new.now); err != nil {
		return NoticeSent{}, err
	}
	if err := u.Own.SaveMeetingState(ctx, t.m); err != nil {
		return NoticeSent{}, err
	}
	return NoticeSent{n.ID, t.m.Version + 1, to, n.DueAt}, u.RefreshMeeting(ctx, t.m)
}

// concerned gives those of the people who have the notice of a meeting whom some
// of the changes concern.
func concerned(ctx context.Context, u *app.Unit, m meeting.Meeting, changes []meeting.Change) ([]Recipient, error) {
	all, err := peopleOf(ctx, u, m)
	if err != nil {
		return nil, err
	}
	have, err := u.Own.NoticeRecipients(ctx, m.ID)
	if err != nil {
		return nil, err
	}
	at := store.CalledTo(all)
	return slices.DeleteFunc(called(all), func(r Recipient) bool {
		x := at[r.Person]
		return !slices.Contains(have, r.Person) || len(meeting.Concerning(changes, x.Whole, x.Items)) == 0
	}), nil
}
