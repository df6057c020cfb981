package meetings

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// MailGo is the outbox's kind of a mail that asks somebody for the go for a notice;
// its payload is GoMail.
const MailGo = "mail.go"

// GoMail is the payload.
type GoMail struct{ Meeting, Person string }

// GoInput gives the go for a meeting's notice. Said is what was read (Meeting.Said).
type GoInput struct {
	Meeting string
	Said    int64
}

// giveGo is the need of giving the go for a meeting's notice, for the viewer.
func giveGo(u *app.Unit, m meeting.Meeting) access.Need {
	if m.GivesGo(u.Viewer.Person) {
		return access.GiveGo(u.Viewer.Person)
	}
	return access.GiveGo("")
}

// ungiven gives the gaps of what the viewer would send: the go is not among them for
// whoever may give it, who gives it by sending.
func ungiven(u *app.Unit, m meeting.Meeting, gaps []meeting.Gap) []meeting.Gap {
	if m.GivesGo(u.Viewer.Person) {
		return meeting.WithoutGo(gaps)
	}
	return gaps
}

// GiveGo keeps that the chair, or somebody to whom the chair has left it, says that
// the notice of a meeting may go out as it stands.
var GiveGo = app.NewCommand("meeting.go", func(ctx context.Context, u *app.Unit, in GoInput) (Planned, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(giveGo(u, m)); err != nil {
		return Planned{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Planned{}, err
	}
	if err := meeting.CheckGo(s, m, in.Said); err != nil {
		return Planned{}, err
	}
	return Planned{m.ID, m.Version}, setGo(ctx, u, s, m)
})

// setGo keeps the viewer's go for what a notice says now.
func setGo(ctx context.Context, u *app.Unit, s *structure.Structure, m meeting.Meeting) error {
	g := meeting.Go{Said: m.Said, By: u.Viewer.Person, As: u.As(s), Deputed: !slices.Contains(m.Chairs, u.Viewer.Person), At: u.Now}
	u.Announce(app.Event{Type: "meeting.go_given", Object: m.ID, Version: m.Version, Record: g})
	return u.Own.SetGo(ctx, m.ID, g)
}

// AskGo asks the chair of the body that calls a meeting, and those to whom the chair
// has left it, for the go for its notice, by letter: at most once a day. Who may
// give it asks nobody.
var AskGo = app.NewCommand("meeting.ask_go", func(ctx context.Context, u *app.Unit, in GoInput) (Planned, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(u.At(m, access.SendNotice)); err != nil {
		return Planned{}, err
	}
	if u.May(giveGo(u, m)) {
		return Planned{}, fault.New(fault.Denied, "go.yours")
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Planned{}, err
	}
	if err := meeting.CheckGo(s, m, in.Said); err != nil {
		return Planned{}, err
	}
	if m.HasGo() {
		return Planned{}, fault.New(fault.Conflict, "go.given")
	}
	if m.WaitsForGo() && app.Today(m.GoAskedAt) == u.Today {
		return Planned{}, fault.New(fault.Conflict, "go.asked_today")
	}
	links, send := map[string]string{}, []app.Message(nil)
	for _, p := range slices.Concat(m.Chairs, m.Deputed) {
		if links[p] != "" {
			continue
		}
		links[p] = app.Hashed(u.Secret(meeting.GoLink, m.ID, p))
		send = append(send, app.Message{Kind: MailGo, Key: "go/" + m.ID + "/" + p + "/" + string(u.Today) + "/" + strconv.FormatInt(m.Said, 10), Payload: GoMail{m.ID, p}})
	}
	u.Announce(app.Event{Type: "meeting.go_asked", Object: m.ID, Version: m.Version, Record: in, Send: send})
	return Planned{m.ID, m.Version}, u.Own.AskGo(ctx, m.ID, links, u.Now)
})

// LeaveGoInput leaves the go for the notices of a meeting's body to somebody, or takes
// it back.
type LeaveGoInput struct {
	Meeting string
	Person  string
	Back    bool
}

// LeaveGo lets somebody who sits in a body or serves it give the go for its notices
// in the chair's stead, as long as the one who leaves it is the chair; or takes that
// back.
var LeaveGo = app.NewCommand("meeting.leave_go", func(ctx context.Context, u *app.Unit, in LeaveGoInput) (Planned, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(access.LeaveGo(m.Body)); err != nil {
		return Planned{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Planned{}, err
	}
	if meeting.GoRule(s, m).Zero() {
		return Planned{}, fault.New(fault.Conflict, "go.not_asked")
	}
	if in.Back {
		u.Announce(app.Event{Type: "meeting.go_taken_back", Object: m.Body, Record: in})
		return Planned{m.ID, m.Version}, u.Own.TakeGoBack(ctx, m.Body, in.Person)
	}
	all, err := u.Own.Seated(ctx, m.Body, m.On)
	if err != nil {
		return Planned{}, err
	}
	if !slices.ContainsFunc(all, func(w store.Who) bool { return w.Person == in.Person && in.Person != u.Viewer.Person }) {
		return Planned{}, fault.New(fault.Invalid, "go.not_of_body").On("person")
	}
	d := store.GoDeputy{Body: m.Body, Person: in.Person, By: u.Viewer.Person, As: u.As(s), At: u.Now}
	u.Announce(app.Event{Type: "meeting.go_left", Object: m.Body, Record: d})
	return Planned{m.ID, m.Version}, u.Own.LeaveGo(ctx, d)
})

// GoView is what somebody sees who is asked for the go: the notice as it would go
// out, and by which rule they are asked.
type GoView struct {
	Meeting  meeting.Meeting
	BodyName string
	Rule     rule.Ref // zero: no go is asked for
	Agenda   meeting.Agenda
	CanGive  bool
	CanAsk   bool
	CanLeave bool
	Deputies []store.GoDeputy // to whom it has been left
	People   []Named          // to whom it can be left; for those who can
	Over     error            // why it can't be given any more; nil: it can
}

// GoPage gives the page on which the go for a notice is given, to those who may give
// it and those who send the notice.
var GoPage = app.NewQuery("meeting.go_page", goPage)

func goPage(ctx context.Context, u *app.Unit, in PageInput) (GoView, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return GoView{}, err
	}
	v := GoView{Meeting: m, CanGive: u.May(giveGo(u, m)), CanAsk: u.May(u.At(m, access.SendNotice)), CanLeave: u.May(access.LeaveGo(m.Body))}
	need := giveGo(u, m)
	if !v.CanGive {
		need = u.At(m, access.SendNotice)
	}
	if err := u.Require(need); err != nil {
		return GoView{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return GoView{}, err
	}
	v.BodyName, v.Rule = s.PlaceName(m.Body), meeting.GoRule(s, m)
	v.Over = meeting.CheckGo(s, m, m.Said)
	if v.Agenda, err = u.Own.Agenda(ctx, m.ID); err != nil {
		return GoView{}, err
	}
	if v.Deputies, err = u.Own.GoDeputies(ctx, m.Body); err != nil || !v.CanLeave {
		return v, err
	}
	all, err := u.Own.Seated(ctx, m.Body, m.On)
	for _, w := range all {
		if !m.GivesGo(w.Person) && !slices.ContainsFunc(v.People, func(n Named) bool { return n.ID == w.Person }) {
			v.People = append(v.People, Named{w.Person, w.Name})
		}
	}
	return v, err
}

// OpenedGo is what a letter's link opens, with the memberships of the one who holds it.
type OpenedGo struct {
	store.GoLink
	Held []people.Membership
}

// OpensGo looks a link up by its hash.
var OpensGo = app.NewQuery("meeting.opens_go", func(ctx context.Context, u *app.Unit, hash string) (OpenedGo, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return OpenedGo{}, err
	}
	l, err := u.Own.GoLink(ctx, hash)
	if err != nil {
		return OpenedGo{}, err
	}
	held, err := u.Accounts().OpenMembershipsOf(ctx, l.Person, u.Today)
	return OpenedGo{l, held}, err
})

// FollowGo gives the meeting of a letter's link, and who holds it: a viewer for the
// acts of the link, and for nobody's session. A link that is wrong is fault.NotFound.
func FollowGo(ctx context.Context, sys *app.System, secret string) (string, access.Viewer, error) {
	l, err := OpensGo.Do(ctx, sys, access.TheSystem(), app.Hashed(secret))
	if errors.Is(err, fault.NotFound) {
		return "", access.Viewer{}, fault.New(fault.NotFound, "go.link_gone")
	}
	if err != nil {
		return "", access.Viewer{}, err
	}
	return l.Meeting, access.New("link/go/"+l.Person, l.Person, l.Name, l.Held, app.Today(sys.Clock())), nil
}

// How often a go may be given by one link.
const (
	goTries  = 20
	goWindow = time.Hour
)

// GoBySecret gives the go for whoever shows the secret of a letter, whoever they are
// signed in as.
func GoBySecret(ctx context.Context, sys *app.System, secret string, said int64) error {
	id, who, err := FollowGo(ctx, sys, secret)
	if err != nil {
		return err
	}
	err = sys.Bookkeep(ctx, func(b app.Books) error {
		return b.Accounts.Try(ctx, "go:"+app.Hashed(secret), goTries, goWindow, b.Now)
	})
	if err != nil {
		return err
	}
	_, err = GiveGo.Do(ctx, sys, who, GoInput{Meeting: id, Said: said})
	return err
}
