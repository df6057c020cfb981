package structurefile

import (
	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

// powers reads the rights of a body beside its mandates.
func (r *reader) powers(n *yaml.Node, b bodyNode, own citing) []structure.Power {
	var out []structure.Power
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, "power", i)
		v := structure.Power{What: t.text("what"), Needs: t.texts("needs"), Rule: r.cite(t, id, own)}
		if m := t.must("may", "write what the body may do"); m != nil {
			v.May = r.text(m)
			r.among(m, "power", v.May, powerWords())
		}
		t.end()
		out = append(out, v)
	}
	return out
}

// admits reads from whom a body takes up matters.
func (r *reader) admits(n *yaml.Node, b bodyNode, own citing) []structure.Admission {
	var out []structure.Admission
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, "admission", i)
		v := structure.Admission{From: r.who(t.must("from", "write who may raise matters here"), matterly|bodies), When: r.condition(t.get("when"))}
		v.Rule = r.cite(t, id, own)
		t.end()
		out = append(out, v)
	}
	return out
}

// vocabulary reads words that have to be among the known ones.
func (r *reader) vocabulary(n *yaml.Node, what string, known []string) []string {
	var out []string
	for _, item := range r.list(n) {
		if word := r.text(item); r.among(item, what, word, known) {
			out = append(out, word)
		}
	}
	return out
}

// meetings reads what the text says about a body's meetings.
func (r *reader) meetings(n *yaml.Node, b bodyNode, own citing) structure.MeetingRule {
	var m structure.MeetingRule
	if n == nil {
		return m
	}
	t := r.table(n, "the meetings of the body "+b.key.Value)
	ref := r.cite(t, b.id+".meetings", own)
	around := citing{ref, n}
	if c := t.get("number"); c != nil {
		m.Number, m.NumberRule = r.count(c, true), ref
	}
	if c := t.get("called_by"); c != nil {
		m.CalledBy, m.CalledRule = r.who(c, bodies|anOffice|parties), ref
	}
	if c := t.get("notice"); c != nil {
		nt := r.table(c, "the notice of the body "+b.key.Value)
		m.Notice = structure.NoticeRule{
			Days:     r.wholeDays(nt.get("days")),
			Holds:    r.vocabulary(nt.get("holds"), "part of a notice", noticeWords()),
			EachItem: r.vocabulary(nt.get("each_item"), "part of a notice", noticeWords()),
			Rule:     r.cite(nt, b.id+".notice", around),
		}
		nt.end()
	}
	for i, item := range r.list(t.get("joint")) {
		jt, id := r.statement(item, b, "joint", i)
		j := structure.Joint{With: r.who(jt.must("with", "write the other bodies"), bodies), Invites: r.who(jt.get("invites"), bodies|matterly),
			Number: r.count(jt.get("number"), true)}
		j.Rule = r.cite(jt, id, around)
		jt.end()
		m.Joint = append(m.Joint, j)
	}
	for i, item := range r.list(t.get("side_session")) {
		st, id := r.statement(item, b, "side_session", i)
		s := structure.SideSession{Of: r.who(st.must("of", "write who meets"), parties)}
		s.Rule = r.cite(st, id, around)
		st.end()
		m.SideSession = append(m.SideSession, s)
	}
	t.end()
	return m
}

// record reads what is written of a meeting and who gets it.
func (r *reader) record(n *yaml.Node, b bodyNode, own citing) structure.RecordRule {
	var v structure.RecordRule
	if n == nil {
		return v
	}
	t := r.table(n, "the record of the body "+b.key.Value)
	if f := t.must("form", "write notes or minutes"); f != nil {
		v.Form = r.text(f)
		r.among(f, "form of record", v.Form, recordWords())
	}
	v.Holds = r.vocabulary(t.get("holds"), "part of a record", []string{"decisions", "present", "absent"})
	v.To = r.who(t.get("to"), matterly|bodies)
	v.By = r.who(t.get("by"), bodies|anOffice|parties)
	v.Rule = r.cite(t, b.id+".record", own)
	t.end()
	return v
}

// owes reads what a body owes again and again.
func (r *reader) owes(n *yaml.Node, b bodyNode, own citing) []structure.Owed {
	var out []structure.Owed
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, "owed", i)
		v := structure.Owed{}
		if w := t.must("what", "write what is owed"); w != nil {
			v.What = r.text(w)
			r.among(w, "thing owed", v.What, owedWords())
		}
		if e := t.must("every", `write year, or "not stated"`); e != nil {
			v.Every = r.text(e)
			r.among(e, "time", v.Every, []string{"year", notStated})
		}
		v.To = r.who(t.get("to"), matterly|bodies)
		v.Rule = r.cite(t, id, own)
		t.end()
		out = append(out, v)
	}
	return out
}
