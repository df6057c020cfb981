package structurefile

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// made is a body that a template made for a member of its set.
type made struct{ body, member string }

// bodyNode is a body to be read: its id, what it says, and where it came from.
type bodyNode struct {
	id       string
	key      *yaml.Node
	node     *yaml.Node
	template string
	member   string
}

// bodyNodes declares the bodies and writes the templates out: a body with
// for_each stands once for each member of a set, with {x}, {x.name} and
// {x.short} replaced in every text.
func (r *reader) bodyNodes(n *yaml.Node) []bodyNode {
	var out []bodyNode
	for _, e := range r.entries(n, "bodies") {
		each := valueOf(e.value, "for_each")
		if each == nil {
			r.declare(e.key, aBody)
			out = append(out, bodyNode{id: e.key.Value, key: e.key, node: e.value})
			continue
		}
		r.declare(e.key, aTemplate)
		out = append(out, r.written(e, each)...)
	}
	if len(out) > maxBodies {
		r.problem(n, msg("%d bodies, more than %d", len(out), maxBodies), msg("leave out what is no body of the cooperation"))
		return nil
	}
	return out
}

// valueOf gives the value of a key of a mapping, or nil.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// written writes a template out.
func (r *reader) written(e entry, each *yaml.Node) []bodyNode {
	list := r.entries(each, "for_each")
	id := valueOf(e.value, "id")
	if len(list) != 1 || id == nil {
		r.problem(e.key, msg("the template %s does not say for each of what, or under which id", e.key.Value),
			msg(`write for_each: {x: <set>} and id: …-{x}`))
		return nil
	}
	variable, set := list[0].key.Value, r.text(list[0].value)
	if !r.among(list[0].value, msg("set"), set, r.known(aSet|aKind)) {
		return nil
	}
	if !strings.Contains(id.Value, "{"+variable+"}") {
		r.problem(id, msg("every body of the template would be called %q", id.Value), msg("write {%s} in the id", variable))
		return nil
	}
	var out []bodyNode
	members, sets := r.membersOf(set)
	but, plain := r.entries(valueOf(e.value, "but"), "but"), without(e.value, "but")
	for _, x := range but {
		r.among(x.key, msg("member of %s", set), x.key.Value, members)
	}
	for _, m := range members {
		if r.grown > maxWritten {
			r.problem(e.key, msg("the templates grow to more than %d MB", maxWritten>>20), msg("write them shorter, or over a smaller set"))
			return out
		}
		p := r.placeholders(variable, m, sets)
		b := bodyNode{key: e.key, node: r.filled(r.replaced(plain, but, m), p), template: e.key.Value, member: m}
		name := *id
		name.Value = p.Replace(id.Value)
		b.id = name.Value
		r.declare(&name, aBody)
		r.made[e.key.Value] = append(r.made[e.key.Value], made{b.id, m})
		out = append(out, b)
	}
	return out
}

// membersOf gives the sets of a set of sets, else the parties of a set, and
// which of the two they are: a district and its only municipality may share an
// id.
func (r *reader) membersOf(set string) (ids []string, sets bool) {
	for _, v := range r.s.Sets {
		if v.ID == set && len(v.Sets) > 0 {
			return v.Sets, true
		}
	}
	return r.partiesOf(set), false
}

// replaced gives a template with what it says of one member put in: a mapping
// is gone into key by key, a text or a list stands instead of the other.
func (r *reader) replaced(n *yaml.Node, but []entry, member string) *yaml.Node {
	for _, x := range but {
		if x.key.Value != member {
			continue
		}
		if x.value.Kind != yaml.MappingNode {
			r.problem(x.value, msg("what %s has otherwise is no mapping", member), msg("write the keys that are other there, roles: {chair: {…}}"))
			return n
		}
		return merged(n, x.value)
	}
	return n
}

// without gives a mapping without one of its keys.
func without(n *yaml.Node, key string) *yaml.Node {
	c := *n
	c.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != key {
			c.Content = append(c.Content, n.Content[i], n.Content[i+1])
		}
	}
	return &c
}

func merged(n, with *yaml.Node) *yaml.Node {
	c := *n
	c.Content = slices.Clone(n.Content)
	for i := 0; i+1 < len(with.Content); i += 2 {
		at := -1
		for j := 0; j+1 < len(c.Content); j += 2 {
			if c.Content[j].Value == with.Content[i].Value {
				at = j + 1
			}
		}
		switch v := with.Content[i+1]; {
		case at < 0:
			c.Content = append(c.Content, with.Content[i], v)
		case v.Kind == yaml.MappingNode && c.Content[at].Kind == yaml.MappingNode:
			c.Content[at] = merged(c.Content[at], v)
		default:
			c.Content[at] = v
		}
	}
	return &c
}

// placeholders gives the replacements for a member, a party or a set.
func (r *reader) placeholders(variable, member string, set bool) *strings.Replacer {
	name, short := member, member
	if p := r.s.Party(member); p != nil {
		name, short = p.Name, p.Short
	}
	for _, v := range r.s.Sets {
		if set && v.ID == member && v.Name.SV != "" {
			name, short = v.Name.SV, v.Short
			if short == "" {
				short = name
			}
		}
	}
	return strings.NewReplacer("{"+variable+"}", member, "{"+variable+".name}", name, "{"+variable+".short}", short)
}

// filled copies a tree with its placeholders replaced; places stay those of
// the template.
func (r *reader) filled(n *yaml.Node, p *strings.Replacer) *yaml.Node {
	c := *n
	r.grown += len(n.Value) + 64
	if c.Kind == yaml.ScalarNode {
		c.Value = p.Replace(c.Value)
		r.grown += len(c.Value)
		if i := strings.IndexByte(c.Value, '{'); i >= 0 && strings.IndexByte(c.Value[i:], '}') > 0 {
			r.problem(n, msg("nothing to put in place of %s", c.Value[i:i+1+strings.IndexByte(c.Value[i:], '}')]),
				msg("use the word of for_each, {x}, {x.name} or {x.short}"))
		}
	}
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, x := range n.Content {
		c.Content[i] = r.filled(x, p)
	}
	return &c
}
