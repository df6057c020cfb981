package store_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

// A bundle is asked for once at a time, made in the attempt that was asked for,
// and goes when a paper of it is taken back or away; those whose papers all hold
// stay.
func TestBundles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		now := storetest.Noon
		write := func(fn func(o store.Own, b store.Bundles) error) error {
			t.Helper()
			return st.Write(ctx, func(tx *store.Tx) error {
				return fn(store.BindTo(tx, access.Viewer{Operator: true}), store.BundlesOf(tx))
			})
		}
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		item := func(id string) meeting.Item { return meeting.Item{ID: id, Meeting: "m", Pos: 1, Title: id} }
		paper := func(id string) meeting.ItemPaper {
			p := meeting.ItemPaper{ID: id, Item: "i", Place: 1, Title: id, AddedBy: "x", AddedAs: "x", AddedAt: now, Row: 1}
			p.File.SHA, p.File.Name, p.File.Size, p.File.Media = "sha", id, 1, "application/pdf"
			return p
		}
		ok(write(func(o store.Own, _ store.Bundles) error {
			m := meeting.Meeting{ID: "m", Body: "b", On: "2026-11-12", Starts: "09:00", Ends: "10:00", State: meeting.Called}
			return errors.Join(o.AddMeeting(ctx, m), o.AppendItem(ctx, item("i")), o.AddFile(ctx, paper("p").File, now),
				o.PutPapers(ctx, "m", "i", nil, meeting.ItemPapers{paper("p"), paper("q")}))
		}))
		ask := func(key string, attempt int64, papers ...string) error {
			return write(func(o store.Own, _ store.Bundles) error {
				return o.AskBundle(ctx, store.Bundle{Key: key, Meeting: "m", Plan: "{}", Attempt: attempt}, papers, now)
			})
		}
		ok(ask("one", 0, "p", "q"))
		if err := ask("one", 0, "p"); !errors.Is(err, fault.Conflict) {
			t.Errorf("asked for twice: %v", err)
		}
		ok(ask("two", 0, "q"))
		ok(ask("texts", 0))
		layout := meeting.Layout{Front: 1, Total: 4, Papers: map[string]meeting.Placed{"p": {First: 2, Count: 3, Problem: "broken"}}, Tagged: true}
		ok(write(func(o store.Own, b store.Bundles) error {
			if got, err := o.Bundle(ctx, "one"); err != nil || got.State != store.BundleWaiting || got.Attempt != 1 {
				t.Errorf("%+v, %v", got, err)
			}
			ok(b.Step(ctx, "one", 2, 5))
			got, err := o.Bundle(ctx, "one")
			if err != nil || got.State != store.BundleMaking || got.Step != 2 || got.Steps != 5 {
				t.Errorf("%+v, %v", got, err)
			}
			wanted, err := b.Ready(ctx, "one", layout, 77, "abc", now.Add(time.Minute))
			if err != nil || !wanted {
				t.Errorf("ready: %v %v", wanted, err)
			}
			ok(b.Failed(ctx, "one", "too late")) // it is ready: nothing is kept of a failure
			got, err = o.Bundle(ctx, "one")
			if err != nil || got.State != store.BundleReady || !reflect.DeepEqual(got.Layout, layout) || got.Size != 77 || got.SHA != "abc" || got.Step != 5 || !got.MadeAt.Equal(now.Add(time.Minute)) || got.Problem != "" {
				t.Errorf("%+v, %v", got, err)
			}
			ok(b.Failed(ctx, "two", "failed"))
			got, err = o.Bundle(ctx, "two")
			if err != nil || got.State != store.BundleFailed || got.Problem != "failed" {
				t.Errorf("%+v, %v", got, err)
			}
			return nil
		}))
		ok(ask("one", 1))
		if err := ask("one", 1); !errors.Is(err, fault.Conflict) {
			t.Errorf("asked for anew twice: %v", err)
		}
		ok(write(func(o store.Own, b store.Bundles) error {
			got, err := o.Bundle(ctx, "one")
			if err != nil || got.State != store.BundleWaiting || got.Attempt != 2 || got.Layout.Total != 0 {
				t.Errorf("anew: %+v, %v", got, err)
			}
			if none, err := o.Bundle(ctx, "none"); err != nil || none.State != "" {
				t.Errorf("one that nobody asked for: %+v, %v", none, err)
			}
			return nil
		}))
		broken := func(want ...string) {
			t.Helper()
			ok(write(func(_ store.Own, b store.Bundles) error {
				for _, of := range []string{"m", ""} {
					if got, err := b.Broken(ctx, of); err != nil || !slices.Equal(got, want) {
						t.Errorf("of %q: %v, %v; want %v", of, got, err, want)
					}
				}
				if got, err := b.Broken(ctx, "another"); err != nil || len(got) > 0 {
					t.Errorf("of another meeting: %v, %v", got, err)
				}
				return nil
			}))
		}
		broken()
		ok(write(func(o store.Own, _ store.Bundles) error {
			back := paper("p")
			back.WithdrawnAt, back.WithdrawnAs = now, "x"
			return o.PutPapers(ctx, "m", "i", meeting.ItemPapers{paper("p"), paper("q")}, meeting.ItemPapers{back, paper("q")})
		}))
		broken("one")
		ok(write(func(o store.Own, _ store.Bundles) error {
			back := paper("p")
			back.WithdrawnAt, back.WithdrawnAs, back.Row = now, "x", 2
			return o.PutPapers(ctx, "m", "i", meeting.ItemPapers{back, paper("q")}, meeting.ItemPapers{back})
		}))
		broken("one", "two")
		ok(write(func(o store.Own, b store.Bundles) error {
			ok(b.Remove(ctx, []string{"one", "two"}))
			old, err := b.Old(ctx, now.Add(time.Second))
			if err != nil || !slices.Equal(old, []string{"texts"}) {
				t.Errorf("old: %v, %v", old, err)
			}
			if none, err := b.Old(ctx, now); err != nil || len(none) > 0 {
				t.Errorf("older: %v, %v", none, err)
			}
			if wanted, err := b.Ready(ctx, "one", layout, 1, "x", now); err != nil || wanted {
				t.Errorf("one that is gone is wanted: %v %v", wanted, err)
			}
			return nil
		}))
		broken()
	})
}
