package demo

// reason is what a proposal is for in these scenarios.
const reason = "En titel rättas"

// structure reads the structure as it was on a day, who may do what, what is
// missing and what is proposed, and proposes a change of its file by the editor: by
// forms and links, as a browser without scripts.
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
