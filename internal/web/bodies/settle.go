package bodies

import (
	"net/http"
	"strconv"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/bodies"
	"samverk/internal/domain/local"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// settlePage is the form of a body that its text leaves to those it names.
type settlePage struct {
	ui.Page
	View    bodies.SettleView
	Form    *page.Form
	Name    string
	Seats   []seatFields
	Parties []ui.Choice
	Offices []ui.Choice
	Frame   []string // what the text does say
	Before  []string // what has been settled, the latest first
}

// seatFields are the fields of some places.
type seatFields struct{ Party, Office, Count ui.Field }

// emptySeats is how many empty rows of places the form has at least.
const emptySeats = 4

func (h *Handler) settleForm(w http.ResponseWriter, r *http.Request) error {
	return h.showSettle(w, r, nil)
}

// showSettle shows the form. f is nil for what is settled already.
func (h *Handler) showSettle(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := text.For(session.Of(r).Lang)
	v, err := bodies.SettleForm.Do(r.Context(), h.sys, session.Actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	if f == nil {
		f = page.Empty(t)
		if n := len(v.Settings); n > 0 {
			putSetting(f, v.Settings[n-1])
		}
	}
	p := settlePage{View: v, Form: f, Name: v.Body.Name.In(t.Lang)}
	p.Page = h.frame(r, "grupper", t.S("bodies.settle.title"), ui.Link{Label: t.S("bodies.title"), Href: "/grupper"},
		ui.Link{Label: p.Name, Href: "/grupper/" + v.Body.ID}, ui.Link{Label: t.S("bodies.settle.title")})
	p.Parties, p.Offices = page.StructureChoices(t, v.Structure)
	rows := emptySeats
	for i := 1; i <= local.MaxSeats; i++ {
		if f.Has("party-" + strconv.Itoa(i)) {
			rows = max(rows, i+2)
		}
	}
	for i := 1; i <= min(rows, local.MaxSeats); i++ {
		n := strconv.Itoa(i)
		p.Seats = append(p.Seats, seatFields{
			f.Field("party-"+n, t.S("bodies.settle.party", i)).Of(p.Parties).OrNothing(t.S("groups.no_party")),
			f.Field("office-"+n, t.S("bodies.settle.office", i)).Of(p.Offices).OrNothing(t.S("groups.any_office")),
			f.Field("count-"+n, t.S("bodies.settle.count", i)),
		})
	}
	p.Frame = frameOf(t, v)
	for i := range v.Settings {
		x := v.Settings[len(v.Settings)-1-i]
		p.Before = append(p.Before, t.S("bodies.settled.by", x.DecidedBy, x.DecidedOn, x.From))
	}
	status := http.StatusOK
	if f.Bad() {
		p.Failed, status = true, f.Status()
	}
	return page.Send(w, r, status, settleView(p))
}

// frameOf says what the text does say, and can't be contradicted.
func frameOf(t text.T, v bodies.SettleView) []string {
	words := lacksIn(t, v.Structure, nil)
	var out []string
	for _, s := range v.Body.Seats {
		out = append(out, s.Rule.Because)
	}
	for _, r := range v.Body.Roles {
		out = append(out, t.S("bodies.settle.role", words.RoleName(r.ID), r.Rule.Because))
	}
	if n := v.Body.Meetings.Number; n.Stated {
		out = append(out, t.S("bodies.settle.number", words.Count(n)))
	}
	return out
}

func putSetting(f *page.Form, x local.Setting) {
	set := func(name, value string) { f.Values.Set(name, value) }
	set("duties", strings.Join(x.Duties, "\n"))
	for i, q := range x.Seats {
		n := strconv.Itoa(i + 1)
		set("party-"+n, q.Party)
		set("office-"+n, q.Office)
		set("count-"+n, strconv.Itoa(q.Count))
	}
	set("chair-party", x.Chair.Party)
	set("chair-office", x.Chair.Office)
	if x.Meetings > 0 {
		set("meetings", strconv.Itoa(x.Meetings))
	}
}

func readSetting(f *page.Form, today workday.Date) local.Setting {
	x := local.Setting{From: f.Date("from", today), Duties: strings.Split(strings.ReplaceAll(f.Get("duties"), "\r\n", "\n"), "\n"),
		Chair: local.Seat{Party: f.Get("chair-party"), Office: f.Get("chair-office")}, Meetings: f.Number("meetings", 0),
		DecidedBy: f.Get("decided-by"), DecidedOn: f.Date("decided-on", today)}
	for i := 1; i <= local.MaxSeats; i++ {
		n := strconv.Itoa(i)
		q := local.Seat{Party: f.Get("party-" + n), Office: f.Get("office-" + n)}
		if q.Party != "" || q.Office != "" || f.Has("count-"+n) {
			q.Count = f.Number("count-"+n, 1)
			x.Seats = append(x.Seats, q)
		}
	}
	return x
}

func (h *Handler) settle(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return err
	}
	in := readSetting(f, app.Today(h.sys.Clock()))
	in.Body = r.PathValue("id")
	if f.Bad() {
		return h.showSettle(w, r, f)
	}
	if _, err := bodies.Settle.Do(page.Context(r), h.sys, session.Actor(r), in); err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		return h.showSettle(w, r, f)
	}
	return page.See(w, r, "/grupper/"+in.Body, "said.body_settled")
}
