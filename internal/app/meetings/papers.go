package meetings

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// PaperInput puts a paper to an item: a file that has been taken in. Without a
// title it is called as its file.
type PaperInput struct {
	Meeting string
	Item    string
	Title   string
	File    matter.File
}

// PaperPut names a paper and its item.
type PaperPut struct {
	Paper string
	Item  string
	Late  bool // a notice had gone out: it is a supplement
}

// AddPaper puts a paper to an item. After the notice it is marked as a supplement
// with its day; who has the notice is told by the next one.
var AddPaper = app.NewCommand("meeting.add_paper", addPaper)

func addPaper(ctx context.Context, u *app.Unit, in PaperInput) (PaperPut, error) {
	d, err := deskOf(ctx, u, in.Meeting, in.Item)
	if err != nil {
		return PaperPut{}, err
	}
	p := meeting.ItemPaper{ID: u.NewID(), Item: in.Item, Title: in.Title, File: in.File, AddedBy: u.Viewer.Person, AddedAt: u.Now}
	s, err := u.Structure(ctx)
	if err != nil {
		return PaperPut{}, err
	}
	p.AddedAs = u.As(s)
	now, err := d.papers.Put(p, d.sent)
	if err != nil {
		return PaperPut{}, err
	}
	if err := u.Own.AddFile(ctx, in.File, u.Now); err != nil {
		return PaperPut{}, err
	}
	return PaperPut{p.ID, in.Item, d.sent}, d.keep(ctx, u, now, "meeting.paper_added")
}

// PaperChange changes a paper of an item.
type PaperChange struct {
	Meeting string
	Item    string
	Paper   string
	Title   string // RenamePaper: the new one
	By      int    // ShiftPaper: up (negative) or down by so many places
}

// RenamePaper gives a paper another title.
var RenamePaper = app.NewCommand("meeting.rename_paper", changePaper("meeting.paper_renamed",
	func(_ *app.Unit, d itemDesk, in PaperChange, _ string) (meeting.ItemPapers, error) {
		return d.papers.Rename(in.Paper, in.Title)
	}))

// ShiftPaper moves a paper among its item's.
var ShiftPaper = app.NewCommand("meeting.shift_paper", changePaper("meeting.paper_shifted",
	func(_ *app.Unit, d itemDesk, in PaperChange, _ string) (meeting.ItemPapers, error) {
		return d.papers.Shift(in.Paper, in.By)
	}))

// RemovePaper takes a paper away. One that has gone out with a notice is marked
// as withdrawn and stays.
var RemovePaper = app.NewCommand("meeting.remove_paper", changePaper("meeting.paper_removed",
	func(u *app.Unit, d itemDesk, in PaperChange, as string) (meeting.ItemPapers, error) {
		return d.papers.Remove(in.Paper, d.sent, as, u.Now)
	}))

func changePaper(event string, change func(*app.Unit, itemDesk, PaperChange, string) (meeting.ItemPapers, error)) func(context.Context, *app.Unit, PaperChange) (PaperPut, error) {
	return func(ctx context.Context, u *app.Unit, in PaperChange) (PaperPut, error) {
		d, err := deskOf(ctx, u, in.Meeting, in.Item)
		if err != nil {
			return PaperPut{}, err
		}
		s, err := u.Structure(ctx)
		if err != nil {
			return PaperPut{}, err
		}
		now, err := change(u, d, in, u.As(s))
		if err != nil {
			return PaperPut{}, err
		}
		return PaperPut{in.Paper, in.Item, d.sent}, d.keep(ctx, u, now, event)
	}
}

// itemDesk is an item with the papers that were put to it, about to be changed.
type itemDesk struct {
	m      meeting.Meeting
	item   string
	papers meeting.ItemPapers
	sent   bool // a notice has gone out
}

// deskOf reads an item's papers for somebody who sets the agenda of its meeting.
// Papers can be put until the meeting is closed.
func deskOf(ctx context.Context, u *app.Unit, id, item string) (itemDesk, error) {
	m, err := u.Own.Meeting(ctx, id)
	if err != nil {
		return itemDesk{}, err
	}
	a, err := u.Own.Agenda(ctx, id)
	if err != nil {
		return itemDesk{}, err
	}
	if _, err := a.Item(item); err != nil {
		return itemDesk{}, err
	}
	if err := u.Require(u.At(m, access.SetAgenda)); err != nil {
		return itemDesk{}, err
	}
	if err := m.Can(meeting.SetAgenda); err != nil {
		return itemDesk{}, err
	}
	all, err := u.Own.ItemPapers(ctx, id, false, false)
	if err != nil {
		return itemDesk{}, err
	}
	d := itemDesk{m: m, item: item, sent: m.State == meeting.Called}
	for _, p := range all {
		if p.Item == item && !p.Proposal() {
			d.papers = append(d.papers, p)
		}
	}
	return d, nil
}

func (d itemDesk) keep(ctx context.Context, u *app.Unit, now meeting.ItemPapers, event string) error {
	if err := u.Own.PutPapers(ctx, d.m.ID, d.item, d.papers, now); err != nil {
		return err
	}
	e := app.Event{Type: event, Object: d.m.ID, Version: d.m.Version, Record: map[string]any{"item": d.item, "papers": now}, Send: []app.Message{u.ClearBundles(d.m.ID)}}
	if d.sent {
		e.Send = append(e.Send, u.AheadBundle(d.m.ID, "", u.Now))
	}
	u.Announce(e)
	return nil
}

// ItemInMeeting names an item of a meeting.
type ItemInMeeting struct{ Meeting, Item string }

// OneItem is an item on a page of its own, for everybody who may see it: with its
// papers for those who may read them.
type OneItem struct {
	View
	Item   ItemView
	Papers []meeting.ItemPaper // with the text of a proposal that is one
	Reads  bool                // the viewer may read the item's papers
}

// ReadItem gives an item's page. Whoever is called to it alone finds there what
// there is to read about it.
var ReadItem = app.NewQuery("meeting.item", readItem)

func readItem(ctx context.Context, u *app.Unit, in ItemInMeeting) (OneItem, error) {
	v, _, err := read(ctx, u, in.Meeting, toReadItem)
	if err != nil {
		return OneItem{}, err
	}
	i := slices.IndexFunc(v.Items, func(x ItemView) bool { return x.ID == in.Item })
	if i < 0 {
		return OneItem{}, fault.New(fault.NotFound, "not_found")
	}
	out := OneItem{View: v, Item: v.Items[i], Reads: v.Inside || v.Partly}
	if !out.Reads {
		return out, nil
	}
	all, err := u.Own.ItemPapers(ctx, in.Meeting, v.CanAgenda, true)
	for _, p := range all {
		if p.Item == in.Item {
			out.Papers = append(out.Papers, p)
		}
	}
	return out, err
}
