package isolation

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

// database looks at the rows beside the server.
type database struct {
	w  *world
	db *sql.DB
}

func (w *world) database() database { return database{w, storetest.Raw(w, w.Store)} }

// tables gives every table there is.
func (d database) tables() []string {
	query := `select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name`
	if d.w.sys.Store.Kind() == store.Postgres {
		query = `select table_name from information_schema.tables where table_schema = 'public' order by table_name`
	}
	var out []string
	for _, r := range d.rows(query) {
		out = append(out, r[0])
	}
	return out
}

// rows gives the answer to a query as text.
func (d database) rows(query string) [][]string { _, rows := d.read(query); return rows }

func (d database) read(query string) (columns []string, out [][]string) {
	d.w.Helper()
	r, err := d.db.Query(query)
	d.w.ok(err)
	defer r.Close()
	columns, err = r.Columns()
	d.w.ok(err)
	for r.Next() {
		cells, to := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			to[i] = &cells[i]
		}
		d.w.ok(r.Scan(to...))
		row := make([]string, len(cells))
		for i, c := range cells {
			if b, ok := c.([]byte); ok {
				c = string(b)
			}
			row[i] = fmt.Sprint(c)
		}
		out = append(out, row)
	}
	d.w.ok(r.Err())
	return columns, out
}

// aside are the tables that reading and being refused may change: the logs of
// acts, what counts tries, when a session was last used.
func aside() []string {
	return []string{"log_entry", "log_hash", "log_head", "log_record", "rate_limit", "session"}
}

// state gives a hash of what every table holds, those aside excepted.
func (d database) state() map[string]string {
	out := map[string]string{}
	for _, t := range d.tables() {
		if slices.Contains(aside(), t) {
			continue
		}
		var lines []string
		for _, r := range d.rows(`select * from ` + t) {
			lines = append(lines, strings.Join(r, "\x1f"))
		}
		slices.Sort(lines)
		sum := sha256.Sum256([]byte(strings.Join(lines, "\x1e")))
		out[t] = hex.EncodeToString(sum[:8])
	}
	return out
}

// changed gives the tables that differ between two states.
func changed(a, b map[string]string) (out []string) {
	for t := range b {
		if a[t] != b[t] {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return out
}

// few is how many ids of a table are tried that no page is about.
const few = 3

// ids gives the ids of all objects of everybody, as they may stand in an
// address: from every table and every column that holds one. Of tables that no
// page is about a few are enough.
func (d database) ids() []string {
	looks := regexp.MustCompile(`^([a-z2-7]{26}|[0-9a-f]{64})$`)
	seen := map[string]bool{}
	var out []string
	add := func(id string) bool {
		if id == "" || id == "<nil>" || seen[id] {
			return false
		}
		seen[id] = true
		out = append(out, id)
		return true
	}
	for _, t := range d.tables() {
		most := 1 << 20
		if slices.Contains([]string{"task", "outbox", "station_done", "notice", "membership", "person", "account", "idempotency", "invite", "structure_version",
			"workgroup_deliverable", "workgroup_member", "workgroup_move", "body_setting_seat", "record_receipt", "record_link", "meeting_answer", "schema_migration"}, t) || slices.Contains(aside(), t) {
			most = few
		}
		columns, rows := d.read(`select * from ` + t)
		n := 0
		for c, name := range columns {
			for _, r := range rows {
				v := r[c]
				if name == "number" {
					v = strings.ReplaceAll(v, " ", "-")
				} else if !looks.MatchString(v) {
					continue
				}
				if n < most && add(v) {
					n++
				}
			}
		}
	}
	for _, r := range d.rows(`select body_id, year, seq from decision`) {
		add(strings.Join(r, "-"))
	}
	for _, x := range []string{"kumla", "nora", "lokal-samverkan-nora", region, chiefs, au, health, kcrd, "1", "2", "utan-like", "CNRY"} {
		add(x)
	}
	return out
}
