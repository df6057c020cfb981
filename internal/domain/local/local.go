// Package local is what those whom the structure names have settled about a body
// that its text leaves to them ("described: locally"): who sits there, who has
// the chair, how often it meets, what it does. It is dated, and fills the body
// within the frame of what the text does say: that can't be contradicted.
package local

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Described is what the structure writes of a body that is settled locally.
const Described = "locally"

// Setting is what is settled about a body from a day on.
type Setting struct {
	ID        string
	Body      string
	From      workday.Date
	Duties    []string
	Seats     []Seat
	Chair     Seat // party and office of the chair; no party: nothing is settled
	Meetings  int  // a year; 0: nothing is settled
	DecidedBy string
	DecidedOn workday.Date
	As        string // who wrote it down: office and party
}

// Seat is so many places for a party, for an office or for anybody.
type Seat struct {
	Party  string
	Office string // may be ""
	Count  int
}

// How much can be settled.
const (
	MaxSeats    = 30
	MaxCount    = 40
	MaxMeetings = 60
	MaxText     = 300
	MaxDuties   = 20
)

// Open tells whether the structure leaves a body to those it names.
func Open(b *structure.Body) bool { return b != nil && b.Described == Described }

// responsible is the role that answers for a body.
const responsible = "responsible"

// Named gives who may settle a body on a day: whoever holds the role that
// answers for it, or, where the text has none, any role that it names. rules are
// those of the roles; none where the text names nobody.
func Named(s *structure.Structure, body string, all []people.Membership, day workday.Date) (who []people.Membership, rules []rule.Ref) {
	c := people.Compose(s, body, all, day)
	answers := slices.ContainsFunc(c.Roles, func(r people.RoleState) bool { return r.Role == responsible })
	for _, r := range c.Roles {
		if answers && r.Role != responsible {
			continue
		}
		who = append(who, r.Holders...)
		rules = append(rules, r.Rule)
	}
	return who, rules
}

// Tidy gives the setting with the white space taken off, and without seats and
// duties of which nothing is written.
func (x Setting) Tidy() Setting {
	x.DecidedBy = strings.TrimSpace(x.DecidedBy)
	duties := x.Duties
	x.Duties = nil
	for _, d := range duties {
		if d = strings.TrimSpace(d); d != "" {
			x.Duties = append(x.Duties, d)
		}
	}
	x.Seats = slices.DeleteFunc(slices.Clone(x.Seats), func(q Seat) bool { return q == Seat{} })
	return x
}

// Check holds a setting to what makes sense, each fault at its field, and to
// what the structure says of the body: a *rule.Refusal with the rule that it
// contradicts.
func Check(s *structure.Structure, x Setting, today workday.Date) error {
	b := s.Body(x.Body)
	if !Open(b) {
		return rule.Refuse("local.not_open", []rule.Ref{b.Rule})
	}
	var wrong []error
	bad := func(field, key string, args ...any) {
		wrong = append(wrong, fault.New(fault.Invalid, key, args...).On(field))
	}
	if len(x.Seats) == 0 && x.Chair.Party == "" && x.Meetings == 0 && len(x.Duties) == 0 {
		bad("party-1", "local.nothing")
	}
	if len(x.Seats) > MaxSeats {
		bad("party-1", "local.seats_many", MaxSeats)
	}
	for i, q := range x.Seats {
		n := strconv.Itoa(i + 1)
		checkSeat(s, q, func(key string, args ...any) { bad("party-"+n, key, args...) })
		if q.Count < 1 || q.Count > MaxCount {
			bad("count-"+n, "local.count", MaxCount)
		}
	}
	if q := x.Chair; q.Party != "" || q.Office != "" {
		checkSeat(s, q, func(key string, args ...any) { bad("chair-party", key, args...) })
		if len(x.Seats) > 0 && !slices.ContainsFunc(x.Seats, func(p Seat) bool { return p.Party == q.Party }) {
			bad("chair-party", "local.chair_without_seat")
		}
	}
	if x.Meetings < 0 || x.Meetings > MaxMeetings {
		bad("meetings", "local.meetings", MaxMeetings)
	}
	if len(x.Duties) > MaxDuties || slices.ContainsFunc(x.Duties, func(d string) bool { return utf8.RuneCountInString(d) > MaxText }) {
		bad("duties", "local.duties", MaxDuties, MaxText)
	}
	switch n := utf8.RuneCountInString(x.DecidedBy); {
	case n == 0:
		bad("decided-by", "local.decided_by")
	case n > MaxText:
		bad("decided-by", "local.text_long", MaxText)
	}
	switch {
	case x.DecidedOn == "":
		bad("decided-on", "local.decided_on")
	case x.DecidedOn > today:
		bad("decided-on", "local.decided_ahead", x.DecidedOn)
	}
	if x.From == "" {
		bad("from", "local.from")
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	return errors.Join(contradicts(s, b, x)...)
}

// checkSeat holds a place to the parties and offices that there are.
func checkSeat(s *structure.Structure, q Seat, bad func(key string, args ...any)) {
	p, o := s.Party(q.Party), s.Office(q.Office)
	switch {
	case p == nil:
		bad("local.party")
	case q.Office != "" && o == nil:
		bad("local.office")
	case o != nil && !s.HasOffice(p.ID, o.ID):
		bad("local.office_not_there", p.Name, o.Name.SV)
	}
}

// contradicts gives a refusal for each thing in which a setting goes against the
// text: a seat for a party whose own body of the template this is not, a number
// of meetings outside the text's, and, with every seat filled as settled, a
// demand of the text on seats, roles or the whole that doesn't hold.
func contradicts(s *structure.Structure, b *structure.Body, x Setting) []error {
	var out []error
	seen := map[string]bool{}
	refuse := func(key string, r rule.Ref, args ...any) {
		if !seen[key+r.ID] {
			seen[key+r.ID] = true
			out = append(out, rule.Refuse(key, []rule.Ref{r}, args...))
		}
	}
	for _, q := range append([]Seat{x.Chair}, x.Seats...) {
		if q.Party != "" && others(s, b, q.Party) {
			refuse("local.another_body", b.Rule, s.Party(q.Party).Name)
		}
	}
	if n := b.Meetings.Number; x.Meetings > 0 && n.Stated && !n.About && (x.Meetings < n.Min || n.Max > 0 && x.Meetings > n.Max) {
		refuse("local.number", b.Meetings.NumberRule, x.Meetings)
	}
	if len(x.Seats) == 0 && x.Chair.Party == "" {
		return out
	}
	for _, seat := range people.Compose(s, b.ID, nil, x.From).Seats { // a number that the text gives is not raised
		if !seat.Asked.Stated || seat.Asked.About || seat.Asked.Max == 0 {
			continue
		}
		if slices.ContainsFunc(x.Seats, func(q Seat) bool {
			return slices.Contains(seat.Parties, q.Party) && (len(seat.Offices) == 0 || slices.Contains(seat.Offices, q.Office))
		}) {
			refuse("local.seat", seat.Rule)
		}
	}
	c := filled(s, b, x)
	for _, f := range c.Findings(0) {
		switch {
		case f.Kind == people.EndsSoon, f.Kind == people.VacantOnPurpose, f.Kind == people.DeputyMissing,
			f.Kind == people.Vacant && f.Asked == nil: // that somebody is to be found yet is no contradiction
		case f.Role != "":
			refuse("local.role", f.Rule)
		case f.Asked != nil:
			refuse("local.whole", f.Rule)
		default:
			refuse("local.seat", f.Rule)
		}
	}
	for _, f := range c.Requirements {
		if f.Severity == rule.Blocks {
			refuse("local.whole", f.Rules[0])
		}
	}
	return out
}

// others tells whether a party is one that another body of the same template is
// for, and this one not.
func others(s *structure.Structure, b *structure.Body, party string) bool {
	own := of(s, b)
	if b.For == "" || slices.Contains(own, party) {
		return false
	}
	return slices.ContainsFunc(s.Template(b.Template), func(x *structure.Body) bool { return slices.Contains(of(s, x), party) })
}

// of gives the parties that a body of a template is for.
func of(s *structure.Structure, b *structure.Body) []string {
	own, _ := s.Expand(structure.Who{Terms: []structure.Term{{Name: b.For}}}, structure.Env{})
	return own
}

// filled gives the composition of a body in which every seat, the text's own
// and the settled, is filled as it asks.
func filled(s *structure.Structure, b *structure.Body, x Setting) people.Composition {
	day := x.From
	with := Apply(s, []Setting{x})
	var all []people.Membership
	sit := func(party, office string, role people.Role) {
		id := fmt.Sprint("m", len(all))
		all = append(all, people.Membership{ID: id, Person: id, Party: party, Office: office, Body: b.ID, Role: role, From: day})
	}
	for _, q := range x.Seats {
		for range q.Count {
			sit(q.Party, q.Office, "member")
		}
	}
	for _, seat := range people.Compose(with, b.ID, all, day).Seats {
		for range seat.Vacant {
			party, office := "", ""
			if len(seat.Parties) > 0 {
				party = seat.Parties[0]
			}
			if len(seat.Offices) > 0 {
				office = seat.Offices[0]
			}
			sit(party, office, "member")
		}
	}
	if x.Chair.Party != "" {
		holder := people.Membership{ID: "chair", Person: "chair", Party: x.Chair.Party, Office: x.Chair.Office, Body: b.ID, Role: "chair", From: day}
		for _, m := range all { // one of those who sit there, where one fits
			if m.Party == x.Chair.Party && (x.Chair.Office == "" || m.Office == "" || m.Office == x.Chair.Office) {
				holder.Person = m.Person
				break
			}
		}
		all = append(all, holder)
	}
	return people.Compose(with, b.ID, all, day)
}

// Apply gives the structure with what is settled locally written into its
// bodies. Of several settings for a body the last one counts; one for a body
// that the structure no longer leaves open is passed over.
func Apply(s *structure.Structure, settings []Setting) *structure.Structure {
	latest := map[string]Setting{}
	for _, x := range settings {
		if Open(s.Body(x.Body)) {
			latest[x.Body] = x
		}
	}
	if len(latest) == 0 {
		return s
	}
	out := *s
	out.Bodies = slices.Clone(s.Bodies)
	for i := range out.Bodies {
		if x, ok := latest[out.Bodies[i].ID]; ok {
			settle(&out.Bodies[i], x)
		}
	}
	out.Build()
	return &out
}

// settle writes a setting into a body. What is settled cites who decided it.
func settle(b *structure.Body, x Setting) {
	ref := func(what string) rule.Ref {
		return rule.Ref{ID: b.ID + ".local." + what, Document: x.DecidedBy, Section: string(x.DecidedOn), Because: b.Rule.Because}
	}
	party := func(id string) structure.Who {
		return structure.Who{Text: id, Terms: []structure.Term{{Name: id}}}
	}
	b.Duties, b.Seats, b.Roles = slices.Clone(b.Duties), slices.Clone(b.Seats), slices.Clone(b.Roles)
	for i, d := range x.Duties {
		b.Duties = append(b.Duties, structure.Statement{Text: d, Rule: ref("duty-" + strconv.Itoa(i+1))})
	}
	for i, q := range x.Seats {
		id := "local-" + strconv.Itoa(i+1)
		seat := structure.Seat{ID: id, From: party(q.Party), Count: structure.Count{Text: strconv.Itoa(q.Count), Min: q.Count, Max: q.Count, Stated: true},
			As: structure.AsMember, Rule: ref(id)}
		if q.Office != "" {
			seat.Offices = []string{q.Office}
		}
		b.Seats = append(b.Seats, seat)
	}
	if x.Chair.Party != "" && !slices.ContainsFunc(b.Roles, func(r structure.Role) bool { return r.ID == "chair" }) {
		r := structure.Role{ID: "chair", From: party(x.Chair.Party), Rule: ref("chair")}
		if x.Chair.Office != "" {
			r.HeldBy = party(x.Chair.Office)
		}
		b.Roles = append([]structure.Role{r}, b.Roles...)
	}
	if x.Meetings > 0 {
		b.Meetings.Number = structure.Count{Text: strconv.Itoa(x.Meetings), Min: x.Meetings, Max: x.Meetings, Per: "year", Stated: true}
		b.Meetings.NumberRule = ref("meetings")
	}
}

// Stale gives the rules that a setting goes against in the structure as it is
// now: one that was within its frame when it was made, and no longer is.
func Stale(s *structure.Structure, x Setting) []rule.Ref {
	b := s.Body(x.Body)
	if !Open(b) {
		return nil
	}
	var out []rule.Ref
	for _, err := range contradicts(s, b, x) {
		var r *rule.Refusal
		if errors.As(err, &r) {
			out = append(out, r.Rules...)
		}
	}
	return out
}
