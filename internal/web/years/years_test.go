package years_test

import (
	"net/http"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
	"samverk/internal/web/pagetest"
)

const health = "chefsgrupp-folkhalsa"

// A year is proposed, edited, confirmed and read, by forms alone.
func TestAYearIsPlanned(t *testing.T) {
	w := pagetest.Open(t)
	keeper := apptest.Member("keeper", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Secretary},
		people.Membership{Party: pagetest.Region, Body: health, Role: access.Secretary})
	plan := func(body string, on workday.Date, from, to string) {
		_, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: on, Starts: from, Ends: to}})
		w.Ok(err)
	}
	v, kumla := w.Secretary(), w.Chief("kumla")
	form := "/grupper/" + pagetest.Group + "/arsplan?ar=2026"
	if p := kumla.Get(form); p.Status != http.StatusForbidden {
		t.Errorf("a member plans the year: %d", p.Status)
	}

	// Every seventh week from a Thursday: Ascension Day is passed by.
	v.Open(form).Sees("0 av minst 6 planerade, 0 hållna. 6 möten saknas.", "ORE-47", "Ett förslag skapar inga möten.").SeesNot("Planera mötena")
	v.Get(form + "&satt=veckor&forsta=2026-01-22&borjar=9.00&slutar=12.00&var=1&till=2027-12-31").Sees("Det blir 102 möten. Högst 53 kan planeras på en gång.")
	v.Get(form + "&satt=veckor&forsta=2026-01-22&borjar=12.00&slutar=9.00&var=7").Sees("Det finns 1 fel")
	v.Open(form+"&satt=veckor&forsta=2026-01-22&borjar=9.00&slutar=12.00&var=8&till=2026-11-30").
		Sees("Förslag", "Inget är planerat än.", "I stället för 14 maj 2026 (Kristi himmelsfärdsdag).", "9 juli 2026 går inte (Sommarlov), och ingen dag nära heller.", "5 av minst 6 planerade, 0 hållna. 1 möte saknas.")
	v.Open("/arsplan?ar=2026").Sees("0 av minst 6 planerade")

	// What is wrong in a row is told at the row, and nothing is lost.
	v.Open(form + "&satt=veckor&forsta=2026-01-22&borjar=9.00&slutar=12.00&var=7&till=2026-10-30")
	v.Form("Planera mötena").Fill("Dag, möte 2", "2026-06-06").Fill("Punkter som står på varje möte", "Länsdelsgrupperna\nNästa möte").
		Fill("Hur följs arbetet upp under året?", "Vid sista mötet.").Submit().Sees("6 juni 2026 är ledig dag (nationaldagen).", "Vid sista mötet.", "Länsdelsgrupperna")
	v.Form("Planera mötena").Fill("Dag, möte 2", "2026-01-22").Submit().Sees("Chefsgrupp för social välfärd samt vård och omsorg har redan ett möte 22 januari 2026 klockan 09:00–12:00.", "Vid sista mötet.")
	v.Open("/arsplan?ar=2026").Sees("0 av minst 6 planerade") // all of them or none
	v.Open(form + "&satt=veckor&forsta=2026-01-22&borjar=9.00&slutar=12.00&var=7&till=2026-10-30")
	v.Form("Planera mötena").Fill("Dag, möte 2", "2026-03-19").Fill("Punkter som står på varje möte", "Länsdelsgrupperna").Fill("Hur följs arbetet upp under året?", "Vid sista mötet.").Done().
		Sees("Årets möten är planerade.", "6 av minst 6 planerade, 0 hållna.")

	// The year: days counted backwards, each with its source, and the collision.
	plan(health, "2026-03-19", "11:00", "14:00")
	kumla.Open("/arsplan?ar=2026").Sees("6 av minst 6 planerade, 0 hållna.", "ORE-47", "Gemensamt med Chefsgrupp för folkhälsa: 0 av minst 1 planerade, 0 hållna. 1 möte saknas.", "ORE-34",
		"Kallelse: senast 14 dagar före mötet. Talet är länets praxis, bestämt av: Ingen.", "Handlingar: senast 10 dagar före mötet.", "inget möte i tid",
		"Så följs arbetet upp: Vid sista mötet.", "Sportlov 2 mar–6 mar", "6 apr: annandag påsk").SeesNot("Planera 2026")
	v.Open("/arsplan?ar=2026&visa=alla").Sees("1 av minst 6 planerade, 0 hållna. 5 möten saknas.", "ORE-57", "Texten säger ungefär 6.", "ORE-64", "Texten anger inget antal.",
		"gör årsplaneringen för mötena", "ORE-82")
	w.Seat("both", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Member, Office: "near-care-head"},
		people.Membership{Party: pagetest.Region, Body: health, Role: access.Member, Office: "welfare-head"}).
		Open("/arsplan?ar=2026").Sees("ligger samtidigt. 1 person är kallad till båda: both.", "19 mars 2026")

	first := kumla.Open("/arsplan/lan?ar=2026").Sees("Länets möten 2026", "6 av minst 6", "Jullov 21 dec–8 jan")
	first.Open("/moten")
	kumla.Follow("Årsplan: möten mot texten").Sees("Årsplan 2026")

	// The next year is a copy, week by week.
	v.Open("/grupper/" + pagetest.Group + "/arsplan?ar=2027").Follow("Kopiera 2026 (6 möten)").
		Sees("6 av minst 6 planerade, 0 hållna.").Form("Planera mötena").Done().Sees("Årets möten är planerade.")
	if v.Open("/arsplan?ar=2027"); strings.Count(v.Text(), "6 av minst 6 planerade") != 1 {
		t.Error("the copied year")
	}
	if p := v.Get("/arsplan?ar=9999"); p.Status != http.StatusNotFound {
		t.Errorf("a year that is none: %d", p.Status)
	}
}
