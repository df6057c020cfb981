package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/pprof"
	"syscall"
	"time"

	"samverk/internal/ical"
	"samverk/internal/web"
)

// profiled is how long a profile runs.
const profiled = 10 * time.Second

// profile asks one page of the largest loaded folder for some time, in this
// process and without a network, and writes a profile of the CPU: for whoever
// wants to know where the time goes.
func profile(ctx context.Context, dir, page, to string) (err error) {
	var sets []loaded
	text, err := os.ReadFile(filepath.Join(dir, "loaded.json"))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &sets); err != nil {
		return err
	}
	s := sets[len(sets)-1]
	sys, err := s.Dir.open(ctx, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shut(sys)) }()
	server, err := web.New(web.Options{Calendar: ical.Publish, Sys: sys, Files: sys.Files, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	at := httptest.NewServer(server)
	cookie, err := signIn(client(), at.URL, s.Login)
	at.Close()
	if err != nil {
		return err
	}
	paths := []string{"/arenden/" + s.Refs[0]}
	switch page {
	case "list":
		paths = []string{"/arenden"}
	case "matter", "public":
	case "first":
		paths = nil
		for _, ref := range s.Refs {
			paths = append(paths, "/arenden/"+ref)
		}
	default:
		return fmt.Errorf("there is no page %q to profile", page)
	}
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	n, begun, before := 0, time.Now(), used()
	for ; time.Since(begun) < profiled; n++ {
		path := paths[n%len(paths)]
		req := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
		if page != "public" {
			req.Header.Set("Cookie", cookie)
		}
		res := httptest.NewRecorder()
		server.ServeHTTP(res, req)
		if res.Code != http.StatusOK {
			err = fmt.Errorf("%s: %d", path, res.Code)
			break
		}
	}
	pprof.StopCPUProfile()
	fmt.Printf("%s: %.3f ms of CPU a request\n", page, ms(used()-before)/float64(n))
	return errors.Join(err, f.Close())
}

// used gives the CPU time that this process has used, user and system.
func used() time.Duration {
	var u syscall.Rusage
	// It fails for a bad argument only.
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
