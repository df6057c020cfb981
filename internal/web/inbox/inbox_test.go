package inbox_test

import (
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
	"samverk/internal/web/pagetest"
)

func TestNothingWaits(t *testing.T) {
	w := pagetest.Open(t)
	chief := w.Chief("kumla")
	chief.Open("/mitt").Sees("Inget väntar på dig. Inget möte är planerat.", "Mina grupper")
	plan(w, "2026-02-05")
	chief.Open("/mitt").Sees("Inget väntar på dig. Nästa möte är 5 februari 2026.", "om 21 dagar", "Torsdag 09.00–12.00, Sal Hjälmaren", "Förbered")
}

// What is decided at the next meeting stands with where the viewer's own party
// stands, and nobody else's.
func TestTheNextMeeting(t *testing.T) {
	w := pagetest.Open(t)
	m := plan(w, "2026-01-29")
	w.Raise("Överenskommelse om utskrivning")
	w.Sort()
	w.Send()
	_, err := meetings.AddMatter.Do(w.Ctx, w.Sys, chair(), meetings.AddMatterInput{Meeting: m.ID, Version: m.Version, Matter: w.ID,
		Purpose: meeting.Decide, Summary: "Ersätter den från 2019.", Reason: "Lagkrav från den 1 februari."})
	w.Ok(err)
	kumla := apptest.Member("x", people.Membership{Party: "kumla", Role: access.Registrar})
	_, err = homes.SetStance.Do(w.Ctx, w.Sys, kumla, homes.StanceInput{Matter: w.ID, Party: "kumla", Stance: matter.Opposes, Text: "Nej."})
	w.Ok(err)
	w.Chief("kumla").Open("/mitt").Sees("Beslut på mötet", "1 av 1 punkt", "Kumla är emot förslaget.", "Kumla har inte förankrat.")
	w.Chief("nora").Open("/mitt").Sees("Beslut på mötet", "Nora har inte förankrat.").SeesNot("emot förslaget")
}

// On the day itself the clock says how long it is.
func TestOnTheDay(t *testing.T) {
	w := pagetest.Open(t)
	plan(w, "2026-01-16")
	chief := w.Chief("kumla")
	chief.Open("/mitt").Sees("i morgon")
	w.Clock.Move(19*time.Hour + 48*time.Minute) // 08.48 the day after
	w.Secretary()
	chief = w.Registrar("nora")
	chief.Open("/mitt").SeesNot("om 12 minuter") // sits in no group
	w.Seat("other-chief", people.Membership{Party: "laxa", Body: pagetest.Group, Role: access.Member, Office: "social-chief"}).
		Open("/mitt").Sees("09.00", "om 12 minuter", "Följ mötet", "till 12.00")
}

// A secretary sees what stops the next notice; a member does not.
func TestWhatStopsTheNotice(t *testing.T) {
	w := pagetest.Open(t)
	plan(w, "2026-03-12")
	w.Secretary().Open("/mitt").Sees("Det här stoppar kallelsen:", "Dagordning saknas.", "Bygg mötet")
	w.Chief("kumla").Open("/mitt").SeesNot("Kallelsen")
	w.Raise("Överenskommelse om utskrivning")
	w.Seat("sorter", people.Membership{Party: pagetest.Region, Body: pagetest.Au, Role: access.Secretary}).
		Open("/mitt").Sees("Sortera: Överenskommelse").Follow("Sortera: Överenskommelse").Sees("Föreslagen väg")
}

// Next year's calendar is asked for with the rule behind it, and leads to where the
// year is planned.
func TestTheCalendarIsAskedFor(t *testing.T) {
	w := pagetest.Open(t)
	w.Clock.Move(320 * 24 * time.Hour) // 1 December
	w.Secretary().Open("/mitt").Sees("Bestäm mötena 2027: Chefsgrupp för social välfärd samt vård och omsorg", "2 dagar sen", "Varför", "Talet är länets egen praxis").
		Follow("Bestäm mötena 2027").Sees("Mötena 2027 skulle ha varit bestämda före 30 november 2026.", "6 möten saknas")
	w.Chief("kumla").Open("/mitt").SeesNot("Bestäm mötena")
}

func chair() access.Viewer {
	return apptest.Member("chair", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Chair, Office: "welfare-head"})
}

func plan(w *pagetest.World, on workday.Date) meetings.Planned {
	w.T.Helper()
	m, err := meetings.Create.Do(w.Ctx, w.Sys, chair(), meetings.CreateInput{Body: pagetest.Group,
		Slot: meeting.Slot{On: on, Starts: "09:00", Ends: "12:00", Place: "Sal Hjälmaren"}})
	w.Ok(err)
	return m
}
