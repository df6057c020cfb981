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
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/backups"
	"samverk/internal/config"
	"samverk/internal/demo"
	"samverk/internal/ical"
	"samverk/internal/mail"
	"samverk/internal/structurefile"
	"samverk/internal/web"
	webdemo "samverk/internal/web/demo"
	"samverk/internal/web/ui"
)

// demoDirectory is the folder among the user's own.
const demoDirectory = "samverk-demo"

// demoVerb runs the demonstration: a county that works, on an embedded database
// in a folder of its own, with a clock of its own.
type demoVerb struct {
	Addr string `default:"127.0.0.1:8080" help:"Address to listen on."`
	Data string `help:"Folder for the example data; made when it is missing."`
}

// Run does it. It answers from the first moment: until the example data is
// there, with a page that says so.
func (c *demoVerb) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	dir, err := c.dir()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	stories, err := demo.Stories()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	counties := demoCounties(stories, dir, l.Addr(), log)
	first, at := counties[0], hosts{by: map[string]http.Handler{}}
	for _, c := range counties[1:] {
		at.by[c.host] = c
	}
	at.rest = &first.front
	served := make(chan error, 1)
	go func() { served <- web.Serve(ctx, l, sparing(ctx, at), log) }()
	fmt.Printf("Samverk, demonstration: http://%s\nData: %s\n", l.Addr(), dir)
	if err := first.open(ctx); err != nil {
		stop()
		return errors.Join(err, <-served)
	}
	for _, c := range counties[1:] {
		c.whenAsked(ctx)
	}
	err = <-served
	stop()
	for _, c := range counties {
		err = errors.Join(err, c.close())
	}
	return err
}

// demoCounty is the demonstration of one county, which answers from the first
// moment: until its example data is there, with a page that says so.
type demoCounty struct {
	story demo.Story
	dir   string
	host  string // its host name; the first county has every other one
	site  string // its address
	other []ui.Link
	front swap
	log   *slog.Logger

	asked chan struct{} // somebody wants to see it
	once  sync.Once
	done  sync.WaitGroup
	show  *demoShow
}

// demoCounties gives a demonstration for each story. The first has the folder and
// the address that are asked for, each other one a folder in it and a host name
// of its own, which browsers look for on their own machine.
func demoCounties(stories []demo.Story, dir string, at net.Addr, log *slog.Logger) []*demoCounty {
	_, port, err := net.SplitHostPort(at.String())
	if err != nil {
		port = ""
	}
	out := make([]*demoCounty, len(stories))
	for i, s := range stories {
		c := &demoCounty{story: s, dir: dir, site: "http://" + at.String(), log: log, asked: make(chan struct{})}
		if i > 0 {
			c.dir = filepath.Join(dir, "counties", s.ID)
			c.host = s.ID + ".localhost"
			c.site = "http://" + net.JoinHostPort(c.host, port)
		}
		c.front.set(web.Reading())
		out[i] = c
	}
	for _, c := range out {
		for _, o := range out {
			if o != c {
				c.other = append(c.other, ui.Link{Label: o.story.County, Href: o.site + "/"})
			}
		}
	}
	return out
}

// ServeHTTP answers, and has the example data made when it is the first time.
func (c *demoCounty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.once.Do(func() { close(c.asked) })
	c.front.ServeHTTP(w, r)
}

// whenAsked opens the demonstration once somebody wants to see it.
func (c *demoCounty) whenAsked(ctx context.Context) {
	c.done.Go(func() {
		select {
		case <-ctx.Done():
		case <-c.asked:
			if err := c.open(ctx); err != nil {
				c.log.Error("the demonstration could not be opened", "county", c.story.County, "error", err.Error())
			}
		}
	})
}

// open makes the demonstration where it is not there, and answers with it.
func (c *demoCounty) open(ctx context.Context) error {
	show, err := openDemo(ctx, c.dir, c.site, c.story, c.other, c.log)
	if err != nil {
		return err
	}
	c.show = show
	c.front.set(show.server)
	show.rest()
	show.loops(ctx, time.Second, &c.done)
	return nil
}

// close waits for what is under way and closes the demonstration.
func (c *demoCounty) close() error {
	c.done.Wait()
	if c.show == nil {
		return nil
	}
	return c.show.close()
}

// dir gives the folder: the one asked for, or one among the user's own.
func (c *demoVerb) dir() (string, error) {
	if c.Data != "" {
		return filepath.Abs(c.Data)
	}
	home, err := os.UserCacheDir()
	if err != nil {
		home = os.TempDir()
	}
	return filepath.Join(home, demoDirectory), nil
}

// swap is a handler that can be replaced while it serves.
type swap struct{ now atomic.Pointer[http.Handler] }

func (s *swap) set(h http.Handler) { s.now.Store(&h) }

func (s *swap) ServeHTTP(w http.ResponseWriter, r *http.Request) { (*s.now.Load()).ServeHTTP(w, r) }

// demoShow is a demonstration under way.
type demoShow struct {
	*installation
	dir    string
	clock  *demo.Clock
	server http.Handler
}

// openDemo opens the demonstration in a folder, making it first when it is not
// there. A folder that something else has made is left alone.
func openDemo(ctx context.Context, dir, site string, story demo.Story, others []ui.Link, log *slog.Logger) (_ *demoShow, err error) {
	if !demo.Made(dir) {
		if err := makeDemo(ctx, dir, site, story, log); err != nil {
			return nil, err
		}
	}
	clock, err := demo.OpenClock(dir, time.Now)
	if err != nil {
		return nil, err
	}
	i, err := demoPlace(dir).open(ctx, clock.Now, log)
	if err != nil {
		return nil, err
	}
	d := &demoShow{installation: i, dir: dir, clock: clock}
	printer, err := printing("", log)
	if err != nil {
		return nil, errors.Join(err, i.close())
	}
	if err := i.work(demoMail(dir), site, config.Config{}, printer); err != nil {
		return nil, errors.Join(err, i.close())
	}
	driver, err := demo.Open(ctx, i.sys, clock, story)
	if err != nil {
		return nil, errors.Join(err, i.close())
	}
	machine := &demoMachine{driver: driver, worker: i.worker, mail: demoMail(dir).Folder, log: log}
	d.server, err = web.New(web.Options{Calendar: ical.Publish, Sys: i.sys, Printer: printer, URL: site, Log: log, Files: i.sys.Files, Demo: webdemo.New(machine, others)})
	if err != nil {
		return nil, errors.Join(err, i.close())
	}
	return d, nil
}

// makeDemo makes the example data in a folder beside, and gives it its name when
// all of it is there: a demonstration that was interrupted is made anew.
func makeDemo(ctx context.Context, dir, site string, story demo.Story, log *slog.Logger) (err error) {
	if left, rerr := os.ReadDir(dir); rerr == nil && len(left) > 0 {
		return fmt.Errorf("%s holds something that the demonstration did not make; choose another folder with --data", dir)
	}
	making := dir + ".making"
	if err := errors.Join(os.RemoveAll(making), os.MkdirAll(filepath.Dir(making), 0o700)); err != nil {
		return err
	}
	src := demo.Source{Name: story.Structure, Read: structurefile.WithPractice}
	if src.Structure, err = shippedFile(story.Structure); err != nil {
		return err
	}
	if story.Practice != "" {
		if src.Practice, err = shippedFile(story.Practice); err != nil {
			return err
		}
	}
	today := app.Today(time.Now())
	clock := demo.NewClock(time.Time{}, time.Now)
	i, err := demoPlace(making).open(ctx, clock.Now, log)
	if err != nil {
		return err
	}
	if err := i.work(demoMail(making), site, config.Config{}, nil); err != nil {
		return errors.Join(err, i.close())
	}
	err = demo.Make(ctx, i.sys, clock, src, story, today, func(ctx context.Context) error {
		return i.runDue(ctx)
	})
	if err = errors.Join(err, i.close()); err != nil {
		return err
	}
	if err := clock.Keep(making); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.Rename(making, dir)
}

// demoMail sends the demonstration's mail into a folder, where a page shows it.
func demoMail(dir string) mail.Config {
	return mail.Config{From: mail.Address{Name: "Samverk", Address: "samverk@demo.example"}, Folder: filepath.Join(dir, "mail")}
}

func demoPlace(dir string) place {
	p := backups.In(dir)
	return place{Database: p.Database, Files: p.Files, Made: filepath.Join(dir, "made"), Key: p.Key}
}

// rest gives back the memory that making took.
func (d *demoShow) rest() { debug.FreeOSMemory() }

// close keeps the clock's time and lets go of everything.
func (d *demoShow) close() error { return errors.Join(d.clock.Keep(d.dir), d.installation.close()) }
