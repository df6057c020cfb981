package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/ledger"
	"samverk/internal/store"
)

// TestCopiesAreWhole: what the loader writes is what the use cases leave. The
// logs verify, every reference leads somewhere, and the page of a copy says what
// the page of its pattern says.
func TestCopiesAreWhole(t *testing.T) {
	ctx := context.Background()
	f := folder(t.TempDir())
	if _, err := seed(ctx, f, time.Now()); err != nil {
		t.Fatal(err)
	}
	l, err := newLoader(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []int{40, 150} { // twice, as the benchmark does
		if err := l.grow(ctx, to); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
	sys, err := f.open(ctx, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := shut(sys); err != nil {
			t.Error(err)
		}
	}()
	wrong, err := sys.Store.Check(ctx)
	if err != nil || len(wrong) > 0 {
		t.Errorf("the database: %v, %v", wrong, err)
	}
	err = sys.LookUp(ctx, func(b app.Books) error {
		id, public, err := b.Log.Installation(ctx)
		if err != nil {
			return err
		}
		rep, err := ledger.Verify(ctx, b.Log, id, public)
		if err == nil && !rep.OK() {
			t.Errorf("the logs: %v", rep.Problems[:min(5, len(rep.Problems))])
		}
		if rep.Sizes[ledger.Internal] < 1500 {
			t.Errorf("the internal log has %d entries", rep.Sizes[ledger.Internal])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	samePages(t, sys)
}

func samePages(t *testing.T, sys *app.System) {
	t.Helper()
	ctx := context.Background()
	p, err := readPlot()
	if err != nil {
		t.Fatal(err)
	}
	who, err := reader(ctx, sys, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range p.Matters {
		view := string(store.ViewOpen)
		if want.Ends != "" {
			view = string(store.ViewEnded)
		}
		list, err := matters.List.Do(ctx, sys, who, matters.ListInput{View: view, Search: want.Title, Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		if want.Ends == "" && want.Until != "triage" && len(list.Rows) < 2 {
			t.Errorf("%s: %d in the list", want.Title, len(list.Rows))
		}
		var first []string
		for _, r := range list.Rows {
			v, err := matters.Page.Do(ctx, sys, who, matters.PageInput{Ref: r.Ref})
			if err != nil {
				t.Fatalf("%s: %v", r.Ref, err)
			}
			if says := said(v); first == nil {
				first = says
			} else if !slices.Equal(first, says) {
				t.Errorf("%s says\n%v\nand its like\n%v", r.Ref, says, first)
			}
		}
	}
}

// said gives what a page says, without ids and numbers.
func said(v matters.View) []string {
	out := []string{string(v.State), v.Matter.Title, string(v.InForceOn)}
	for _, e := range v.Events {
		out = append(out, string(e.Kind), e.ActorAs, e.Party)
	}
	for _, s := range v.Stations {
		out = append(out, s.ID, string(s.Station.State), string(s.On), string(s.Leg.Earliest))
	}
	for _, g := range v.Board {
		for _, p := range g.Rows {
			out = append(out, p.ID, string(p.Preparation.State), string(p.Plan.On))
			if p.Decision != nil {
				out = append(out, string(p.Decision.Outcome), p.Decision.Paragraph)
			}
		}
	}
	if v.State == matter.Decided {
		out = append(out, "document")
		if v.Document == "" {
			out = append(out, "missing")
		}
	}
	return out
}
