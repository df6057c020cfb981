package store_test

import (
	"context"
	"errors"
	"testing"

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
