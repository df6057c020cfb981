package pagetest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
	"samverk/internal/text"
)

// edited gives the shipped structure with pairs of texts replaced; each stands
// there once.
func edited(t *testing.T, pairs ...string) string {
	t.Helper()
	s := string(source(t, county+".yaml"))
	for i := 0; i < len(pairs); i += 2 {
		if strings.Count(s, pairs[i]) != 1 {
			t.Fatalf("%q stands %d times", pairs[i], strings.Count(s, pairs[i]))
		}
		s = strings.Replace(s, pairs[i], pairs[i+1], 1)
	}
	return s
}

// sixChanges mean six things, and change the way of what is major.
func sixChanges(t *testing.T) string {
	return edited(t,
		"        from: orebro\n        count: 4\n", "        from: orebro\n        count: 5\n",
		"  - id: kcrd-first\n    when: facts.major\n", "  - id: kcrd-first\n    when: facts.major && matter.kind != 'agreement'\n",
		"      - may: [prepare, opinion]\n", "      - may: prepare\n",
		"      number: about 6 per year\n", "      number: at least 8 per year\n",
		"        term: at least 1 year\n", "        term: at least 2 years\n",
		"  plan-halsa:\n", "  plan-unga:\n    title: Plan för unga\n    kind: action-plan\n    src: ao/Övriga dokument som styr samverkan [ORE-05]\n  plan-halsa:\n",
	)
}

// said gives the texts of what a selector finds, without the reasons.
func said(v *visitor.Visitor, selector string) []string {
	var out []string
	for _, n := range v.All(selector) {
		say, _, _ := strings.Cut(strings.Join(strings.Fields(v.TextOf(n)), " "), "Varför?")
		out = append(out, say)
	}
	return out
}

// propose puts a proposal and gives its address.
func (w *World) propose(v *visitor.Visitor, note, source string, from workday.Date) string {
	w.T.Helper()
	f := v.Open("/struktur/forslag").Form("Kontrollera och spara").Fill("Vad ändras", note).Fill("Eller klistra in", source)
	if from != "" {
		f.Fill("Gäller från", string(from))
	}
	f.Done()
	return strings.SplitN(strings.TrimPrefix(fmt.Sprint(v.URL), w.URL), "?", 2)[0]
}

// TestProposal: a file with an error is told at its line and kept nowhere; one
// with six changes is told in six sentences with the two matters whose way
// changes, approved by another, and in force from its day. The matters say by
// which rules they go from then on. Every page is judged in both widths and
// colours on the way.
func TestProposal(t *testing.T) {
	w := Open(t)
	w.Raise("Överenskommelse om utskrivning")
	w.Sort()
	w.Send()
	w.Raise("Överenskommelse om habilitering")
	w.Sort()
	w.RaiseWith("Överenskommelse om hjälpmedel", "commits") // not major: nothing changes for it
	w.Sort()
	secretary := w.Secretary()
	chair := w.Seat("ordforande", people.Membership{Party: Region, Body: Group, Role: access.Chair, Office: "welfare-head"})

	broken := edited(t, "    of: committed\n", "    of: comitted\n")
	line := strings.Count(strings.Split(broken, "    of: comitted\n")[0], "\n") + 1
	secretary.Open("/struktur/forslag").Form("Kontrollera och spara").Fill("Vad ändras", "Fel i filen").Fill("Eller klistra in", broken).Submit().
		Sees("Filen har 1 fel", fmt.Sprintf("Rad %d", line), "comitted", "committed", "Ingenting är sparat", "Inga förslag är lagda")
	if secretary.Status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", secretary.Status)
	}

	day := w.Today().Add(10)
	secretary.Open("/struktur").Follow("Förslag till ny struktur")
	at := w.propose(secretary, "Fler platser och kortare vägar", sixChanges(t), day)
	secretary.Open(at).Sees("aldrig av den som lade det", "4 → 5", "2 av 3")
	want := []string{
		"Plan för unga är ett nytt dokument i samverkan.",
		"Barn och unga: antalet möten per år är nu minst 8, förut ungefär 6.",
		"Chefsgruppen för välfärd får en plats till för Örebro.",
		"Länsdelsgrupp norra, Länsdelsgrupp södra, Länsdelsgrupp västra och Länsdelsgrupp Örebro: tiden för ordförande är nu minst 2 år, förut minst 1 år.",
		"Chefsgruppen för folkhälsa får inte längre yttra sig i ärenden.",
		"Ärenden av typen överenskommelse där svaret är ja på ”Har frågan större principiell eller ekonomisk betydelse?” går inte längre till KCRD för ställningstagande.",
	}
	if d := cmp.Diff(want, said(secretary, "ol.upp > li")); d != "" {
		t.Errorf("the six changes: %s", d)
	}
	if d := cmp.Diff([]string{"Överenskommelse om utskrivning", "Överenskommelse om habilitering"}, said(secretary, "main .panel a")); d != "" {
		t.Errorf("the two matters whose way changes: %s", d)
	}

	tab := browser.Open(t, w.URL, browser.Phone, chair.Cookies()...)
	looks := []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()}
	for _, look := range looks {
		tab.See(look)
		tab.Go("/struktur/forslag").Judge()
		tab.Go(at).Judge()
	}

	chair.Open(at).Form("Godkänn förslaget").Done()
	chair.Open("/struktur/forslag").Sees("Godkänt")

	// Until its day the old rules hold; from then on a matter says by which it goes.
	public := visitor.New(t, w.URL)
	chair.Open("/arenden/SAM-2026-001").Sees("KCRD").SeesNot("Reglerna har ändrats på vägen")
	w.Clock.Days(10)
	w.SignIn(chair, "ordforande")
	chair.Open("/arenden/SAM-2026-001").Sees("Reglerna har ändrats på vägen", "Reglerna "+text.For("sv").Date(day.Add(-10))).SeesNot("KCRD")
	chair.Follow("Strukturen från " + text.For("sv").Date(day)).Sees("Strukturen")
	public.Open("/arenden/SAM-2026-001").SeesNot("KCRD")
	tab = browser.Open(t, w.URL, browser.Phone, chair.Cookies()...)
	for _, look := range looks {
		tab.See(look)
		tab.Go("/arenden/SAM-2026-001").Judge()
	}
}

// What a change means for people: who loses a seat, and which meetings have no
// body any more. A register of clauses that isn't here is told.
func TestProposalPeople(t *testing.T) {
	w := Open(t)
	for i := range 4 {
		apptest.Seat(t, w.Sys, fmt.Sprintf("orebro-%d", i+1), people.Membership{Party: "orebro", Body: Group, Role: access.Member, Office: "social-chief"})
	}
	secretary := w.Secretary()
	at := w.propose(secretary, "Färre platser", edited(t, "        from: orebro\n        count: 4\n", "        from: orebro\n        count: 3\n",
		"clauses: {file: clauses.csv, prefix: ORE-}", "clauses: {file: our-own.csv, prefix: ORE-}"), "")
	secretary.Open(at).Sees("Förlorar sin plats", "(Örebro): platserna i Chefsgrupp för social välfärd samt vård och omsorg räcker inte längre", "Klausulerna är inte kontrollerade", "our-own.csv")
	if n := len(said(secretary, "ol.upp > li")); n != 1 {
		t.Errorf("%d changes", n)
	}
}
