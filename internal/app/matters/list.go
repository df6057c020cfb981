package matters

import (
	"context"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// ListInput asks for a page of the list of matters.
type ListInput struct {
	View   string // open, mine, party, waiting, ended; "" is open
	Kind   string // a document kind of the structure; "" any
	Field  string // a field of the structure; "" any
	Search string // a word of number, title or summary
	After  string // Listed.Next of the page before; "" from the beginning
	Limit  int    // rows; 0 is 50, at most 200
}

// Listed is a page of the list.
type Listed struct {
	View   string
	Rows   []Row
	Next   string // where the next page begins; "" when this was the last
	Kinds  []structure.DocumentKind
	Fields []structure.Field
}

// Row is a matter in the list.
type Row struct {
	ID        string
	Ref       string // in addresses: the number with hyphens, or the id
	Number    string // "" before it is sorted
	Title     string
	State     matter.State // today
	Step      string       // the station now; "" when none
	Place     Who          // the body where it lies; zero when it is with the parties
	WaitsFor  []Who        // who has the next move
	Earliest  workday.Date // of the whole; "" when unknown
	InForceOn workday.Date
	Done      int
	Total     int
	StalledBy []Who
	changedAt string
}

// ChangedOn gives the day on which the matter was changed last. It is read when
// it is asked for: the list shows fifty rows without it.
func (r *Row) ChangedOn() (workday.Date, error) {
	at, err := store.ParseTime(r.changedAt)
	return app.Today(at), err
}

// Who is a body or a party, with its name.
type Who struct {
	Party bool
	ID    string
	Name  string
	Short string
	Mine  bool // the viewer belongs to it
}

// List gives the matters that the viewer may open, those changed last first.
// Nothing is counted.
var List = app.NewQuery("matter.list", list)

func list(ctx context.Context, u *app.Unit, in ListInput) (Listed, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return Listed{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Listed{}, err
	}
	view := store.MatterView(in.View)
	switch view {
	case "":
		view = store.ViewOpen
	case store.ViewOpen, store.ViewMine, store.ViewParty, store.ViewWaiting, store.ViewEnded:
	default:
		return Listed{}, fault.New(fault.Invalid, "matter.unknown_view", in.View).On("view")
	}
	limit := in.Limit
	if limit <= 0 {
		limit = 50
	}
	limit = min(limit, 200)
	after, err := cursor(in.After)
	if err != nil {
		return Listed{}, err
	}
	rows, err := u.Own.Matters(ctx, store.MatterFilter{View: view, Kind: in.Kind, Field: in.Field, Search: in.Search}, after, limit+1)
	if err != nil {
		return Listed{}, err
	}
	out := Listed{View: string(view), Kinds: s.DocumentKinds, Fields: s.Fields}
	if len(rows) > limit {
		rows = rows[:limit]
		last := rows[limit-1]
		out.Next = last.ChangedAt + "_" + last.ID
	}
	out.Rows = make([]Row, len(rows))
	waiting := 0
	for i := range rows {
		waiting += strings.Count(rows[i].WaitsFor, ":")
	}
	all := make([]Who, 0, waiting) // of all rows, in one piece
	for i := range rows {
		out.Rows[i] = row(u, s, &rows[i], &all)
	}
	return out, nil
}

func cursor(s string) (store.MatterCursor, error) {
	if s == "" {
		return store.MatterCursor{}, nil
	}
	at, id, ok := strings.Cut(s, "_")
	if _, err := store.ParseTime(at); !ok || err != nil || id == "" {
		return store.MatterCursor{}, fault.New(fault.Invalid, "list.unknown_page").On("after")
	}
	return store.MatterCursor{ChangedAt: at, ID: id}, nil
}

// row gives a line of a list. Who has the next move is appended to all, which the
// line has a part of.
func row(u *app.Unit, s *structure.Structure, r *store.MatterRow, all *[]Who) Row {
	out := Row{ID: r.ID, Ref: Ref(r.Number, r.ID), Number: r.Number, Title: r.Title, State: r.State, Step: r.Step,
		Earliest: r.Earliest, InForceOn: r.InForceOn, Done: r.Done, Total: r.Total, changedAt: r.ChangedAt}
	if r.State == matter.Decided {
		out.State = matter.Matter{State: r.State, InForceOn: r.InForceOn}.StateOn(u.Today)
	}
	if r.Place != "" {
		out.Place = who(u, s, r.Place, false)
	}
	first := len(*all)
	for rest, more := r.WaitsFor, true; more; {
		var w string
		w, rest, more = strings.Cut(rest, ",")
		if kind, id, ok := strings.Cut(w, ":"); ok {
			*all = append(*all, who(u, s, id, kind == "party"))
		}
	}
	out.WaitsFor = slices.Clip((*all)[first:])
	if r.StalledBy != "" {
		for id := range strings.SplitSeq(r.StalledBy, ",") {
			out.StalledBy = append(out.StalledBy, who(u, s, id, true))
		}
	}
	return out
}

// who names a body or a party.
func who(u *app.Unit, s *structure.Structure, id string, party bool) Who {
	w := Who{Party: party, ID: id, Name: id, Short: id}
	if party {
		if p := s.Party(id); p != nil {
			w.Name, w.Short = p.Name, p.Short
		}
		w.Mine = u.Viewer.InParty(id)
		return w
	}
	if b := s.Body(id); b != nil {
		w.Name, w.Short = b.Name.SV, b.Short
	} else {
		w.Name = s.PlaceName(id)
	}
	if w.Short == "" {
		w.Short = w.Name
	}
	w.Mine = u.Viewer.InBody(id)
	return w
}

// Ref gives what stands in a matter's address: its number with hyphens, or its
// id before it has one.
func Ref(number, id string) string {
	if number == "" {
		return id
	}
	return strings.ReplaceAll(number, " ", "-")
}
