package decision

import (
	"errors"
	"strings"
	"testing"

	"samverk/internal/fault"
)

func TestMove(t *testing.T) {
	wrong := Record{ID: "d1", Body: "b", Meeting: "m", Item: "i1", Matter: "x", Station: "decide@b", Seq: 3, Terms: good()}
	for name, c := range map[string]struct {
		item, why string
		standing  []Record
		corrected string
		key       string
	}{
		"to another item":           {item: "i2", why: "Fel punkt."},
		"where":                     {why: "Fel punkt.", key: "decision.move_where"},
		"to itself":                 {item: "i1", why: "Fel punkt.", key: "decision.move_where"},
		"why":                       {item: "i2", why: " ", key: "decision.move_why"},
		"too much":                  {item: "i2", why: strings.Repeat("x", MaxReservation+1), key: "decision.reservation_long"},
		"there is one there":        {item: "i2", why: "Fel punkt.", standing: []Record{{ID: "d2", Body: "b", Item: "i2"}}, key: "decision.move_taken"},
		"another body's is no bar":  {item: "i2", why: "Fel punkt.", standing: []Record{{ID: "d2", Body: "c", Item: "i2"}}},
		"what is corrected already": {item: "i2", why: "Fel punkt.", corrected: "d9", key: "decision.corrected_already"},
	} {
		old := wrong
		old.CorrectedBy = c.corrected
		got, err := Move(old, c.item, c.why, c.standing)
		var f *fault.Error
		switch {
		case c.key != "":
			if !errors.As(err, &f) || f.Key != c.key {
				t.Errorf("%s: %v", name, err)
			}
		case err != nil || got.Item != c.item || got.Corrects != "d1" || got.MovedWhy != c.why || got.Matter != "" || got.Terms.Version != "" || got.Terms.Text != wrong.Terms.Text || got.Seq != 0:
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func TestMovedIn(t *testing.T) {
	all := []Record{{ID: "a", Item: "i1"}, {ID: "b", Item: "i2", Corrects: "a"}, {ID: "c", Item: "i2", Corrects: "b"}, {ID: "d", Item: "i3"}}
	if got := MovedIn(all); len(got) != 1 || got[0].ID != "b" || got[0].From != "i1" {
		t.Errorf("%+v", got)
	}
}
