package tabletest

import (
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/portals"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/fault"
	"samverk/internal/store"
	"samverk/internal/structurefile"
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

// TestNotesAlwaysWritten: ORE-64, notes are always written; a held meeting without
// them shows as a breach with that clause on its page and in the list of what is
// missing, to those of the body and to nobody else.
func TestNotesAlwaysWritten(t *testing.T) {
	each(t, func(w *world) {
		const children = "samverkansgrupp-barn-och-unga"
		lead := seat(w, "children", people.Membership{Party: "region-orebro-lan", Body: children, Role: "chair"})
		id := w.opened(lead, children)
		must(w, first(meetings.Close.Do(ctx, w.sys, lead, meetings.CloseInput{Meeting: id, Version: 2})), nil)
		w.clock.Days(15)
		v := must(w, first(records.Page.Do(ctx, w.sys, lead, records.PageInput{Meeting: id})), nil)
		if v.Breach == nil || v.Breach.Rules[0].Clause != "ORE-64" {
			t.Fatalf("%+v", v.Breach)
		}
		all := must(w, first(records.Missing.Do(ctx, w.sys, lead, struct{}{})), nil)
		if len(all) != 1 || all[0].ID != id || all[0].Breach.Rules[0].Clause != "ORE-64" {
			t.Errorf("%+v", all)
		}
		if other := must(w, first(records.Missing.Do(ctx, w.sys, w.nora, struct{}{})), nil); len(other) != 0 {
			t.Errorf("told to others: %+v", other)
		}
		must(w, first(records.Check.Do(ctx, w.sys, lead, records.PartInput{Meeting: id, Kind: record.Notes})), nil)
		if all := must(w, first(records.Missing.Do(ctx, w.sys, lead, struct{}{})), nil); len(all) != 0 {
			t.Errorf("written: %+v", all)
		}
		from, to := portals.Year("2026")
		a := must(w, first(records.Archive.Do(ctx, w.sys, lead, records.ArchiveInput{Body: children, From: from, To: to})), nil)
		if len(a.Held) != 1 || a.Held[0].Content == nil {
			t.Errorf("%+v", a.Held)
		}
		if a := must(w, first(records.Archive.Do(ctx, w.sys, w.nora, records.ArchiveInput{Body: children, From: from, To: to})), nil); len(a.Held) != 0 {
			t.Errorf("the body's: %+v", a.Held)
		}
	})
}

// TestToldAtHome: ORE-50, each party has a text ready to forward and a list of whom
// at home it has told; the list is that party's alone.
func TestToldAtHome(t *testing.T) {
	each(t, func(w *world) {
		id, _ := w.heldTopic()
		in := records.TellInput{Meeting: id, Party: "kumla", Whom: "Enhetschefer i hemtjänsten\n\nCNRY-kumla-skolchefen\nEnhetschefer i hemtjänsten"}
		if n := must(w, first(records.Tell.Do(ctx, w.sys, w.kumla, in)), nil); n != 2 {
			t.Errorf("%d on the list", n)
		}
		_, err := records.Tell.Do(ctx, w.sys, w.kumla, in)
		w.is(err, fault.Invalid)
		v := must(w, first(records.Home.Do(ctx, w.sys, w.registrar, records.HomeInput{Meeting: id, Party: "kumla"})), nil)
		if len(v.Told) != 2 || v.Party.ID != "kumla" {
			t.Fatalf("%+v", v.Told)
		}
		v = must(w, first(records.Home.Do(ctx, w.sys, w.kumla, records.HomeInput{Meeting: id})), nil)
		if len(v.Decided) != 1 || v.Titles[v.Decided[0].ID] != "Rapport från länsdelarna" {
			t.Errorf("ready to forward: %+v", v.Decided)
		}
		tick := records.TickInput{Meeting: id, Party: "kumla", ID: v.Told[0].ID, On: w.today()}
		must(w, first(records.Tick.Do(ctx, w.sys, w.kumla, tick)), nil)
		// Nobody else finds it, by no way.
		for _, who := range []access.Viewer{w.nora, w.secretary, w.chair, apptest.Operator()} {
			_, err := records.Home.Do(ctx, w.sys, who, records.HomeInput{Meeting: id, Party: "kumla"})
			w.is(err, fault.NotFound)
			_, err = records.Tick.Do(ctx, w.sys, who, tick)
			w.is(err, fault.NotFound)
		}
		if n := must(w, first(records.Home.Do(ctx, w.sys, w.nora, records.HomeInput{Meeting: id, Party: "nora"})), nil); len(n.Told) != 0 || len(n.Before) != 0 {
			t.Errorf("%+v", n)
		}
		tick.ID = v.Told[1].ID
		tick.Party = "nora"
		_, err = records.Tick.Do(ctx, w.sys, w.nora, tick)
		w.is(err, fault.Conflict) // another party's row
		v = must(w, first(records.Home.Do(ctx, w.sys, w.kumla, records.HomeInput{Meeting: id})), nil)
		if v.Told[0].On == "" && v.Told[1].On == "" {
			t.Errorf("%+v", v.Told)
		}
		// The next meeting's list can begin with whom was told of this one.
		w.clock.Days(20)
		next, _ := w.heldTopic()
		if v := must(w, first(records.Home.Do(ctx, w.sys, w.kumla, records.HomeInput{Meeting: next})), nil); len(v.Before) != 2 {
			t.Errorf("%+v", v.Before)
		}
	})
}

// TestPublishedNotesAreFoundByAll: SOR-21, what a body publishes of its notes is
// found by everybody, by body and date, and holds nothing that is not open to all.
func TestPublishedNotesAreFoundByAll(t *testing.T) {
	s, err := structurefile.Load("../../../structures/sormland.yaml")
	if err != nil {
		t.Fatal(err)
	}
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		const group = "beredningsgrupp-barn"
		lead := apptest.Seat(t, sys, "lead", people.Membership{Party: "region-sormland", Body: group, Role: "chair"})
		w := &world{t: t, sys: sys, clock: clock, s: s, secretary: lead}
		id := w.meets(lead, group, 0)
		p := must(w, first(meetings.AddTopic.Do(ctx, sys, lead, meetings.TopicInput{Meeting: id, Version: 1, Title: "Ungdomsmottagningar", Purpose: meeting.Inform})), nil)
		o := must(w, first(meetings.Open.Do(ctx, sys, lead, meetings.MeetingInput{Meeting: id, Version: p.Version})), nil)
		must(w, first(meetings.Close.Do(ctx, sys, lead, meetings.CloseInput{Meeting: id, Version: o.Version, Anyway: true})), nil)
		d := must(w, first(records.Check.Do(ctx, sys, lead, records.PartInput{Meeting: id, Kind: record.Notes})), nil)
		public := func(year, words string) int {
			return len(must(w, first(portals.Records.Do(ctx, sys, access.ThePublic(), portals.RecordsInput{Body: group, Year: year, Words: words})), nil).Records)
		}
		if public("", "") != 0 {
			t.Error("public before it is published")
		}
		_, err := portals.Record.Do(ctx, sys, access.ThePublic(), id)
		w.is(err, fault.NotFound)
		in := records.PublishInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: d.Version}, Audience: record.ToBody}
		_, err = records.Publish.Do(ctx, sys, lead, in)
		w.broken(err, "record.published_to_all", "SOR-21")
		in.Audience = record.ToPublic
		must(w, first(records.Publish.Do(ctx, sys, lead, in)), nil)
		if public("", "") != 1 || public("2026", "ungdoms") != 1 || public("2025", "") != 0 || public("", "äldre") != 0 {
			t.Error("by year and words")
		}
		v := must(w, first(portals.Record.Do(ctx, sys, access.ThePublic(), id)), nil)
		if len(v.Records) != 1 || v.Records[0].Content.Items[0].Title != "Ungdomsmottagningar" {
			t.Errorf("%+v", v.Records)
		}
	})
}

// What was typed while an item was up is what the notes begin with, of an item
// that nobody has written of since; where somebody has, what isn't in their text
// stands beside it.
func TestNotesBeginWithWhatWasTyped(t *testing.T) {
	each(t, func(w *world) {
		id, item := w.heldTopic()
		typed := func(op, text string, base int64) {
			t.Helper()
			must(w, first(meetings.SaveDraft.Do(ctx, w.sys, w.secretary, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.NoteText, Text: text, Base: base, Op: op})), nil)
		}
		typed("a", "Länsdelarna berättade.", 0)
		d := w.record(id).Draft
		if x := d.Texts[item]; x.Version != 0 || x.Text != "Länsdelarna berättade." || d.Content.Items[0].Text != x.Text || len(d.Typed) != 0 {
			t.Errorf("%+v; left %v", x, d.Typed)
		}
		typed("b", "Norra länsdelen undrade.", 0)
		if got := w.record(id).Draft.Texts[item].Text; got != "Länsdelarna berättade.\n\nNorra länsdelen undrade." {
			t.Errorf("two texts over the same: %q", got)
		}
		must(w, first(records.Write.Do(ctx, w.sys, w.secretary, records.TextInput{Meeting: id, Item: item, Text: "Länsdelarna berättade."})), nil)
		d = w.record(id).Draft
		if d.Texts[item].Text != "Länsdelarna berättade." || d.Typed[item] != "Länsdelarna berättade.\n\nNorra länsdelen undrade." {
			t.Errorf("%+v; left %v", d.Texts[item], d.Typed)
		}
	})
	each(t, func(w *world) {
		id, item := w.heldTopic()
		must(w, first(meetings.SaveDraft.Do(ctx, w.sys, w.secretary, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.NoteText, Text: "Länsdelarna berättade.", Op: "a"})), nil)
		must(w, first(records.Check.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes})), nil)
		v := w.record(id)
		if got := v.Notes.Content.Items[0].Text; got != "Länsdelarna berättade." {
			t.Errorf("the settled words: %q", got)
		}
		// Taken back, what was typed is there to be written on.
		must(w, first(records.TakeBack.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version})), nil)
		if x := w.record(id).Draft.Texts[item]; x.Version != 1 || x.Text != "Länsdelarna berättade." {
			t.Errorf("%+v", x)
		}
	})
}
