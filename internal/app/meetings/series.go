package meetings

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// SeriesInput says what is to be done with several meetings that a body calls:
// Cancel them, or move them all by a Shift. Chosen are their ids.
type SeriesInput struct {
	Body   string
	Chosen []string
	Cancel bool
	Shift  meeting.Shift
	Asked  bool // something is to be done: without, the meetings are only shown
}

// SeriesView is a body's meetings that are ahead, and what would come of it.
type SeriesView struct {
	Body   string
	Name   string
	Rows   []SeriesRow // those the body calls itself, in order of time
	Others int         // meetings of the body that another one calls: they are moved there
	Bodies map[string]string
	Names  map[string]string // of persons
	Chosen int
	Wrong  int // chosen ones that can't be done as they stand

	CanOverrule bool
}

// SeriesRow is a meeting, and what would happen to it.
type SeriesRow struct {
	meeting.Meeting
	Chosen  bool
	To      meeting.Slot // where it would be
	Mark    meeting.DayMark
	Called  int // how many have its calendar entry
	Matters int // on its agenda
	Short   int // days that the notice would lack
	Clashes []meeting.Collision
	Wrong   error // why it can't be done
}

// Series shows the coming meetings of a body, and what would come of moving or
// cancelling some of them. It does nothing.
var Series = app.NewQuery("meeting.series", series)

func series(ctx context.Context, u *app.Unit, in SeriesInput) (SeriesView, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return SeriesView{}, err
	}
	if s.Body(in.Body) == nil {
		return SeriesView{}, fault.New(fault.NotFound, "body.not_found")
	}
	if err := u.Require(access.CallMeeting(in.Body)); err != nil {
		return SeriesView{}, err
	}
	all, err := u.Own.Meetings(ctx, nil, u.Today, "", seriesAtMost)
	if err != nil {
		return SeriesView{}, err
	}
	weights, err := u.Own.Weights(ctx, in.Body, u.Today)
	if err != nil {
		return SeriesView{}, err
	}
	v := SeriesView{Body: in.Body, Name: s.PlaceName(in.Body), Bodies: map[string]string{}, CanOverrule: u.May(access.Overrule(in.Body))}
	for _, m := range all {
		if !m.Ahead() || m.On < u.Today || m.IsSide() || !m.Decides(in.Body) {
			continue
		}
		if m.Body != in.Body {
			v.Others++
			continue
		}
		row := SeriesRow{Meeting: m, Chosen: slices.Contains(in.Chosen, m.ID), To: m.Slot()}
		for _, w := range weights {
			if w.Meeting == m.ID {
				row.Called, row.Matters = w.Called, w.Matters
			}
		}
		v.Rows = append(v.Rows, row)
	}
	if !in.Asked {
		return v, nil
	}
	if !in.Cancel {
		if err := in.Shift.Check(); err != nil {
			return SeriesView{}, err
		}
	}
	return v, v.preview(ctx, u, s, in, all)
}

// seriesAtMost is how many meetings of the county are looked through.
const seriesAtMost = 4000

// preview fills in what would come of it.
func (v *SeriesView) preview(ctx context.Context, u *app.Unit, s *structure.Structure, in SeriesInput, all []meeting.Meeting) error {
	all = slices.Clone(all)
	first, last := workday.Date(""), workday.Date("")
	for i := range v.Rows {
		row := &v.Rows[i]
		if !row.Chosen {
			continue
		}
		v.Chosen++
		at := slices.IndexFunc(all, func(m meeting.Meeting) bool { return m.ID == row.ID })
		if in.Cancel {
			all[at].State = meeting.Cancelled
			continue
		}
		row.To = in.Shift.Of(row.Meeting)
		row.Mark = meeting.Mark(s.Practice, row.To.On)
		moved, err := row.Moved(row.To, "x", u.Today)
		if err != nil {
			row.Wrong = err
			continue
		}
		row.Short = short(s, moved, u.Today)
		all[at] = moved
		if first == "" || moved.On < first {
			first = moved.On
		}
		last = workday.Later(last, moved.On)
	}
	if !in.Cancel && first != "" {
		if err := v.collide(ctx, u, s, all, first, last); err != nil {
			return err
		}
	}
	for _, row := range v.Rows {
		if row.Wrong != nil {
			v.Wrong++
		}
	}
	return nil
}

// collide fills in what the moved meetings would collide with, once all of them
// are moved.
func (v *SeriesView) collide(ctx context.Context, u *app.Unit, s *structure.Structure, all []meeting.Meeting, first, last workday.Date) error {
	found, err := u.Collisions(ctx, s, all, first, last)
	if err != nil {
		return err
	}
	v.Names = found.Names
	for i := range v.Rows {
		row := &v.Rows[i]
		if !row.Chosen || row.Wrong != nil {
			continue
		}
		at := slices.IndexFunc(all, func(m meeting.Meeting) bool { return m.ID == row.ID })
		if x, busy := meeting.Busy(all[at], all); busy {
			row.Wrong = busyAt(s, all[at], x)
		}
		for _, c := range found.List {
			if c.A.ID != row.ID && c.B.ID != row.ID {
				continue
			}
			row.Clashes = append(row.Clashes, c)
			for _, id := range slices.Concat(c.A.Bodies(), c.B.Bodies()) {
				v.Bodies[id] = s.PlaceName(id)
			}
		}
	}
	return nil
}

// short gives how many days the notice of a meeting that has been called lacks.
func short(s *structure.Structure, m meeting.Meeting, today workday.Date) int {
	lacks := 0
	for _, id := range m.Deciding() {
		if b := s.Body(id); b != nil && m.State == meeting.Called {
			if by, _ := meeting.NoticeBy(b.Meetings.Notice, s.Practice, m.On); by != "" {
				lacks = max(lacks, today.Sub(by))
			}
		}
	}
	return lacks
}

// Pick is a meeting with the version in which it was seen.
type Pick struct {
	Meeting string
	Version int64
}

// ChangeInput moves or cancels several meetings of a body. Exception is the reason
// to move one that has been called with fewer days than its notice has to have.
type ChangeInput struct {
	Body      string
	Meetings  []Pick
	Cancel    bool
	Shift     meeting.Shift
	Reason    string
	Exception string
}

// Changed tells what was done.
type Changed struct {
	Meetings []string
	Sent     int // letters with a change or a cancellation
}

// ChangeSeries moves or cancels several meetings, all of them or none, each as
// Move and Cancel do it: who has its calendar entry gets the change or the
// cancellation of that entry. A fault names the meeting: the field is "mote-" and
// its id.
var ChangeSeries = app.NewCommand("meeting.change_series", changeSeries)

func changeSeries(ctx context.Context, u *app.Unit, in ChangeInput) (Changed, error) {
	if err := u.Require(access.CallMeeting(in.Body)); err != nil {
		return Changed{}, err
	}
	if len(in.Meetings) == 0 {
		return Changed{}, fault.New(fault.Invalid, "shift.none")
	}
	if len(in.Meetings) > meeting.MaxSeries {
		return Changed{}, fault.New(fault.Invalid, "series.many", len(in.Meetings), meeting.MaxSeries)
	}
	if !in.Cancel {
		if err := in.Shift.Check(); err != nil {
			return Changed{}, err
		}
	}
	list := make([]meeting.Meeting, len(in.Meetings))
	for i, p := range in.Meetings {
		m, err := u.Own.Meeting(ctx, p.Meeting)
		if err != nil {
			return Changed{}, err
		}
		if m.Body != in.Body || m.IsSide() {
			return Changed{}, fault.New(fault.NotFound, "not_found")
		}
		m.Version = p.Version
		list[i] = m
	}
	var out Changed
	for _, m := range in.Shift.InOrder(list) {
		done, err := changeOne(ctx, u, m, in)
		if err != nil {
			return Changed{}, ofMeeting(err, m)
		}
		out.Meetings = append(out.Meetings, m.ID)
		out.Sent += done.Sent
	}
	return out, nil
}

func changeOne(ctx context.Context, u *app.Unit, m meeting.Meeting, in ChangeInput) (Moved, error) {
	if in.Cancel {
		return cancel(ctx, u, CancelInput{m.ID, m.Version, in.Reason})
	}
	return move(ctx, u, MoveInput{m.ID, m.Version, in.Shift.Of(m), in.Reason, in.Exception})
}

// ofMeeting says to which meeting a fault belongs; what is wrong with the reason
// belongs to all of them.
func ofMeeting(err error, m meeting.Meeting) error {
	for _, f := range fault.All(err) {
		if f.Field != "reason" {
			f.Field = "mote-" + m.ID
		}
	}
	return err
}
