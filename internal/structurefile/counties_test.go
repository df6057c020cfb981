package structurefile

import (
	"strings"
	"testing"

	"samverk/internal/domain/rule"
)

// TestCounties: how many parties, municipalities and bodies each county has, and
// that every municipality's code is one of the county's.
func TestCounties(t *testing.T) {
	for id, want := range map[string]struct {
		code                            string
		parties, municipalities, bodies int
	}{
		"orebro": {"18", 16, 12, 31}, "sormland": {"04", 10, 9, 14}, "stockholm": {"01", 28, 26, 4}, "vastmanland": {"19", 11, 10, 15},
	} {
		s := county(t, id)
		if len(s.Parties) != want.parties || len(s.Set("municipalities").Parties) != want.municipalities || len(s.Bodies) != want.bodies {
			t.Errorf("%s: %d parties, %d municipalities, %d bodies", id, len(s.Parties), len(s.Set("municipalities").Parties), len(s.Bodies))
		}
		regions := 0
		for _, p := range s.Parties {
			if p.SCB == want.code {
				regions++
			}
		}
		for _, m := range s.Set("municipalities").Parties {
			if c := s.Party(m).SCB; len(c) != 4 || !strings.HasPrefix(c, want.code) {
				t.Errorf("%s: %s has the code %q", id, m, c)
			}
		}
		if regions != 1 {
			t.Errorf("%s: %d regions with the county's code", id, regions)
		}
		if s.Practice.SetBy != "" || s.Practice.HomePreparation != nil || s.Practice.Notice != nil {
			t.Errorf("%s has numbers that its text lacks", id)
		}
	}
}

// TestCountiesExplain: everything that can turn up behind "Varför?" cites a
// clause and says it in plain words.
func TestCountiesExplain(t *testing.T) {
	for _, id := range []string{"sormland", "stockholm", "vastmanland"} {
		s := county(t, id)
		explained := func(what string, r rule.Ref) {
			if r.ID == "" || r.Clause == "" || r.Document == "" || r.Section == "" || !strings.HasSuffix(r.Because, ".") || len(r.Because) > 260 {
				t.Errorf("%s: %s: %+v", id, what, r)
			}
		}
		for _, x := range s.Ways {
			explained("way", x.Rule)
		}
		for _, x := range s.Facts {
			explained("fact", x.Rule)
		}
		for _, x := range s.Circles {
			for _, cl := range x.Clauses {
				explained("circle", cl.Rule)
			}
		}
		for _, x := range s.Documents {
			explained("document", x.Rule)
		}
		for _, x := range s.Levels {
			explained("level", x.Rule)
		}
		for _, x := range s.Channels {
			explained("channel", x.Rule)
		}
		for _, x := range s.Purposes {
			explained("purpose", x.Rule)
		}
		for _, b := range s.Bodies {
			explained(b.ID, b.Rule)
			for _, x := range b.Relations {
				explained(b.ID+" relation", x.Rule)
			}
			for _, x := range b.Seats {
				explained(b.ID+" seat", x.Rule)
			}
			for _, x := range b.Totals {
				explained(b.ID+" total", x.Rule)
			}
			for _, x := range b.Roles {
				explained(b.ID+" role", x.Rule)
			}
			for _, x := range b.Mandates {
				explained(b.ID+" mandate", x.Rule)
			}
			for _, x := range b.Powers {
				explained(b.ID+" power", x.Rule)
			}
			for _, x := range b.Admits {
				explained(b.ID+" admits", x.Rule)
			}
			for _, x := range b.Owes {
				explained(b.ID+" owes", x.Rule)
			}
			if b.Record.Form != "" {
				explained(b.ID+" record", b.Record.Rule)
			}
			if b.Meetings.Number.Stated {
				explained(b.ID+" meetings", b.Meetings.NumberRule)
			}
			if b.Meetings.Notice.Days != nil {
				t.Errorf("%s: %s: no text gives days of notice", id, b.ID)
			}
		}
	}
}
