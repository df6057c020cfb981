package app

import (
	"context"
	"time"

	"samverk/internal/access"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/workday"
	"samverk/internal/ledger"
	"samverk/internal/store"
)

// Unit is what a use case works with: the store bound to the viewer, the time,
// new ids, the permission, and where it announces what happened.
type Unit struct {
	Own    store.Own     // the only way to data
	Now    time.Time     // fixed for the whole use case, UTC, whole microseconds
	Today  workday.Date  // the county's day
	Viewer access.Viewer // on whose behalf

	sys      *System
	name     string // of the command or query
	tx       *store.Tx
	cleared  bool
	events   []Event
	versions []store.StructureVersion // nil: not asked yet
	aside    []matter.Exception       // from the guard, for what this act opens
	snapshot bool                     // a query: nothing is written in its transaction
}

// Event is what happened, in the past tense: it becomes an entry in the log of
// acts and the outbox rows that follow from it.
type Event struct {
	Type    string    // "matter.raised"
	Object  string    // id of the thing it happened to
	Version int64     // the thing's version afterwards; 0 when it has none
	Party   string    // whose act, when it is one party's; "" otherwise
	Record  any       // what the entry commits to: the thing's state, as JSON
	Private bool      // working material of Party: its existence is that party's alone
	Public  bool      // also an entry in the public log (from the first dispatch on)
	Meeting string    // whose live page shows it; "" for none
	Typed   bool      // of a meeting: a text that was typed, told to those who record alone
	Send    []Message // work that leaves the process
}

// Message is a row of the outbox: a kind of work, and what it is done with.
type Message struct {
	Kind    string    // which handler takes it: "mail.notice"
	Key     string    // stable: the same key is put in once, ever
	Payload any       // as JSON; links and ids, no private text
	Due     time.Time // not before; the zero time is at once
	About   string    // id of what it is about, so that it can be taken back and shown; "" for nothing
	Person  string    // for whom; "" for nobody in particular
}

// NewID gives a random id.
func (u *Unit) NewID() string { return store.NewID(u.sys.Random) }

// NewToken gives 256 random bits as text, for a link or a cookie. What is stored
// of it is its hash.
func (u *Unit) NewToken() (string, error) { return u.sys.NewToken() }

// Secret gives a secret of 256 bits that only this installation can make, and
// makes anew from the same words: it stands in a mail, and its hash in the
// database.
func (u *Unit) Secret(words ...string) string { return u.sys.Ledger.Secret(words...) }

// Require asks for a permission. Not met, it gives fault.Denied (or
// Unauthorized for the public) to hand back as it is. Ask after the object was
// loaded, so that what may not be seen is not found rather than denied.
func (u *Unit) Require(n access.Need) error {
	if !access.Allows(u.Viewer, n) {
		return access.Refuse(u.Viewer, n)
	}
	u.cleared = true
	return nil
}

// May tells whether the viewer meets a Need, for what a page offers. It is no
// permission check.
func (u *Unit) May(n access.Need) bool { return access.Allows(u.Viewer, n) }

// Announce says what happened. It takes effect when the transaction commits.
func (u *Unit) Announce(events ...Event) { u.events = append(u.events, events...) }

// Accounts gives the accounts, for the use cases that sign in and invite.
func (u *Unit) Accounts() store.Accounts { return store.AccountsOf(u.tx) }

// Recall takes back all work about something that waits in the outbox. It is
// false, and nothing is taken back, when some of it has been begun.
func (u *Unit) Recall(ctx context.Context, about string) (bool, error) {
	return store.OutboxOf(u.tx).Recall(ctx, about)
}

// Lies gives what lies in the outbox with work about something, of a kind, and has not
// been begun; ok is false where nothing does.
func (u *Unit) Lies(ctx context.Context, about, kind string) (payload string, ok bool, err error) {
	return store.OutboxOf(u.tx).Payload(ctx, about, kind)
}

// Drop forgets what lies in the outbox with work about something, of a kind.
func (u *Unit) Drop(ctx context.Context, about, kind string) error {
	return store.OutboxOf(u.tx).Empty(ctx, about, kind)
}

// SendAgain has work about something that was given up tried anew, and gives how
// much there was.
func (u *Unit) SendAgain(ctx context.Context, about string) (int64, error) {
	return store.OutboxOf(u.tx).Again(ctx, about, u.Now)
}

// HoldOutbox gives up all work that leaves the process and is not done yet, and
// gives its number: for the use case that follows a restore.
func (u *Unit) HoldOutbox(ctx context.Context, why string) (int64, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return 0, err
	}
	return store.OutboxOf(u.tx).HoldAll(ctx, u.Now, why)
}

// Versions gives the structure versions, for the use case that takes one into use.
func (u *Unit) Versions() store.Versions { return store.VersionsOf(u.tx) }

// Log gives the logs of acts to those who may read all of them; to others it
// gives fault.Denied.
func (u *Unit) Log() (store.Log, error) {
	if !u.May(access.ReadAudit()) && !u.May(access.RunInstallation()) {
		return store.Log{}, access.Refuse(u.Viewer, access.ReadAudit())
	}
	return store.LogOf(u.tx), nil
}

// Sign gives signed checkpoints of the logs as they stand, for the daily job.
func (u *Unit) Sign(ctx context.Context, log string) (ledger.Checkpoint, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return ledger.Checkpoint{}, err
	}
	return u.sys.Ledger.Sign(ctx, store.LogOf(u.tx), log)
}
