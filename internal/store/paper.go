package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"samverk/internal/domain/sheet"
	"samverk/internal/fault"
)

// PaperSet is a version of what the county has chosen for its documents. Version
// 0 is the built-in one, which nobody has chosen. The county's name is not in it.
type PaperSet struct {
	sheet.Set
	Version int64
	Change  string // "words", "built_in", "look"
	As      string // who, as shown
	At      time.Time
}

// worded is a wording as it is kept.
type worded struct {
	Kind sheet.Kind `json:"kind"`
	Lang sheet.Lang `json:"lang"`
	Part sheet.Part `json:"part"`
	Text string     `json:"text"`
}

func scanPaperSet(r Row) (p PaperSet, err error) {
	var words string
	var l sheet.Logo
	var width, height int64
	if err = r.Scan(&p.Version, &p.Lang, &words, &l.SHA, &l.Alt, &l.Type, &l.Data, &width, &height, &p.Change, &p.As, Stamp(&p.At)); err != nil {
		return p, err
	}
	if l.SHA != "" {
		l.Width, l.Height = int(width), int(height)
		p.Logo = &l
	}
	var list []worded
	if err := json.Unmarshal([]byte(words), &list); err != nil {
		return p, fmt.Errorf("the wording of version %d: %w", p.Version, err)
	}
	p.Words = make(map[sheet.Place]string, len(list))
	for _, w := range list {
		p.Words[sheet.Place{Kind: w.Kind, Lang: w.Lang, Part: w.Part}] = w.Text
	}
	return p, nil
}

// PaperSet gives the version in force. Everybody may see it: it is what the
// county's documents look like.
func (o Own) PaperSet(ctx context.Context) (PaperSet, error) {
	return o.paperSet(ctx, `(select max(n.version) from paper_set n)`)
}

// PaperSetAt gives the version that was in force at a time, for what went out then.
func (o Own) PaperSetAt(ctx context.Context, at time.Time) (PaperSet, error) {
	return o.paperSet(ctx, `(select max(n.version) from paper_set n where n.set_at <= $1)`, FormatTime(at))
}

// PaperSetSent gives the version that was in force when the latest notice or
// supplement of a meeting was sent; of one that nobody is called to, the one in force.
// It tells nothing else of the notice, so it asks nothing of the viewer.
func (o Own) PaperSetSent(ctx context.Context, meeting string) (PaperSet, error) {
	return o.paperSet(ctx, `(select max(n.version) from paper_set n left join
			(select max(x.sent_at) as sent_at from notice x where x.meeting_id = $1 and x.method <> 'cancel' and x.undone_at = '') g on 1 = 1
		where g.sent_at is null or n.set_at <= g.sent_at)`, meeting)
}

// PaperSetOf gives a version by its number.
func (o Own) PaperSetOf(ctx context.Context, version int64) (PaperSet, error) {
	return o.paperSet(ctx, `$1 + 0`, version)
}

func (o Own) paperSet(ctx context.Context, version string, args ...any) (PaperSet, error) {
	p, err := one(ctx, o.tx, scanPaperSet, `select s.version, s.lang, s.words, coalesce(s.logo_sha, ''), s.logo_alt, coalesce(l.media, ''), l.data,
			coalesce(l.width, 0), coalesce(l.height, 0), s.change, s.set_as, s.set_at
		from paper_set s left join paper_logo l on l.sha = s.logo_sha
		where s.version = `+version, args...)
	if errors.Is(err, fault.NotFound) {
		return PaperSet{}, nil
	}
	return p, err
}

// PaperChange is one version in the list of them.
type PaperChange struct {
	Version int64
	Change  string
	As      string
	At      time.Time
}

// PaperChanges gives the latest versions, the newest first.
func (o Own) PaperChanges(ctx context.Context, limit int) ([]PaperChange, error) {
	return many(ctx, o.tx, func(r Row) (c PaperChange, err error) {
		err = r.Scan(&c.Version, &c.Change, &c.As, Stamp(&c.At))
		return c, err
	}, `select s.version, s.change, s.set_as, s.set_at from paper_set s order by s.version desc limit $1 + 0`, limit)
}

// AddPaperSet puts the version after was in force; fault.Conflict when somebody
// else was first.
func (o Own) AddPaperSet(ctx context.Context, was int64, p PaperSet, now time.Time) error {
	list := make([]worded, 0, len(p.Words))
	for _, k := range sheet.Worded() {
		for _, lang := range sheet.Langs() {
			for _, part := range sheet.Parts() {
				if text, ok := p.Words[sheet.Place{Kind: k, Lang: lang, Part: part}]; ok {
					list = append(list, worded{k, lang, part, text})
				}
			}
		}
	}
	words, err := json.Marshal(list)
	if err != nil {
		return err
	}
	sha, alt := "", ""
	if l := p.Logo; l != nil {
		sha, alt = l.SHA, l.Alt
		if _, err := o.tx.exec(ctx, `insert into paper_logo (sha, media, data, width, height, added_at) values ($1, $2, $3, $4, $5, $6) on conflict (sha) do nothing`,
			l.SHA, l.Type, l.Data, int64(l.Width), int64(l.Height), FormatTime(now)); err != nil {
			return fmt.Errorf("add logo: %w", err)
		}
	}
	return execOne(ctx, o.tx, `insert into paper_set (version, lang, words, logo_sha, logo_alt, change, set_by, set_as, set_at)
		select $1 + 0, $2, $3, $4, $5, $6, $7, $8, $9 where $10 + 0 = (select coalesce(max(n.version), 0) from paper_set n)`,
		was+1, string(p.Lang), string(words), orNull(sha), alt, p.Change, o.viewer.Account, p.As, FormatTime(now), was)
}
