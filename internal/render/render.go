package render

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
)

// Options are what a Renderer is built on. Every field has a standard.
type Options struct {
	Program string        // that prints: a name or a path; "" looks for one; None has none
	Fonts   fs.FS         // the documents' faces: see Faces; nil has those of the machine
	Limits  Limits        // of one printing; zero is the standard
	Slots   int           // printings at a time; 0 is 2
	Queue   int           // printings that wait or are under way at most; 0 is 32
	Kept    int           // bytes of PDF kept in memory; 0 is 64 MB
	Rest    time.Duration // how long a document that could not be printed is not tried again; 0 is 30 s
	Log     *slog.Logger  // nil: nobody is told why a printing failed
}

// Renderer writes documents out. It is safe for concurrent use.
type Renderer struct {
	o       Options
	printer printer
	faces   string
	slots   chan struct{}

	mu    sync.Mutex
	made  map[[32]byte]*printing
	order [][32]byte // those done, the oldest use first
	kept  int
	under int // printings that wait or are under way
}

// printing is one document being printed, or printed.
type printing struct {
	done chan struct{} // closed when it is
	pdf  []byte
	err  error
	at   time.Time // when it failed
}

// New gives a renderer. An error means that the faces can't be read.
func New(o Options) (*Renderer, error) {
	if o.Limits == (Limits{}) {
		o.Limits = standard()
	}
	for _, d := range []struct {
		n      *int
		unsaid int
	}{{&o.Slots, 2}, {&o.Queue, 32}, {&o.Kept, 64 << 20}} {
		if *d.n == 0 {
			*d.n = d.unsaid
		}
	}
	if o.Rest == 0 {
		o.Rest = 30 * time.Second
	}
	r := &Renderer{o: o, printer: find(o.Program), slots: make(chan struct{}, o.Slots), made: map[[32]byte]*printing{}}
	var err error
	r.faces, err = faces(o.Fonts)
	return r, err
}

// Prints reports whether there is a program that makes PDFs.
func (r *Renderer) Prints() bool { return r.printer.path != "" }

// Fragment gives a document as HTML for a page of the site.
func (r *Renderer) Fragment(s sheet.Sheet, set sheet.Set) string { return Fragment(s, set) }

// Title gives the title of a document.
func (r *Renderer) Title(s sheet.Sheet, set sheet.Set) string { return Title(s, set) }

// Title gives the title of a document, in its language and the county's words.
func Title(s sheet.Sheet, set sheet.Set) string { return speak(s, set).title.plain() }

// BuiltIn gives the program's own words for a part of a document.
func (r *Renderer) BuiltIn(at sheet.Place) string { return BuiltIn(at) }

// DOCX gives a document as a DOCX file.
func (r *Renderer) DOCX(s sheet.Sheet, set sheet.Set) ([]byte, error) { return DOCX(s, set) }

// PDF gives a document as a tagged PDF. The same document is printed once, and
// goes on being printed when the context ends, for whoever asks next. It fails
// with fault.Unavailable: where nothing prints ("papers.no_printer"), when too
// many wait ("papers.busy"), when the program failed ("papers.print_failed"; tried
// again after a while).
func (r *Renderer) PDF(ctx context.Context, s sheet.Sheet, set sheet.Set) ([]byte, error) {
	if !r.Prints() {
		return nil, fault.New(fault.Unavailable, "papers.no_printer")
	}
	d := speak(s, set)
	page := whole(d, toPrint, r.faces)
	p, err := r.begin(page, d)
	if err != nil {
		return nil, err
	}
	select {
	case <-p.done:
		return p.pdf, p.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// begin gives the printing of a page: the one there is, or a new one.
func (r *Renderer) begin(page string, d spoken) (*printing, error) {
	key := sha256.Sum256([]byte(r.printer.path + "\n" + page))
	r.mu.Lock()
	defer r.mu.Unlock()
	if p, ok := r.made[key]; ok && (p.err == nil || time.Since(p.at) < r.o.Rest) {
		r.used(key)
		return p, nil
	}
	if r.under >= r.o.Queue {
		return nil, fault.New(fault.Unavailable, "papers.busy")
	}
	r.order = slices.DeleteFunc(r.order, func(k [32]byte) bool { return k == key }) // one that failed
	p := &printing{done: make(chan struct{})}
	r.made[key] = p
	r.under++
	go func() {
		r.slots <- struct{}{}
		pdf, err := r.print(page, d)
		<-r.slots
		r.end(key, p, pdf, err)
	}()
	return p, nil
}

// print prints a page and finishes the PDF.
func (r *Renderer) print(page string, d spoken) ([]byte, error) {
	pdf, err := r.printer.print(context.Background(), page, r.o.Limits)
	if err != nil || r.printer.weas {
		return pdf, err
	}
	return finish(pdf, d.title.plain(), sheet.Clean(d.sheet.Body), string(d.sheet.Language()))
}

// end keeps what was printed, and lets go of what was used longest ago.
func (r *Renderer) end(key [32]byte, p *printing, pdf []byte, err error) {
	if err != nil {
		if r.o.Log != nil {
			r.o.Log.Error("a document could not be printed", "error", err.Error())
		}
		key := "papers.print_failed"
		if errors.Is(err, errTime) || errors.Is(err, errMemory) {
			key = "papers.print_stopped"
		}
		err = fault.New(fault.Unavailable, key).Because(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	p.pdf, p.err, p.at = pdf, err, time.Now()
	defer close(p.done) // whoever waits finds the line in order
	r.under--
	r.kept += len(pdf)
	r.order = append(r.order, key)
	for len(r.order) > 1 && (r.kept > r.o.Kept || len(r.order) > 2000) {
		old := r.order[0]
		r.order = r.order[1:]
		r.kept -= len(r.made[old].pdf)
		delete(r.made, old)
	}
}

// used puts a document that was asked for again last in line to be let go of.
func (r *Renderer) used(key [32]byte) {
	for i, k := range r.order {
		if k == key {
			r.order = append(slices.Delete(r.order, i, i+1), key)
			return
		}
	}
}

// Faces are the files of Options.Fonts: each face of its family, and what it has
// for letters beyond those of western languages.
func Faces() []string {
	var out []string
	for _, f := range faceList() {
		out = append(out, f.file)
	}
	return out
}

type face struct{ family, file, weight, style string }

func faceList() []face {
	var out []face
	for _, f := range []struct{ family, file string }{{"SV Print", "source-sans-3"}, {"SV Print Record", "source-serif-4"}} {
		for _, set := range []struct{ suffix, file string }{{"", "latin"}, {" Ext", "latin-ext"}} {
			for _, c := range []struct{ weight, style string }{{"400", "normal"}, {"600", "normal"}, {"400", "italic"}} {
				out = append(out, face{f.family + set.suffix, fmt.Sprintf("%s-%s-%s-%s.woff", f.file, set.file, c.weight, c.style), c.weight, c.style})
			}
		}
	}
	return out
}

// faces gives the style that names the documents' faces, each with its bytes.
func faces(from fs.FS) (string, error) {
	if from == nil {
		return "", nil
	}
	var b strings.Builder
	for _, f := range faceList() {
		data, err := fs.ReadFile(from, f.file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, `@font-face{font-family:"%s";font-weight:%s;font-style:%s;src:url("data:font/woff;base64,%s") format("woff")}`,
			f.family, f.weight, f.style, base64.StdEncoding.EncodeToString(data))
	}
	return b.String(), nil
}
