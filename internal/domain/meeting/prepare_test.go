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
	item := Item{Title: "Rutin", Summary: "Gäller från 1 juni.", Purpose: Decide, Pos: 3}
	read := func(version int64, i Item) Note {
		return Note{Read: Read{At: time.Unix(1, 0), Version: version, Seen: i.Words()}}
	}
	other := item
	other.Summary = "Gäller från 1 januari."
	moved := item
	moved.Pos = 1
	for name, c := range map[string]struct {
		note    Note
		item    Item
		version int64
		others  bool
		want    News
	}{
		"nothing was read":                 {Note{}, item, 2, false, News{}},
		"others were read":                 {Note{}, item, 2, true, News{Added: true}},
		"the same":                         {read(2, item), item, 2, true, News{From: 2, To: 2}},
		"another version":                  {read(2, item), item, 4, true, News{From: 2, To: 4}},
		"a first version":                  {read(0, item), item, 1, true, News{From: 0, To: 1}},
		"the proposal was taken back":      {read(2, item), item, 0, true, News{}},
		"other words":                      {read(2, item), other, 2, true, News{From: 2, To: 2, Words: true}},
		"another place on the agenda only": {read(2, item), moved, 2, true, News{From: 2, To: 2}},
	} {
		got := Since(c.note, c.item, c.version, c.others)
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
