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

// writer is one person in one tab behind a gate, and what that person has typed.
type writer struct {
	*screen
	h     *held
	g     *gate
	input string
	typed string
}

func (h *held) writer(t *testing.T) *writer {
	t.Helper()
	g := h.gate(t)
	tab := browser.Open(t, g.URL, browser.Desk, &http.Cookie{Name: "samverk", Value: h.tokens[0]})
	return &writer{screen: &screen{tab, t}, h: h, g: g, input: "anteckning"}
}

// adds types a word at the end, without rest.
func (w *writer) adds(word string) {
	w.t.Helper()
	w.Eval(`(e => { e.focus(); e.setSelectionRange(e.value.length, e.value.length) })(`+w.field()+`)`, nil)
	w.Press(word)
	w.typed += word
}

func (w *writer) field() string { return `document.querySelector('textarea[name=` + w.input + `]')` }

// saved is whether the page says that the field is saved.
func (w *writer) saved() string {
	return w.field() + `.closest('[data-draft]').querySelector('[data-told]').innerText.startsWith('Sparat ')`
}

// writes waits until the field holds what was typed.
func (w *writer) writes() {
	w.t.Helper()
	var have string
	for begin := time.Now(); time.Since(begin) < 15*time.Second; time.Sleep(100 * time.Millisecond) {
		if w.Eval(w.field()+".value", &have); have == w.typed {
			return
		}
	}
	w.t.Fatalf("the text is %q, want %q", have, w.typed)
}

// soon types a word at the end, a while after now: also while a new page is under
// way, when nobody else can reach the old one.
func (w *writer) soon(word string, after int) {
	w.t.Helper()
	w.Eval(fmt.Sprintf(`setTimeout((e) => { e.value += %q; e.dispatchEvent(new Event('input', { bubbles: true })) }, %d, %s)`, word, after, w.field()), nil)
	w.typed += word
}

// when waits until something has happened at the gate.
func (w *writer) when(what string, done <-chan struct{}) {
	w.t.Helper()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		w.t.Fatalf("never: %s", what)
	}
}

// presses presses a button of the page and does not wait for what comes.
func (w *writer) presses(button string) {
	w.t.Helper()
	js, err := json.Marshal(button)
	ok(w.t, err)
	w.Eval(`[...document.querySelectorAll('.it button')].find(b => b.innerText.trim() === `+string(js)+`).click()`, nil)
}

// came waits until a page has come in place of the one that was marked.
func (w *writer) came() {
	w.t.Helper()
	w.until("a new page", `!document.querySelector('[data-was]') && document.readyState === 'complete'`)
}

// mark marks the page that is shown.
func (w *writer) mark() {
	w.t.Helper()
	w.Eval(`document.body.dataset.was = ''`, nil)
}

// alone asserts that what was typed stands by itself, in this page and for whoever
// loads it anew.
func (w *writer) alone() {
	w.t.Helper()
	w.writes()
	w.until("it is saved", w.saved())
	time.Sleep(300 * time.Millisecond) // what else is under way comes
	w.stands()
	y := newTypist(w.h, 1, "note", w.input, 1) // whoever else records
	if !y.open(nil) {
		w.t.Fatal(y.said)
	}
	if len(y.page.sides) > 0 || y.text != strings.Join(strings.Fields(w.typed), " ") {
		w.t.Fatalf("the other sees %q and beside it %+v, want %q", y.text, y.page.sides, w.typed)
	}
}

// stands asserts that nothing stands beside the text.
func (w *writer) stands() {
	w.t.Helper()
	var beside string
	if w.Eval(`[...document.querySelectorAll('.crossed .typed')].map(e => e.innerText).join(' | ')`, &beside); beside != "" {
		w.t.Fatalf("one who writes alone is shown two texts: %s", beside)
	}
	w.writes()
}

// What one person types in one tab never stands beside itself, however the saves
// of it come, wait, are refused or are lost.
func TestOneWritesAlone(t *testing.T) {
	bin := server.Build(t)
	for name, story := range map[string]func(*writer){
		"the answer is late and the form is sent": func(w *writer) {
			taken, letGo := w.g.answersLate("save")
			defer letGo()
			w.adds("Ett ")
			w.when("the save is taken", taken)
			w.adds("två ")
			w.mark()
			w.presses("Spara anteckningen")
			w.came()
			w.adds("tre")
		},
		"the save comes after the form": func(w *writer) {
			came, letGo := w.g.waits("save")
			w.adds("Ett ")
			w.when("the save is on its way", came)
			w.adds("två ")
			w.mark()
			w.presses("Spara anteckningen")
			w.came()
			letGo()
			w.adds("tre")
		},
		"typed while the form is on its way": func(w *writer) {
			w.adds("Ett ")
			taken, letGo := w.g.answersLate("/utkast")
			w.mark()
			w.soon("två ", 500)
			w.presses("Spara anteckningen")
			w.when("the form is taken", taken)
			time.Sleep(2 * time.Second) // what is typed is saved before the page comes
			letGo()
			w.came()
			w.adds("tre")
		},
		"the answer is lost and the form is sent": func(w *writer) {
			lost := w.g.loses("save")
			w.adds("Ett ")
			w.when("the answer is lost", lost)
			w.adds("två ")
			w.mark()
			w.presses("Spara anteckningen")
			w.came()
			w.adds("tre")
		},
		"loaded again while a save is on its way": func(w *writer) {
			came, letGo := w.g.waits("save")
			w.adds("Ett ")
			w.when("the save is on its way", came)
			w.adds("två ")
			time.Sleep(300 * time.Millisecond) // it is written down
			w.Go(w.h.path())
			w.writes()
			w.adds("tre ")
			w.until("it is saved", w.saved())
			letGo()
			w.adds("fyra")
		},
		"loaded again while the form is on its way": func(w *writer) {
			w.adds("Ett ")
			came, letGo := w.g.waits("/utkast")
			w.mark()
			w.Eval(`setTimeout(() => location.assign(location.href), 1000)`, nil)
			w.presses("Spara anteckningen")
			w.when("the form is on its way", came)
			w.came()
			w.adds("två ")
			w.until("it is saved", w.saved())
			letGo()
			w.adds("tre")
		},
		"a save is refused": func(w *writer) {
			_, refused := w.g.refuses("save", http.StatusUnprocessableEntity, `{"error":"Det gick inte."}`, 0)
			w.adds("Ett ")
			w.when("the save is refused", refused)
			w.adds("två ")
			w.until("it is saved", w.saved())
			_, refused = w.g.refuses("save", http.StatusConflict, `{}`, 0)
			w.adds("tre ")
			w.when("the save is refused", refused)
			w.adds("fyra")
		},
		"typed until a save is refused": func(w *writer) {
			came, _ := w.g.refuses("save", http.StatusUnprocessableEntity, `{"error":"Det gick inte."}`, 2*time.Second) // when what is typed meanwhile is due
			w.adds("Ett ")
			w.when("the save is on its way", came)
			w.adds("två")
		},
		"the record is refused while it is typed": func(w *writer) {
			w.input = "text"
			taken, letGo := w.g.answersLate("save")
			defer letGo()
			w.adds("Ett ")
			w.when("the save is taken", taken)
			w.adds("två ")
			refused, show := w.g.answersLate("/beslut")
			w.mark()
			w.soon("tre ", 500)
			w.presses("Spara beslutet")
			w.when("the record is refused", refused)
			time.Sleep(2 * time.Second)
			show()
			w.came()
			w.Sees("Det finns 2 fel på sidan")
			w.adds("fyra")
		},
		"a date of the record is refused": func(w *writer) {
			w.input = "text"
			w.Eval(`document.querySelector('input[name^=klart]').value = 'fel'`, nil)
			w.adds("Ett ")
			w.mark()
			w.presses("Spara beslutet")
			w.came()
			w.Go(w.h.path()) // nothing more is typed
		},
		"the browser crashes and the answer is lost": func(w *writer) {
			lost := w.g.loses("save")
			w.adds("Ett ")
			w.when("the answer is lost", lost)
			w.adds("två ")
			time.Sleep(300 * time.Millisecond) // it is written down
			w.Crash()
			w.Go(w.h.path())
			w.writes()
			w.adds("tre")
		},
		"the stream is late": func(w *writer) {
			w.g.later = 1500 * time.Millisecond
			w.Go(w.h.path())
			w.Eval(`(e => { let last = e.value; setInterval(() => { if (!e.value.startsWith(last)) document.body.dataset.lost = last + ' became ' + e.value; last = e.value }, 10) })(`+w.field()+`)`, nil)
			for range 6 {
				w.adds("ord ")
				time.Sleep(1100 * time.Millisecond)
			}
			var lost string
			if w.Eval(`document.body.dataset.lost || ''`, &lost); lost != "" {
				w.t.Error(lost)
			}
		},
		"a second tab is opened meanwhile": func(w *writer) {
			came, letGo := w.g.waits("save")
			w.adds("Ett ")
			w.when("the save is on its way", came)
			w.adds("två ")
			second := &screen{w.Beside(), w.t}
			second.Go(w.h.path())
			time.Sleep(2 * time.Second)
			letGo()
			w.adds("tre ")
			w.until("it is saved", w.saved())
			second.writes(w.typed)
			w.adds("fyra")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t, store.SQLite).start(t, bin).writer(t)
			w.Go(w.h.path()).Sees("Läget i länet")
			story(w)
			w.alone()
		})
	}
}

// Two tabs of one person that change the same text without seeing each other's do
// conflict, and a choice that is made holds although more was typed before it.
func TestOneWritesInTwoTabs(t *testing.T) {
	w := open(t, store.SQLite).start(t, server.Build(t)).writer(t)
	w.Go(w.h.path()).Sees("Läget i länet")
	second := &writer{screen: &screen{w.Beside(), t}, h: w.h, g: w.g, input: w.input}
	second.Go(w.h.path()).Sees("Läget i länet")
	came, letGo := w.g.waits("save")
	w.adds("Ett")
	w.when("the save is on its way", came)
	second.adds("Två")
	second.until("it is saved", second.saved())
	letGo()
	for _, s := range []*writer{w, second} {
		s.until("two texts stand side by side", `document.querySelectorAll('.crossed .side .typed').length === 2`)
		s.writes()
	}
	// What is typed goes along with a choice of one's own text.
	w.adds(" till")
	w.mark()
	w.Eval(`[...document.querySelectorAll('.crossed .side')].find(e => e.querySelector('.typed').innerText === 'Ett').querySelector('button').click()`, nil)
	w.came()
	w.writes()
	second.typed = w.typed
	second.writes()
	for _, s := range []*writer{w, second} {
		s.until("nobody has to choose any more", `!document.querySelector('.crossed')`)
	}
	// And with that of the other's it does not stand against it.
	came, letGo = w.g.waits("save")
	w.adds(" A")
	w.when("the save is on its way", came)
	second.adds(" B")
	second.until("it is saved", second.saved())
	letGo()
	w.until("two texts stand side by side", `document.querySelectorAll('.crossed .side .typed').length === 2`)
	w.adds(" C")
	w.mark()
	w.Eval(`[...document.querySelectorAll('.crossed .side')].find(e => e.querySelector('.typed').innerText === 'Ett till B').querySelector('button').click()`, nil)
	w.came()
	w.typed = second.typed
	w.alone()
}
