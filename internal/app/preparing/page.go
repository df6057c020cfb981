package preparing

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// PageInput names a meeting.
type PageInput struct{ Meeting string }

// View is a meeting as somebody prepares for it: what they may open of it, with
// where their own parties stand and what they have noted.
type View struct {
	Meeting  meeting.Meeting
	BodyName string
	Whole    bool           // of the meeting; otherwise invited to the items that are there
	Makes    bool           // the viewer makes the meeting ready, and reads what has not gone out yet
	Called   bool           // the viewer is called to it and can still answer
	Answer   meeting.Answer // what they have answered
	Items    []Item
	Note     meeting.Note   // on the meeting as a whole
	Gone     []meeting.Note // notes at items that are not there any more
	Minutes  int            // of reading, of what is text
	Files    int            // that are not counted in it
}

// Item is an item of the agenda as somebody prepares for it.
type Item struct {
	meeting.Item
	Ref      string // of the matter, as in its address
	Proposal store.ProposalSize
	Papers   []meeting.ItemPaper // beside the proposal, those taken back included
	Stances  []Stance            // of the viewer's own parties, never of another
	Anchored int                 // parties that have anchored, of Asked
	Asked    int
	Home     []Home // how far the viewer's own parties have come
	Note     meeting.Note
	News     meeting.News
}

// Stance is a working stance of a party of the viewer's: that party's alone.
type Stance struct {
	Party, Name string
	Stance      matter.Stance
	Text        string
}

// Home is how far a party of the viewer's has come at home.
type Home struct {
	Party, Name string
	State       matter.PreparationState
}

// Decisions counts the items that are up for decision.
func (v View) Decisions() int {
	n := 0
	for _, i := range v.Items {
		if i.Purpose == meeting.Decide {
			n++
		}
	}
	return n
}

// notesLimit is how many notes are read at once: more than an agenda has items.
const notesLimit = 400

// Page gives a meeting as the viewer prepares for it. Whoever is not of the
// meeting does not find it; whoever is invited to an item finds that item alone.
var Page = app.NewQuery("preparing.page", page)

func page(ctx context.Context, u *app.Unit, in PageInput) (View, error) {
	m, whole, items, err := of(ctx, u, in.Meeting)
	if err != nil {
		return View{}, err
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return View{}, err
	}
	v := View{Meeting: m, BodyName: s.PlaceName(m.Body), Whole: whole, Makes: makes(u, m)}
	if m.State == meeting.Called && !m.Opened() {
		own, err := u.Own.AnswerOf(ctx, m.ID, u.Viewer.Person)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return View{}, err
		}
		v.Called, v.Answer = err == nil, own.Answer
	}
	var ids []string
	for _, i := range items {
		if i.Matter != "" {
			ids = append(ids, i.Matter)
		}
	}
	sizes, err := u.Own.ProposalSizes(ctx, m.ID, v.Makes)
	if err != nil {
		return View{}, err
	}
	stances, err := u.Own.OwnStances(ctx, ids)
	if err != nil {
		return View{}, err
	}
	ready, err := u.Own.PartiesReady(ctx, ids)
	if err != nil {
		return View{}, err
	}
	notes, err := u.Own.OwnNotes(ctx, m.ID, notesLimit)
	if err != nil {
		return View{}, err
	}
	papers, err := u.Own.ItemPapers(ctx, m.ID, false, false)
	if err != nil {
		return View{}, err
	}
	begun := meeting.Begun{}
	for _, n := range notes {
		if n.Read.At.After(begun.Last) {
			begun.Last = n.Read.At
		}
	}
	if !begun.Last.IsZero() {
		if begun.Out, err = u.Own.ItemsOut(ctx, m.ID); err != nil {
			return View{}, err
		}
	}
	characters := 0
	for _, i := range items {
		x := Item{Item: i, Ref: i.Matter, Note: meeting.Note{Meeting: m.ID, Item: i.ID}}
		for _, p := range sizes {
			if i.Matter != "" && p.Matter == i.Matter {
				x.Proposal = p
			}
		}
		for _, st := range stances {
			if i.Matter != "" && st.Matter == i.Matter {
				x.Stances = append(x.Stances, Stance{st.Party, partyName(s, st.Party), st.Stance, st.Text})
			}
		}
		for _, r := range ready {
			if i.Matter == "" || r.Matter != i.Matter {
				continue
			}
			x.Asked++
			if r.State == matter.Anchored {
				x.Anchored++
			}
			if u.Viewer.AtHome(r.Party) {
				x.Home = append(x.Home, Home{r.Party, partyName(s, r.Party), r.State})
			}
		}
		if at := slices.IndexFunc(notes, func(n meeting.Note) bool { return n.Item == i.ID }); at >= 0 {
			x.Note = notes[at]
		}
		x.News = meeting.Since(x.Note, i, x.Proposal.No, begun)
		characters += i.Characters() + int(x.Proposal.Characters)
		if x.Proposal.File != "" {
			v.Files++
		}
		for _, paper := range papers {
			if paper.Item == i.ID && !paper.Proposal() {
				x.Papers = append(x.Papers, paper)
				if !paper.Withdrawn() {
					v.Files++
				}
			}
		}
		v.Items = append(v.Items, x)
	}
	v.Minutes = meeting.ReadingTime(characters)
	for _, n := range notes {
		switch {
		case n.Item == "":
			v.Note = n
		case !n.Empty() && !slices.ContainsFunc(items, func(i meeting.Item) bool { return i.ID == n.Item }):
			v.Gone = append(v.Gone, n)
		}
	}
	v.Note.Meeting = m.ID
	return v, nil
}

// partyName gives a party's name, its id where the structure has it no more.
func partyName(s *structure.Structure, id string) string {
	if p := s.Party(id); p != nil {
		return p.Name
	}
	return id
}

// makes reports whether the viewer makes a meeting ready: sets its agenda.
func makes(u *app.Unit, m meeting.Meeting) bool { return u.May(u.At(m, access.SetAgenda)) }

// of gives a meeting of which the viewer is, whether of all of it, and those of
// its items that the viewer may open and is concerned with.
func of(ctx context.Context, u *app.Unit, id string) (meeting.Meeting, bool, meeting.Agenda, error) {
	m, err := u.Own.Meeting(ctx, id)
	if err != nil {
		return m, false, nil, err
	}
	whole := slices.ContainsFunc(m.Bodies(), u.Viewer.InBody)
	if !whole {
		if whole, err = u.Own.InvitedToAll(ctx, m.ID); err != nil {
			return m, false, nil, err
		}
	}
	items, partly, err := u.Own.AgendaSeen(ctx, m.ID)
	if err != nil {
		return m, false, nil, err
	}
	if !whole && !partly {
		return m, false, nil, fault.New(fault.NotFound, "not_found")
	}
	return m, whole, items, u.Require(access.KeepOwnNotes(u.Viewer.Person))
}

// ItemInput names an item of a meeting.
type ItemInput struct{ Meeting, Item string }

// ItemView is one item with its papers.
type ItemView struct {
	View
	At      int                         // of the item in Items
	Version *matter.Version             // of its matter's proposal, with its text: the one that Proposal is of; nil for none
	Said    map[string][]store.FilePart // what the files of its papers say, by their hashes, as far as it was read
}

// ReadItem gives an item of a meeting with its papers, as the viewer prepares for it.
var ReadItem = app.NewQuery("preparing.item", readItem)

func readItem(ctx context.Context, u *app.Unit, in ItemInput) (ItemView, error) {
	v, err := page(ctx, u, PageInput{in.Meeting})
	if err != nil {
		return ItemView{}, err
	}
	at := slices.IndexFunc(v.Items, func(i Item) bool { return i.ID == in.Item })
	if at < 0 {
		return ItemView{}, fault.New(fault.NotFound, "not_found")
	}
	out := ItemView{View: v, At: at}
	if i := v.Items[at]; i.Proposal.No > 0 {
		all, err := u.Own.Versions(ctx, i.Matter)
		if err != nil {
			return ItemView{}, err
		}
		if n := slices.IndexFunc(all, func(x matter.Version) bool { return x.No == i.Proposal.No }); n >= 0 {
			out.Version = &all[n]
		}
	}
	files := []string{v.Items[at].Proposal.File}
	for _, p := range v.Items[at].Papers {
		if !p.Withdrawn() {
			files = append(files, p.File.SHA)
		}
	}
	out.Said, err = u.Own.FilesSaid(ctx, slices.DeleteFunc(files, func(s string) bool { return s == "" }), partsLimit)
	return out, err
}

// partsLimit is how many parts of files stand on one page at most: pages of PDFs,
// for the most part.
const partsLimit = 400

// PaperInput names a file among the papers of a meeting.
type PaperInput struct{ Meeting, SHA string }

// Paper tells whether a file is among the papers of a meeting that the viewer
// prepares for. Whether the viewer may have it is package files' to say.
var Paper = app.NewQuery("preparing.paper", paper)

func paper(ctx context.Context, u *app.Unit, in PaperInput) (string, error) {
	m, _, _, err := of(ctx, u, in.Meeting)
	if err != nil {
		return "", err
	}
	papers, err := u.Own.ItemPapers(ctx, m.ID, makes(u, m), false)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(papers, func(p meeting.ItemPaper) bool { return in.SHA != "" && p.File.SHA == in.SHA && !p.Withdrawn() })
	if i < 0 {
		return "", fault.New(fault.NotFound, "not_found")
	}
	return papers[i].File.Name, nil
}
