package homes

import (
	"context"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// QueueInput names the party whose work is asked for; "" is the viewer's first.
type QueueInput struct{ Party string }

// Queue is what a party has to anchor, answer, decide or carry out, by date,
// what has no date last.
type Queue struct {
	Party    PartyName
	Parties  []PartyName // the viewer's own parties, to change between
	Rows     []QueueRow
	Incoming []store.Incoming // what came in, the newest first
	Calendar []Organ
	Register bool // the viewer may register what came in and record decisions
}

// PartyName is a party with its name.
type PartyName struct{ ID, Name, Short string }

// QueueRow is one thing to do.
type QueueRow struct {
	Matter, Ref, Number, Title string
	Summary                    string
	Kind                       string // step: home_preparation, remiss, party_decisions, implement …
	Station                    string
	Due                        workday.Date // "" when no time is set
	Late                       bool
	Preparation                matter.PreparationState
	Stance                     matter.Stance // the party's own, its alone
	PlanOrgan                  string        // name
	PlanOn                     workday.Date
}

// queueRows is how many rows the queue holds at most.
const queueRows = 200

// ReadQueue gives what waits for a party of the viewer's.
var ReadQueue = app.NewQuery("home.queue", readQueue)

func readQueue(ctx context.Context, u *app.Unit, in QueueInput) (Queue, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return Queue{}, err
	}
	party, err := ownParty(u, s, in.Party)
	if err != nil {
		return Queue{}, err
	}
	q := Queue{Party: nameOf(s, party), Register: u.May(access.RecordPartyDecision(party))}
	for _, p := range u.Viewer.HomeParties() {
		q.Parties = append(q.Parties, nameOf(s, p))
	}
	waiting, err := u.Own.WaitingForParties(ctx, []string{party}, queueRows)
	if err != nil {
		return Queue{}, err
	}
	var ids []string
	for _, w := range waiting {
		if !slices.Contains(ids, w.Matter) {
			ids = append(ids, w.Matter)
		}
	}
	stances, err := u.Own.OwnStances(ctx, ids)
	if err != nil {
		return Queue{}, err
	}
	states, err := u.Own.PartyStates(ctx, party, ids)
	if err != nil {
		return Queue{}, err
	}
	for _, w := range waiting {
		r := QueueRow{Matter: w.Matter, Ref: ref(w.Number, w.Matter), Number: w.Number, Title: w.Title, Summary: w.Summary,
			Kind: w.Kind, Station: w.Station, Due: w.Due, Late: w.Due != "" && w.Due < u.Today}
		for _, x := range stances {
			if x.Matter == w.Matter && x.Party == party {
				r.Stance = x.Stance
			}
		}
		for _, x := range states {
			if x.Matter == w.Matter {
				r.Preparation, r.PlanOn = x.Preparation, x.PlanOn
				r.PlanOrgan = organName(s, party, x.PlanOrgan)
			}
		}
		q.Rows = append(q.Rows, r)
	}
	if q.Incoming, err = u.Own.Incoming(ctx, party, 50); err != nil {
		return Queue{}, err
	}
	days, err := u.Own.PartyMeetings(ctx, []string{party}, u.Today)
	q.Calendar = organs(s, party, days, nil)
	return q, err
}

// ownParty gives the party asked for, or the viewer's first; another's is not
// found.
func ownParty(u *app.Unit, s *structure.Structure, id string) (string, error) {
	own := u.Viewer.HomeParties()
	if id == "" {
		if len(own) == 0 {
			return "", access.Refuse(u.Viewer, access.WorkAtHome(""))
		}
		id = own[0]
	}
	if s.Party(id) == nil || !slices.Contains(own, id) {
		return "", fault.New(fault.NotFound, "not_found")
	}
	return id, u.Require(access.WorkAtHome(id))
}

func nameOf(s *structure.Structure, id string) PartyName {
	if p := s.Party(id); p != nil {
		return PartyName{p.ID, p.Name, p.Short}
	}
	return PartyName{id, id, id}
}

func organName(s *structure.Structure, party, organ string) string {
	for _, o := range s.OrgansOf(party) {
		if o.ID == organ {
			return o.Name
		}
	}
	return organ
}

// ref gives what stands in a matter's address.
func ref(number, id string) string {
	if number == "" {
		return id
	}
	return strings.ReplaceAll(number, " ", "-")
}

// Organ is an organ of a party with its coming meetings, and whether a rule
// lets it take the party's decision.
type Organ struct {
	ID      string
	Name    string // "" for structure.OfficialOrgan
	Days    []workday.Date
	Refused error // a rule.Refusal when it may not decide; nil otherwise
}

// organs gives the organs of a party, highest first, and last its officials
// when check is given.
func organs(s *structure.Structure, party string, days []store.PartyMeeting, check func(organ string) error) []Organ {
	var out []Organ
	for _, o := range s.OrgansOf(party) {
		out = append(out, Organ{ID: o.ID, Name: o.Name})
	}
	if check != nil {
		out = append(out, Organ{ID: structure.OfficialOrgan})
	}
	for i := range out {
		for _, d := range days {
			if d.Party == party && d.Organ == out[i].ID {
				out[i].Days = append(out[i].Days, d.On)
			}
		}
		if check != nil {
			out[i].Refused = check(out[i].ID)
		}
	}
	return out
}
