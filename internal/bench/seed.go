package main

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/demos"
	"samverk/internal/app/matters"
	"samverk/internal/blob"
	"samverk/internal/demo"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/ledger"
	"samverk/internal/store"
	"samverk/internal/structurefile"
	"samverk/internal/text"
	"samverk/structures"
)

// plot is what the benchmark's county holds: data, as the demo's story is.
type plot struct {
	Reader struct {
		Body, Party string
		Role        people.Role
	} // who signs in and reads
	Reason  string // why some matters end early
	Matters []tale
}

// tale is one matter of the plot, how it ends when nobody goes on with it, and
// how many of every round of copies are its.
type tale struct {
	demo.MatterStory
	Ends   matter.State
	Copies int
}

//go:embed story.json
var plotText []byte

func readPlot() (plot, error) {
	var p plot
	return p, json.Unmarshal(plotText, &p)
}

// folder is an installation's data folder.
type folder string

func (f folder) database() string { return filepath.Join(string(f), "samverk.db") }
func (f folder) files() string    { return filepath.Join(string(f), "files") }
func (f folder) key() string      { return filepath.Join(string(f), "installation.key") }

// open opens the installation.
func (f folder) open(ctx context.Context, clock func() time.Time) (*app.System, error) {
	st, err := store.Open(ctx, store.Options{Path: f.database()})
	if err != nil {
		return nil, err
	}
	files, err := blob.Open(f.files())
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	key, err := ledger.LoadOrMakeKey(f.key(), rand.Reader)
	if err == nil {
		var l ledger.Ledger
		if l, err = app.OpenLedger(ctx, st, key, clock()); err == nil {
			return &app.System{
				Store: st, Clock: clock, Random: rand.Reader, Structures: app.Versions(structurefile.WithPractice, structurefile.Proposer(structures.Files)), Ledger: l,
				Passwords: app.NewPasswords(), Words: text.For("sv").S, Files: files, Log: slog.New(slog.DiscardHandler),
			}, nil
		}
	}
	return nil, errors.Join(err, files.Close(), st.Close())
}

func shut(sys *app.System) error { return errors.Join(sys.Files.Close(), sys.Store.Close()) }

// county gives the files of the county that is measured, and the story with the
// benchmark's matters in it.
func county() (demo.Source, demo.Story, error) {
	story, err := demo.Shown()
	if err != nil {
		return demo.Source{}, story, err
	}
	src := demo.Source{Name: story.Structure, Read: structurefile.WithPractice}
	if src.Structure, err = structures.Files.ReadFile(story.Structure); err != nil {
		return src, story, err
	}
	if src.Practice, err = structures.Files.ReadFile(story.Practice); err != nil {
		return src, story, err
	}
	p, err := readPlot()
	story.Matters = nil
	for _, t := range p.Matters {
		story.Matters = append(story.Matters, t.MatterStory)
	}
	return src, story, err
}

// login is an account of a typical member: somebody who sits in a body for one
// municipality.
type login struct{ Email, Password string }

// seed makes an installation by the use cases: the county with its people and a
// year of meetings, each of the plot's matters as far as it has come, and an
// account that can sign in.
func seed(ctx context.Context, to folder, now time.Time) (login, error) {
	src, story, err := county()
	if err != nil {
		return login{}, err
	}
	clock := demo.NewClock(time.Time{}, time.Now)
	sys, err := to.open(ctx, clock.Now)
	if err != nil {
		return login{}, err
	}
	idle := func(context.Context) error { return nil }
	if err := demo.Make(ctx, sys, clock, src, story, app.Today(now), idle); err != nil {
		return login{}, errors.Join(err, shut(sys))
	}
	l, err := finish(ctx, sys, clock.Now())
	return l, errors.Join(err, shut(sys))
}

// finish ends the matters that do not go on, and invites the reader.
func finish(ctx context.Context, sys *app.System, now time.Time) (login, error) {
	p, err := readPlot()
	if err != nil {
		return login{}, err
	}
	all, err := demos.People.Do(ctx, sys, access.TheSystem(), struct{}{})
	if err != nil {
		return login{}, err
	}
	s := seated{sys: sys, people: all, now: now}
	for _, t := range p.Matters {
		if t.Ends != "" {
			if err := s.end(ctx, t, p.Reason); err != nil {
				return login{}, fmt.Errorf("%s: %w", t.Title, err)
			}
		}
	}
	return s.invite(ctx, p)
}

// seated is a county with everybody in it.
type seated struct {
	sys    *app.System
	people []store.Who
	now    time.Time
}

// viewer gives somebody with a role in a body, as the use cases know them.
func (s seated) viewer(body string, roles ...people.Role) (access.Viewer, bool) {
	for _, w := range s.people {
		if w.Body != body || !slices.Contains(roles, w.Role) {
			continue
		}
		var held []people.Membership
		for _, x := range s.people {
			if x.Person == w.Person {
				held = append(held, x.Membership)
			}
		}
		return access.New("bench-"+w.Person, w.Person, w.Name, held, app.Today(s.now)), true
	}
	return access.Viewer{}, false
}

// end declines or withdraws a matter that waits for being sorted, as somebody
// of the body where it waits.
func (s seated) end(ctx context.Context, t tale, reason string) error {
	for _, w := range s.people {
		who, ok := s.viewer(w.Body, "secretary", "chair")
		if !ok {
			continue
		}
		list, err := matters.List.Do(ctx, s.sys, who, matters.ListInput{Search: t.Title})
		if err != nil {
			return err
		}
		if len(list.Rows) != 1 || list.Rows[0].Place.ID != w.Body {
			continue
		}
		v, err := matters.Page.Do(ctx, s.sys, who, matters.PageInput{Ref: list.Rows[0].Ref})
		if err != nil {
			return err
		}
		do := matters.Withdraw
		if t.Ends == matter.Declined {
			do = matters.Decline
		}
		_, err = do.Do(ctx, s.sys, who, matters.EndInput{Matter: v.Matter.ID, Version: v.Matter.Version, Reason: reason})
		return err
	}
	return errors.New("nobody sorts it")
}

// reader gives who signs in and reads, as the use cases know them.
func reader(ctx context.Context, sys *app.System, p plot) (access.Viewer, error) {
	all, err := demos.People.Do(ctx, sys, access.TheSystem(), struct{}{})
	if err != nil {
		return access.Viewer{}, err
	}
	who, ok := seated{sys: sys, people: all, now: sys.Clock()}.viewer(p.Reader.Body, p.Reader.Role)
	if !ok {
		return who, errors.New("the reader has no seat")
	}
	return who, nil
}

// invite gives the reader an account with a password.
func (s seated) invite(ctx context.Context, p plot) (login, error) {
	for _, w := range s.people {
		if w.Body != p.Reader.Body || w.Party != p.Reader.Party || w.Role != p.Reader.Role {
			continue
		}
		inv, err := accounts.Invite.Do(ctx, s.sys, access.Viewer{Operator: true}, accounts.InviteInput{Email: w.Email})
		if err != nil {
			return login{}, err
		}
		l := login{Email: w.Email}
		if l.Password, err = s.sys.NewToken(); err != nil {
			return login{}, err
		}
		return l, accounts.AcceptInvite(ctx, s.sys, accounts.AcceptInput{Token: inv.Token, Password: l.Password, Address: "bench"})
	}
	return login{}, fmt.Errorf("nobody is %s of %s in %s", p.Reader.Role, p.Reader.Party, p.Reader.Body)
}
