package inbox

import "testing"

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
