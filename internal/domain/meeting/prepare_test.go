package meeting

import (
	"errors"
	"strings"
	"testing"
	"time"

	"samverk/internal/fault"
)

func TestReadingTime(t *testing.T) {
	for characters, want := range map[int]int{-1: 0, 0: 0, 1: 1, 1200: 1, 1201: 2, 9600: 8} {
		if got := ReadingTime(characters); got != want {
			t.Errorf("%d characters: %d minutes, not %d", characters, got, want)
		}
	}
}

func TestSince(t *testing.T) {
	item := Item{ID: "i", Title: "Rutin", Summary: "Gäller från 1 juni.", Purpose: Decide, Pos: 3}
	read := func(version int64, i Item) Note {
		return Note{Read: Read{At: time.Unix(1, 0), Version: version, Seen: i.Words()}}
	}
	other := item
	other.Summary = "Gäller från 1 januari."
	moved := item
	moved.Pos = 1
	day := func(n int64) time.Time { return time.Unix(n*86_400, 0) }
	out := func(n int64) map[string]time.Time { return map[string]time.Time{"i": day(n)} }
	for name, c := range map[string]struct {
		note    Note
		item    Item
		version int64
		begun   Begun
		want    News
	}{
		"nothing was read":                 {Note{}, item, 2, Begun{Out: out(1)}, News{}},
		"others were read":                 {Note{}, item, 2, Begun{day(2), out(1)}, News{Unread: true}},
		"others were read, no notice":      {Note{}, item, 2, Begun{Last: day(2)}, News{Unread: true}},
		"it came after that":               {Note{}, item, 2, Begun{day(2), out(3)}, News{Added: true}},
		"it has not gone out":              {Note{}, item, 2, Begun{day(2), map[string]time.Time{"another": day(1)}}, News{Added: true}},
		"the same":                         {read(2, item), item, 2, Begun{day(2), out(3)}, News{From: 2, To: 2}},
		"another version":                  {read(2, item), item, 4, Begun{day(2), out(3)}, News{From: 2, To: 4}},
		"a first version":                  {read(0, item), item, 1, Begun{day(2), out(3)}, News{From: 0, To: 1}},
		"the proposal was taken back":      {read(2, item), item, 0, Begun{day(2), out(3)}, News{}},
		"other words":                      {read(2, item), other, 2, Begun{day(2), out(3)}, News{From: 2, To: 2, Words: true}},
		"another place on the agenda only": {read(2, item), moved, 2, Begun{day(2), out(3)}, News{From: 2, To: 2}},
	} {
		got := Since(c.note, c.item, c.version, c.begun)
		if got != c.want {
			t.Errorf("%s: %+v, not %+v", name, got, c.want)
		}
		if got.Any() != (c.want.Added || c.want.Words || c.want.From != c.want.To) {
			t.Errorf("%s: Any is %v", name, got.Any())
		}
	}
}

func TestOwnNoteTidy(t *testing.T) {
	n, err := Note{Text: "  Fråga\r\nvem \n"}.Tidy()
	if err != nil || n.Text != "Fråga\nvem" || n.Empty() {
		t.Errorf("%q, %v", n.Text, err)
	}
	if n, err := (Note{Text: " \n"}).Tidy(); err != nil || !n.Empty() {
		t.Errorf("%+v, %v", n, err)
	}
	if _, err := (Note{Text: strings.Repeat("å", MaxOwnNote)}).Tidy(); err != nil {
		t.Error(err)
	}
	if _, err := (Note{Text: strings.Repeat("å", MaxOwnNote+1)}).Tidy(); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
