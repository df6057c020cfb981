package tabletest

import (
	"fmt"
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
