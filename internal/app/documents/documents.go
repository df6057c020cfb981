// Package documents holds what can be read about documents that were decided in
// cooperation: which are in force, and who decided each of them when. What is
// published is open to everybody who is signed in; the public reads it through
// package portals.
package documents

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/document"
	"samverk/internal/domain/matter"
	"samverk/internal/store"
)

// ListInput asks for the documents in force; there is nothing to choose.
type ListInput struct{}

// List is the documents in force today, the newest first.
type List struct{ Rows []Row }

// Row is a document in the list.
type Row struct {
	document.Document
	KindName string
	State    document.State
	Review   bool // to be reviewed within a year's quarter, or overdue
}

// listed is how many documents the list holds at most.
const listed = 500

// soon is how many days ahead of a review the list says so.
const soon = 90

// InForce gives the documents in force today. It follows from their dates and
// from nothing that a job has done.
var InForce = app.NewQuery("document.in_force", inForce)

func inForce(ctx context.Context, u *app.Unit, _ ListInput) (List, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return List{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return List{}, err
	}
	docs, err := u.Own.DocumentsInForce(ctx, u.Today, listed)
	if err != nil {
		return List{}, err
	}
	var out List
	for _, d := range docs {
		r := Row{Document: d, KindName: d.Kind, State: d.StateOn(u.Today), Review: d.ReviewDue(u.Today, soon)}
		if k := s.DocumentKind(d.Kind); k != nil {
			r.KindName = k.Name.SV
		}
		out.Rows = append(out.Rows, r)
	}
	return out, nil
}

// PageInput names a document by its number or id.
type PageInput struct{ Ref string }

// View is a document with who decided it when.
type View struct {
	Row
	KeptBy    string // name
	Version   matter.Version
	Matter    string // what stands in its matter's address; "" when the viewer may not open it, or it has none
	Deciders  []Decider
	Decisions []decision.Record // of bodies, those that the viewer may read
}

// Decider is a party whose decision brought the document into force.
type Decider struct {
	Party, Name string
	Organ       string // name; "" for an official
	Decision    matter.PartyDecision
}

// Page gives a document.
var Page = app.NewQuery("document.page", page)

func page(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	d, err := u.Own.Document(ctx, in.Ref)
	if err != nil {
		return View{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return View{}, err
	}
	v := View{Row: Row{Document: d, KindName: d.Kind, State: d.StateOn(u.Today), Review: d.ReviewDue(u.Today, soon)}, KeptBy: d.KeptBy}
	if k := s.DocumentKind(d.Kind); k != nil {
		v.KindName = k.Name.SV
	}
	if b := s.Body(d.KeptBy); b != nil {
		v.KeptBy = b.Name.SV
	}
	if d.Matter == "" {
		return v, nil
	}
	ledger, err := u.Own.PublishedLedger(ctx, d.ID)
	if err != nil {
		return View{}, err
	}
	standing := matter.Standing(matter.OnVersion(ledger, d.Version))
	for _, p := range s.Parties {
		x, ok := standing[p.ID]
		if !ok {
			continue
		}
		y := Decider{Party: p.ID, Name: p.Name, Decision: x}
		for _, o := range s.OrgansOf(p.ID) {
			if o.ID == x.Organ {
				y.Organ = o.Name
			}
		}
		v.Deciders = append(v.Deciders, y)
	}
	if v.Version, err = u.Own.PublishedVersion(ctx, d.ID); err != nil {
		return View{}, err
	}
	if v.Decisions, err = u.Own.Decisions(ctx, store.DecisionFilter{Matter: d.Matter, Limit: 50}); err != nil {
		return View{}, err
	}
	v.Matter, err = u.Own.MatterRef(ctx, d.Matter)
	return v, err
}
