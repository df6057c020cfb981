// Package store is the only package with SQL. One SQL text serves SQLite (the
// default, in the process) and PostgreSQL (by a connection string).
//
//	Store.Write ──► Tx (one writer at a time) ──► BindTo(tx, viewer) = Own ──► data
//	Store.Read  ──► Tx (a snapshot)           ──► AccountsOf, LogOf, OutboxOf: the platform's own rows
//
// A use case never gets a Tx. It gets an Own, bound to a viewer, and every
// method of Own puts the viewer's scope into its SQL: what is not open to the
// viewer is not found. A bare Tx is for migrations, jobs' bookkeeping, the log of
// acts and sessions.
//
// # Writing an aggregate
//
// One file per aggregate, columns listed once, the scan beside the SQL:
//
//	const meetingCols = `id, body, starts_at, version`
//
//	func scanMeeting(r Row) (m meeting.Meeting, err error) {
//		err = r.Scan(&m.ID, &m.Body, Stamp(&m.Starts), &m.Version)
//		return m, err
//	}
//
//	func (o Own) Meeting(ctx context.Context, id string) (meeting.Meeting, error) {
//		return one(ctx, o.tx, scanMeeting, `select `+meetingCols+` from meeting where id = $1`, id)
//	}
//
// Private tables (a party's stance, notes, drafts) carry party_id in their
// primary key, and every query on them takes its condition from Own.home, the
// one function that says which parties' working material the viewer may see.
//
// # SQL that means the same in both
//
// Parameters $1 …; text, bigint, boolean and bytea columns, not null where it
// can be (” for nothing), null only for a foreign key that may be absent. Times
// are fixed-width UTC text (FormatTime, Stamp), dates ISO text, order of names a
// sort_key folded in Go. No like on unfolded text, no JSON functions, no
// sequences. After a failed statement a PostgreSQL transaction is dead: write
// `on conflict do nothing` and look at the count instead of trying.
//
// A Write may run more than once (serialization failure): nothing inside may
// have an effect but through its Tx.
//
// Pairs of files with different SQL for the two databases: sqlite.go and
// postgres.go (opening, locking, error codes, backup).
package store
