package isolation

import (
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
)

// write is what is written of meetings: notes that are being written, notes that
// were sent to those concerned, and notes that are public but for a matter that is
// not; what was assigned, and whom parties tell at home.
func (w *world) write() {
	w.Helper()
	w.held("writing", body(chiefs), recorders(chiefs))

	to := sentTo(chiefs)
	sent, item := w.held("sent-notes", to, to)
	do(w, "region-secretary", meetings.Assign, meetings.AssignInput{Meeting: sent, Item: item, Party: "kumla", DueOn: w.today().Add(30),
		What: "Underlag " + w.mark(to, chiefs, "assignment", "what")})
	w.say(sent, item, "sent-notes", to)
	w.settle(sent)
	do(w, "region-secretary", records.SendRecord, records.SendInput{Meeting: sent, Version: w.notes(sent).Version})
	tell := func(who, party string) {
		do(w, who, records.Tell, records.TellInput{Meeting: sent, Party: party, Whom: "Nämnd " + w.mark(home(party), party, "sent-notes", "told")})
	}
	w.inSecret(func() { tell("kumla-chief", "kumla") })
	tell("nora-chief", "nora")

	public, item := w.held("public-notes", everybody(), everybody())
	w.say(public, item, "public-notes", everybody())
	w.say(public, w.item(public, w.asked), "public-notes-asked", participants())
	w.settle(public)
	do(w, "region-secretary", records.Publish, records.PublishInput{PartInput: w.notes(public), Audience: record.ToPublic})
}

// held is a meeting of the chief group that is closed, with a matter that not all
// may open and a topic: what was decided of it is read by some, what was typed
// while it was up by those or by fewer.
func (w *world) held(object string, decided, typed audience) (id, item string) {
	w.Helper()
	id = w.meets("region-secretary", chiefs, 0)
	do(w, "region-secretary", meetings.Prioritise, meetings.PrioritiseInput{Body: au, AddMatterInput: meetings.AddMatterInput{Meeting: id, Version: 1, Matter: w.asked, Purpose: meeting.Inform}})
	item = do(w, "region-secretary", meetings.AddTopic, meetings.TopicInput{Meeting: id, Version: w.version("region-secretary", id), Purpose: meeting.Inform,
		Title: "Punkt " + w.mark(decided, chiefs, object, "title")}).Item
	do(w, "region-secretary", meetings.Open, meetings.MeetingInput{Meeting: id, Version: w.version("region-secretary", id)})
	do(w, "region-chair", meetings.SaveDraft, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.NoteText, Op: object, Text: "Sagt " + w.mark(typed, chiefs, object, "typed")})
	do(w, "region-secretary", decisions.Record, decisions.RecordInput{Meeting: id, Item: item, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.Noted,
		Text: "Det noteras " + w.mark(decided, chiefs, object, "decided"), Mandate: decision.Held}})
	do(w, "region-secretary", meetings.Close, meetings.CloseInput{Meeting: id, Version: w.version("region-secretary", id), Anyway: true})
	return id, item
}

// item gives the item of a matter on a meeting's agenda.
func (w *world) item(id, matter string) string {
	w.Helper()
	for _, i := range do(w, "region-secretary", meetings.Page, meetings.PageInput{Meeting: id}).Items {
		if i.Matter == matter {
			return i.ID
		}
	}
	w.Fatalf("%s is not on the agenda of %s", matter, id)
	return ""
}

// say writes of an item, after what was typed of it.
func (w *world) say(id, item, object string, to audience) {
	w.Helper()
	text := "Skrivet " + w.mark(to, chiefs, object, "text")
	if t, ok := do(w, "region-secretary", records.Page, records.PageInput{Meeting: id}).Draft.Texts[item]; ok {
		text = t.Text + "\n" + text
	}
	do(w, "region-secretary", records.Write, records.TextInput{Meeting: id, Item: item, Text: text})
}

// notes names the notes of a meeting as they are now.
func (w *world) notes(id string) records.PartInput {
	w.Helper()
	v := do(w, "region-secretary", records.Page, records.PageInput{Meeting: id})
	if v.Notes != nil {
		return records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version}
	}
	return records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Draft.Part.Version}
}

// settle settles the words of a meeting's notes.
func (w *world) settle(id string) {
	w.Helper()
	do(w, "region-secretary", records.Check, w.notes(id))
}

// together is a joint meeting that goes on, each body with words of its own, to
// which a third is invited; and a session beside the next meeting for one side.
func (w *world) together() {
	w.Helper()
	id := do(w, "region-secretary", meetings.Create, meetings.CreateInput{Body: chiefs, With: []string{health}, Guests: []string{kcrd},
		Slot: meeting.Slot{On: w.today(), Starts: "13:00", Ends: "15:00", Place: "Sal Hjälmaren"}}).ID
	both := either(body(chiefs), body(health))
	item := do(w, "region-secretary", meetings.AddTopic, meetings.TopicInput{Meeting: id, Version: w.version("region-secretary", id), Purpose: meeting.Decide,
		Title: "Gemensamt " + w.mark(either(both, body(kcrd)), chiefs, "joint", "title")}).Item
	do(w, "region-secretary", meetings.Open, meetings.MeetingInput{Meeting: id, Version: w.version("region-secretary", id)})
	do(w, "region-secretary", meetings.SaveDraft, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.DecisionText, Body: chiefs, Op: "joint-chiefs",
		Text: "Chefsgruppen " + w.mark(recorders(chiefs), chiefs, "joint", "typed")})
	do(w, "region-health", meetings.SaveDraft, meetings.DraftInput{Meeting: id, Item: item, Field: meeting.DecisionText, Body: health, Op: "joint-health",
		Text: "Gruppen " + w.mark(recorders(health), health, "joint", "typed")})
	do(w, "region-health", decisions.Record, decisions.RecordInput{Meeting: id, Item: item, Body: health, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed,
		Text: "Gruppen " + w.mark(both, health, "joint", "decided"), Mandate: decision.Held}})

	next := w.meets("region-secretary", chiefs, 45)
	sides := do(w, "kumla-chief", meetings.Page, meetings.PageInput{Meeting: next}).SideBy
	if len(sides) != 1 {
		w.Fatalf("%d sides may meet beside a meeting of %s", len(sides), chiefs)
	}
	beside := do(w, "kumla-chief", meetings.HoldBeside, meetings.SideInput{Meeting: next, Side: sides[0].Parties,
		Slot: meeting.Slot{On: w.today().Add(45), Starts: "08:00", Ends: "08:45", Place: "Rum " + w.mark(side(chiefs), "kumla", "side", "place")}})
	do(w, "nora-chief", meetings.AddTopic, meetings.TopicInput{Meeting: beside.ID, Version: beside.Version, Purpose: meeting.Inform,
		Title: "Mellan oss " + w.mark(side(chiefs), "nora", "side", "title"), Summary: w.mark(side(chiefs), "nora", "side", "summary")})
}

// capsulam is what the chief group decides between its meetings: a matter that it has
// decided so, and one about which it waits for answers. Who answers what is the
// group's own.
func (w *world) capsulam() {
	w.Helper()
	do(w, "region-secretary", meetings.Prioritise, meetings.PrioritiseInput{Body: au, AddMatterInput: meetings.AddMatterInput{Meeting: w.meets("region-secretary", chiefs, 60), Version: 1,
		Matter: w.written, Purpose: meeting.Decide}})
	put := func(matter, version, object string, to audience) string {
		return do(w, "region-secretary", decisions.PutWritten, decisions.PutInput{Body: chiefs, Matter: matter, Version: version, LastDay: w.today().Add(10), DueOn: w.today().Add(60),
			Text: "Gruppen " + w.mark(to, chiefs, object, "proposed"), Responsible: "Socialchef"}).ID
	}
	reply := func(id, version, object, who string, said decision.Reply) {
		why := "Därför " + w.mark(body(chiefs), chiefs, object, "why-"+who)
		do(w, who, decisions.AnswerWritten, decisions.ReplyInput{Written: id, Said: said, Version: version, Why: why})
	}
	version := w.course(w.written).InPlay()
	decided := put(w.written, version, "written", participants())
	for _, who := range []string{"kumla-chief", "ended-session", "nora-chief", "laxa-and-nora", "region-chair"} {
		reply(decided, version, "written", who, decision.Agrees)
	}
	reply(decided, version, "written", "askersund-chief", decision.Objects)
	if out := do(w, "region-secretary", decisions.CloseWritten, decisions.CloseInput{Written: decided}); out.Left != "" {
		w.Fatalf("the chief group has not decided between its meetings: %s", out.Left)
	}
	waits := w.course(w.sent).InPlay()
	reply(put(w.sent, waits, "put", body(chiefs)), waits, "put", "nora-chief", decision.Objects)
}
