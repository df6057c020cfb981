package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// FileText is what was read of a file.
type FileText struct {
	SHA      string
	Waiting  bool   // not read yet
	Problem  string // why not all of it was read; "" when it was
	Pages    int64
	Title    string
	Language string
	Tagged   bool
	Outside  bool    // it asks for parts from elsewhere
	Untold   []int64 // pages of pictures alone
	Cleared  string  // how it may become public: clean, reason, before; "" when it may not
	Media    string
	Findings []FileFinding // personal identity numbers
}

// FileFinding is a personal identity number in a file: in which part, on which
// page (0 where the kind of file has none), and masked.
type FileFinding struct {
	Kind   string
	Page   int64
	Masked string
}

// FilePart is text from one place of a file.
type FilePart struct {
	Kind string
	Page int64
	Text string
}

// WaitingFile is a file that has not been read.
type WaitingFile struct{ SHA, Media string }

func scanWaitingFile(r Row) (f WaitingFile, err error) {
	err = r.Scan(&f.SHA, &f.Media)
	return f, err
}

// WaitingFiles gives files that have not been read, at most so many, in the
// order of their hashes after one.
func (o Own) WaitingFiles(ctx context.Context, after string, limit int) ([]WaitingFile, error) {
	return many(ctx, o.tx, scanWaitingFile, `select f.sha256, f.media_type from file_text t join file f on f.sha256 = t.sha256
		where t.state = 'waiting' and t.sha256 > $1 order by t.sha256 limit $2 + 0`, after, limit)
}

// WaitingFile gives a file that has not been read; fault.NotFound when it has.
func (o Own) WaitingFile(ctx context.Context, sha string) (WaitingFile, error) {
	return one(ctx, o.tx, scanWaitingFile, `select f.sha256, f.media_type from file_text t join file f on f.sha256 = t.sha256
		where t.state = 'waiting' and t.sha256 = $1`, sha)
}

// SaveFileText keeps what was read of a file, in place of what was read before.
// A file without a problem and without findings may become public.
func (o Own) SaveFileText(ctx context.Context, t FileText, parts []FilePart, now time.Time) error {
	n, err := o.tx.exec(ctx, `update file_text set state = 'read', problem = $2, pages = $3, title = $4, language = $5, tagged = $6, outside = $7, untold = $8, read_at = $9
		where sha256 = $1`, t.SHA, t.Problem, t.Pages, t.Title, t.Language, t.Tagged, t.Outside, numbers(t.Untold), FormatTime(now))
	if err == nil && n == 0 {
		return fmt.Errorf("file %s: it was never taken in", t.SHA)
	}
	if err != nil {
		return fmt.Errorf("save what was read: %w", err)
	}
	for _, table := range []string{`delete from file_part where sha256 = $1`, `delete from file_finding where sha256 = $1`} {
		if _, err := o.tx.exec(ctx, table, t.SHA); err != nil {
			return err
		}
	}
	for i, p := range parts {
		if _, err := o.tx.exec(ctx, `insert into file_part (sha256, seq, kind, page, text) values ($1, $2, $3, $4, $5)`, t.SHA, int64(i), p.Kind, p.Page, p.Text); err != nil {
			return fmt.Errorf("part %d: %w", i, err)
		}
	}
	for i, f := range t.Findings {
		if _, err := o.tx.exec(ctx, `insert into file_finding (sha256, seq, kind, page, masked) values ($1, $2, $3, $4, $5)`, t.SHA, int64(i), f.Kind, f.Page, f.Masked); err != nil {
			return fmt.Errorf("finding %d: %w", i, err)
		}
	}
	if t.Problem != "" || len(t.Findings) > 0 {
		return nil
	}
	return o.Clear(ctx, Clearing{Hash: t.SHA, How: "clean", At: now})
}

func numbers(list []int64) string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(out, ",")
}

func scanFileText(r Row) (t FileText, err error) {
	var state, untold string
	err = r.Scan(&t.SHA, &state, &t.Problem, &t.Pages, &t.Title, &t.Language, &t.Tagged, &t.Outside, &untold, &t.Cleared, &t.Media)
	t.Waiting = state == "waiting"
	for _, s := range listed(untold) {
		n, _ := strconv.ParseInt(s, 10, 64)
		t.Untold = append(t.Untold, n)
	}
	return t, err
}

// FileTexts gives what was read of files that stand in what the viewer may open,
// by their hashes. A file that is not known is left out.
func (o Own) FileTexts(ctx context.Context, shas []string) (map[string]FileText, error) {
	out := make(map[string]FileText, len(shas))
	if len(shas) == 0 {
		return out, nil
	}
	in, args := oneOf("t.sha256", 1, shas)
	list, err := many(ctx, o.tx, scanFileText, `select t.sha256, t.state, t.problem, t.pages, t.title, t.language, t.tagged, t.outside, t.untold, coalesce(c.how, ''), f.media_type
		from file_text t join file f on f.sha256 = t.sha256 left join cleared c on c.hash = t.sha256 where `+in, args...)
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		out[t.SHA] = t
	}
	type found struct {
		sha string
		FileFinding
	}
	in, args = oneOf("sha256", 1, shas)
	findings, err := many(ctx, o.tx, func(r Row) (f found, err error) {
		err = r.Scan(&f.sha, &f.Kind, &f.Page, &f.Masked)
		return f, err
	}, `select sha256, kind, page, masked from file_finding where `+in+` order by sha256, seq`, args...)
	for _, f := range findings {
		t := out[f.sha]
		t.Findings = append(t.Findings, f.FileFinding)
		out[f.sha] = t
	}
	return out, err
}

// FileParts gives the text of a file that stands in what the viewer may open, at
// most so many parts.
func (o Own) FileParts(ctx context.Context, sha string, limit int) ([]FilePart, error) {
	return many(ctx, o.tx, func(r Row) (p FilePart, err error) {
		err = r.Scan(&p.Kind, &p.Page, &p.Text)
		return p, err
	}, `select kind, page, text from file_part where sha256 = $1 order by seq limit $2 + 0`, sha, limit)
}

// Clearing says that a file or a text may become public.
type Clearing struct {
	Hash     string // SHA-256, hexadecimal
	How      string // clean, reason
	Reason   string
	By, ByAs string
	At       time.Time
}

// Clear keeps it; the first word stands.
func (o Own) Clear(ctx context.Context, c Clearing) error {
	_, err := o.tx.exec(ctx, `insert into cleared (hash, how, reason, by_person, by_as, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		c.Hash, c.How, c.Reason, c.By, c.ByAs, FormatTime(c.At))
	if err != nil {
		return fmt.Errorf("clear: %w", err)
	}
	return nil
}

// Cleared gives which of some hashes may become public.
func (o Own) Cleared(ctx context.Context, hashes []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(hashes) == 0 {
		return out, nil
	}
	in, args := oneOf("hash", 1, hashes)
	list, err := many(ctx, o.tx, scanString, `select hash from cleared where `+in, args...)
	for _, h := range list {
		out[h] = true
	}
	return out, err
}

// VersionsWithFile gives the matters of which a version of the proposal is a file.
func (o Own) VersionsWithFile(ctx context.Context, sha string) ([]string, error) {
	return many(ctx, o.tx, scanString, `select distinct matter_id from proposal_version where file_sha = $1 order by matter_id`, sha)
}
