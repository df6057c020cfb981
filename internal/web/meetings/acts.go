package meetings

import (
	"net/http"
	"slices"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/presence"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// atItem records who came, left, is out or disqualified in an item.
func (h *Handler) atItem(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	item := r.PathValue("item")
	_, err = meetings.AtItem.Do(page.Context(r), h.sys, session.Actor(r), meetings.AtItemInput{
		Meeting: r.PathValue("id"), Item: item, Person: f.Get("vem"), Move: presence.Move(f.Get("vad")), For: f.Get("for")})
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(map[string]string{"person": "vem", "move": "vad"})
		return h.showConduct(w, r, item, f)
	}
	return h.afterConduct(w, r, f, nil, item, "said.at_item")
}

// ofMeeting gives the people of a meeting as choices: of a deputy it says so.
func ofMeeting(p conductPage, which func(meetings.SeatView) bool) []ui.Choice {
	var out []ui.Choice
	for _, s := range p.Seats {
		if which(s) {
			out = append(out, ui.Choice{Value: s.Person, Label: s.Name})
		}
	}
	return out
}

func anybody(meetings.SeatView) bool { return true }

func member(s meetings.SeatView) bool { return s.Member && !s.Deputy }

// moveChoices gives what can be recorded of somebody at an item; that a deputy
// serves only where there is one.
func moveChoices(p conductPage) []ui.Choice {
	var out []ui.Choice
	for _, m := range presence.Moves() {
		if m == presence.Undo || !deputized(p) && (m == presence.Serves || m == presence.StepsDown) {
			continue
		}
		out = append(out, ui.Choice{Value: string(m), Label: p.T.S("acts.move." + string(m))})
	}
	return out
}

// otherHere gives those of whom something else is recorded in the item that is
// shown than for the meeting as a whole.
func otherHere(p conductPage) []presence.AtItem {
	var out []presence.AtItem
	for _, x := range p.Roll.Other {
		if x.Item == p.Now.ID {
			out = append(out, x)
		}
	}
	return out
}

// otherly says how somebody takes part in an item: "Socialchef Kumla är jävig".
func otherly(p conductPage, x presence.AtItem) string {
	if x.Stay == presence.Here && x.For != "" {
		return p.T.S("acts.stay.serves", nameOf(p.meetingPage, x.Person), nameOf(p.meetingPage, x.For))
	}
	return p.T.S("acts.stay."+string(x.Stay), nameOf(p.meetingPage, x.Person))
}

// changeSaid says what somebody did at an item: "Socialchef Kumla gick."
func changeSaid(p meetingPage, c presence.Change) string {
	return p.T.S("acts.change."+string(c.What), nameOf(p, c.Person), nameOf(p, c.For))
}

func atItemAddress(p conductPage) string {
	return address(p.Meeting.ID) + "/punkter/" + p.Now.ID + "/narvaro"
}

// deputized reports whether somebody of the meeting is a deputy.
func deputized(p conductPage) bool {
	return slices.ContainsFunc(p.Seats, func(s meetings.SeatView) bool { return s.Deputy })
}
