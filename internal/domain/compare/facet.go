package compare

import (
	"samverk/internal/domain/rule"
)

// facet is what a text says of a thing in one topic. Two facets of the same
// topic and id say the same when they have the same canon.
type facet struct {
	topic string
	id    string // tells several of a topic apart: duties, powers, relations
	canon string
	say   any
	ref   rule.Ref
	about []any // what the words of the topic are about: a role
}

// facets collects what is said of a thing.
type facets []facet

// add adds what is said; nothing said is no facet.
func (f *facets) add(topic, id, canon string, say any, ref rule.Ref) {
	if canon != "" {
		*f = append(*f, facet{topic: topic, id: id, canon: canon, say: say, ref: ref})
	}
}

// listed adds a statement that has nothing but its content to know it by.
func (f *facets) listed(topic, canon string, say any, ref rule.Ref) {
	f.add(topic, canon, canon, say, ref)
}

// facets tells what differs between two collections about the same thing. A
// statement that is gone and the only new one of its topic are one that was
// changed.
func (d *differ) facets(sub Subject, name any, was, is facets) {
	type pair struct{ o, n *facet }
	var pairs []pair
	byID(was, is, func(f *facet) string { return f.topic + "\x00" + f.id }, func(o, n *facet) { pairs = append(pairs, pair{o, n}) })
	lone := map[string][2][]*facet{} // topic: gone, added
	for _, p := range pairs {
		switch l := p; {
		case l.o == nil:
			x := lone[l.n.topic]
			x[1] = append(x[1], l.n)
			lone[l.n.topic] = x
		case l.n == nil:
			x := lone[l.o.topic]
			x[0] = append(x[0], l.o)
			lone[l.o.topic] = x
		}
	}
	for _, p := range pairs {
		o, n := p.o, p.n
		switch {
		case o != nil && n != nil:
			if o.canon == n.canon {
				d.force(sub, name, o, n)
				continue
			}
		case n != nil:
			if x := lone[n.topic]; len(x[0]) == 1 && len(x[1]) == 1 {
				o = x[0][0]
			}
		default:
			if x := lone[o.topic]; len(x[0]) == 1 && len(x[1]) == 1 {
				continue // told where the new one stands
			}
		}
		d.facet(sub, name, o, n)
	}
}

// facet tells one difference.
func (d *differ) facet(sub Subject, name any, o, n *facet) {
	switch {
	case o == nil:
		d.tell(Change{Kind: Added, Subject: sub, Key: "compare.added", Args: []any{name, vocab("compare.topic.", n.topic, n.about...), n.say}, New: []rule.Ref{n.ref}})
	case n == nil:
		d.tell(Change{Kind: Dropped, Subject: sub, Key: "compare.dropped", Args: []any{name, vocab("compare.topic.", o.topic, o.about...), o.say}, Old: []rule.Ref{o.ref}})
	default:
		d.tell(Change{Kind: Changed, Subject: sub, Key: "compare.changed", Args: []any{name, vocab("compare.topic.", n.topic, n.about...), o.say, n.say},
			Old: []rule.Ref{o.ref}, New: []rule.Ref{n.ref}})
	}
}

// force tells of a statement that says the same with another weight.
func (d *differ) force(sub Subject, name any, o, n *facet) {
	if o.ref.Force != n.ref.Force {
		d.tell(Change{Kind: Force, Subject: sub, Key: "compare.force",
			Args: []any{name, vocab("compare.topic.", n.topic, n.about...), word("compare.force." + o.ref.Force.String()), word("compare.force." + n.ref.Force.String())},
			Old:  []rule.Ref{o.ref}, New: []rule.Ref{n.ref}})
	}
}

// thing is how things of one sort are compared: what they are called, and what
// is said of them.
type thing[T any] struct {
	sort string
	id   func(*T) string
	name func(side, *T) string
	rule func(*T) rule.Ref
	says func(side, *T) facets
}

// compareThings tells which things are new, gone, renamed, and what is said
// otherwise of those that stay.
func compareThings[T any](d *differ, was, is []T, t thing[T]) {
	ref := func(x *T) []rule.Ref {
		if x == nil || t.rule == nil {
			return nil
		}
		return []rule.Ref{t.rule(x)}
	}
	byID(was, is, t.id, func(o, n *T) {
		switch {
		case o == nil:
			d.tell(Change{Kind: New, Subject: Subject{t.sort, t.id(n)}, Key: "compare.new." + t.sort, Args: []any{t.name(d.is, n)}, New: ref(n)})
			return
		case n == nil:
			d.tell(Change{Kind: Gone, Subject: Subject{t.sort, t.id(o)}, Key: "compare.gone." + t.sort, Args: []any{t.name(d.was, o)}, Old: ref(o)})
			return
		}
		sub := Subject{t.sort, t.id(n)}
		if a, b := t.name(d.was, o), t.name(d.is, n); a != b {
			d.tell(Change{Kind: Renamed, Subject: sub, Key: "compare.renamed", Args: []any{a, b}, Old: ref(o), New: ref(n)})
		}
		if t.says != nil {
			d.facets(sub, t.name(d.is, n), t.says(d.was, o), t.says(d.is, n))
		}
	})
}
