package meetings

import (
	"context"
	"slices"

	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/store"
)

// Built is a meeting as it is prepared: its page, and what waits for its body
// and stands on no agenda yet.
type Built struct {
	View
	Ready   []QueueItem
	Waiting []QueueItem
}

// Build gives the page on which a meeting is built. The matters of the agenda
// and those of the queue are read together.
var Build = app.NewQuery("meeting.build", build)

func build(ctx context.Context, u *app.Unit, in PageInput) (Built, error) {
	v, w, err := read(ctx, u, in.Meeting, true)
	if err != nil {
		return Built{}, err
	}
	q := QueueView{Body: v.Meeting.Body}
	for _, c := range w.courses {
		for _, x := range w.queue {
			if x.Matter != c.Matter.ID {
				continue
			}
			for _, body := range x.Placed {
				c.Agenda = append(c.Agenda, store.OnAgenda{Matter: x.Matter, Body: body, State: string(meeting.Planned)})
			}
			if slices.ContainsFunc(v.Items, func(i ItemView) bool { return i.Matter == x.Matter }) {
				continue // it stands on this agenda, whatever for
			}
			q.add(c, toTakeUp(c, v.Meeting.Body, w.sent), x.Rank, nil)
		}
	}
	q.sort()
	return Built{View: v, Ready: q.Ready, Waiting: q.Waiting}, nil
}
