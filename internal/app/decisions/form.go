package decisions

import (
	"context"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/mandate"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// FormInput names the item that a record is to be made in, or the matter when it
// stands on no agenda.
type FormInput struct {
	Meeting string
	Body    string // in whose name; "" is the body that called the meeting
	Item    string
	Matter  string
	Known   *app.OnTable // the item as the same page has read it; nil reads it
}

// Form is what the form for a record offers and asks. Nothing in it is chosen:
// kind, outcome and position are answered by people.
type Form struct {
	Meeting  meeting.Meeting
	BodyName string
	Item     meeting.Item
	Matter   string
	Number   string
	Title    string
	Station  string
	Step     structure.Step
	Kinds    []KindView // what the body can record, that of the route first
	Versions []matter.Version
	InPlay   string // the version last sent to the parties

	AsksPosition  bool       // the members have to say whether they hold the mandate
	PositionRules []rule.Ref // by which rule
	Targets       []Target   // where the matter can go on
	Parties       []PartyWay // the questions that send it to the parties; none when the route does already
	ToParties     bool       // the parties' own decisions are on the route already
	Channels      []Target   // who carries it out, as the route names them
	Warnings      []matter.Unanchored
	Refusal       *rule.Refusal // its turn has not come; it may be overruled with a reason
	CanOverrule   bool
	Topic         bool

	Regime  meeting.Regime // what law says of the body's decisions; zero for a free-form body
	Closed  bool           // the meeting has been closed
	Serving []Target       // those who take part in the board's decisions
	Demands []rule.Finding // what the structure requires of the body's decisions, as far as it is not met already
	Stopped *rule.Refusal  // nothing can be recorded as things stand
	AsksWhy bool           // something that should hold does not: it takes a reason

	Settling Settling // how the body decides by its own text
}

// Settling is how a body decides by its own text, as a form asks about it and a
// page tells it. A board of which law says how is not Told.
type Settling struct {
	decision.Settling
	Told     bool
	ToName   string   // of where it is lifted; "" for nowhere, and for the parties
	Parties  []Target // those with seats in the body
	BodyRule rule.Ref // where the text says nothing of how it decides
}

func (b *desk) settles() Settling {
	x := Settling{Settling: b.kase.Settling, Told: !meeting.RegimeOf(b.s, b.s.Body(b.m.Body)).Statutory(), BodyRule: b.kase.BodyRule}
	if x.To != "" && x.To != decision.GoesToParties {
		x.ToName = b.s.PlaceName(x.To)
	}
	for _, id := range x.Settling.Parties {
		if p := b.s.Party(id); p != nil {
			x.Parties = append(x.Parties, Target{id, p.Name})
		}
	}
	return x
}

// KindView is a kind of record, and why the body can't record it when it can't.
type KindView struct {
	Kind     decision.Kind
	Outcomes []decision.Outcome
	Refusal  *rule.Refusal // nil: it can
	GoesTo   []Target      // where a matter goes that the body may not decide
	OfRoute  bool          // the route asks for this kind here
}

// Target is a body or channel by id and name.
type Target struct{ ID, Name string }

// FormFor gives the form for a record.
var FormFor = app.NewQuery("decision.form", formFor)

func formFor(ctx context.Context, u *app.Unit, in FormInput) (Form, error) {
	b, err := formTable(ctx, u, in)
	if err != nil {
		return Form{}, err
	}
	if err := u.Require(access.RecordDecision(b.m.Body)); err != nil {
		return Form{}, err
	}
	f := Form{Meeting: b.m, BodyName: b.s.PlaceName(b.m.Body), Item: b.item, CanOverrule: u.May(access.Overrule(b.m.Body))}
	f.law(&b)
	f.Settling = b.settles()
	if b.c == nil {
		f.Topic = true
		f.Kinds = []KindView{{Kind: decision.Decision, Outcomes: decision.OutcomesFor(decision.Decision)}}
		f.goes()
		return f, nil
	}
	f.Matter, f.Number, f.Title = b.c.Matter.ID, b.c.Matter.Number, b.c.Matter.Title
	f.InPlay, f.ToParties = b.c.InPlay(), hasPartyDecisions(b.c.Route)
	if b.station != nil {
		f.Station, f.Step = b.station.ID, b.station.Step
		if !b.sent {
			p := b.c.PutUp(b.station.ID, b.m.On)
			f.Warnings, f.Refusal = p.Warnings, p.Refusal
		}
	}
	f.Kinds = b.kinds()
	f.AsksPosition, f.PositionRules = b.kase.Holding.Position, b.kase.Holding.Rules
	for _, id := range b.kase.Targets {
		f.Targets = append(f.Targets, Target{id, b.s.PlaceName(id)})
	}
	f.Channels = channels(b.c)
	if !f.ToParties {
		f.Parties = factsToParties(u, b.c)
	}
	f.Versions = versions(b.c)
	f.goes()
	return f, err
}

// goes leaves out that the question is sent on where there is nowhere to send it.
func (f *Form) goes() {
	if len(f.Targets) > 0 || f.ToParties || len(f.Parties) > 0 {
		return
	}
	for i, k := range f.Kinds {
		f.Kinds[i].Outcomes = slices.DeleteFunc(slices.Clone(k.Outcomes), func(o decision.Outcome) bool { return o == decision.SentOn })
	}
}

// formTable takes the item as the page has read it, or reads it.
func formTable(ctx context.Context, u *app.Unit, in FormInput) (desk, error) {
	k := in.Known
	if k == nil || k.Meeting.ID != in.Meeting || in.Body != "" && in.Body != k.Meeting.Body || k.Item.ID != in.Item || k.Sitting == nil || (k.Course == nil) != (k.Item.Matter == "") {
		b, err := tableFor(ctx, u, in.Meeting, in.Body, in.Item, in.Matter)
		if err != nil {
			return b, err
		}
		return b, b.atTable(ctx, u)
	}
	b := desk{m: k.Meeting, item: k.Item, c: k.Course}
	if err := b.ofItsDay(ctx, u); err != nil {
		return b, err
	}
	b.sit(*k.Sitting)
	if b.c == nil {
		return b, nil
	}
	return b, b.ofMatter(ctx, u)
}

// kinds says of each kind whether the body can record it.
func (b *desk) kinds() []KindView {
	of, _ := decision.KindFor(b.kase.OnRoute)
	var out []KindView
	for _, k := range decision.Kinds() {
		v := KindView{Kind: k, Outcomes: decision.OutcomesFor(k), OfRoute: b.station != nil && k == of}
		if v.Refusal = b.kase.Barred(k); v.Refusal != nil {
			for _, id := range b.kase.Holding.GoesTo(k.May()) {
				v.GoesTo = append(v.GoesTo, Target{id, b.s.PlaceName(id)})
			}
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(x, y KindView) int {
		switch {
		case x.OfRoute == y.OfRoute:
			return 0
		case x.OfRoute:
			return -1
		}
		return 1
	})
	return out
}

func holding(c *app.Course, body string) mandate.Holding { return mandate.Of(c.Structure, body, c.Env) }

// targets gives the bodies to which a matter can go on for decision: where the
// body's mandates send it, those that it reports to or supports and those above
// them, and those on the matter's route; without those whose text doesn't let
// them decide it. In the order of the structure.
func targets(c *app.Course, body string) []string {
	h := holding(c, body)
	named := above(c, body, nil)
	for _, m := range []structure.May{structure.Decides, structure.Recommends, structure.Opines} {
		named = append(named, h.GoesTo(m)...)
	}
	for _, s := range c.Route.Stations {
		named = append(named, s.Place)
	}
	var out []string
	for _, b := range c.Structure.Bodies {
		if b.ID != body && slices.Contains(named, b.ID) && holding(c, b.ID).Check(structure.Decides) == nil {
			out = append(out, b.ID)
		}
	}
	return out
}

// above gives the bodies that a body reports to or supports, and those above
// them.
func above(c *app.Course, body string, seen []string) []string {
	b := c.Structure.Body(body)
	if b == nil {
		return seen
	}
	for _, r := range b.Relations {
		if r.Kind != structure.ReportsTo && r.Kind != structure.Supports {
			continue
		}
		for _, to := range c.Structure.Places(r.To, c.Env) {
			if !slices.Contains(seen, to) {
				seen = above(c, to, append(seen, to))
			}
		}
	}
	return seen
}

// channels gives who carries a decision out, as the route's stations of
// implementation name them.
func channels(c *app.Course) []Target {
	var out []Target
	for _, s := range c.Route.Stations {
		if s.Step != structure.Implement {
			continue
		}
		for _, id := range s.Bodies {
			name := c.Structure.PlaceName(id)
			if ch := c.Structure.Channel(id); ch != nil {
				name = ch.Name
			}
			if !slices.ContainsFunc(out, func(t Target) bool { return t.ID == id }) {
				out = append(out, Target{id, name})
			}
		}
	}
	return out
}

// sharedAt is when a record is open to those who may open its matter: at once
// when the meeting has been closed, else when it is.
func sharedAt(m meeting.Meeting, u *app.Unit) time.Time {
	if m.State == meeting.Held {
		return u.Now
	}
	return time.Time{}
}
