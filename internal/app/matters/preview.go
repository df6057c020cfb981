package matters

import (
	"context"
	"strconv"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// PreviewInput is a matter that nobody has raised yet. Without a kind there is
// no route: the questions and who it can be raised from are all that is given.
type PreviewInput struct {
	Kind    string
	Fields  []string
	Origin  string
	EntryOn workday.Date
	Others  []matter.Object // kind and title of the other documents that it leads to
	Facts   structure.Facts
}

// Preview is the route as it forms while questions are answered.
type Preview struct {
	*app.Course
	Questions []Question
	Refused   error    // a rule.Refusal when it can't be raised from the origin
	Origins   []string // parties and bodies that the viewer can raise it from
}

// Question is a fact with its answer.
type Question struct {
	structure.Fact
	Answer  structure.Answer
	Settled bool // nothing turns on it with the other answers given
}

// PreviewRoute gives route and journey for answers given before a matter is
// raised, and saves nothing. "Don't know yet" is an answer: Facts with Known
// false; the route then shows both ways (Route.Turns).
var PreviewRoute = app.NewQuery("matter.preview", previewRoute)

func previewRoute(ctx context.Context, u *app.Unit, in PreviewInput) (Preview, error) {
	s, err := u.Structure(ctx)
	if err != nil {
		return Preview{}, err
	}
	if err := u.Require(access.RaiseMatter()); err != nil {
		return Preview{}, err
	}
	origins := append(u.Viewer.HomeParties(), u.Viewer.BodyIDs()...)
	if in.Kind == "" { // nothing to compose from yet: the questions alone
		facts, err := s.Answers(in.Facts)
		if err != nil {
			return Preview{}, err
		}
		c := &app.Course{Dossier: &matter.Dossier{}, Structure: s, Env: structure.Env{Facts: facts}, Route: &routing.Route{}, Today: u.Today}
		return Preview{Course: c, Questions: questions(c), Origins: origins}, nil
	}
	env, err := s.Ask(structure.Matter{Kind: in.Kind, Fields: in.Fields, Origin: in.Origin}, in.Facts)
	if err != nil {
		return Preview{}, err
	}
	m := matter.Matter{Kind: in.Kind, Fields: in.Fields, Origin: in.Origin, EntryOn: in.EntryOn,
		State: matter.Raised, RaisedAt: u.Now}
	var each []matter.Object
	for i, o := range in.Others { // a title is asked for when it is raised
		if s.DocumentKind(o.Kind) != nil && i < matter.MaxObjects {
			each = append(each, matter.Object{ID: strconv.Itoa(i + 2), Kind: o.Kind, Title: o.Title})
		}
	}
	if len(each) > 0 {
		each = append([]matter.Object{{ID: "1", Kind: m.Kind}}, each...)
	}
	c, err := u.Imagine(ctx, m, each, env.Facts)
	if err != nil {
		return Preview{}, err
	}
	return Preview{Course: c, Questions: questions(c), Refused: matter.Admitted(s, env), Origins: origins}, nil
}

// questions gives the facts of the structure with the matter's answers.
func questions(c *app.Course) []Question {
	out := make([]Question, len(c.Structure.Facts))
	for i, f := range c.Structure.Facts {
		q := Question{Fact: f, Answer: c.Env.Facts[f.ID], Settled: true}
		for _, t := range c.Route.Turns {
			if t.Fact == f.ID {
				q.Settled = t.Settled
			}
		}
		out[i] = q
	}
	return out
}
