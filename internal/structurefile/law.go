package structurefile

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/structures"
)

// lawOfBoards is the common file of law rules. A structure with a statutory
// board brings it; no other does.
const lawOfBoards = "kommunallagen.yaml"

func lawTopics() []string {
	var out []string
	for _, t := range structure.LawTopics() {
		out = append(out, t.ID)
	}
	return out
}

// importLaw brings the law rules when a body is a statutory board. They stand
// in a file of the program: a mistake in it is one of the program's own.
func (r *reader) importLaw() {
	if !slices.ContainsFunc(r.s.Bodies, func(b structure.Body) bool { return b.Kind == structure.StatutoryBoard }) {
		return
	}
	data, err := structures.Files.ReadFile(lawOfBoards)
	if err != nil {
		r.report(structure.Pos{File: lawOfBoards, Line: 1, Column: 1}, Error, msg("the law rules can't be read"), msg("use a whole program"))
		return
	}
	law := newReader(lawOfBoards, nil)
	law.reading(func() { r.s.Law, _ = law.lawFile(data) })
	for _, p := range law.found {
		r.report(p.Pos, p.Severity, p.What, p.Instead)
	}
	r.lawAt = law.places()
}

// ExamineLaw reads a file of law rules: law: <id>, title, source and rules. is
// tells whether the file is one; the error is one of reading it from the disk.
func ExamineLaw(path string) (rules []structure.LawRule, found Problems, is bool, err error) {
	data, err := file(path)
	if err != nil {
		return nil, nil, false, err
	}
	r := newReader(path, nil)
	r.reading(func() { rules, is = r.lawFile(data) })
	return rules, r.found.sorted(), is, nil
}

// lawFile reads law rules; is tells whether that is what the text holds.
func (r *reader) lawFile(data []byte) (rules []structure.LawRule, is bool) {
	root := r.document(data)
	if root == nil || valueOf(root, "law") == nil {
		return nil, false
	}
	t := r.table(root, msg("the law"))
	id := t.get("law")
	r.ident(id)
	title := t.text("title")
	if title == "" {
		t.must("title", msg("write the law as people cite it"))
	}
	t.text("source")
	for _, item := range r.list(t.must("rules", msg("write the rules of the law"))) {
		rt := r.table(item, msg("a rule of the law"))
		v := structure.LawRule{}
		key := rt.must("id", msg("name the rule, since findings name it"))
		if key != nil && r.ident(key) {
			v.Rule.ID = id.Value + "." + key.Value
			r.rule(v.Rule.ID, item)
		}
		if n := rt.must("topic", msg("write what the rule is about")); n != nil && r.among(n, msg("topic"), r.text(n), lawTopics()) {
			v.Topic = r.text(n)
			if slices.ContainsFunc(rules, func(l structure.LawRule) bool { return l.Topic == v.Topic }) {
				r.problem(n, msg("two rules are about %s, and only one can be judged", v.Topic), msg("write one rule for each topic"))
			}
		}
		r.lawNumbers(rt, &v)
		if n := rt.must("says", msg("write the rule in plain words")); n != nil {
			v.Says = r.text(n)
		}
		if n := rt.must("src", msg(`write the chapter and paragraph, "8 kap. 12 §"`)); n != nil {
			v.Rule.Section = r.text(n)
		}
		v.Rule.Document, v.Rule.Because, v.Rule.Force = title, v.Says, rule.Law
		rt.end()
		rules = append(rules, v)
	}
	t.end()
	return rules, true
}

// lawNumbers reads the numbers that a topic is judged by, and refuses any other.
func (r *reader) lawNumbers(t *table, v *structure.LawRule) {
	var topic structure.LawTopic
	for _, x := range structure.LawTopics() {
		if x.ID == v.Topic {
			topic = x
		}
	}
	days, share := t.get("days"), t.get("share")
	if topic.Days {
		t.must("days", msg(`write how many, "14 days"`))
	}
	if topic.Share {
		t.must("share", msg("write more than half"))
	}
	v.Days = r.wholeDays(days)
	if share != nil {
		v.Share = r.text(share)
		r.among(share, msg("share"), v.Share, []string{structure.MoreThanHalf})
	}
	if v.Topic == "" {
		return
	}
	if days != nil && !topic.Days {
		r.problem(days, msg("nobody judges a number of days in a rule about %s", v.Topic), msg("leave days out"))
	}
	if share != nil && !topic.Share {
		r.problem(share, msg("nobody judges a share in a rule about %s", v.Topic), msg("leave share out"))
	}
}

// places gives where each rule stands.
func (r *reader) places() map[string]structure.Pos {
	out := make(map[string]structure.Pos, len(r.rules))
	for id, n := range r.rules {
		out[id] = r.pos(n)
	}
	return out
}
