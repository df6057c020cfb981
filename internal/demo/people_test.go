package demo

import (
	"testing"

	"samverk/internal/domain/people"
	"samverk/internal/structurefile"
)

// Everybody the demo seats has to be somebody the import takes, and every body
// needs somebody who can lead and write.
func TestCastIsTakenByTheImport(t *testing.T) {
	s, err := structurefile.Load("../../structures/orebro.yaml")
	if err != nil {
		t.Fatal(err)
	}
	story, err := ReadStory(s.ID)
	if err != nil {
		t.Fatal(err)
	}
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
		for _, role := range []people.Role{"member", "chair", "secretary"} {
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
