package isolation

import (
	"slices"

	"samverk/internal/scenario/server"
)

// audience is who may see a marker. Each is one sentence of the domain's text on
// working material and records, and says nothing of how the program does it.
type audience struct {
	says string
	may  func(p *someone) bool
}

// holds tells whether somebody has a seat today that fits: "" fits all.
func (p *someone) holds(party, body string, roles ...string) bool {
	for _, s := range p.now() {
		if (party == "" || s.Party == party) && (body == "" || s.Body == body) && (len(roles) == 0 || slices.Contains(roles, s.Role)) {
			return true
		}
	}
	return false
}

// atHome: "stance, notes and drafts are working material, that party's alone …
// not to the region's secretary, not to an administrator". Who sits in a body
// for the party works for it at home; who serves a body, keeps accounts, audits
// or was called in as an expert does not.
func (p *someone) atHome(party string) bool {
	for _, s := range p.now() {
		if s.Party != party {
			continue
		}
		if s.Body == "" && slices.Contains([]string{"registrar", "coordinator", "member", "deputy"}, s.Role) ||
			s.Body != "" && slices.Contains([]string{"chair", "vice_chair", "convener", "member", "deputy"}, s.Role) {
			return true
		}
	}
	return false
}

// home is a party's working material.
func home(party string) audience {
	return audience{"working material is " + party + "'s alone", func(p *someone) bool { return p.atHome(party) }}
}

// ofParty is what a party keeps about what came to it.
func ofParty(party string) audience {
	return audience{"what came to " + party + " is seen there", func(p *someone) bool { return p.holds(party, "") }}
}

// participants is a matter after triage, and what its participants share.
func participants() audience {
	return audience{"participants of the county", func(p *someone) bool { return len(p.now()) > 0 }}
}

// before is a matter before triage: whoever raised it, the party it comes from,
// and the body that sorts it.
func before(party string) audience {
	return audience{"before triage: " + party + ", which raised it, and the body that sorts it", func(p *someone) bool {
		return p.holds(party, "") || p.holds("", au)
	}}
}

// body is a body's members and those who serve it, and who is called besides:
// "somebody who takes part in an item sees that item and its papers and nothing
// else". Who sits there for the questions about schools only is no member.
func body(id string, called ...string) audience {
	return audience{"the members and support of " + id, func(p *someone) bool {
		whole := slices.ContainsFunc(p.now(), func(s server.Person) bool { return s.Body == id && s.Office != "school-chief" })
		return whole || slices.Contains(called, p.name) && !(p.stale && p.token != "")
	}}
}

// recorders is what is typed at a meeting and written after it, until it is
// settled: of those who record for its body.
func recorders(id string) audience {
	return audience{"those who record for " + id, func(p *someone) bool { return p.holds("", id, "chair", "vice_chair", "convener", "secretary") }}
}

// sentTo is what a body sends to those concerned: its own people and the
// registries; and, where a party was given something to do, who works for it at
// home.
func sentTo(id string) audience {
	registry := audience{"the registries", func(p *someone) bool { return p.holds("", "", "registrar") }}
	return either(either(body(id), registry), home("kumla"))
}

// side is a session for one side of a body: "limited to the municipal members".
func side(id string) audience {
	return audience{"who sits for a municipality in " + id, func(p *someone) bool { return p.holds("", id) && !p.holds(region, "") && body(id).may(p) }}
}

// either is those of one audience or of another.
func either(a, b audience) audience {
	return audience{a.says + ", or " + b.says, func(p *someone) bool { return a.may(p) || b.may(p) }}
}

// everybody is what is public.
func everybody() audience {
	return audience{"public", func(*someone) bool { return true }}
}

// ownNote is what somebody writes for themselves: nobody else's, not the party's,
// not an operator's.
func ownNote(name string) audience {
	return audience{ownNotes + name + "'s alone", func(p *someone) bool { return p.name == name && len(p.now()) > 0 }}
}

// ownNotes begins what is said of such a marker.
const ownNotes = "an own note is "
