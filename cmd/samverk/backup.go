package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/backups"
)

// backupVerb copies an installation on SQLite while it runs.
type backupVerb struct {
	settings
	Data string `help:"Data folder, instead of settings." type:"existingdir"`
	File string `arg:"" help:"The backup, a new file."`
}

// Run does it.
func (c *backupVerb) Run() error {
	take := func(key string) func(context.Context, *installation, access.Viewer) error {
		return func(ctx context.Context, i *installation, _ access.Viewer) error {
			s, err := backups.Take(ctx, i.sys.Store, i.sys.Files, key, c.File, time.Now())
			if err != nil {
				return err
			}
			fmt.Printf("%s: %d files, %d bytes, verified\n", c.File, s.Files, s.Bytes)
			return nil
		}
	}
	if c.Data != "" {
		return onData(c.Data, take(backups.In(c.Data).Key))
	}
	l, err := c.load()
	if err != nil {
		return err
	}
	return c.with(take(l.KeyFile()))
}

// restoreVerb puts a backup into a data folder that holds no installation.
type restoreVerb struct {
	settings
	Data string `help:"Data folder, instead of settings."`
	File string `arg:"" type:"existingfile" help:"The backup."`
}

// Run does it.
func (c *restoreVerb) Run() error {
	dir := c.Data
	if dir == "" {
		l, err := c.load()
		if err != nil {
			return err
		}
		if l.SQLite() == "" {
			return errors.New("an installation on PostgreSQL is restored with PostgreSQL's own tools; see the manual")
		}
		dir = l.Data
	}
	s, err := backups.Restore(context.Background(), c.File, dir, time.Now())
	if err != nil {
		return told(err)
	}
	fmt.Printf("%s: restored, %d files; everybody signs in anew, and mail that was waiting is held\n", dir, s.Files)
	return nil
}
