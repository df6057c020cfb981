package pagetest

import (
	"fmt"
	"slices"
	"testing"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/scenario/browser"
)

// An agenda is put into another order by dragging an item by its handle, with the
// mouse and with a finger; dropped where it was, nothing is saved.
func TestDragItems(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	for _, title := range []string{"Tredje", "Fjärde"} {
		_, err := meetings.AddTopic.Do(w.Ctx, w.Sys, secretary(), meetings.TopicInput{Meeting: id, Version: meetingOf(w, id).Version, Title: title, Purpose: meeting.Inform})
		w.Ok(err)
	}
	order := func() (out []string) {
		for _, i := range agendaOf(w, id) {
			out = append(out, i.ID)
		}
		return out
	}
	was, served := order(), w.Secretary()
	for _, x := range []struct {
		look   browser.Look
		finger bool
	}{{browser.Desk, false}, {browser.Phone, true}} {
		tab := browser.Open(t, w.URL, x.look, served.Cookies()...)
		tab.Go("/moten/" + id + "/redigera")
		item := func(n int) string { return fmt.Sprintf("[data-order] > li:nth-child(%d)", n) }

		before := order()
		tab.Drag(item(4)+" .grip", item(2), x.finger)
		want := []string{before[0], before[3], before[1], before[2]}
		if got := order(); !slices.Equal(got, want) {
			t.Errorf("finger %v: dragged to the second place: %v, not %v (it was %v)", x.finger, got, want, before)
		}
		version := meetingOf(w, id).Version
		tab.Drag(item(3)+" .grip", item(3), x.finger)
		if got := order(); !slices.Equal(got, want) || meetingOf(w, id).Version != version {
			t.Errorf("finger %v: dropped where it was: %v, version %d after %d", x.finger, got, meetingOf(w, id).Version, version)
		}
	}
	if slices.Equal(order(), was) {
		t.Error("the order is what it was: nothing is shown")
	}
}
