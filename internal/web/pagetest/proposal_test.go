package pagetest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
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

// TestProposal: a file with an error is told at its line and kept nowhere; one
// with six changes is told in six sentences with the two matters whose way
// changes, approved by another, and in force from its day. Every page is judged
// in both widths and colours on the way.
func TestProposal(t *testing.T) {
	w := Open(t)
	w.Raise("Överenskommelse om utskrivning")
	w.Sort()
	w.Raise("Överenskommelse om habilitering")
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

	secretary.Open("/struktur").Follow("Förslag till ny struktur").Form("Kontrollera och spara").Fill("Vad ändras", "Fler platser och kortare vägar").Fill("Eller klistra in", sixChanges(t)).Done()
	at := strings.SplitN(strings.TrimPrefix(fmt.Sprint(secretary.URL), w.URL), "?", 2)[0]
	want := []string{"Plan för unga är ett nytt dokument", "Chefsgruppen för välfärd får en plats till för Örebro", "får inte längre yttra sig",
		"antalet möten per år är nu minst 8", "tiden för ordförande är nu minst 2 år", "går inte längre till KCRD för ställningstagande",
		"2 av 2", "Överenskommelse om utskrivning", "Överenskommelse om habilitering", "4 → 5"}
	secretary.Open(at).Sees(append(want, "aldrig av den som lade det")...)

	tab := browser.Open(t, w.URL, browser.Phone, chair.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
		tab.See(look)
		tab.Go("/struktur/forslag").Judge()
		tab.Go(at).Judge()
	}

	chair.Open(at).Form("Godkänn förslaget").Done()
	chair.Open("/struktur/forslag").Sees("Godkänt")
}
