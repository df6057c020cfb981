package meeting

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"samverk/internal/domain/matter"
	"samverk/internal/fault"
)

func put(t *testing.T, all ItemPapers, id, title, name string) ItemPapers {
	t.Helper()
	out, err := all.Put(ItemPaper{ID: id, Title: title, File: matter.File{SHA: "sha-" + id, Name: name, Size: 10}}, false)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ids tells the papers in order, those that are withdrawn in brackets.
func ids(all ItemPapers) string {
	var out []string
	for i, p := range all {
		s := p.ID
		if p.Withdrawn() {
			s = "(" + s + ")"
		}
		if p.Place != i+1 {
			s += fmt.Sprintf(" at %d", p.Place)
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestPapersOfAnItem(t *testing.T) {
	all := put(t, put(t, put(t, nil, "a", "Underlag", "a.pdf"), "b", "", "Bilaga_1  till rutin.docx"), "c", " Två  ord ", "c.pdf")
	if all[1].Title != "Bilaga 1 till rutin" || all[2].Title != "Två ord" {
		t.Errorf("titles are %q and %q", all[1].Title, all[2].Title)
	}
	moved, err := all.Shift("c", -5)
	if err != nil || ids(moved) != "c a b" || ids(all) != "a b c" {
		t.Errorf("moved %s, before %s, %v", ids(moved), ids(all), err)
	}
	gone, err := all.Remove("b", false, "Sekreterare", time.Unix(9, 0))
	if err != nil || ids(gone) != "a c" {
		t.Errorf("removed before the notice: %s, %v", ids(gone), err)
	}
	marked, err := all.Remove("b", true, "Sekreterare", time.Unix(9, 0))
	if err != nil || ids(marked) != "a (b) c" || marked[1].WithdrawnAs != "Sekreterare" {
		t.Errorf("removed after the notice: %s, %v", ids(marked), err)
	}
	if _, err := marked.Remove("b", true, "Sekreterare", time.Unix(9, 0)); !errors.Is(err, fault.Conflict) {
		t.Errorf("withdrawn twice: %v", err)
	}
	late, err := all.Put(ItemPaper{ID: "d", File: matter.File{SHA: "d", Name: "d.pdf"}}, true)
	if err != nil || !late[3].Late || late[0].Late {
		t.Errorf("after the notice: %+v, %v", late, err)
	}
	// A paper that was withdrawn can come again.
	if again, err := marked.Put(ItemPaper{ID: "e", File: matter.File{SHA: "sha-b", Name: "b.pdf"}}, true); err != nil || ids(again) != "a (b) c e" {
		t.Errorf("put again: %s, %v", ids(again), err)
	}
}

func TestPapersRefused(t *testing.T) {
	all := put(t, nil, "a", "Underlag", "a.pdf")
	var many ItemPapers
	for i := range MaxPapers {
		many = put(t, many, fmt.Sprint(i), "", "x.pdf")
	}
	try := func(all ItemPapers, p ItemPaper) error { _, err := all.Put(p, false); return err }
	rename := func(id, title string) error { _, err := all.Rename(id, title); return err }
	for says, x := range map[string]struct {
		err  error
		kind fault.Kind
		on   string
	}{
		"no file":         {try(all, ItemPaper{ID: "x", Title: "Bara en rubrik"}), fault.Invalid, "file"},
		"the same again":  {try(all, ItemPaper{ID: "x", File: matter.File{SHA: "sha-a", Name: "b.pdf"}}), fault.Conflict, "file"},
		"a long title":    {try(all, ItemPaper{ID: "x", Title: strings.Repeat("å", 161), File: matter.File{SHA: "x", Name: "b.pdf"}}), fault.Invalid, "title"},
		"too many":        {try(many, ItemPaper{ID: "x", File: matter.File{SHA: "x", Name: "b.pdf"}}), fault.Invalid, "file"},
		"an empty title":  {rename("a", "  "), fault.Invalid, "title"},
		"an unknown one":  {rename("b", "Namn"), fault.NotFound, ""},
		"a title too far": {rename("a", strings.Repeat("x", 161)), fault.Invalid, "title"},
	} {
		var f *fault.Error
		if !errors.As(x.err, &f) || f.Kind != x.kind || f.Field != x.on {
			t.Errorf("%s: %v", says, x.err)
		}
	}
}
