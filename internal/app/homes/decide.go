package homes

import (
	"context"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// DecisionInput is what a party has decided.
type DecisionInput struct {
	Matter, Party string
	Organ         string // an organ of the party, or structure.OfficialOrgan
	DecidedOn     workday.Date
	Paragraph     string
	Outcome       matter.Outcome
	Wording       string      // the condition, reservation or changed wording
	Registration  string      // the party's own registration number
	Extract       matter.File // none in a correction: the one that is there
	Version       string      // the version of the proposal decided; "" is the one last sent
	Corrects      string      // id of the row that it corrects; CorrectPartyDecision alone
}

// Recorded names a row of the ledger, and how far the parties have come.
type Recorded struct {
	ID        string
	Decided   int // parties that have adopted
	Of        int
	InForceOn workday.Date // "" as long as somebody is missing
	Stalled   []string
}

// RecordPartyDecision records what a party has decided in a matter: a row in
// the adoption ledger, never edited. Where a rule demands a political decision,
// one by an official is refused. One that came before what the route puts first
// is recorded, and says so.
var RecordPartyDecision = app.NewCommand("home.decide", recordPartyDecision)

func recordPartyDecision(ctx context.Context, u *app.Unit, in DecisionInput) (Recorded, error) {
	in.Corrects = ""
	return decide(ctx, u, in, matter.EventPartyDecided)
}

// CorrectPartyDecision records anew what a party decided, pointing to the row
// that was wrong. The old row stays.
var CorrectPartyDecision = app.NewCommand("home.correct", correctPartyDecision)

func correctPartyDecision(ctx context.Context, u *app.Unit, in DecisionInput) (Recorded, error) {
	if in.Corrects == "" {
		return Recorded{}, fault.New(fault.Invalid, "party_decision.corrects_missing").On("corrects")
	}
	return decide(ctx, u, in, matter.EventCorrected)
}

func decide(ctx context.Context, u *app.Unit, in DecisionInput, kind matter.EventKind) (Recorded, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Recorded{}, err
	}
	if err := u.Require(access.RecordPartyDecision(in.Party)); err != nil {
		return Recorded{}, err
	}
	if err := c.Matter.Can(matter.Record); err != nil {
		return Recorded{}, err
	}
	day := c.By(in.DecidedOn) // judged by the rules of the day on which it was decided
	if !takesPart(day, structure.PartyDecisions, in.Party) {
		return Recorded{}, fault.New(fault.Conflict, "party_decision.not_needed_here", in.Party)
	}
	var old matter.PartyDecision
	if in.Corrects != "" {
		if old, err = correctable(c, in.Party, in.Corrects); err != nil {
			return Recorded{}, err
		}
	}
	if in.Version == "" {
		in.Version = c.InPlay()
	}
	extract, err := in.Extract.Check()
	if err != nil {
		return Recorded{}, err
	}
	d := matter.PartyDecision{ID: u.NewID(), Matter: c.Matter.ID, Party: in.Party, Organ: in.Organ, DecidedOn: in.DecidedOn,
		Paragraph: line(in.Paragraph), Outcome: in.Outcome, Wording: strings.TrimSpace(in.Wording), Registration: line(in.Registration),
		ExtractSHA: extract.SHA, ExtractName: extract.Name, Version: in.Version, Corrects: in.Corrects,
		RecordedBy: u.Viewer.Person, RecordedAs: u.As(c.Structure), RecordedAt: u.Now}
	if in.Corrects != "" {
		d = matter.Keeps(d, old)
	}
	if err := matter.CheckDecision(d, u.Today); err != nil {
		return Recorded{}, err
	}
	if !wasSent(c, d.Party, d.Version) {
		return Recorded{}, fault.New(fault.Invalid, "party_decision.other_version").On("version")
	}
	if d.Outcome != matter.NotNeeded {
		if err := matter.CheckOrgan(day.Structure, d.Party, d.Organ, day.OrganRules(d.Party)); err != nil {
			return Recorded{}, err
		}
	}
	// The extract itself is read later, and shown to everybody once it is clean.
	o := app.Opening{Matter: d.Matter, Texts: []app.Said{{Field: "paragraph", Text: d.Paragraph}, {Field: "wording", Text: d.Wording}, {Field: "file_name", Text: d.ExtractName}}}
	if err := u.Guard(ctx, o); err != nil {
		return Recorded{}, err
	}
	passed := matter.AheadOf(day.Route, d.Party, d.DecidedOn)
	for _, x := range passed {
		d.AheadOf = append(d.AheadOf, x.Station.ID)
	}
	if extract.SHA != "" {
		if err := u.Own.AddFile(ctx, extract, u.Now); err != nil {
			return Recorded{}, err
		}
	}
	for _, x := range passed {
		if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventAheadOf, Party: d.Party, Station: x.Station.ID, Args: []string{placeOrStep(x.Station)}, Public: c.Public()}); err != nil {
			return Recorded{}, err
		}
	}
	return add(ctx, u, c, d, kind, string(d.Outcome), d.Organ, string(d.DecidedOn), d.Paragraph)
}

// placeOrStep names a station in the matter's log: where it is, or what is done
// there when it is nowhere.
func placeOrStep(s *routing.Station) string {
	if s.Place != "" {
		return s.Place
	}
	return string(s.Step)
}

// add saves a row of the ledger and everything that follows from it.
func add(ctx context.Context, u *app.Unit, c *app.Course, d matter.PartyDecision, kind matter.EventKind, args ...string) (Recorded, error) {
	if err := u.Own.AddPartyDecision(ctx, d); err != nil {
		return Recorded{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: kind, Party: d.Party, Args: args, Public: c.Public()}); err != nil {
		return Recorded{}, err
	}
	if err := u.Own.TouchMatter(ctx, c.Matter.ID, u.Now); err != nil {
		return Recorded{}, err
	}
	u.Announce(app.Event{Type: "party.decided", Object: d.ID, Version: 1, Party: d.Party, Record: d, Public: c.Public()})
	c, err := u.Refresh(ctx, c.Matter.ID)
	if err != nil {
		return Recorded{}, err
	}
	return Recorded{d.ID, len(c.Adoption.By), len(c.Adopters), c.InForceOn, c.Adoption.Stalled}, nil
}

// correctable gives the row to correct; it refuses what is no row of the party's
// in this matter, or what has been corrected already.
func correctable(c *app.Course, party, id string) (row matter.PartyDecision, err error) {
	for _, r := range c.Ledger {
		if r.Corrects == id {
			return row, fault.New(fault.Conflict, "party_decision.corrected_already")
		}
		if r.ID == id && r.Party == party {
			row = r
		}
	}
	if row.ID == "" {
		return row, fault.New(fault.NotFound, "not_found")
	}
	return row, nil
}

// wasSent reports whether the party was sent the version that it decided.
func wasSent(c *app.Course, party, version string) bool {
	for _, s := range c.Sent {
		if s.Party == party && s.Version == version {
			return true
		}
	}
	return false
}

func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// ConditionInput is the day on which a party's condition was met.
type ConditionInput struct {
	Matter, Party string
	Decision      string // id of the decision with the condition
	On            workday.Date
}

// RecordConditionMet records that the condition of a party's adoption is met;
// it counts as an adoption from that day.
var RecordConditionMet = app.NewCommand("home.condition_met", recordConditionMet)

func recordConditionMet(ctx context.Context, u *app.Unit, in ConditionInput) (Recorded, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Recorded{}, err
	}
	if err := u.Require(access.RecordPartyDecision(in.Party)); err != nil {
		return Recorded{}, err
	}
	if err := c.Matter.Can(matter.Record); err != nil {
		return Recorded{}, err
	}
	standing, ok := matter.Standing(matter.OnVersion(c.Ledger, c.InPlay()))[in.Party]
	if !ok || standing.ID != in.Decision {
		return Recorded{}, fault.New(fault.NotFound, "not_found")
	}
	d, err := matter.ConditionMet(standing, in.On, u.Today)
	if err != nil {
		return Recorded{}, err
	}
	d.ID, d.RecordedBy, d.RecordedAs, d.RecordedAt = u.NewID(), u.Viewer.Person, u.As(c.Structure), u.Now
	return add(ctx, u, c, d, matter.EventConditionMet, string(in.On))
}
