package apptest

import (
	"context"
	"errors"
	"io/fs"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/structurefile"
	"samverk/structures"
)

// Load gives a structure that comes with the program, with its example practice
// where it has one.
func Load(t testing.TB, name string) *structure.Structure {
	t.Helper()
	data, err := structures.Files.ReadFile(name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := structurefile.Read(name+".yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	data, err = structures.Files.ReadFile(name + ".practice.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return s
	}
	if err != nil {
		t.Fatal(err)
	}
	p, err := structurefile.ReadPractice(name+".practice.yaml", data, s)
	if err != nil {
		t.Fatal(err)
	}
	return s.WithPractice(p)
}

// Seat gives a viewer as Member does, whose person and memberships are in the
// database too, so that bodies find them among those who sit there.
func Seat(t testing.TB, sys *app.System, name string, held ...people.Membership) access.Viewer {
	t.Helper()
	v := Member(name, held...)
	seat := app.NewCommand("test.seat", func(ctx context.Context, u *app.Unit, _ struct{}) (struct{}, error) {
		if err := u.Require(access.RunInstallation()); err != nil {
			return struct{}{}, err
		}
		if err := u.Own.AddPerson(ctx, people.Person{ID: v.Person, Name: name, Email: name + "@example.org"}, u.Now); err != nil {
			return struct{}{}, err
		}
		for _, m := range held {
			m.ID = u.NewID()
			if err := u.Own.AddMembership(ctx, m, u.Now); err != nil {
				return struct{}{}, err
			}
		}
		u.Announce(app.Event{Type: "test.seated", Object: v.Person, Record: held})
		return struct{}{}, nil
	})
	if _, err := seat.Do(context.Background(), sys, access.TheSystem(), struct{}{}); err != nil {
		t.Fatal(err)
	}
	return v
}

// Days moves the clock on by so many days.
func (c *Clock) Days(n int) { c.Move(time.Duration(n) * 24 * time.Hour) }

// Leave ends a person's memberships on a day.
func Leave(t testing.TB, sys *app.System, person string, last workday.Date) {
	t.Helper()
	leave := app.NewCommand("test.leave", func(ctx context.Context, u *app.Unit, _ struct{}) (struct{}, error) {
		if err := u.Require(access.RunInstallation()); err != nil {
			return struct{}{}, err
		}
		held, err := u.Own.AllMemberships(ctx, person)
		if err != nil {
			return struct{}{}, err
		}
		for _, m := range held {
			m.To = last
			if err := u.Own.SaveMembership(ctx, m); err != nil {
				return struct{}{}, err
			}
		}
		u.Announce(app.Event{Type: "test.left", Object: person})
		return struct{}{}, nil
	})
	if _, err := leave.Do(context.Background(), sys, access.TheSystem(), struct{}{}); err != nil {
		t.Fatal(err)
	}
}
