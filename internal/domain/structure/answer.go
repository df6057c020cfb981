package structure

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"samverk/internal/fault"
)

// UnknownName is a name that the structure doesn't have: what sort of thing it
// should name, the name, and the names that there are. It is fault.Invalid.
type UnknownName struct {
	What  string // fact, kind, field, party, origin, value of fact x
	Name  string
	Known []string
}

// Error lists the known names.
func (e *UnknownName) Error() string {
	return fmt.Sprintf("unknown %s %q; known: %s", e.What, e.Name, strings.Join(e.Known, ", "))
}

// Unwrap makes errors.Is(err, fault.Invalid) hold.
func (e *UnknownName) Unwrap() error { return fault.Invalid }

// Answers gives the answer to every declared fact: the given one, or the
// default. A name that is no fact, and a party that is none, is an error that
// lists the known ones; all of them are reported.
func (s *Structure) Answers(given Facts) (Facts, error) {
	out := make(Facts, len(s.index.deflts))
	maps.Copy(out, s.index.deflts)
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(given)) {
		a := given[name]
		if s.Fact(name) == nil {
			errs = append(errs, &UnknownName{"fact", name, ids(s.Facts, func(f Fact) string { return f.ID })})
			continue
		}
		f := s.Fact(name)
		for _, p := range a.Parties {
			switch {
			case f.Type == Choice && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.ID == p }):
				errs = append(errs, &UnknownName{"option of fact " + name, p, ids(f.Options, func(o Option) string { return o.ID })})
			case f.Type != Choice && s.Party(p) == nil:
				errs = append(errs, &UnknownName{"party", p, s.partyIDs()})
			}
		}
		out[name] = a
	}
	return out, errors.Join(errs...)
}

// Ask checks a matter against the structure and gives what conditions see:
// the matter with every fact answered. An unknown kind, field, origin (a body
// or a party; "" is a person), level, fact or party is an error that lists the
// known ones; all of them are reported.
func (s *Structure) Ask(m Matter, given Facts) (Env, error) {
	var errs []error
	if s.DocumentKind(m.Kind) == nil {
		errs = append(errs, &UnknownName{"kind", m.Kind, ids(s.DocumentKinds, func(k DocumentKind) string { return k.ID })})
	}
	for _, f := range m.Fields {
		if s.Field(f) == nil {
			errs = append(errs, &UnknownName{"field", f, ids(s.Fields, func(f Field) string { return f.ID })})
		}
	}
	if m.Origin != "" && s.Body(m.Origin) == nil && s.Party(m.Origin) == nil {
		errs = append(errs, &UnknownName{"origin", m.Origin,
			append(ids(s.Bodies, func(b Body) string { return b.ID }), s.partyIDs()...)})
	}
	if m.Level != "" && s.Level(m.Level) == nil {
		errs = append(errs, &UnknownName{"level", m.Level, ids(s.Levels, func(l Level) string { return l.ID })})
	}
	answers, err := s.Answers(given)
	return Env{Matter: m, Facts: answers}, errors.Join(errors.Join(errs...), err)
}

// ParseAnswer reads an answer as it is written at the command line: yes, no or
// ? for a question, party ids with commas between them (or ?, or nothing for
// none) for a list of parties, an option (or several, where that may be) for a
// choice.
func (s *Structure) ParseAnswer(fact, value string) (Answer, error) {
	f := s.Fact(fact)
	if f == nil {
		return Answer{}, &UnknownName{"fact", fact, ids(s.Facts, func(f Fact) string { return f.ID })}
	}
	value = strings.TrimSpace(value)
	if value == "?" {
		return Answer{}, nil
	}
	if f.Type == YesNo {
		switch value {
		case "yes":
			return Answer{Known: true, Yes: true}, nil
		case "no":
			return Answer{Known: true}, nil
		}
		return Answer{}, &UnknownName{"value of fact " + fact, value, []string{"yes", "no", "?"}}
	}
	if f.Type == Choice {
		return f.choose(value)
	}
	a := Answer{Known: true}
	var errs []error
	for p := range strings.SplitSeq(value, ",") {
		p = strings.TrimSpace(p)
		switch {
		case p == "" || slices.Contains(a.Parties, p):
		case s.Party(p) == nil:
			errs = append(errs, &UnknownName{"party", p, s.partyIDs()})
		default:
			a.Parties = append(a.Parties, p)
		}
	}
	return a, errors.Join(errs...)
}

// choose reads the answer to a choice: one of its options, or several with
// commas between them where several may be chosen.
func (f *Fact) choose(value string) (Answer, error) {
	known := ids(f.Options, func(o Option) string { return o.ID })
	a := Answer{Known: true}
	for c := range strings.SplitSeq(value, ",") {
		c = strings.TrimSpace(c)
		if !slices.Contains(known, c) || len(a.Parties) > 0 && !f.Several {
			return Answer{}, &UnknownName{"value of fact " + f.ID, c, append(known, "?")}
		}
		if !slices.Contains(a.Parties, c) {
			a.Parties = append(a.Parties, c)
		}
	}
	return a, nil
}

func (s *Structure) partyIDs() []string { return ids(s.Parties, func(p Party) string { return p.ID }) }

func ids[T any](list []T, id func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = id(v)
	}
	return out
}
