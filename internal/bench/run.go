package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// loaded is a data folder with so many matters, and what is needed to read it.
type loaded struct {
	Dir    folder
	Size   int
	Login  login
	Refs   []string // of matters with their whole history, under way at the parties, in no order
	Title  string   // of those
	Cursor string   // of a page of the list far down
}

// run does everything and prints the report.
func (o options) run(ctx context.Context) (err error) {
	begun := time.Now()
	dir := o.dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "samverk-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	r := report{Machine: machine()}
	if o.pages {
		if err := o.matters(ctx, dir, &r); err != nil {
			return err
		}
		fmt.Println(r.pagesText())
		return nil
	}
	if o.notice || !o.alone && !o.bound {
		if r.Notice, err = o.notices(ctx, dir); err != nil {
			return err
		}
	}
	if o.notice {
		fmt.Println(table(r.Notice.promises()))
		return nil
	}
	if o.bound || !o.alone {
		if r.Bundle, err = o.bundle(ctx, dir); err != nil {
			return err
		}
	}
	if o.bound {
		fmt.Println(table(r.Bundle.promises()))
		return nil
	}
	if r.Live, err = o.live(ctx, dir); err != nil {
		return err
	}
	if o.alone {
		fmt.Println(table(r.Live.promises()))
		return nil
	}
	progress("demonstration 1 of 3")
	v, figures, err := o.visitDemo(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.leave()) }()
	if err := o.matters(ctx, dir, &r); err != nil {
		return err
	}
	if r.Inside, err = inside(); err != nil {
		return err
	}
	if r.Demo, err = o.demo(ctx, dir, figures); err != nil {
		return err
	}
	if r.Demo.After, err = v.rested(ctx); err != nil {
		return err
	}
	r.Took = time.Since(begun)
	text := r.text()
	fmt.Println(text)
	if o.docs == "" {
		return nil
	}
	return replaceTable(o.docs, text)
}

// matters measures the pages at every number of matters.
func (o options) matters(ctx context.Context, dir string, r *report) error {
	sets, how, err := o.prepare(ctx, dir)
	if err != nil {
		return err
	}
	r.Loaded = how
	if err := o.verifyLogs(ctx, sets); err != nil {
		return err
	}
	return o.measure(ctx, sets, r)
}

// prepare loads the sizes, or takes those that lie in the folder already.
func (o options) prepare(ctx context.Context, dir string) ([]loaded, string, error) {
	state := filepath.Join(dir, "loaded.json")
	var sets []loaded
	if text, err := os.ReadFile(state); err == nil {
		if err := json.Unmarshal(text, &sets); err != nil {
			return nil, "", err
		}
		if len(sets) == len(o.sizes) && sets[len(sets)-1].Size == o.sizes[len(sets)-1] {
			return sets, "loaded before", nil
		}
	}
	begun := time.Now()
	work := folder(filepath.Join(dir, "data"))
	if err := os.RemoveAll(string(work)); err != nil {
		return nil, "", err
	}
	who, err := seed(ctx, work, time.Now())
	if err != nil {
		return nil, "", err
	}
	l, err := newLoader(ctx, work)
	if err != nil {
		return nil, "", err
	}
	sets, err = o.grow(ctx, dir, work, l, who)
	if err = errors.Join(err, l.close()); err != nil {
		return nil, "", err
	}
	text, err := json.Marshal(sets)
	if err != nil {
		return nil, "", err
	}
	how := fmt.Sprintf("loaded in %d s", int(time.Since(begun).Seconds()))
	return sets, how, os.WriteFile(state, text, 0o600)
}

func (o options) grow(ctx context.Context, dir string, work folder, l *loader, who login) ([]loaded, error) {
	var sets []loaded
	for i, size := range o.sizes {
		progress("loading %d matters", size)
		if err := l.grow(ctx, size); err != nil {
			return nil, err
		}
		s := loaded{Dir: work, Size: size, Login: who}
		if err := l.describe(ctx, &s); err != nil {
			return nil, err
		}
		if i < len(o.sizes)-1 {
			s.Dir = folder(filepath.Join(dir, "data-"+strconv.Itoa(size)))
			if err := copyFolder(work, s.Dir); err != nil {
				return nil, err
			}
		}
		sets = append(sets, s)
	}
	return sets, nil
}

// copyFolder copies an installation that nobody writes to.
func copyFolder(from, to folder) error {
	if err := os.RemoveAll(string(to)); err != nil {
		return err
	}
	if err := os.MkdirAll(to.files(), 0o700); err != nil {
		return err
	}
	if err := os.CopyFS(to.files(), os.DirFS(from.files())); err != nil {
		return err
	}
	for _, name := range [][2]string{{from.key(), to.key()}, {from.database(), to.database()}} {
		if err := copyFile(name[0], name[1]); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func progress(form string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+form+"\n", args...)
}

// env gives the settings of the program on a data folder.
func env(f folder) []string {
	return []string{"SAMVERK_DATA=" + string(f), "SAMVERK_ADDR=127.0.0.1:0", "SAMVERK_LOG_LEVEL=error"}
}

// verifyLogs lets the program verify the logs that the loader wrote.
func (o options) verifyLogs(ctx context.Context, sets []loaded) error {
	if !o.verify {
		sets = sets[:1]
	}
	for _, s := range sets {
		progress("verifying the logs of %d matters", s.Size)
		cmd := exec.CommandContext(ctx, o.binary, "audit", "verify")
		cmd.Env = append(os.Environ(), env(s.Dir)...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("audit verify: %w: %s", err, out)
		}
		fmt.Fprint(os.Stderr, string(out))
	}
	return nil
}

// pair is the program and the bare handler on one data folder.
type pair struct {
	loaded
	real, bare *process
	targets    []*target
	slices     map[string][]slice // by the target's name, one of every round
}

const (
	listPage   = "list of matters, first page"
	laterPage  = "list of matters, far down"
	matterPage = "matter page"
	firstPage  = "matter page, nobody looked before"
	bareList   = "bare list, first page"
	bareLater  = "bare list, far down"
	publicPage = "public page, unchanged"
	constPage  = "constant page of the same size"
)

// measure measures the pages at every size, in turns.
func (o options) measure(ctx context.Context, sets []loaded, r *report) (err error) {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	c := client()
	var pairs []*pair
	defer func() {
		for _, p := range pairs {
			err = errors.Join(err, p.stop())
		}
	}()
	for i, s := range sets {
		p := &pair{loaded: s, slices: map[string][]slice{}}
		pairs = append(pairs, p)
		if p.real, err = start(ctx, env(s.Dir), o.binary, "serve"); err != nil {
			return err
		}
		if p.bare, err = start(ctx, nil, self, "bare", s.Dir.database()); err != nil {
			return err
		}
		cookie, err := signIn(c, p.real.url, s.Login)
		if err != nil {
			return err
		}
		p.aim(cookie)
		if i == len(sets)-1 {
			if err := p.aimPublic(ctx, c); err != nil {
				return err
			}
		}
	}
	for _, p := range pairs {
		if err := p.real.idle(ctx); err != nil {
			return err
		}
	}
	for round := range o.rounds {
		progress("round %d of %d", round+1, o.rounds)
		for _, p := range pairs {
			for _, t := range p.targets {
				// A server that has rested takes its memory back first.
				if _, err := t.run(ctx, c, o.slice/4); err != nil {
					return err
				}
				s, err := t.run(ctx, c, o.slice)
				if err != nil {
					return err
				}
				p.slices[t.name] = append(p.slices[t.name], s)
			}
		}
	}
	for _, p := range pairs {
		for _, t := range p.targets {
			f := sum(p.slices[t.name])
			f.ratio = ratio(p.slices[t.name], p.slices[besides(t.name)])
			if f.memory, err = t.at.memory(); err != nil {
				return err
			}
			r.Rows = append(r.Rows, measured{Size: p.Size, Name: t.name, figures: f})
		}
	}
	return nil
}

// current is how many matters are looked at again and again.
const current = 40

// aim says which pages are measured. The program's and the bare ones stand next
// to each other, so that what the machine does otherwise falls on both.
func (p *pair) aim(cookie string) {
	var matters []string
	for _, ref := range p.Refs {
		matters = append(matters, "/arenden/"+ref)
	}
	p.targets = []*target{
		{name: bareList, at: p.bare, paths: []string{"/arenden"}, expect: "</table>"},
		{name: listPage, at: p.real, paths: []string{"/arenden"}, cookie: cookie, expect: "</table>"},
		{name: bareLater, at: p.bare, paths: []string{"/arenden?efter=" + p.Cursor}, expect: "</table>"},
		{name: laterPage, at: p.real, paths: []string{"/arenden?vy=oppna&efter=" + p.Cursor}, cookie: cookie, expect: "</table>"},
		{name: matterPage, at: p.real, paths: matters[:min(len(matters), current)], cookie: cookie, expect: p.Title},
	}
	if len(matters) > 4*current { // enough that none is looked at twice while it is kept
		p.targets = append(p.targets, &target{name: firstPage, at: p.real, paths: matters[current:], cookie: cookie, expect: p.Title})
	}
}

// aimPublic adds a public page, and the constant page with its bytes and headers.
func (p *pair) aimPublic(ctx context.Context, c *http.Client) error {
	t := &target{name: publicPage, at: p.real, paths: []string{"/arenden/" + p.Refs[0]}, accept: "gzip"}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.real.url+t.paths[0], nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := c.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	same := constant{Header: res.Header}
	if same.Body, err = io.ReadAll(res.Body); err != nil || res.StatusCode != http.StatusOK {
		return errors.Join(err, fmt.Errorf("the public page of %s gave %s", p.Refs[0], res.Status))
	}
	same.Header.Del("Date")
	text, err := json.Marshal(same)
	if err != nil {
		return err
	}
	put, err := http.NewRequestWithContext(ctx, http.MethodPut, p.bare.url+"/constant", bytes.NewReader(text))
	if err != nil {
		return err
	}
	done, err := c.Do(put)
	if err != nil {
		return err
	}
	p.targets = append(p.targets, &target{name: constPage, at: p.bare, paths: []string{"/constant"}, accept: "gzip"}, t)
	return done.Body.Close()
}

func (p *pair) stop() error {
	var errs []error
	for _, x := range []*process{p.real, p.bare} {
		if x != nil {
			errs = append(errs, x.stop())
		}
	}
	return errors.Join(errs...)
}

// machine says what the figures were measured on.
func machine() string {
	model := "unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return model
}
