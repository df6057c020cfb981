package meetings

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// dayShown is how a day would do for a meeting, in words.
type dayShown struct {
	Title string
	Marks []string
	Found []page.Clash
}

// looks tells whether a form asks how a day would do, and is not to be saved.
func looks(f *page.Form) bool { return f.Get("gor") == "kolla" }

// dayOf tells how the day of a form would do; nil where the form says none. What
// is wrong with the time itself is told at its field.
func (h *Handler) dayOf(r *http.Request, f *page.Form, in meetings.DayInput) (*dayShown, error) {
	if in.Slot.On == "" {
		return nil, nil
	}
	t := t(r)
	v, err := meetings.Day.Do(r.Context(), h.sys, session.Actor(r), in)
	if err != nil {
		if !errors.Is(err, fault.Invalid) {
			return nil, err
		}
		if !f.Bad() {
			err = f.Explain(err)
			f.Rename(slotFields)
			return nil, err
		}
		return nil, nil
	}
	return dayShownOf(t, v), nil
}

func dayShownOf(t text.T, v meetings.DayView) *dayShown {
	m := v.Meeting
	return &dayShown{Title: t.S("meetings.day_of", t.Long(m.On), t.Clock(m.Starts), t.Clock(m.Ends)), Marks: page.Marks(t, v.Mark),
		Found: page.Clashing(t, v.Clashes, func(id string) string { return v.Bodies[id] })}
}

// clashesPage is with what a meeting collides where it stands.
type clashesPage struct {
	ui.Page
	ID  string
	Day *dayShown
}

// clashes shows with what a meeting collides where it stands.
func (h *Handler) clashes(w http.ResponseWriter, r *http.Request) error {
	t, id := t(r), r.PathValue("id")
	v, err := meetings.Day.Do(r.Context(), h.sys, session.Actor(r), meetings.DayInput{Meeting: id})
	if err != nil {
		return err
	}
	p := clashesPage{ID: id, Day: dayShownOf(t, v)}
	p.Page = h.frame(r, "moten", t.S("meetings.clashes_of", v.Name, v.Meeting.On), ui.Link{Label: t.S("meetings.title"), Href: "/moten"},
		ui.Link{Label: v.Name + ", " + t.Short(v.Meeting.On), Href: address(id)}, ui.Link{Label: t.S("years.clashes")})
	return page.Send(w, r, http.StatusOK, clashesView(p))
}

// saved leads on from a meeting that was planned or moved: to what it collides
// with where that is somebody at the same time, or else to where it is built.
func (h *Handler) saved(w http.ResponseWriter, r *http.Request, id, said string) error {
	v, err := meetings.Day.Do(r.Context(), h.sys, session.Actor(r), meetings.DayInput{Meeting: id})
	if err != nil {
		return err
	}
	to := "/redigera"
	if slices.ContainsFunc(v.Clashes.List, func(c meeting.Collision) bool { return c.Clash != meeting.SameDay }) {
		to = "/krockar"
	}
	return page.See(w, r, address(id)+to, said)
}

// why is the field of a reason for moving or cancelling a meeting; typed tells
// whether it is the one that was sent.
func why(p editPage, id, label string, typed bool) ui.Field {
	f := ui.Field{Name: "orsak", ID: id, Label: p.T.S(label)}
	if typed {
		f = p.Form.Field("orsak", p.T.S(label)) // with the id that what is wrong leads to
	}
	return f
}

func marks(d *dayShown) string { return strings.Join(d.Marks, ", ") }
