package structures

import (
	"context"
	"strconv"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// Mark tells what was opened to be edited and how it stood: a version in use, or
// a proposal as it was saved last. What is saved hands it back, so that nobody
// saves over what they have not seen.
type Mark string

func inForce(v store.StructureVersion) Mark { return Mark("version:" + v.ID) }

func saved(p store.StructureProposal) Mark {
	return Mark("proposal:" + strconv.FormatInt(p.RowVersion, 10))
}

// ofProposal tells whether the mark is of a proposal, which then is what is saved.
func (m Mark) ofProposal() bool { return strings.HasPrefix(string(m), "proposal:") }

// OpenInput says what to edit: a proposal, or the version that is in force on a
// day.
type OpenInput struct {
	Proposal string
	On       workday.Date // "" for today
}

func (in OpenInput) on(today workday.Date) workday.Date {
	if in.On == "" {
		return today
	}
	return in.On
}

// Opened is a structure file that is open to be edited, with the practice that
// goes with it unchanged.
type Opened struct {
	Mark      Mark
	Proposal  *Proposal // nil when a version in use was opened
	Waits     bool      // the proposal waits to be approved: to save is to change it, otherwise a new one is made
	Name      string
	Source    string
	Practice  []byte
	Since     workday.Date         // from which the version in use holds
	Coming    []workday.Date       // from which approved versions will hold
	Structure *structure.Structure // in force today
	Today     workday.Date
}

// Open gives a file to those who may propose a structure; to others it does not
// exist.
var Open = app.NewQuery("structure.open", func(ctx context.Context, u *app.Unit, in OpenInput) (Opened, error) {
	s, err := mayPropose(ctx, u)
	if err != nil {
		return Opened{}, err
	}
	v, err := u.Versions().InForce(ctx, in.on(u.Today))
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Mark: inForce(v), Structure: s, Today: u.Today, Since: v.From}
	days, err := u.StructureDays(ctx)
	if err != nil {
		return Opened{}, err
	}
	for _, d := range days {
		if d > u.Today {
			o.Coming = append(o.Coming, d)
		}
	}
	if in.Proposal == "" {
		if v, err = u.Versions().Load(ctx, v.ID); err != nil {
			return Opened{}, err
		}
		o.Name, o.Source, o.Practice = v.Name, string(v.Source), v.Practice
		return o, nil
	}
	p, err := u.Versions().Proposal(ctx, in.Proposal)
	if err != nil {
		return Opened{}, err
	}
	x := proposalOf(u, p)
	o.Proposal, o.Name, o.Source, o.Practice = &x, p.Name, string(p.Source), p.Practice
	if o.Waits = p.State == store.Proposed; o.Waits {
		o.Mark = saved(p)
	}
	return o, nil
})

// mayPropose gives the structure in force to those who may propose another.
func mayPropose(ctx context.Context, u *app.Unit) (*structure.Structure, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	needs := app.AtForemost(s, access.ProposeStructure)
	if !u.MayAny(needs...) {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	return s, u.RequireAny(needs...)
}

// DraftInput is a file as it stands while it is edited.
type DraftInput struct {
	OpenInput
	Source  []byte
	From    workday.Date // from which it would hold, "" when that is not said
	Preview bool         // also what it would change
}

// Drafted is what is to be told of a file that is edited.
type Drafted struct {
	Opened   Opened
	Mistakes []structure.Mistake // by line: errors, warnings, hints
	View     *View               // what it would change; nil when that was not asked or the file can't be used
}

// Draft reads and checks a file that is edited and keeps nothing of it.
func Draft(ctx context.Context, sys *app.System, who access.Viewer, in DraftInput) (Drafted, error) {
	d, s, err := examine(ctx, sys, who, in.OpenInput, in.Source)
	if err != nil || s == nil || !in.Preview {
		return d, err
	}
	if s.ID != d.Opened.Structure.ID {
		return d, fault.New(fault.Invalid, "structure.another", d.Opened.Structure.ID, s.ID).On("source")
	}
	v, err := preview.Do(ctx, sys, who, previewInput{After: s, From: in.From})
	if err != nil {
		return d, err
	}
	d.View = &v
	return d, nil
}

// examine gives what was opened, what is to be told of the file as it is now, and
// its structure, nil when it can't be used.
func examine(ctx context.Context, sys *app.System, who access.Viewer, in OpenInput, source []byte) (Drafted, *structure.Structure, error) {
	o, err := Open.Do(ctx, sys, who, in)
	if err != nil {
		return Drafted{}, nil, err
	}
	s, found := sys.Structures.Examine(o.Name, source, o.Practice)
	return Drafted{Opened: o, Mistakes: found}, s, nil
}

type previewInput struct {
	After *structure.Structure
	From  workday.Date
}

// preview compares a structure that is kept nowhere with the one in force.
var preview = app.NewQuery("structure.preview", func(ctx context.Context, u *app.Unit, in previewInput) (View, error) {
	s, err := mayPropose(ctx, u)
	if err != nil {
		return View{}, err
	}
	if in.After == nil {
		return View{}, fault.New(fault.Invalid, "structure.no_source").On("source")
	}
	v := View{Before: s, After: in.After}
	v.From = workday.Later(workday.Later(in.From, in.After.Valid.From), u.Today)
	return v, v.compare(ctx, u)
})

// SaveInput is a file that was edited, to be kept as a proposal.
type SaveInput struct {
	OpenInput
	Opened Mark // as Open gave it
	Source []byte
	Note   string
	From   workday.Date // as in ProposeInput
}

// Save checks a file that was edited and keeps it: as the proposal that was
// opened, while that waits, otherwise as a new one. A file with an error keeps
// nothing: the error is *Wrong. When somebody else has saved the proposal since,
// or another version is in force, it is fault.Conflict. It gives the id of the
// proposal.
func Save(ctx context.Context, sys *app.System, who access.Viewer, in SaveInput) (string, error) {
	d, s, err := examine(ctx, sys, who, in.OpenInput, in.Source)
	if err != nil {
		return "", err
	}
	if s == nil {
		return "", &Wrong{d.Mistakes}
	}
	p := proposeInput{Structure: s.ID, Valid: s.Valid, Practice: d.Opened.Practice,
		ProposeInput: ProposeInput{Name: d.Opened.Name, Source: in.Source, Note: in.Note, From: in.From, Opened: in.Opened, On: in.On}}
	if in.Opened.ofProposal() {
		return edit.Do(ctx, sys, who, editInput{proposeInput: p, Proposal: in.Proposal})
	}
	return propose.Do(ctx, sys, who, p)
}

type editInput struct {
	proposeInput
	Proposal string
}

// edit keeps another text of a proposal that waits. Whoever saved it last is who
// proposes it: others approve it.
var edit = app.NewCommand("structure.edit_proposal", func(ctx context.Context, u *app.Unit, in editInput) (string, error) {
	s, err := mayPropose(ctx, u)
	if err != nil {
		return "", err
	}
	p, err := u.Versions().Proposal(ctx, in.Proposal)
	if err != nil {
		return "", err
	}
	if p.State != store.Proposed {
		return "", fault.New(fault.Conflict, "structure.settled_since")
	}
	if in.Opened != saved(p) {
		return "", fault.New(fault.Conflict, "structure.edited_since", p.As, p.At)
	}
	if p.From, err = in.day(s, u.Today); err != nil {
		return "", err
	}
	p.Source, p.Note, p.By, p.As = in.Source, strings.TrimSpace(in.Note), u.Viewer.Account, u.As(s)
	if err := u.Versions().Edit(ctx, p, u.Now); err != nil {
		return "", err
	}
	u.Announce(app.Event{Type: "structure.proposal_edited", Object: p.ID, Version: p.RowVersion + 1,
		Record: map[string]string{"structure": p.Structure, "from": string(p.From), "name": p.Name, "hash": hash(p.Source, p.Practice)}})
	return p.ID, nil
})
