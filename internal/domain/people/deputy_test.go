package people

import "testing"

func TestDeputyOf(t *testing.T) {
	seat := func(id, person, party, role, from, deputyFor string) Membership {
		return Membership{ID: id, Person: person, Party: party, Body: "board", Role: Role(role), From: "2026-01-01", DeputyFor: deputyFor}
	}
	all := []Membership{
		seat("1", "anna", "kumla", "member", "", ""), seat("2", "bo", "kumla", "member", "", ""), seat("3", "cia", "nora", "member", "", ""),
		seat("4", "named", "kumla", "deputy", "", "1"), seat("5", "second", "kumla", "deputy", "", ""), seat("6", "third", "kumla", "deputy", "", ""),
		seat("7", "ended", "nora", "deputy", "", ""), seat("8", "serves", "kumla", "secretary", "", ""),
	}
	all[6].To = "2026-02-01"
	for _, x := range []struct {
		absent string
		busy   []string
		want   string
		basis  DeputyBasis
	}{
		{"anna", nil, "named", ByName},
		{"anna", []string{"named"}, "second", ByParty},
		{"anna", []string{"named", "second"}, "third", ByParty},
		{"anna", []string{"named", "second", "third"}, "", Nobody},
		{"bo", nil, "second", ByParty}, // not the one who is another member's
		{"cia", nil, "", Nobody},       // the appointment has ended, and no other party's steps in
		{"serves", nil, "", Nobody},    // no seat of their own
		{"stranger", nil, "", Nobody},
	} {
		if got, basis := DeputyOf("board", all, "2026-03-01", x.absent, x.busy); got != x.want || basis != x.basis {
			t.Errorf("%s without %v: %q (%s), want %q (%s)", x.absent, x.busy, got, basis, x.want, x.basis)
		}
	}
	if got, _ := DeputyOf("other", all, "2026-03-01", "anna", nil); got != "" {
		t.Errorf("in another body: %q", got)
	}
}
