package compare

import (
	"testing"

	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
)

// TestLeavers: who sits in a body that ends, or beyond the seats that are left,
// loses the place; who sat wrongly before is no news.
func TestLeavers(t *testing.T) {
	with := func(seats int, bodies ...string) *structure.Structure {
		s := &structure.Structure{ID: "county", Valid: structure.Period{From: "2026-01-01"}, Parties: []structure.Party{{ID: "alby"}, {ID: "berga"}}}
		for _, b := range bodies {
			s.Bodies = append(s.Bodies, structure.Body{ID: b, Seats: []structure.Seat{{ID: b + "-alby",
				From: structure.Who{Terms: []structure.Term{{Name: "alby"}}}, Count: structure.Count{Min: seats, Max: seats, Stated: true}}}})
		}
		s.Build()
		return s
	}
	held := []people.Membership{
		{ID: "1", Person: "one", Party: "alby", Body: "council", Role: "member", From: "2026-01-01"},
		{ID: "2", Person: "two", Party: "alby", Body: "council", Role: "member", From: "2026-01-02"},
		{ID: "3", Person: "three", Party: "berga", Body: "council", Role: "member", From: "2026-01-01"},
		{ID: "4", Person: "four", Party: "alby", Body: "group", Role: "member", From: "2026-01-01"},
		{ID: "5", Person: "five", Party: "alby", Body: "group", Role: "member", From: "2026-01-01", To: "2026-02-01"},
	}
	got := Leavers(with(2, "council", "group"), with(1, "council"), held, "2026-03-01")
	if len(got) != 2 || got[0].Person != "two" || got[0].Why != people.Surplus || got[1].Person != "four" || got[1].Why != BodyGone {
		t.Errorf("%+v", got)
	}
	if ended := Ended(with(2, "council", "group"), with(1, "council")); len(ended) != 1 || ended[0] != "group" {
		t.Errorf("%v", ended)
	}
	if got := Leavers(with(2, "council"), with(2, "council"), held, "2026-03-01"); len(got) != 0 {
		t.Errorf("nothing changes: %+v", got)
	}
}
