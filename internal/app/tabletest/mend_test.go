package tabletest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/papers"
	"samverk/internal/app/portals"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/presence"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Until the notes or minutes are approved a decision is corrected freely; from
// then on what was decided stands, and the words alone are mended, with why. So it
// is for a board and for a free-form group.
func TestApprovedDecisionStands(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		for _, body := range []string{board, group} {
			id, item := w.held(body)
			if body == board {
				w.ok(w.attend(id, there(6, w.members)...))
			}
			voted := func(in *decisions.RecordInput) {
				if body == board {
					in.Terms.Formal = decision.Formal{How: decision.Open, For: 4, Against: 2}
				}
			}
			r := must(w.world, first(w.record(id, item, voted)), nil)
			page := func(ref string) decisions.View {
				return must(w.world, first(decisions.Page.Do(ctx, w.sys, w.secretary, decisions.PageInput{Ref: ref})), nil)
			}
			correct := func(ref, why string, change func(*decision.Terms)) (decisions.Recorded, error) {
				in := decisions.CorrectInput{Decision: ref, Terms: page(ref).Record.Terms, Why: why}
				change(&in.Terms)
				return decisions.Correct.Do(ctx, w.sys, w.secretary, in)
			}
			must(w.world, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version, Anyway: true})), nil)
			declined := func(x *decision.Terms) { x.Outcome = decision.Declined }
			now := must(w.world, first(correct(r.ID, "", declined)), nil)
			if v := page(now.ID); v.Approved || v.Record.Terms.Outcome != decision.Declined || v.Record.MendedWhy != "" {
				t.Errorf("before: %+v", v.Record)
			}
			w.ok(w.onPaper(id, w.today()))
			if v := page(now.ID); !v.Approved || !v.CanCorrect || len(v.MovesTo) != 0 {
				t.Errorf("approved: %+v", v)
			}

			_, err := correct(now.ID, "Skrivfel.", func(x *decision.Terms) { x.Outcome = decision.AsProposed })
			w.is(err, fault.Conflict)
			if body == board {
				_, err = correct(now.ID, "Skrivfel.", func(x *decision.Terms) { x.Formal.For = 5 })
				w.is(err, fault.Conflict)
			}
			words := func(x *decision.Terms) {
				x.Text, x.Responsible = "Verksamhetsplanen för 2026 godkänns.", "Beredningen"
			}
			_, err = correct(now.ID, "", words)
			w.is(err, fault.Invalid)
			_, err = correct(now.ID, "Namnet 19121212-1212 var fel.", words)
			if err == nil {
				t.Error("a personal identity number stands in the reason")
			}
			done := must(w.world, first(correct(now.ID, "Årtalet saknades.", words)), nil)
			old, v := page(now.ID), page(done.ID).Record
			if v.MendedWhy != "Årtalet saknades." || v.Terms.Outcome != decision.Declined || v.Terms.Responsible != "Beredningen" || v.Terms.Formal.For != old.Record.Terms.Formal.For {
				t.Errorf("mended: %+v", v)
			}
			if old.CorrectedBy == nil || old.CorrectedBy.MendedWhy != v.MendedWhy || old.CanCorrect {
				t.Errorf("what it mends: %+v", old)
			}

			// The extract of each tells of it.
			for _, ref := range []string{now.ID, done.ID} {
				x := must(w.world, first(papers.Extract.Do(ctx, w.sys, w.secretary, papers.ExtractIn{Ref: ref})), nil)
				if said := fmt.Sprintf("%+v", x.Sheet); !strings.Contains(said, "Årtalet saknades.") {
					t.Errorf("the extract: %s", said)
				}
			}
		}
	})
}

// Who was there is recorded until the notes or minutes are approved, also after the
// meeting was closed; then they say so, and only a new version opens it again.
func TestAttendanceStandsOnceApproved(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		id, item := w.held(board)
		w.ok(w.attend(id, there(6, w.members)...))
		must(w.world, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version, Anyway: true})), nil)
		w.ok(w.attend(id, there(7, w.members)...))
		settled := func() bool {
			return must(w.world, first(meetings.Conduct.Do(ctx, w.sys, w.secretary, meetings.PageInput{Meeting: id})), nil).View.Settled
		}
		if settled() {
			t.Error("settled before it is approved")
		}
		w.ok(w.onPaper(id, w.today()))
		if !settled() {
			t.Error("the page offers what is refused")
		}
		w.is(w.attend(id, there(2, w.members)...), fault.Conflict)
		w.is(w.moves(w.secretary, id, item, w.members[1], presence.Leaves, ""), fault.Conflict)
		if p := w.view(w.secretary, id).Sitting.Presence; p.Serving != 7 {
			t.Errorf("%d serve", p.Serving)
		}
		notes := w.world.record(id).Notes
		must(w.world, first(records.Renew.Do(ctx, w.sys, w.secretary, records.RenewInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: notes.Version}, Reason: "En ledamot saknas."})), nil)
		w.ok(w.attend(id, there(8, w.members)...))
	})
}

// Members and deputies who serve can be elected to approve a board's minutes: not
// the chair, not a deputy who serves for nobody, not who only writes them.
func TestWhoCanAdjust(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		id, _ := w.held(board)
		came := append(there(7, w.members), meetings.Attendance{Person: w.secretary.Person, Present: true},
			meetings.Attendance{Person: w.deputies[0].Person, Present: true, For: w.members[8].Person}, meetings.Attendance{Person: w.deputies[1].Person, Present: true})
		w.ok(w.attend(id, came...))
		elect := func(v access.Viewer) error {
			_, err := records.Elect.Do(ctx, w.sys, w.secretary, records.ElectInput{Meeting: id, Persons: []string{v.Person}})
			return err
		}
		offered := w.world.record(id).Electable
		for _, c := range []struct {
			who  access.Viewer
			can  bool
			why  string
			name string
		}{
			{w.members[1], true, "", "a member"}, {w.deputies[0], true, "", "a deputy who serves"},
			{w.members[0], false, "record.adjuster_serves", "the chair"}, {w.deputies[1], false, "record.adjuster_serves", "a deputy who does not"},
			{w.secretary, false, "record.adjuster_serves", "the secretary"}, {w.members[9], false, "record.adjuster_absent", "an absent member"},
		} {
			if got := slices.ContainsFunc(offered, func(p store.MeetingPerson) bool { return p.Person == c.who.Person }); got != c.can {
				t.Errorf("%s is offered: %t", c.name, got)
			}
			err := elect(c.who)
			var f *fault.Error
			if c.can && err != nil || !c.can && (!errors.As(err, &f) || f.Key != c.why) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

// Everybody reads of a board's published minutes when they were approved, on which
// notice boards that was announced and how long they can be appealed against, and
// that a decision in them has been corrected: on the page and in the document.
func TestPublicMinutesTellOfAppeal(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		id, item := w.held(board)
		w.ok(w.attend(id, there(7, w.members)...))
		r := must(w.world, first(w.record(id, item, func(in *decisions.RecordInput) { in.Terms.Formal.How = decision.Agreed })), nil)
		must(w.world, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version, Anyway: true})), nil)
		day := w.today()
		w.ok(w.onPaper(id, day))
		must(w.world, first(records.Publish.Do(ctx, w.sys, w.secretary, records.PublishInput{Audience: record.ToPublic,
			PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: w.world.record(id).Notes.Version}})), nil)
		public := func() (portals.RecordView, string) {
			v := must(w.world, first(portals.Record.Do(ctx, w.sys, access.ThePublic(), id)), nil)
			p := must(w.world, first(papers.PublicRecord.Do(ctx, w.sys, access.ThePublic(), papers.RecordIn{In: papers.In{Meeting: id}, Kind: sheet.Minutes})), nil)
			return v, fmt.Sprintf("%+v", p.Sheet)
		}
		v, paper := public()
		if v.Clocks.ApprovedOn != day || v.Clocks.AppealUntil != "" || len(v.Clocks.Waits) != 10 || v.Records[0].ApprovedAt.IsZero() {
			t.Errorf("approved: %+v", v.Clocks)
		}
		for _, says := range []string{"paper.approved.minutes", "paper.appeal_waits", "paper.not_posted"} {
			if !strings.Contains(paper, says) {
				t.Errorf("the document lacks %s", says)
			}
		}
		_, err := records.PostMinutes.Do(ctx, w.sys, w.secretary, records.PostInput{Meeting: id, Parties: w.s.PartiesOf(w.s.Body(board)), On: day})
		w.ok(err)
		terms := must(w.world, first(decisions.Page.Do(ctx, w.sys, w.secretary, decisions.PageInput{Ref: r.ID})), nil).Record.Terms
		terms.Text = "Verksamhetsplanen för 2026 godkänns."
		must(w.world, first(decisions.Correct.Do(ctx, w.sys, w.secretary, decisions.CorrectInput{Decision: r.ID, Terms: terms, Why: "Årtalet saknades."})), nil)
		v, paper = public()
		if v.Clocks.AppealUntil != day.Add(21) || len(v.Clocks.Boards) != 10 || len(v.Records[0].Corrected) != 1 {
			t.Errorf("announced: %+v", v)
		}
		if !strings.Contains(paper, "paper.corrected_since") || !strings.Contains(paper, string(day.Add(21))) || strings.Contains(paper, "paper.not_posted") {
			t.Errorf("the document: %s", paper)
		}
	})
}
