package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"time"

	"samverk/internal/store"
)

// The loader knows the tables by name, and goes round the use cases: a hundred
// thousand matters by way of the pages would take a day. What it writes are the
// rows that the use cases left for the matters of the plot, once more under new
// ids and numbers, and their acts as new entries of the logs.

// parts says which rows belong to a matter. Tables in the order in which they
// refer to each other; %s is the matter's id.
func parts() [][2]string {
	held := `select meeting_id from agenda_item where matter_id = %[1]s`
	return [][2]string{
		{"matter", "id = %[1]s"},
		{"matter_field", "matter_id = %[1]s"},
		{"matter_object", "matter_id = %[1]s"},
		{"matter_fact", "matter_id = %[1]s"},
		{"matter_stop", "matter_id = %[1]s"},
		{"matter_event", "matter_id = %[1]s"},
		{"station_done", "matter_id = %[1]s"},
		{"task", "matter_id = %[1]s"},
		{"proposal_version", "matter_id = %[1]s"},
		{"dispatch", "matter_id = %[1]s"},
		{"dispatch_party", "dispatch_id in (select id from dispatch where matter_id = %[1]s)"},
		{"home_preparation", "matter_id = %[1]s"},
		{"home_stance", "matter_id = %[1]s"},
		{"home_note", "matter_id = %[1]s"},
		{"shared_stance", "matter_id = %[1]s"},
		{"remiss", "matter_id = %[1]s"},
		{"remiss_party", "remiss_id in (select id from remiss where matter_id = %[1]s)"},
		{"remiss_unit", "remiss_id in (select id from remiss where matter_id = %[1]s)"},
		{"remiss_answer", "remiss_id in (select id from remiss where matter_id = %[1]s)"},
		{"meeting", "id in (" + held + ")"},
		{"agenda_item", "matter_id = %[1]s"},
		{"notice", "meeting_id in (" + held + ")"},
		{"notice_recipient", "notice_id in (select id from notice where meeting_id in (" + held + "))"},
		{"attendance", "meeting_id in (" + held + ")"},
		{"decision", "matter_id = %[1]s"},
		{"decision_channel", "decision_id in (select id from decision where matter_id = %[1]s)"},
		{"exception", "matter_id = %[1]s"},
		{"body_queue", "matter_id = %[1]s"},
		{"party_decision", "matter_id = %[1]s"},
		{"party_plan", "matter_id = %[1]s"},
		{"document", "matter_id = %[1]s"},
		{"implementation", "matter_id = %[1]s"},
		{"follow_up", "matter_id = %[1]s"},
	}
}

// rows are rows of one table, as they lie there.
type rows struct {
	table   string
	columns []string
	values  [][]any
}

func (r *rows) at(column string) int {
	for i, c := range r.columns {
		if c == column {
			return i
		}
	}
	return -1
}

// pattern is a matter of the seed with everything that belongs to it.
type pattern struct {
	copies int
	tables []rows
	ids    []string // of all that gets a new id
	acts   []act
}

// loader multiplies patterns in a database that nobody else has open.
type loader struct {
	db       *sql.DB
	patterns []pattern
	rng      *rand.Rand
	series   map[string]int64 // last number given, by what stands before it
	have     int              // matters there are
	turn     int
}

// openRaw opens a database file by the driver alone, as fast as it goes: what is
// lost when the machine stops is made anew.
func openRaw(ctx context.Context, path string) (*sql.DB, error) {
	q := url.Values{"_pragma": {"journal_mode(off)", "synchronous(off)", "locking_mode(exclusive)", "cache_size(-1500000)", "temp_store(memory)", "foreign_keys(0)"}}
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, db.PingContext(ctx)
}

// newLoader reads the patterns of a seeded folder.
func newLoader(ctx context.Context, f folder) (*loader, error) {
	p, err := readPlot()
	if err != nil {
		return nil, err
	}
	db, err := openRaw(ctx, f.database())
	if err != nil {
		return nil, err
	}
	l := &loader{db: db, rng: rand.New(rand.NewPCG(1, 2)), series: map[string]int64{}}
	if err := l.learn(ctx, p); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return l, nil
}

// learn reads the patterns.
func (l *loader) learn(ctx context.Context, p plot) error {
	// What was to be sent from the seed's acts is not: nobody lives here.
	if _, err := l.db.ExecContext(ctx, `update outbox set done_at = created_at where done_at = ''`); err != nil {
		return err
	}
	for _, t := range p.Matters {
		var id string
		if err := l.db.QueryRowContext(ctx, `select id from matter where title = $1`, t.Title).Scan(&id); err != nil {
			return fmt.Errorf("%s: %w", t.Title, err)
		}
		x := pattern{copies: t.Copies}
		for _, part := range parts() {
			r, err := l.read(ctx, part[0], fmt.Sprintf(part[1], "'"+id+"'"))
			if err != nil {
				return fmt.Errorf("%s: %w", part[0], err)
			}
			if len(r.values) > 0 {
				x.tables = append(x.tables, r)
			}
			if i := r.at("id"); i >= 0 {
				for _, v := range r.values {
					x.ids = append(x.ids, v[i].(string))
				}
			}
		}
		var err error
		if x.acts, err = l.actsOn(ctx, x.ids); err != nil {
			return err
		}
		l.patterns = append(l.patterns, x)
		l.have++
	}
	return l.learnNumbers(ctx)
}

// describe says what to read: matters at the parties, and a place far down in
// the list. The work that is done by the clock is put off: it is not what is
// measured.
func (l *loader) describe(ctx context.Context, s *loaded) error {
	p, err := readPlot()
	if err != nil {
		return err
	}
	s.Title = p.Matters[0].Title
	r, err := l.read(ctx, "matter", fmt.Sprintf("title = '%s' order by id limit 2000", s.Title))
	if err != nil {
		return err
	}
	for _, v := range r.values {
		if number, ok := v[r.at("number")].(string); ok {
			s.Refs = append(s.Refs, strings.ReplaceAll(number, " ", "-"))
		}
	}
	err = l.db.QueryRowContext(ctx, `select changed_at || '_' || id from matter where ended = 0 order by changed_at desc, id desc limit 1
		offset (select count(*) / 2 from matter where ended = 0)`).Scan(&s.Cursor)
	if err != nil {
		return err
	}
	later := store.FormatTime(time.Now().AddDate(0, 0, 7))
	_, err = l.db.ExecContext(ctx, `insert into schedule (name, last_at, next_at) values ('matters', $1, $1), ('checkpoint', $1, $1), ('mail.remind', $1, $1) on conflict do nothing`, later)
	return err
}

func (l *loader) read(ctx context.Context, table, where string) (rows, error) {
	out := rows{table: table}
	got, err := l.db.QueryContext(ctx, `select * from `+table+` where `+where)
	if err != nil {
		return out, err
	}
	defer got.Close()
	if out.columns, err = got.Columns(); err != nil {
		return out, err
	}
	for got.Next() {
		v := make([]any, len(out.columns))
		to := make([]any, len(v))
		for i := range v {
			to[i] = &v[i]
		}
		if err := got.Scan(to...); err != nil {
			return out, err
		}
		out.values = append(out.values, v)
	}
	return out, got.Err()
}

// actsOn reads the acts about things, in their order.
func (l *loader) actsOn(ctx context.Context, ids []string) ([]act, error) {
	in := "'" + strings.Join(ids, "','") + "'"
	got, err := l.db.QueryContext(ctx, `select e.log, e.entry, r.record, r.party from log_entry e join log_record r on r.log = e.log and r.seq = e.seq
		where e.object in (`+in+`) order by e.log, e.seq`)
	if err != nil {
		return nil, err
	}
	defer got.Close()
	var acts []act
	for got.Next() {
		var a act
		if err := got.Scan(&a.log, &a.text, &a.record, &a.party); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(a.text), &a.entry); err != nil {
			return nil, err
		}
		acts = append(acts, a)
	}
	return acts, got.Err()
}

// learnNumbers reads the last number of every series.
func (l *loader) learnNumbers(ctx context.Context) error {
	got, err := l.db.QueryContext(ctx, `select series, year, last from number_series`)
	if err != nil {
		return err
	}
	defer got.Close()
	for got.Next() {
		var series string
		var year, last int64
		if err := got.Scan(&series, &year, &last); err != nil {
			return err
		}
		l.series[series+"|"+strconv.FormatInt(year, 10)] = last
	}
	return got.Err()
}

// next gives the next number of a series.
func (l *loader) next(series string, year int64) int64 {
	k := series + "|" + strconv.FormatInt(year, 10)
	l.series[k]++
	return l.series[k]
}

// grow copies patterns until there are so many matters, and keeps everything.
func (l *loader) grow(ctx context.Context, to int) error {
	w, err := newWriter(ctx, l.db)
	if err != nil {
		return err
	}
	made := make(chan batch, 64)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	failed := make(chan error, 1)
	go func() { failed <- l.make(ctx, w.log, to, made) }()
	for b := range made {
		if err == nil {
			if err = w.write(ctx, b); err != nil {
				cancel()
			}
		}
	}
	if err = errors.Join(err, <-failed); err != nil {
		return errors.Join(err, w.undo())
	}
	return w.keep(ctx, l.series)
}

// make gives the copies as rows to write.
func (l *loader) make(ctx context.Context, log *logRows, to int, made chan<- batch) error {
	defer close(made)
	queue := l.round()
	for ; l.have < to; l.have++ {
		b, err := l.copy(log, &l.patterns[queue[l.turn%len(queue)]])
		if err != nil {
			return err
		}
		l.turn++
		select {
		case made <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// round gives the order of a round of copies.
func (l *loader) round() []int {
	var out []int
	for i, p := range l.patterns {
		for range p.copies {
			out = append(out, i)
		}
	}
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// batch is what belongs to one copy.
type batch struct{ tables []rows }

// spread is the time over which the copies were changed last, before the
// pattern's own.
const spread = 300 * 24 * time.Hour

// copy gives a pattern's rows and acts under new ids and numbers.
func (l *loader) copy(log *logRows, p *pattern) (batch, error) {
	names := make([]string, 0, 2*len(p.ids)+8)
	ids := make(map[string]string, len(p.ids))
	for _, id := range p.ids {
		ids[id] = store.NewID(randomBytes{l.rng})
		names = append(names, id, ids[id])
	}
	out := batch{tables: make([]rows, len(p.tables))}
	numbers := map[string]string{}
	for i := range p.tables {
		out.tables[i] = l.copyRows(&p.tables[i], ids, numbers)
	}
	for old, number := range numbers {
		names = append(names, `"`+old+`"`, `"`+number+`"`, store.Fold(old)+" ", store.Fold(number)+" ")
	}
	in := strings.NewReplacer(names...)
	for i := range out.tables {
		t := &out.tables[i]
		for _, column := range []string{"args", "search_key"} {
			if c := t.at(column); c >= 0 {
				for _, v := range t.values {
					v[c] = in.Replace(v[c].(string))
				}
			}
		}
	}
	for _, a := range p.acts {
		if err := log.add(a, ids[a.entry.Object], in.Replace(a.record), randomBytes{l.rng}); err != nil {
			return out, err
		}
	}
	out.tables = append(out.tables, log.take()...)
	return out, nil
}

// copyRows copies the rows of a table; numbers collects what became of numbers.
func (l *loader) copyRows(t *rows, ids, numbers map[string]string) rows {
	out := rows{table: t.table, columns: t.columns, values: make([][]any, len(t.values))}
	for i, old := range t.values {
		v := make([]any, len(old))
		for c, x := range old {
			v[c] = x
			if s, ok := x.(string); ok && len(s) == 26 {
				if id, ok := ids[s]; ok {
					v[c] = id
				}
			}
		}
		switch t.table {
		case "matter":
			l.renumber(v, t.at("number"), "", numbers)
			c := t.at("changed_at")
			if at, err := store.ParseTime(v[c].(string)); err == nil {
				v[c] = store.FormatTime(at.Add(-time.Duration(l.rng.Int64N(int64(spread)))))
			}
		case "document":
			l.renumber(v, t.at("number"), "document", numbers)
		case "decision":
			body, year := v[t.at("body_id")].(string), v[t.at("year")].(int64)
			name := func() string { return fmt.Sprintf("%s-%d-%d", body, year, v[t.at("seq")]) }
			was := name()
			v[t.at("seq")] = l.next("decision/"+body, year)
			numbers[was] = name()
		}
		out.values[i] = v
	}
	return out
}

// renumber gives a row the next number of its series: "SAM 2026-014" is of the
// series that stands before the year, "2026-014" of the one named.
func (l *loader) renumber(v []any, column int, series string, numbers map[string]string) {
	was, ok := v[column].(string)
	if !ok {
		return // it has none yet
	}
	head, _, _ := strings.Cut(was, "-")
	year := head
	if s, y, ok := strings.Cut(head, " "); ok {
		series, year = s, y
	}
	n, err := strconv.ParseInt(year, 10, 64)
	if err != nil {
		return
	}
	v[column] = fmt.Sprintf("%s-%03d", head, l.next(series, n))
	numbers[was] = v[column].(string)
}

// randomBytes reads bytes from a generator that gives the same ones each time.
type randomBytes struct{ rng *rand.Rand }

func (r randomBytes) Read(p []byte) (int, error) {
	for i := 0; i < len(p); i += 8 {
		x := r.rng.Uint64()
		for j := i; j < min(i+8, len(p)); j++ {
			p[j] = byte(x)
			x >>= 8
		}
	}
	return len(p), nil
}

// close lets go of the database.
func (l *loader) close() error { return l.db.Close() }
