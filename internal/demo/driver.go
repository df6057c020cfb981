package demo

import (
	"context"
	"fmt"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/demos"
	"samverk/internal/app/portals"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Driver acts as the demo's people: it finds who may, and lets them.
type Driver struct {
	sys     *app.System
	clock   *Clock
	story   Story
	s       *structure.Structure
	persons []person
	tales   []*tale
	talks   map[string]int // by body: which talk of the story comes next
	circles []*circle
	by      map[string]access.Viewer // viewers made so far, by person
	ahead   ahead
}

// person is somebody with everything that is held today.
type person struct {
	ID, Name, Email string
	Held            []people.Membership
}

// load reads the structure in force and who everybody is.
func (d *Driver) load(ctx context.Context) error {
	f, err := portals.Look.Do(ctx, d.sys, access.TheSystem(), struct{}{})
	if err != nil {
		return err
	}
	if f.Structure == nil {
		return fmt.Errorf("no structure is in force on %s", f.Today)
	}
	d.s, d.by = f.Structure, map[string]access.Viewer{}
	all, err := demos.People.Do(ctx, d.sys, access.TheSystem(), struct{}{})
	if err != nil {
		return err
	}
	d.persons = nil
	at := map[string]int{}
	for _, w := range all {
		i, ok := at[w.Person]
		if !ok {
			i = len(d.persons)
			at[w.Person] = i
			d.persons = append(d.persons, person{ID: w.Person, Name: w.Name, Email: w.Email})
		}
		d.persons[i].Held = append(d.persons[i].Held, w.Membership)
	}
	return nil
}

// secretaries are the roles that can keep a body's meetings, the likeliest
// first.
func secretaries() []people.Role {
	return []people.Role{"secretary", "coordinator", "support", "convener", "chair"}
}

// find gives the person with the first of the roles that somebody holds: in a
// body (for a party, or "" for any), or at home in a party.
func (d *Driver) find(body, party string, roles ...people.Role) (person, bool) {
	for _, r := range roles {
		for _, p := range d.persons {
			for _, m := range p.Held {
				if m.Role == r && m.Body == body && (party == "" || m.Party == party) {
					return p, true
				}
			}
		}
	}
	return person{}, false
}

// holder gives the viewer of whom find finds.
func (d *Driver) holder(body, party string, roles ...people.Role) (access.Viewer, bool) {
	p, ok := d.find(body, party, roles...)
	if !ok {
		return access.Viewer{}, false
	}
	return d.viewer(p), true
}

// viewer gives somebody as the use cases know them. The account's id stands for
// one that is made when somebody signs in as this person.
func (d *Driver) viewer(p person) access.Viewer {
	if v, ok := d.by[p.ID]; ok {
		return v
	}
	v := access.New("demo-"+p.ID, p.ID, p.Name, p.Held, app.Today(d.clock.Now()))
	d.by[p.ID] = v
	return v
}

// SignIn opens a session as a person, by an invitation and a password as anybody
// would, and gives its token.
func (d *Driver) SignIn(ctx context.Context, id string) (token string, err error) {
	i := slices.IndexFunc(d.persons, func(p person) bool { return p.ID == id })
	if i < 0 {
		return "", fmt.Errorf("nobody in the demo has the id %q", id)
	}
	p := d.persons[i]
	inv, err := accounts.Invite.Do(ctx, d.sys, theOperator(), accounts.InviteInput{Email: p.Email})
	if err != nil {
		return "", err
	}
	password, err := d.sys.NewToken()
	if err != nil {
		return "", err
	}
	// A place of its own for each, so that the limit on tries never ends a
	// demonstration.
	from := "demo " + inv.Account + " " + password[:8]
	if err := accounts.AcceptInvite(ctx, d.sys, accounts.AcceptInput{Token: inv.Token, Password: password, Address: from}); err != nil {
		return "", err
	}
	in, err := accounts.SignIn(ctx, d.sys, accounts.SignInInput{Email: p.Email, Password: password, Address: from, Agent: "demo"})
	return in.Token, err
}

// Name gives the name of a party or body.
func (d *Driver) Name(id string) string {
	if p := d.s.Party(id); p != nil {
		return p.Name
	}
	if b := d.s.Body(id); b != nil {
		return b.Name.In("sv")
	}
	return id
}

// until gives the number of days from one day to another, at least 0.
func until(from, to workday.Date) int { return max(0, to.Sub(from)) }
