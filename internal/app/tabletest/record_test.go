package tabletest

import (
	"strings"
	"testing"

	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// heldTopic gives a held meeting of the chief group with one topic that was
// decided, and the item.
func (w *world) heldTopic() (id, item string) {
	w.t.Helper()
	id = w.meets(w.secretary, chiefs, 0)
	p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapport från länsdelarna", Purpose: meeting.Inform})), nil)
	o := must(w, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})), nil)
	must(w, first(meetings.Attend.Do(ctx, w.sys, w.secretary, meetings.AttendInput{Meeting: id, People: []store.Attendance{
		{Person: w.chair.Person, Present: true}, {Person: w.secretary.Person, Present: true}, {Person: w.kumla.Person, Present: true}, {Person: w.nora.Person}}})), nil)
	must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: p.Item, Terms: decision.Terms{
		Kind: decision.Decision, Outcome: decision.Noted, Text: "Rapporten läggs till handlingarna.", Mandate: decision.Held}})), nil)
	must(w, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: o.Version, Anyway: true})), nil)
	return id, p.Item
}

func (w *world) record(id string) records.View {
	w.t.Helper()
	return must(w, first(records.Page.Do(ctx, w.sys, w.secretary, records.PageInput{Meeting: id})), nil)
}

// TestOneActSendsNotesAndDecisions: ORE-49, one act after the meeting produces the
// notes and the summary of the decisions, sends them to those concerned, and keeps
// who has them and who has read them.
func TestOneActSendsNotesAndDecisions(t *testing.T) {
	each(t, func(w *world) {
		id, item := w.heldTopic()
		v := w.record(id)
		if v.Mode != record.Free || v.Form != record.FormNotes || v.Demand.Forms.Clause != "ORE-49" || v.Draft == nil || v.List == nil || len(v.List.Content.Items) != 1 {
			t.Fatalf("%+v", v)
		}
		if got := v.List.Content.Items[0].Decisions[0].Text; got != "Rapporten läggs till handlingarna." {
			t.Errorf("the list of decisions is drawn up at the closing: %q", got)
		}
		// Who doesn't record writes nothing, and nothing is sent before it is ready.
		_, err := records.Write.Do(ctx, w.sys, w.kumla, records.TextInput{Meeting: id, Item: item, Text: "x"})
		w.is(err, fault.Denied)
		_, err = records.SendRecord.Do(ctx, w.sys, w.secretary, records.SendInput{Meeting: id, Version: v.Draft.Part.Version})
		w.is(err, fault.Conflict)
		must(w, first(records.Write.Do(ctx, w.sys, w.secretary, records.TextInput{Meeting: id, Item: item, Text: "Länsdelarna berättade."})), nil)
		_, err = records.Write.Do(ctx, w.sys, w.chair, records.TextInput{Meeting: id, Item: item, Text: "En annan text."})
		w.is(err, fault.Conflict) // two recorders never overwrite each other
		_, err = records.Write.Do(ctx, w.sys, w.secretary, records.TextInput{Meeting: id, Item: "nowhere", Text: "x"})
		w.is(err, fault.NotFound)

		v = w.record(id)
		if v.Draft.Texts[item].Text != "Länsdelarna berättade." || v.Draft.Texts[item].Version != 1 {
			t.Errorf("%+v", v.Draft.Texts)
		}
		member := must(w, first(records.Page.Do(ctx, w.sys, w.kumla, records.PageInput{Meeting: id})), nil)
		if member.Draft != nil || member.Notes != nil || member.CanRecord || len(member.Concerned) != 0 {
			t.Errorf("a draft is for those who record: %+v", member)
		}
		must(w, first(records.Check.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Draft.Part.Version})), nil)
		v = w.record(id)
		if v.Draft != nil || v.Notes.State != record.Checked || v.Notes.Hash == "" || len(v.Notes.Content.Present) != 3 || len(v.Notes.Content.Absent) != 1 {
			t.Fatalf("%+v", v.Notes)
		}
		var whom []string
		for _, r := range v.Concerned {
			whom = append(whom, r.Name+" "+r.Why)
		}
		// The text sends them to those concerned: the meeting's own, and the registries.
		if got := strings.Join(whom, ", "); got != "kumla called, nora called, chair called, secretary called, registrar registry" {
			t.Errorf("concerned: %s", got)
		}
		sent := must(w, first(records.SendRecord.Do(ctx, w.sys, w.secretary, records.SendInput{Meeting: id, Version: v.Notes.Version})), nil)
		if sent.Sent != 5 {
			t.Errorf("sent to %d", sent.Sent)
		}
		v = w.record(id)
		if v.Notes.SentAt.IsZero() || v.List.SentAt.IsZero() || len(v.Receipts) != 10 {
			t.Errorf("%d receipts of both parts", len(v.Receipts))
		}
		// Sent again, nobody gets a second letter of the same words.
		again := must(w, first(records.SendRecord.Do(ctx, w.sys, w.secretary, records.SendInput{Meeting: id, Version: v.Notes.Version})), nil)
		if again.Sent != 0 {
			t.Errorf("sent twice to %d", again.Sent)
		}
		// The receiver may open what they were sent, and says that they have read it.
		got := must(w, first(records.Page.Do(ctx, w.sys, w.registrar, records.PageInput{Meeting: id})), nil)
		if got.Notes == nil || len(got.Own) != 2 || len(got.Receipts) != 0 || got.CanRecord {
			t.Fatalf("the registrar: %+v", got)
		}
		_, err = records.Seen.Do(ctx, w.sys, w.kumla, records.SeenInput{Receipt: got.Own[0].ID, Way: record.SignedIn})
		w.is(err, fault.NotFound)
		for _, y := range got.Own {
			must(w, first(records.Seen.Do(ctx, w.sys, w.registrar, records.SeenInput{Receipt: y.ID, Way: record.SignedIn})), nil)
		}
		read := 0
		for _, y := range w.record(id).Receipts {
			if !y.ReadAt.IsZero() {
				read++
			}
		}
		if read != 2 {
			t.Errorf("%d read", read)
		}
		// What was sent stands: it is corrected in a new version that says why.
		v = w.record(id)
		_, err = records.TakeBack.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version})
		w.is(err, fault.Conflict)
		renew := records.RenewInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version}}
		_, err = records.Renew.Do(ctx, w.sys, w.secretary, renew)
		w.is(err, fault.Invalid)
		renew.Reason = "Ett namn var fel."
		must(w, first(records.Renew.Do(ctx, w.sys, w.secretary, renew)), nil)
		v = w.record(id)
		if v.Draft == nil || v.Draft.Part.No != 2 || v.Draft.Texts[item].Text != "Länsdelarna berättade." || v.Notes.No != 1 {
			t.Fatalf("%+v", v.Draft)
		}
		must(w, first(records.Check.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Draft.Part.Version})), nil)
		v = w.record(id)
		if v.Notes.No != 2 || v.Notes.Content.Corrects != 1 || v.Notes.Content.Reason != "Ett namn var fel." || len(v.Versions) != 2 {
			t.Errorf("%+v", v.Notes)
		}
		old := must(w, first(records.Page.Do(ctx, w.sys, w.secretary, records.PageInput{Meeting: id, No: 1})), nil)
		if old.Notes.No != 1 || old.Notes.Content.Reason != "" {
			t.Errorf("the old one stays as it is: %+v", old.Notes)
		}
	})
}

// A stranger to the body sees that there was a meeting, and nothing of its notes.
func TestNotesAreTheBodys(t *testing.T) {
	each(t, func(w *world) {
		id, item := w.heldTopic()
		must(w, first(records.Write.Do(ctx, w.sys, w.secretary, records.TextInput{Meeting: id, Item: item, Text: "CNRY-notes-k7m2p9qx"})), nil)
		v := w.record(id)
		must(w, first(records.Check.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Draft.Part.Version})), nil)
		out := must(w, first(records.Page.Do(ctx, w.sys, w.healthChair, records.PageInput{Meeting: id})), nil)
		if out.Notes != nil || out.List != nil || len(out.Requests)+len(out.Own)+len(out.People) != 0 || out.Breach != nil {
			t.Errorf("%+v", out)
		}
		in := must(w, first(records.Page.Do(ctx, w.sys, w.nora, records.PageInput{Meeting: id})), nil)
		if in.Notes == nil || in.Notes.Content.Items[0].Text != "CNRY-notes-k7m2p9qx" {
			t.Errorf("the body reads what is checked: %+v", in.Notes)
		}
		v = w.record(id)
		pub := records.PublishInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version}}
		_, err := records.Publish.Do(ctx, w.sys, w.kumla, pub)
		w.is(err, fault.Denied)
		_, err = records.Publish.Do(ctx, w.sys, w.secretary, pub)
		w.is(err, fault.Invalid) // nobody is chosen beforehand
		pub.Audience = record.ToParticipants
		must(w, first(records.Publish.Do(ctx, w.sys, w.secretary, pub)), nil)
		out = must(w, first(records.Page.Do(ctx, w.sys, w.healthChair, records.PageInput{Meeting: id})), nil)
		if out.Notes == nil || out.Notes.State != record.Published {
			t.Errorf("published to all participants: %+v", out.Notes)
		}
		_, err = records.Publish.Do(ctx, w.sys, w.secretary, pub)
		w.is(err, fault.Conflict)
	})
}

// TestNotesOfACancelledMeeting: there is nothing to write of, and it says so.
func TestNotesOfACancelledMeeting(t *testing.T) {
	each(t, func(w *world) {
		id := w.meets(w.secretary, chiefs, 3)
		must(w, first(meetings.Cancel.Do(ctx, w.sys, w.secretary, meetings.CancelInput{Meeting: id, Version: 1, Reason: "Inga ärenden."})), nil)
		_, err := records.Check.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes})
		w.is(err, fault.Conflict)
		_, err = records.Write.Do(ctx, w.sys, w.secretary, records.TextInput{Meeting: id, Item: "x", Text: "x"})
		w.is(err, fault.Conflict)
		if v := w.record(id); v.Breach != nil || v.Draft != nil {
			t.Errorf("%+v", v)
		}
	})
}

// TestHeldWithoutNotes: ORE-64, a held meeting of a body whose text always wants
// notes is a breach with its clause when its time has passed.
func TestHeldWithoutNotes(t *testing.T) {
	each(t, func(w *world) {
		id, _ := w.heldTopic()
		if v := w.record(id); v.Breach != nil || v.Clock.By == "" || !v.Clock.Rule.Practice {
			t.Errorf("before its time: %+v %+v", v.Breach, v.Clock)
		}
		w.clock.Days(15)
		v := w.record(id)
		if v.Breach == nil || v.Breach.Form != record.FormNotes || v.Breach.Rules[0].Clause != "ORE-49" || v.Breach.Days != 1 {
			t.Fatalf("%+v", v.Breach)
		}
		must(w, first(records.Check.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes})), nil)
		if v := w.record(id); v.Breach != nil || !v.Clock.Late {
			t.Errorf("written, late: %+v %+v", v.Breach, v.Clock)
		}
	})
}
