package matters

import (
	"slices"
	"strconv"

	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/ui"
)

// otherDocuments are the numbers of the documents that the form asks for besides
// the first.
func otherDocuments() []string {
	out := make([]string, 0, matter.MaxObjects-1)
	for n := 2; n <= matter.MaxObjects; n++ {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// others reads the other documents of the form, and says at its field what one of
// them lacks.
func others(f *page.Form, tell bool) []matter.Object {
	var out []matter.Object
	for _, n := range otherDocuments() {
		kind, title := f.Get("slag-"+n), f.Get("titel-"+n)
		if kind == "" && title == "" {
			continue
		}
		switch {
		case !tell:
		case kind == "":
			f.Fault("slag-"+n, "matters.new.other_kind_missing")
		case title == "":
			f.Fault("titel-"+n, "matters.new.other_title_missing")
		}
		out = append(out, matter.Object{Kind: kind, Title: title})
	}
	return out
}

// anyOther reports whether the form says something of another document.
func anyOther(f *page.Form) bool { return len(others(f, false)) > 0 }

// objectRow is one of several documents of a matter: how it stands, by its own
// rules.
type objectRow struct {
	Title, Kind, Who, State string
	Tone                    ui.Tone
	Why                     *matter.ObjectState
}

// objectRows gives the documents of a matter that leads to several.
func objectRows(t text.T, v matters.View) []objectRow {
	var out []objectRow
	for i := range v.Each {
		o := &v.Each[i]
		row := objectRow{Title: o.Title, Kind: o.Kind, Tone: ui.Idle, Why: o}
		if k := v.Structure.DocumentKind(o.Kind); k != nil {
			row.Kind = k.Name.In(t.Lang)
		}
		switch {
		case o.Decider == nil:
			row.Who = t.S("matters.object_nobody")
		case o.Decider.Step == structure.PartyDecisions:
			row.Who = t.S("matters.object_parties", len(o.Adopted.By), len(o.Adopters))
		default:
			row.Who = t.S("matters.object_by", stepTitle(t, o.Decider), whoAt(t, v.Structure, o.Decider))
		}
		switch {
		case o.InForce(v.Today):
			row.Tone, row.State = ui.OK, t.S("matters.object_in_force", o.InForceOn)
		case o.InForceOn != "":
			row.Tone, row.State = ui.Info, t.S("matters.object_from", o.InForceOn)
		default:
			row.State = t.S("matters.object_open")
		}
		out = append(out, row)
	}
	return out
}

// objectsAt says which documents a station is for, where it is not for all.
func objectsAt(t text.T, v matters.View, ids []string) string {
	if len(v.Each) == 0 || len(ids) == len(v.Each) {
		return ""
	}
	var names []string
	for _, o := range v.Each {
		if slices.Contains(ids, o.ID) {
			names = append(names, o.Title)
		}
	}
	return t.S("matters.object_only", t.List(names))
}
