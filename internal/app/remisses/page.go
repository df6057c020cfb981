package remisses

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/remiss"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// PageInput names a remiss.
type PageInput struct{ Remiss string }

// View is a remiss as its page shows it. Own holds the drafts of the viewer's
// own parties and nobody else's.
type View struct {
	Structure *structure.Structure
	Remiss    remiss.Remiss
	Matter    string
	Number    string
	Title     string
	Version   matter.Version // that is asked about, without its text
	Rules     []rule.Ref     // why there is a remiss
	Answers   []remiss.Answer
	Parties   []remiss.OfParty // what each has said
	Missing   []remiss.Asked
	Tally     []remiss.Tally
	Late      bool // the deadline has passed
	Own       []OwnAnswer
	CanClose  bool
	CanEnd    bool // it can be closed now: the deadline has passed, or all have answered
}

// OwnAnswer is the viewer's party's part of a remiss, one for each of its units
// where they answer each for itself.
type OwnAnswer struct {
	remiss.Asked
	Draft     remiss.Draft // zero Version: none is saved
	Sent      *remiss.Answer
	CanDraft  bool
	CanAnswer bool
}

// Named gives what one that answers is called: the party, or the unit and its
// party.
func Named(s *structure.Structure, who remiss.Asked) string {
	p := s.Party(who.Party)
	if p == nil {
		return who.String()
	}
	if i := slices.IndexFunc(p.Units, func(u structure.Unit) bool { return u.ID == who.Unit }); i >= 0 {
		return p.Units[i].Name + ", " + p.Name
	}
	if who.Unit != "" {
		return who.Unit + ", " + p.Name
	}
	return p.Name
}

// Page gives a remiss's page.
var Page = app.NewQuery("remiss.page", page)

func page(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	r, err := u.Own.Remiss(ctx, in.Remiss)
	if err != nil {
		return View{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	c, err := u.Course(ctx, r.Matter)
	if err != nil {
		return View{}, err
	}
	v := View{Structure: c.Structure, Remiss: r, Matter: c.Matter.ID, Number: c.Matter.Number, Title: c.Matter.Title, Late: u.Today > r.Deadline,
		CanClose: !r.Closed() && u.MayAny(c.AtKeepers(access.CreateRemiss)...)}
	if st := c.Route.Station(r.Station); st != nil {
		v.Rules = st.Rules
	}
	if v.Answers, err = u.Own.Answers(ctx, r.ID); err != nil {
		return View{}, err
	}
	v.Parties = r.Compile(v.Answers)
	v.Missing, v.Tally = r.Missing(v.Answers), remiss.Count(v.Answers)
	v.CanEnd = v.CanClose && (v.Late || len(v.Missing) == 0)
	versions, err := u.Own.Versions(ctx, r.Matter)
	if err != nil {
		return View{}, err
	}
	for _, x := range versions {
		if x.ID == r.VersionID {
			v.Version = x
		}
	}
	drafts, err := u.Own.AnswerDrafts(ctx, r.ID)
	if err != nil {
		return View{}, err
	}
	for _, x := range r.All() {
		p := x.Party
		if !u.Viewer.InParty(p) {
			continue
		}
		own := OwnAnswer{Asked: x, CanDraft: !r.Closed() && u.May(access.WorkAtHome(p)), CanAnswer: !r.Closed() && u.May(access.AnswerRemiss(p))}
		for _, d := range drafts {
			if d.Asked == x {
				own.Draft = d
			}
		}
		if i := slices.IndexFunc(v.Answers, func(a remiss.Answer) bool { return a.Asked == x }); i >= 0 {
			own.Sent, own.CanDraft, own.CanAnswer = &v.Answers[i], false, false
		}
		v.Own = append(v.Own, own)
	}
	return v, nil
}

// FormInput asks what a new remiss in a matter would be, by what stands in the
// matter's address.
type FormInput struct{ Matter string }

// Form is what the form for a new remiss offers: who is asked, and the nearest
// deadline that the county's practice allows ("" where it has no number).
type Form struct {
	Structure *structure.Structure
	Matter    string
	Number    string
	Title     string
	Station   string
	Rules     []rule.Ref
	Parties   []string
	Units     []remiss.Asked // of those parties that answer each for itself
	Versions  []matter.Version
	Days      *int
	DaysRule  rule.Ref
	Nearest   workday.Date
	CanShort  bool // the viewer may set a nearer one, with a reason
}

// FormFor gives the form for a new remiss.
var FormFor = app.NewQuery("remiss.form", formFor)

func formFor(ctx context.Context, u *app.Unit, in FormInput) (Form, error) {
	c, err := u.CourseOf(ctx, in.Matter)
	if err != nil {
		return Form{}, err
	}
	if err := u.RequireAny(c.AtKeepers(access.CreateRemiss)...); err != nil {
		return Form{}, err
	}
	st, err := station(c, "")
	if err != nil {
		return Form{}, err
	}
	f := Form{Structure: c.Structure, Matter: c.Matter.ID, Number: c.Matter.Number, Title: c.Matter.Title, Station: st.ID, Rules: st.Rules, Parties: certain(st), Units: units(st),
		Days: st.Days.N, DaysRule: st.Days.Rule, CanShort: u.MayAny(c.AtKeepers(access.Overrule)...)}
	if f.Days != nil {
		f.Nearest = u.Today.Add(*f.Days)
	}
	f.Versions, err = u.Own.Versions(ctx, c.Matter.ID)
	return f, err
}

// ListInput asks for the remisses of a matter; "" for all.
type ListInput struct{ Matter string }

// Listed is a remiss in a list.
type Listed struct {
	remiss.Remiss
	Number string
	Title  string
	Mine   []string // the viewer's parties among those asked
}

// List gives the remisses that the viewer may open, the latest first, at most
// 100.
var List = app.NewQuery("remiss.list", list)

func list(ctx context.Context, u *app.Unit, in ListInput) ([]Listed, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return nil, err
	}
	all, err := u.Own.Remisses(ctx, in.Matter, 100)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, r := range all {
		ids[i] = r.Matter
	}
	dossiers, err := u.Own.Dossiers(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Listed, 0, len(all))
	for _, r := range all {
		i := slices.IndexFunc(dossiers, func(d *matter.Dossier) bool { return d.Matter.ID == r.Matter })
		if i < 0 {
			return nil, fault.New(fault.NotFound, "not_found")
		}
		l := Listed{Remiss: r, Number: dossiers[i].Matter.Number, Title: dossiers[i].Matter.Title}
		for _, p := range r.Parties {
			if u.Viewer.InParty(p) {
				l.Mine = append(l.Mine, p)
			}
		}
		out = append(out, l)
	}
	return out, nil
}

// OpenStations tells whether a matter has a remiss to open now, for its page.
func OpenStations(c *app.Course) []string {
	var out []string
	for i := range c.Route.Stations {
		s := &c.Route.Stations[i]
		if s.Step == structure.Remiss && !s.Possible && s.State == routing.StateReady &&
			!slices.ContainsFunc(c.Remisses, func(r matter.RemissDue) bool { return r.Station == s.ID && !r.Closed }) {
			out = append(out, s.ID)
		}
	}
	return out
}
