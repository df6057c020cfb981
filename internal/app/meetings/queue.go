package meetings

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
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// QueueInput asks for what lies before a body.
type QueueInput struct{ Body string }

// QueueView is the queue of a body: an executive committee's to prioritise, or
// what a body itself is to take up.
type QueueView struct {
	Body       string
	BodyName   string
	Ready      []QueueItem   // can be put up at the next meeting, in the order given
	Waiting    []QueueItem   // something is missing
	Placed     []QueueItem   // on an agenda already
	Lifted     []LiftedTopic // topics that came from another body, which did not agree on them
	CanOrder   bool          // the viewer may order the queue and place matters (Prioritise)
	CanAdd     bool          // the viewer may add matters to the body's own agenda (AddMatter)
	OrderRules []rule.Ref    // the rules behind the priority
}

// QueueItem is a matter in a queue.
type QueueItem struct {
	Matter   string
	Number   string
	Title    string
	Summary  string
	Station  string
	Step     structure.Step
	Rank     int64             // 0: no place given yet
	Target   string            // the body where it is put up
	Meetings []meeting.Meeting // that body's coming meetings
	OnAgenda []store.OnAgenda
	Missing  []Missing
	From     workday.Date // the first day on which the parties have had their time; "" when all have or it can't be told
	Warnings []matter.Unanchored
	Written  *decision.Written // the last time that it was put to the members between meetings; nil: it was not
	ByLetter bool              // the viewer can put it to them now (per capsulam)
}

// Missing is something that a matter waits for before it can be put up.
type Missing struct {
	Kind    string // a step of the route, "home_preparation", "question"
	Key     string // catalogue key of the sentence
	Args    []any
	Station string
	Parties []string
	Facts   []string
	Rules   []rule.Ref
}

// Queue gives a body's queue.
var Queue = app.NewQuery("meeting.queue", queue)

// LiftedTopic is a topic of another body that it did not agree on and lifted here.
type LiftedTopic struct {
	decision.Record
	From string // name of the body
}

// liftedShows is for how many days a lifted topic stands in the queue.
const liftedShows = 365

// queueLimit is how many matters a queue shows.
const queueLimit = 100

func queue(ctx context.Context, u *app.Unit, in QueueInput) (QueueView, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return QueueView{}, err
	}
	if s.Body(in.Body) == nil {
		return QueueView{}, fault.New(fault.NotFound, "body.not_found")
	}
	v := QueueView{Body: in.Body, BodyName: s.PlaceName(in.Body), CanOrder: u.May(access.Prioritise(in.Body)), CanAdd: u.May(access.SetAgenda(in.Body))}
	if !v.CanOrder && !v.CanAdd {
		return QueueView{}, u.Require(access.Prioritise(in.Body))
	}
	need := access.SetAgenda(in.Body)
	if v.CanOrder {
		need = access.Prioritise(in.Body)
	}
	if err := u.Require(need); err != nil {
		return QueueView{}, err
	}
	sent, err := u.Own.Decisions(ctx, store.DecisionFilter{GoesTo: in.Body, Limit: queueLimit})
	if err != nil {
		return QueueView{}, err
	}
	ids, err := u.Own.MattersAhead(ctx, in.Body, "", queueLimit)
	if err != nil {
		return QueueView{}, err
	}
	for _, d := range sent {
		if d.Matter == "" && d.CorrectedBy == "" && d.Terms.Outcome == decision.Lifted && u.Today.Sub(d.DecidedOn) <= liftedShows {
			v.Lifted = append(v.Lifted, LiftedTopic{d, s.PlaceName(d.Body)})
		}
		if d.Matter != "" && !slices.Contains(ids, d.Matter) {
			ids = append(ids, d.Matter)
		}
	}
	courses, err := u.Routes(ctx, ids)
	if err != nil {
		return QueueView{}, err
	}
	agendas, err := u.Own.OnAgendas(ctx, ids)
	if err != nil {
		return QueueView{}, err
	}
	for _, c := range courses {
		c.Agenda = slices.DeleteFunc(slices.Clone(agendas), func(a store.OnAgenda) bool { return a.Matter != c.Matter.ID })
	}
	ranks, err := u.Own.QueueRanks(ctx, in.Body)
	if err != nil {
		return QueueView{}, err
	}
	targets := []string{in.Body}
	for _, c := range courses {
		if st := toTakeUp(c, in.Body, sent); st != nil && st.Step == structure.Prioritise {
			if t := target(c, st); t != "" && !slices.Contains(targets, t) {
				targets = append(targets, t)
			}
		}
	}
	coming, err := u.Own.Meetings(ctx, targets, u.Today, "", 60)
	if err != nil {
		return QueueView{}, err
	}
	for _, c := range courses {
		v.add(c, toTakeUp(c, in.Body, sent), ranks[c.Matter.ID], coming)
	}
	v.sort()
	return v, v.between(ctx, u, s.Body(in.Body), courses)
}

// between says of each matter how it stands between the meetings, where the body's
// text lets it decide there.
func (v *QueueView) between(ctx context.Context, u *app.Unit, b *structure.Body, courses []*app.Course) error {
	if b.Written.By == "" {
		return nil
	}
	list, err := u.Own.WrittenOf(ctx, b.ID, queueLimit)
	for _, items := range [][]QueueItem{v.Ready, v.Waiting, v.Placed} {
		for n := range items {
			it := &items[n]
			if i := slices.IndexFunc(list, func(w decision.Written) bool { return w.Matter == it.Matter && w.State != decision.WrittenDecided }); i >= 0 {
				it.Written = &list[i]
			}
			i := slices.IndexFunc(courses, func(c *app.Course) bool { return c.Matter.ID == it.Matter })
			at := i >= 0 && slices.ContainsFunc(courses[i].AtBody(b.ID), func(s *routing.Station) bool { return s.ID == it.Station }) && it.Step != structure.Prioritise
			it.ByLetter = at && len(it.Missing) == 0 && u.May(access.RecordDecision(b.ID)) && decision.MayWrite(b, courses[i].Matter.Kind) == nil &&
				(it.Written == nil || it.Written.State != decision.WrittenOpen)
		}
	}
	return err
}

// toTakeUp gives the station that a body has before it in a matter: the first
// that a meeting of it (or its own order, for a priority) completes; nil when
// there is none.
func toTakeUp(c *app.Course, body string, sent []decision.Record) *routing.Station {
	if !c.Matter.State.Travels() {
		return nil
	}
	for _, s := range c.AtBody(body) {
		if _, ok := decision.KindFor(s.Step); ok || s.Step == structure.Prioritise {
			return s
		}
	}
	mine := slices.DeleteFunc(slices.Clone(sent), func(d decision.Record) bool { return d.Matter != c.Matter.ID })
	return c.SentOnTo(body, mine)
}

// toTakeUpAt is toTakeUp for the first of the bodies that decide at a meeting
// which has a station before it.
func toTakeUpAt(c *app.Course, m meeting.Meeting, sent []decision.Record) *routing.Station {
	for _, b := range m.Deciding() {
		if s := toTakeUp(c, b, sent); s != nil {
			return s
		}
	}
	return nil
}

// target gives the body where a matter is put up that has its priority at a
// station: the place of the first station after it that a meeting completes.
func target(c *app.Course, s *routing.Station) string {
	for i := range c.Route.Stations {
		n := &c.Route.Stations[i]
		if n.Gone || n.Possible || n.Place == "" || n.Phase < s.Phase || n.ID == s.ID {
			continue
		}
		if _, ok := decision.KindFor(n.Step); ok && slices.ContainsFunc(c.Before(n.ID), func(b *routing.Station) bool { return b.ID == s.ID }) {
			return n.Place
		}
	}
	return ""
}

func (v *QueueView) add(c *app.Course, s *routing.Station, rank int64, coming []meeting.Meeting) {
	if s == nil {
		return
	}
	it := QueueItem{Matter: c.Matter.ID, Number: c.Matter.Number, Title: c.Matter.Title, Summary: c.Matter.Summary,
		Station: s.ID, Step: s.Step, Rank: rank, Target: v.Body}
	judged := s.ID
	if s.Step == structure.Prioritise {
		it.Target = target(c, s)
		if len(v.OrderRules) == 0 {
			v.OrderRules = s.Rules
		}
		for _, n := range c.AtBody(it.Target) {
			if _, ok := decision.KindFor(n.Step); ok {
				judged = n.ID
				break
			}
		}
	}
	for _, m := range coming {
		if m.Decides(it.Target) && (m.State == meeting.Planned || m.State == meeting.Called) {
			it.Meetings = append(it.Meetings, m)
		}
	}
	for _, a := range c.Agenda {
		if a.Body == it.Target && a.State != string(meeting.Held) {
			it.OnAgenda = append(it.OnAgenda, a)
		}
	}
	p := c.PutUp(judged, c.Today)
	it.From, it.Warnings = p.From, p.Warnings
	it.Missing = missing(c, p, s, judged)
	switch {
	case len(it.OnAgenda) > 0:
		v.Placed = append(v.Placed, it)
	case len(it.Missing) == 0:
		v.Ready = append(v.Ready, it)
	default:
		v.Waiting = append(v.Waiting, it)
	}
}

// missing says what a matter waits for before it can be put up, each with its
// rule.
func missing(c *app.Course, p app.PutUp, s *routing.Station, judged string) []Missing {
	var out []Missing
	for _, w := range p.Waits {
		out = append(out, Missing{Kind: string(w.Step), Key: "queue.waits_for", Args: []any{string(w.Step), placeOf(c, w)}, Station: w.ID, Parties: w.Parties, Rules: w.Rules})
	}
	if p.Place != nil && p.Place.ID != s.ID {
		out = append(out, Missing{Kind: string(structure.Prioritise), Key: "queue.waits_for", Args: []any{string(structure.Prioritise), placeOf(c, p.Place)},
			Station: p.Place.ID, Rules: p.Place.Rules})
	}
	if p.Refusal != nil && len(p.Waits) == 0 {
		out = append(out, Missing{Kind: string(structure.HomePreparation), Key: p.Refusal.Key, Args: p.Refusal.Args, Rules: p.Refusal.Rules})
	}
	if st := c.Route.Station(judged); st != nil {
		for _, b := range st.Blocks {
			if b.Kind == routing.BlockFact {
				out = append(out, Missing{Kind: "question", Key: "queue.question", Args: []any{len(b.Facts)}, Facts: b.Facts, Rules: b.Rules})
			}
		}
	}
	return out
}

// placeOf gives the name of the body that does a station; "" for one that the
// parties do.
func placeOf(c *app.Course, s *routing.Station) string {
	if s.Place == "" {
		return ""
	}
	return c.Structure.PlaceName(s.Place)
}

func (v *QueueView) sort() {
	for _, list := range [][]QueueItem{v.Ready, v.Waiting, v.Placed} {
		slices.SortStableFunc(list, func(a, b QueueItem) int {
			switch {
			case a.Rank == b.Rank:
				return 0
			case a.Rank == 0:
				return 1
			case b.Rank == 0:
				return -1
			}
			return int(a.Rank - b.Rank)
		})
	}
}

// OrderInput orders a body's queue: matters from first to last. Matters that are
// left out lose their place.
type OrderInput struct {
	Body    string
	Matters []string
}

// Ordered names the body.
type Ordered struct{ Body string }

// OrderQueue orders a body's queue.
var OrderQueue = app.NewCommand("meeting.order_queue", orderQueue)

func orderQueue(ctx context.Context, u *app.Unit, in OrderInput) (Ordered, error) {
	list, err := u.Routes(ctx, in.Matters)
	if err != nil {
		return Ordered{}, err
	}
	if err := u.Require(access.Prioritise(in.Body)); err != nil {
		return Ordered{}, err
	}
	if len(list) != len(in.Matters) {
		return Ordered{}, fault.New(fault.NotFound, "not_found")
	}
	if err := u.Own.SetQueue(ctx, in.Body, in.Matters, u.Now); err != nil {
		return Ordered{}, err
	}
	u.Announce(app.Event{Type: "queue.ordered", Object: "queue/" + in.Body, Record: in})
	return Ordered{in.Body}, nil
}

// PrioritiseInput gives a matter its place on an agenda, as the executive
// committee Body does for the body that it prepares for.
type PrioritiseInput struct {
	Body string // the executive committee
	AddMatterInput
}

// Prioritise gives a matter its priority by placing it on the agenda of a
// coming meeting.
var Prioritise = app.NewCommand("meeting.prioritise", prioritise)

func prioritise(ctx context.Context, u *app.Unit, in PrioritiseInput) (Placed, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return Placed{}, err
	}
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Placed{}, err
	}
	if err := u.Require(access.Prioritise(in.Body)); err != nil {
		return Placed{}, err
	}
	i := slices.IndexFunc(c.AtBody(in.Body), func(s *routing.Station) bool { return s.Step == structure.Prioritise })
	if i < 0 {
		return Placed{}, fault.New(fault.Conflict, "queue.no_priority_here", in.Body)
	}
	if to := target(c, c.AtBody(in.Body)[i]); !t.m.Decides(to) {
		return Placed{}, fault.New(fault.Invalid, "queue.other_body", to).On("meeting")
	}
	if in.Purpose == meeting.Unsaid {
		in.Purpose = meeting.Decide
	}
	return t.place(ctx, u, c, in.AddMatterInput, in.Body)
}
