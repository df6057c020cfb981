package bodies_test

import (
	"testing"

	"samverk/internal/access"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/visitor"
	"samverk/internal/web/pagetest"
)

// The body's page tells what its composition lacks, each with its clause.
func TestWhatABodyLacks(t *testing.T) {
	w := pagetest.Open(t)
	w.Seat("second", people.Membership{Party: "kumla", Body: pagetest.Group, Role: access.Member, Office: "social-chief"})
	w.Seat("guest", people.Membership{Party: "rf-sisu", Body: pagetest.Group, Role: access.Member})
	w.Seat("leaving", people.Membership{Party: "nora", Body: pagetest.Group, Role: access.Member, Office: "social-chief", To: w.Today().Add(20)})
	w.Chief("kumla").Open("/grupper/"+pagetest.Group).Sees("Att se över i sammansättningen",
		"9 platser är vakanta: Askersund, Degerfors, Hallsberg, Hällefors, Karlskoga, Laxå, Lekeberg, Lindesberg och Ljusnarsberg.", "Örebro: 4 platser är vakanta.", "ORE-38", "Region Örebro län, Chef, hälso- och sjukvårdsstaben: 1 plats är vakant.", "ORE-39",
		"Socialchef eller motsvarande, Kumla sitter utöver de platser som texten ger Kumla.",
		"guest, RF-SISU Örebro län sitter i gruppen. Texten ger inte parten någon plats.", "Socialchef eller motsvarande, Nora lämnar sin plats 4 februari 2026.",
		"Rollen ordförande är vakant.", "ORE-41", "Vad saknas i länet").SeesNot("Nora: 1 plats")
}

// What is missing in the county is one list over all bodies, for everybody who
// is signed in; one's own can be picked out, and a secretary is led there.
func TestWhatTheCountyLacks(t *testing.T) {
	w := pagetest.Open(t)
	secretary := w.Secretary()
	secretary.Open("/mitt").Sees("Vad som saknas i dina grupper")
	secretary.Open("/grupper").Sees("Vad saknas i länet")
	secretary.Open("/saknas").Sees("Vad saknas i länet", "Alla grupper", "Mina grupper", "Vakanta platser och roller", "Chefsgrupp för folkhälsa",
		"Örebro: 4 platser är vakanta.", "Ordförande i Chefsgruppen för välfärd: 1 plats är vakant.", "Varför?").
		SeesNot("[lack")
	secretary.Open("/saknas?visa=mina").Sees("Örebro: 4 platser är vakanta.").SeesNot("Chefsgrupp för folkhälsa")
	w.Registrar("nora").Open("/saknas?visa=mina").Sees("Ingenting saknas mot texten.")
	visitor.New(t, w.URL).Open("/saknas").Sees("Logga in").SeesNot("Örebro: 4 platser är vakanta.")
}
