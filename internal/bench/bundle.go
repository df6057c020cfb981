package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/accounts"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/sheet"
	"samverk/internal/render"
	"samverk/internal/web/ui"
)

// How many papers the meeting that is measured has, and how many pages in all.
const (
	boundPapers = 30
	boundPages  = 400
)

// bundleFigures are what it costs to make one PDF of a meeting's papers: from the
// click until it can be fetched, how many pages it has, and how many times the page
// told another step meanwhile.
type bundleFigures struct {
	Made  time.Duration
	Pages int
	Told  int
}

func (f bundleFigures) promises() []promise {
	return []promise{{fmt.Sprintf("PDF of %d papers, %d pages, progress told %d times: from the click until it is there", boundPapers, f.Pages, f.Told), f.Made.Seconds(), 10, "s"}}
}

// bundle measures the making of a PDF of all papers.
func (o options) bundle(ctx context.Context, dir string) (f bundleFigures, err error) {
	progress("a PDF of %d papers", boundPapers)
	to := folder(filepath.Join(dir, "bundle"))
	if err := os.RemoveAll(string(to)); err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(string(to))) }()
	id, cookie, err := laden(ctx, to)
	if err != nil {
		return f, err
	}
	p, err := start(ctx, env(to), o.binary, "serve")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	if err := p.idle(ctx); err != nil {
		return f, err
	}
	at := p.url + "/moten/" + id + "/handlingar"
	begun := time.Now()
	if err := post(ctx, at, cookie, url.Values{}); err != nil {
		return f, err
	}
	last, c := "", client()
	for {
		page, err := fetch(ctx, c, at, "samverk="+cookie)
		if err != nil {
			return f, err
		}
		if strings.Contains(page, at[len(p.url):]+".pdf") {
			f.Made = time.Since(begun)
			f.Pages, err = pagesTold(page)
			return f, err
		}
		if m := stepTold.FindString(page); m != "" && m != last {
			last, f.Told = m, f.Told+1
		}
		if time.Since(begun) > 5*time.Minute {
			return f, fmt.Errorf("no PDF of the papers after five minutes; the page tells: %q", last)
		}
		select {
		case <-ctx.Done():
			return f, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// What the page says of the PDF while it is made and when it is there.
var (
	stepTold  = regexp.MustCompile(`\d+ av \d+ klara`)
	pagesSaid = regexp.MustCompile(`(\d+) sidor,`)
)

func pagesTold(page string) (int, error) {
	m := pagesSaid.FindStringSubmatch(page)
	if m == nil {
		return 0, errors.New("the page does not tell how many pages the PDF has")
	}
	return strconv.Atoi(m[1])
}

// laden makes a meeting with its papers, and gives it with the cookie of somebody
// who may read them.
func laden(ctx context.Context, to folder) (id, cookie string, err error) {
	x, err := newScene(ctx, to)
	if err != nil {
		return "", "", err
	}
	defer func() { err = errors.Join(err, shut(x.sys)) }()
	if cookie, err = x.seat(ctx, "calling@example.org", access.Chair); err != nil {
		return "", "", err
	}
	who, _, err := accounts.SessionViewer(ctx, x.sys, cookie)
	if err != nil {
		return "", "", err
	}
	m, err := meetings.Create.Do(ctx, x.sys, who, meetings.CreateInput{Body: x.body, Slot: meeting.Slot{On: x.today.Add(60), Starts: "09:00", Ends: "12:00"}})
	if err != nil {
		return "", "", err
	}
	printer, err := render.New(render.Options{Fonts: ui.PrintFaces()})
	if err != nil {
		return "", "", err
	}
	for n, version := 0, m.Version; n < boundPapers; n++ {
		i, err := meetings.AddTopic.Do(ctx, x.sys, who, meetings.TopicInput{Meeting: m.ID, Version: version, Title: fmt.Sprintf("Ämne %d", n+1), Purpose: meeting.Inform})
		if err != nil {
			return "", "", err
		}
		version = i.Version
		pdf, err := printer.PDF(ctx, *paperOf(n), sheet.Set{})
		if err != nil {
			return "", "", err
		}
		info, err := x.sys.Files.PutBytes(pdf)
		if err != nil {
			return "", "", err
		}
		title := fmt.Sprintf("Rapport %d", n+1)
		if _, err := meetings.AddPaper.Do(ctx, x.sys, who, meetings.PaperInput{Meeting: m.ID, Item: i.Item, Title: title,
			File: matter.File{SHA: info.Hash, Name: title + ".pdf", Size: info.Size, Media: info.Media}}); err != nil {
			return "", "", err
		}
	}
	return m.ID, cookie, x.quiet(ctx)
}

// paperOf gives a paper: all of them together have the pages that are promised.
func paperOf(n int) *sheet.Sheet {
	s := sheet.New(sheet.Agenda, sheet.T(fmt.Sprintf("Rapport %d", n+1)))
	for page := range boundPages*(n+1)/boundPapers - boundPages*n/boundPapers {
		if page > 0 {
			s.Add(sheet.Break{})
		}
		s.Add(sheet.H2(sheet.T(fmt.Sprintf("Del %d", page+1))))
		for range 8 {
			s.Add(sheet.P(sheet.T(strings.Repeat("Länsdelarna berättar vad som fungerar. ", 8))))
		}
	}
	return s
}
