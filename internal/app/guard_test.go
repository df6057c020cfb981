package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/files"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// number is one of Skatteverket's published test numbers.
const number = "900101-9802"

// told is a record with texts inside of things inside.
type told struct {
	Title string
	Parts []struct{ Wording string }
	SHA   string
}

// announces makes a command that announces an act and asks the guard of nothing.
func announces(public bool) app.Command[told, out] {
	return app.NewCommand("test.announce", func(_ context.Context, u *app.Unit, in told) (out, error) {
		if err := u.Require(access.RaiseMatter()); err != nil {
			return out{}, err
		}
		id := u.NewID()
		u.Announce(app.Event{Type: "test.announced", Object: id, Record: in, Public: public})
		return out{id}, nil
	})
}

func county() *structure.Structure {
	s := &structure.Structure{ID: "county"}
	s.Build()
	return s
}

// chair is somebody with a name; member has none.
func chair() access.Viewer {
	v := apptest.Member("chair", people.Membership{Party: "p", Role: access.Member})
	v.Person = "chair"
	return v
}

func TestTheDoorStopsWhatTheUseCaseForgot(t *testing.T) {
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		in := told{Title: "Ett ärende", Parts: []struct{ Wording string }{{"Gäller " + number}}, SHA: strings.Repeat("9001019802abcdef", 4)}
		_, err := announces(true).Do(ctx, sys, chair(), in)
		var stopped *app.Stopped
		if !errors.As(err, &stopped) || !errors.Is(err, fault.RuleBroken) || len(stopped.Stops) != 1 {
			t.Fatalf("a number became public: %v", err)
		}
		if s := stopped.Stops[0]; s.Field != "wording" || strings.Contains(s.Masked, "0101") {
			t.Errorf("it says %+v", s)
		}
		if _, err := announces(false).Do(ctx, sys, chair(), in); err != nil {
			t.Errorf("control: what is not public is nobody's but theirs: %v", err)
		}
		in.Parts = nil
		if _, err := announces(true).Do(ctx, sys, chair(), in); err != nil {
			t.Errorf("control: without a number: %v", err)
		}
	})
}

func TestANamedPersonLetsItThroughWithAReason(t *testing.T) {
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		in := told{Title: "Dnr " + number}
		because := func(reason string) context.Context { return app.WithReason(ctx, reason) }
		nameless := chair()
		nameless.Person = ""
		var stopped *app.Stopped
		if _, err := announces(true).Do(because("Det är ett diarienummer."), sys, nameless, in); !errors.As(err, &stopped) {
			t.Errorf("nobody's name stands on it: %v", err)
		}
		if _, err := announces(true).Do(because(" x "), sys, chair(), in); !errors.As(err, &stopped) || stopped.Why == nil {
			t.Errorf("that is no reason: %v", err)
		}
		if _, err := announces(true).Do(because("Det är ett diarienummer."), sys, chair(), in); err != nil {
			t.Fatal(err)
		}
		if got := entries(t, sys); !slices.Contains(got, "guard.overruled") {
			t.Errorf("the log says nothing of it: %v", got)
		}
		if _, err := announces(true).Do(ctx, sys, chair(), in); err != nil {
			t.Errorf("the same text again: %v", err)
		}
		if _, err := announces(true).Do(ctx, sys, chair(), told{Title: "Pnr " + number}); !errors.As(err, &stopped) {
			t.Errorf("another text: %v", err)
		}
	})
}

// opens makes a command that opens a file; takes takes it in.
func opens(f app.OpenedFile) app.Command[in, out] {
	return app.NewCommand("test.open", func(ctx context.Context, u *app.Unit, _ in) (out, error) {
		if err := u.Require(access.RaiseMatter()); err != nil {
			return out{}, err
		}
		u.Announce(app.Event{Type: "test.opened", Object: "x"})
		return out{}, u.Guard(ctx, app.Opening{Files: []app.OpenedFile{f}})
	})
}

func takes(f matter.File) app.Command[in, out] {
	return app.NewCommand("test.take", func(ctx context.Context, u *app.Unit, _ in) (out, error) {
		if err := u.Require(access.RaiseMatter()); err != nil {
			return out{}, err
		}
		u.Announce(app.Event{Type: "test.taken", Object: "x"})
		return out{}, u.Own.AddFile(ctx, f, u.Now)
	})
}

func TestAFileIsReadBeforeItIsOpened(t *testing.T) {
	clean, numbered, scanned := strings.Repeat("a", 64), strings.Repeat("b", 64), strings.Repeat("c", 64)
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		problem := func(sha, name string) []app.Stop {
			t.Helper()
			_, err := opens(app.OpenedFile{SHA: sha, Name: name}).Do(ctx, sys, chair(), in{})
			var stopped *app.Stopped
			if err != nil && !errors.As(err, &stopped) {
				t.Fatal(err)
			}
			if stopped == nil {
				return nil
			}
			return stopped.Stops
		}
		before := waiting(t, sys)
		for _, sha := range []string{clean, numbered, scanned, clean} {
			if _, err := takes(matter.File{SHA: sha, Name: "x.pdf", Size: 1, Media: "application/pdf"}).Do(ctx, sys, chair(), in{}); err != nil {
				t.Fatal(err)
			}
		}
		if n := waiting(t, sys) - before; n != 3 {
			t.Errorf("%d files wait for being read", n)
		}
		if got := problem(clean, "x.pdf"); len(got) != 1 || got[0].Problem != app.FileWaiting {
			t.Errorf("before it is read: %+v", got)
		}
		for sha, x := range map[string]files.ReadInput{
			clean:    {Text: files.Text{Pages: 1}, Parts: []files.Part{{Kind: "page", Page: 1, Text: "Hej"}}},
			numbered: {Parts: []files.Part{{Kind: "page", Page: 3, Text: "Hej"}, {Kind: "page", Page: 4, Text: "900101-\n9802"}}},
			scanned:  {Text: files.Text{Problem: "no_text", Untold: []int64{1, 2}}},
		} {
			x.Text.SHA = sha
			if _, err := files.SaveText.Do(ctx, sys, access.TheSystem(), x); err != nil {
				t.Fatal(err)
			}
		}
		if got := problem(clean, "x.pdf"); got != nil {
			t.Errorf("a clean file: %+v", got)
		}
		if got := problem(clean, number+".pdf"); len(got) != 1 || got[0].Field != "file_name" {
			t.Errorf("its name: %+v", got)
		}
		if got := problem(numbered, "x.pdf"); len(got) != 1 || got[0].Page != 4 || strings.Contains(got[0].Masked, "9802") {
			t.Errorf("a number in it: %+v", got)
		}
		if got := problem(scanned, "x.pdf"); len(got) != 1 || got[0].Problem != "no_text" {
			t.Errorf("one that was not read: %+v", got)
		}
		if _, err := opens(app.OpenedFile{SHA: scanned, Name: "x.pdf"}).Do(app.WithReason(ctx, "Jag har läst den själv."), sys, chair(), in{}); err != nil {
			t.Errorf("with a reason: %v", err)
		}
		if got := problem(scanned, "x.pdf"); got != nil {
			t.Errorf("after it was let through: %+v", got)
		}
	})
}
