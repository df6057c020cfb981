package tabletest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// A supplement is held to the rule of the notice: what came lacks nothing that the
// text asks for (ORE-48), comes in time by the county's days, and has the chair's go
// (ORE-47). Otherwise it goes out with an exception that is kept and shown.
func TestSupplementIsHeldToTheNotice(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 30)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})), nil)
		version := must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.chair, meetings.NoticeInput{Meeting: id, Version: p.Version})), nil).Version
		topic := func(purpose meeting.Purpose) string {
			t.Helper()
			p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: version, Title: "Nytt", Purpose: purpose})), nil)
			version = p.Version
			return p.Item
		}
		paper := func(item, sha string) {
			t.Helper()
			must(w, first(meetings.AddPaper.Do(ctx, w.sys, w.secretary, meetings.PaperInput{Meeting: id, Item: item,
				File: matter.File{SHA: strings.Repeat(sha, 64), Name: "bilaga.pdf", Size: 1, Media: "application/pdf"}})), nil)
		}
		says := func(when string, who access.Viewer, want ...string) {
			t.Helper()
			demands := func(gaps []meeting.Gap) (out []string) {
				for _, g := range gaps {
					out = append(out, g.Demand)
				}
				return out
			}
			v := must(w, first(meetings.AddPage.Do(ctx, w.sys, who, meetings.PageInput{Meeting: id})), nil)
			b := must(w, first(meetings.Build.Do(ctx, w.sys, who, meetings.PageInput{Meeting: id})), nil)
			if page, build := demands(v.New.Gaps), demands(b.New.Gaps); !slices.Equal(page, want) || !slices.Equal(build, want) {
				t.Errorf("%s: %v and %v, want %v", when, page, build, want)
			}
		}
		send := func(who access.Viewer, reason string) error {
			n, err := meetings.SendSupplement.Do(ctx, w.sys, who, meetings.NoticeInput{Meeting: id, Version: version, Exception: reason})
			if err == nil {
				version = n.Version
			}
			return err
		}

		// In time: only the chair's go, which the chair gives by sending.
		topic(meeting.Inform)
		says("a topic in time", w.secretary, "go_old")
		says("for the chair", w.chair)
		w.broken(send(w.secretary, ""), "supplement.incomplete", "ORE-47")
		w.done(send(w.chair, ""))
		if m := w.view(w.chair, id).Meeting; !m.HasGo() || len(w.view(w.chair, id).Exceptions) != 0 {
			t.Errorf("sent by the chair: %+v", m.Go)
		}

		// A paper in time needs nobody's go; without a purpose an item lacks what the text asks for.
		item := topic(meeting.Unsaid)
		says("an item without a purpose", w.chair, "purpose")
		w.broken(send(w.chair, ""), "supplement.incomplete", "ORE-48")
		version = must(w, first(meetings.ChangeItem.Do(ctx, w.sys, w.secretary, meetings.ChangeItemInput{Meeting: id, Version: version, Item: item, Title: "Nytt", Purpose: meeting.Learn})), nil).Version
		w.done(send(w.chair, ""))
		paper(item, "a")
		says("a paper in time", w.secretary)
		w.done(send(w.secretary, ""))

		// Late: the item by the day of the notice, papers by theirs.
		w.clock.Days(17)
		topic(meeting.Inform)
		says("an item after the notice's day", w.chair, "late_item")
		w.clock.Days(4)
		paper(item, "b")
		says("with a paper after the day for papers", w.chair, "late_item", "late_papers")
		var stopped meetings.Incomplete
		if err := send(w.chair, ""); !errors.As(err, &stopped) || len(stopped.Gaps) != 2 || stopped.Gaps[0].Left != 9 || stopped.Gaps[1].Days != 10 {
			t.Errorf("stopped: %v, %+v", err, stopped.Gaps)
		}
		w.is(send(w.kumla, "Brådskar."), fault.Denied)
		w.done(send(w.chair, "Regionen svarade först i går."))
		x := w.view(w.kumla, id).Exceptions
		if len(x) != 2 || x[0].Reason != "Regionen svarade först i går." || x[1].Reason != x[0].Reason {
			t.Errorf("exceptions that the members read: %+v", x)
		}
	})
}
