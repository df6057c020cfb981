package meeting

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/fault"
)

// Nothing that another saved in between is replaced: every text goes only by the
// hand of somebody who has seen it.
func TestDraftsStandUntilSeen(t *testing.T) {
	for name, c := range map[string]struct {
		heads   []int64
		text    string
		base    int64
		settles []int64
		gone    []int64
	}{
		"the first":                           {nil, "x", 0, nil, nil},
		"over what stands":                    {[]int64{3}, "x", 3, nil, []int64{3}},
		"over what has been replaced":         {[]int64{3}, "x", 2, nil, nil},
		"over nothing, and there is one":      {[]int64{3}, "x", 0, nil, nil},
		"on with one of two":                  {[]int64{3, 4}, "x", 3, nil, []int64{3}},
		"chosen":                              {[]int64{3, 4}, "x", 3, []int64{4}, []int64{3, 4}},
		"chosen before a third was there":     {[]int64{3, 4, 5}, "x", 3, []int64{4}, []int64{3, 4}},
		"what is settled stands no more":      {[]int64{4}, "x", 4, []int64{3}, []int64{4}},
		"the same as stands, over an old one": {[]int64{4}, "text 4", 2, nil, []int64{4}},
	} {
		var h Heads
		for _, n := range c.heads {
			h = append(h, Draft{No: n, Text: "text " + string(rune('0'+n))})
		}
		no, gone, err := h.Save(Draft{Field: NoteText, Op: "op", Base: c.base, Text: c.text}, c.settles, 5)
		if err != nil || no != 6 || !slices.Equal(gone, c.gone) {
			t.Errorf("%s: %d, %v, %v; want 6, %v", name, no, gone, err, c.gone)
		}
	}
}

func TestDraftRefused(t *testing.T) {
	for key, d := range map[string]Draft{
		"draft.field_unknown": {Field: "other", Op: "op"},
		"draft.op_missing":    {Field: NoteText},
		"draft.base_unknown":  {Field: NoteText, Op: "op", Base: 6},
		"draft.long":          {Field: NoteText, Op: "op", Text: strings.Repeat("å", MaxDraft+1)},
	} {
		var f *fault.Error
		if _, _, err := (Heads{}).Save(d, nil, 5); !errors.As(err, &f) || f.Key != key {
			t.Errorf("%v, want %s", err, key)
		}
	}
}

// At a joint meeting each body words its own decision; the notes are one for all,
// and so is everything that a side session writes.
func TestWhoseText(t *testing.T) {
	joint := Meeting{Body: "a", With: []string{"b"}, Guests: []string{"c"}}
	for _, c := range []struct {
		m          Meeting
		f          Field
		body, want string
		refused    bool
	}{
		{joint, DecisionText, "", "", false},
		{joint, DecisionText, "a", "", false},
		{joint, DecisionText, "b", "b", false},
		{joint, ReservationText, "b", "b", false},
		{joint, NoteText, "b", "", false},
		{joint, DecisionText, "c", "", true},
		{joint, DecisionText, "d", "", true},
		{Meeting{Body: "a"}, DecisionText, "b", "", true},
		{Meeting{Body: "a", Parent: "m"}, DecisionText, "a", "", false},
	} {
		got, err := c.m.Whose(c.f, c.body)
		if got != c.want || (err != nil) != c.refused {
			t.Errorf("%+v, %s in the name of %q: %q, %v", c.m, c.f, c.body, got, err)
		}
	}
	all := []Draft{{Item: "a", Field: DecisionText, No: 1}, {Item: "a", Field: DecisionText, Body: "b", No: 2}}
	if Crossed(all, "a", "", DecisionText) != nil || Crossed(all, "a", "b", DecisionText) != nil {
		t.Error("the wordings of two bodies are in conflict")
	}
}

func TestCrossed(t *testing.T) {
	all := []Draft{{Item: "a", Field: NoteText, No: 1}, {Item: "a", Field: NoteText, No: 2}, {Item: "b", Field: NoteText, No: 1}, {Item: "a", Field: DecisionText, No: 1}}
	if Crossed(all, "a", "", DecisionText) != nil || Crossed(all, "b", "", NoteText) != nil {
		t.Error("one text is no conflict")
	}
	if err := Crossed(all, "a", "", DecisionText, NoteText); !errors.Is(err, fault.Conflict) {
		t.Errorf("two texts: %v", err)
	}
}

func TestNotesOf(t *testing.T) {
	all := []Draft{{Item: "a", Field: DecisionText, Text: "beslut"}, {Item: "a", Field: NoteText, No: 1, Text: "den ena\n", As: "A"}, {Item: "a", Field: NoteText, No: 2, Text: "den andra", As: "B"},
		{Item: "b", Field: NoteText, No: 1, Text: "  "}, {Item: "c", Field: NoteText, No: 1, Text: "ensam", As: "A"}}
	got := NotesOf(all)
	if len(got) != 2 || got[0].Item != "a" || got[0].Text != "den ena\n\nden andra" || got[0].As != "B" || got[1].Item != "c" || got[1].Text != "ensam" {
		t.Errorf("%+v", got)
	}
}

// What one hand writes goes on from what it wrote before, whatever it had been told
// by then; what was typed before a choice was seen does not undo it; and nobody
// goes on from what another hand wrote without having seen it.
func TestDraftsOfOneHand(t *testing.T) {
	for name, c := range map[string]struct {
		op       string
		base     int64
		last     string
		lastNo   int64
		want     int64
		wantLate bool
	}{
		"the answer is on its way":       {"a#8", 1, "a#7", 4, 4, false},
		"with ten digits, and nine":      {"a#10", 1, "a#9", 4, 4, false},
		"it has been told":               {"a#8", 4, "a#7", 4, 4, false},
		"it has seen a later one":        {"a#8", 5, "a#7", 4, 5, false},
		"it has written on since":        {"a#6", 1, "a#7", 4, 1, true},
		"another page's":                 {"b#8", 1, "a#7", 4, 1, false},
		"of no hand":                     {"x/text/1", 1, "x/text/0", 4, 1, false},
		"a number that is none":          {"a#x", 1, "a#7", 4, 1, false},
		"a choice after what was typed":  {"a#7+", 3, "a#7", 4, 4, false},
		"typed before a choice was seen": {"a#8", 3, "a#7+", 4, 3, false},
		"late, and then chosen":          {"a#7", 3, "a#7+", 4, 3, true},
	} {
		d, late := Draft{Op: c.op, Base: c.base}.After(Draft{Op: c.last, No: c.lastNo})
		if d.Base != c.want || late != c.wantLate {
			t.Errorf("%s: over %d, late %t; want %d, %t", name, d.Base, late, c.want, c.wantLate)
		}
	}
}
