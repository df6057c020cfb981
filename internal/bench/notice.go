package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"

	"samverk/internal/access"
	"samverk/internal/app/accounts"
	"samverk/internal/app/meetings"
	peopleapp "samverk/internal/app/people"
	"samverk/internal/domain/meeting"
)

// noticeCrowd is how many are called to the meeting that is measured.
const noticeCrowd = 5000

// noticeFigures are what a notice to many costs: from the click until the answer,
// by which it is queued; pages of others while the letters go out; and how long
// they go out, to a mail server that takes them at once.
type noticeFigures struct {
	Queued, P50, P99, Sent time.Duration
	Pages                  int
}

func (f noticeFigures) promises() []promise {
	return []promise{
		{fmt.Sprintf("notice to %d: queued and answered", noticeCrowd), f.Queued.Seconds(), 0.5, "s"},
		{fmt.Sprintf("notice to %d: other pages while it goes out, p99 of %d", noticeCrowd, f.Pages), ms(f.P99), 300, "ms"},
	}
}

// summons is a meeting that a crowd is about to be called to.
type summons struct {
	meeting        string
	version        int64
	keeper, reader string // cookies
}

// notices measures a notice to many.
func (o options) notices(ctx context.Context, dir string) (f noticeFigures, err error) {
	progress("a notice to %d", noticeCrowd)
	to := folder(filepath.Join(dir, "notice"))
	if err := os.RemoveAll(string(to)); err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(string(to))) }()
	s, err := summon(ctx, to)
	if err != nil {
		return f, err
	}
	b, err := openSink()
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	p, err := start(ctx, []string{"SAMVERK_DATA=" + string(to), "SAMVERK_ADDR=127.0.0.1:0", "SAMVERK_MAIL_HOST=127.0.0.1", "SAMVERK_MAIL_PORT=" + b.port,
		"SAMVERK_MAIL_TLS=none", "SAMVERK_MAIL_FROM=samverk@county.example"}, o.binary, "serve")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	if err := p.idle(ctx); err != nil {
		return f, err
	}
	begun := time.Now()
	if err := s.send(ctx, p.url); err != nil {
		return f, err
	}
	f.Queued = time.Since(begun)
	if err := b.until(ctx, 1); err != nil {
		return f, err
	}
	begun = time.Now()
	took, err := s.meanwhile(ctx, p.url, b)
	if err != nil {
		return f, err
	}
	if len(took) == 0 {
		return f, errors.New("the letters were out before a page could be asked for")
	}
	f.Sent = time.Since(begun)
	slices.Sort(took)
	f.Pages, f.P50, f.P99 = len(took), took[len(took)/2], took[len(took)*99/100]
	progress("%d letters in %.1f s, pages meanwhile p50 %.1f ms", noticeCrowd, f.Sent.Seconds(), ms(f.P50))
	return f, nil
}

// summon makes the county with its people, and a meeting of the reader's body with
// the crowd as its members.
func summon(ctx context.Context, to folder) (s summons, err error) {
	x, err := newScene(ctx, to)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, shut(x.sys)) }()
	var list strings.Builder
	w := csv.NewWriter(&list)
	rows := [][]string{{"person", "e-mail", "party", "office", "body", "role", "from", "to"}}
	for n := range noticeCrowd {
		rows = append(rows, []string{fmt.Sprintf("Ledamot %04d", n), fmt.Sprintf("called%04d@example.org", n), x.party, "", x.body, string(access.Member), string(x.today), ""})
	}
	if err := w.WriteAll(rows); err != nil {
		return s, err
	}
	if _, err := peopleapp.Import.Do(ctx, x.sys, access.Viewer{Operator: true}, peopleapp.ImportInput{File: []byte(list.String())}); err != nil {
		return s, err
	}
	if s.keeper, err = x.seat(ctx, "calling@example.org", access.Chair); err != nil {
		return s, err
	}
	if s.reader, err = x.seat(ctx, "reading@example.org", access.Member); err != nil {
		return s, err
	}
	who, _, err := accounts.SessionViewer(ctx, x.sys, s.keeper)
	if err != nil {
		return s, err
	}
	m, err := meetings.Create.Do(ctx, x.sys, who, meetings.CreateInput{Body: x.body, Slot: meeting.Slot{On: x.today.Add(60), Starts: "09:00", Ends: "12:00"}})
	if err != nil {
		return s, err
	}
	item, err := meetings.AddTopic.Do(ctx, x.sys, who, meetings.TopicInput{Meeting: m.ID, Version: m.Version, Title: "Rapporter", Purpose: meeting.Inform})
	if err != nil {
		return s, err
	}
	s.meeting, s.version = m.ID, item.Version
	return s, x.quiet(ctx)
}

// send sends the notice as the secretary's form does.
func (s summons) send(ctx context.Context, site string) error {
	return post(ctx, site+"/moten/"+s.meeting+"/kallelse", s.keeper, url.Values{"version": {strconv.FormatInt(s.version, 10)}})
}

// post sends a form as a browser does, and wants to be led on.
func post(ctx context.Context, address, cookie string, form url.Values) error {
	to, err := url.Parse(address)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", to.Scheme+"://"+to.Host)
	req.Header.Set("Cookie", "samverk="+cookie)
	res, err := client().Do(req)
	if err != nil {
		return err
	}
	if err := res.Body.Close(); err != nil {
		return err
	}
	if res.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("POST %s gave %s", to.Path, res.Status)
	}
	return nil
}

// meanwhile asks for pages, two at a time, until all letters have been taken, and
// gives how long each page took.
func (s summons) meanwhile(ctx context.Context, site string, b *sink) ([]time.Duration, error) {
	done, end := context.WithCancel(ctx)
	defer end()
	var mu sync.Mutex
	var took []time.Duration
	var failed error
	var asking sync.WaitGroup
	for range 2 {
		asking.Go(func() {
			c := client()
			for n := 0; done.Err() == nil; n++ {
				begun := time.Now()
				_, err := fetch(ctx, c, site+[]string{"/arenden", "/mitt", "/moten", "/grupper"}[n%4], "samverk="+s.reader)
				mu.Lock()
				took, failed = append(took, time.Since(begun)), errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	err := b.until(ctx, noticeCrowd)
	end()
	asking.Wait()
	return took, errors.Join(err, failed)
}

// sink is a mail server that takes everything at once.
type sink struct {
	port  string
	taken atomic.Int64
	srv   *smtp.Server
	ended chan struct{}
}

func openSink() (*sink, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	b := &sink{ended: make(chan struct{})}
	_, b.port, _ = net.SplitHostPort(l.Addr().String())
	b.srv = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return taking{b}, nil }))
	b.srv.Domain = "localhost"
	go func() { defer close(b.ended); _ = b.srv.Serve(l) }()
	return b, nil
}

func (b *sink) close() error {
	err := b.srv.Close()
	<-b.ended
	return err
}

// until waits until so many letters have been taken, as long as more come.
func (b *sink) until(ctx context.Context, number int64) error {
	last, moved := int64(-1), time.Now()
	for {
		n := b.taken.Load()
		switch {
		case n >= number:
			return nil
		case n != last:
			last, moved = n, time.Now()
		case time.Since(moved) > 2*time.Minute:
			return fmt.Errorf("%d letters of %d have come, and no more for two minutes", n, number)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

type taking struct{ b *sink }

func (taking) Mail(string, *smtp.MailOptions) error { return nil }
func (taking) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (taking) Reset()                               {}
func (taking) Logout() error                        { return nil }

func (t taking) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	if err == nil {
		t.b.taken.Add(1)
	}
	return err
}
