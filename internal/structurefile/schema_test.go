package structurefile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

const schemaFile = "../../docs/structure.schema.json"

// docs/structure.schema.json is what samverk structure schema prints. UPDATE=1
// writes it.
func TestSchemaIsCommitted(t *testing.T) {
	want, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/structure.schema.json is not what the tables give: UPDATE=1 go test -run TestSchemaIsCommitted ./internal/structurefile")
	}
}

// compiled gives the schema, ready to judge.
func compiled(t testing.TB) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("structure.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("structure.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON gives a YAML value as an editor hands it to a JSON Schema.
func asJSON(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return asJSON(n.Content[0])
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = asJSON(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		for i, c := range n.Content {
			out[i] = asJSON(c)
		}
		return out
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return f
		}
	case "!!bool":
		return n.Value == "true"
	case "!!null":
		return nil
	}
	return n.Value
}

// parsed reads YAML to its root.
func parsed(t testing.TB, text []byte) *yaml.Node {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal(text, &n); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return n.Content[0]
}

// wholeFiles are the files that use the language: all of the program's own, and
// those of the tests.
func wholeFiles(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, of := range []string{"../../structures/*.yaml", "testdata/*.yaml"} {
		paths, err := filepath.Glob(of)
		if err != nil || len(paths) < 3 {
			t.Fatal(of, paths, err)
		}
		out = append(out, paths...)
	}
	return out
}

func TestFilesAreOfTheSchema(t *testing.T) {
	schema := compiled(t)
	for _, path := range wholeFiles(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(asJSON(parsed(t, data))); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// What the schema alone can see of a mistake, it sees.
func TestBrokenFilesAreNotOfTheSchema(t *testing.T) {
	schema := compiled(t)
	all := slices.Concat(mistakes, formMistakes, wayMistakes)
	for name, path := range map[string]string{
		"a key that is unknown": "good", "no name": "good", "no source": "good", "a code without quotes": "good", "an unknown force": "good",
		"no number": "good", "meetings without a year": "good", "no date": "good", "no days": "good", "no term": "good",
		"an unknown type": "good", "an unknown role": "good", "an unknown mandate": "good", "an unknown power": "good", "an unknown step": "good",
		"a mapping for a who": "good", "a mapping missing": "good",
		"an unknown kind of body": "forms", "an unknown vacancy": "forms", "a month that is none": "forms", "an unknown way of deciding": "forms",
		"a requirement over what nobody judges": "forms", "signed at an unknown time": "forms", "an unknown validity": "forms",
		"an outcome of no step": "ways", "an outcome that leads to two things": "ways", "a clause of nobody": "good", "a way that says two things": "good", "a seat that is shared and from": "forms", "a total that demands nothing": "forms", "upon beside need": "ways", "back to no step": "ways", "a ladder with one rung": "ways",
		"no number of rounds": "ways", "else without rounds": "ways", "a choice of one": "ways", "who answers, otherwise": "ways",
	} {
		i := slices.IndexFunc(all, func(m mistake) bool { return m.name == name })
		if i < 0 {
			t.Errorf("no mistake is called %q", name)
			continue
		}
		good, err := os.ReadFile("testdata/" + path + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(asJSON(parsed(t, []byte(strings.Replace(string(good), all[i].good, all[i].bad, 1))))) == nil {
			t.Errorf("the schema takes %s", name)
		}
	}
}

// expected is what the tables say of the nodes of a file.
type expected struct {
	t     testing.TB
	maps  map[structure.Pos]object
	words map[structure.Pos][]words
	met   map[string]bool // objects, and words by where they stand
}

func posOf(n *yaml.Node) structure.Pos { return structure.Pos{Line: n.Line, Column: n.Column} }

func keysOf(o object) (out []string) {
	for _, k := range o.keys {
		out = append(out, k.name)
	}
	return out
}

// at goes through a node as its shape says.
func (e *expected) at(s shape, n *yaml.Node) {
	switch s := s.(type) {
	case object:
		if n.Kind != yaml.MappingNode {
			return
		}
		e.maps[posOf(n)] = s
		for _, k := range s.keys {
			if v := valueOf(n, k.name); v != nil && k.name != "but" {
				e.at(k.of, v)
			}
		}
	case entries:
		for i := 0; i+1 < len(n.Content); i += 2 {
			e.at(s.names, n.Content[i])
			e.at(s.of, n.Content[i+1])
		}
	case many:
		if n.Kind != yaml.SequenceNode {
			e.at(s.of, n)
			return
		}
		e.at(listed{of: s.of}, n)
	case listed:
		for _, c := range n.Content {
			e.at(s.of, c)
		}
	case either:
		for _, x := range flat(s) {
			o, is := x.(object)
			switch {
			case n.Kind == yaml.MappingNode && is && slices.Contains(keysOf(o), n.Content[0].Value):
				e.at(x, n)
				return
			case n.Kind != yaml.MappingNode && !is:
				e.at(x, n)
			}
		}
	case named:
		e.at(s.of, n)
	case choice:
		if valueOf(n, s.key) != nil {
			e.at(s.then, n)
		} else {
			e.at(s.not, n)
		}
	case words:
		if n.Kind == yaml.ScalarNode {
			e.words[posOf(n)] = append(e.words[posOf(n)], s)
		}
	}
}

// flat puts the forms of named ones among the others.
func flat(s either) (out either) {
	for _, x := range s {
		if n, is := x.(named); is {
			out = append(out, flat(n.of)...)
		} else {
			out = append(out, x)
		}
	}
	return out
}

// declared are the names that a file declares.
func declared(r *reader) map[string]bool {
	out := map[string]bool{"": true}
	for id := range r.names.by {
		out[id] = true
	}
	add := func(lists ...[]string) {
		for _, id := range slices.Concat(lists...) {
			out[id] = true
		}
	}
	add(r.sourceIDs(), r.organs(), r.factIDs(), r.documentIDs)
	for _, l := range r.s.Levels {
		out[l.ID] = true
	}
	for _, f := range r.s.Fields {
		out[f.ID] = true
	}
	for _, k := range r.s.DocumentKinds {
		out[k.ID] = true
	}
	for _, w := range r.s.Ways {
		out[w.Rule.ID] = true
	}
	return out
}

// The tables of the language are what the reader reads: the keys of every
// mapping that it asks for, no other, and the words of every place.
func TestLanguageIsWhatTheReaderReads(t *testing.T) {
	met := map[string]bool{}
	for _, path := range wholeFiles(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		e := &expected{t: t, maps: map[structure.Pos]object{}, words: map[structure.Pos][]words{}, met: met}
		root, r := parsed(t, data), newReader(path, os.DirFS(filepath.Dir(path)))
		type seen struct {
			n     *yaml.Node
			known []string
		}
		var all []seen
		r.watch = func(n *yaml.Node, known []string) { all = append(all, seen{n, slices.Clone(known)}) }
		table := tableOf(root)
		e.at(table, root)
		switch doc := r.document(data); table.id {
		case "law":
			r.lawFile(data)
		case "practice_file":
			t := r.table(doc, msg("the practice"))
			t.get("practice")
			r.practice(t)
		default:
			r.structure(doc)
		}
		if err := r.found.err(); err != nil {
			t.Fatal(err)
		}
		names := declared(r)
		for _, s := range all {
			if s.n.Kind == yaml.MappingNode {
				e.keys(path, s.n, s.known)
			} else {
				e.word(path, s.n, s.known, names)
			}
		}
	}
	// Read without a table of their own: the forms of a who.
	for _, o := range append(objects(wholeFile()), append(objects(practiceFile()), objects(lawFile())...)...) {
		if !met[o.id] && !slices.Contains([]string{"jointly", "one_of", "any_of"}, o.id) {
			t.Errorf("no file has %s: nobody sees whether its keys are those of the reader", o.id)
		}
	}
}

// keys compares the keys that were asked of a mapping with its table.
func (e *expected) keys(path string, n *yaml.Node, known []string) {
	e.t.Helper()
	o, is := e.maps[posOf(n)]
	if !is {
		if !slices.Contains(known, "sv") { // what a template has otherwise is read where the template stands
			e.t.Errorf("%s:%d:%d: the tables know nothing of the mapping with %v", path, n.Line, n.Column, known)
		}
		return
	}
	e.met[o.id] = true
	for _, k := range o.keys {
		asked := slices.Contains(known, k.name)
		switch {
		case asked, k.name == "but":
		case k.with == "src" && valueOf(n, "src") == nil, o.id == "seat" && k.name == "count" && valueOf(n, "each") != nil,
			o.id == "body" && (k.name == "for_each" || k.name == "id") && valueOf(n, "for_each") == nil:
		default:
			e.t.Errorf("%s:%d: %s has the key %q, and the reader doesn't", path, n.Line, o.id, k.name)
		}
	}
	for _, k := range known {
		if !slices.Contains(keysOf(o), k) {
			e.t.Errorf("%s:%d: the reader asks for %q, and %s has it not", path, n.Line, k, o.id)
		}
	}
}

// word compares the words that the reader takes at a place with its table.
func (e *expected) word(path string, n *yaml.Node, known []string, names map[string]bool) {
	e.t.Helper()
	here := e.words[posOf(n)]
	for _, k := range known {
		if !names[k] && !slices.ContainsFunc(here, func(w words) bool { return slices.Contains(w.list, k) }) {
			e.t.Errorf("%s:%d:%d: the reader takes %q, and the tables don't", path, n.Line, n.Column, k)
		}
	}
	for _, w := range here {
		for _, x := range w.list {
			if !slices.Contains(known, x) && !w.some && x != notStated {
				e.t.Errorf("%s:%d:%d: the tables have %q, and the reader takes %v", path, n.Line, n.Column, x, known)
			}
		}
	}
}

// objects gives the tables that a shape holds.
func objects(s shape) []object {
	var out []object
	seen := map[string]bool{}
	var walk func(s shape)
	walk = func(s shape) {
		switch s := s.(type) {
		case object:
			if seen[s.id] {
				return
			}
			seen[s.id] = true
			out = append(out, s)
			for _, k := range s.keys {
				walk(k.of)
			}
		case entries:
			walk(s.names)
			walk(s.of)
		case many:
			walk(s.of)
		case listed:
			walk(s.of)
		case either:
			for _, x := range s {
				walk(x)
			}
		case named:
			walk(s.of)
		case choice:
			walk(s.then)
			walk(s.not)
		}
	}
	walk(s)
	return out
}

// A table has one name, and a name one table.
func TestTablesHaveTheirOwnNames(t *testing.T) {
	byID := map[string]string{}
	for _, o := range objects(wholeFile()) {
		if is := fmt.Sprint(keysOf(o)); byID[o.id] != "" && byID[o.id] != is {
			t.Errorf("two tables are called %s", o.id)
		} else {
			byID[o.id] = is
		}
	}
}

// What must be there is demanded by both: without it the reader finds an error.
func TestWhatMustBeThere(t *testing.T) {
	for _, path := range []string{"testdata/good.yaml", "testdata/forms.yaml", "testdata/ways.yaml"} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		e := &expected{t: t, maps: map[structure.Pos]object{}, words: map[structure.Pos][]words{}}
		root := parsed(t, data)
		e.at(wholeFile(), root)
		tried := map[string]bool{}
		var walk func(n *yaml.Node)
		walk = func(n *yaml.Node) {
			if o, is := e.maps[posOf(n)]; is && n.Kind == yaml.MappingNode {
				for _, k := range o.keys {
					if valueOf(n, k.name) == nil || tried[o.id+"."+k.name] {
						continue
					}
					tried[o.id+"."+k.name] = true
					whole := n.Content
					n.Content = without(n, k.name).Content
					text, err := yaml.Marshal(root)
					n.Content = whole
					if err != nil {
						t.Fatal(err)
					}
					_, found := Check("x", text, os.DirFS("testdata"))
					if k.must && found.err() == nil {
						t.Errorf("%s.%s must be there, and the reader goes without", o.id, k.name)
					}
					conditional := k.name == "src" || k.name == "level" // where none is around, where there are levels
					if !k.must && !conditional && slices.ContainsFunc(found, func(p Problem) bool { return strings.HasSuffix(p.What.String(), fmt.Sprintf(" has no %q", k.name)) }) {
						t.Errorf("the reader wants %s.%s, and the tables don't", o.id, k.name)
					}
				}
			}
			for _, c := range n.Content {
				walk(c)
			}
		}
		walk(root)
		if len(tried) < 40 {
			t.Errorf("%s: only %d keys tried", path, len(tried))
		}
	}
}

// The notations mean the same to the reader and to the schema.
func TestNotationsAreTheReaders(t *testing.T) {
	read := map[string]func(r *reader, n *yaml.Node){
		"count": func(r *reader, n *yaml.Node) { r.count(n, false) }, "recurring": func(r *reader, n *yaml.Node) { r.count(n, true) },
		"date": func(r *reader, n *yaml.Node) { r.date(n) }, "days": func(r *reader, n *yaml.Node) { r.wholeDays(n) },
		"window": func(r *reader, n *yaml.Node) { r.days(n, "remiss") }, "ready_days": func(r *reader, n *yaml.Node) { r.readyDays(n) },
		"term": func(r *reader, n *yaml.Node) { r.howLong(n) }, "review_every": func(r *reader, n *yaml.Node) { r.reviewEvery(n) },
		"day_of_year": func(r *reader, n *yaml.Node) { r.dayOfYear(n) }, "month": func(r *reader, n *yaml.Node) { r.month(n) },
		"name": func(r *reader, n *yaml.Node) { r.ident(n) }, "anchor": func(r *reader, n *yaml.Node) { r.anchor(n) },
	}
	shapes := map[string]shape{"count": count(), "recurring": recurring(), "date": date(), "days": wholeDays(), "window": windowDays(), "ready_days": readyDays(),
		"term": term(), "review_every": reviewOften(), "day_of_year": dayInYear(), "month": month(), "name": ident(), "anchor": anchor()}
	values := []string{"4", "0", "at least 4", "at most 4", "about 6", "5..6", "5..", "four", "not stated", "9999", "10000", "4 per year", "at least 4 per year",
		"about 4 per year", "5..6 per year", "4 per month", "2026-12-31", "31 december 2026", "14 days", "1 day", "2 day", "14 dagar", "practice", "1 year", "at least 1 year",
		"18 months", "mandate period", "a while", "1 years", "at least 2 years", "every year", "every 2 years", "every 18 months", "every now and then", "30 november",
		"november", "30 maj", "12", "13", "alby", "Alby", "a-b_c", "-a", "2a", "decide", "decision", "recommend", "decides at x"}
	for id, s := range shapes {
		d := defs{}
		ref := s.schema(d)
		ref["$defs"] = d
		c := jsonschema.NewCompiler()
		text, err := yaml.Marshal(ref)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("x.json", asJSON(parsed(t, text))); err != nil {
			t.Fatal(err)
		}
		schema, err := c.Compile("x.json")
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			n := parsed(t, []byte(v))
			r := newReader("x", nil)
			read[id](r, n)
			if takes := schema.Validate(asJSON(n)) == nil; takes != (len(r.found) == 0) {
				t.Errorf("%s %q: the schema %v, the reader %v", id, v, takes, r.found)
			}
		}
	}
}
