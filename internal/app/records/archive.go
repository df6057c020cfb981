package records

import (
	"context"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// ArchiveInput names a body, the days to look at, and words of a title.
type ArchiveInput struct {
	Body     string
	From, To workday.Date
	Words    string
}

// ArchiveView is a body's meetings that were held, with their notes as far as the
// viewer may read them.
type ArchiveView struct {
	Body *structure.Body
	Held []Held
}

// Held is a meeting that was held. Breach is for those of its body: its notes are
// missing.
type Held struct {
	store.HeldMeeting
	BodyName string
	Content  *record.Content
	Breach   *record.Breach
}

// archiveShown is how many meetings the archive shows of what was asked for.
const archiveShown = 300

// Archive gives the notes of a body by date: those that the viewer may read, and to
// those of the body also the meetings that lack them.
var Archive = app.NewQuery("record.archive", func(ctx context.Context, u *app.Unit, in ArchiveInput) (ArchiveView, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return ArchiveView{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return ArchiveView{}, err
	}
	v := ArchiveView{Body: s.Body(in.Body)}
	if v.Body == nil {
		return v, fault.New(fault.NotFound, "not_found")
	}
	all, err := heldOf(ctx, u, s, []string{in.Body}, in.From, in.To)
	words := store.Fold(strings.TrimSpace(in.Words))
	for _, h := range all {
		if h.Content == nil && h.Breach == nil {
			continue
		}
		if words == "" || h.Content != nil && strings.Contains(store.Fold(titles(*h.Content)), words) {
			v.Held = append(v.Held, h)
		}
	}
	return v, err
})

func titles(c record.Content) string {
	out := c.Body
	for _, i := range c.Items {
		out += " " + i.Title
	}
	return out
}

// heldOf gives the meetings of bodies that were held, with their notes and what is
// missing, by the structure of each meeting's day.
func heldOf(ctx context.Context, u *app.Unit, s *structure.Structure, bodies []string, from, to workday.Date) ([]Held, error) {
	rows, err := u.Own.HeldMeetings(ctx, bodies, from, to, archiveShown)
	if err != nil {
		return nil, err
	}
	out := make([]Held, len(rows))
	var matters []string
	for i, r := range rows {
		out[i] = Held{HeldMeeting: r, BodyName: s.PlaceName(r.Body)}
		if r.Part != nil && r.Part.Content != "" {
			c, err := record.Parse(r.Part.Content)
			if err != nil {
				return nil, err
			}
			out[i].Content = &c
			matters = append(matters, c.Matters()...)
		}
	}
	open, err := u.Own.OpenMatters(ctx, matters)
	if err != nil {
		return nil, err
	}
	for i := range out {
		h := &out[i]
		if h.Content != nil {
			c := h.Content.For(func(m string) bool { _, ok := open[m]; return ok })
			h.Content = &c
		}
		if !u.Viewer.InBody(h.Body) {
			continue
		}
		then, err := u.StructureThen(ctx, h.On)
		if err != nil {
			return nil, err
		}
		if b := then.Body(h.Body); b != nil {
			var ready workday.Date
			if !h.Ready.IsZero() {
				ready = app.Today(h.Ready)
			}
			h.Breach = record.DemandOf(then, b).Missing(h.On, ready, u.Today)
		}
	}
	return out, nil
}

// missingDays is how far back notes are asked for.
const missingDays = 400

// Missing gives the meetings of the viewer's bodies whose notes are missing, the
// latest first.
var Missing = app.NewQuery("record.missing", func(ctx context.Context, u *app.Unit, _ struct{}) ([]Held, error) {
	if err := u.Require(access.UseWorkspace()); err != nil {
		return nil, err
	}
	s, err := u.Structure(ctx)
	if err != nil || len(u.Viewer.BodyIDs()) == 0 {
		return nil, err
	}
	all, err := heldOf(ctx, u, s, u.Viewer.BodyIDs(), u.Today.Add(-missingDays), u.Today)
	var out []Held
	for _, h := range all {
		if h.Breach != nil {
			out = append(out, h)
		}
	}
	return out, err
})
