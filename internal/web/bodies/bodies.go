// Package bodies holds the workspace's pages of bodies: all of them, and one
// with its seats, roles, year of meetings and decisions.
package bodies

import (
	"net/http"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/bodies"
	"samverk/internal/domain/local"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of bodies.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /grupper", Class: route.Workspace, Do: h.list},
		{Pattern: "GET /grupper/{id}", Class: route.Workspace, Do: h.body},
		{Pattern: "GET /grupper/{id}/lokalt", Class: route.Workspace, Do: h.settleForm},
		{Pattern: "POST /grupper/{id}/lokalt", Class: route.Workspace, Do: h.settle},
		{Pattern: "GET /saknas", Class: route.Workspace, Do: h.lacks},
	}
}

type listPage struct {
	ui.Page
	Levels []level
}

type level struct {
	Index, Of int
	Name      string
	Rows      []ui.Row
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	all, err := bodies.List.Do(r.Context(), h.sys, session.Actor(r), bodies.ListInput{})
	if err != nil {
		return err
	}
	p := listPage{Page: h.frame(r, "grupper", t.S("bodies.title"))}
	mine := r.URL.Query().Get("visa") == "mina"
	for _, x := range all {
		if mine && !x.Mine {
			continue
		}
		if len(p.Levels) == 0 || p.Levels[len(p.Levels)-1].Name != x.Level {
			p.Levels = append(p.Levels, level{Index: len(p.Levels), Name: x.Level})
		}
		row := ui.Row{Link: ui.Link{Label: x.Body.Name.In(t.Lang), Href: "/grupper/" + x.Body.ID}}
		if x.Mine {
			row.Tags = append(row.Tags, ui.Tag(ui.Info, ui.Check, t.S("bodies.mine")))
		}
		if len(x.Chair) > 0 {
			row.Facts = append(row.Facts, t.S("bodies.chair_is", x.Chair[0].Name))
		}
		if x.Next != nil {
			row.Facts = append(row.Facts, t.S("bodies.next_is", x.Next.On))
		}
		l := &p.Levels[len(p.Levels)-1]
		l.Rows = append(l.Rows, row)
	}
	for i := range p.Levels {
		p.Levels[i].Of = len(p.Levels)
	}
	return page.Send(w, r, http.StatusOK, listView(p))
}

type bodyPage struct {
	ui.Page
	bodies.View
	Name     string
	Index    int // of its level, from the top
	Levels   int
	Seats    ui.SeatView
	Found    []rule.Finding // what the composition lacks against the text
	Unsaid   string         // that the text doesn't say whether deputies are counted
	Roles    []role
	Meetings []ui.Row
	Decided  []ui.Row
	Year     string
	Joint    []joint
	Open     []ui.Row        // groups of its own
	Ended    []ui.Row        // the same, that have ended
	Barred   *ui.RefusedView // why it can't set up any, for who else would
	Settled  *settled        // where the text leaves it to those it names
}

// settled is what is settled about a body that its text leaves open.
type settled struct {
	Says  string
	Stale []rule.Ref
}

type role struct {
	Name, Who string
	Vacant    bool
	Rule      rule.Ref
}

func (h *Handler) body(w http.ResponseWriter, r *http.Request) error {
	t := text.For(session.Of(r).Lang)
	day := workday.Date("")
	if s := r.URL.Query().Get("dag"); s != "" {
		day, _ = page.ReadDate(s, app.Today(h.sys.Clock()))
	}
	v, err := bodies.Page.Do(r.Context(), h.sys, session.Actor(r), bodies.PageInput{Body: r.PathValue("id"), Day: day})
	if err != nil {
		return err
	}
	p := bodyPage{View: v, Name: v.Body.Name.In(t.Lang), Levels: len(v.Structure.Levels)}
	for i, l := range v.Structure.Levels {
		if l.ID == v.Body.Level {
			p.Index = i
		}
	}
	p.Page = h.frame(r, "grupper", p.Name, ui.Link{Label: t.S("bodies.title"), Href: "/grupper"}, ui.Link{Label: p.Name})
	words := lacksIn(t, v.Structure, v.Names)
	p.Seats = seats(t, v, words)
	p.Found = append(words.Findings(v.Composition.Findings(people.Soon)), v.Composition.Requirements...)
	for _, x := range v.Unwritten {
		p.Found = append(p.Found, unwritten(t, x))
	}
	for _, x := range v.Composition.Totals {
		if x.Deputies == nil && x.Of == "" && x.Balance == nil {
			p.Unsaid = t.S("lack.deputies_unsaid", x.Have, x.With)
		}
	}
	p.Roles = roles(t, v)
	for _, m := range append(v.Coming, v.Past...) {
		row := ui.Row{Link: ui.Link{Label: t.Long(m.On), Href: "/moten/" + m.ID}, Date: m.On, Facts: []string{t.Clock(m.Starts) + "–" + t.Clock(m.Ends)}}
		row.Tags = append(row.Tags, ui.MeetingTag(t, m.State))
		p.Meetings = append(p.Meetings, row)
	}
	for _, d := range v.Decisions {
		row := ui.Row{Link: ui.Link{Label: page.FirstLine(d.Terms.Text), Href: "/beslut/" + d.Number().String()}, Record: true, Date: d.DecidedOn}
		row.Tags = append(row.Tags, ui.OutcomeTag(t, d.Terms.Outcome))
		p.Decided = append(p.Decided, row)
	}
	p.Year, p.Joint = page.Duty(t, v.Year.Tally), joints(t, v)
	on := day
	if on == "" {
		on = app.Today(h.sys.Clock())
	}
	p.Open, p.Ended = page.GroupRows(t, v.Groups, on, "/arbetsgrupper/")
	if refusal := v.SetUp.Check(); v.Keeps && refusal != nil {
		x := ui.RefusedOf(t, refusal)
		if len(v.SetUp.Other) > 0 {
			x.Who = t.S("groups.who_may", t.List(placeNames(v.Structure, v.SetUp.Other)))
		}
		p.Barred = &x
	}
	if local.Open(v.Body) {
		p.Settled = &settled{Says: t.S("bodies.settled.none"), Stale: v.Stale}
		if x := v.Local; x != nil {
			p.Settled.Says = t.S("bodies.settled.by", x.DecidedBy, x.DecidedOn, x.From)
		}
	}
	return page.Send(w, r, http.StatusOK, bodyView(p))
}

func placeNames(s *structure.Structure, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = s.PlaceName(id)
	}
	return out
}

// joint is what a text asks of joint meetings, in words.
type joint struct {
	Say  string
	Rule rule.Ref
}

func joints(t text.T, v bodies.View) []joint {
	var out []joint
	for _, j := range v.Year.Joint {
		say := page.JointDuty(t, j, t.List(placeNames(v.Structure, j.With)))
		for _, l := range j.Uninvited {
			say += " " + t.S("years.uninvited", t.List(placeNames(v.Structure, l.Bodies)), l.On)
		}
		out = append(out, joint{say, j.Rule})
	}
	return out
}

// seats gives the composition as rows of seats.
func seats(t text.T, v bodies.View, words page.Lacks) ui.SeatView {
	out := ui.SeatView{Caption: t.S("bodies.seats_of", v.Body.Name.In(t.Lang)), Head: t.S("bodies.party")}
	group := ui.SeatGroup{}
	s := v.Structure
	for _, x := range v.Composition.Seats {
		taken := append(append([]people.Membership(nil), x.Holders...), x.Wrong...)
		row := ui.SeatRow{Name: words.Place(&people.Finding{Body: v.Body.ID, Seat: x.Seat, Parties: x.Parties}),
			Filled: len(taken), Seats: max(len(taken)+x.Vacant, 1)}
		if len(x.Parties) == 1 {
			if p := s.Party(x.Parties[0]); p != nil && len(p.Kinds) > 0 && len(s.Kinds) > 0 {
				row.Region = p.Kinds[0] == s.Kinds[0].ID
			}
		}
		var who []string
		for _, m := range taken {
			who = append(who, officeOr(s, m, v.Names))
		}
		if len(taken) == 0 && len(x.Offices) > 0 {
			who = append(who, words.Offices(x.Offices))
		}
		if len(x.StandsFor) > 0 {
			who = append(who, t.S("bodies.stands_for", words.Parties(x.StandsFor)))
		}
		row.Who = strings.Join(who, "; ")
		switch {
		case x.Vacant > 0 && x.Free:
			row.Who = strings.TrimPrefix(row.Who+"; "+t.S("bodies.may_be_vacant"), "; ")
		case x.Vacant > 0:
			row.Vacant = t.S("bodies.vacant")
		case len(taken) == 0:
			row.Seats, row.Who = 0, strings.TrimPrefix(row.Who+": "+t.S("bodies.not_said"), ": ")
		}
		group.Rows = append(group.Rows, row)
	}
	out.Groups = []ui.SeatGroup{group}
	return out
}

// officeOr names the holder of a seat by office, or by name where none is held.
func officeOr(s *structure.Structure, m people.Membership, names map[string]string) string {
	if o := s.Office(m.Office); o != nil {
		return o.Name.SV
	}
	return names[m.Person]
}

func roles(t text.T, v bodies.View) []role {
	var out []role
	for _, x := range v.Composition.Roles {
		r := role{Name: page.Lacks{T: t}.RoleName(string(x.Role)), Vacant: x.Vacant, Rule: x.Rule}
		var who []string
		for _, m := range x.Holders {
			office := officeOr(v.Structure, m, v.Names)
			if p := v.Structure.Party(m.Party); p != nil && !strings.Contains(office, p.Name) {
				office += ", " + p.Name
			}
			who = append(who, office)
		}
		r.Who = t.List(who)
		out = append(out, r)
	}
	return out
}
