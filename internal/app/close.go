package app

import (
	"context"
	"encoding/json"
	"fmt"

	"samverk/internal/ledger"
	"samverk/internal/store"
)

// ReadFile is the kind of the work of reading a file that was taken in.
const ReadFile = "file.read"

// FileRef names a file, by the SHA-256 of its content.
type FileRef struct{ SHA string }

// close writes what the announced events entail, in the use case's own
// transaction: entries in the log of acts, and rows of the outbox.
func (u *Unit) close(ctx context.Context) error {
	if err := u.guardRecords(ctx); err != nil {
		return err
	}
	for _, x := range u.aside {
		if err := u.Own.AddException(ctx, x); err != nil {
			return err
		}
	}
	acts := make([]ledger.Act, len(u.events))
	var work []store.Work
	for i, e := range u.events {
		acts[i] = ledger.Act{
			Type: e.Type, Object: e.Object, Version: e.Version, Party: e.Party, Data: e.Record,
			Account: u.Viewer.Account, Person: u.Viewer.Person, Command: u.name,
			Private: e.Private, Public: e.Public,
		}
		if e.Meeting != "" {
			if err := store.RoomsOf(u.tx).Changed(ctx, e.Meeting, e.Typed); err != nil {
				return err
			}
		}
		for _, m := range e.Send {
			w, err := u.work(m)
			if err != nil {
				return err
			}
			work = append(work, w)
		}
	}
	for _, sha := range u.tx.Taken() {
		w, err := u.work(Message{Kind: ReadFile, Key: ReadFile + "/" + sha, Payload: FileRef{sha}})
		if err != nil {
			return err
		}
		work = append(work, w)
	}
	if err := store.OutboxOf(u.tx).Put(ctx, u.Now, work...); err != nil {
		return err
	}
	return u.sys.Ledger.Append(ctx, store.LogOf(u.tx), u.sys.Random, u.Now, acts...)
}

// work gives a message as a row of the outbox.
func (u *Unit) work(m Message) (store.Work, error) {
	payload, err := json.Marshal(m.Payload)
	if err != nil {
		return store.Work{}, fmt.Errorf("outbox %s: %w", m.Kind, err)
	}
	if m.Key == "" {
		return store.Work{}, fmt.Errorf("outbox %s: a message without a key would be sent twice", m.Kind)
	}
	due := m.Due
	if due.IsZero() {
		due = u.Now
	}
	return store.Work{ID: u.NewID(), Kind: m.Kind, Key: m.Key, Payload: string(payload), About: m.About, Person: m.Person, Due: due}, nil
}
