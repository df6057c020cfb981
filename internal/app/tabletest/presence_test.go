package tabletest

import (
	"errors"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/presence"
	"samverk/internal/fault"
)

func (w *sides) moves(who access.Viewer, id, item string, v access.Viewer, move presence.Move, stead string) error {
	_, err := meetings.AtItem.Do(ctx, w.sys, who, meetings.AtItemInput{Meeting: id, Item: item, Person: v.Person, Move: move, For: stead})
	return err
}

// Who takes part in which item decides whether a board can handle it; the deputy
// whose turn it is is proposed, and the notes tell all of it.
func TestPresenceAtEachItem(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		id, first0 := w.held(board)
		second := must(w.world, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 3, Title: "Avtal", Purpose: meeting.Decide})), nil).Item
		if err := w.moves(w.secretary, id, second, w.members[0], presence.Leaves, ""); len(fault.All(err)) != 1 || fault.All(err)[0].Key != "attendance.roll_first" {
			t.Errorf("before presence is recorded: %v", err)
		}
		flen := slices.IndexFunc(w.members, func(v access.Viewer) bool { return v.InParty("flen") })
		six := there(6, w.members)
		if flen >= 6 {
			six[5], six[flen] = meetings.Attendance{Person: six[5].Person}, meetings.Attendance{Person: six[flen].Person, Present: true}
		}
		six = append(six, meetings.Attendance{Person: w.deputies[0].Person, Present: true})
		w.ok(w.attend(id, six...))
		w.ok(w.moves(w.secretary, id, second, w.members[flen], presence.Disqualify, ""))

		v := w.view(w.secretary, id)
		at := func(item string) meetings.ItemView {
			return v.Items[slices.IndexFunc(v.Items, func(i meetings.ItemView) bool { return i.ID == item })]
		}
		if q := at(first0); q.Quorum != nil || q.Sitting.Presence.Serving != 6 {
			t.Errorf("the first item: %+v", q.Sitting.Presence)
		}
		if q := at(second); q.Quorum == nil || q.Quorum.Key != "decision.not_quorate" || q.Sitting.Presence.Serving != 5 {
			t.Errorf("the second item: %+v %v", q.Sitting.Presence, q.Quorum)
		}
		turns := at(second).Sitting.Turns()
		if len(turns) != 1 || turns[0].Absent != w.members[flen].Person || turns[0].Deputy != w.deputies[0].Person {
			t.Fatalf("proposed: %v", turns)
		}
		agreed := func(in *decisions.RecordInput) { in.Terms.Formal.How = decision.Agreed }
		_, err := w.record(id, second, agreed)
		w.broke(err, "decision.not_quorate", "6 kap. 27 §")
		if _, err := w.record(id, first0, agreed); err != nil {
			t.Errorf("an item in which six serve: %v", err)
		}
		w.ok(w.moves(w.secretary, id, second, w.deputies[0], presence.Serves, w.members[flen].Person))
		r := must(w.world, first(w.record(id, second, agreed)), nil)
		p := must(w.world, first(decisions.Page.Do(ctx, w.sys, w.secretary, decisions.PageInput{Ref: r.ID})), nil)
		if got := p.Record.Terms.Formal.Disqualified; !slices.Equal(got, []string{w.members[flen].Person}) {
			t.Errorf("disqualified in the record: %v", got)
		}
		f := w.form(id, second)
		if slices.ContainsFunc(f.Serving, func(x decisions.Target) bool { return x.ID == w.members[flen].Person }) {
			t.Error("who is disqualified is offered among those who serve")
		}

		// The notes tell it, and those who don't record can't.
		page := must(w.world, first(records.Page.Do(ctx, w.sys, w.secretary, records.PageInput{Meeting: id})), nil)
		if got := page.Draft.Content.Items[1].Presence; len(got) != 2 || got[0].What != "disqualify" || got[1].What != "serves" || got[1].For != got[0].Name {
			t.Errorf("the minutes tell %v", got)
		}
		for _, who := range []access.Viewer{w.members[2], w.group[0]} {
			var no *access.Denial
			if err := w.moves(who, id, second, w.members[1], presence.Leaves, ""); !errors.As(err, &no) && !errors.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", who.Name, err)
			}
		}

		// An item that is taken away takes what was said of it along.
		third := must(w.world, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 4, Title: "Övrigt", Purpose: meeting.Inform})), nil).Item
		w.ok(w.moves(w.secretary, id, third, w.members[1], presence.Leaves, ""))
		must(w.world, first(meetings.RemoveItem.Do(ctx, w.sys, w.secretary, meetings.RemoveInput{ItemInput: meetings.ItemInput{Meeting: id, Item: third, Version: 5}, Anyway: true})), nil)
		if v := w.view(w.secretary, id); len(v.Items) != 2 || len(v.Roll.Other) != 2 {
			t.Errorf("%d items, other in them: %v", len(v.Items), v.Roll.Other)
		}
	})
}
