package structurefile

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

// roles are the parts that a body has; "chair of X" names the one who holds it.
func roles() []string {
	return []string{"chair", "vice_chair", "convener", "secretary", "coordinator", "contact", "members", "presidium"}
}

// who reads the notation "who": a term, a list of terms, or {jointly: […]}.
// fits says which sorts of names can stand at the place.
//
//	term  = ["each"] name
//	      | part "of" ["each"] name      an organ at home, or a role in a body
//	      | template "of" party          the template's body that the party belongs to
//	      | "side" side | "side opposite" role
//	      | "facts." list
//	      | role                         in the body where it stands
func (r *reader) who(n *yaml.Node, fits sort) structure.Who {
	var w structure.Who
	if n == nil {
		return w
	}
	if n.Kind == yaml.MappingNode {
		list := valueOf(n, "jointly")
		switch {
		case len(n.Content) == 2 && n.Content[1].Tag == "!!null":
			r.text(n) // says that braces want quotes
			return w
		case list == nil || len(n.Content) != 2:
			r.problem(n, msg("a mapping that names nobody"), msg("write a name, a list of names or {jointly: […]}"))
			return w
		}
		w = r.who(list, fits)
		w.Jointly, w.Text = true, "jointly "+w.Text
		return w
	}
	var texts []string
	for _, item := range r.list(n) {
		text := r.text(item)
		if text == "" {
			continue
		}
		if t, ok := r.term(item, text, fits); ok {
			w.Terms = append(w.Terms, t)
			if t.Part == "" && r.names.by[t.Name].sort == aBody {
				text = t.Name // "<template> of <party>" has become this body
			}
		}
		texts = append(texts, text)
	}
	w.Text = strings.Join(texts, ", ")
	for _, t := range w.Terms { // a template's name stands for all its bodies
		r.spend(20 * len(r.made[t.Name]))
	}
	r.note(n, w)
	return w
}

// except reads {…, except: who} beside a who that was read before.
func (r *reader) except(w *structure.Who, n *yaml.Node) {
	if n == nil {
		return
	}
	not := r.who(n, parties)
	w.Except = not.Terms
	w.Text += ", except " + not.Text
}

// term reads one term. ok is false when it has been reported.
func (r *reader) term(n *yaml.Node, text string, fits sort) (_ structure.Term, ok bool) {
	words := strings.Fields(text)
	if fact, is := strings.CutPrefix(words[0], "facts."); is && len(words) == 1 {
		return r.factTerm(n, fact, fits)
	}
	if words[0] == "side" {
		return r.sideTerm(n, words[1:])
	}
	var t structure.Term
	if len(words) == 1 && r.body != "" && slices.Contains(roles(), words[0]) {
		return structure.Term{Name: r.body, Part: words[0]}, true
	}
	if i := slices.Index(words, "of"); i >= 0 {
		if i != 1 || len(words) < 3 {
			r.problem(n, msg("%q can't be read as a who", text), msg(`write "<organ or role> of <name>"`))
			return t, false
		}
		t.Part, words = words[0], words[2:]
	}
	if words[0] == "each" && len(words) > 1 {
		t.Each, words = true, words[1:]
	}
	if len(words) != 1 {
		r.problem(n, msg("%q can't be read as a who", text),
			msg(`write a name, "each <set>", "<organ> of <party>", "<role> of <body>" or "side <side>"`))
		return t, false
	}
	t.Name = words[0]
	return r.checked(n, t, fits)
}

// checked looks the name of a term up and sees that its part belongs to it.
func (r *reader) checked(n *yaml.Node, t structure.Term, fits sort) (structure.Term, bool) {
	want := fits
	role, template := slices.Contains(roles(), t.Part), r.names.by[t.Part].sort == aTemplate
	switch {
	case role:
		want = bodies
	case t.Part != "":
		want = matterly &^ aFactList
	}
	d, known := r.names.by[t.Name]
	if !known {
		fit := r.known(want)
		if r.body != "" && t.Part == "" && want&bodies != 0 { // a role alone is the body's own
			fit = append(fit, roles()...)
		}
		r.problem(n, msg("unknown name %q", t.Name), oneOf(t.Name, fit))
		return t, false
	}
	if d.sort&want == 0 {
		r.problem(n, msg("%q is %s", t.Name, d.sort.words()), msg("write the name of %s", want.words()))
		return t, false
	}
	switch {
	case template:
		return r.templateTerm(n, t, fits)
	case t.Part != "" && !role && !slices.Contains(r.organsOf(t.Name), t.Part):
		r.problem(n, msg("%q has no organ %q", t.Name, t.Part), oneOf(t.Part, r.organsOf(t.Name)))
		return t, false
	}
	return t, true
}

// factTerm reads facts.x, which has to be a question answered with parties.
func (r *reader) factTerm(n *yaml.Node, fact string, fits sort) (structure.Term, bool) {
	var lists []string
	for _, f := range r.s.Facts {
		if f.Type == structure.Parties {
			lists = append(lists, f.ID)
		}
	}
	switch {
	case !slices.Contains(lists, fact):
		r.problem(n, msg("%q is no fact that lists parties", fact), oneOf(fact, lists))
		return structure.Term{}, false
	case fits&aFactList == 0:
		r.problem(n, msg("facts.%s depends on the matter", fact), msg("write the name of %s", fits.words()))
		return structure.Term{}, false
	}
	return structure.Term{Fact: fact}, true
}

// sideTerm reads "side X" and "side opposite <role>".
func (r *reader) sideTerm(n *yaml.Node, words []string) (structure.Term, bool) {
	if len(words) == 2 && words[0] == "opposite" && slices.Contains(roles(), words[1]) {
		if len(r.s.Sides) == 0 {
			r.problem(n, msg("the structure has no sides"), msg("declare them under sides:"))
			return structure.Term{}, false
		}
		return structure.Term{Part: structure.SideOpposite, Name: words[1]}, true
	}
	if len(words) == 1 {
		var known []string
		for _, v := range r.s.Sides {
			known = append(known, v.ID)
		}
		if slices.Contains(known, words[0]) {
			return structure.Term{Part: structure.OfSide, Name: words[0]}, true
		}
		r.problem(n, msg("unknown side %q", words[0]), oneOf(words[0], known))
		return structure.Term{}, false
	}
	r.problem(n, msg("a side can't be read"), msg(`write "side <side>" or "side opposite chair"`))
	return structure.Term{}, false
}

// templateTerm turns "<template> of <party>" into the one body of the template
// that the party belongs to.
func (r *reader) templateTerm(n *yaml.Node, t structure.Term, fits sort) (structure.Term, bool) {
	if fits&aBody == 0 {
		r.problem(n, msg("%q is a body", t.Part), msg("write the name of %s", fits.words()))
		return t, false
	}
	if len(r.made[t.Part]) == 0 {
		return t, false // the template has been reported
	}
	for _, m := range r.made[t.Part] {
		if m.member == t.Name || slices.Contains(r.partiesOf(m.member), t.Name) {
			return structure.Term{Name: m.body}, true
		}
	}
	r.problem(n, msg("no body of %s has %q in it", t.Part, t.Name), msg("write the name of a party of its set"))
	return t, false
}

// partiesOf gives the parties of a set, or the party itself.
func (r *reader) partiesOf(name string) []string {
	r.spend(len(r.s.Parties))
	certain, _ := r.s.Expand(structure.Who{Terms: []structure.Term{{Name: name}}}, structure.Env{})
	return certain
}

// organs gives the ids of all organs.
func (r *reader) organs() []string {
	var out []string
	for _, k := range r.s.Kinds {
		for _, o := range k.Organs {
			if !slices.Contains(out, o.ID) {
				out = append(out, o.ID)
			}
		}
	}
	return out
}

// organsOf gives the organs that the parties of a name have at home.
func (r *reader) organsOf(name string) []string {
	var out []string
	r.spend(len(r.s.Parties))
	certain, possible := r.s.Expand(structure.Who{Terms: []structure.Term{{Name: name}}}, structure.Env{})
	for _, p := range append(certain, possible...) {
		for _, o := range r.s.OrgansOf(p) {
			if !slices.Contains(out, o.ID) {
				out = append(out, o.ID)
			}
		}
	}
	return out
}
