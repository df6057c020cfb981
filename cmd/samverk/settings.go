package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/backups"
	"samverk/internal/config"
	"samverk/internal/fault"
	"samverk/internal/text"
)

// settings is how a verb says which installation it works on.
type settings struct {
	Config string `help:"Settings file (YAML); the environment (SAMVERK_…) goes before it." type:"existingfile"`
}

// load reads the settings.
func (s settings) load() (config.Loaded, error) { return config.Load(s.Config, os.Environ()) }

// placeOf gives where the installation of some settings lies.
func placeOf(c config.Config) place {
	return place{Database: c.SQLite(), DSN: c.Database.Reveal(), Files: c.Files(), Made: c.Made(), Key: c.KeyFile()}
}

// with opens the installation of the settings for one act of its operator, and
// closes it again.
func (s settings) with(act func(ctx context.Context, i *installation, who access.Viewer) error) (err error) {
	c, err := s.load()
	if err != nil {
		return err
	}
	return on(placeOf(c.Config), act)
}

func on(p place, act func(ctx context.Context, i *installation, who access.Viewer) error) (err error) {
	ctx := context.Background()
	i, err := p.open(ctx, time.Now, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return told(err)
	}
	defer func() { err = errors.Join(err, i.close()) }()
	return told(act(ctx, i, access.Viewer{Operator: true}))
}

// onData is with for an installation on SQLite named by its folder.
func onData(dir string, act func(ctx context.Context, i *installation, who access.Viewer) error) error {
	p := backups.In(dir)
	if _, err := os.Stat(p.Database); err != nil {
		return fmt.Errorf("%s holds no installation: %w", dir, err)
	}
	return on(place{Database: p.Database, Files: p.Files, Key: p.Key}, act)
}

// told gives an error in words when the catalogue has them, the cause after it.
func told(err error) error {
	var f *fault.Error
	t := text.For("sv")
	if !errors.As(err, &f) || !t.Has(f.Key) {
		return err
	}
	if f.Cause != nil {
		return fmt.Errorf("%s\n%w", t.S(f.Key, f.Args...), f.Cause)
	}
	return errors.New(t.S(f.Key, f.Args...))
}
