package main

import (
	"errors"
	"log/slog"
	"os"
	"testing"
	"time"

	"samverk/internal/app/backups"
	"samverk/internal/fault"
)

// An installation that has lost its key file is not given another key, and the
// place is left as it was for the right one to be put back.
func TestLostKey(t *testing.T) {
	p := backups.In(t.TempDir())
	at := place{Database: p.Database, Files: p.Files, Key: p.Key}
	open := func() error {
		i, err := at.open(t.Context(), time.Now, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		return i.close()
	}
	if err := open(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(p.Key, p.Key+".away"); err != nil {
		t.Fatal(err)
	}
	if err := open(); !errors.Is(err, fault.Unavailable) {
		t.Errorf("without its key: %v", err)
	}
	if _, err := os.Stat(p.Key); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a key was made: %v", err)
	}
	if err := os.Rename(p.Key+".away", p.Key); err != nil {
		t.Fatal(err)
	}
	if err := open(); err != nil {
		t.Errorf("with its key again: %v", err)
	}
}
