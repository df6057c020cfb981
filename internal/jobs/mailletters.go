package jobs

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/internal/app/mails"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/mail"
)

// What the letters say. Each is written once, as blocks; mail makes the plain
// text and the HTML of them.

func para(s string) mail.Block { return mail.Block{Para: s} }

func link(words, url string) mail.Block { return mail.Block{Link: &mail.Link{Words: words, URL: url}} }

// name is what people call a matter in a letter: number and title.
func name(number, title string) string {
	if number == "" {
		return title
	}
	return number + " " + title
}

// capital begins a sentence.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func (p post) letter(blocks ...mail.Block) mail.Letter {
	return mail.Letter{Lang: p.t.Lang, Blocks: append([]mail.Block{para(p.t.S("mail.hello"))}, blocks...)}
}

func (p post) noticeSubject(l mails.NoticeLetter) string {
	n := l.Notice
	switch n.Method {
	case "cancel":
		return p.t.S("mail.notice.subject_cancelled", l.Body, p.t.Date(n.On))
	case "supplement":
		return p.t.S("mail.notice.subject_supplement", l.Body, p.t.Date(n.On))
	case "update":
		key := "mail.notice.subject_again"
		if n.Moves() {
			key = "mail.notice.subject_changed"
		}
		return p.t.S(key, l.Body, p.t.Date(n.On), p.t.Clock(n.Starts))
	}
	return p.t.S("mail.notice.subject", l.Body, p.t.Date(n.On), p.t.Clock(n.Starts))
}

func (p post) noticeLetter(l mails.NoticeLetter, address string) mail.Letter {
	n := l.Notice
	if n.Method == "cancel" {
		return p.cancelLetter(l, address)
	}
	if n.Method == "supplement" {
		return p.supplementLetter(l, address)
	}
	lead := "mail.notice.called"
	switch {
	case n.Moves():
		lead = "mail.notice.changed"
	case n.Method == "update":
		lead = "mail.notice.again"
	case !l.Whole:
		lead = "mail.notice.called_item"
	}
	blocks := []mail.Block{para(p.t.S(lead, l.Body))}
	if n.Moves() {
		blocks = append(blocks, p.moved(l)...)
	}
	rows := []mail.Row{{Label: p.t.S("mail.when"), Value: p.t.S("mail.slot", p.t.Long(n.On), p.t.Clock(n.Starts), p.t.Clock(n.Ends))}}
	if n.Place != "" {
		rows = append(rows, mail.Row{Label: p.t.S("mail.where"), Value: n.Place})
	}
	blocks = append(blocks, mail.Block{Rows: rows})
	blocks = append(blocks, p.agenda(l)...)
	blocks = append(blocks, link(p.t.S("mail.notice.prepare"), address), link(p.t.S("mail.notice.answer"), p.Site+"/svar/"+l.Link))
	if !l.Rule.Zero() && l.Rule.Document != "" {
		blocks = append(blocks, para(p.t.S("mail.rule", l.Rule.Document, l.Rule.Section)))
	}
	switch {
	case l.Chair == "":
		blocks = append(blocks, para(p.t.S("mail.sent_by", n.SentAs)))
	case l.ByChair:
		blocks = append(blocks, para(p.t.S("mail.chair", l.Chair)))
	default:
		blocks = append(blocks, para(p.t.S("mail.chair_through", l.Chair, n.SentAs)))
	}
	return p.letter(blocks...)
}

// moved tells of a move: from when and where, why, and that what was answered before
// doesn't count any more. Whoever had nothing before reads the reason alone.
func (p post) moved(l mails.NoticeLetter) []mail.Block {
	why := para(p.t.S("mail.notice.reason", l.Notice.Reason))
	if l.From == nil {
		return []mail.Block{why}
	}
	was := p.t.S("mail.slot", p.t.Date(l.From.On), p.t.Clock(l.From.Starts), p.t.Clock(l.From.Ends))
	from := p.t.S("mail.notice.moved_from", was)
	if l.From.Place != "" && l.From.Place != l.Notice.Place {
		from = p.t.S("mail.notice.moved_from_place", was, l.From.Place)
	}
	return []mail.Block{para(from), why, para(p.t.S("mail.notice.answer_again"))}
}

// supplementLetter tells what has changed in the items that the receiver is called
// to: their titles and the papers' names, which everybody there has.
func (p post) supplementLetter(l mails.NoticeLetter, address string) mail.Letter {
	blocks := []mail.Block{para(p.t.S("mail.notice.supplement", l.Body, p.t.Date(l.Notice.On)))}
	var items []mail.Item
	for _, c := range l.Changes {
		under := []string{p.differs(c)}
		for _, name := range c.Put {
			under = append(under, p.t.S("agenda.paper_came", name)+".")
		}
		for _, name := range c.Taken {
			under = append(under, p.t.S("agenda.paper_went", name)+".")
		}
		items = append(items, mail.Item{Mark: mark(c.Item.Pos), Title: c.Item.Title, Under: strings.Join(under, " ")})
	}
	blocks = append(blocks, mail.Block{Items: items}, link(p.t.S("mail.notice.prepare"), address+"/forbered"), para(p.t.S("mail.notice.same_time")))
	return p.letter(append(blocks, para(p.t.S("mail.sent_by", l.Notice.SentAs)))...)
}

// differs says what has happened to an item.
func (p post) differs(c meeting.Change) string {
	if c.Kind != meeting.ItemChanged {
		return p.t.S("mail.notice.item." + c.Kind)
	}
	what := make([]string, len(c.What))
	for i, w := range c.What {
		what[i] = p.t.S("agenda.what." + w)
	}
	return p.t.S("mail.notice.item.changed", p.t.List(what))
}

func (p post) cancelLetter(l mails.NoticeLetter, address string) mail.Letter {
	n := l.Notice
	key := "mail.notice.cancelled"
	if n.Reason == "" { // the meeting is held, without this person
		key = "mail.notice.cancelled_for_you"
	}
	blocks := []mail.Block{para(p.t.S(key, l.Body, p.t.Date(n.On)))}
	if n.Reason != "" {
		blocks = append(blocks, para(p.t.S("mail.notice.reason", n.Reason)), link(p.t.S("mail.notice.read"), address))
	}
	return p.letter(append(blocks, para(p.t.S("mail.sent_by", n.SentAs)))...)
}

// agenda gives the items by what they are there for, those for decision first.
func (p post) agenda(l mails.NoticeLetter) []mail.Block {
	var blocks []mail.Block
	for _, purpose := range append(meeting.Purposes(), meeting.Unsaid) {
		var items []mail.Item
		for _, i := range l.Items {
			if i.Purpose != purpose {
				continue
			}
			it := mail.Item{Mark: mark(i.Pos), Title: name(i.Matter, i.Title), Under: i.Summary}
			if i.State != "" {
				state := p.t.S("mail.state."+string(i.State), l.Party)
				if it.Under != "" {
					it.Under += " "
				}
				it.Under += state
			}
			items = append(items, it)
		}
		if len(items) == 0 {
			continue
		}
		head := "mail.purpose." + string(purpose)
		if purpose == meeting.Unsaid {
			head = "mail.purpose.unsaid"
		}
		blocks = append(blocks, mail.Block{Head: p.t.S(head), Items: items})
	}
	return blocks
}

// mark is an item's number on the agenda; nothing for who is called to some
// items only.
func mark(pos int) string {
	if pos == 0 {
		return ""
	}
	return strconv.Itoa(pos) + "."
}

// taskKinds are the steps that have words of their own.
func taskKinds() []structure.Step {
	return []structure.Step{structure.HomePreparation, structure.Remiss, structure.PartyDecisions, structure.Implement}
}

func taskKey(kind, part string) string {
	if slices.Contains(taskKinds(), structure.Step(kind)) {
		return "mail.task." + kind + "." + part
	}
	return "mail.task.other." + part
}

func (p post) taskSubject(l mails.TaskLetter) string {
	s := p.t.S(taskKey(l.Kind, "subject"), l.Party, l.Title)
	if l.Due != "" {
		s = p.t.S("mail.task.by", s, p.t.Date(l.Due))
	}
	if l.Reminder {
		s = p.t.S("mail.task.reminder", s)
	}
	return s
}

func (p post) taskLetter(l mails.TaskLetter) mail.Letter {
	blocks := []mail.Block{para(p.t.S(taskKey(l.Kind, "lead"), l.Party, name(l.Number, l.Title)))}
	if l.Due != "" {
		blocks = append(blocks, para(p.t.S("mail.task.due", p.t.Date(l.Due))))
	}
	if l.Remiss != "" {
		blocks = append(blocks, link(p.t.S("mail.task.answer"), p.Site+"/remisser/"+l.Remiss))
	} else {
		blocks = append(blocks, link(p.t.S("mail.task.open"), p.Site+"/hemma/"+l.Ref+"?part="+l.PartyID))
	}
	return p.letter(blocks...)
}

func (p post) decisionsLetter(l mails.DecisionsLetter) mail.Letter {
	lead, at := "mail.decisions.lead", "/moten/"+l.Meeting.ID
	if w := l.Meeting.Written; w != "" {
		lead, at = "mail.decisions.lead_written", "/per-capsulam/"+w
	}
	blocks := []mail.Block{para(p.t.S(lead, l.Body, p.t.Date(l.Meeting.On)))}
	for _, d := range l.Decisions {
		t := d.Terms
		blocks = append(blocks, mail.Block{Head: name(d.Number, d.Title) + " – " + p.t.S("mail.outcome."+string(t.Outcome))}, para(t.Text))
		if t.Responsible != "" && t.DueOn != "" {
			blocks = append(blocks, para(p.t.S("mail.decisions.responsible", t.Responsible, p.t.Date(t.DueOn))))
		}
		switch {
		case d.GoesTo != "":
			blocks = append(blocks, para(p.t.S("mail.decisions.goes_on", d.GoesTo)))
		case t.GoesTo == decision.GoesToParties:
			blocks = append(blocks, para(p.t.S("mail.decisions.to_parties")))
		}
		if t.Reservation != "" {
			blocks = append(blocks, para(p.t.S("mail.decisions.reservation", t.Reservation)))
		}
	}
	return p.letter(append(blocks, link(p.t.S("mail.decisions.read"), p.Site+at))...)
}

func (p post) endedLetter(l mails.EndedLetter) mail.Letter {
	key := "mail.ended.other"
	switch l.State {
	case matter.Declined, matter.Withdrawn, matter.Closed:
		key = "mail.ended." + string(l.State)
	}
	return p.letter(para(capital(p.t.S(key, name(l.Number, l.Title)))), link(p.t.S("mail.ended.open"), p.Site+"/arenden/"+l.Ref))
}
