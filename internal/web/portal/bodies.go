package portal

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	webpage "samverk/internal/web/page"
	"samverk/internal/web/ui"
)

// bodiesPage is the list of bodies by level.
type bodiesPage struct {
	ui.Page
	Levels []levelRows
}

// levelRows is one level with its bodies.
type levelRows struct {
	Index, Of int
	Name      string
	Bodies    []bodyRow
}

// bodyRow is one body in a list.
type bodyRow struct {
	Name, Href string
	Parent     string // for an executive committee: whose
	Next       string
	NextOn     workday.Date
	Around     []aroundRow // what it has to do with others, in its own words
	Meetings   string
	Mandate    string
}

func (p *Portal) bodies(r *http.Request, t text.T) (built, error) {
	v, err := portals.Bodies.Do(r.Context(), p.sys, who(), portals.BodiesInput{})
	if err != nil {
		return built{}, err
	}
	s := bodiesPage{Levels: byLevel(t, v)}
	return built{title: t.S("portal.bodies.title"), frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return bodiesView(s)
	}}, nil
}

// byLevel gives the bodies by level, highest first.
func byLevel(t text.T, v portals.BodiesView) []levelRows {
	if v.Of == nil {
		return nil
	}
	s := v.Of
	var out []levelRows
	for i, l := range s.Levels {
		rows := levelRows{Index: i, Of: len(s.Levels), Name: l.Name.In(t.Lang)}
		for j := range s.Bodies {
			b := &s.Bodies[j]
			if b.Level != l.ID {
				continue
			}
			row := bodyRow{Name: b.Name.In(t.Lang), Href: bodyHref(b.ID), Meetings: meetingsAYear(t, b), Mandate: mandates(t, b)}
			if m, ok := v.Next[b.ID]; ok {
				row.NextOn = m.On
				row.Next = t.S("portal.next", t.ShortYear(m.On), t.Clock(m.Starts))
			}
			row.Around = towards(t, s, b)
			rows.Bodies = append(rows.Bodies, row)
		}
		out = append(out, rows)
	}
	return out
}

// meetingsAYear says how often the text wants a body to meet; "–" when it says
// nothing.
func meetingsAYear(t text.T, b *structure.Body) string {
	c := b.Meetings.Number
	if !c.Stated {
		return "–"
	}
	return webpage.Count(t, c)
}

// mandates says what a body may do, each thing once.
func mandates(t text.T, b *structure.Body) string {
	var words []string
	for _, m := range b.Mandates {
		for _, may := range m.May {
			word := t.S("portal.may." + string(may))
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	if len(words) == 0 {
		return "–"
	}
	return upper(strings.Join(words, ", "))
}

func upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// bodyPage is one body.
type bodyPage struct {
	ui.Page
	Body      *structure.Body
	Name      string
	Level     int
	Levels    int
	LevelName string
	Lead      string
	Elsewhere string // where its text stands, when not here
	Next      *ui.Row
	Year      string
	Months    []monthDots
	YearSay   string
	YearRule  rule.Ref
	Meetings  []ui.Row
	Mandates  []mandateRow
	Seats     ui.SeatView
	SeatRules []rule.Ref
	SeatsNote string
	Roles     []roleRow
	Around    []aroundRow
	Text      []saidRow // what the text says and nothing else on the page shows
	Decisions []ui.Row
	Groups    []ui.Row // working groups and projects whose assignment is public
	Ended     []ui.Row // the same, that have ended
	Feed      string   // the address of its meetings for a calendar; ""
	Settled   string   // who has settled what its text leaves open
}

// monthDots is one month of a body's year.
type monthDots struct {
	Letter string
	Name   string
	Days   []dayDot
}

// dayDot is one meeting in a month.
type dayDot struct {
	Day   string
	Ahead bool
	Joint string // with whom; ""
}

// mandateRow is what a body may do by one rule.
type mandateRow struct {
	Say  string
	Rule rule.Ref
}

// roleRow is one role of a body.
type roleRow struct {
	Role, Who string
	Rule      rule.Ref
}

// aroundRow is how a body hangs together with another.
type aroundRow struct {
	Link  ui.Link
	Say   string
	Up    bool
	Rules []rule.Ref
}

func (p *Portal) body(r *http.Request, t text.T) (built, error) {
	v, err := portals.Body.Do(r.Context(), p.sys, who(), r.PathValue("id"))
	if err != nil {
		return built{}, err
	}
	b, s := v.Body, v.Structure
	at, of, level := levelOf(s, b.Level)
	page := bodyPage{Body: b, Name: b.Name.In(t.Lang), Level: at, Levels: of, LevelName: level, Lead: lead(b), Year: string(v.Today)[:4]}
	if b.Described != "" && b.Described != "here" {
		page.Elsewhere = t.S("portal.described." + described(b.Described))
	}
	if v.Next != nil {
		row := meetingRow(t, v.Frame, *v.Next, b.ID)
		row.Link = ui.Link{Label: upper(t.Long(v.Next.On))}
		page.Next = &row
	}
	if p.feeds {
		page.Feed = bodyHref(b.ID) + "/kalender.ics"
	}
	page.Months, page.YearSay = months(t, v)
	page.YearRule = b.Meetings.NumberRule
	for _, m := range v.Year {
		if m.On >= v.Today {
			row := meetingRow(t, v.Frame, m, b.ID)
			row.Link = ui.Link{Label: upper(t.Weekday(m.On)) + " " + t.Short(m.On)}
			if m.Body != b.ID {
				row.Facts = append(row.Facts, t.S("portal.called_by", bodyName(t, s, m.Body)))
			}
			page.Meetings = append(page.Meetings, row)
		}
	}
	page.Mandates = mandateRows(t, b)
	page.Seats, page.SeatRules, page.SeatsNote = seats(t, s, page.Name, v.Composition)
	page.Roles = roles(t, s, b, v.Composition)
	page.Around, page.Text = around(t, v), bodyText(t, s, b)
	page.Groups, page.Ended = webpage.GroupRows(t, v.Groups, v.Today, "")
	if x := v.Local; x != nil {
		page.Settled = t.S("bodies.settled.by", x.DecidedBy, x.DecidedOn, x.From)
	}
	for _, d := range v.Decisions {
		page.Decisions = append(page.Decisions, decisionRow(t, d))
	}
	crumbs := []ui.Link{{Label: t.S("portal.bodies.title"), Href: "/grupper"}, {Label: page.Name}}
	return built{title: page.Name, crumbs: crumbs, frame: v.Frame, show: func(f ui.Page) templ.Component {
		page.Page = f
		return bodyView(page)
	}}, nil
}

func lead(b *structure.Body) string {
	if len(b.Purposes) == 0 {
		return b.Rule.Because
	}
	said := make([]string, len(b.Purposes))
	for i, p := range b.Purposes {
		said[i] = p.Text
	}
	return strings.Join(said, " ")
}

// described gives the key of where a body's text stands.
func described(where string) string {
	switch where {
	case "locally", "not yet":
		return strings.ReplaceAll(where, " ", "_")
	}
	return "elsewhere"
}

// months gives a body's year, and what is said of it against the number that its
// text asks.
func months(t text.T, v portals.BodyView) ([]monthDots, string) {
	out := make([]monthDots, 12)
	for i := range out {
		first := workday.Date(string(v.Today)[:5] + twoDigits(i+1) + "-01")
		name := t.Month(first)
		out[i] = monthDots{Letter: name[:1], Name: name}
	}
	for _, m := range v.Year {
		if m.State == "cancelled" {
			continue
		}
		i := int(m.On.Time().Month()) - 1
		out[i].Days = append(out[i].Days, dayDot{strings.TrimPrefix(string(m.On)[8:], "0"), m.On > v.Today, jointly(t, v.Structure, m, v.Body.ID)})
	}
	return out, webpage.Duty(t, v.Count.Tally)
}

func twoDigits(n int) string {
	return string([]byte{'0' + byte(n/10), '0' + byte(n%10)})
}

// seats gives who fills the seats: those that one party fills by district, and
// those that follow from the text in another way; with the rules behind them.
func seats(t text.T, s *structure.Structure, name string, c people.Composition) (ui.SeatView, []rule.Ref, string) {
	v := ui.SeatView{Caption: t.S("portal.seats.caption", name), Head: t.S("portal.column.from")}
	var rules []rule.Ref
	groups := map[string]*ui.SeatGroup{}
	var order []string
	filled, vacant := 0, 0
	for _, x := range c.Seats {
		filled += len(x.Holders)
		if !x.Free { // a seat that may stand empty is no vacancy
			vacant += x.Vacant
		}
		if !slices.ContainsFunc(rules, func(r rule.Ref) bool { return r.ID == x.Rule.ID }) {
			rules = append(rules, x.Rule)
		}
		group := ""
		if len(x.Parties) == 1 {
			group = districtOf(s, x.Parties[0])
		}
		if groups[group] == nil {
			groups[group] = &ui.SeatGroup{Name: group}
			order = append(order, group)
		}
		groups[group].Rows = append(groups[group].Rows, seatOf(t, s, x))
	}
	if len(order) == 0 {
		return v, nil, ""
	}
	slices.SortStableFunc(order, func(a, b string) int { return rank(s, a) - rank(s, b) })
	for _, g := range order {
		v.Groups = append(v.Groups, *groups[g])
	}
	if vacant > 0 {
		return v, rules, t.S("portal.seats.vacant", filled, vacant)
	}
	return v, rules, t.S("portal.seats.filled", filled)
}

// seatOf gives one line of the seats: whose they are, which offices hold them,
// how many are filled and how many the text asks.
func seatOf(t text.T, s *structure.Structure, x people.SeatState) ui.SeatRow {
	r := ui.SeatRow{Name: seatWho(t, s, x), Filled: len(x.Holders), Seats: len(x.Holders) + x.Vacant}
	var offices []string
	for _, m := range x.Holders {
		if o := s.Office(m.Office); o != nil && !slices.Contains(offices, o.Name.In(t.Lang)) {
			offices = append(offices, o.Name.In(t.Lang))
		}
	}
	if len(offices) == 0 {
		for _, id := range x.Offices {
			if o := s.Office(id); o != nil {
				offices = append(offices, o.Name.In(t.Lang))
			}
		}
	}
	r.Who = strings.Join(offices, "; ")
	switch {
	case x.As == structure.AsOpen:
		r.Who = strings.TrimPrefix(r.Who+" – "+t.S("portal.seat.as_open"), " – ")
	case x.As != "" && x.As != structure.AsMember:
		r.Who = strings.TrimPrefix(r.Who+" – "+t.S("portal.seat.as."+x.As), " – ")
	}
	r.Region = len(x.Parties) == 1 && districtOf(s, x.Parties[0]) == ""
	if x.Vacant > 0 && !x.Free {
		r.Vacant = t.S("portal.seat.vacant", x.Vacant)
	}
	return r
}

func seatWho(t text.T, s *structure.Structure, x people.SeatState) string {
	switch {
	case len(x.Parties) == 1:
		return partyName(s, x.Parties[0])
	case len(x.Parties) > 1:
		for _, set := range s.Sets {
			if slices.Equal(set.Parties, x.Parties) {
				return set.Name.In(t.Lang)
			}
		}
		if len(x.Parties) > 4 {
			return t.S("portal.parties", len(x.Parties))
		}
		var names []string
		for _, id := range x.Parties {
			names = append(names, partyName(s, id))
		}
		return t.List(names)
	}
	return t.S("portal.seat.follows")
}

// mandateRows gives what a body may do, one line for each rule.
func mandateRows(t text.T, b *structure.Body) []mandateRow {
	var out []mandateRow
	var kinds [][]string
	var mays [][]string
	for _, m := range b.Mandates {
		i := slices.IndexFunc(out, func(r mandateRow) bool { return r.Rule.ID == m.Rule.ID })
		if i < 0 {
			i = len(out)
			out, kinds, mays = append(out, mandateRow{Rule: m.Rule}), append(kinds, nil), append(mays, nil)
		}
		for _, x := range m.May {
			if word := t.S("portal.may." + string(x)); !slices.Contains(mays[i], word) {
				mays[i] = append(mays[i], word)
			}
		}
		if key := "portal.kind_of." + m.Kind; m.Kind != "" && t.Has(key) {
			kinds[i] = append(kinds[i], t.S(key))
		}
	}
	for i := range out {
		out[i].Say = upper(t.List(mays[i]))
		if len(kinds[i]) > 0 {
			out[i].Say = t.S("portal.mandate_for", out[i].Say, t.List(kinds[i]))
		}
	}
	return out
}

// roles gives who has which role, by office and party.
func roles(t text.T, s *structure.Structure, b *structure.Body, c people.Composition) []roleRow {
	var out []roleRow
	for _, x := range c.Roles {
		out = append(out, roleRow{Role: roleName(t, string(x.Role)), Who: holders(t, s, x.Holders), Rule: x.Rule})
	}
	for _, m := range c.Others {
		name := roleName(t, string(m.Role))
		if slices.ContainsFunc(out, func(r roleRow) bool { return r.Role == name }) {
			continue
		}
		out = append(out, roleRow{Role: name, Who: holders(t, s, []people.Membership{m})})
	}
	return out
}

func roleName(t text.T, id string) string {
	if key := "portal.role." + id; t.Has(key) {
		return t.S(key)
	}
	return id
}

func holders(t text.T, s *structure.Structure, held []people.Membership) string {
	if len(held) == 0 {
		return t.S("portal.role.nobody")
	}
	var out []string
	for _, m := range held {
		who := partyName(s, m.Party)
		if o := s.Office(m.Office); o != nil {
			who = strings.TrimSuffix(o.Name.In(t.Lang)+", "+who, ", ")
		}
		out = append(out, who)
	}
	return t.List(out)
}

// towards gives the bodies that a body stands in a relation to, each once.
func towards(t text.T, s *structure.Structure, b *structure.Body) []aroundRow {
	var out []aroundRow
	for _, r := range b.Relations {
		for _, id := range portals.Targets(s, r) {
			link := ui.Link{Label: bodyName(t, s, id), Href: bodyHref(id)}
			say := t.S("portal.relation." + string(r.Kind))
			if i := slices.IndexFunc(out, func(x aroundRow) bool { return x.Link == link }); i >= 0 {
				out[i].Say += ", " + say
				out[i].Rules = append(out[i].Rules, r.Rule)
				continue
			}
			out = append(out, aroundRow{link, say, true, []rule.Ref{r.Rule}})
		}
	}
	return out
}

// around gives the bodies above and below.
func around(t text.T, v portals.BodyView) []aroundRow {
	out := towards(t, v.Structure, v.Body)
	for _, b := range v.Below {
		var says []string
		var rules []rule.Ref
		for _, r := range b.Relations {
			if slices.Contains(portals.Targets(v.Structure, r), v.Body.ID) {
				rules = append(rules, r.Rule)
				if say := t.S("portal.relation.from." + string(r.Kind)); !slices.Contains(says, say) {
					says = append(says, say)
				}
			}
		}
		out = append(out, aroundRow{ui.Link{Label: b.Name.In(t.Lang), Href: bodyHref(b.ID)}, strings.Join(says, ", "), false, rules})
	}
	return out
}
