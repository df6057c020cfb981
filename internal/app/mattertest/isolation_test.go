package mattertest

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/inbox"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// marked lets a party write a stance and a note that hold a marker of its own.
func marked(s *Story, party string) string {
	s.Helper()
	mark := "CNRY-" + party + "-q7x2"
	_, err := homes.SetStance.Do(s.Ctx, s.Sys, Chief(party), homes.StanceInput{Matter: s.ID, Party: party, Stance: matter.Opposes, Text: mark + " stance"})
	s.Ok(err)
	_, err = homes.AddNote.Do(s.Ctx, s.Sys, Chief(party), homes.NoteInput{Matter: s.ID, Party: party, Text: mark + " note"})
	s.Ok(err)
	return mark
}

// everything reads all that somebody can read of a matter, and gives it as one
// text. What is not found or not allowed gives its error's text.
func everything(s *Story, who access.Viewer) string {
	s.Helper()
	var b strings.Builder
	add := func(v any, err error) {
		if err != nil {
			b.WriteString(err.Error() + "\n")
			return
		}
		text, err := json.Marshal(shown(v))
		s.Ok(err)
		b.Write(text)
		b.WriteByte('\n')
	}
	number := "SAM-2026-001"
	add(do(s, who, matters.Page, matters.PageInput{Ref: number}))
	add(do(s, who, matters.Log, matters.LogInput{Ref: number}))
	for _, view := range []string{"open", "mine", "party", "waiting", "ended"} {
		add(do(s, who, matters.List, matters.ListInput{View: view, Search: "CNRY"}))
		add(do(s, who, matters.List, matters.ListInput{View: view}))
	}
	add(do(s, who, inbox.Mine, inbox.MineInput{}))
	for _, p := range []string{"", "kumla", "nora"} {
		add(do(s, who, homes.Page, homes.PageInput{Ref: number, Party: p}))
		add(do(s, who, homes.ReadQueue, homes.QueueInput{Party: p}))
	}
	return b.String()
}

func do[In, Out any](s *Story, who access.Viewer, q app.Query[In, Out], in In) (any, error) {
	return q.Do(s.Ctx, s.Sys, who, in)
}

// shown drops the county's structure from what is searched: it is the same for
// everybody, and holds functions.
func shown(v any) any {
	switch x := v.(type) {
	case matters.View:
		return []any{x.Dossier, x.Ref, x.State, x.Next, x.Board, x.Versions, x.Decisions, x.Events, x.May, x.Adoption}
	case homes.View:
		return []any{x.Dossier, x.Ref, x.Party, x.Next, x.Preparation, x.Sent, x.Plan, x.Decision, x.History, x.Stance, x.Notes, x.Shared}
	}
	return v
}

// A party's stance and notes are that party's alone: not another's, not the
// secretary's, not an administrator's, not an operator's, not the public's.
func TestIsolation(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		kumla, nora := marked(s, "kumla"), marked(s, "nora")
		operator := apptest.Operator()
		for _, c := range []struct {
			name     string
			who      access.Viewer
			own, not []string
		}{
			{"a chief of the one", Chief("kumla"), []string{kumla}, []string{nora}},
			{"a chief of the other", Chief("nora"), []string{nora}, []string{kumla}},
			{"the registrar of the one", Registrar("kumla"), []string{kumla}, []string{nora}},
			{"a chief of a third", Chief("laxa"), nil, []string{kumla, nora}},
			{"the region's secretary", Secretary(), nil, []string{kumla, nora}},
			{"the chair", Chair(), nil, []string{kumla, nora}},
			{"the one's administrator", Administrator("kumla"), nil, []string{kumla, nora}},
			{"an operator", operator, nil, []string{kumla, nora}},
			{"the installation", System(), nil, []string{kumla, nora}},
			{"the public", access.ThePublic(), nil, []string{kumla, nora}},
			{"nobody", apptest.Nobody(), nil, []string{kumla, nora}},
			{"a secretary from the one", apptest.Member("kumla's secretary", people.Membership{Party: "kumla", Body: Group, Role: access.Secretary}), nil, []string{kumla, nora}},
		} {
			text := everything(s, c.who)
			for _, mark := range c.own {
				if !strings.Contains(text, mark+" stance") || !strings.Contains(text, mark+" note") {
					s.Errorf("%s does not find its own %s", c.name, mark)
				}
			}
			for _, mark := range c.not {
				if strings.Contains(text, mark) {
					s.Errorf("%s reads %s", c.name, mark)
				}
			}
		}
		// Not by writing either.
		_, err := homes.SetStance.Do(s.Ctx, s.Sys, Chief("nora"), homes.StanceInput{Matter: s.ID, Party: "kumla", Stance: matter.Supports, Version: 1})
		if !errors.Is(err, fault.Denied) {
			s.Errorf("a stance in another's name: %v", err)
		}
		if _, err := homes.AddNote.Do(s.Ctx, s.Sys, Secretary(), homes.NoteInput{Matter: s.ID, Party: "kumla", Text: "x"}); !errors.Is(err, fault.Denied) {
			s.Errorf("a note in another's name: %v", err)
		}
	})
}

// Control: a query without its party filter would be caught by the test above.
func TestIsolationControl(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		mark := marked(s, "kumla")
		widened := Chief("nora")
		widened.Parties = append(widened.Parties, access.PartyRole{Party: "kumla", Home: true}) // what a missing filter amounts to
		if !strings.Contains(everything(s, widened), mark) {
			s.Error("the search does not find what it should")
		}
	})
}

// Two worlds that differ in one party's secrets look the same to everybody
// else, byte for byte, lists and their order included.
func TestSecretsLeaveNoTrace(t *testing.T) {
	var worlds []string
	for _, secret := range []bool{false, true} {
		Each(t, Structure(t, root, true), func(s *Story) {
			s.Raise(Yes("commits"))
			s.Sort()
			s.Send()
			s.Days(1)
			if secret {
				marked(s, "kumla")
			}
			s.Days(1)
			_, err := homes.SetPreparation.Do(s.Ctx, s.Sys, Chief("nora"), homes.PreparationInput{Matter: s.ID, Party: "nora", State: matter.PreparationBegun})
			s.Ok(err)
			var b strings.Builder
			for _, who := range []access.Viewer{Chief("nora"), Secretary(), Administrator("kumla"), apptest.Operator()} {
				b.WriteString(everything(s, who))
			}
			worlds = append(worlds, b.String())
		})
	}
	half := len(worlds) / 2
	for i := range half {
		if normal(worlds[i]) != normal(worlds[half+i]) {
			t.Error("the two worlds differ")
		}
	}
}

// normal masks ids, which are random.
func normal(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(`"{}[]:, `, r) })
	for i, w := range words {
		if len(w) == 26 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz234567") == "" {
			words[i] = "id"
		}
	}
	return strings.Join(words, " ")
}

// A stance is shared by an act of its own, which copies it: what is written
// afterwards stays at home.
func TestSharingCopies(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		set := func(text string, version int64) {
			_, err := homes.SetStance.Do(s.Ctx, s.Sys, Registrar("kumla"), homes.StanceInput{Matter: s.ID, Party: "kumla", Stance: matter.Supports, Text: text, Version: version})
			s.Ok(err)
		}
		share := homes.ShareInput{Matter: s.ID, Party: "kumla", Version: 0}
		if _, err := homes.ShareStance.Do(s.Ctx, s.Sys, Registrar("kumla"), share); !errors.Is(err, fault.Invalid) {
			s.Errorf("nothing to share: %v", err)
		}
		set("Vi ställer oss bakom.", 0)
		if _, err := homes.ShareStance.Do(s.Ctx, s.Sys, Registrar("kumla"), share); !errors.Is(err, fault.Conflict) {
			s.Errorf("another text than the one seen: %v", err)
		}
		share.Version = 1
		if _, err := homes.ShareStance.Do(s.Ctx, s.Sys, Registrar("nora"), share); !errors.Is(err, fault.Denied) {
			s.Errorf("by another party: %v", err)
		}
		_, err := homes.ShareStance.Do(s.Ctx, s.Sys, Registrar("kumla"), share)
		s.Ok(err)
		set("HEMLIGT tvivel", 1)
		text := everything(s, Chief("nora"))
		if !strings.Contains(text, "Vi ställer oss bakom.") || strings.Contains(text, "HEMLIGT") {
			s.Error("the others do not read the copy alone")
		}
	})
}

// A matter that is not sorted is open to the one who raised it, to the party or
// body it comes from, and to those who sort it.
func TestRaisedMatterIsNotOpenYet(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		for _, who := range []access.Viewer{Chief("kumla"), Registrar("kumla"), Secretary(), Chair()} {
			if _, err := matters.Page.Do(s.Ctx, s.Sys, who, matters.PageInput{Ref: s.ID}); err != nil {
				s.Errorf("%s: %v", who.Name, err)
			}
		}
		for _, who := range []access.Viewer{Chief("nora"), Administrator("nora"), apptest.Operator(), apptest.Nobody(), access.ThePublic()} {
			if _, err := matters.Page.Do(s.Ctx, s.Sys, who, matters.PageInput{Ref: s.ID}); !errors.Is(err, fault.NotFound) {
				s.Errorf("%s: %v", who.Name, err)
			}
			if l, err := matters.List.Do(s.Ctx, s.Sys, who, matters.ListInput{}); err == nil && len(l.Rows) > 0 {
				s.Errorf("%s: %d rows", who.Name, len(l.Rows))
			}
		}
		s.Sort()
		if _, err := matters.Page.Do(s.Ctx, s.Sys, Chief("nora"), matters.PageInput{Ref: "sam-2026-001"}); err != nil {
			s.Errorf("sorted: %v", err)
		}
	})
}

// Every page keeps to its number of queries, however much there is.
func TestQueries(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		s.Adopt(s.Course().Adopters[:6]...)
		first := s.ID
		for range 5 {
			s.Raise(Yes("commits"))
			s.Sort()
			s.Send()
		}
		ctx := func() (c *store.Counter) {
			s.Ctx, c = store.CountQueries(s.Context())
			return c
		}
		for name, c := range map[string]struct {
			max int
			run func() error
		}{
			"list": {3, func() error { _, err := matters.List.Do(s.Ctx, s.Sys, Chief("nora"), matters.ListInput{}); return err }},
			"waiting": {3, func() error {
				_, err := matters.List.Do(s.Ctx, s.Sys, Chief("nora"), matters.ListInput{View: "waiting"})
				return err
			}},
			"page": {13, func() error {
				_, err := matters.Page.Do(s.Ctx, s.Sys, Chief("nora"), matters.PageInput{Ref: first})
				return err
			}},
			"home": {13, func() error {
				_, err := homes.Page.Do(s.Ctx, s.Sys, Chief("nora"), homes.PageInput{Ref: first})
				return err
			}},
			"queue": {7, func() error {
				_, err := homes.ReadQueue.Do(s.Ctx, s.Sys, Chief("nora"), homes.QueueInput{})
				return err
			}},
			"mine": {8, func() error { _, err := inbox.Mine.Do(s.Ctx, s.Sys, Chief("nora"), inbox.MineInput{}); return err }},
			"the sort": {14, func() error {
				_, err := matters.SortQueue.Do(s.Ctx, s.Sys, Secretary(), matters.SortInput{})
				return err
			}},
		} {
			count := ctx()
			s.Ok(c.run())
			if n := count.Queries(); n > c.max {
				s.Errorf("%s: %d queries, at most %d", name, n, c.max)
			}
		}
	})
}

// A list goes on where it ended, without a row lost or twice.
func TestListGoesOn(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		for range 7 {
			s.Raise(Yes("commits"))
			s.Sort()
		}
		seen := map[string]bool{}
		after, pages := "", 0
		for {
			l, err := matters.List.Do(s.Ctx, s.Sys, Chief("nora"), matters.ListInput{Limit: 3, After: after})
			s.Ok(err)
			for _, r := range l.Rows {
				if seen[r.ID] {
					s.Errorf("%s twice", r.Number)
				}
				seen[r.ID] = true
			}
			pages++
			if after = l.Next; after == "" {
				break
			}
		}
		if len(seen) != 7 || pages != 3 {
			s.Errorf("%d rows on %d pages", len(seen), pages)
		}
		for _, in := range []matters.ListInput{{View: "nonsense"}, {After: "nonsense"}} {
			if _, err := matters.List.Do(s.Ctx, s.Sys, Chief("nora"), in); !errors.Is(err, fault.Invalid) {
				s.Errorf("%+v: %v", in, err)
			}
		}
		for search, want := range map[string]int{"utskrivning": 7, "UTSKRIVNING": 7, "2026-003": 1, "100%": 0, "_": 0} {
			l, err := matters.List.Do(s.Ctx, s.Sys, Chief("nora"), matters.ListInput{Search: search})
			s.Ok(err)
			if len(l.Rows) != want {
				s.Errorf("%q finds %d", search, len(l.Rows))
			}
		}
		if l, err := matters.List.Do(s.Ctx, s.Sys, Chief("kumla"), matters.ListInput{View: "mine"}); err != nil || len(l.Rows) != 7 {
			s.Errorf("mine: %d, %v", len(l.Rows), err)
		}
		if l, err := matters.List.Do(s.Ctx, s.Sys, Chief("nora"), matters.ListInput{View: "party", Kind: "agreement", Field: "social-care"}); err != nil || len(l.Rows) != 7 {
			s.Errorf("my party's: %d, %v", len(l.Rows), err)
		}
		if l, err := matters.List.Do(s.Ctx, s.Sys, Chief("lansstyrelsen"), matters.ListInput{View: "party"}); err != nil || len(l.Rows) != 0 {
			s.Errorf("a party that has no part: %d, %v", len(l.Rows), err)
		}
	})
}
