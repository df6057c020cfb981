package compare

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	catalogue "samverk/internal/text"
)

// meansNothing are the fields that say nothing that people have to know: what a
// thing is written as, how it is explained or translated, and what stands at
// the head of a comparison.
var meansNothing = regexp.MustCompile(strings.Join([]string{
	`^Valid\.From$`, `^ID$`, `Text\.EN$`, `\.EN$`, `Hint\.`, `RuleAt`, `\.Short$`, `^Practice\.(SetBy|Since|Example)$`,
	`(Rule|Src|CoOpts|Ref)\.(Clause|Clauses|Document|Section|Because|Practice|ID)$`, `(By|Who|To|Of|At|From|HeldBy|With|Invites|Check|Files|Else|Parties|SameAs|Turns|StandsFor|SharedBy|Represents|ElseTo)\.Text$`,
	`(Number|Count|DaysBefore|Deputies|Adjusters)\.Text$`, `(Number|Count|DaysBefore|Deputies|Adjusters)\.(About|Per)$`,
	`(When|Unless|That)\.`,                    // judged by what it does, in the tests of ways and mandates
	`^Circles`, `^Ways`, `^Sets\[\d\]\.Short`, // by what they do
	`\.Template$`, `\.For$`, // how the file is written: bodies are compared one by one
	`Seats\[\d\]\.ID$`, `^Bodies\[0\]\.Seats\[1\]\.EachOffice`, `Seats\[\d\]\.From\.`, `Mandates\[0\]\.ElseTo\.(Jointly|OneOf|AnyOf)`, `Mandates\[1\]\.Position`, `Relations\[0\]\.To\.`,
	`Facts\[[012]\]\.Several`, `Options\[\d\]\.Name`, `Costs\.Rule`, `Terms\[\d\]\.(Fact|Each|Part)$`, `Force$`,
}, "|"))

// TestEveryFieldIsTold changes one value of the sampler at a time: every one
// that means something is told, in a sentence that the catalogue has.
func TestEveryFieldIsTold(t *testing.T) {
	tr := catalogue.For("sv")
	tried := map[string]bool{}
	walk(reflect.ValueOf(county()).Elem(), "", func(path string, change func(root reflect.Value)) {
		kind := regexp.MustCompile(`\[\d+\]`).ReplaceAllString(path, "")
		if meansNothing.MatchString(path) {
			return
		}
		tried[kind] = true
		n := county()
		change(reflect.ValueOf(n).Elem())
		n.Build()
		c := Structures(county(), n)
		if c.None() {
			t.Errorf("%s: not told", path)
		}
		for _, x := range c.Changes {
			if s := tr.Whole(x.Key, x.Args...); strings.ContainsAny(s, "[]{}") || strings.Contains(s, "%!") {
				t.Errorf("%s: %s", path, s)
			}
		}
	})
	if len(tried) < 170 {
		t.Errorf("only %d fields are tried", len(tried))
	}
}

// TestNothingIsToldOfTheSame: two readings of one text, and one in another order
// with other explanations, change nothing.
func TestNothingIsToldOfTheSame(t *testing.T) {
	other := county()
	for _, turn := range []func(){
		func() { slices.Reverse(other.Ways) }, func() { slices.Reverse(other.Bodies) }, func() { slices.Reverse(other.Parties) },
		func() { slices.Reverse(other.Facts) }, func() { slices.Reverse(other.DocumentKinds) }, func() { slices.Reverse(other.Fields) },
		func() { slices.Reverse(other.Body("chiefs").Seats) }, func() { slices.Reverse(other.Body("chiefs").Mandates) },
	} {
		turn()
		other.Build()
	}
	other.Body("chiefs").Rule.Because = "Med andra ord."
	other.Ways[0].Rule.Because = "Med andra ord."
	other.Body("chiefs").Seats[0].ID, other.Body("chiefs").Seats[1].ID = "a", "b"
	if c := Structures(county(), other); !c.None() || len(c.Seats)+len(c.Meetings) > 0 {
		t.Errorf("%+v", c)
	}
}

// TestAWayIsComparedWhole: no field of a way is left out of what decides whether
// ways have changed.
func TestAWayIsComparedWhole(t *testing.T) {
	n := 3
	whole := func() *structure.Way {
		return &structure.Way{Rule: ref("w"), Period: structure.Period{From: "2026-01-01", To: "2027-01-01"}, When: structure.Cond{Text: "x"}, Verb: structure.Need, Step: structure.Decide,
			Of: who("alby"), At: who("board"), By: "council", Via: who("site"), Around: []structure.Step{structure.Decide}, Before: []structure.Anchor{{Step: structure.Pass, At: who("board")}},
			After: []structure.Anchor{{Step: structure.Pass, At: who("board")}}, Beside: []structure.Step{structure.Pass}, Over: []string{"v"}, Window: structure.Days{Practice: "remiss", N: &n}, Within: &n,
			Through: []structure.Anchor{{Step: structure.Pass, At: who("board")}}, Ladder: []structure.Rung{{Of: who("alby"), At: who("board"), Within: &n}}, Answers: "each unit",
			Upon: structure.Upon{Anchor: structure.Anchor{Step: structure.Decide, At: who("board")}, Outcome: "changed", BackTo: structure.Prepare, LiftTo: who("board"), Rounds: 2, Else: who("alby")}}
	}
	said := func(v any) string { return wayCanon(v.(*structure.Way)) }
	walk(reflect.ValueOf(whole()).Elem(), "", func(path string, change func(root reflect.Value)) {
		if regexp.MustCompile(`Rule\.(Clause|Clauses|Document|Section|Because|Practice)$|(Of|At|Via|LiftTo|Else)\.Text$|When\.(Reads|Eval)`).MatchString(path) {
			return
		}
		w := whole()
		change(reflect.ValueOf(w).Elem())
		if said(w) == said(whole()) {
			t.Errorf("%s is not compared", path)
		}
	})
}

// walk gives every value below one, with a function that changes it in another
// root of the same shape.
func walk(v reflect.Value, path string, do func(path string, change func(root reflect.Value))) {
	var down func(v reflect.Value, path string, find func(root reflect.Value) reflect.Value)
	down = func(v reflect.Value, path string, find func(root reflect.Value) reflect.Value) {
		leaf := func(set func(x reflect.Value)) { do(path, func(root reflect.Value) { set(find(root)) }) }
		switch v.Kind() {
		case reflect.Struct:
			if w, is := v.Interface().(structure.Who); is && w.Zero() {
				return // nobody is named in no way
			}
			for i := range v.NumField() {
				f := v.Type().Field(i)
				if !f.IsExported() {
					continue
				}
				down(v.Field(i), strings.TrimPrefix(path+"."+f.Name, "."), func(root reflect.Value) reflect.Value { return find(root).Field(i) })
			}
		case reflect.Slice:
			for i := range v.Len() {
				down(v.Index(i), fmt.Sprintf("%s[%d]", path, i), func(root reflect.Value) reflect.Value { return find(root).Index(i) })
			}
		case reflect.Pointer:
			if !v.IsNil() {
				down(v.Elem(), path, func(root reflect.Value) reflect.Value {
					p := find(root)
					fresh := reflect.New(p.Type().Elem())
					fresh.Elem().Set(p.Elem())
					p.Set(fresh)
					return fresh.Elem()
				})
			}
		case reflect.String:
			if v.String() == "" {
				return
			}
			leaf(func(x reflect.Value) {
				switch x.Interface().(type) {
				case workday.Date:
					x.SetString("2031-05-05")
				case structure.Step:
					x.SetString(string(structure.FollowUp))
				case structure.Verb:
					x.SetString(string(structure.Bar))
				case structure.FactType:
					x.SetString(map[string]string{"yes_no": "parties", "parties": "yes_no"}[x.String()])
				case structure.RelationKind:
					x.SetString(string(structure.Supports))
				case structure.May:
					x.SetString(string(structure.Recommends))
				default:
					x.SetString(x.String() + "x")
				}
			})
		case reflect.Int:
			if _, force := v.Interface().(rule.Force); force || v.Int() == 0 {
				return
			}
			leaf(func(x reflect.Value) { x.SetInt(x.Int() + 1) })
		case reflect.Bool:
			leaf(func(x reflect.Value) { x.SetBool(!x.Bool()) })
		}
	}
	down(v, path, func(root reflect.Value) reflect.Value { return root })
}
