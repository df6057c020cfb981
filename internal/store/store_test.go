package store_test

import (
	"context"
	"errors"
	"testing"

	"samverk/internal/fault"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

func TestOpenReadWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, count := store.CountQueries(context.Background())
		boom := errors.New("boom")
		if err := st.Write(ctx, func(*store.Tx) error { return boom }); !errors.Is(err, boom) {
			t.Fatalf("got %v", err)
		}
		if err := st.Read(ctx, func(*store.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if n := count.Queries(); n != 0 {
			t.Errorf("%d queries counted, want 0", n)
		}
		if errors.Is(boom, fault.NotFound) {
			t.Error("boom is no fault")
		}
	})
}
