package demo

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"samverk/internal/scenario/browser"
)

// What the story can't do without is done with the keyboard alone: every field
// and button is reached with Tab, and the focus can be seen there.
func TestKeyboardAlone(t *testing.T) {
	w := start(t, browser.Desk)
	w.tab.Visited = nil
	w.typeStructure()
	w.tab.Go("/")
	w.typeRaise()
	w.typePartyDecision()
	w.typeMeetingDecision()
}

// typeRole takes another role.
func (w *world) typeRole(role string) *browser.Tab {
	w.t.Helper()
	return w.tab.TabTo("Du är").Press(role).TabTo("Byt roll").Enter().Sees("Logga ut")
}

// past leaves the bar and the navigation behind by the skip link.
func (w *world) past() *browser.Tab {
	w.t.Helper()
	w.tab.Go(w.tab.Path())
	return w.tab.TabTo("Hoppa till innehållet").Enter()
}

func (w *world) typeRaise() {
	w.t.Helper()
	w.typeRole(raiser)
	w.tab.TabTo("Ärenden").Enter().TabTo("Väck ett ärende").Enter()
	w.past().TabTo("Vad heter ärendet?").Press(title).
		TabTo("Vad är behovet?").Press("Hjälpmedel kommer för sent.").
		TabTo("Vad ska det leda till?").Press("Riktlinje").
		TabTo("Hälso- och sjukvård").Press(" ").
		TabTo("Vem väcker ärendet?").Press("Askersund").
		TabTo("Ja").Press(kb.ArrowDown). // no commitments
		TabTo("Ja").Press(" ").          // it influences
		TabTo("Ja").Press(kb.ArrowDown).
		TabTo("Ja").Press(kb.ArrowDown).
		TabTo("Ja").Press(kb.ArrowDown).
		TabTo("Väck ärendet").Enter().
		Sees(title, "Väckt")
}

func (w *world) typePartyDecision() {
	w.t.Helper()
	w.tab.Go("/")
	w.typeRole(kumla)
	w.tab.TabTo("Hemma").Enter()
	w.past().TabTo(agreed).Enter()
	w.past().TabTo("Vem beslutade").Press("Kommunf").
		TabTo("När").Press(kb.End + strings.Repeat(kb.Backspace, 30) + w.today()).
		TabTo("Paragraf").Press("88").
		TabTo("Antar").Press(" ").
		TabTo("Registrera beslutet").Enter().
		Sees("7 av 13")
}

// typeMeetingDecision puts a topic on the next meeting's agenda, lets the clock
// come there, and records what was decided.
func (w *world) typeMeetingDecision() {
	w.t.Helper()
	w.tab.Go("/")
	w.typeRole(secretary)
	w.tab.TabTo("Möten").Enter()
	w.past().TabTo("Arbetsutskottet för chefsgruppen för social").Enter().TabTo("Bygg mötet").Enter()
	meeting := strings.TrimSuffix(w.tab.Path(), "/redigera")
	w.past().TabTo("Rubrik").Press("Gemensam mötesplan").
		TabTo("Beslut").Press(" ").
		TabTo("Lägg till ämnet").Enter().Sees("Gemensam mötesplan")
	w.tab.Go("/").TabTo("Nästa händelse").Enter()
	w.tab.Go(meeting)
	w.past().TabTo("Genomför mötet").Enter()
	w.past().TabTo("Öppna mötet").Enter()
	w.past().TabTo("Beslut").Press(" "). // the only kind that the topic can have
						TabTo("Beslutets lydelse").Press("Planen gäller.").
						TabTo("Enligt förslag").Press(" ").
						TabTo("Ansvarig").Press("Ordföranden").
						TabTo("Klart senast").Press("30 juni").
						TabTo("Spara beslutet").Enter().
						Sees("Beslutet är sparat")
	w.past().TabTo("Avsluta mötet").Enter().Sees("Planen gäller.")
}
