package demo

import (
	"strings"
	"testing"

	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

const title = "Gemensam rutin för hjälpmedel vid hemgång"

// The whole story, by what the pages offer: the county's agreement from six
// decisions of thirteen, and a matter from nothing, both to their follow-up.
// Every page on the way is judged in every look.
func TestStoryInTheBrowser(t *testing.T) {
	w := start(t, browser.Desk)
	w.tab.Go("/").Sees("Samverkansstrukturen", "6 av 13 parter har beslutat")
	w.decideAgreed()
	w.raise()
	at := w.sort()
	w.propose(at)
	w.prepare(at)
	w.recommend(at)
	w.pass(at)
	w.decide(at)
	w.inForce(at, title)
	w.carryOut(at)
	w.followUp(at)
	w.be(secretary, agreedAt)
	w.next(agreedAt, func() bool { return w.year() != w.began })
	w.inForce(agreedAt, agreed)
	w.carryOut(agreedAt)
	w.followUp(agreedAt)
}

const (
	agreed   = "Överenskommelse om samverkan vid utskrivning från sluten hälso- och sjukvård"
	agreedAt = "/arenden/SAM-2026-001"
)

// decideAgreed lets the other parties decide the agreement under way.
func (w *world) decideAgreed() {
	w.t.Helper()
	tab := w.be(secretary, agreedAt).Sees("6 av 13 parter har beslutat")
	w.began = w.year()
	tab.Form("Låt övriga parter besluta").Done()
	tab.Go(agreedAt).Sees("13 av 13 parter har beslutat", "1 januari")
	w.comesByItself()
}

// comesByItself looks at the portal, as somebody who asks for the first time:
// the agreement holds from the day that it was decided for, and not before.
func (w *world) comesByItself() {
	w.t.Helper()
	if holds, want := w.holds(agreed), w.year() != w.began; holds != want {
		w.t.Fatalf("on %s the portal says that the agreement holds: %v", w.today(), holds)
	}
}

// year gives the year on the demo's clock.
func (w *world) year() string { return w.today()[len(w.today())-4:] }

// holds tells whether the portal lists a document among those that hold now, to
// somebody who asks for the first time.
func (w *world) holds(title string) bool {
	w.t.Helper()
	now, _, _ := strings.Cut(visitor.New(w.t, w.url).Open("/dokument").Text(), "Gäller inte än")
	return strings.Contains(now, title)
}

// raise raises a matter.
func (w *world) raise() {
	w.t.Helper()
	tab := w.be(raiser, "/arenden/nytt")
	f := tab.Form("Väck ärendet").
		Fill("Vad heter ärendet?", title).
		Fill("Vad är behovet?", "Hjälpmedel kommer för sent när någon skrivs ut. Parterna behöver komma överens om vem som beställer.").
		Select("Vad ska det leda till?", "Överenskommelse").
		Choose("Vilka områden", "Social välfärd och omsorg").
		Select("Vem väcker ärendet?", "Askersund").
		Choose("Innebär dokumentet direkta åtaganden", "Ja").
		Choose("Påverkar dokumentet", "Nej").
		Choose("Anger dokumentet bara", "Nej").
		Choose("Har frågan större", "Ja").
		Choose("Behöver förslaget förankras i det specifika", "Nej")
	if tab.Look.NoScript {
		tab.Form("Visa vägen").Submit() // and what was typed stays
	}
	// With scripts the way shows itself while the questions are answered.
	tab.Settled()
	tab.Sees("KCRD", "13 parter").Click("Varför? Ställningstagande").Sees("ORE-28")
	f.Done().Sees(title, "Väckt")
}

// sort accepts the route and gives the address by the number.
func (w *world) sort() string {
	w.t.Helper()
	tab := w.be(secretary, "/sortering").Sees(title)
	tab.Form("Godta vägen").Done()
	tab.Go("/arenden").Sees(title).Click(title)
	at, _, _ := strings.Cut(tab.Path(), "?")
	tab.Sees("Sorterat", "skicka förslaget till parterna")
	return at
}

// propose writes the proposal and sends it to the parties; from then on anybody
// can read about the matter.
func (w *world) propose(at string) {
	w.t.Helper()
	tab := w.be(secretary, at)
	tab.Form("Spara versionen").Fill("Eller text", "Parterna beställer hjälpmedlet gemensamt.\nDet finns på plats inom ett dygn.").Done().Sees("Version 1")
	tab.Form("Skicka förslaget").Done().Sees("Skickad till parterna")
}

// prepare lets a party prepare at home, and the parties' time run.
func (w *world) prepare(at string) {
	w.t.Helper()
	tab := w.be(homeKumla, strings.Replace(at, "/arenden/", "/hemma/", 1))
	tab.Form("Spara förankringen").Choose("Hur långt", "Förankrat").Fill("Kontakt", "Samordnaren").Done()
	tab.Form("Spara ställningen").Choose("", "Stöder").Done().Sees("Bara Kumla ser det här")
	w.be(secretary, at).Sees("Förankras", "12 ska göra något", "Kumla Förankrat")
}

// next moves the demo's clock until a page of the open role shows the words.
func (w *world) next(path string, until func() bool) {
	w.t.Helper()
	for range 200 {
		w.tab.Go(path)
		w.comesByItself()
		if until() {
			return
		}
		w.tab.Form("Nästa händelse").Done()
	}
	w.t.Fatalf("%s: the clock went to %s and what was awaited did not come:\n%s", path, w.today(), w.tab.Text())
}

// meet puts the matter on a body's next agenda from a queue, calls the meeting
// when that is asked for, and waits for its day. It gives the meeting's address.
func (w *world) meet(body, queue string, call bool) string {
	w.t.Helper()
	tab := w.tab.Go(queue)
	w.next(queue, func() bool { return w.ready() })
	tab.FormAbout("Sätt på dagordningen", title).Choose("Vad ska mötet göra", "Beslut").Done()
	tab.Go("/grupper/" + body + "/ko")
	var placed struct{ Meeting, Day string }
	tab.Eval(`(function(){
		const row = [...document.querySelectorAll('main aside li')].find(l => l.innerText.includes("`+title+`"));
		const a = row ? row.querySelector('a[href^="/moten/"]') : null;
		return a ? {Meeting: a.getAttribute('href'), Day: a.innerText} : {};
	})()`, &placed)
	if placed.Meeting == "" {
		w.t.Fatalf("the queue of %s does not say at which meeting the matter is:\n%s", body, tab.Text())
	}
	meeting, day := placed.Meeting, placed.Day
	if call {
		keeper := w.role
		w.be("Ordförande i chefsgruppen för välfärd", meeting+"/klartecken").Form("Ge klartecken").Done()
		w.be(keeper, meeting+"/redigera").Sees(title)
		tab.Form("Skicka kallelsen").Done().Sees("Kallelsen skickas till")
	}
	w.next(meeting, func() bool { return w.today() == day })
	return meeting
}

// ready tells whether the queue has the matter among those that can be put on an
// agenda.
func (w *world) ready() bool {
	w.t.Helper()
	var ready bool
	w.tab.Eval(`[...document.querySelectorAll('main ol.rows li')].some(l => l.innerText.includes("`+title+`"))`, &ready)
	return ready
}

// recommend takes the matter through the chief group: nothing is chosen
// beforehand.
func (w *world) recommend(at string) {
	w.t.Helper()
	tab := w.be(secretary, at)
	meeting := w.meet("chefsgrupp-valfard", "/grupper/chefsgrupp-valfard-au/ko", true)
	tab.Go(meeting + "/genomfor").Form("Öppna mötet").Done()
	tab.Form("Spara närvaron").Done()
	tab.Form("Spara beslutet").Choose("Vad är det?", "Rekommenderande beslut").Choose("Hur gick det?", "Enligt förslag").
		Choose("Vilken version", "Version 1").
		Fill("Beslutets lydelse", "Chefsgruppen rekommenderar parterna att anta överenskommelsen.").
		Fill("Ansvarig", "Ordföranden").Fill("Klart senast", "30 juni").
		Choose("Har ledamöterna själva mandat", "Nej").Select("Vart går frågan vidare?", "Till parterna").
		Done().Sees("Beslutet är sparat")
	tab.Form("Avsluta mötet").Done().Sees("Chefsgruppen rekommenderar parterna")
}

// pass takes the matter through the directors' group.
func (w *world) pass(at string) {
	w.t.Helper()
	tab := w.be(directors, at)
	meeting := w.meet("kcrd", "/grupper/kcrd/ko", false)
	tab.Go(meeting + "/genomfor").Form("Öppna mötet").Done()
	tab.Form("Spara beslutet").Choose("Vad är det?", "Ställningstagande").Choose("Hur gick det?", "Enligt förslag").Choose("Vilken version", "Version 1").
		Fill("Beslutets lydelse", "KCRD ställer sig bakom förslaget.").Fill("Ansvarig", "Regiondirektören").Fill("Klart senast", "30 juni").Done()
	tab.Form("Avsluta mötet").Done().Sees("KCRD ställer sig bakom förslaget.")
}

// decide records one party's decision by its registrar, the others' by the bar.
func (w *world) decide(at string) {
	w.t.Helper()
	tab := w.be(kumla, strings.Replace(at, "/arenden/", "/hemma/", 1))
	tab.Form("Registrera beslutet").Select("Vem beslutade", "Kommunfullmäktige").Fill("När?", w.today()).
		Fill("Paragraf", "14").Choose("Vad beslutade ni", "Antar").Done().Sees("1 av 13")
	tab.Go(at).Form("Låt övriga parter besluta").Done().Sees("13 av 13")
}

// inForce looks at the portal as anybody: the first request shows the document,
// with all thirteen who decided it.
func (w *world) inForce(at, title string) {
	w.t.Helper()
	if !w.holds(title) {
		w.t.Fatalf("on %s the portal does not say that %q holds", w.today(), title)
	}
	v := visitor.New(w.t, w.url).Open("/dokument")
	v.Follow(title).Sees("Gäller", "Regionfullmäktige", "Kommunfullmäktige")
	rows := 0
	for _, r := range v.All("table tbody tr") {
		if strings.Contains(v.TextOf(r), "Enligt förslag") {
			rows++
		}
	}
	if rows != 13 {
		w.t.Errorf("the portal shows %d decisions of thirteen:\n%s", rows, v.Text())
	}
	w.leave().Go("/")
	w.tab.Go(v.URL.Path).Sees(title, "Gäller")
	w.tab.Go(at).Sees(title, "I kraft")
	w.be(secretary, at).Sees("I kraft sedan")
}

// carryOut lets everybody whom the route names report: the played parties by
// their coordinators, bodies and channels by the one who keeps the matter, the
// other parties as time passes.
func (w *world) carryOut(at string) {
	w.t.Helper()
	for _, role := range []string{homeKumla, "Samordnare, Region"} {
		w.be(role, at).Form("Rapportera klart").Done()
	}
	tab := w.be(secretary, at)
	for range 12 {
		if !tab.Go(at).Has("Rapportera klart") {
			break
		}
		tab.Form("Rapportera klart").Done()
	}
	w.next(at, func() bool { return strings.Contains(w.tab.Text(), "Infört") })
}

// followUp records what came of it.
func (w *world) followUp(at string) {
	w.t.Helper()
	tab := w.be(secretary, at)
	tab.Form("Spara uppföljningen").Choose("Vad visar uppföljningen", "Målet är nått").Fill("Resultat", "Nio av tio kommer hem i tid.").Choose("", "Avsluta ärendet").Done().
		Sees("Målet är nått", "Avslutat")
}
