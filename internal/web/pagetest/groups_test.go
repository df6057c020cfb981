package pagetest

import (
	"net/http"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

// A working group from its form to its end, without JavaScript: what the text
// demands is told with its clause and nothing typed is lost, what is delivered
// is ticked off, the end that passes is flagged where it should be, and the
// group ends with a reason. Every page is judged in both widths and colours.
func TestGroups(t *testing.T) {
	w := Open(t)
	secretary, chief := w.Secretary(), w.Chief("kumla")
	expert := w.Seat("expert", people.Membership{Party: "nora", Role: access.Member, Office: "social-chief"})

	secretary.Open("/grupper/"+Group).Sees("Inga grupper eller projekt pågår.", "Varför får gruppen det?", "ORE-32").Follow("Ny grupp eller nytt projekt")
	f := secretary.Form("Tillsätt gruppen").Choose("Slag", "Arbetsgrupp").Fill("Namn", "Digital vårdplanering").Fill("Mål", "En gemensam rutin för vårdplanering på distans.").Fill("Börjar", "2026-01-10")
	f.Submit().Sees("Uppdraget är inte helt", "ORE-66", "Skriv minst en leverans.", "Skriv ett slutdatum, eller ett datum för varje leverans.")
	if secretary.Status != http.StatusConflict {
		t.Errorf("status %d", secretary.Status)
	}
	f = secretary.Form("Tillsätt gruppen") // what was typed is there
	f.Fill("Leverans 1", "Nulägesbild").Fill("Leverans 1 klar senast", "1 feb 2026").Fill("Leverans 2", "Förslag till rutin").Fill("Slutar", "2026-03-01").
		Select("Ansvarig", "secretary").Choose("Nora", "expert").Select("Plats 1: part", "Örebro").Fill("Beslut", "CG 2026-2").Done()
	at := strings.SplitN(secretary.URL.Path, "?", 2)[0]
	secretary.Sees("Gruppen är tillsatt.", "Digital vårdplanering", "Arbetsgrupp", "Pågår", "0 av 2 leveranser klara", "En gemensam rutin för vårdplanering på distans.", "Ansvarig", "expert", "Person inte utsedd", "CG 2026-2", "Visas inte")
	visitor.New(t, w.URL).Open("/grupper/" + Group).SeesNot("Digital vårdplanering")
	if p := visitor.New(t, w.URL).Open(at); !strings.HasPrefix(p.URL.Path, "/logga-in") {
		t.Errorf("the public comes to %s", p.URL.Path)
	}

	secretary.Open(at).Follow("Ändra uppdrag och medlemmar").Form("Spara ändringarna").Fill("Leverans 3", "Utbildning").Choose("", "Visa uppdraget").Done().
		Sees("Ändringarna är sparade.", "0 av 3 leveranser klara", "Uppdraget visas", "expert")
	visitor.New(t, w.URL).Open("/grupper/"+Group).Sees("Arbetsgrupper och projekt", "Digital vårdplanering", "En gemensam rutin").SeesNot("expert")
	expert.Open(at).Form("Spara som klar").Done().Sees("1 av 3 leveranser klara", "Ångra klarmarkeringen").SeesNot("Avsluta gruppen")
	chief.Open(at).SeesNot("Markera som klar", "Ändra uppdrag")
	if p := chief.Get(at + "/andra"); p.Status != http.StatusForbidden {
		t.Errorf("a member who doesn't keep the group: %d", p.Status)
	}

	w.Clock.Days(60)
	w.SignIn(secretary, "secretary")
	w.SignIn(chief, "chief-kumla")
	secretary.Open("/mitt").Sees("Förläng eller avsluta: Digital vårdplanering")
	secretary.Open("/grupper/"+Group).Sees("Slutdatum passerat", "1 av 3 leveranser klara")
	chief.Open("/saknas").Sees("Digital vårdplanering skulle ha varit klar", "Grupper med passerat slutdatum")
	secretary.Open(at).Sees("Gruppen skulle ha varit klar", "Förläng den eller avsluta den")
	secretary.Form("Avsluta gruppen").Fill("När slutade den?", "31 dec 2099").Fill("Vad levererade den?", "En nulägesbild").Submit().
		Sees("Flytta slutdatum i stället", "Skriv ett skäl.", "En nulägesbild")

	tab := browser.Open(t, w.URL, browser.Phone, secretary.Cookies()...)
	public := browser.Open(t, w.URL, browser.Phone)
	for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
		tab.See(look)
		public.See(look)
		for _, path := range []string{at, at + "/andra", "/grupper/" + Group, "/grupper/" + Group + "/nygrupp", "/grupper/" + Au + "/nygrupp", "/mitt", "/saknas"} {
			tab.Go(path).Judge()
		}
		tab.Go(at)
		tab.Eval(`document.querySelectorAll("details").forEach(d => { d.open = true })`, nil)
		tab.Judge()
		tab.Form("Flytta slutdatum").Fill("Nytt slutdatum", "i höst").Submit().Sees("Varför flyttas det?").Judge()
		public.Go("/grupper/" + Group).Judge()
	}
	tab.Go(at).TabTo("Ändra uppdrag och medlemmar").Enter().Sees("Spara ändringarna")
	tab.TabTo("Spara ändringarna").Enter().Sees("Ändringarna är sparade.")

	secretary.Open(at).Form("Flytta slutdatum").Fill("Nytt slutdatum", "2026-12-31").Fill("Varför", "Utbildningen återstår").Done().Sees("Slutdatum är flyttat.", "Utbildningen återstår", "Pågår")
	secretary.Form("Avsluta gruppen").Fill("När slutade den?", string(w.Today())).Fill("Varför avslutas den?", "Uppdraget är klart").Fill("Vad levererade den?", "En rutin").Done().
		Sees("Gruppen är avslutad.", "Resultat", "En rutin", "Uppdraget är klart").SeesNot("Flytta slutdatum", "Markera som klar")
	secretary.Open("/grupper/" + Group).Sees("1 avslutad")
	visitor.New(t, w.URL).Open("/grupper/"+Group).Sees("1 avslutad", "En rutin").SeesNot("Uppdraget är klart")
}

// Whose text gives it no groups is told by which rule, and who may.
func TestGroupsBarred(t *testing.T) {
	w := Open(t)
	secretary := w.Secretary()
	secretary.Open("/grupper/"+Au).Sees("Texten låter inte gruppen tillsätta egna grupper eller projekt.", "Det får Chefsgrupp för social välfärd", "ORE-32").SeesNot("Ny grupp eller nytt projekt")
	secretary.Open("/grupper/"+Au+"/nygrupp").Sees("Texten låter inte gruppen tillsätta", "Det får Chefsgrupp för social välfärd", "ORE-32")
	w.Chief("kumla").Open("/grupper/" + Group).SeesNot("Ny grupp eller nytt projekt")
}

// What the text leaves to the municipality is settled in a form by those whom it
// names, within its frame, and holds from its day.
func TestSettledLocally(t *testing.T) {
	w := Open(t)
	const local = "/grupper/lokal-samverkan-kumla"
	chief, other := w.Chief("kumla"), w.Chief("nora")
	other.Open(local).Sees("Bestäms lokalt", "Inget är bestämt än").SeesNot("Ange vad ni har bestämt")
	if p := other.Get(local + "/lokalt"); p.Status != http.StatusForbidden {
		t.Errorf("another town's chief: %d", p.Status)
	}
	chief.Open(local).Follow("Ange vad ni har bestämt").Sees("Ramen i texten", "Varför är det du?", "ORE-84")
	f := chief.Form("Spara det ni har bestämt").Select("Part, rad 1", "Kumla").Select("Befattning, rad 1", "Socialchef").Fill("Antal, rad 1", "en").Select("Part, rad 2", "Nora").Fill("Möten per år", "4").
		Fill("Vad gör gruppen?", "Löser frågor som rör en enskild kommun.").Fill("Vem har bestämt?", "Socialnämnden i Kumla").Fill("När bestämdes det?", string(w.Today())).Fill("Gäller från", string(w.Today()))
	f.Submit().Sees("Skriv ett helt tal, 0 eller mer.", "Löser frågor som rör en enskild kommun.")
	chief.Form("Spara det ni har bestämt").Fill("Antal, rad 1", "1").Submit().Sees("Gruppen är inte till för Nora, som har en egen.", "ORE-84", "Löser frågor som rör en enskild kommun.")
	if chief.Status != http.StatusConflict {
		t.Errorf("status %d", chief.Status)
	}
	chief.Form("Spara det ni har bestämt").Select("Part, rad 2", "Region").Select("Ordförandens part", "Kumla").Done().
		Sees("Det ni har bestämt är sparat.", "Socialnämnden i Kumla bestämde", "Löser frågor som rör en enskild kommun.", "Region Örebro län", "Vakant", "0 av 4 planerade, 0 hållna. 4 möten saknas.")
	visitor.New(t, w.URL).Open(local).Sees("Socialnämnden i Kumla bestämde", "Löser frågor som rör en enskild kommun.")
	tab := browser.Open(t, w.URL, browser.Phone, chief.Cookies()...)
	public := browser.Open(t, w.URL, browser.Phone)
	for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
		tab.See(look)
		public.See(look)
		tab.Go(local).Judge()
		tab.Go(local + "/lokalt").Judge()
		tab.Form("Spara det ni har bestämt").Fill("Gäller från", "snart").Submit().Judge()
		public.Go(local).Judge()
	}
	tab.Go(local).TabTo("Ange vad ni har bestämt").Enter().Sees("Ramen i texten")
}
