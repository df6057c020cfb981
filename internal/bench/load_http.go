package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// atATime is how many requests are under way at once.
const atATime = 2

// client gives a client whose connections stay open, and that follows nowhere.
func client() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 8, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       30 * time.Second,
	}
}

// signIn signs in by the form, and gives the cookie.
func signIn(c *http.Client, site string, l login) (string, error) {
	res, err := c.PostForm(site+"/logga-in", url.Values{"epost": {l.Email}, "losenord": {l.Password}})
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	for _, k := range res.Cookies() {
		if k.Value != "" && res.StatusCode == http.StatusSeeOther {
			return k.Name + "=" + k.Value, nil
		}
	}
	return "", fmt.Errorf("signing in gave %s", res.Status)
}

// target is a page under measurement.
type target struct {
	name   string
	at     *process
	paths  []string // asked for in turn
	cookie string
	accept string // Accept-Encoding
	expect string // stands in every answer
}

// slice is what one slice of time gave.
type slice struct {
	requests int
	wall     time.Duration
	cpu      time.Duration
	took     []time.Duration
	size     int64
}

// run asks for the target's pages for a time.
func (t *target) run(ctx context.Context, c *http.Client, d time.Duration) (slice, error) {
	before, err := t.at.cpu()
	if err != nil {
		return slice{}, err
	}
	var mu sync.Mutex
	var s slice
	var errs []error
	var wg sync.WaitGroup
	begun := time.Now()
	for w := range atATime {
		wg.Go(func() {
			var took []time.Duration
			var size int64
			var err error
			for i := w; time.Since(begun) < d && err == nil; i += atATime {
				at := time.Now()
				size, err = t.get(ctx, c, t.paths[i%len(t.paths)], i < 2*atATime)
				took = append(took, time.Since(at))
			}
			mu.Lock()
			defer mu.Unlock()
			s.took = append(s.took, took...)
			s.size = max(s.size, size)
			errs = append(errs, err)
		})
	}
	wg.Wait()
	s.wall, s.requests = time.Since(begun), len(s.took)
	after, err := t.at.cpu()
	s.cpu = after - before
	return s, errors.Join(append(errs, err)...)
}

// get asks for one page, and looks at what came the first times.
func (t *target) get(ctx context.Context, c *http.Client, path string, look bool) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.at.url+path, nil)
	if err != nil {
		return 0, err
	}
	if t.cookie != "" {
		req.Header.Set("Cookie", t.cookie)
	}
	if t.accept != "" {
		req.Header.Set("Accept-Encoding", t.accept)
	}
	res, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s %s: %s", t.name, path, res.Status)
	}
	if !look || t.expect == "" {
		return io.Copy(io.Discard, res.Body)
	}
	body, err := io.ReadAll(res.Body)
	if err == nil && !strings.Contains(string(body), t.expect) {
		err = fmt.Errorf("%s %s: the page does not say %q", t.name, path, t.expect)
	}
	return int64(len(body)), err
}

// figures is what a target costs: medians over its slices.
type figures struct {
	perSecond float64
	p50, p99  time.Duration
	cpu       time.Duration // per request
	ratio     float64       // of its CPU to that of what it is compared with; 0 for none
	memory    int64         // resident, bytes
	size      int64         // of the page, bytes
}

func medianOf[T int64 | float64 | time.Duration](all []T) T {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// sum gives the medians of slices.
func sum(list []slice) figures {
	var f figures
	var rate []float64
	var cpu, p50, p99 []time.Duration
	for _, s := range list {
		if s.requests == 0 {
			continue
		}
		rate = append(rate, float64(s.requests)/s.wall.Seconds())
		cpu = append(cpu, s.cpu/time.Duration(s.requests))
		slices.Sort(s.took)
		p50 = append(p50, s.took[len(s.took)/2])
		p99 = append(p99, s.took[len(s.took)*99/100])
		f.size = max(f.size, s.size)
	}
	f.perSecond, f.cpu, f.p50, f.p99 = medianOf(rate), medianOf(cpu), medianOf(p50), medianOf(p99)
	return f
}

// ratio gives the median, over the rounds, of what a request cost beside what one
// of the other page cost in the same round: what the machine does otherwise
// falls on both.
func ratio(list, beside []slice) float64 {
	var all []float64
	for i := range min(len(list), len(beside)) {
		a, b := list[i], beside[i]
		if a.requests > 0 && b.requests > 0 && b.cpu > 0 {
			all = append(all, (a.cpu.Seconds()/float64(a.requests))/(b.cpu.Seconds()/float64(b.requests)))
		}
	}
	return medianOf(all)
}
