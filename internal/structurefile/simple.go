package structurefile

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// The simple forms of a condition as Go functions: && || ! over yes-or-no
// facts, and == != in over texts and lists of texts. A matter's route asks
// hundreds of conditions; these answer in nanoseconds. Each form gives what
// CEL gives, unknown included.

type (
	boolean func(structure.Env) rule.Truth
	str     func(structure.Env) (s string, known bool)
	list    func(structure.Env) (l []string, known bool)
)

// simple turns a checked expression of truth into a function; ok is false when
// it holds another form.
func (c *conditions) simple(e ast.Expr) (_ boolean, ok bool) {
	switch e.Kind() {
	case ast.LiteralKind:
		b, ok := e.AsLiteral().(types.Bool)
		t := rule.Of(bool(b))
		return func(structure.Env) rule.Truth { return t }, ok
	case ast.IdentKind:
		f, ok := c.fact(e)
		return func(env structure.Env) rule.Truth {
			if a := answer(env, f); a.Known {
				return rule.Of(a.Yes)
			}
			return rule.Unknown
		}, ok && f.Type == structure.YesNo
	case ast.CallKind:
		return c.call(e.AsCall())
	}
	return nil, false
}

func (c *conditions) call(e ast.CallExpr) (boolean, bool) {
	switch e.FunctionName() {
	case operators.LogicalNot:
		x, ok := c.simple(e.Args()[0])
		return func(env structure.Env) rule.Truth { return x(env).Not() }, ok
	case operators.LogicalAnd:
		return c.join(e.Args(), rule.True, rule.False, rule.Truth.And)
	case operators.LogicalOr:
		return c.join(e.Args(), rule.False, rule.True, rule.Truth.Or)
	case operators.Equals:
		return c.equal(e.Args()[0], e.Args()[1])
	case operators.NotEquals:
		eq, ok := c.equal(e.Args()[0], e.Args()[1])
		return func(env structure.Env) rule.Truth { return eq(env).Not() }, ok
	case operators.In:
		x, ok := c.text(e.Args()[0])
		l, ok2 := c.list(e.Args()[1])
		return func(env structure.Env) rule.Truth {
			s, known := x(env)
			in, known2 := l(env)
			if !known || !known2 {
				return rule.Unknown
			}
			return rule.Of(slices.Contains(in, s))
		}, ok && ok2
	}
	return nil, false
}

// join folds && or ||, and stops where the result stands.
func (c *conditions) join(args []ast.Expr, start, stop rule.Truth, with func(a, b rule.Truth) rule.Truth) (boolean, bool) {
	parts := make([]boolean, len(args))
	for i, a := range args {
		x, ok := c.simple(a)
		if !ok {
			return nil, false
		}
		parts[i] = x
	}
	return func(env structure.Env) rule.Truth {
		t := start
		for _, p := range parts {
			if t = with(t, p(env)); t == stop {
				return t
			}
		}
		return t
	}, true
}

// equal compares two truths, two texts or two lists.
func (c *conditions) equal(a, b ast.Expr) (boolean, bool) {
	if x, ok := c.text(a); ok {
		y, ok := c.text(b)
		return func(env structure.Env) rule.Truth {
			s, known := x(env)
			t, known2 := y(env)
			if !known || !known2 {
				return rule.Unknown
			}
			return rule.Of(s == t)
		}, ok
	}
	if x, ok := c.list(a); ok {
		y, ok := c.list(b)
		return func(env structure.Env) rule.Truth {
			s, known := x(env)
			t, known2 := y(env)
			if !known || !known2 {
				return rule.Unknown
			}
			return rule.Of(slices.Equal(s, t))
		}, ok
	}
	x, ok := c.simple(a)
	y, ok2 := c.simple(b)
	return func(env structure.Env) rule.Truth {
		s, t := x(env), y(env)
		if s == rule.Unknown || t == rule.Unknown {
			return rule.Unknown
		}
		return rule.Of(s == t)
	}, ok && ok2
}

// text turns an expression of text into a function.
func (c *conditions) text(e ast.Expr) (str, bool) {
	switch e.Kind() {
	case ast.LiteralKind:
		s, ok := e.AsLiteral().(types.String)
		return func(structure.Env) (string, bool) { return string(s), true }, ok
	case ast.IdentKind:
		switch e.AsIdent() {
		case "matter.kind":
			return func(env structure.Env) (string, bool) { return env.Matter.Kind, true }, true
		case "matter.origin":
			return func(env structure.Env) (string, bool) { return env.Matter.Origin, true }, true
		case "matter.level":
			return func(env structure.Env) (string, bool) { return env.Matter.Level, true }, true
		}
	}
	return nil, false
}

// list turns an expression of a list of texts into a function.
func (c *conditions) list(e ast.Expr) (list, bool) {
	switch e.Kind() {
	case ast.ListKind:
		var out []string
		for _, x := range e.AsList().Elements() {
			if x.Kind() != ast.LiteralKind {
				return nil, false
			}
			s, ok := x.AsLiteral().(types.String)
			if !ok {
				return nil, false
			}
			out = append(out, string(s))
		}
		return func(structure.Env) ([]string, bool) { return out, true }, true
	case ast.IdentKind:
		if e.AsIdent() == "matter.fields" {
			return func(env structure.Env) ([]string, bool) { return env.Matter.Fields, true }, true
		}
		f, ok := c.fact(e)
		return func(env structure.Env) ([]string, bool) {
			a := answer(env, f)
			return a.Parties, a.Known
		}, ok && f.Type == structure.Parties
	}
	return nil, false
}

// fact gives the fact that a variable reads.
func (c *conditions) fact(e ast.Expr) (structure.Fact, bool) {
	id, is := strings.CutPrefix(e.AsIdent(), "facts.")
	for _, f := range c.facts {
		if is && f.ID == id {
			return f, true
		}
	}
	return structure.Fact{}, false
}
