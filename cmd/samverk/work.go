package main

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/audits"
	"samverk/internal/app/decisions"
	"samverk/internal/app/matters"
	"samverk/internal/config"
	"samverk/internal/jobs"
	"samverk/internal/mail"
	"samverk/internal/paper"
)

// self is this program's own path, by which it starts itself again to look into
// files. It is "" in tests, which look into them in their own process.
var self string

// mailOf gives how mail leaves, by the settings: a server, or a folder.
func mailOf(c config.Config) mail.Config {
	m := mail.Config{From: mail.Address{Address: c.Mail.From}, Host: c.Mail.Host, Port: c.Mail.Port, TLS: c.Mail.TLS, User: c.Mail.User, Password: c.Mail.Password.Reveal()}
	if m.Host == "" {
		m.Folder = c.MailFolder()
	}
	return m
}

// work makes the worker and registers everything that it does: by the clock, and
// with what the outbox holds. site is the address that letters link to.
// c says how mail that was not taken is tried again, where calendars answer, and
// which LibreOffice there is. Without a printer no bundles are made.
func (i *installation) work(m mail.Config, site string, c config.Config, printer jobs.Printer) error {
	sys := i.sys
	sender, err := mail.New(m)
	if err != nil {
		return err
	}
	w := jobs.New(sys)
	jobs.RegisterMail(w, jobs.Mail{Sender: sender, Site: site, Retry: time.Duration(c.Mail.Retry) * time.Second, Reply: c.Mail.Replies})
	w.Schedule("matters", jobs.Daily, func(ctx context.Context) error {
		after := ""
		for {
			out, err := matters.Advance.Do(ctx, sys, access.TheSystem(), matters.AdvanceInput{After: after})
			if err != nil || out.Next == "" {
				return err
			}
			after = out.Next
		}
	})
	w.Schedule("written", jobs.Daily, func(ctx context.Context) error { return decisions.EndWritten(ctx, sys) })
	w.Schedule("checkpoint", jobs.Daily, func(ctx context.Context) error {
		_, err := audits.Checkpoint.Do(ctx, sys, access.TheSystem(), struct{}{})
		return err
	})
	i.worker = w
	i.files = jobs.New(sys)
	jobs.RegisterFiles(i.files, paper.Child{Self: self})
	i.bundle = jobs.New(sys)
	if printer != nil {
		jobs.RegisterBundles(i.bundle, jobs.Bundles{Child: paper.Child{Self: self, Soffice: paper.Office(c.Office)}, Printer: printer, Site: site})
	}
	sys.Wake = func() {
		i.files.Wake()
		i.bundle.Wake()
	}
	return nil
}

// loops does the work as time passes, until the context ends: letters and the
// like, the reading of files, and the making of bundles, each beside the others.
func (i *installation) loops(ctx context.Context, every time.Duration, in *sync.WaitGroup) {
	for _, w := range []*jobs.Worker{i.worker, i.files, i.bundle} {
		in.Go(func() { w.Loop(ctx, every) })
	}
}

// runDue does all that is due now: what comes of what was read of files too.
func (i *installation) runDue(ctx context.Context) error {
	if _, err := i.files.RunDue(ctx); err != nil {
		return err
	}
	_, err := i.worker.RunDue(ctx)
	return err
}

// takeReplies takes the answers of calendars until the context ends, where the
// settings say on which address.
func (i *installation) takeReplies(ctx context.Context, c config.Mail) error {
	if c.Listen == "" {
		return nil
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("mail.listen: %w", err)
	}
	i.replies.Go(func() {
		if err := mail.NewReceiver(c.Replies, jobs.Replies{Sys: i.sys}).Serve(ctx, l); err != nil && i.sys.Log != nil {
			i.sys.Log.Error("the answers of calendars are not taken any more", "error", err.Error())
		}
	})
	return nil
}
