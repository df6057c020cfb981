package structurefile

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

func powerWords() []string {
	return []string{"set_up", "close", "assign", "appoint", "propose", "set_agenda", "set_attendance", "co_opt", "engage",
		"share_seats", "choose_level"}
}

func owedWords() []string {
	return []string{"follow-up-plan", "action-plan", "meeting-plan", "report", "annual-report"}
}

func decisionRules() []string { return []string{"unanimity", "consensus", "majority"} }

func agreeWords() []string {
	return []string{structure.AllMembers, structure.AllParties, structure.MostMembers}
}

// powers reads the rights of a body beside its mandates.
func (r *reader) powers(n *yaml.Node, b bodyNode, own citing) []structure.Power {
	var out []structure.Power
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, msg("power"), i)
		v := structure.Power{What: t.text("what"), Whom: t.text("whom"), To: r.who(t.get("to"), matterly|bodies|anOffice),
			Needs: t.texts("needs"), Within: t.text("within"), Rule: r.cite(t, id, own)}
		if m := t.must("may", msg("write what the body may do")); m != nil {
			v.May = r.text(m)
			r.among(m, msg("power"), v.May, powerWords())
		}
		t.end()
		out = append(out, v)
	}
	return out
}

// admits reads from whom a body takes up matters, and which of its roles takes
// them in.
func (r *reader) admits(n *yaml.Node, b bodyNode, own citing) []structure.Admission {
	var out []structure.Admission
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, msg("admission"), i)
		v := structure.Admission{From: r.who(t.must("from", msg("write who may raise matters here")), matterly|bodies|anOffice), When: r.condition(t.get("when"))}
		if via := t.get("via"); via != nil {
			v.Via = r.text(via)
			r.among(via, msg("role of the body"), v.Via, r.rolesIn(b.node))
		}
		v.Rule = r.cite(t, id, own)
		t.end()
		out = append(out, v)
	}
	return out
}

// rolesIn gives the roles that a body's text has.
func (r *reader) rolesIn(body *yaml.Node) []string {
	roles := valueOf(body, "roles")
	if roles == nil || roles.Kind != yaml.MappingNode {
		return nil
	}
	var out []string
	for i := 0; i+1 < len(roles.Content); i += 2 {
		out = append(out, roles.Content[i].Value)
	}
	return out
}

// vocabulary reads words that have to be among the known ones.
func (r *reader) vocabulary(n *yaml.Node, what structure.Message, known []string) []string {
	var out []string
	for _, item := range r.list(n) {
		if word := r.text(item); r.among(item, what, word, known) {
			out = append(out, word)
		}
	}
	return out
}

// owes reads what a body owes again and again.
func (r *reader) owes(n *yaml.Node, b bodyNode, own citing) []structure.Owed {
	var out []structure.Owed
	for i, item := range r.list(n) {
		t, id := r.statement(item, b, msg("owed"), i)
		v := structure.Owed{}
		if w := t.must("what", msg("write what is owed")); w != nil {
			v.What = r.text(w)
			r.among(w, msg("thing owed"), v.What, owedWords())
		}
		if e := t.must("every", msg(`write year, half-year, "2 years", mandate period or "not stated"`)); e != nil {
			v.Every = r.text(e)
			if !slices.Contains([]string{"year", "half-year"}, v.Every) {
				r.howLong(e)
			}
		}
		v.To = r.who(t.get("to"), matterly|bodies|anOffice)
		v.At = r.occasion(t.get("at"))
		if s := t.get("for_each"); s != nil {
			v.ForEach = r.text(s)
			r.among(s, msg("set"), v.ForEach, r.known(aSet|aKind))
		}
		v.Rule = r.cite(t, id, own)
		t.end()
		out = append(out, v)
	}
	return out
}

// decides reads how a body decides, and where a matter is lifted when that does
// not come about.
func (r *reader) decides(n *yaml.Node, b bodyNode, own citing) structure.DecisionRule {
	var v structure.DecisionRule
	if n == nil {
		return v
	}
	t := r.table(n, msg("the decisions of the body %s", b.key.Value))
	if by := t.must("rule", msg("write unanimity, consensus or majority")); by != nil {
		v.By = r.text(by)
		r.among(by, msg("way of deciding"), v.By, decisionRules())
	}
	other := t.get("else")
	v.Else = r.who(other, bodies|matterly)
	if slices.ContainsFunc(v.Else.Terms, func(t structure.Term) bool { return t.Part == "" && t.Name == b.id }) {
		r.problem(other, msg("what the body does not agree on is lifted to the body itself"), msg("write where it goes, or leave else out"))
	}
	v.Rule = r.cite(t, b.id+".decides_by", own)
	t.end()
	return v
}

// betweenMeetings reads how a body may decide between its meetings. Law gives a statutory
// board no such way.
func (r *reader) betweenMeetings(n *yaml.Node, b bodyNode, kind string, own citing) structure.WrittenRule {
	var v structure.WrittenRule
	if n == nil {
		return v
	}
	t := r.table(n, msg("the decisions between the meetings of the body %s", b.key.Value))
	if kind == structure.StatutoryBoard {
		r.problem(n, msg("%s: a statutory board decides at its meetings only", t.what), msg("leave between_meetings out"))
	}
	v.For = r.vocabulary(t.get("for"), msg("document kind"), r.kindsOfDocument())
	if by := t.must("agreed_by", msg("write who must agree: all members, all parties or most members")); by != nil {
		v.By = r.text(by)
		r.among(by, msg("way of agreeing"), v.By, agreeWords())
	}
	v.Within = r.wholeDays(t.get("within"))
	v.Rule = r.cite(t, b.id+".between_meetings", own)
	t.end()
	return v
}
