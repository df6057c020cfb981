package decisions

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// RecordInput records what a meeting decided in an item of its agenda. At a joint
// meeting each body decides for itself: Body is the one in whose name it is
// recorded, "" the one that called the meeting. Item "" with a Matter is a matter that stood on no agenda. Fact is the question whose
// answer yes sends the matter to the parties' own decisions, where Terms.GoesTo
// says so and the route has none. Reason is that of an exception, where the
// station's turn has not come. Despite is why the body decides although something
// that it should meet does not hold.
type RecordInput struct {
	Meeting string
	Body    string
	Item    string
	Matter  string
	Terms   decision.Terms
	Fact    string
	Reason  string
	Despite string
}

// Recorded names a record. Kind is what it was recorded as: where the members
// say that the matter goes on, a decision is a recommendation.
type Recorded struct {
	ID       string
	Number   decision.Number
	Kind     decision.Kind
	Warnings []matter.Unanchored // parties that had their time and had not anchored
}

// Record records a decision, a recommendation, an opinion or a position.
var Record = app.NewCommand("decision.record", record)

func record(ctx context.Context, u *app.Unit, in RecordInput) (Recorded, error) {
	b, err := tableFor(ctx, u, in.Meeting, in.Body, in.Item, in.Matter)
	if err != nil {
		return Recorded{}, err
	}
	if err := u.Require(access.RecordDecision(b.m.Body)); err != nil {
		return Recorded{}, err
	}
	if err := b.m.Can(meeting.Record); err != nil {
		return Recorded{}, err
	}
	if b.m.Written != "" {
		return Recorded{}, fault.New(fault.Conflict, "written.closed")
	}
	typed, err := u.Own.Drafts(ctx, b.m.ID, in.Item)
	if err != nil {
		return Recorded{}, err
	}
	if err := meeting.Crossed(typed, in.Item, b.whose, meeting.RecordFields()...); err != nil {
		return Recorded{}, err
	}
	if err := b.atTable(ctx, u); err != nil {
		return Recorded{}, err
	}
	terms, err := b.judge(ctx, u, in.Terms, in.Despite)
	if err != nil {
		return Recorded{}, err
	}
	d := decision.Record{ID: u.NewID(), Body: b.m.Body, Meeting: b.m.ID, Item: b.item.ID, Terms: terms, DecidedOn: b.m.On,
		RecordedBy: u.Viewer.Person, RecordedAs: b.as, RecordedAt: u.Now}
	if b.c == nil {
		if d, err = u.Own.AddDecision(ctx, d, sharedAt(b.m, u)); err != nil {
			return Recorded{}, err
		}
		u.Announce(app.Event{Type: "decision.recorded", Object: d.ID, Version: 1, Record: d, Meeting: d.Meeting})
		return Recorded{d.ID, d.Number(), d.Terms.Kind, nil}, nil
	}
	d.Matter = b.c.Matter.ID
	return b.inMatter(ctx, u, d, in)
}

// judge gives the terms as they are recorded: judged by the case, by law where
// the body is a statutory board, and by what the structure requires of the
// body's decisions. What is written may become public, so no personal identity
// number stands in it.
func (b *desk) judge(ctx context.Context, u *app.Unit, t decision.Terms, despite string) (decision.Terms, error) {
	for i, v := range t.Formal.Poll.Votes {
		t.Formal.Poll.Votes[i].Name = b.sitting.Name(v.Person)
	}
	for i, p := range t.Formal.Poll.Dissenters {
		t.Formal.Poll.Dissenters[i].Name = b.sitting.Name(p.Person)
	}
	t, err := b.kase.Judge(t)
	if err != nil {
		return t, err
	}
	o := app.Opening{Meeting: b.m.ID, Texts: []app.Said{{Field: "text", Text: t.Text}, {Field: "reservation", Text: t.Reservation},
		{Field: "responsible", Text: t.Responsible}, {Field: "reason", Text: t.Concord.Why}, {Field: "reason", Text: despite}}}
	if err := u.Guard(ctx, o); err != nil {
		return t, err
	}
	return t, b.required(ctx, u, t, despite)
}

// desk is what a record is made from: the meeting as the body that decides sees
// it (meeting.As), its item, and the matter with
// its way. c is nil for a topic, station when the matter has none at the body.
type desk struct {
	s       *structure.Structure // of the meeting's day, as c is
	as      string               // who records, as shown
	m       meeting.Meeting
	whose   string // its texts, as drafts name the body
	item    meeting.Item
	c       *app.Course
	station *routing.Station
	sent    bool // the station lies at another body, which has sent the decision on
	kase    decision.Case
	sitting app.Sitting
}

func tableFor(ctx context.Context, u *app.Unit, id, body, item, matterID string) (desk, error) {
	var b desk
	var err error
	if b.m, err = u.Own.Occasion(ctx, id); err != nil {
		return b, err
	}
	called := b.m
	if b.m, err = b.m.As(body); err != nil {
		return b, err
	}
	if b.whose, err = called.Whose(meeting.DecisionText, body); err != nil {
		return b, err
	}
	if item != "" {
		agenda, err := u.Own.Agenda(ctx, id)
		if err != nil {
			return b, err
		}
		if b.item, err = agenda.Item(item); err != nil {
			return b, err
		}
		matterID = b.item.Matter
	}
	if matterID != "" {
		if b.c, err = u.Course(ctx, matterID); err != nil {
			return b, err
		}
	}
	if err := b.ofItsDay(ctx, u); err != nil || b.c == nil {
		return b, err
	}
	return b, b.ofMatter(ctx, u)
}

// ofItsDay turns to the rules of the meeting's day, by which what it decided is
// judged (ADR 9). Who records does so today.
func (b *desk) ofItsDay(ctx context.Context, u *app.Unit) error {
	now, err := u.Structure(ctx)
	if err != nil {
		return err
	}
	b.as = u.As(now)
	if b.c != nil {
		b.c = b.c.By(b.m.On)
		b.s = b.c.Structure
	} else if b.s, err = u.StructureThen(ctx, b.m.On); err != nil {
		return err
	}
	b.kase.Body, b.kase.On = b.m.Body, b.m.On
	if x := b.s.Body(b.m.Body); x != nil {
		b.kase.BodyRule = x.Rule
	}
	b.kase.Settling = settling(b.s, b.m.Body, b.c)
	return nil
}

// settling gives how a body decides by its own text, for a topic (c is nil) or a
// matter: a place that depends on the matter's answers is one only where they are
// given.
func settling(s *structure.Structure, body string, c *app.Course) decision.Settling {
	b := s.Body(body)
	if b == nil {
		return decision.Settling{}
	}
	out := decision.Settling{DecisionRule: b.DecidesBy, Parties: s.PartiesOf(b)}
	var env structure.Env
	if c != nil {
		env = c.Env
	}
	if places := s.Places(b.DecidesBy.Else, env); len(places) > 0 {
		out.To = places[0]
	} else if certain, _ := s.Expand(b.DecidesBy.Else, env); len(certain) > 0 {
		out.To = decision.GoesToParties
	}
	return out
}

// ofMatter finds the station: the body's own, or one that another body has sent
// on to it.
func (b *desk) ofMatter(ctx context.Context, u *app.Unit) error {
	if b.station = b.at(); b.station == nil {
		sent, err := u.Own.Decisions(ctx, store.DecisionFilter{Matter: b.c.Matter.ID, GoesTo: b.m.Body, Limit: 20})
		if err != nil {
			return err
		}
		b.station = b.c.SentOnTo(b.m.Body, sent)
		b.sent = b.station != nil
	}
	b.judgedBy()
	return nil
}

// at gives the body's own station: the item's where it is still open, else the
// first that a record ends.
func (b *desk) at() *routing.Station {
	var first *routing.Station
	for _, s := range b.c.AtBody(b.m.Body) {
		if _, ok := decision.KindFor(s.Step); !ok {
			continue
		}
		if s.ID == b.item.Station {
			return s
		}
		if first == nil {
			first = s
		}
	}
	return first
}

// judgedBy fills in what the record is judged against.
func (b *desk) judgedBy() {
	b.kase.Matter = true
	b.kase.Holding = holding(b.c, b.m.Body)
	if b.station != nil {
		b.kase.OnRoute, b.kase.RouteBy = b.station.Step, b.station.Rules
	}
	b.kase.Targets = targets(b.c, b.m.Body)
	b.kase.Versions = nil
	for _, v := range versions(b.c) {
		b.kase.Versions = append(b.kase.Versions, v.ID)
	}
}

// versions gives the versions of the proposal that can be decided, the newest
// first: the newest, and those that were sent.
func versions(c *app.Course) []matter.Version {
	var out []matter.Version
	if c.Latest.ID != "" {
		out = append(out, c.Latest)
	}
	for _, s := range slices.Backward(c.Sent) {
		if !slices.ContainsFunc(out, func(v matter.Version) bool { return v.ID == s.Version }) {
			out = append(out, matter.Version{ID: s.Version, Matter: c.Matter.ID, No: s.No, FrozenAt: s.At})
		}
	}
	slices.SortFunc(out, func(a, b matter.Version) int { return int(b.No - a.No) })
	return out
}

// inMatter records what was decided in a matter and moves it on.
func (b *desk) inMatter(ctx context.Context, u *app.Unit, d decision.Record, in RecordInput) (Recorded, error) {
	if err := b.c.Matter.Can(matter.Record); err != nil {
		return Recorded{}, err
	}
	warnings, err := b.turn(ctx, u, d.Terms, in.Reason)
	if err != nil {
		return Recorded{}, err
	}
	if err := b.toParties(ctx, u, d.Terms, in.Fact); err != nil {
		return Recorded{}, err
	}
	if b.station != nil {
		d.Station = b.station.ID
	}
	if d, err = u.Own.AddDecision(ctx, d, sharedAt(b.m, u)); err != nil {
		return Recorded{}, err
	}
	if err := b.complete(ctx, u, d); err != nil {
		return Recorded{}, err
	}
	if d.Terms.FollowUpOn != "" && d.Terms.Outcome.Settles() {
		if err := u.Own.PlanFollowUp(ctx, d.Matter, d.Terms.FollowUpOn); err != nil {
			return Recorded{}, err
		}
	}
	args := []string{string(d.Terms.Kind), string(d.Terms.Outcome), d.Body, d.Number().String()}
	if err := u.Tell(ctx, b.c, matter.Event{Kind: app.EventDecided, Station: d.Station, Args: args, Public: b.c.Public()}); err != nil {
		return Recorded{}, err
	}
	u.Announce(app.Event{Type: "decision.recorded", Object: d.ID, Version: 1, Record: d, Public: b.c.Public(), Meeting: d.Meeting})
	if err := u.Own.TouchMatter(ctx, d.Matter, u.Now); err != nil {
		return Recorded{}, err
	}
	_, err = u.Refresh(ctx, d.Matter)
	return Recorded{d.ID, d.Number(), d.Terms.Kind, warnings}, err
}

// turn refuses a record that settles something before the station's turn has
// come, unless a reason is given: the parties have not had their time at home,
// or something else comes first. Where the item was put up with an exception, it
// stands. A second record at a station that is done is a correction.
func (b *desk) turn(ctx context.Context, u *app.Unit, t decision.Terms, reason string) ([]matter.Unanchored, error) {
	if b.station == nil || b.sent {
		return nil, b.twice(ctx, u)
	}
	if !t.Outcome.Settles() && t.Outcome != decision.Declined {
		return nil, nil
	}
	p := b.c.PutUp(b.station.ID, b.m.On)
	if p.Refusal != nil {
		if reason == "" {
			return nil, p.Refusal
		}
		if err := u.SetAside(ctx, b.c, p, b.m.Body, reason); err != nil {
			return nil, err
		}
	}
	if p.Place != nil {
		// Taken up without its priority: the meeting has given it one.
		if err := u.Complete(ctx, b.c, matter.StationDone{Station: p.Place.ID, Outcome: "placed"}); err != nil {
			return nil, err
		}
	}
	return p.Warnings, nil
}

// twice refuses a second record of the body in a matter that has no station
// open there any more: what stands is corrected.
func (b *desk) twice(ctx context.Context, u *app.Unit) error {
	if b.sent {
		return nil
	}
	old, err := u.Own.Decisions(ctx, store.DecisionFilter{Matter: b.c.Matter.ID, Body: b.m.Body, Limit: 50})
	if err != nil {
		return err
	}
	for _, d := range decision.Standing(old) {
		if d.Station != "" && (d.Terms.Outcome.Settles() || d.Terms.Outcome == decision.Declined) {
			return fault.New(fault.Conflict, "decision.stands_already", d.Number().Short())
		}
	}
	return nil
}

// toParties sets the answer that brings the parties' own decisions into the
// route, when the members say that the matter goes to them.
func (b *desk) toParties(ctx context.Context, u *app.Unit, t decision.Terms, fact string) error {
	if t.Outcome == decision.Lifted || t.GoesTo != decision.GoesToParties || hasPartyDecisions(b.c.Route) {
		return nil
	}
	ways := factsToParties(u, b.c)
	if fact == "" && len(ways) == 1 {
		fact = ways[0].Fact
	}
	if !slices.ContainsFunc(ways, func(w PartyWay) bool { return w.Fact == fact }) {
		return fault.New(fault.Invalid, "decision.fact_missing").On("fact")
	}
	set := structure.Facts{fact: {Known: true, Yes: true}}
	if err := u.Own.SetFacts(ctx, b.c.Matter.ID, set, u.Viewer.Person, u.Now); err != nil {
		return err
	}
	old := "no"
	if !b.c.Env.Facts[fact].Known {
		old = "?"
	}
	if err := u.Tell(ctx, b.c, matter.Event{Kind: matter.EventFactsChanged, Args: []string{fact, old, "yes"}, Public: b.c.Public()}); err != nil {
		return err
	}
	var err error
	if b.c, err = u.Course(ctx, b.c.Matter.ID); err != nil {
		return err
	}
	if err := b.ofItsDay(ctx, u); err != nil {
		return err
	}
	if s := b.at(); s != nil { // with the parties' decisions on the route, the body's own station is another
		b.station = s
	}
	return nil
}

// complete ends the station with the record's outcome, if it does.
func (b *desk) complete(ctx context.Context, u *app.Unit, d decision.Record) error {
	if b.station == nil {
		return nil
	}
	outcome, ends := stationOutcome(b.station, d.Terms)
	if !ends {
		return nil
	}
	return u.Complete(ctx, b.c, matter.StationDone{Station: b.station.ID, Place: d.Body, Outcome: outcome, On: d.DecidedOn, Decision: d.ID})
}

// stationOutcome: where the members say that another body decides, the station
// of the decision is sent on and waits for that body's record.
func stationOutcome(s *routing.Station, t decision.Terms) (string, bool) {
	if t.Mandate == decision.GoesOn && s.Step == structure.Decide && t.Outcome.Settles() {
		return string(decision.SentOn), true
	}
	return decision.StationOutcome(s.Step, t.Outcome)
}

func hasPartyDecisions(r *routing.Route) bool {
	return slices.ContainsFunc(r.Stations, func(s routing.Station) bool {
		return s.Step == structure.PartyDecisions && !s.Possible && !s.Gone
	})
}

// PartyWay is a question whose answer yes brings the parties' own decisions into
// the route, with the rules that say so.
type PartyWay struct {
	Fact    string
	Ask     structure.Text
	Parties []string
	Rules   []rule.Ref
}

// factsToParties finds those questions among the structure's by composing the
// route with each answered yes.
func factsToParties(u *app.Unit, c *app.Course) []PartyWay {
	var out []PartyWay
	for _, f := range c.Structure.Facts {
		if a := c.Env.Facts[f.ID]; f.Type != structure.YesNo || a.Known && a.Yes {
			continue
		}
		facts := structure.Facts{}
		for k, v := range c.Facts {
			facts[k] = v
		}
		facts[f.ID] = structure.Answer{Known: true, Yes: true}
		then := u.Imagined(c, facts)
		for _, s := range then.Route.Stations {
			if s.Step == structure.PartyDecisions && !s.Possible {
				out = append(out, PartyWay{f.ID, f.Ask, s.Parties, s.Rules})
				break
			}
		}
	}
	return out
}
