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
	"sync/atomic"
	"syscall"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/backups"
	"samverk/internal/demo"
	"samverk/internal/mail"
	"samverk/internal/web"
	webdemo "samverk/internal/web/demo"
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
	front := &swap{}
	front.set(web.Reading())
	served := make(chan error, 1)
	go func() { served <- web.Serve(ctx, l, sparing(ctx, front), log) }()
	fmt.Printf("Samverk, demonstration: http://%s\nData: %s\n", l.Addr(), dir)
	show, err := openDemo(ctx, dir, "http://"+l.Addr().String(), log)
	if err != nil {
		stop()
		return errors.Join(err, <-served)
	}
	front.set(show.server)
	show.rest()
	go show.worker.Loop(ctx, time.Second)
	err = <-served
	return errors.Join(err, show.close())
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
func openDemo(ctx context.Context, dir, site string, log *slog.Logger) (_ *demoShow, err error) {
	story, err := demo.Shown()
	if err != nil {
		return nil, err
	}
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
	if err := i.work(demoMail(dir), site); err != nil {
		return nil, errors.Join(err, i.close())
	}
	driver, err := demo.Open(ctx, i.sys, clock, story)
	if err != nil {
		return nil, errors.Join(err, i.close())
	}
	machine := &demoMachine{driver: driver, worker: i.worker, mail: demoMail(dir).Folder, log: log}
	d.server, err = web.New(web.Options{Sys: i.sys, Log: log, Files: i.sys.Files, Demo: webdemo.New(machine)})
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
	if err := os.RemoveAll(making); err != nil {
		return err
	}
	src := demo.Source{Name: story.Structure, Read: readStructure}
	if src.Structure, err = shippedFile(story.Structure); err != nil {
		return err
	}
	if src.Practice, err = shippedFile(story.Practice); err != nil {
		return err
	}
	today := app.Today(time.Now())
	clock := demo.NewClock(time.Time{}, time.Now)
	i, err := demoPlace(making).open(ctx, clock.Now, log)
	if err != nil {
		return err
	}
	if err := i.work(demoMail(making), site); err != nil {
		return errors.Join(err, i.close())
	}
	err = demo.Make(ctx, i.sys, clock, src, story, today, func(ctx context.Context) error {
		_, err := i.worker.RunDue(ctx)
		return err
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
	return place{Database: p.Database, Files: p.Files, Key: p.Key}
}

// rest gives back the memory that making took.
func (d *demoShow) rest() { debug.FreeOSMemory() }

// close keeps the clock's time and lets go of everything.
func (d *demoShow) close() error { return errors.Join(d.clock.Keep(d.dir), d.installation.close()) }
