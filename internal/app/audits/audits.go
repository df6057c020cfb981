// Package audits signs, verifies and reads the logs of acts.
package audits

import (
	"cmp"
	"context"
	"encoding/json"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/ledger"
	"samverk/internal/store"
)

// Commands lists the use cases for the catalogue.
func Commands() []app.Runnable { return []app.Runnable{Checkpoint, Verify, Read} }

// Checkpoint signs both logs as they stand and keeps the checkpoints; the daily
// job does it, and whoever runs the installation on demand. That it was signed
// is an entry of the internal log, so that a checkpoint can't vanish. When the
// public log has entries, it first gets one that commits to the internal log's
// checkpoint: whoever watches the public log then watches both.
var Checkpoint = app.NewCommand("log.checkpoint", func(ctx context.Context, u *app.Unit, _ struct{}) ([]ledger.Checkpoint, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return nil, err
	}
	log, err := u.Log()
	if err != nil {
		return nil, err
	}
	var signed []ledger.Checkpoint
	var data []ledger.SignedData
	for _, name := range ledger.Logs() {
		size, err := log.LogSize(ctx, name)
		if err != nil {
			return nil, err
		}
		if size == 0 {
			continue
		}
		c, err := u.Sign(ctx, name)
		if err != nil {
			return nil, err
		}
		if err := log.AddCheckpoint(ctx, c.Log, c.Size, c.Note, store.FormatTime(u.Now)); err != nil {
			return nil, err
		}
		signed = append(signed, c)
		data = append(data, ledger.SignedData{Log: c.Log, Size: c.Size, Root: c.Root.String()})
	}
	// Public when that log is in use: its entry commits to the same data under a
	// salt of its own, and so tells nobody the internal log's size.
	public := len(signed) == len(ledger.Logs())
	u.Announce(app.Event{Type: ledger.CheckpointSigned, Record: data, Public: public})
	return signed, nil
})

// Verify computes both logs anew and says which rows are not as they were
// written. The answer holds no content. Public is the installation's public key
// (hexadecimal) when the caller knows it from elsewhere than the database.
var Verify = app.NewQuery("log.verify", func(ctx context.Context, u *app.Unit, public string) (ledger.Report, error) {
	if err := u.Require(access.ReadAudit()); err != nil {
		return ledger.Report{}, err
	}
	log, err := u.Log()
	if err != nil {
		return ledger.Report{}, err
	}
	return VerifyRows(ctx, log, public)
})

// VerifyRows verifies the logs of a database that no server runs on: for the
// command line and for a restored backup.
func VerifyRows(ctx context.Context, log store.Log, public string) (ledger.Report, error) {
	id, stored, err := log.Installation(ctx)
	if err != nil {
		return ledger.Report{}, err
	}
	report, err := ledger.Verify(ctx, log, id, cmp.Or(public, stored))
	if err == nil && public != "" && stored != public {
		report.Problems = append(report.Problems, ledger.Problem{Log: ledger.Internal, Row: "installation", Seq: 1, To: 1, What: ledger.Changed, Why: "its public key is not the installation key's"})
	}
	return report, err
}

// Filter narrows the reading of the internal log. Empty fields narrow nothing.
type Filter struct {
	Object string
	Type   string
	Before int64 // entries before this sequence; 0 is the newest
}

// Act is an act as an auditor reads it: what happened to which object, when and
// by whom, never what was written. A party's working material has no act here
// but for its own people.
type Act struct {
	Sequence int64
	Type     string
	At       string
	Object   string
	Party    string
	Account  string
	Person   string
	Command  string
}

// pageSize is how many acts are read at a time.
const pageSize = 50

// Read reads the internal log, newest first, a page at a time.
var Read = app.NewQuery("log.read", func(ctx context.Context, u *app.Unit, f Filter) ([]Act, error) {
	if err := u.Require(access.ReadAudit()); err != nil {
		return nil, err
	}
	rows, err := u.Own.AuditPage(ctx, f.Object, f.Type, f.Before, pageSize)
	if err != nil {
		return nil, err
	}
	acts := make([]Act, len(rows))
	for i, r := range rows {
		acts[i] = Act{Sequence: r.Seq, Type: r.Type, At: r.At, Object: r.Object, Party: r.Party}
		who, err := WhoActed(r.Record)
		if err != nil {
			return nil, err
		}
		acts[i].Account, acts[i].Person, acts[i].Command = who.Account, who.Person, who.Command
	}
	return acts, nil
})

// Actor is who did an act, by which command.
type Actor struct {
	Account string `json:"account"`
	Person  string `json:"person"`
	Command string `json:"command"`
}

// WhoActed reads the actor from an act's record.
func WhoActed(record string) (a Actor, err error) {
	err = json.Unmarshal([]byte(record), &a)
	return a, err
}
