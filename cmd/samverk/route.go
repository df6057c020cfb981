package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/structurefile"
)

// matterFlags describe a matter at the command line.
type matterFlags struct {
	spoken
	Structure string   `required:"" help:"Structure file (YAML)." placeholder:"FILE"`
	Kind      string   `required:"" help:"Kind of document." placeholder:"KIND"`
	Field     []string `help:"Field of cooperation; may be given several times." placeholder:"FIELD"`
	Origin    string   `help:"Body or party that raised it." placeholder:"BODY|PARTY"`
	Fact      []string `sep:"none" help:"Answer to a question: yes, no, ?, ids of parties or options with commas between; may be given several times." placeholder:"NAME=VALUE"`
	Format    string   `enum:"text,json" default:"text" help:"text or json."`
}

// route prints the route of a matter: the stations in order, each with the
// clause that put it there, and what the rules leave open.
type routeVerb struct {
	matterFlags
	On string `help:"The day whose rules hold; today when left out." placeholder:"DATE"`
}

// Run does it.
func (c *routeVerb) Run() error {
	on := workday.On(time.Now(), time.Local)
	if c.On != "" {
		d, err := workday.Parse(c.On)
		if err != nil {
			return misuse(os.Stderr, fmt.Errorf("--on: %w", err))
		}
		on = d
	}
	s, in, err := c.matter(on, "", os.Stderr)
	if err != nil {
		return err
	}
	r := routing.Compose(s, in)
	if c.Format == "json" {
		return writeJSON(os.Stdout, routeJSON(s, in, &r, nil))
	}
	return writeRoute(os.Stdout, s, in, &r, nil)
}

// matter reads the structure and what is said of the matter. A file with
// errors gives exit status 1; an unknown kind, field, body, party or fact gives
// 2 and lists the known ones. Both are told on errs.
func (c *matterFlags) matter(on workday.Date, practice string, errs io.Writer) (*structure.Structure, routing.Input, error) {
	s, err := loadStructure(c.Structure, c.spoken, errs)
	if err != nil {
		return nil, routing.Input{}, err
	}
	if practice != "" {
		p, err := structurefile.LoadPractice(practice, s)
		var problems structurefile.Problems
		switch {
		case errors.As(err, &problems):
			c.tell(errs, problems)
			return nil, routing.Input{}, exit(1)
		case err != nil:
			return nil, routing.Input{}, unreadable(err, errs)
		}
		s = s.WithPractice(p)
	}
	in := routing.Input{On: on, Matter: structure.Matter{Kind: c.Kind, Fields: c.Field, Origin: c.Origin}, Facts: structure.Facts{}}
	var wrong []error
	for _, f := range c.Fact {
		name, value, ok := strings.Cut(f, "=")
		if !ok {
			wrong = append(wrong, fmt.Errorf("--fact %s: write name=value", f))
			continue
		}
		a, err := s.ParseAnswer(name, value)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		if _, twice := in.Facts[name]; twice {
			wrong = append(wrong, fmt.Errorf("--fact %s: %s is answered twice", f, name))
			continue
		}
		in.Facts[name] = a
	}
	env, err := s.Ask(in.Matter, in.Facts)
	if err := errors.Join(append(wrong, err)...); err != nil {
		return nil, in, misuse(errs, err)
	}
	in.Facts = env.Facts
	return s, in, nil
}

// misuse tells of wrong use of the command, a line per mistake: exit status 2.
func misuse(errs io.Writer, err error) error {
	for _, l := range strings.Split(err.Error(), "\n") {
		fmt.Fprintln(errs, "samverk:", l)
	}
	return exit(2)
}

// The wire form of a route: a contract that other programs rely on. Arrays are
// never null.
type (
	routeWire struct {
		Matter   matterWire     `json:"matter"`
		Steps    []stepWire     `json:"steps"`
		Findings []rule.Finding `json:"findings"`
		Offered  []offerWire    `json:"offered"` // what rules say may be done
		*journeyWire
	}
	matterWire struct {
		Kind   string         `json:"kind"`
		Fields []string       `json:"fields"`
		Origin string         `json:"origin"`
		Facts  map[string]any `json:"facts"` // "yes", "no", "?" or the ids of parties
		On     workday.Date   `json:"on"`
	}
	stepWire struct {
		ID       string     `json:"id"`
		Step     string     `json:"step"`
		Bodies   []string   `json:"bodies"`
		Parties  []string   `json:"parties"`
		Days     *int       `json:"days"`
		Within   *int       `json:"within,omitempty"` // at most so many days
		Round    int        `json:"round,omitempty"`  // 2 is the second; left out in the first
		Units    []string   `json:"units,omitempty"`  // "party/unit": those that answer each for itself
		Possible bool       `json:"possible"`
		TurnsOn  []string   `json:"turns_on"`
		After    []string   `json:"after"`
		Rule     rule.Ref   `json:"rule"`
		Rules    []rule.Ref `json:"rules"`
		*legWire
	}
	offerWire struct {
		ID    string     `json:"id"`
		Step  string     `json:"step"`
		Rules []rule.Ref `json:"rules"`
	}
)

// routeJSON gives the wire form of a route, with a journey when there is one.
func routeJSON(s *structure.Structure, in routing.Input, r *routing.Route, t *travel) routeWire {
	w := routeWire{Matter: matterWire{Kind: in.Matter.Kind, Fields: list(in.Matter.Fields), Origin: in.Matter.Origin,
		Facts: map[string]any{}, On: in.On}, Steps: []stepWire{}, Findings: []rule.Finding{}, Offered: []offerWire{}}
	for i := range s.Facts {
		f := &s.Facts[i]
		w.Matter.Facts[f.ID] = answerWire(f, in.Facts[f.ID])
	}
	for i := range r.Stations {
		st := &r.Stations[i]
		x := stepWire{ID: st.ID, Step: string(st.Step), Bodies: list(st.Bodies), Parties: list(st.Parties), Days: st.Days.N,
			Within: st.Within, Units: st.Units, Possible: st.Possible, TurnsOn: list(st.TurnsOn), After: []string{}, Rule: st.Rules[0], Rules: cited(st.Rules)}
		if st.Round > 0 {
			x.Round = st.Round + 1
		}
		for _, l := range st.After {
			x.After = append(x.After, l.Station)
		}
		if t != nil {
			x.legWire = t.leg(st)
		}
		w.Steps = append(w.Steps, x)
	}
	for _, f := range r.Findings {
		f.Rules = cited(f.Rules)
		w.Findings = append(w.Findings, f)
	}
	for i := range r.Offered {
		o := &r.Offered[i]
		w.Offered = append(w.Offered, offerWire{o.ID, string(o.Step), cited(o.Rules)})
	}
	if t != nil {
		w.journeyWire = t.wire()
	}
	return w
}

// cited gives rules with each clause that they cite in a row of its own.
func cited(rules []rule.Ref) []rule.Ref {
	out := make([]rule.Ref, 0, len(rules))
	for _, r := range rules {
		out = append(out, r)
		for _, c := range r.Clauses {
			if c != r.Clause {
				r := r
				r.Clause = c
				out = append(out, r)
			}
		}
	}
	return out
}

func answerWire(f *structure.Fact, a structure.Answer) any {
	switch {
	case !a.Known:
		return "?"
	case f.Type != structure.YesNo:
		return list(a.Parties)
	case a.Yes:
		return "yes"
	}
	return "no"
}

// list makes a nil list an empty one.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
