package tabletest

import (
	"errors"
	"strings"
	"testing"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// kept gives the letters of a meeting's versions.
func kept(w *world, id string) string {
	w.t.Helper()
	v := must(w, first(meetings.AgendaVersion.Do(ctx, w.sys, w.secretary, meetings.AgendaVersionInput{Meeting: id})), nil)
	var out []string
	for _, x := range v.All {
		out = append(out, x.Letter()+" "+string(x.Cause))
	}
	return strings.Join(out, ", ")
}

// TestVersionsOfAnAgenda: each time the agenda goes out it is kept, and what came,
// went, moved and changed since is told; so are papers, which are counted by the
// notice's rule and don't vanish once they have gone out.
func TestVersionsOfAnAgenda(t *testing.T) {
	each(t, func(w *world) {
		m := w.meets(w.secretary, chiefs, 60)
		version := func() int64 { return page(w.t, w.sys, w.secretary, m).Meeting.Version }
		topic := func(title string) string {
			return must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: m, Version: version(), Title: title, Purpose: meeting.Inform})), nil).Item
		}
		budget, other := topic("Budget"), topic("Övrigt")
		sha := strings.Repeat("a1", 32)
		put := must(w, first(meetings.AddPaper.Do(ctx, w.sys, w.secretary, meetings.PaperInput{Meeting: m, Item: budget, File: matter.File{SHA: sha, Name: "budget.pdf", Size: 9, Media: "application/pdf"}})), nil)
		if put.Late {
			w.t.Error("a paper before the notice is a supplement")
		}
		w.goFor(m)
		letters(w.t, w.sys, w.secretary, m, version())
		if got := kept(w, m); got != "A notice" {
			w.t.Fatalf("versions after the notice: %s", got)
		}
		if _, err := meetings.DecideAgenda.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: m, Version: version()}); !errors.Is(err, fault.Conflict) {
			w.t.Errorf("decided on without a change: %v", err)
		}
		must(w, first(meetings.ShiftItem.Do(ctx, w.sys, w.secretary, meetings.ShiftInput{Meeting: m, Version: version(), Item: other, By: -1})), nil)
		topic("Nytt")
		must(w, first(meetings.RemovePaper.Do(ctx, w.sys, w.secretary, meetings.PaperChange{Meeting: m, Item: budget, Paper: put.Paper})), nil)
		late := must(w, first(meetings.AddPaper.Do(ctx, w.sys, w.secretary, meetings.PaperInput{Meeting: m, Item: other, Title: "Tillägg", File: matter.File{SHA: sha, Name: "b.pdf", Size: 9, Media: "application/pdf"}})), nil)
		if !late.Late {
			w.t.Error("a paper after the notice is no supplement")
		}
		v := must(w, first(meetings.AgendaVersion.Do(ctx, w.sys, w.secretary, meetings.AgendaVersionInput{Meeting: m})), nil)
		var got []string
		for _, c := range v.Changes {
			got = append(got, c.Kind+" "+c.Item.Title+" "+strings.Join(c.Put, "")+"-"+strings.Join(c.Taken, ""))
		}
		if s := strings.Join(got, "; "); s != "changed Övrigt Tillägg-; moved Budget -; changed Budget -budget; added Nytt -" && s != "moved Övrigt -; changed Övrigt Tillägg-; changed Budget -budget; added Nytt -" {
			w.t.Errorf("the draft differs by %s", s)
		}
		must(w, first(meetings.DecideAgenda.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: m, Version: version()})), nil)
		if got := kept(w, m); got != "A notice, B decided" {
			w.t.Errorf("versions: %s", got)
		}
		a := must(w, first(meetings.AgendaVersion.Do(ctx, w.sys, w.kumla, meetings.AgendaVersionInput{Meeting: m, Letter: "A"})), nil)
		if len(a.Items) != 2 || a.Items[0].Title != "Budget" || len(a.Items[0].Named) != 1 {
			w.t.Errorf("version A holds %+v", a.Items)
		}
		item := must(w, first(meetings.ReadItem.Do(ctx, w.sys, w.kumla, meetings.ItemInMeeting{Meeting: m, Item: budget})), nil)
		if len(item.Papers) != 1 || !item.Papers[0].Withdrawn() {
			w.t.Errorf("the paper that had gone out: %+v", item.Papers)
		}
		// Somebody outside the body finds no version, no paper, and not the draft.
		for _, letter := range []string{"A", "", "C"} {
			if _, err := meetings.AgendaVersion.Do(ctx, w.sys, w.registrar, meetings.AgendaVersionInput{Meeting: m, Letter: letter}); !errors.Is(err, fault.NotFound) {
				w.t.Errorf("version %q to somebody outside: %v", letter, err)
			}
		}
	})
}
