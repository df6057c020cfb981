package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// measured is a page at a size.
type measured struct {
	Size int
	Name string
	figures
}

// report is everything that a run found.
type report struct {
	Machine string
	Loaded  string
	Rows    []measured
	Inside  insideFigures
	Demo    demoFigures
	Live    liveFigures
	Notice  noticeFigures
	Bundle  bundleFigures
	Took    time.Duration
}

func (r *report) find(size int, name string) (figures, bool) {
	for _, m := range r.Rows {
		if m.Size == size && m.Name == name {
			return m.figures, true
		}
	}
	return figures{}, false
}

// besides says what a page is compared with.
func besides(name string) string {
	switch name {
	case listPage, matterPage, firstPage:
		return bareList
	case laterPage:
		return bareLater
	case publicPage:
		return constPage
	}
	return ""
}

// text gives the report as tables of Markdown.
func (r *report) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d processors in use, %s/%s, %s. %s; the whole run took %d s.\n\n",
		r.Machine, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), r.Loaded, int(r.Took.Seconds()))
	b.WriteString(r.pagesText())
	b.WriteString("\n" + table(r.promises()))
	return strings.TrimSpace(b.String())
}

// table gives bounds with what was measured as a table of Markdown.
func table(list []promise) string {
	var b strings.Builder
	b.WriteString("| promise | measured | at most | |\n|---|---:|---:|---|\n")
	for _, p := range list {
		says := "ok"
		if p.is > p.most {
			says = "**over**"
		}
		fmt.Fprintf(&b, "| %s | %.2f %s | %.2f %s | %s |\n", p.what, p.is, p.unit, p.most, p.unit, says)
	}
	return b.String()
}

// pagesText gives the table of pages.
func (r *report) pagesText() string {
	var b strings.Builder
	b.WriteString("| matters | page | size kB | requests/s | p50 ms | p99 ms | CPU ms/request | of the bare one | memory MB |\n|---:|---|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, m := range r.Rows {
		ratio := ""
		if m.ratio > 0 {
			ratio = fmt.Sprintf("%.2f", m.ratio)
		}
		fmt.Fprintf(&b, "| %d | %s | %.1f | %.0f | %.2f | %.2f | %.3f | %s | %.0f |\n", m.Size, m.Name, float64(m.size)/1000, m.perSecond,
			ms(m.p50), ms(m.p99), ms(m.cpu), ratio, mb(m.memory))
	}
	return b.String()
}

func over(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }
func ms(d time.Duration) float64      { return float64(d) / float64(time.Millisecond) }
func mb(n int64) float64              { return float64(n) / 1e6 }

// promise is a figure that has a bound.
type promise struct {
	what     string
	is, most float64
	unit     string
}

// promises gives the bounds with what was measured.
func (r *report) promises() []promise {
	var out []promise
	largest, before := 0, 0
	for _, m := range r.Rows {
		if m.Size > largest {
			largest, before = m.Size, largest
		}
	}
	for _, name := range []string{listPage, laterPage, matterPage, firstPage} {
		is, _ := r.find(largest, name)
		out = append(out, promise{fmt.Sprintf("%s at %d: CPU, of the bare list's", name, largest), is.ratio, 1.5, "×"})
	}
	for _, name := range []string{listPage, laterPage, matterPage, firstPage} {
		is, _ := r.find(largest, name)
		if was, ok := r.find(before, name); ok {
			out = append(out, promise{fmt.Sprintf("%s at %d: CPU, of that at %d", name, largest, before), over(is.cpu, was.cpu), 1.25, "×"})
		}
	}
	public, _ := r.find(largest, publicPage)
	out = slices.Concat(out, r.Live.promises(), r.Notice.promises(), r.Bundle.promises())
	return append(out,
		promise{"unchanged public page: CPU, of a constant page's", public.ratio, 2, "×"},
		promise{"route and journey of a matter", ms(r.Inside.Route), 1, "ms"},
		promise{"route and journey with a question open", ms(r.Inside.Open), 1, "ms"},
		promise{"structure file read", ms(r.Inside.Read), 40, "ms"},
		promise{"structure file read, every route of it composed", ms(r.Inside.Checked), 40, "ms"},
		promise{"demonstration: first page", r.Demo.First.Seconds(), 0.5, "s"},
		promise{"demonstration: complete", r.Demo.Complete.Seconds(), 5, "s"},
		promise{"demonstration: memory before the first sign-in", mb(r.Demo.Rest), 60, "MB"},
		promise{"demonstration: memory five minutes after the last", mb(r.Demo.After), 60, "MB"},
		promise{"binary", mb(r.Demo.Binary), 60, "MB"},
	)
}

// The lines between which the document holds the latest table.
const (
	tableBegins = "<!-- table: begin -->"
	tableEnds   = "<!-- table: end -->"
)

// replaceTable puts the report into a document.
func replaceTable(file, text string) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(old), tableBegins)
	_, tail, ends := strings.Cut(rest, tableEnds)
	if !ok || !ends {
		return errors.New(file + " has no place for the table")
	}
	return os.WriteFile(file, []byte(head+tableBegins+"\n"+text+"\n"+tableEnds+tail), 0o644)
}
