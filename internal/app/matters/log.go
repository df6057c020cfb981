package matters

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
)

// LogInput asks for a page of a matter's log.
type LogInput struct {
	Ref    string
	Before int64 // the Seq from which the page goes back; 0 from the newest
}

// LogPage is a page of a matter's log, the newest first.
type LogPage struct {
	Ref, Number, Title string
	ID                 string
	Events             []matter.Event
	Exceptions         []matter.Exception
	Next               int64 // Before of the next page; 0 when this was the last
}

// logRows is how many lines a page of the log holds.
const logRows = 100

// Log gives what has happened in a matter, and the exceptions in it.
var Log = app.NewQuery("matter.log", readLog)

func readLog(ctx context.Context, u *app.Unit, in LogInput) (LogPage, error) {
	id, err := u.Own.MatterID(ctx, in.Ref)
	if err != nil {
		return LogPage{}, err
	}
	d, err := u.Own.Dossier(ctx, id)
	if err != nil {
		return LogPage{}, err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return LogPage{}, err
	}
	p := LogPage{Ref: Ref(d.Matter.Number, id), Number: d.Matter.Number, Title: d.Matter.Title, ID: id, Exceptions: d.Exceptions}
	if p.Events, err = u.Own.Events(ctx, id, in.Before, logRows+1); err != nil {
		return LogPage{}, err
	}
	if len(p.Events) > logRows {
		p.Events = p.Events[:logRows]
		p.Next = p.Events[logRows-1].Seq
	}
	return p, nil
}

// SortInput asks for the queue of what has come in; Ref names the one to show,
// "" the oldest.
type SortInput struct{ Ref string }

// Queue is what waits for being sorted at the viewer's bodies, the oldest first,
// and the one chosen.
type Queue struct {
	Rows   []Row
	Chosen *View // without its stations, versions and events; nil when nothing waits
	Levels []Level
}

// Level is a level of the structure to sort to.
type Level struct{ ID, Name string }

// SortQueue gives what has come in and waits for being sorted by the viewer's
// bodies.
var SortQueue = app.NewQuery("matter.sort_queue", sortQueue)

func sortQueue(ctx context.Context, u *app.Unit, in SortInput) (Queue, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return Queue{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Queue{}, err
	}
	rows, err := u.Own.MattersToSort(ctx, 100)
	if err != nil {
		return Queue{}, err
	}
	var q Queue
	for _, l := range s.Levels {
		q.Levels = append(q.Levels, Level{l.ID, l.Name.SV})
	}
	var all []Who
	for i := range rows {
		q.Rows = append(q.Rows, row(u, s, &rows[i], &all))
	}
	ref := in.Ref
	if ref == "" {
		if len(q.Rows) == 0 {
			return q, nil
		}
		ref = q.Rows[0].Ref
	}
	v, err := asked(ctx, u, ref)
	if err != nil {
		return Queue{}, err
	}
	q.Chosen = &v
	return q, nil
}

// AdvanceInput asks for the next matters to refresh.
type AdvanceInput struct{ After string }

// Advanced says where to go on; "" when all are done.
type Advanced struct{ Next string }

// Advance refreshes the matters under way as the days pass: it opens tasks,
// sends the mails that follow, and brings lists up to date. The installation's
// jobs call it until nothing is left. What a page says never depends on it.
var Advance = app.NewCommand("matter.advance", advance)

func advance(ctx context.Context, u *app.Unit, in AdvanceInput) (Advanced, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Advanced{}, err
	}
	next, err := u.RefreshDue(ctx, in.After)
	if err != nil {
		return Advanced{}, err
	}
	u.Announce(app.Event{Type: "matters.advanced", Object: "matters", Record: in})
	return Advanced{next}, nil
}
