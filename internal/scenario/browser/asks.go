package browser

import (
	"maps"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
)

// asks counts what a page asks the server for: pages, and what scripts fetch.
type asks struct {
	mu    sync.Mutex
	total int
	last  int64                              // status of the latest page
	open  map[network.RequestID]cdp.LoaderID // by which page it was made
}

// hear takes the browser's events.
func (a *asks) hear(ev any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		switch ev.Type {
		case network.ResourceTypeDocument:
			// A new page: whatever the old one waited for is of no interest.
			a.open = map[network.RequestID]cdp.LoaderID{ev.RequestID: ev.LoaderID}
			a.total++
		case network.ResourceTypeXHR, network.ResourceTypeFetch:
			if a.open == nil {
				a.open = map[network.RequestID]cdp.LoaderID{}
			}
			a.open[ev.RequestID] = ev.LoaderID
			a.total++
		}
	case *page.EventFrameNavigated:
		if ev.Frame.ParentID == "" { // what the old page asked as it was left is never answered
			maps.DeleteFunc(a.open, func(_ network.RequestID, by cdp.LoaderID) bool { return by != ev.Frame.LoaderID })
		}
	case *network.EventResponseReceived:
		if ev.Type == network.ResourceTypeDocument {
			a.last = ev.Response.Status
		}
	case *network.EventLoadingFinished:
		delete(a.open, ev.RequestID)
	case *network.EventLoadingFailed:
		delete(a.open, ev.RequestID)
	}
}

// count gives how many there were so far.
func (a *asks) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.total
}

// idle tells that none is under way.
func (a *asks) idle() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.open) == 0
}

// status gives the status of the latest page.
func (a *asks) status() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.last
}
