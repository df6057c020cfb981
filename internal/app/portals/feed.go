package portals

import (
	"context"

	"samverk/internal/app"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// FeedView is the days of a body's meetings for a calendar outside.
type FeedView struct {
	Structure *structure.Structure
	Body      *structure.Body
	Meetings  []store.PublicMeeting
}

// How far back and ahead a feed reaches, in days.
const (
	feedBack  = 60
	feedAhead = 550
)

// Feed gives what everybody may know of a body's meetings: when and where they are.
var Feed = app.NewQuery("portal.feed", func(ctx context.Context, u *app.Unit, body string) (FeedView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return FeedView{}, err
	}
	if f.Structure == nil || f.Structure.Body(body) == nil {
		return FeedView{}, fault.New(fault.NotFound, "not_found")
	}
	v := FeedView{Structure: f.Structure, Body: f.Structure.Body(body)}
	v.Meetings, err = u.Own.PublicMeetings(ctx, body, u.Today.Add(-feedBack), u.Today.Add(feedAhead), calendarSize)
	return v, err
})
