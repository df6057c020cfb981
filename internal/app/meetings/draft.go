package meetings

import (
	"context"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/fault"
)

// DraftInput saves what was typed in a field of an item. Base is the number of
// the text that it was written over (0: none), Settles those that stood beside it
// and were seen, Op a key that the sender made: sent again, it is saved once.
type DraftInput struct {
	Meeting, Item string
	Field         meeting.Field
	Body          string // in whose name, at a joint meeting; "": the one that called it
	Text          string
	Base          int64
	Settles       []int64
	Op            string
}

// Saved is what stands of the field afterwards. No is the saved text's number.
type Saved struct {
	No    int64
	Heads meeting.Heads
}

// SaveDraft keeps what is typed at a meeting, by those who record. A text that
// somebody else has saved in between is never replaced: both stand, and somebody
// chooses. What one has typed oneself in the same page is only gone on with. It is
// kept in a closed or cancelled meeting too, so that nothing typed is lost.
var SaveDraft = app.NewCommand("meeting.save_draft", saveDraft)

func saveDraft(ctx context.Context, u *app.Unit, in DraftInput) (Saved, error) {
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Saved{}, err
	}
	if in.Body, err = m.Whose(in.Field, in.Body); err != nil {
		return Saved{}, err
	}
	if err := u.RequireAny(wording(m, in.Field, in.Body)...); err != nil {
		return Saved{}, err
	}
	heads, err := u.Own.Drafts(ctx, m.ID, in.Item)
	if err != nil {
		return Saved{}, err
	}
	h := meeting.HeadsOf(heads, in.Item, in.Field, in.Body)
	switch was, ok, err := u.Own.DraftOf(ctx, m.ID, in.Op); {
	case err != nil:
		return Saved{}, err
	case ok && (was.Text != in.Text || was.Item != in.Item || was.Field != in.Field || was.Body != in.Body):
		return Saved{}, fault.New(fault.Conflict, "idempotency.other_request")
	case ok:
		u.Announce(app.Event{Type: "meeting.draft_saved", Object: m.ID, Record: was})
		return Saved{was.No, h}, nil
	}
	last, err := u.Own.LastDraft(ctx, m.ID, in.Item, in.Field)
	if err != nil {
		return Saved{}, err
	}
	if last == 0 { // of an item that is there; what was begun goes on also after the item has been taken away
		if err := onAgenda(ctx, u, m.ID, in.Item); err != nil {
			return Saved{}, err
		}
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return Saved{}, err
	}
	d := meeting.Draft{Meeting: m.ID, Item: in.Item, Field: in.Field, Body: in.Body, Base: in.Base, Text: in.Text, Op: in.Op, By: u.Viewer.Person, As: u.As(s), At: u.Now}
	late, err := placed(ctx, u, &d)
	if err != nil {
		return Saved{}, err
	}
	if late != 0 {
		u.Announce(app.Event{Type: "meeting.draft_saved", Object: m.ID, Record: d})
		return Saved{late, h}, nil
	}
	var gone []int64
	if d.No, gone, err = h.Save(d, in.Settles, last); err != nil {
		return Saved{}, err
	}
	if err := u.Own.AddDraft(ctx, d, gone); err != nil {
		return Saved{}, err
	}
	u.Announce(app.Event{Type: "meeting.draft_saved", Object: m.ID, Record: d, Meeting: m.ID, Typed: true})
	h = slices.DeleteFunc(h, func(x meeting.Draft) bool { return slices.Contains(gone, x.No) })
	return Saved{d.No, append(h, d)}, nil
}

// placed puts a text after those of the same hand. One that comes late gives the
// number of the text that the hand has saved since; it is not kept, as what is
// typed between two saves is not.
func placed(ctx context.Context, u *app.Unit, d *meeting.Draft) (since int64, err error) {
	hand, _ := d.Hand()
	if hand == "" {
		return 0, nil
	}
	last, ok, err := u.Own.LastOfHand(ctx, *d, hand)
	if err != nil || !ok {
		return 0, err
	}
	p, late := d.After(last)
	if late {
		return last.No, nil
	}
	*d = p
	return 0, nil
}

// wording gives the needs of which any lets somebody type in a field: of the notes
// those of whoever records for the body that calls the meeting, whose notes they
// are; of a decision those of whoever records for the body (by Whose).
func wording(m meeting.Meeting, f meeting.Field, body string) []access.Need {
	if m.IsSide() {
		return recording(m)
	}
	if f == meeting.NoteText || body == "" {
		body = m.Body
	}
	return []access.Need{access.RecordDecision(body)}
}

// typedFor leaves out the texts in which somebody does not record.
func typedFor(v access.Viewer, m meeting.Meeting, list []meeting.Draft) []meeting.Draft {
	return slices.DeleteFunc(slices.Clone(list), func(d meeting.Draft) bool {
		return !slices.ContainsFunc(wording(m, d.Field, d.Body), func(n access.Need) bool { return access.Allows(v, n) })
	})
}

// typedOf gives the texts of a meeting that the viewer records in.
func typedOf(ctx context.Context, u *app.Unit, m meeting.Meeting) ([]meeting.Draft, error) {
	all, err := u.Own.Drafts(ctx, m.ID, "")
	return typedFor(u.Viewer, m, all), err
}

func onAgenda(ctx context.Context, u *app.Unit, id, item string) error {
	agenda, err := u.Own.Agenda(ctx, id)
	if err != nil {
		return err
	}
	_, err = agenda.Item(item)
	return err
}
