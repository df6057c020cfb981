package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/bundles"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/paper"
	"samverk/internal/text"
)

// Bundles is what the making of bundles needs.
type Bundles struct {
	Child   paper.Child
	Printer Printer
	Site    string // the site's own address, to which a page in a paper's place leads; "" where it is not known
}

// Printer writes documents out as PDFs.
type Printer interface {
	Prints() bool
	Title(sheet.Sheet, sheet.Set) string
	PDF(context.Context, sheet.Sheet, sheet.Set) ([]byte, error)
}

// Limits of what is kept of bundles and of what they are made of: what nobody has
// used for so long goes, and more than so many bytes are not kept.
const (
	keptFor  = 14 * 24 * time.Hour
	keptMost = 4 << 30
)

// RegisterBundles gives the worker what is done about bundles: each is made when
// somebody asks for it, or when people have been called who will; it goes when a paper of it is taken back, and when nobody has
// used it for a while.
func RegisterBundles(w *Worker, b Bundles) {
	if w.sys.Made == nil {
		return
	}
	b.Site = strings.TrimSuffix(b.Site, "/")
	x := binder{b, w.sys}
	w.Handle(app.MakeBundle, x.make)
	w.Handle(app.ClearBundles, x.clear)
	w.Handle(app.AheadBundle, x.ahead)
	w.Schedule("bundles", Every(time.Hour), x.sweep)
}

type binder struct {
	Bundles
	sys *app.System
}

// make makes a bundle. What it can't be made for is kept for whoever asked; what
// stops with the server is begun anew.
func (b binder) make(ctx context.Context, w Work) error {
	ref, err := read[app.BundleRef](w)
	if err != nil {
		return err
	}
	work, err := bundles.ToMake.Do(ctx, b.sys, access.TheSystem(), ref)
	if errors.Is(err, fault.NotFound) {
		return nil // it is there, or nobody wants it any more
	}
	if err != nil {
		return err
	}
	err = b.bind(ctx, work)
	if err == nil || ctx.Err() != nil {
		return err
	}
	problem := "failed"
	var f *fault.Error
	if errors.As(err, &f) && f.Key == "papers.no_printer" {
		problem = "no_printer"
	}
	kerr := b.sys.Bookkeep(ctx, func(books app.Books) error { return books.Bundles.Failed(ctx, ref.Key, problem) })
	return Permanent(errors.Join(err, kerr))
}

// ahead has the bundle asked for that most will open. Where nothing prints it would
// fail before anybody asked.
func (b binder) ahead(ctx context.Context, w Work) error {
	ref, err := read[app.AheadRef](w)
	if err != nil || !b.Printer.Prints() {
		return err
	}
	_, err = bundles.Ahead.Do(ctx, b.sys, access.TheSystem(), ref)
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Conflict) {
		return nil // nobody wants it, or somebody asked meanwhile
	}
	return err
}

// clear lets go of a meeting's bundles that hold a paper that has been taken back.
func (b binder) clear(ctx context.Context, w Work) error {
	ref, err := read[app.MeetingRef](w)
	if err != nil {
		return err
	}
	return b.remove(ctx, func(books app.Books) ([]string, error) { return books.Bundles.Broken(ctx, ref.Meeting) })
}

// sweep lets go of what is old, or too much, or holds what has been taken back.
func (b binder) sweep(ctx context.Context) error {
	if err := b.sys.Made.Sweep(keptMost, time.Now().Add(-keptFor)); err != nil {
		return err
	}
	return b.remove(ctx, func(books app.Books) ([]string, error) {
		broken, err := books.Bundles.Broken(ctx, "")
		if err != nil {
			return nil, err
		}
		old, err := books.Bundles.Old(ctx, books.Now.Add(-keptFor))
		for _, key := range old {
			if !b.sys.Made.Has(app.BundleFile(key)) {
				broken = append(broken, key)
			}
		}
		return broken, err
	})
}

// remove forgets bundles, and then removes their files.
func (b binder) remove(ctx context.Context, which func(app.Books) ([]string, error)) error {
	var keys []string
	err := b.sys.Bookkeep(ctx, func(books app.Books) (err error) {
		if keys, err = which(books); err != nil {
			return err
		}
		return books.Bundles.Remove(ctx, keys)
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := b.sys.Made.Remove(app.BundleFile(key)); err != nil {
			return err
		}
	}
	return nil
}

// binding is one bundle being made.
type binding struct {
	binder
	work   bundles.Work
	dir    string
	placed map[string]meeting.Placed // by paper: First is not known yet
	files  map[string]string         // the PDF of each
	step   int
}

func (b binder) bind(ctx context.Context, w bundles.Work) (err error) {
	if !b.Printer.Prints() {
		return fault.New(fault.Unavailable, "papers.no_printer")
	}
	dir, done, err := b.sys.Made.Work()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	x := &binding{binder: b, work: w, dir: dir, placed: map[string]meeting.Placed{}, files: map[string]string{}}
	if err := x.parts(ctx); err != nil {
		return err
	}
	if err := x.count(ctx); err != nil {
		return err
	}
	out := filepath.Join(dir, "bundle.pdf")
	layout, err := x.whole(ctx, out)
	if err != nil {
		return err
	}
	info, err := b.sys.Made.Keep(app.BundleFile(w.Key), out)
	if err != nil {
		return err
	}
	wanted := false
	err = b.sys.Bookkeep(ctx, func(books app.Books) (err error) {
		wanted, err = books.Bundles.Ready(ctx, w.Key, layout, info.Size, info.Hash, books.Now)
		return err
	})
	if err == nil && !wanted {
		err = b.sys.Made.Remove(app.BundleFile(w.Key))
	}
	return err
}

// told keeps how far it has come.
func (x *binding) told(ctx context.Context) error {
	return x.sys.Bookkeep(ctx, func(books app.Books) error {
		return books.Bundles.Step(ctx, x.work.Key, x.step, len(x.work.Order.Bundle.Bound())+1)
	})
}

// parts makes a PDF of every paper, or of the page that stands in its place.
func (x *binding) parts(ctx context.Context) error {
	for _, i := range x.work.Order.Bundle.Items {
		for _, p := range i.Papers {
			if !p.Bound() {
				continue
			}
			if err := x.told(ctx); err != nil {
				return err
			}
			problem, err := x.part(ctx, i, p)
			if err == nil && problem != "" {
				err = x.instead(ctx, i, p, problem)
			}
			if err != nil {
				return fmt.Errorf("paper %s: %w", p.ID, err)
			}
			x.step++
		}
	}
	return x.told(ctx)
}

// part makes the PDF of a paper, or says why there is none.
func (x *binding) part(ctx context.Context, i meeting.BundleItem, p meeting.BundlePaper) (problem string, err error) {
	if p.File.SHA == "" {
		return "", x.printed(ctx, p.ID, x.work.Order.Written(i, p, p.Text))
	}
	if t := x.work.Read[p.File.SHA]; t.Problem == paper.Encrypted || t.Problem == paper.Broken {
		return t.Problem, nil
	}
	f, err := x.sys.Files.Open(p.File.SHA)
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Unavailable) {
		return "gone", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	switch media, _, _ := strings.Cut(p.File.Media, ";"); media {
	case "application/pdf":
		return "", x.copied(p.ID, f)
	case "text/plain":
		text, err := io.ReadAll(io.LimitReader(f, maxWritten+1))
		if err != nil {
			return "", err
		}
		if len(text) > maxWritten {
			return paper.TooMuch, nil
		}
		return "", x.printed(ctx, p.ID, x.work.Order.Written(i, p, string(text)))
	}
	return x.converted(ctx, p, f)
}

// maxWritten is how many bytes of plain text are put on pages.
const maxWritten = 1 << 20

// copied puts a PDF where the child may read it.
func (x *binding) copied(id string, from io.Reader) error {
	name := x.place(id)
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Close())
}

// place gives the path of a paper's PDF.
func (x *binding) place(id string) string {
	if x.files[id] == "" {
		x.files[id] = filepath.Join(x.dir, fmt.Sprintf("part-%d.pdf", len(x.files)))
	}
	return x.files[id]
}

// printed puts a document in the place of a paper.
func (x *binding) printed(ctx context.Context, id string, s sheet.Sheet) error {
	pdf, err := x.Printer.PDF(ctx, s, x.work.Set)
	if err != nil {
		return err
	}
	return os.WriteFile(x.place(id), pdf, 0o600)
}

// instead puts a page in the place of a paper that can't be bound.
func (x *binding) instead(ctx context.Context, i meeting.BundleItem, p meeting.BundlePaper, problem string) error {
	address := ""
	if x.Site != "" && p.File.SHA != "" {
		address = x.Site + "/moten/" + x.work.Meeting + "/forbered/" + p.File.SHA
	}
	x.placed[p.ID] = meeting.Placed{Problem: problem}
	return x.printed(ctx, p.ID, x.work.Order.Instead(i, p, problem, address))
}

// converted makes a PDF of a DOCX. What was made is kept, for the next bundle with
// it.
func (x *binding) converted(ctx context.Context, p meeting.BundlePaper, from io.Reader) (problem string, err error) {
	name := app.ConvertedFile(p.File.SHA)
	kept, err := x.sys.Made.Open(name)
	if errors.Is(err, fault.NotFound) {
		if problem, err = x.convert(ctx, p, from, name); problem != "" || err != nil {
			return problem, err
		}
		kept, err = x.sys.Made.Open(name)
	}
	if err != nil {
		return "", err
	}
	defer kept.Close()
	return "", x.copied(p.ID, kept)
}

func (x *binding) convert(ctx context.Context, p meeting.BundlePaper, from io.Reader, name string) (problem string, err error) {
	file, ok := from.(*os.File)
	if !ok {
		return "", fmt.Errorf("file %s lies on no disk", p.File.SHA)
	}
	said, read := x.work.Read[p.File.SHA]
	outside := said.Outside
	if !read || said.Waiting {
		t, err := x.Child.Read(ctx, file, p.File.Media)
		if err != nil {
			return "", err
		}
		if t.Problem == paper.Broken || t.Problem == paper.Encrypted {
			return t.Problem, nil
		}
		outside = t.Outside
	}
	if outside {
		return "outside", nil
	}
	out := filepath.Join(x.dir, "converted.pdf")
	err = x.Child.Convert(ctx, file, out)
	switch {
	case errors.Is(err, paper.ErrNoConverter):
		return "no_converter", nil
	case errors.Is(err, paper.ErrUnconverted):
		return "unconverted", nil
	case err != nil:
		return "", err
	}
	_, err = x.sys.Made.Keep(name, out)
	return "", err
}

// count counts the pages of every part. What turns out not to be bound gets its
// page.
func (x *binding) count(ctx context.Context) error {
	for range 2 {
		var ids, files []string
		items := map[string]meeting.BundleItem{}
		papers := map[string]meeting.BundlePaper{}
		for _, i := range x.work.Order.Bundle.Items {
			for _, p := range i.Papers {
				if p.Bound() {
					ids, files, items[p.ID], papers[p.ID] = append(ids, p.ID), append(files, x.files[p.ID]), i, p
				}
			}
		}
		if len(ids) == 0 {
			return nil
		}
		pages, problems, err := x.Child.Count(ctx, files)
		if err != nil {
			return err
		}
		whole := true
		for n, id := range ids {
			at := x.placed[id]
			at.Count = pages[n]
			x.placed[id] = at
			if problems[n] != "" {
				whole = false
				if err := x.instead(ctx, items[id], papers[id], problems[n]); err != nil {
					return err
				}
			}
		}
		if whole {
			return nil
		}
	}
	return errors.New("the pages in the places of papers can't be bound")
}

// whole binds the parts after the front pages, whose own number is known when they
// are printed with the numbers that come of it.
func (x *binding) whole(ctx context.Context, out string) (meeting.Layout, error) {
	front := filepath.Join(x.dir, "front.pdf")
	n := 1
	for range 5 {
		l := x.work.Order.Bundle.Lay(n, x.placed)
		s := x.work.Order.Front(l)
		pdf, err := x.Printer.PDF(ctx, s, x.work.Set)
		if err != nil {
			return l, err
		}
		if err := os.WriteFile(front, pdf, 0o600); err != nil {
			return l, err
		}
		pages, _, err := x.Child.Count(ctx, []string{front})
		if err != nil {
			return l, err
		}
		if pages[0] != n {
			n = pages[0]
			continue
		}
		bound, err := x.Child.Bind(ctx, x.binding(front, s), out)
		var un *paper.ErrUnbound
		if errors.As(err, &un) {
			if err := x.takeOut(ctx, un); err != nil {
				return l, err
			}
			continue
		}
		if err == nil && bound.Total != l.Total {
			err = fmt.Errorf("%d pages were bound, and the contents tell of %d", bound.Total, l.Total)
		}
		l.Tagged = bound.Whole
		return l, err
	}
	return meeting.Layout{}, errors.New("the front pages never come to an end")
}

// takeOut puts pages in the places of papers that could be read and not be bound.
func (x *binding) takeOut(ctx context.Context, un *paper.ErrUnbound) error {
	n := 0 // the front pages
	for _, i := range x.work.Order.Bundle.Items {
		none := true
		for _, p := range i.Papers {
			if !p.Bound() {
				continue
			}
			none = false
			n++
			for k, at := range un.At {
				if at == n {
					if err := x.instead(ctx, i, p, un.Problem[k]); err != nil {
						return err
					}
				}
			}
		}
		if none {
			n++ // its mark alone
		}
	}
	return x.count(ctx)
}

// binding gives the parts with their marks: each item, below it its papers.
func (x *binding) binding(front string, s sheet.Sheet) paper.Binding {
	o := x.work.Order
	t := text.ForDocument(string(o.Lang))
	b := paper.Binding{Title: x.Printer.Title(s, x.work.Set), Language: string(o.Lang), Stamp: t.S("paper.bundle.stamp"),
		Papers: []paper.Bound{{File: front, Marks: []string{t.S("paper.bundle.contents")}, Level: []int{0}}}}
	for _, i := range o.Bundle.Items {
		alone := true
		for _, p := range i.Papers {
			if !p.Bound() {
				continue
			}
			part := paper.Bound{File: x.files[p.ID], Marks: []string{bookmark(t, p)}, Level: []int{1}}
			if alone {
				part.Marks, part.Level = append([]string{bundles.Label(i)}, part.Marks...), []int{0, 1}
				alone = false
			}
			b.Papers = append(b.Papers, part)
		}
		if alone {
			b.Papers = append(b.Papers, paper.Bound{Marks: []string{bundles.Label(i)}, Level: []int{0}})
		}
	}
	return b
}

// bookmark gives the bookmark of a paper.
func bookmark(t text.T, p meeting.BundlePaper) string {
	name := p.Title
	if p.Version > 0 {
		name = t.S("paper.bundle.proposal", p.Version)
	}
	if p.AddedOn != "" {
		name += " " + t.S("paper.bundle.late", p.AddedOn)
	}
	return name
}
