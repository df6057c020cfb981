package demo

import (
	"testing"

	"samverk/internal/scenario/browser"
)

// Without JavaScript everything is there: a matter is raised, sorted, sent,
// prepared at home, called to a meeting and recommended; the structure is read, and
// a change of it proposed.
func TestWithoutScripts(t *testing.T) {
	look := browser.Desk
	look.NoScript = true
	w := start(t, look)
	w.tab.Visited = nil // the pages are judged in the story
	w.structure()
	w.decideAgreed()
	w.raise()
	at := w.sort()
	w.propose(at)
	w.prepare(at)
	w.recommend(at)
	w.tab.Go(at).Sees("Rekommenderande beslut", "Enligt förslag")
}
