package paper

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Binding is many PDFs as one: in their order, with a bookmark for each and the
// page numbers of the whole on every page. Marks of level 0 stand on top, those
// of level 1 below the one before.
type Binding struct {
	Title    string  `json:"title"`
	Language string  `json:"language"`
	Stamp    string  `json:"stamp"` // "Sida %p av %P"
	Papers   []Bound `json:"papers"`
	Count    bool    `json:"count"` // count the pages and write nothing
}

// Bound is one of the PDFs. Marks lead to its first page; those of one without a
// file, which has no pages, to where it would stand.
type Bound struct {
	File  string   `json:"file"` // path; "" for none
	Marks []string `json:"marks"`
	Level []int    `json:"level"` // of each mark
}

// Pages is what came of a binding.
type Pages struct {
	Total int   `json:"total"`
	First []int `json:"first"` // the page on which each PDF begins, from 1
	Count []int `json:"count"` // how many pages each has
	Whole bool  `json:"whole"` // every part is tagged, and so is the whole
}

// ErrUnbound says which of the PDFs of a binding can't be bound: what is done
// about it is the caller's to say.
type ErrUnbound struct {
	At      []int // indexes
	Problem []string
}

func (e *ErrUnbound) Error() string { return fmt.Sprintf("%d papers can't be bound", len(e.At)) }

func binding() Limits { return Limits{CPU: 120, Memory: 2 << 30, File: maxFile, Open: 256} }

// Bind binds PDFs into the file out, in a child process. PDFs that are encrypted
// or damaged come back as *ErrUnbound; without them it can be bound.
func (c Child) Bind(ctx context.Context, b Binding, out string) (Pages, error) {
	a, err := c.bound(ctx, b, out)
	if err == nil && len(a.At) > 0 {
		return Pages{}, &a.ErrUnbound
	}
	return a.Pages, err
}

// Count counts the pages of PDFs, in a child process, as Bind would. What can't be
// bound has no page and its problem; "" for all others.
func (c Child) Count(ctx context.Context, files []string) (pages []int, problems []string, err error) {
	b := Binding{Count: true}
	for _, f := range files {
		b.Papers = append(b.Papers, Bound{File: f})
	}
	a, err := c.bound(ctx, b, "")
	if err != nil {
		return nil, nil, err
	}
	problems = make([]string, len(files))
	for i, at := range a.At {
		problems[at] = a.Problem[i]
	}
	return a.Pages.Count, problems, nil
}

// bound has a binding done by a child.
func (c Child) bound(ctx context.Context, b Binding, out string) (a bound, err error) {
	if c.Self == "" {
		return b.write(out)
	}
	dir, err := os.MkdirTemp("", "samverk-bind-")
	if err != nil {
		return a, err
	}
	defer os.RemoveAll(dir)
	plan, err := json.Marshal(b)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "plan"), plan, 0o600)
	}
	if err != nil {
		return a, err
	}
	answer := filepath.Join(dir, "answer")
	err = c.run(ctx, order{verb: "bind", args: []string{filepath.Join(dir, "plan"), out, answer}, limit: 4 << 10, out: &nothing{}, time: or(c.Time, 2*time.Minute), limits: binding(), dir: dir})
	if err != nil {
		return a, err
	}
	said, err := os.ReadFile(answer)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(said, &a); err != nil {
		return a, fmt.Errorf("what the binder answered: %w", err)
	}
	return a, nil
}

// bound is what the child says of a binding.
type bound struct {
	Pages
	ErrUnbound
}

// nothing takes what is written to it.
type nothing struct{}

// Write takes it.
func (nothing) Write(p []byte) (int, error) { return len(p), nil }

// bind is Bind in the child.
func bind(plan, out, answer string) error {
	said, err := os.ReadFile(plan)
	if err != nil {
		return err
	}
	var b Binding
	if err := json.Unmarshal(said, &b); err != nil {
		return err
	}
	a, err := b.write(out)
	if err != nil {
		return err
	}
	said, err = json.Marshal(a)
	if err != nil {
		return err
	}
	return os.WriteFile(answer, said, 0o600)
}

// open reads a PDF for being bound. A reader that panics has met a broken file.
func open(name string) (ctx *model.Context, err error) {
	defer func() {
		if p := recover(); p != nil {
			ctx, err = nil, fmt.Errorf("%v", p)
		}
	}()
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.CreateBookmarks = false
	return api.ReadAndValidate(f, conf)
}

func (b Binding) write(out string) (a bound, err error) {
	api.DisableConfigDir()
	var parts []*model.Context
	var at, counts []int // which paper each part is, and its pages
	for i, p := range b.Papers {
		count := 0
		if p.File != "" {
			ctx, err := open(p.File)
			if err == nil && ctx.E != nil {
				err = pdfcpu.ErrWrongPassword // readable by everybody, and not to be taken apart
			}
			if err != nil {
				a.refuse(i, unbound(err))
			} else {
				count = ctx.PageCount
				parts, at, counts = append(parts, ctx), append(at, i), append(counts, count)
			}
		}
		a.First, a.Pages.Count = append(a.First, a.Total+1), append(a.Pages.Count, count)
		a.Total += count
	}
	if b.Count || len(a.At) > 0 || len(parts) == 0 {
		return a, nil
	}
	whole, err := merge(parts)
	if err == nil {
		a.Whole, err = structure(whole, parts, counts, b.Language)
	}
	var bad *badPart
	if errors.As(err, &bad) {
		a.refuse(at[bad.at], Broken)
		return a, nil
	}
	if err == nil {
		err = b.finish(whole, a.Pages)
	}
	if err != nil {
		return a, err
	}
	f, err := os.OpenFile(out, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return a, err
	}
	return a, errors.Join(api.WriteContext(whole, f), f.Close())
}

// refuse says that a paper can't be bound.
func (a *bound) refuse(at int, problem string) {
	a.At, a.Problem = append(a.At, at), append(a.Problem, problem)
}

// badPart is a PDF that could be read and not be taken apart.
type badPart struct {
	at  int
	err error
}

func (b *badPart) Error() string { return fmt.Sprintf("paper %d: %v", b.at+1, b.err) }
func (b *badPart) Unwrap() error { return b.err }

// part does something with one of the PDFs. What goes wrong, a panic included, is
// that PDF's fault.
func part(at int, do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
		if err != nil {
			err = &badPart{at, err}
		}
	}()
	return do()
}

func unbound(err error) string {
	if errors.Is(err, pdfcpu.ErrWrongPassword) {
		return Encrypted
	}
	return Broken
}

// merge puts the pages of all into the first.
func merge(parts []*model.Context) (*model.Context, error) {
	whole := parts[0]
	whole.EnsureVersionForWriting()
	root, err := whole.Catalog()
	if err != nil {
		return nil, err
	}
	for _, k := range []string{"Outlines", "OpenAction", "AA", "PageLabels", "PageMode"} {
		root.Delete(k)
	}
	for i, p := range parts[1:] {
		err := part(i+1, func() error {
			r, err := p.Catalog()
			if err != nil {
				return err
			}
			for _, k := range []string{"Outlines", "OpenAction", "AA", "Names"} {
				r.Delete(k)
			}
			return pdfcpu.MergeXRefTables(fmt.Sprint(i), p, whole, false, false)
		})
		if err != nil {
			return nil, err
		}
	}
	return whole, nil
}

// finish gives the whole its title, language, bookmarks and numbers.
func (b Binding) finish(whole *model.Context, pages Pages) error {
	root, err := whole.Catalog()
	if err != nil {
		return err
	}
	root["Lang"] = types.StringLiteral(b.Language)
	root["ViewerPreferences"] = types.Dict{"DisplayDocTitle": types.Boolean(true)}
	root.Delete("Metadata") // of the first of them, and not of the whole
	if err := pdfcpu.PropertiesAdd(whole, map[string]string{"Title": b.Title}); err != nil {
		return err
	}
	var marks []pdfcpu.Bookmark
	for i, p := range b.Papers {
		for j, m := range p.Marks {
			x := pdfcpu.Bookmark{Title: m, PageFrom: min(pages.First[i], pages.Total)} // forwards only
			if n := len(marks); j < len(p.Level) && p.Level[j] > 0 && n > 0 {
				marks[n-1].Kids = append(marks[n-1].Kids, x)
			} else {
				marks = append(marks, x)
			}
		}
	}
	if len(marks) > 0 {
		if err := pdfcpu.AddBookmarks(whole, marks, true); err != nil {
			return err
		}
	}
	if b.Stamp == "" {
		return nil
	}
	stamp, err := pdfcpu.ParseTextWatermarkDetails(b.Stamp, "fontname:Helvetica, points:9, scalefactor:1 abs, position:bc, offset:0 12, rotation:0, fillcolor:#333333", true, types.POINTS)
	if err != nil {
		return err
	}
	return pdfcpu.AddWatermarks(whole, nil, stamp)
}
