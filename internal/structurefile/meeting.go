package structurefile

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

func noticeWords() []string {
	return []string{"matters", "summary", "documents", "agenda", "purpose"}
}

func recordWords() []string {
	return []string{"notes", "minutes"}
}

// meetings reads what the text says about a body's meetings.
func (r *reader) meetings(n *yaml.Node, b bodyNode, own citing) structure.MeetingRule {
	var m structure.MeetingRule
	if n == nil {
		return m
	}
	t := r.table(n, msg("the meetings of the body %s", b.key.Value))
	ref := r.cite(t, b.id+".meetings", own)
	around := citing{ref, n}
	if c := t.get("number"); c != nil {
		m.Number, m.NumberRule = r.count(c, true), ref
	}
	if c := t.get("called_by"); c != nil {
		m.CalledBy, m.CalledRule = r.who(c, bodies|anOffice|parties), ref
	}
	if c := t.get("notice"); c != nil {
		nt := r.table(c, msg("the notice of the body %s", b.key.Value))
		m.Notice = structure.NoticeRule{
			Days:     r.wholeDays(nt.get("days")),
			Holds:    r.vocabulary(nt.get("holds"), msg("part of a notice"), noticeWords()),
			EachItem: r.vocabulary(nt.get("each_item"), msg("part of a notice"), noticeWords()),
			Rule:     r.cite(nt, b.id+".notice", around),
		}
		nt.end()
	}
	for i, item := range r.list(t.get("joint")) {
		jt, id := r.statement(item, b, msg("joint"), i)
		j := structure.Joint{With: r.who(jt.must("with", msg("write the other bodies")), bodies), Invites: r.who(jt.get("invites"), bodies|matterly),
			Number: r.count(jt.get("number"), true)}
		if slices.ContainsFunc(j.With.Terms, func(t structure.Term) bool { return t.Part == "" && t.Name == b.id }) {
			r.problem(item, msg("the body meets jointly with itself"), msg("name the other body"))
		}
		j.Rule = r.cite(jt, id, around)
		jt.end()
		m.Joint = append(m.Joint, j)
	}
	for i, item := range r.list(t.get("side_session")) {
		st, id := r.statement(item, b, msg("side_session"), i)
		s := structure.SideSession{Of: r.who(st.must("of", msg("write who meets")), parties)}
		s.Rule = r.cite(st, id, around)
		st.end()
		m.SideSession = append(m.SideSession, s)
	}
	r.calendar(t, &m, b, around)
	r.occasional(t, &m, b, around)
	t.end()
	return m
}

// calendar reads when a body meets: in which months and on which days, who
// decides next year's meetings, and how far from another body's they lie.
func (r *reader) calendar(t *table, m *structure.MeetingRule, b bodyNode, around citing) {
	months, whole := t.get("months"), true
	for _, item := range r.list(months) {
		month, ok := r.month(item)
		whole = whole && ok
		if ok {
			if slices.Contains(m.Months, month) {
				r.problem(item, msg("the month %d stands twice", month), msg("write each month once"))
			}
			m.Months = append(m.Months, month)
		}
	}
	if months != nil && whole && m.Number.Stated && len(m.Months) < m.Number.Min {
		r.problem(months, msg("%d months named, and %s meetings demanded", len(m.Months), strings.TrimSuffix(m.Number.Text, " per year")), msg("name a month for every meeting, or leave months out"))
	}
	m.Usual = t.text("usual")
	if c := t.get("calendar"); c != nil {
		ct := r.table(c, msg("the calendar of the body %s", b.key.Value))
		m.Calendar.By = r.who(ct.must("by", msg("write who decides the meetings of the year")), bodies|anOffice|parties)
		m.Calendar.BeforeDay, m.Calendar.BeforeMonth = r.dayOfYear(ct.get("before"))
		m.Calendar.Rule = r.cite(ct, b.id+".calendar", around)
		ct.end()
	}
	for i, item := range r.list(t.get("paired")) {
		pt, id := r.statement(item, b, msg("paired"), i)
		p := structure.Paired{With: r.who(pt.must("with", msg("write the other body")), bodies), DaysBefore: r.count(pt.must("days_before", msg(countForms)), false)}
		if slices.ContainsFunc(p.With.Terms, func(t structure.Term) bool { return t.Name == b.id }) {
			r.problem(item, msg("the body is paired with itself"), msg("name the other body"))
		}
		p.Rule = r.cite(pt, id, around)
		pt.end()
		m.Paired = append(m.Paired, p)
	}
}

// occasional reads extra meetings, what stands on agendas by itself, and what is
// held beside the meetings.
func (r *reader) occasional(t *table, m *structure.MeetingRule, b bodyNode, around citing) {
	if e := t.get("extra"); e != nil {
		et := r.table(e, msg("the extra meetings of the body %s", b.key.Value))
		m.Extra.By = r.who(et.must("by", msg("write who can demand one")), bodies|anOffice|parties)
		m.Extra.Rule = r.cite(et, b.id+".extra", around)
		et.end()
	}
	for i, item := range r.list(t.get("standing")) {
		st, id := r.table(item, msg("a standing item of the body %s", b.key.Value)), fmt.Sprintf("%s.standing.%d", b.id, i+1)
		s := structure.StandingItem{Item: st.text("item"), At: r.occasion(st.must("at", msg("write at which meetings")))}
		if s.Item == "" {
			st.must("item", msg("write what stands on the agenda"))
		}
		s.Rule = r.cite(st, id, around)
		st.end()
		m.Standing = append(m.Standing, s)
	}
	for i, item := range r.list(t.get("also")) {
		at, id := r.table(item, msg("an occasion of the body %s", b.key.Value)), fmt.Sprintf("%s.also.%d", b.id, i+1)
		o := structure.Occasion{Form: at.text("form"), Number: r.count(at.get("number"), true), At: r.occasion(at.get("at"))}
		if o.Form == "" {
			at.must("form", msg("write what is held"))
		}
		if n := at.get("month"); n != nil {
			o.Month, _ = r.month(n)
		}
		o.Rule = r.cite(at, id, around)
		at.end()
		m.Also = append(m.Also, o)
	}
}

// occasions are the meetings that a text singles out.
func occasions() []string {
	return []string{"each meeting", "first meeting of year", "last meeting of year", "first meeting of term", "last meeting of term", "change of term"}
}

func (r *reader) occasion(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	word := r.text(n)
	r.among(n, msg("occasion"), word, occasions())
	return word
}

// month reads a month, 1 to 12.
func (r *reader) month(n *yaml.Node) (int, bool) {
	text := r.text(n)
	m, ok := number(text)
	if !ok || m > 12 {
		r.problem(n, msg("%q is no month", text), msg("write 1 to 12"))
		return 0, false
	}
	return m, true
}

func monthNames() []string {
	return []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
}

// dayOfYear reads a day without year, "30 november".
func (r *reader) dayOfYear(n *yaml.Node) (day, month int) {
	if n == nil {
		return 0, 0
	}
	text := r.text(n)
	d, name, _ := strings.Cut(text, " ")
	day, ok := number(d)
	month = slices.Index(monthNames(), name) + 1
	if _, err := workday.Parse(fmt.Sprintf("2028-%02d-%02d", month, day)); err != nil || !ok {
		r.problem(n, msg("%q is no day of the year", text), msg("write day and month, 30 november"))
		return 0, 0
	}
	return day, month
}

// record reads what is written of a meeting, who approves it and who gets it.
func (r *reader) record(n *yaml.Node, b bodyNode, own citing) structure.RecordRule {
	var v structure.RecordRule
	if n == nil {
		return v
	}
	t := r.table(n, msg("the record of the body %s", b.key.Value))
	if f := t.get("form"); f != nil {
		v.Form = r.text(f)
		r.among(f, msg("form of record"), v.Form, recordWords())
	}
	v.Holds = r.vocabulary(t.get("holds"), msg("part of a record"), []string{"decisions", "present", "absent", "assignments", "reservations"})
	v.To = r.who(t.get("to"), matterly|bodies|anOffice)
	v.By = r.who(t.get("by"), bodies|anOffice|parties)
	v.Ready = r.readyDays(t.get("ready_days"))
	v.Check = r.who(t.get("approve"), bodies|anOffice|parties)
	if s := t.get("sign"); s != nil {
		v.Sign = r.text(s)
		r.among(s, msg("time to sign"), v.Sign, []string{structure.SignNext})
	}
	if w := t.get("way"); w != nil {
		v.Way = r.text(w)
		r.among(w, msg("way to approve"), v.Way, []string{structure.WayMail})
	}
	v.Adjusters = r.count(t.get("adjusters"), false)
	v.Files = r.who(t.get("registered_by"), bodies|anOffice|parties)
	v.Made = r.channel(t.get("publish"))
	v.Rule = r.cite(t, b.id+".record", own)
	t.end()
	return v
}

// readyDays reads within how many days a record is to be ready: 14, or "14 days".
func (r *reader) readyDays(n *yaml.Node) *int {
	if n == nil {
		return nil
	}
	if d, ok := number(r.text(n)); ok {
		return &d
	}
	return r.wholeDays(n)
}

// channel reads the name of a channel.
func (r *reader) channel(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	id := r.text(n)
	r.among(n, msg("channel"), id, r.known(aChannel))
	return id
}
