package meetings

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// meetingPage is a meeting on any of its pages.
type meetingPage struct {
	ui.Page
	meetings.View
	Form *page.Form
	When string
	Rows []ui.AgendaRow
}

// read gives a meeting with its frame.
func (h *Handler) read(r *http.Request, titleKey string) (meetingPage, error) {
	t := t(r)
	v, err := meetings.Page.Do(r.Context(), h.sys, session.Actor(r), meetings.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return meetingPage{}, err
	}
	return h.framed(r, t, v, titleKey), nil
}

// framed puts a meeting into its frame.
func (h *Handler) framed(r *http.Request, t text.T, v meetings.View, titleKey string) meetingPage {
	when := t.Long(v.Meeting.On) + ", " + clock(t, v.Meeting)
	crumbs := []ui.Link{{Label: t.S("meetings.title"), Href: "/moten"}, {Label: v.BodyName + ", " + t.Short(v.Meeting.On)}}
	if titleKey != "" {
		crumbs[1].Href = address(v.Meeting.ID)
		crumbs = append(crumbs, ui.Link{Label: t.S(titleKey)})
	}
	p := meetingPage{View: v, Form: page.Empty(t), When: when}
	p.Page = h.frame(r, "moten", v.BodyName+", "+t.Date(v.Meeting.On), crumbs...)
	p.Rows = agendaRows(t, v)
	return p
}

// agendaRows gives the agenda as a list, with what stands in its way.
func agendaRows(t text.T, v meetings.View) []ui.AgendaRow {
	rows := make([]ui.AgendaRow, 0, len(v.Items))
	for _, i := range v.Items {
		row := ui.AgendaRow{No: i.Pos, Title: i.Title, Purpose: string(i.Purpose), Done: len(i.Decisions) > 0}
		if i.Open {
			row.Href = "/arenden/" + i.Matter
		}
		switch {
		case i.Parties > 0:
			row.Note = t.S("meetings.anchored", i.Anchored, i.Parties)
		case i.Number != "":
			row.Note = i.Number
		}
		rows = append(rows, row)
	}
	return rows
}

func (h *Handler) meeting(w http.ResponseWriter, r *http.Request) error {
	return h.showMeeting(w, r, nil)
}

func (h *Handler) showMeeting(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	p, err := h.read(r, "")
	if err != nil {
		return err
	}
	if p.Meeting.Written != "" { // decided between meetings: it has a page of its own
		http.Redirect(w, r, "/per-capsulam/"+p.Meeting.Written, http.StatusSeeOther)
		return nil
	}
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, meetingView(p))
}

// decisionRows gives records as rows of a list.
func decisionRows(t text.T, names map[string]string, records []decision.Record) []ui.Row {
	rows := make([]ui.Row, len(records))
	for i, d := range records {
		rows[i] = ui.Row{
			Link: ui.Link{Label: page.FirstLine(d.Terms.Text), Href: "/beslut/" + d.Number().String()}, Record: true,
			Over:  t.S("meetings.decision_no", d.Number().Short(), t.S("meetings.kind."+string(d.Terms.Kind))),
			Facts: append(apart(t, names, d.Terms), facts(t, d.Terms)...),
		}
		rows[i].Tags = append(rows[i].Tags, ui.OutcomeTag(t, d.Terms.Outcome))
	}
	return rows
}

// apart says of what a body did not agree on where it was lifted, who did not
// agree and why.
func apart(t text.T, names map[string]string, d decision.Terms) []string {
	if d.Concord.Accord != decision.Apart {
		return nil
	}
	var out, against []string
	switch {
	case d.Outcome != decision.Lifted:
	case d.GoesTo == decision.GoesToParties:
		out = append(out, t.S("decide.lifted_parties"))
	default:
		out = append(out, t.S("decide.lifted_to", names[d.GoesTo]))
	}
	for _, p := range d.Concord.Against {
		against = append(against, names[p])
	}
	if len(against) > 0 {
		out = append(out, t.S("decide.objected", t.List(against)))
	}
	return append(out, t.S("decide.objected_why", d.Concord.Why))
}

// itemTitle and liveTitle give the title of an item by its id.
func itemTitle(v meetings.View) func(id string) string {
	return func(id string) string {
		for _, i := range v.Items {
			if i.ID == id {
				return i.Title
			}
		}
		return ""
	}
}

func liveTitle(v *meetings.LiveView) func(id string) string {
	return func(id string) string {
		for _, i := range v.Items {
			if i.ID == id {
				return i.Title
			}
		}
		return ""
	}
}

func someApart(list []decision.Record) bool {
	return slices.ContainsFunc(list, func(d decision.Record) bool { return d.Terms.Concord.Accord == decision.Apart })
}

func facts(t text.T, d decision.Terms) []string {
	var out []string
	if d.Responsible != "" {
		out = append(out, t.S("meetings.responsible_is", d.Responsible))
	}
	if d.DueOn != "" {
		out = append(out, t.S("meetings.due_is", d.DueOn))
	}
	return out
}

// showEdit sends the page on which a meeting is built.
func (h *Handler) showEdit(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	return h.showChange(w, r, f, "")
}

// showChange does the same; changing is the item whose form was sent, or "".
func (h *Handler) showChange(w http.ResponseWriter, r *http.Request, f *page.Form, changing string) error {
	return h.showBuild(w, r, f, changing, nil)
}

// showBuild does the same with how a day would do.
func (h *Handler) showBuild(w http.ResponseWriter, r *http.Request, f *page.Form, changing string, day *dayShown) error {
	q, err := meetings.Build.Do(r.Context(), h.sys, session.Actor(r), meetings.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	p := h.framed(r, t(r), q.View, "meetings.edit")
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	agenda := make(meeting.Agenda, len(q.Items))
	for i := range q.Items {
		agenda[i] = q.Items[i].Item
	}
	e := editPage{meetingPage: p, Queue: q, Changing: changing, Day: day}
	e.ItemTimes, e.Over = q.Meeting.ItemClocks(agenda)
	return page.Send(w, r, status, editView(e))
}

func (h *Handler) edit(w http.ResponseWriter, r *http.Request) error { return h.showEdit(w, r, nil) }

type editPage struct {
	meetingPage
	Queue     meetings.Built
	ItemTimes []string  // when each item begins; "" where that can't be told
	Over      int       // minutes that the agenda is longer than the meeting
	Changing  string    // the item whose form was sent
	Day       *dayShown // how the day to which it would be moved would do, when that was asked
}

// itemFacts says when an item begins and how long it takes, who presents it, how
// much there is to read, and who takes part in it besides.
func itemFacts(p editPage, n int) string {
	i := p.Items[n]
	var out []string
	if at := p.ItemTimes[n]; at != "" {
		out = append(out, p.T.Clock(at))
	}
	if i.Minutes > 0 {
		out = append(out, p.T.S("agenda.minutes", i.Minutes))
	}
	if i.Presenter != "" {
		out = append(out, p.T.S("agenda.presenter_is", i.Presenter))
	}
	papers := i.Item.Papers
	if i.VersionID != "" {
		papers++
	}
	out = append(out, p.T.S("agenda.papers_are", papers))
	for _, x := range i.Invited {
		out = append(out, p.T.S("agenda.takes_part_is", x.Name))
	}
	return strings.Join(out, " · ")
}

func minutesOf(n int) string {
	if n == 0 {
		return ""
	}
	return itoa(n)
}

// after answers an act on the page on which a meeting is built: back to it when
// it was done, the page with what was typed when it was refused.
func (h *Handler) after(w http.ResponseWriter, r *http.Request, f *page.Form, err error, said string) error {
	if err == nil && !f.Bad() {
		return page.See(w, r, address(r.PathValue("id"))+"/redigera", said)
	}
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	f.Rename(itemFields)
	return h.showEdit(w, r, f)
}

func (h *Handler) addItem(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	ctx, who, id := page.Context(r), session.Actor(r), r.PathValue("id")
	minutes := f.Number("minuter", 0)
	if f.Bad() {
		return h.after(w, r, f, nil, "")
	}
	if f.Has("hamta") {
		return h.after(w, r, f, h.gather(r, f), "said.item_added")
	}
	if m := f.Get("arende"); m != "" {
		_, err = meetings.AddMatter.Do(ctx, h.sys, who, meetings.AddMatterInput{
			Meeting: id, Version: f.Version(), Matter: m, Purpose: meeting.Purpose(f.Get("syfte")), Summary: f.Get("sammanfattning"),
			Minutes: minutes, Presenter: f.Get("foredragande"), Reason: f.Get("skal"),
		})
		return h.after(w, r, f, err, "said.item_added")
	}
	_, err = meetings.AddTopic.Do(ctx, h.sys, who, meetings.TopicInput{
		Meeting: id, Version: f.Version(), Title: f.Get("rubrik"), Summary: f.Get("sammanfattning"),
		Purpose: meeting.Purpose(f.Get("syfte")), Minutes: minutes, Presenter: f.Get("foredragande"),
	})
	return h.after(w, r, f, err, "said.item_added")
}

// removing is the field at which it is asked whether an item goes with what it holds.
const removing = "goes"

func (h *Handler) changeItem(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	ctx, who, id, item := page.Context(r), session.Actor(r), r.PathValue("id"), r.PathValue("item")
	switch {
	case f.Get("gor") == "upp", f.Get("gor") == "ned", f.Has("till"):
		return h.shift(w, r, f)
	case f.Get("gor") == "ta-bort":
		_, err = meetings.RemoveItem.Do(ctx, h.sys, who, meetings.RemoveInput{ItemInput: meetings.ItemInput{Meeting: id, Version: f.Version(), Item: item}, Anyway: f.Has("anda")})
		if slices.ContainsFunc(fault.All(err), func(e *fault.Error) bool { return e.Field == removing }) {
			if err := f.Explain(err); err != nil {
				return err
			}
			return h.showChange(w, r, f, item)
		}
		return h.after(w, r, f, err, "said.item_removed")
	}
	minutes := f.Number("minuter", 0)
	if f.Bad() {
		return h.afterChange(w, r, f, item, nil)
	}
	_, err = meetings.ChangeItem.Do(ctx, h.sys, who, meetings.ChangeItemInput{
		Meeting: id, Version: f.Version(), Item: item, Seen: f.Get("sett"), Title: f.Get("rubrik"), Summary: f.Get("sammanfattning"),
		Purpose: meeting.Purpose(f.Get("syfte")), Minutes: minutes, Presenter: f.Get("foredragande"), Reason: f.Get("skal"),
	})
	return h.afterChange(w, r, f, item, err)
}

func (h *Handler) notice(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = meetings.SendNotice.Do(page.Context(r), h.sys, session.Actor(r), meetings.NoticeInput{
		Meeting: r.PathValue("id"), Version: f.Version(), Exception: f.Get("skal"),
	})
	return h.after(w, r, f, err, "said.notice_sent")
}

// slotFields are the form's names of the fields of a meeting's time and place.
var slotFields = map[string]string{"on": "dag", "starts": "borjar", "ends": "slutar", "place": "plats", "reason": "orsak"}

// slot reads when and where a meeting is to be.
func (h *Handler) slot(f *page.Form) meeting.Slot {
	return meeting.Slot{On: f.Date("dag", h.today()), Starts: page.Clock(f.Get("borjar")), Ends: page.Clock(f.Get("slutar")), Place: f.Get("plats")}
}

// freeDay asks whether a meeting is meant to be on a day on which hardly anybody
// works, unless the form says so.
func freeDay(t text.T, f *page.Form, d workday.Date) {
	if workday.Free(d) && !f.Has("anda-dag") {
		f.Fault("dag", "meeting.day_free", t.Date(d), page.DayOff(t, d))
		f.Values.Set("ledig", "ja")
	}
}

func (h *Handler) move(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	slot := h.slot(f)
	if !looks(f) {
		freeDay(t(r), f, slot.On)
	}
	if !f.Bad() && !looks(f) {
		_, err = meetings.Move.Do(page.Context(r), h.sys, session.Actor(r), meetings.MoveInput{
			Meeting: r.PathValue("id"), Version: f.Version(), Slot: slot, Reason: f.Get("orsak"), Exception: f.Get("skal"),
		})
		if err == nil {
			return h.saved(w, r, r.PathValue("id"), "said.meeting_moved")
		}
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(slotFields)
	}
	day, err := h.dayOf(r, f, meetings.DayInput{Meeting: r.PathValue("id"), Slot: slot})
	if err != nil {
		return err
	}
	return h.showBuild(w, r, f, "", day)
}

func (h *Handler) cancel(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = meetings.Cancel.Do(page.Context(r), h.sys, session.Actor(r), meetings.CancelInput{
		Meeting: r.PathValue("id"), Version: f.Version(), Reason: f.Get("orsak"),
	})
	if err == nil {
		return page.See(w, r, address(r.PathValue("id")), "said.meeting_cancelled")
	}
	return h.after(w, r, f, err, "")
}

func (h *Handler) create(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	slot := h.slot(f)
	if !looks(f) {
		freeDay(t(r), f, slot.On)
	}
	if !f.Bad() && !looks(f) {
		done, err := meetings.Create.Do(page.Context(r), h.sys, session.Actor(r), meetings.CreateInput{Body: r.PathValue("id"), Slot: slot})
		if err == nil {
			return h.saved(w, r, done.ID, "said.meeting_planned")
		}
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(slotFields)
	}
	day, err := h.dayOf(r, f, meetings.DayInput{Body: r.PathValue("id"), Slot: slot})
	if err != nil {
		return err
	}
	return h.showQueueWith(w, r, f, day)
}

func purposes(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, p := range meeting.Purposes() {
		out = append(out, ui.Choice{Value: string(p), Label: t.S("ui.purpose." + string(p))})
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }

func itoa64(n int64) string { return strconv.FormatInt(n, 10) }

// exceptionSays names what an exception sets aside: a clause, what the text says
// without a number, or the county's practice.
func exceptionSays(t text.T, rule, clause, reason string) string {
	switch {
	case clause != "":
		return t.S("meetings.exception", clause, reason)
	case strings.HasPrefix(rule, "practice."):
		return t.S("meetings.exception_practice", reason)
	}
	return t.S("meetings.exception_text", reason)
}
