package tabletest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/papers"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/render"
)

// reads fails unless a document holds some words and not others.
func reads(t *testing.T, p papers.Paper, err error, holds, lacks []string) {
	t.Helper()
	if err != nil {
		t.Error(err)
		return
	}
	text := render.Fragment(p.Sheet, p.Set)
	for _, s := range holds {
		if !strings.Contains(text, s) {
			t.Errorf("%q is not in\n%s", s, text)
		}
	}
	for _, s := range lacks {
		if strings.Contains(text, s) {
			t.Errorf("%q is in\n%s", s, text)
		}
	}
}

// The agenda as a document is the version that went out, whatever is planned since;
// the draft is for those who plan, and says that it is one.
func TestAgendasOfVersions(t *testing.T) {
	each(t, func(w *world) {
		m := w.meets(w.secretary, chiefs, 60)
		version := func() int64 { return page(w.t, w.sys, w.secretary, m).Meeting.Version }
		topic := func(title string) {
			must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: m, Version: version(), Title: title, Purpose: meeting.Inform})), nil)
		}
		agenda := func(who access.Viewer, which string, holds, lacks []string) {
			w.t.Helper()
			p, err := papers.Agenda.Do(ctx, w.sys, who, papers.In{Meeting: m, Version: which})
			reads(w.t, p, err, holds, lacks)
		}
		missing := func(who access.Viewer, which string) {
			w.t.Helper()
			if _, err := papers.Agenda.Do(ctx, w.sys, who, papers.In{Meeting: m, Version: which}); !errors.Is(err, fault.NotFound) {
				w.t.Errorf("version %q to %s: %v", which, who.Name, err)
			}
		}
		topic("Budget")
		agenda(w.kumla, "", []string{"Utkast", "Inte kallat än", "Budget"}, nil)
		missing(w.kumla, "A")
		w.goFor(m)
		letters(w.t, w.sys, w.secretary, m, version())
		topic("Nytt efter kallelsen")
		agenda(w.kumla, "", []string{"Budget", "A, "}, []string{"Nytt efter", "Utkast"})
		agenda(w.secretary, papers.Draft, []string{"Utkast", "Nytt efter kallelsen"}, nil)
		missing(w.kumla, papers.Draft)
		missing(w.secretary, "B")
		w.clock.Move(time.Minute)
		must(w, first(meetings.DecideAgenda.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: m, Version: version()})), nil)
		agenda(w.kumla, "", []string{"Nytt efter kallelsen", "B, "}, []string{"Utkast", "Ersatt"})
		agenda(w.kumla, "A", []string{"Budget", "Ersatt av version B"}, []string{"Nytt efter"})
		missing(w.registrar, "A")
		// Who is both a member and the vice chair is called as the vice chair.
		seat(w, "vice", people.Membership{Party: "nora", Office: "social-chief", Body: chiefs, Role: "member"}, people.Membership{Party: "nora", Office: "social-chief", Body: chiefs, Role: "vice_chair"})
		// The notice holds the agenda that it carried.
		p, err := papers.Notice.Do(ctx, w.sys, w.kumla, papers.In{Meeting: m})
		reads(w.t, p, err, []string{"Budget", "<dt>Ordförande:</dt> <dd>chair</dd>", ">vice</th><td>Socialchef eller motsvarande, Nora</td><td>Vice ordförande</td>"}, []string{"Nytt efter", "Utkast"}) // the chair answers for it (ORE-47)
	})
}

// Notes as a document are the words that were settled: a draft is for those who
// write, what is checked says that it waits, what stands is not changed by what is
// recorded afterwards, and an older version says which one stands instead.
func TestNotesAsSettled(t *testing.T) {
	fifth(t, func(o *office) {
		id := o.held("council", o.chair, o.secretary)
		read := func(who access.Viewer, which string) (papers.Paper, error) {
			return papers.Record.Do(ctx, o.sys, who, papers.RecordIn{In: papers.In{Meeting: id, Version: which}, Kind: sheet.Notes})
		}
		missing := func(who access.Viewer, which string) {
			o.t.Helper()
			if _, err := read(who, which); !errors.Is(err, fault.NotFound) {
				o.t.Errorf("version %q to %s: %v", which, who.Name, err)
			}
		}
		p, err := read(o.secretary, "")
		reads(o.t, p, err, []string{"Utkast"}, []string{"Kontrollsumma"})
		missing(o.town, "")
		member := o.seat("council-member", "ekmark", "council", "member")
		missing(member, "")
		missing(member, papers.Draft)

		o.check(id, 0)
		p, err = read(member, "")
		reads(o.t, p, err, []string{"Inte godkända än", "Kontrollsumma", "Ordförande"}, []string{"Utkast"})
		missing(member, papers.Draft)
		missing(o.secretary, papers.Draft)
		if err := o.says(o.chair, id, record.Approves, ""); err != nil {
			o.t.Fatal(err)
		}
		p, err = read(member, "1")
		reads(o.t, p, err, []string{"Godkända ", "Godkände ", "inloggad"}, []string{"Inte godkända", "Tillägg"})

		// What is recorded afterwards is in the next version, and not in this one.
		d, err := decisions.Record.Do(ctx, o.sys, o.secretary, decisions.RecordInput{Meeting: id, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.Noted, Text: "Tillägg som kom efteråt.", Mandate: decision.Held}})
		ok(o, d, err)
		p, err = read(member, "")
		reads(o.t, p, err, nil, []string{"Tillägg"})
		v := o.view(o.secretary, id)
		r, err := records.Renew.Do(ctx, o.sys, o.secretary, records.RenewInput{PartInput: records.PartInput{Meeting: id, Kind: record.Notes, Version: v.Notes.Version}, Reason: "Ett beslut saknades."})
		ok(o, r, err)
		p, err = read(o.secretary, papers.Draft)
		reads(o.t, p, err, []string{"Utkast", "Tillägg", "rättar version 1", "Ett beslut saknades."}, nil)
		p, err = read(o.secretary, "")
		reads(o.t, p, err, nil, []string{"Utkast", "Tillägg"})
		missing(member, papers.Draft)
		o.check(id, o.view(o.secretary, id).Draft.Part.Version)
		p, err = read(member, "1")
		reads(o.t, p, err, []string{"Ersatt av version 2"}, []string{"Tillägg"})
		p, err = read(member, "")
		reads(o.t, p, err, []string{"Inte godkända än", "Tillägg"}, nil)
		if _, err := papers.Record.Do(ctx, o.sys, o.secretary, papers.RecordIn{In: papers.In{Meeting: id}, Kind: sheet.Minutes}); !errors.Is(err, fault.NotFound) {
			o.t.Errorf("a group's minutes: %v", err)
		}
	})
}

// The list of decisions as a document is the one that was drawn up at the closing;
// while the meeting goes on it is a draft, and who is not of the body reads what
// was published alone.
func TestListAsDrawnUp(t *testing.T) {
	each(t, func(w *world) {
		id := w.opened(w.secretary, chiefs)
		item := w.topic(w.secretary, id, "Rapport")
		decide := func(text string) {
			must(w, first(decisions.Record.Do(ctx, w.sys, w.secretary, decisions.RecordInput{Meeting: id, Item: item, Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.Noted, Text: text, Mandate: decision.Held, Responsible: "Utvecklingsledaren"}})), nil)
		}
		list := func(who access.Viewer) (papers.Paper, error) {
			return papers.Decisions.Do(ctx, w.sys, who, papers.In{Meeting: id})
		}
		decide("Rapporten läggs till handlingarna.")
		p, err := list(w.kumla)
		reads(w.t, p, err, []string{"Utkast", "Mötet pågår", "läggs till handlingarna"}, nil)
		must(w, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: page(w.t, w.sys, w.secretary, id).Meeting.Version, Anyway: true})), nil)
		if _, err := list(w.registrar); !errors.Is(err, fault.NotFound) {
			w.t.Errorf("somebody outside the body: %v", err)
		}
		public := func() (papers.Paper, error) {
			return papers.PublicRecord.Do(ctx, w.sys, access.ThePublic(), papers.RecordIn{In: papers.In{Meeting: id}, Kind: sheet.Decisions})
		}
		if _, err := public(); !errors.Is(err, fault.NotFound) {
			w.t.Errorf("before it is published: %v", err)
		}
		v := w.record(id)
		must(w, first(records.Publish.Do(ctx, w.sys, w.secretary, records.PublishInput{PartInput: records.PartInput{Meeting: id, Kind: record.Decisions, Version: v.List.Version}, Audience: record.ToPublic})), nil)
		decide("Ett beslut till.")
		p, err = list(w.kumla)
		reads(w.t, p, err, []string{"läggs till handlingarna", "Kontrollsumma"}, []string{"Utkast", "Ett beslut till"})
		p, err = public()
		reads(w.t, p, err, []string{"läggs till handlingarna", "publicerad"}, []string{"Ett beslut till", "Närvaro"})
		p, err = list(w.registrar)
		reads(w.t, p, err, []string{"läggs till handlingarna"}, []string{"Ett beslut till"})
	})
}
