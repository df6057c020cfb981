package mattertest

import (
	"context"
	"testing"

	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/inbox"
	"samverk/internal/app/matters"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

// What the pages that are opened most cost, without the rendering: go test
// -bench . -benchmem. The number of matters and the comparison with a bare page
// are those of `make bench`.
func BenchmarkPages(b *testing.B) {
	st := storetest.Open(b, store.SQLite)
	s := Structure(b, root, true)
	sys, clock := apptest.System(b, st, s)
	story := &Story{TB: b, Ctx: context.Background(), Sys: sys, Clock: clock, S: s}
	for range 60 {
		story.Raise(Yes("commits"))
		story.Sort()
	}
	story.ToParties()
	story.Adopt(story.Course().Adopters[:6]...)
	who := Chief("nora")
	for name, run := range map[string]func() error{
		"list": func() error { _, err := matters.List.Do(story.Ctx, sys, who, matters.ListInput{}); return err },
		"page": func() error {
			_, err := matters.Page.Do(story.Ctx, sys, who, matters.PageInput{Ref: story.ID})
			return err
		},
		"home":  func() error { _, err := homes.Page.Do(story.Ctx, sys, who, homes.PageInput{Ref: story.ID}); return err },
		"queue": func() error { _, err := homes.ReadQueue.Do(story.Ctx, sys, who, homes.QueueInput{}); return err },
		"mine":  func() error { _, err := inbox.Mine.Do(story.Ctx, sys, who, inbox.MineInput{}); return err },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
