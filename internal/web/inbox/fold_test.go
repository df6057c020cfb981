package inbox

import (
	"testing"
	"time"

	"samverk/internal/app/inbox"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
)

// Nothing stops the notice of a meeting that has begun.
func TestMeetingUnderWayNeedsNoNotice(t *testing.T) {
	g := inbox.Group{Serves: true, NoticeBy: "2026-01-01", Next: &meeting.Meeting{ID: "m", State: meeting.Planned}, Gaps: make([]meeting.Gap, 1)}
	if v := group(text.For("sv"), g, "2026-02-01"); len(v.Stops) != 1 {
		t.Errorf("before it begins: %+v", v)
	}
	g.Next.OpenedAt = time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	if v := group(text.For("sv"), g, "2026-02-01"); len(v.Stops) != 0 || v.Builder != "" {
		t.Errorf("under way: %+v", v)
	}
}

// Of many groups those stand first whose notice something stops, all of them,
// and the rest lie folded; of a few none does.
func TestGroupsFold(t *testing.T) {
	many := make([]groupView, 12)
	many[9].Stops, many[11].Stops = []string{"a"}, []string{"b"}
	first, rest := fold(many)
	if len(first) != groupsShown || len(rest) != 12-groupsShown || len(first[0].Stops) == 0 || len(first[1].Stops) == 0 {
		t.Errorf("%d stand open, %d lie folded: %+v", len(first), len(rest), first)
	}
	for i := range many {
		many[i].Stops = []string{"c"}
	}
	if first, rest := fold(many); len(first) != 12 || len(rest) != 0 {
		t.Errorf("a group that something stops lies folded: %d, %d", len(first), len(rest))
	}
	if first, rest := fold(make([]groupView, groupsShown+2)); len(first) != groupsShown+2 || len(rest) != 0 {
		t.Errorf("a few are folded: %d, %d", len(first), len(rest))
	}
}
