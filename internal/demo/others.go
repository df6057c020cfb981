package demo

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app/demos"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
)

// lastDays is over how many days before their time runs out the parties that
// nobody plays say, one after the other, that they have prepared at home.
const lastDays = 10

// others lets the parties that no visitor can be do what is theirs as the clock
// passes: prepare at home before their time has run out, and carry out what is
// in force. What they decide is left to the visitor's word (DecideRest).
func (d *Driver) others(ctx context.Context) error {
	return d.sys.Batch(ctx, func(ctx context.Context) error {
		ids, err := demos.UnderWay.Do(ctx, d.sys, access.TheSystem(), struct{}{})
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := d.othersIn(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Driver) othersIn(ctx context.Context, id string) error {
	reader, ok := d.holder("", "", "coordinator")
	if !ok {
		return nil
	}
	v, err := matters.Page.Do(ctx, d.sys, reader, matters.PageInput{Ref: id})
	if err != nil {
		return nil // not open to the parties yet: nothing is theirs in it
	}
	for _, m := range v.Next {
		if m.Party == "" || d.played(m.Party) {
			continue
		}
		who, ok := d.holder("", m.Party, "coordinator")
		if !ok {
			continue
		}
		switch m.Kind {
		case string(structure.HomePreparation):
			err = d.prepared(ctx, v, who, m)
		case string(structure.Implement):
			_, err = matters.RecordImplementation.Do(ctx, d.sys, who, matters.ImplementationInput{Matter: v.Matter.ID, Who: m.Party, Note: d.story.Say.Implemented})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// prepared lets a party say that it has prepared, each on a day of its own.
func (d *Driver) prepared(ctx context.Context, v matters.View, who access.Viewer, m matters.Move) error {
	i := slices.IndexFunc(d.s.Parties, func(p structure.Party) bool { return p.ID == m.Party })
	if m.Due == "" || d.Today() < m.Due.Add(-1-i%lastDays) || !slices.ContainsFunc(v.Sent, func(s matter.Sent) bool { return s.Party == m.Party }) {
		return nil
	}
	now := v.PreparationOf(m.Party)
	if now.State.Answered() {
		return nil
	}
	_, err := homes.SetPreparation.Do(ctx, d.sys, who, homes.PreparationInput{Matter: v.Matter.ID, Party: m.Party, Version: now.Version, Contact: who.Name, State: matter.Anchored, On: d.Today()})
	return err
}

// played tells whether a visitor can be the one who does a party's work at home.
func (d *Driver) played(party string) bool {
	for _, g := range d.story.Cast {
		for _, r := range g.Roles {
			if r.Body == "" && r.Party == party && people.Role(r.Role) == "coordinator" {
				return true
			}
		}
	}
	return false
}
