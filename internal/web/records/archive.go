package records

import (
	"net/http"
	"strings"

	"samverk/internal/app/portals"
	"samverk/internal/app/records"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// archivePage is the notes of a body, or what is missing in all of the viewer's.
type archivePage struct {
	ui.Page
	Body, Name  string
	Year, Words string
	Held        []records.Held
}

// archive shows the notes of a body by date.
func (h *Handler) archive(w http.ResponseWriter, r *http.Request) error {
	t, q := t(r), r.URL.Query()
	from, to := portals.Year(q.Get("ar"))
	v, err := records.Archive.Do(r.Context(), h.sys, session.Actor(r), records.ArchiveInput{Body: r.PathValue("id"), From: from, To: to, Words: q.Get("q")})
	if err != nil {
		return err
	}
	p := archivePage{Body: v.Body.ID, Name: v.Body.Name.In(t.Lang), Year: q.Get("ar"), Words: q.Get("q"), Held: v.Held}
	p.Page = h.frame(r, "grupper", t.S("record.archive.title", p.Name), ui.Link{Label: t.S("bodies.title"), Href: "/grupper"},
		ui.Link{Label: p.Name, Href: "/grupper/" + p.Body}, ui.Link{Label: t.S("record.archive.short")})
	return page.Send(w, r, http.StatusOK, archiveView(p))
}

// missing shows the meetings of the viewer's bodies whose notes are missing.
func (h *Handler) missing(w http.ResponseWriter, r *http.Request) error {
	t := t(r)
	all, err := records.Missing.Do(r.Context(), h.sys, session.Actor(r), struct{}{})
	if err != nil {
		return err
	}
	p := archivePage{Held: all}
	p.Page = h.frame(r, "moten", t.S("record.missing_title"), ui.Link{Label: t.S("meetings.title"), Href: "/moten"}, ui.Link{Label: t.S("record.missing_title")})
	return page.Send(w, r, http.StatusOK, missingView(p))
}

// homePage is what a party tells at home of a meeting.
type homePage struct {
	ui.Page
	records.HomeView
	Form  *page.Form
	Today workday.Date
	Text  string // ready to forward
	Mail  string // the same as a draft of a mail
}

func homeAddress(id, party string) string { return "/moten/" + id + "/beratta?part=" + party }

func (h *Handler) home(w http.ResponseWriter, r *http.Request) error {
	return h.homePage(w, r, r.URL.Query().Get("part"), nil)
}

func (h *Handler) homePage(w http.ResponseWriter, r *http.Request, party string, f *page.Form) error {
	t := t(r)
	v, err := records.Home.Do(r.Context(), h.sys, session.Actor(r), records.HomeInput{Meeting: r.PathValue("id"), Party: party})
	if err != nil {
		return err
	}
	p := homePage{HomeView: v, Form: page.Empty(t), Today: h.today()}
	subject := t.S("record.home.subject", v.Body.Name.SV, v.Meeting.On)
	p.Text = forward(t, v)
	p.Mail = "mailto:?subject=" + escape(subject) + "&body=" + escape(cut(p.Text, 1500))
	p.Page = h.frame(r, "moten", t.S("record.home.title", v.Party.Name), ui.Link{Label: t.S("meetings.title"), Href: "/moten"},
		ui.Link{Label: v.Body.Name.SV + ", " + t.Short(v.Meeting.On), Href: "/moten/" + v.Meeting.ID}, ui.Link{Label: t.S("record.home.short")})
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, homeView(p))
}

// linesOf gives room for a text: a line for each of its own, and for what is long.
func linesOf(s string) int { return min(max(strings.Count(s, "\n")+len([]rune(s))/60, 5), 24) }

// escape writes words as a part of a mailto address (RFC 6068): a blank is %20 and
// a new line %0D%0A.
func escape(s string) string {
	var b strings.Builder
	const hex = "0123456789ABCDEF"
	for _, c := range []byte(strings.ReplaceAll(s, "\n", "\r\n")) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

// cut gives the beginning of a text, for programs that take no longer address.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + " …"
	}
	return s
}

// forward writes what a party can tell at home of a meeting: its decisions as plain
// text, from what is open to the party and nothing else.
func forward(t text.T, v records.HomeView) string {
	var b strings.Builder
	lead := "record.home.lead"
	if len(v.Decided) == 0 {
		lead = "record.home.nothing"
	}
	b.WriteString(t.S(lead, v.Body.Name.SV, v.Meeting.On) + "\n")
	if !v.Fixed.IsZero() {
		b.WriteString(t.S("record.home.fixed."+v.FixedBy, v.Fixed) + "\n")
	}
	for _, d := range v.Decided {
		b.WriteString("\n" + v.Titles[d.ID] + " – " + t.S("mail.outcome."+d.Outcome) + "\n")
		if d.Body != "" {
			b.WriteString(t.S("record.decided_by", d.Body) + "\n")
		}
		b.WriteString(d.Text + "\n")
		if d.Responsible != "" {
			b.WriteString(t.Whole("record.responsible", d.Responsible) + ".\n")
		}
		if d.DueOn != "" {
			b.WriteString(t.Whole("record.due", d.DueOn) + ".\n")
		}
		if d.GoesTo == "parties" {
			b.WriteString(t.Whole("record.to_parties") + ".\n")
		}
		if len(d.Objected) > 0 {
			b.WriteString(t.S("record.objected", t.List(d.Objected)) + "\n")
		}
		if d.Reservation != "" {
			b.WriteString(t.S("record.reservation") + " " + d.Reservation + "\n")
		}
	}
	if len(v.Tasks) > 0 {
		b.WriteString("\n" + t.S("record.home.tasks", v.Party.Name) + "\n")
	}
	for _, a := range v.Tasks {
		b.WriteString("– " + a.What)
		if a.By != "" {
			b.WriteString(" (" + t.S("record.due", a.By) + ")")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (h *Handler) tell(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := records.TellInput{Meeting: r.PathValue("id"), Party: f.Get("part"), Whom: strings.Join(f.All("vem"), "\n")}
	_, err = records.Tell.Do(page.Context(r), h.sys, session.Actor(r), in)
	return h.afterHome(w, r, f, err)
}

func (h *Handler) tick(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := records.TickInput{Meeting: r.PathValue("id"), Party: f.Get("part"), ID: f.Get("rad"), Remove: f.Get("gor") == "ta-bort"}
	if f.Get("gor") == "klar" {
		in.On = h.today()
	}
	_, err = records.Tick.Do(page.Context(r), h.sys, session.Actor(r), in)
	return h.afterHome(w, r, f, err)
}

func (h *Handler) afterHome(w http.ResponseWriter, r *http.Request, f *page.Form, err error) error {
	if err == nil {
		return page.See(w, r, homeAddress(r.PathValue("id"), f.Get("part"))+"#lista", "said.saved")
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	f.Rename(map[string]string{"whom": "vem"})
	return h.homePage(w, r, f.Get("part"), f)
}
