package matters

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/matters"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/journey"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// matterPage is a matter with its journey, its parties and everything that can
// be done with it.
type matterPage struct {
	ui.Page
	matters.View
	Form  *page.Form
	At    string // the form that came back: "skicka", "avsteg" …
	Head  headView
	Trip  templ.Component // the journey's picture
	Steps []ui.StepRow
	Grid  ui.PartyGridView
	Why   []rule.Ref
}

// headView is the top of the page: what it is, where it is now, who has the next
// move, by when.
type headView struct {
	State   string // for the tag
	Summary string
	Now     string
	Count   string // "6 av 13 parter har beslutat"
	Need    string // how many it takes, where it is not all
	When    workday.Date
	WhenIs  string // what When is: the earliest, or since when it is in force
	If      string // what the date depends on
	Next    []nextMove
}

type nextMove struct {
	Text   string
	Href   string
	Due    workday.Date
	Late   bool
	Mine   bool
	NoDate bool // a party that has said no day for its decision
}

// mostMoves is how many of those who have the next move stand open; the others
// are folded under them.
const mostMoves = 4

// shownMoves is how many of the moves stand open.
func shownMoves(moves []nextMove) int {
	if len(moves) <= mostMoves+1 { // to fold one alone saves nothing
		return len(moves)
	}
	return mostMoves
}

// firstMove says who has the next move in one line, for the top of a small
// screen; it leads to the list.
func firstMove(t text.T, moves []nextMove) string {
	first := moves[0].Text
	if moves[0].Due != "" {
		first += " " + t.S("matters.by", moves[0].Due)
	}
	if len(moves) > 1 {
		return t.S("matters.next_move_many", first, len(moves)-1)
	}
	return t.S("matters.next_move_one", first)
}

// orderMoves puts those first that the reader has to know of: the reader's own,
// the late, those without a day, then the rest as they came.
func orderMoves(moves []nextMove) {
	rank := func(m nextMove) int {
		switch {
		case m.Mine:
			return 0
		case m.Late:
			return 1
		case m.NoDate:
			return 2
		}
		return 3
	}
	slices.SortStableFunc(moves, func(a, b nextMove) int { return rank(a) - rank(b) })
}

func (h *Handler) page(w http.ResponseWriter, r *http.Request) error {
	return h.showPage(w, r, "", nil)
}

// showPage sends the matter's page. at and f are a form of it that came back.
func (h *Handler) showPage(w http.ResponseWriter, r *http.Request, at string, f *page.Form) error {
	v, err := matters.Page.Do(r.Context(), h.sys, session.Actor(r), matters.PageInput{Ref: r.PathValue("ref")})
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := matterPage{View: v, At: at, Form: f}
	p.Page = h.frame(r, "arenden", v.Matter.Title, ui.Link{Label: t.S("matters.title"), Href: "/arenden"}, ui.Link{Label: v.Matter.Name()})
	status := http.StatusOK
	if f == nil {
		p.Form = page.Empty(p.T)
	} else {
		p.Failed, status = f.Bad(), f.Status()
	}
	p.Head = head(p.T, v)
	p.Steps = steps(p.T, v)
	if p.Trip, err = picture(r.Context(), p.T, v); err != nil {
		return err
	}
	p.Grid = grid(p.T, v)
	p.Why = reasons(v.Route)
	return page.Send(w, r, status, pageView(p))
}

func (p matterPage) address(tail string) string { return "/arenden/" + p.Ref + tail }

// back reports whether a form of the page came back, and so stands open.
func (p matterPage) back(at string) bool { return p.At == at }

// form gives the form that came back, or an empty one.
func (p matterPage) form(at string) *page.Form {
	if p.At == at {
		return p.Form
	}
	return page.Empty(p.T)
}

// version gives the matter's version for a form.
func (p matterPage) version() string { return strconv.FormatInt(p.Matter.Version, 10) }

func head(t text.T, v matters.View) headView {
	h := headView{State: string(v.State), Summary: v.Matter.Summary}
	if len(v.Adopters) > 0 && (len(v.Ledger) > 0 || v.State == matter.InForce || ready(v, structure.PartyDecisions)) {
		h.Count = t.S("matters.count", len(v.Adoption.By), len(v.Adopters))
		if v.State == matter.UnderWay {
			h.State = string(structure.PartyDecisions)
		}
	} else if v.State == matter.UnderWay {
		for _, s := range v.Stations {
			if s.State == routing.StateReady && slices.Contains([]structure.Step{structure.HomePreparation, structure.Remiss}, s.Step) {
				h.State = string(s.Step)
				break
			}
		}
	}
	if n := v.Adoption.Need; n.Some(v.Adopters) {
		h.Need = needed(t, v, n)
	}
	if len(v.Adoption.Stalled) > 0 {
		h.State = "stalled"
		h.Now = t.S("matters.stalled", t.List(names(v, v.Adoption.Stalled)))
	}
	switch {
	case v.State == matter.InForce || v.State == matter.Implemented || v.State == matter.FollowedUp:
		h.When, h.WhenIs = v.InForceOn, t.S("matters.in_force_since")
	case v.InForceOn != "":
		h.When, h.WhenIs = v.InForceOn, t.S("matters.in_force_from")
	case len(v.Adoption.Stalled) > 0:
		h.WhenIs = t.S("matters.unclear")
	default:
		h.When, h.WhenIs = v.EarliestInForce(), t.S("matters.earliest_in_force")
		if h.When == "" {
			h.WhenIs = t.S("matters.unknown_when")
		}
		h.If = lastParty(t, v)
	}
	for _, m := range v.Next {
		n := nextMove{Due: m.Due, Late: m.Late, Mine: m.Who.Mine, Text: t.S("matters.next", m.Who.Name, t.S("matters.do."+m.Kind))}
		if plan, _ := v.PlanOf(m.Party); m.Kind == string(structure.PartyDecisions) && m.Party != "" {
			n.NoDate = plan.On == ""
		}
		switch {
		case m.Who.Party && m.Who.Mine:
			n.Href = "/hemma/" + v.Ref + "?part=" + m.Who.ID
		case m.Kind == string(structure.Triage) && v.May.Sort:
			n.Href = "/sortering?arende=" + v.Ref
		case m.Kind == string(structure.Prioritise) && m.Who.Mine:
			n.Href = "/grupper/" + m.Who.ID + "/ko"
		}
		h.Next = append(h.Next, n)
	}
	orderMoves(h.Next)
	return h
}

// needed says how many of whom it takes, and what holds until then.
func needed(t text.T, v matters.View, n matter.Need) string {
	of := n.Of
	if len(of) == 0 {
		of = v.Adopters
	}
	least := len(of)
	if n.Least > 0 {
		least = min(n.Least, least)
	}
	whom := t.S("matters.need_parties", len(of))
	if len(of) < len(v.Adopters) {
		whom = t.List(names(v, of))
	}
	said := t.S("matters.need", least, whom)
	if n.Until != "" && !v.InForce() {
		said += " " + t.S("matters.need_until")
	}
	return said
}

func ready(v matters.View, step structure.Step) bool {
	return slices.ContainsFunc(v.Stations, func(s matters.Station) bool { return s.Step == step && s.State == routing.StateReady })
}

// lastParty says which party the earliest date hangs on.
func lastParty(t text.T, v matters.View) string {
	for _, s := range v.Stations {
		if s.Step != structure.PartyDecisions || s.State == routing.StateDone {
			continue
		}
		last := matters.StationParty{}
		for _, p := range s.Parties {
			if p.Outcome == "" && p.Earliest > last.Earliest {
				last = p
			}
		}
		if last.ID != "" {
			return t.S("matters.if_party", last.Name, last.Earliest)
		}
	}
	return ""
}

func names(v matters.View, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = nameOf(v.Structure, id, "sv")
	}
	return out
}

// steps gives the stations as a list.
func steps(t text.T, v matters.View) []ui.StepRow {
	rows := make([]ui.StepRow, 0, len(v.Stations))
	for _, s := range v.Stations {
		row := ui.StepRow{
			ID: anchorOf(s.ID), Level: levelOf(s.By.Structure, s.Place), Levels: len(v.Structure.Levels),
			Title: stepTitle(t, s.Station), State: progress(s), Possible: s.Possible, Rules: s.Rules,
		}
		row.Date, row.DateText = s.On, ""
		who := whoAt(t, s.By.Structure, s.Station)
		switch {
		case s.State == routing.StateDone:
			row.Text = join(who, outcomes(t, s))
		case s.Step == structure.PartyDecisions && len(s.Parties) > 0:
			done := 0
			for _, p := range s.Parties {
				if p.Outcome != "" {
					done++
				}
			}
			row.Text = t.S("matters.count", done, len(s.Parties))
		default:
			row.Text = join(who, waits(t, v, s.Leg))
			if s.Leg.Earliest != "" {
				row.Date, row.DateText = s.Leg.Earliest, t.S("matters.earliest_short", t.Short(s.Leg.Earliest))
			}
		}
		row.Text = join(row.Text, untilWhen(t, s), unitsAt(t, v, s.Station), objectsAt(t, v, s.Objects))
		if s.Meeting != nil {
			row.Links = append(row.Links, ui.Link{Label: t.S("matters.on_agenda", s.Meeting.On), Href: "/moten/" + s.Meeting.Meeting})
		}
		for _, d := range decision.Standing(s.Record) {
			row.Links = append(row.Links, ui.Link{Label: t.S("matters.record", d.Number().Short()), Href: "/beslut/" + d.Number().String()})
		}
		if s.By.From != v.Rules.From {
			row.Links = append(row.Links, ui.Link{Label: t.S("matters.rules_then", s.On), Href: structureOn(s.On)})
		}
		for range s.Excused {
			row.Tags = append(row.Tags, ui.Tag(ui.Wait, ui.Warning, t.S("matters.exception")))
		}
		rows = append(rows, row)
	}
	return rows
}

// structureOn gives the address of the structure as it was on a day.
func structureOn(day workday.Date) string { return "/struktur?per=" + string(day) }

// whichRules says by which versions of the structure the matter goes, when it
// has seen more than today's, with links to each.
func whichRules(t text.T, v matters.View) (said string, links []ui.Link) {
	began := v.Began()
	if began.From == v.Rules.From {
		return "", nil
	}
	for _, r := range append(v.Earlier(), v.Rules) {
		links = append(links, ui.Link{Label: t.S("matters.rules_since", r.From), Href: structureOn(r.From)})
	}
	if by, ok := v.DecidedBy(); ok {
		return t.S("matters.rules_decided", by.From, by.To, v.Rules.From), links
	}
	return t.S("matters.rules_left", began.From, v.Rules.From), links
}

// untilWhen says until when a rule lets a station take, and where the matter goes
// then.
func untilWhen(t text.T, s matters.Station) string {
	var next []string
	for _, w := range s.Next {
		next = append(next, w.Name)
	}
	switch {
	case s.State == routing.StateDone || s.Until == "" && len(next) == 0:
		return ""
	case s.Until == "":
		return t.S("matters.ladder_next", t.List(next))
	case len(next) == 0:
		return t.S("matters.within", s.Until)
	}
	return t.S("matters.ladder_until", s.Until, t.List(next))
}

// unitsAt says which parties' units answer each for itself at a station.
func unitsAt(t text.T, v matters.View, s *routing.Station) string {
	if len(s.Units) == 0 || s.State == routing.StateDone {
		return ""
	}
	var of []string
	for _, u := range s.Units {
		party, _, _ := strings.Cut(u, "/")
		if name := nameOf(v.Structure, party, t.Lang); !slices.Contains(of, name) {
			of = append(of, name)
		}
	}
	return t.S("matters.units_answer", t.List(of))
}

// anchorOf makes a station's id one that an address can lead to.
func anchorOf(id string) string {
	return "s-" + anchored.Replace(id)
}

var anchored = strings.NewReplacer("@", "-", "#", "-r", "_", "-", "/", "-", ":", "-")

func join(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, ". ")
}

func progress(s matters.Station) ui.Progress {
	switch s.State {
	case routing.StateDone:
		return ui.Passed
	case routing.StateReady, routing.StateBlocked:
		return ui.Now
	}
	return ui.Ahead
}

// outcomes says how a station ended, when there is more to say than that it did.
func outcomes(t text.T, s matters.Station) string {
	var said []string
	for _, d := range s.Done {
		key := "matters.outcome." + string(s.Step) + "." + d.Outcome
		if d.Outcome == "" || !t.Has(key) {
			continue
		}
		if word := t.S(key); !slices.Contains(said, word) {
			said = append(said, word)
		}
	}
	if len(said) > 2 {
		return ""
	}
	return t.List(said)
}

// waits says what a station waits for.
func waits(t text.T, v matters.View, l journey.Leg) string {
	w := l.WaitsFor
	if w.What == "" || w.What == journey.Station {
		return ""
	}
	who := nameOf(v.Structure, w.Who, t.Lang)
	if w.What == journey.Question {
		if f := v.Structure.Fact(w.Who); f != nil {
			who = f.Ask.In(t.Lang)
		}
	}
	key := "matters.waits." + string(w.What)
	if w.Who == "" && t.Has(key+".all") {
		key += ".all"
	}
	return t.S(key, who, w.Until)
}

// picture gives the journey's picture. To place its words is dear, and it is the
// same for everybody who may open the matter: it is drawn once for a course.
func picture(ctx context.Context, t text.T, v matters.View) (templ.Component, error) {
	svg, err := app.Beside(v.Course, "journey in "+t.Lang, func() (string, error) {
		var b strings.Builder
		err := ui.Journey(t, trip(t, v)).Render(ctx, &b)
		return b.String(), err
	})
	return templ.Raw(svg), err
}

// trip gives the journey as a picture.
func trip(t text.T, v matters.View) ui.JourneyView {
	j := ui.JourneyView{List: "stationer", Today: t.S("matters.today", t.Short(v.Today))}
	for _, l := range v.Structure.Levels {
		j.Levels = append(j.Levels, l.Name.In(t.Lang))
	}
	for _, s := range v.Stations {
		if s.Gone && s.By.From == v.Rules.From { // a way that it took before its answers changed
			continue
		}
		st := ui.Station{Label: stepTitle(t, s.Station), Level: levelOf(s.By.Structure, s.Place), State: progress(s), Possible: s.Possible, Href: "#" + anchorOf(s.ID)}
		if b := s.By.Body(s.Place); b != nil {
			st.Full = st.Label + ", " + b.Name.In(t.Lang)
			st.Label = b.Short
			if st.Label == "" {
				st.Label = b.Name.In(t.Lang)
			}
		}
		if s.On != "" {
			st.DateText = t.Short(s.On)
		} else if s.Leg.Earliest != "" {
			st.DateText = t.Short(s.Leg.Earliest)
		}
		j.Stations = append(j.Stations, st)
	}
	return j
}

// grid gives the party board.
func grid(t text.T, v matters.View) ui.PartyGridView {
	g := ui.PartyGridView{Caption: t.S("matters.board_caption")}
	for _, group := range v.Board {
		out := ui.PartyGroup{Name: group.Name}
		decided := 0
		for _, p := range group.Rows {
			row := ui.PartyRow{Name: p.Name, Short: p.Short, Mine: p.Mine, Late: p.Late}
			if p.Mine {
				row.Href = "/hemma/" + v.Ref + "?part=" + p.ID
			}
			if p.Prepares {
				row.Home = string(p.Preparation.State)
				row.HomeOn = t.Short(p.Preparation.On)
			}
			if p.Planned {
				row.Organ = organName(v.Structure, p.ID, p.Plan.Organ)
				row.Meeting = ui.Link{Label: t.Short(p.Plan.On)}
			}
			if p.Decides {
				row.Decision = decisionOf(p, ready(v, structure.PartyDecisions))
				if p.Decision != nil {
					decided++
					row.Organ = organName(v.Structure, p.ID, p.Decision.Organ)
					row.DecideOn = t.Short(p.Decision.DecidedOn)
					row.Meeting = ui.Link{Label: t.Short(p.Decision.DecidedOn)}
					row.DecideOn = ""
					if p.Decision.Paragraph != "" {
						row.Links = append(row.Links, ui.Link{Label: page.Section(p.Decision.Paragraph), Href: extract(v, p)})
					}
				} else if p.Mine && ready(v, structure.PartyDecisions) {
					row.Links = append(row.Links, ui.Link{Label: t.S("matters.register"), Href: "/hemma/" + v.Ref + "?part=" + p.ID + "#beslut"})
				}
			}
			out.Rows = append(out.Rows, row)
		}
		out.Note = t.S("matters.count", decided, len(group.Rows))
		g.Groups = append(g.Groups, out)
	}
	return g
}

// decisionOf gives a party's decision as the grid says it. That there is no
// date yet is said once it is the parties' turn.
func decisionOf(p matters.Party, turn bool) string {
	switch {
	case p.Decision != nil:
		return string(p.Decision.Outcome)
	case p.Late:
		return "missing"
	case p.Planned && p.Plan.On != "":
		return "planned"
	case turn:
		return "no_date"
	}
	return ""
}

// written says who wrote a version of the proposal and when, and when it went
// out.
func written(t text.T, v matter.Version) string {
	who := v.CreatedAs + ", " + t.Time(v.CreatedAt)
	if !v.Frozen() {
		return who
	}
	return join(who, t.S("matters.frozen", v.FrozenAt))
}

func extract(v matters.View, p matters.Party) string {
	if p.Decision.ExtractSHA == "" {
		return ""
	}
	return "/arenden/" + v.Ref + "/utdrag/" + p.Decision.ID
}

// organName gives the name of a party's organ at home.
func organName(s *structure.Structure, party, organ string) string {
	for _, o := range s.OrgansOf(party) {
		if o.ID == organ {
			return o.Name
		}
	}
	return organ
}

// reasons gives the rules that made the route what it is: those behind guards
// and decisions, each clause once.
func reasons(r *routing.Route) []rule.Ref {
	var out []rule.Ref
	for i := range r.Stations {
		s := &r.Stations[i]
		if !slices.Contains([]structure.Step{structure.PartyDecisions, structure.Pass, structure.Recommend, structure.Decide, structure.Remiss, structure.Opinion}, s.Step) {
			continue
		}
		for _, x := range s.Rules {
			if !slices.ContainsFunc(out, func(y rule.Ref) bool { return y.ID == x.ID }) {
				out = append(out, x)
			}
		}
	}
	return out
}
