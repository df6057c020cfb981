package jobs

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app/mails"
	"samverk/internal/app/records"
	"samverk/internal/domain/record"
	"samverk/internal/mail"
)

// approval asks somebody to approve the notes of a meeting. The letter holds a link
// and none of the words.
func (p post) approval(ctx context.Context, w Work) (*mail.Message, error) {
	in, err := read[records.ApprovalMail](w)
	if err != nil {
		return nil, err
	}
	return p.record(ctx, w, records.LetterInput{Request: in.Request}, "approve", "/godkann/")
}

// recordSent tells somebody that the notes and the decisions of a meeting are
// there to be read.
func (p post) recordSent(ctx context.Context, w Work) (*mail.Message, error) {
	in, err := read[records.RecordMail](w)
	if err != nil {
		return nil, err
	}
	return p.record(ctx, w, records.LetterInput{Receipt: in.Receipt}, "sent", "/mottaget/")
}

func (p post) record(ctx context.Context, w Work, in records.LetterInput, what, at string) (*mail.Message, error) {
	l, err := records.Post.Do(ctx, p.sys, access.TheSystem(), in)
	if mails.Gone(err) || err == nil && l.Done {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	name := p.t.S("mail.record.notes")
	if l.Form == record.FormMinutes {
		name = p.t.S("mail.record.minutes")
	}
	blocks := []mail.Block{para(p.t.S("mail.record."+what+".lead", name, l.Body, p.t.Date(l.On))),
		link(p.t.S("mail.record."+what+".open"), p.Site+at+l.Token), para(p.t.S("mail.record.own", l.Ends)),
		link(p.t.S("mail.record.signed_in"), p.Site+"/moten/"+l.Meeting+"/anteckningar")}
	return &mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(),
		Subject: p.t.S("mail.record."+what+".subject", name, l.Body, p.t.Date(l.On)), Letter: p.letter(blocks...)}, nil
}
