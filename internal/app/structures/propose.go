package structures

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/compare"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// ProposeInput is a new version of the structure that somebody proposes.
type ProposeInput struct {
	Name   string
	Source []byte
	Note   string       // what it is for
	From   workday.Date // "" is the day that the file says, or today when that has passed
	Opened Mark         // what it was made from, "" when that is not known
	On     workday.Date // the day that the version it was made from was in force, "" for today
}

// Wrong is a proposed file that can't be used: everything that is wrong in it.
// Nothing has been kept.
type Wrong struct{ Mistakes []structure.Mistake }

func (w *Wrong) Error() string { return fmt.Sprintf("%d mistakes", len(w.Mistakes)) }

// Unwrap makes errors.Is(err, fault.Invalid) hold.
func (w *Wrong) Unwrap() error { return fault.Invalid }

// Propose checks a structure file and keeps it as a proposal, with who and when.
// A file with an error keeps nothing: the error is *Wrong. It gives the id of
// the proposal. What is in force is the same as before.
func Propose(ctx context.Context, sys *app.System, who access.Viewer, in ProposeInput) (string, error) {
	practice, err := practiceInForce.Do(ctx, sys, who, struct{}{})
	if err != nil {
		return "", err
	}
	s, found := sys.Structures.Examine(in.Name, in.Source, practice)
	if s == nil {
		return "", &Wrong{found}
	}
	return propose.Do(ctx, sys, who, proposeInput{ProposeInput: in, Structure: s.ID, Valid: s.Valid, Practice: practice})
}

// practiceInForce gives the county's own numbers, which go with a new version
// too, to those who may propose one.
var practiceInForce = app.NewQuery("structure.practice", func(ctx context.Context, u *app.Unit, _ struct{}) ([]byte, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return nil, err
	}
	if err := u.RequireAny(app.AtForemost(s, access.ProposeStructure)...); err != nil {
		return nil, err
	}
	v, err := u.Versions().InForce(ctx, u.Today)
	if err != nil {
		return nil, err
	}
	v, err = u.Versions().Load(ctx, v.ID)
	return v.Practice, err
})

type proposeInput struct {
	ProposeInput
	Structure string
	Valid     structure.Period
	Practice  []byte
}

var propose = app.NewCommand("structure.propose", func(ctx context.Context, u *app.Unit, in proposeInput) (string, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return "", err
	}
	if err := u.RequireAny(app.AtForemost(s, access.ProposeStructure)...); err != nil {
		return "", err
	}
	from, err := in.day(s, u.Today)
	if err != nil {
		return "", err
	}
	if in.Opened != "" {
		v, err := u.Versions().InForce(ctx, OpenInput{On: in.On}.on(u.Today))
		if err != nil {
			return "", err
		}
		if in.Opened != inForce(v) {
			return "", fault.New(fault.Conflict, "structure.newer_in_force")
		}
	}
	p := store.StructureProposal{ID: u.NewID(), Structure: in.Structure, From: from, Name: in.Name, Note: strings.TrimSpace(in.Note),
		Source: in.Source, Practice: in.Practice, By: u.Viewer.Account, As: u.As(s)}
	if err := u.Versions().Propose(ctx, p, u.Now); err != nil {
		return "", err
	}
	u.Announce(app.Event{Type: "structure.proposed", Object: p.ID, Version: 1, Record: map[string]string{"structure": p.Structure, "from": string(p.From), "name": p.Name, "hash": hash(p.Source, p.Practice)}})
	return p.ID, nil
})

// day gives the day from which what is proposed would hold, or what is wrong with
// the proposal. s is in force.
func (in proposeInput) day(s *structure.Structure, today workday.Date) (workday.Date, error) {
	if s.ID != in.Structure {
		return "", fault.New(fault.Invalid, "structure.another", s.ID, in.Structure).On("source")
	}
	if strings.TrimSpace(in.Note) == "" {
		return "", fault.New(fault.Invalid, "structure.no_note").On("note")
	}
	from := in.From
	if from == "" {
		from = workday.Later(in.Valid.From, today)
	}
	switch {
	case from < today:
		return "", fault.New(fault.Invalid, "structure.from_past", from).On("from")
	case from < in.Valid.From:
		return "", fault.New(fault.Invalid, "structure.before_valid", from, in.Valid.From).On("from")
	}
	return from, nil
}

func hash(source, practice []byte) string {
	h := sha256.New()
	h.Write(source)
	h.Write([]byte{0})
	h.Write(practice)
	return hex.EncodeToString(h.Sum(nil))
}

// SettleInput names a proposal as it was read.
type SettleInput struct {
	Proposal string
	Version  int64
}

// Approve takes a proposal into use from its day, or from today when that has
// passed: what was done before stays judged by the rules of its day. Nobody
// approves what they have proposed themselves.
var Approve = app.NewCommand("structure.approve", func(ctx context.Context, u *app.Unit, in SettleInput) (string, error) {
	p, s, err := toSettle(ctx, u, in, access.ApproveStructure)
	if err != nil {
		return "", err
	}
	if p.By == u.Viewer.Account {
		return "", fault.New(fault.Denied, "structure.own_proposal")
	}
	if _, _, err := u.ReadStructure(p.Name, p.Source, p.Practice); err != nil {
		return "", err
	}
	v := store.StructureVersion{ID: u.NewID(), Structure: p.Structure, From: workday.Later(p.From, u.Today), Name: p.Name, Source: p.Source, Practice: p.Practice,
		Hash: hash(p.Source, p.Practice), By: u.Viewer.Account}
	if err := u.Versions().Add(ctx, v, u.Now); err != nil {
		return "", err
	}
	p.State, p.DecidedAs, p.BecameID = store.Approved, u.As(s), v.ID
	if err := u.Versions().Settle(ctx, p, u.Now); err != nil {
		return "", err
	}
	u.Announce(app.Event{Type: "structure.approved", Object: p.ID, Version: p.RowVersion + 1, Record: map[string]string{"version": v.ID}},
		app.Event{Type: "structure.used", Object: v.ID, Version: 1, Record: map[string]string{"structure": v.Structure, "from": string(v.From), "name": v.Name, "hash": v.Hash}})
	return v.ID, nil
})

// Withdraw takes a proposal back.
var Withdraw = app.NewCommand("structure.withdraw", func(ctx context.Context, u *app.Unit, in SettleInput) (struct{}, error) {
	p, s, err := toSettle(ctx, u, in, access.ProposeStructure)
	if err != nil {
		return struct{}{}, err
	}
	p.State, p.DecidedAs = store.Withdrawn, u.As(s)
	if err := u.Versions().Settle(ctx, p, u.Now); err != nil {
		return struct{}{}, err
	}
	u.Announce(app.Event{Type: "structure.withdrawn", Object: p.ID, Version: p.RowVersion + 1})
	return struct{}{}, nil
})

// toSettle gives a proposal that waits, to somebody who may settle it.
func toSettle(ctx context.Context, u *app.Unit, in SettleInput, need func(string) access.Need) (store.StructureProposal, *structure.Structure, error) {
	p, err := u.Versions().Proposal(ctx, in.Proposal)
	if err != nil {
		return p, nil, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return p, nil, err
	}
	if !u.May(access.ReadProposals()) {
		return p, nil, fault.New(fault.NotFound, "not_found")
	}
	if err := u.RequireAny(app.AtForemost(s, need)...); err != nil {
		return p, nil, err
	}
	if p.State != store.Proposed {
		return p, nil, fault.New(fault.Conflict, "structure.settled")
	}
	if p.RowVersion != in.Version {
		return p, nil, fault.New(fault.Conflict, "structure.edited_since", p.As, p.At)
	}
	return p, s, nil
}

// How a proposal stands.
const (
	Proposed  = store.Proposed
	Approved  = store.Approved
	Withdrawn = store.Withdrawn
)

// Proposal is a proposal as a page shows it.
type Proposal struct {
	ID        string
	From      workday.Date
	Name      string
	Note      string
	State     string
	As        string
	At        time.Time
	DecidedAs string
	DecidedAt time.Time
	Version   int64
	Mine      bool // the viewer made it
}

func proposalOf(u *app.Unit, p store.StructureProposal) Proposal {
	return Proposal{ID: p.ID, From: p.From, Name: p.Name, Note: p.Note, State: p.State, As: p.As, At: p.At, DecidedAs: p.DecidedAs, DecidedAt: p.DecidedAt,
		Version: p.RowVersion, Mine: p.By == u.Viewer.Account}
}

// ListView is the proposals and the versions in use.
type ListView struct {
	Structure  *structure.Structure
	Proposals  []Proposal
	Since      []workday.Date // the versions in use, the newest first
	Today      workday.Date
	CanPropose bool
}

// shownProposals is how many proposals the list shows.
const shownProposals = 100

// List gives the proposals, the newest first.
var List = app.NewQuery("structure.proposals", func(ctx context.Context, u *app.Unit, _ struct{}) (ListView, error) {
	if err := u.Require(access.ReadProposals()); err != nil {
		return ListView{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return ListView{}, err
	}
	v := ListView{Structure: s, Today: u.Today, CanPropose: u.MayAny(app.AtForemost(s, access.ProposeStructure)...)}
	if v.Since, err = u.StructureDays(ctx); err != nil {
		return v, err
	}
	all, err := u.Versions().Proposals(ctx, shownProposals)
	for _, p := range all {
		v.Proposals = append(v.Proposals, proposalOf(u, p))
	}
	return v, err
})

// View is a proposal compared with what is in force.
type View struct {
	Proposal
	Before, After *structure.Structure
	Comparison    compare.Comparison
	Matters       []Matter          // whose way changes
	Asked         int               // how many matters under way were tried
	Leavers       []Leaver          // who loses a place
	Stranded      []meeting.Meeting // planned, of bodies that end
	Unchecked     []string          // registers of clauses that are not at hand
	CanApprove    bool
	CanWithdraw   bool
}

// Matter is a matter under way whose way would be another.
type Matter struct {
	Ref, Number, Title string
	Diff               compare.Rerouted
}

// Leaver is somebody who loses a place.
type Leaver struct {
	compare.Leaver
	Name string
}

// strandedMeetings is how many planned meetings of bodies that end are told.
const strandedMeetings = 200

// people finds who loses a place, and which planned meetings have no body any
// more.
func (v *View) people(ctx context.Context, u *app.Unit) error {
	on := workday.Later(v.From, u.Today)
	members, err := u.Own.Members(ctx, on)
	if err != nil {
		return err
	}
	held, names := make([]people.Membership, len(members)), map[string]string{}
	for i, m := range members {
		held[i], names[m.Person] = m.Membership, m.Name
	}
	for _, l := range compare.Leavers(v.Before, v.After, held, on) {
		v.Leavers = append(v.Leavers, Leaver{l, names[l.Person]})
	}
	ended := compare.Ended(v.Before, v.After)
	if len(ended) == 0 {
		return nil
	}
	all, err := u.Own.Meetings(ctx, ended, on, on.Add(5*366), strandedMeetings)
	for _, m := range all {
		if m.State != meeting.Held && m.State != meeting.Cancelled {
			v.Stranded = append(v.Stranded, m)
		}
	}
	return err
}

// triedMatters is how many matters under way are tried.
const triedMatters = 300

// Page gives a proposal with what it would change, and for which of the matters
// that the viewer may open.
var Page = app.NewQuery("structure.proposal", func(ctx context.Context, u *app.Unit, id string) (View, error) {
	if err := u.Require(access.ReadProposals()); err != nil {
		return View{}, err
	}
	p, err := u.Versions().Proposal(ctx, id)
	if err != nil {
		return View{}, err
	}
	v := View{Proposal: proposalOf(u, p)}
	if v.Before, err = u.Structure(ctx); err != nil {
		return View{}, err
	}
	waits := p.State == store.Proposed
	v.CanApprove = waits && !v.Mine && u.MayAny(app.AtForemost(v.Before, access.ApproveStructure)...)
	v.CanWithdraw = waits && u.MayAny(app.AtForemost(v.Before, access.ProposeStructure)...)
	if !waits {
		return v, nil
	}
	var found []structure.Mistake
	if v.After, found, err = u.ReadStructure(p.Name, p.Source, p.Practice); err != nil {
		return View{}, err
	}
	for _, m := range found {
		if m.Register != "" && !slices.Contains(v.Unchecked, m.Register) {
			v.Unchecked = append(v.Unchecked, m.Register)
		}
	}
	return v, v.compare(ctx, u)
})

// compare tells what changes, and what follows for people, meetings and the
// matters that the viewer may open.
func (v *View) compare(ctx context.Context, u *app.Unit) error {
	v.Comparison = compare.Structures(v.Before, v.After)
	v.Comparison.To = v.From
	if err := v.people(ctx, u); err != nil {
		return err
	}
	return v.matters(ctx, u)
}

// matters finds those under way whose way changes.
func (v *View) matters(ctx context.Context, u *app.Unit) error {
	rows, err := u.Own.Matters(ctx, store.MatterFilter{View: store.ViewOpen}, store.MatterCursor{}, triedMatters)
	if err != nil {
		return err
	}
	ids := make([]string, len(rows))
	at := map[string]store.MatterRow{}
	for i, r := range rows {
		ids[i], at[r.ID] = r.ID, r
	}
	courses, err := u.Routes(ctx, ids)
	if err != nil {
		return err
	}
	var list []compare.UnderWay
	for _, c := range courses {
		in := c.Input()
		in.Decided = c.Decided() // it stays decided
		list = append(list, compare.UnderWay{ID: c.Matter.ID, In: in})
	}
	v.Asked = len(list)
	for _, x := range compare.Reroute(v.Before, v.After, list, workday.Later(v.From, u.Today)) {
		r := at[x.ID]
		m := Matter{Ref: r.ID, Number: r.Number, Title: r.Title, Diff: x}
		if r.Number != "" {
			m.Ref = strings.ReplaceAll(r.Number, " ", "-")
		}
		v.Matters = append(v.Matters, m)
	}
	return nil
}
