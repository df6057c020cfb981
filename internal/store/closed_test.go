package store

import (
	"errors"
	"io/fs"
	"os"
	"testing"
)

// TestClosedIsOneFile: a database that was closed has nothing open, so that
// SQLite has put everything into the one file and taken its companions away.
func TestClosedIsOneFile(t *testing.T) {
	o := temp(t)
	st, err := Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for _, companion := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(o.Path + companion); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", companion, err)
		}
	}
}
