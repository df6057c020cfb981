package structure

import "samverk/internal/domain/rule"

// What a requirement can be over. Each is judged where its model is at hand: a
// composition on any day, a decision before it is recorded. The reader refuses
// every other word: nobody would judge it.
const (
	OfComposition = "composition"
	OfDecision    = "decision"
)

// Seen is what a requirement sees: the body, and the composition or the
// decision, whichever it is over. The names in the tags are those that stand in
// structure files. Nothing of a party's own working material is here.
type Seen struct {
	Body     SeenBody
	Members  []SeenMember // of a composition; in a decision, those who were present
	Decision SeenDecision // of a decision
	Env      Env          // of a decision: its matter and the facts
	Open     Open         // of a decision: what nobody has said yet
}

// Open is what nobody has said yet when a decision is judged. What it decides is
// unknown, as what an unanswered fact decides.
type Open struct {
	Presence bool // who is there
	Decision bool // what is decided
}

// SeenBody is the body over which a requirement is judged.
type SeenBody struct {
	ID     string   `json:"id"`
	Kind   string   `json:"kind"`
	Level  string   `json:"level"`
	Fields []string `json:"fields"`
}

// SeenMember is somebody who sits in the body on the day.
type SeenMember struct {
	Party  string   `json:"party"`  // "" for somebody who is there for no party
	Sets   []string `json:"sets"`   // the kinds of party, sets and sides in which the party is
	Office string   `json:"office"` // what the person is at home; "" when nobody has said
	Seat   string   `json:"seat"`   // the id of the seat; "" for none
	As     string   `json:"as"`     // member, participant, support, co_opted
	Role   string   `json:"role"`   // chair, secretary …; "" for none
	Deputy bool     `json:"deputy"`
	Since  string   `json:"since"`  // dates
	Until  string   `json:"until"`  // "" is open
	Bodies []string `json:"bodies"` // the other bodies in which the person sits
}

// SeenDecision is a decision about to be recorded.
type SeenDecision struct {
	Kind            string   `json:"kind"`             // decision, recommendation, opinion, position
	Outcome         string   `json:"outcome"`          // as_proposed, with_changes, declined …
	MandatePosition string   `json:"mandate_position"` // held, goes_on; "" when the members have not said
	Responsible     string   `json:"responsible"`
	Due             string   `json:"due"`
	FollowUp        string   `json:"follow_up"`
	Channels        []string `json:"channels"`
	Present         int      `json:"present"` // members present, deputies in their stead counted: AtDecision.Serving
}

// The kinds of a finding that a requirement gives.
const (
	KindRequirement = "requirement"       // it does not hold
	KindPresence    = "requirement_asks"  // it turns on who is there, and nobody has recorded that
	KindDemand      = "requirement_ahead" // it turns on what is still to be decided
)

// RequirementsOf gives the requirements over something that hold for a body:
// its own, and those of the whole structure.
func (s *Structure) RequirementsOf(of, body string) []*Requirement {
	var out []*Requirement
	for i := range s.Requirements {
		if q := &s.Requirements[i]; q.Of == of && (q.Body == "" || q.Body == body) {
			out = append(out, q)
		}
	}
	return out
}

// RequireComposition judges who sits in a body on a day: a finding for each
// requirement that does not hold. A member's sets are filled in here.
func (s *Structure) RequireComposition(body string, members []SeenMember) []rule.Finding {
	return s.require(OfComposition, body, Seen{Members: members})
}

// AtDecision is what is known when a decision is judged.
type AtDecision struct {
	Decision *SeenDecision // nil: nobody has written it yet
	Present  []SeenMember
	Serving  int  // members present, deputies in their stead counted
	Recorded bool // who is there has been recorded
	Env      Env  // the zero Env for a topic that is no matter
}

// RequireDecision judges a decision before it is recorded: a finding for each
// requirement that does not hold, and for each that turns on who is there as
// long as nobody has recorded that. Asked before the decision is written, it
// tells also what it will have to meet. A requirement that an unanswered fact
// decides gives nothing until the fact is answered.
func (s *Structure) RequireDecision(body string, at AtDecision) []rule.Finding {
	seen := Seen{Members: at.Present, Env: at.Env, Open: Open{Presence: !at.Recorded, Decision: at.Decision == nil}}
	if at.Decision != nil {
		seen.Decision = *at.Decision
	}
	seen.Decision.Present = at.Serving
	return s.require(OfDecision, body, seen)
}

func (s *Structure) require(of, body string, seen Seen) []rule.Finding {
	all := s.RequirementsOf(of, body)
	if len(all) == 0 {
		return nil
	}
	if b := s.Body(body); b != nil {
		seen.Body = SeenBody{ID: b.ID, Kind: b.Kind, Level: b.Level, Fields: b.Fields}
	}
	members := make([]SeenMember, len(seen.Members))
	for i, m := range seen.Members {
		m.Sets = s.SetsOf(m.Party)
		members[i] = m
	}
	seen.Members = members
	var out []rule.Finding
	for _, q := range all {
		if q.Test == nil {
			continue
		}
		if kind := q.lacks(seen); kind != "" {
			out = append(out, rule.Finding{Kind: kind, Severity: severityOf(q.Rule.Force), Rules: []rule.Ref{q.Rule}, Message: q.Say.SV, At: []string{body}})
		}
	}
	return out
}

// lacks gives the kind of finding that a requirement gives, "" for none.
func (q *Requirement) lacks(seen Seen) string {
	switch q.Test(seen) {
	case rule.False:
		return KindRequirement
	case rule.True:
		return ""
	}
	// What is unknown turns on the first that would settle it if it were known.
	ask := seen
	if ask.Open.Decision {
		if ask.Open.Decision = false; q.Test(ask) != rule.Unknown {
			return KindDemand
		}
	}
	if ask.Open.Presence {
		if ask.Open.Presence = false; q.Test(ask) != rule.Unknown {
			return KindPresence
		}
	}
	return ""
}

// severityOf is what breaking a rule does: must blocks, should warns, may offers.
func severityOf(f rule.Force) rule.Severity {
	switch f {
	case rule.Should:
		return rule.Warns
	case rule.May:
		return rule.Informs
	}
	return rule.Blocks
}

// SetsOf gives the kinds, sets and sides in which a party is.
func (s *Structure) SetsOf(party string) []string {
	p := s.Party(party)
	if p == nil {
		return nil
	}
	seen := map[string]bool{}
	var out []string
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, k := range p.Kinds {
		add(k)
	}
	for _, list := range [][]Set{s.Sets, s.Sides} {
		for _, v := range list {
			for _, id := range v.Parties {
				if id == party {
					add(v.ID)
				}
			}
		}
	}
	return out
}
