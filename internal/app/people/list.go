package people

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// ListInput asks who acts for a party on a day; Party "" is everybody in the
// county, for the operator. Day "" is today.
type ListInput struct {
	Party string
	Day   workday.Date
}

// View is the memberships of a day with names and addresses.
type View struct {
	Party     string
	PartyName string
	Day       workday.Date
	Members   []store.Who
}

// List gives the memberships to those who keep them.
var List = app.NewQuery("people.list", list)

func list(ctx context.Context, u *app.Unit, in ListInput) (View, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return View{}, err
	}
	v := View{Party: in.Party, Day: in.Day}
	if v.Day == "" {
		v.Day = u.Today
	}
	if in.Party != "" {
		p := s.Party(in.Party)
		if p == nil {
			return View{}, fault.New(fault.NotFound, "party.not_found")
		}
		v.PartyName = p.Name
	}
	if err := u.Require(access.AdministratePeople(in.Party)); err != nil {
		return View{}, err
	}
	if in.Party == "" {
		v.Members, err = u.Own.Members(ctx, v.Day)
	} else {
		v.Members, err = u.Own.AtParty(ctx, in.Party, v.Day)
	}
	return v, err
}
