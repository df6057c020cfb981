package homes

import (
	"context"
	"strings"
	"unicode/utf8"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Done names a matter and the new version of what was saved in it.
type Done struct {
	Matter  string
	Version int64
}

// PreparationInput is how far a party has come. Version is what was read (0:
// nothing was saved).
type PreparationInput struct {
	Matter  string
	Party   string
	State   matter.PreparationState
	Contact string
	On      workday.Date
	Version int64
}

// maxContact is the length of a contact, in characters.
const maxContact = 120

// SetPreparation says how far a party has come in preparing a matter at home,
// who its contact is, and when it means to be, or was, done. Everybody who may
// open the matter sees it; the public does not.
var SetPreparation = app.NewCommand("home.prepare", setPreparation)

func setPreparation(ctx context.Context, u *app.Unit, in PreparationInput) (Done, error) {
	c, err := atHome(ctx, u, in.Matter, in.Party)
	if err != nil {
		return Done{}, err
	}
	if err := c.Matter.Can(matter.PrepareHome); err != nil {
		return Done{}, err
	}
	if !takesPart(c, structure.HomePreparation, in.Party) {
		return Done{}, fault.New(fault.Conflict, "home.not_asked", in.Party)
	}
	in.Contact = strings.Join(strings.Fields(in.Contact), " ")
	switch {
	case !in.State.Valid():
		return Done{}, fault.New(fault.Invalid, "home.state_missing").On("state")
	case utf8.RuneCountInString(in.Contact) > maxContact:
		return Done{}, fault.New(fault.Invalid, "home.contact_long", maxContact).On("contact")
	case in.State == matter.Anchored && in.On > u.Today:
		return Done{}, fault.New(fault.Invalid, "home.anchored_ahead", in.On).On("on")
	}
	p := matter.Preparation{Party: in.Party, State: in.State, Contact: in.Contact, On: in.On, Version: in.Version}
	before := c.PreparationOf(in.Party)
	if err := u.Own.SetPreparation(ctx, c.Matter.ID, p, u.Viewer.Person, u.Now); err != nil {
		return Done{}, err
	}
	if before.State != p.State {
		if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventPreparation, Party: in.Party, Args: []string{string(p.State)}}); err != nil {
			return Done{}, err
		}
	}
	u.Announce(app.Event{Type: "home.prepared", Object: c.Matter.ID, Version: in.Version + 1, Party: in.Party, Record: p})
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Done{c.Matter.ID, in.Version + 1}, err
}

// atHome gives a matter for an act of a party's own.
func atHome(ctx context.Context, u *app.Unit, id, party string) (*app.Course, error) {
	c, err := u.Course(ctx, id)
	if err != nil {
		return nil, err
	}
	return c, u.Require(access.WorkAtHome(party))
}

// takesPart reports whether a party has an atom at a step of the route.
func takesPart(c *app.Course, step structure.Step, party string) bool {
	for i := range c.Route.Atoms {
		if a := &c.Route.Atoms[i]; a.Step == step && a.Party == party {
			return true
		}
	}
	return false
}

// StanceInput is a party's working stance. Version is what was read.
type StanceInput struct {
	Matter  string
	Party   string
	Stance  matter.Stance
	Text    string
	Version int64
}

// SetStance saves a party's working stance: that party's alone.
var SetStance = app.NewCommand("home.set_stance", setStance)

func setStance(ctx context.Context, u *app.Unit, in StanceInput) (Done, error) {
	c, err := atHome(ctx, u, in.Matter, in.Party)
	if err != nil {
		return Done{}, err
	}
	if err := c.Matter.Can(matter.PrepareHome); err != nil {
		return Done{}, err
	}
	if !in.Stance.Valid() {
		return Done{}, fault.New(fault.Invalid, "stance.missing").On("stance")
	}
	text, err := matter.CheckNote(in.Text, "text", true)
	if err != nil {
		return Done{}, err
	}
	s := matter.OwnStance{Party: in.Party, Matter: c.Matter.ID, Stance: in.Stance, Text: text,
		ChangedBy: u.Viewer.Person, ChangedAt: u.Now, Version: in.Version}
	if err := u.Own.SetStance(ctx, s); err != nil {
		return Done{}, err
	}
	u.Announce(app.Event{Type: "home.stance_set", Object: c.Matter.ID, Version: in.Version + 1, Party: in.Party, Record: s, Private: true})
	return Done{c.Matter.ID, in.Version + 1}, nil
}

// NoteInput is a working note of a party.
type NoteInput struct{ Matter, Party, Text string }

// Noted names a note.
type Noted struct{ ID string }

// AddNote adds a working note: the party's alone.
var AddNote = app.NewCommand("home.add_note", addNote)

func addNote(ctx context.Context, u *app.Unit, in NoteInput) (Noted, error) {
	c, err := atHome(ctx, u, in.Matter, in.Party)
	if err != nil {
		return Noted{}, err
	}
	text, err := matter.CheckNote(in.Text, "text", false)
	if err != nil {
		return Noted{}, err
	}
	n := matter.Note{Party: in.Party, ID: u.NewID(), Matter: c.Matter.ID, Text: text,
		WrittenBy: u.Viewer.Person, WrittenAs: u.As(c.Structure), WrittenAt: u.Now}
	if err := u.Own.AddNote(ctx, n); err != nil {
		return Noted{}, err
	}
	u.Announce(app.Event{Type: "home.note_added", Object: c.Matter.ID, Party: in.Party, Record: n, Private: true})
	return Noted{n.ID}, nil
}

// ShareInput names the party and the matter whose stance it shares. Version is
// the stance's as it was read, so that what is shared is what was seen.
type ShareInput struct {
	Matter, Party string
	Version       int64
}

// Shared names a stance that was shared.
type Shared struct{ ID string }

// ShareStance shares a party's working stance with everybody who may open the
// matter: an immutable copy is made, the working stance stays the party's own.
var ShareStance = app.NewCommand("home.share", shareStance)

func shareStance(ctx context.Context, u *app.Unit, in ShareInput) (Shared, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Shared{}, err
	}
	if err := u.Require(access.ShareStance(in.Party)); err != nil {
		return Shared{}, err
	}
	if err := c.Matter.Can(matter.PrepareHome); err != nil {
		return Shared{}, err
	}
	own, err := u.Own.OwnStance(ctx, in.Party, c.Matter.ID)
	if err != nil {
		return Shared{}, err
	}
	if own.Version != in.Version {
		return Shared{}, fault.New(fault.Conflict, "conflict.changed")
	}
	s, err := matter.Share(own, u.NewID(), u.Viewer.Person, u.As(c.Structure), u.Now)
	if err != nil {
		return Shared{}, err
	}
	if err := u.Guard(ctx, app.Opening{Matter: c.Matter.ID, Inside: true, Texts: []app.Said{{Field: "text", Text: s.Text}}}); err != nil {
		return Shared{}, err
	}
	if err := u.Own.AddSharedStance(ctx, s); err != nil {
		return Shared{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventShared, Party: in.Party, Args: []string{string(s.Stance)}}); err != nil {
		return Shared{}, err
	}
	u.Announce(app.Event{Type: "home.stance_shared", Object: c.Matter.ID, Party: in.Party, Record: s})
	return Shared{s.ID}, nil
}
