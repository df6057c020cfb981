package bodies

import (
	"net/http"
	"slices"

	"samverk/internal/app/bodies"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// lacksPage is what is missing in the county, body by body.
type lacksPage struct {
	ui.Page
	Sum   string
	Tabs  []ui.Tab
	View  string // key of the tab
	Kinds []ui.Pair
	Lists []lackList
}

// lackList is what one body lacks.
type lackList struct {
	Head     ui.PanelHead
	Href     string // of the body
	Findings []rule.Finding
}

// The lists that the page can show.
const (
	allBodies = "alla"
	myBodies  = "mina"
)

func (h *Handler) lacks(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	v, err := bodies.Lacks.Do(r.Context(), h.sys, session.Actor(r), bodies.LackingInput{})
	if err != nil {
		return err
	}
	p := lacksPage{Page: h.frame(r, "grupper", t.S("lacks.title"), ui.Link{Label: t.S("bodies.title"), Href: "/grupper"}, ui.Link{Label: t.S("lacks.title")}), View: allBodies}
	if r.URL.Query().Get("visa") == myBodies {
		p.View = myBodies
	}
	words := lacksIn(t, v.Structure, v.Names)
	mine, past, notes, number := 0, 0, 0, map[people.Kind]int{}
	for _, x := range v.Bodies {
		if x.Mine {
			mine++
		}
		if p.View == myBodies && !x.Mine {
			continue
		}
		for _, f := range x.Findings {
			number[f.Kind]++
		}
		past += len(x.PastEnd)
		notes += len(x.Unwritten)
		p.Lists = append(p.Lists, lackList{
			Head:     ui.PanelHead{ID: "grupp-" + x.Body.ID, Title: x.Body.Name.In(t.Lang), Note: x.Level},
			Href:     "/grupper/" + x.Body.ID,
			Findings: slices.Concat(words.Findings(x.Findings), x.Requirements, beside(t, x)),
		})
	}
	p.Sum = t.S("lacks.sum", len(v.Bodies), v.Of)
	p.Tabs = []ui.Tab{{Key: allBodies, Label: t.S("lacks.all"), Href: "/saknas", Count: len(v.Bodies)},
		{Key: myBodies, Label: t.S("lacks.mine"), Href: "/saknas?visa=" + myBodies, Count: mine}}
	for _, k := range people.Kinds() {
		if number[k] > 0 {
			p.Kinds = append(p.Kinds, ui.Pair{Term: t.S("lacks.kind." + string(k)), Text: t.S("lacks.number", number[k])})
		}
	}
	if past > 0 {
		p.Kinds = append(p.Kinds, ui.Pair{Term: t.S("lacks.kind.group_past_end"), Text: t.S("lacks.number", past)})
	}
	if notes > 0 {
		p.Kinds = append(p.Kinds, ui.Pair{Term: t.S("lacks.kind.notes_missing"), Text: t.S("lacks.number", notes)})
	}
	return page.Send(w, r, http.StatusOK, lacksView(p))
}

// beside gives what a body lacks beside its composition: groups past their end
// that nobody has ended, and what its text leaves to be settled.
func beside(t text.T, x bodies.LackingBody) []rule.Finding {
	var out []rule.Finding
	for _, g := range x.PastEnd {
		out = append(out, rule.Finding{Kind: "group_past_end", Severity: rule.Warns, Rules: x.PastEndRules, Message: t.S("lacks.group_past_end", g.Name, g.Ends)})
	}
	for _, w := range x.Unwritten {
		out = append(out, unwritten(t, w))
	}
	if len(x.Stale) > 0 {
		out = append(out, rule.Finding{Kind: "settled_stale", Severity: rule.Warns, Rules: x.Stale, Message: t.S("bodies.settled.stale")})
	}
	if x.Unsettled {
		out = append(out, rule.Finding{Kind: "unsettled", Severity: rule.Informs, Rules: []rule.Ref{x.Body.Rule}, Message: t.S("bodies.settled.none")})
	}
	return out
}

// unwritten says that a meeting that was held lacks its notes, by which rules.
func unwritten(t text.T, w bodies.Unwritten) rule.Finding {
	return rule.Finding{Kind: "notes_missing", Severity: rule.Warns, Rules: w.Breach.Rules, Message: t.S("lacks.notes_missing."+w.Form, w.On, w.Breach.Since, w.Breach.Days)}
}

// lacksIn gives the words for what compositions lack, with people by office.
func lacksIn(t text.T, s *structure.Structure, names map[string]string) page.Lacks {
	return page.Lacks{T: t, S: s, Who: func(person, party, office string) string {
		who := officeOr(s, people.Membership{Person: person, Office: office}, names)
		if p := s.Party(party); p != nil {
			return t.S("lacks.who", who, p.Name)
		}
		return who
	}}
}
