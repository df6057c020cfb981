package meetings

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
)

// FeedView is the viewer's meetings for a calendar outside.
type FeedView struct {
	Meetings []meeting.Meeting
	Bodies   map[string]string // names, by id
}

// How far back and ahead a feed reaches, in days.
const (
	feedBack  = 60
	feedAhead = 550
)

// Feed gives the meetings to which the viewer is called, when and where they are:
// nothing of what they are about.
var Feed = app.NewQuery("meeting.feed", func(ctx context.Context, u *app.Unit, _ struct{}) (FeedView, error) {
	if err := u.Require(access.OwnAccount(u.Viewer.Account)); err != nil {
		return FeedView{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return FeedView{}, err
	}
	v := FeedView{Bodies: map[string]string{}}
	if v.Meetings, err = u.Own.MyMeetings(ctx, u.Today.Add(-feedBack), u.Today.Add(feedAhead)); err != nil {
		return FeedView{}, err
	}
	for _, m := range v.Meetings {
		for _, id := range m.Bodies() {
			v.Bodies[id] = s.PlaceName(id)
		}
	}
	return v, nil
})
