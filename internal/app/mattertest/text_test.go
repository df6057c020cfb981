package mattertest

import (
	"errors"
	"slices"
	"testing"

	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/fault"
)

// fieldOf gives the field that a refusal is about.
func fieldOf(err error) string {
	var e *fault.Error
	if errors.As(err, &e) && (errors.Is(err, fault.Invalid) || e.Key == "guard.stopped") {
		return e.Field
	}
	return ""
}

// What goes public one day is looked through when it is written, and can be
// written anew.
func TestAPersonalNumberIsFoundWhenRaised(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		in := matters.RaiseInput{Title: "Överenskommelse", Summary: "Gäller 121212-1212.", Kind: "agreement", Origin: "kumla"}
		if _, err := matters.Raise.Do(s.Ctx, s.Sys, Chief("kumla"), in); fieldOf(err) != "summary" {
			s.Errorf("in the need: %v", err)
		}
		in.Title, in.Summary = "Överenskommelse om 121212-1212", "Behövs."
		if _, err := matters.Raise.Do(s.Ctx, s.Sys, Chief("kumla"), in); fieldOf(err) != "title" {
			s.Errorf("in the title: %v", err)
		}
	})
}

func TestATextIsChanged(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits", "major"))
		in := matters.TextInput{Matter: s.ID, Version: s.Version(), Title: "Trygg  utskrivning", Summary: "Samverkan vid utskrivning från sluten vård."}
		_, err := matters.ChangeText.Do(s.Ctx, s.Sys, Chief("kumla"), in) // the one who raised it
		s.Ok(err)
		s.Sort()
		s.Send()
		if _, err := matters.ChangeText.Do(s.Ctx, s.Sys, Chief("nora"), in); !errors.Is(err, fault.Denied) {
			s.Errorf("by somebody else: %v", err)
		}
		if _, err := matters.ChangeText.Do(s.Ctx, s.Sys, Secretary(), in); fieldOf(err) != "title" {
			s.Errorf("nothing new: %v", err)
		}
		in.Summary = "Utskrivningen ska bli trygg."
		if _, err := matters.ChangeText.Do(s.Ctx, s.Sys, Secretary(), in); !errors.Is(err, fault.Conflict) {
			s.Errorf("two people at once: %v", err)
		}
		in.Version, in.Summary = s.Version(), "Gäller 121212-1212."
		if _, err := matters.ChangeText.Do(s.Ctx, s.Sys, Secretary(), in); fieldOf(err) != "summary" {
			s.Errorf("a personal identity number: %v", err)
		}
		in.Summary = "Utskrivningen ska bli trygg."
		_, err = matters.ChangeText.Do(s.Ctx, s.Sys, Secretary(), in)
		s.Ok(err)
		if page, _ := public(s); page.Matter.Title != "Trygg utskrivning" || page.Matter.Summary != in.Summary {
			s.Errorf("the public page: %q, %q", page.Matter.Title, page.Matter.Summary)
		}
		log, err := matters.Log.Do(s.Ctx, s.Sys, Chief("nora"), matters.LogInput{Ref: "SAM-2026-001"})
		s.Ok(err)
		var told []string
		for _, e := range log.Events {
			if e.Kind == matter.EventTitle || e.Kind == matter.EventSummary {
				told = append(told, string(e.Kind))
				told = append(told, e.Args...)
			}
		}
		if !slices.Equal(told, []string{"summary", "title", "Trygg utskrivning"}) {
			s.Errorf("the log tells %v", told)
		}
		_, err = matters.Withdraw.Do(s.Ctx, s.Sys, Chair(), matters.EndInput{Matter: s.ID, Version: s.Version(), Reason: "Behovet är löst."})
		s.Ok(err)
		in.Version, in.Title = s.Version(), "Något annat"
		if _, err := matters.ChangeText.Do(s.Ctx, s.Sys, Secretary(), in); !errors.Is(err, fault.Conflict) {
			s.Errorf("after it ended: %v", err)
		}
	})
}

// Nobody gets the same version twice.
func TestNothingIsSentTwice(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits", "major"))
		s.Sort()
		v, err := matters.AddVersion.Do(s.Ctx, s.Sys, Secretary(), matters.VersionInput{Matter: s.ID, Text: "Ett"})
		s.Ok(err)
		send := func(to ...string) error {
			_, err := matters.SendToParties.Do(s.Ctx, s.Sys, Secretary(), matters.SendInput{Matter: s.ID, Version: v.ID, To: to})
			return err
		}
		s.Ok(send("kumla", Region))
		if err := send(s.Parties()...); fieldOf(err) != "to" {
			s.Errorf("to all once more: %v", err)
		}
		var rest []string
		for _, p := range s.Parties() {
			if p != "kumla" && p != Region {
				rest = append(rest, p)
			}
		}
		s.Ok(send(rest...))
		c := s.Course()
		if got := c.SentVersion(v.ID); len(c.Sent) != 13 || len(got) != 13 || got["kumla"] != s.Today() {
			s.Errorf("sent %d times to %v", len(c.Sent), got)
		}
	})
}
