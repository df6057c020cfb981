// Package structures holds the workspace's pages of proposed versions of the
// county's structure: the list with the form, and one proposal with what it
// would change.
package structures

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app"
	"samverk/internal/app/structures"
	"samverk/internal/domain/compare"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/route"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// Handler answers the addresses of proposals.
type Handler struct {
	sys   *app.System
	frame page.Frame
}

// New gives the handler on a system, with the frame that its pages stand in.
func New(sys *app.System, frame page.Frame) *Handler { return &Handler{sys: sys, frame: frame} }

// listAt is the address of the list.
const listAt = "/struktur/forslag"

// largest is how large a structure file may be; a form with it is larger.
const largest = 1 << 20

// Routes gives the addresses that the handler answers.
func (h *Handler) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET " + listAt, Class: route.Workspace, Do: h.list},
		{Pattern: "POST " + listAt, Class: route.Workspace, Do: h.propose, Body: 4 * largest},
		{Pattern: "GET " + listAt + "/{id}", Class: route.Workspace, Do: h.proposal},
		{Pattern: "GET " + editAt, Class: route.Workspace, Do: h.edit},
		{Pattern: "POST " + editAt, Class: route.Workspace, Do: h.write, Body: 4 * largest},
		{Pattern: "GET " + listAt + "/{id}/redigera", Class: route.Workspace, Do: h.edit},
		{Pattern: "POST " + listAt + "/{id}/redigera", Class: route.Workspace, Do: h.write, Body: 4 * largest},
		{Pattern: "POST " + listAt + "/{id}/godkann", Class: route.Workspace, Do: h.approve},
		{Pattern: "POST " + listAt + "/{id}/aterta", Class: route.Workspace, Do: h.withdraw},
	}
}

func t(r *http.Request) text.T { return text.For(session.Of(r).Lang) }

type listPage struct {
	ui.Page
	View     structures.ListView
	Rows     []ui.Row
	Form     *page.Form
	Mistakes []mistake
	InForce  workday.Date
}

// mistake is one thing that is wrong in a file, in the reader's language, with
// the line as it stands there.
type mistake struct {
	Line    int    // 0 for none
	At      string // "Rad 12"
	As      string // the line
	What    string
	Instead string
}

func (h *Handler) list(w http.ResponseWriter, r *http.Request) error {
	return h.showList(w, r, page.Empty(t(r)), nil)
}

func (h *Handler) showList(w http.ResponseWriter, r *http.Request, f *page.Form, wrong []mistake) error {
	t := t(r)
	v, err := structures.List.Do(r.Context(), h.sys, session.Actor(r), struct{}{})
	if err != nil {
		return err
	}
	p := listPage{View: v, Form: f, Mistakes: wrong}
	p.Page = h.frame(r, "struktur", t.S("proposals.title"), ui.Link{Label: t.S("proposals.structure"), Href: "/struktur"}, ui.Link{Label: t.S("proposals.title")})
	for _, d := range v.Since {
		if d <= v.Today {
			p.InForce = d
			break
		}
	}
	for _, x := range v.Proposals {
		p.Rows = append(p.Rows, ui.Row{Link: ui.Link{Label: x.Note, Href: listAt + "/" + x.ID}, Tags: []templ.Component{stateTag(t, x.State)},
			Facts: []string{t.S("proposals.by", x.As, t.Time(x.At)), t.S("proposals.from", x.From)}})
	}
	status := http.StatusOK
	if f.Bad() || len(wrong) > 0 {
		p.Failed, status = true, http.StatusUnprocessableEntity
	}
	if f.Bad() {
		status = f.Status()
	}
	return page.Send(w, r, status, listView(p))
}

// stateTag says how a proposal stands.
func stateTag(t text.T, state string) templ.Component {
	switch state {
	case structures.Approved:
		return ui.Tag(ui.OK, ui.Check, t.S("proposals.state.approved"))
	case structures.Withdrawn:
		return ui.Tag(ui.Idle, ui.Cross, t.S("proposals.state.withdrawn"))
	}
	return ui.Tag(ui.Wait, ui.Half, t.S("proposals.state.proposed"))
}

// propose keeps what was sent as a proposal, or shows everything that is wrong
// in it at its line.
func (h *Handler) propose(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	f, err := page.Read(r, t)
	if err != nil {
		return err
	}
	name, source, err := uploaded(r, f)
	if err != nil {
		return err
	}
	in := structures.ProposeInput{Name: name, Source: source, Note: f.Get("note"), From: f.Date("from", app.Today(h.sys.Clock()))}
	if len(in.Source) == 0 {
		f.Fault("source", "structure.no_source")
	}
	if len(in.Source) > largest {
		f.Fault("source", "structure.too_large")
	}
	if f.Bad() {
		return h.showList(w, r, f, nil)
	}
	id, err := structures.Propose(page.Context(r), h.sys, session.Actor(r), in)
	var wrong *structures.Wrong
	switch {
	case errors.As(err, &wrong):
		f.Values.Set("source", string(in.Source)) // a file comes back as text, to be mended here
		return h.showList(w, r, f, linesOf(t, wrong.Mistakes, string(in.Source)))
	case err != nil:
		if err := f.Explain(err); err != nil {
			return err
		}
		return h.showList(w, r, f, nil)
	}
	return page.See(w, r, listAt+"/"+id, "said.structure_proposed")
}

// uploaded gives the file that was chosen, or the text that was pasted.
func uploaded(r *http.Request, f *page.Form) (name string, source []byte, err error) {
	in, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "structure.yaml", []byte(strings.ReplaceAll(f.Values.Get("source"), "\r\n", "\n")), nil
	}
	if err != nil {
		return "", nil, err
	}
	defer in.Close()
	source, err = io.ReadAll(io.LimitReader(in, largest+1))
	if !page.Written(string(source)) {
		f.Fault("file", "structure.no_text")
		return "", []byte("-"), err
	}
	return header.Filename, source, err
}

// linesOf gives what is wrong with the line where it stands; what is only worth a
// look is left out.
func linesOf(t text.T, wrong []structure.Mistake, source string) []mistake {
	lines := strings.Split(source, "\n")
	var out []mistake
	for _, m := range wrong {
		if m.Wrong {
			out = append(out, mistakeAt(t, m, lines))
		}
	}
	return out
}

// mistakeAt gives a mistake with its line; one that stands in the practice has
// none.
func mistakeAt(t text.T, m structure.Mistake, lines []string) mistake {
	x := mistake{At: t.S("proposals.no_line"), What: t.Say(m.What)}
	if !m.Instead.Zero() {
		x.Instead = t.Say(m.Instead)
	}
	if m.Line > 0 && m.Line <= len(lines) {
		x.Line, x.At, x.As = m.Line, t.S("proposals.line", m.Line), strings.TrimSpace(lines[m.Line-1])
	}
	return x
}

type proposalPage struct {
	ui.Page
	changeView
	Form   *page.Form
	Tag    templ.Component
	Forget string // what the browser has kept of this and need keep no longer
}

// changeView is what a proposal would change, in words.
type changeView struct {
	View     structures.View
	Changes  []change
	Won      []string
	Lost     []string
	Meetings []string
	Leavers  []string
	Stranded []string
	Matters  []ui.Row
}

// change is one sentence with the rules behind it.
type change struct {
	Say   string
	Rules []rule.Ref
}

func (h *Handler) proposal(w http.ResponseWriter, r *http.Request) error {
	return h.showProposal(w, r, page.Empty(t(r)))
}

func (h *Handler) showProposal(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := t(r)
	v, err := structures.Page.Do(r.Context(), h.sys, session.Actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	p := proposalPage{changeView: changed(t, v), Form: f, Tag: stateTag(t, v.State)}
	p.Page = h.frame(r, "struktur", v.Note, ui.Link{Label: t.S("proposals.structure"), Href: "/struktur"}, ui.Link{Label: t.S("proposals.title"), Href: listAt}, ui.Link{Label: v.Note})
	switch r.URL.Query().Get("klart") {
	case "said.structure_proposed":
		p.Forget = keepKey(false, nil)
	case "said.structure_edited":
		p.Forget = keepKey(true, &v.Proposal)
	}
	status := http.StatusOK
	if f.Bad() {
		p.Failed, status = true, f.Status()
	}
	return page.Send(w, r, status, proposalView(p))
}

// changed gives what is told of a comparison.
func changed(t text.T, v structures.View) changeView {
	p := changeView{View: v}
	for _, c := range v.Comparison.Changes {
		p.Changes = append(p.Changes, change{t.Whole(c.Key, c.Args...), behind(c)})
	}
	p.seats(t)
	p.leavers(t)
	for _, m := range v.Matters {
		p.Matters = append(p.Matters, ui.Row{Link: ui.Link{Label: m.Title, Href: "/arenden/" + m.Ref}, Record: true, Over: m.Number, Text: rerouted(t, v, m.Diff.Diff)})
	}
	return p
}

// behind gives the rules behind a change, the new ones first; one that says the
// same in both structures stands once.
func behind(c compare.Change) []rule.Ref {
	out := slices.Clone(c.New)
	for _, r := range c.Old {
		if !slices.ContainsFunc(out, func(x rule.Ref) bool { return x.ID == r.ID && x.Because == r.Because && x.Cited() == r.Cited() }) {
			out = append(out, r)
		}
	}
	return out
}

// seats says what the change means for those who sit and meet.
func (p *changeView) seats(t text.T) {
	for _, x := range p.View.Comparison.Seats {
		s := p.View.After
		if s.Body(x.Body) == nil {
			s = p.View.Before
		}
		say := t.S("proposals.seats", seatsOf(t, s, x), s.Body(x.Body).Name.In(t.Lang), x.Before, x.After)
		if x.After > x.Before {
			p.Won = append(p.Won, say)
		} else {
			p.Lost = append(p.Lost, say)
		}
	}
	for _, x := range p.View.Comparison.Meetings {
		s := p.View.After
		if s.Body(x.Body) == nil {
			s = p.View.Before
		}
		name := s.Body(x.Body).Name.In(t.Lang)
		if a, b := page.Meetings(t, x.NumberBefore), page.Meetings(t, x.NumberAfter); a != b {
			p.Meetings = append(p.Meetings, t.S("proposals.number", name, a, b))
		}
		if a, b := page.NoticeDays(t, x.NoticeBefore), page.NoticeDays(t, x.NoticeAfter); a != b {
			p.Meetings = append(p.Meetings, t.S("proposals.notice", name, a, b))
		}
	}
}

// leavers says who loses a place, and which planned meetings have no body any
// more.
func (p *changeView) leavers(t text.T) {
	s := p.View.Before
	for _, l := range p.View.Leavers {
		who, office := l.Name, l.Office
		if q := s.Party(l.Party); q != nil {
			who = t.S("proposals.office", who, q.Name)
		}
		if o := s.Office(office); o != nil {
			office = o.Name.In(t.Lang)
		}
		p.Leavers = append(p.Leavers, t.S("proposals.leaves."+string(l.Why), who, s.Body(l.Body).Name.In(t.Lang), office))
	}
	days := map[string][]string{}
	for _, m := range p.View.Stranded {
		days[m.Body] = append(days[m.Body], t.ShortYear(m.On))
	}
	for _, b := range s.Bodies {
		if list := days[b.ID]; len(list) > 0 {
			p.Stranded = append(p.Stranded, t.S("proposals.stranded", b.Name.In(t.Lang), len(list), t.List(list)))
		}
	}
}

// seatsOf says whose seats they are: the parties, and the offices.
func seatsOf(t text.T, s *structure.Structure, x compare.SeatTally) string {
	var names, offices []string
	for _, id := range x.Parties {
		name := id
		if q := s.Party(id); q != nil {
			name = q.Name
		}
		names = append(names, name)
	}
	for _, id := range x.Offices {
		if o := s.Office(id); o != nil {
			offices = append(offices, o.Name.In(t.Lang))
		}
	}
	if len(offices) == 0 {
		return t.List(names)
	}
	return t.S("proposals.office", t.List(names), t.List(offices))
}

// rerouted says which stations come and go for a matter.
func rerouted(t text.T, v structures.View, d routing.Difference) string {
	var says []string
	list := func(key string, changes []routing.Change) {
		var names []string
		for _, c := range changes {
			name := t.S("compare.step." + string(c.Step))
			if c.Place != "" {
				s := v.After
				if s.Body(c.Place) == nil {
					s = v.Before
				}
				name = t.S("compare.stop.at", s.PlaceName(c.Place), name)
			}
			names = append(names, name)
		}
		if len(names) > 0 {
			says = append(says, t.S(key, t.List(names)))
		}
	}
	list("proposals.route.added", d.Added)
	list("proposals.route.removed", d.Removed)
	list("proposals.route.changed", d.Changed)
	return strings.Join(says, " ")
}

func (h *Handler) approve(w http.ResponseWriter, r *http.Request) error {
	return h.settle(w, r, "said.structure_approved", func(in structures.SettleInput) error {
		_, err := structures.Approve.Do(page.Context(r), h.sys, session.Actor(r), in)
		return err
	})
}

func (h *Handler) withdraw(w http.ResponseWriter, r *http.Request) error {
	return h.settle(w, r, "said.structure_withdrawn", func(in structures.SettleInput) error {
		_, err := structures.Withdraw.Do(page.Context(r), h.sys, session.Actor(r), in)
		return err
	})
}

func (h *Handler) settle(w http.ResponseWriter, r *http.Request, said string, do func(structures.SettleInput) error) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	if err := do(structures.SettleInput{Proposal: r.PathValue("id"), Version: f.Version()}); err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		return h.showProposal(w, r, f)
	}
	return page.See(w, r, listAt+"/"+r.PathValue("id"), said)
}
