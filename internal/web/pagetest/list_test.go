package pagetest

import (
	"strings"
	"testing"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
)

// A list of many meetings shows whole months until it has shown enough; the months
// after are folded and say how many they hold.
func TestManyMeetings(t *testing.T) {
	w := Open(t)
	plan := func(from workday.Date, n int) {
		for i := range n {
			_, err := meetings.Create.Do(w.Ctx, w.Sys, secretary(), meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: from.Add(i), Starts: "09:00", Ends: "10:00"}})
			w.Ok(err)
		}
	}
	plan("2026-03-02", 12)
	plan("2026-04-01", 9)
	served := w.Secretary()
	served.Open("/moten")
	if strings.Contains(string(served.Body), "<summary>april") {
		t.Error("the second month is folded, although only 12 are shown before it")
	}
	plan("2026-05-04", 1)
	served.Open("/moten").Sees("maj 2026, 1 möte")
	if body := string(served.Body); strings.Count(body, "<summary>maj 2026, 1 möte") != 1 || strings.Contains(body, "<summary>april") {
		t.Errorf("folded is not the third month alone: %s", served.Text())
	}
}
