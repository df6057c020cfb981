package killtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"samverk/internal/scenario/server"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

const (
	writes   = 200 // in a round
	rounds   = 100
	stretch  = 10 // rounds on one installation, each on what the one before left
	fewer    = 10 // rounds on PostgreSQL
	controls = 20 // rounds within which the control has to be caught
)

// TestKilled: 100 times, in the middle of 200 writes. Every acknowledged write is
// there once, nothing is half, the logs are whole; what was not acknowledged is
// sent again with the same key and is there once.
func TestKilled(t *testing.T) {
	bin := server.Build(t)
	t.Run(string(store.SQLite), func(t *testing.T) {
		first := on(t, store.SQLite)
		for n := 0; n < rounds; n += stretch {
			t.Run(fmt.Sprintf("from_%d", n+1), func(t *testing.T) { kills(t, bin, first.again(t), stretch) })
		}
	})
	for _, kind := range storetest.Kinds(t) {
		if kind == store.Postgres {
			t.Run(string(kind), func(t *testing.T) { kills(t, bin, on(t, kind), fewer) })
		}
	}
}

// TestControl: the same, on the program built to answer before COMMIT, has to
// find that a write was lost.
func TestControl(t *testing.T) {
	bin := server.Build(t, "earlyanswer")
	first := on(t, store.SQLite)
	for round := 1; round <= controls; round++ {
		i := first.again(t)
		p := server.Start(t, bin, i.Place)
		list := fresh(writes)
		newWriter(i).until(t, p, list, 1+rand.IntN(writes-clients), 0)
		p.Kill()
		if wrong := look(t, i.Place, list, false); strings.Contains(strings.Join(wrong, "\n"), "lost: ") {
			t.Logf("caught in round %d: %d faults", round, len(wrong))
			return
		}
	}
	t.Errorf("a program that answers before COMMIT was not caught in %d rounds: this test proves nothing", controls)
}

// kills kills a server so many times, and each time goes on with what is left.
func kills(t *testing.T, bin string, i installation, times int) {
	t.Helper()
	var ledger []*entry
	var slowest time.Duration
	start := func() *server.Process {
		p := server.Start(t, bin, i.Place)
		slowest = max(slowest, p.Ready)
		return p
	}
	p, w, acked := start(), newWriter(i), 0
	for round := range times {
		list := fresh(writes)
		ledger = append(ledger, list...)
		w.until(t, p, list, 1+rand.IntN(writes-clients), time.Duration(rand.IntN(3000))*time.Microsecond)
		p.Kill()
		if wrong := look(t, i.Place, ledger, false); len(wrong) > 0 || t.Failed() {
			t.Fatalf("after kill %d:\n%s", round+1, strings.Join(wrong, "\n"))
		}
		p = start()
		var rest []*entry
		for _, e := range list {
			if e.acked {
				acked++
			} else {
				rest = append(rest, e)
			}
		}
		again(t, w, p, list)
		w.until(t, p, rest, -1, 0)
		if t.Failed() {
			t.FailNow()
		}
	}
	p.Kill()
	if wrong := look(t, i.Place, ledger, true); len(wrong) > 0 {
		t.Fatalf("at the end:\n%s", strings.Join(wrong, "\n"))
	}
	t.Logf("%d kills, %d writes acknowledged before one, %d in all; slowest start %v", times, acked, len(ledger), slowest)
}

// again sends some acknowledged writes once more with their keys: the answer is
// the one that was given.
func again(t *testing.T, w *writer, p *server.Process, list []*entry) {
	t.Helper()
	for n, e := range list {
		if !e.acked || n%20 > 1 {
			continue
		}
		to, refused, err := w.send(p.URL, e)
		if err != nil || refused != nil || to != e.to {
			t.Errorf("sent again with its key: led to %q, and first to %q (%v, %v)", to, e.to, refused, err)
		}
	}
}
