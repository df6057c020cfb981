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
	m, err := p.record(ctx, w, records.LetterInput{Request: in.Request}, "approve", "/godkann/")
	if m != nil && in.Reminder {
		m.Subject = p.t.S("mail.record.reminder", m.Subject)
	}
	return m, err
}

// tellers tells those who tell at home that what they told has been corrected.
func (p post) tellers(ctx context.Context, w Work) error {
	in, err := read[records.TellersInput](w)
	if err != nil {
		return err
	}
	_, err = records.Tellers.Do(ctx, p.sys, access.TheSystem(), in)
	return err
}

// corrected leads somebody who tells at home to the corrected text.
func (p post) corrected(ctx context.Context, w Work) (*mail.Message, error) {
	in, err := read[records.CorrectedMail](w)
	if err != nil {
		return nil, err
	}
	l, send, err := letter(ctx, p, records.Corrected, in)
	if err != nil || !send {
		return nil, err
	}
	day := p.t.Date(l.On)
	return &mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(), Subject: p.t.S("mail.record."+l.Correct+".subject", "", l.Body, day),
		Letter: p.letter(para(p.t.S("mail.record.retell."+l.Correct+".lead", l.Body, day)), link(p.t.S("mail.record.retell.open"), p.Site+"/moten/"+l.Meeting+"/beratta?part="+in.Party))}, nil
}

// recordDue reminds somebody who records of what waits of a meeting's notes.
func (p post) recordDue(ctx context.Context, w Work) (*mail.Message, error) {
	in, err := read[records.DueMail](w)
	if err != nil {
		return nil, err
	}
	l, send, err := letter(ctx, p, records.Due, in)
	if err != nil || !send || l.Done {
		return nil, err
	}
	key := "mail.due." + string(l.What) + "." + l.Form
	blocks := []mail.Block{para(p.t.S(key+".lead", l.Body, p.t.Date(l.On)))}
	switch {
	case l.Late:
		blocks = append(blocks, para(p.t.S("mail.due.late", l.By)))
	case l.By != "":
		blocks = append(blocks, para(p.t.S("mail.due.by", l.By)))
	}
	blocks = append(blocks, link(p.t.S("mail.due.open"), p.Site+"/moten/"+l.Meeting+"/anteckningar"))
	if l.Last {
		blocks = append(blocks, para(p.t.S("mail.due.last")))
	} else {
		blocks = append(blocks, para(p.t.S("mail.due.first")))
	}
	return &mail.Message{Key: w.Key, To: mail.Address{Name: l.To.Name, Address: l.To.Email}, Date: p.sys.Clock(),
		Subject: p.t.S("mail.record.reminder", p.t.S(key+".subject", l.Body, p.t.Date(l.On))), Letter: p.letter(blocks...)}, nil
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
	if l.Correct != "" {
		what = l.Correct
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
