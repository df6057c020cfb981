package meetings

import (
	"context"
	"slices"

	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/store"
)

// Built is a meeting as it is prepared: its page, and what waits for its body
// and stands on no agenda yet.
type Built struct {
	View
	Ready   []QueueItem
	Waiting []QueueItem
	Offers  []JointOffer // joint meetings that the body's text speaks of, unless this is one
	Others  []Named      // the other bodies of the county
	Numbers []app.Stop   // personal identity numbers in what was typed, which will stop the notice
	Gather  app.Gathered // what can come onto the agenda by itself and doesn't stand there
}

// Named is a body by id and name.
type Named struct{ ID, Name string }

// JointOffer is what a body's text says of joint meetings.
type JointOffer struct {
	With, Guests []Named
	Rule         rule.Ref
}

// offers fills in with whom the meeting can be held jointly. Any body can be
// asked; those that a text names come with their rule.
func (b *Built) offers(s *structure.Structure) {
	own := s.Body(b.Meeting.Body)
	if own == nil || b.Meeting.IsSide() {
		return
	}
	for _, j := range meeting.JointRules(s, own) {
		if covers, lacking := j.Covers(own.ID, b.Meeting); !covers || len(lacking) > 0 {
			b.Offers = append(b.Offers, JointOffer{named(s, j.With), named(s, j.Invites), j.Rule})
		}
	}
	for i := range s.Bodies {
		if x := &s.Bodies[i]; x.ID != own.ID {
			b.Others = append(b.Others, Named{x.ID, x.Name.SV})
		}
	}
}

func named(s *structure.Structure, ids []string) []Named {
	out := make([]Named, len(ids))
	for i, id := range ids {
		out[i] = Named{id, s.PlaceName(id)}
	}
	return out
}

// Build gives the page on which a meeting is built. The matters of the agenda
// and those of the queue are read together.
var Build = app.NewQuery("meeting.build", build)

func build(ctx context.Context, u *app.Unit, in PageInput) (Built, error) {
	v, w, err := read(ctx, u, in.Meeting, toBuild)
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
			q.add(c, toTakeUpAt(c, v.Meeting, w.sent), x.Rank, nil)
		}
	}
	q.sort()
	out := Built{View: v, Ready: q.Ready, Waiting: q.Waiting}
	s, err := u.StructureThen(ctx, v.Meeting.On)
	if err != nil {
		return Built{}, err
	}
	if v.CanPlan {
		out.offers(s)
	}
	// Once the notice is out it is offered where the agenda is supplemented.
	if v.CanAgenda && v.Meeting.State == meeting.Planned {
		out.Gather, err = u.Gather(ctx, s, v.Meeting)
	}
	agenda := make(meeting.Agenda, len(v.Items))
	for i := range v.Items {
		agenda[i] = v.Items[i].Item
	}
	out.Gather = lacking(out.Gather, agenda)
	if v.CanNotice && v.Meeting.State == meeting.Planned {
		out.Numbers = carried(v.Meeting, agenda, nil).Numbers()
	}
	return out, err
}

// lacking gives of what can come onto an agenda what doesn't stand there.
func lacking(g app.Gathered, agenda meeting.Agenda) app.Gathered {
	return app.Gathered{Sure: slices.DeleteFunc(g.Sure, agenda.Has), Offered: slices.DeleteFunc(g.Offered, agenda.Has)}
}
