//go:build look

package story

import (
	"os"
	"testing"

	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

func TestLook(t *testing.T) {
	st := storetest.Open(t, store.SQLite)
	w := open(t, st)
	dir := os.Getenv("LOOK")
	shot := func(v *visitor.Visitor, name, path string) {
		for _, l := range []struct {
			n string
			l browser.Look
		}{{"desk", browser.Desk}, {"phone", browser.Phone}} {
			tab := browser.Open(t, w.url, l.l, v.Cookies()...)
			tab.Go(path)
			tab.Settled()
			tab.Picture(dir + "/" + name + "-" + l.n + ".png")
			tab.Judge()
		}
	}
	r := w.raise()
	v := w.as("social-chief", "askersund", "member")
	shot(v, "raise", "/arenden/nytt")
	shot(v, "matter", r)
	shot(w.secretary(), "body", "/grupper/chefsgrupp-valfard")
	shot(w.secretary(), "queue", "/grupper/chefsgrupp-valfard-au/ko")
	m := w.meet("chefsgrupp-valfard", "2026-03-12")
	shot(w.secretary(), "edit", m+"/redigera")
	shot(w.secretary(), "conduct", m+"/genomfor")
	shot(w.public(), "start", "/")
}
