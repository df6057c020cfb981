package matters

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// RaiseInput is a matter as somebody raises it.
type RaiseInput struct {
	Title   string
	Summary string
	Kind    string
	Fields  []string
	Origin  string          // a party or body of the viewer's; "" for the person alone
	EntryOn workday.Date    // when what is decided is to come into force; "" when it is adopted
	Others  []matter.Object // kind and title of the other documents that it leads to, each with a way by its kind
	Facts   structure.Facts // a fact that is left out has its declared default
}

// Raised names the new matter.
type Raised struct{ ID string }

// Raise raises a matter: it waits for being sorted, open to the one who raised
// it, to the party or body it comes from, and to those who sort it. Matters
// that a body takes up from certain parties and bodies only are refused from
// others, who are told where to turn.
var Raise = app.NewCommand("matter.raise", raise)

func raise(ctx context.Context, u *app.Unit, in RaiseInput) (Raised, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return Raised{}, err
	}
	if err := u.Require(access.RaiseMatter()); err != nil {
		return Raised{}, err
	}
	if in.Origin != "" && !u.Viewer.InParty(in.Origin) && !u.Viewer.InBody(in.Origin) {
		return Raised{}, fault.New(fault.Denied, "matter.origin_not_yours", in.Origin).On("origin")
	}
	if in.EntryOn != "" && in.EntryOn < u.Today {
		return Raised{}, fault.New(fault.Invalid, "matter.entry_past", in.EntryOn).On("entry_on")
	}
	m, env, err := matter.Raise(s, matter.Raising{Title: in.Title, Summary: in.Summary, Kind: in.Kind, Fields: in.Fields,
		Origin: in.Origin, EntryOn: in.EntryOn}, in.Facts, u.NewID(), u.Viewer.Person, u.Now)
	if err != nil {
		return Raised{}, err
	}
	if err := matter.Admitted(s, env); err != nil {
		return Raised{}, err
	}
	each, err := matter.NewObjects(s, m, in.Others)
	if err != nil {
		return Raised{}, err
	}
	for _, o := range each {
		of := env
		of.Matter.Kind = o.Kind
		if err := matter.Admitted(s, of); err != nil {
			return Raised{}, err
		}
	}
	o := app.Opening{Matter: m.ID, Texts: wordsOf(m)}
	for _, x := range each {
		o.Says("title", x.Title)
	}
	if err := u.Guard(ctx, o); err != nil {
		return Raised{}, err
	}
	if err := u.Own.AddMatter(ctx, m); err != nil {
		return Raised{}, err
	}
	if err := u.Own.AddObjects(ctx, m.ID, each); err != nil {
		return Raised{}, err
	}
	if err := u.Own.SetFacts(ctx, m.ID, env.Facts, u.Viewer.Person, u.Now); err != nil {
		return Raised{}, err
	}
	u.Announce(app.Event{Type: "matter.raised", Object: m.ID, Version: m.Version, Record: in})
	c, err := u.Refresh(ctx, m.ID)
	if err != nil {
		return Raised{}, err
	}
	return Raised{m.ID}, u.Tell(ctx, c, matter.Event{Kind: matter.EventRaised})
}

// wordsOf gives the texts of a matter that its public page will show.
func wordsOf(m matter.Matter) []app.Said {
	return []app.Said{{Field: "title", Text: m.Title}, {Field: "summary", Text: m.Summary}}
}
