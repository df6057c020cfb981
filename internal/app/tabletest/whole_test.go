package tabletest

import (
	"context"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/papers"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
	"samverk/internal/render"
	"samverk/internal/render/papertest"
	"samverk/internal/web/ui"
)

// whole is a meeting from its notice to what is written of it.
type whole struct {
	*sides
	id, decision string
	minutes      sheet.Kind
}

// called gives a meeting that a notice has gone out for, that is open, with some of
// its people there.
func (w *sides) called(body string, present int, of []access.Viewer) (id, item string) {
	w.t.Helper()
	id = w.meets(w.secretary, body, 0)
	item = must(w.world, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Verksamhetsplan", Summary: "Planen för nästa år.", Purpose: meeting.Decide, Minutes: 15, Presenter: "Utvecklingsledaren"})), nil).Item
	version := func() int64 { return w.view(w.secretary, id).Meeting.Version }
	letters(w.t, w.sys, w.secretary, id, version())
	must(w.world, first(meetings.Open.Do(ctx, w.sys, w.secretary, meetings.MeetingInput{Meeting: id, Version: version()})), nil)
	w.ok(w.attend(id, there(present, of)...))
	return id, item
}

func (w *sides) closes(id string) {
	w.t.Helper()
	must(w.world, first(meetings.Close.Do(ctx, w.sys, w.secretary, meetings.CloseInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version, Anyway: true})), nil)
}

// read gives a document of the meeting to its secretary.
func (w whole) read(k sheet.Kind, lang sheet.Lang) papers.Paper {
	w.t.Helper()
	in := papers.In{Meeting: w.id, Lang: lang}
	var p papers.Paper
	var err error
	switch k {
	case sheet.Notice:
		p, err = papers.Notice.Do(ctx, w.sys, w.secretary, in)
	case sheet.Agenda:
		p, err = papers.Agenda.Do(ctx, w.sys, w.secretary, in)
	case sheet.Decisions:
		p, err = papers.Decisions.Do(ctx, w.sys, w.secretary, in)
	case sheet.Extract:
		p, err = papers.Extract.Do(ctx, w.sys, w.secretary, papers.ExtractIn{Ref: w.decision, Lang: lang})
	default:
		p, err = papers.Record.Do(ctx, w.sys, w.secretary, papers.RecordIn{In: in, Kind: k})
	}
	w.ok(err)
	p.Sheet.Address = "https://samverk.example/moten/" + w.id
	return p
}

// A statutory board's whole meeting by law and a free-form group's by its own text,
// side by side, from the notice to the last day of an appeal: what law asks stands
// in the board's documents and in none of the group's. Every document in both
// languages is a tagged PDF and a DOCX that LibreOffice reads, with the same text.
func TestWholeMeetingsSideBySide(t *testing.T) {
	printed := false
	eachSides(t, "", func(w *sides) {
		law, itemOfLaw := w.called(board, 7, w.members)
		own, itemOfOwn := w.called(group, 3, w.group)
		r := must(w.world, first(w.record(law, itemOfLaw, func(in *decisions.RecordInput) {
			in.Terms.Formal = decision.Formal{How: decision.Open, For: 4, Against: 3}
			in.Terms.Reservation = "En ledamot reserverar sig."
		})), nil)
		g := must(w.world, first(w.record(own, itemOfOwn, nil)), nil)
		must(w.world, first(records.Elect.Do(ctx, w.sys, w.secretary, records.ElectInput{Meeting: law, Persons: []string{w.members[1].Person}})), nil)
		w.closes(law)
		w.closes(own)
		one := whole{w, law, r.ID, sheet.Minutes}
		other := whole{w, own, g.ID, sheet.Notes}

		// The board's minutes: settled, approved by the chair and who was elected,
		// announced by each party, with the time for appeal from the last of them.
		check := func(id string) records.Done {
			return must(w.world, first(records.Check.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: id, Kind: record.Notes})), nil)
		}
		if d := check(law); d.Asked != 2 {
			t.Errorf("asked %d to approve the board's minutes", d.Asked)
		}
		if d := check(own); d.Asked != 0 {
			t.Errorf("asked %d to approve the group's notes", d.Asked)
		}
		for n, who := range w.members[:2] {
			w.clock.Days(3)
			v := must(w.world, first(records.Page.Do(ctx, w.sys, who, records.PageInput{Meeting: law})), nil)
			if v.Mine == nil || v.Notes.State != record.Checked {
				t.Fatalf("approver %d: %+v", n, v.Requests)
			}
			must(w.world, first(records.Answer.Do(ctx, w.sys, who, records.AnswerInput{Request: v.Mine.ID, Answer: record.Approves, Way: record.SignedIn})), nil)
		}
		approved := w.today()
		parties := w.s.PartiesOf(w.s.Body(board))
		for n, p := range parties {
			if n == len(parties)-1 {
				w.clock.Days(2)
			}
			must(w.world, first(records.PostMinutes.Do(ctx, w.sys, w.secretary, records.PostInput{Meeting: law, Parties: []string{p}, On: w.today()})), nil)
		}
		v := must(w.world, first(records.Page.Do(ctx, w.sys, w.secretary, records.PageInput{Meeting: law})), nil)
		if c := v.Clocks; c.ApprovedOn != approved || c.Late || len(c.Waits) != 0 || c.AppealUntil != approved.Add(2+21) {
			t.Errorf("the board's times: %+v", c)
		}
		if v := must(w.world, first(records.Page.Do(ctx, w.sys, w.secretary, records.PageInput{Meeting: own})), nil); v.Clocks.ApproveBy != "" || v.Law.Statutory() || v.Mode != record.Free {
			t.Errorf("the group's times: %+v", v.Clocks)
		}

		lawful := []string{"Justerat", "Justerare", "Öppen omröstning. 4 för, 3 emot.", "Anslaget", "Kan överklagas till och med"}
		minutes, notes := one.read(sheet.Minutes, sheet.Swedish), other.read(sheet.Notes, sheet.Swedish)
		reads(t, minutes, nil, append([]string{"Protokoll:", "Reservation", "inloggad"}, lawful...), []string{"Minnesanteckningar", "Inte justerat", "Utkast"})
		reads(t, notes, nil, []string{"Minnesanteckningar:", "Verksamhetsplanen godkänns."}, append([]string{"Protokoll"}, lawful...))
		reads(t, one.read(sheet.Extract, sheet.Swedish), nil, lawful[2:], nil)
		for _, k := range []sheet.Kind{sheet.Notice, sheet.Agenda, sheet.Decisions, sheet.Extract} {
			reads(t, other.read(k, sheet.Swedish), nil, []string{"Verksamhetsplan"}, append([]string{"Kommunallag"}, lawful...))
		}
		if !printed {
			printed = true
			printAll(t, one, other)
		}
	})
}

// printAll has every document written out in both languages, and judges the files.
func printAll(t *testing.T, all ...whole) {
	t.Helper()
	printer, err := render.New(render.Options{Fonts: ui.PrintFaces()})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range all {
		for _, k := range []sheet.Kind{sheet.Notice, sheet.Agenda, sheet.Decisions, sheet.Extract, w.minutes} {
			for _, lang := range sheet.Langs() {
				what := string(w.minutes) + "/" + string(k) + "." + string(lang)
				p := w.read(k, lang)
				shown := render.Page(p.Sheet, p.Set)
				if strings.Contains(shown, "[paper.") {
					t.Errorf("%s has a sentence that nobody has written: %s", what, shown)
				}
				want := papertest.Letters(papertest.HTMLText(t, shown))
				pdf, err := printer.PDF(context.Background(), p.Sheet, p.Set)
				if err != nil {
					t.Fatalf("%s: %v", what, err)
				}
				for _, lack := range papertest.Tagged(t, pdf) {
					t.Errorf("%s: the PDF lacks: %s", what, lack)
				}
				if got := papertest.Letters(papertest.PDFText(t, pdf)); got != want {
					t.Errorf("%s: the PDF says\n%s\nthe page\n%s", what, got, want)
				}
				docx, err := render.DOCX(p.Sheet, p.Set)
				if err != nil {
					t.Fatalf("%s: %v", what, err)
				}
				if got := papertest.Letters(papertest.DOCXText(t, docx)); got != want {
					t.Errorf("%s: the DOCX says\n%s\nthe page\n%s", what, got, want)
				}
			}
		}
	}
}
