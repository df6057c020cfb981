//go:build look

package demo

import (
	"os"
	"strings"
	"testing"

	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

// TestLook takes pictures of a running demonstration: DEMO is its address, LOOK
// the folder, ROLE the role, PAGES the paths.
func TestLook(t *testing.T) {
	url, dir := os.Getenv("DEMO"), os.Getenv("LOOK")
	v := visitor.New(t, url)
	v.Open("/")
	if role := os.Getenv("ROLE"); role != "" {
		v.Form("Byt roll").Select("Du är", role).Done()
	}
	for _, p := range strings.Fields(os.Getenv("PAGES")) {
		if strings.HasPrefix(p, "follow:") {
			continue
		}
		for _, l := range []struct {
			n string
			l browser.Look
		}{{"desk", browser.Desk}, {"phone", browser.Phone}, {"dark", browser.Desk.InDark()}} {
			if os.Getenv("ONLY") != "" && os.Getenv("ONLY") != l.n {
				continue
			}
			tab := browser.Open(t, url, l.l, v.Cookies()...)
			tab.Go(p)
			tab.Settled()
			tab.Picture(dir + "/" + strings.Trim(strings.NewReplacer("/", "_", "?", "_").Replace(p), "_") + "-" + l.n + ".png")
			tab.Judge()
		}
	}
}
