package killtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"samverk/internal/app/audits"
	"samverk/internal/scenario/server"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

// look gives everything that is wrong with an installation that no server runs
// on, by the ledger: "lost" is an acknowledged write that is not there. With all,
// every write has to be there.
func look(t *testing.T, p server.Place, ledger []*entry, all bool) []string {
	t.Helper()
	if p.DSN == "" {
		// A copy, so that it is the next server that mends what the dead one left.
		p.Dir = copied(t, p.Dir)
	}
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	o := database(p)
	db := storetest.Raw(t, o)
	if p.DSN != "" {
		// A commit that the dead server had sent may still be under way; the test's
		// own connections are idle.
		for end := time.Now().Add(time.Minute); one(t, db, `select count(*) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`) > 0; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("what the dead server had sent is still under way after a minute")
			}
		}
	} else {
		if got := rows(t, db, `pragma integrity_check`); strings.Join(got, "") != "ok" {
			say("integrity_check: %v", got)
		}
		if n := one(t, db, `select count(*) from pragma_foreign_key_check`); n != 0 {
			say("foreign_key_check: %d rows", n)
		}
	}
	notes, matters := tally(t, db, `select text, '' from home_note`), tally(t, db, `select title, id from matter`)
	for _, e := range ledger {
		found := notes[e.mark]
		if e.kind == raise {
			found = matters[e.mark]
		}
		switch {
		case len(found) > 1:
			say("%d times there: %s", len(found), e.mark)
		case len(found) == 0 && e.acked:
			say("lost: %s", e.mark)
		case len(found) == 0 && all:
			say("never came: %s", e.mark)
		case e.acked && e.kind == raise && !strings.Contains(e.to, found[0]):
			say("another one is there than was answered: %s, %s", found[0], e.to)
		}
	}
	// Nothing half: a row is there with all that was written with it.
	for what, query := range map[string]string{
		"matters without their first line in the log they show": `select count(*) from matter m where not exists (select 1 from matter_event e where e.matter_id = m.id and e.seq = 1)`,
		"matters without an entry in the log of acts":           `select count(*) from matter m where not exists (select 1 from log_entry l where l.object = m.id and l.type = 'matter.raised')`,
		"matters without their facts":                           `select count(*) from matter m where not exists (select 1 from matter_fact f where f.matter_id = m.id)`,
		"acts without their matter":                             `select count(*) from log_entry l where l.type = 'matter.raised' and not exists (select 1 from matter m where m.id = l.object)`,
		"entries of the log without what they commit to":        `select count(*) from log_entry l where not exists (select 1 from log_record r where r.log = l.log and r.seq = l.seq)`,
		"notes more than acts, or the other way":                `select (select count(*) from home_note) - (select count(*) from log_entry where type = 'home.note_added')`,
		"notes and matters more than kept answers to keys":      `select (select count(*) from home_note) + (select count(*) from matter) - 1 - (select count(*) from idempotency where command in ('home.add_note', 'matter.raise'))`,
	} {
		if n := one(t, db, query); n != 0 {
			say("%d %s", n, what)
		}
	}
	return append(wrong, verify(t, o)...)
}

// verify gives what samverk audit verify says of a database.
func verify(t *testing.T, o store.Options) (wrong []string) {
	t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, o)
	ok(t, err)
	defer func() { ok(t, st.Close()) }()
	err = st.Read(ctx, func(tx *store.Tx) error {
		r, err := audits.VerifyRows(ctx, store.LogOf(tx), "")
		for _, p := range r.Problems {
			wrong = append(wrong, fmt.Sprintf("verify: %v", p))
		}
		if err == nil && !r.OK() && len(wrong) == 0 {
			err = errors.New("not green, and no word why")
		}
		return err
	})
	ok(t, err)
	return wrong
}

func tally(t *testing.T, db *sql.DB, query string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	r, err := db.Query(query)
	ok(t, err)
	defer r.Close()
	for r.Next() {
		var mark, id string
		ok(t, r.Scan(&mark, &id))
		out[mark] = append(out[mark], id)
	}
	ok(t, r.Err())
	return out
}

func rows(t *testing.T, db *sql.DB, query string) (out []string) {
	t.Helper()
	r, err := db.Query(query)
	ok(t, err)
	defer r.Close()
	for r.Next() {
		var s string
		ok(t, r.Scan(&s))
		out = append(out, s)
	}
	ok(t, r.Err())
	return out
}

func one(t *testing.T, db *sql.DB, query string) (n int64) {
	t.Helper()
	ok(t, db.QueryRow(query).Scan(&n))
	return n
}
