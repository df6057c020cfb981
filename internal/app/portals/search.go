package portals

import (
	"context"
	"strings"

	"samverk/internal/app"
	"samverk/internal/domain/structure"
	"samverk/internal/store"
)

// SearchView is what was found among what is public.
type SearchView struct {
	Frame
	Query     string
	Documents []Document
	Matters   []Matter
	Bodies    []*structure.Body
	Decisions []PublicDecision
}

// Search finds what is public and holds every word that was asked for, also
// inside a longer word.
var Search = app.NewQuery("portal.search", func(ctx context.Context, u *app.Unit, query string) (SearchView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return SearchView{}, err
	}
	v := SearchView{Frame: f, Query: strings.Join(strings.Fields(query), " ")}
	words := strings.Fields(store.Fold(query))
	if len(words) == 0 {
		return v, nil
	}
	docs, err := documents(ctx, u, f)
	if err != nil {
		return SearchView{}, err
	}
	for _, d := range docs {
		if holds(words, d.Title, d.Summary, d.Number) {
			v.Documents = append(v.Documents, d)
		}
	}
	open, err := matters(ctx, u, listed)
	if err != nil {
		return SearchView{}, err
	}
	for _, m := range open {
		if holds(words, m.Title, m.Summary, m.Number) {
			v.Matters = append(v.Matters, m)
		}
	}
	decided, err := published(ctx, u, f, "", "", listed)
	if err != nil {
		return SearchView{}, err
	}
	for _, d := range decided {
		if holds(words, d.Text, d.MatterTitle, d.Title) {
			v.Decisions = append(v.Decisions, d)
		}
	}
	if f.Structure != nil {
		for i := range f.Structure.Bodies {
			b := &f.Structure.Bodies[i]
			if holds(words, b.Name.SV, b.Name.EN, b.Short) {
				v.Bodies = append(v.Bodies, b)
			}
		}
	}
	return v, nil
})

// holds tells whether a text has every word, in any place.
func holds(words []string, texts ...string) bool {
	text := store.Fold(strings.Join(texts, " "))
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
