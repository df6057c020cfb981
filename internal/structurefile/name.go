package structurefile

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

// sort is what a name can stand for. Places in the file say which sorts fit.
type sort uint16

const (
	aParty sort = 1 << iota
	aSet
	aKind
	aCircle
	aBody
	aTemplate
	anOffice
	aUnit
	aChannel
	aFactList // facts.x, a question answered with parties

	parties  = aParty | aSet | aKind                   // that stand whatever the matter
	matterly = parties | aCircle | aFactList           // that may depend on the matter
	bodies   = aBody | aTemplate                       // a template stands for all its bodies
	anyone   = matterly | bodies | anOffice | aChannel // who may be told, appoint or hold
)

// words names the sorts, "a party, a set or a body".
func (s sort) words() structure.Message {
	var out []structure.Message
	for i, n := range []structure.Message{msg("a party"), msg("a set"), msg("a kind of party"), msg("a circle of the matter"), msg("a body"), {},
		msg("an office"), msg("a unit"), msg("a channel"), msg("facts.<list of parties>")} {
		if of := sort(1 << i); of == aBody && s&bodies != 0 || of != aTemplate && s&of != 0 {
			out = append(out, n)
		}
	}
	return or(out)
}

// name is a declared name: what it stands for and where.
type name struct {
	sort sort
	node *yaml.Node
}

// names are the declared names of a file. One namespace holds them all, so
// that a who never has to say which sort it means.
type names struct {
	by     map[string]name
	order  []string
	sorted map[sort]sorted // what known gave
}

// sorted are the names of some sorts, when there were so many names in all.
type sorted struct {
	ids []string
	of  int
}

// declare notes the name that a key or an id gives. It reports a name that
// can't be one and one that is taken.
func (r *reader) declare(n *yaml.Node, s sort) {
	r.ident(n) // a name that can't be one is reported, and known from then on
	if old, taken := r.names.by[n.Value]; taken && !(s == aSet && old.sort == aParty) {
		if !r.reported(n) { // as a key that stands twice
			r.problem(n, msg("%q is the name of %s on line %d already", n.Value, old.sort.words(), old.node.Line), msg("choose another name"))
		}
		return
	} else if !taken {
		r.names.order = append(r.names.order, n.Value)
		r.names.by[n.Value] = name{s, n}
	}
}

// ident reports whether a word can be a name: small letters a–z, digits, - and _.
func (r *reader) ident(n *yaml.Node) bool {
	ok := n.Value != ""
	for i, c := range n.Value {
		ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || i > 0 && (c == '-' || c == '_'))
	}
	if !ok {
		r.problem(n, msg("%q can't be a name", n.Value), msg("write small letters a–z, digits and hyphens"))
	}
	return ok
}

// known gives the declared names of some sorts, in the file's order. Whoever
// adds to the list gets a copy.
func (r *reader) known(s sort) []string {
	if k, is := r.names.sorted[s]; is && k.of == len(r.names.order) {
		return k.ids
	}
	var out []string
	for _, id := range r.names.order {
		if r.names.by[id].sort&s != 0 {
			out = append(out, id)
		}
	}
	out = slices.Clip(out)
	r.names.sorted[s] = sorted{out, len(r.names.order)}
	return out
}

// reported tells whether something was found at a node already.
func (r *reader) reported(n *yaml.Node) bool {
	p := r.pos(n)
	return slices.ContainsFunc(r.found, func(x Problem) bool { return x.Pos == p })
}
