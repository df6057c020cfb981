package compare

import (
	"fmt"
	"strconv"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// meetings is what a body's text says of its meetings and what is written of
// them.
func (f *facets) meetings(s side, b *structure.Body) {
	m := b.Meetings
	ref := m.NumberRule
	f.add("meetings_number", "", canonCount(m.Number), count(m.Number), ref)
	f.add("meetings_called_by", "", whoCanon(m.CalledBy), s.who(m.CalledBy), m.CalledRule)
	if m.Notice.Days != nil {
		f.add("notice_days", "", canon(m.Notice.Days), days(m.Notice.Days), m.Notice.Rule)
	}
	for _, h := range m.Notice.Holds {
		f.add("notice_holds", h, h, vocab("compare.need.", h), m.Notice.Rule)
	}
	for _, h := range m.Notice.EachItem {
		f.add("notice_each_item", h, h, vocab("compare.need.", h), m.Notice.Rule)
	}
	for _, x := range m.Joint {
		f.add("joint", canonWho(x.With), canon(x.With, x.Invites, x.Number), s.joint(x), x.Rule)
	}
	for _, x := range m.SideSession {
		f.listed("side_session", canonWho(x.Of), s.who(x.Of), x.Rule)
	}
	if !m.CoOpts.Zero() {
		f.add("co_opts", "", "yes", yes(true), m.CoOpts)
	}
	if len(m.Months) > 0 {
		var months []any
		for _, n := range m.Months {
			months = append(months, month(n))
		}
		f.add("meetings_months", "", fmt.Sprint(m.Months), months, ref)
	}
	f.add("meetings_usual", "", m.Usual, m.Usual, ref)
	if c := m.Calendar; !c.By.Zero() || c.BeforeMonth > 0 {
		said := s.who(c.By)
		if c.BeforeMonth > 0 {
			said = word("compare.calendar", said, word("compare.day_of", c.BeforeDay, month(c.BeforeMonth)))
		}
		f.add("calendar", "", canon(c.By, c.BeforeDay, c.BeforeMonth), said, c.Rule)
	}
	for _, x := range m.Paired {
		f.add("paired", canonWho(x.With), canon(x.With, x.DaysBefore), word("compare.paired", s.who(x.With), count(x.DaysBefore)), x.Rule)
	}
	f.add("extra", "", whoCanon(m.Extra.By), s.who(m.Extra.By), m.Extra.Rule)
	for _, x := range m.Standing {
		f.add("standing", x.Item, x.Item+x.At, word("compare.standing", x.Item, at(x.At)), x.Rule)
	}
	for _, x := range m.Also {
		said := []any{x.Form}
		if x.Number.Stated {
			said = append(said, word("compare.a_year", count(x.Number)))
		}
		if x.Month > 0 {
			said = append(said, month(x.Month))
		}
		if x.At != "" {
			said = append(said, at(x.At))
		}
		f.add("also", x.Form, canon(x.Form, x.Number, x.Month, x.At), word("compare.occasion", said), x.Rule)
	}
	f.record(s, b.Record)
}

// joint says with whom a body meets, how often, and who invites.
func (s side) joint(x structure.Joint) any {
	said := word("compare.joint", s.who(x.With))
	if x.Number.Stated {
		said = word("compare.joint.number", said, count(x.Number))
	}
	if !x.Invites.Zero() {
		said = word("compare.joint.invites", said, s.who(x.Invites))
	}
	return said
}

func month(n int) any { return word("compare.month." + strconv.Itoa(n)) }

func (f *facets) record(s side, x structure.RecordRule) {
	if x.Form != "" {
		f.add("record_form", "", x.Form, vocab("compare.record.", x.Form), x.Rule)
	}
	for _, h := range x.Holds {
		f.add("record_holds", h, h, vocab("compare.need.", h), x.Rule)
	}
	for _, w := range []struct {
		topic string
		who   structure.Who
	}{{"record_to", x.To}, {"record_by", x.By}, {"record_check", x.Check}, {"record_files", x.Files}} {
		f.add(w.topic, "", whoCanon(w.who), s.who(w.who), x.Rule)
	}
	if x.Ready != nil {
		f.add("record_ready", "", canon(x.Ready), days(x.Ready), x.Rule)
	}
	f.add("record_sign", "", x.Sign, vocab("compare.at.", x.Sign), x.Rule)
	f.add("record_way", "", x.Way, vocab("compare.record.", x.Way), x.Rule)
	if x.Adjusters.Stated {
		f.add("record_adjusters", "", canonCount(x.Adjusters), count(x.Adjusters), x.Rule)
	}
	f.add("record_made", "", x.Made, s.nameOr(x.Made), x.Rule)
}

// meetings gives what changes for those who meet.
func (d *differ) meetings() []MeetingTally {
	var out []MeetingTally
	byID(d.was.Bodies, d.is.Bodies, func(b *structure.Body) string { return b.ID }, func(o, n *structure.Body) {
		t := MeetingTally{}
		if o != nil {
			t.Body, t.NumberBefore, t.NoticeBefore = o.ID, o.Meetings.Number, o.Meetings.Notice.Days
			t.Rules = []rule.Ref{o.Meetings.NumberRule, o.Meetings.Notice.Rule}
		}
		if n != nil {
			t.Body, t.NumberAfter, t.NoticeAfter = n.ID, n.Meetings.Number, n.Meetings.Notice.Days
			t.Rules = append(t.Rules, n.Meetings.NumberRule, n.Meetings.Notice.Rule)
		}
		if canonCount(t.NumberBefore) != canonCount(t.NumberAfter) || canon(t.NoticeBefore) != canon(t.NoticeAfter) {
			t.Rules = refs(t.Rules...)
			out = append(out, t)
		}
	})
	return out
}
