package structures_test

import (
	"context"
	"errors"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/structures"
	"samverk/internal/fault"
)

// What is in force is opened, checked, compared and saved as a proposal; to those
// who may not propose it does not exist.
func TestEditInForce(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		setUp(t, sys)
		ctx := context.Background()
		secretary := at("secretary", "council", access.Secretary)
		for name, who := range map[string]access.Viewer{"a member": at("member", "council", access.Member), "a local group": at("local", "group", access.Chair), "nobody": apptest.Nobody()} {
			if _, err := structures.Open.Do(ctx, sys, who, structures.OpenInput{}); !errors.Is(err, fault.NotFound) {
				t.Errorf("%s opens: %v", name, err)
			}
			if _, err := structures.Draft(ctx, sys, who, structures.DraftInput{Source: []byte("two"), Preview: true}); !errors.Is(err, fault.NotFound) {
				t.Errorf("%s checks: %v", name, err)
			}
			if _, err := structures.Save(ctx, sys, who, structures.SaveInput{Source: []byte("two"), Note: "x"}); !errors.Is(err, fault.NotFound) {
				t.Errorf("%s saves: %v", name, err)
			}
		}
		o, err := structures.Open.Do(ctx, sys, secretary, structures.OpenInput{})
		if err != nil || o.Source != "one" || o.Name != "county.yaml" || o.Mark == "" || o.Proposal != nil || len(o.Coming) != 0 {
			t.Fatalf("%+v, %v", o, err)
		}
		d, err := structures.Draft(ctx, sys, secretary, structures.DraftInput{Source: []byte("broken"), Preview: true})
		if err != nil || len(d.Mistakes) != 1 || d.View != nil {
			t.Errorf("%+v, %v", d, err)
		}
		d, err = structures.Draft(ctx, sys, secretary, structures.DraftInput{Source: []byte("two"), Preview: true})
		if err != nil || d.View == nil || len(d.View.Comparison.Changes) != 1 || d.View.From != app.Today(clock.Now()) {
			t.Errorf("%+v, %v", d, err)
		}
		if d, err = structures.Draft(ctx, sys, secretary, structures.DraftInput{Source: []byte("another county"), Preview: true}); !errors.Is(err, fault.Invalid) || d.Opened.Source != "one" {
			t.Errorf("another county: %+v, %v", d, err)
		}
		in := structures.SaveInput{Opened: o.Mark, Source: []byte("two"), Note: "En plats till", From: app.Today(clock.Now()).Add(3)}
		var wrong *structures.Wrong
		broken := in
		broken.Source = []byte("broken")
		if _, err := structures.Save(ctx, sys, secretary, broken); !errors.As(err, &wrong) {
			t.Errorf("a broken file is saved: %v", err)
		}
		id, err := structures.Save(ctx, sys, secretary, in)
		if err != nil {
			t.Fatal(err)
		}
		v, err := structures.Page.Do(ctx, sys, secretary, id)
		if err != nil || v.Note != in.Note || v.From != in.From || len(v.Comparison.Changes) != 1 {
			t.Errorf("%+v, %v", v, err)
		}
		// Approved, it is what comes; what was opened before then is the older one.
		if _, err := structures.Approve.Do(ctx, sys, at("chair", "council", access.Chair), structures.SettleInput{Proposal: id, Version: 1}); err != nil {
			t.Fatal(err)
		}
		if o, err = structures.Open.Do(ctx, sys, secretary, structures.OpenInput{}); err != nil || len(o.Coming) != 1 || o.Coming[0] != in.From || o.Source != "one" {
			t.Errorf("%+v, %v", o, err)
		}
		if o, err = structures.Open.Do(ctx, sys, secretary, structures.OpenInput{On: in.From}); err != nil || o.Source != "two" {
			t.Errorf("%+v, %v", o, err)
		}
		in.On = in.From
		if _, err := structures.Save(ctx, sys, secretary, in); !errors.Is(err, fault.Conflict) {
			t.Errorf("saved though another version has come: %v", err)
		}
		in.Opened = o.Mark
		if _, err := structures.Save(ctx, sys, secretary, in); err != nil {
			t.Error(err)
		}
	})
}

// A proposal that waits is edited by any who may propose; nobody saves over what
// they have not seen, and whoever saved it last doesn't approve it.
func TestEditProposal(t *testing.T) {
	apptest.Each(t, nil, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		setUp(t, sys)
		ctx := context.Background()
		secretary, chair := at("secretary", "council", access.Secretary), at("chair", "council", access.Chair)
		id, err := structures.Propose(ctx, sys, secretary, structures.ProposeInput{Name: "county.yaml", Source: []byte("two"), Note: "En plats till"})
		if err != nil {
			t.Fatal(err)
		}
		open := structures.OpenInput{Proposal: id}
		if _, err := structures.Open.Do(ctx, sys, chair, structures.OpenInput{Proposal: "none"}); !errors.Is(err, fault.NotFound) {
			t.Errorf("opened what is not there: %v", err)
		}
		o, err := structures.Open.Do(ctx, sys, chair, open)
		if err != nil || o.Source != "two" || !o.Waits || o.Proposal.ID != id {
			t.Fatalf("%+v, %v", o, err)
		}
		in := structures.SaveInput{OpenInput: open, Opened: o.Mark, Source: []byte("one"), Note: "Ändå inte", From: app.Today(clock.Now()).Add(5)}
		if _, err := structures.Save(ctx, sys, at("member", "council", access.Member), in); !errors.Is(err, fault.NotFound) {
			t.Errorf("a member saves: %v", err)
		}
		if got, err := structures.Save(ctx, sys, chair, in); err != nil || got != id {
			t.Fatalf("%q, %v", got, err)
		}
		v, err := structures.Page.Do(ctx, sys, chair, id)
		if err != nil || v.Note != in.Note || v.From != in.From || len(v.Comparison.Changes) != 0 || v.CanApprove || v.Version != 2 {
			t.Errorf("%+v, %v", v, err)
		}
		late := in
		late.Source = []byte("two")
		if _, err := structures.Save(ctx, sys, secretary, late); !errors.Is(err, fault.Conflict) {
			t.Errorf("saved over what was not seen: %v", err)
		}
		settle := structures.SettleInput{Proposal: id, Version: 1}
		if _, err := structures.Approve.Do(ctx, sys, secretary, settle); !errors.Is(err, fault.Conflict) {
			t.Errorf("approved what was not seen: %v", err)
		}
		settle.Version = 2
		if _, err := structures.Approve.Do(ctx, sys, chair, settle); !errors.Is(err, fault.Denied) {
			t.Errorf("approved by who saved it last: %v", err)
		}
		if o, err = structures.Open.Do(ctx, sys, secretary, open); err != nil {
			t.Fatal(err)
		}
		if _, err := structures.Withdraw.Do(ctx, sys, secretary, settle); err != nil {
			t.Fatal(err)
		}
		late.Opened = o.Mark
		if _, err := structures.Save(ctx, sys, secretary, late); !errors.Is(err, fault.Conflict) {
			t.Errorf("saved after it was withdrawn: %v", err)
		}
		// What was withdrawn can be gone on with: as a new proposal.
		if o, err = structures.Open.Do(ctx, sys, secretary, open); err != nil || o.Waits || o.Source != "one" {
			t.Fatalf("%+v, %v", o, err)
		}
		late.Opened = o.Mark
		if got, err := structures.Save(ctx, sys, secretary, late); err != nil || got == id {
			t.Errorf("%q, %v", got, err)
		}
	})
}
