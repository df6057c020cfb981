package meetings_test

import (
	"net/http"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/visitor"
	"samverk/internal/web/pagetest"
)

// Who sits in two bodies and would be called to both is shown before a meeting is
// planned or moved and after; it stops nothing, and what was typed stands there. A
// body that has a meeting already is named with its time.
func TestWhoIsBusyIsShown(t *testing.T) {
	w := pagetest.Open(t)
	their := apptest.Member("health keeper", people.Membership{Party: pagetest.Region, Body: health, Role: access.Secretary})
	w.Seat("both", people.Membership{Party: "kumla", Body: pagetest.Group, Role: access.Member, Office: "social-chief"},
		people.Membership{Party: "kumla", Body: school, Role: access.Member, Office: "school-chief"})
	v, other := w.Secretary(), w.Chief("hallsberg")
	planned, err := meetings.Create.Do(w.Ctx, w.Sys, their, meetings.CreateInput{Body: health, Slot: meeting.Slot{On: "2026-03-18", Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	_, err = meetings.HoldJointly.Do(w.Ctx, w.Sys, their, meetings.JointInput{Meeting: planned.ID, Version: planned.Version, Guests: []string{school}})
	w.Ok(err)

	queue := "/grupper/" + pagetest.Group + "/ko"
	busy := "18 mars 2026: Chefsgrupp för folkhälsa 09.00–12.00 och Chefsgrupp för social välfärd samt vård och omsorg 11.00–13.00 ligger samtidigt. 1 person är kallad till båda: both."
	v.Open(queue).Form("Se vad som krockar").Fill("Dag", "2026-03-18").Fill("Börjar", "11.00").Fill("Slutar", "13.00").Fill("Plats", "Sal 4").
		Submit().Sees(busy, "Att någon är upptagen på annat håll stoppar inte mötet.")
	typed(t, v, "Sal 4")
	if list, err := meetings.List.Do(w.Ctx, w.Sys, their, meetings.ListInput{Bodies: []string{pagetest.Group}}); err != nil || len(list) != 0 {
		t.Fatalf("a look plans a meeting: %v %v", list, err)
	}
	v.Form("Planera mötet").Done().Sees("Krockar: Chefsgrupp", busy)
	mine := v.URL.Path
	if p := other.Get(mine); p.Status != http.StatusForbidden {
		t.Errorf("a member asks who is busy: %d", p.Status)
	}

	v.Follow("Vidare till dagordningen").Form("Lägg till ämnet").Fill("Rubrik", "Hälsoläget").Done()
	v.Form("Se vad som krockar").Fill("Dag", "2026-03-19").Fill("Börjar", "8.00").Fill("Slutar", "9.00").Fill("Varför flyttas mötet?", "Lokalen").Submit().
		Sees("Inget du kan se krockar med mötet.")
	typed(t, v, "Lokalen")
	v.Form("Flytta mötet").Done().SeesNot("ligger samtidigt")

	// The same body at once: which, and when.
	v.Open(queue).Form("Planera mötet").Fill("Dag", "2026-03-19").Fill("Börjar", "8.30").Fill("Slutar", "9.30").Fill("Plats", "Sal 5").Submit().
		Sees("Chefsgrupp för social välfärd samt vård och omsorg har redan ett möte 19 mars 2026 klockan 08:00–09:00.", "flytta det mötet först", "har två möten samtidigt")
	typed(t, v, "Sal 5")
}

// typed fails unless what was typed stands in a field.
func typed(t *testing.T, v *visitor.Visitor, words string) {
	t.Helper()
	if len(v.All(`input[value="`+words+`"]`)) != 1 {
		t.Errorf("%s: %q is gone", v, words)
	}
}
