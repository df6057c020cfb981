package page

import (
	"github.com/a-h/templ"

	"samverk/internal/domain/group"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// GroupTag says where a group stands.
func GroupTag(t text.T, s group.State) templ.Component {
	word := t.S("groups.state." + string(s))
	switch s {
	case group.Coming:
		return ui.Tag(ui.Idle, ui.Ring, word)
	case group.Running:
		return ui.Tag(ui.Info, ui.Half, word)
	case group.Overdue:
		return ui.Tag(ui.Wait, ui.Warning, word)
	}
	return ui.Tag(ui.OK, ui.Check, word)
}

// GroupProgress says how many of what a group delivers is done and late.
func GroupProgress(t text.T, of, done, late int) string {
	if late > 0 {
		return t.S("groups.progress_late", done, of, late)
	}
	return t.S("groups.progress", done, of)
}

// GroupRows gives groups as rows of a list: those under way and to come, and
// those that have ended. at is the address of a group's page, without its id; ""
// for none.
func GroupRows(t text.T, list []group.Group, day workday.Date, at string) (open, ended []ui.Row) {
	for i := range list {
		g := &list[i]
		state := g.On(day)
		row := ui.Row{Link: ui.Link{Label: g.Name}, Over: t.S("groups.kind." + string(g.Kind)), Text: g.Goal, Tags: []templ.Component{GroupTag(t, state)}}
		if at != "" {
			row.Link.Href, row.Text = at+g.ID, ""
		}
		switch {
		case state == group.Ended:
			row.Facts = append(row.Facts, t.S("groups.ran", g.Starts, g.EndedOn))
			if at == "" {
				row.Text = g.Delivered
			}
		case g.Ends == "":
			row.Facts = append(row.Facts, t.S("groups.since", g.Starts))
		default:
			row.Facts = append(row.Facts, t.S("groups.runs", g.Starts, g.Ends))
		}
		if done, late := g.Done(day); len(g.Deliverables) > 0 && state != group.Ended {
			row.Facts = append(row.Facts, GroupProgress(t, len(g.Deliverables), done, late))
		}
		if state == group.Ended {
			ended = append(ended, row)
		} else {
			open = append(open, row)
		}
	}
	return open, ended
}

// StructureChoices gives all parties and all offices of a structure as choices.
func StructureChoices(t text.T, s *structure.Structure) (parties, offices []ui.Choice) {
	for _, p := range s.Parties {
		parties = append(parties, ui.Choice{Value: p.ID, Label: p.Name})
	}
	for _, o := range s.Offices {
		offices = append(offices, ui.Choice{Value: o.ID, Label: o.Name.In(t.Lang)})
	}
	return parties, offices
}
