package years_test

import (
	"testing"

	"samverk/internal/web/pagetest"
)

// A date without a year is one of the page's year; all that is wrong in a form is told
// at once, each at its field (the visitor sees that every link leads to one).
func TestWrongFieldsOfAYear(t *testing.T) {
	w := pagetest.Open(t)
	v := w.Secretary()
	form := "/grupper/" + pagetest.Group + "/arsplan?ar=2028"
	v.Open(form+"&satt=veckor&forsta=13+jan&borjar=9&slutar=12&var=8&till=30+nov").Sees("torsdag 13 januari 2028", "torsdag 9 mars 2028").SeesNot("2027-01", "2026-01")
	v.Get(form+"&satt=veckor&forsta=igår&borjar=&slutar=25&var=0").Sees("Det finns 4 fel", "Skriv datumet så här", "Skriv en tid", "”25:00” är ingen tid", "Skriv hur många veckor").SeesNot("””")
	v.Get(form+"&satt=manader&forsta=&borjar=9&slutar=12").Sees("Det finns 2 fel", "Skriv en dag", "Välj minst en månad.")

	v.Open(form + "&satt=veckor&forsta=13+jan&borjar=9&slutar=12&var=8&till=30+nov")
	v.Form("Planera mötena").Fill("Dag, möte 1", "x").Fill("Börjar, möte 1", "").Fill("Slutar, möte 2", "klockan").Submit().Sees("Det finns 3 fel", "Skriv en tid", "”klockan” är ingen tid")
	v.Open(form + "&satt=veckor&forsta=13+jan&borjar=9&slutar=12&var=8&till=30+nov")
	v.Form("Planera mötena").Fill("Börjar, möte 1", "").Fill("Slutar, möte 2", "klockan").Submit().Sees("Det finns 2 fel")
	v.Open(form + "&satt=veckor&forsta=13+jan&borjar=9&slutar=12&var=8&till=30+nov")
	v.Form("Planera mötena").Fill("Dag, möte 1", "20 jan").Done().Sees("Årets möten är planerade.")
	v.Open("/arsplan?ar=2028").Sees("20 jan")
}

// That nobody has entered a year's school breaks is said where they would count: the
// last break of the year before reaches into it.
func TestBreaksOfAYearAreMissing(t *testing.T) {
	w := pagetest.Open(t)
	v := w.Secretary()
	const missing = "är inte inlagda"
	for _, at := range []string{"/arsplan", "/grupper/" + pagetest.Group + "/arsplan"} {
		v.Open(at + "?ar=2026").SeesNot(missing)
		v.Open(at + "?ar=2028").Sees("Läsårstiderna för 2028 är inte inlagda.")
	}
}
