package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"samverk/internal/store"
)

// A transaction whose caller gave up before it began drops its connection, with
// the statements that were prepared on it, and the next one gets a new one.
func TestACallerWhoGaveUpBreaksNothing(t *testing.T) {
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "a.db")})
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(*store.Tx) error { return nil }
	for range 3 {
		if err := st.Write(ctx, nothing); err != nil {
			t.Fatal(err)
		}
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if err := st.Write(gone, nothing); err == nil {
			t.Error("a caller who gave up got an answer")
		}
		if err := st.Read(gone, nothing); err == nil {
			t.Error("a reader who gave up got an answer")
		}
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}
