package browser

import (
	"fmt"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// How many moves a drag is made of: what follows the pointer sees it come.
const moves = 8

// Drag takes hold of what a selector finds and drops it on the upper edge of what
// another finds, with the mouse or with a finger, and waits for the page that
// answers.
func (tab *Tab) Drag(what, onto string, finger bool) *Tab {
	tab.t.Helper()
	var at struct{ X, Y, ToX, ToY float64 }
	tab.Eval(fmt.Sprintf(`(() => {
		const what = document.querySelector(%q), onto = document.querySelector(%q);
		if (!what || !onto) return null;
		onto.scrollIntoView({block: 'start', behavior: 'instant'}); window.scrollBy(0, -120);
		const a = what.getBoundingClientRect(), b = onto.getBoundingClientRect();
		return {X: a.x + a.width / 2, Y: a.y + a.height / 2, ToX: a.x + a.width / 2, ToY: b.y + 3};
	})()`, what, onto), &at)
	if at.X == 0 {
		tab.t.Fatalf("%s shows no %s to drag onto %s; it shows:\n%s", tab.Path(), what, onto, tab.Text())
	}
	before := tab.asks.count()
	step := func(n int) (x, y float64) {
		part := float64(n) / moves
		return at.X + (at.ToX-at.X)*part, at.Y + (at.ToY-at.Y)*part
	}
	var acts []chromedp.Action
	for n := range moves + 1 {
		x, y := step(n)
		switch {
		case finger && n == 0:
			acts = append(acts, input.DispatchTouchEvent(input.TouchStart, []*input.TouchPoint{{X: x, Y: y}}))
		case finger:
			acts = append(acts, input.DispatchTouchEvent(input.TouchMove, []*input.TouchPoint{{X: x, Y: y}}))
		case n == 0:
			acts = append(acts, input.DispatchMouseEvent(input.MousePressed, x, y).WithButton(input.Left).WithClickCount(1))
		default:
			acts = append(acts, input.DispatchMouseEvent(input.MouseMoved, x, y).WithButton(input.Left).WithButtons(1))
		}
	}
	if finger {
		acts = append(acts, input.DispatchTouchEvent(input.TouchEnd, []*input.TouchPoint{}))
	} else {
		acts = append(acts, input.DispatchMouseEvent(input.MouseReleased, at.ToX, at.ToY).WithButton(input.Left).WithClickCount(1))
	}
	tab.run("drag "+what, acts...)
	tab.answered(before)
	return tab
}
