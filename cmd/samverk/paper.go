package main

import (
	"samverk/internal/paper"
)

// paperVerb is what this program starts of itself to look into files that
// somebody has uploaded (package paper). It is for nobody else.
type paperVerb struct {
	Args []string `arg:"" optional:"" passthrough:"all"`
}

// Run does it.
func (c *paperVerb) Run() error {
	if status := paper.Serve(c.Args); status != 0 {
		return exit(status)
	}
	return nil
}
