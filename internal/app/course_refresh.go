package app

import (
	"context"
	"fmt"
	"slices"

	"samverk/internal/domain/document"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// Refresh gives a matter with its way as of now and keeps what follows from it:
// stations that complete by themselves, the document that came into being, who
// has the next move, and where the matter is, as lists show it. Every act that
// changes a matter ends with it, in its own transaction. It announces tasks that
// open, with one mail for each party whose turn it is.
func (u *Unit) Refresh(ctx context.Context, id string) (*Course, error) {
	c, err := u.Course(ctx, id)
	if err != nil {
		return nil, err
	}
	tasks, err := u.Own.Tasks(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if _, err := u.settle(ctx, c, tasks); err != nil {
		return nil, err
	}
	if err := u.keepSeats(ctx, c); err != nil {
		return nil, err
	}
	return c, u.Own.SetStops(ctx, id, matter.Stops(c.Route))
}

// keepSeats saves which seats that are there for some questions only are there
// for each of some matters: who has one is called to their items.
func (u *Unit) keepSeats(ctx context.Context, list ...*Course) error {
	list = slices.DeleteFunc(slices.Clone(list), func(c *Course) bool { return !people.HasAsides(c.Structure) })
	if len(list) == 0 {
		return nil
	}
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.Matter.ID
	}
	saved, err := u.Own.MatterSeats(ctx, ids)
	if err != nil {
		return err
	}
	for _, c := range list {
		now, was := people.SeatsFor(c.Structure, c.Env), saved[c.Matter.ID]
		slices.SortFunc(was, people.Concerned.Compare)
		same := slices.EqualFunc(now, was, func(a, b people.Concerned) bool {
			return a.Body == b.Body && a.Seat == b.Seat && a.From == b.From && a.To == b.To
		})
		if same {
			continue
		}
		if err := u.Own.SetMatterSeats(ctx, c.Matter.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// refreshAtOnce is how many matters are read together.
const refreshAtOnce = 100

// RefreshBody does what Refresh does for every matter under way that has
// something left to do at a body: its meetings were made, moved or cancelled.
// Reading takes the same number of queries for a hundred matters as for one;
// only matters that something changed for are written.
func (u *Unit) RefreshBody(ctx context.Context, body string) error { return u.refreshPlace(ctx, body) }

// RefreshParty does the same for matters at a party, whose own meeting days
// were changed.
func (u *Unit) RefreshParty(ctx context.Context, party string) error {
	return u.refreshPlace(ctx, party)
}

// RefreshDue does the same for the matters whose dates have come: a party's time
// to prepare that has run, a date of entry. Nothing that is read depends on it;
// it opens the tasks and sends the mails that follow. It gives the last id it
// read, to go on from; "" when there are no more.
func (u *Unit) RefreshDue(ctx context.Context, after string) (string, error) {
	ids, err := u.Own.MattersTravelling(ctx, after, refreshAtOnce)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	if err := u.refreshAll(ctx, ids); err != nil || len(ids) < refreshAtOnce {
		return "", err
	}
	return ids[len(ids)-1], nil
}

func (u *Unit) refreshPlace(ctx context.Context, place string) error {
	after := ""
	for {
		ids, err := u.Own.MattersAhead(ctx, place, after, refreshAtOnce)
		if err != nil {
			return err
		}
		if err := u.refreshAll(ctx, ids); err != nil {
			return err
		}
		if len(ids) < refreshAtOnce {
			return nil
		}
		after = ids[len(ids)-1]
	}
}

func (u *Unit) refreshAll(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	dossiers, err := u.Own.Dossiers(ctx, ids)
	if err != nil {
		return err
	}
	list, err := u.courses(ctx, dossiers)
	if err != nil {
		return err
	}
	tasks, err := u.Own.Tasks(ctx, ids)
	if err != nil {
		return err
	}
	if err := u.keepSeats(ctx, list...); err != nil {
		return err
	}
	for _, c := range list {
		mine := slices.DeleteFunc(slices.Clone(tasks), func(t store.Task) bool { return t.Matter != c.Matter.ID })
		moved, err := u.settle(ctx, c, mine)
		if err == nil && moved {
			err = u.Own.SetStops(ctx, c.Matter.ID, matter.Stops(c.Route))
		}
		if err != nil {
			return fmt.Errorf("refresh matter %s: %w", c.Matter.ID, err)
		}
	}
	return nil
}

// settle saves what follows from a course, and tells whether the matter is shown
// otherwise than before.
func (u *Unit) settle(ctx context.Context, c *Course, tasks []store.Task) (moved bool, err error) {
	if err := u.keepFollowing(ctx, c); err != nil {
		return false, err
	}
	if err := u.publish(ctx, c); err != nil {
		return false, err
	}
	state := c.Matter.Progressed(c.milestones)
	moves := c.Moves()
	shown := matter.Show(c.Dossier, c.Route, c.Adoption, moves, state, c.Sorter(), c.Earliest(), c.InForceOn)
	if moved = shown != c.Matter.Shown; moved {
		if err := u.Own.SaveProjection(ctx, c.Matter.ID, shown); err != nil {
			return false, err
		}
	}
	c.Matter.State, c.Matter.InForceOn, c.Matter.Shown = state, c.InForceOn, shown
	return moved, u.keepTasks(ctx, c, moves, tasks)
}

// Moves gives who has the next move.
func (c *Course) Moves() []matter.Move {
	return matter.Moves(c.Structure, c.Dossier, c.Route, c.mover(), c.Today)
}

// mover is the body to which falls what no party and no body of the route does:
// the one that sorts a matter until it is sorted, its keeper from then on.
func (c *Course) mover() string {
	if c.Matter.State == matter.Raised {
		return c.Sorter()
	}
	return c.Keeper()
}

// keepFollowing writes the rows of the log that follow by themselves.
func (u *Unit) keepFollowing(ctx context.Context, c *Course) error {
	for _, d := range c.following {
		d.ID, d.By, d.At = u.NewID(), "", u.Now
		if err := u.Own.AddStationDone(ctx, c.Matter.ID, d); err != nil {
			return err
		}
	}
	c.following = nil
	return nil
}

// publish makes the document of a matter that is settled and whose publication
// has its turn, and completes that station; a document whose adoption a
// corrected record took away is annulled, and one whose day changed gets it.
func (u *Unit) publish(ctx context.Context, c *Course) error {
	if len(c.Objects) > 0 {
		return u.publishEach(ctx, c)
	}
	if c.Document != "" && !c.milestones.Settled {
		return u.annulOne(ctx, c, "", c.Document)
	}
	if c.Document != "" {
		return u.Own.SetDocumentFrom(ctx, c.Document, c.InForceOn)
	}
	st := matter.Publishes(c.Route, c.milestones.Settled && c.InForceOn != "")
	if st == nil {
		return nil
	}
	d, err := u.newDocument(ctx, c, matter.ObjectState{Object: matter.Object{Kind: c.Matter.Kind, Title: c.Matter.Title}, Decider: c.Decider(), InForceOn: c.InForceOn})
	if err != nil {
		return err
	}
	if held, err := u.held(ctx, c, d); err != nil || held {
		return err
	}
	if err := u.Own.AddDocument(ctx, d); err != nil {
		return err
	}
	c.Document = d.ID
	for _, i := range st.Atoms {
		done := matter.StationDone{Station: st.ID, Party: c.Route.Atoms[i].Party, Outcome: matter.Published}
		if err := u.Complete(ctx, c, done); err != nil {
			return err
		}
	}
	return u.published(ctx, c, d, st.ID)
}

// again composes a course anew after its log has grown, and plans it.
func (u *Unit) again(ctx context.Context, c *Course) error {
	n := u.compose(c.versions, c.Dossier)
	if err := u.plan(ctx, c.Structure, []*Course{n}); err != nil {
		return err
	}
	*c = *n
	return u.keepFollowing(ctx, c)
}

func (u *Unit) newDocument(ctx context.Context, c *Course, o matter.ObjectState) (document.Document, error) {
	year := u.Today.Time().Year()
	n, err := u.Own.NextNumber(ctx, "document", year)
	if err != nil {
		return document.Document{}, err
	}
	version := c.InPlay()
	if version == "" {
		version = c.Latest.ID
	}
	if last := o.Decider; last != nil && last.Step != structure.PartyDecisions {
		if v, err := u.Own.VersionDecided(ctx, decisionAt(c.Done, last.ID, o.ID)); err != nil {
			return document.Document{}, err
		} else if v != "" {
			version = v
		}
	}
	return document.Document{ID: u.NewID(), Number: document.Number(year, n), Matter: c.Matter.ID, Object: o.ID, Kind: o.Kind, Title: o.Title,
		Summary: c.Matter.Summary, Version: version, ValidFrom: o.InForceOn, KeptBy: c.Keeper(), ReviewOn: c.nextFollowUp(), PublishedAt: u.Now}, nil
}

func decisionAt(log []matter.StationDone, station, object string) string {
	for _, d := range matter.Current(log) {
		if d.Station == station && d.Object == object && d.Decision != "" {
			return d.Decision
		}
	}
	return ""
}

// nextFollowUp gives the day of the next follow-up that waits; "" for none.
func (c *Course) nextFollowUp() (due workday.Date) {
	for _, f := range c.FollowUps {
		if f.On == "" && (due == "" || f.Due < due) {
			due = f.Due
		}
	}
	return due
}

// TurnMail is the payload of the outbox message "mail.turn": it is a party's
// turn in a matter. It holds ids alone; the mailer reads the rest.
type TurnMail struct {
	Task    string `json:"task"`
	Matter  string `json:"matter"`
	Kind    string `json:"kind"`
	Station string `json:"station"`
	Party   string `json:"party"`
}

// MatterRef is the payload of messages that are about a matter as a whole.
type MatterRef struct {
	Matter string `json:"matter"`
}

// MatterMail gives a message about a matter; once tells it from others of its
// kind about the same matter.
func MatterMail(kind, id, once string) Message {
	return Message{Kind: kind, Key: kind + ":" + id + ":" + once, Payload: MatterRef{id}}
}

// keepTasks opens a task for each move, closes those that no move asks for any
// more, and announces what opened.
func (u *Unit) keepTasks(ctx context.Context, c *Course, moves []matter.Move, tasks []store.Task) error {
	var send []Message
	var opened []store.Task
	for _, m := range moves {
		t := store.Task{ID: u.NewID(), Matter: c.Matter.ID, Kind: m.Kind, Station: m.Station, Party: m.Party, Body: m.Body, Due: m.Due, Opened: u.Now}
		i := slices.IndexFunc(tasks, t.Same)
		waits := i >= 0 && tasks[i].Done.IsZero()
		if i >= 0 {
			t.ID = tasks[i].ID
		}
		if waits && tasks[i].Due == t.Due {
			continue
		}
		if err := u.Own.OpenTask(ctx, t); err != nil {
			return err
		}
		if waits {
			continue
		}
		opened = append(opened, t)
		if t.Party != "" {
			send = append(send, Message{Kind: "mail.turn", Key: "turn:" + t.ID + ":" + store.FormatTime(u.Now),
				Payload: TurnMail{t.ID, t.Matter, t.Kind, t.Station, t.Party}})
		}
	}
	for _, t := range tasks {
		if t.Done.IsZero() && !slices.ContainsFunc(moves, func(m matter.Move) bool {
			return t.Same(store.Task{Matter: t.Matter, Kind: m.Kind, Station: m.Station, Party: m.Party, Body: m.Body})
		}) {
			if err := u.Own.CloseTask(ctx, t.ID, u.Now); err != nil {
				return err
			}
		}
	}
	if len(opened) > 0 {
		u.Announce(Event{Type: "task.opened", Object: c.Matter.ID, Record: opened, Send: send})
	}
	return nil
}

// Turn reports whether it is the party's turn at a step, and at which station.
func (c *Course) Turn(step structure.Step, party string) (station string, ok bool) {
	for i := range c.Route.Stations {
		s := &c.Route.Stations[i]
		if s.Step == step && !s.Possible && slices.Contains(s.Parties, party) {
			return s.ID, s.State == routing.StateReady || s.State == routing.StateDone
		}
	}
	return "", false
}
