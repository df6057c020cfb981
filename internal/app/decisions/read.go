package decisions

import (
	"context"
	"errors"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/mandate"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	words "samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// PageInput names a record by its id or its number ("body-2026-3").
type PageInput struct {
	Ref  string
	Item string // to which it is about to be moved; "" for none
}

// View is a record as its page shows it.
type View struct {
	Record      decision.Record
	BodyName    string
	GoesToName  string // "" for the parties, and where it goes nowhere
	Meeting     meeting.Meeting
	No          int    // of the item, to those who are of the meeting; 0 else
	Heading     string // of the item, or of the matter; "" where the viewer may not know it
	Number      string // of the matter
	Title       string // of the matter
	VersionNo   int64  // of the proposal that was decided; 0 when it was none
	Corrects    *decision.Record
	CorrectedBy *decision.Record
	Rules       []rule.Ref // the mandate that it was taken under, as of its day
	Channels    []Target
	Regime      meeting.Regime // what law says of the body's decisions; zero for a free-form body
	Clocks      meeting.Clocks // of a board's meeting that has been held
	CanCorrect  bool
	Approved    bool           // with CanCorrect: the meeting's notes or minutes have been, so that only its words can be mended
	MovesTo     []Target       // items of the meeting to which it can be moved; none where it can't
	MoveForm    *Form          // what is asked in the item that it is about to be moved to; nil for none
	Settling    Settling       // how the body decides by its own text
	Concord     words.Decision // whether they agreed, in words
	CanPublish  bool
}

// Page gives a record's page.
var Page = app.NewQuery("decision.page", page)

func page(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	d, err := find(ctx, u, in.Ref)
	if err != nil {
		return View{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, err
	}
	s, err := u.StructureThen(ctx, d.DecidedOn)
	if err != nil {
		return View{}, err
	}
	v := View{Record: d, BodyName: s.PlaceName(d.Body), CanCorrect: d.CorrectedBy == "" && u.May(access.RecordDecision(d.Body)),
		CanPublish: d.CorrectedBy == "" && d.PublishedAt.IsZero() && u.May(access.Publish(d.Body))}
	x := desk{s: s, m: meeting.Meeting{Body: d.Body}}
	x.kase.Settling = settling(s, d.Body, nil)
	v.Settling = x.settles()
	app.ConcordSaid(s, d.Body, d.Terms.Concord, &v.Concord)
	if d.Terms.GoesTo != "" && d.Terms.GoesTo != decision.GoesToParties {
		v.GoesToName = s.PlaceName(d.Terms.GoesTo)
	}
	if v.Meeting, err = u.Own.Occasion(ctx, d.Meeting); err != nil {
		return View{}, err
	}
	item, err := itemOf(ctx, u, d)
	if err != nil {
		return View{}, err
	}
	if v.No, v.Heading = item.Pos, item.Title; v.Heading == "" {
		v.Heading = d.Title
	}
	if v.CanCorrect {
		if v.Approved, err = isApproved(ctx, u, d.Meeting); err != nil {
			return View{}, err
		}
		if err := v.moves(ctx, u, in.Item); err != nil {
			return View{}, err
		}
	}
	if v.Regime = meeting.RegimeOf(s, s.Body(d.Body)); v.Regime.Statutory() && v.Meeting.State == meeting.Held {
		minutes, err := u.Own.Minutes(ctx, d.Meeting)
		if err != nil {
			return View{}, err
		}
		v.Clocks = v.Regime.Clocks(v.Meeting.On, minutes, u.Today)
	}
	for _, x := range []struct {
		id string
		to **decision.Record
	}{{d.Corrects, &v.Corrects}, {d.CorrectedBy, &v.CorrectedBy}} {
		if x.id == "" {
			continue
		}
		other, err := u.Own.Decision(ctx, x.id)
		if err == nil {
			*x.to = &other
		} else if !errors.Is(err, fault.NotFound) {
			return View{}, err
		}
	}
	for _, id := range d.Terms.Channels {
		name := s.PlaceName(id)
		if ch := s.Channel(id); ch != nil {
			name = ch.Name
		}
		v.Channels = append(v.Channels, Target{id, name})
	}
	if d.Matter == "" {
		return v, nil
	}
	dossier, err := u.Own.Dossier(ctx, d.Matter)
	if errors.Is(err, fault.NotFound) {
		return v, nil // published, in a matter that the viewer may not open
	}
	if err != nil {
		return View{}, err
	}
	if v.Number, v.Title = dossier.Matter.Number, dossier.Matter.Title; v.Heading == "" {
		v.Heading = v.Title
	}
	if env, err := s.Ask(dossier.Matter.Asked(), dossier.Facts); err == nil {
		v.Rules = mandate.Of(s, d.Body, env).Rules
	}
	versions, err := u.Own.Versions(ctx, d.Matter)
	for _, x := range versions {
		if x.ID == d.Terms.Version {
			v.VersionNo = x.No
		}
	}
	return v, err
}

// itemOf gives the item that a decision was taken in, as the viewer sees it: without
// its number to somebody who is not of the meeting; the zero item where they see none.
func itemOf(ctx context.Context, u *app.Unit, d decision.Record) (meeting.Item, error) {
	if d.Item == "" {
		return meeting.Item{}, nil
	}
	agenda, err := u.Own.Agenda(ctx, d.Meeting)
	if err != nil {
		return meeting.Item{}, err
	}
	item, err := agenda.Item(d.Item)
	if errors.Is(err, fault.NotFound) {
		return meeting.Item{}, nil
	}
	return item, err
}

func find(ctx context.Context, u *app.Unit, ref string) (decision.Record, error) {
	if n, err := decision.ParseNumber(ref); err == nil {
		return u.Own.DecisionByNumber(ctx, n)
	}
	return u.Own.Decision(ctx, ref)
}

// ListInput asks for records; empty is any. At most 200 are given, the latest
// first.
type ListInput struct {
	Body     string
	Matter   string
	From, To workday.Date
}

// Listed is a record in a list.
type Listed struct {
	decision.Record
	BodyName string
	Number   string // of the matter, where the viewer may open it
	Title    string
}

// List gives the records that the viewer may read.
var List = app.NewQuery("decision.list", list)

func list(ctx context.Context, u *app.Unit, in ListInput) ([]Listed, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return nil, err
	}
	all, err := u.Own.Decisions(ctx, store.DecisionFilter{Body: in.Body, Matter: in.Matter, From: in.From, To: in.To, Limit: 200})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, d := range all {
		if d.Matter != "" {
			ids = append(ids, d.Matter)
		}
	}
	titles := map[string]matter.Matter{}
	if len(ids) > 0 {
		dossiers, err := u.Own.Dossiers(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, d := range dossiers {
			titles[d.Matter.ID] = d.Matter
		}
	}
	out := make([]Listed, len(all))
	for i, d := range all {
		s, err := u.StructureThen(ctx, d.DecidedOn)
		if err != nil {
			return nil, err
		}
		m := titles[d.Matter]
		out[i] = Listed{d, s.PlaceName(d.Body), m.Number, m.Title}
	}
	return out, nil
}

// PublishInput publishes a record.
type PublishInput struct{ Decision string }

// Published names it.
type Published struct{ ID string }

// Publish makes a record public: an explicit act, of the body that decided. One that
// has been corrected or moved no longer says what holds, and is not published.
var Publish = app.NewCommand("decision.publish", publish)

func publish(ctx context.Context, u *app.Unit, in PublishInput) (Published, error) {
	d, err := u.Own.Decision(ctx, in.Decision)
	if err != nil {
		return Published{}, err
	}
	if err := u.Require(access.Publish(d.Body)); err != nil {
		return Published{}, err
	}
	if d.CorrectedBy != "" {
		return Published{}, fault.New(fault.Conflict, "decision.publish_corrected")
	}
	if d.Matter == "" { // the heading of a topic becomes public with it: the door looks at it
		item, err := itemOf(ctx, u, d)
		if err != nil {
			return Published{}, err
		}
		d.Title = item.Title
	}
	if err := u.Own.PublishDecision(ctx, d.ID, d.Title, u.Now); err != nil {
		return Published{}, err
	}
	u.Announce(app.Event{Type: "decision.published", Object: d.ID, Version: 2, Record: d, Public: true, Meeting: d.Meeting})
	return Published{d.ID}, nil
}
