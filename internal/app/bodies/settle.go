package bodies

import (
	"context"
	"errors"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/local"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// settingOf gives what is settled about a body, or nil.
func settingOf(list []local.Setting, body string) *local.Setting {
	if i := slices.IndexFunc(list, func(x local.Setting) bool { return x.Body == body }); i >= 0 {
		return &list[i]
	}
	return nil
}

// local puts into the page what is settled about its body.
func (v *View) local(text *structure.Structure, settings []local.Setting) {
	if v.Local = settingOf(settings, v.Body.ID); v.Local != nil {
		v.Stale = local.Stale(text, *v.Local)
	}
}

// names tells whether a person is one of those whom the text lets settle a body.
func names(text *structure.Structure, body string, held []people.Membership, day workday.Date, person string) bool {
	who, _ := local.Named(text, body, held, day)
	return person != "" && slices.ContainsFunc(who, func(m people.Membership) bool { return m.Person == person })
}

// SettleView is what the form of a body that is settled locally needs.
type SettleView struct {
	Structure *structure.Structure // as its text is, nothing settled in it
	Body      *structure.Body
	Settings  []local.Setting // of the body, by the day from which they hold
	Rules     []rule.Ref      // that name who settles it
	Today     workday.Date
}

// SettleForm gives the form of a body that the structure leaves to those it
// names, to them.
var SettleForm = app.NewQuery("body.settle_form", func(ctx context.Context, u *app.Unit, body string) (SettleView, error) {
	v := SettleView{Today: u.Today}
	var err error
	if v.Structure, v.Body, v.Rules, err = settling(ctx, u, body); err != nil {
		return SettleView{}, err
	}
	v.Settings, err = u.Own.SettingsOf(ctx, body)
	return v, err
})

// settling gives a body that is left open to somebody whom the structure names
// for it.
func settling(ctx context.Context, u *app.Unit, body string) (*structure.Structure, *structure.Body, []rule.Ref, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	b := s.Body(body)
	if b == nil {
		return nil, nil, nil, fault.New(fault.NotFound, "body.not_found")
	}
	members, err := u.Own.Members(ctx, u.Today)
	if err != nil {
		return nil, nil, nil, err
	}
	held := make([]people.Membership, len(members))
	for i, m := range members {
		held[i] = m.Membership
	}
	who, rules := local.Named(s, body, held, u.Today)
	named := ""
	if local.Open(b) && slices.ContainsFunc(who, func(m people.Membership) bool { return m.Person == u.Viewer.Person }) {
		named = u.Viewer.Person
	}
	return s, b, rules, u.Require(access.SettleBody(named))
}

// Settle writes down what has been settled locally about a body, from a day on.
// What holds before stays as it was. What goes against the text is refused with
// its rule.
var Settle = app.NewCommand("body.settle", func(ctx context.Context, u *app.Unit, in local.Setting) (string, error) {
	x := in.Tidy()
	s, b, _, err := settling(ctx, u, x.Body)
	if err != nil {
		return "", err
	}
	if x.From != "" { // it is held to the text of the day from which it holds
		of, err := u.StructureOn(ctx, x.From)
		if errors.Is(err, fault.NotFound) || err == nil && of.Body(b.ID) == nil {
			return "", fault.New(fault.Invalid, "local.from_nothing", x.From).On("from")
		}
		if err != nil {
			return "", err
		}
		s = of
	}
	if err := local.Check(s, x, u.Today); err != nil {
		return "", err
	}
	o := app.Opening{}
	for _, d := range append(slices.Clone(x.Duties), x.DecidedBy) {
		o.Says("text", d)
	}
	if err := u.Guard(ctx, o); err != nil {
		return "", err
	}
	were, err := u.Own.SettingsOf(ctx, b.ID)
	if err != nil {
		return "", err
	}
	if n := len(were); n > 0 && x.From < were[n-1].From {
		return "", fault.New(fault.Invalid, "local.from_before", were[n-1].From).On("from")
	}
	x.ID, x.As = u.NewID(), u.As(s)
	if err := u.Own.AddSetting(ctx, x, u.Now); err != nil {
		return "", err
	}
	u.Announce(app.Event{Type: "body.settled", Object: x.ID, Version: 1, Record: x})
	return x.ID, nil
})
