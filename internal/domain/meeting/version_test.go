package meeting

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func frozen(ids string) []Frozen {
	var out []Frozen
	for i, id := range strings.Fields(ids) {
		out = append(out, Frozen{Item: Item{ID: id, Title: "Punkt " + id, Pos: i + 1}})
	}
	return out
}

func differs(list []Change) string {
	var out []string
	for _, c := range list {
		s := c.Kind + " " + c.Item.ID
		if c.Kind == ItemMoved {
			s += fmt.Sprintf(" from %d to %d", c.From, c.Item.Pos)
		}
		out = append(out, strings.TrimSpace(s+" "+strings.Join(c.What, ",")))
	}
	return strings.Join(out, "; ")
}

func TestCompareVersions(t *testing.T) {
	for _, x := range []struct{ was, now, want string }{
		{"a b c", "a b c", ""},
		{"a b c", "x a b c", "added x"},
		{"a b c", "a c", "removed b"},
		{"a b c d", "d a b c", "moved d from 4 to 1"},
		{"a b c d", "b c d a", "moved a from 1 to 4"},
		{"a b c", "x c b", "added x; moved b from 2 to 3; removed a"},
		{"", "a", "added a"},
	} {
		if got := differs(Compare(frozen(x.was), frozen(x.now))); got != x.want {
			t.Errorf("from %q to %q: %s, want %s", x.was, x.now, got, x.want)
		}
	}
	was, now := frozen("a"), frozen("a")
	now[0].Title, now[0].Minutes, now[0].Purpose = "Ny rubrik", 10, Decide
	was[0].Named, now[0].Named = []string{"Bilaga"}, []string{"Bilaga", "Bilaga"}
	if got := Compare(was, now); len(got) == 0 || !slices.Equal(got[0].Put, []string{"Bilaga"}) || len(got[0].Taken) != 0 {
		t.Errorf("another of the same name: %+v", got)
	}
	was[0].Named, now[0].Named = []string{"Underlag", "Bilaga"}, []string{"Underlag", "Tillägg"}
	got := Compare(was, now)
	if differs(got) != "changed a title,purpose,minutes,papers" || !slices.Equal(got[0].Put, []string{"Tillägg"}) || !slices.Equal(got[0].Taken, []string{"Bilaga"}) {
		t.Errorf("%s, put %v, taken %v", differs(got), got[0].Put, got[0].Taken)
	}
}

func TestLetters(t *testing.T) {
	for no, want := range map[int]string{1: "A", 2: "B", 26: "Z", 27: "AA", 28: "AB", 52: "AZ", 53: "BA"} {
		if got := (Version{No: no}).Letter(); got != want {
			t.Errorf("version %d is %s, want %s", no, got, want)
		}
	}
}

func TestItemClocks(t *testing.T) {
	m := Meeting{Starts: "09:00", Ends: "10:00"}
	of := func(minutes ...int) (a Agenda) {
		for _, n := range minutes {
			a = append(a, Item{Minutes: n})
		}
		return a
	}
	if at, over := m.ItemClocks(of(10, 35, 15)); !slices.Equal(at, []string{"09:00", "09:10", "09:45"}) || over != 0 {
		t.Errorf("%v, %d over", at, over)
	}
	if at, over := m.ItemClocks(of(10, 0, 60)); !slices.Equal(at, []string{"09:00", "09:10", ""}) || over != 10 {
		t.Errorf("%v, %d over: nobody knows when the third begins", at, over)
	}
	if at, over := m.ItemClocks(nil); len(at) != 0 || over != 0 {
		t.Errorf("%v, %d over", at, over)
	}
}
