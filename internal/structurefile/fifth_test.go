package structurefile

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// testdata/fifth is a county of nobody's, written from the reference alone: its
// text, the register of its clauses, its structure, its numbers, and who sits.
// Its routes, compositions and mandates are asserted where the program is tested.

const fifth = "testdata/fifth/vindmark"

// unused are the keys and words that the fifth county has not, and why.
var unused = map[string]string{
	"structure.practice": "its numbers stand in a file of their own, which has the same keys",
	"way.upon":           "a rule with upon has a table of its own, which has it",
}

// used gives the keys, "table.key", and the words, "table.key=word", that stand
// in a file.
func used(t testing.TB, path string) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	root, out := parsed(t, data), map[string]bool{}
	e := &expected{t: t, maps: map[structure.Pos]object{}, words: map[structure.Pos][]words{}}
	e.at(tableOf(root), root)
	var said func(place string, of []string, n *yaml.Node)
	said = func(place string, of []string, n *yaml.Node) {
		if n.Kind == yaml.ScalarNode && slices.Contains(of, n.Value) {
			out[place+"="+n.Value] = true
		}
		for i, c := range n.Content {
			if n.Kind == yaml.SequenceNode || n.Kind == yaml.MappingNode && i%2 == 0 {
				said(place, of, c)
			}
		}
	}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if o, is := e.maps[posOf(n)]; is && n.Kind == yaml.MappingNode {
			for _, k := range o.keys {
				if v := valueOf(n, k.name); v != nil {
					out[o.id+"."+k.name] = true
					said(o.id+"."+k.name, wordsOf(k.of), v)
				}
			}
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(root)
	return out
}

// Every key and every closed word of the language stands in the fifth county: it
// needs no Go.
func TestFifthCountyUsesEverything(t *testing.T) {
	has := used(t, fifth+".yaml")
	for k := range used(t, fifth+".practice.yaml") {
		has[k] = true
	}
	words := func(k key) []string { // the outcomes that steps end as: one of each effect, below
		if k.name == "outcome" {
			return nil
		}
		return wordsOf(k.of)
	}
	everywhere := []string{"src", "because", "force"} // of every table, each once
	said := map[string]bool{}                         // by vocabulary: several keys have the same
	for _, o := range slices.Concat(objects(wholeFile()), objects(practiceFile())) {
		for _, k := range o.keys {
			place := o.id + "." + k.name
			said[k.name] = said[k.name] || has[place]
			for _, w := range words(k) {
				x := strings.Join(words(k), " ") + ": " + w
				said[x] = said[x] || has[place+"="+w]
			}
			if why := unused[place]; has[place] == (why != "") && o.id != "practice" && !slices.Contains(everywhere, k.name) {
				t.Errorf("%s stands there: %v, and why it does not: %q", place, has[place], why)
			}
		}
	}
	for k, is := range said {
		if !is && unused["structure."+k] == "" {
			t.Errorf("nowhere %s", k)
		}
	}

	data, err := os.ReadFile(fifth + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{ // of the notations
		": 8,", "at least ", "about ", "3..9", "not stated", " per year", " days", ": practice", "1 year", "at least 1 year", "18 months", "mandate period", "half-year", "every 2 years", "30 november",
		"{jointly: ", "{one of: ", "{any of: ", "except: ", "each districts", "each coast", "council of ", "chair of ", "presidium of ", "members of ", "groups of {", "side region", "side opposite chair", "instead: facts.acts", "by: members", "by: chair",
		"{d}", "{d.name}", "{d.short}", "facts.", "matter.kind", "matter.fields", "matter.origin", "matter.level", "&&", "||", "!facts", " == ", " != ", " in ", "size(", "exists(", "filter(", " at council", "en: ",
	} {
		if !strings.Contains(string(data), form) {
			t.Errorf("nowhere %q", form)
		}
	}
	s, _ := Check(fifth+".yaml", data, os.DirFS(filepath.Dir(fifth)))
	var effects []routing.Effect
	for _, w := range s.Ways {
		for _, o := range routing.Outcomes(w.Upon.Anchor.Step) {
			if o.ID == w.Upon.Outcome {
				effects = append(effects, o.Effect)
			}
		}
	}
	for _, e := range []routing.Effect{routing.Goes, routing.Asks, routing.Stops} {
		if !slices.Contains(effects, e) {
			t.Errorf("no rule is upon an outcome that %s", e)
		}
	}
}

// The fifth county is in order, and cites every clause of its text.
func TestFifthCounty(t *testing.T) {
	data, err := os.ReadFile(fifth + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, found := Check(fifth+".yaml", data, os.DirFS(filepath.Dir(fifth)))
	if s != nil {
		found = append(found, FromFindings(s, routing.Check(s))...)
	}
	for _, p := range found {
		t.Error(p)
	}
	text, err := os.ReadFile(filepath.Dir(fifth) + "/text.md")
	if err != nil {
		t.Fatal(err)
	}
	register, err := os.ReadFile(filepath.Dir(fifth) + "/clauses.csv")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "- **VM-"); n < 50 || n != strings.Count(string(register), "\nVM-") {
		t.Errorf("the text has %d clauses, and not those of the register", n)
	}
}
