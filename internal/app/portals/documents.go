package portals

import (
	"cmp"
	"context"
	"slices"

	"samverk/internal/app"
	"samverk/internal/domain/document"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// listed is how many documents a list holds at most.
const listed = 200

// soon is how many days ahead a review is told of on the start page and in
// lists.
const soon = 90

// Document is a governing document, one that came of a matter or one that the
// structure names from before the system.
type Document struct {
	store.PublicDocument
	State     document.State
	Named     bool // by the structure alone: who decided it is not recorded here
	Signed    []string
	Adoptions []store.PublicAdoption // those that stand
	Today     workday.Date
}

// InForce tells whether the document holds today.
func (d Document) InForce() bool { return d.State == document.InForce }

// Adopted gives how many parties have adopted the document, of how many that
// have decided.
func (d Document) Adopted() (n, of int) {
	parties, ledger := make([]string, len(d.Adoptions)), make([]matter.PartyDecision, len(d.Adoptions))
	for i, a := range d.Adoptions {
		parties[i], ledger[i] = a.Party, a.Row()
	}
	return len(matter.Adoption(parties, ledger, "", d.Today).By), len(parties)
}

// ReviewIn gives the number of days to the review, and whether it is near
// enough to be told of (or past).
func (d Document) ReviewIn() (days int, tell bool) {
	if d.ReviewOn == "" || !d.InForce() {
		return 0, false
	}
	days = d.ReviewOn.Sub(d.Today)
	return days, days <= soon
}

// DocumentsView is the list of governing documents.
type DocumentsView struct {
	Frame
	Documents []Document
}

// Documents gives the governing documents: those in force first, in each group
// the latest first.
var Documents = app.NewQuery("portal.documents", func(ctx context.Context, u *app.Unit, _ struct{}) (DocumentsView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return DocumentsView{}, err
	}
	docs, err := documents(ctx, u, f)
	return DocumentsView{f, docs}, err
})

func documents(ctx context.Context, u *app.Unit, f Frame) ([]Document, error) {
	rows, err := u.Own.PublicDocuments(ctx, listed)
	if err != nil {
		return nil, err
	}
	var ids []string
	docs := make([]Document, 0, len(rows))
	for _, r := range rows {
		docs = append(docs, judged(r, f.Today))
		if r.Matter != "" {
			ids = append(ids, r.Matter)
		}
	}
	decided, err := adoptions(ctx, u, ids)
	if err != nil {
		return nil, err
	}
	for i := range docs {
		docs[i].Adoptions = of(decided, docs[i].Matter)
	}
	if f.Structure != nil {
		for _, d := range f.Structure.Documents {
			docs = append(docs, named(f.Structure, d, f.Today))
		}
	}
	slices.SortStableFunc(docs, func(a, b Document) int {
		return cmp.Or(cmp.Compare(order(a.State), order(b.State)), cmp.Compare(b.From, a.From))
	})
	return docs, nil
}

func order(s document.State) int {
	return slices.Index([]document.State{document.InForce, document.Coming, document.Ended, document.Annulled}, s)
}

// judged gives a document with its state on a day.
func judged(r store.PublicDocument, today workday.Date) Document {
	d := document.Document{ValidFrom: r.From, ValidTo: r.To, ReviewOn: r.ReviewOn, AnnulledOn: r.AnnulledOn}
	return Document{PublicDocument: r, State: d.StateOn(today), Today: today}
}

// named gives a document that the structure names. Its address is its id.
func named(s *structure.Structure, d structure.Document, today workday.Date) Document {
	out := judged(store.PublicDocument{
		Number: d.ID, Kind: d.Kind, Title: d.Title, From: d.Valid.From, To: d.Valid.To, KeptBy: d.KeptBy,
	}, today)
	out.Named = true
	out.Signed, _ = s.Expand(d.Parties, structure.Env{})
	return out
}

func of(all []store.PublicAdoption, matter string) []store.PublicAdoption {
	var out []store.PublicAdoption
	for _, a := range all {
		if a.Matter == matter && matter != "" {
			out = append(out, a)
		}
	}
	return out
}

// DocumentView is the page of one document.
type DocumentView struct {
	Frame
	Document Document
}

// DocumentByNumber gives the page of a document by its number, or by the id under
// which the structure names it.
var DocumentByNumber = app.NewQuery("portal.document", func(ctx context.Context, u *app.Unit, number string) (DocumentView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return DocumentView{}, err
	}
	if f.Structure != nil {
		if d := f.Structure.Document(number); d != nil {
			return DocumentView{f, named(f.Structure, *d, f.Today)}, nil
		}
	}
	row, err := u.Own.PublicDocument(ctx, number)
	if err != nil {
		return DocumentView{}, err
	}
	d := judged(row, f.Today)
	if d.Matter != "" {
		if d.Adoptions, err = adoptions(ctx, u, []string{d.Matter}); err != nil {
			return DocumentView{}, err
		}
	}
	return DocumentView{f, d}, nil
})

// FileView is a file that belongs to something public.
type FileView struct{ SHA, Name string }

// File tells whether a file belongs to something public, and its name.
var File = app.NewQuery("portal.file", func(ctx context.Context, u *app.Unit, sha string) (FileView, error) {
	if _, err := frame(ctx, u); err != nil {
		return FileView{}, err
	}
	name, err := u.Own.PublicFile(ctx, sha)
	if err != nil {
		return FileView{}, err
	}
	if name == "" {
		return FileView{}, fault.New(fault.NotFound, "not_found")
	}
	return FileView{sha, name}, nil
})
