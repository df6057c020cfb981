package meeting

import (
	"time"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
)

// Bundle is the papers of a meeting as somebody may read them, in the order of
// the agenda: what is bound as one, and what is told of what is not. Who may read
// the same has the same bundle.
type Bundle struct {
	Meeting string
	Items   []BundleItem
}

// BundleItem is an item with its papers. Whoever is called to it alone is not
// told its number (Pos 0).
type BundleItem struct {
	ID      string
	Pos     int
	Title   string
	Purpose Purpose
	Minutes int
	Papers  []BundlePaper
}

// BundlePaper is a paper in its place: a file, or the text of a proposal.
type BundlePaper struct {
	ID          string
	Title       string
	Version     int         // of a proposal; 0 for a paper that was put to the item
	File        matter.File // zero for a text
	Text        string
	AddedOn     workday.Date // of a supplement: the day on which it came; "" for what the notice had
	WithdrawnOn workday.Date // it is told of and not bound; "": it holds
	Draft       bool         // a version that nobody has been sent: told of and not bound
}

// Bound tells whether the paper is in the bundle, and not just told of.
func (p BundlePaper) Bound() bool { return p.WithdrawnOn == "" && !p.Draft }

// Gather puts papers into the places of an agenda. Both are as the viewer may see
// them; a paper of an item that is not on the agenda is left out. A draft is told of
// without what it says: until it has gone out it is its writers'. day gives the
// county's day at a time.
func Gather(m Meeting, a Agenda, papers []ItemPaper, day func(time.Time) workday.Date) Bundle {
	b := Bundle{Meeting: m.ID}
	for _, i := range a {
		x := BundleItem{ID: i.ID, Pos: i.Pos, Title: i.Title, Purpose: i.Purpose, Minutes: i.Minutes}
		for _, p := range papers {
			if p.Item != i.ID || p.File.SHA == "" && p.Text == "" {
				continue
			}
			y := BundlePaper{ID: p.ID, Title: p.Title, Version: p.Version, File: p.File, Text: p.Text, Draft: p.Draft}
			if p.Late {
				y.AddedOn = day(p.AddedAt)
			}
			if p.Withdrawn() {
				y.WithdrawnOn = day(p.WithdrawnAt)
			}
			if !y.Bound() {
				y.File, y.Text = matter.File{}, ""
			}
			x.Papers = append(x.Papers, y)
		}
		b.Items = append(b.Items, x)
	}
	return b
}

// Bound gives the papers that are bound, in order.
func (b Bundle) Bound() []BundlePaper {
	var out []BundlePaper
	for _, i := range b.Items {
		for _, p := range i.Papers {
			if p.Bound() {
				out = append(out, p)
			}
		}
	}
	return out
}

// Placed is where a paper stands in a bundle. Problem says why a page stands in
// the paper's place; "" when it is the paper itself.
type Placed struct {
	First   int // page, counted from 1 over the whole bundle
	Count   int
	Problem string
}

// Last gives the last page.
func (p Placed) Last() int { return p.First + p.Count - 1 }

// Layout is the pages of a bundle: those of the front, then those of every bound
// paper by its id.
type Layout struct {
	Front  int
	Total  int
	Papers map[string]Placed
	Tagged bool // a screen reader gets the structure of all of it
}

// Lay counts the pages of a bundle whose front takes so many, and whose papers
// take what is said of each: First is not read.
func (b Bundle) Lay(front int, papers map[string]Placed) Layout {
	l := Layout{Front: front, Total: front, Papers: make(map[string]Placed, len(papers))}
	for _, p := range b.Bound() {
		x := papers[p.ID]
		x.First = l.Total + 1
		l.Total += x.Count
		l.Papers[p.ID] = x
	}
	return l
}

// Of gives the page on which the papers of an item begin and the one on which
// they end; false when none of them is bound.
func (l Layout) Of(i BundleItem) (first, last int, ok bool) {
	for _, p := range i.Papers {
		x, there := l.Papers[p.ID]
		if !there {
			continue
		}
		if !ok {
			first = x.First
		}
		last, ok = x.Last(), true
	}
	return first, last, ok
}
