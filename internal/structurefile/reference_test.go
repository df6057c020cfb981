package structurefile

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// docs/structure-language.md is the reference. Its examples are read here: the
// first is a whole county, each of the others is laid over it, and each line of
// its tables of mistakes is tried in the example above it.

const referenceFile = "../../docs/structure-language.md"

// example is a block of YAML of the reference, with its mistakes.
type example struct {
	line     int
	text     string
	mistakes []slip
}

// slip is a line of a table of mistakes.
type slip struct {
	line      int
	good, bad string
	told      string // ends with … when there is more
}

// reference gives the examples, and what stands in the text as code.
func reference(t testing.TB) (examples []example, spans []string) {
	t.Helper()
	data, err := os.ReadFile(referenceFile)
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile("`[^`]+`")
	row := regexp.MustCompile("^\\| `(.+?)` \\| (?:`(.+?)`)? ?\\| `(.+)` \\|$")
	inYAML, inTable := false, false
	for i, l := range strings.Split(string(data), "\n") {
		switch {
		case l == "```yaml":
			inYAML = true
			examples = append(examples, example{line: i + 2})
		case strings.HasPrefix(l, "```"):
			inYAML = false
		case inYAML:
			examples[len(examples)-1].text += l + "\n"
		case strings.HasPrefix(l, "| instead of |"):
			inTable = true
		case inTable && strings.HasPrefix(l, "|---"):
		case inTable && strings.HasPrefix(l, "|"):
			m := row.FindStringSubmatch(l)
			if m == nil {
				t.Fatalf("line %d is no mistake: %s", i+1, l)
			}
			e := &examples[len(examples)-1]
			e.mistakes = append(e.mistakes, slip{i + 1, m[1], m[2], m[3]})
		default:
			inTable = false
			for _, s := range code.FindAllString(l, -1) {
				spans = append(spans, strings.Trim(s, "`"))
			}
		}
	}
	return examples, spans
}

// tableOf gives the table of an example: a structure, a practice of its own, or
// rules of law.
func tableOf(root *yaml.Node) object {
	switch practice := valueOf(root, "practice"); {
	case valueOf(root, "law") != nil:
		return lawFile()
	case practice != nil && practice.Kind == yaml.ScalarNode:
		return practiceFile()
	}
	return wholeFile()
}

// tell reads an example laid over the county of the examples and gives the
// problems as people see them, without their place.
func tell(t testing.TB, county, text string) (told []string, wrong bool) {
	t.Helper()
	var found Problems
	root := parsed(t, []byte(county))
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil || len(n.Content) == 0 { // no YAML: told as it is
		_, found = Check("x", []byte(text), os.DirFS("testdata"))
	} else {
		over := n.Content[0]
		switch tableOf(over).id {
		case "law":
			r := newReader("x", nil)
			r.lawFile([]byte(text))
			found = r.found.sorted()
		case "practice_file":
			s, err := Read("x", []byte(county))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := ReadPractice("x", []byte(text), s); err != nil && !errors.As(err, &found) {
				t.Fatal(err)
			}
		default:
			whole := []byte(text)
			if text != county && !strings.Contains(text, "\nvalid_from:") {
				laid := merged(root, over)
				sayNull(laid)
				if whole, err = yaml.Marshal(laid); err != nil {
					t.Fatal(err)
				}
			}
			var s *structure.Structure
			if s, found = Check("x", whole, os.DirFS("testdata")); s != nil {
				found = append(found, FromFindings(s, routing.Check(s))...)
			}
		}
	}
	place := regexp.MustCompile(`^[^:]*:\d+:\d+: `)
	for _, p := range found {
		told = append(told, place.ReplaceAllString(p.String(), ""))
	}
	return told, found.err() != nil
}

// sayNull writes out where nothing stands: else it is written as an empty text.
func sayNull(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		n.Value = "null"
	}
	for _, c := range n.Content {
		sayNull(c)
	}
}

// Every example of the reference is in order, and every mistake is told as the
// reference says.
func TestReferenceIsTrue(t *testing.T) {
	examples, _ := reference(t)
	if len(examples) < 20 {
		t.Fatalf("%d examples", len(examples))
	}
	county, schema := examples[0].text, compiled(t)
	for _, e := range examples {
		t.Run(fmt.Sprintf("line %d", e.line), func(t *testing.T) {
			if told, wrong := tell(t, county, e.text); wrong {
				t.Fatalf("the example is not in order:\n%s", strings.Join(told, "\n"))
			}
			whole := parsed(t, []byte(e.text))
			if tableOf(whole).id == "structure" {
				whole = merged(parsed(t, []byte(county)), whole)
			}
			if err := schema.Validate(asJSON(whole)); err != nil {
				t.Error(err)
			}
			for _, m := range e.mistakes {
				if strings.Count(e.text, m.good) != 1 {
					t.Errorf("line %d: %q stands %d times in the example", m.line, m.good, strings.Count(e.text, m.good))
					continue
				}
				told, _ := tell(t, county, strings.Replace(e.text, m.good, m.bad, 1))
				start, more := strings.CutSuffix(m.told, "…")
				if !slices.ContainsFunc(told, func(s string) bool { return s == m.told || more && strings.HasPrefix(s, start) }) {
					t.Errorf("line %d: not told; told is\n%s", m.line, strings.Join(told, "\n"))
				}
			}
		})
	}
}

// Every key of the language stands in an example of the reference, in the
// mapping where it belongs, and every word in an example or as code in the text.
func TestReferenceIsWhole(t *testing.T) {
	examples, spans := reference(t)
	e := &expected{t: t, maps: map[structure.Pos]object{}, words: map[structure.Pos][]words{}}
	shown := map[string]bool{}
	all := strings.Join(spans, "\n")
	for _, x := range examples {
		all += "\n" + x.text
		root := parsed(t, []byte(x.text))
		clear(e.maps)
		e.at(tableOf(root), root)
		var walk func(n *yaml.Node)
		walk = func(n *yaml.Node) {
			if o, is := e.maps[posOf(n)]; is && n.Kind == yaml.MappingNode {
				for i := 0; i < len(n.Content); i += 2 {
					shown[o.id+"."+n.Content[i].Value] = true
				}
			}
			for _, c := range n.Content {
				walk(c)
			}
		}
		walk(root)
	}
	everywhere := []string{"src", "because", "force"} // upon of a way makes it another table
	tables := slices.Concat(objects(wholeFile()), objects(practiceFile()), objects(lawFile()))
	for _, o := range tables {
		for _, k := range o.keys {
			if !shown[o.id+"."+k.name] && !slices.Contains(everywhere, k.name) && o.id+"."+k.name != "way.upon" {
				t.Errorf("no example of the reference has the key %s of %s", k.name, o.id)
			}
			for _, w := range wordsOf(k.of) {
				if !saysTerm(all, w) {
					t.Errorf("the reference does not say the word %q of %s.%s", w, o.id, k.name)
				}
			}
		}
	}
	for _, of := range requirementWords() {
		for _, name := range attributes(of) {
			if !saysTerm(all, name) {
				t.Errorf("the reference does not name the attribute %s", name)
			}
		}
	}
	for _, w := range append(roles(), roleWords()...) {
		if !saysTerm(all, w) {
			t.Errorf("the reference does not name the role %s", w)
		}
	}
}

// saysTerm reports whether a word, or some words, stand in a text as they are.
func saysTerm(text, word string) bool {
	return regexp.MustCompile(`(^|[^\w-])` + regexp.QuoteMeta(word) + `($|[^\w-])`).MatchString(text)
}

// wordsOf gives the words that can stand at a shape itself.
func wordsOf(s shape) (out []string) {
	switch s := s.(type) {
	case words:
		return s.list
	case many:
		return wordsOf(s.of)
	case entries:
		return wordsOf(s.names)
	case named:
		return wordsOf(s.of)
	case either:
		for _, x := range s {
			out = append(out, wordsOf(x)...)
		}
	}
	return out
}

// What a step can end as, and its nature, is said by the reference as it is.
func TestReferenceHasTheSteps(t *testing.T) {
	data, err := os.ReadFile(referenceFile)
	if err != nil {
		t.Fatal(err)
	}
	rest := string(data)
	for _, s := range structure.Steps() {
		var nature, ends []string
		if s.ByParty {
			nature = append(nature, "party")
		}
		switch s.Nature {
		case structure.Guard:
			nature = append(nature, "guard")
		case structure.Outward:
			nature = append(nature, "outward")
		}
		for _, o := range routing.Outcomes(s.Step) {
			ends = append(ends, "`"+o.ID+"`"+map[routing.Effect]string{routing.Stops: "!", routing.Asks: "?"}[o.Effect])
		}
		row := fmt.Sprintf("| `%s` | %s | %s |\n", s.Step, strings.Join(nature, ", "), strings.Join(ends, ", "))
		_, after, is := strings.Cut(rest, strings.Replace(row, "|  |", "| |", 1))
		if !is {
			t.Errorf("the reference has not, in its place, %s", row)
			continue
		}
		rest = after
	}
}

// Every link within the reference leads to one of its headings.
func TestReferenceLinks(t *testing.T) {
	data, err := os.ReadFile(referenceFile)
	if err != nil {
		t.Fatal(err)
	}
	headings := map[string]bool{}
	drop := regexp.MustCompile(`[^a-z0-9 -]`)
	for _, m := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(string(data), -1) {
		headings[strings.ReplaceAll(drop.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-")] = true
	}
	links := regexp.MustCompile(`\]\(#([^)]+)\)`).FindAllStringSubmatch(string(data), -1)
	if len(links) < 10 {
		t.Fatalf("%d links", len(links))
	}
	for _, m := range links {
		if !headings[m[1]] {
			t.Errorf("no heading is called %s", m[1])
		}
	}
}
