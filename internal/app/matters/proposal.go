package matters

import (
	"context"
	"strconv"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// VersionInput is a new version of a matter's proposal: a text, or a file that
// has been taken in already.
type VersionInput struct {
	Matter string
	Text   string
	File   matter.File // zero for none
	Note   string      // what is new
}

// Versioned names a version.
type Versioned struct {
	ID string
	No int64
}

// AddVersion adds a numbered version of the proposal. It is a draft of the body
// that has the matter until it is sent to the parties.
var AddVersion = app.NewCommand("matter.add_version", addVersion)

func addVersion(ctx context.Context, u *app.Unit, in VersionInput) (Versioned, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Versioned{}, err
	}
	if err := mayEdit(u, c); err != nil {
		return Versioned{}, err
	}
	if err := c.Matter.Can(matter.Edit); err != nil {
		return Versioned{}, err
	}
	f, err := in.File.Check()
	if err != nil {
		return Versioned{}, err
	}
	v, err := matter.NewVersion(matter.Version{ID: u.NewID(), Matter: c.Matter.ID, Text: in.Text, FileSHA: f.SHA, FileName: f.Name,
		Note: in.Note, CreatedBy: u.Viewer.Person, CreatedAs: u.As(c.Structure), CreatedAt: u.Now})
	if err != nil {
		return Versioned{}, err
	}
	if v.FileSHA != "" {
		if err := u.Own.AddFile(ctx, f, u.Now); err != nil {
			return Versioned{}, err
		}
	}
	if v.No, err = u.Own.AddVersion(ctx, v); err != nil {
		return Versioned{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventVersion, Args: []string{strconv.FormatInt(v.No, 10), v.Note}}); err != nil {
		return Versioned{}, err
	}
	return Versioned{v.ID, v.No}, u.Touched(ctx, c, "matter.version_added", v, false)
}

func mayEdit(u *app.Unit, c *app.Course) error {
	return u.RequireAny(c.AtKeepers(func(b string) access.Need { return access.EditMatter(b, c.Matter.RaisedBy) })...)
}

// SendInput sends a version of the proposal to parties.
type SendInput struct {
	Matter  string
	Version string // id of the version of the proposal
	To      []string
	Note    string
}

// SentOut names a dispatch.
type SentOut struct {
	ID string
	No int64 // of the version
	To []string
}

// SendToParties sends a version of the proposal to parties, in one act: it
// freezes the version, opens the matter's public page, lets the parties' time
// to prepare begin, and says to whom it went. Whoever has got an earlier version
// gets the new one too, and nobody gets the same one twice.
var SendToParties = app.NewCommand("matter.send", sendToParties)

func sendToParties(ctx context.Context, u *app.Unit, in SendInput) (SentOut, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return SentOut{}, err
	}
	if err := u.RequireAny(c.AtKeepers(access.SendToParties)...); err != nil {
		return SentOut{}, err
	}
	if err := c.Matter.Can(matter.Send); err != nil {
		return SentOut{}, err
	}
	versions, err := u.Own.Versions(ctx, c.Matter.ID)
	if err != nil {
		return SentOut{}, err
	}
	v, latest, err := pick(versions, in.Version)
	if err != nil {
		return SentOut{}, err
	}
	for _, p := range in.To {
		if c.Structure.Party(p) == nil {
			return SentOut{}, fault.New(fault.Invalid, "send.unknown_party", p).On("to")
		}
	}
	if err := matter.CheckSending(v, in.To, sentTo(c), c.SentVersion(v.ID), latest); err != nil {
		return SentOut{}, err
	}
	o := c.Opens(v)
	o.Says("note", in.Note)
	if err := u.Guard(ctx, o); err != nil {
		return SentOut{}, err
	}
	d := store.Dispatch{ID: u.NewID(), Matter: c.Matter.ID, Version: v.ID, Note: in.Note, By: u.Viewer.Person,
		As: u.As(c.Structure), At: u.Now, To: in.To}
	if err := u.Own.AddDispatch(ctx, d); err != nil {
		return SentOut{}, err
	}
	m := c.Matter
	if m.PublicAt.IsZero() {
		m.PublicAt = u.Now
	}
	m.ChangedAt = u.Now
	if err := u.Own.SaveMatter(ctx, m); err != nil {
		return SentOut{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventSent, Public: true,
		Args: []string{strconv.FormatInt(v.No, 10), strconv.Itoa(len(in.To))}}); err != nil {
		return SentOut{}, err
	}
	u.Announce(app.Event{Type: "matter.sent", Object: m.ID, Version: m.Version + 1, Record: d, Public: true})
	_, err = u.Refresh(ctx, m.ID)
	return SentOut{d.ID, v.No, in.To}, err
}

func pick(versions []matter.Version, id string) (v matter.Version, latest bool, err error) {
	for i, x := range versions {
		if x.ID == id {
			return x, i == 0, nil
		}
	}
	return v, false, fault.New(fault.NotFound, "proposal.not_found")
}

// sentTo gives the parties that have got a version.
func sentTo(c *app.Course) []string {
	var out []string
	for p := range c.FirstSent() {
		out = append(out, p)
	}
	return out
}
