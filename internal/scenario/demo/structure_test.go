package demo

import (
	"strings"

	"github.com/chromedp/chromedp/kb"
)

// reason is what a proposal is for in these scenarios.
const reason = "En titel rättas"

// typeStructure reads the structure with the keyboard alone: as it was on a day,
// who may do what, what is missing, what is proposed; and proposes a change of its
// file by the editor.
func (w *world) typeStructure() {
	w.t.Helper()
	w.tab.Go("/")
	w.typeRole(secretary)
	w.tab.Go("/struktur")
	day := w.lastYear()
	w.past().TabTo("Strukturen per").Press(kb.End+strings.Repeat(kb.Backspace, 12)+day).
		TabTo("Visa").Enter().Sees("Strukturen som den gäller den").
		TabTo("Visa hur den ser ut i dag").Enter().
		TabTo("Vem får göra vad?").Enter().Sees("Mandat", "Texten säger inget").
		TabTo("ORE-").Enter().Sees("De specifika råden kan fatta")
	w.tab.Go("/grupper")
	w.past().TabTo("Vad saknas i länet").Enter().Sees("Alla grupper").
		TabTo("Mina grupper").Enter().Sees("Vad saknas i länet")
	w.tab.Go("/struktur")
	w.past().TabTo("Förslag till ny struktur").Enter().Sees("Inga förslag är lagda").
		TabTo("Vad ändras").Press(reason).
		TabTo("Eller klistra in").Press("structure: ").
		TabTo("Kontrollera och spara").Enter().Sees("Ingenting är sparat")
	w.past().TabTo("Redigera det som gäller").Enter()
	w.past().TabTo("Filens text").Press("fel\r").Sees("Filen kan inte användas").
		TabTo("Kontrollera").Enter().Sees("Filen kan inte användas")
	w.past().Sees("Filen kan inte användas").TabTo("Rad 1").Enter() // leads into the text
	w.tab.Press(kb.Home+kb.Delete+kb.Delete+kb.Delete).Sees("0 fel").
		TabTo("Kontrollera").Enter().Sees("Filen kan användas", "Inget ändras", "Så här ser strukturen ut")
	w.past().TabTo("Vad ändras").Press(reason).
		TabTo("Gäller från").Press("31 december").
		TabTo("Spara som förslag").Enter().Sees("Förslaget är sparat", reason)
	w.past().TabTo("Fortsätt att redigera").Enter().Sees("Du fortsätter på förslaget")
	w.past().TabTo("Spara förslaget").Enter().Sees("Det ändrade förslaget är sparat")
	w.past().TabTo("Återta förslaget").Enter().Sees("Förslaget är återtaget")
}

// structure does the same by forms and links, as a browser without scripts.
func (w *world) structure() {
	w.t.Helper()
	tab := w.be(secretary, "/struktur")
	tab.Form("Visa").Fill("Strukturen per", w.lastYear()).Submit().Sees("Strukturen som den gäller den", "Politisk nivå")
	tab.Click("Vem får göra vad?").Sees("Mandat", "Texten säger inget")
	tab.Click("ORE-").Sees("De specifika råden kan fatta")
	tab.Go("/grupper").Click("Vad saknas i länet").Sees("Alla grupper").Click("Mina grupper").Sees("Vad saknas i länet")
	tab.Go("/struktur").Click("Förslag till ny struktur").Form("Kontrollera och spara").Fill("Vad ändras", reason).Fill("Eller klistra in", "structure: ").Submit().
		Sees("Ingenting är sparat")
	tab.Click("Redigera det som gäller").Form("Kontrollera").Submit().Sees("0 fel", "Filen kan användas", "Inget ändras")
	var text string
	tab.Eval(`document.querySelector("textarea").value`, &text)
	tab.Eval(`document.querySelector("textarea").value = "fel\n" + document.querySelector("textarea").value`, nil)
	tab.Form("Spara som förslag").Fill("Vad ändras", reason).Submit().Sees("Filen har", "är inte sparad").Click("Rad 1")
	tab.Eval(`document.querySelector("textarea").value = document.querySelector("textarea").value.slice(4)`, nil)
	var back string
	if tab.Eval(`document.querySelector("textarea").value`, &back); back != text {
		w.t.Errorf("the file is not what was opened: %d and %d characters", len(back), len(text))
	}
	tab.Form("Spara som förslag").Done().Sees("Förslaget är sparat", reason).
		Click("Fortsätt att redigera").Form("Spara förslaget").Done().Sees("Det ändrade förslaget är sparat")
	tab.Form("Återta förslaget").Done().Sees("Förslaget är återtaget")
}

// lastYear gives the day a year before the one that stands in the date field of
// the structure's page.
func (w *world) lastYear() string {
	w.t.Helper()
	var day string
	w.tab.Eval(`document.querySelector("[name=per]").value.replace(/^\d+/, y => y - 1)`, &day)
	return day
}
