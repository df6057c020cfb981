package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/portals"
	"samverk/internal/config"
	"samverk/internal/web"
)

// serveVerb runs the server of an installation.
type serveVerb struct {
	settings
	PrintConfig bool `help:"Print every setting, and where it came from, and stop."`
}

// lookEvery is how often the worker looks for work that nobody woke it for.
const lookEvery = 5 * time.Second

// Run does it.
func (c *serveVerb) Run() error {
	l, err := c.load()
	if err != nil {
		return misuse(os.Stderr, err)
	}
	if c.PrintConfig {
		return l.Print(os.Stdout)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return serve(ctx, l.Config, func(at net.Addr) { fmt.Printf("Samverk: http://%s\n", at) })
}

// serve runs the server until the context ends. A structure that can't be read
// any more keeps it from starting: nothing is judged by half a structure.
func serve(ctx context.Context, c config.Config, listening func(net.Addr)) (err error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level(c.LogLevel)}))
	i, err := placeOf(c).open(ctx, time.Now, log)
	if err != nil {
		return told(err)
	}
	defer func() { err = errors.Join(err, i.close()) }()
	f, err := portals.Look.Do(ctx, i.sys, access.ThePublic(), struct{}{})
	if err != nil {
		return told(err)
	}
	if f.Structure == nil {
		log.Warn("no structure is in force; take one into use with: samverk structure use FILE --from DATE")
	}
	if err := i.work(mailOf(c), c.URL); err != nil {
		return err
	}
	server, err := web.New(web.Options{
		Sys: i.sys, HTTPS: strings.HasPrefix(c.URL, "https:"), FilesURL: c.FilesURL, Proxies: c.Proxies, Log: log, Files: i.sys.Files,
		Contact: c.Contact,
	})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	listening(l.Addr())
	worked := make(chan struct{})
	working, rest := context.WithCancel(ctx)
	go func() {
		defer close(worked)
		i.worker.Loop(working, lookEvery)
	}()
	err = web.Serve(ctx, l, sparing(working, server), log)
	rest()
	<-worked
	return err
}

func level(name string) slog.Level {
	var l slog.Level
	// The settings were checked: the name is one that slog knows.
	_ = l.UnmarshalText([]byte(name))
	return l
}
