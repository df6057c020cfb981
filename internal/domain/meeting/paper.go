package meeting

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/matter"
	"samverk/internal/fault"
)

// ItemPaper is a paper of an item: a file that was put there, or the proposal of
// the item's matter in its newest version, which nobody puts there.
type ItemPaper struct {
	ID      string // of a proposal the version's
	Item    string
	Place   int // 1 is the first of those put there; 0 for a proposal, which stands before them
	Title   string
	File    matter.File // zero for a proposal that is text alone
	Version int         // of a proposal its number; 0 for a paper that was put there
	Text    string      // of a proposal that is text
	Draft   bool        // of a proposal: nobody who reads the papers has been sent this version

	Reading Reading `json:"-"` // of its file

	AddedBy, AddedAs string // who put it there, and as what
	AddedAt          time.Time
	Late             bool      // it came after a notice had gone out: a supplement
	WithdrawnAt      time.Time // zero: it holds
	WithdrawnAs      string
	Row              int64 // the version of the paper's own row
}

// Reading is how the reading of a paper's file went. The zero Reading is that of a
// text.
type Reading struct {
	State   string // "waiting" or "read"
	Problem string // why not all of it was read; "" when it was
	Pages   int    // of a kind of file that has pages
	Numbers int    // places in it that look like a personal identity number
}

// Proposal tells whether the paper is the proposal of the item's matter.
func (p ItemPaper) Proposal() bool { return p.Version > 0 }

// Newest gives the papers of items as they go out: where one version of a proposal
// was sent and a newer one is a draft, the draft alone.
func Newest(papers []ItemPaper) []ItemPaper {
	return slices.DeleteFunc(slices.Clone(papers), func(p ItemPaper) bool {
		return p.Proposal() && slices.ContainsFunc(papers, func(x ItemPaper) bool { return x.Item == p.Item && x.Version > p.Version })
	})
}

// Name gives what the paper is called where it stands among others: a proposal
// with its version.
func (p ItemPaper) Name() string {
	if p.Proposal() {
		return p.Title + " (" + strconv.Itoa(p.Version) + ")"
	}
	return p.Title
}

// Withdrawn tells whether the paper has been taken back after the notice.
func (p ItemPaper) Withdrawn() bool { return !p.WithdrawnAt.IsZero() }

// Limits of the papers of an item.
const (
	MaxPaperTitle = 160 // characters
	MaxPapers     = 60  // of one item
)

// ItemPapers are the papers that were put to one item, in order.
type ItemPapers []ItemPaper

// Put puts a paper last. Without a title it is called as its file. after tells
// that a notice has gone out: what comes then is a supplement.
func (all ItemPapers) Put(p ItemPaper, after bool) (ItemPapers, error) {
	f, err := p.File.Check()
	switch {
	case err != nil:
		return all, err
	case f.SHA == "":
		return all, fault.New(fault.Invalid, "item.paper_file_missing").On("file")
	case len(all) >= MaxPapers:
		return all, fault.New(fault.Invalid, "item.paper_too_many", MaxPapers).On("file")
	}
	for _, x := range all {
		if x.File.SHA == f.SHA && !x.Withdrawn() {
			return all, fault.New(fault.Conflict, "item.paper_twice", x.Title).On("file")
		}
	}
	p.File = f
	if p.Title = strings.Join(strings.Fields(p.Title), " "); p.Title == "" {
		p.Title = called(f.Name)
	}
	if err := titled(p.Title); err != nil {
		return all, err
	}
	p.Late, p.Row = after, 1
	return append(slices.Clone(all), p).placed(), nil
}

// called gives what a paper is called after its file.
func called(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	name = strings.Join(strings.Fields(strings.ReplaceAll(name, "_", " ")), " ")
	if r := []rune(name); len(r) > MaxPaperTitle {
		name = string(r[:MaxPaperTitle])
	}
	return name
}

func titled(s string) error {
	switch {
	case s == "":
		return fault.New(fault.Invalid, "item.paper_title_missing").On("title")
	case utf8.RuneCountInString(s) > MaxPaperTitle:
		return fault.New(fault.Invalid, "item.paper_title_long", MaxPaperTitle).On("title")
	}
	return nil
}

// Rename gives a paper another title.
func (all ItemPapers) Rename(id, title string) (ItemPapers, error) {
	n, err := all.find(id)
	if err != nil {
		return all, err
	}
	title = strings.Join(strings.Fields(title), " ")
	if err := titled(title); err != nil {
		return all, err
	}
	out := slices.Clone(all)
	out[n].Title = title
	return out, nil
}

// Shift moves a paper up (negative) or down by so many places among its item's.
func (all ItemPapers) Shift(id string, by int) (ItemPapers, error) {
	n, err := all.find(id)
	if err != nil {
		return all, err
	}
	to := min(max(n+by, 0), len(all)-1)
	out := slices.Clone(all)
	p := out[n]
	return slices.Insert(slices.Delete(out, n, n+1), to, p).placed(), nil
}

// Remove takes a paper away. A paper that has gone out with a notice doesn't
// vanish: it is marked as withdrawn, with the time and by whom.
func (all ItemPapers) Remove(id string, sent bool, as string, now time.Time) (ItemPapers, error) {
	n, err := all.find(id)
	if err != nil {
		return all, err
	}
	out := slices.Clone(all)
	if !sent {
		return slices.Delete(out, n, n+1).placed(), nil
	}
	if out[n].Withdrawn() {
		return all, fault.New(fault.Conflict, "item.paper_withdrawn_already", out[n].Title)
	}
	out[n].WithdrawnAt, out[n].WithdrawnAs = now, as
	return out, nil
}

func (all ItemPapers) find(id string) (int, error) {
	n := slices.IndexFunc(all, func(p ItemPaper) bool { return p.ID == id })
	if n < 0 {
		return 0, fault.New(fault.NotFound, "not_found")
	}
	return n, nil
}

func (all ItemPapers) placed() ItemPapers {
	for n := range all {
		all[n].Place = n + 1
	}
	return all
}
