package meetings

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// conductPage is a meeting while it is held: the item now, its record, the
// agenda, who is there.
type conductPage struct {
	meetingPage
	Now       *meetings.ItemView // nil when the agenda is empty
	Record    decisions.Form
	CanSettle bool            // the item's record can be made here
	Typed     []meeting.Draft // the texts that stand, of all items
	Up        meetings.Pulse  // which item is up, and what is shown in it
	Today     workday.Date
	me        string // the viewer's person
	body      string // of a joint meeting: the one in whose name is recorded
}

func (h *Handler) conduct(w http.ResponseWriter, r *http.Request) error {
	return h.showConduct(w, r, r.URL.Query().Get("punkt"), nil)
}

func (h *Handler) showConduct(w http.ResponseWriter, r *http.Request, item string, f *page.Form) error {
	v, err := meetings.Conduct.Do(r.Context(), h.sys, session.Actor(r), meetings.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	if !v.Records {
		return h.showFollow(w, r, v.Live)
	}
	c := conductPage{meetingPage: h.framed(r, t(r), v.View, "meetings.conduct"), Typed: v.Typed, Up: v.Live.Live, Today: h.today(), me: session.Actor(r).Person}
	if item == "" {
		item = c.Up.Item
	}
	for i := range c.Items {
		if c.Items[i].ID == item || (item == "" && len(c.Items[i].Decisions) == 0 && c.Now == nil) {
			c.Now = &c.Items[i]
		}
	}
	if c.Now == nil && len(c.Items) > 0 {
		c.Now = &c.Items[0]
	}
	for i := range c.Rows {
		c.Rows[i].Href = address(c.Meeting.ID) + "/genomfor?punkt=" + c.Items[i].ID
		c.Rows[i].Now = c.Items[i].ID == c.Up.Item
	}
	body, records := recorder(v.View, r.URL.Query().Get("organ"), f)
	if len(v.View.Bodies) > 0 {
		c.body = body
	}
	if c.Now != nil && records {
		c.Record, err = decisions.FormFor.Do(r.Context(), h.sys, session.Actor(r), decisions.FormInput{Meeting: c.Meeting.ID, Body: body, Item: c.Now.ID, Known: c.Now.Known})
		if err != nil {
			return err
		}
		c.CanSettle = c.Meeting.UnderWay() || c.Meeting.State == meeting.Held
	}
	status := http.StatusOK
	if f != nil {
		c.Form, c.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, conductView(c))
}

// offDay says that a meeting is planned for another day than today, and how long
// ago or ahead that is; "" where today is its day.
func offDay(t text.T, on, today workday.Date) string {
	switch n := today.Sub(on); {
	case n > 0:
		return t.S("meetings.day_past", on, span(t, n))
	case n < 0:
		return t.S("meetings.day_ahead", on, span(t, -n))
	}
	return ""
}

// span says a number of days as one does: in weeks from two on, in months from two
// on, what is begun left out.
func span(t text.T, days int) string {
	switch {
	case days >= 60:
		return t.S("meetings.span.months", days/30)
	case days >= 14:
		return t.S("meetings.span.weeks", days/7)
	}
	return t.S("meetings.span.days", days)
}

// openedOn says when a meeting was opened where that was on another day than its
// own, which is the one that what is decided there is dated.
func openedOn(t text.T, m meeting.Meeting) []string {
	if m.Written != "" || !m.Opened() || app.Today(m.OpenedAt) == m.On {
		return nil
	}
	return []string{t.S("meetings.opened_at", m.OpenedAt)}
}

func (h *Handler) open(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = meetings.Open.Do(page.Context(r), h.sys, session.Actor(r), meetings.MeetingInput{Meeting: r.PathValue("id"), Version: f.Version()})
	return h.afterConduct(w, r, f, err, "", "said.meeting_open")
}

func (h *Handler) afterConduct(w http.ResponseWriter, r *http.Request, f *page.Form, err error, item, said string) error {
	if err == nil {
		to := address(r.PathValue("id")) + "/genomfor"
		if item != "" {
			to += "?punkt=" + item
		}
		return page.See(w, r, to, said)
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	return h.showConduct(w, r, item, f)
}

// attend records who is there: those ticked, and of the others that they are not.
func (h *Handler) attend(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, id := range f.All("har") {
		there[id] = true
	}
	in := meetings.AttendInput{Meeting: r.PathValue("id")}
	for _, id := range f.All("kallad") {
		in.People = append(in.People, meetings.Attendance{Person: id, Present: there[id], For: f.Get("for-" + id)})
	}
	_, err = meetings.Attend.Do(page.Context(r), h.sys, session.Actor(r), in)
	return h.afterConduct(w, r, f, err, f.Get("punkt"), "said.attendance")
}

// record takes the record of an item. Nothing in it was chosen beforehand.
func (h *Handler) record(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	item := f.Get("punkt")
	in := decisions.RecordInput{Meeting: r.PathValue("id"), Body: f.Get("organ"), Item: item, Fact: f.Get("fraga"), Reason: f.Get("skal"), Despite: f.Get("anda-varfor")}
	in.Terms = decision.Terms{
		Kind: decision.Kind(f.Get("slag")), Outcome: decision.Outcome(f.Get("utfall")), Text: f.Get("text"), Version: f.Get("forslag"),
		Mandate: decision.Mandate(f.Get("mandat")), GoesTo: f.Get("vidare"), Responsible: f.Get("ansvarig"),
		DueOn: f.DateAhead("klart", h.today()), FollowUpOn: f.DateAhead("foljs-upp", h.today()), Reservation: f.Get("reservation"), Channels: f.All("kanal"), Formal: f.Formal(), Concord: f.Concord(),
	}
	if err := h.keepTyped(r, f, item); err != nil { // also of a form that is refused
		return err
	}
	if f.Bad() {
		return h.showConduct(w, r, item, f)
	}
	_, err = decisions.Record.Do(page.Context(r), h.sys, session.Actor(r), in)
	if err != nil {
		if err := f.Explain(err); err != nil {
			writesOn(f)
			return err
		}
		f.Rename(recordFields)
		return h.showConduct(w, r, item, f)
	}
	return page.See(w, r, address(r.PathValue("id"))+"/genomfor?punkt="+item, "said.decision_recorded")
}

// recordFields are the form's names of the fields of a record.
var recordFields = map[string]string{
	"kind": "slag", "outcome": "utfall", "text": "text", "version": "forslag", "mandate": "mandat", "goes_to": "vidare",
	"responsible": "ansvarig", "due_on": "klart", "follow_up_on": "foljs-upp", "reservation": "reservation", "channels": "kanal", "fact": "fraga", "reason": "skal",
}

// recorder gives the body in whose name a record is about to be made, and whether
// the viewer may make one: of a joint meeting the body asked for, else the first
// that the viewer records for.
func recorder(v meetings.View, asked string, f *page.Form) (string, bool) {
	if v.Meeting.IsSide() {
		return "", false
	}
	if f != nil && f.Has("organ") {
		asked = f.Get("organ")
	}
	if len(v.Bodies) == 0 {
		return v.Meeting.Body, v.CanRecord
	}
	mine := ""
	for _, b := range v.Bodies {
		if b.CanRecord && (mine == "" || b.ID == asked) {
			mine = b.ID
		}
	}
	return mine, mine != ""
}

// whose gives the bodies that the viewer records for at a joint meeting, each
// with the address of its form.
func whose(p conductPage) []ui.Tab {
	var out []ui.Tab
	for _, b := range p.Bodies {
		if b.CanRecord {
			out = append(out, ui.Tab{Key: b.ID, Label: b.Name, Href: address(p.Meeting.ID) + "/genomfor?punkt=" + p.Now.ID + "&organ=" + b.ID})
		}
	}
	return out
}

// decidedBy reports whether the body in whose name the form would record has
// decided in the item.
func decidedBy(p conductPage) bool {
	return slices.ContainsFunc(p.Now.Decisions, func(d decision.Record) bool { return d.Body == p.Record.Meeting.Body })
}

// asksWhy reports whether the form asks why the body decides although something
// that should hold does not.
func asksWhy(p conductPage) bool {
	return p.Record.AsksWhy || p.Form.Has("anda-varfor") || p.Form.Refusal != nil && p.Form.Refusal.Key == "decision.advised"
}

// formal gives what law asks of the record, with those who serve by name.
func formal(f decisions.Form) page.Formal {
	v := page.Formal{Regime: f.Regime, Closed: f.Closed}
	for _, x := range f.Serving {
		v.Serving = append(v.Serving, ui.Choice{Value: x.ID, Label: x.Name})
	}
	return v
}

// here reports whether somebody's presence is ticked: as it was sent, as it is
// recorded, or, before anything is, for those who are expected.
func here(p conductPage, s meetings.SeatView) bool {
	if called := p.Form.All("kallad"); len(called) > 0 {
		return slices.Contains(p.Form.All("har"), s.Person)
	}
	return s.Present
}

// instead gives the field for whom a deputy serves.
func instead(p conductPage, s meetings.SeatView) ui.Field {
	f := p.Form.Field("for-"+s.Person, p.T.S("meetings.serves_for", s.Name)).AsOptional().OrNothing(p.T.S("meetings.serves_nobody"))
	if len(p.Form.All("kallad")) == 0 {
		f.Value = s.For
	}
	for _, m := range p.Seats {
		if m.Member && !m.Deputy {
			f.Choices = append(f.Choices, ui.Choice{Value: m.Person, Label: m.Name})
		}
	}
	return f
}

func (h *Handler) close(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = meetings.Close.Do(page.Context(r), h.sys, session.Actor(r), meetings.CloseInput{
		Meeting: r.PathValue("id"), Version: f.Version(), Anyway: f.Get("anda") != "",
	})
	if err == nil {
		return page.See(w, r, address(r.PathValue("id")), "said.meeting_closed")
	}
	return h.afterConduct(w, r, f, err, "", "")
}

func (h *Handler) queue(w http.ResponseWriter, r *http.Request) error {
	return h.showQueue(w, r, nil)
}

type queuePage struct {
	ui.Page
	meetings.QueueView
	Form *page.Form
	Day  *dayShown // how the day of a new meeting would do, when that was asked
}

func (h *Handler) showQueue(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	return h.showQueueWith(w, r, f, nil)
}

// showQueueWith shows the queue with how a day would do.
func (h *Handler) showQueueWith(w http.ResponseWriter, r *http.Request, f *page.Form, day *dayShown) error {
	t := t(r)
	q, err := meetings.Queue.Do(r.Context(), h.sys, session.Actor(r), meetings.QueueInput{Body: r.PathValue("id")})
	if err != nil {
		return err
	}
	p := queuePage{QueueView: q, Form: page.Empty(t), Day: day}
	p.Page = h.frame(r, "grupper", t.S("meetings.queue_of", q.BodyName),
		ui.Link{Label: t.S("meetings.bodies"), Href: "/grupper"}, ui.Link{Label: q.BodyName, Href: "/grupper/" + q.Body}, ui.Link{Label: t.S("meetings.queue")})
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, queueView(p))
}

// place gives a matter its place on an agenda, or orders the queue.
func (h *Handler) place(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	body := r.PathValue("id")
	if order := f.Get("ordning"); order != "" {
		_, err = meetings.OrderQueue.Do(page.Context(r), h.sys, session.Actor(r), meetings.OrderInput{Body: body, Matters: strings.Split(order, ",")})
	} else {
		meetingID, meetingVersion, _ := strings.Cut(f.Get("mote"), "|")
		in := meetings.AddMatterInput{Meeting: meetingID, Matter: f.Get("arende"), Purpose: meeting.Purpose(f.Get("syfte")), Reason: f.Get("skal")}
		f.Values.Set("version", meetingVersion)
		in.Version = f.Version()
		if f.Get("direkt") != "" {
			_, err = meetings.AddMatter.Do(page.Context(r), h.sys, session.Actor(r), in)
		} else {
			_, err = meetings.Prioritise.Do(page.Context(r), h.sys, session.Actor(r), meetings.PrioritiseInput{Body: body, AddMatterInput: in})
		}
	}
	if err == nil {
		return page.See(w, r, "/grupper/"+body+"/ko", "said.placed")
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	return h.showQueue(w, r, f)
}

// notAnchored says which parties have had their time and have not anchored. It
// is one duty for all of them, and so one sentence.
func notAnchored(t text.T, names map[string]string, list []matter.Unanchored) string {
	who := make([]string, len(list))
	for i, w := range list {
		who[i] = names[w.Party]
	}
	if len(who) == 1 {
		return t.S("meetings.not_anchored", who[0])
	}
	return t.S("meetings.not_anchored_many", len(who), t.List(who))
}

// orders tells whether a matter stands in the queue to be given a priority, and
// not to be taken up by the body itself.
func orders(i meetings.QueueItem) bool { return i.Step == structure.Prioritise }

// swapped gives the order of the ready matters with one moved up by one, as the
// form field says it.
func swapped(items []meetings.QueueItem, at int) string {
	ids := make([]string, len(items))
	for i, x := range items {
		ids[i] = x.Matter
	}
	if at > 0 {
		ids[at-1], ids[at] = ids[at], ids[at-1]
	}
	return strings.Join(ids, ",")
}

// coming gives the meetings that a matter can be put up at, as choices.
func coming(t text.T, i meetings.QueueItem) []ui.Choice {
	out := make([]ui.Choice, len(i.Meetings))
	for n, m := range i.Meetings {
		out[n] = ui.Choice{Value: m.ID + "|" + itoa64(m.Version), Label: t.Long(m.On)}
	}
	return out
}

// missing says in words what a matter waits for.
func missing(t text.T, m meetings.Missing) string {
	if m.Key != "queue.waits_for" || len(m.Args) < 2 {
		return t.S(m.Key, m.Args...)
	}
	step := t.S(fmt.Sprintf("matters.step.%v", m.Args[0]))
	if m.Args[1] != "" {
		step = fmt.Sprintf("%s, %v", step, m.Args[1])
	}
	return t.S(m.Key, step)
}

func kindChoices(t text.T, f decisions.Form) []ui.Choice {
	var out []ui.Choice
	for _, k := range f.Kinds {
		c := ui.Choice{Value: string(k.Kind), Label: t.S("meetings.kind." + string(k.Kind))}
		if k.Refusal != nil {
			c.Hint = t.S(k.Refusal.Key, k.Refusal.Args...)
		}
		out = append(out, c)
	}
	return out
}

func outcomeChoices(t text.T, f decisions.Form) []ui.Choice {
	var out []ui.Choice
	seen := map[decision.Outcome]bool{}
	for _, k := range f.Kinds {
		for _, o := range k.Outcomes {
			if !seen[o] {
				seen[o] = true
				out = append(out, ui.Choice{Value: string(o), Label: t.S("ui.outcome." + string(o))})
			}
		}
	}
	return out
}

func targetChoices(t text.T, f decisions.Form) []ui.Choice {
	var out []ui.Choice
	for _, x := range f.Targets {
		out = append(out, ui.Choice{Value: x.ID, Label: x.Name})
	}
	if f.ToParties || len(f.Parties) > 0 {
		out = append(out, ui.Choice{Value: decision.GoesToParties, Label: t.S("meetings.to_parties")})
	}
	return out
}

func versionChoices(t text.T, f decisions.Form) []ui.Choice {
	var out []ui.Choice
	for _, v := range f.Versions {
		c := ui.Choice{Value: v.ID, Label: t.S("meetings.version", v.No)}
		if v.Note != "" {
			c.Hint = v.Note
		}
		out = append(out, c)
	}
	return out
}

func wayChoices(t text.T, f decisions.Form) []ui.Choice {
	var out []ui.Choice
	for _, w := range f.Parties {
		out = append(out, ui.Choice{Value: w.Fact, Label: w.Ask.In(t.Lang)})
	}
	return out
}

func channelChoices(f decisions.Form, ticked []string) []ui.Choice {
	var out []ui.Choice
	for _, c := range f.Channels {
		choice := ui.Choice{Value: c.ID, Label: c.Name}
		for _, x := range ticked {
			choice.Chosen = choice.Chosen || x == c.ID
		}
		out = append(out, choice)
	}
	return out
}
