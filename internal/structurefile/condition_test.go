package structurefile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

var conditionFacts = []structure.Fact{
	{ID: "a", Type: structure.YesNo, Default: structure.Answer{Known: true}},
	{ID: "b", Type: structure.YesNo, Default: structure.Answer{Known: true, Yes: true}},
	{ID: "list", Type: structure.Parties, Default: structure.Answer{Known: true}},
}

// both compiles a condition in both ways.
func both(t testing.TB, text string) (simple func(structure.Env) rule.Truth, isSimple bool, partial func(structure.Env) rule.Truth) {
	t.Helper()
	c, err := newConditions(conditionFacts)
	if err != nil {
		t.Fatal(err)
	}
	tree, issues := c.env.Compile(text)
	if issues.Err() != nil {
		t.Fatal(text, issues.Err())
	}
	simple, isSimple = c.simple(tree.NativeRep().Expr())
	partial, err = c.partial(tree, []string{"a", "b", "list"})
	if err != nil {
		t.Fatal(err)
	}
	return simple, isSimple, partial
}

func TestCondition(t *testing.T) {
	yes, no, dunno := structure.Answer{Known: true, Yes: true}, structure.Answer{Known: true}, structure.Answer{}
	list := func(p ...string) structure.Answer { return structure.Answer{Known: true, Parties: p} }
	matter := structure.Matter{Kind: "agreement", Fields: []string{"health", "care"}, Origin: "alby"}
	tests := []struct {
		text  string
		facts structure.Facts
		want  rule.Truth
	}{
		{"facts.a", structure.Facts{"a": yes}, rule.True},
		{"facts.a", structure.Facts{"a": no}, rule.False},
		{"facts.a", structure.Facts{"a": dunno}, rule.Unknown},
		{"facts.a", nil, rule.False}, // the declared default
		{"facts.b", nil, rule.True},
		{"!facts.a", structure.Facts{"a": dunno}, rule.Unknown},
		{"facts.a || facts.b", structure.Facts{"a": yes, "b": dunno}, rule.True},
		{"facts.a || facts.b", structure.Facts{"a": dunno, "b": yes}, rule.True},
		{"facts.a || facts.b", structure.Facts{"a": dunno, "b": no}, rule.Unknown},
		{"facts.a && facts.b", structure.Facts{"a": dunno, "b": no}, rule.False},
		{"facts.a && facts.b", structure.Facts{"a": dunno, "b": yes}, rule.Unknown},
		{"facts.list != []", structure.Facts{"list": list("alby")}, rule.True},
		{"facts.list != []", nil, rule.False},
		{"facts.list != []", structure.Facts{"list": dunno}, rule.Unknown},
		{"'alby' in facts.list", structure.Facts{"list": list("berga", "alby")}, rule.True},
		{"'alby' in facts.list", structure.Facts{"list": dunno}, rule.Unknown},
		{"matter.kind == 'agreement' && facts.a", structure.Facts{"a": dunno}, rule.Unknown},
		{"matter.kind != 'agreement' && facts.a", structure.Facts{"a": dunno}, rule.False},
		{"matter.kind in ['contract', 'agreement']", nil, rule.True},
		{"'care' in matter.fields", nil, rule.True},
		{"'e-health' in matter.fields", nil, rule.False},
		{"matter.origin == 'alby' && matter.level == ''", nil, rule.True},
		{"facts.a == facts.b", structure.Facts{"a": yes, "b": yes}, rule.True},
		{"facts.a == facts.b", structure.Facts{"a": yes, "b": dunno}, rule.Unknown},
		// evaluated by CEL itself
		{"size(facts.list) > 1", structure.Facts{"list": list("alby", "berga")}, rule.True},
		{"size(facts.list) > 1", structure.Facts{"list": dunno}, rule.Unknown},
		{"size(facts.list) > 1 || facts.b", structure.Facts{"list": dunno}, rule.True},
		{"facts.list.exists(p, p == 'alby')", structure.Facts{"list": list("alby")}, rule.True},
		{"facts.list.all(p, p in ['alby', 'berga'])", structure.Facts{"list": list("alby", "cedby")}, rule.False},
		{"facts.list.exists(p, p == 'alby') && facts.a", structure.Facts{"list": dunno, "a": no}, rule.False},
		{"facts.a ? facts.b : matter.kind == 'agreement'", structure.Facts{"a": no}, rule.True},
	}
	for _, tt := range tests {
		simple, isSimple, partial := both(t, tt.text)
		env := structure.Env{Matter: matter, Facts: tt.facts}
		if got := partial(env); got != tt.want {
			t.Errorf("%s with %v by CEL: %v, want %v", tt.text, tt.facts, got, tt.want)
		}
		if isSimple {
			if got := simple(env); got != tt.want {
				t.Errorf("%s with %v: %v, want %v", tt.text, tt.facts, got, tt.want)
			}
		}
	}
}

// TestConditionsAgree compares the Go functions with CEL's own evaluation on
// random conditions and answers.
func TestConditionsAgree(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		text := randomCondition(rnd, 4)
		simple, ok, partial := both(t, text)
		if !ok {
			t.Fatalf("%s is not simple", text)
		}
		for range 12 {
			env := randomEnv(rnd)
			if a, b := simple(env), partial(env); a != b {
				t.Fatalf("%s with %+v: %v, CEL says %v", text, env, a, b)
			}
		}
	}
}

func randomCondition(rnd *rand.Rand, depth int) string {
	pick := func(s ...string) string { return s[rnd.IntN(len(s))] }
	if depth == 0 || rnd.IntN(4) == 0 {
		return pick("facts.a", "facts.b", "facts.list == []", "facts.list != []", "facts.list == ['alby']", "'alby' in facts.list",
			"matter.kind == 'x'", "matter.kind != matter.level", "matter.kind in ['x', 'y']", "'f' in matter.fields", "matter.origin in facts.list",
			"matter.fields == facts.list", "true", "false")
	}
	x, y := randomCondition(rnd, depth-1), randomCondition(rnd, depth-1)
	return pick("!("+x+")", "("+x+") && ("+y+")", "("+x+") || ("+y+")", "("+x+") == ("+y+")", "("+x+") != ("+y+")")
}

func randomEnv(rnd *rand.Rand) structure.Env {
	words := func(of ...string) (out []string) {
		for _, w := range of {
			if rnd.IntN(2) == 0 {
				out = append(out, w)
			}
		}
		return out
	}
	f := structure.Facts{}
	for _, id := range []string{"a", "b", "list"} {
		switch rnd.IntN(4) {
		case 0: // the default
		case 1:
			f[id] = structure.Answer{}
		default:
			f[id] = structure.Answer{Known: true, Yes: rnd.IntN(2) == 0}
			if id == "list" {
				f[id] = structure.Answer{Known: true, Parties: words("alby", "f")}
			}
		}
	}
	kind := []string{"x", "y", "z", ""}[rnd.IntN(4)]
	return structure.Env{Facts: f, Matter: structure.Matter{Kind: kind, Fields: words("f", "alby"), Origin: []string{"alby", "f"}[rnd.IntN(2)]}}
}

func TestConditionCost(t *testing.T) {
	_, _, partial := both(t, "facts.list.all(p, facts.list.all(q, facts.list.all(r, p == p || q == r)))")
	var many []string
	for i := range 200 {
		many = append(many, fmt.Sprint("party", i))
	}
	env := structure.Env{Facts: structure.Facts{"list": {Known: true, Parties: many}}}
	if got := partial(env); got != rule.Unknown {
		t.Errorf("a condition over its cost gave %v", got)
	}
}

func TestConditionReads(t *testing.T) {
	s := load(t)
	for id, want := range map[string]string{"commits": "commits", "acts": "acts", "remiss": "", "recommend": ""} {
		if got := strings.Join(s.Way(id).When.Reads, " "); got != want {
			t.Errorf("%s reads %q, want %q", id, got, want)
		}
	}
}

func BenchmarkCondition(b *testing.B) {
	simple, _, partial := both(b, "facts.a && ('care' in matter.fields || 'health' in matter.fields) && facts.list == []")
	env := structure.Env{Matter: structure.Matter{Fields: []string{"health"}}, Facts: structure.Facts{"a": {Known: true, Yes: true}}}
	b.Run("functions", func(b *testing.B) {
		for b.Loop() {
			simple(env)
		}
	})
	b.Run("cel", func(b *testing.B) {
		for b.Loop() {
			partial(env)
		}
	})
}
