package records

import (
	"context"
	"slices"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// TextInput is what is written of one item. Version is the text's as it was read,
// 0 where nothing was written.
type TextInput struct {
	Meeting, Item, Text string
	Version             int64
}

// Write saves what is written of an item, from the opening of the meeting on. A
// text that somebody else has changed meanwhile is fault.Conflict, and nothing is
// overwritten; what is checked is written on only after it has been taken back, or
// in a new version.
var Write = app.NewCommand("record.write", func(ctx context.Context, u *app.Unit, in TextInput) (Done, error) {
	x, err := load(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	if err := u.Require(u.At(x.m, access.RecordDecision)); err != nil {
		return Done{}, err
	}
	if x.m.Written != "" {
		return Done{}, fault.New(fault.NotFound, "not_found")
	}
	if err := record.CheckMeeting(x.m.Opened(), x.m.State == meeting.Cancelled); err != nil {
		return Done{}, err
	}
	text, err := record.CheckText(in.Text)
	if err != nil {
		return Done{}, err
	}
	of, err := u.OfRecord(ctx, x.s, x.m)
	if err != nil {
		return Done{}, err
	}
	c := of.Content(x.s, x.m, x.form(), nil)
	if !slices.ContainsFunc(c.Items, func(i record.Item) bool { return i.ID == in.Item }) {
		return Done{}, fault.New(fault.NotFound, "not_found")
	}
	p, err := x.newest(record.Notes).Do(record.Write, x.demand)
	if err != nil {
		return Done{}, err
	}
	if p.ID == "" {
		p = begin(u, x.m.ID, record.Notes, nil, "")
		if err := u.Own.AddRecordPart(ctx, p, ""); err != nil {
			return Done{}, err
		}
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return Done{}, err
	}
	if err := u.Own.SetItemText(ctx, p.ID, store.ItemText{Item: in.Item, Text: text, WrittenAs: u.As(now), Version: in.Version}, u.Now); err != nil {
		return Done{}, err
	}
	u.Announce(app.Event{Type: "record.written", Object: p.ID, Version: p.Version, Record: in})
	return Done{Part: p.ID, State: p.State, Version: p.Version}, nil
})

// PartInput names a part of a meeting's record with the version that was read; 0
// where there was none.
type PartInput struct {
	Meeting string
	Kind    record.Kind
	Version int64
}

// at refuses a part that has changed since it was read.
func (in PartInput) at(p store.RecordPart) error {
	if p.Version != in.Version {
		return fault.New(fault.Conflict, "conflict.changed")
	}
	return nil
}

// Check settles the words of the notes: they are drawn up from the record and what
// is written of the items, and from then on they are what somebody approves. Where
// somebody has to approve they are asked at once.
var Check = app.NewCommand("record.check", func(ctx context.Context, u *app.Unit, in PartInput) (Done, error) {
	x, err := held(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	if in.Kind != record.Notes || x.m.Written != "" {
		return Done{}, fault.New(fault.NotFound, "not_found")
	}
	p := x.newest(in.Kind)
	if err := in.at(p); err != nil {
		return Done{}, err
	}
	if p.ID == "" { // nothing is written of any item: the record itself is the notes
		p.Part = begin(u, x.m.ID, in.Kind, nil, "")
		if err := u.Own.AddRecordPart(ctx, p.Part, ""); err != nil {
			return Done{}, err
		}
	}
	if p.Part, err = p.Do(record.Check, x.demand); err != nil {
		return Done{}, err
	}
	texts, _, err := written(ctx, u, x.m.ID, p.ID)
	if err != nil {
		return Done{}, err
	}
	for _, t := range texts {
		if t.Version > 0 {
			continue
		}
		if err := u.Own.SetItemText(ctx, p.ID, t, u.Now); err != nil {
			return Done{}, err
		}
	}
	of, err := u.OfRecord(ctx, x.s, x.m)
	if err != nil {
		return Done{}, err
	}
	c := of.Content(x.s, x.m, x.form(), byItem(texts))
	c.Corrects, c.Reason = p.No-1, p.Reason
	now, err := u.Structure(ctx)
	if err != nil {
		return Done{}, err
	}
	p.CheckedBy, p.CheckedAs, p.CheckedAt = u.Viewer.Person, u.As(now), u.Now
	if p.Part, p.Content, err = u.Settle(ctx, p.Part, c); err != nil {
		return Done{}, err
	}
	if err := u.Own.SaveRecordPart(ctx, p.Part, p.Content); err != nil {
		return Done{}, err
	}
	out := done(u, p.Part, "checked")
	if x.demand.Mode() == record.Next {
		if err := u.FillNext(ctx, x.m); err != nil {
			return Done{}, err
		}
	}
	if x.demand.Mode() == record.Asks && x.demand.Short(persons(of.Adjusters)) == 0 {
		out.Asked, err = ask(ctx, u, x, p.Part, of)
	}
	return out, err
})

// written gives what is written of each item of a meeting. Where nobody has
// written in the part itself it is what was typed while the item was up, of
// version 0; where somebody has, left is what was typed and isn't there.
func written(ctx context.Context, u *app.Unit, m, part string) (texts []store.ItemText, left map[string]string, err error) {
	if texts, err = u.Own.ItemTexts(ctx, part); err != nil {
		return nil, nil, err
	}
	typed, err := u.Own.Drafts(ctx, m, "")
	if err != nil {
		return nil, nil, err
	}
	left = map[string]string{}
	for _, n := range meeting.NotesOf(typed) {
		i := slices.IndexFunc(texts, func(t store.ItemText) bool { return t.Item == n.Item })
		if i < 0 {
			texts = append(texts, store.ItemText{Item: n.Item, Text: n.Text, WrittenAs: n.As, WrittenAt: n.At})
		} else if !strings.Contains(texts[i].Text, n.Text) {
			left[n.Item] = n.Text
		}
	}
	return texts, left, nil
}

func byItem(texts []store.ItemText) map[string]string {
	out := make(map[string]string, len(texts))
	for _, t := range texts {
		out[t.Item] = t.Text
	}
	return out
}

func persons(list []store.Named) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.Person
	}
	return out
}

// TakeBack takes checked notes back to be written on. Who has approved them has
// approved other words: they are asked again about the new ones.
var TakeBack = app.NewCommand("record.take_back", func(ctx context.Context, u *app.Unit, in PartInput) (Done, error) {
	x, err := held(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	p := x.newest(in.Kind)
	if err := in.at(p); err != nil {
		return Done{}, err
	}
	part, err := reopened(p.Part, x.demand)
	if err != nil {
		return Done{}, err
	}
	if err := u.Own.SaveRecordPart(ctx, part, ""); err != nil {
		return Done{}, err
	}
	return done(u, part, "taken_back"), nil
})

// reopened gives a checked part as a draft again: its words are no longer settled.
func reopened(p record.Part, d record.Demand) (record.Part, error) {
	p, err := p.Do(record.Return, d)
	p.Hash, p.CheckedBy, p.CheckedAs = "", "", ""
	p.CheckedAt = time.Time{}
	return p, err
}

// RenewInput begins a new version of a part that stands.
type RenewInput struct {
	PartInput
	Reason string
}

// Renew begins a new version of what has been approved, sent or published. The old
// one stays as it is, and the new one points to it and says why.
var Renew = app.NewCommand("record.renew", func(ctx context.Context, u *app.Unit, in RenewInput) (Done, error) {
	x, err := held(ctx, u, in.Meeting)
	if err != nil {
		return Done{}, err
	}
	old := x.newest(in.Kind)
	if err := in.at(old); err != nil {
		return Done{}, err
	}
	if !old.Stands() {
		return Done{}, fault.New(fault.Conflict, "record.not_now.renew", string(old.State))
	}
	reason, err := matter.CheckReason(in.Reason)
	if err != nil {
		return Done{}, err
	}
	p := begin(u, x.m.ID, in.Kind, &old.Part, reason)
	if in.Kind == record.Decisions {
		return relist(ctx, u, x, p)
	}
	if err := u.Own.AddRecordPart(ctx, p, ""); err != nil {
		return Done{}, err
	}
	if err := u.Own.CopyItemTexts(ctx, old.ID, p.ID, u.Now); err != nil {
		return Done{}, err
	}
	p.Version = 0
	return done(u, p, "renewed"), nil
})

// relist draws the list of decisions up anew.
func relist(ctx context.Context, u *app.Unit, x base, p record.Part) (Done, error) {
	of, err := u.OfRecord(ctx, x.s, x.m)
	if err != nil {
		return Done{}, err
	}
	now, err := u.Structure(ctx)
	if err != nil {
		return Done{}, err
	}
	c := of.Content(x.s, x.m, x.form(), nil).List()
	was, err := record.Parse(x.newest(record.Decisions).Content)
	if err != nil {
		return Done{}, err
	}
	c = c.Correcting(was, p.No-1)
	c.Reason = p.Reason
	p.State, p.CheckedBy, p.CheckedAs, p.CheckedAt = record.Checked, u.Viewer.Person, u.As(now), u.Now
	p, text, err := u.Settle(ctx, p, c)
	if err != nil {
		return Done{}, err
	}
	if err := u.Own.AddRecordPart(ctx, p, text); err != nil {
		return Done{}, err
	}
	p.Version = 0
	return done(u, p, "listed"), nil
}
