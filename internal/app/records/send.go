package records

import (
	"bytes"
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// MailRecord is the outbox's kind of a mail with the record of a meeting to one
// person; its payload is RecordMail.
const MailRecord = "mail.record"

// RecordMail is the payload: what was sent to whom. The link by which they say
// that they have read it is made when the mail is sent.
type RecordMail struct{ Receipt string }

// Recipient is somebody whom the record of a meeting concerns, and why.
type Recipient struct {
	Person, Name string
	Why          string // app.WhyCalled and its like
	Party        string // whose registry
	Address      bool   // there is an address that mail can go to
}

// concerned gives whom the record of a meeting concerns, each once: those who were
// called to the whole of it and those who served as deputies; those who lead and
// serve a body that a decision goes on to, or to which the text sends the record;
// and the registries of parties, where the text names those or a decision goes on
// to them.
func (x base) concerned(ctx context.Context, u *app.Unit, of app.OfRecord) ([]Recipient, error) {
	var out []Recipient
	add := func(person, name, why, party string, address bool) {
		if !slices.ContainsFunc(out, func(r Recipient) bool { return r.Person == person }) {
			out = append(out, Recipient{person, name, why, party, address})
		}
	}
	for _, p := range of.People {
		if p.Item == "" && (p.Role != access.Deputy || p.Present) {
			add(p.Person, p.Name, app.WhyCalled, "", p.Email != "")
		}
	}
	bodies, parties, why := x.sentTo(of)
	if len(bodies) > 0 {
		leads, err := u.Own.Leaders(ctx, bodies, u.Today)
		if err != nil {
			return nil, err
		}
		for _, l := range leads {
			add(l.Person, l.Name, why, "", l.Email != "")
		}
	}
	if len(parties) > 0 {
		keep, err := u.Own.Registries(ctx, parties, u.Today)
		if err != nil {
			return nil, err
		}
		for _, k := range keep {
			add(k.Person, k.Name, app.WhyRegistry, k.Party, k.Email != "")
		}
	}
	return out, nil
}

// sentTo gives the bodies and parties that the record goes to by the text, and by
// the decisions that go on.
func (x base) sentTo(of app.OfRecord) (bodies, parties []string, why string) {
	why = app.WhyNamed
	for _, id := range x.s.Places(x.demand.Said.To, structure.Env{}) {
		if x.s.Body(id) != nil && id != x.m.Body {
			bodies = append(bodies, id)
		}
	}
	mine := x.s.PartiesOf(x.b)
	certain, possible := x.s.Expand(x.demand.Said.To, structure.Env{})
	for _, p := range append(certain, possible...) {
		if slices.Contains(mine, p) && !slices.Contains(parties, p) {
			parties = append(parties, p)
		}
	}
	for _, d := range of.Decisions {
		switch to := d.Terms.GoesTo; {
		case to == decision.GoesToParties:
			parties = mine
		case to != "" && !slices.Contains(bodies, to):
			bodies, why = append(bodies, to), app.WhyGoesOn
		}
	}
	return bodies, parties, why
}

// SendInput sends the notes and the list of decisions of a meeting. Version is the
// notes' as they were read. Exception is the reason to send what has not been
// approved although a text wants that.
type SendInput struct {
	Meeting   string
	Version   int64
	Exception string
}

// SendRecord sends the notes and the list of the decisions to those concerned, in
// one act and one letter to each: what they may open is behind the link, and that
// they have it is kept.
var SendRecord = app.NewCommand("record.send", func(ctx context.Context, u *app.Unit, in SendInput) (Done, error) {
	x, err := held(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	p := x.newest(record.Notes)
	if err := (PartInput{Version: in.Version}).at(p); err != nil {
		return Done{}, err
	}
	of, err := u.OfRecord(ctx, x.s, x.m)
	if err != nil {
		return Done{}, err
	}
	part, err := p.Do(record.Send, x.demand)
	if err != nil {
		if part, err = x.overruled(ctx, u, p.Part, record.Send, err, in.Exception); err != nil {
			return Done{}, err
		}
	}
	to, err := x.concerned(ctx, u, of)
	if err != nil {
		return Done{}, err
	}
	list, err := currentList(ctx, u, x, of)
	if err != nil {
		return Done{}, err
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return Done{}, err
	}
	if part.SentAt.IsZero() {
		part.SentAt, part.SentAs = u.Now, u.As(now)
	}
	if err := u.Own.SaveRecordPart(ctx, part, p.Content); err != nil {
		return Done{}, err
	}
	had, err := u.Own.Receipts(ctx, x.m.ID)
	if err != nil {
		return Done{}, err
	}
	out := done(u, part, "sent")
	var mails []app.Message
	for _, r := range to {
		if list != "" && !has(had, list, r.Person) {
			y := record.Receipt{ID: u.NewID(), Part: list, Person: r.Person, Why: r.Why, Party: r.Party, SentAt: u.Now}
			if err := u.Own.AddReceipt(ctx, y); err != nil {
				return Done{}, err
			}
		}
		if has(had, part.ID, r.Person) {
			continue
		}
		y := record.Receipt{ID: u.NewID(), Part: part.ID, Person: r.Person, Why: r.Why, Party: r.Party, SentAt: u.Now}
		if err := u.Own.AddReceipt(ctx, y); err != nil {
			return Done{}, err
		}
		if r.Address {
			mails = append(mails, app.Message{Kind: MailRecord, Key: "record/" + part.ID + "/" + r.Person, Payload: RecordMail{y.ID}})
		}
	}
	out.Sent = len(mails)
	u.Announce(app.Event{Type: "record.mailed", Object: part.ID, Version: out.Version, Record: to, Send: mails})
	return out, nil
})

func has(all []store.Receipt, part, person string) bool {
	return slices.ContainsFunc(all, func(y store.Receipt) bool { return y.Part == part && y.Person == person })
}

// currentList gives the list of the decisions as they stand now: the one that there
// is, or a new version where a decision has been recorded or corrected since; ""
// without a decision.
func currentList(ctx context.Context, u *app.Unit, x base, of app.OfRecord) (string, error) {
	old := x.newest(record.Decisions)
	if len(of.Decisions) == 0 {
		return old.ID, nil
	}
	c := of.Content(x.s, x.m, x.form(), nil).List()
	if old.ID != "" {
		same, err := saysSame(old, c)
		if err != nil {
			return "", err
		}
		if same {
			if old.SentAt.IsZero() {
				return old.ID, markSent(ctx, u, old)
			}
			return old.ID, nil
		}
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return "", err
	}
	p, text, err := newList(ctx, u, x.m.ID, old, c, u.As(now))
	if err != nil {
		return "", err
	}
	p.SentAt, p.SentAs = u.Now, u.As(now)
	return p.ID, u.Own.AddRecordPart(ctx, p, text)
}

// saysSame reports whether a list of decisions that was drawn up says what it would
// say now.
func saysSame(old store.RecordPart, now record.Content) (bool, error) {
	was, err := record.Parse(old.Content)
	if err != nil {
		return false, err
	}
	a, err := was.Plain().Bytes()
	if err != nil {
		return false, err
	}
	b, err := now.Plain().Bytes()
	return bytes.Equal(a, b), err
}

// newList gives a list of decisions that is settled now, and its words; of one that
// stands instead of another what that one said otherwise.
func newList(ctx context.Context, u *app.Unit, meeting string, old store.RecordPart, c record.Content, as string) (record.Part, string, error) {
	p := begin(u, meeting, record.Decisions, nil, "")
	if old.ID != "" {
		was, err := record.Parse(old.Content)
		if err != nil {
			return p, "", err
		}
		p = begin(u, meeting, record.Decisions, &old.Part, "")
		c = c.Correcting(was, old.No)
	}
	p.State, p.CheckedBy, p.CheckedAs, p.CheckedAt = record.Checked, u.Viewer.Person, as, u.Now
	return u.Settle(ctx, p, c)
}

func markSent(ctx context.Context, u *app.Unit, p store.RecordPart) error {
	now, err := u.Structure(ctx)
	if err != nil {
		return err
	}
	p.SentAt, p.SentAs = u.Now, u.As(now)
	return u.Own.SaveRecordPart(ctx, p.Part, p.Content)
}

// PublishInput publishes a part. Exception is the reason to publish what has not
// been approved, or to fewer than the text says.
type PublishInput struct {
	PartInput
	Audience  record.Audience
	Exception string
}

// Publish publishes a part that is settled: to its body alone, to all participants
// or to the public. Nobody is chosen beforehand. The public gets a copy without
// what is not open to all, and the decisions in it are published with it.
var Publish = app.NewCommand("record.publish", func(ctx context.Context, u *app.Unit, in PublishInput) (Done, error) {
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	if err := u.Require(u.At(x.m, access.Publish)); err != nil {
		return Done{}, err
	}
	p := x.newest(in.Kind)
	if err := in.at(p); err != nil {
		return Done{}, err
	}
	if !slices.Contains(record.Audiences(), in.Audience) {
		return Done{}, fault.New(fault.Invalid, "record.audience_missing").On("audience")
	}
	if x.m.IsSide() && in.Audience != record.ToBody {
		return Done{}, fault.New(fault.Invalid, "record.side_only").On("audience")
	}
	demand := x.demand.Of(in.Kind)
	if made := x.demand.Said.Made; made != "" && in.Kind == record.Notes && in.Audience != record.ToPublic {
		no := rule.Refuse("record.published_to_all", []rule.Ref{x.demand.Said.Rule})
		no.WayOut, no.Exception = "record.published_to_all.way_out", true
		if in.Exception == "" {
			return Done{}, no
		}
		if err := x.except(ctx, u, no.Rules, in.Exception); err != nil {
			return Done{}, err
		}
	}
	if in.Kind == record.Decisions && p.ID != "" {
		if err := x.says(ctx, u, p); err != nil {
			return Done{}, err
		}
	}
	part, err := p.Do(record.Publish, demand)
	if err != nil {
		if part, err = x.overruled(ctx, u, p.Part, record.Publish, err, in.Exception); err != nil {
			return Done{}, err
		}
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return Done{}, err
	}
	part.PublishedAt, part.PublishedAs, part.Audience = u.Now, u.As(now), in.Audience
	if err := u.Own.SaveRecordPart(ctx, part, p.Content); err != nil {
		return Done{}, err
	}
	if in.Audience == record.ToPublic {
		if err := makePublic(ctx, u, x, part, p.Content); err != nil {
			return Done{}, err
		}
	}
	return done(u, part, "published"), nil
})

// says refuses to publish a list of decisions that lacks one that stands, or has one
// that has been corrected: it is made anew first.
func (x base) says(ctx context.Context, u *app.Unit, list store.RecordPart) error {
	of, err := u.OfRecord(ctx, x.s, x.m)
	if err != nil {
		return err
	}
	was, err := record.Parse(list.Content)
	if err != nil {
		return err
	}
	mine, err := u.Own.OpenMatters(ctx, was.Matters())
	if err != nil {
		return err
	}
	was = was.For(func(m string) bool { _, ok := mine[m]; return ok })
	if of.Content(x.s, x.m, x.form(), nil).List().Since(was).Decided() {
		return fault.New(fault.Conflict, "record.list_incomplete")
	}
	return nil
}

// makePublic copies what is open to all to where the public reads, and publishes
// the decisions in it.
func makePublic(ctx context.Context, u *app.Unit, x base, p record.Part, text string) error {
	c, err := record.Parse(text)
	if err != nil {
		return err
	}
	if !x.public(p.Corrects) { // how it read before has not been public
		n, why := c.Corrects, c.Reason
		c = c.Plain()
		c.Corrects, c.Reason = n, why
	}
	if c, err = publicOf(ctx, u, c); err != nil {
		return err
	}
	words, err := c.Bytes()
	if err != nil {
		return err
	}
	headings := map[string]string{}
	for _, i := range c.Items {
		for _, d := range i.Decisions {
			if i.Matter == "" {
				headings[d.ID] = i.Title
			}
		}
	}
	for _, d := range c.DecisionIDs() {
		if err := u.Own.PublishDecision(ctx, d, headings[d], u.Now); err != nil {
			return err
		}
		u.Announce(app.Event{Type: "decision.published", Object: d, Version: 2, Record: p.ID, Public: true})
	}
	titles := c.Body
	for _, i := range c.Items {
		titles += " " + i.Title
	}
	u.Announce(app.Event{Type: "record.made_public", Object: p.ID, Version: p.Version + 1, Record: c, Public: true})
	return u.Own.PublishRecord(ctx, p, x.m.Body, c.Form, x.m.On, titles, string(words))
}

// public reports whether the version with an id is published to everybody.
func (x base) public(id string) bool {
	return slices.ContainsFunc(x.parts, func(p store.RecordPart) bool {
		return p.ID == id && p.State == record.Published && p.Audience == record.ToPublic
	})
}

// publicOf gives what is open to all of what a part says. Names of those who were
// there stand in the notes as they were written.
func publicOf(ctx context.Context, u *app.Unit, c record.Content) (record.Content, error) {
	open, err := u.Own.PublicOf(ctx, c.Matters())
	if err != nil {
		return c, err
	}
	return c.For(func(m string) bool { return slices.Contains(open, m) }), nil
}

// Seen records that somebody has read what they were sent.
var Seen = app.NewCommand("record.seen", func(ctx context.Context, u *app.Unit, in SeenInput) (string, error) {
	y, err := u.Own.Receipt(ctx, in.Receipt)
	if err != nil {
		return "", err
	}
	if err := u.Require(access.AnswerRecord(y.Person)); err != nil {
		return "", err
	}
	if err := u.Own.ReadReceipt(ctx, y.ID, in.Way, u.Now); err != nil {
		return "", err
	}
	u.Announce(app.Event{Type: "record.seen", Object: y.Part, Record: y.ID})
	return y.Meeting, nil
})

// SeenInput names a receipt, and how it came.
type SeenInput struct {
	Receipt string
	Way     record.Way
}
