package tabletest

import (
	"context"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/portals"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// ends lets a structure without a body come in force tomorrow, and the day pass.
func (w *world) ends(body string) {
	w.t.Helper()
	next := *w.s
	next.Bodies = slices.DeleteFunc(slices.Clone(w.s.Bodies), func(b structure.Body) bool { return b.ID == body })
	next.Build()
	w.sys.Structures = apptest.Since(apptest.Dated{From: "2025-01-01", Structure: w.s}, apptest.Dated{From: w.today().Add(1), Structure: &next})
	w.clock.Days(1)
}

// A board's meeting on its last day is written up after it: law asks of it what
// it did on that day, and its minutes are approved and announced.
func TestWrittenUpAfterTheBoardEnded(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		id, item := w.held(board)
		w.ends(board)

		v := w.view(w.members[0], id)
		if v.BodyName != w.s.PlaceName(board) || !v.Sitting.Regime.Statutory() || v.Sitting.Presence.Members != 10 {
			t.Errorf("the page: %q, %+v", v.BodyName, v.Sitting.Presence)
		}
		known := must(w.world, first(decisions.FormFor.Do(ctx, w.sys, w.secretary, decisions.FormInput{Meeting: id, Item: item, Known: v.Items[0].Known})), nil)
		for _, f := range []decisions.Form{w.form(id, item), known} {
			if f.BodyName != v.BodyName || f.Stopped == nil || f.Stopped.Key != "decision.presence_missing" {
				t.Errorf("the form: %q, %+v", f.BodyName, f.Stopped)
			}
		}
		_, err := w.record(id, item, nil)
		w.broke(err, "decision.presence_missing", "6 kap. 27 §")
		in := meetings.CloseInput{Meeting: id, Version: 3}
		_, err = meetings.Close.Do(ctx, w.sys, w.secretary, in)
		w.broke(err, "meeting.presence_missing", "5 kap. 65, 66 och 69 §§ och 6 kap. 35 §")

		w.ok(w.attend(id, there(10, w.members)...))
		r := must(w.world, first(w.record(id, item, func(in *decisions.RecordInput) { in.Terms.Formal.How = decision.Agreed })), nil)
		_, err = decisions.Correct.Do(ctx, w.sys, w.secretary, decisions.CorrectInput{Decision: r.ID,
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Rättat."}})
		w.broke(err, "decision.how_missing")
		must(w.world, first(meetings.Close.Do(ctx, w.sys, w.secretary, in)), nil)
		w.ok(w.onPaper(id, w.today()))
		must(w.world, first(records.PostMinutes.Do(ctx, w.sys, w.secretary, records.PostInput{Meeting: id, Parties: w.s.PartiesOf(w.s.Body(board)), On: w.today()})), nil)
		if c := w.view(w.members[0], id).Clocks; c.AppealUntil != w.today().Add(21) {
			t.Errorf("the minutes: %+v", c)
		}
		list := must(w.world, first(meetings.List.Do(ctx, w.sys, w.secretary, meetings.ListInput{From: w.today().Add(-1)})), nil)
		if len(list) != 1 || list[0].BodyName != v.BodyName {
			t.Errorf("listed: %+v", list)
		}
	})
}

// So is what it decided in a matter, with the station and the mandate that the
// body had; the form on the meeting's page offers the same as the one by itself.
func TestWrittenUpInAMatterAfterTheBodyEnded(t *testing.T) {
	each(t, func(w *world) {
		m, id, item := w.tabled("agreement", []string{"social-care"}, structure.Facts{"commits": yes(), "major": yes()})
		terms := w.terms(m, decision.Recommendation)
		w.ends(chiefs)

		v := w.view(w.secretary, id)
		if len(v.Items) != 1 || v.Items[0].Step != structure.Recommend || v.Items[0].Parties == 0 {
			t.Fatalf("on the page: %+v", v.Items)
		}
		for _, known := range []bool{true, false} {
			in := decisions.FormInput{Meeting: id, Item: item}
			if known {
				in.Known = v.Items[0].Known
			}
			f := must(w, first(decisions.FormFor.Do(ctx, w.sys, w.secretary, in)), nil)
			if f.BodyName != w.s.PlaceName(chiefs) || f.Step != structure.Recommend || !f.Kinds[0].OfRoute || f.Kinds[0].Refusal != nil {
				t.Errorf("the form, known %v: %q %s %+v", known, f.BodyName, f.Step, f.Kinds)
			}
		}
		in := decisions.RecordInput{Meeting: id, Item: item, Terms: terms, Reason: "Mötet hölls dagen före."}
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, in)), nil)
		d := must(w, first(decisions.Page.Do(ctx, w.sys, w.secretary, decisions.PageInput{Ref: r.ID})), nil)
		if d.BodyName != w.s.PlaceName(chiefs) || d.Record.Station == "" || len(d.Rules) == 0 {
			t.Errorf("recorded: %+v", d)
		}
	})
}

// A version that can't be read any more stops no page but of a matter that has
// seen it; a decision of its time is named as today.
func TestThePortalBesideAVersionThatCannotBeRead(t *testing.T) {
	each(t, func(w *world) {
		id := w.opened(w.secretary, chiefs)
		r := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: w.topic(w.secretary, id, "Årsplan"),
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Årsplanen godkänns."}})), nil)
		must(w, first(decisions.Publish.Do(ctx, w.sys, w.secretary, decisions.PublishInput{Decision: r.ID})), nil)
		name := w.s.PlaceName(chiefs)
		w.ends(chiefs)
		for _, readable := range []bool{true, false} {
			if !readable {
				w.sys.Structures = apptest.Since(apptest.Dated{From: "2025-01-01"}, apptest.Dated{From: w.today(), Structure: w.s})
			}
			f := must(w, first(portals.Look.Do(ctx, w.sys, access.ThePublic(), struct{}{})), nil)
			if f.Structure == nil {
				t.Error("no structure to start with")
			}
			v := must(w, first(portals.Start.Do(ctx, w.sys, access.ThePublic(), struct{}{})), nil)
			if len(v.Decisions) != 1 || v.Decisions[0].Of.PlaceName(chiefs) != name {
				t.Errorf("readable %v: %d decisions", readable, len(v.Decisions))
			}
			d := must(w, first(portals.Decision.Do(ctx, w.sys, access.ThePublic(), r.ID)), nil)
			if d.Decision.Of.PlaceName(chiefs) != name {
				t.Errorf("readable %v: the body is called %q", readable, d.Decision.Of.PlaceName(chiefs))
			}
		}
	})
}

// Everybody reads that a published decision is corrected and which one does it,
// where that is published; so with the parts of its meeting's record.
func TestThePortalOfACorrectedDecision(t *testing.T) {
	each(t, func(w *world) {
		id := w.opened(w.secretary, chiefs)
		terms := decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Årsplanen godkänns."}
		old := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: w.topic(w.secretary, id, "Årsplan"), Terms: terms})), nil)
		terms.Text = "Årsplanen godkänns inte."
		now := must(w, first(decisions.Correct.Do(ctx, w.sys, w.secretary, decisions.CorrectInput{Decision: old.ID, Terms: terms})), nil)
		for _, step := range []struct {
			published, by string
		}{{old.ID, ""}, {now.ID, now.ID}} {
			for _, ref := range []string{now.ID, now.Number.String()} { // it is published last
				_, err := portals.Decision.Do(ctx, w.sys, access.ThePublic(), ref)
				w.is(err, fault.NotFound)
			}
			if step.published == old.ID { // as published notes do that have it
				err := w.sys.Store.Write(ctx, func(tx *store.Tx) error {
					return store.BindTo(tx, w.secretary).PublishDecision(ctx, old.ID, "", w.clock.Now())
				})
				if err != nil {
					t.Fatal(err)
				}
				_, err = decisions.Publish.Do(ctx, w.sys, w.secretary, decisions.PublishInput{Decision: old.ID})
				w.is(err, fault.Conflict)
			} else {
				must(w, first(decisions.Publish.Do(ctx, w.sys, w.secretary, decisions.PublishInput{Decision: step.published})), nil)
			}
			d := must(w, first(portals.Decision.Do(ctx, w.sys, access.ThePublic(), old.Number.String())), nil).Decision
			if !d.Corrected || d.CorrectedBy != step.by || d.Correction || d.Corrects != "" {
				t.Errorf("the old one: %+v", d.PublicDecision)
			}
			q := app.NewQuery("test.corrections", func(ctx context.Context, u *app.Unit, id string) (map[string]store.PublicCorrection, error) {
				if err := u.Require(access.ReadPublic()); err != nil {
					return nil, err
				}
				return u.Own.PublicCorrections(ctx, id)
			})
			if got := must(w, first(q.Do(ctx, w.sys, access.ThePublic(), id)), nil); len(got) != 1 || got[old.ID].By != step.by {
				t.Errorf("of the meeting: %v, want %q by %q", got, old.ID, step.by)
			}
		}
		d := must(w, first(portals.Decision.Do(ctx, w.sys, access.ThePublic(), now.ID)), nil).Decision
		if d.Corrected || d.CorrectedBy != "" || !d.Correction || d.Corrects != old.ID {
			t.Errorf("the new one: %+v", d.PublicDecision)
		}
	})
}
