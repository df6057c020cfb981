package structure

import "samverk/internal/domain/rule"

// LawRule is one rule of law that every statutory board follows.
type LawRule struct {
	Topic string // what it is about, one of LawTopics
	Says  string // in plain words
	Days  *int   // a time in calendar days, where the topic has one
	Share string // MoreThanHalf, where the topic has one
	Rule  rule.Ref
}

// MoreThanHalf is the share of the members that a board needs to be quorate.
const MoreThanHalf = "more than half"

// The topics of law. Each is judged where it applies: the host when a structure
// is read, what concerns a decision when it is recorded, presence when a meeting
// is closed, the times from the day of the meeting on (packages meeting and
// decision). The reader refuses every other word: nobody would judge it.
const (
	LawHost              = "host"
	LawQuorum            = "quorum"
	LawDeputies          = "deputies"
	LawDisqualification  = "disqualification"
	LawVote              = "vote"
	LawMajority          = "majority"
	LawCastingVote       = "casting_vote"
	LawDissent           = "dissent"
	LawMinutes           = "minutes"
	LawAnnouncement      = "announcement"
	LawJointAnnouncement = "joint_announcement"
	LawAppeal            = "appeal"
)

// LawTopic is a topic of law, and the numbers without which it can't be judged.
type LawTopic struct {
	ID          string
	Days, Share bool
}

// LawTopics gives the topics of law in the order of a meeting.
func LawTopics() []LawTopic {
	return []LawTopic{
		{ID: LawHost}, {ID: LawQuorum, Share: true}, {ID: LawDeputies}, {ID: LawDisqualification}, {ID: LawVote}, {ID: LawMajority},
		{ID: LawCastingVote}, {ID: LawDissent}, {ID: LawMinutes, Days: true}, {ID: LawAnnouncement, Days: true},
		{ID: LawJointAnnouncement}, {ID: LawAppeal, Days: true},
	}
}

// LawOf gives the law rules that a body follows: all of them for a statutory
// board, none for a body whose rules are what the parties wrote.
func (s *Structure) LawOf(b *Body) []LawRule {
	if b == nil || b.Kind != StatutoryBoard {
		return nil
	}
	return s.Law
}

// PartiesOf gives the parties that a body's seats come from, in the order of the
// structure, its host among them.
func (s *Structure) PartiesOf(b *Body) []string {
	if b == nil {
		return nil
	}
	in := map[string]bool{b.Host: true}
	for i := range b.Seats {
		certain, possible := s.Expand(b.Seats[i].From, Env{})
		for _, list := range [][]string{certain, possible} {
			for _, id := range list {
				in[id] = true
			}
		}
	}
	var out []string
	for _, p := range s.Parties {
		if in[p.ID] {
			out = append(out, p.ID)
		}
	}
	return out
}
