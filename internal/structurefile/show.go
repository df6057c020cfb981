package structurefile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// YAML writes a structure as it was understood, as YAML: templates written
// out, sets expanded, every rule with its id and source.
func YAML(s *structure.Structure) ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(shown(reflect.ValueOf(*s))); err != nil {
		return nil, fmt.Errorf("write structure: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("write structure: %w", err)
	}
	return b.Bytes(), nil
}

// JSON writes the same as YAML does, as JSON.
func JSON(s *structure.Structure) ([]byte, error) {
	var b bytes.Buffer
	if err := writeJSON(&b, shown(reflect.ValueOf(*s))); err != nil {
		return nil, fmt.Errorf("write structure: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b.Bytes(), "", "  "); err != nil {
		return nil, fmt.Errorf("write structure: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// shown gives the tree of a value. What is not said, and what is not so, is
// left out: nil.
func shown(v reflect.Value) *yaml.Node {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		if b, is := v.Interface().(*bool); is { // said, whichever way
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: fmt.Sprint(*b)}
		}
		return shown(v.Elem())
	}
	if v.IsZero() {
		return nil
	}
	switch x := v.Interface().(type) {
	case structure.Cond:
		return word(x.Text)
	case structure.Who:
		return word(x.Text)
	case structure.Anchor:
		if x.At.Zero() {
			return word(string(x.Step))
		}
		return word(string(x.Step) + " at " + x.At.Text)
	case structure.Count:
		return word(x.Text)
	case structure.Answer:
		return shownAnswer(x)
	case structure.Fact:
		return shownFact(v, x)
	case structure.Days:
		if x.Practice != "" {
			return word("practice")
		}
		return word(fmt.Sprintf("%d days", *x.N))
	case rule.Force:
		return word(x.String())
	}
	switch v.Kind() {
	case reflect.Struct:
		return shownStruct(v)
	case reflect.Map, reflect.Func: // where rules stand, and how they are judged, is no part of what they say
		return nil
	case reflect.Slice:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for i := range v.Len() {
			if c := shown(v.Index(i)); c != nil {
				n.Content = append(n.Content, c)
			}
		}
		return n
	case reflect.Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}
	case reflect.Int:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: fmt.Sprint(v.Int())}
	default:
		return word(v.String())
	}
}

func shownStruct(v reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Name == "Clause" { // Clauses holds it
			continue
		}
		if c := shown(v.Field(i)); c != nil {
			n.Content = append(n.Content, word(snake(f.Name)), c)
		}
	}
	return n
}

// shownFact shows a fact; the default of a list of parties is a list.
func shownFact(v reflect.Value, f structure.Fact) *yaml.Node {
	n := shownStruct(v)
	if f.Type == structure.Parties && f.Default.Known && len(f.Default.Parties) == 0 {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "default" {
				n.Content[i+1] = &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
			}
		}
	}
	return n
}

func shownAnswer(a structure.Answer) *yaml.Node {
	switch {
	case !a.Known:
		return word("?")
	case a.Yes:
		return word("yes")
	case len(a.Parties) > 0:
		return shown(reflect.ValueOf(a.Parties))
	}
	return word("no")
}

func word(s string) *yaml.Node {
	if s == "" {
		return nil
	}
	n := &yaml.Node{}
	n.SetString(s)
	if yamlBool(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// snake turns a Go name into a key: HomePreparation is home_preparation.
func snake(name string) string {
	if strings.ToUpper(name) == name {
		return strings.ToLower(name)
	}
	var b strings.Builder
	for i, c := range name {
		if unicode.IsUpper(c) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

func writeJSON(b *bytes.Buffer, n *yaml.Node) error {
	switch {
	case n == nil:
		b.WriteString("null")
	case n.Kind == yaml.ScalarNode && n.Tag != "!!str":
		b.WriteString(n.Value)
	case n.Kind == yaml.ScalarNode:
		text, err := json.Marshal(n.Value)
		if err != nil {
			return err
		}
		b.Write(text)
	case n.Kind == yaml.SequenceNode:
		b.WriteByte('[')
		for i, c := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := writeJSON(b, c); err != nil {
				return err
			}
		}
		b.WriteByte(']')
	default:
		b.WriteByte('{')
		for i := 0; i+1 < len(n.Content); i += 2 {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := writeJSON(b, n.Content[i]); err != nil {
				return err
			}
			b.WriteByte(':')
			if err := writeJSON(b, n.Content[i+1]); err != nil {
				return err
			}
		}
		b.WriteByte('}')
	}
	return nil
}
