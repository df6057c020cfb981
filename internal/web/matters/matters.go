// Package matters holds the workspace's pages of matters: the list, raising,
// sorting, the matter with its journey and party board, its facts, log,
// exceptions, proposal and what comes of it.
package matters

import (
	"samverk/internal/app"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
)

// Handler answers the addresses of matters.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	w := func(pattern string, do route.Func) route.Route {
		return route.Route{Pattern: pattern, Class: route.Workspace, Do: do}
	}
	upload := w("POST /arenden/{ref}/forslag", h.addVersion)
	upload.Body = route.MaxUploadBody
	return []route.Route{
		w("GET /arenden", h.list),
		w("GET /sortering", h.sorting),
		w("POST /sortering/godta", h.accept),
		w("POST /sortering/avboj", h.decline),
		w("GET /arenden/nytt", h.newPage),
		w("POST /arenden/nytt", h.raise),
		w("GET /arenden/{ref}", h.page),
		w("GET /arenden/{ref}/fakta", h.facts),
		w("POST /arenden/{ref}/fakta", h.changeFacts),
		w("POST /arenden/{ref}/text", h.changeText),
		w("GET /arenden/{ref}/logg", h.log),
		w("GET /arenden/{ref}/forslag/{no}", h.proposal),
		w("GET /arenden/{ref}/utdrag/{id}", h.extract),
		upload,
		w("POST /arenden/{ref}/skicka", h.send),
		w("POST /arenden/{ref}/stationer", h.station),
		w("POST /arenden/{ref}/infort", h.implemented),
		w("POST /arenden/{ref}/uppfoljning", h.followUp),
		w("POST /arenden/{ref}/avsteg", h.overrule),
		w("POST /arenden/{ref}/slapp-igenom", h.letThrough),
		w("POST /arenden/{ref}/ta-tillbaka", h.withdraw),
		w("POST /arenden/{ref}/avsluta", h.closeMatter),
	}
}
