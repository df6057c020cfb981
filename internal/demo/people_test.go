package demo

import (
	"testing"

	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/structurefile"
)

// Everybody the demo seats has to be somebody the import takes, and every body
// needs somebody who can lead and write.
func TestCastIsTakenByTheImport(t *testing.T) {
	list, err := Stories()
	if err != nil {
		t.Fatal(err)
	}
	for _, story := range list {
		t.Run(story.ID, func(t *testing.T) {
			s, err := structurefile.Load("../../structures/" + story.Structure)
			if err != nil {
				t.Fatal(err)
			}
			castIsTaken(t, s, story)
		})
	}
}

func castIsTaken(t *testing.T, s *structure.Structure, story Story) {
	cells, err := castRows(s, story, "2025-01-01")
	if err != nil {
		t.Fatal(err)
	}
	rows, problems := people.Read(s, cells)
	for _, p := range problems {
		t.Error(p)
	}
	has := map[string]map[people.Role]bool{}
	for _, r := range rows {
		place := r.Body
		if place == "" {
			place = r.Party
		}
		if has[place] == nil {
			has[place] = map[people.Role]bool{}
		}
		has[place][r.Role] = true
	}
	for _, b := range s.Bodies {
		want := []people.Role{"member", "secretary"}
		for _, r := range b.Roles {
			if r.ID == "chair" || r.ID == "convener" {
				want = append(want, people.Role(r.ID))
			}
		}
		if story.Place == 1 { // the county in which the whole story can be clicked
			want = append(want, "chair")
		} else if len(b.Seats) == 0 { // the text doesn't say who is there
			continue
		}
		for _, role := range want {
			if !has[b.ID][role] {
				t.Errorf("%s has no %s: %v", b.ID, role, has[b.ID])
			}
		}
	}
	for _, p := range s.Parties {
		if p.Adopts && (!has[p.ID]["registrar"] || !has[p.ID]["coordinator"]) {
			t.Errorf("%s has no registrar or coordinator", p.ID)
		}
	}
	t.Logf("%d memberships", len(rows))
	for _, r := range rows {
		if testing.Verbose() {
			t.Log(r.Name, "|", r.Body, r.Role)
		}
	}
}
