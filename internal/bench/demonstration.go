package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// demoFigures are what the demonstration costs.
type demoFigures struct {
	First    time.Duration // from its start to its first page
	Complete time.Duration // to the first page with the example data
	Rest     int64         // resident memory before the first sign-in, bytes
	After    int64         // five minutes after the last
	Binary   int64         // bytes
}

// afterUse is how long after the last sign-in the memory is read again.
const afterUse = 5 * time.Minute

// visit is a demonstration that somebody signed in to, and then left alone.
type visit struct {
	*process
	dir  string
	left time.Time
}

// visitDemo starts a demonstration and looks around in it: two sign-ins at once,
// and the pages that are opened most.
func (o options) visitDemo(ctx context.Context, dir string) (_ *visit, f demoFigures, err error) {
	v := &visit{dir: filepath.Join(dir, "demo-visited")}
	if v.process, f, err = o.beginDemo(ctx, v.dir); err != nil {
		return nil, f, err
	}
	c := client()
	for range 2 {
		if err := lookAround(ctx, c, v.url); err != nil {
			return nil, f, errors.Join(err, v.leave())
		}
	}
	v.left = time.Now()
	return v, f, nil
}

// leave ends the demonstration and removes it.
func (v *visit) leave() error { return errors.Join(v.stop(), os.RemoveAll(v.dir)) }

// rested waits until the visit is long enough ago, and gives the memory then.
func (v *visit) rested(ctx context.Context) (int64, error) {
	if wait := time.Until(v.left.Add(afterUse)); wait > 0 {
		progress("waiting %d s for the demonstration to rest", int(wait.Seconds()))
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(wait):
		}
	}
	return v.memory()
}

// lookAround signs in by one click, as the first role that is offered, and opens
// pages.
func lookAround(ctx context.Context, c *http.Client, site string) error {
	body, err := fetch(ctx, c, site+"/demo", "")
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(body, `name="role" value="`)
	role, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return errors.New("the demonstration offers no role")
	}
	res, err := c.PostForm(site+"/demo/roll", url.Values{"role": {role}})
	if err != nil {
		return err
	}
	if err := res.Body.Close(); err != nil {
		return err
	}
	cookies := res.Cookies()
	if len(cookies) == 0 {
		return fmt.Errorf("signing in to the demonstration gave %s", res.Status)
	}
	for _, path := range []string{"/mitt", "/arenden", "/moten", "/grupper", "/dokument", "/struktur"} {
		if _, err := fetch(ctx, c, site+path, cookies[0].Name+"="+cookies[0].Value); err != nil {
			return err
		}
	}
	return nil
}

func fetch(ctx context.Context, c *http.Client, url, cookie string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	if cookie != "" {
		req.Header.Set("Cookie", cookie)
	}
	res, err := c.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, res.Status)
	}
	return string(body), err
}

// demo starts the demonstration on an empty folder some more times, and takes
// the medians with those of the one that was visited.
func (o options) demo(ctx context.Context, dir string, f demoFigures) (demoFigures, error) {
	info, err := os.Stat(o.binary)
	if err != nil {
		return f, err
	}
	first, complete, rest := []time.Duration{f.First}, []time.Duration{f.Complete}, []int64{f.Rest}
	for n := range 2 {
		progress("demonstration %d of 3", n+2)
		p, one, err := o.beginDemo(ctx, filepath.Join(dir, "demo-again"))
		if err != nil {
			return f, err
		}
		if err := p.stop(); err != nil {
			return f, err
		}
		first, complete, rest = append(first, one.First), append(complete, one.Complete), append(rest, one.Rest)
	}
	f.First, f.Complete, f.Rest, f.Binary = medianOf(first), medianOf(complete), medianOf(rest), info.Size()
	return f, os.RemoveAll(filepath.Join(dir, "demo-again"))
}

// settled is how long a demonstration rests before its memory is read.
const settled = 3 * time.Second

// beginDemo starts a demonstration on an empty folder, and waits until it rests.
func (o options) beginDemo(ctx context.Context, dir string) (p *process, f demoFigures, err error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, f, err
	}
	if p, err = start(ctx, nil, o.binary, "demo", "--addr", "127.0.0.1:0", "--data", dir); err != nil {
		return nil, f, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.stop())
		}
	}()
	c := client()
	for f.Complete == 0 {
		whole, err := look(ctx, c, p.url+"/")
		if err != nil {
			return nil, f, err
		}
		if f.First == 0 {
			f.First = time.Since(p.begun)
		}
		if whole {
			f.Complete = time.Since(p.begun)
		}
		time.Sleep(5 * time.Millisecond)
		if time.Since(p.begun) > time.Minute {
			return nil, f, errors.New("the demonstration is not complete after a minute")
		}
	}
	time.Sleep(settled)
	f.Rest, err = p.memory()
	return p, f, err
}

// look asks for a page of the demonstration and tells whether the example data
// is there: until then the page asks to be fetched again.
func look(ctx context.Context, c *http.Client, url string) (bool, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false, err
	}
	res, err := c.Do(req)
	if err != nil {
		return false, err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return false, err
	}
	if res.StatusCode != http.StatusOK {
		return false, fmt.Errorf("%s: %s", url, res.Status)
	}
	return res.Header.Get("Refresh") == "", nil
}
