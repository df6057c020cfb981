package portals

import (
	"context"

	"samverk/internal/app"
	"samverk/internal/domain/workday"
	"samverk/internal/store"
)

// CalendarView is the meetings of a stretch of time.
type CalendarView struct {
	Frame
	From, To workday.Date
	Body     string // "" for all
	Meetings []store.PublicMeeting
}

// CalendarInput says which meetings. From "" is today.
type CalendarInput struct {
	From workday.Date
	Body string
}

// calendarDays is how many days ahead the calendar shows at a time.
const calendarDays = 92

// Calendar gives the meetings of three months from a day.
var Calendar = app.NewQuery("portal.calendar", func(ctx context.Context, u *app.Unit, in CalendarInput) (CalendarView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return CalendarView{}, err
	}
	v := CalendarView{Frame: f, From: in.From, Body: in.Body}
	if v.From == "" {
		v.From = u.Today
	}
	if f.Structure == nil || f.Structure.Body(v.Body) == nil {
		v.Body = ""
	}
	v.To = v.From.Add(calendarDays - 1)
	v.Meetings, err = u.Own.PublicMeetings(ctx, v.Body, v.From, v.To, calendarSize)
	return v, err
})
