package structurefile

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// The limits of a condition. Its cost counts CEL's steps: a condition that
// reads every party of the country once stays below.
const (
	maxCondition     = 1000 // characters
	maxConditionCost = 20_000
)

// conditions compiles the notation "condition": a CEL expression over the
// declared facts and the matter (matter.kind, fields, origin, level) that is
// true, false, or unknown while a fact that decides it is unanswered.
//
// CEL parses and checks every condition. Its checked tree is then turned into
// Go functions where it holds only the simple forms (see simple.go), which
// nearly every condition does; the rest is evaluated by CEL itself, partially.
// A test shows that both agree.
type conditions struct {
	env   *cel.Env
	facts []structure.Fact
	read  map[string]structure.Cond // those that are in order, by their text
}

// newConditions makes the compiler for a structure's facts.
func newConditions(facts []structure.Fact) (*conditions, error) {
	c := &conditions{facts: facts, read: map[string]structure.Cond{}}
	env, err := cel.NewEnv(append(c.variables(), cel.ParserExpressionSizeLimit(maxCondition), cel.ParserRecursionLimit(50))...)
	if err != nil {
		return nil, fmt.Errorf("conditions: %w", err)
	}
	c.env = env
	return c, nil
}

// variables declares what a condition sees: the matter and the facts.
func (c *conditions) variables() []cel.EnvOption {
	out := []cel.EnvOption{
		cel.Variable("matter.kind", cel.StringType),
		cel.Variable("matter.fields", cel.ListType(cel.StringType)),
		cel.Variable("matter.origin", cel.StringType),
		cel.Variable("matter.level", cel.StringType),
	}
	for _, f := range c.facts {
		t := cel.BoolType
		if f.Type == structure.Parties {
			t = cel.ListType(cel.StringType)
		}
		out = append(out, cel.Variable("facts."+f.ID, t))
	}
	return out
}

// condition reads the condition of a key; no key is the condition that always
// holds.
func (r *reader) condition(n *yaml.Node) structure.Cond {
	if n == nil {
		return structure.Cond{}
	}
	text := r.text(n)
	if text == "" {
		return structure.Cond{}
	}
	if c, is := r.conditions.read[text]; is {
		return c
	}
	r.ask(text)
	tree, issues := r.conditions.env.Compile(text)
	if issues.Err() != nil {
		for _, e := range issues.Errors() {
			r.report(r.inside(n, e.Location), Error, r.said(e.Message, msg("condition")), r.remedy(e.Message))
		}
		return structure.Cond{}
	}
	if tree.OutputType() != cel.BoolType {
		r.problem(n, msg("%q is no condition", text), msg("write something that is true or false, such as facts.x or matter.kind == 'y'"))
		return structure.Cond{}
	}
	native := tree.NativeRep()
	w := &walk{r: r, node: n, tree: native}
	w.expr(native.Expr())
	if w.bad {
		return structure.Cond{}
	}
	slices.Sort(w.reads)
	c := structure.Cond{Text: text, Reads: slices.Compact(w.reads)}
	if eval, ok := r.conditions.simple(native.Expr()); ok {
		c.Eval = eval
		r.conditions.read[text] = c
		return c
	}
	eval, err := r.conditions.partial(tree, c.Reads)
	if err != nil {
		r.problem(n, msg("the condition can't be used: %s", err.Error()), msg("write it more simply"))
		return c
	}
	c.Eval = eval
	r.conditions.read[text] = c
	return c
}

// ask counts the conditions that are compiled: each takes its time.
func (r *reader) ask(text string) {
	if r.asked += len(text); r.asked > maxAsked {
		r.tooLarge(msg("the conditions have more than %d characters in all", maxAsked))
	}
}

// inside gives the place within a condition that CEL complains of.
func (r *reader) inside(n *yaml.Node, at common.Location) structure.Pos {
	p := r.pos(n)
	if at.Line() != 1 || at.Column() < 0 || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return p
	}
	p.Column += at.Column()
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		p.Column++
	}
	return p
}

// said puts CEL's message on a condition or a requirement into the words of the
// structure language.
func (r *reader) said(m string, of structure.Message) structure.Message {
	if id, ok := undeclared(m); ok {
		if fact, ok := strings.CutPrefix(id, "facts."); ok {
			return msg("unknown fact %q", fact)
		}
		return msg("unknown name %q in a %s", id, of)
	}
	if rest, ok := strings.CutPrefix(m, "found no matching overload for "); ok {
		return apart(strings.ReplaceAll(rest, "_", ""))
	}
	if strings.HasPrefix(m, "Syntax error: ") { // what follows names the parser's own words
		return msg("the %s can't be read from here", of)
	}
	return msg("the %s can't be read: %s", of, m)
}

// apart says which kinds of value don't go together, from what CEL has of it:
// '==' applied to '(bool, string)'.
func apart(m string) structure.Message {
	function, args, ok := strings.Cut(m, "' applied to '(")
	if !ok {
		return msg("these don't go together: %s", m)
	}
	var values structure.Message
	for i, t := range strings.Split(strings.TrimSuffix(args, ")'"), ", ") {
		if value := valueWord(t); i == 0 {
			values = value
		} else {
			values = msg("%s, %s", values, value)
		}
	}
	return msg("these don't go together: '%s' applied to '(%s)'", strings.TrimPrefix(function, "'"), values)
}

// valueWord names a kind of value as CEL does.
func valueWord(t string) structure.Message {
	switch t {
	case "bool":
		return msg("bool")
	case "string":
		return msg("string")
	case "int":
		return msg("int")
	case "list(string)":
		return msg("list(string)")
	}
	return raw(t)
}

// remedy says what to write instead of what CEL complains of.
func (r *reader) remedy(m string) structure.Message {
	id, ok := undeclared(m)
	if !ok {
		if strings.HasPrefix(m, "Syntax error: ") {
			return msg(`write && for and, || for or, ! for not, == for is, for example facts.x && (matter.kind == 'y' || 'z' in matter.fields)`)
		}
		return msg(`write for example facts.x && (matter.kind == 'y' || 'z' in matter.fields); a yes-or-no fact stands alone, facts.x or !facts.x`)
	}
	if fact, ok := strings.CutPrefix(id, "facts."); ok {
		return oneOf(fact, r.factIDs())
	}
	known := []string{"matter.kind", "matter.fields", "matter.origin", "matter.level"}
	for _, f := range r.factIDs() {
		known = append(known, "facts."+f)
	}
	return oneOf(id, known)
}

func undeclared(m string) (string, bool) {
	rest, ok := strings.CutPrefix(m, "undeclared reference to '")
	if !ok {
		return "", false
	}
	id, _, _ := strings.Cut(rest, "'")
	return id, true
}

func (r *reader) factIDs() []string {
	out := make([]string, len(r.s.Facts))
	for i, f := range r.s.Facts {
		out[i] = f.ID
	}
	return out
}

// walk goes through a checked condition: it collects the facts read, refuses
// forms that have no place in a condition, and looks names in quotes up.
type walk struct {
	r     *reader
	node  *yaml.Node
	tree  *ast.AST
	reads []string
	model bool // a requirement, which sees more and can count
	bad   bool
}

// allowed tells which of CEL's functions a condition can use. None of them can
// fail, so that a condition that was checked never errs on a matter.
func allowed(function string) bool {
	switch function {
	case operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot,
		operators.Equals, operators.NotEquals, operators.In, operators.Conditional,
		operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals,
		operators.NotStrictlyFalse, "size":
		return true
	}
	return false
}

func (w *walk) problem(e ast.Expr, what, instead structure.Message) {
	w.bad = true
	w.r.report(w.r.inside(w.node, w.tree.SourceInfo().GetStartLocation(e.ID())), Error, what, instead)
}

func (w *walk) expr(e ast.Expr) {
	switch e.Kind() {
	case ast.IdentKind:
		if fact, ok := strings.CutPrefix(e.AsIdent(), "facts."); ok {
			w.reads = append(w.reads, fact)
		}
	case ast.CallKind:
		c := e.AsCall()
		if !allowed(c.FunctionName()) && !(w.model && counts(c.FunctionName())) {
			w.problem(e, msg("%q has no place in a %s", strings.Trim(c.FunctionName(), "_@"), w.what()), w.forms())
			return
		}
		if c.IsMemberFunction() {
			w.expr(c.Target())
		}
		for _, a := range c.Args() {
			w.expr(a)
		}
		w.names(c)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			w.expr(x)
		}
	case ast.SelectKind:
		if !w.model || e.AsSelect().IsTestOnly() {
			w.problem(e, msg("this form has no place in a %s", w.what()), w.forms())
			return
		}
		w.expr(e.AsSelect().Operand())
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		if w.model { // filter and map make lists, and exists_one counts
			w.expr(c.IterRange())
			w.expr(c.LoopStep())
			w.expr(c.Result())
			return
		}
		if v, ok := c.AccuInit().AsLiteral().(types.Bool); c.AccuInit().Kind() != ast.LiteralKind || !ok || v.Value() == nil {
			w.problem(e, msg("only exists and all go through a list"), msg("write list.exists(x, …) or list.all(x, …)"))
			return
		}
		w.expr(c.IterRange())
		w.expr(c.LoopStep())
	case ast.LiteralKind:
	default:
		w.problem(e, msg("this form has no place in a %s", w.what()), w.forms())
	}
}

// counts tells which functions a requirement can use beside those of a
// condition. A sum too large is nothing that anybody can say.
func counts(function string) bool {
	return function == operators.Add || function == operators.Subtract
}

func (w *walk) what() structure.Message {
	if w.model {
		return msg("requirement")
	}
	return msg("condition")
}

func (w *walk) forms() structure.Message {
	if w.model {
		return msg("use && || ! == != < > in + - size() exists() all() filter() map()")
	}
	return msg("use && || ! == != in size() exists() all()")
}

// names looks a literal up that is compared with something whose values are
// declared: matter.kind == 'agrement' is a slip that would never hold.
func (w *walk) names(c ast.CallExpr) {
	switch c.FunctionName() {
	case operators.Equals, operators.NotEquals, operators.In:
	default:
		return
	}
	a, b := c.Args()[0], c.Args()[1]
	for _, pair := range [][2]ast.Expr{{a, b}, {b, a}} {
		what, known := w.selected(pair[0])
		if pair[0].Kind() == ast.IdentKind {
			what, known = w.r.valuesOf(pair[0].AsIdent())
		}
		if what.Zero() {
			continue
		}
		for _, lit := range literals(pair[1]) {
			if v, ok := lit.AsLiteral().(types.String); ok && !slices.Contains(known, string(v)) {
				w.problem(lit, msg("unknown %s %q", what, string(v)), oneOf(string(v), known))
			}
		}
	}
}

func literals(e ast.Expr) []ast.Expr {
	switch e.Kind() {
	case ast.LiteralKind:
		return []ast.Expr{e}
	case ast.ListKind:
		var out []ast.Expr
		for _, x := range e.AsList().Elements() {
			out = append(out, literals(x)...)
		}
		return out
	}
	return nil
}

// valuesOf gives what a variable's values are called and which there are.
func (r *reader) valuesOf(variable string) (what structure.Message, known []string) {
	switch variable {
	case "matter.kind":
		for _, k := range r.s.DocumentKinds {
			known = append(known, k.ID)
		}
		return msg("kind"), known
	case "matter.fields":
		for _, f := range r.s.Fields {
			known = append(known, f.ID)
		}
		return msg("field"), known
	case "matter.level":
		for _, l := range r.s.Levels {
			known = append(known, l.ID)
		}
		return msg("level"), append(known, "")
	case "matter.origin":
		return msg("body or party"), append(r.known(aBody|aParty), "")
	}
	if fact, ok := strings.CutPrefix(variable, "facts."); ok {
		for _, f := range r.s.Facts {
			if f.ID == fact && f.Type == structure.Parties {
				return msg("party"), r.known(aParty)
			}
		}
	}
	return structure.Message{}, nil
}

// partial gives a condition's evaluation by CEL itself, in which an unanswered
// fact is an unknown value.
func (c *conditions) partial(tree *cel.Ast, reads []string) (func(structure.Env) rule.Truth, error) {
	prg, err := c.env.Program(tree, cel.EvalOptions(cel.OptPartialEval), cel.CostLimit(maxConditionCost))
	if err != nil {
		return nil, err
	}
	facts := c.reading(reads)
	return func(e structure.Env) rule.Truth {
		vars := map[string]any{}
		return judged(prg, vars, seen(vars, e, facts))
	}, nil
}

// reading gives the facts that an expression reads.
func (c *conditions) reading(reads []string) []structure.Fact {
	var out []structure.Fact
	for _, f := range c.facts {
		if slices.Contains(reads, f.ID) {
			out = append(out, f)
		}
	}
	return out
}

// seen puts a matter and the answers to the facts among the variables, and gives
// the facts that are open.
func seen(vars map[string]any, e structure.Env, facts []structure.Fact) (open []*cel.AttributePatternType) {
	vars["matter.kind"], vars["matter.fields"] = e.Matter.Kind, e.Matter.Fields
	vars["matter.origin"], vars["matter.level"] = e.Matter.Origin, e.Matter.Level
	for _, f := range facts {
		a := answer(e, f)
		switch {
		case !a.Known:
			open = append(open, cel.AttributePattern("facts."+f.ID))
		case f.Type == structure.Parties:
			vars["facts."+f.ID] = a.Parties
		default:
			vars["facts."+f.ID] = a.Yes
		}
	}
	return open
}

// judged evaluates a program: true, false, or unknown. Unknown is also what goes
// over its cost: in both cases nobody can say.
func judged(prg cel.Program, vars map[string]any, open []*cel.AttributePatternType) rule.Truth {
	in, err := cel.PartialVars(vars, open...)
	if err != nil {
		return rule.Unknown
	}
	out, _, err := prg.Eval(in)
	if b, ok := out.(types.Bool); ok && err == nil {
		return rule.Of(bool(b))
	}
	return rule.Unknown
}

// answer gives the answer to a fact, its default where none was given.
func answer(e structure.Env, f structure.Fact) structure.Answer {
	if a, ok := e.Facts[f.ID]; ok {
		return a
	}
	return f.Default
}
