package ledger

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Stored is what the verifier reads: the rows as they are, wrong ones too.
// Package store's Log is one.
type Stored interface {
	LogSize(ctx context.Context, log string) (int64, error)
	LogsInUse(ctx context.Context) ([]string, error)
	EntriesBetween(ctx context.Context, log string, from, to int64, fn func(seq int64, entry, object, at, kind string, hash []byte)) error
	HashesBetween(ctx context.Context, log string, from, to int64, fn func(idx int64, hash []byte)) error
	RecordsBetween(ctx context.Context, log string, from, to int64, fn func(seq int64, salt []byte, record, party string)) error
	Checkpoints(ctx context.Context, log string, fn func(size int64, note, at string)) error
}

// What can be wrong with a row.
const (
	Changed  = "changed"
	Removed  = "removed"
	Inserted = "inserted"
)

// Problem is one row that is not as it was written.
type Problem struct {
	Log  string `json:"log"`
	Row  string `json:"row"`  // which table: log_entry, log_record, log_hash, checkpoint, log_head
	Seq  int64  `json:"seq"`  // sequence; for log_hash the index, for checkpoint and log_head the size
	To   int64  `json:"to"`   // last sequence when several are meant, else Seq
	What string `json:"what"` // Changed, Removed, Inserted
	Why  string `json:"why"`  // how it shows
}

func (p Problem) String() string {
	at := fmt.Sprintf("%d", p.Seq)
	if p.To != p.Seq {
		at = fmt.Sprintf("%d to %d", p.Seq, p.To)
	}
	return fmt.Sprintf("%s log, %s %s: %s (%s)", p.Log, p.Row, at, p.What, p.Why)
}

// Report is what a verification found. Sizes holds the number of entries by log.
type Report struct {
	Sizes       map[string]int64 `json:"sizes"`
	Checkpoints map[string]int   `json:"checkpoints"`
	Problems    []Problem        `json:"problems"`
}

// OK tells whether every row is as it was written.
func (r Report) OK() bool { return len(r.Problems) == 0 }

// Verify computes both logs anew, from the entries to the checkpoints, and
// compares with what is stored. The public key is the installation's, from
// outside the database where the caller has it so. An error means that the rows
// could not be read, not that they are wrong.
func Verify(ctx context.Context, rows Stored, installation, public string) (Report, error) {
	rep := Report{Sizes: map[string]int64{}, Checkpoints: map[string]int{}}
	used, err := rows.LogsInUse(ctx)
	if err != nil {
		return rep, err
	}
	for _, log := range used {
		if !slices.Contains(Logs(), log) {
			rep.Problems = append(rep.Problems, Problem{Log: log, Row: "log_head", What: Inserted, Why: "there is no such log"})
		}
	}
	signed := map[string][]signing{}
	for _, log := range Logs() {
		if !slices.Contains(used, log) {
			rep.Problems = append(rep.Problems, Problem{Log: log, Row: "log_head", What: Removed, Why: "the log has no rows at all"})
			continue
		}
		v := &verifier{log: log, installation: installation, public: public, rows: rows, last: map[string]newest{}, signed: signed}
		if err := v.run(ctx); err != nil {
			return rep, fmt.Errorf("%s log: %w", log, err)
		}
		rep.Sizes[log], rep.Checkpoints[log] = v.size, len(v.checkpoints)
		rep.Problems = append(rep.Problems, v.problems...)
		v.problems = nil
		// The internal log comes first, and says which checkpoints were signed.
		for _, x := range signed[log] {
			i := slices.IndexFunc(v.checkpoints, func(c checkpointRow) bool { return c.size == x.size })
			switch {
			case i < 0:
				v.found("checkpoint", x.size, Removed, "the internal log says that it was signed")
			case v.checkpoints[i].at != x.at && !slices.ContainsFunc(rep.Problems, func(p Problem) bool { return p.Log == log && p.Row == "checkpoint" && p.Seq == x.size }):
				v.found("checkpoint", x.size, Changed, "the internal log says that it was signed at another time")
			}
		}
		rep.Problems = append(rep.Problems, v.problems...)
	}
	return rep, nil
}

// CheckpointSigned is the type of the internal log's entry about a checkpoint;
// its data is a SignedData.
const CheckpointSigned = "checkpoint.signed"

// SignedData is what the log keeps of a signed checkpoint.
type SignedData struct {
	Log  string `json:"log"`
	Size int64  `json:"size"`
	Root string `json:"root"`
}

type checkpointRow struct {
	size     int64
	note, at string
}

// signing is a checkpoint that the internal log tells of.
type signing struct {
	size int64
	at   string
}

type entryRow struct {
	text             []byte
	object, at, kind string
	hash             []byte
	there            bool
}

type recordRow struct {
	salt   []byte
	record []byte
	party  string
	there  bool
}

// newest is the newest entry about an object so far.
type newest struct {
	hash string
	seq  int64
}

type verifier struct {
	log, installation, public string
	rows                      Stored
	size                      int64
	last                      map[string]newest // by object
	frontier                  []tlog.Hash       // the newest complete subtree of each level
	checkpoints               []checkpointRow
	signed                    map[string][]signing // the checkpoints that the internal log tells of, by log
	problems                  []Problem
	doubts                    []doubt
	proved                    int64 // the largest size at which a checkpoint fits
	shift                     int64 // by how much the entries from here on are out of place
}

func (v *verifier) found(row string, seq int64, what, why string, args ...any) {
	v.problems = append(v.problems, Problem{Log: v.log, Row: row, Seq: seq, To: seq, What: what, Why: fmt.Sprintf(why, args...)})
}

// bad tells whether an entry with from <= seq < to was found wrong.
func (v *verifier) bad(from, to int64) bool {
	return slices.ContainsFunc(v.problems, func(p Problem) bool {
		return p.Row == "log_entry" && p.Seq < to && p.To >= from
	})
}

// piece is how many entries are held at a time.
const piece = 1024

func (v *verifier) run(ctx context.Context) error {
	var err error
	if v.size, err = v.rows.LogSize(ctx, v.log); err != nil {
		return err
	}
	if err := v.rows.Checkpoints(ctx, v.log, func(size int64, note, at string) {
		v.checkpoints = append(v.checkpoints, checkpointRow{size, note, at})
	}); err != nil {
		return err
	}
	if err := v.outside(ctx); err != nil {
		return err
	}
	v.roots(0)
	for from := int64(0); from < v.size; from += piece {
		if err := v.piece(ctx, from, min(from+piece, v.size)); err != nil {
			return err
		}
	}
	for _, d := range v.doubts {
		v.found("log_hash", d.idx, Changed, "it is not the hash over entries %d to %d, or one of these was changed together with its own hash", d.from, d.to-1)
	}
	for _, c := range v.checkpoints {
		if c.size > v.size {
			v.found("log_entry", v.size, Removed, "a checkpoint was signed at size %d, and the log ends at %d", c.size, v.size)
		}
	}
	return nil
}

// outside finds rows beyond both ends of the log.
func (v *verifier) outside(ctx context.Context) error {
	const first, last = -1 << 62, 1 << 62
	for _, r := range [][2]int64{{first, 0}, {v.size, last}} {
		err := v.rows.EntriesBetween(ctx, v.log, r[0], r[1], func(seq int64, _, _, _, _ string, _ []byte) {
			v.found("log_entry", seq, Inserted, "the log has %d entries", v.size)
		})
		if err != nil {
			return err
		}
		err = v.rows.RecordsBetween(ctx, v.log, r[0], r[1], func(seq int64, _ []byte, _, _ string) {
			v.found("log_record", seq, Inserted, "the log has %d entries", v.size)
		})
		if err != nil {
			return err
		}
	}
	for _, r := range [][2]int64{{first, 0}, {tlog.StoredHashIndex(0, v.size), last}} {
		err := v.rows.HashesBetween(ctx, v.log, r[0], r[1], func(idx int64, _ []byte) {
			v.found("log_hash", idx, Inserted, "the log has %d entries", v.size)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// piece verifies the entries with from <= seq < to and the hashes they complete.
func (v *verifier) piece(ctx context.Context, from, to int64) error {
	entries := make([]entryRow, to-from)
	err := v.rows.EntriesBetween(ctx, v.log, from, to, func(seq int64, entry, object, at, kind string, hash []byte) {
		entries[seq-from] = entryRow{[]byte(entry), object, at, kind, bytes.Clone(hash), true}
	})
	if err != nil {
		return err
	}
	records := make([]recordRow, to-from)
	err = v.rows.RecordsBetween(ctx, v.log, from, to, func(seq int64, salt []byte, record, party string) {
		records[seq-from] = recordRow{bytes.Clone(salt), []byte(record), party, true}
	})
	if err != nil {
		return err
	}
	hashes := map[int64][]byte{}
	err = v.rows.HashesBetween(ctx, v.log, tlog.StoredHashIndex(0, from), tlog.StoredHashIndex(0, to), func(idx int64, hash []byte) {
		hashes[idx] = bytes.Clone(hash)
	})
	if err != nil {
		return err
	}
	for i := range entries {
		seq := from + int64(i)
		leaf := v.entry(seq, entries[i], records[i], hashes)
		v.tree(seq, leaf, hashes)
		v.roots(seq + 1)
	}
	return nil
}

// entry verifies one entry with its record, and gives the leaf to go on with:
// the one that two of the three places (text, column, stored hash) agree on, so
// that one wrong row is one problem and not a wrong tree.
func (v *verifier) entry(seq int64, e entryRow, r recordRow, hashes map[int64][]byte) tlog.Hash {
	idx := tlog.StoredHashIndex(0, seq)
	stored, isStored := hashes[idx]
	var leaf tlog.Hash
	if !e.there {
		v.found("log_entry", seq, Removed, "there is no row")
		copy(leaf[:], stored)
		return leaf
	}
	leaf = Leaf(e.text)
	switch text, column := bytes.Equal(leaf[:], stored), bytes.Equal(e.hash, stored); {
	case text && column:
	case text:
		v.found("log_entry", seq, Changed, "the hash beside the entry is not the entry's")
	case bytes.Equal(leaf[:], e.hash):
		if isStored {
			v.found("log_hash", idx, Changed, "it is not the hash of entry %d", seq)
		} else {
			v.found("log_hash", idx, Removed, "the hash of entry %d is not there", seq)
		}
	default:
		v.found("log_entry", seq, Changed, "its text is not the one that was hashed")
		if column {
			copy(leaf[:], stored)
		}
		// Nothing else that the text says can be believed, nor held against
		// other rows.
		v.last[e.object] = newest{hex.EncodeToString(leaf[:]), seq}
		return leaf
	}
	parsed, err := parseEntry(e.text)
	if err != nil {
		if !v.bad(seq, seq+1) {
			v.found("log_entry", seq, Changed, "%v", err)
		}
		return leaf
	}
	v.place(seq, parsed)
	v.columns(seq, e, parsed)
	if parsed.Object != "" {
		was := v.last[parsed.Object]
		if parsed.Previous != was.hash && !v.bad(0, seq+1) {
			v.found("log_entry", was.seq, Changed, "entry %d about the same object points to another entry before it: one of the two was changed together with all hashes", seq)
		}
		v.last[parsed.Object] = newest{hex.EncodeToString(leaf[:]), seq}
	}
	v.record(seq, parsed, r)
	return leaf
}

// place looks at the sequence that the entry itself tells. A run of entries that
// are all out of place by the same number is one row removed or inserted.
func (v *verifier) place(seq int64, e Entry) {
	shift := e.Sequence - seq
	if shift == v.shift {
		return
	}
	switch shift - v.shift {
	case 1:
		v.found("log_entry", e.Sequence-1, Removed, "entry %d stands in its place, and those after it moved up", e.Sequence)
	case -1:
		v.found("log_entry", seq-1, Inserted, "entry %d stands after its place", e.Sequence)
	default:
		v.found("log_entry", seq, Changed, "it says that it is entry %d", e.Sequence)
		return // a lone one: those after it may stand right
	}
	v.shift = shift
}

func (v *verifier) columns(seq int64, e entryRow, parsed Entry) {
	if v.bad(seq, seq+1) {
		return
	}
	if parsed.Installation != v.installation {
		v.found("log_entry", seq, Changed, "it belongs to another installation")
	} else if e.object != parsed.Object || e.at != parsed.Time || e.kind != parsed.Type {
		v.found("log_entry", seq, Changed, "the columns beside the entry are not the entry's")
	}
}

// record verifies what the entry commits to.
func (v *verifier) record(seq int64, e Entry, r recordRow) {
	if !r.there {
		v.found("log_record", seq, Removed, "there is no row")
		return
	}
	if Commit(r.salt, r.record) != e.Commitment {
		if !v.bad(seq, seq+1) {
			v.found("log_record", seq, Changed, "it is not what the entry commits to")
		}
		return
	}
	var rec record
	if err := json.Unmarshal(r.record, &rec); err != nil {
		v.found("log_record", seq, Changed, "%v", err)
		return
	}
	party := ""
	if rec.Private {
		party = e.Party
	}
	if r.party != party {
		v.found("log_record", seq, Changed, "the party beside the record is not the record's")
	}
	if e.Type == CheckpointSigned && v.log == Internal {
		var all []SignedData
		if err := json.Unmarshal(rec.Data, &all); err == nil {
			for _, d := range all {
				// One of a size that was signed before is left as it was.
				if !slices.ContainsFunc(v.signed[d.Log], func(x signing) bool { return x.size == d.Size }) {
					v.signed[d.Log] = append(v.signed[d.Log], signing{d.Size, e.Time})
				}
			}
		}
	}
}

// tree computes the hashes that an entry completes and compares them with the
// stored ones. A hash that differs is either wrong itself or shows that an entry
// below was changed together with its own hash; the next hash above it, or a
// checkpoint, tells which.
func (v *verifier) tree(seq int64, leaf tlog.Hash, hashes map[int64][]byte) {
	h := leaf
	level := 0
	for ; seq>>level&1 == 1; level++ {
		h = tlog.NodeHash(v.frontier[level], h)
		n := seq >> (level + 1)
		d := doubt{tlog.StoredHashIndex(level+1, n), n << (level + 1), (n + 1) << (level + 1)}
		stored, ok := hashes[d.idx]
		switch {
		case !ok:
			v.found("log_hash", d.idx, Removed, "the hash over entries %d to %d is not there", d.from, d.to-1)
		case bytes.Equal(stored, h[:]):
			v.settle(d.from, d.to, true)
		case v.bad(d.from, d.to):
			// It follows from an entry that was found already.
		case !v.settle(d.from, d.to, false):
			v.doubts = append(v.doubts, d)
		}
	}
	if level == len(v.frontier) {
		v.frontier = append(v.frontier, h)
	} else {
		v.frontier[level] = h
	}
}

// doubt is a stored hash that differs from the computed one, over the entries
// from <= seq < to.
type doubt struct{ idx, from, to int64 }

// settle decides the doubts about hashes over entries within from and to, and
// tells whether there were any: when the hash above fits what was computed, the
// stored hash alone is wrong; when it does not, the entries are.
func (v *verifier) settle(from, to int64, fits bool) bool {
	before := len(v.doubts)
	v.doubts = slices.DeleteFunc(v.doubts, func(d doubt) bool {
		if d.from < from || d.to > to {
			return false
		}
		if fits {
			v.found("log_hash", d.idx, Changed, "it is not the hash over entries %d to %d", d.from, d.to-1)
		} else {
			v.entriesChanged(d.from, d.to, "one of these entries was changed together with its own hash")
		}
		return true
	})
	return len(v.doubts) < before
}

func (v *verifier) entriesChanged(from, to int64, why string) {
	v.problems = append(v.problems, Problem{Log: v.log, Row: "log_entry", Seq: from, To: to - 1, What: Changed, Why: why})
}

// roots compares the checkpoints that were signed at a size.
func (v *verifier) roots(size int64) {
	for _, c := range v.checkpoints {
		if c.size != size {
			continue
		}
		cp, err := OpenCheckpoint(v.installation, v.log, v.public, c.note)
		switch {
		case err != nil:
			v.found("checkpoint", size, Changed, "%v", err)
		case cp.Size != size:
			v.found("checkpoint", size, Changed, "it was signed for size %d", cp.Size)
		case cp.Root == v.root(size):
			v.settle(0, size, true)
			v.proved = max(v.proved, size)
		case !v.bad(0, size) && !v.settle(0, size, false):
			v.entriesChanged(v.proved, size, "the root that was signed is another: something here was changed, removed or inserted together with all hashes above it")
		}
	}
}

// root folds the frontier into the root of a tree of a size.
func (v *verifier) root(size int64) tlog.Hash {
	if size == 0 {
		h, err := tlog.TreeHash(0, nil)
		if err != nil {
			return tlog.Hash{}
		}
		return h
	}
	var h tlog.Hash
	first := true
	for level := range bits.Len64(uint64(size)) {
		if size>>level&1 == 0 {
			continue
		}
		if first {
			h, first = v.frontier[level], false
		} else {
			h = tlog.NodeHash(v.frontier[level], h)
		}
	}
	return h
}
