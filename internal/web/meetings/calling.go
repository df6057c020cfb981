package meetings

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"samverk/internal/app"
	"samverk/internal/app/mails"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// secondsOf gives whole seconds, begun ones counted.
func secondsOf(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

func seconds(d time.Duration) string { return strconv.Itoa(secondsOf(d)) }

// leaves says what is about to leave, and to how many.
func leaves(t text.T, c *meetings.Calling) string {
	if c.Last.Supplements() {
		return t.S("supplement.leaves", c.Last.Recipients)
	}
	if act := undoneAct(c); act != "" {
		return t.S("back."+act+".leaves", c.Last.Recipients)
	}
	return t.S("notices.leaves", c.Last.Recipients)
}

func undoes(t text.T, c *meetings.Calling) string {
	if c.Last.Supplements() {
		return t.S("supplement.undo")
	}
	if act := undoneAct(c); act != "" {
		return t.S("back." + act + ".undo")
	}
	return t.S("notices.undo")
}

// undoneAct gives which act on the meeting itself is taken back with its mails; "" for
// a notice.
func undoneAct(c *meetings.Calling) string {
	switch {
	case c.Last.Moves():
		return "move"
	case c.Last.Cancels():
		return "cancel"
	}
	return ""
}

// gone is what is said when the mails have left.
func gone(t text.T, c *meetings.Calling) string {
	if undoneAct(c) != "" {
		return t.S("back.left")
	}
	return t.S("notices.left")
}

// gapSays says what a notice or a supplement lacks, and in which item.
func gapSays(t text.T, g meeting.Gap) string {
	say := t.S(g.Key(), g.Args()...)
	if g.Item == "" {
		return say
	}
	return t.S("notice.item_lacks", g.Pos, g.Title, say)
}

// without gives those whom no mail can reach.
func without(to []meetings.Recipient) []meetings.Recipient {
	var out []meetings.Recipient
	for _, r := range to {
		if !r.Address {
			out = append(out, r)
		}
	}
	return out
}

// deliveryPage shows whom the notices of a meeting have reached.
type deliveryPage struct {
	ui.Page
	meetings.DeliveryView
	Form     *page.Form
	Sendings []sending
}

// sending is one notice with those whom it went to, by how far it came.
type sending struct {
	ID, Title, Note, Said string
	Failed, Waiting, Sent []reached
}

// reached is how far a notice came to one person, in words.
type reached struct{ Name, How, Do string }

func (h *Handler) delivery(w http.ResponseWriter, r *http.Request) error {
	return h.showDelivery(w, r, nil)
}

func (h *Handler) showDelivery(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := t(r)
	v, err := meetings.Delivery.Do(r.Context(), h.sys, session.Actor(r), meetings.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	p := deliveryPage{DeliveryView: v, Form: page.Empty(t), Sendings: sendings(t, v)}
	p.Page = h.frame(r, "moten", t.S("notices.title"), ui.Link{Label: t.S("meetings.title"), Href: "/moten"},
		ui.Link{Label: v.BodyName + ", " + t.Short(v.Meeting.On), Href: address(v.Meeting.ID)}, ui.Link{Label: t.S("notices.title")})
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, deliveryView(p))
}

// sendings puts the notices into words, the last first.
func sendings(t text.T, v meetings.DeliveryView) []sending {
	out := make([]sending, len(v.Notices))
	at := make(map[string]*sending, len(out))
	for i, n := range v.Notices {
		out[i] = sending{ID: n.ID, Title: t.S("notices.no", n.No, t.S("notices.method."+string(n.Method))), Note: t.Time(n.SentAt)}
		s := &out[i]
		s.Said = t.S("notices.by", n.SentAs, t.Time(n.SentAt), n.Recipients)
		if !n.UndoneAt.IsZero() {
			s.Said = t.S("notices.was_undone", n.SentAs, t.Time(n.UndoneAt))
		}
		at[n.ID] = s
	}
	for _, d := range v.People {
		s := at[d.Notice]
		if s == nil {
			continue
		}
		switch {
		case !d.FailedAt.IsZero():
			s.Failed = append(s.Failed, reached{d.Name, failedHow(t, d), t.S("notices.do." + code(d))})
		case d.SentAt.IsZero():
			s.Waiting = append(s.Waiting, reached{Name: d.Name, How: waitingHow(t, d)})
		default:
			how := t.Time(d.SentAt)
			if d.Code != "" {
				how = t.S("notices.code." + code(d))
			}
			s.Sent = append(s.Sent, reached{Name: d.Name, How: how})
		}
	}
	return out
}

// code gives how it went in one word that has a sentence.
func code(d meetings.Delivered) string {
	for _, c := range mails.Codes() {
		if d.Code == c {
			return c
		}
	}
	return mails.CodeError
}

func failedHow(t text.T, d meetings.Delivered) string {
	how := t.S("notices.code." + code(d))
	if d.Code == mails.CodeRefused || d.Code == mails.CodeGivenUp || d.Code == mails.CodeBounced {
		how += " " + t.S("notices.server_said", d.Error)
	}
	return how
}

func waitingHow(t text.T, d meetings.Delivered) string {
	if d.Code == "" {
		return t.S("notices.in_line")
	}
	return t.S("notices.code."+code(d)) + " " + t.S("notices.next", t.Time(d.Due), d.Tries)
}

func (h *Handler) undo(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = meetings.UndoNotice.Do(page.Context(r), h.sys, session.Actor(r), meetings.UndoInput{Meeting: r.PathValue("id"), Notice: r.PathValue("notice")})
	said := "said.notice_undone"
	if f.Has("mote") {
		said = "said.meeting_back"
	}
	return h.after(w, r, f, err, said)
}

// addPage is a called meeting as its agenda is supplemented.
type addPage struct {
	meetingPage
	Gather app.Gathered
}

func (h *Handler) add(w http.ResponseWriter, r *http.Request) error { return h.showAdd(w, r, nil) }

func (h *Handler) showAdd(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	v, err := meetings.AddPage.Do(r.Context(), h.sys, session.Actor(r), meetings.PageInput{Meeting: r.PathValue("id")})
	if err != nil {
		return err
	}
	p := addPage{meetingPage: h.framed(r, t(r), v.View, "supplement.page"), Gather: v.Gather}
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, addView(p))
}

// gather puts onto the agenda what can come there by itself, as a form says.
func (h *Handler) gather(r *http.Request, f *page.Form) error {
	_, err := meetings.Gather.Do(page.Context(r), h.sys, session.Actor(r), meetings.GatherInput{
		Meeting: r.PathValue("id"), Version: f.Version(), Of: strings.TrimPrefix(f.Get("hamta"), allOfThem),
	})
	return err
}

// supplement tells those who are called what has changed since the notice; or puts
// onto the agenda what can come there by itself, for them to be told.
func (h *Handler) supplement(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	if f.Has("hamta") {
		err := h.gather(r, f)
		if err == nil {
			return page.See(w, r, address(r.PathValue("id"))+"/komplettera", "said.item_added")
		}
		if err := f.Explain(err); err != nil {
			return err
		}
		return h.showAdd(w, r, f)
	}
	_, err = meetings.SendSupplement.Do(page.Context(r), h.sys, session.Actor(r), meetings.NoticeInput{
		Meeting: r.PathValue("id"), Version: f.Version(), Exception: f.Get("skal"),
	})
	return h.after(w, r, f, err, "said.supplement_sent")
}

func (h *Handler) again(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = meetings.RetryNotice.Do(page.Context(r), h.sys, session.Actor(r), meetings.RetryInput{Meeting: r.PathValue("id"), Notice: r.PathValue("notice")})
	if err == nil {
		return page.See(w, r, address(r.PathValue("id"))+"/kallelse", "said.notice_again")
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	return h.showDelivery(w, r, f)
}
