package structurefile

import (
	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

// whoNode is a who that names parties, with its place.
type whoNode struct {
	who  structure.Who
	node *yaml.Node
}

// checkNobody sees that a who that names parties is somebody: a kind of party
// that no party is of fits nobody.
func (r *reader) checkNobody() {
	for _, w := range r.whos {
		if len(w.who.Except) == 0 && len(r.expanded(w.who)) == 0 {
			r.problem(w.node, msg("%q is nobody: no party is of this kind", w.who.Text), msg("name parties that are there, or write the parties of this kind under parties:"))
		}
	}
}

// note keeps a who that names nothing but parties, so that it can be looked at
// when all parties and sets are there.
func (r *reader) note(n *yaml.Node, w structure.Who) {
	for _, t := range w.Terms {
		if t.Part != "" || r.names.by[t.Name].sort&parties == 0 {
			return
		}
	}
	if !w.Zero() {
		r.whos = append(r.whos, whoNode{w, n})
	}
}

// checkSeated warns of a body that nobody sits in, where the text is said to
// describe it. A network or a unit has no seats, and a body that had ended
// before the structure began has none that matter.
func (r *reader) checkSeated() {
	told := map[string]bool{}
	for i := range r.s.Bodies {
		b := &r.s.Bodies[i]
		sits := b.Kind == structure.FreeForm || b.Kind == structure.StatutoryBoard
		ended := b.Life.To != "" && b.Life.To < r.s.Valid.From
		if !sits || ended || b.Described != "here" || len(b.Seats)+len(b.Roles) > 0 || b.Template != "" && told[b.Template] {
			continue
		}
		told[b.Template] = true
		r.warn(r.bodyKey(b), msg("nobody sits in the body %s", b.ID), msg("write its seats, or described: locally, elsewhere or not yet where the text leaves them open"))
	}
}

// checkMeetings sees that joint and paired meetings can be as many as they are
// to be, and that no two bodies meet before each other.
func (r *reader) checkMeetings() {
	before, at := map[string][]string{}, map[string]*yaml.Node{}
	for i := range r.s.Bodies {
		b := &r.s.Bodies[i]
		for _, j := range b.Meetings.Joint {
			for _, id := range append(r.s.Places(j.With, structure.Env{}), b.ID) {
				if other := r.s.Body(id); other != nil && fewer(other.Meetings.Number, j.Number) {
					r.problem(r.rules[j.Rule.ID], msg("%s meets %s, and is to meet jointly %s", id, other.Meetings.Number.Text, j.Number.Text),
						msg("write fewer joint meetings, or more meetings"))
				}
			}
		}
		for _, p := range b.Meetings.Paired {
			for _, id := range r.s.Places(p.With, structure.Env{}) {
				before[b.ID], at[b.ID] = append(before[b.ID], id), r.rules[p.Rule.ID]
				if other := r.s.Body(id); other != nil && fewer(b.Meetings.Number, other.Meetings.Number) {
					r.problem(at[b.ID], msg("%s meets %s, and is to meet before each meeting of %s, which are %s", b.ID, b.Meetings.Number.Text, id, other.Meetings.Number.Text),
						msg("let it meet as often, or leave paired out"))
				}
			}
		}
	}
	if ring := ringIn(before); ring != nil {
		r.problem(at[ring[0]], msg("paired goes round: %s", chain(ring)), msg("let one of the bodies meet first"))
	}
}

// fewer reports whether meetings are certainly fewer than they have to be.
func fewer(meets, demanded structure.Count) bool {
	return meets.Max > 0 && !meets.About && !demanded.About && demanded.Min > meets.Max
}

// checkSize refuses ways that name so many parties that no route could be
// composed in time: every rule puts a station at each party that it names, and
// at each step on the party's own way.
func (r *reader) checkSize() {
	size := 0
	for _, w := range r.s.Ways {
		if size += len(r.expanded(w.Of)) * (1 + len(w.Through)); size > maxClaims {
			r.tooLarge(msg("the ways name parties too many times"))
		}
	}
}

// checkEnded warns of a station at a body that is no more while its rule holds.
func (r *reader) checkEnded() {
	for i, w := range r.s.Ways {
		if w.Verb != structure.Need {
			continue
		}
		for _, id := range r.s.Places(w.At, structure.Env{}) {
			if b := r.s.Body(id); b != nil && b.Life.To != "" && (w.Period.To == "" || w.Period.To > b.Life.To) {
				r.warn(r.wayNodes[i], msg("the way %s leads to %s, which ends %s", w.Rule.ID, id, b.Life.To), msg("write which body does it then, or until when the way holds, until: …"))
			}
		}
	}
}
