package page

import (
	"strings"

	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// Clash is a collision of two meetings in words.
type Clash struct {
	Say  string
	Part string // who of them is called to single items; ""
	Tone ui.Tone
	A, B ui.Link
}

// Clashing says what collides and for whom, the worst first among those of a day.
// place gives the name of a body.
func Clashing(t text.T, found app.Clashes, place func(string) string) []Clash {
	out := make([]Clash, len(found.List))
	for i, c := range found.List {
		out[i] = clashOf(t, c, place, found.Names)
	}
	return out
}

func clashOf(t text.T, c meeting.Collision, place func(string) string, names map[string]string) Clash {
	hour := func(m meeting.Meeting) string { return t.Clock(m.Starts) + "–" + t.Clock(m.Ends) }
	out := Clash{Tone: ui.Wait, A: clashLink(t, place, c.A), B: clashLink(t, place, c.B)}
	many, who := persons(t, names, c.People)
	args := []any{c.A.On, out.A.Label, hour(c.A), out.B.Label, hour(c.B), many, who}
	switch {
	case c.Clash == meeting.SameBody:
		out.Tone, out.Say = ui.Bad, t.S("years.clash.same_body", c.A.On, place(c.Body), hour(c.A), "", hour(c.B))
	case c.Clash == meeting.AtOnce:
		out.Tone, out.Say = ui.Bad, t.S("years.clash.at_once", args...)
	case c.Body != "" && c.A.Body == c.B.Body:
		out.Tone, out.Say = ui.Info, t.S("years.clash.body_day", args...)
	default:
		out.Tone, out.Say = ui.Info, t.S("years.clash.same_day", args...)
	}
	if many, who := persons(t, names, c.Part); many > 0 {
		out.Part = t.S("years.clash.part", many, who)
	}
	return out
}

// persons gives how many of some people are known by name, and their names.
func persons(t text.T, names map[string]string, ids []string) (int, string) {
	var who []string
	for _, p := range ids {
		if names[p] != "" {
			who = append(who, names[p])
		}
	}
	const most = 8
	if len(who) > most {
		return len(who), t.S("years.and_more", strings.Join(who[:most], ", "), len(who)-most)
	}
	return len(who), t.List(who)
}

// clashLink gives a meeting by the names of those who hold it; one that is only
// proposed has no address.
func clashLink(t text.T, place func(string) string, m meeting.Meeting) ui.Link {
	var names []string
	for _, id := range m.Deciding() {
		names = append(names, place(id))
	}
	l := ui.Link{Label: t.List(names)}
	if m.IsSide() {
		l.Label = t.S("joint.side_in_list", place(m.Body))
	}
	if m.ID != "" && !strings.Contains(m.ID, " ") {
		l.Href = "/moten/" + m.ID
	}
	return l
}

func clashClass(c Clash) string {
	switch c.Tone {
	case ui.Bad:
		return "bad"
	case ui.Wait:
		return "wait"
	}
	return "info"
}

// Marks says in words what is special about a day.
func Marks(t text.T, m meeting.DayMark) []string {
	var out []string
	switch {
	case m.Holiday != "":
		out = append(out, t.S("holiday."+m.Holiday))
	case m.Weekend:
		out = append(out, t.S("years.weekend"))
	}
	if m.Break != "" {
		out = append(out, m.Break)
	}
	return out
}
