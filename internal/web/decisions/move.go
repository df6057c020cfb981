package decisions

import (
	"net/http"

	"samverk/internal/app"
	"samverk/internal/app/decisions"
	"samverk/internal/domain/decision"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// move moves a record to the item of its meeting where it belongs.
func (h *Handler) move(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	f, err := page.Read(r, t)
	if err != nil {
		return err
	}
	v, err := decisions.Page.Do(r.Context(), h.sys, session.Actor(r), decisions.PageInput{Ref: r.PathValue("nr")})
	if err != nil {
		return err
	}
	in := decisions.MoveInput{Decision: v.Record.ID, Item: f.Get("punkt"), Why: f.Get("flytt-varfor"), Version: f.Get("forslag"), Mandate: decision.Mandate(f.Get("mandat")),
		Reason: f.Get("skal"), Despite: f.Get("anda-varfor")}
	in.Responsible, in.DueOn = f.Get("ansvarig"), f.DateAhead("klart", app.Today(h.sys.Clock()))
	switch leave := f.Get("lamnas"); {
	case leave == "bordlagd":
		in.PutOff = t.S("decide.put_off")
	case leave == "":
		f.Fault("lamnas", "decision.move_leaves")
	}
	if f.Bad() {
		return h.show(w, r, f)
	}
	done, err := decisions.Move.Do(page.Context(r), h.sys, session.Actor(r), in)
	if err == nil {
		return page.See(w, r, "/beslut/"+done.Number.String(), "said.moved")
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	f.Rename(map[string]string{"item": "punkt", "moved_why": "flytt-varfor", "version": "forslag", "mandate": "mandat", "leave": "lamnas", "reason": "skal", "responsible": "ansvarig", "due_on": "klart"})
	return h.show(w, r, f)
}

// itemOf gives the item that a form would move a record to.
func itemOf(f *page.Form) string {
	if f == nil {
		return ""
	}
	return f.Get("punkt")
}

func movesTo(p decisionPage) []ui.Choice {
	var out []ui.Choice
	for _, i := range p.MovesTo {
		out = append(out, ui.Choice{Value: i.ID, Label: i.Name})
	}
	return out
}

// leaves gives what becomes of the item that a record leaves. A board postpones by
// a decision of its own.
func leaves(p decisionPage) []ui.Choice {
	out := []ui.Choice{{Value: "oppen", Label: p.T.S("decide.leaves_open")}}
	if !p.Regime.Statutory() {
		out = append(out, ui.Choice{Value: "bordlagd", Label: p.T.S("decide.leaves_postponed")})
	}
	return out
}

func moveVersions(p decisionPage) []ui.Choice {
	var out []ui.Choice
	for _, v := range p.MoveForm.Versions {
		out = append(out, ui.Choice{Value: v.ID, Label: p.T.S("matters.version", v.No)})
	}
	return out
}
