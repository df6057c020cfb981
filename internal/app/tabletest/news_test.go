package tabletest

import (
	"strings"
	"testing"
	"time"

	"samverk/internal/app/meetings"
	"samverk/internal/app/preparing"
	"samverk/internal/domain/matter"
)

// What somebody has not read yet is new only where it came after they had begun: what
// stood in the notice is unread, what is added and supplemented since is new, until
// they have gone on from there.
func TestNewSinceRead(t *testing.T) {
	each(t, func(w *world) {
		id := w.ready("Budget", nil)
		for _, title := range []string{"Läget", "Övrigt"} {
			w.subject(w.secretary, id, title)
		}
		w.goFor(id)
		must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version, Exception: "Handlingarna kommer."})), nil)
		w.clock.Move(time.Hour)
		sees := func(when, want string) []preparing.Item {
			t.Helper()
			v := must(w, first(preparing.Page.Do(ctx, w.sys, w.kumla, preparing.PageInput{Meeting: id})), nil)
			var got []string
			for _, i := range v.Items {
				switch {
				case i.News.Added:
					got = append(got, "new")
				case i.News.Unread:
					got = append(got, "unread")
				default:
					got = append(got, "-")
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %s, want %s", when, strings.Join(got, " "), want)
			}
			return v.Items
		}
		read := func(item string) {
			t.Helper()
			must(w, first(preparing.SaveNote.Do(ctx, w.sys, w.kumla, preparing.NoteInput{Meeting: id, Item: item, Read: true})), nil)
			w.clock.Move(time.Hour)
		}
		items := sees("before anything is read", "- - -")
		read(items[0].ID)
		sees("one is read", "- unread unread")
		added := w.subject(w.secretary, id, "Sent").Item
		sees("one is added", "- unread unread new")
		must(w, first(meetings.AddPaper.Do(ctx, w.sys, w.secretary, meetings.PaperInput{Meeting: id, Item: added,
			File: matter.File{SHA: strings.Repeat("b2", 32), Name: "b.pdf", Size: 9, Media: "application/pdf"}})), nil)
		w.goFor(id)
		must(w, first(meetings.SendSupplement.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version})), nil)
		sees("it has gone out", "- unread unread new")
		w.clock.Move(time.Hour)
		read(items[1].ID)
		sees("another is read since", "- - unread unread")
	})
}
