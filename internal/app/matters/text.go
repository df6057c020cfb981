package matters

import (
	"context"

	"samverk/internal/app"
	"samverk/internal/domain/matter"
)

// TextInput is a matter's title and need in new words. Version is the matter's,
// as it was read.
type TextInput struct {
	Matter         string
	Version        int64
	Title, Summary string
}

// ChangeText changes a matter's title and need, by the one who raised it or by
// the body that has it. The matter's log tells it; what stood there before is
// not kept in it, since it may be what had to go.
var ChangeText = app.NewCommand("matter.change_text", changeText)

func changeText(ctx context.Context, u *app.Unit, in TextInput) (Changed, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Changed{}, err
	}
	if err := mayEdit(u, c); err != nil {
		return Changed{}, err
	}
	if err := c.Matter.Can(matter.Edit); err != nil {
		return Changed{}, err
	}
	m, events, err := c.Matter.InWords(in.Title, in.Summary)
	if err != nil {
		return Changed{}, err
	}
	if err := u.Guard(ctx, app.Opening{Matter: m.ID, Texts: wordsOf(m)}); err != nil {
		return Changed{}, err
	}
	m.Version, m.ChangedAt = in.Version, u.Now
	if err := u.Own.SaveMatter(ctx, m); err != nil {
		return Changed{}, err
	}
	for _, e := range events {
		e.Public = c.Public()
		if err := u.Tell(ctx, c, e); err != nil {
			return Changed{}, err
		}
	}
	u.Announce(app.Event{Type: "matter.text_changed", Object: m.ID, Version: m.Version + 1, Record: in, Public: c.Public()})
	_, err = u.Refresh(ctx, m.ID)
	return Changed{m.ID, m.Version + 1}, err
}
