package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/accounts"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
)

// How many follow the meeting that is measured, how many decisions are recorded in
// it, and how long after one another.
const (
	liveFollow    = 100
	liveDecisions = 40
	livePause     = 400 * time.Millisecond
)

// liveFigures are what a meeting that many follow costs: from the moment at which a
// decision is sent to that at which it is on a screen, over all decisions and all
// screens; and the server's resident memory afterwards, in bytes.
type liveFigures struct {
	P50, P99, Last time.Duration
	Memory         int64
}

func (f liveFigures) promises() []promise {
	return []promise{
		{fmt.Sprintf("decision on the screens of %d who follow: p50", liveFollow), f.P50.Seconds(), 1, "s"},
		{fmt.Sprintf("decision on the screens of %d who follow: p99", liveFollow), f.P99.Seconds(), 1, "s"},
		{fmt.Sprintf("decision on the screens of %d who follow: memory", liveFollow), mb(f.Memory), 200, "MB"},
	}
}

// sat is a meeting that is open, with a session for everybody.
type sat struct {
	meeting string
	items   []string
	keeper  string   // cookie of who records
	follow  []string // of those who follow
}

// live measures a meeting that many follow.
func (o options) live(ctx context.Context, dir string) (f liveFigures, err error) {
	progress("a meeting that %d follow", liveFollow)
	to := folder(filepath.Join(dir, "live"))
	if err := os.RemoveAll(string(to)); err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(string(to))) }()
	s, err := sit(ctx, to)
	if err != nil {
		return f, err
	}
	p, err := start(ctx, []string{"SAMVERK_DATA=" + string(to), "SAMVERK_ADDR=127.0.0.1:0"}, o.binary, "serve")
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	seen, err := s.run(ctx, p.url)
	if err != nil {
		return f, err
	}
	slices.Sort(seen)
	f.P50, f.P99, f.Last = seen[len(seen)/2], seen[len(seen)*99/100], seen[len(seen)-1]
	f.Memory, err = p.memory()
	return f, err
}

// sit makes the county with its people, and opens a meeting of the reader's body
// with many more members.
func sit(ctx context.Context, to folder) (s sat, err error) {
	x, err := newScene(ctx, to)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, shut(x.sys)) }()
	for n := range liveFollow + 1 {
		role := access.Member
		if n == 0 {
			role = access.Secretary
		}
		cookie, err := x.seat(ctx, fmt.Sprintf("following%03d@example.org", n), role)
		if err != nil {
			return s, err
		}
		s.follow = append(s.follow, cookie)
	}
	s.keeper, s.follow = s.follow[0], s.follow[1:]
	who, _, err := accounts.SessionViewer(ctx, x.sys, s.keeper)
	if err != nil {
		return s, err
	}
	m, err := meetings.Create.Do(ctx, x.sys, who, meetings.CreateInput{Body: x.body, Slot: meeting.Slot{On: x.today, Starts: "06:00", Ends: "23:00"}})
	if err != nil {
		return s, err
	}
	s.meeting = m.ID
	for n := range liveDecisions {
		i, err := meetings.AddTopic.Do(ctx, x.sys, who, meetings.TopicInput{Meeting: m.ID, Version: m.Version, Title: fmt.Sprintf("Ämne %d", n+1), Purpose: meeting.Decide})
		if err != nil {
			return s, err
		}
		m.Version, s.items = i.Version, append(s.items, i.Item)
	}
	_, err = meetings.Open.Do(ctx, x.sys, who, meetings.MeetingInput{Meeting: m.ID, Version: m.Version})
	return s, err
}

// wording is the text of a decision: no other holds it.
func wording(n int) string { return fmt.Sprintf("Lydelse %04d.", n) }

// screens is when which decision came to which screen.
type screens struct {
	mu   sync.Mutex
	at   [][]time.Time // by screen and decision
	came chan struct{}
}

func (x *screens) see(screen, n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.at[screen][n].IsZero() {
		x.at[screen][n] = time.Now()
		x.came <- struct{}{}
	}
}

// run lets everybody follow while decisions are recorded one after another, and
// gives how long each took to each screen.
func (s sat) run(ctx context.Context, site string) ([]time.Duration, error) {
	ctx, end := context.WithCancel(ctx)
	var following sync.WaitGroup
	defer following.Wait()
	defer end()
	x := &screens{came: make(chan struct{}, liveFollow*(liveDecisions+1))}
	failed := make(chan error, liveFollow)
	open := make(chan struct{}, liveFollow)
	for n, cookie := range s.follow {
		x.at = append(x.at, make([]time.Time, liveDecisions))
		following.Go(func() {
			if err := s.hear(ctx, site, cookie, n, x, open); err != nil && ctx.Err() == nil {
				failed <- err
			}
		})
	}
	if err := wait(ctx, open, failed, liveFollow); err != nil {
		return nil, err
	}
	c := client()
	sent := make([]time.Time, liveDecisions)
	for n, item := range s.items {
		sent[n] = time.Now()
		if err := s.decide(ctx, c, site, item, wording(n)); err != nil {
			return nil, err
		}
		if err := wait(ctx, x.came, failed, liveFollow); err != nil {
			return nil, fmt.Errorf("decision %d: %w", n+1, err)
		}
		time.Sleep(livePause)
	}
	var took []time.Duration
	for _, screen := range x.at {
		for n, at := range screen {
			took = append(took, at.Sub(sent[n]))
		}
	}
	return took, nil
}

// wait waits until something has come so many times.
func wait(ctx context.Context, came <-chan struct{}, failed <-chan error, times int) error {
	limit := time.After(30 * time.Second)
	for n := range times {
		select {
		case <-came:
		case err := <-failed:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-limit:
			return fmt.Errorf("%d screens of %d within half a minute", n, times)
		}
	}
	return nil
}

// hear follows the meeting on one screen until the context ends.
func (s sat) hear(ctx context.Context, site, cookie string, screen int, x *screens, open chan<- struct{}) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, site+"/moten/"+s.meeting+"/live", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "text/event-stream")
	req.Header.Set("Cookie", "samverk="+cookie)
	res, err := (&http.Client{}).Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the stream gave %s", res.Status)
	}
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 4<<20)
	first, next := true, 0
	for lines.Scan() {
		line := lines.Bytes()
		if !bytes.HasPrefix(line, []byte("data: ")) {
			continue
		}
		if first {
			first = false
			open <- struct{}{}
		}
		for next < liveDecisions && bytes.Contains(line, []byte(wording(next))) {
			x.see(screen, next)
			next++
		}
	}
	return errors.Join(lines.Err(), errors.New("the stream ended"))
}

// decide records a decision as the recorder's form does.
func (s sat) decide(ctx context.Context, c *http.Client, site, item, words string) error {
	form := url.Values{"punkt": {item}, "slag": {"decision"}, "utfall": {"as_proposed"}, "mandat": {"held"}, "text": {words}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, site+"/moten/"+s.meeting+"/beslut", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", site)
	req.Header.Set("Cookie", "samverk="+s.keeper)
	res, err := c.Do(req)
	if err != nil {
		return err
	}
	if err := res.Body.Close(); err != nil {
		return err
	}
	if res.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("recording a decision gave %s", res.Status)
	}
	return nil
}
