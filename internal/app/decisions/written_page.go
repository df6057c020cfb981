package decisions

import (
	"context"
	"errors"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// WrittenFormInput names a body and a matter.
type WrittenFormInput struct{ Body, Matter string }

// WrittenForm is what is asked of whoever puts a matter to a body's members.
type WrittenForm struct {
	Body, BodyName        string
	Matter, Number, Title string
	Kind                  decision.Kind
	Versions              []matter.Version
	By                    string     // who must agree
	Rules                 []rule.Ref // by which text the body decides so
	LastDay               workday.Date
	Fixed                 bool     // LastDay is the text's
	Asked                 []Target // the members
	AsksPosition          bool     // whoever agrees says that they hold the mandate
	Refusal               error    // why it can't be put to them; nil: it can
}

// WrittenFormFor gives the form, to those who record what the body decides.
var WrittenFormFor = app.NewQuery("written.form", func(ctx context.Context, u *app.Unit, in WrittenFormInput) (WrittenForm, error) {
	b, err := writtenDesk(ctx, u, in.Body, in.Matter)
	if err != nil {
		return WrittenForm{}, err
	}
	if err := u.Require(access.RecordDecision(in.Body)); err != nil {
		return WrittenForm{}, err
	}
	r := b.s.Body(in.Body).Written
	f := WrittenForm{Body: in.Body, BodyName: b.s.PlaceName(in.Body), Matter: b.c.Matter.ID, Number: b.c.Matter.Number, Title: b.c.Matter.Title,
		Versions: versions(b.c), By: b.kase.Settling.Agreement(r.By), Rules: []rule.Ref{r.Rule}, LastDay: decision.LastDayFor(r, u.Today), Fixed: r.Within != nil}
	if f.Refusal = b.mayWrite(ctx, u); f.Refusal != nil {
		return f, nil
	}
	f.Kind, _ = decision.KindFor(b.station.Step)
	f.AsksPosition = b.kase.NeedsPosition(f.Kind, decision.AsProposed)
	asked, err := b.members(ctx, u)
	for _, a := range asked {
		name := a.Party
		if p := b.s.Party(a.Party); p != nil {
			name = p.Name
		}
		f.Asked = append(f.Asked, Target{a.Person, name})
	}
	return f, err
})

// WrittenInput names a written procedure.
type WrittenInput struct{ Written string }

// WrittenView is a written procedure as the members of its body see it.
type WrittenView struct {
	decision.Written
	BodyName      string
	Number, Title string // of the matter
	Summary       string
	Proposal      matter.Version
	By            string // who must agree
	Rules         []rule.Ref
	Parties       map[string]string // names of the parties of those asked
	Mine          *decision.Asked   // the viewer's own; nil: not asked
	CanReply      bool
	CanClose      bool // it can be closed now
	CanTakeBack   bool
	Overtaken     bool
	Ending        decision.Ending
	Decided       *decision.Record
}

// WrittenPage gives a written procedure, to those of its body.
var WrittenPage = app.NewQuery("written.page", writtenPage)

func writtenPage(ctx context.Context, u *app.Unit, in WrittenInput) (WrittenView, error) {
	w, err := u.Own.Written(ctx, in.Written)
	if err != nil {
		return WrittenView{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return WrittenView{}, err
	}
	c, err := u.Course(ctx, w.Matter)
	if err != nil {
		return WrittenView{}, err
	}
	s := c.By(app.Today(w.OpenedAt)).Structure
	v := WrittenView{Written: w, BodyName: s.PlaceName(w.Body), Number: c.Matter.Number, Title: c.Matter.Title, Summary: c.Matter.Summary, Parties: map[string]string{}}
	if b := s.Body(w.Body); b != nil {
		v.By, v.Rules = settling(s, w.Body, c).Agreement(b.Written.By), []rule.Ref{b.Written.Rule}
	}
	v.Overtaken = w.State == decision.WrittenOpen && overtaken(c, w)
	for i, a := range w.Asked {
		if p := s.Party(a.Party); p != nil {
			v.Parties[a.Party] = p.Name
		}
		if a.Person == u.Viewer.Person {
			v.Mine = &w.Asked[i]
		}
	}
	end, waits := w.Closes(v.By, u.Today)
	v.Ending = end
	v.CanReply = v.Mine != nil && w.State == decision.WrittenOpen && u.Today <= w.LastDay && !v.Overtaken
	v.CanTakeBack = w.State == decision.WrittenOpen && u.May(access.CloseWritten(w.Body))
	v.CanClose = v.CanTakeBack && (waits == nil || v.Overtaken)
	if v.Proposal, err = versionOf(ctx, u, w.Matter, w.Terms.Version); err != nil {
		return WrittenView{}, err
	}
	if w.Decision != "" {
		d, err := u.Own.Decision(ctx, w.Decision)
		if err != nil {
			return WrittenView{}, err
		}
		v.Decided = &d
	}
	return v, nil
}

// OpenedWritten is what a letter's link opens, with the memberships of the one who
// holds it.
type OpenedWritten struct {
	store.WrittenLink
	Held []people.Membership
}

// OpensWritten looks a link up by its hash.
var OpensWritten = app.NewQuery("written.opens", func(ctx context.Context, u *app.Unit, hash string) (OpenedWritten, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return OpenedWritten{}, err
	}
	l, err := u.Own.WrittenLink(ctx, hash)
	if err != nil {
		return OpenedWritten{}, err
	}
	held, err := u.Accounts().OpenMembershipsOf(ctx, l.Person, u.Today)
	return OpenedWritten{l, held}, err
})

// FollowWritten gives the procedure of a letter's link, and who holds it: a viewer for
// the acts of the link, and for nobody's session. A link that is wrong, or whose
// holder has left the body, is fault.NotFound.
func FollowWritten(ctx context.Context, sys *app.System, secret string) (string, access.Viewer, error) {
	l, err := OpensWritten.Do(ctx, sys, access.TheSystem(), app.Hashed(secret))
	if errors.Is(err, fault.NotFound) {
		return "", access.Viewer{}, fault.New(fault.NotFound, "written.link_gone")
	}
	if err != nil {
		return "", access.Viewer{}, err
	}
	return l.Written, access.New("link/written/"+l.Person, l.Person, l.Name, l.Held, app.Today(sys.Clock())), nil
}

// How often an answer may be given by one link.
const (
	writtenTries  = 20
	writtenWindow = time.Hour
)

// AnswerBySecret answers for whoever shows the secret of a letter, whoever they are
// signed in as.
func AnswerBySecret(ctx context.Context, sys *app.System, secret string, in ReplyInput) error {
	id, who, err := FollowWritten(ctx, sys, secret)
	if err != nil {
		return err
	}
	err = sys.Bookkeep(ctx, func(b app.Books) error {
		return b.Accounts.Try(ctx, "written:"+app.Hashed(secret), writtenTries, writtenWindow, b.Now)
	})
	if err != nil {
		return err
	}
	in.Written = id
	_, err = AnswerWritten.Do(ctx, sys, who, in)
	return err
}
