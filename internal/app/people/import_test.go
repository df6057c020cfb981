package people_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/people"
	domain "samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

var ctx = context.Background()

func county() *structure.Structure {
	s := &structure.Structure{
		ID:      "county",
		Kinds:   []structure.PartyKind{{ID: "municipality"}, {ID: "region"}},
		Parties: []structure.Party{{ID: "kommun-a", Kinds: []string{"municipality"}}, {ID: "kommun-b", Kinds: []string{"municipality"}}, {ID: "regionen", Kinds: []string{"region"}}},
		Bodies:  []structure.Body{{ID: "group", Roles: []structure.Role{{ID: "process_leader"}}}},
		Offices: []structure.Office{{ID: "social-chief", At: []string{"municipality"}}},
	}
	s.Build()
	return s
}

const good = `person,e-mail,party,office,body,role,from,to
"Socialchef, A",socialchef@kommun-a.example,kommun-a,social-chief,group,chair,2026-01-01,2026-12-31
"Socialchef, A",socialchef@kommun-a.example,kommun-a,,,registrar,2026-01-01,
Processledare,ledare@regionen.example,regionen,,group,process_leader,2026-01-01,
`

func load(sys *app.System, who access.Viewer, file string) (people.Imported, error) {
	return people.Import.Do(ctx, sys, who, people.ImportInput{File: []byte(file)})
}

func seated(t *testing.T, sys *app.System, who access.Viewer) []store.Who {
	t.Helper()
	q := app.NewQuery("seated", func(ctx context.Context, u *app.Unit, _ struct{}) ([]store.Who, error) {
		if err := u.Require(access.ReadPublic()); err != nil {
			return nil, err
		}
		return u.Own.Seated(ctx, "group", "2026-01-15")
	})
	list, err := q.Do(ctx, sys, who, struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestImport(t *testing.T) {
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		operator := apptest.Operator()
		for name, file := range map[string]string{"comma": good, "again": good, "semicolon, Windows": "\ufeff" + strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(good, ",", ";"), `"Socialchef; A"`, `Socialchef, A`), "\n", "\r\n")} {
			if _, err := load(sys, operator, file); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		list := seated(t, sys, operator)
		if len(list) != 2 || list[0].Name != "Socialchef, A" || list[0].Email == "" || list[0].Role != "chair" {
			t.Errorf("seated: %+v", list)
		}
		if list := seated(t, sys, access.ThePublic()); len(list) != 2 || list[0].Email != "" {
			t.Errorf("the public sees %+v", list)
		}
		done, err := load(sys, operator, strings.Replace(good, "2026-12-31", "2026-01-10", 1))
		if err != nil || done != (people.Imported{Rows: 3, Ended: 1}) {
			t.Errorf("a new last day: %+v, %v", done, err)
		}
		if list := seated(t, sys, operator); len(list) != 1 {
			t.Errorf("still seated: %+v", list)
		}
	})
}

// TestAllOrNothing: a file with wrong rows changes nothing, and every mistake in
// it is told with its line.
func TestAllOrNothing(t *testing.T) {
	bad := good + `,kansli@kommun-b.example,kommun-c,,group,member,2026-01-01,
"Socialchef, B",socialchef@kommun-a.example,kommun-b,social-chief,group,king,2026-13-01,2025-01-01
Nobody,n@example.org,,,,,2026-01-01,
`
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		_, err := load(sys, apptest.Operator(), bad)
		var wrong *people.Errors
		if !errors.As(err, &wrong) || !errors.Is(err, fault.Invalid) {
			t.Fatalf("got %v", err)
		}
		lines := map[int]int{}
		for _, r := range wrong.Rows {
			lines[r.Line]++
		}
		if lines[5] != 2 || lines[6] != 4 || lines[7] < 1 || len(lines) != 3 {
			t.Errorf("problems by line: %v\n%v", lines, wrong)
		}
		if list := seated(t, sys, apptest.Operator()); len(list) != 0 {
			t.Errorf("kept: %+v", list)
		}
	})
}

func TestFilesRefused(t *testing.T) {
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		for name, file := range map[string]string{
			"empty":          "",
			"unknown column": "person,e-mail,party,office,body,role,from,to,shoe size\n",
			"missing column": "person,e-mail,party\n",
			"short row":      "person,e-mail,party,office,body,role,from,to\na,b\n",
			"open quote":     "person,e-mail,party,office,body,role,from,to\n\"a,b\n",
			"not UTF-8":      "person\xe5",
		} {
			if _, err := load(sys, apptest.Operator(), file); !errors.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestWhoMayImport(t *testing.T) {
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		admin := apptest.Member("admin", domain.Membership{Party: "kommun-a", Role: access.Administrator})
		const own = "person,e-mail,party,office,body,role,from,to\nA,a@kommun-a.example,kommun-a,,group,member,2026-01-01,\n"
		if _, err := load(sys, admin, own); err != nil {
			t.Errorf("own party: %v", err)
		}
		if _, err := load(sys, admin, own+"B,b@kommun-b.example,kommun-b,,group,member,2026-01-01,\n"); !errors.Is(err, fault.Denied) {
			t.Errorf("another's party too: %v", err)
		}
		// Nobody gets into another party by one's own file.
		if _, err := load(sys, admin, "person,e-mail,party,office,body,role,from,to\nA,a@kommun-a.example,,,group,chair,2026-01-01,\n"); !errors.Is(err, fault.Denied) {
			t.Errorf("no party: %v", err)
		}
	})
}

// TestRenaming: only who keeps everybody's people renames somebody.
func TestRenaming(t *testing.T) {
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		if _, err := load(sys, apptest.Operator(), good); err != nil {
			t.Fatal(err)
		}
		admin := apptest.Member("admin", domain.Membership{Party: "kommun-b", Role: access.Administrator})
		const rename = "person,e-mail,party,office,body,role,from,to\nSomebody,socialchef@kommun-a.example,kommun-b,,,member,2026-01-01,\n"
		for _, c := range []struct {
			who  access.Viewer
			name string
		}{{admin, "Socialchef, A"}, {apptest.Operator(), "Somebody"}} {
			if _, err := load(sys, c.who, rename); err != nil {
				t.Fatal(err)
			}
			if list := seated(t, sys, apptest.Operator()); list[0].Name != c.name && list[1].Name != c.name {
				t.Errorf("%s renamed: %+v", c.who.Name, list)
			}
		}
	})
}

// A deputy is appointed for a member by the member's address, wherever the member's
// line stands; a file without the column leaves that as it was, an empty one takes it
// away, and one party's administrator appoints none for another's member.
func TestDeputiesOfMembers(t *testing.T) {
	const (
		head   = "person,e-mail,party,office,body,role,from,to"
		deputy = "Ersättare,e@kommun-a.example,kommun-a,,group,deputy,2026-01-01,"
		member = "Ledamot,l@kommun-a.example,kommun-a,,group,member,2026-01-01,"
		other  = "Ledamot B,l@kommun-b.example,kommun-b,,group,member,2026-01-01,"
		all    = head + ",deputy_for,appointed_by\n" + deputy + ",L@kommun-a.example,Nämnden 3 §\n" + member + ",,\n" + other + ",,\n"
	)
	apptest.Each(t, county(), func(t *testing.T, sys *app.System, _ *apptest.Clock) {
		admin := apptest.Member("admin", domain.Membership{Party: "kommun-a", Role: access.Administrator})
		of := func(when, want, act string) {
			t.Helper()
			list := seated(t, sys, apptest.Operator())
			names := map[string]string{}
			for _, w := range list {
				names[w.ID] = w.Name
			}
			for _, w := range list {
				if w.Role == "deputy" && (names[w.DeputyFor] != want || w.AppointedBy != act) {
					t.Errorf("%s: deputy of %q by %q", when, names[w.DeputyFor], w.AppointedBy)
				}
			}
			if len(list) != 3 {
				t.Errorf("%s: %d are seated", when, len(list))
			}
		}
		loads := func(who access.Viewer, file string, want people.Imported) {
			t.Helper()
			if done, err := load(sys, who, file); err != nil || done != want {
				t.Errorf("%+v, %v, want %+v", done, err, want)
			}
		}
		loads(apptest.Operator(), all, people.Imported{Rows: 3, Persons: 3, Memberships: 3})
		of("appointed", "Ledamot", "Nämnden 3 §")
		loads(apptest.Operator(), all, people.Imported{Rows: 3})
		loads(admin, head+"\n"+deputy+"\n", people.Imported{Rows: 1})
		of("a file without the column", "Ledamot", "Nämnden 3 §")
		loads(apptest.Operator(), head+",deputy_for\n"+deputy+",l@kommun-b.example\n", people.Imported{Rows: 1, Appointed: 1})
		of("for another member", "Ledamot B", "Nämnden 3 §")
		loads(admin, head+",deputy_for\n"+deputy+",\n", people.Imported{Rows: 1, Appointed: 1})
		of("for no one member", "", "Nämnden 3 §")

		for name, file := range map[string]string{
			"import.member_unknown":   head + ",deputy_for\n" + deputy + ",nobody@kommun-a.example\n",
			"import.no_deputy":        head + ",deputy_for\n" + member + ",l@kommun-b.example\n",
			"import.member_elsewhere": head + ",deputy_for\n" + deputy + ",l@kommun-b.example\n",
			"import.heading":          head + ",deputy_for,deputy_for\n" + deputy + ",,\n",
		} {
			_, err := load(sys, admin, file)
			var wrong *people.Errors
			if !errors.As(err, &wrong) || wrong.Rows[0].Key != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		of("after what was refused", "", "Nämnden 3 §")
	})
}
