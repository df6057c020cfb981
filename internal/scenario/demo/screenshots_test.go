//go:build screenshots

package demo

import (
	"os"
	"path/filepath"
	"testing"

	"samverk/internal/scenario/browser"
)

// TestScreenshots takes README's pictures of a new demonstration into the folder
// that SAMVERK_SCREENSHOTS names: make screenshots.
func TestScreenshots(t *testing.T) {
	dir, err := filepath.Abs(filepath.Join("..", "..", "..", os.Getenv("SAMVERK_SCREENSHOTS")))
	if err != nil || os.Getenv("SAMVERK_SCREENSHOTS") == "" {
		t.Fatalf("SAMVERK_SCREENSHOTS names no folder of the repository (%v)", err)
	}
	w := start(t, browser.Desk)
	w.tab.Visited = nil
	take := func(name, role, path string, look browser.Look, height float64) {
		w.tab.See(browser.Desk)
		if role == "" {
			w.leave()
		} else {
			w.be(role, "/mitt")
		}
		w.tab.See(look)
		w.tab.Go(path)
		w.tab.Settled()
		file := filepath.Join(dir, name)
		w.tab.PictureTo(file, height)
		if f, err := os.Stat(file); err != nil || f.Size() > 300_000 {
			t.Errorf("%s is to be there and smaller than 300 kB: %+v, %v", name, f, err)
		}
	}
	take("start.png", "", "/", browser.Desk, 1480)
	take("arende.png", secretary, agreedAt, browser.Desk, 1480)
	take("arende-mork.png", secretary, agreedAt, browser.Desk.InDark(), 1480)
	take("mitt-mobil.png", homeKumla, "/mitt", browser.Phone, 740)
	take("hemma.png", kumla, "/hemma/SAM-2026-001", browser.Desk, 1480)
}
