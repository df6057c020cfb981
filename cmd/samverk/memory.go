package main

import (
	"context"
	"net/http"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// collectAt is how far the memory in use may grow, in per cent of what is alive,
// before it is looked through. What is alive is small (a structure, the kept
// pages), so that the usual 100 would look through it all the time: a third of a
// page's cost. What is taken by that is given back when it gets quiet.
const collectAt = 400

// quiet is how long nobody has to ask before memory is given back.
const quiet = 30 * time.Second

// sparing serves with few collections, and gives memory back to the system once
// it has been quiet, until the context ends. GOGC in the environment is left as
// it is.
func sparing(ctx context.Context, h http.Handler) http.Handler {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	var asked atomic.Int64
	go func() {
		t := time.NewTicker(quiet)
		defer t.Stop()
		last, resting := int64(0), false
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
			}
			now := asked.Load()
			if now == last && !resting {
				debug.FreeOSMemory()
			}
			last, resting = now, now == last
		}
	}()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		h.ServeHTTP(w, r)
	})
}
