package homes

import (
	"net/http"
	"slices"

	"samverk/internal/app/homes"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
)

// act reads a form and the matter that it is about, as the form's party sees it.
func (h *Handler) act(r *http.Request) (*page.Form, homes.View, error) {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return nil, homes.View{}, err
	}
	v, err := h.read(r, f.Get("part"))
	return f, v, err
}

// after answers an act: back to the page when it was done, the page with what
// was typed when it was refused.
func (h *Handler) after(w http.ResponseWriter, r *http.Request, at string, f *page.Form, v homes.View, err error, said, anchor string) error {
	b := back{Form: f, At: at}
	if err == nil && !f.Bad() {
		return page.See(w, r, address(v.Ref, v.Party.ID)+anchor, said)
	}
	if err != nil {
		if err := b.explain(err); err != nil {
			return err
		}
	}
	return h.showMatter(w, r, v.Party.ID, b, "")
}

func (h *Handler) prepare(w http.ResponseWriter, r *http.Request) error {
	f, v, err := h.act(r)
	if err != nil {
		return err
	}
	in := homes.PreparationInput{Matter: v.Matter.ID, Party: v.Party.ID, State: matter.PreparationState(f.Get("lage")),
		Contact: f.Get("kontakt"), On: f.Date("dag", h.today()), Version: f.Version()}
	if !f.Bad() {
		_, err = homes.SetPreparation.Do(page.Context(r), h.sys, session.Actor(r), in)
	}
	return h.after(w, r, "forankring", f, v, err, "said.prepared", "#forankring")
}

func (h *Handler) stance(w http.ResponseWriter, r *http.Request) error {
	f, v, err := h.act(r)
	if err != nil {
		return err
	}
	_, err = homes.SetStance.Do(page.Context(r), h.sys, session.Actor(r), homes.StanceInput{
		Matter: v.Matter.ID, Party: v.Party.ID, Stance: matter.Stance(f.Get("stallning")), Text: f.Get("text"), Version: f.Version(),
	})
	return h.after(w, r, "stallning", f, v, err, "said.stance", "#stallning")
}

func (h *Handler) share(w http.ResponseWriter, r *http.Request) error {
	f, v, err := h.act(r)
	if err != nil {
		return err
	}
	_, err = homes.ShareStance.Do(page.Context(r), h.sys, session.Actor(r), homes.ShareInput{Matter: v.Matter.ID, Party: v.Party.ID, Version: f.Version()})
	return h.after(w, r, "dela", f, v, err, "said.stance_shared", "#stallning")
}

func (h *Handler) note(w http.ResponseWriter, r *http.Request) error {
	f, v, err := h.act(r)
	if err != nil {
		return err
	}
	_, err = homes.AddNote.Do(page.Context(r), h.sys, session.Actor(r), homes.NoteInput{Matter: v.Matter.ID, Party: v.Party.ID, Text: f.Get("text")})
	return h.after(w, r, "anteckning", f, v, err, "said.note", "#anteckningar")
}

func (h *Handler) plan(w http.ResponseWriter, r *http.Request) error {
	f, v, err := h.act(r)
	if err != nil {
		return err
	}
	in := homes.PlanInput{Matter: v.Matter.ID, Party: v.Party.ID, Organ: f.Get("organ"), On: f.Date("dag", h.today()), Version: f.Version()}
	if !f.Bad() {
		_, err = homes.SetPlan.Do(page.Context(r), h.sys, session.Actor(r), in)
	}
	return h.after(w, r, "plan", f, v, err, "said.planned", "#plan")
}

// register saves the party's own number of what came in, from the matter's page
// or from the queue.
func (h *Handler) register(w http.ResponseWriter, r *http.Request) error {
	f, v, err := h.act(r)
	if err != nil {
		return err
	}
	dispatch, toQueue := f.Get("utskick"), f.Get("till") == "hemma"
	_, err = homes.RegisterIncoming.Do(page.Context(r), h.sys, session.Actor(r),
		homes.IncomingInput{Matter: v.Matter.ID, Dispatch: dispatch, Party: v.Party.ID, Number: f.Get("nummer")})
	if !toQueue {
		return h.after(w, r, "nummer-"+dispatch, f, v, err, "said.registered", "#underlag")
	}
	if err == nil {
		return page.See(w, r, "/hemma?part="+v.Party.ID+"#inkommet", "said.registered")
	}
	b := back{Form: f, At: "nummer-" + dispatch}
	if err := b.explain(err); err != nil {
		return err
	}
	return h.showQueue(w, r, v.Party.ID, b)
}

func (h *Handler) condition(w http.ResponseWriter, r *http.Request) error {
	f, v, err := h.act(r)
	if err != nil {
		return err
	}
	in := homes.ConditionInput{Matter: v.Matter.ID, Party: v.Party.ID, Decision: f.Get("beslut"), On: f.Date("dag", h.today())}
	if !f.Bad() {
		_, err = homes.RecordConditionMet.Do(page.Context(r), h.sys, session.Actor(r), in)
	}
	return h.after(w, r, "villkor", f, v, err, "said.condition_met", "#beslut")
}

func (h *Handler) record(w http.ResponseWriter, r *http.Request) error {
	return h.decide(w, r, "beslut", "said.party_decided", func(in homes.DecisionInput) error {
		_, err := homes.RecordPartyDecision.Do(page.Context(r), h.sys, session.Actor(r), in)
		return err
	})
}

func (h *Handler) correct(w http.ResponseWriter, r *http.Request) error {
	return h.decide(w, r, "rattelse", "said.party_corrected", func(in homes.DecisionInput) error {
		_, err := homes.CorrectPartyDecision.Do(page.Context(r), h.sys, session.Actor(r), in)
		return err
	})
}

// decide reads the form of a party's decision, asks when its day is before the
// proposal came or before what the route puts first, and lets save record it. The file is taken in last, from those
// who may record alone, so that a form that comes back has lost no other.
func (h *Handler) decide(w http.ResponseWriter, r *http.Request, at, said string, save func(homes.DecisionInput) error) error {
	f, v, err := h.act(r)
	if err != nil {
		return err
	}
	in := homes.DecisionInput{
		Matter: v.Matter.ID, Party: v.Party.ID, Organ: f.Get("organ"), DecidedOn: f.Date("dag", h.today()), Paragraph: f.Get("paragraf"),
		Outcome: matter.Outcome(f.Get("utfall")), Wording: f.Get("lydelse"), Registration: f.Get("diarienummer"),
		Version: f.Get("version"), Corrects: f.Get("rattar"),
	}
	if !v.May.Decide { // whoever may not is told that, and nothing about the form
		return h.after(w, r, at, f, v, save(in), said, "#beslut")
	}
	if err := h.complete(f, in); err != nil {
		return err
	}
	if !f.Bad() && in.DecidedOn != "" && !f.Has("stammer") && !sameDay(v, in) {
		if first := firstSent(v); in.DecidedOn < first {
			f.Fault("stammer", "homes.early", in.DecidedOn, first)
		}
		if passed := matter.AheadOf(v.Route, v.Party.ID, in.DecidedOn); len(passed) > 0 {
			f.Fault("stammer", "homes.ahead", in.DecidedOn, len(passed))
		}
		if f.Bad() {
			return h.showMatter(w, r, v.Party.ID, back{Form: f, At: at}, in.DecidedOn)
		}
	}
	if !f.Bad() {
		if in.Extract, err = f.Upload(r, h.sys, "utdrag"); err != nil {
			return err
		}
	}
	if !f.Bad() {
		err = save(in)
	}
	return h.after(w, r, at, f, v, err, said, "#beslut")
}

// sameDay reports whether a correction leaves the day that was recorded, which
// has been asked about already.
func sameDay(v homes.View, in homes.DecisionInput) bool {
	return slices.ContainsFunc(v.History, func(d matter.PartyDecision) bool { return d.ID == in.Corrects && d.DecidedOn == in.DecidedOn })
}

// complete tells everything that a decision lacks at once, each at its field.
func (h *Handler) complete(f *page.Form, in homes.DecisionInput) error {
	if in.Organ == "" && in.Outcome != matter.NotNeeded {
		f.Fault("organ", "homes.organ_missing")
	}
	d := matter.PartyDecision{DecidedOn: in.DecidedOn, Outcome: in.Outcome, Wording: in.Wording, Version: in.Matter} // which version it is, the use case finds
	if f.Error("dag") != "" {
		d.DecidedOn = h.today() // it was written, and couldn't be read
	}
	b := back{Form: f}
	return b.explain(matter.CheckDecision(d, h.today()))
}

// firstSent gives the day on which the proposal first came to the party.
func firstSent(v homes.View) workday.Date {
	if len(v.Sent) == 0 {
		return ""
	}
	return v.Sent[0].On
}
