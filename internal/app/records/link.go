package records

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// How often links may be tried from one network address, within window; and how
// long a link to what was sent can be used.
const (
	perAddress  = 60
	window      = 15 * time.Minute
	receiptTime = 90 * 24 * time.Hour
)

func hashed(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// LetterInput names a request or a receipt that is mailed.
type LetterInput struct{ Request, Receipt string }

// Letter is what a mail about the record of a meeting says: whose, of which day,
// and the secret part of its link. It holds none of the words. Done: there is
// nothing to ask any more.
type Letter struct {
	To      store.Addressed
	Body    string // name
	On      workday.Date
	Form    string
	Meeting string
	Token   string `json:"-"`
	Ends    time.Time
	Done    bool
	Correct string // a list of decisions that stands instead of one which they had: what is new in it, as record.Lack.Word; "" for none
}

// Post makes the link of a mail and gives what the mail says. What is kept of the
// link is its hash. Made again, for a mail that is tried again, both can be used
// until one has been.
var Post = app.NewCommand("record.post", func(ctx context.Context, u *app.Unit, in LetterInput) (Letter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Letter{}, err
	}
	var l Letter
	person, part := "", ""
	if in.Request != "" {
		q, err := u.Own.Request(ctx, in.Request)
		if err != nil {
			return l, err
		}
		person, part, l.Meeting, l.Ends, l.Done = q.Person, q.Part, q.Meeting, q.EndsAt, q.Answer != record.Unanswered
	} else {
		y, err := u.Own.Receipt(ctx, in.Receipt)
		if err != nil {
			return l, err
		}
		person, part, l.Meeting, l.Ends, l.Done = y.Person, y.Part, y.Meeting, y.SentAt.Add(receiptTime), !y.ReadAt.IsZero()
	}
	x, err := load(ctx, u, l.Meeting)
	if err != nil {
		return l, err
	}
	i := slices.IndexFunc(x.parts, func(p store.RecordPart) bool { return p.ID == part })
	if i < 0 || x.parts[i].State == record.Drafted {
		l.Done = true
	} else if l.Correct, err = x.changed(part); err != nil {
		return l, err
	}
	l.Body, l.On, l.Form = x.b.Name.SV, x.m.On, x.form()
	to, err := u.Own.Addresses(ctx, []string{person})
	if err != nil {
		return l, err
	}
	if len(to) == 0 {
		l.Done = true
	}
	u.Announce(app.Event{Type: "record.posted", Object: part, Record: in})
	if l.Done {
		return l, nil
	}
	l.To = to[0]
	if l.Token, err = u.NewToken(); err != nil {
		return l, err
	}
	return l, u.Own.AddRecordLink(ctx, hashed("record", l.Token), in.Request, in.Receipt, u.Now)
})

// Link is a link that was followed: what it opens, and who holds it. The viewer is
// for the one act of the link, and for nobody's session.
type Link struct {
	Viewer           access.Viewer
	Request, Receipt string
}

// gone is the one answer for a link that is wrong, void or unknown.
func gone() error { return fault.New(fault.NotFound, "record.link_gone") }

// FollowToAct is Follow for an answer: too many from one network address are
// fault.TooMany. To look is not counted: nobody guesses 256 bits, and a whole
// party can come from one address.
func FollowToAct(ctx context.Context, sys *app.System, token, address string) (Link, error) {
	err := sys.Bookkeep(ctx, func(b app.Books) error {
		return b.Accounts.Try(ctx, hashed("record-link", address), perAddress, window, b.Now)
	})
	if err != nil {
		return Link{}, err
	}
	return Follow(ctx, sys, token)
}

// Follow gives what a link opens. One that is wrong or void is fault.NotFound with
// the key record.link_gone.
func Follow(ctx context.Context, sys *app.System, token string) (Link, error) {
	l, err := Opens.Do(ctx, sys, access.TheSystem(), hashed("record", token))
	if errors.Is(err, fault.NotFound) {
		return Link{}, gone()
	}
	if err != nil {
		return Link{}, err
	}
	day := app.Today(sys.Clock())
	return Link{Viewer: access.New("link/"+l.Request+l.Receipt, l.Person, l.Name, l.Held, day), Request: l.Request, Receipt: l.Receipt}, nil
}

// Opened is what a link opens, with the memberships of the one who holds it.
type Opened struct {
	store.RecordLink
	Held []people.Membership
}

// Opens looks a link up by its hash.
var Opens = app.NewQuery("record.opens", func(ctx context.Context, u *app.Unit, hash string) (Opened, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Opened{}, err
	}
	l, err := u.Own.RecordLink(ctx, hash)
	if err != nil {
		return Opened{}, err
	}
	held, err := u.Accounts().OpenMembershipsOf(ctx, l.Person, u.Today)
	return Opened{l, held}, err
})

// LinkView is the page behind a link: the words, and what can be done.
type LinkView struct {
	Meeting string
	Content record.Content
	Part    record.Part
	Request *store.Request
	Receipt *store.Receipt
	Changed bool // the words are others than those that were asked about
	Over    bool // the link's time has passed
	Left    bool // the holder takes part no longer
}

// ReadLink gives the page behind a link to its holder: exactly the part that it is
// about, as far as the holder may open its matters.
var ReadLink = app.NewQuery("record.read_link", func(ctx context.Context, u *app.Unit, in LetterInput) (LinkView, error) {
	v := LinkView{Left: !u.Viewer.Participant()}
	id := ""
	if in.Request != "" {
		q, err := u.Own.Request(ctx, in.Request)
		if err != nil {
			return v, err
		}
		if err := u.Require(access.AnswerRecord(q.Person)); err != nil {
			return v, err
		}
		v.Request, id, v.Meeting, v.Over = &q, q.Part, q.Meeting, u.Now.After(q.EndsAt)
	} else {
		y, err := u.Own.Receipt(ctx, in.Receipt)
		if err != nil {
			return v, err
		}
		if err := u.Require(access.AnswerRecord(y.Person)); err != nil {
			return v, err
		}
		v.Receipt, id, v.Meeting, v.Over = &y, y.Part, y.Meeting, u.Now.After(y.SentAt.Add(receiptTime))
	}
	p, err := u.Own.RecordPart(ctx, id)
	if errors.Is(err, fault.NotFound) { // it is written on again
		v.Changed = true
		return v, nil
	}
	if err != nil {
		return v, err
	}
	v.Part = p.Part
	v.Changed = v.Request != nil && p.Hash != v.Request.Hash
	used := v.Request != nil && v.Request.Answer != record.Unanswered
	if v.Changed || v.Over || v.Left || used || p.Content == "" {
		return v, nil
	}
	c, err := record.Parse(p.Content)
	if err != nil {
		return v, err
	}
	open, err := u.Own.OpenMatters(ctx, c.Matters())
	v.Content = c.For(func(m string) bool { _, ok := open[m]; return ok })
	return v, err
})
