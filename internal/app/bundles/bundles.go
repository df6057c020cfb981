package bundles

import (
	"context"
	"slices"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/sheet"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// In names a meeting.
type In struct{ Meeting string }

// How far a bundle has come; "" is one that nobody has asked for.
const (
	Waiting = store.BundleWaiting
	Making  = store.BundleMaking
	Ready   = store.BundleReady
	Failed  = store.BundleFailed
)

// View is the papers of a meeting as the viewer may read them, and how far the PDF
// of them has come.
type View struct {
	Meeting meeting.Meeting
	Whole   bool // of the meeting; otherwise called to the items that are there
	Order   Order
	Key     string
	Kept    store.Bundle
	Read    map[string]meeting.Reading // how the reading of the files went, by their hashes
	newest  time.Time                  // when the last of the papers that were put to items came or went
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Page gives the contents of a meeting's papers, to those who are of the meeting
// and, of their own items alone, to those who are called to some.
var Page = app.NewQuery("bundle.page", func(ctx context.Context, u *app.Unit, in In) (View, error) {
	v, _, err := view(ctx, u, in.Meeting)
	return v, err
})

// view gives the viewer's bundle, and it as it is kept.
func view(ctx context.Context, u *app.Unit, id string) (View, string, error) {
	m, err := u.Own.Meeting(ctx, id)
	if err != nil {
		return View{}, "", err
	}
	if err := u.Require(access.UseWorkspace()); err != nil {
		return View{}, "", err
	}
	whole := slices.ContainsFunc(m.Bodies(), u.Viewer.InBody)
	if !whole {
		if whole, err = u.Own.InvitedToAll(ctx, m.ID); err != nil {
			return View{}, "", err
		}
	}
	return viewOf(ctx, u, m, whole)
}

// viewOf gives the bundle of a meeting that the viewer is of, or may be called to
// items of; whole is that it is the first.
func viewOf(ctx context.Context, u *app.Unit, m meeting.Meeting, whole bool) (View, string, error) {
	items, partly, err := u.Own.AgendaSeen(ctx, m.ID)
	if err != nil {
		return View{}, "", err
	}
	if !whole && !partly {
		return View{}, "", fault.New(fault.NotFound, "not_found")
	}
	papers, err := u.Own.ItemPapers(ctx, m.ID, u.May(u.At(m, access.SetAgenda)), true)
	if err != nil {
		return View{}, "", err
	}
	s, err := u.StructureThen(ctx, m.On)
	if err != nil {
		return View{}, "", err
	}
	set, err := u.Own.PaperSetSent(ctx, m.ID) // its front pages are worded as the notice that went out
	if err != nil {
		return View{}, "", err
	}
	v := View{Meeting: m, Whole: whole, Order: order(m, meeting.Gather(m, items, papers, app.Today), s, set), Read: map[string]meeting.Reading{}}
	for _, p := range papers {
		v.Read[p.File.SHA] = p.Reading
		if !p.Proposal() {
			v.newest = later(v.newest, later(p.AddedAt, p.WithdrawnAt))
		}
	}
	var plan string
	if v.Key, plan, err = v.Order.Key(); err != nil {
		return View{}, "", err
	}
	v.Kept, err = u.Own.Bundle(ctx, v.Key)
	return v, plan, err
}

func order(m meeting.Meeting, b meeting.Bundle, s *structure.Structure, set store.PaperSet) Order {
	lang := set.Language()
	return Order{Form: form, Bundle: b, Body: s.PlaceName(m.Body), On: m.On, Starts: m.Starts, Ends: m.Ends, Place: m.Place, State: m.State,
		Lang: lang, County: s.Title.In(string(lang)), Set: set.Version}
}

// MakeInput asks for the viewer's bundle of a meeting. Again asks for it also when
// it was made before, or could not be made.
type MakeInput struct {
	Meeting string
	Again   bool
}

// Asked names the bundle that is made.
type Asked struct{ Key string }

// Make has the viewer's bundle made, unless it is there or is being made.
var Make = app.NewCommand("bundle.make", func(ctx context.Context, u *app.Unit, in MakeInput) (Asked, error) {
	v, plan, err := view(ctx, u, in.Meeting)
	if err != nil {
		return Asked{}, err
	}
	return ask(ctx, u, v, plan, in.Again)
})

// ask has a bundle made, unless it is there or is being made.
func ask(ctx context.Context, u *app.Unit, v View, plan string, again bool) (Asked, error) {
	e := app.Event{Type: "bundle.asked", Object: v.Meeting.ID, Record: Asked{v.Key}}
	if v.Kept.State == "" || again && v.Kept.State != Waiting && v.Kept.State != Making {
		b := v.Kept
		if b.Attempt == 0 {
			b = store.Bundle{Key: v.Key, Meeting: v.Meeting.ID, Plan: plan}
		}
		if err := u.Own.AskBundle(ctx, b, v.Order.put(), u.Now); err != nil {
			return Asked{}, err
		}
		ref := app.BundleRef{Key: v.Key, Attempt: b.Attempt + 1}
		e.Send = []app.Message{{Kind: app.MakeBundle, Key: app.MakeBundle + "/" + u.NewID(), Payload: ref}}
	}
	u.Announce(e)
	return Asked{v.Key}, nil
}

// Ahead has the bundle made of those who see all of a meeting that people are called
// to, as the installation: what they may read and nothing else, under the key that
// their own page makes. Nothing is made of a meeting that nobody is called to, that
// has been held, or that has no paper to bind; nor while a later paper calls for its
// own (fault.NotFound).
var Ahead = app.NewCommand("bundle.ahead", func(ctx context.Context, u *app.Unit, in app.AheadRef) (Asked, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Asked{}, err
	}
	m, err := u.Own.Meeting(ctx, in.Meeting)
	if err != nil {
		return Asked{}, err
	}
	v, plan, err := viewOf(ctx, u, m, true)
	if err != nil {
		return Asked{}, err
	}
	if m.State != meeting.Called || len(v.Order.Bundle.Bound()) == 0 || v.newest.After(in.At) {
		return Asked{}, fault.New(fault.NotFound, "not_found")
	}
	return ask(ctx, u, v, plan, false)
})

// Work is a bundle to make.
type Work struct {
	store.Bundle
	Order Order
	Set   sheet.Set
	Read  map[string]store.FileText // what was read of its files, by their hashes
}

// ToMake gives a bundle to the job that makes it; fault.NotFound when it is not
// wanted any more.
var ToMake = app.NewQuery("bundle.to_make", func(ctx context.Context, u *app.Unit, in app.BundleRef) (Work, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Work{}, err
	}
	b, err := u.Own.Bundle(ctx, in.Key)
	if err != nil {
		return Work{}, err
	}
	if b.Attempt != in.Attempt || b.State != Waiting && b.State != Making {
		return Work{}, fault.New(fault.NotFound, "not_found")
	}
	w := Work{Bundle: b}
	if w.Order, err = Read(b.Plan); err != nil {
		return Work{}, err
	}
	set, err := u.Own.PaperSetOf(ctx, w.Order.Set)
	if err != nil {
		return Work{}, err
	}
	w.Set = set.Set
	w.Set.Lang, w.Set.County = w.Order.Lang, w.Order.County
	w.Read, err = u.Own.FileTexts(ctx, w.Order.files())
	return w, err
})
