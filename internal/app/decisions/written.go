package decisions

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// MailWritten is the outbox's kind of a mail that puts a matter to a member; its
// payload is WrittenMail.
const MailWritten = "mail.written"

// WrittenMail is the payload.
type WrittenMail struct{ Written, Person string }

// PutInput puts a matter to a body's members between its meetings (per capsulam).
type PutInput struct {
	Body, Matter string
	Version      string // of the proposal
	Text         string // of the decision that is proposed
	Responsible  string
	DueOn        workday.Date
	FollowUpOn   workday.Date
	LastDay      workday.Date // for answers
}

// Put names a written procedure.
type Put struct{ ID string }

// PutWritten puts a matter to the members of a body whose text lets it decide
// between its meetings. What the body could not decide at a meeting is refused here
// too.
var PutWritten = app.NewCommand("written.put", putWritten)

func putWritten(ctx context.Context, u *app.Unit, in PutInput) (Put, error) {
	b, err := writtenDesk(ctx, u, in.Body, in.Matter)
	if err != nil {
		return Put{}, err
	}
	if err := u.Require(access.RecordDecision(in.Body)); err != nil {
		return Put{}, err
	}
	if err := b.mayWrite(ctx, u); err != nil {
		return Put{}, err
	}
	kind, _ := decision.KindFor(b.station.Step)
	t := decision.Terms{Kind: kind, Outcome: decision.AsProposed, Text: in.Text, Version: in.Version, Responsible: in.Responsible, DueOn: in.DueOn, FollowUpOn: in.FollowUpOn}
	version, err := versionOf(ctx, u, b.c.Matter.ID, in.Version)
	if err != nil {
		return Put{}, err
	}
	if t, err = b.proposed(ctx, u, t, version); err != nil {
		return Put{}, err
	}
	if err := decision.CheckLastDay(b.s.Body(in.Body).Written, in.LastDay, u.Today); err != nil {
		return Put{}, err
	}
	w := decision.Written{ID: u.NewID(), Body: in.Body, Matter: b.c.Matter.ID, Station: b.station.ID, Terms: t, LastDay: in.LastDay,
		OpenedBy: u.Viewer.Person, OpenedAs: b.as, OpenedAt: u.Now, State: decision.WrittenOpen}
	if w.Asked, err = b.members(ctx, u); err != nil {
		return Put{}, err
	}
	if len(w.Asked) == 0 {
		return Put{}, fault.New(fault.Conflict, "written.nobody")
	}
	links, send := map[string]string{}, []app.Message(nil)
	for _, a := range w.Asked {
		links[a.Person] = app.Hashed(u.Secret(app.WrittenLink, w.ID, a.Person))
		send = append(send, app.Message{Kind: MailWritten, Key: "written/" + w.ID + "/" + a.Person, Payload: WrittenMail{w.ID, a.Person}})
	}
	if err := u.Own.AddWritten(ctx, w, links); err != nil {
		return Put{}, err
	}
	if err := u.Own.FreezeVersion(ctx, in.Version, u.Now); err != nil {
		return Put{}, err
	}
	u.Announce(app.Event{Type: "written.put", Object: w.ID, Version: 1, Record: w, Send: send})
	return Put{w.ID}, b.tell(ctx, u, app.EventWrittenPut, w)
}

// versionOf gives a version of a matter's proposal, with its text; the zero version
// if there is none such.
func versionOf(ctx context.Context, u *app.Unit, matterID, id string) (matter.Version, error) {
	all, err := u.Own.Versions(ctx, matterID)
	if i := slices.IndexFunc(all, func(x matter.Version) bool { return x.ID == id }); i >= 0 {
		return all[i], err
	}
	return matter.Version{}, err
}

// tell puts what happens to a written procedure into the log of its matter.
func (b *desk) tell(ctx context.Context, u *app.Unit, kind matter.EventKind, w decision.Written) error {
	last := string(w.LastDay)
	if kind == app.EventWrittenLeft {
		last = w.Why
	}
	if err := u.Tell(ctx, b.c, matter.Event{Kind: kind, Station: w.Station, Args: []string{w.Body, last}, Public: b.c.Public()}); err != nil {
		return err
	}
	return u.Touched(ctx, b.c, "matter."+string(kind), w.ID, false)
}

// writtenDesk is a desk without a meeting: of a body and a matter, today.
func writtenDesk(ctx context.Context, u *app.Unit, body, id string) (desk, error) {
	b := desk{m: meeting.Meeting{Body: body, On: u.Today}, whose: body}
	s, err := u.Structure(ctx)
	if err != nil {
		return b, err
	}
	if s.Body(body) == nil || !u.Viewer.InBody(body) && !u.Viewer.System {
		return b, fault.New(fault.NotFound, "not_found")
	}
	if b.c, err = u.Course(ctx, id); err != nil {
		return b, err
	}
	if err := b.ofItsDay(ctx, u); err != nil {
		return b, err
	}
	return b, b.ofMatter(ctx, u)
}

// mayWrite refuses what the body's text gives no such way for, what does not lie
// before it, what could not be put up at a meeting, and what it has put already.
func (b *desk) mayWrite(ctx context.Context, u *app.Unit) error {
	if err := decision.MayWrite(b.s.Body(b.m.Body), b.c.Matter.Kind); err != nil {
		return err
	}
	if b.station == nil || b.sent || !b.c.Matter.State.Travels() {
		return fault.New(fault.Conflict, "written.no_station")
	}
	if p := b.c.PutUp(b.station.ID, u.Today); p.Refusal != nil {
		r := *p.Refusal
		r.Exception = false // who sets it aside does so at a meeting
		return &r
	} else if p.Place != nil {
		return rule.Refuse("agenda.not_prioritised", p.Place.Rules, p.Place.Place)
	}
	open, err := u.Own.WrittenIn(ctx, b.m.Body, b.c.Matter.ID)
	if err == nil && open {
		err = fault.New(fault.Conflict, "written.put_already")
	}
	return err
}

// proposed gives the terms as they are put to the members: judged as at a meeting,
// but for who is there. Whoever agrees says too that they hold the mandate, where
// that is asked.
func (b *desk) proposed(ctx context.Context, u *app.Unit, t decision.Terms, v matter.Version) (decision.Terms, error) {
	if b.kase.NeedsPosition(t.Kind, t.Outcome) {
		t.Mandate = decision.Held
	}
	if b.kase.Settling.Asked(t.Kind, t.Outcome) {
		t.Concord.Accord = decision.United
	}
	t, err := b.kase.Judge(t)
	if err != nil {
		return t, err
	}
	opens := b.c.Opens(v)
	opens.Texts = append(opens.Texts, app.Said{Field: "text", Text: t.Text}, app.Said{Field: "responsible", Text: t.Responsible})
	if err := u.Guard(ctx, opens); err != nil {
		return t, err
	}
	must, should := lacking(b.s.RequireDecision(b.m.Body, b.sitting.AtDecision(seen(t), b.c)))
	found := slices.DeleteFunc(append(must, should...), func(f rule.Finding) bool { return f.Kind == structure.KindPresence })
	if len(found) > 0 {
		return t, refused(found, rule.Refusal{Key: "decision.required", WayOut: "decision.required.way_out"})
	}
	return t, nil
}

// members gives those who sit in the body today as its members, for the matter: each
// once. A seat for other questions only is none here.
func (b *desk) members(ctx context.Context, u *app.Unit) ([]decision.Asked, error) {
	held, err := u.Own.Members(ctx, u.Today)
	if err != nil {
		return nil, err
	}
	all := make([]people.Membership, len(held))
	for i, x := range held {
		all[i] = x.Membership
	}
	var out []decision.Asked
	_, sits := people.Seated(b.s, b.m.Body, all, u.Today)
	for _, x := range sits {
		if !x.Member || slices.ContainsFunc(out, func(a decision.Asked) bool { return a.Person == x.Person }) {
			continue
		}
		i := slices.IndexFunc(all, func(m people.Membership) bool {
			return m.Person == x.Person && m.Body == b.m.Body && m.Role.Sits() && b.concerns(people.Asides(b.s, m))
		})
		if i >= 0 {
			out = append(out, decision.Asked{Person: x.Person, Party: all[i].Party})
		}
	}
	return out, nil
}

// concerns tells whether somebody takes part in the matter who has seats for some
// questions only; without such seats everybody does.
func (b *desk) concerns(only []string) bool {
	if len(only) == 0 {
		return true
	}
	return slices.ContainsFunc(b.s.Body(b.m.Body).Seats, func(s structure.Seat) bool {
		return slices.Contains(only, s.ID) && s.When.Holds(b.c.Env) == rule.True
	})
}
