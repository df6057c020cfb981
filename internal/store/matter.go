package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
)

// open gives the condition that every query on matter carries: who may open
// it. Parameters are numbered from n. A matter that is not sorted yet is open
// to the one who raised it, to the party or body it comes from, and to the body
// that sorts it (place_now). The public has queries of its own (portal.go), and
// an operator opens nothing by that. Written so that no index on audience or raised_by
// is tempting: the lists walk the index of their order.
func (o Own) open(m string, n int) (string, []any) {
	v := o.viewer
	switch {
	case v.System:
		return "1 = 1", nil
	case !v.SignedIn() || !v.Participant():
		return "1 = 0", nil
	}
	from, args := oneOf(m+".origin", n+1, append(v.PartyIDs(), v.BodyIDs()...))
	sorts, more := oneOf(m+".place_now", n+1+len(args), v.BodyIDs())
	cond := fmt.Sprintf("(%[1]s.audience || '' = 'participants' or %[1]s.raised_by || '' = $%[2]d or %[3]s or %[4]s)", m, n, from, sorts)
	return cond, append(append([]any{v.Person}, args...), more...)
}

const matterCols = `m.id, coalesce(m.number, ''), m.title, m.summary, m.kind, m.origin, m.raised_by, m.raised_at, m.state, m.audience,
	m.level, m.structure_id, m.entry_on, m.public_at, coalesce(m.in_force_on, ''), m.changed_at, m.version,
	m.step_now, m.place_now, m.waits_for, m.done_count, m.total_count, coalesce(m.earliest_on, ''), m.stalled_by, m.adopters, m.adopted_by,
	coalesce((select string_agg(f.field, ',') from matter_field f where f.matter_id = m.id), '')`

func scanMatter(r Row) (m matter.Matter, err error) {
	var fields string
	p := &m.Shown
	err = r.Scan(&m.ID, &m.Number, &m.Title, &m.Summary, &m.Kind, &m.Origin, &m.RaisedBy, Stamp(&m.RaisedAt), &m.State, &m.Audience,
		&m.Level, &m.Structure, &m.EntryOn, Stamp(&m.PublicAt), &m.InForceOn, Stamp(&m.ChangedAt), &m.Version,
		&p.Step, &p.Place, &p.WaitsFor, &p.Done, &p.Total, &p.Earliest, &p.StalledBy, &p.Adopters, &p.AdoptedBy, &fields)
	p.State, p.InForceOn = m.State, m.InForceOn
	m.Fields = sortedList(fields)
	return m, err
}

// AddMatter saves a new matter with its fields.
func (o Own) AddMatter(ctx context.Context, m matter.Matter) error {
	_, err := o.tx.exec(ctx, `insert into matter (id, title, summary, kind, origin, raised_by, raised_at, state, audience, level,
		structure_id, entry_on, search_key, ended, changed_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		m.ID, m.Title, m.Summary, m.Kind, m.Origin, m.RaisedBy, FormatTime(m.RaisedAt), string(m.State), string(m.Audience), m.Level,
		m.Structure, string(m.EntryOn), Fold(m.Title+" "+m.Summary), m.State.Ended(), FormatTime(m.ChangedAt), m.Version)
	if err != nil {
		return fmt.Errorf("add matter %s: %w", m.ID, err)
	}
	for _, f := range m.Fields {
		if _, err := o.tx.exec(ctx, `insert into matter_field (matter_id, field) values ($1, $2)`, m.ID, f); err != nil {
			return fmt.Errorf("add field of matter %s: %w", m.ID, err)
		}
	}
	return nil
}

// AddObjects saves the documents that a new matter leads to, where there are
// several.
func (o Own) AddObjects(ctx context.Context, id string, list []matter.Object) error {
	for _, x := range list {
		if _, err := o.tx.exec(ctx, `insert into matter_object (matter_id, object, kind, title) values ($1, $2, $3, $4)`, id, x.ID, x.Kind, x.Title); err != nil {
			return fmt.Errorf("add document of matter %s: %w", id, err)
		}
	}
	return nil
}

// Matter gives a matter that the viewer may open, by its id.
func (o Own) Matter(ctx context.Context, id string) (matter.Matter, error) {
	cond, args := o.open("m", 2)
	return one(ctx, o.tx, scanMatter, `select `+matterCols+` from matter m where m.id = $1 and `+cond, append([]any{id}, args...)...)
}

// MatterID finds a matter that the viewer may open by what stands in its
// address: its id, or its number with hyphens ("SAM-2026-014").
func (o Own) MatterID(ctx context.Context, ref string) (string, error) {
	cond, args := o.open("m", 3)
	return one(ctx, o.tx, scanString, `select m.id from matter m where (m.id = $1 or m.number = $2) and `+cond, append([]any{ref, numberIn(ref)}, args...)...)
}

// numberIn gives the number that an address may hold: "SAM 2026-014" of
// "sam-2026-014"; anything else as it is.
func numberIn(ref string) string {
	if series, rest, ok := strings.Cut(ref, "-"); ok {
		return strings.ToUpper(series) + " " + rest
	}
	return ref
}

// SaveMatter saves what people have changed of a matter, against the version
// that was read; the saved version is one higher.
func (o Own) SaveMatter(ctx context.Context, m matter.Matter) error {
	err := execOne(ctx, o.tx, `update matter set number = $3, title = $4, summary = $5, state = $6, audience = $7, level = $8, entry_on = $9,
		public_at = $10, search_key = $11, ended = $12, changed_at = $13, version = version + 1 where id = $1 and version = $2`,
		m.ID, m.Version, orNull(m.Number), m.Title, m.Summary, string(m.State), string(m.Audience), m.Level, string(m.EntryOn),
		orNull(FormatTime(m.PublicAt)), Fold(m.Number+" "+m.Title+" "+m.Summary), m.State.Ended(), FormatTime(m.ChangedAt))
	if err != nil {
		return fmt.Errorf("save matter %s: %w", m.ID, err)
	}
	return nil
}

// TouchMatter marks a matter as changed without anything of its own having
// changed: something happened in it.
func (o Own) TouchMatter(ctx context.Context, id string, now time.Time) error {
	_, err := o.tx.exec(ctx, `update matter set changed_at = $2 where id = $1`, id, FormatTime(now))
	return err
}

// SaveProjection keeps where a matter is now. It is no change by anybody: the
// version stays.
func (o Own) SaveProjection(ctx context.Context, id string, p matter.Projection) error {
	_, err := o.tx.exec(ctx, `update matter set state = $2, step_now = $3, place_now = $4, waits_for = $5, done_count = $6, total_count = $7,
		earliest_on = $8, stalled_by = $9, in_force_on = $10, ended = $11, adopters = $12, adopted_by = $13 where id = $1`,
		id, string(p.State), p.Step, p.Place, p.WaitsFor, p.Done, p.Total, orNull(string(p.Earliest)), p.StalledBy, orNull(string(p.InForceOn)), p.State.Ended(), p.Adopters, p.AdoptedBy)
	if err != nil {
		return fmt.Errorf("save where matter %s is: %w", id, err)
	}
	return nil
}

// SetFacts saves answers to facts; others stay as they are.
func (o Own) SetFacts(ctx context.Context, id string, facts structure.Facts, by string, now time.Time) error {
	for _, name := range sortedKeys(facts) {
		a := facts[name]
		if _, err := o.tx.exec(ctx, `insert into matter_fact (matter_id, fact, known, yes, parties, answered_by, answered_at)
			values ($1, $2, $3, $4, $5, $6, $7) on conflict (matter_id, fact) do update set known = excluded.known, yes = excluded.yes,
			parties = excluded.parties, answered_by = excluded.answered_by, answered_at = excluded.answered_at`,
			id, name, a.Known, a.Yes, strings.Join(a.Parties, ","), by, FormatTime(now)); err != nil {
			return fmt.Errorf("save fact %s of matter %s: %w", name, id, err)
		}
	}
	return nil
}

// SetFields replaces a matter's fields.
func (o Own) SetFields(ctx context.Context, id string, fields []string) error {
	if _, err := o.tx.exec(ctx, `delete from matter_field where matter_id = $1`, id); err != nil {
		return err
	}
	for _, f := range fields {
		if _, err := o.tx.exec(ctx, `insert into matter_field (matter_id, field) values ($1, $2)`, id, f); err != nil {
			return fmt.Errorf("add field of matter %s: %w", id, err)
		}
	}
	return nil
}

// AddEvent adds a line to a matter's log, after the others.
func (o Own) AddEvent(ctx context.Context, id string, e matter.Event) error {
	args, err := json.Marshal(e.Args)
	if err != nil {
		return err
	}
	if e.Args == nil {
		args = []byte("[]")
	}
	_, err = o.tx.exec(ctx, `insert into matter_event (matter_id, seq, at, kind, actor, actor_as, station, party, args, public)
		values ($1, (select coalesce(max(seq), 0) + 1 from matter_event where matter_id = $1), $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, FormatTime(e.At), string(e.Kind), e.Actor, e.ActorAs, e.Station, e.Party, string(args), e.Public)
	if err != nil {
		return fmt.Errorf("log of matter %s: %w", id, err)
	}
	return nil
}

func scanEvent(r Row) (e matter.Event, err error) {
	var args string
	if err := r.Scan(&e.Seq, Stamp(&e.At), &e.Kind, &e.Actor, &e.ActorAs, &e.Station, &e.Party, &args, &e.Public); err != nil {
		return e, err
	}
	return e, json.Unmarshal([]byte(args), &e.Args)
}

// Events gives the log of a matter that the viewer may open, newest first, from
// the line before (0: from the newest).
func (o Own) Events(ctx context.Context, id string, before int64, limit int) ([]matter.Event, error) {
	cond, args := o.open("m", 4)
	return many(ctx, o.tx, scanEvent, `select e.seq, e.at, e.kind, e.actor, e.actor_as, e.station, e.party, e.args, e.public
		from matter_event e join matter m on m.id = e.matter_id
		where e.matter_id = $1 and ($2 = 0 or e.seq < $2) and `+cond+` order by e.seq desc limit $3 + 0`, append([]any{id, before, limit}, args...)...)
}

// AddStationDone adds a row to the log that routes are composed from, after the
// others.
func (o Own) AddStationDone(ctx context.Context, id string, d matter.StationDone) error {
	_, err := o.tx.exec(ctx, `insert into station_done (id, matter_id, seq, station, step, place, party, round, outcome, done_on, note,
		decision_id, recorded_by, recorded_at, supersedes, object)
		values ($1, $2, (select coalesce(max(seq), 0) + 1 from station_done where matter_id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		d.ID, id, d.Station, string(d.Step), d.Place, d.Party, d.Round, d.Outcome, string(d.On), d.Note,
		orNull(d.Decision), d.By, FormatTime(d.At), orNull(d.Supersedes), d.Object)
	if err != nil {
		return fmt.Errorf("station %s of matter %s: %w", d.Station, id, err)
	}
	return nil
}

// AddException saves a rule set aside with a reason.
func (o Own) AddException(ctx context.Context, e matter.Exception) error {
	_, err := o.tx.exec(ctx, `insert into exception (id, matter_id, meeting_id, rule_id, clause, station, reason, by_person, by_as, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		e.ID, orNull(e.Matter), orNull(e.Meeting), e.Rule, e.Clause, e.Station, e.Reason, e.By, e.ByAs, FormatTime(e.At))
	if err != nil {
		return fmt.Errorf("add exception: %w", err)
	}
	return nil
}

// NextNumber gives the next number of a series' year. Numbers have no holes:
// the row is part of the act's own transaction.
func (o Own) NextNumber(ctx context.Context, series string, year int) (int, error) {
	n, err := one(ctx, o.tx, scanInt, `insert into number_series (series, year, last) values ($1, $2, 1)
		on conflict (series, year) do update set last = number_series.last + 1 returning last`, series, int64(year))
	return int(n), err
}

// SetStops replaces the bodies and parties on a matter's route.
func (o Own) SetStops(ctx context.Context, id string, ahead map[string]bool) error {
	old, err := many(ctx, o.tx, scanStop, `select place, ahead from matter_stop where matter_id = $1`, id)
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(old))
	for _, s := range old {
		now, stays := ahead[s.place]
		if stays && now == s.ahead {
			known[s.place] = true
			continue
		}
		if !stays {
			if _, err := o.tx.exec(ctx, `delete from matter_stop where matter_id = $1 and place = $2`, id, s.place); err != nil {
				return err
			}
		}
	}
	for _, place := range sortedKeys(ahead) {
		if known[place] {
			continue
		}
		if _, err := o.tx.exec(ctx, `insert into matter_stop (place, matter_id, ahead) values ($1, $2, $3)
			on conflict (place, matter_id) do update set ahead = excluded.ahead`, place, id, ahead[place]); err != nil {
			return err
		}
	}
	return nil
}

type stop struct {
	place string
	ahead bool
}

func scanStop(r Row) (s stop, err error) { err = r.Scan(&s.place, &s.ahead); return s, err }

// MattersAhead gives the ids of matters under way that have something left to
// do at a place, in the order of their ids from one on.
func (o Own) MattersAhead(ctx context.Context, place, after string, limit int) ([]string, error) {
	cond, args := o.open("m", 4)
	return many(ctx, o.tx, scanString, `select m.id from matter_stop s join matter m on m.id = s.matter_id
		where s.place = $1 and m.id > $2 and s.ahead and m.ended = false and `+cond+` order by m.id limit $3 + 0`, append([]any{place, after, limit}, args...)...)
}

// MattersTravelling gives the ids of matters that have not ended, in the order
// of their ids from one on.
func (o Own) MattersTravelling(ctx context.Context, after string, limit int) ([]string, error) {
	cond, args := o.open("m", 3)
	return many(ctx, o.tx, scanString, `select m.id from matter m where m.id > $1 and m.ended = false and `+cond+` order by m.id limit $2 + 0`,
		append([]any{after, limit}, args...)...)
}
