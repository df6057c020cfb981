package structurefile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/ext"
	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/decision"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// maxRequirementCost counts CEL's steps: a requirement that compares every two
// members of a large body stays below.
const maxRequirementCost = 1_000_000

// requirements compiles requirements: CEL over what structure.Seen holds, an
// environment for each thing that a requirement can be over.
type requirements struct {
	env map[string]*cel.Env
}

// newRequirements makes the compiler. The model has types, so that an attribute
// that is misspelt is found when the file is read.
func newRequirements(c *conditions) (*requirements, error) {
	model, err := cel.NewEnv(
		ext.NativeTypes(ext.ParseStructTag("json"), reflect.TypeFor[structure.SeenBody](), reflect.TypeFor[structure.SeenMember](), reflect.TypeFor[structure.SeenDecision]()),
		cel.Variable("body", cel.ObjectType("structure.SeenBody")),
		cel.Variable("members", cel.ListType(cel.ObjectType("structure.SeenMember"))),
		cel.ParserExpressionSizeLimit(maxCondition),
		cel.ParserRecursionLimit(50),
	)
	if err != nil {
		return nil, fmt.Errorf("requirements: %w", err)
	}
	more := append([]cel.EnvOption{cel.Variable("decision", cel.ObjectType("structure.SeenDecision"))}, c.variables()...)
	decided, err := model.Extend(more...)
	if err != nil {
		return nil, fmt.Errorf("requirements: %w", err)
	}
	return &requirements{env: map[string]*cel.Env{structure.OfComposition: model, structure.OfDecision: decided}}, nil
}

func requirementWords() []string { return []string{structure.OfComposition, structure.OfDecision} }

// require reads the requirements of a body, or of the whole structure when body
// is "".
func (r *reader) require(n *yaml.Node, body, prefix string, what structure.Message, own citing) {
	for i, item := range r.list(n) {
		t := r.table(item, what)
		q := structure.Requirement{Body: body, Say: r.words(t.must("say", msg("write what it demands, in plain words")))}
		q.Rule = r.cite(t, fmt.Sprintf("%s.%d", prefix, i+1), own)
		of := t.must("of", msg("write composition or decision"))
		that := t.must("that", msg("write what has to hold, an expression"))
		if of != nil {
			q.Of = r.text(of)
			switch {
			case q.Of != "" && !slices.Contains(requirementWords(), q.Of):
				r.problem(of, msg("nobody judges a requirement over %q", q.Of), oneOf(q.Of, requirementWords()))
			case q.Of != "" && that != nil:
				q.That, q.Test = r.expression(that, q.Of)
			}
		}
		t.end()
		r.s.Requirements = append(r.s.Requirements, q)
	}
}

// expression compiles a requirement.
func (r *reader) expression(n *yaml.Node, of string) (structure.Cond, func(structure.Seen) rule.Truth) {
	text := r.text(n)
	if text == "" {
		return structure.Cond{}, nil
	}
	if r.required == nil {
		q, err := newRequirements(r.conditions)
		if err != nil {
			r.problem(n, msg("the requirements can't be used: %s", err.Error()), msg("look at the names of the facts"))
			return structure.Cond{}, nil
		}
		r.required = q
	}
	r.ask(text)
	tree, issues := r.required.env[of].Compile(text)
	if issues.Err() != nil {
		for _, e := range issues.Errors() {
			what := r.said(e.Message, msg("requirement"))
			if field, ok := undefined(e.Message); ok {
				what = msg("unknown attribute %q", field)
			}
			r.report(r.inside(n, e.Location), Error, what, r.requirementRemedy(e.Message, of))
		}
		return structure.Cond{}, nil
	}
	if tree.OutputType() != cel.BoolType {
		r.problem(n, msg("%q is no requirement", text), msg("write something that is true or false, such as members.exists(m, m.role == 'chair')"))
		return structure.Cond{}, nil
	}
	native := tree.NativeRep()
	w := &walk{r: r, node: n, tree: native, model: true}
	w.expr(native.Expr())
	if w.bad {
		return structure.Cond{}, nil
	}
	slices.Sort(w.reads)
	c := structure.Cond{Text: text, Reads: slices.Compact(w.reads)}
	test, err := r.required.test(tree, of, r.conditions.reading(c.Reads))
	if err != nil {
		r.problem(n, msg("the requirement can't be used: %s", err.Error()), msg("write it more simply"))
	}
	return c, test
}

// test gives a requirement's judgement. What an unanswered fact decides, and
// what costs too much to judge, nobody can say.
func (q *requirements) test(tree *cel.Ast, of string, facts []structure.Fact) (func(structure.Seen) rule.Truth, error) {
	prg, err := q.env[of].Program(tree, cel.EvalOptions(cel.OptPartialEval), cel.CostLimit(maxRequirementCost))
	if err != nil {
		return nil, err
	}
	return func(s structure.Seen) rule.Truth {
		vars := map[string]any{"body": s.Body, "members": s.Members}
		var open []*cel.AttributePatternType
		if of == structure.OfDecision {
			vars["decision"] = s.Decision
			open = append(seen(vars, s.Env, facts), openOf(s.Open)...)
		}
		return judged(prg, vars, open)
	}, nil
}

// openOf gives the attributes of a decision that nobody can know yet.
func openOf(o structure.Open) []*cel.AttributePatternType {
	var out []*cel.AttributePatternType
	if o.Presence {
		out = append(out, cel.AttributePattern("members"), cel.AttributePattern("decision").QualString(present))
	}
	if o.Decision {
		model := reflect.TypeFor[structure.SeenDecision]()
		for i := range model.NumField() {
			if name := model.Field(i).Tag.Get("json"); name != present {
				out = append(out, cel.AttributePattern("decision").QualString(name))
			}
		}
	}
	return out
}

// present is the attribute of a decision that tells how many are there.
const present = "present"

// requirementRemedy says what to write instead of what CEL complains of.
func (r *reader) requirementRemedy(m, of string) structure.Message {
	if field, ok := undefined(m); ok {
		return oneOf(field, attributes(of))
	}
	id, ok := undeclared(m)
	if !ok {
		return msg("write for example members.exists(m, m.role == 'chair' && 'municipality' in m.sets)")
	}
	if fact, ok := strings.CutPrefix(id, "facts."); ok && of == structure.OfDecision {
		return oneOf(fact, r.factIDs())
	}
	known := []string{"body", "members"}
	if of == structure.OfDecision {
		known = append(known, "decision", "matter.kind", "matter.fields", "matter.origin", "matter.level")
	}
	return oneOf(id, known)
}

// undefined gives the attribute that CEL does not know.
func undefined(m string) (string, bool) {
	field, ok := strings.CutPrefix(m, "undefined field '")
	field, _, _ = strings.Cut(field, "'")
	return field, ok
}

// attributes gives the names that stand after a dot in a requirement.
func attributes(of string) []string {
	models := []reflect.Type{reflect.TypeFor[structure.SeenMember](), reflect.TypeFor[structure.SeenBody]()}
	if of == structure.OfDecision {
		models = append(models, reflect.TypeFor[structure.SeenDecision]())
	}
	var out []string
	for _, m := range models {
		for i := range m.NumField() {
			if name := m.Field(i).Tag.Get("json"); !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// attributeValues gives what the values of an attribute are called and which
// there are; "" where any text will do.
func (r *reader) attributeValues(model, attribute string) (what structure.Message, known []string) {
	switch strings.TrimPrefix(model, "structure.") + "." + attribute {
	case "SeenMember.party":
		return msg("party"), append(r.known(aParty), "")
	case "SeenMember.sets":
		known = r.known(aSet | aKind)
		for _, v := range r.s.Sides {
			known = append(known, v.ID)
		}
		return msg("set"), known
	case "SeenMember.office":
		return msg("office"), append(r.known(anOffice), "")
	case "SeenMember.as":
		return msg("way of taking part"), append(asWords(), structure.AsCoOpted)
	case "SeenMember.role":
		return msg("role"), append(roleWords(), "deputy", "")
	case "SeenMember.bodies", "SeenBody.id":
		return msg("body"), r.known(aBody)
	case "SeenBody.kind":
		return msg("kind of body"), bodyKinds()
	case "SeenBody.level":
		return r.valuesOf("matter.level")
	case "SeenBody.fields":
		return r.valuesOf("matter.fields")
	case "SeenDecision.kind":
		return msg("kind of decision"), texts(decision.Kinds())
	case "SeenDecision.outcome":
		return msg("outcome"), texts(decision.Outcomes())
	case "SeenDecision.mandate_position":
		return msg("position"), texts([]decision.Mandate{decision.NoPosition, decision.Held, decision.GoesOn})
	}
	return structure.Message{}, nil
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// selected gives the values of an attribute that an expression reads, m.party.
func (w *walk) selected(e ast.Expr) (what structure.Message, known []string) {
	if e.Kind() != ast.SelectKind {
		return structure.Message{}, nil
	}
	s := e.AsSelect()
	model := w.tree.GetType(s.Operand().ID())
	if model.Kind() != types.StructKind {
		return structure.Message{}, nil
	}
	return w.r.attributeValues(model.TypeName(), s.FieldName())
}
