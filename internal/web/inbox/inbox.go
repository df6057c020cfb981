// Package inbox holds the page "Mitt": the next meeting with what is decided
// there, what waits for the viewer by date, and the viewer's groups.
package inbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/inbox"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the address of the page.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its page stands in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// Routes gives the address that the handler answers. The page holds the viewer's
// own parties' stances.
func (h *Handler) Routes() []route.Route {
	return []route.Route{{Pattern: "GET /mitt", Class: route.PrivateParty, Do: h.mine}}
}

// minePage is what waits for the viewer.
type minePage struct {
	ui.Page
	Meeting   *meetingView
	Decisions []itemView
	ToDo      []taskView
	ToDoTitle string
	Nothing   string // said when nothing waits
	Groups    []groupView
	Raised    []ui.Row
}

// meetingView is the viewer's next meeting.
type meetingView struct {
	ID      string
	Body    string
	Big     string // the clock on the day itself, else the date
	Soon    string // "om 12 minuter", "om 4 dagar"
	Where   string
	Items   int
	Decide  int
	Prepare string // "Förbered, 8 min"
	Follow  bool   // it is today: it can be followed
	Edit    bool   // the viewer builds it
}

// itemView is a decision at the next meeting, with where the viewer's own
// parties stand.
type itemView struct {
	Title     string
	Href      string
	Summary   string
	Positions []position
}

type position struct {
	Tone  ui.Tone
	Glyph ui.Glyph
	Bold  string
	More  string
}

// taskView is something to do.
type taskView struct {
	Link ui.Link
	Note string
	Tag  templ.Component
	Rule rule.Ref // that asks for it; zero for what a matter's way asks for
}

// groupView is a group of the viewer's. Stops is what keeps its next notice from
// being sent, for those who send it.
type groupView struct {
	Link    ui.Link
	Next    ui.Link
	When    string
	Serves  bool
	Called  bool
	By      string
	Stops   []string
	MoreOf  int
	Builder string
}

func (h *Handler) mine(w http.ResponseWriter, r *http.Request) error {
	v, err := inbox.Mine.Do(r.Context(), h.sys, session.Actor(r), inbox.MineInput{})
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := minePage{Page: h.frame(r, "mitt", t.S("inbox.title"))}
	now := h.sys.Clock()
	today := app.Today(now)
	if v.Meeting != nil {
		p.Meeting = nextMeeting(t, v.Meeting, app.ClockAt(now))
		p.Meeting.Edit = slices.ContainsFunc(v.Groups, func(g inbox.Group) bool { return g.ID == v.Meeting.Body && g.Serves })
		p.Decisions = decisions(t, v)
	}
	one := oneParty(v.ToDo)
	for _, x := range v.ToDo {
		p.ToDo = append(p.ToDo, task(t, x, one, today))
	}
	p.ToDoTitle = t.S("inbox.to_do")
	if one {
		p.ToDoTitle = t.S("inbox.to_do_for", v.ToDo[0].Who)
	}
	p.Nothing = nothing(t, v)
	for _, g := range v.Groups {
		p.Groups = append(p.Groups, group(t, g, today))
	}
	for _, x := range v.Raised {
		p.Raised = append(p.Raised, ui.Row{Link: ui.Link{Label: x.Title, Href: "/arenden/" + x.Ref}, Record: true, Over: x.Number,
			Tags: []templ.Component{ui.StateTag(t, x.State)}})
	}
	return page.Send(w, r, http.StatusOK, mineView(p))
}

func nextMeeting(t text.T, m *inbox.Meeting, clock string) *meetingView {
	times := t.Clock(m.Starts) + "–" + t.Clock(m.Ends)
	v := &meetingView{ID: m.ID, Body: m.BodyName, Items: len(m.Items), Prepare: t.S("inbox.prepare")}
	if m.Reading > 0 {
		v.Prepare = t.S("inbox.prepare_minutes", m.Reading)
	}
	for _, i := range m.Items {
		if i.Purpose == meeting.Decide {
			v.Decide++
		}
	}
	where := []string{}
	if m.Days == 0 {
		v.Follow, v.Big = true, t.Clock(m.Starts)
		switch minutes := minutesOf(m.Starts) - minutesOf(clock); {
		case m.UnderWay():
			v.Soon = t.S("inbox.under_way")
		case minutes > 90:
			v.Soon = t.S("inbox.today")
		case minutes > 0:
			v.Soon = t.S("inbox.in_minutes", minutes)
		default:
			v.Soon = t.S("inbox.starts_now")
		}
		if m.Place != "" {
			where = append(where, m.Place)
		}
		v.Where = t.S("inbox.until", strings.Join(append(where, ""), ", "), t.Clock(m.Ends))
		return v
	}
	v.Big = t.Short(m.On)
	v.Soon = t.S("inbox.in_days", m.Days)
	if m.Days == 1 {
		v.Soon = t.S("inbox.tomorrow")
	}
	where = append(where, upper(t.Weekday(m.On))+" "+times)
	if m.Place != "" {
		where = append(where, m.Place)
	}
	v.Where = strings.Join(where, ", ")
	return v
}

// minutesOf gives a clock time "09:00" in minutes since midnight.
func minutesOf(clock string) int {
	hours, minutes, _ := strings.Cut(clock, ":")
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	return h*60 + m
}

// decisions gives what is decided at the next meeting, with where the viewer's
// own parties stand; a party that is asked and has not anchored is told so.
func decisions(t text.T, v inbox.View) []itemView {
	var out []itemView
	for _, i := range v.Meeting.Items {
		if i.Purpose != meeting.Decide {
			continue
		}
		x := itemView{Title: i.Title, Summary: i.Summary}
		if i.Matter != "" {
			x.Href = "/arenden/" + i.Ref
		}
		for _, s := range i.Stances {
			m := ui.StanceMark(s.Stance)
			x.Positions = append(x.Positions, position{Tone: m.Tone, Glyph: m.Glyph, Bold: t.S("inbox.stance."+string(s.Stance), s.Name), More: firstLine(s.Text)})
		}
		for _, d := range v.ToDo {
			if d.Matter == i.Matter && i.Matter != "" && d.Home && d.Kind == string(structure.HomePreparation) {
				x.Positions = append(x.Positions, position{Tone: ui.Wait, Glyph: ui.Warning, Bold: t.S("inbox.not_anchored", d.Who), More: t.S("inbox.not_anchored_more")})
			}
		}
		out = append(out, x)
	}
	return out
}

// task gives something to do: the act, whose it is (said above them all when
// they are one party's), and by when.
func task(t text.T, x inbox.Task, one bool, today workday.Date) taskView {
	v := taskView{Link: ui.Link{Label: t.S("inbox.do."+x.Kind, x.Title, x.Year, x.Count), Href: "/arenden/" + x.Ref}, Rule: x.Rule}
	switch {
	case x.Year > 0:
		v.Link.Href = "/grupper/" + x.Body + "/arsplan?ar=" + strconv.Itoa(x.Year)
	case x.Kind == "answer_written":
		v.Link.Href = "/per-capsulam/" + x.Written
		x.Number = x.Who
	case x.Kind == "give_go":
		v.Link.Href = address(x.Meeting) + "/klartecken"
		x.Number = t.S("inbox.meeting_of", x.On)
	case x.Kind == "no_deputy":
		v.Link.Href = address(x.Meeting)
		x.Number = t.S("inbox.meeting_of", x.On)
	case x.Meeting != "":
		v.Link.Href = address(x.Meeting) + "/anteckningar"
		x.Number = t.S("inbox.meeting_of", x.On)
	case x.Assignment != "":
		v.Link.Href = "/uppdrag/" + x.Assignment
	case x.Group != "":
		v.Link.Href = "/arbetsgrupper/" + x.Group + "#slut"
	case x.Kind == string(structure.Implement):
		v.Link.Href += "#inforande"
	case x.Kind == string(structure.FollowUp):
		v.Link.Href += "#uppfoljning"
	case x.Kind == string(structure.Remiss):
		v.Link.Href = "/remisser"
	case x.Home && x.Kind != string(structure.HomePreparation) && x.Kind != string(structure.PartyDecisions):
		v.Link.Href += "#stationer" // what somebody says when it is done stands on the matter's page
	case x.Home:
		v.Link.Href = "/hemma/" + x.Ref + "?part=" + x.Party
		if x.Kind == string(structure.PartyDecisions) {
			v.Link.Href += "#beslut"
		}
	case x.Kind == string(structure.Triage):
		v.Link.Href = "/sortering?arende=" + x.Ref
	case x.Kind == string(structure.Prioritise):
		v.Link.Href = "/grupper/" + x.Body + "/ko"
	}
	v.Note = strings.Trim(x.Number+" · "+x.Who, " ·")
	if one && x.Number != "" {
		v.Note = x.Number
	}
	switch {
	case x.Late && x.Due == "":
		v.Tag = ui.Tag(ui.Wait, ui.Warning, t.S("inbox.missing"))
	case x.Late:
		v.Tag = ui.Tag(ui.Wait, ui.Warning, t.S("inbox.late", today.Sub(x.Due)))
	case x.Due == today:
		v.Tag = ui.Tag(ui.Wait, ui.Clock, t.S("inbox.today"))
	case x.Due != "":
		v.Tag = ui.Tag(ui.Idle, ui.Clock, t.Short(x.Due))
	}
	return v
}

// oneParty reports whether everything to do is one and the same party's.
func oneParty(tasks []inbox.Task) bool {
	for _, x := range tasks {
		if !x.Home || x.Party != tasks[0].Party {
			return false
		}
	}
	return len(tasks) > 0
}

// firstLine gives the beginning of a text, as much as a line of a list holds.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	const most = 120
	for i, c := range s {
		if i > most && c == ' ' {
			return s[:i] + " …"
		}
	}
	return s
}

func nothing(t text.T, v inbox.View) string {
	if v.Meeting == nil {
		return t.S("inbox.nothing")
	}
	return t.S("inbox.nothing_next", v.Meeting.On)
}

// groupsShown is how many groups stand open; more of them only when something
// stops their notices.
const groupsShown = 5

// fold gives the groups that stand open, those first whose notice something
// stops, and the rest, which lie folded when there are many.
func fold(groups []groupView) (first, rest []groupView) {
	for _, g := range groups {
		if len(g.Stops) > 0 {
			first = append(first, g)
		}
	}
	for _, g := range groups {
		switch {
		case len(g.Stops) > 0:
		case len(first) < groupsShown:
			first = append(first, g)
		default:
			rest = append(rest, g)
		}
	}
	if len(rest) < 3 {
		return append(first, rest...), nil
	}
	return first, rest
}

// serves tells whether the viewer serves any of the groups.
func serves(groups []groupView) bool {
	return slices.ContainsFunc(groups, func(g groupView) bool { return g.Serves })
}

// stopsShown is how many gaps of a notice the page names.
const stopsShown = 2

func group(t text.T, g inbox.Group, today workday.Date) groupView {
	v := groupView{Link: ui.Link{Label: g.Name, Href: "/grupper/" + g.ID}, Serves: g.Serves}
	if g.Next == nil {
		v.When = t.S("inbox.no_meeting")
		return v
	}
	v.Next = ui.Link{Label: t.S("inbox.next_meeting", g.Next.On), Href: "/moten/" + g.Next.ID}
	if !g.Serves || g.Next.UnderWay() {
		return v // nothing to call to any more
	}
	v.Builder = "/moten/" + g.Next.ID + "/redigera"
	v.Called = g.Next.State == meeting.Called
	if g.NoticeBy != "" {
		v.By = t.S("inbox.notice_by", g.NoticeBy)
		if g.NoticeBy < today {
			v.By = t.S("inbox.notice_was_due", g.NoticeBy)
		}
	}
	for n, gap := range g.Gaps {
		if n == stopsShown {
			v.MoreOf = len(g.Gaps) - n
			break
		}
		say := t.S(gap.Key(), gap.Args()...)
		if gap.Item != "" {
			say = t.S("inbox.item_lacks", gap.Pos, gap.Title, say)
		}
		v.Stops = append(v.Stops, say)
	}
	return v
}

func upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[0])) + string(r[1:])
}

func address(id string) string { return "/moten/" + id }
