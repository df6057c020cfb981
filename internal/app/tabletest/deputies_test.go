package tabletest

import (
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/inbox"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
)

// When a board's member can't come and no deputy is left, those who serve and chair
// the board are told what waits for them, by the law's rule; when the member comes
// after all, or the meeting is moved, it is gone. A group of which nobody has written
// that it has deputies misses none.
func TestNoDeputyLeft(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		called := func(body string, chair access.Viewer) string {
			t.Helper()
			id := w.meets(w.secretary, body, 30)
			p := must(w.world, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Verksamhetsplan", Purpose: meeting.Inform})), nil)
			must(w.world, first(meetings.SendNotice.Do(ctx, w.sys, chair, meetings.NoticeInput{Meeting: id, Version: p.Version})), nil)
			return id
		}
		say := func(id string, who access.Viewer, a meeting.Answer) {
			t.Helper()
			must(w.world, first(meetings.AnswerNotice.Do(ctx, w.sys, who, meetings.AnswerInput{Meeting: id, Person: who.Person, Answer: a, Via: "page", Sequence: -1})), nil)
		}
		waits := func(when string, who access.Viewer, id string, want int) {
			t.Helper()
			n := 0
			for _, x := range must(w.world, first(inbox.Mine.Do(ctx, w.sys, who, inbox.MineInput{})), nil).ToDo {
				if x.Kind == "no_deputy" && x.Meeting == id {
					n = x.Count
					if x.Rule.Zero() {
						t.Errorf("%s: without its rule", when)
					}
				}
			}
			if n != want {
				t.Errorf("%s: %s is told of %d, want %d", when, who.Name, n, want)
			}
		}
		of := func(name string) access.Viewer {
			t.Helper()
			i := slices.IndexFunc(w.members, func(v access.Viewer) bool { return v.Name == name })
			if i < 1 {
				t.Fatalf("no member %s", name)
			}
			return w.members[i]
		}
		chair, flen, trosa, other := w.members[0], of("board-flen"), of("board-trosa"), of("board-gnesta")
		id := called(board, chair)
		say(id, flen, meeting.NotComing)
		waits("flen has a deputy", w.secretary, id, 0)
		say(id, w.deputies[0], meeting.NotComing)
		waits("nor can the deputy", w.secretary, id, 1)
		say(id, other, meeting.NotComing)
		for _, x := range []access.Viewer{w.secretary, chair} {
			waits("a party without a deputy", x, id, 2)
		}
		waits("a member", trosa, id, 0)
		say(id, other, meeting.Coming)
		waits("one comes after all", chair, id, 1)
		m := w.view(w.secretary, id).Meeting
		slot := m.Slot()
		slot.On = slot.On.Add(7)
		must(w.world, first(meetings.Move.Do(ctx, w.sys, w.secretary, meetings.MoveInput{Meeting: id, Version: m.Version, Slot: slot, Reason: "Krock."})), nil)
		waits("everybody is asked anew", w.secretary, id, 0)

		free := called(group, w.group[0])
		say(free, w.group[1], meeting.NotComing)
		waits("a group without deputies", w.secretary, free, 0)
	})
}
