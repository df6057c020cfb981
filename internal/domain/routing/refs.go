package routing

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// baseID makes the id of a station from what it is: step, place, the group of
// a step around others, and the round when it is not the first.
func baseID(step structure.Step, place, group string, round int) string {
	id := string(step)
	if place != "" {
		id += "@" + strings.ReplaceAll(place, " ", "_")
	}
	if group != "" {
		id += ":" + strings.ReplaceAll(group, " ", "_")
	}
	if round > 0 {
		id += "#" + strconv.Itoa(round+1)
	}
	return id
}

// splitMark stands between the base id of a station and the party that tells
// its parts apart when order splits it.
const splitMark = "~"

// baseOf gives the base id of a station id.
func baseOf(id string) string {
	base, _, _ := strings.Cut(id, splitMark)
	return base
}

// parseBase reads a base id back.
func parseBase(id string) (step structure.Step, place, group string, round int) {
	id = baseOf(id)
	if rest, n, ok := strings.Cut(id, "#"); ok {
		id = rest
		if r, err := strconv.Atoi(n); err == nil && r > 1 {
			round = r - 1
		}
	}
	id, group, _ = strings.Cut(id, ":")
	id, place, _ = strings.Cut(id, "@")
	return structure.Step(id), strings.ReplaceAll(place, "_", " "), strings.ReplaceAll(group, "_", " "), round
}

// natural is what an edge cites that no rule of the structure gives.
func natural() rule.Ref {
	return rule.Ref{ID: "natural-order", Document: "Samverk", Section: "Stegens naturliga ordning",
		Because: "Ingen regel säger annat: stegen följer sin naturliga ordning."}
}

// logged is what a done atom cites when neither today's rules nor its own
// entry name any.
func logged() rule.Ref {
	return rule.Ref{ID: "log", Document: "Samverk", Section: "Ärendets logg",
		Because: "Steget är gjort. Ingen regel i dag kräver det."}
}

// cmpRefs orders rules: the strongest first, then by clause and id. Never by
// the order of the file.
func cmpRefs(a, b rule.Ref) int {
	return cmp.Or(cmp.Compare(b.Force, a.Force), cmp.Compare(a.Clause, b.Clause), cmp.Compare(a.ID, b.ID))
}

func cmpStrings(a, b string) int { return cmp.Compare(a, b) }

func sortedRefs(list []rule.Ref) []rule.Ref {
	slices.SortFunc(list, cmpRefs)
	return slices.CompactFunc(list, func(a, b rule.Ref) bool { return a.ID == b.ID })
}

func sameRefs(a, b []rule.Ref) bool {
	return slices.EqualFunc(a, b, func(x, y rule.Ref) bool { return x.ID == y.ID })
}

func severityOrder(s rule.Severity) int {
	switch s {
	case rule.Blocks:
		return 0
	case rule.Warns:
		return 1
	default:
		return 2
	}
}

// cmpFindings orders findings: what blocks first, then by kind and rules.
func cmpFindings(a, b rule.Finding) int {
	return cmp.Or(cmp.Compare(severityOrder(a.Severity), severityOrder(b.Severity)),
		cmp.Compare(a.Kind, b.Kind),
		slices.CompareFunc(a.Rules, b.Rules, func(x, y rule.Ref) int { return cmp.Compare(x.ID, y.ID) }),
		slices.Compare(a.At, b.At), cmp.Compare(a.Message, b.Message))
}

// bits is a set of small numbers.
type bits []uint64

func newBits(n int) bits      { return make(bits, (n+63)/64) }
func (b bits) set(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bits) clear(i int)    { b[i/64] &^= 1 << (i % 64) }
func (b bits) has(i int) bool { return b[i/64]>>(i%64)&1 == 1 }
func (b bits) join(o bits) {
	for i := range o {
		b[i] |= o[i]
	}
}
