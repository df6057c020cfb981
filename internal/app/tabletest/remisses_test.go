package tabletest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/remisses"
	"samverk/internal/domain/people"
	"samverk/internal/domain/remiss"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// asked gives a matter with an open remiss.
func (w *world) asked() (m, id string) {
	w.t.Helper()
	m = w.raised("guideline", []string{"social-care"}, structure.Facts{"influences": yes()})
	r := must(w, first(remisses.Open.Do(ctx, w.sys, w.secretary, remisses.OpenInput{Matter: m, Question: "Vad anser ni?", Deadline: w.today().Add(60)})), nil)
	return m, r.ID
}

func TestOpenRemiss(t *testing.T) {
	each(t, func(w *world) {
		m := w.raised("guideline", []string{"social-care"}, structure.Facts{"influences": yes()})
		in := remisses.OpenInput{Matter: m, Question: "Vad anser ni?", Deadline: w.today().Add(59)}
		_, err := remisses.Open.Do(ctx, w.sys, w.nora, in)
		w.is(err, fault.Denied)
		_, err = remisses.Open.Do(ctx, w.sys, w.secretary, in)
		if r := w.broken(err, "remiss.too_short"); !r.Exception {
			t.Errorf("%+v", r)
		}
		in.Reason = "Statsbidraget söks i mars."
		_, err = remisses.Open.Do(ctx, w.sys, w.secretary, in)
		w.is(err, fault.Denied)
		must(w, first(remisses.Open.Do(ctx, w.sys, w.chair, in)), nil)
		if x := w.course(m).Exceptions; len(x) != 1 || x[0].Reason != in.Reason {
			t.Errorf("%+v", x)
		}
		_, err = remisses.Open.Do(ctx, w.sys, w.chair, in)
		w.is(err, fault.Conflict)
		if c := w.course(m); c.InPlay() != c.Latest.ID || !c.Latest.Frozen() {
			t.Errorf("the version that is asked about is sent and frozen: %+v", c.Latest)
		}
	})
}

func TestRemissAnswers(t *testing.T) {
	each(t, func(w *world) {
		m, id := w.asked()
		other := seat(w, "registrar-nora", people.Membership{Party: "nora", Role: "registrar"})
		secret := "CNRY-kumla-a1b2c3d4"
		draft := remisses.DraftInput{Remiss: id, Party: "kumla", Stance: remiss.Against, Text: secret}
		_, err := remisses.SaveDraft.Do(ctx, w.sys, w.nora, draft)
		w.is(err, fault.NotFound)
		_, err = remisses.SaveDraft.Do(ctx, w.sys, w.secretary, draft)
		w.is(err, fault.NotFound)
		s := must(w, first(remisses.SaveDraft.Do(ctx, w.sys, w.registrar, draft)), nil)
		_, err = remisses.SaveDraft.Do(ctx, w.sys, w.kumla, draft)
		w.is(err, fault.Conflict) // somebody else began one
		draft.Version = s.Version
		must(w, first(remisses.SaveDraft.Do(ctx, w.sys, w.kumla, draft)), nil)

		// The draft is Kumla's alone.
		for name, who := range map[string]access.Viewer{"nora": w.nora, "secretary": w.secretary, "chair": w.chair, "nora's registrar": other} {
			v := must(w, first(remisses.Page.Do(ctx, w.sys, who, remisses.PageInput{Remiss: id})), nil)
			if strings.Contains(fmt.Sprintf("%+v", v), "CNRY") {
				t.Errorf("%s sees the draft", name)
			}
		}
		v := must(w, first(remisses.Page.Do(ctx, w.sys, w.kumla, remisses.PageInput{Remiss: id})), nil)
		if len(v.Own) != 1 || v.Own[0].Draft.Text != secret || v.Own[0].Draft.Version != 2 || v.Own[0].CanAnswer || v.CanClose || len(v.Missing) != 13 {
			t.Errorf("%+v", v)
		}

		in := remisses.AnswerInput{Remiss: id, Party: "kumla", Stance: remiss.SupportsWith, Text: "Tydligare ansvar."}
		_, err = remisses.Answer.Do(ctx, w.sys, w.nora, in)
		w.is(err, fault.NotFound)
		must(w, first(remisses.Answer.Do(ctx, w.sys, w.registrar, in)), nil)
		_, err = remisses.Answer.Do(ctx, w.sys, w.registrar, in)
		w.is(err, fault.Conflict)
		if a := w.course(m).Route.Atom("remiss", "kumla"); a == nil || a.Done == nil || a.Done.Outcome != "answered" {
			t.Errorf("kumla's part of the station: %+v", a)
		}

		shut := remisses.CloseInput{Remiss: id, Version: 1, Synthesis: "De flesta stöder."}
		_, err = remisses.Close.Do(ctx, w.sys, w.nora, shut)
		w.is(err, fault.Denied)
		_, err = remisses.Close.Do(ctx, w.sys, w.secretary, shut)
		w.is(err, fault.RuleBroken) // before its deadline, and twelve have not answered
		w.clock.Days(61)
		late := must(w, first(remisses.Answer.Do(ctx, w.sys, other, remisses.AnswerInput{Remiss: id, Party: "nora", Stance: remiss.Supports})), nil)
		if !late.Late {
			t.Error("a day after the deadline is late")
		}
		c := must(w, first(remisses.Close.Do(ctx, w.sys, w.secretary, shut)), nil)
		if c.Answers != 2 || len(c.Missing) != 11 || slices.Contains(c.Missing, "kumla") {
			t.Errorf("%+v", c)
		}
		w.has(w.steps(m), "remiss done")
		_, err = remisses.Close.Do(ctx, w.sys, w.secretary, shut)
		w.is(err, fault.Conflict)
		l := must(w, first(remisses.List.Do(ctx, w.sys, w.kumla, remisses.ListInput{Matter: m})), nil)
		if len(l) != 1 || !slices.Equal(l[0].Mine, []string{"kumla"}) || l[0].Synthesis == "" {
			t.Errorf("%+v", l)
		}
	})
}
