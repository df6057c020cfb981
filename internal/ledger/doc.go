// Package ledger is the tamper-evident log of acts: the entry format, the
// Merkle tree over the entries (golang.org/x/mod/sumdb/tlog), signed
// checkpoints (note), and the verifier that names the row somebody changed.
//
// There are two logs. The internal one holds every act of the installation; it
// is not public, since even its length and timing tell something. The public
// one holds dispatch, adoption, publication, withdrawal and correction, and has
// no entry for anything before a matter's first dispatch.
//
//	act ──► canonical record ──► commitment = SHA-256(0x01 ‖ salt ‖ record)
//	                                  │
//	        entry v1 (no names, no titles) ──► leaf ──► stored hashes ──► root ──► checkpoint, signed
//
// An entry tells nothing but that something of a type happened to an object;
// what happened is committed to with a salt that is kept with the record, in
// another row. Entries, hashes and records are rows of the same database,
// written in the transaction of the act itself. Package store keeps the rows
// (Rows is what this package needs of it); docs/log-format.md is the format.
//
// What the log can't show: whoever has the database and the installation's key
// can cut off what was written since the last checkpoint that somebody else
// holds. Witnesses close that; the format is ready for them.
package ledger
