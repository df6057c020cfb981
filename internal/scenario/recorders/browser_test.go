package recorders

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/server"
	"samverk/internal/store"
)

// screen is a recorder's real browser.
type screen struct {
	*browser.Tab
	t *testing.T
}

func (h *held) screen(n int) *screen {
	h.t.Helper()
	return &screen{browser.Open(h.t, h.lines[n].URL(), browser.Desk, &http.Cookie{Name: "samverk", Value: h.tokens[n]}), h.t}
}

// types writes at the end of the note, key by key.
func (s *screen) types(words string) {
	s.t.Helper()
	s.Eval(`(e => { e.focus(); e.setSelectionRange(e.value.length, e.value.length) })(document.querySelector('textarea[name=anteckning]'))`, nil)
	s.Press(words)
}

// until waits until an expression of the page holds.
func (s *screen) until(what, js string) {
	s.t.Helper()
	for begin := time.Now(); time.Since(begin) < 30*time.Second; time.Sleep(100 * time.Millisecond) {
		var holds bool
		if s.Eval(js, &holds); holds {
			return
		}
	}
	s.t.Fatalf("never: %s; the page says:\n%s", what, s.Text())
}

// writes waits until the note is the words.
func (s *screen) writes(words string) {
	s.t.Helper()
	js, err := json.Marshal(words)
	ok(s.t, err)
	s.until("the note is "+words, fmt.Sprintf(`document.querySelector('textarea[name=anteckning]').value === %s`, js))
}

// judged lets axe judge the page on a phone and at a desk, light and dark.
func (s *screen) judged() {
	s.t.Helper()
	for _, l := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk.InDark(), browser.Desk} {
		s.See(l)
		s.Judge()
	}
}

// Two real browsers in the same item: a line that is cut, a server that is killed
// and a browser that crashes lose nothing; what conflicts stands side by side on
// both screens until somebody chooses.
func TestTwoBrowsers(t *testing.T) {
	h := open(t, store.SQLite).start(t, server.Build(t))
	a, b := h.screen(0), h.screen(1)
	a.Go(h.path()).Sees("Läget i länet")
	b.Go(h.path()).Sees("Läget i länet")
	const one, two = "Kumla framhöll behovet.", "Nora undrade när."

	h.lines[1].Cut()
	a.types(one)
	b.types(two)
	b.Sees("Du är frånkopplad. Allt sparas här och skickas när du är ansluten igen.")
	a.Sees("Sparat ")
	h.dies()
	h.lines[1].Mend()
	for _, s := range []*screen{a, b} {
		s.Sees("Två har skrivit i samma text. Välj vilken som ska gälla.", one, two)
		s.until("two texts stand side by side", `document.querySelectorAll('.crossed .side .typed').length === 2`)
		s.judged()
	}
	b.Sees(offices()[0], offices()[1]).Form("Låt båda gälla, den ena efter den andra").Done()
	b.until("nobody has to choose any more", `!document.querySelector('.crossed')`)
	both := one + "\n\n" + two
	b.writes(both)
	a.writes(both)
	a.until("nobody has to choose any more", `!document.querySelector('.crossed')`)

	// What was typed without a line is there after a crash, and is sent.
	h.lines[0].Cut()
	a.types(" Sista meningen.")
	a.Sees("Du är frånkopplad.")
	a.Crash()
	h.lines[0].Mend()
	a.Go(h.path())
	a.writes(both + " Sista meningen.")
	b.writes(both + " Sista meningen.")
	h.bigScreen(a, b)
	h.shortcuts(a)
}

// bigScreen tries the view for everybody in the room: the proposal alone, readable
// at a distance, that of the item which is up.
func (h *held) bigScreen(a, b *screen) {
	h.t.Helper()
	const proposal = "Gruppen följer läget och återkommer i maj."
	b.Go("/moten/" + h.meeting + "/skarm").Sees("Läget i länet")
	a.Go(h.path()).Form("Visa förslaget för alla").Fill("Beslutets lydelse", proposal).Done()
	b.Awaits(proposal)
	b.until("nothing stands beside it", `!document.querySelector('nav, aside, header a, textarea, .ag')`)
	b.until("it can be read at a distance", `[...document.querySelectorAll('.screen [data-part] *')].filter(e => e.children.length === 0 && e.innerText).every(e => parseFloat(getComputedStyle(e).fontSize) >= 24)
		&& parseFloat(getComputedStyle(document.querySelector('.screen .record')).fontSize) >= 32`)
	b.judged()
	b.Go(h.path())
}

// shortcuts tries the keys of whoever records: they are listed under "?", move on
// the page, and do nothing while somebody writes; they can be switched off.
func (h *held) shortcuts(a *screen) {
	t := h.t
	t.Helper()
	const open = `document.querySelector('dialog[data-keys]').open`
	focused := func(selector string) string {
		return fmt.Sprintf(`!!document.activeElement && document.activeElement.matches(%q)`, selector)
	}
	a.Go(h.path()).Press("?")
	a.until("the keys are listed", open)
	a.Sees("Kortkommandon", "Till anteckningen", "Till beslutets lydelse", "Till närvaron")
	a.judged()
	a.Press("a")
	a.until("a key does nothing while the list is open", open)
	a.Press("\x1b")
	a.until("Escape closes the list", "!"+open)
	for key, to := range map[string]string{"b": "textarea[name=text]", "a": "textarea[name=anteckning]", "r": "input[name=har]"} {
		a.Go(h.path()).Press(key)
		a.until(key+" leads to "+to, focused(to))
	}
	a.Go(h.path()).Press("a")
	a.types(" Bra fråga? B.")
	a.until("a key that is written stands in the text", `document.querySelector('textarea[name=anteckning]').value.endsWith('Bra fråga? B.')`)
	var shown bool
	if a.Eval(open, &shown); shown {
		t.Error("a key that is written opens the list")
	}
	a.Click("Kortkommandon (?)").Sees("Använd kortkommandon")
	a.TabTo("Använd kortkommandon").Press(" ").Press("\x1b")
	a.Go(h.path()).Press("b")
	a.Press("?")
	var has bool
	if a.Eval(open+" || "+focused("textarea"), &has); has {
		t.Error("keys that are switched off lead somewhere")
	}
	if strings.Contains(a.Text(), "Till anteckningen") {
		t.Error("the list is open")
	}
}
