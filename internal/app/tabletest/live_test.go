package tabletest

import (
	"fmt"
	"slices"
	"testing"

	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// What is typed at a meeting is kept in order, sent twice is saved once, and two
// texts over the same stand until somebody chooses.
func TestDrafts(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		id, item := w.held(group)
		save := func(op, text string, base int64, settles ...int64) meetings.Saved {
			t.Helper()
			return must(w.world, first(meetings.SaveDraft.Do(ctx, w.sys, w.secretary, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.DecisionText,
				Text: text, Base: base, Settles: settles, Op: op})), nil)
		}
		if s := save("a", "ett", 0); s.No != 1 || len(s.Heads) != 1 {
			t.Errorf("%+v", s)
		}
		if s := save("a", "ett", 0); s.No != 1 || len(s.Heads) != 1 {
			t.Errorf("sent twice: %+v", s)
		}
		_, err := meetings.SaveDraft.Do(ctx, w.sys, w.secretary, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.DecisionText, Text: "annat", Op: "a"})
		w.is(err, fault.Conflict)
		if s := save("b", "två", 0); s.No != 2 || !s.Heads.Conflict() {
			t.Errorf("over the same: %+v", s)
		}
		in := decisions.RecordInput{Meeting: id, Item: item, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "två"}}
		_, err = decisions.Record.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Conflict)
		if s := save("c", "två", 2, 1); s.No != 3 || s.Heads.Conflict() {
			t.Errorf("chosen: %+v", s)
		}
		must(w.world, first(decisions.Record.Do(ctx, w.sys, w.secretary, in)), nil)
		for _, v := range w.group {
			_, err = meetings.SaveDraft.Do(ctx, w.sys, v, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.NoteText, Text: "x", Op: fmt.Sprint(v.Person)})
			if v.Name != "group-chair" {
				w.is(err, fault.Denied)
			}
		}
		_, err = meetings.SaveDraft.Do(ctx, w.sys, w.secretary, meetings.DraftInput{Meeting: id, Item: "other", Field: meeting.NoteText, Text: "x", Op: "d"})
		w.is(err, fault.NotFound)
	})
}

// What one page types stands alone, whatever order its texts come in; what another
// page of the same person has typed, or another person, stands beside it.
func TestDraftsOfOneHand(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		id, item := w.held(group)
		save := func(op, text string, base int64) meetings.Saved {
			t.Helper()
			return must(w.world, first(meetings.SaveDraft.Do(ctx, w.sys, w.secretary, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.NoteText, Text: text, Base: base, Op: op})), nil)
		}
		stand := func(what string, s meetings.Saved, no int64, texts ...string) {
			t.Helper()
			var got []string
			for _, d := range s.Heads {
				got = append(got, d.Text)
			}
			if s.No != no || !slices.Equal(got, texts) {
				t.Errorf("%s: %d, %q; want %d, %q", what, s.No, got, no, texts)
			}
		}
		stand("the first", save("a/note#1", "e", 0), 1, "e")
		stand("its answer is on its way", save("a/note#3", "ett", 0), 2, "ett")
		stand("one that comes late", save("a/note#2", "et", 0), 2, "ett")
		stand("another page", save("b/note#4", "två", 0), 3, "ett", "två")
		stand("the first page goes on", save("a/note#5", "ett till", 0), 4, "två", "ett till")
		stand("a longer name of a page", save("a/note/note#6", "tre", 0), 5, "två", "ett till", "tre")
		group := must(w.world, first(meetings.Follow.Do(ctx, w.sys, w.secretary, meetings.PageInput{Meeting: id})), nil)
		if len(group.Typed) != 3 {
			t.Errorf("%d texts stand", len(group.Typed))
		}
		for _, v := range w.group {
			if v.Name != "group-chair" {
				continue
			}
			s := must(w.world, first(meetings.SaveDraft.Do(ctx, w.sys, v, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.NoteText, Text: "fyra", Op: "a/note#9"})), nil)
			stand("another person with the same name of a page", s, 6, "två", "ett till", "tre", "fyra")
		}
	})
}
