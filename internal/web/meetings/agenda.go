package meetings

import (
	"errors"
	"net/http"
	"strings"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/rule"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// allOfThem is what the button sends that puts on everything that is sure.
const allOfThem = "alla"

// sets tells whether the agenda can be changed, by the one who reads.
func (p editPage) sets() bool {
	return p.CanAgenda && p.Meeting.State != meeting.Held && p.Meeting.State != meeting.Cancelled
}

// crossed is the item whose form was sent over what somebody else has saved
// meanwhile: as it is now, nil when it is gone. false where nothing crossed.
func (p editPage) crossed() (*meetings.ItemView, bool) {
	if p.Changing == "" || p.Form.Status() != http.StatusConflict || p.Form.Refused != nil {
		return nil, false
	}
	for i := range p.Items {
		if p.Items[i].ID == p.Changing {
			return &p.Items[i], true
		}
	}
	return nil, true
}

// shift moves an item by a button, or to the place where it was dropped. The page
// comes back at the item.
func (h *Handler) shift(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	in := meetings.ShiftInput{Meeting: r.PathValue("id"), Version: f.Version(), Item: r.PathValue("item"), By: 1}
	switch {
	case f.Has("till"):
		in.To = f.Number("till", 0)
	case f.Get("gor") == "upp":
		in.By = -1
	}
	if !f.Bad() {
		_, err := meetings.ShiftItem.Do(page.Context(r), h.sys, session.Actor(r), in)
		if err == nil {
			return page.See(w, r, address(in.Meeting)+"/redigera#p-"+in.Item, "")
		}
		return h.after(w, r, f, err, "")
	}
	return h.showEdit(w, r, f)
}

// itemFields are the form's names of the fields of an item.
var itemFields = map[string]string{"title": "rubrik", "summary": "sammanfattning", "purpose": "syfte", "minutes": "minuter", "presenter": "foredragande", "at": "nar", "reason": "orsak"}

// afterChange answers a change of an item: what was typed stands in its form when
// it was refused, beside what somebody else has saved meanwhile.
func (h *Handler) afterChange(w http.ResponseWriter, r *http.Request, f *page.Form, item string, err error) error {
	if err == nil && !f.Bad() {
		return page.See(w, r, address(r.PathValue("id"))+"/redigera#p-"+item, "said.saved")
	}
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	f.Rename(itemFields)
	return h.showChange(w, r, f, item)
}

// originSays tells how an item came onto the agenda by itself, and the rule behind
// it; "" for one that was put there.
func originSays(p meetingPage, i meeting.Item) (say string, rules []rule.Ref) {
	switch o := i.Origin; o.Kind {
	case meeting.ByText:
		for _, s := range p.Standing {
			if s.Rule.ID == o.Of {
				rules = append(rules, s.Rule)
			}
		}
		return p.T.S("agenda.origin.standing"), rules
	case meeting.OwnOpening, meeting.OwnClosing:
		return p.T.S("agenda.origin.own"), nil
	case meeting.CarriedOver:
		return p.T.S("agenda.origin.carried."+o.Why, o.On), nil
	case meeting.EarlierNotes:
		return p.T.S("agenda.origin.notes", o.On), p.NotesBy
	case meeting.BetweenThem:
		return p.T.S("agenda.origin.written", o.On), nil
	}
	return "", nil
}

// originHref gives the page that an item which came by itself leads to; "" for
// none.
func originHref(i meeting.Item) string {
	switch i.Origin.Kind {
	case meeting.EarlierNotes:
		return address(i.Origin.Meeting) + "/anteckningar"
	case meeting.CarriedOver:
		return address(i.Origin.Meeting)
	case meeting.BetweenThem:
		return "/per-capsulam/" + i.Origin.Of
	}
	return ""
}

// standingPage is what stands on a body's agendas by itself.
type standingPage struct {
	ui.Page
	meetings.StandingView
	Form *page.Form
	Of   string // the item whose form was sent; "" for a new one
}

func (h *Handler) standing(w http.ResponseWriter, r *http.Request) error {
	return h.showStanding(w, r, page.Empty(t(r)), "")
}

func (h *Handler) showStanding(w http.ResponseWriter, r *http.Request, f *page.Form, of string) error {
	t := t(r)
	v, err := meetings.StandingItems.Do(r.Context(), h.sys, session.Actor(r), meetings.BodyInput{Body: r.PathValue("id")})
	if err != nil {
		return err
	}
	p := standingPage{StandingView: v, Form: f, Of: of, Page: h.frame(r, "grupper", t.S("standing.title"), ui.Link{Label: t.S("meetings.bodies"), Href: "/grupper"},
		ui.Link{Label: v.BodyName, Href: "/grupper/" + v.Body}, ui.Link{Label: t.S("standing.title")})}
	p.Failed = f.Bad()
	return page.Send(w, r, f.Status(), standingView(p))
}

// of gives the form of an item, or of a new one (""): what was sent of it, or an
// empty one.
func (p standingPage) of(item string) *page.Form {
	if p.Of == item {
		return p.Form
	}
	return page.Empty(p.T)
}

func (h *Handler) setStanding(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	ctx, who, body, item := page.Context(r), session.Actor(r), r.PathValue("id"), f.Get("punkt")
	act := meetings.StandingAct{Body: body, ID: item, Version: f.Version(), By: 1}
	said := "said.saved"
	switch f.Get("gor") {
	case "upp":
		act.By, said = -1, ""
		_, err = meetings.ShiftStanding.Do(ctx, h.sys, who, act)
	case "ned":
		said = ""
		_, err = meetings.ShiftStanding.Do(ctx, h.sys, who, act)
	case "ta-bort":
		said = "said.standing_removed"
		_, err = meetings.RemoveStanding.Do(ctx, h.sys, who, act)
	default:
		in := meetings.StandingInput{Body: body, ID: item, Version: f.Version(), Title: f.Get("rubrik"), Purpose: meeting.Purpose(f.Get("syfte")),
			Minutes: f.Number("minuter", 0), Presenter: f.Get("foredragande"), At: f.Get("nar"), Closing: f.Get("var") == "sist"}
		if f.Bad() {
			return h.showStanding(w, r, f, item)
		}
		_, err = meetings.SetStanding.Do(ctx, h.sys, who, in)
	}
	if err == nil {
		return page.See(w, r, "/grupper/"+body+"/staende", said)
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	f.Rename(itemFields)
	if errors.Is(err, fault.NotFound) {
		return err
	}
	return h.showStanding(w, r, f, item)
}

// whenChoices are the meetings at which an item of a body's own list can stand.
func whenChoices(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, at := range meeting.Times() {
		out = append(out, ui.Choice{Value: at, Label: t.S("standing.at." + wordOf(at))})
	}
	return out
}

// wordOf gives the key of an occasion in the structure language's words.
func wordOf(at string) string {
	out := []byte(at)
	for i, c := range out {
		if c == ' ' {
			out[i] = '_'
		}
	}
	return string(out)
}

func whereChoices(t text.T) []ui.Choice {
	return []ui.Choice{{Value: "forst", Label: t.S("standing.first")}, {Value: "sist", Label: t.S("standing.last")}}
}

func whereOf(s meeting.Standing) string {
	if s.Closing {
		return "sist"
	}
	return "forst"
}

// standingKey tells the fields of an item from those of the others; none for the
// one whose form was sent, so that the summary of errors leads to it.
func standingKey(p standingPage, n int) string {
	if p.Of == p.Own[n].ID {
		return ""
	}
	return "-" + itoa(n)
}

// standingFacts tells when an item stands on an agenda, and where.
func standingFacts(t text.T, s meeting.Standing) string {
	out := []string{t.S("standing.at." + wordOf(s.At)), t.S("standing.first")}
	if s.Closing {
		out[1] = t.S("standing.last")
	}
	return strings.Join(append(out, aboutItem(t, s.Item)...), " · ")
}

// crossedFacts tells what else somebody has saved of an item.
func crossedFacts(t text.T, i meeting.Item) string {
	var out []string
	if i.Purpose != "" {
		out = append(out, t.S("ui.purpose."+string(i.Purpose)))
	}
	return strings.Join(append(out, aboutItem(t, i)...), " · ")
}

// aboutItem tells how long an item takes and who presents it.
func aboutItem(t text.T, i meeting.Item) []string {
	var out []string
	if i.Minutes > 0 {
		out = append(out, t.S("agenda.minutes", i.Minutes))
	}
	if i.Presenter != "" {
		out = append(out, t.S("agenda.presenter_is", i.Presenter))
	}
	return out
}

// numeric makes a field one of a number.
func numeric(f ui.Field) ui.Field {
	f.InputMode, f.Small = "numeric", true
	return f
}
