package mails

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// NoticeInput names a notice and one of its receivers.
type NoticeInput struct{ Notice, Person string }

// NoticeLetter is what a notice says to one person. Items are those that the
// person is called to. A notice that a later one has overtaken is told so
// (Overtaken): it isn't sent any more.
type NoticeLetter struct {
	To        store.Addressed
	Party     string // name of the party that the person sits for; ""
	Body      string // name
	Chair     string // name of who chairs the body; "" when nobody does
	ByChair   bool   // the chair sent it
	Whole     bool   // called to the whole meeting, and not to items alone
	Notice    store.Notice
	Items     []LetterItem
	Rule      rule.Ref // what the body's text says of notices; zero when nothing
	Overtaken bool
}

// LetterItem is an item of the agenda in a letter. State is how far the
// receiver's own party has prepared a matter for decision; "" where that is not
// asked.
type LetterItem struct {
	meeting.Item
	Matter string // number
	State  matter.PreparationState
}

// Notice gives the letter of a notice.
var Notice = app.NewQuery("mail.notice", notice)

func notice(ctx context.Context, u *app.Unit, in NoticeInput) (NoticeLetter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return NoticeLetter{}, err
	}
	n, err := u.Own.NoticeToSend(ctx, in.Notice)
	if err != nil {
		return NoticeLetter{}, err
	}
	m, err := u.Own.Meeting(ctx, n.Meeting)
	if err != nil {
		return NoticeLetter{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return NoticeLetter{}, err
	}
	l := NoticeLetter{Notice: n, Body: s.PlaceName(m.Body)}
	if b := s.Body(m.Body); b != nil {
		l.Rule = b.Meetings.Notice.Rule
	}
	if l.To, err = address(ctx, u, in.Person); err != nil {
		return NoticeLetter{}, err
	}
	later, err := u.Own.LaterNotice(ctx, n, in.Person)
	if err != nil || later {
		l.Overtaken = later
		return l, err
	}
	if n.Method == store.NoticeCancel {
		return l, nil
	}
	people, err := u.Own.MeetingPeople(ctx, s, m)
	if err != nil {
		return NoticeLetter{}, err
	}
	whole, only, party := place(people, in.Person)
	l.Whole = whole
	for _, p := range people {
		if p.Role == access.Chair && !l.ByChair {
			l.Chair, l.ByChair = p.Name, p.Person == n.SentBy
		}
	}
	if p := s.Party(party); p != nil {
		l.Party = p.Name
	}
	agenda, err := u.Own.Agenda(ctx, m.ID)
	if err != nil {
		return NoticeLetter{}, err
	}
	if !whole { // those items, and nothing of how many others stand between
		agenda = slices.DeleteFunc(agenda, func(i meeting.Item) bool { return !slices.Contains(only, i.ID) })
		for i := range agenda {
			agenda[i].Pos = 0
		}
	}
	l.Items, err = items(ctx, u, agenda, party)
	return l, err
}

// place says what somebody is called to, and for which party.
func place(people []store.MeetingPerson, person string) (whole bool, only []string, party string) {
	for _, p := range people {
		if p.Person != person {
			continue
		}
		if p.Item == "" {
			whole = true
		} else {
			only = append(only, p.Item)
		}
		if party == "" {
			party = p.Party
		}
	}
	return whole, only, party
}

// items gives the items with the numbers of their matters and the party's own
// state in those for decision.
func items(ctx context.Context, u *app.Unit, agenda meeting.Agenda, party string) ([]LetterItem, error) {
	var ids []string
	for _, i := range agenda {
		if i.Matter != "" {
			ids = append(ids, i.Matter)
		}
	}
	routes, err := u.Routes(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]LetterItem, len(agenda))
	for n, i := range agenda {
		out[n].Item = i
		for _, c := range routes {
			if c.Matter.ID != i.Matter {
				continue
			}
			out[n].Matter = c.Matter.Number
			if i.Purpose == meeting.Decide && c.Route.Atom("home_preparation", party) != nil {
				out[n].State = c.PreparationOf(party).State
			}
		}
	}
	return out, nil
}

// address gives somebody's address; fault.NotFound for one without.
func address(ctx context.Context, u *app.Unit, person string) (store.Addressed, error) {
	p, err := u.Own.Addresses(ctx, []string{person})
	if err != nil {
		return store.Addressed{}, err
	}
	if len(p) == 0 {
		return store.Addressed{}, fault.New(fault.NotFound, "mail.no_address")
	}
	return p[0], nil
}

// DecisionsInput names a meeting that was closed and one of its people.
type DecisionsInput struct{ Meeting, Person string }

// DecisionsLetter is the summary of a meeting's decisions.
type DecisionsLetter struct {
	To        store.Addressed
	Body      string // name
	Meeting   meeting.Meeting
	Decisions []LetterDecision
	Rule      rule.Ref // by which it goes out; zero when the text says nothing
}

// LetterDecision is a decision with the name of its matter or topic, and where a
// matter goes on.
type LetterDecision struct {
	decision.Record
	Title  string
	Number string // of the matter
	GoesTo string // name; "" for nowhere
}

// Decisions gives the letter with a meeting's decisions.
var Decisions = app.NewQuery("mail.decisions", decisions)

func decisions(ctx context.Context, u *app.Unit, in DecisionsInput) (DecisionsLetter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return DecisionsLetter{}, err
	}
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return DecisionsLetter{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return DecisionsLetter{}, err
	}
	l := DecisionsLetter{Meeting: m, Body: s.PlaceName(m.Body)}
	if b := s.Body(m.Body); b != nil {
		l.Rule = b.Record.Rule
	}
	if l.To, err = address(ctx, u, in.Person); err != nil {
		return DecisionsLetter{}, err
	}
	agenda, err := u.Own.Agenda(ctx, m.ID)
	if err != nil {
		return DecisionsLetter{}, err
	}
	all, err := u.Own.Decisions(ctx, store.DecisionFilter{Meeting: m.ID, Limit: 500})
	if err != nil {
		return DecisionsLetter{}, err
	}
	all = decision.Standing(all)
	slices.Reverse(all)
	var ids []string
	for _, d := range all {
		if d.Matter != "" {
			ids = append(ids, d.Matter)
		}
	}
	routes, err := u.Routes(ctx, ids)
	if err != nil {
		return DecisionsLetter{}, err
	}
	for _, d := range all {
		x := LetterDecision{Record: d}
		if i, err := agenda.Item(d.Item); err == nil {
			x.Title = i.Title
		}
		for _, c := range routes {
			if c.Matter.ID == d.Matter {
				x.Title, x.Number = c.Matter.Title, c.Matter.Number
			}
		}
		if to := d.Terms.GoesTo; to != "" && to != decision.GoesToParties {
			x.GoesTo = s.PlaceName(to)
		}
		l.Decisions = append(l.Decisions, x)
	}
	return l, nil
}
