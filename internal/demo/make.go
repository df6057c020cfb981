package demo

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/homes"
	"samverk/internal/app/meetings"
	"samverk/internal/app/people"
	"samverk/internal/app/structures"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Source is the county that the demo shows: its file, its practice, and who
// reads them.
type Source struct {
	Name      string
	Structure []byte
	Practice  []byte
	Read      app.ReadStructure
}

// theOperator is who makes an installation at the command line.
func theOperator() access.Viewer { return access.Viewer{Operator: true} }

// hourOfDay is when the demo's people begin to work, in hours UTC: early enough
// that any meeting of the day lies ahead.
const hourOfDay = 6

// morning gives the time at which a day begins in the demo.
func morning(day workday.Date) time.Time { return day.Time().Add(hourOfDay * time.Hour) }

// chunk is how many days one transaction holds while the past is being made.
const chunk = 40

// Make fills an empty database with the county as the story tells it, up to
// today. The system's clock has to be the clock given; it ends on the morning of
// today. Everything is an act of a person who may; work does each day what is due
// by the clock.
func Make(ctx context.Context, sys *app.System, clock *Clock, src Source, story Story, today workday.Date, work func(context.Context) error) error {
	s, err := src.Read(src.Name, src.Structure, src.Practice)
	if err != nil {
		return err
	}
	begin := today.Add(-story.Before)
	if err := clock.Forward(morning(begin)); err != nil {
		return err
	}
	_, err = structures.Use(ctx, sys, theOperator(), src.Read, structures.UseInput{
		Name: src.Name, Source: src.Structure, Practice: src.Practice, From: workday.Later(s.Valid.From, begin.AddDate(-1, 0, 0)),
	})
	if err != nil {
		return fmt.Errorf("take the structure into use: %w", err)
	}
	d := &Driver{sys: sys, clock: clock, story: story}
	err = sys.Batch(ctx, func(ctx context.Context) error {
		if err := importPeople(ctx, sys, s, story, begin); err != nil {
			return fmt.Errorf("import the people: %w", err)
		}
		if err := d.load(ctx); err != nil {
			return err
		}
		return d.plan(ctx, begin, today)
	})
	if err != nil {
		return err
	}
	if err := d.past(ctx, begin, today, work); err != nil {
		return err
	}
	return d.prepareNext(ctx, today)
}

func importPeople(ctx context.Context, sys *app.System, s *structure.Structure, story Story, begin workday.Date) error {
	cells, err := castRows(s, story, begin.AddDate(-1, 0, 0))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(cells); err != nil {
		return err
	}
	_, err = people.Import.Do(ctx, sys, theOperator(), people.ImportInput{File: b.Bytes()})
	return err
}

// plan puts every body's meetings and every party's own meeting days into the
// calendar.
func (d *Driver) plan(ctx context.Context, begin, today workday.Date) error {
	end := today.Add(d.story.After)
	for i := range d.s.Bodies {
		b := &d.s.Bodies[i]
		c, turn := d.calendarOf(b)
		who, ok := d.holder(b.ID, "", secretaries()...)
		if !ok || c.Every <= 0 {
			continue
		}
		first := c.First + turn*c.Spread
		for first-c.Every > -d.story.Before {
			first -= c.Every
		}
		var last workday.Date
		for on := today.Add(first); on <= end; on = on.Add(c.Every) {
			day := meets(on)
			if day <= begin || last != "" && day < last.Add(apart) {
				continue
			}
			last = day
			in := meetings.CreateInput{Body: b.ID, Slot: meeting.Slot{On: day, Starts: c.Starts, Ends: c.Ends, Place: c.Place}}
			if _, err := meetings.Create.Do(ctx, d.sys, who, in); err != nil {
				return fmt.Errorf("plan a meeting of %s on %s: %w", b.ID, on, err)
			}
		}
	}
	for i, p := range d.s.Parties {
		organs := d.s.OrgansOf(p.ID)
		who, ok := d.holder("", p.ID, "coordinator", "registrar")
		if len(organs) == 0 || !ok || !p.Adopts {
			continue
		}
		var days []workday.Date
		for on := today.Add(-d.story.Before + i*d.story.Home.Spread); on <= end; on = on.Add(d.story.Home.Every) {
			if day := meets(on); day > begin && !slices.Contains(days, day) {
				days = append(days, day)
			}
		}
		in := homes.MeetingsInput{Party: p.ID, Organ: organs[0].ID, Days: days}
		if _, err := homes.SetPartyMeetings.Do(ctx, d.sys, who, in); err != nil {
			return fmt.Errorf("plan the meetings of %s: %w", p.ID, err)
		}
	}
	return nil
}

// apart is how many days are between two meetings of a body at least: one that was
// moved nearer to another than that falls away.
const apart = 10

// meets gives the day on which a body meets that would meet on a day: no holiday, and
// not in July or around the New Year, when nobody calls to a meeting. It is moved by
// whole weeks, the shorter way.
func meets(on workday.Date) workday.Date {
	for weeks := range 5 {
		for _, to := range []workday.Date{on.Add(-7 * weeks), on.Add(7 * weeks)} {
			if day := workday.Working(to); !away(day) {
				return day
			}
		}
	}
	return workday.Working(on)
}

// away reports whether people are away on a day: from midsummer to the first week of
// August, and from the week of Christmas to Epiphany.
func away(d workday.Date) bool {
	t := d.Time()
	month, day := t.Month(), t.Day()
	return month == 6 && day > 24 || month == 7 || month == 8 && day < 7 || month == 12 && day > 20 || month == 1 && day < 7
}

// calendarOf gives the calendar of a body, and its turn among those of the same
// template. A calendar that names no body is for all others.
func (d *Driver) calendarOf(b *structure.Body) (Calendar, int) {
	turn := 0
	for i, same := range d.s.Template(b.Template) {
		if same.ID == b.ID {
			turn = i
		}
	}
	var rest Calendar
	for _, c := range d.story.Calendars {
		if len(c.Bodies) == 0 {
			rest = c
		}
		for _, id := range bodies(d.s, c.Bodies) {
			if id == b.ID {
				return c, turn
			}
		}
	}
	return rest, turn
}

// past lets the days pass from the beginning to today. On each the matters of
// the story take their next step, as far as the story lets them.
func (d *Driver) past(ctx context.Context, begin, today workday.Date, work func(context.Context) error) error {
	for day := begin; day <= today; {
		last := min(today, day.Add(chunk-1))
		from := day
		err := d.sys.Batch(ctx, func(ctx context.Context) error {
			for on := from; on <= last; on = on.Add(1) {
				if err := d.clock.Forward(morning(on)); err != nil {
					return err
				}
				if err := d.live(ctx, on, today); err != nil {
					return fmt.Errorf("on %s: %w", on, err)
				}
				if err := work(ctx); err != nil {
					return fmt.Errorf("on %s: %w", on, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		day = last.Add(1)
	}
	return nil
}
