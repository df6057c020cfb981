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
	return []route.Route{
		{Pattern: "GET /arenden/nytt", Class: route.Workspace, Do: h.newPage},
		{Pattern: "POST /arenden/nytt", Class: route.Workspace, Do: h.raise},
	}
}
