package demo

import "samverk/internal/scenario/browser"

// looks are how every page is judged: on a phone and at a desk, light and dark.
var looks = []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk.InDark(), browser.Desk}

// pageKind tells one page of the story from another: where it is, and what it
// offers and says. The same page with another form or refusal is another.
const pageKind = `location.pathname.replace(/[a-z0-9]{26}/g, '*') + ' ' + [...new Set([...document.querySelectorAll('main button, main legend, main .tag, main h2')].map(e => e.className + e.innerText.replace(/[\s\d]+/g, ' ')))].sort().slice(0, 40).join('|')`

// unfold opens what lies folded on the page, and folds it again.
const (
	unfold = `document.querySelectorAll('main details:not([open])').forEach(d => { d.open = true; d.dataset.unfolded = '1' })`
	fold   = `document.querySelectorAll('[data-unfolded]').forEach(d => { d.open = false; delete d.dataset.unfolded })`
)

// judge lets axe-core judge the page that is open, in every look, with all that
// lies folded open: no fault, and nothing wider than the window. A page that was
// judged is not judged again.
func (w *world) judge() {
	w.t.Helper()
	if w.judging {
		return
	}
	w.judging = true
	defer func() { w.judging = false }()
	var kind string
	w.tab.Eval(pageKind, &kind)
	if w.judged[kind] {
		return
	}
	w.judged[kind] = true
	own := w.tab.Look
	w.tab.Eval(unfold, nil)
	for _, l := range looks {
		l.NoScript = own.NoScript
		w.tab.See(l)
		if l.Dark {
			w.tab.JudgeColours()
		} else {
			w.tab.Judge()
		}
	}
	w.tab.Eval(fold, nil)
	w.tab.See(own)
}
