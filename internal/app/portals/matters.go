package portals

import (
	"context"
	"slices"
	"time"

	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/store"
)

// Matter is a matter whose public page is open, as lists show it.
type Matter struct {
	store.PublicMatter
	Adoptions []store.PublicAdoption // those that stand

	early bool // a party has decided before its turn, in this round
}

// Decided gives how many parties have decided, so that it counts, out of those
// that have to, as the workspace does: from the day the matter is with the
// parties, or the first of them has decided; 0 of 0 before, and again when it was
// sent back.
func (m Matter) Decided() (n, of int) {
	if len(m.AdoptedBy)+len(m.StalledBy) == 0 && !m.early && m.StepNow != string(structure.PartyDecisions) {
		return 0, 0
	}
	return len(m.AdoptedBy), len(m.Adopters)
}

// Ended reports whether nothing more happens to the matter.
func (m Matter) Ended() bool { return matter.State(m.State).Ended() }

// adoptions gives the parties' decisions that stand in open matters: of each
// party one.
func adoptions(ctx context.Context, u *app.Unit, matters []string) ([]store.PublicAdoption, error) {
	rows, err := u.Own.PublicAdoptions(ctx, matters)
	if err != nil {
		return nil, err
	}
	ledgers := map[string][]matter.PartyDecision{}
	for _, r := range rows {
		ledgers[r.Matter] = append(ledgers[r.Matter], r.Row())
	}
	stands := map[string]bool{}
	for _, ledger := range ledgers {
		for _, d := range matter.Standing(ledger) {
			stands[d.ID] = true
		}
	}
	return slices.DeleteFunc(rows, func(r store.PublicAdoption) bool { return !stands[r.ID] }), nil
}

func matters(ctx context.Context, u *app.Unit, limit int) ([]Matter, error) {
	rows, err := u.Own.PublicMatters(ctx, u.Today, limit)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	decided, err := adoptions(ctx, u, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Matter, len(rows))
	for i, r := range rows {
		out[i] = Matter{PublicMatter: r, Adoptions: of(decided, r.ID)}
	}
	return out, nil
}

// MattersView is the list of matters on their way.
type MattersView struct {
	Frame
	Matters []Matter
}

// Matters gives the open matters on their way.
var Matters = app.NewQuery("portal.matters", func(ctx context.Context, u *app.Unit, _ struct{}) (MattersView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return MattersView{}, err
	}
	list, err := matters(ctx, u, listed)
	return MattersView{f, list}, err
})

// MatterView is the public page of a matter.
type MatterView struct {
	Frame
	Matter    Matter
	Parties   []PartyLine
	Stations  []Stop
	Objects   []store.PublicObject // the documents, where it leads to several
	Versions  []store.PublicVersion
	Decisions []PublicDecision
	Events    []store.PublicEvent
	Document  string // number of the document that it became; ""
}

// PartyLine is one party's decision in a matter: taken, planned, or neither.
type PartyLine struct {
	Party    structure.Party
	Decision *store.PublicAdoption
	Plan     *store.PublicPlan
}

// MatterByRef gives the public page of a matter by what stands in its address.
var MatterByRef = app.NewQuery("portal.matter", func(ctx context.Context, u *app.Unit, ref string) (MatterView, error) {
	f, err := frame(ctx, u)
	if err != nil {
		return MatterView{}, err
	}
	row, err := u.Own.PublicMatter(ctx, ref)
	if err != nil {
		return MatterView{}, err
	}
	v := MatterView{Frame: f}
	ids := []string{row.ID}
	decided, err := adoptions(ctx, u, ids)
	if err != nil {
		return MatterView{}, err
	}
	v.Matter = Matter{PublicMatter: row, Adoptions: decided}
	plans, err := u.Own.PublicPlans(ctx, ids)
	if err != nil {
		return MatterView{}, err
	}
	done, err := u.Own.PublicStations(ctx, row.ID)
	if err != nil {
		return MatterView{}, err
	}
	facts, err := u.Own.PublicFacts(ctx, row.ID)
	if err != nil {
		return MatterView{}, err
	}
	if v.Objects, err = u.Own.PublicObjects(ctx, row.ID); err != nil {
		return MatterView{}, err
	}
	if v.Versions, err = u.Own.PublicVersions(ctx, row.ID); err != nil {
		return MatterView{}, err
	}
	if v.Decisions, err = published(ctx, u, f, "", row.ID, listed); err != nil {
		return MatterView{}, err
	}
	if v.Events, err = u.Own.PublicEvents(ctx, row.ID); err != nil {
		return MatterView{}, err
	}
	if v.Document, err = u.Own.PublicDocumentOf(ctx, row.ID); err != nil {
		return MatterView{}, err
	}
	if f.Structure != nil {
		first := app.Today(row.PublicAt)
		for _, d := range done {
			first = min(first, d.On)
		}
		rules, err := u.RulesSince(ctx, first)
		if err != nil {
			return MatterView{}, err
		}
		var since time.Time
		v.Stations, since = stops(rules, u.Today, row, facts, v.Objects, done)
		v.Matter.Adoptions = slices.DeleteFunc(v.Matter.Adoptions, func(a store.PublicAdoption) bool {
			return !since.IsZero() && !a.RecordedAt.After(since) // of the round before
		})
		v.Matter.early = len(v.Matter.Adoptions) > 0
		v.Parties = partyLines(f.Structure, v.Matter, plans)
	}
	return v, nil
})

// partyLines gives the parties that decide, in the order of the structure.
func partyLines(s *structure.Structure, m Matter, plans []store.PublicPlan) []PartyLine {
	var out []PartyLine
	_, of := m.Decided()
	for _, p := range s.Parties {
		line := PartyLine{Party: p}
		for i := range m.Adoptions {
			if m.Adoptions[i].Party == p.ID {
				line.Decision = &m.Adoptions[i]
			}
		}
		for i := range plans {
			if plans[i].Party == p.ID {
				line.Plan = &plans[i]
			}
		}
		if line.Decision != nil || of > 0 && slices.Contains(m.Adopters, p.ID) {
			out = append(out, line)
		}
	}
	return out
}
