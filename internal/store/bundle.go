package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"samverk/internal/domain/meeting"
)

// States of a bundle.
const (
	BundleWaiting = "waiting"
	BundleMaking  = "making"
	BundleReady   = "ready"
	BundleFailed  = "failed"
)

// Bundle is how far the making of a meeting's bundle has come. The zero Bundle is
// one that nobody has asked for.
type Bundle struct {
	Key     string
	Meeting string
	Plan    string // JSON: what it is made of
	State   string
	Attempt int64
	Step    int64 // papers that are done, of Steps
	Steps   int64
	Layout  meeting.Layout
	Size    int64  // bytes of the file
	SHA     string // of the file
	Problem string // why it failed
	AskedAt time.Time
	MadeAt  time.Time
}

const bundleCols = `b.key, b.meeting_id, b.plan, b.state, b.attempt, b.step, b.steps, b.layout, b.size, b.sha, b.problem, b.asked_at, b.made_at`

func scanBundle(r Row) (b Bundle, err error) {
	var layout string
	err = r.Scan(&b.Key, &b.Meeting, &b.Plan, &b.State, &b.Attempt, &b.Step, &b.Steps, &layout, &b.Size, &b.SHA, &b.Problem, Stamp(&b.AskedAt), Stamp(&b.MadeAt))
	if err == nil && layout != "" {
		err = json.Unmarshal([]byte(layout), &b.Layout)
	}
	return b, err
}

// Bundle gives how far a bundle has come; the zero Bundle when nobody has asked
// for it. Its key is a hash of all that stands in it: who can make the key may
// read what is behind it, and there is no other way there.
func (o Own) Bundle(ctx context.Context, key string) (Bundle, error) {
	b, _, err := maybe(ctx, o.tx, scanBundle, `select `+bundleCols+` from bundle b where b.key = $1`, key)
	return b, err
}

// AskBundle puts a bundle in line, for the first time or anew, as the next attempt
// after the one that was read. Somebody who asked meanwhile is fault.Conflict.
// papers are those in it that were put to items.
func (o Own) AskBundle(ctx context.Context, b Bundle, papers []string, now time.Time) error {
	if b.Attempt > 0 {
		return execOne(ctx, o.tx, `update bundle set state = $3, attempt = attempt + 1, step = 0, steps = 0, layout = '', problem = '', asked_at = $4, made_at = null
			where key = $1 and attempt = $2`, b.Key, b.Attempt, BundleWaiting, FormatTime(now))
	}
	err := execOne(ctx, o.tx, `insert into bundle (key, meeting_id, plan, state, attempt, asked_at) values ($1, $2, $3, $4, 1, $5) on conflict (key) do nothing`,
		b.Key, b.Meeting, b.Plan, BundleWaiting, FormatTime(now))
	if err != nil {
		return fmt.Errorf("ask for bundle %s: %w", b.Key, err)
	}
	for _, p := range papers {
		if _, err := o.tx.exec(ctx, `insert into bundle_paper (key, paper_id) values ($1, $2) on conflict do nothing`, b.Key, p); err != nil {
			return fmt.Errorf("bundle %s: %w", b.Key, err)
		}
	}
	return nil
}

// Bundles are the books of the job that makes bundles.
type Bundles struct{ tx *Tx }

// BundlesOf gives the books in a transaction: for the jobs.
func BundlesOf(tx *Tx) Bundles { return Bundles{tx} }

// Step keeps how far the making has come.
func (b Bundles) Step(ctx context.Context, key string, step, steps int) error {
	_, err := b.tx.exec(ctx, `update bundle set state = $2, step = $3, steps = $4 where key = $1 and state in ('waiting', 'making')`, key, BundleMaking, int64(step), int64(steps))
	return err
}

// Ready keeps that a bundle is made. It gives false when it is wanted no more: a
// paper of it has been taken back meanwhile.
func (b Bundles) Ready(ctx context.Context, key string, l meeting.Layout, size int64, sha string, now time.Time) (bool, error) {
	layout, err := json.Marshal(l)
	if err != nil {
		return false, err
	}
	n, err := b.tx.exec(ctx, `update bundle set state = $2, layout = $3, size = $4, sha = $5, made_at = $6, step = steps where key = $1 and state in ('waiting', 'making')`,
		key, BundleReady, string(layout), size, sha, FormatTime(now))
	return n > 0, err
}

// Failed keeps that a bundle could not be made, and why.
func (b Bundles) Failed(ctx context.Context, key, problem string) error {
	_, err := b.tx.exec(ctx, `update bundle set state = $2, problem = $3 where key = $1 and state in ('waiting', 'making')`, key, BundleFailed, problem)
	return err
}

// Broken gives the bundles that hold a paper that has been taken back or taken
// away: of a meeting, or of all ("").
func (b Bundles) Broken(ctx context.Context, id string) ([]string, error) {
	return many(ctx, b.tx, scanString, `select b.key from bundle b where ($1 = '' or b.meeting_id = $1) and exists (select 1 from bundle_paper p
			left join item_paper x on x.id = p.paper_id where p.key = b.key and (x.id is null or x.withdrawn_at is not null)) order by b.key`, id)
}

// Old gives the bundles that were asked for last before a time.
func (b Bundles) Old(ctx context.Context, before time.Time) ([]string, error) {
	return many(ctx, b.tx, scanString, `select b.key from bundle b where b.asked_at < $1 order by b.asked_at, b.key`, FormatTime(before))
}

// Remove forgets bundles.
func (b Bundles) Remove(ctx context.Context, keys []string) error {
	for part := range slices.Chunk(keys, 500) {
		in, args := oneOf("key", 1, part)
		for _, table := range []string{`bundle_paper`, `bundle`} {
			if _, err := b.tx.exec(ctx, `delete from `+table+` where `+in, args...); err != nil {
				return fmt.Errorf("remove bundles: %w", err)
			}
		}
	}
	return nil
}
