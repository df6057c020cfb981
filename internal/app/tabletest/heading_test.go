package tabletest

import (
	"errors"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/papers"
	"samverk/internal/app/portals"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// A decision says in which item it was taken: with its number to those who are of the
// meeting, by its heading to whom it is published for, and to nobody before that.
func TestDecisionsHaveTheirHeading(t *testing.T) {
	each(t, func(w *world) {
		id, item := w.underWay("Ansökan om medel")
		d := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item, Terms: noting("Chefsgruppen avslår ansökan.")})), nil)
		extract := func(who access.Viewer) (papers.Paper, error) {
			return papers.Extract.Do(ctx, w.sys, who, papers.ExtractIn{Ref: d.ID})
		}
		says := func(who access.Viewer, no int, heading string) {
			w.t.Helper()
			v := must(w, first(decisions.Page.Do(ctx, w.sys, who, decisions.PageInput{Ref: d.ID})), nil)
			if v.No != no || v.Heading != heading {
				t.Errorf("%s reads %d, %q", who.Name, v.No, v.Heading)
			}
		}
		says(w.kumla, 1, "Ansökan om medel")
		p, err := extract(w.kumla)
		reads(t, p, err, []string{"<dt>Punkt:</dt> <dd>1. Ansökan om medel</dd>"}, nil)
		if _, err := portals.Decision.Do(ctx, w.sys, access.ThePublic(), d.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("before it is published: %v", err)
		}

		must(w, first(decisions.Publish.Do(ctx, w.sys, w.secretary, decisions.PublishInput{Decision: d.ID})), nil)
		says(w.healthChair, 0, "Ansökan om medel")
		p, err = extract(w.healthChair)
		reads(t, p, err, []string{"<dt>Punkt:</dt> <dd>Ansökan om medel</dd>"}, []string{"1. Ansökan"})
		public := func(id, want string) {
			w.t.Helper()
			if v := must(w, first(portals.Decision.Do(ctx, w.sys, access.ThePublic(), id)), nil); v.Decision.Title != want {
				t.Errorf("the public reads %q, want %q", v.Decision.Title, want)
			}
		}
		public(d.ID, "Ansökan om medel")
		p, err = papers.PublicExtract.Do(ctx, w.sys, access.ThePublic(), papers.ExtractIn{Ref: d.ID})
		reads(t, p, err, []string{"<dt>Punkt:</dt> <dd>Ansökan om medel</dd>"}, []string{"1. Ansökan"})

		// A correction has the heading of what it corrects, one that is moved that of its own item.
		c := must(w, first(decisions.Correct.Do(ctx, w.sys, w.secretary, decisions.CorrectInput{Decision: d.ID, Terms: noting("Chefsgruppen avslår ansökan från Nora.")})), nil)
		public(c.ID, "Ansökan om medel")
		other := w.subject(w.secretary, id, "Yttrande om bidrag").Item
		m := must(w, first(decisions.Move.Do(ctx, w.sys, w.secretary, decisions.MoveInput{Decision: c.ID, Item: other, Why: "Fel punkt."})), nil)
		public(m.ID, "Yttrande om bidrag")

		// What is published in a list has the headings of the list.
		held, _ := w.heldTopic()
		list := w.record(held).List
		must(w, first(records.Publish.Do(ctx, w.sys, w.secretary, records.PublishInput{PartInput: records.PartInput{Meeting: held, Kind: record.Decisions, Version: list.Part.Version}, Audience: record.ToPublic})), nil)
		public(list.Content.Items[0].Decisions[0].ID, "Rapport från länsdelarna")
	})
}

// Of a decision in a matter that is not open to all nothing of its item becomes public
// with it.
func TestNoHeadingOfAClosedMatter(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 0)
		p := must(w, first(meetings.AddMatter.Do(ctx, w.sys, w.secretary, meetings.AddMatterInput{Meeting: id, Version: 1, Matter: w.raised("routine", []string{"social-care"}, structure.Facts{}), Purpose: meeting.Inform, Summary: "S"})), nil)
		must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})), nil)
		d := must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: p.Item,
			Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.Postponed, Text: "Chefsgruppen skjuter upp frågan.", Mandate: decision.Held}})), nil)
		must(w, first(decisions.Publish.Do(ctx, w.sys, w.secretary, decisions.PublishInput{Decision: d.ID})), nil)
		v := must(w, first(portals.Decision.Do(ctx, w.sys, access.ThePublic(), d.ID)), nil)
		if v.Decision.Title != "" || v.Decision.MatterTitle != "" {
			t.Errorf("the public reads %q and %q", v.Decision.Title, v.Decision.MatterTitle)
		}
	})
}
