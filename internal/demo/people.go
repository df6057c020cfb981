package demo

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// actor is somebody of the demo, named by office and party.
type actor struct {
	Name, Email, Party, Office string
}

// cast seats people in every body of a structure, as its seats and roles say,
// and as the story says where the structure leaves it open.
type cast struct {
	s     *structure.Structure
	story Story
	from  workday.Date

	rows    [][]string
	known   map[string]actor // by e-mail
	members map[string][]actor
	holders map[string][]actor // by "body role"
}

// castRows gives the lines of an import file, heading first.
func castRows(s *structure.Structure, story Story, from workday.Date) ([][]string, error) {
	c := &cast{s: s, story: story, from: from, known: map[string]actor{}, members: map[string][]actor{}, holders: map[string][]actor{}}
	c.rows = append(c.rows, append(people.Columns(), "deputy_for"))
	for i := range s.Bodies {
		c.seats(&s.Bodies[i], false)
	}
	for _, x := range story.Seats {
		c.extraSeats(x)
	}
	for i := range s.Bodies {
		c.roles(&s.Bodies[i], i, false)
	}
	// Seats and roles that follow from another body's: chair of X sits in Y.
	for i := range s.Bodies {
		c.seats(&s.Bodies[i], true)
		c.roles(&s.Bodies[i], i, true)
	}
	for _, x := range story.Roles {
		c.extraRoles(x)
	}
	for _, x := range story.AtParties {
		for _, p := range parties(s, x.Parties) {
			a := c.person(x.Title, "", p, 0)
			c.row(a, "", people.Role(x.Role))
		}
	}
	return c.rows, nil
}

func (c *cast) row(a actor, body string, role people.Role) { c.rowFor(a, body, role, "") }

// rowFor is row for a deputy of the member with an e-mail address.
func (c *cast) rowFor(a actor, body string, role people.Role, member string) {
	line := []string{a.Name, a.Email, a.Party, a.Office, body, string(role), string(c.from), "", member}
	if !slices.ContainsFunc(c.rows, func(r []string) bool { return slices.Equal(r, line) }) {
		c.rows = append(c.rows, line)
	}
}

// person gives the n-th holder of an office or title at a party, always the
// same one.
func (c *cast) person(title, office, party string, n int) actor {
	if title == "" && office != "" {
		title = c.s.Office(office).Name.In("sv")
		if said := c.story.Offices[office]; said != "" {
			title = said
		}
	}
	name, mark := title, ""
	if n > 0 {
		mark = fmt.Sprintf("-%d", n+1)
		name += fmt.Sprintf(" %d", n+1)
	}
	email := slug(title) + mark + "." + party + "@" + c.story.Domain
	if a, ok := c.known[email]; ok {
		return a
	}
	if p := c.s.Party(party); p != nil {
		name += ", " + p.Name
	}
	a := actor{Name: name, Email: email, Party: party, Office: office}
	c.known[email] = a
	return a
}

// slug gives a text as a part of an address: lower case, a to z, hyphens.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == 'å' || r == 'ä':
			b.WriteByte('a')
		case r == 'ö':
			b.WriteByte('o')
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

func (c *cast) seat(b *structure.Body, a actor, role people.Role) {
	if !slices.Contains(c.members[b.ID], a) {
		c.members[b.ID] = append(c.members[b.ID], a)
	}
	c.row(a, b.ID, role)
}

func seatRole(as string) people.Role {
	switch as {
	case structure.AsParticipant, structure.AsOpen:
		return "participant"
	case structure.AsSupport:
		return "support"
	case structure.AsCoOpted:
		return "co_opted"
	}
	return "member"
}

// seats fills the seats of a body: those of their own, or those that follow
// from another body.
func (c *cast) seats(b *structure.Body, derived bool) {
	for _, seat := range b.Seats {
		follows := !seat.HeldBy.Zero() || opposite(seat.From)
		if follows != derived {
			continue
		}
		role := seatRole(seat.As)
		if !seat.HeldBy.Zero() {
			for _, a := range c.heldBy(b, seat.HeldBy) {
				c.seat(b, a, role)
			}
			continue
		}
		held := c.fill(b, seat)
		for _, a := range held {
			c.seat(b, a, role)
		}
		c.deputies(b, seat, held)
	}
}

// deputies fills the deputies that a text gives those who hold a seat: one for each,
// or so many of the seat as a whole, each from the party of a holder.
func (c *cast) deputies(b *structure.Body, seat structure.Seat, held []actor) {
	if !seat.Deputies.Stated || len(held) == 0 {
		return
	}
	whole := seat.Deputies.Min > 1
	n := len(held)
	if whole {
		n = seat.Deputies.Min
	}
	for i := range n {
		of := held[i%len(held)]
		title, _, _ := strings.Cut(of.Name, ", ")
		first, size := utf8.DecodeRuneInString(title)
		member := of.Email
		if whole {
			member = ""
		}
		c.rowFor(c.person("Ersättare för "+string(unicode.ToLower(first))+title[size:], "", of.Party, i/len(held)), b.ID, "deputy", member)
	}
}

func opposite(w structure.Who) bool {
	return slices.ContainsFunc(w.Terms, func(t structure.Term) bool { return t.Part == structure.SideOpposite })
}

// fill gives the people for a seat.
func (c *cast) fill(b *structure.Body, seat structure.Seat) []actor {
	var from []string
	switch {
	case opposite(seat.From):
		from = c.otherSide(b)
	case seat.Each && len(c.groups(seat.From)) > 0:
		for i, g := range c.groups(seat.From) {
			from = append(from, g[i%len(g)])
		}
	default:
		certain, possible := c.s.Expand(seat.From, structure.Env{})
		from = append(certain, possible...)
	}
	if len(from) == 0 {
		return nil
	}
	offices, titles := seat.Offices, []string(nil)
	for _, t := range c.story.Titles {
		if (t.Body == b.ID || t.Body == b.Template) && t.Seat == seat.ID {
			titles = t.Titles
			if t.Office != "" {
				offices = []string{t.Office}
			}
		}
	}
	at := func(party string, n int) actor {
		title, office := "", ""
		if len(offices) > 0 {
			office = offices[n%len(offices)]
			n /= len(offices)
		}
		if n < len(titles) {
			title, n = titles[n], 0
		}
		if title == "" && office == "" {
			title = c.story.Offices[""]
		}
		return c.person(title, office, party, n)
	}
	var out []actor
	switch {
	case seat.EachOffice || !seat.Count.Stated:
		for _, p := range from {
			for n := range max(1, len(offices)) {
				out = append(out, at(p, n))
			}
		}
	case seat.Each:
		for _, p := range from {
			for n := range max(1, seat.Count.Min) {
				out = append(out, at(p, n))
			}
		}
	default:
		for n := range max(1, seat.Count.Min) {
			out = append(out, at(from[n%len(from)], n/len(from)))
		}
	}
	return out
}

// groups gives the parties of each member of a set of sets, when a who names
// one.
func (c *cast) groups(w structure.Who) [][]string {
	var out [][]string
	for _, t := range w.Terms {
		set := c.s.Set(t.Name)
		if set == nil {
			continue
		}
		for _, id := range set.Sets {
			out = append(out, c.s.Set(id).Parties)
		}
	}
	return out
}

// otherSide gives one party of the side that a body's chair is not of: of the
// body's own parties where it has such.
func (c *cast) otherSide(b *structure.Body) []string {
	own := parties(c.s, []string{b.For})
	chairs := c.holders[b.ID+" chair"]
	if len(chairs) == 0 {
		for _, r := range b.Roles {
			if r.ID == "chair" {
				chairs = c.heldBy(b, r.HeldBy)
			}
		}
	}
	if len(chairs) == 0 {
		return nil
	}
	mine := c.s.SidesOf(chairs[0].Party)
	var rest []string
	for _, side := range c.s.Sides {
		if slices.Contains(mine, side.ID) {
			continue
		}
		for _, p := range side.Parties {
			if slices.Contains(own, p) {
				return []string{p}
			}
			rest = append(rest, p)
		}
	}
	return rest[:min(1, len(rest))]
}

// heldBy gives the people that a who names by office or by a role elsewhere.
func (c *cast) heldBy(b *structure.Body, w structure.Who) []actor {
	var out []actor
	for _, t := range w.Terms {
		if t.Part != "" {
			held := c.holders[t.Name+" "+t.Part]
			if t.Part == "members" {
				held = c.members[t.Name]
			}
			out = append(out, held...)
			continue
		}
		office := c.s.Office(t.Name)
		if office == nil {
			continue
		}
		// Whose office it is: the body's own party, else the first that has such.
		at := parties(c.s, office.At)
		for _, p := range parties(c.s, []string{b.For}) {
			if slices.Contains(at, p) || len(at) == 0 {
				at = []string{p}
				break
			}
		}
		if len(at) > 0 {
			out = append(out, c.person("", office.ID, at[0], 0))
		}
	}
	return out
}

// roles gives the roles of a body to people who may have them.
func (c *cast) roles(b *structure.Body, turn int, derived bool) {
	for _, r := range b.Roles {
		follows := slices.ContainsFunc(r.HeldBy.Terms, func(t structure.Term) bool { return t.Part != "" })
		if follows != derived {
			continue
		}
		var got []actor
		switch {
		case !r.HeldBy.Zero():
			got = c.heldBy(b, r.HeldBy)
			if !r.Shared && len(got) > 1 {
				got = got[:1]
			}
		case !r.From.Zero():
			got = c.fromMembers(b, r, turn)
		}
		for _, a := range got {
			c.hold(b.ID, people.Role(r.ID), a)
		}
	}
}

func (c *cast) hold(body string, role people.Role, a actor) {
	key := body + " " + string(role)
	if !slices.Contains(c.holders[key], a) {
		c.holders[key] = append(c.holders[key], a)
	}
	c.row(a, body, role)
}

// fromMembers picks a role's holder among the members from the right parties.
// A secretary is somebody who is no member, where the story has one.
func (c *cast) fromMembers(b *structure.Body, r structure.Role, turn int) []actor {
	certain, possible := c.s.Expand(r.From, structure.Env{})
	from := append(certain, possible...)
	for _, x := range c.story.Roles {
		if x.Role == r.ID && slices.Contains(from, x.Party) && (len(x.Bodies) == 0 || slices.Contains(bodies(c.s, x.Bodies), b.ID)) {
			return []actor{c.person(x.Title, x.Office, x.Party, 0)}
		}
	}
	var able []actor
	for _, a := range c.members[b.ID] {
		if slices.Contains(from, a.Party) && !c.holds(b.ID, a) {
			able = append(able, a)
		}
	}
	if len(able) == 0 {
		return nil
	}
	if b.Template == "" {
		turn = 0 // the first; bodies of a template take turns
	}
	return []actor{able[turn%len(able)]}
}

// holds tells whether somebody has a role in a body already.
func (c *cast) holds(body string, a actor) bool {
	for key, held := range c.holders {
		if strings.HasPrefix(key, body+" ") && slices.Contains(held, a) {
			return true
		}
	}
	return false
}

func (c *cast) extraSeats(x ExtraSeat) {
	for _, id := range bodies(c.s, x.Bodies) {
		b := c.s.Body(id)
		from := parties(c.s, x.Parties)
		if len(x.Parties) == 0 {
			from = parties(c.s, []string{b.For})
		}
		for _, p := range from {
			for n := range max(1, x.Each) {
				a := c.person(x.Title, x.Office, p, n)
				c.seat(b, a, people.Role(x.Role))
			}
		}
	}
}

// extraRoles gives a role in every body that has nobody in it yet.
func (c *cast) extraRoles(x ExtraRole) {
	ids := bodies(c.s, x.Bodies)
	if len(x.Bodies) == 0 {
		for _, b := range c.s.Bodies {
			ids = append(ids, b.ID)
		}
	}
	for turn, id := range ids {
		if len(c.holders[id+" "+x.Role]) > 0 {
			continue
		}
		if x.Party != "" {
			c.hold(id, people.Role(x.Role), c.person(x.Title, x.Office, x.Party, 0))
			continue
		}
		if m := c.members[id]; len(m) > 0 {
			c.hold(id, people.Role(x.Role), m[turn%len(m)])
		}
	}
}
