package meetings

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/mandate"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// AddMatterInput puts a matter on the agenda of a meeting. Version is the
// meeting's, as it was read. Reason is that of an exception where the matter
// can't be put up yet; "" when it can.
type AddMatterInput struct {
	Meeting   string
	Version   int64
	Matter    string
	Purpose   meeting.Purpose
	Summary   string // "" takes the matter's own
	Minutes   int
	Presenter string
	Reason    string
}

// Placed names an item, its meeting's new version, and the parties that had
// their time and have not anchored.
type Placed struct {
	Item     string
	Version  int64
	Warnings []matter.Unanchored
}

// AddMatter puts a matter on the agenda. For decision it is refused before the
// parties have had their time to prepare at home, or while something else has to
// come first, unless a reason is given by the role that may set the rule aside.
var AddMatter = app.NewCommand("meeting.add_matter", addMatter)

func addMatter(ctx context.Context, u *app.Unit, in AddMatterInput) (Placed, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return Placed{}, err
	}
	if err := u.Require(u.At(t.m, access.SetAgenda)); err != nil {
		return Placed{}, err
	}
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Placed{}, err
	}
	return t.place(ctx, u, c, in, "")
}

// table is a meeting with its agenda, about to be changed.
type table struct {
	m      meeting.Meeting
	agenda meeting.Agenda
	now    int64 // the meeting's version, whatever was read
}

func tableOf(ctx context.Context, u *app.Unit, id string, version int64) (table, error) {
	m, err := u.Own.Meeting(ctx, id)
	if err != nil {
		return table{}, err
	}
	now := m.Version
	m.Version = version
	a, err := u.Own.Agenda(ctx, id)
	return table{m, a, now}, err
}

// save saves the agenda as a change of the meeting, and announces it.
func (t table) save(ctx context.Context, u *app.Unit, now meeting.Agenda, act string) (int64, error) {
	if err := t.m.Can(meeting.SetAgenda); err != nil {
		return 0, err
	}
	if err := u.Own.SaveMeeting(ctx, t.m); err != nil {
		return 0, err
	}
	if !u.InMeeting(t.m) { // an executive committee sees the matters on the agenda and no topics
		for _, i := range now {
			if slices.ContainsFunc(t.agenda, func(x meeting.Item) bool { return x.ID == i.ID }) {
				continue
			}
			if err := u.Own.AppendItem(ctx, i); err != nil {
				return 0, err
			}
		}
	} else if err := u.Own.SaveAgenda(ctx, t.m.ID, t.agenda, now); err != nil {
		return 0, err
	}
	u.Announce(app.Event{Type: act, Object: t.m.ID, Version: t.m.Version + 1, Record: now, Meeting: t.m.ID})
	return t.m.Version + 1, nil
}

// place puts a matter on the table. by is the body that gives it its priority,
// when that is whose act it is.
func (t table) place(ctx context.Context, u *app.Unit, c *app.Course, in AddMatterInput, by string) (Placed, error) {
	if !c.Matter.State.Travels() {
		return Placed{}, fault.New(fault.Conflict, "agenda.matter_not_travelling", string(c.Matter.State))
	}
	item := meeting.Item{ID: u.NewID(), Meeting: t.m.ID, Matter: c.Matter.ID, Title: c.Matter.Title, Summary: in.Summary,
		Purpose: in.Purpose, Minutes: in.Minutes, Presenter: in.Presenter}
	if item.Summary == "" {
		item.Summary = c.Matter.Summary
	}
	station, err := u.StationAt(ctx, c, t.m)
	if err != nil {
		return Placed{}, err
	}
	if station != nil {
		item.Station = station.ID
	}
	out := Placed{Item: item.ID}
	if in.Purpose == meeting.Decide {
		if out.Warnings, err = t.putUp(ctx, u, c, station, in.Reason, by); err != nil {
			return Placed{}, err
		}
	}
	now, err := t.agenda.Add(item)
	if err != nil {
		return Placed{}, err
	}
	if out.Version, err = t.save(ctx, u, now, "meeting.matter_added"); err != nil {
		return Placed{}, err
	}
	if err := u.Tell(ctx, c, event(c, app.EventOnAgenda, item.Station, t.m.Body, string(t.m.On), string(in.Purpose))); err != nil {
		return Placed{}, err
	}
	if err := u.Touched(ctx, c, "matter.on_agenda", item, false); err != nil {
		return Placed{}, err
	}
	_, err = u.Refresh(ctx, c.Matter.ID)
	return out, err
}

// putUp judges whether the matter may be put up for decision, on the day that it
// is put up (the parties are to have had their time before it stands on an
// agenda, not before the meeting), records the exception when one is made, and
// gives the matter its priority when that is done by placing it.
func (t table) putUp(ctx context.Context, u *app.Unit, c *app.Course, station *routing.Station, reason, by string) ([]matter.Unanchored, error) {
	if station == nil {
		if t.m.IsSide() {
			return nil, fault.New(fault.Conflict, "meeting.side_decides_not")
		}
		return nil, noStation(c, t.m.Body)
	}
	p := c.PutUp(station.ID, u.Today)
	if p.Place != nil && p.Place.Place != by && !u.May(access.Prioritise(p.Place.Place)) {
		p.Waits = append(p.Waits, p.Place)
		p.Refusal = &rule.Refusal{Key: "agenda.not_prioritised", Args: []any{p.Place.Place}, Rules: p.Place.Rules,
			WayOut: "agenda.not_prioritised.way_out", Exception: true}
	}
	if p.Refusal != nil {
		if reason == "" {
			return nil, p.Refusal
		}
		if err := u.SetAside(ctx, c, p, t.m.Body, reason); err != nil {
			return nil, err
		}
	}
	if p.Place != nil && !slices.Contains(p.Waits, p.Place) {
		if err := u.Complete(ctx, c, matter.StationDone{Station: p.Place.ID, Outcome: "placed"}); err != nil {
			return nil, err
		}
	}
	return p.Warnings, nil
}

// noStation refuses to put a matter up for decision at a body that its route
// gives none: by the rule that takes the mandate away, or since the body has no
// station on the route.
func noStation(c *app.Course, body string) error {
	if r := mandate.Of(c.Structure, body, c.Env).Check(structure.Decides); r != nil {
		return r
	}
	var rules []rule.Ref
	if b := c.Structure.Body(body); b != nil {
		rules = []rule.Ref{b.Rule}
	}
	return rule.Refuse("agenda.no_station", rules, body)
}

// TopicInput puts a topic that is no matter on the agenda.
type TopicInput struct {
	Meeting   string
	Version   int64
	Title     string
	Summary   string
	Purpose   meeting.Purpose
	Minutes   int
	Presenter string
}

// AddTopic puts a topic on the agenda.
var AddTopic = app.NewCommand("meeting.add_topic", addTopic)

func addTopic(ctx context.Context, u *app.Unit, in TopicInput) (Placed, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return Placed{}, err
	}
	if err := u.Require(u.At(t.m, access.SetAgenda)); err != nil {
		return Placed{}, err
	}
	item := meeting.Item{ID: u.NewID(), Meeting: t.m.ID, Title: in.Title, Summary: in.Summary, Purpose: in.Purpose,
		Minutes: in.Minutes, Presenter: in.Presenter}
	now, err := t.agenda.Add(item)
	if err != nil {
		return Placed{}, err
	}
	version, err := t.save(ctx, u, now, "meeting.topic_added")
	return Placed{Item: item.ID, Version: version}, err
}

// ChangeItemInput changes an item's texts, purpose and time. A matter's item
// keeps its matter, with the title that it was put up with. Reason is that of an
// exception when a matter is put up for decision by the change.
//
// Seen is the mark of the item as it was read (func Seen): with it, what
// others have changed of the rest of the agenda meanwhile is no conflict. Without,
// Version is the meeting's, as it was read.
type ChangeItemInput struct {
	Meeting   string
	Version   int64
	Item      string
	Seen      string
	Title     string
	Summary   string
	Purpose   meeting.Purpose
	Minutes   int
	Presenter string
	Reason    string
}

// Seen gives a mark of what somebody reads of an item and can change in it: it is
// another one once that has changed. Where the item stands is not in it.
func Seen(i meeting.Item) string {
	return app.Hashed(strings.Join([]string{i.Title, i.Summary, string(i.Purpose), strconv.Itoa(i.Minutes), i.Presenter}, "\x00"))[:16]
}

// ChangeItem changes an item of the agenda. One that somebody else has changed or
// taken off meanwhile is fault.Conflict.
var ChangeItem = app.NewCommand("meeting.change_item", changeItem)

func changeItem(ctx context.Context, u *app.Unit, in ChangeItemInput) (Placed, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return Placed{}, err
	}
	if err := u.Require(u.At(t.m, access.SetAgenda)); err != nil {
		return Placed{}, err
	}
	old, err := t.agenda.Item(in.Item)
	switch {
	case err != nil && in.Seen != "":
		return Placed{}, fault.New(fault.Conflict, "item.gone")
	case err != nil:
		return Placed{}, err
	case in.Seen != "" && in.Seen != Seen(old):
		return Placed{}, fault.New(fault.Conflict, "item.changed_meanwhile")
	case in.Seen != "":
		t.m.Version = t.now
	}
	out := Placed{Item: old.ID}
	if old.Matter != "" {
		in.Title = old.Title // the matter's
	}
	var c *app.Course
	if old.Matter != "" && in.Purpose == meeting.Decide && old.Purpose != meeting.Decide {
		if c, err = u.Course(ctx, old.Matter); err != nil {
			return Placed{}, err
		}
		station, err := u.StationAt(ctx, c, t.m)
		if err != nil {
			return Placed{}, err
		}
		if out.Warnings, err = t.putUp(ctx, u, c, station, in.Reason, ""); err != nil {
			return Placed{}, err
		}
	}
	now, err := t.agenda.Change(meeting.Item{ID: in.Item, Title: in.Title, Summary: in.Summary, Purpose: in.Purpose,
		Minutes: in.Minutes, Presenter: in.Presenter, Version: old.Version})
	if err != nil {
		return Placed{}, err
	}
	if out.Version, err = t.save(ctx, u, now, "meeting.item_changed"); err != nil || c == nil {
		return out, err
	}
	_, err = u.Refresh(ctx, c.Matter.ID)
	return out, err
}

// ShiftInput moves an item up (negative) or down by so many places, or to a place,
// 1 being the first.
type ShiftInput struct {
	Meeting string
	Version int64
	Item    string
	By      int
	To      int // 0: By says it
}

// ShiftItem moves an item on the agenda.
var ShiftItem = app.NewCommand("meeting.shift_item", shiftItem)

func shiftItem(ctx context.Context, u *app.Unit, in ShiftInput) (Planned, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(u.At(t.m, access.SetAgenda)); err != nil {
		return Planned{}, err
	}
	now, err := t.agenda.Shift(in.Item, in.By)
	if in.To > 0 {
		now, err = t.agenda.MoveTo(in.Item, in.To)
	}
	if err != nil {
		return Planned{}, err
	}
	version, err := t.save(ctx, u, now, "meeting.item_shifted")
	return Planned{t.m.ID, version}, err
}

// ItemInput names an item.
type ItemInput struct {
	Meeting string
	Version int64
	Item    string
}

// RemoveInput names an item that is taken off its agenda. Anyway: what goes with it is
// known.
type RemoveInput struct {
	ItemInput
	Anyway bool
}

// RemoveItem takes an item off the agenda. An item in which something has been
// recorded stays. One with papers, or a topic that somebody has summed up, is asked
// about first (fault.Invalid on goes): they go with it.
var RemoveItem = app.NewCommand("meeting.remove_item", removeItem)

func removeItem(ctx context.Context, u *app.Unit, in RemoveInput) (Planned, error) {
	t, err := tableOf(ctx, u, in.Meeting, in.Version)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Require(u.At(t.m, access.SetAgenda)); err != nil {
		return Planned{}, err
	}
	item, err := t.agenda.Item(in.Item)
	if err != nil {
		return Planned{}, err
	}
	done, err := u.Own.Decisions(ctx, store.DecisionFilter{Meeting: t.m.ID, Limit: 200})
	if err != nil {
		return Planned{}, err
	}
	if slices.ContainsFunc(done, func(d decision.Record) bool { return d.Item == item.ID }) {
		return Planned{}, fault.New(fault.Conflict, "item.decided", item.Title)
	}
	given, err := u.Own.Assignments(ctx, t.m.ID)
	if err != nil {
		return Planned{}, err
	}
	if len(ofItem(given, item.ID)) > 0 {
		return Planned{}, fault.New(fault.Conflict, "item.assigned", item.Title)
	}
	switch {
	case in.Anyway:
	case item.Papers > 0:
		return Planned{}, fault.New(fault.Invalid, "item.holds_papers", item.Title, item.Papers).On("goes")
	case item.Matter == "" && item.Summary != "":
		return Planned{}, fault.New(fault.Invalid, "item.holds_words", item.Title).On("goes")
	}
	now, err := t.agenda.Remove(in.Item)
	if err != nil {
		return Planned{}, err
	}
	version, err := t.save(ctx, u, now, "meeting.item_removed")
	if err != nil || item.Matter == "" {
		return Planned{t.m.ID, version}, err
	}
	c, err := u.Course(ctx, item.Matter)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Tell(ctx, c, event(c, app.EventOffAgenda, item.Station, t.m.Body, string(t.m.On))); err != nil {
		return Planned{}, err
	}
	if err := u.Touched(ctx, c, "matter.off_agenda", item, false); err != nil {
		return Planned{}, err
	}
	_, err = u.Refresh(ctx, item.Matter)
	return Planned{t.m.ID, version}, err
}
