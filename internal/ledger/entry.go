package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// The logs.
const (
	Internal = "internal"
	Public   = "public"
)

// Logs gives both logs.
func Logs() []string { return []string{Internal, Public} }

// Format is the version of the entry format. Version 1 is for ever: what comes
// later is a further version or a further type, never another meaning.
const Format = 1

// Entry is one entry of a log, version 1 of the format. It holds no name, no
// title and no text: only ids, and the commitment to a record kept elsewhere.
type Entry struct {
	Format       int    `json:"format"`
	Sequence     int64  `json:"sequence"`     // from 0, without holes
	Type         string `json:"type"`         // what happened: "matter.raised"
	Time         string `json:"time"`         // UTC, 2006-01-02T15:04:05.000000Z
	Installation string `json:"installation"` // id of the installation
	Party        string `json:"party"`        // whose act, "" for none
	Object       string `json:"object"`       // id of what it happened to, "" for nothing
	Version      int64  `json:"version"`      // of the object afterwards, 0 for none
	Commitment   string `json:"commitment"`   // hexadecimal, see Commit
	Previous     string `json:"previous"`     // record hash of the object's entry before, "" for the first
}

const timeForm = "2006-01-02T15:04:05.000000Z"

// saltSize is the length of a salt in bytes.
const saltSize = 32

// Commit gives the commitment to a canonical record under a salt:
// SHA-256(0x01 ‖ salt ‖ record), hexadecimal. Without the salt, what the record
// says can't be found by guessing.
func Commit(salt, record []byte) string {
	h := sha256.New()
	h.Write([]byte{0x01})
	h.Write(salt)
	h.Write(record)
	return hex.EncodeToString(h.Sum(nil))
}

// parseEntry reads an entry's text strictly: every key there and known, and the
// text canonical, so that one entry has one text.
func parseEntry(text []byte) (Entry, error) {
	var e Entry
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return e, err
	}
	again, err := Canonical(e)
	if err != nil {
		return e, err
	}
	if !bytes.Equal(again, text) {
		return e, fmt.Errorf("the text is not in canonical form")
	}
	if e.Format != Format {
		return e, fmt.Errorf("format %d is unknown", e.Format)
	}
	if _, err := time.Parse(timeForm, e.Time); err != nil {
		return e, fmt.Errorf("%q is no time", e.Time)
	}
	return e, nil
}

// record is what an entry commits to.
type record struct {
	Account string          `json:"account,omitempty"` // who acted; only in the internal log
	Person  string          `json:"person,omitempty"`
	Command string          `json:"command,omitempty"`
	Type    string          `json:"type"`
	Object  string          `json:"object"`
	Private bool            `json:"private,omitempty"` // of the entry's party alone
	Data    json.RawMessage `json:"data"`
}

// Leaf gives the hash of an entry's text in the tree.
func Leaf(entry []byte) tlog.Hash { return tlog.RecordHash(entry) }
