package matter

import (
	"slices"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Move is what somebody has to do next in a matter: a party, or a body. It
// becomes a task.
type Move struct {
	Kind    string // a step, or MoveSend
	Station string
	Party   string
	Body    string
	Due     workday.Date // "" when no time is set
}

// MoveSend is to send the proposal to the parties, without which none of them
// can prepare at home or decide.
const MoveSend = "send"

// Moves gives who has the next move: one Move for each party and body that has
// something to do at the stations whose turn has come. keeper is the body that
// has the matter, to which falls what no party and no body of the route does.
// A matter that has not been sorted has one move: to sort it.
func Moves(st *structure.Structure, d *Dossier, r *routing.Route, keeper string, today workday.Date) []Move {
	if d.Matter.State.Ended() || d.Matter.State == Parked {
		return nil
	}
	m := mover{st: st, d: d, r: r, keeper: keeper, today: today}
	for i := range r.Stations {
		s := &r.Stations[i]
		if s.Possible || s.Gone || (d.Matter.State == Raised && s.Step != structure.Triage) {
			continue
		}
		if s.State == routing.StateReady || s.State == routing.StateDone && m.asks(s) {
			m.station(s)
		}
	}
	if len(m.out) == 0 && d.Matter.State == Raised {
		m.add(Move{Kind: string(structure.Triage), Station: string(structure.Triage), Body: keeper})
	}
	return m.out
}

// asks reports whether a station ended in a way that it has to answer for: a
// party postponed, a body referred the matter back.
func (m *mover) asks(s *routing.Station) bool {
	return slices.ContainsFunc(s.Atoms, func(i int) bool { return !m.r.Atoms[i].Gone && !m.r.Atoms[i].Returned && !goes(s.Step, &m.r.Atoms[i]) })
}

type mover struct {
	st     *structure.Structure
	d      *Dossier
	r      *routing.Route
	keeper string
	today  workday.Date
	out    []Move
}

func (m *mover) add(x Move) {
	if !slices.ContainsFunc(m.out, func(y Move) bool {
		return x.Kind == y.Kind && x.Station == y.Station && x.Party == y.Party && x.Body == y.Body
	}) {
		m.out = append(m.out, x)
	}
}

func (m *mover) station(s *routing.Station) {
	kind := string(s.Step)
	switch s.Step {
	case structure.HomePreparation:
		m.home(s)
	case structure.PartyDecisions:
		if sent := m.d.SentIn(m.r, s.Round); slices.ContainsFunc(s.Atoms, func(i int) bool {
			a := &m.r.Atoms[i]
			_, got := sent[a.Party]
			return a.Party != "" && !got && !a.Possible && a.State != routing.StateDone
		}) { // where no rule asks for preparation at home, nobody has got it yet
			m.add(Move{Kind: MoveSend, Station: s.ID, Body: m.keeper})
		}
		m.parties(s, m.decisionDue)
	case structure.FollowUp:
		var due workday.Date
		for _, f := range m.d.FollowUps {
			if f.On == "" && (due == "" || f.Due < due) {
				due = f.Due
			}
		}
		m.add(Move{Kind: kind, Station: s.ID, Body: m.at(s), Due: due})
	case structure.Implement:
		m.implement(s)
	case structure.Remiss:
		m.remiss(s)
	default:
		switch owner := m.st.PlaceParty(s.Place); {
		case owner != "": // an organ of the party does it
			m.add(Move{Kind: kind, Station: s.ID, Party: owner, Due: m.deadline(s, "")})
		case len(s.Parties) == 0:
			m.add(Move{Kind: kind, Station: s.ID, Body: m.at(s), Due: m.deadline(s, "")})
		default:
			m.parties(s, func(party string) workday.Date { return m.deadline(s, party) })
		}
	}
}

// at gives the body where a station lies, or the one that has the matter.
func (m *mover) at(s *routing.Station) string {
	if s.Place != "" {
		return s.Place
	}
	if len(s.Bodies) == 1 {
		return s.Bodies[0]
	}
	return m.keeper
}

// deadline gives the last day that a rule gives for a station, or for a party of
// it.
func (m *mover) deadline(s *routing.Station, party string) workday.Date {
	for _, i := range s.Atoms {
		if a := &m.r.Atoms[i]; (party == "" || a.Party == party) && a.State == routing.StateReady {
			return m.d.Deadline(m.r, i)
		}
	}
	return ""
}

func (m *mover) parties(s *routing.Station, due func(party string) workday.Date) {
	for _, i := range s.Atoms {
		a := &m.r.Atoms[i]
		if a.Party == "" || a.Possible || (a.State == routing.StateDone && goes(s.Step, a)) {
			continue
		}
		m.add(Move{Kind: string(s.Step), Station: s.ID, Party: a.Party, Due: due(a.Party)})
	}
}

func goes(step structure.Step, a *routing.Atom) bool {
	return a.Done == nil || routing.EffectOf(step, a.Done.Outcome) == routing.Goes
}

func (m *mover) home(s *routing.Station) {
	sent := m.d.SentIn(m.r, s.Round)
	for _, i := range s.Atoms {
		a := &m.r.Atoms[i]
		if a.Possible || a.State == routing.StateDone {
			continue
		}
		on, got := sent[a.Party]
		if !got {
			m.add(Move{Kind: MoveSend, Station: s.ID, Body: m.keeper})
			continue
		}
		var due workday.Date
		if a.Days.N != nil {
			due = on.Add(*a.Days.N)
		}
		m.add(Move{Kind: string(s.Step), Station: s.ID, Party: a.Party, Due: due})
	}
}

// decisionDue is the day on which a party means to decide, else the county's
// usual time from when its turn came.
func (m *mover) decisionDue(party string) workday.Date {
	if p, ok := m.d.PlanOf(party); ok && p.On != "" {
		return p.On
	}
	n := m.st.Practice.PartyDecision
	if n == nil {
		return ""
	}
	var from workday.Date
	for _, x := range Current(m.d.Done) {
		if x.Party == "" {
			from = workday.Later(from, x.On)
		}
	}
	if from == "" {
		return ""
	}
	return from.Add(*n)
}

// remiss: until it has been sent out that is the keeper's move, then it waits
// for those asked, until the deadline.
func (m *mover) remiss(s *routing.Station) {
	for _, r := range m.d.Remisses {
		if r.Station == s.ID && !r.Closed {
			m.parties(s, func(string) workday.Date { return r.Deadline })
			return
		}
	}
	m.add(Move{Kind: string(s.Step), Station: s.ID, Body: m.keeper})
}

func (m *mover) implement(s *routing.Station) {
	for _, i := range s.Atoms {
		a := &m.r.Atoms[i]
		if a.Possible || a.State == routing.StateDone {
			continue
		}
		x := Move{Kind: string(s.Step), Station: s.ID}
		switch {
		case a.Place != "":
			x.Body = a.Place
		case m.st.Body(a.Party) != nil:
			x.Body = a.Party
		case a.Carrier || a.Party == "":
			x.Body = m.keeper
		default:
			x.Party = a.Party
		}
		m.add(x)
	}
}
