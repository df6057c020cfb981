// Package structures takes county structures into use: at once by those who run
// the installation, or proposed by one, compared, and approved by another.
package structures

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Commands lists the use cases for the catalogue.
func Commands() []app.Runnable {
	return []app.Runnable{use, practiceInForce, propose, edit, Approve, Withdraw, List, Page, Open, preview}
}

// UseInput is a structure file that was read, with the practice file that goes
// with it, and the day from which it is in force.
type UseInput struct {
	Name     string
	Source   []byte
	Practice []byte // nil for none
	From     workday.Date
}

// Use reads and checks a structure file, and takes it into use from a day. A
// file with an error changes nothing: the error of read is handed back as it
// is, with all its places. It gives the id of the version.
func Use(ctx context.Context, sys *app.System, who access.Viewer, read app.ReadStructure, in UseInput) (string, error) {
	s, err := read(in.Name, in.Source, in.Practice)
	if err != nil {
		return "", err
	}
	return use.Do(ctx, sys, who, useInput{UseInput: in, Structure: s.ID, Valid: s.Valid})
}

type useInput struct {
	UseInput
	Structure string
	Valid     structure.Period
}

var use = app.NewCommand("structure.use", func(ctx context.Context, u *app.Unit, in useInput) (string, error) {
	if err := u.Require(access.UseStructure()); err != nil {
		return "", err
	}
	if _, err := workday.Parse(string(in.From)); err != nil {
		return "", fault.New(fault.Invalid, "structure.from_day", string(in.From)).On("from").Because(err)
	}
	if in.From < in.Valid.From {
		return "", fault.New(fault.Invalid, "structure.before_valid", string(in.From), string(in.Valid.From)).On("from")
	}
	before, err := u.Versions().Structure(ctx)
	if err != nil {
		return "", err
	}
	if before != "" && before != in.Structure {
		return "", fault.New(fault.Invalid, "structure.another", before, in.Structure)
	}
	v := store.StructureVersion{ID: u.NewID(), Structure: in.Structure, From: in.From, Name: in.Name, Source: in.Source, Practice: in.Practice, Hash: hash(in.Source, in.Practice), By: u.Viewer.Account}
	if err := u.Versions().Add(ctx, v, u.Now); err != nil {
		return "", err
	}
	u.Announce(app.Event{Type: "structure.used", Object: v.ID, Version: 1, Record: map[string]string{"structure": v.Structure, "from": string(v.From), "name": v.Name, "hash": v.Hash}})
	return v.ID, nil
})
