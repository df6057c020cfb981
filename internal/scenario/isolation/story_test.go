package isolation

import (
	"slices"

	"samverk/internal/app/bodies"
	"samverk/internal/app/decisions"
	"samverk/internal/app/groups"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/app/preparing"
	"samverk/internal/app/remisses"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/group"
	"samverk/internal/domain/local"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/remiss"
	"samverk/internal/domain/structure"
)

// begin is the first day: matters are raised, sorted, sent and prepared at home,
// and meetings are planned.
func (w *world) begin() {
	w.sent = w.raise("kumla-chief", "kumla", "sent", "agreement", everybody(), yes("commits"))
	w.adopted = w.raise("kumla-chief", "kumla", "adopted", "agreement", everybody(), yes("commits", "major"))
	w.asked = w.raise("nora-chief", "nora", "asked", "guideline", participants(), yes("influences"))
	w.tabled = w.raise("region-chair", region, "tabled", "agreement", everybody(), yes("commits"))
	w.inForce = w.raise("region-chair", region, "in-force", "guideline", everybody(), structure.Facts{"acts": {Known: true, Parties: []string{"kumla", "nora"}}})
	w.written = w.raise("region-chair", region, "written", "guideline", everybody(), nil)
	for _, id := range []string{w.sent, w.adopted, w.asked, w.tabled, w.inForce, w.written} {
		w.accept(id)
	}
	for _, x := range w.prepared() {
		w.dispatch(x.id, x.object)
	}
	v := do(w, "region-secretary", matters.AddVersion, matters.VersionInput{Matter: w.written, Text: "Riktlinje " + w.mark(everybody(), region, "written", "version")})
	do(w, "region-secretary", matters.SendToParties, matters.SendInput{Matter: w.written, Version: v.ID, To: w.parties(w.written)})
	w.raised = w.raise("askersund-chief", "askersund", "raised", "guideline", before("askersund"), nil)
	w.withdrawn = w.raise("nora-chief", "nora", "withdrawn", "guideline", before("nora"), nil)
	do(w, "nora-chief", matters.Withdraw, matters.EndInput{Matter: w.withdrawn, Version: 1, Reason: w.mark(before("nora"), "nora", "withdrawn", "reason")})

	for _, x := range w.prepared() {
		w.prepare(x.id, x.object, "kumla", "kumla-chief")
		w.prepare(x.id, x.object, "nora", "nora-chief")
		w.prepare(x.id, x.object, "askersund", "askersund-chief")
		w.prepare(x.id, x.object, region, "region-chair")
	}
	w.share()
	w.ask()
	w.group()
}

// group is what a body sets up under itself: a group that the participants know,
// and one whose assignment and result are public, and that has ended. What is
// settled about a local group is as public as the structure.
func (w *world) group() {
	setUp := func(object string, to audience, public bool) groups.Kept {
		return do(w, "region-secretary", groups.SetUp, groups.SetUpInput{Body: chiefs, Terms: groups.Terms{Kind: group.Working, Name: "Grupp " + w.mark(to, chiefs, object, "name"),
			Goal: w.mark(to, chiefs, object, "goal"), Starts: w.today(), Ends: w.today().Add(10), Decision: w.mark(participants(), chiefs, object, "by"), Public: public,
			Deliverables: []group.Deliverable{{What: w.mark(to, chiefs, object, "delivers"), Due: w.today().Add(5)}}, People: []string{w.as("nora-chief").Person + ".nora"},
			Responsible: w.as("region-secretary").Person + "." + region, Places: []group.Member{{Party: "kumla", Office: "social-chief"}}}})
	}
	open := setUp("group", participants(), false)
	do(w, "region-chair", groups.Extend, groups.ExtendInput{Group: open.ID, Version: open.Version, To: w.today().Add(12), Reason: w.mark(participants(), chiefs, "group", "extended")})
	ended := setUp("public-group", everybody(), true)
	do(w, "region-secretary", groups.End, groups.EndInput{Group: ended.ID, Version: ended.Version, On: w.today(), Reason: w.mark(participants(), chiefs, "public-group", "why"),
		Delivered: w.mark(everybody(), chiefs, "public-group", "result")})
	do(w, "nora-chief", bodies.Settle, local.Setting{Body: "lokal-samverkan-nora", From: w.today(), DecidedBy: w.mark(everybody(), "nora", "local", "decided-by"), DecidedOn: w.today(),
		Duties: []string{w.mark(everybody(), "nora", "local", "duty")}, Meetings: 4, Seats: []local.Seat{{Party: "nora", Count: 2}}})
}

// prepared gives the matters that the parties prepare at home.
func (w *world) prepared() []struct{ object, id string } {
	return []struct{ object, id string }{{"sent", w.sent}, {"adopted", w.adopted}, {"tabled", w.tabled}, {"in-force", w.inForce}}
}

// prepare is what a party does at home: what all may see, and what is its own.
func (w *world) prepare(id, object, party, who string) {
	if !slices.Contains(w.parties(id), party) {
		return
	}
	do(w, who, homes.SetPreparation, homes.PreparationInput{Matter: id, Party: party, State: matter.PreparationBegun, Contact: w.mark(participants(), party, object, "contact")})
	own := func() {
		do(w, who, homes.SetStance, homes.StanceInput{Matter: id, Party: party, Stance: matter.Opposes, Text: "Vi tvekar " + w.mark(home(party), party, object, "stance")})
		do(w, who, homes.AddNote, homes.NoteInput{Matter: id, Party: party, Text: "Internt " + w.mark(home(party), party, object, "note") + " <b>&\"åäö\"</b>"})
	}
	if party == "kumla" {
		w.inSecret(own)
	} else {
		own()
	}
}

// share is an explicit act: what stood in the stance then is everybody's, what
// is written afterwards is the party's own.
func (w *world) share() {
	shared := w.mark(participants(), "laxa", "sent", "shared")
	do(w, "laxa-and-nora", homes.SetStance, homes.StanceInput{Matter: w.sent, Party: "laxa", Stance: matter.Supports, Text: shared})
	do(w, "laxa-and-nora", homes.ShareStance, homes.ShareInput{Matter: w.sent, Party: "laxa", Version: 1})
	do(w, "laxa-and-nora", homes.SetStance, homes.StanceInput{Matter: w.sent, Party: "laxa", Stance: matter.Opposes, Text: w.mark(home("laxa"), "laxa", "sent", "after"), Version: 1})
}

// ask is a remiss: the question and the answers are records, the drafts are not.
func (w *world) ask() {
	do(w, "region-secretary", matters.AddVersion, matters.VersionInput{Matter: w.asked, Text: "Förslag " + w.mark(participants(), "region", "asked", "text")})
	r := do(w, "region-secretary", remisses.Open, remisses.OpenInput{Matter: w.asked, Question: "Vad anser ni? " + w.mark(participants(), "region", "asked", "question"), Deadline: w.today().Add(60)})
	w.remiss = r.ID
	draft := func(who, party string) {
		do(w, who, remisses.SaveDraft, remisses.DraftInput{Remiss: r.ID, Party: party, Stance: remiss.Against, Text: "Utkast " + w.mark(home(party), party, "asked", "draft")})
	}
	w.inSecret(func() { draft("kumla-registrar", "kumla") })
	draft("nora-registrar", "nora")
	draft("region-chair", region)
	do(w, "laxa-and-nora", remisses.Answer, remisses.AnswerInput{Remiss: r.ID, Party: "laxa", Stance: remiss.SupportsWith, Text: "Svar " + w.mark(participants(), "laxa", "asked", "answer")})
}

// topic puts a topic of its own on a meeting's agenda: its body's and nobody
// else's.
func (w *world) topic(who, id, at, object string, invited ...string) string {
	w.Helper()
	to := body(at, invited...)
	return do(w, who, meetings.AddTopic, meetings.TopicInput{Meeting: id, Version: w.version(who, id), Purpose: meeting.Inform,
		Title: "Punkt " + w.mark(to, at, object, "title"), Summary: w.mark(to, at, object, "summary")}).Item
}

// paper puts a paper to an item: for the body and for those called to the item.
func (w *world) paper(id, item, object string, called ...string) {
	w.Helper()
	to := body(chiefs, called...)
	f := w.upload(w.mark(to, chiefs, object, "filename")+".pdf", w.mark(to, chiefs, object, "content"))
	do(w, "region-secretary", meetings.AddPaper, meetings.PaperInput{Meeting: id, Item: item, Title: "Underlag " + w.mark(to, chiefs, object, "title"), File: f})
}

// meet is a day of meetings: one that is closed with what it decided, and one
// that is still going on.
func (w *world) meet() {
	terms := func(id, object, field string, to audience) decision.Terms {
		return decision.Terms{Kind: decision.Recommendation, Outcome: decision.AsProposed, Text: "Chefsgruppen " + w.mark(to, chiefs, object, field),
			Version: w.course(id).InPlay(), Mandate: decision.Held, Responsible: "Socialchef", DueOn: w.today().Add(90), Reservation: w.mark(to, chiefs, object, field+"-reservation")}
	}
	onTable := func(id, object string) (string, string) {
		m := w.meets("region-secretary", chiefs, 0)
		p := do(w, "region-secretary", meetings.Prioritise, meetings.PrioritiseInput{Body: au, AddMatterInput: meetings.AddMatterInput{Meeting: m, Version: 1, Matter: id, Purpose: meeting.Decide}})
		w.topic("region-secretary", m, chiefs, "topic-beside-"+object)
		do(w, "region-secretary", meetings.Open, meetings.MeetingInput{Meeting: m, Version: w.version("region-secretary", m)})
		return m, p.Item
	}
	closed, item := onTable(w.adopted, "adopted")
	do(w, "region-secretary", decisions.Record, decisions.RecordInput{Meeting: closed, Item: item, Terms: terms(w.adopted, "adopted", "decision", participants())})
	do(w, "region-secretary", meetings.Close, meetings.CloseInput{Meeting: closed, Version: w.version("region-secretary", closed), Anyway: true})
	quick, item := onTable(w.inForce, "in-force")
	do(w, "region-secretary", decisions.Record, decisions.RecordInput{Meeting: quick, Item: item, Terms: terms(w.inForce, "in-force", "decision", participants())})
	do(w, "region-secretary", meetings.Close, meetings.CloseInput{Meeting: quick, Version: w.version("region-secretary", quick), Anyway: true})
	going, item := onTable(w.tabled, "tabled")
	do(w, "region-secretary", decisions.Record, decisions.RecordInput{Meeting: going, Item: item, Terms: terms(w.tabled, "tabled", "decision", body(chiefs))})

	pass := w.meets("region-secretary", kcrd, 0)
	do(w, "region-secretary", meetings.Open, meetings.MeetingInput{Meeting: pass, Version: 1})
	p := decision.Terms{Kind: decision.Position, Outcome: decision.AsProposed, Text: "KCRD " + w.mark(everybody(), kcrd, "adopted", "position"), Version: w.course(w.adopted).InPlay()}
	passed := do(w, "region-secretary", decisions.Record, decisions.RecordInput{Meeting: pass, Matter: w.adopted, Terms: p})
	do(w, "region-secretary", meetings.Close, meetings.CloseInput{Meeting: pass, Version: w.version("region-secretary", pass), Anyway: true})
	do(w, "region-secretary", decisions.Publish, decisions.PublishInput{Decision: passed.ID})

	other := w.meets("region-health", health, 0)
	w.topic("region-health", other, health, "topic-of-health")
}

// decideAtHome is what the parties' own organs decide: public with the matter.
func (w *world) decideAtHome() {
	decide := func(id, object, who, party string, outcome matter.Outcome) {
		f := w.upload(w.mark(everybody(), party, object, "extract")+".pdf", w.mark(everybody(), party, object, "extract-content"))
		do(w, who, homes.RecordPartyDecision, homes.DecisionInput{Matter: id, Party: party, Organ: w.s.OrgansOf(party)[0].ID, DecidedOn: w.today(), Paragraph: "§ 12",
			Outcome: outcome, Wording: w.mark(everybody(), party, object, "wording"), Registration: "KS 2026/77", Extract: f})
		w.read(f)
	}
	decide(w.adopted, "adopted", "kumla-registrar", "kumla", matter.AdoptsWithReservation)
	decide(w.adopted, "adopted", "nora-registrar", "nora", matter.AdoptsIf)
	decide(w.inForce, "in-force", "kumla-registrar", "kumla", matter.AdoptsWithReservation)
	decide(w.inForce, "in-force", "nora-registrar", "nora", matter.AdoptsWithReservation)
	for _, x := range w.course(w.adopted).Sent {
		if x.Party == "kumla" {
			do(w, "kumla-registrar", homes.RegisterIncoming, homes.IncomingInput{Matter: w.adopted, Dispatch: x.Dispatch, Party: "kumla", Number: w.mark(ofParty("kumla"), "kumla", "adopted", "incoming")})
		}
	}
}

// ahead is a meeting that is called: with a matter that all may open and about
// which the chiefs of schools are called, a topic of the group's own, and one to
// which two are invited. Each has a paper, which those called to it read.
func (w *world) ahead() {
	id := w.meets("region-secretary", chiefs, 30)
	first := do(w, "region-secretary", meetings.Prioritise, meetings.PrioritiseInput{Body: au, AddMatterInput: meetings.AddMatterInput{Meeting: id, Version: 1, Matter: w.sent, Purpose: meeting.Decide}}).Item
	own := w.topic("region-secretary", id, chiefs, "topic-own")
	item := w.topic("region-secretary", id, chiefs, "topic-invited", "degerfors-local", "laxa-expert")
	do(w, "region-secretary", meetings.Invite, meetings.InviteInput{Meeting: id, Person: w.as("degerfors-local").Person, Item: item})
	do(w, "region-secretary", meetings.CoOpt, meetings.CoOptInput{Meeting: id, Item: item, Name: "Sakkunnig", Email: w.who("laxa-expert").email()})
	w.paper(id, own, "paper-own")
	w.paper(id, item, "paper-invited", "degerfors-local", "laxa-expert")
	w.paper(id, first, "paper-matter", "askersund-school")
	notes := func(who, item, object string) {
		do(w, who, preparing.SaveNote, preparing.NoteInput{Meeting: id, Item: item, Text: "För mig: " + w.mark(ownNote(who), "kumla", object, "own-note"), Question: true})
	}
	w.inSecret(func() {
		notes("kumla-chief", "", "ahead-meeting")
		notes("kumla-chief", item, "ahead-item")
	})
	notes("region-secretary", item, "ahead-secretary")
	notes("degerfors-local", item, "ahead-invited")
	do(w, "region-chair", meetings.GiveGo, meetings.GoInput{Meeting: id, Said: do(w, "region-chair", meetings.Page, meetings.PageInput{Meeting: id}).Meeting.Said})
	do(w, "region-secretary", meetings.SendNotice, meetings.NoticeInput{Meeting: id, Version: w.version("region-secretary", id)})
	do(w, "region-chair", matters.Overrule, matters.OverruleInput{Matter: w.sent, Rule: w.course(w.sent).PreparationDuty()[0].ID, Reason: "Skälet är " + w.mark(participants(), "region", "sent", "exception")})
}
