package preparing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
	"samverk/internal/ledger"
)

// NoteInput is what somebody has written and marked at an item, or ("") at the
// meeting. Version is what was read (0: nothing was saved). Seen is the version
// of the proposal that was before them, for the mark that it is read.
type NoteInput struct {
	Meeting, Item       string
	Text                string
	Question, Important bool
	Read                bool
	Seen                int64
	Version             int64
}

// Saved is the note's new version.
type Saved struct{ Version int64 }

// SaveNote saves the viewer's own note. A note that was saved on another device
// in between is fault.Conflict; what is there is then given by OwnNote.
var SaveNote = app.NewCommand("preparing.save_note", saveNote)

func saveNote(ctx context.Context, u *app.Unit, in NoteInput) (Saved, error) {
	m, _, items, err := of(ctx, u, in.Meeting)
	if err != nil {
		return Saved{}, err
	}
	old, err := u.Own.OwnNote(ctx, m.ID, in.Item)
	if err != nil {
		return Saved{}, err
	}
	n := meeting.Note{Meeting: m.ID, Item: in.Item, Title: old.Title, Text: in.Text, Question: in.Question, Important: in.Important, Version: in.Version, ChangedAt: u.Now}
	at := slices.IndexFunc(items, func(i meeting.Item) bool { return i.ID == in.Item })
	switch {
	case at >= 0:
		n.Title = items[at].Title
	case in.Item == "":
	case old.Version > 0: // the item has been taken off the agenda: what was written at it stays its writer's
	default:
		return Saved{}, fault.New(fault.NotFound, "not_found")
	}
	if in.Read {
		n.Read = old.Read
		if at >= 0 && (!old.Read.Done() || old.Read.Version != in.Seen || old.Read.Seen != items[at].Words()) {
			n.Read = meeting.Read{At: u.Now, Version: in.Seen, Seen: items[at].Words()}
		}
	}
	if n, err = n.Tidy(); err != nil {
		return Saved{}, err
	}
	if err := save(ctx, u, n); err != nil {
		return Saved{}, err
	}
	return Saved{n.Version + 1}, nil
}

// commitment is what the log keeps of a note: nothing that can be read. The salt
// lies beside the note and is destroyed with it.
type commitment struct {
	Commitment string `json:"commitment"`
}

// save saves a note and announces it to nobody.
func save(ctx context.Context, u *app.Unit, n meeting.Note) error {
	salt := u.NewID()
	if err := u.Own.SaveOwnNote(ctx, n, salt); err != nil {
		return err
	}
	text, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("commit to a note: %w", err)
	}
	sum := sha256.Sum256(append([]byte(salt), text...))
	u.Announce(app.Event{Type: "own_note.saved", Party: ledger.OfPerson, Private: true, Record: commitment{hex.EncodeToString(sum[:])}})
	return nil
}

// OwnNote gives the viewer's own note as it is saved.
var OwnNote = app.NewQuery("preparing.note", ownNote)

func ownNote(ctx context.Context, u *app.Unit, in ItemInput) (meeting.Note, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return meeting.Note{}, err
	}
	if err := u.Require(access.KeepOwnNotes(u.Viewer.Person)); err != nil {
		return meeting.Note{}, err
	}
	return u.Own.OwnNote(ctx, m.ID, in.Item)
}

// NotesInput asks for all of the viewer's own notes; there is nothing to choose.
type NotesInput struct{}

// Noted is a note with the meeting that it was made for.
type Noted struct {
	meeting.Note
	On       string
	BodyName string
}

// OwnNotes gives the viewer's own notes, the newest first, at most 400: also
// those to meetings of bodies that the viewer has left.
var OwnNotes = app.NewQuery("preparing.notes", ownNotes)

func ownNotes(ctx context.Context, u *app.Unit, _ NotesInput) ([]Noted, error) {
	if err := u.Require(access.KeepOwnNotes(u.Viewer.Person)); err != nil {
		return nil, err
	}
	list, err := u.Own.NotedMeetings(ctx, notesLimit)
	if err != nil {
		return nil, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Noted, len(list))
	for i, n := range list {
		out[i] = Noted{Note: n.Note, On: string(n.On), BodyName: s.PlaceName(n.Body)}
	}
	return out, nil
}

// ForgetInput names a meeting, or ("") all of them.
type ForgetInput struct{ Meeting string }

// Forgotten says how many notes were destroyed.
type Forgotten struct{ Notes int64 }

// Forget destroys the viewer's own notes to a meeting, or to every meeting.
var Forget = app.NewCommand("preparing.forget", forget)

func forget(ctx context.Context, u *app.Unit, in ForgetInput) (Forgotten, error) {
	if err := u.Require(access.KeepOwnNotes(u.Viewer.Person)); err != nil {
		return Forgotten{}, err
	}
	n, err := u.Own.ForgetOwnNotes(ctx, in.Meeting)
	if err != nil {
		return Forgotten{}, err
	}
	u.Announce(app.Event{Type: "own_note.forgotten", Party: ledger.OfPerson, Private: true})
	return Forgotten{n}, nil
}
