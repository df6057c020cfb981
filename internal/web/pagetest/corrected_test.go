package pagetest

import (
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
	"samverk/internal/store"
)

// served is who records for the committee of the fifth county.
var served = people.Membership{Party: "reg", Body: "committee", Role: access.Secretary}

// decided records a decision at a meeting of the committee that is under way.
func (w *World) decided(keeper access.Viewer, at, text string) decisions.Recorded {
	w.T.Helper()
	meeting := strings.TrimPrefix(at, "/moten/")
	m, err := meetings.Page.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: meeting})
	w.Ok(err)
	d, err := decisions.Record.Do(w.Ctx, w.Sys, keeper, decisions.RecordInput{Meeting: meeting, Item: m.Items[0].ID,
		Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: text}})
	w.Ok(err)
	return d
}

// corrected corrects the text of a decision.
func (w *World) corrected(keeper access.Viewer, id, text string) decisions.Recorded {
	w.T.Helper()
	d, err := decisions.Correct.Do(w.Ctx, w.Sys, keeper, decisions.CorrectInput{Decision: id,
		Terms: decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: text}})
	w.Ok(err)
	return d
}

// published makes a decision public.
func (w *World) published(keeper access.Viewer, d decisions.Recorded) {
	w.T.Helper()
	_, err := decisions.Publish.Do(w.Ctx, w.Sys, keeper, decisions.PublishInput{Decision: d.ID})
	w.Ok(err)
}

// opened makes a decision public as published notes do that have it, corrected or not.
func (w *World) opened(keeper access.Viewer, d decisions.Recorded) {
	w.T.Helper()
	w.Ok(w.Sys.Store.Write(w.Ctx, func(tx *store.Tx) error {
		return store.BindTo(tx, keeper).PublishDecision(w.Ctx, d.ID, "", w.Clock.Now())
	}))
}

// leads reports whether a page has a link to an address in its contents.
func leads(v *visitor.Visitor, to string) bool { return len(v.All(`main a[href="`+to+`"]`)) > 0 }

// A published decision that is corrected says so to everybody, on its page and
// wherever it is listed; so does the published list of what its meeting decided. Both lead to the
// other one, and only where that is published.
func TestThePublicReadsThatADecisionIsCorrected(t *testing.T) {
	w := OpenOn(t, fifth)
	keeper, public := apptest.Member("keeper", served), visitor.New(t, w.URL)
	at := w.held(keeper, "committee", "Avgiften")
	old := w.decided(keeper, at, "Avgiften höjs.")
	was := "/beslut/" + old.ID
	w.published(keeper, old)
	meeting := strings.TrimPrefix(at, "/moten/")
	m, err := meetings.Page.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: meeting})
	w.Ok(err)
	_, err = meetings.Close.Do(w.Ctx, w.Sys, keeper, meetings.CloseInput{Meeting: meeting, Version: m.Meeting.Version})
	w.Ok(err)
	v, err := records.Page.Do(w.Ctx, w.Sys, keeper, records.PageInput{Meeting: meeting})
	w.Ok(err)
	_, err = records.Publish.Do(w.Ctx, w.Sys, keeper, records.PublishInput{Audience: record.ToPublic,
		PartInput: records.PartInput{Meeting: meeting, Kind: record.Decisions, Version: v.List.Version}})
	w.Ok(err)
	said := "Beslut " + old.Number.Short() + " har rättats sedan dess."
	everywhere := []string{"/beslut", "/grupper/committee", "/", "/sok?q=avgiften"}
	for _, path := range append(everywhere, was, at+"/anteckningar") { // the control
		public.Open(path).Sees("Avgiften höjs.").SeesNot("Rättat", "är rättat", "har rättats")
	}

	now := w.corrected(keeper, old.ID, "Avgiften sänks.")
	is := "/beslut/" + now.ID
	for _, path := range append(everywhere, was, at+"/anteckningar") {
		if public.Open(path); !leads(public, is) {
			t.Errorf("%s doesn't lead to the decision that corrects it", path)
		}
	}
	for _, path := range everywhere {
		public.Open(path).Sees("Rättat", "Det nya beslutet")
	}
	public.Open(at + "/anteckningar").Sees(said)
	public.Open(was).Sees("Det här beslutet är rättat.").Follow("Det nya beslutet").
		Sees("Avgiften sänks.", "Det här beslutet rättar ett tidigare beslut.").SeesNot("är rättat").
		Follow("Det tidigare beslutet").Sees("Avgiften höjs.")
	tab := browser.Open(t, w.URL, browser.Phone)
	for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
		tab.See(look)
		for _, path := range []string{was, is, "/beslut", at + "/anteckningar"} {
			tab.Go(path).Judge()
		}
	}
}

// Of a correction that is not published everybody reads that there is one, and
// no more; of an earlier decision that is not published nothing is offered.
func TestThePublicReadsNothingOfACorrectionThatIsNotPublished(t *testing.T) {
	for _, first := range []string{"old", "new"} {
		w := OpenOn(t, fifth)
		keeper, public := apptest.Member("keeper", served), visitor.New(t, w.URL)
		at := w.held(keeper, "committee", "Avgiften")
		old := w.decided(keeper, at, "Avgiften höjs.")
		now := w.corrected(keeper, old.ID, "Avgiften sänks.")
		shown, hidden, is, text := old, now, "Det här beslutet är rättat.", "sänks"
		if first == "new" {
			shown, hidden, is, text = now, old, "Det här beslutet rättar ett tidigare beslut.", "höjs"
		}
		w.opened(keeper, shown)
		public.Open("/beslut/" + shown.ID).Sees(is)
		for _, path := range []string{"/beslut/" + shown.ID, "/beslut", "/grupper/committee"} {
			public.Open(path).SeesNot(text, "Det nya beslutet", "Det tidigare beslutet")
			if strings.Contains(string(public.Body), hidden.ID) {
				t.Errorf("%s: %s tells the id of what is not published", first, path)
			}
		}
		if p := public.Get("/beslut/" + hidden.ID); p.Status != 404 {
			t.Errorf("%s: what is not published is answered with %d", first, p.Status)
		}
		w.opened(keeper, hidden) // the control
		w.published(keeper, w.decided(keeper, at, "Taxan gäller."))
		for _, pair := range [][2]decisions.Recorded{{shown, hidden}, {hidden, shown}} {
			if public.Open("/beslut/" + pair[0].ID); !leads(public, "/beslut/"+pair[1].ID) {
				t.Errorf("%s: %s doesn't lead to %s", first, pair[0].Number, pair[1].Number)
			}
		}
	}
}

// The address that a decision has in the workspace leads everybody to it once it
// is published, and to its extract. Before that it is answered as an address that
// nothing has.
func TestTheAddressOfTheWorkspaceLeadsToThePublishedDecision(t *testing.T) {
	w := OpenOn(t, fifth)
	keeper, public := apptest.Member("keeper", served), visitor.New(t, w.URL)
	d := w.decided(keeper, w.held(keeper, "committee", "Avgiften"), "Avgiften höjs.")
	missing := d.Number
	missing.Seq = 9
	// refused gives what a page says that is not there, without the address.
	refused := func(path string) string {
		t.Helper()
		p := public.Get(path)
		if p.Status != 404 {
			t.Errorf("%s is answered with %d", path, p.Status)
		}
		return strings.ReplaceAll(string(p.Body), path, "")
	}
	for _, more := range []string{"", "/utdrag.pdf", "/utdrag.docx"} {
		path := "/beslut/" + d.Number.String() + more
		if got, want := refused(path), refused("/beslut/"+missing.String()+more); got != want {
			t.Errorf("%s is told from what doesn't exist:\n%s\n%s", path, got, want)
		}
	}
	w.published(keeper, d)
	public.Open("/beslut/"+d.Number.String()).Sees("Avgiften höjs.", d.Number.Short())
	if public.URL.Path != "/beslut/"+d.Number.String() || !leads(public, "/beslut/"+d.ID+"/utdrag.docx") {
		t.Errorf("at %s: not the page of the decision", public.URL)
	}
	if p := public.Get("/beslut/" + d.Number.String() + "/utdrag.docx"); p.Status != 200 {
		t.Errorf("its extract: %d", p.Status)
	}
	for _, path := range []string{missing.String(), "group-inland-2026-1", "committee-2026-01", "committee-2026-9223372036854775807", "committee-2026-99999999999999999999", "committee-2026", "2026-1"} {
		refused("/beslut/" + path)
	}
}

// Where a decision is recorded after the list went out, the page says that one has
// come, not that one is corrected, and offers the list to be published first when it
// has been made anew.
func TestTheListSaysThatADecisionHasCome(t *testing.T) {
	w := OpenOn(t, fifth)
	keeper := apptest.Member("keeper", served)
	at := w.held(keeper, "committee", "Avgiften")
	w.decided(keeper, at, "Avgiften höjs.")
	v := w.Seat("keeper", served)
	meeting := strings.TrimPrefix(at, "/moten/")
	m, err := meetings.Page.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: meeting})
	w.Ok(err)
	_, err = meetings.Close.Do(w.Ctx, w.Sys, keeper, meetings.CloseInput{Meeting: meeting, Version: m.Meeting.Version})
	w.Ok(err)
	v.Open(at+"/anteckningar").Sees("Publicera beslutslistan").SeesNot("tillkommit", "Ny version") // the control
	w.decided(keeper, at, "Avgiften tas ut varje år.")
	v.Open(at+"/anteckningar").Sees("Ett beslut har tillkommit sedan listan").SeesNot("har rättats", "Publicera beslutslistan")
	v.Form("Skicka den nya beslutslistan").Submit().Sees("Ny version.", "Avgiften tas ut varje år.", "Publicera beslutslistan").SeesNot("Rättad.", "har tillkommit sedan")
}

// A decision that has been corrected is not offered to be published, and is refused;
// the one that holds is.
func TestACorrectedDecisionIsNotPublished(t *testing.T) {
	w := OpenOn(t, fifth)
	keeper := apptest.Member("keeper", served)
	at := w.held(keeper, "committee", "Avgiften")
	old := w.decided(keeper, at, "Avgiften höjs.")
	v := w.Seat("keeper", served)
	v.Open("/beslut/" + old.Number.String()).Sees("Publicera beslutet") // the control
	stale := v.Form("Publicera beslutet")
	now := w.corrected(keeper, old.ID, "Avgiften sänks.")
	v.Open("/beslut/" + old.Number.String()).SeesNot("Publicera beslutet")
	v.Open("/beslut/" + now.Number.String()).Sees("Publicera beslutet")
	stale.Submit()
	v.Sees("Publicera det nya beslutet i stället.")
	if p := visitor.New(t, w.URL).Get("/beslut/" + old.ID); p.Status != 404 {
		t.Errorf("the corrected decision is published: %d", p.Status)
	}
}
