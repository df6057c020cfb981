package portals

import (
	"context"
	"slices"

	"samverk/internal/app"
	"samverk/internal/domain/structure"
	"samverk/internal/store"
)

// Matter is a matter whose public page is open, as lists show it.
type Matter struct {
	store.PublicMatter
	Adoptions []store.PublicAdoption
}

// Decided gives how many parties have decided, out of how many, while the
// matter is with the parties or after; 0 of 0 before.
func (m Matter) Decided() (n, of int) {
	return len(m.Adoptions), len(m.Adoptions) + len(m.waiting())
}

// waiting gives the parties that have not decided yet.
func (m Matter) waiting() []string {
	var out []string
	for _, p := range m.Undecided {
		if !slices.ContainsFunc(m.Adoptions, func(a store.PublicAdoption) bool { return a.Party == p }) {
			out = append(out, p)
		}
	}
	return out
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
	adoptions, err := u.Own.PublicAdoptions(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Matter, len(rows))
	for i, r := range rows {
		out[i] = Matter{r, of(adoptions, r.ID)}
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
	Versions  []store.PublicVersion
	Decisions []store.PublicDecision
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
	adoptions, err := u.Own.PublicAdoptions(ctx, ids)
	if err != nil {
		return MatterView{}, err
	}
	v.Matter = Matter{row, adoptions}
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
	if v.Versions, err = u.Own.PublicVersions(ctx, row.ID); err != nil {
		return MatterView{}, err
	}
	if v.Decisions, err = u.Own.PublicDecisions(ctx, "", row.ID, listed); err != nil {
		return MatterView{}, err
	}
	if v.Events, err = u.Own.PublicEvents(ctx, row.ID); err != nil {
		return MatterView{}, err
	}
	if v.Document, err = u.Own.PublicDocumentOf(ctx, row.ID); err != nil {
		return MatterView{}, err
	}
	if f.Structure != nil {
		v.Parties = partyLines(f.Structure, v.Matter, plans)
		v.Stations = stops(f, row, facts, done)
	}
	return v, nil
})

// partyLines gives the parties that decide, in the order of the structure.
func partyLines(s *structure.Structure, m Matter, plans []store.PublicPlan) []PartyLine {
	var out []PartyLine
	waiting := m.waiting()
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
		if line.Decision != nil || slices.Contains(waiting, p.ID) {
			out = append(out, line)
		}
	}
	return out
}
