package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/portals"
	"samverk/internal/config"
	"samverk/internal/ical"
	"samverk/internal/render"
	"samverk/internal/web"
)

// serveVerb runs the server of an installation: of one county, or of several
// beside each other, each with its own settings, database and host name.
type serveVerb struct {
	Config      []string `help:"Settings file (YAML); once more for each further county. The environment (SAMVERK_…) goes before it." type:"existingfile" sep:"none"`
	PrintConfig bool     `help:"Print every setting, and where it came from, and stop."`
}

// lookEvery is how often a worker looks for work that nobody woke it for.
const lookEvery = 5 * time.Second

// Run does it.
func (c *serveVerb) Run() error {
	files := c.Config
	if len(files) == 0 {
		files = []string{""}
	}
	var counties []config.Config
	for _, f := range files {
		l, err := settings{f}.load()
		if err != nil {
			return misuse(os.Stderr, err)
		}
		if c.PrintConfig {
			if err := l.Print(os.Stdout); err != nil {
				return err
			}
		}
		counties = append(counties, l.Config)
	}
	if err := apart(counties); err != nil {
		return misuse(os.Stderr, err)
	}
	if c.PrintConfig {
		return nil
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return serve(ctx, counties, func(at net.Addr) { fmt.Printf("Samverk: http://%s\n", at) })
}

// serve runs the server of one or several counties until the context ends. One
// county answers whatever host name it is asked by; several each by their own.
func serve(ctx context.Context, counties []config.Config, listening func(net.Addr)) (err error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level(counties[0].LogLevel)}))
	at := hosts{by: map[string]http.Handler{}, rest: misdirected()}
	var open []*installation
	defer func() {
		for _, i := range open {
			err = errors.Join(err, i.close())
		}
	}()
	for _, c := range counties {
		log := log
		if len(counties) > 1 {
			log = log.With(slog.String("county", hostsOf(c)[0]))
		}
		i, handler, err := countyOf(ctx, c, log)
		if i != nil {
			open = append(open, i)
		}
		if err != nil {
			return told(err)
		}
		for _, name := range hostsOf(c) {
			at.by[name] = handler
		}
		if len(counties) == 1 {
			at.rest = handler
		}
	}
	l, err := net.Listen("tcp", counties[0].Addr)
	if err != nil {
		return err
	}
	listening(l.Addr())
	working, rest := context.WithCancel(ctx)
	var worked sync.WaitGroup
	for _, i := range open {
		i.loops(working, lookEvery, &worked)
	}
	for n, i := range open {
		err = errors.Join(err, i.takeReplies(working, counties[n].Mail))
	}
	if err == nil {
		err = web.Serve(ctx, l, sparing(working, at), log)
	}
	rest()
	worked.Wait()
	for _, i := range open {
		i.replies.Wait()
	}
	return err
}

// countyOf opens the installation of one county's settings and gives the handler
// of its pages; the installation is to be closed, also after an error. If the
// structure in force can't be read any more it does not start: nothing is
// judged by half a structure.
func countyOf(ctx context.Context, c config.Config, log *slog.Logger) (*installation, http.Handler, error) {
	i, err := placeOf(c).open(ctx, time.Now, log)
	if err != nil {
		return nil, nil, err
	}
	f, err := portals.Look.Do(ctx, i.sys, access.ThePublic(), struct{}{})
	if err != nil {
		return i, nil, err
	}
	if f.Structure == nil {
		log.Warn("no structure is in force; take one into use with: samverk structure use FILE --from DATE")
	}
	printer, err := printing(c.PDF, log)
	if err != nil {
		return i, nil, err
	}
	if err := i.work(mailOf(c), c.URL, c, printer); err != nil {
		return i, nil, err
	}
	if !printer.Prints() && c.PDF != render.None {
		log.Warn("no program that makes PDFs was found; documents come as pages and DOCX. Install Chromium, or name a program with the setting pdf")
	}
	server, err := web.New(web.Options{
		Calendar: ical.Publish,
		Sys:      i.sys, Printer: printer, URL: c.URL, HTTPS: strings.HasPrefix(c.URL, "https:"), FilesURL: c.FilesURL, Proxies: c.Proxies, Log: log, Files: i.sys.Files,
		Contact: c.Contact,
	})
	return i, server, err
}

func level(name string) slog.Level {
	var l slog.Level
	// The settings were checked: the name is one that slog knows.
	_ = l.UnmarshalText([]byte(name))
	return l
}
