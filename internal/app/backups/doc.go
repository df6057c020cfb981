// Package backups takes a backup of a running installation on SQLite, and puts
// one back. A backup is one file (tar, gzip):
//
//	samverk.db         the database, a consistent copy
//	installation.key   the key that signs checkpoints
//	files/ab/abcd…     what was taken in, by hash
//	manifest.json      format, time, and the SHA-256 of everything above
//
// The database is copied first and the files afterwards: files are added and
// never changed, so every file that the copy names is there. A backup is read
// back and verified before it gets its name: the manifest, SQLite's own check,
// the logs of acts. It holds the key and everything private; keep it as such.
//
// Restoring is going back in time. What was revoked since must not come back,
// and what was sent since must not be sent again: all sessions and invitations
// end, and the outbox is held. The log of acts says that it happened.
package backups
