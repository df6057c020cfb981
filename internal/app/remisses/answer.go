package remisses

import (
	"context"
	"slices"
	"strconv"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/remiss"
	"samverk/internal/domain/routing"
	"samverk/internal/fault"
)

func count(n int) string { return strconv.Itoa(n) }

// DraftInput saves a party's draft of its answer, or of one of its units' where
// they answer each for itself. Version is the draft's, as it
// was read; 0 for the first.
type DraftInput struct {
	Remiss  string
	Party   string
	Unit    string // "" is the party as one
	Version int64
	Stance  remiss.Stance // "" while nobody has chosen
	Text    string
}

// Saved names the draft's version.
type Saved struct{ Version int64 }

// SaveDraft saves a party's draft. It is that party's alone.
var SaveDraft = app.NewCommand("remiss.draft", saveDraft)

func saveDraft(ctx context.Context, u *app.Unit, in DraftInput) (Saved, error) {
	r, err := asked(ctx, u, in.Remiss, in.Party)
	if err != nil {
		return Saved{}, err
	}
	if err := u.Require(access.WorkAtHome(in.Party)); err != nil {
		return Saved{}, err
	}
	who := remiss.Asked{Party: in.Party, Unit: in.Unit}
	if !slices.Contains(r.Asks(in.Party), who) {
		return Saved{}, r.NotSo(who)
	}
	d := remiss.Draft{Asked: who, Remiss: r.ID, Version: in.Version, By: u.Viewer.Person, At: u.Now}
	if d.Stance, d.Text, err = remiss.CheckDraft(in.Stance, in.Text); err != nil {
		return Saved{}, err
	}
	if err := u.Own.SaveAnswerDraft(ctx, d); err != nil {
		return Saved{}, err
	}
	u.Announce(app.Event{Type: "remiss.drafted", Object: "home/" + who.String() + "/" + r.ID, Version: in.Version + 1, Party: in.Party, Record: d, Private: true})
	return Saved{in.Version + 1}, nil
}

// asked gives a remiss to a viewer of a party that it asks; to others it is not
// found, so that nobody learns whom else they could answer for.
func asked(ctx context.Context, u *app.Unit, id, party string) (remiss.Remiss, error) {
	r, err := u.Own.Remiss(ctx, id)
	if err != nil {
		return r, err
	}
	if !slices.Contains(r.Parties, party) || !u.Viewer.InParty(party) {
		return r, fault.New(fault.NotFound, "not_found")
	}
	return r, nil
}

// AnswerInput sends the answer of a party, or of one of its units where they
// answer each for itself: a copy of what is given, that never changes.
type AnswerInput struct {
	Remiss string
	Party  string
	Unit   string // "" is the party as one
	Stance remiss.Stance
	Text   string
}

// Answered names the answer.
type Answered struct {
	ID   string
	Late bool
}

// Answer sends a party's answer. There is one from each party, or from each of its
// units where a rule says so: the party has answered when all of them have. A
// late one is taken and marked.
var Answer = app.NewCommand("remiss.answer", answer)

func answer(ctx context.Context, u *app.Unit, in AnswerInput) (Answered, error) {
	r, err := asked(ctx, u, in.Remiss, in.Party)
	if err != nil {
		return Answered{}, err
	}
	if err := u.Require(access.AnswerRemiss(in.Party)); err != nil {
		return Answered{}, err
	}
	c, err := u.Course(ctx, r.Matter)
	if err != nil {
		return Answered{}, err
	}
	before, err := u.Own.Answers(ctx, r.ID)
	if err != nil {
		return Answered{}, err
	}
	a, err := r.Reply(u.NewID(), remiss.Asked{Party: in.Party, Unit: in.Unit}, in.Stance, in.Text, before, u.Today, u.Now)
	if err != nil {
		return Answered{}, err
	}
	if err := u.Guard(ctx, app.Opening{Matter: r.Matter, Texts: []app.Said{{Field: "text", Text: a.Text}}}); err != nil {
		return Answered{}, err
	}
	a.SentBy, a.SentAs = u.Viewer.Person, u.As(c.Structure)
	if err := u.Own.AddAnswer(ctx, a); err != nil {
		return Answered{}, err
	}
	if !slices.Contains(r.Silent(append(before, a)), in.Party) {
		if err := u.Complete(ctx, c, matter.StationDone{Station: r.Station, Party: in.Party, Outcome: "answered"}); err != nil {
			return Answered{}, err
		}
	}
	late := ""
	if a.Late {
		late = "late"
	}
	e := matter.Event{Kind: app.EventRemissAnswer, Station: r.Station, Party: in.Party, Args: []string{string(a.Stance), late}}
	if a.Unit != "" {
		e.Kind, e.Args = app.EventRemissUnit, append(e.Args, Named(c.Structure, a.Asked))
	}
	if err := u.Tell(ctx, c, e); err != nil {
		return Answered{}, err
	}
	if err := u.Own.TouchMatter(ctx, c.Matter.ID, u.Now); err != nil {
		return Answered{}, err
	}
	u.Announce(app.Event{Type: "remiss.answered", Object: a.ID, Version: 1, Party: in.Party, Record: a})
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Answered{a.ID, a.Late}, err
}

// CloseInput closes a remiss with its compilation. Version is the remiss's, as
// it was read.
type CloseInput struct {
	Remiss    string
	Version   int64
	Synthesis string
}

// Closed tells how many answered.
type Closed struct {
	ID       string
	Answers  int
	Missing  []string // parties that none, or not all of their units, answered for
	MatterID string
}

// Close closes a remiss: after its deadline, or when all have answered. Parties
// that have not answered hold the matter up no longer.
var Close = app.NewCommand("remiss.close", closeRemiss)

func closeRemiss(ctx context.Context, u *app.Unit, in CloseInput) (Closed, error) {
	r, err := u.Own.Remiss(ctx, in.Remiss)
	if err != nil {
		return Closed{}, err
	}
	c, err := u.Course(ctx, r.Matter)
	if err != nil {
		return Closed{}, err
	}
	if err := u.RequireAny(c.AtKeepers(access.CreateRemiss)...); err != nil {
		return Closed{}, err
	}
	answers, err := u.Own.Answers(ctx, r.ID)
	if err != nil {
		return Closed{}, err
	}
	r.Version = in.Version
	if r, err = r.CloseWith(in.Synthesis, answers, u.Today, u.Now); err != nil {
		return Closed{}, err
	}
	if err := u.Guard(ctx, app.Opening{Matter: r.Matter, Texts: []app.Said{{Field: "synthesis", Text: r.Synthesis}}}); err != nil {
		return Closed{}, err
	}
	if err := u.Own.SaveRemiss(ctx, r); err != nil {
		return Closed{}, err
	}
	missing := r.Silent(answers)
	if st := c.Route.Station(r.Station); st != nil {
		for _, p := range append(slices.Clone(missing), notAsked(st, r.Parties)...) {
			if err := u.Complete(ctx, c, matter.StationDone{Station: r.Station, Party: p, Outcome: "no_answer"}); err != nil {
				return Closed{}, err
			}
		}
	}
	e := matter.Event{Kind: app.EventRemissClosed, Station: r.Station, Args: []string{count(len(answers)), count(len(r.All()))}, Public: c.Public()}
	if err := u.Tell(ctx, c, e); err != nil {
		return Closed{}, err
	}
	if err := u.Touched(ctx, c, "remiss.closed", r, true); err != nil {
		return Closed{}, err
	}
	_, err = u.Refresh(ctx, c.Matter.ID)
	return Closed{r.ID, len(answers), missing, r.Matter}, err
}

// notAsked gives the parties of the station that the remiss left out, so that
// its closing ends the station for all.
func notAsked(st *routing.Station, asked []string) []string {
	return slices.DeleteFunc(certain(st), func(p string) bool { return slices.Contains(asked, p) })
}
