package meetings_test

import (
	"net/http"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/web/pagetest"
)

// The body's own standing items, what they do to an agenda, and an item that two
// change at once: by forms alone.
func TestAnAgendaFillsItself(t *testing.T) {
	w := pagetest.Open(t)
	keeper := apptest.Member("keeper", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Secretary})
	v, kumla := w.Secretary(), w.Chief("kumla")
	list := "/grupper/" + pagetest.Group + "/staende"

	kumla.Open(list).Sees("Gruppen har inga egna stående punkter.", "Texten anger inga stående punkter.").SeesNot("Ny stående punkt")
	v.Open(list).Form("Lägg till punkten").Fill("Rubrik", "Upprop").Submit().Sees("Välj vid vilka möten punkten står.")
	v.Form("Lägg till punkten").Choose("Vid vilka möten?", "Varje möte").Fill("Minuter", "10").Done().Sees("Upprop", "Varje möte · Före ärendena · 10 minuter")
	v.Form("Lägg till punkten").Fill("Rubrik", "Nästa möte").Choose("Vid vilka möten?", "Varje möte").Choose("Var på dagordningen?", "Efter ärendena").Done()

	done, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: pagetest.Group, Slot: meeting.Slot{On: w.Today().Add(30), Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	at := "/moten/" + done.ID + "/redigera"
	v.Open(at).Sees("Upprop", "Stående punkt", "09.00 · 10 minuter", "Nästa möte").SeesNot("Kan stå på dagordningen")
	v.Form("Lägg till ämnet").Fill("Rubrik", "Läget").Done()
	v.Form("Ta bort: Upprop").Submit().Sees("Kan stå på dagordningen", "Lägg till: Upprop")
	v.Form("Lägg till: Upprop").Submit().SeesNot("Kan stå på dagordningen")

	// Two change one item: both texts stand side by side, and one is chosen.
	old := v.Open(at).Form("Spara punkten")
	w.Ok(changed(w, keeper, done.ID, "Upprop", "Upprop och närvaro"))
	page := old.Fill("Rubrik", "Upprop, val av justerare").Submit()
	if page.Status != http.StatusConflict {
		t.Errorf("status %d", page.Status)
	}
	page.Sees("Någon annan har sparat punkten under tiden", "Upprop och närvaro", "Det du skrev", "Behåll det sparade")
	v.Form("Spara det du skrev").Done().Sees("Upprop, val av justerare").SeesNot("Upprop och närvaro")

	// Taken off meanwhile, what was typed becomes an item of its own.
	old = v.Open(at).Form("Spara punkten")
	first := items(w, keeper, done.ID)[0]
	_, err = meetings.RemoveItem.Do(w.Ctx, w.Sys, keeper, meetings.RemoveInput{ItemInput: meetings.ItemInput{Meeting: done.ID, Version: version(w, keeper, done.ID), Item: first.ID}, Anyway: true})
	w.Ok(err)
	old.Fill("Rubrik", "Kvar ändå").Submit().Sees("Punkten är borttagen från dagordningen.", "Det du skrev")
	v.Form("Lägg till det du skrev som en ny punkt").Done().Sees("Kvar ändå")
}

func items(w *pagetest.World, who access.Viewer, id string) []meetings.ItemView {
	v, err := meetings.Page.Do(w.Ctx, w.Sys, who, meetings.PageInput{Meeting: id})
	w.Ok(err)
	return v.Items
}

func version(w *pagetest.World, who access.Viewer, id string) int64 {
	v, err := meetings.Page.Do(w.Ctx, w.Sys, who, meetings.PageInput{Meeting: id})
	w.Ok(err)
	return v.Meeting.Version
}

func changed(w *pagetest.World, who access.Viewer, id, from, to string) error {
	for _, i := range items(w, who, id) {
		if i.Title == from {
			_, err := meetings.ChangeItem.Do(w.Ctx, w.Sys, who, meetings.ChangeItemInput{Meeting: id, Version: version(w, who, id), Item: i.ID, Title: to})
			return err
		}
	}
	w.T.Fatalf("no item %q", from)
	return nil
}
