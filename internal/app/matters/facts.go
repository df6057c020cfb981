package matters

import (
	"context"
	"maps"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// FactsInput is new answers to what a matter's route turns on; a fact that is
// left out keeps its answer. Version is the matter's, as it was read.
type FactsInput struct {
	Matter  string
	Version int64
	Facts   structure.Facts
}

// FactsPreview is what the answers would make of the route.
type FactsPreview struct {
	Now       *app.Course
	Then      *app.Course
	Diff      routing.Difference
	Questions []Question // with the new answers
	EndNow    workday.Date
	EndThen   workday.Date
}

// PreviewFacts shows the difference that new answers make, before they are
// accepted. It saves nothing.
var PreviewFacts = app.NewQuery("matter.preview_facts", previewFacts)

func previewFacts(ctx context.Context, u *app.Unit, in FactsInput) (FactsPreview, error) {
	now, err := u.Course(ctx, in.Matter)
	if err != nil {
		return FactsPreview{}, err
	}
	if err := u.RequireAny(factNeeds(now)...); err != nil {
		return FactsPreview{}, err
	}
	facts, err := merged(now, in.Facts)
	if err != nil {
		return FactsPreview{}, err
	}
	then, err := u.CourseWith(ctx, in.Matter, facts)
	if err != nil {
		return FactsPreview{}, err
	}
	return FactsPreview{Now: now, Then: then, Diff: routing.Diff(*now.Route, *then.Route), Questions: questions(then),
		EndNow: now.Earliest(), EndThen: then.Earliest()}, nil
}

// ChangeFacts accepts new answers: the route is composed anew, what is done
// stays done.
var ChangeFacts = app.NewCommand("matter.change_facts", changeFacts)

func changeFacts(ctx context.Context, u *app.Unit, in FactsInput) (Changed, error) {
	c, err := u.Course(ctx, in.Matter)
	if err != nil {
		return Changed{}, err
	}
	if err := u.RequireAny(factNeeds(c)...); err != nil {
		return Changed{}, err
	}
	if err := c.Matter.Can(matter.Edit); err != nil {
		return Changed{}, err
	}
	if _, err := merged(c, in.Facts); err != nil {
		return Changed{}, err
	}
	m := c.Matter
	m.Version, m.ChangedAt = in.Version, u.Now
	if err := u.Own.SaveMatter(ctx, m); err != nil {
		return Changed{}, err
	}
	if err := u.Own.SetFacts(ctx, m.ID, in.Facts, u.Viewer.Person, u.Now); err != nil {
		return Changed{}, err
	}
	if err := u.Tell(ctx, c, matter.Event{Kind: matter.EventFactsChanged, Args: factArgs(c, in.Facts)}); err != nil {
		return Changed{}, err
	}
	u.Announce(app.Event{Type: "matter.facts_changed", Object: m.ID, Version: m.Version + 1, Record: in, Public: c.Public()})
	_, err = u.Refresh(ctx, m.ID)
	return Changed{m.ID, m.Version + 1}, err
}

// Changed names a matter and its version after an act.
type Changed struct {
	ID      string
	Version int64
}

// factNeeds gives who may change the answers: those who sort the matter, the body
// that has it, and before it is sorted the one who raised it.
func factNeeds(c *app.Course) []access.Need {
	raiser := ""
	if c.Matter.State == matter.Raised {
		raiser = c.Matter.RaisedBy
	}
	needs := c.AtKeepers(func(b string) access.Need { return access.ChangeFacts(b, raiser) })
	return append(needs, access.ChangeFacts(c.Sorter(), raiser), access.TriageMatter(c.Sorter()))
}

// merged gives the matter's answers with new ones; an unknown fact or party is
// an error that lists the known.
func merged(c *app.Course, facts structure.Facts) (structure.Facts, error) {
	out := maps.Clone(c.Facts)
	maps.Copy(out, facts)
	if _, err := c.Structure.Answers(facts); err != nil {
		return nil, err
	}
	return out, nil
}

// factArgs gives fact, old answer and new answer of each that changed, for the
// matter's log: "yes", "no", "?" or party ids.
func factArgs(c *app.Course, facts structure.Facts) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		old, now := answerWord(c.Structure, name, c.Env.Facts[name]), answerWord(c.Structure, name, facts[name])
		if old != now {
			out = append(out, name, old, now)
		}
	}
	return out
}

func answerWord(s *structure.Structure, fact string, a structure.Answer) string {
	f := s.Fact(fact)
	switch {
	case !a.Known:
		return "?"
	case f != nil && f.Type != structure.YesNo:
		return strings.Join(a.Parties, ",")
	case a.Yes:
		return "yes"
	}
	return "no"
}
