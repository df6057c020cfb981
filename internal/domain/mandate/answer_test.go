package mandate

import (
	"fmt"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// TestAnswer: the words of every kind of text, with where it goes and by which
// rule.
func TestAnswer(t *testing.T) {
	s := county()
	no, yes, open := structure.Answer{Known: true}, structure.Answer{Known: true, Yes: true}, structure.Answer{}
	for name, c := range map[string]struct {
		body, kind string
		major      structure.Answer
		want       string
	}{
		"a minor matter":                    {"minor", "other", no, "decide[minor.decides] opinion[minor.prepares] prepare[minor.prepares]"},
		"a larger one goes to the chiefs":   {"minor", "agreement", no, "opinion[minor.prepares] prepare[minor.prepares] goes_to:decide>chiefs[minor.decides]"},
		"nobody has said how large":         {"minor", "other", open, "decide?major>chiefs[minor.decides] opinion[minor.prepares] prepare[minor.prepares]"},
		"its weight decides":                {"minor", "other", yes, "opinion[minor.prepares] prepare[minor.prepares] goes_to:decide>chiefs[minor.decides]"},
		"a position at each decision":       {"chiefs", "guideline", no, "decide!position[chiefs.position] recommend[chiefs.recommends]"},
		"a recommendation":                  {"chiefs", "other", no, "recommend[chiefs.recommends]"},
		"never stands over what is given":   {"board", "agreement", no, "not:decide[board.never]"},
		"never of a kind that nothing says": {"board", "other", no, "not:decide[board.never]"},
		"the text doesn't say":              {"silent", "agreement", no, "silent"},
		"a body that there isn't":           {"nowhere", "agreement", no, "silent"},
	} {
		var got []string
		for _, x := range Answer(s, c.body, env(t, s, c.kind, c.major)) {
			w := string(x.Word)
			if x.What != "" {
				w += ":" + string(x.What)
			}
			if x.Open {
				w += "?" + strings.Join(x.Turns, ",")
			}
			if len(x.To) > 0 {
				w += ">" + strings.Join(x.To, ",")
			}
			if x.Position {
				w += "!position"
			}
			for _, r := range x.Rules {
				w += "[" + r.ID + "]"
			}
			got = append(got, w)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: %s, want %s", name, g, c.want)
		}
	}
}

// TestAnswerToTheParties: a mandate that sends on to the parties names those
// that adopt something.
func TestAnswerToTheParties(t *testing.T) {
	s := county()
	s.Parties = []structure.Party{{ID: "alby", Adopts: true}, {ID: "club"}}
	s.Bodies[0].Mandates[0].ElseTo = structure.Who{Terms: []structure.Term{{Name: "alby"}, {Name: "club"}}}
	s.Build()
	a := Answer(s, "minor", env(t, s, "agreement", structure.Answer{Known: true}))
	last := a[len(a)-1]
	if last.Word != GoesOn || fmt.Sprint(last.Parties) != "[alby]" || len(last.To) > 0 {
		t.Errorf("%+v", last)
	}
}

// TestJudge: what the route asks and what the refusal says are one judgement:
// who is refused is not let through by a route, and the other way.
func TestJudge(t *testing.T) {
	s := county()
	for _, b := range []string{"minor", "chiefs", "board", "silent", "nowhere"} {
		for _, k := range s.DocumentKinds {
			for _, major := range []structure.Answer{{}, {Known: true}, {Known: true, Yes: true}} {
				h := Of(s, b, env(t, s, k.ID, major))
				for _, may := range []structure.May{structure.Decides, structure.Recommends, structure.Opines} {
					holds, _, failed := h.Judge(may)
					if refused := h.Check(may) != nil; refused != (holds != rule.True) {
						t.Errorf("%s, %s, %+v, %s: the route says %v, the refusal %v", b, k.ID, major, may, holds, refused)
					}
					if holds == rule.False && len(failed) == 0 {
						t.Errorf("%s, %s, %+v, %s: held back by no rule", b, k.ID, major, may)
					}
				}
			}
		}
	}
}

// TestTable: kinds of which a text says the same stand in one cell, and bodies
// of a template that may do the same in one row.
func TestTable(t *testing.T) {
	s := county()
	twin := s.Bodies[3]
	s.Bodies = append(s.Bodies, structure.Body{ID: "local-a", Template: "local"}, structure.Body{ID: "local-b", Template: "local"},
		structure.Body{ID: "local-c", Template: "local", Mandates: []structure.Mandate{{Kind: "any", May: []structure.May{structure.Prepares}, Rule: rule.Ref{ID: "c"}}}})
	s.Build()
	var got []string
	for _, r := range Table(s) {
		line := strings.Join(r.Bodies, "+")
		for _, c := range r.Cells {
			words := ""
			for _, x := range c.Says {
				words += " " + string(x.Word)
				if x.Open {
					words += "?"
				}
			}
			line += " | " + strings.Join(c.Kinds, ",") + ":" + words
		}
		got = append(got, line)
	}
	want := []string{
		"minor | agreement: opinion prepare goes_to | guideline,other: decide? opinion prepare",
		"chiefs | agreement: recommend | guideline: decide recommend | other: recommend",
		"board | agreement,guideline,other: not",
		twin.ID + " | agreement,guideline,other: silent",
		"local-a+local-b | agreement,guideline,other: silent",
		"local-c | agreement,guideline,other: prepare",
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}
