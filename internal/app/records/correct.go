package records

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/record"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// MailTellers is the outbox's kind of telling those who tell at home that a list of
// decisions has been corrected; its payload is TellersInput. MailCorrected is the mail
// that comes of it to one of them; its payload is CorrectedMail.
const (
	MailTellers   = "record.tellers"
	MailCorrected = "mail.record_corrected"
)

// TellersInput names a list of decisions that corrects an earlier one.
type TellersInput struct{ Meeting, Part string }

// CorrectedMail is the payload: who tells at home, for which party.
type CorrectedMail struct{ Meeting, Part, Party, Person string }

// SendCorrected draws the list of decisions up anew where a decision has been
// recorded or corrected after it was made, and sends it to exactly those who had the
// old one: nobody, where that was not sent. What it said before stands in it beside
// what it says now. A list that had been published is published again, to the same.
// Version is the old list's.
var SendCorrected = app.NewCommand("record.send_corrected", func(ctx context.Context, u *app.Unit, in PartInput) (Done, error) {
	x, err := held(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	old := x.newest(record.Decisions)
	if err := in.at(old); err != nil {
		return Done{}, err
	}
	of, err := u.OfRecord(ctx, x.s, x.m)
	if err != nil {
		return Done{}, err
	}
	c := of.Content(x.s, x.m, x.form(), nil).List()
	if old.ID == "" {
		return Done{}, fault.New(fault.Conflict, "record.list_not_made")
	}
	same, err := saysSame(old, c)
	if err != nil {
		return Done{}, err
	}
	if same {
		return Done{}, fault.New(fault.Conflict, "record.list_same")
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return Done{}, err
	}
	p, text, err := newList(ctx, u, x.m.ID, old, c, u.As(now))
	if err != nil {
		return Done{}, err
	}
	if !old.SentAt.IsZero() {
		p.SentAt, p.SentAs = u.Now, u.As(now)
	}
	if old.State == record.Published {
		if err := u.Require(u.At(x.m, access.Publish)); err != nil {
			return Done{}, err
		}
		p.State, p.PublishedAt, p.PublishedAs, p.Audience = record.Published, u.Now, u.As(now), old.Audience
	}
	if err := u.Own.AddRecordPart(ctx, p, text); err != nil {
		return Done{}, err
	}
	if p.Audience == record.ToPublic {
		if err := makePublic(ctx, u, x, p, text); err != nil {
			return Done{}, err
		}
	}
	send, err := again(ctx, u, x.m.ID, old.ID, p.ID)
	if err != nil {
		return Done{}, err
	}
	p.Version = 0
	out := done(u, p, "corrected")
	out.Sent = len(send)
	if old.SentAt.IsZero() {
		return out, nil
	}
	send = append(send, app.Message{Kind: MailTellers, Key: "record-tellers/" + p.ID, Payload: TellersInput{x.m.ID, p.ID}})
	u.Announce(app.Event{Type: "record.mailed", Object: p.ID, Version: out.Version, Record: in, Send: send})
	return out, nil
})

// changed gives in which way a list of decisions reads otherwise than the one before
// it, as Lack.Word does; "" for one that stands instead of none.
func (x base) changed(part string) (string, error) {
	i := slices.IndexFunc(x.parts, func(p store.RecordPart) bool { return p.ID == part })
	if i < 0 || x.parts[i].Kind != record.Decisions || x.parts[i].Corrects == "" {
		return "", nil
	}
	old := slices.IndexFunc(x.parts, func(p store.RecordPart) bool { return p.ID == x.parts[i].Corrects })
	if old < 0 {
		return "", nil
	}
	was, err := record.Parse(x.parts[old].Content)
	if err != nil {
		return "", err
	}
	now, err := record.Parse(x.parts[i].Content)
	return now.Since(was).Word(), err
}

// again sends a version to those who had another one: each gets a receipt of their
// own for it, that they have not read.
func again(ctx context.Context, u *app.Unit, meeting, had, part string) ([]app.Message, error) {
	all, err := u.Own.Receipts(ctx, meeting)
	if err != nil {
		return nil, err
	}
	var send []app.Message
	for _, y := range all {
		if y.Part != had {
			continue
		}
		n := record.Receipt{ID: u.NewID(), Part: part, Person: y.Person, Why: y.Why, Party: y.Party, SentAt: u.Now}
		if err := u.Own.AddReceipt(ctx, n); err != nil {
			return nil, err
		}
		send = append(send, app.Message{Kind: MailRecord, Key: "record/" + part + "/" + y.Person, Payload: RecordMail{n.ID}})
	}
	return send, nil
}

// Tellers makes one mail of each person who has told at home of a meeting for a
// party, and was not sent the corrected list themselves. Whom a party tells is the
// party's alone, so it is the installation that looks.
var Tellers = app.NewCommand("record.tell_tellers", func(ctx context.Context, u *app.Unit, in TellersInput) (int, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return 0, err
	}
	all, err := u.Own.Tellers(ctx, in.Meeting)
	if err != nil {
		return 0, err
	}
	had, err := u.Own.Receipts(ctx, in.Meeting)
	if err != nil {
		return 0, err
	}
	var send []app.Message
	for _, x := range all {
		if has(had, in.Part, x.Person) {
			continue
		}
		still, err := u.Own.AtParty(ctx, x.Party, u.Today)
		if err != nil {
			return 0, err
		}
		if slices.ContainsFunc(still, func(w store.Who) bool { return w.Person == x.Person }) {
			send = append(send, app.Message{Kind: MailCorrected, Key: "record-corrected/" + in.Part + "/" + x.Party + "/" + x.Person,
				Payload: CorrectedMail{in.Meeting, in.Part, x.Party, x.Person}})
		}
	}
	u.Announce(app.Event{Type: "record.tellers_told", Object: in.Part, Record: len(send), Send: send})
	return len(send), nil
})

// Corrected gives what that mail says. fault.NotFound is nobody to write to.
var Corrected = app.NewQuery("record.corrected", func(ctx context.Context, u *app.Unit, in CorrectedMail) (Letter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Letter{}, err
	}
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return Letter{}, err
	}
	to, err := u.Own.Addresses(ctx, []string{in.Person})
	if err == nil && len(to) == 0 {
		err = fault.New(fault.NotFound, "mail.no_address")
	}
	if err != nil {
		return Letter{}, err
	}
	l := Letter{To: to[0], Body: x.b.Name.SV, On: x.m.On, Form: x.form(), Meeting: x.m.ID}
	l.Correct, err = x.changed(in.Part)
	return l, err
})
