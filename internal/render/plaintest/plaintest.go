// Package plaintest writes documents out for tests that look at what they hold
// and not at what they look like: as the renderer does, but a PDF is the page
// that it would be printed from, at once and without a program.
package plaintest

import (
	"context"

	"samverk/internal/domain/sheet"
	"samverk/internal/render"
)

// Printer is a renderer whose PDFs are pages.
type Printer struct{}

// Prints is true.
func (Printer) Prints() bool { return true }

// Title gives the title of a document.
func (Printer) Title(s sheet.Sheet, set sheet.Set) string { return render.Title(s, set) }

// Fragment gives a document as HTML for a page.
func (Printer) Fragment(s sheet.Sheet, set sheet.Set) string { return render.Fragment(s, set) }

// PDF gives the page that a PDF is printed from.
func (Printer) PDF(_ context.Context, s sheet.Sheet, set sheet.Set) ([]byte, error) {
	return []byte(render.Page(s, set)), nil
}

// DOCX gives a document as a DOCX file.
func (Printer) DOCX(s sheet.Sheet, set sheet.Set) ([]byte, error) { return render.DOCX(s, set) }

// BuiltIn gives the program's own words.
func (Printer) BuiltIn(at sheet.Place) string { return render.BuiltIn(at) }
