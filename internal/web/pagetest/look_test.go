package pagetest

import (
	"net/http"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

// What everybody opens each day, full of everything that can stand there, in a
// browser: no fault that axe-core finds, and nothing wider than its window.
func TestPagesInBrowser(t *testing.T) {
	w := Open(t)
	ch := apptest.Member("chair", people.Membership{Party: Region, Body: Group, Role: access.Chair, Office: "welfare-head"})
	m, err := meetings.Create.Do(w.Ctx, w.Sys, ch, meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: "2026-01-29", Starts: "09:00", Ends: "12:00", Place: "Sal Hjälmaren eller video"}})
	w.Ok(err)
	w.ToParties("Överenskommelse om samverkan vid utskrivning från sluten hälso- och sjukvård")
	_, err = homes.RecordPartyDecision.Do(w.Ctx, w.Sys, registrar("nora"), homes.DecisionInput{Matter: w.ID, Party: "nora", Organ: w.S.OrgansOf("nora")[0].ID, DecidedOn: w.Today(), Outcome: matter.Rejects})
	w.Ok(err)
	w.Raise("Gemensam rutin för samordnad individuell plan, barn och unga")
	w.Sort()
	w.Send()
	_, err = meetings.AddMatter.Do(w.Ctx, w.Sys, ch, meetings.AddMatterInput{Meeting: m.ID, Version: m.Version, Matter: w.ID, Purpose: meeting.Decide, Summary: "Skolan kallar när barnet redan har elevhälsa. Gäller från 1 juni.", Reason: "Lagkrav"})
	w.Ok(err)
	_, err = homes.SetStance.Do(w.Ctx, w.Sys, registrar("kumla"), homes.StanceInput{Matter: w.ID, Party: "kumla", Stance: matter.Supports, Text: "Men vi vill ha utbildning före sommaren."})
	w.Ok(err)
	w.Raise("Representant i arbetsgrupp digital vårdplanering")
	w.Raise("Korttidsplatser över kommungräns")
	chief := w.Seat("socialchef", people.Membership{Party: "kumla", Body: Group, Role: access.Member, Office: "social-chief"}, people.Membership{Party: "kumla", Role: access.Registrar})
	pages := []struct {
		who   *visitor.Visitor
		paths []string
	}{
		{chief, []string{"/mitt", "/arenden", "/hemma", "/hemma/SAM-2026-001", "/hemma/SAM-2026-002"}},
		{w.Secretary(), []string{"/mitt", "/sortering", "/grupper", "/grupper/" + Group, "/saknas"}},
	}
	for _, p := range pages {
		tab := browser.Open(t, w.URL, browser.Phone, p.who.Cookies()...)
		for _, look := range []browser.Look{browser.Phone, browser.Desk.InDark()} {
			tab.See(look)
			for _, path := range p.paths {
				tab.Go(path).Judge()
			}
		}
	}
}

// The mandate table, for the public and in the workspace: a table where there is
// room, body by body where there is not, in light and in dark.
func TestMandatesInBrowser(t *testing.T) {
	w := Open(t)
	chief := w.Chief("kumla")
	for _, cookies := range [][]*http.Cookie{nil, chief.Cookies()} {
		tab := browser.Open(t, w.URL, browser.Phone, cookies...)
		for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
			tab.See(look)
			tab.Go("/mandat").Sees("Texten säger inget", "ORE-26", "Ledamöterna tar vid varje beslut ställning").Judge()
		}
	}
}
