package recorders

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// gate stands between a browser and the server, and lets happen to single saves
// what happens on a line: it asks late, answers late, refuses, loses an answer.
type gate struct {
	*httptest.Server
	later time.Duration // how late the stream is

	mu   sync.Mutex
	next []turn
}

// turn is what happens to one request: ask asks the server. Its path ends with
// path; "save" is what the page's script saves, which has the address of a form.
type turn struct {
	path string
	does func(ask func() (*http.Response, error)) (*http.Response, error)
}

func (h *held) gate(t *testing.T) *gate {
	t.Helper()
	to, err := url.Parse("http://" + h.address())
	ok(t, err)
	g := &gate{}
	g.Server = httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
		},
		Transport:    g,
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	})
	t.Cleanup(func() { g.CloseClientConnections() })
	return g
}

// RoundTrip asks the server, also when the browser has gone meanwhile.
func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodPost {
		res, err := http.DefaultTransport.RoundTrip(r)
		if err == nil && strings.HasSuffix(r.URL.Path, "/live") {
			res.Body = late(res.Body, g.later)
		}
		return res, err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(context.WithoutCancel(r.Context()))
	r.Body = io.NopCloser(bytes.NewReader(body))
	ask := func() (*http.Response, error) { return http.DefaultTransport.RoundTrip(r) }
	g.mu.Lock()
	for i, n := range g.next {
		if script := r.Header.Get("Accept") == "application/json"; script == (n.path == "save") && (script || strings.HasSuffix(r.URL.Path, n.path)) {
			g.next = append(g.next[:i:i], g.next[i+1:]...)
			g.mu.Unlock()
			return n.does(ask)
		}
	}
	g.mu.Unlock()
	return ask()
}

// late gives what comes, each piece of it so much later.
func late(from io.ReadCloser, by time.Duration) io.ReadCloser {
	if by == 0 {
		return from
	}
	type piece struct {
		data []byte
		at   time.Time
	}
	out, in := io.Pipe()
	queue := make(chan piece, 1000)
	go func() {
		defer close(queue)
		for {
			b := make([]byte, 32<<10)
			k, err := from.Read(b)
			queue <- piece{b[:k], time.Now().Add(by)}
			if err != nil {
				return
			}
		}
	}()
	go func() {
		for p := range queue {
			time.Sleep(time.Until(p.at))
			if _, err := in.Write(p.data); err != nil {
				_ = from.Close()
			}
		}
		_ = in.Close()
	}()
	return out
}

func (g *gate) then(path string, does func(ask func() (*http.Response, error)) (*http.Response, error)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.next = append(g.next, turn{path, does})
}

// waits lets the next request to a path wait before it reaches the server, until
// it is let go.
func (g *gate) waits(path string) (arrived <-chan struct{}, letGo func()) {
	came, gone := make(chan struct{}), make(chan struct{})
	g.then(path, func(ask func() (*http.Response, error)) (*http.Response, error) {
		close(came)
		<-gone
		return ask()
	})
	return came, sync.OnceFunc(func() { close(gone) })
}

// answersLate lets the server take the next request, and its answer wait until it
// is let go.
func (g *gate) answersLate(path string) (taken <-chan struct{}, letGo func()) {
	came, gone := make(chan struct{}), make(chan struct{})
	g.then(path, func(ask func() (*http.Response, error)) (*http.Response, error) {
		res, err := ask()
		close(came)
		<-gone
		return res, err
	})
	return came, sync.OnceFunc(func() { close(gone) })
}

// loses lets the server take the next request, and loses the answer.
func (g *gate) loses(path string) (taken <-chan struct{}) {
	came := make(chan struct{})
	g.then(path, func(ask func() (*http.Response, error)) (*http.Response, error) {
		defer close(came)
		res, err := ask()
		if err == nil {
			_ = res.Body.Close()
		}
		return nil, errors.Join(err, io.ErrUnexpectedEOF)
	})
	return came
}

// refuses answers the next request itself, after a while.
func (g *gate) refuses(path string, status int, body string, after time.Duration) (came, done <-chan struct{}) {
	begun, ended := make(chan struct{}), make(chan struct{})
	g.then(path, func(func() (*http.Response, error)) (*http.Response, error) {
		defer close(ended)
		close(begun)
		time.Sleep(after)
		return &http.Response{StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
	})
	return begun, ended
}
