package mattertest

import (
	"errors"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/files"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/portals"
	"samverk/internal/domain/matter"
	"samverk/internal/fault"
)

func pdf(c string) matter.File {
	return matter.File{SHA: strings.Repeat(c, 64), Name: c + ".pdf", Size: 10, Media: "application/pdf"}
}

// reads keeps what was read of a file, as the job does.
func reads(s *Story, f matter.File, problem, text string) {
	s.Helper()
	in := files.ReadInput{Text: files.Text{SHA: f.SHA, Problem: problem, Pages: 1}, Parts: []files.Part{{Kind: "page", Page: 1, Text: text}}}
	_, err := files.SaveText.Do(s.Ctx, s.Sys, access.TheSystem(), in)
	s.Ok(err)
}

// A proposal that is a file is read before it is sent, and what stops it is let
// through by name and with a reason.
func TestAFileIsReadBeforeItIsSent(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits", "major"))
		s.Sort()
		v, err := matters.AddVersion.Do(s.Ctx, s.Sys, Secretary(), matters.VersionInput{Matter: s.ID, File: pdf("a")})
		s.Ok(err)
		send := func(reason string) []app.Stop {
			s.Helper()
			_, err := matters.SendToParties.Do(app.WithReason(s.Ctx, reason), s.Sys, Secretary(), matters.SendInput{Matter: s.ID, Version: v.ID, To: []string{"kumla"}})
			var stopped *app.Stopped
			if errors.As(err, &stopped) {
				return stopped.Stops
			}
			s.Ok(err)
			return nil
		}
		if got := send(""); len(got) != 1 || got[0].Problem != app.FileWaiting {
			s.Errorf("before it is read: %+v", got)
		}
		reads(s, pdf("a"), "", "Gäller 900101-9802.")
		if got := send(""); len(got) != 1 || got[0].Page != 1 || got[0].File != "a.pdf" {
			s.Errorf("a number in it: %+v", got)
		}
		if got := send("Numret är ett exempel ur Skatteverkets lista."); got != nil {
			s.Errorf("with a reason: %+v", got)
		}
		page, err := matters.Page.Do(s.Ctx, s.Sys, Secretary(), matters.PageInput{Ref: s.ID})
		s.Ok(err)
		if len(page.Files) != 1 || page.Files[0].Stopped() || len(page.Files[0].Findings) != 1 {
			s.Errorf("the page: %+v", page.Files)
		}
		if len(page.Exceptions) != 1 || page.Exceptions[0].Rule != app.GuardRule || page.Exceptions[0].ByAs == "" {
			s.Errorf("the exception: %+v", page.Exceptions)
		}
	})
}

// A party's extract is a record at once, and the public's once it is clean or let
// through.
func TestAnExtractIsShownToEverybodyOnceItIsClean(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits", "major"))
		s.Sort()
		s.Send()
		in := s.Decision("laxa")
		in.Extract = pdf("b")
		_, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("laxa"), in)
		s.Ok(err)
		shown := func() bool {
			s.Helper()
			_, err := portals.File.Do(s.Ctx, s.Sys, access.ThePublic(), pdf("b").SHA)
			if err != nil && !errors.Is(err, fault.NotFound) {
				s.Ok(err)
			}
			return err == nil
		}
		if shown() {
			s.Errorf("nobody has read it")
		}
		reads(s, pdf("b"), "no_text", "")
		if shown() {
			s.Errorf("it could not be read")
		}
		if _, err := matters.LetThrough.Do(s.Ctx, s.Sys, Chief("nora"), matters.LetThroughInput{Matter: s.ID}); !errors.Is(err, fault.Denied) {
			s.Errorf("by a member: %v", err)
		}
		var stopped *app.Stopped
		if _, err := matters.LetThrough.Do(s.Ctx, s.Sys, Secretary(), matters.LetThroughInput{Matter: s.ID}); !errors.As(err, &stopped) {
			s.Errorf("without a reason: %v", err)
		}
		_, err = matters.LetThrough.Do(app.WithReason(s.Ctx, "Registratorn har läst utdraget."), s.Sys, Secretary(), matters.LetThroughInput{Matter: s.ID})
		s.Ok(err)
		if !shown() {
			s.Errorf("it was let through")
		}
	})
}
