package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

// What the county chooses for its documents is kept version by version; whoever
// has not seen the newest saves nothing over it.
func TestPaperSet(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		at := sheet.Place{Kind: sheet.Agenda, Lang: sheet.Swedish, Part: sheet.PartHeading}
		add := func(was int64, p store.PaperSet) error {
			return st.Write(ctx, func(tx *store.Tx) error {
				return store.BindTo(tx, access.TheSystem()).AddPaperSet(ctx, was, p, storetest.Noon)
			})
		}
		read := func() (p store.PaperSet, changes []store.PaperChange) {
			err := st.Read(ctx, func(tx *store.Tx) (err error) {
				own := store.BindTo(tx, access.ThePublic())
				if p, err = own.PaperSet(ctx); err == nil {
					changes, err = own.PaperChanges(ctx, 10)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return p, changes
		}
		if p, changes := read(); p.Version != 0 || p.Logo != nil || len(changes) != 0 {
			t.Fatalf("before anybody has chosen: %+v", p)
		}
		one := store.PaperSet{Change: "words", As: "Utvecklingsledaren"}
		one.Lang, one.Words = sheet.Swedish, map[sheet.Place]string{at: "Föredragningslista för {organ}"}
		two := one
		two.Change, two.Lang, two.Words = "look", sheet.English, map[sheet.Place]string{}
		two.Logo = &sheet.Logo{Type: "image/png", Data: []byte{1, 2, 0, 255}, SHA: "abc", Alt: "Märket", Width: 10, Height: 5}
		if err := errors.Join(add(0, one), add(1, two)); err != nil {
			t.Fatal(err)
		}
		if err := add(1, one); !errors.Is(err, fault.Conflict) {
			t.Errorf("over a version that was not seen: %v", err)
		}
		p, changes := read()
		if p.Version != 2 || p.Lang != sheet.English || len(p.Words) != 0 || p.Logo == nil || string(p.Logo.Data) != "\x01\x02\x00\xff" || p.Logo.Width != 10 || p.Logo.Alt != "Märket" || !p.At.Equal(storetest.Noon) {
			t.Errorf("the newest is %+v, %+v", p, p.Logo)
		}
		if len(changes) != 2 || changes[0].Change != "look" || changes[1].As != "Utvecklingsledaren" {
			t.Errorf("changes: %+v", changes)
		}
		if err := add(2, one); err != nil {
			t.Fatal(err)
		}
		if p, _ := read(); p.Words[at] != "Föredragningslista för {organ}" || p.Logo != nil {
			t.Errorf("the newest is %+v", p)
		}
	})
}

// What went out keeps the choice that was in force then, whatever was chosen since.
func TestPaperSetOfATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := context.Background()
		at := sheet.Place{Kind: sheet.Agenda, Lang: sheet.Swedish, Part: sheet.PartHeading}
		add := func(was int64, heading string, logo *sheet.Logo, when time.Time) {
			t.Helper()
			p := store.PaperSet{Change: "words", Set: sheet.Set{Lang: sheet.Swedish, Logo: logo, Words: map[sheet.Place]string{at: heading}}}
			if err := st.Write(ctx, func(tx *store.Tx) error { return store.BindTo(tx, access.TheSystem()).AddPaperSet(ctx, was, p, when) }); err != nil {
				t.Fatal(err)
			}
		}
		add(0, "Ett", &sheet.Logo{Type: "image/png", Data: []byte{1}, SHA: "abc", Alt: "Märket", Width: 1, Height: 1}, storetest.Noon)
		add(1, "Två", nil, storetest.Noon.Add(time.Hour))
		read := func(do func(store.Own) (store.PaperSet, error)) (p store.PaperSet) {
			t.Helper()
			if err := st.Read(ctx, func(tx *store.Tx) (err error) {
				p, err = do(store.BindTo(tx, access.ThePublic()))
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return p
		}
		for after, want := range map[time.Duration]string{-time.Minute: "", 0: "Ett", 59 * time.Minute: "Ett", time.Hour: "Två", 48 * time.Hour: "Två"} {
			p := read(func(o store.Own) (store.PaperSet, error) { return o.PaperSetAt(ctx, storetest.Noon.Add(after)) })
			if p.Words[at] != want || (p.Logo != nil) != (want == "Ett") {
				t.Errorf("%v after the first: %+v, want %q", after, p, want)
			}
		}
		for n, want := range []string{"", "Ett", "Två"} {
			if p := read(func(o store.Own) (store.PaperSet, error) { return o.PaperSetOf(ctx, int64(n)) }); p.Words[at] != want {
				t.Errorf("version %d: %+v", n, p)
			}
		}
		if p := read(func(o store.Own) (store.PaperSet, error) { return o.PaperSetSent(ctx, "none") }); p.Words[at] != "Två" {
			t.Errorf("of a meeting that nobody is called to: %+v", p)
		}
	})
}
