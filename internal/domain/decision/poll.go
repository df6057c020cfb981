package decision

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// Poll is a vote as it was held: by name in an open vote, or the ballots of an
// election; and who reserved themselves. The zero Poll is that only the numbers
// were recorded, or that nobody voted.
type Poll struct {
	Votes      []Vote      `json:"votes,omitempty"`
	Candidates []Candidate `json:"candidates,omitempty"`
	Blank      int         `json:"blank,omitempty"`      // ballots for nobody
	Elected    string      `json:"elected,omitempty"`    // where the lot decided: the name that was drawn
	Dissenters []Named     `json:"dissenters,omitempty"` // who reserved themselves against the decision
}

// Voice is what somebody says in an open vote.
type Voice string

// The voices.
const (
	Yes     Voice = "yes"
	No      Voice = "no"
	Abstain Voice = "abstain"
)

// Voices gives every voice in the order of the form.
func Voices() []Voice { return []Voice{Yes, No, Abstain} }

// Vote is one person's in an open vote. Name is as it was then.
type Vote struct {
	Person string `json:"person"`
	Name   string `json:"name"`
	Voice  Voice  `json:"voice"`
}

// Candidate is somebody with ballots in an election.
type Candidate struct {
	Name  string `json:"name"`
	Votes int    `json:"votes"`
}

// IsZero reports whether nothing is recorded.
func (p Poll) IsZero() bool {
	return len(p.Votes) == 0 && len(p.Candidates) == 0 && p.Blank == 0 && p.Elected == "" && len(p.Dissenters) == 0
}

func (p Poll) voted() bool {
	return len(p.Votes) > 0 || len(p.Candidates) > 0 || p.Blank > 0 || p.Elected != ""
}

// Count gives how many said yes and how many no.
func (p Poll) Count() (yes, no int) {
	for _, v := range p.Votes {
		switch v.Voice {
		case Yes:
			yes++
		case No:
			no++
		}
	}
	return yes, no
}

// Names gives the names of those with a voice, in the order of the vote.
func (p Poll) Names(of Voice) []string {
	var out []string
	for _, v := range p.Votes {
		if v.Voice == of {
			out = append(out, v.Name)
		}
	}
	return out
}

// Leading gives the candidates with the most ballots: several where they are even.
func (p Poll) Leading() []string {
	most := 0
	var out []string
	for _, c := range p.Candidates {
		switch {
		case c.Votes > most:
			most, out = c.Votes, []string{c.Name}
		case c.Votes == most && most > 0:
			out = append(out, c.Name)
		}
	}
	return out
}

// Winner gives who was elected: who has the most ballots, or whom the lot fell on.
// "" where it is not settled, or it was no election.
func (p Poll) Winner() string {
	lead := p.Leading()
	switch {
	case len(lead) == 1:
		return lead[0]
	case slices.Contains(lead, p.Elected):
		return p.Elected
	}
	return ""
}

// Text gives the poll as it is kept; "" for the zero one.
func (p Poll) Text() (string, error) {
	if p.IsZero() {
		return "", nil
	}
	b, err := json.Marshal(p)
	return string(b), err
}

// ParsePoll reads what Text gave.
func ParsePoll(s string) (Poll, error) {
	var p Poll
	if s == "" {
		return p, nil
	}
	if err := json.Unmarshal([]byte(s), &p); err != nil {
		return p, fmt.Errorf("read a poll: %w", err)
	}
	return p, nil
}

// MaxCandidate is how long a candidate's name may be, in characters, MaxCandidates
// how many there may be.
const (
	MaxCandidate  = 200
	MaxCandidates = 50
)

// counted gives a formal decision with what follows from how the vote was held:
// the numbers of a vote by name, that the chair's casting vote decided it, that the
// lot did. What can't be is fault.Invalid on "votes", "ballots" or "elected", what
// law forbids a rule.Refusal. Each who serves votes or abstains; the disqualified
// have no vote (5 kap. 54–56 §§ and 6 kap. 30 och 33 §§ kommunallagen).
func (b Table) counted(f Formal) (Formal, error) {
	switch {
	case !f.Poll.voted():
		return f, nil
	case f.How == Open && len(f.Poll.Candidates) == 0 && f.Poll.Elected == "":
		return b.byName(f)
	case f.How == Closed && len(f.Poll.Votes) == 0:
		return b.elected(f)
	}
	return f, b.wrong("how", "decision.poll_wrong", structure.LawVote)
}

func (b Table) wrong(field, key, topic string, args ...any) error {
	e := fault.New(fault.Invalid, key, args...).On(field)
	if refs := b.Regime.Refs(topic); len(refs) > 0 {
		return e.Because(rule.Refuse(key, refs, args...))
	}
	return e
}

func (b Table) byName(f Formal) (Formal, error) {
	var seen []string
	for _, v := range f.Poll.Votes {
		switch {
		case slices.Contains(f.Disqualified, v.Person):
			return f, b.wrong("votes", "decision.vote_disqualified", structure.LawDisqualification, v.Name)
		case !b.Again && !slices.Contains(b.Serving, v.Person):
			return f, b.wrong("votes", "decision.vote_unknown", structure.LawVote)
		case slices.Contains(seen, v.Person):
			return f, b.wrong("votes", "decision.vote_twice", structure.LawVote, v.Name)
		case !slices.Contains(Voices(), v.Voice):
			return f, b.wrong("votes", "decision.voice_missing", structure.LawVote, v.Name)
		}
		seen = append(seen, v.Person)
	}
	if n := len(b.Serving) - len(seen); !b.Again {
		for _, p := range f.Disqualified {
			if slices.Contains(b.Serving, p) {
				n--
			}
		}
		if n > 0 {
			return f, b.wrong("votes", "decision.votes_lacking", structure.LawVote, n)
		}
	}
	yes, no := f.Poll.Count()
	if f.For+f.Against > 0 && (f.For != yes || f.Against != no) {
		return f, b.wrong("for", "decision.votes_differ", structure.LawVote, yes, no)
	}
	f.For, f.Against = yes, no
	if yes != no || yes == 0 {
		return f, nil
	}
	i := slices.IndexFunc(f.Poll.Votes, func(v Vote) bool { return v.Person == b.Chair })
	switch {
	case b.Chair == "" || i < 0 || f.Poll.Votes[i].Voice == Abstain: // then somebody says how it fell
		return f, nil
	case f.Poll.Votes[i].Voice == No:
		return f, rule.Refuse("decision.casting_against", b.Regime.Refs(structure.LawCastingVote), f.Poll.Votes[i].Name)
	}
	if f.Tie == NoTie {
		f.Tie = Casting
	}
	return f, nil
}

func (b Table) elected(f Formal) (Formal, error) {
	p := f.Poll
	total := p.Blank
	var seen []string
	if p.Blank < 0 || len(p.Candidates) > MaxCandidates {
		return f, b.wrong("ballots", "decision.ballots_wrong", structure.LawVote)
	}
	for _, c := range p.Candidates {
		switch {
		case c.Votes < 0 || strings.TrimSpace(c.Name) == "" || utf8.RuneCountInString(c.Name) > MaxCandidate:
			return f, b.wrong("ballots", "decision.ballots_wrong", structure.LawVote)
		case slices.Contains(seen, c.Name):
			return f, b.wrong("ballots", "decision.candidate_twice", structure.LawVote, c.Name)
		}
		seen = append(seen, c.Name)
		total += c.Votes
	}
	lead := p.Leading()
	serving := b.Presence.Serving - len(f.counted(b.Out))
	switch {
	case len(lead) == 0:
		return f, b.wrong("ballots", "decision.ballots_none", structure.LawVote)
	case !b.Again && total > serving:
		return f, b.wrong("ballots", "decision.votes_many", structure.LawVote, total, serving)
	case len(lead) == 1 && p.Elected != "" && p.Elected != lead[0]:
		return f, b.wrong("elected", "decision.lot_none", structure.LawCastingVote, lead[0])
	case len(lead) > 1 && p.Elected == "":
		return f, b.wrong("elected", "decision.lot_missing", structure.LawCastingVote, strings.Join(lead, ", "))
	case len(lead) > 1 && !slices.Contains(lead, p.Elected):
		return f, b.wrong("elected", "decision.lot_wrong", structure.LawCastingVote, strings.Join(lead, ", "))
	}
	f.For, f.Against, f.Tie = 0, 0, NoTie
	if len(lead) > 1 {
		f.Tie = Lot
	} else {
		f.Poll.Elected = ""
	}
	return f, nil
}

// counted gives who was said to be disqualified besides those who had left the
// table for it.
func (f Formal) counted(out []string) []string {
	return slices.DeleteFunc(slices.Clone(f.Disqualified), func(p string) bool { return slices.Contains(out, p) })
}

// reserved refuses a reservation by somebody who took no part in the decision (4
// kap. 27 § kommunallagen).
func (b Table) reserved(f Formal) error {
	if b.Again {
		return nil
	}
	for _, p := range f.Poll.Dissenters {
		if !slices.Contains(b.Serving, p.Person) || slices.Contains(f.Disqualified, p.Person) {
			no := rule.Refuse("decision.dissent_absent", b.Regime.Refs(structure.LawDissent), p.Name)
			return no
		}
	}
	return nil
}

// Named is somebody with the name that they had then.
type Named struct {
	Person string `json:"person"`
	Name   string `json:"name"`
}

// SameVotes reports whether nothing is said of how a vote was held and it is the
// same vote as before: then a correction keeps what was recorded of it.
func (f Formal) SameVotes(was Formal) bool {
	return f.Poll.IsZero() && f.How == was.How && f.For == was.For && f.Against == was.Against
}
