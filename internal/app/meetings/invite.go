package meetings

import (
	"context"
	"net/mail"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
)

// InviteInput invites somebody who is no member to a meeting, or to one item.
type InviteInput struct {
	Meeting string
	Person  string
	Item    string // "" for the whole meeting
}

// Invite invites somebody to a meeting or to one item of it, with access to that
// alone (adjungering).
var Invite = app.NewCommand("meeting.invite", invite)

func invite(ctx context.Context, u *app.Unit, in InviteInput) (Planned, error) {
	t, err := invitesTo(ctx, u, in.Meeting, in.Item)
	if err != nil {
		return Planned{}, err
	}
	if _, err := u.Own.Person(ctx, in.Person); err != nil {
		return Planned{}, err
	}
	if err := u.Own.AddInvite(ctx, t.m.ID, in.Person, in.Item, u.Now); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.invited", Object: t.m.ID, Record: in, Meeting: t.m.ID})
	return Planned{ID: t.m.ID}, nil
}

// Uninvite takes an invitation back.
var Uninvite = app.NewCommand("meeting.uninvite", uninvite)

func uninvite(ctx context.Context, u *app.Unit, in InviteInput) (Planned, error) {
	t, err := invitesTo(ctx, u, in.Meeting, in.Item)
	if err != nil {
		return Planned{}, err
	}
	if err := u.Own.RemoveInvite(ctx, t.m.ID, in.Person, in.Item); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.uninvited", Object: t.m.ID, Record: in, Meeting: t.m.ID})
	return Planned{ID: t.m.ID}, nil
}

// invitesTo reads a meeting for somebody who may invite to it, or to an item of it.
func invitesTo(ctx context.Context, u *app.Unit, id, item string) (table, error) {
	t, err := tableOf(ctx, u, id, 0)
	if err != nil {
		return t, err
	}
	if err := u.Require(u.At(t.m, access.SetAgenda)); err != nil {
		return t, err
	}
	if err := t.m.Can(meeting.SetAgenda); err != nil {
		return t, err
	}
	if item != "" {
		_, err = t.agenda.Item(item)
	}
	return t, err
}

// CoOptInput invites somebody by name and address, who need not have been here
// before, to a meeting or to one item of it.
type CoOptInput struct {
	Meeting string
	Item    string // "" for the whole meeting
	Name    string
	Email   string
}

// CoOpt invites an expert or somebody else from outside. Whose address it is
// already is invited as that person; the answer is the same, so that nobody finds
// out by it who is known here.
var CoOpt = app.NewCommand("meeting.co_opt", coOpt)

func coOpt(ctx context.Context, u *app.Unit, in CoOptInput) (Planned, error) {
	t, err := invitesTo(ctx, u, in.Meeting, in.Item)
	if err != nil {
		return Planned{}, err
	}
	in.Name, in.Email = strings.Join(strings.Fields(in.Name), " "), strings.TrimSpace(in.Email)
	if in.Name == "" || len(in.Name) > 200 {
		return Planned{}, fault.New(fault.Invalid, "invite.name").On("name")
	}
	if a, err := mail.ParseAddress(in.Email); err != nil || a.Address != in.Email {
		return Planned{}, fault.New(fault.Invalid, "invite.email").On("email")
	}
	p, known, err := u.Own.PersonByEmail(ctx, in.Email)
	if err != nil {
		return Planned{}, err
	}
	if !known {
		p = people.Person{ID: u.NewID(), Name: in.Name, Email: in.Email}
		if err := u.Own.AddPerson(ctx, p, u.Now); err != nil {
			return Planned{}, err
		}
	}
	if err := u.Own.AddInvite(ctx, t.m.ID, p.ID, in.Item, u.Now); err != nil {
		return Planned{}, err
	}
	u.Announce(app.Event{Type: "meeting.invited", Object: t.m.ID, Record: InviteInput{in.Meeting, p.ID, in.Item}, Meeting: t.m.ID})
	return Planned{ID: t.m.ID}, nil
}
