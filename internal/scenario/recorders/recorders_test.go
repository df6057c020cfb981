package recorders

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/internal/scenario/server"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

// How long the two type, and how long the control gets to be caught.
const (
	minute = time.Minute
	short  = 15 * time.Second
)

// seed is that of everything that is drawn.
const seed = 4

// Two type in the same item for a minute, on lines that break and lose answers,
// with a server that is killed and started again. Nothing that was acknowledged
// is lost: it stands in the text or beside it, on both their pages.
func TestTwoRecorders(t *testing.T) {
	bin := server.Build(t)
	for _, kind := range storetest.Kinds(t) {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s := sit(open(t, kind).start(t, bin))
			s.types(minute, 4)
			s.calms()
			if lost := s.lost(); len(lost) > 0 {
				t.Errorf("acknowledged and lost: %s", strings.Join(lost, " "))
			}
			s.happened()
			s.clash()
		})
	}
}

// The control: where the last one who saves wins, the same minute loses what was
// acknowledged.
func TestLastWriteWinsLoses(t *testing.T) {
	s := sit(open(t, store.SQLite).start(t, server.Build(t, "lastwins")))
	s.types(short, 1)
	s.calms()
	lost := s.lost()
	if len(lost) == 0 {
		t.Error("nothing is lost although the last one who saves wins: the test above proves nothing")
	}
	t.Logf("%d acknowledged words are lost", len(lost))
}

// sitting is the two at the meeting, each in both fields.
type sitting struct {
	*held
	all [][]*typist // by person
}

func sit(h *held) *sitting {
	s := &sitting{held: h}
	for n := range h.tokens {
		s.all = append(s.all, []*typist{newTypist(h, n, "note", "anteckning", seed), newTypist(h, n, "text", "text", seed+1)})
	}
	return s
}

// each does something with every field of everybody.
func (s *sitting) each(fn func(*typist)) {
	for _, fields := range s.all {
		for _, y := range fields {
			fn(y)
		}
	}
}

// types lets both type for a while, as the weather goes.
func (s *sitting) types(long time.Duration, kills int) {
	s.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	s.t.Cleanup(func() { stop(); running.Wait() })
	s.each(func(y *typist) {
		if !y.open(nil) {
			s.t.Fatal(y.said)
		}
		running.Go(func() { y.listens(ctx) })
		running.Go(func() {
			for ctx.Err() == nil {
				y.send()
				time.Sleep(20 * time.Millisecond)
			}
		})
	})
	end := time.Now().Add(long)
	var typing sync.WaitGroup
	s.each(func(y *typist) {
		typing.Go(func() {
			for time.Now().Before(end) {
				s.bursts(y)
			}
		})
	})
	s.weather(end, kills)
	typing.Wait()
}

// bursts types some words and rests, and does now and then what people do: loads
// the page again, or settles what stands side by side.
func (s *sitting) bursts(y *typist) {
	y.mu.Lock()
	count, what := 1+y.random.IntN(6), y.random.IntN(100)
	pause := time.Duration(y.random.IntN(1500)) * time.Millisecond
	y.mu.Unlock()
	for range count {
		y.types()
		time.Sleep(pause / 8)
	}
	time.Sleep(pause)
	switch {
	case what < 10:
		for !y.open(nil) {
			time.Sleep(200 * time.Millisecond)
		}
	case what < 40:
		for range 40 { // until it is settled, or the other has gone on typing for too long
			if y.chooses() {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
}

// happening is one thing that goes wrong.
type happening struct {
	at   time.Duration
	what string
	who  int
	long time.Duration
}

// forecast draws what goes wrong in a while: lines that break, answers that are
// lost, a server that dies.
func forecast(long time.Duration, people, kills int) []happening {
	r := rand.New(rand.NewPCG(seed, uint64(kills)))
	var all []happening
	for who := range people {
		for at := time.Duration(0); ; {
			if at += 500*time.Millisecond + time.Duration(r.IntN(3000))*time.Millisecond; at > long-3*time.Second {
				break
			}
			if r.IntN(3) == 0 {
				all = append(all, happening{at, "an answer is lost", who, 0})
				continue
			}
			down := 100*time.Millisecond + time.Duration(r.IntN(2000))*time.Millisecond
			all = append(all, happening{at, "the line is down", who, down})
			at += down
		}
	}
	for n := range kills {
		all = append(all, happening{long*time.Duration(n+1)/time.Duration(kills+1) + time.Duration(r.IntN(1000))*time.Millisecond, "the server is killed", 0, 0})
	}
	slices.SortFunc(all, func(a, b happening) int { return int(a.at - b.at) })
	return all
}

// weather lets happen what was drawn.
func (s *sitting) weather(end time.Time, kills int) {
	s.t.Helper()
	long := time.Until(end)
	begin := time.Now()
	var later sync.WaitGroup
	var said []string
	for _, h := range forecast(long.Round(time.Second), len(s.lines), kills) {
		time.Sleep(time.Until(begin.Add(h.at)))
		switch h.what {
		case "an answer is lost":
			s.lines[h.who].Lose()
		case "the line is down":
			s.lines[h.who].Cut()
			later.Go(func() {
				time.Sleep(h.long)
				s.lines[h.who].Mend()
			})
		default:
			s.dies()
		}
		said = append(said, fmt.Sprintf("%v %s (%s, %v)", h.at, h.what, names()[h.who], h.long))
	}
	later.Wait()
	s.t.Logf("seed %d:\n%s", seed, strings.Join(said, "\n"))
}

// calms waits until everything that was typed has been acknowledged.
func (s *sitting) calms() {
	s.t.Helper()
	begin := time.Now()
	s.each(func(y *typist) {
		for !y.idle() {
			if time.Sleep(50 * time.Millisecond); time.Since(begin) > time.Minute {
				s.t.Fatalf("%s has something that is not saved: %v\n%s", y.name, y.said, s.p.Log())
			}
		}
	})
}

// look loads the page of a field anew.
func (s *sitting) look(y *typist) shown {
	s.t.Helper()
	if !y.open(nil) {
		s.t.Fatal(y.said)
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.page
}

// lost gives what was acknowledged, or typed, and is on a page neither in the
// text nor beside it.
func (s *sitting) lost() []string {
	s.t.Helper()
	var out []string
	for n := range s.all[0] {
		want := map[string]bool{}
		for _, person := range s.all {
			y := person[n]
			y.mu.Lock()
			for w := range y.acked {
				want[w] = true
			}
			for i := range y.words {
				want[y.word(i+1)] = true
			}
			y.mu.Unlock()
		}
		for _, person := range s.all {
			have := s.look(person[n]).all()
			for w := range want {
				if !have[w] && !slices.Contains(out, w) {
					out = append(out, w)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// happened asserts that there was something to survive, and says how much.
func (s *sitting) happened() {
	s.t.Helper()
	for n, l := range s.lines {
		if l.Lost() == 0 {
			s.t.Errorf("no answer to %s was lost", names()[n])
		}
	}
	s.each(func(y *typist) {
		y.mu.Lock()
		defer y.mu.Unlock()
		if y.words == 0 || y.clash == 0 || y.resent == 0 || y.chosen == 0 {
			s.t.Errorf("%s, %s: nothing happened", y.name, y.field)
		}
		for _, w := range y.said {
			s.t.Error(w)
		}
		s.t.Logf("%s, %s: %d words, %d acknowledged by the server, %d texts sent again, side by side %d times, settled %d times, page loaded %d times",
			y.name, y.field, y.words, len(y.acked), y.resent, y.clash, y.chosen, y.loads)
	})
}

// clash lets both write over the same text while neither has a line: both texts
// stand side by side on both their pages, each with the name of who wrote it.
func (s *sitting) clash() {
	s.t.Helper()
	for _, l := range s.lines {
		l.Cut()
	}
	s.each((*typist).types)
	for _, l := range s.lines {
		l.Mend()
	}
	s.calms()
	s.each(func(y *typist) {
		p := s.look(y)
		if !strings.Contains(p.words, "Två har skrivit i samma text. Välj vilken som ska gälla.") {
			s.t.Errorf("%s, %s: the page doesn't say that somebody has to choose", y.name, y.field)
		}
		for n, person := range s.all {
			other := person[slices.Index(s.all[slices.IndexFunc(s.all, func(l []*typist) bool { return slices.Contains(l, y) })], y)]
			other.mu.Lock()
			last := other.word(other.words)
			other.mu.Unlock()
			if !slices.ContainsFunc(p.sides, func(x side) bool {
				return strings.HasPrefix(x.as, offices()[n]) && slices.Contains(strings.Fields(x.text), last)
			}) {
				s.t.Errorf("%s, %s: what %s wrote last, %s, does not stand under that name among: %+v", y.name, y.field, names()[n], last, p.sides)
			}
		}
	})
}
