package ledger

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Rows is where a log is kept: rows in the transaction of the act. Package
// store's Log is one. Hashes are 32 bytes.
type Rows interface {
	// LogSize gives the number of entries, and keeps others from appending
	// until the transaction ends.
	LogSize(ctx context.Context, log string) (int64, error)
	// GrowLog sets the size; it fails when the size is no longer from.
	GrowLog(ctx context.Context, log string, from, to int64) error
	// LastOf gives the record hash of the newest entry about an object, nil for none.
	LastOf(ctx context.Context, log, object string) ([]byte, error)
	// Hashes gives the stored hashes at the indexes, in their order.
	Hashes(ctx context.Context, log string, indexes []int64) ([][]byte, error)
	// AddEntry adds an entry's text with what is listed by (object, time, type),
	// its record hash and, from index first on, the hashes that it completes.
	AddEntry(ctx context.Context, log string, seq int64, entry, object, at, kind string, hash []byte, first int64, hashes [][]byte) error
	// AddRecord adds what the entry commits to. Party is the one whose working
	// material it tells of, "" for none.
	AddRecord(ctx context.Context, log string, seq int64, salt []byte, record, party string) error
}

// OfPerson stands in the place of the party in a private act on what belongs to
// one person and to no party: a note that somebody makes for themselves. No party
// has such an id, so nobody is shown the act, not even that there was one.
const OfPerson = "(person)"

// Act is what is to be written into the logs.
type Act struct {
	Type    string
	Object  string
	Version int64
	Party   string
	Data    any    // what the entry commits to, as JSON
	Account string // who acted; "" for nobody
	Person  string
	Command string
	Private bool // working material of Party
	Public  bool // also in the public log
}

// Ledger writes and signs the logs of one installation. It holds no state but
// the key, and is safe for concurrent use.
type Ledger struct {
	installation string
	key          Key
}

// New gives the ledger of an installation.
func New(installation string, key Key) Ledger { return Ledger{installation, key} }

// Installation gives the installation's id.
func (l Ledger) Installation() string { return l.installation }

// Append writes acts at the end of the logs, in order, in the transaction that
// rows belong to. Salts are read from random.
func (l Ledger) Append(ctx context.Context, rows Rows, random io.Reader, now time.Time, acts ...Act) error {
	if err := l.appendTo(ctx, rows, random, now, Internal, acts); err != nil {
		return fmt.Errorf("internal log: %w", err)
	}
	var public []Act
	for _, a := range acts {
		if a.Public {
			if a.Private {
				return errors.New("ledger: a private act can't be public")
			}
			a.Account, a.Person, a.Command = "", "", ""
			public = append(public, a)
		}
	}
	if err := l.appendTo(ctx, rows, random, now, Public, public); err != nil {
		return fmt.Errorf("public log: %w", err)
	}
	return nil
}

func (l Ledger) appendTo(ctx context.Context, rows Rows, random io.Reader, now time.Time, log string, acts []Act) error {
	if len(acts) == 0 {
		return nil
	}
	size, err := rows.LogSize(ctx, log)
	if err != nil {
		return err
	}
	for i, a := range acts {
		if err := l.add(ctx, rows, random, now, log, size+int64(i), a); err != nil {
			return fmt.Errorf("%s: %w", a.Type, err)
		}
	}
	return rows.GrowLog(ctx, log, size, size+int64(len(acts)))
}

func (l Ledger) add(ctx context.Context, rows Rows, random io.Reader, now time.Time, log string, seq int64, a Act) error {
	if a.Private && a.Party == "" {
		return errors.New("ledger: a private act without a party")
	}
	data, err := json.Marshal(a.Data)
	if err != nil {
		return err
	}
	rec, err := Canonical(record{Account: a.Account, Person: a.Person, Command: a.Command, Type: a.Type, Object: a.Object, Private: a.Private, Data: data})
	if err != nil {
		return err
	}
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(random, salt); err != nil {
		return err
	}
	var previous []byte
	if a.Object != "" {
		if previous, err = rows.LastOf(ctx, log, a.Object); err != nil {
			return err
		}
	}
	at := now.UTC().Format(timeForm)
	text, err := Canonical(Entry{
		Format: Format, Sequence: seq, Type: a.Type, Time: at, Installation: l.installation,
		Party: a.Party, Object: a.Object, Version: a.Version, Commitment: Commit(salt, rec), Previous: hex.EncodeToString(previous),
	})
	if err != nil {
		return err
	}
	leaf := Leaf(text)
	hashes, err := tlog.StoredHashesForRecordHash(seq, leaf, reader(ctx, rows, log))
	if err != nil {
		return err
	}
	stored := make([][]byte, len(hashes))
	for i := range hashes {
		stored[i] = hashes[i][:]
	}
	if err := rows.AddEntry(ctx, log, seq, string(text), a.Object, at, a.Type, leaf[:], tlog.StoredHashIndex(0, seq), stored); err != nil {
		return err
	}
	private := ""
	if a.Private {
		private = a.Party
	}
	return rows.AddRecord(ctx, log, seq, salt, string(rec), private)
}

// reader gives the stored hashes to tlog.
func reader(ctx context.Context, rows Rows, log string) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		if len(indexes) == 0 {
			return nil, nil
		}
		raw, err := rows.Hashes(ctx, log, indexes)
		if err != nil {
			return nil, err
		}
		hashes := make([]tlog.Hash, len(raw))
		for i, h := range raw {
			if len(h) != tlog.HashSize {
				return nil, fmt.Errorf("%s log: no hash at index %d", log, indexes[i])
			}
			copy(hashes[i][:], h)
		}
		return hashes, nil
	})
}
