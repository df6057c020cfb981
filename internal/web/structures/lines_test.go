package structures

import (
	"fmt"
	"strings"
	"testing"
)

func TestDifferences(t *testing.T) {
	for _, c := range []struct{ newer, mine, want string }{
		{"a b c", "a b c", ""},
		{"a b c", "a x c", "2-2 b | 2-2 x"},
		{"a b c", "a c", "2-2 b | 2-1 "},
		{"a c", "a b c", "2-1  | 2-2 b"},
		{"a b c d e", "x b c y e", "1-1 a | 1-1 x; 4-4 d | 4-4 y"},
		{"", "a b", "1-1  | 1-2 a b"},
	} {
		var got []string
		for _, d := range differences(strings.Split(c.newer, " "), strings.Split(c.mine, " ")) {
			got = append(got, fmt.Sprintf("%d-%d %s | %d-%d %s", d.NewerAt, d.NewTo, strings.Join(d.Newer, " "), d.At, d.MineTo, strings.Join(d.Mine, " ")))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%q and %q: %q, want %q", c.newer, c.mine, s, c.want)
		}
	}
	long := func(word string) []string { return strings.Split(strings.Repeat(word+" ", 3000), " ") }
	if got := differences(long("a"), long("b")); len(got) != 1 || len(got[0].Mine) != 3000 {
		t.Errorf("%d differences", len(got))
	}
}
