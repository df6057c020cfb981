package preparing_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/audits"
	"samverk/internal/app/meetings"
	"samverk/internal/app/preparing"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

const (
	group  = "chefsgrupp-valfard"
	secret = "Bara för mig, hemlighet"
)

// TestOwnNotes: a note is its writer's alone, in the store and in the log; the
// second of two that were made from the same is told; destroyed, it is nowhere.
func TestOwnNotes(t *testing.T) {
	s := apptest.Load(t, "orebro")
	for _, kind := range storetest.Kinds(t) {
		t.Run(string(kind), func(t *testing.T) {
			o := storetest.Options(t, kind)
			sys, _ := apptest.System(t, storetest.OpenAt(t, o), s)
			ctx := context.Background()
			seat := func(name string, held ...people.Membership) access.Viewer {
				return apptest.Seat(t, sys, name, held...)
			}
			mine := seat("mine", people.Membership{Party: "kumla", Body: group, Role: access.Member})
			colleague := seat("colleague", people.Membership{Party: "kumla", Body: group, Role: access.Deputy}, people.Membership{Party: "kumla", Role: access.Auditor})
			chair := seat("chair", people.Membership{Party: "region-orebro-lan", Body: group, Role: access.Chair})
			outside := seat("outside", people.Membership{Party: "nora", Role: access.Registrar})
			m, err := meetings.Create.Do(ctx, sys, chair, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: "2026-03-05", Starts: "09:00", Ends: "12:00"}})
			if err != nil {
				t.Fatal(err)
			}
			topic, err := meetings.AddTopic.Do(ctx, sys, chair, meetings.TopicInput{Meeting: m.ID, Version: m.Version, Title: "Läget", Purpose: meeting.Inform})
			if err != nil {
				t.Fatal(err)
			}
			in := preparing.NoteInput{Meeting: m.ID, Item: topic.Item, Text: secret, Read: true}
			if _, err := preparing.SaveNote.Do(ctx, sys, outside, in); !errors.Is(err, fault.NotFound) {
				t.Errorf("somebody who is not of the meeting: %v", err)
			}
			first, err := preparing.SaveNote.Do(ctx, sys, mine, in)
			if err != nil || first.Version != 1 {
				t.Fatal(first, err)
			}
			if _, err := preparing.SaveNote.Do(ctx, sys, mine, in); !errors.Is(err, fault.Conflict) {
				t.Errorf("a note made from nothing, though one is there: %v", err)
			}
			if _, err := preparing.SaveNote.Do(ctx, sys, mine, preparing.NoteInput{Meeting: m.ID, Item: "another", Text: "x"}); !errors.Is(err, fault.NotFound) {
				t.Errorf("an item that is not there: %v", err)
			}
			for _, who := range []access.Viewer{colleague, chair} {
				v, err := preparing.Page.Do(ctx, sys, who, preparing.PageInput{Meeting: m.ID})
				if err != nil || strings.Contains(fmt.Sprintf("%+v", v), secret) || v.Items[0].Note.Version != 0 {
					t.Errorf("%s sees %+v, %v", who.Name, v, err)
				}
			}
			if v, err := preparing.Page.Do(ctx, sys, mine, preparing.PageInput{Meeting: m.ID}); err != nil || v.Items[0].Note.Text != secret || !v.Items[0].Note.Read.Done() {
				t.Errorf("its writer sees %+v, %v", v, err)
			}
			if where := holding(t, o, secret); strings.Join(where, " ") != "person_note" {
				t.Errorf("the text stands in %v", where)
			}
			for _, who := range []access.Viewer{colleague, apptest.Operator()} {
				v, err := audits.Read.Do(ctx, sys, who, audits.Filter{})
				if said := fmt.Sprintf("%+v", v); err != nil || strings.Contains(said, "own_note") || !strings.Contains(said, "meeting.created") {
					t.Errorf("the log tells %s of the note: %v\n%s", who.Name, err, said)
				}
			}
			if _, err := preparing.Forget.Do(ctx, sys, colleague, preparing.ForgetInput{}); err != nil {
				t.Fatal(err)
			}
			if where := holding(t, o, secret); len(where) != 1 {
				t.Errorf("another's wish destroys it: %v", where)
			}
			if done, err := preparing.Forget.Do(ctx, sys, mine, preparing.ForgetInput{Meeting: m.ID}); err != nil || done.Notes != 1 {
				t.Errorf("%+v, %v", done, err)
			}
			if where := holding(t, o, secret); len(where) != 0 {
				t.Errorf("something is left in %v", where)
			}
		})
	}
}

// holding gives the tables that hold a text in any column.
func holding(t *testing.T, o store.Options, text string) (out []string) {
	t.Helper()
	db := storetest.Raw(t, o)
	names := `select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name`
	if o.DSN != "" {
		names = `select table_name from information_schema.tables where table_schema = 'public' order by table_name`
	}
	read := func(query string) (all [][]any) {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			cells, to := make([]any, len(columns)), make([]any, len(columns))
			for i := range cells {
				to[i] = &cells[i]
			}
			if err := rows.Scan(to...); err != nil {
				t.Fatal(err)
			}
			all = append(all, cells)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return all
	}
	for _, r := range read(names) {
		for _, row := range read(fmt.Sprintf(`select * from %s`, r[0])) {
			if strings.Contains(fmt.Sprintf("%s", row), text) {
				out = append(out, fmt.Sprint(r[0]))
				break
			}
		}
	}
	return out
}
