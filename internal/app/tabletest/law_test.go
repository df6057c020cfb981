package tabletest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/structurefile"
	"samverk/structures"
)

const (
	board = "nsv"
	group = "lansstyrgruppen"
)

// sides is a county with a joint board, of ten members and two deputies, and a
// free-form group of three; the secretary serves both.
type sides struct {
	*world
	members  []access.Viewer // of the board: the region's, then a municipality's each
	deputies []access.Viewer
	group    []access.Viewer
}

// eachSides runs fn on the county, with requirements added to its group.
func eachSides(t *testing.T, require string, fn func(w *sides)) {
	data, err := structures.Files.ReadFile("sormland.yaml")
	if err != nil {
		t.Fatal(err)
	}
	src := strings.Replace(string(data), "    name: Länsstyrgruppen\n", "    name: Länsstyrgruppen\n"+require, 1)
	s, err := structurefile.Read("sormland.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		w := &sides{world: &world{t: t, sys: sys, clock: clock, s: s}}
		w.secretary = apptest.Seat(t, sys, "secretary", people.Membership{Party: "region-sormland", Body: board, Role: "secretary"},
			people.Membership{Party: "region-sormland", Body: group, Role: "secretary"})
		role := people.Role("chair")
		for _, p := range s.PartiesOf(s.Body(board)) {
			w.members = append(w.members, apptest.Seat(t, sys, "board-"+p, people.Membership{Party: p, Body: board, Role: role}))
			role = "member"
		}
		for _, p := range []string{"flen", "trosa"} {
			w.deputies = append(w.deputies, apptest.Seat(t, sys, "deputy-"+p, people.Membership{Party: p, Body: board, Role: "deputy"}))
		}
		w.group = []access.Viewer{apptest.Seat(t, sys, "group-chair", people.Membership{Party: "flen", Office: "social-chief", Body: group, Role: "chair"}),
			apptest.Seat(t, sys, "group-trosa", people.Membership{Party: "trosa", Office: "social-chief", Body: group, Role: "member"}),
			apptest.Seat(t, sys, "group-region", people.Membership{Party: "region-sormland", Office: "division-head", Body: group, Role: "member"})}
		fn(w)
	})
}

// held gives a meeting of a body that is open, with one topic up for decision.
func (w *sides) held(body string) (id, item string) {
	w.t.Helper()
	id = w.meets(w.secretary, body, 0)
	item = must(w.world, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Verksamhetsplan", Purpose: meeting.Decide})), nil).Item
	must(w.world, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: 2})), nil)
	return id, item
}

func (w *sides) attend(id string, there ...meetings.Attendance) error {
	_, err := meetings.Attend.Do(ctx, w.sys, w.secretary, meetings.AttendInput{Meeting: id, People: there})
	return err
}

// there is that so many of a body's people are present, and the rest are not.
func there(n int, of []access.Viewer) []meetings.Attendance {
	var out []meetings.Attendance
	for i, v := range of {
		out = append(out, meetings.Attendance{Person: v.Person, Present: i < n})
	}
	return out
}

func (w *sides) record(id, item string, change func(*decisions.RecordInput)) (decisions.Recorded, error) {
	in := decisions.RecordInput{Meeting: id, Item: item, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Verksamhetsplanen godkänns."}}
	if change != nil {
		change(&in)
	}
	return decisions.Record.Do(ctx, w.sys, w.secretary, in)
}

func (w *sides) form(id, item string) decisions.Form {
	w.t.Helper()
	return must(w.world, first(decisions.FormFor.Do(ctx, w.sys, w.secretary, decisions.FormInput{Meeting: id, Item: item})), nil)
}

// broke ends the test unless the error is a refusal by the sections of law given.
func (w *sides) broke(err error, key string, sections ...string) {
	w.t.Helper()
	var r *rule.Refusal
	if !errors.As(err, &r) {
		w.t.Fatalf("no rule broken: %v", err)
	}
	if r.Key != key {
		w.t.Errorf("refused by %s, want %s", r.Key, key)
	}
	for _, s := range sections {
		if !slices.ContainsFunc(r.Rules, func(x rule.Ref) bool { return x.Document == "Kommunallag (2017:725)" && x.Section == s }) {
			w.t.Errorf("%s does not name %s: %v", key, s, r.Rules)
		}
	}
}

// A statutory board's meeting by law and a free-form group's by its own text,
// side by side: what refuses the one does not speak in the other.
func TestBoardAndGroupSideBySide(t *testing.T) {
	eachSides(t, "", func(w *sides) {
		law, itemOfLaw := w.held(board)
		own, itemOfOwn := w.held(group)
		agreed := func(in *decisions.RecordInput) { in.Terms.Formal.How = decision.Agreed }

		// What is shown: law for the board, with its sections; nothing for the group.
		v, g := w.view(w.members[0], law), w.view(w.group[0], own)
		if !v.Sitting.Regime.Statutory() || len(v.Sitting.Regime.Rules()) != len(w.s.Law) || v.Sitting.Presence.Members != 10 {
			t.Errorf("the board: %+v", v.Sitting.Presence)
		}
		if g.Sitting.Regime.Statutory() || len(g.Sitting.Regime.Rules()) != 0 || g.Quorum != nil || g.Clocks.ApproveBy != "" {
			t.Errorf("the group: %+v", g.Sitting)
		}

		// Nobody has recorded who is there: the board can't decide, nor be closed.
		if f := w.form(law, itemOfLaw); f.Stopped == nil || f.Stopped.Key != "decision.presence_missing" || !f.Regime.Statutory() {
			t.Errorf("the board's form: %+v", f.Stopped)
		}
		_, err := w.record(law, itemOfLaw, agreed)
		w.broke(err, "decision.presence_missing", "6 kap. 27 §")
		_, err = meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: law, Version: 3, Anyway: true})
		w.broke(err, "meeting.presence_missing", "5 kap. 65, 66 och 69 §§ och 6 kap. 35 §")
		if f := w.form(own, itemOfOwn); f.Stopped != nil || f.Regime.Statutory() || len(f.Serving) != 0 || len(f.Demands) != 0 {
			t.Errorf("the group's form: %+v", f)
		}
		r := must(w.world, first(w.record(own, itemOfOwn, func(in *decisions.RecordInput) { in.Terms.Formal.How = decision.Open })), nil)
		p := must(w.world, first(decisions.Page.Do(ctx, w.sys, w.secretary, decisions.PageInput{Ref: r.ID})), nil)
		if p.Record.Terms.Formal.How != decision.HowUnsaid || p.Regime.Statutory() {
			t.Errorf("the group's record: %+v", p.Record.Terms.Formal)
		}

		// Half of the ten is too few; a deputy in the stead of one who is not there makes six.
		w.ok(w.attend(law, there(5, w.members)...))
		if v := w.view(w.members[0], law); v.Quorum == nil || v.Sitting.Presence.Serving != 5 {
			t.Errorf("half: %+v", v.Sitting.Presence)
		}
		_, err = w.record(law, itemOfLaw, agreed)
		w.broke(err, "decision.not_quorate", "6 kap. 27 §", "4 kap. 22 §")
		w.is(w.attend(law, meetings.Attendance{Person: w.deputies[0].Person, Present: true, For: w.members[0].Person}), fault.Invalid) // who is there
		w.ok(w.attend(law, meetings.Attendance{Person: w.deputies[1].Person, Present: true}))
		if n := w.view(w.members[0], law).Sitting.Presence.Serving; n != 5 {
			t.Errorf("a deputy who serves for nobody counts: %d", n)
		}
		w.ok(w.attend(law, meetings.Attendance{Person: w.deputies[0].Person, Present: true, For: w.members[9].Person}))
		w.is(w.attend(law, meetings.Attendance{Person: w.deputies[1].Person, Present: true, For: w.members[9].Person}), fault.Invalid) // taken
		if v := w.view(w.members[0], law); v.Quorum != nil || v.Sitting.Presence.Serving != 6 {
			t.Errorf("six: %+v", v.Sitting.Presence)
		}

		// How it was decided: asked of the board alone.
		_, err = w.record(law, itemOfLaw, nil)
		w.broke(err, "decision.how_missing", "5 kap. 53 och 54 §§, 6 kap. 33 § och 4 kap. 24 §")
		_, err = w.record(law, itemOfLaw, func(in *decisions.RecordInput) {
			in.Terms.Formal = decision.Formal{How: decision.Agreed, Disqualified: []string{w.members[1].Person}}
		})
		w.broke(err, "decision.not_quorate", "6 kap. 28 och 30 §§")
		_, err = w.record(law, itemOfLaw, func(in *decisions.RecordInput) {
			in.Terms.Formal = decision.Formal{How: decision.Open, For: 2, Against: 4}
		})
		w.broke(err, "decision.no_majority", "5 kap. 55 § och 6 kap. 33 §")
		voted := decision.Formal{How: decision.Open, For: 3, Against: 3, Tie: decision.Casting}
		r = must(w.world, first(w.record(law, itemOfLaw, func(in *decisions.RecordInput) { in.Terms.Formal = voted })), nil)
		p = must(w.world, first(decisions.Page.Do(ctx, w.sys, w.members[0], decisions.PageInput{Ref: r.ID})), nil)
		if f := p.Record.Terms.Formal; f.How != voted.How || f.For != 3 || f.Against != 3 || f.Tie != decision.Casting || !p.Regime.Statutory() {
			t.Errorf("the board's record: %+v", f)
		}

		// Some leave; what was decided with enough can still be corrected.
		w.ok(w.attend(law, there(2, w.members)...))
		fixed := p.Record.Terms
		fixed.Text = "Verksamhetsplanen för 2026 godkänns."
		must(w.world, first(decisions.Correct.Do(ctx, w.sys, w.secretary, decisions.CorrectInput{Decision: r.ID, Terms: fixed})), nil)
		_, err = w.record(law, "", agreed)
		w.broke(err, "decision.not_quorate", "6 kap. 27 §")
		w.ok(w.attend(law, there(6, w.members)...))

		// Closed: no reservation afterwards in the board, unless notice was given before.
		close := func(id string) {
			w.t.Helper()
			must(w.world, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version, Anyway: true})), nil)
		}
		w.is(w.onPaper(law, w.today()), fault.Conflict) // not before it is closed
		close(law)
		close(own) // with nobody's presence recorded
		reserve := func(in *decisions.RecordInput) {
			in.Item, in.Terms.Reservation = "", "En ledamot reserverar sig."
			agreed(in)
		}
		_, err = w.record(law, "", reserve)
		w.broke(err, "decision.dissent_late", "4 kap. 27 §")
		must(w.world, first(w.record(law, "", func(in *decisions.RecordInput) {
			reserve(in)
			in.Terms.Formal.InTime = true
		})), nil)
		must(w.world, first(w.record(own, "", reserve)), nil)

		// The times that run from the board's meeting; none from the group's.
		w.minutesOf(law, own)
	})
}

// onPaper settles the notes or minutes of a meeting and records that they were
// approved on paper on a day.
func (w *sides) onPaper(id string, on workday.Date) error {
	w.t.Helper()
	part := records.PartInput{Meeting: id, Kind: record.Notes}
	d, err := records.Check.Do(ctx, w.sys, w.secretary, part)
	if err != nil {
		return err
	}
	part.Version = d.Version
	_, err = records.NoteApproval.Do(ctx, w.sys, w.secretary, records.NoteInput{PartInput: part, On: on})
	return err
}

// minutesOf follows a board's minutes to the time for appeal, and shows that a
// group's meeting has no such time.
func (w *sides) minutesOf(law, own string) {
	w.t.Helper()
	day := w.today()
	if c := w.view(w.members[0], law).Clocks; c.ApproveBy != day.Add(14) || c.Late || len(c.Waits) != 10 {
		w.t.Errorf("closed: %+v", c)
	}
	w.clock.Days(10)
	_, err := records.NoteApproval.Do(ctx, w.sys, w.members[3], records.NoteInput{PartInput: records.PartInput{Meeting: law, Kind: record.Notes}, On: w.today()})
	w.is(err, fault.Denied)
	post := func(parties ...string) error {
		_, err := records.PostMinutes.Do(ctx, w.sys, w.secretary, records.PostInput{Meeting: law, Parties: parties, On: w.today()})
		return err
	}
	w.is(post("flen"), fault.Invalid) // not approved yet
	w.ok(w.onPaper(law, w.today()))
	w.is(post(), fault.Invalid)
	w.is(post("nora"), fault.Invalid) // no party of the board
	parties := w.s.PartiesOf(w.s.Body(board))
	w.ok(post(parties[1:]...))
	if c := w.view(w.members[0], law).Clocks; c.AnnounceBy != day.Add(12) || !slices.Equal(c.Waits, parties[:1]) || c.AppealUntil != "" {
		w.t.Errorf("announced by all but the host: %+v", c)
	}
	w.clock.Days(3)
	w.ok(post(parties[0]))
	c := w.view(w.members[0], law).Clocks
	if !c.Boards[0].Late || c.Boards[1].Late || c.AppealUntil != day.Add(13+21) {
		w.t.Errorf("announced by all: %+v", c)
	}
	if c := w.view(w.group[0], own).Clocks; c.ApproveBy != "" || len(c.Boards) != 0 {
		w.t.Errorf("the group: %+v", c)
	}
}

func (w *sides) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// What the structure requires of a group's decisions is told before they are
// written and judged when they are recorded, by who is there.
func TestRequiredOfDecisions(t *testing.T) {
	const require = `    require:
      - {of: decision, that: "members.exists(m, m.role == 'chair' && 'municipality' in m.sets)", say: En kommuns ordförande är med.}
      - {of: decision, that: "decision.outcome != 'as_proposed' || decision.responsible != ''", say: Någon ansvarar., force: should}
      - {of: decision, that: "decision.present >= 3", say: Tre är med., force: may}
`
	eachSides(t, require, func(w *sides) {
		id, item := w.held(group)
		kinds := func() (out []string) {
			for _, f := range w.form(id, item).Demands {
				out = append(out, string(f.Severity)+" "+f.Kind)
			}
			return out
		}
		chair, responsible, three := "blocks ", "warns ", "informs "
		if got := kinds(); !slices.Equal(got, []string{chair + structure.KindPresence, responsible + structure.KindDemand, three + structure.KindPresence}) {
			t.Errorf("ahead: %v", got)
		}
		_, err := w.record(id, item, nil)
		w.broken(err, "decision.asks_presence")
		w.ok(w.attend(id, meetings.Attendance{Person: w.group[0].Person}, meetings.Attendance{Person: w.group[1].Person, Present: true}))
		if f := w.form(id, item); f.Stopped == nil || f.Stopped.Key != "decision.required" || f.Regime.Statutory() {
			t.Errorf("without the chair: %+v", f.Stopped)
		}
		_, err = w.record(id, item, nil)
		r := w.broken(err, "decision.required")
		if !strings.Contains(r.Args[0].(string), "En kommuns ordförande är med.") || r.Rules[0].ID != group+".require.1" {
			t.Errorf("%+v", r)
		}
		w.ok(w.attend(id, meetings.Attendance{Person: w.group[0].Person, Present: true}))
		if got := kinds(); !slices.Equal(got, []string{responsible + structure.KindDemand, three + structure.KindRequirement}) {
			t.Errorf("with the chair: %v", got)
		}
		// What should hold asks for a reason, which everybody of the meeting can read.
		_, err = w.record(id, item, nil)
		w.broken(err, "decision.advised")
		_, err = w.record(id, item, func(in *decisions.RecordInput) { in.Despite = "?" })
		w.is(err, fault.Invalid)
		rec := must(w.world, first(w.record(id, item, func(in *decisions.RecordInput) { in.Despite = "Ansvaret avgörs i nästa möte." })), nil)
		if x := w.view(w.group[1], id).Exceptions; len(x) != 1 || x[0].Rule != group+".require.2" || x[0].Reason != "Ansvaret avgörs i nästa möte." {
			t.Errorf("%+v", x)
		}
		// A correction is judged by the same.
		c := decisions.CorrectInput{Decision: rec.ID, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Rättat."}}
		_, err = decisions.Correct.Do(ctx, w.sys, w.secretary, c)
		w.broken(err, "decision.advised")
		c.Terms.Responsible = "Regionalt stöd"
		must(w.world, first(decisions.Correct.Do(ctx, w.sys, w.secretary, c)), nil)
		// The board has requirements of the whole structure alone: none.
		if f := w.form(w.held(board)); len(f.Demands) != 0 {
			t.Errorf("the board: %v", f.Demands)
		}
	})
}
