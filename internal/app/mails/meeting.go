package mails

import (
	"context"
	"maps"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// NoticeInput names a notice and some of its receivers.
type NoticeInput struct {
	Notice  string
	Persons []string
}

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
	From      *meeting.Slot    // of a notice of a move: as the receiver had it before; nil where they had nothing
	Items     []LetterItem     // of a supplement none
	Changes   []meeting.Change // of a supplement: those that concern the receiver
	Rule      rule.Ref         // what the body's text says of notices; zero when nothing
	Overtaken bool
	Link      string // the secret of the link by which the receiver answers
	Reply     string // the secret of the address to which the receiver's calendar answers
}

// LetterItem is an item of the agenda in a letter. State is how far the
// receiver's own party has prepared a matter for decision; "" where that is not
// asked.
type LetterItem struct {
	meeting.Item
	Matter string // number
	State  matter.PreparationState
}

// Notice gives the letters of a notice, by receiver. A letter without an address
// has nobody to go to.
var Notice = app.NewQuery("mail.notice", notice)

func notice(ctx context.Context, u *app.Unit, in NoticeInput) (map[string]NoticeLetter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return nil, err
	}
	n, err := u.Own.NoticeToSend(ctx, in.Notice)
	if err != nil {
		return nil, err
	}
	m, err := u.Own.Meeting(ctx, n.Meeting)
	if err != nil {
		return nil, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	same := NoticeLetter{Notice: n, Body: s.PlaceName(m.Body)}
	if b := s.Body(m.Body); b != nil {
		same.Rule = b.Meetings.Notice.Rule
	}
	to, err := u.Own.Addresses(ctx, in.Persons)
	if err != nil {
		return nil, err
	}
	later, err := u.Own.LaterNotice(ctx, n, in.Persons)
	if err != nil {
		return nil, err
	}
	out := make(map[string]NoticeLetter, len(in.Persons))
	for _, p := range in.Persons {
		l := same
		l.Overtaken = slices.Contains(later, p)
		l.Link, l.Reply = u.Secret(meeting.AnswerLink, m.ID, p), u.Secret(meeting.AnswerReply, m.ID, p)
		out[p] = l
	}
	for _, a := range to {
		l := out[a.Person]
		l.To = a
		out[a.Person] = l
	}
	if n.Method == store.NoticeCancel {
		return out, nil
	}
	if n.Moves() {
		if err := from(ctx, u, n, out); err != nil {
			return nil, err
		}
	}
	changes, err := changed(ctx, u, n)
	if err != nil {
		return nil, err
	}
	return out, fill(ctx, u, s, m, out, changes)
}

// from fills in when and where each receiver had a meeting that has been moved.
func from(ctx context.Context, u *app.Unit, n store.Notice, out map[string]NoticeLetter) error {
	told, err := u.Own.SlotsBefore(ctx, n, slices.Collect(maps.Keys(out)))
	for _, x := range told {
		l := out[x.Person]
		l.From = &x.Slot
		if x.Method == store.NoticeCancel { // they had it no longer
			l.From = nil
		}
		out[x.Person] = l
	}
	return err
}

// changed gives what a supplement tells: how the agenda that it went out with
// differs from the one that had gone out before.
func changed(ctx context.Context, u *app.Unit, n store.Notice) ([]meeting.Change, error) {
	if n.Method != store.NoticeSupplement {
		return nil, nil
	}
	versions, err := u.Own.AgendaVersions(ctx, n.Meeting)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(versions, func(v meeting.Version) bool { return v.Notice == n.ID })
	if i < 0 {
		return nil, nil
	}
	items, err := u.Own.VersionItems(ctx, n.Meeting)
	var was, now []meeting.Frozen
	for _, x := range items {
		switch x.No {
		case n.Since:
			was = append(was, x.Frozen)
		case versions[i].No:
			now = append(now, x.Frozen)
		}
	}
	return meeting.Compare(was, now), err
}

// fill fills in who chairs, and the items that each receiver is called to; in a
// supplement what changed in those.
func fill(ctx context.Context, u *app.Unit, s *structure.Structure, m meeting.Meeting, out map[string]NoticeLetter, changes []meeting.Change) error {
	people, err := u.Own.MeetingPeople(ctx, s, m)
	if err != nil {
		return err
	}
	agenda, err := u.Own.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	courses, err := coursesOf(ctx, u, agenda)
	if err != nil {
		return err
	}
	chair := slices.IndexFunc(people, func(p store.MeetingPerson) bool { return p.Role == access.Chair })
	places := store.CalledTo(people)
	for person, l := range out {
		at := places[person]
		l.Whole = at.Whole
		if chair >= 0 {
			l.Chair, l.ByChair = people[chair].Name, people[chair].Person == l.Notice.SentBy
		}
		if p := s.Party(at.Party); p != nil {
			l.Party = p.Name
		}
		l.Changes = meeting.Concerning(changes, at.Whole, at.Items)
		for _, i := range agenda {
			if l.Notice.Method == store.NoticeSupplement {
				break
			}
			if !at.Whole && !slices.Contains(at.Items, i.ID) {
				continue
			}
			it := itemFor(i, courses, at.Party)
			if !at.Whole {
				it.Pos = 0 // those items, and nothing of how many others stand between
			}
			l.Items = append(l.Items, it)
		}
		out[person] = l
	}
	return nil
}

func coursesOf(ctx context.Context, u *app.Unit, agenda meeting.Agenda) (map[string]*app.Course, error) {
	var ids []string
	for _, i := range agenda {
		if i.Matter != "" {
			ids = append(ids, i.Matter)
		}
	}
	routes, err := u.Routes(ctx, ids)
	out := make(map[string]*app.Course, len(routes))
	for _, c := range routes {
		out[c.Matter.ID] = c
	}
	return out, err
}

// itemFor gives an item with the number of its matter and, for decision, how far
// the party itself has prepared it.
func itemFor(i meeting.Item, courses map[string]*app.Course, party string) LetterItem {
	out := LetterItem{Item: i}
	c := courses[i.Matter]
	if c == nil {
		return out
	}
	out.Matter = c.Matter.Number
	if i.Purpose == meeting.Decide && c.Route.Atom("home_preparation", party) != nil {
		out.State = c.PreparationOf(party).State
	}
	return out
}

// GoInput names a meeting and somebody who may give the go for its notice.
type GoInput struct{ Meeting, Person string }

// GoLetter asks somebody for the go for a notice. Done: it is given meanwhile, or the
// receiver doesn't answer for it any more.
type GoLetter struct {
	To      store.Addressed
	Body    string // name
	Meeting meeting.Meeting
	Rule    rule.Ref // by which the receiver is asked
	Secret  string   `json:"-"` // of the link
	Done    bool
}

// Go gives the letter that asks for the go for a notice.
var Go = app.NewQuery("mail.go", func(ctx context.Context, u *app.Unit, in GoInput) (GoLetter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return GoLetter{}, err
	}
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return GoLetter{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return GoLetter{}, err
	}
	l := GoLetter{Body: s.PlaceName(m.Body), Meeting: m, Rule: meeting.GoRule(s, m), Secret: u.Secret(meeting.GoLink, m.ID, in.Person)}
	l.Done = l.Rule.Zero() || !m.WaitsForGo() || !m.GivesGo(in.Person)
	l.To, err = address(ctx, u, in.Person)
	return l, err
})

// WrittenInput names a written procedure and a member who is asked.
type WrittenInput struct{ Written, Person string }

// WrittenLetter asks a member what they say of what the body has put to its members
// between its meetings. Done: nothing is asked of the receiver any more.
type WrittenLetter struct {
	To      store.Addressed
	Body    string // name
	LastDay workday.Date
	Rule    rule.Ref
	Secret  string `json:"-"` // of the link
	Done    bool
}

// Written gives the letter that asks for a member's answer between the meetings.
var Written = app.NewQuery("mail.written", func(ctx context.Context, u *app.Unit, in WrittenInput) (WrittenLetter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return WrittenLetter{}, err
	}
	w, err := u.Own.Written(ctx, in.Written)
	if err != nil {
		return WrittenLetter{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return WrittenLetter{}, err
	}
	l := WrittenLetter{Body: s.PlaceName(w.Body), LastDay: w.LastDay, Secret: u.Secret(app.WrittenLink, w.ID, in.Person), Done: w.State != decision.WrittenOpen}
	if b := s.Body(w.Body); b != nil {
		l.Rule = b.Written.Rule
	}
	l.To, err = address(ctx, u, in.Person)
	return l, err
})

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
	m, err := u.Own.Occasion(ctx, in.Meeting)
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
