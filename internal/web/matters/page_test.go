package matters_test

import (
	"testing"

	"samverk/internal/web/pagetest"
)

// Everybody who has the next move can be read on the page, and when a version
// was sent is a sentence of its own.
func TestEverybodyWithTheNextMove(t *testing.T) {
	w := pagetest.Open(t)
	w.ToParties("Överenskommelse om utskrivning")
	page := w.Chief("laxa").Open("/arenden/"+w.ID).Sees("13 ska göra något", "Visa 9 till").SeesNot(" . Skickad")
	if shown := page.All(".next > ul > li"); len(shown) != 4 {
		t.Errorf("%d stand open", len(shown))
	}
	folded := page.All(".next details li")
	if len(folded) != 9 {
		t.Errorf("%d are folded", len(folded))
	}
	for i, li := range page.All(".next li") {
		if mine := len(page.All(".next > ul > li:first-child a")) == 1; i == 0 && !mine {
			t.Errorf("the reader's own move is not first: %s", page.TextOf(li))
		}
	}
}
