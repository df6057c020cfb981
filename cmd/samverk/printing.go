package main

import (
	"log/slog"

	"samverk/internal/render"
	"samverk/internal/web/ui"
)

// printing gives what writes documents out, with a program that makes PDFs: the
// one named, or the first that is found.
func printing(program string, log *slog.Logger) (*render.Renderer, error) {
	return render.New(render.Options{Program: program, Fonts: ui.PrintFaces(), Log: log})
}
