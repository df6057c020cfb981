package tabletest

import (
	"errors"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/inbox"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/fault"
)

// What is assigned at an item waits for who answers for it, on their own page,
// until they say that it is done; somebody who has nothing to do with it can't
// find it.
func TestAssigned(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		id, item := w.held(group)
		give := func(person, party string) meetings.Assigned {
			return must(w.world, first(meetings.Assign.Do(ctx, w.sys, w.secretary, meetings.AssignInput{Meeting: id, Item: item, What: "Skriv ett utkast",
				Person: person, Party: party, DueOn: w.today().Add(5)})), nil)
		}
		mine, theirs := give(w.group[0].Person, ""), give("", "trosa")
		for _, in := range []meetings.AssignInput{{Person: w.members[9].Person}, {Party: "nobody"}, {}} {
			in.Meeting, in.Item, in.What = id, item, "Nej"
			if _, err := meetings.Assign.Do(ctx, w.sys, w.secretary, in); !errors.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", in, err)
			}
		}
		toDo := func(v access.Viewer) []string {
			var out []string
			for _, x := range must(w.world, first(inbox.Mine.Do(ctx, w.sys, v, inbox.MineInput{})), nil).ToDo {
				if x.Kind == "assignment" {
					out = append(out, x.Assignment)
				}
			}
			return out
		}
		if got := toDo(w.group[0]); !slices.Equal(got, []string{mine.ID}) {
			t.Errorf("whose it is: %v", got)
		}
		if got := toDo(w.group[1]); !slices.Equal(got, []string{theirs.ID}) {
			t.Errorf("whose party's it is: %v", got)
		}
		if got := toDo(w.group[2]); got != nil {
			t.Errorf("somebody else: %v", got)
		}
		if _, err := meetings.AssignmentPage.Do(ctx, w.sys, w.members[1], meetings.AssignmentInput{ID: mine.ID}); !errors.Is(err, fault.NotFound) {
			t.Errorf("somebody of another body reads it: %v", err)
		}
		var no *access.Denial
		if _, err := meetings.Finish.Do(ctx, w.sys, w.group[2], meetings.AssignmentInput{ID: mine.ID, Version: 1}); !errors.As(err, &no) {
			t.Errorf("somebody else of the meeting finishes it: %v", err)
		}
		must(w.world, first(meetings.Finish.Do(ctx, w.sys, w.group[0], meetings.AssignmentInput{ID: mine.ID, Version: 1, Text: "Utkastet är utskickat."})), nil)
		if _, err := meetings.Finish.Do(ctx, w.sys, w.secretary, meetings.AssignmentInput{ID: mine.ID, Version: 1}); !errors.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if got := toDo(w.group[0]); got != nil {
			t.Errorf("it waits still: %v", got)
		}
		must(w.world, first(meetings.Reopen.Do(ctx, w.sys, w.group[0], meetings.AssignmentInput{ID: mine.ID, Version: 2})), nil)
		must(w.world, first(meetings.StrikeAssignment.Do(ctx, w.sys, w.secretary, meetings.AssignmentInput{ID: theirs.ID, Version: 1, Text: "Den hörde till en annan punkt."})), nil)
		if got := append(toDo(w.group[0]), toDo(w.group[1])...); !slices.Equal(got, []string{mine.ID}) {
			t.Errorf("after it was opened again, and the other struck: %v", got)
		}
		v := must(w.world, first(records.Page.Do(ctx, w.sys, w.secretary, records.PageInput{Meeting: id})), nil)
		if got := v.Draft.Content.Items[0].Assignments; len(got) != 1 || got[0].Who != "group-chair" || got[0].By != w.today().Add(5) {
			t.Errorf("the notes tell %v", got)
		}
		if _, err := meetings.RemoveItem.Do(ctx, w.sys, w.secretary, meetings.RemoveInput{ItemInput: meetings.ItemInput{Meeting: id, Item: item, Version: 3}, Anyway: true}); !errors.Is(err, fault.Conflict) {
			t.Errorf("an item with assignments is taken away: %v", err)
		}
	})
}
