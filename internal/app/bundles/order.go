package bundles

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"samverk/internal/domain/meeting"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/workday"
)

// form is raised when the same order is to give another bundle.
const form = 1

// Order is what a bundle is made of: all that stands in it.
type Order struct {
	Form   int
	Bundle meeting.Bundle
	Body   string // its name
	On     workday.Date
	Starts string
	Ends   string
	Place  string
	State  meeting.State
	Lang   sheet.Lang
	County string
	Set    int64 // version of what the county has chosen for its documents
}

// Key gives the order's hash, and the order as it is kept.
func (o Order) Key() (key, plan string, err error) {
	text, err := json.Marshal(o)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), string(text), err
}

// Read gives an order that was kept.
func Read(plan string) (o Order, err error) {
	err = json.Unmarshal([]byte(plan), &o)
	return o, err
}

// Label gives an item's number and title; the title alone where the number is not
// told.
func Label(i meeting.BundleItem) string {
	if i.Pos == 0 {
		return i.Title
	}
	return strconv.Itoa(i.Pos) + ". " + i.Title
}

// put gives the papers in the bundle that were put to items.
func (o Order) put() []string {
	var out []string
	for _, p := range o.Bundle.Bound() {
		if p.Version == 0 {
			out = append(out, p.ID)
		}
	}
	return out
}

// files gives the hashes of the files in the bundle.
func (o Order) files() []string {
	var out []string
	for _, p := range o.Bundle.Bound() {
		if p.File.SHA != "" {
			out = append(out, p.File.SHA)
		}
	}
	return out
}

// Front gives the front pages: what meeting it is, and the contents with the page
// on which each paper begins.
func (o Order) Front(l meeting.Layout) sheet.Sheet {
	s := sheet.New(sheet.Bundle)
	s.Lang, s.Body, s.On = o.Lang, o.Body, o.On
	s.Fill(sheet.FieldBody, sheet.T(o.Body))
	s.Fill(sheet.FieldDate, sheet.Say("paper.date", o.On))
	s.Fact("paper.when", sheet.Say("paper.slot", sheet.Day(o.On), sheet.Clock(o.Starts), sheet.Clock(o.Ends)))
	s.Fact("paper.where", sheet.T(o.Place))
	s.Fact("paper.bundle.pages", sheet.Say("paper.bundle.pages_number", l.Total))
	switch o.State {
	case meeting.Cancelled:
		s.State = sheet.Of(sheet.Say("paper.cancelled"))
	case meeting.Planned:
		s.State = sheet.Of(sheet.Say("paper.planned"))
	}
	t := sheet.Table{Caption: sheet.Of(sheet.Say("paper.bundle.contents")), Cols: []sheet.Line{sheet.Of(sheet.Say("paper.bundle.paper")), sheet.Of(sheet.Say("paper.bundle.page"))}}
	for _, i := range o.Bundle.Items {
		at := sheet.Say("paper.bundle.none")
		if first, last, ok := l.Of(i); ok {
			at = pages(first, last)
		}
		t.Rows = append(t.Rows, []sheet.Line{sheet.Of(sheet.Bold(sheet.T(Label(i)))), sheet.Of(at)})
		for _, p := range i.Papers {
			t.Rows = append(t.Rows, row(p, l))
		}
	}
	s.Add(t)
	return *s
}

// row gives a paper's line of the contents.
func row(p meeting.BundlePaper, l meeting.Layout) []sheet.Line {
	name := sheet.Line{sheet.T(p.Title)}
	if p.Version > 0 {
		name = sheet.Line{sheet.Say("paper.bundle.proposal", p.Version)}
	}
	if p.AddedOn != "" {
		name = append(name, sheet.T(" "), sheet.Say("paper.bundle.late", p.AddedOn))
	}
	x, ok := l.Papers[p.ID]
	switch {
	case p.WithdrawnOn != "":
		return []sheet.Line{append(name, sheet.T(" "), sheet.Say("paper.bundle.withdrawn", p.WithdrawnOn)), sheet.Of(sheet.Say("paper.bundle.not_there"))}
	case p.Draft:
		return []sheet.Line{append(name, sheet.T(" "), sheet.Say("paper.bundle.draft")), sheet.Of(sheet.Say("paper.bundle.not_there"))}
	case !ok:
		return []sheet.Line{name, nil}
	case x.Problem != "":
		name = append(name, sheet.T(" "), sheet.Say("paper.bundle.apart"))
	}
	return []sheet.Line{name, sheet.Of(pages(x.First, x.Last()))}
}

func pages(first, last int) sheet.Span {
	if first == last {
		return sheet.T(strconv.Itoa(first))
	}
	return sheet.T(strconv.Itoa(first) + "–" + strconv.Itoa(last))
}

// Written gives a paper that is text, as pages.
func (o Order) Written(i meeting.BundleItem, p meeting.BundlePaper, text string) sheet.Sheet {
	s := o.part(i, p)
	s.Add(sheet.Decision(text))
	return *s
}

// Instead gives the page in the place of a paper that can't be bound: why, and
// where it is opened; address is "" where the site's own is not known.
func (o Order) Instead(i meeting.BundleItem, p meeting.BundlePaper, problem, address string) sheet.Sheet {
	s := o.part(i, p)
	s.Add(sheet.P(sheet.Say("paper.unbound." + problem)))
	if p.File.Name != "" {
		s.Add(sheet.FactsOf(sheet.F("paper.bundle.file", sheet.T(p.File.Name))))
	}
	if address != "" {
		s.Add(sheet.P(sheet.Say("paper.bundle.open_at"), sheet.T(" "), sheet.To(address, sheet.T(address))))
	} else {
		s.Add(sheet.P(sheet.Say("paper.bundle.open_there")))
	}
	s.Address = address
	return *s
}

// part begins the pages of one paper.
func (o Order) part(i meeting.BundleItem, p meeting.BundlePaper) *sheet.Sheet {
	title := sheet.T(p.Title)
	if p.Version > 0 {
		title = sheet.Say("paper.bundle.proposal_to", p.Version, p.Title)
	}
	s := sheet.New(sheet.Bundle, title)
	s.Lang, s.Body, s.On = o.Lang, o.Body, o.On
	s.Fact("paper.bundle.item", sheet.T(Label(i)))
	if p.AddedOn != "" {
		s.Fact("paper.bundle.added", sheet.Say("paper.date", p.AddedOn))
	}
	return s
}
