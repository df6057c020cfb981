package meeting

import (
	"reflect"
	"testing"
	"time"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
)

func TestGather(t *testing.T) {
	at := time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)
	day := func(t time.Time) workday.Date { return workday.Date(t.Format("2006-01-02")) }
	file := matter.File{SHA: "a", Name: "a.pdf"}
	agenda := Agenda{{ID: "1", Pos: 1, Title: "Först"}, {ID: "2", Pos: 2, Title: "Sedan"}}
	papers := []ItemPaper{
		{ID: "p", Item: "1", Title: "Förslag", Version: 2, Text: "Text", Draft: true},
		{ID: "q", Item: "1", Title: "Bilaga", File: file},
		{ID: "r", Item: "1", Title: "Tillägg", File: file, Late: true, AddedAt: at},
		{ID: "s", Item: "1", Title: "Tillbaka", File: file, WithdrawnAt: at},
		{ID: "t", Item: "3", Title: "En annan punkts", File: file},
		{ID: "u", Item: "2", Title: "Tomt", Version: 1},
	}
	b := Gather(Meeting{ID: "m"}, agenda, papers, day)
	var got []string
	for _, p := range b.Bound() {
		got = append(got, p.ID)
	}
	if want := []string{"q", "r"}; !reflect.DeepEqual(got, want) {
		t.Errorf("bound %v, want %v", got, want)
	}
	if len(b.Items) != 2 || len(b.Items[0].Papers) != 4 || len(b.Items[1].Papers) != 0 {
		t.Errorf("%+v", b)
	}
	if late, back := b.Items[0].Papers[2], b.Items[0].Papers[3]; late.AddedOn != "2026-11-12" || back.WithdrawnOn != "2026-11-12" || back.File.SHA != "" {
		t.Errorf("the supplement %+v, the one taken back %+v", late, back)
	}
	if p := b.Items[0].Papers[0]; !p.Draft || p.Text != "" {
		t.Errorf("the text of a draft stands in the bundle: %+v", p)
	}
}

func TestLay(t *testing.T) {
	b := Bundle{Items: []BundleItem{
		{ID: "1", Papers: []BundlePaper{{ID: "a"}, {ID: "b", WithdrawnOn: "2026-11-12"}, {ID: "c"}}},
		{ID: "2"},
		{ID: "3", Papers: []BundlePaper{{ID: "d"}}},
	}}
	l := b.Lay(2, map[string]Placed{"a": {Count: 3}, "c": {Count: 1, Problem: "broken"}, "d": {Count: 10}})
	want := Layout{Front: 2, Total: 16, Papers: map[string]Placed{"a": {First: 3, Count: 3}, "c": {First: 6, Count: 1, Problem: "broken"}, "d": {First: 7, Count: 10}}}
	if !reflect.DeepEqual(l, want) {
		t.Errorf("laid as %+v, want %+v", l, want)
	}
	for n, c := range []struct {
		first, last int
		ok          bool
	}{{3, 6, true}, {0, 0, false}, {7, 16, true}} {
		if first, last, ok := l.Of(b.Items[n]); first != c.first || last != c.last || ok != c.ok {
			t.Errorf("item %d: pages %d–%d %v, want %+v", n+1, first, last, ok, c)
		}
	}
}
