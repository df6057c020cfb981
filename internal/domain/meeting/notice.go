package meeting

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Words that a notice rule uses for what a notice holds, and what it says of
// each item.
const (
	HoldsAgenda    = "agenda"
	HoldsMatters   = "matters" // the same: which matters there are
	HoldsDocuments = "documents"
	HoldsSummary   = "summary"
	SaysPurpose    = "purpose"
)

// Demands gives the words that a notice rule can use. A structure that uses
// another one demands something that the system can't judge.
func Demands() []string {
	return []string{HoldsAgenda, HoldsMatters, HoldsDocuments, HoldsSummary, SaysPurpose}
}

// Paper is what belongs to an item: whether it has a document that the invited
// may open.
type Paper struct {
	Item     string
	Document bool
}

// Gap is something that a notice lacks.
type Gap struct {
	Demand string // agenda, documents, summary, purpose, days, late_item, late_papers, go, go_old; or a word that can't be judged
	Item   string // id of the item it concerns; "" for the notice as a whole
	Pos    int    // of the item
	Title  string // of the item
	Rule   rule.Ref
	Days   int // of what comes too late: how many are asked
	Left   int // of what comes too late: how many there are
}

// Key is the catalogue key of the gap's sentence.
func (g Gap) Key() string {
	switch g.Demand {
	case HoldsAgenda, HoldsDocuments, HoldsSummary, SaysPurpose, "days", LateItem, LatePapers, LacksGo, LacksNewGo:
		return "notice.lacks." + g.Demand
	}
	return "notice.lacks.other"
}

// Args are the arguments of the sentence: for what comes too late the number of days
// asked and left, for an item its number and title, for the rest the word.
func (g Gap) Args() []any {
	switch {
	case g.Demand == "days" || g.Demand == LateItem || g.Demand == LatePapers:
		return []any{g.Days, g.Left}
	case g.Item != "":
		return []any{g.Pos, g.Title}
	}
	return []any{g.Demand}
}

// CheckNotice says what a notice of the meeting, sent today, would lack against
// what the body's text and the county's practice demand, each with its rule. No
// gap: it may be sent. Summaries and documents are asked of matters, not of
// topics ("summary of the matters and the documents"); the purpose is said of
// every item.
//
// A summary, a purpose or a document that some text doesn't ask for is not
// asked for; a body whose text says nothing of notices demands nothing but the
// county's days, where the county has set any.
func CheckNotice(said structure.NoticeRule, practice structure.Practice, m Meeting, agenda Agenda, papers []Paper, today workday.Date) []Gap {
	var gaps []Gap
	if days, by := noticeDays(said, practice); days != nil {
		if left := m.On.Sub(today); left < *days {
			gaps = append(gaps, Gap{Demand: "days", Rule: by, Days: *days, Left: left})
		}
	}
	has := make(map[string]bool, len(papers))
	for _, p := range papers {
		has[p.Item] = p.Document
	}
	seen := map[string]bool{}
	demand := func(word string) {
		if seen[word] {
			return
		}
		seen[word] = true
		switch word {
		case HoldsAgenda, HoldsMatters:
			return // there is an agenda
		case HoldsDocuments, HoldsSummary, SaysPurpose:
		default:
			gaps = append(gaps, Gap{Demand: word, Rule: said.Rule})
			return
		}
		for _, i := range agenda {
			missing := false
			switch word {
			case HoldsDocuments:
				missing = i.Matter != "" && !has[i.ID]
			case HoldsSummary:
				missing = i.Matter != "" && i.Summary == ""
			case SaysPurpose:
				missing = i.Purpose == Unsaid
			}
			if missing {
				gaps = append(gaps, Gap{Demand: word, Item: i.ID, Pos: i.Pos, Title: i.Title, Rule: said.Rule})
			}
		}
	}
	demands := slices.Concat(said.Holds, said.EachItem)
	if len(demands) > 0 && len(agenda) == 0 {
		return append(gaps, Gap{Demand: HoldsAgenda, Rule: said.Rule})
	}
	for _, w := range demands {
		demand(w)
	}
	return gaps
}

// CheckNoticeOf says what the notice of a meeting would lack by what every body
// that decides at it demands: a joint meeting has one notice, which satisfies
// them all. What two of them demand is said once, with the rule of the first. The
// go is that of the chair of the body that calls it. Of a side session no text says
// anything, and nothing is demanded.
func CheckNoticeOf(s *structure.Structure, m Meeting, agenda Agenda, papers []Paper, today workday.Date) []Gap {
	var gaps []Gap
	for _, id := range m.Deciding() {
		b := s.Body(id)
		if b == nil {
			continue
		}
		for _, g := range CheckNotice(b.Meetings.Notice, s.Practice, m, agenda, papers, today) {
			if !slices.ContainsFunc(gaps, func(x Gap) bool { return x.Demand == g.Demand && x.Item == g.Item }) {
				gaps = append(gaps, g)
			}
		}
	}
	return append(gaps, goGaps(s, m)...)
}

// noticeDays gives how many days before the meeting the notice goes out, and by
// which rule: the text's own number, else the county's practice, else none.
func noticeDays(said structure.NoticeRule, practice structure.Practice) (*int, rule.Ref) {
	switch {
	case said.Days != nil:
		return said.Days, said.Rule
	case practice.Notice != nil:
		return practice.Notice, practice.Ref("notice")
	}
	return nil, rule.Ref{}
}

// NoticeBy gives the last day on which the notice can be sent in time, and by
// which rule; "" where nobody has set a number.
func NoticeBy(said structure.NoticeRule, practice structure.Practice, on workday.Date) (workday.Date, rule.Ref) {
	days, by := noticeDays(said, practice)
	if days == nil {
		return "", rule.Ref{}
	}
	return on.Add(-*days), by
}

// PapersBy gives the last day for papers to the meeting by the county's
// practice; "" where the county has set none.
func PapersBy(practice structure.Practice, on workday.Date) (workday.Date, rule.Ref) {
	if practice.Papers == nil {
		return "", rule.Ref{}
	}
	return on.Add(-*practice.Papers), practice.Ref("papers")
}
