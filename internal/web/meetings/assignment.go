package meetings

import (
	"net/http"
	"slices"
	"strings"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/assignment"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// assign gives somebody something to do, at an item.
func (h *Handler) assign(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	item := r.PathValue("item")
	in := meetings.AssignInput{Meeting: r.PathValue("id"), Item: item, Body: f.Get("organ"), What: f.Get("uppdrag"), DueOn: f.DateAhead("uppdrag-klart", h.today())}
	if person, ok := strings.CutPrefix(f.Get("uppdrag-vem"), "person:"); ok {
		in.Person = person
	}
	if party, ok := strings.CutPrefix(f.Get("uppdrag-vem"), "part:"); ok {
		in.Party = party
	}
	if f.Bad() {
		return h.showConduct(w, r, item, f)
	}
	if _, err = meetings.Assign.Do(page.Context(r), h.sys, session.Actor(r), in); err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
		f.Rename(map[string]string{"what": "uppdrag", "who": "uppdrag-vem", "due_on": "uppdrag-klart"})
		return h.showConduct(w, r, item, f)
	}
	return h.afterConduct(w, r, f, nil, item, "said.assigned")
}

// assignable gives who can be given something to do: the people of the meeting,
// then the parties.
func assignable(p conductPage) []ui.Choice {
	var out []ui.Choice
	for _, s := range p.Seats {
		out = append(out, ui.Choice{Value: "person:" + s.Person, Label: s.Name})
	}
	for _, id := range p.Parties {
		out = append(out, ui.Choice{Value: "part:" + id, Label: p.T.S("acts.party", p.Names[id])})
	}
	return out
}

// assignedFacts says who answers for an assignment, until when, and what came of
// it. Without the names of the parties it is told of a person alone.
func assignedFacts(t text.T, a assignment.Assignment, party string) []string {
	who := a.Name
	if a.Party != "" {
		who = party
	}
	out := []string{t.S("acts.assigned_to", who)}
	switch {
	case !a.Stands():
		out = append(out, t.S("acts.assigned_struck", t.Time(a.StruckAt), a.StruckAs, a.Reason))
	case a.DoneOn != "":
		out = append(out, t.S("acts.assigned_done", a.DoneOn, a.DoneAs))
	case a.DueOn != "":
		out = append(out, t.S("acts.assigned_due", a.DueOn))
	default:
		out = append(out, t.S("acts.assigned_no_due"))
	}
	return out
}

type assignmentPage struct {
	ui.Page
	meetings.AssignmentView
	Form *page.Form
}

func (h *Handler) assignment(w http.ResponseWriter, r *http.Request) error {
	return h.showAssignment(w, r, nil)
}

func (h *Handler) showAssignment(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	t := t(r)
	v, err := meetings.AssignmentPage.Do(r.Context(), h.sys, session.Actor(r), meetings.AssignmentInput{ID: r.PathValue("id")})
	if err != nil {
		return err
	}
	p := assignmentPage{AssignmentView: v, Form: page.Empty(t)}
	p.Page = h.frame(r, "mitt", t.S("acts.assignment"), ui.Link{Label: t.S("inbox.title"), Href: "/mitt"}, ui.Link{Label: t.S("acts.assignment")})
	status := http.StatusOK
	if f != nil {
		p.Form, p.Failed, status = f, f.Bad(), f.Status()
	}
	return page.Send(w, r, status, assignmentView(p))
}

// finish says that an assignment is done, or that it was not.
func (h *Handler) finish(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	in := meetings.AssignmentInput{ID: r.PathValue("id"), Version: f.Version(), Text: f.Get("blev")}
	said := "said.assignment_done"
	if f.Has("igen") {
		said = "said.assignment_again"
		_, err = meetings.Reopen.Do(page.Context(r), h.sys, session.Actor(r), in)
	} else {
		_, err = meetings.Finish.Do(page.Context(r), h.sys, session.Actor(r), in)
	}
	return h.afterAssignment(w, r, f, err, said)
}

func (h *Handler) strikeAssignment(w http.ResponseWriter, r *http.Request) error {
	f, err := page.Read(r, t(r))
	if err != nil {
		return err
	}
	_, err = meetings.StrikeAssignment.Do(page.Context(r), h.sys, session.Actor(r), meetings.AssignmentInput{ID: r.PathValue("id"), Version: f.Version(), Text: f.Get("varfor")})
	return h.afterAssignment(w, r, f, err, "said.assignment_struck")
}

func (h *Handler) afterAssignment(w http.ResponseWriter, r *http.Request, f *page.Form, err error, said string) error {
	if err == nil {
		return page.See(w, r, "/uppdrag/"+r.PathValue("id"), said)
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	f.Rename(map[string]string{"note": "blev", "reason": "varfor"})
	return h.showAssignment(w, r, f)
}

// assigning reports whether the form of an assignment was sent and stands open.
func assigning(p conductPage) bool {
	return slices.ContainsFunc([]string{"uppdrag", "uppdrag-vem", "uppdrag-klart"}, func(n string) bool { return p.Form.Error(n) != "" })
}
