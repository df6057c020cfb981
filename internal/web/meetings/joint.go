package meetings

import (
	"net/http"
	"slices"

	"samverk/internal/app/meetings"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// jointly takes with which bodies a meeting is held.
func (h *Handler) jointly(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := meetings.JointInput{Meeting: r.PathValue("id"), Version: f.Version(), With: f.All("med"), Guests: f.All("inbjudna")}
	_, err = meetings.HoldJointly.Do(page.Context(r), h.sys, session.Actor(r), in)
	if err != nil {
		err = f.Explain(err)
		f.Rename(map[string]string{"with": "med", "guests": "inbjudna"})
		if err != nil {
			return err
		}
	}
	return h.after(w, r, f, err, "said.meeting_jointly")
}

// beside plans a side session of a meeting.
func (h *Handler) beside(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	slot := h.slot(f)
	if !f.Bad() {
		done, err := meetings.HoldBeside.Do(page.Context(r), h.sys, session.Actor(r), meetings.SideInput{Meeting: r.PathValue("id"), Side: f.All("sida"), Slot: slot})
		if err == nil {
			return page.See(w, r, address(done.ID)+"/redigera", "said.side_planned")
		}
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(sideFields)
	}
	return h.showMeeting(w, r, f)
}

// sideFields are the form's names of the fields of a side session.
var sideFields = map[string]string{"side": "sida", "on": "dag", "starts": "borjar", "ends": "slutar", "place": "plats"}

// sideChoices gives the parties of the meeting's bodies, those ticked whom a text
// gives room for a side session.
func sideChoices(p meetingPage) []ui.Choice {
	var out []ui.Choice
	sent := p.Form.All("sida")
	for _, id := range p.Parties {
		c := ui.Choice{Value: id, Label: p.Names[id], Chosen: slices.Contains(sent, id)}
		if len(sent) == 0 && len(p.SideBy) > 0 {
			c.Chosen = slices.Contains(p.SideBy[0].Parties, id)
		}
		out = append(out, c)
	}
	return out
}

// bodyChoices gives the other bodies, those ticked that take part.
func bodyChoices(p editPage, field string, of []string) []ui.Choice {
	if sent := p.Form.All(field); len(sent) > 0 {
		of = sent
	}
	out := make([]ui.Choice, len(p.Queue.Others))
	for i, b := range p.Queue.Others {
		out[i] = ui.Choice{Value: b.ID, Label: b.Name, Chosen: slices.Contains(of, b.ID)}
	}
	return out
}

func names(list []meetings.Named) []string {
	out := make([]string, len(list))
	for i, b := range list {
		out[i] = b.Name
	}
	return out
}

// offer says what a text asks for: with whom, and who is invited.
func offer(t text.T, o meetings.JointOffer) string {
	if len(o.Guests) == 0 {
		return t.S("joint.offer", t.List(names(o.With)))
	}
	return t.S("joint.offer_invites", t.List(names(o.With)), t.List(names(o.Guests)))
}

// together says who meets: jointly, with whom invited, or which side.
func together(t text.T, v meetings.View) []string {
	if v.Meeting.IsSide() {
		sides := make([]string, len(v.Meeting.Side))
		for i, id := range v.Meeting.Side {
			sides[i] = v.Names[id]
		}
		return []string{t.S("joint.side_of", t.List(sides))}
	}
	var with, guests []string
	for _, b := range v.Bodies {
		switch {
		case b.ID == v.Meeting.Body:
		case b.Decides:
			with = append(with, b.Name)
		default:
			guests = append(guests, b.Name)
		}
	}
	var out []string
	if len(with) > 0 {
		out = append(out, t.S("joint.with", t.List(with)))
	}
	if len(guests) > 0 {
		out = append(out, t.S("joint.invited", t.List(guests)))
	}
	return out
}
