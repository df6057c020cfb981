package structurefile

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
)

// formats gives those of the messages in the package's files, with how many
// arguments each takes, and what is wrong with how they are made.
func formats(t *testing.T, files map[string]string) (args map[string]int, wrong []string) {
	t.Helper()
	args = map[string]int{}
	set, consts := token.NewFileSet(), map[string]string{}
	var trees []*ast.File
	for name, src := range files {
		tree, err := parser.ParseFile(set, name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		trees = append(trees, tree)
		ast.Inspect(tree, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && len(v.Names) == 1 && len(v.Values) == 1 {
				if l, ok := v.Values[0].(*ast.BasicLit); ok && l.Kind == token.STRING {
					consts[v.Names[0].Name], _ = strconv.Unquote(l.Value)
				}
			}
			return true
		})
	}
	for _, tree := range trees {
		ast.Inspect(tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				return n.Name.Name != "msg" // which makes them all
			case *ast.CompositeLit:
				if s, ok := n.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Message" && len(n.Elts) > 0 {
					wrong = append(wrong, set.Position(n.Pos()).String()+": a message that msg does not make")
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); !ok || f.Name != "msg" {
					return true
				}
				format, ok := "", false
				switch a := n.Args[0].(type) {
				case *ast.BasicLit:
					format, _ = strconv.Unquote(a.Value)
					ok = true
				case *ast.Ident:
					format, ok = consts[a.Name]
				}
				if verbs := strings.Count(strings.ReplaceAll(format, "%%", ""), "%"); !ok || verbs != len(n.Args)-1 {
					wrong = append(wrong, fmt.Sprintf("%s: %q with %d arguments", set.Position(n.Pos()), format, len(n.Args)-1))
				}
				args[format] = len(n.Args) - 1
			}
			return true
		})
	}
	return args, wrong
}

// unsaid gives the formats without a sentence, the sentences without a format,
// and those that leave an argument out or have one too many.
func unsaid(args map[string]int, keys []string, say func(key string, args ...any) string) []string {
	var out []string
	for _, k := range keys {
		f, is := strings.CutPrefix(k, "problem.")
		if _, used := args[f]; is && !used {
			out = append(out, "nothing says "+f)
		}
	}
	for f, n := range args {
		if !slices.Contains(keys, "problem."+f) {
			out = append(out, "no sentence for "+f)
			continue
		}
		marks := make([]any, n+3)
		for i := range marks {
			marks[i] = fmt.Sprintf("<%d>", i+1)
		}
		sentence := say("problem."+f, marks...)
		for i, m := range marks {
			if f == "%s: %s" && i == 0 {
				continue // the kind of a finding, which other programs read
			}
			if strings.Contains(sentence, m.(string)) != (i < n) {
				out = append(out, fmt.Sprintf("argument %d of %s", i+1, f))
			}
		}
	}
	slices.Sort(out)
	return out
}

func TestEveryMessageIsSaidInSwedish(t *testing.T) {
	files := map[string]string{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if data, err := os.ReadFile(name); err != nil {
			t.Fatal(err)
		} else if !strings.HasSuffix(name, "_test.go") {
			files[name] = string(data)
		}
	}
	args, wrong := formats(t, files)
	if len(args) < 400 {
		t.Fatalf("only %d messages found", len(args))
	}
	sv := text.For("sv")
	for _, w := range append(wrong, unsaid(args, sv.Keys(), sv.S)...) {
		t.Error(w)
	}
}

func TestAMessageWithoutSwedishIsFound(t *testing.T) {
	args, wrong := formats(t, map[string]string{"a.go": `package a
const b = "b %d"
func f(s string) {
	g(msg("a"), msg(b, 1), msg("a %s", s), msg("c %s", s), msg("d"))
	g(msg(s), msg("e %s"), structure.Message{Format: s}, structure.Message{})
}`})
	if len(wrong) != 3 {
		t.Errorf("%q", wrong)
	}
	delete(args, "")
	delete(args, "e %s")
	say := map[string]string{"problem.a": "a", "problem.b %d": "b", "problem.c %s": "<1> <2>", "problem.d": "d", "problem.x": "x", "y": "y"}
	var keys []string
	for k := range say {
		keys = append(keys, k)
	}
	got := strings.Join(unsaid(args, keys, func(k string, _ ...any) string { return say[k] }), "; ")
	if got != "argument 1 of b %d; argument 2 of c %s; no sentence for a %s; nothing says x" {
		t.Error(got)
	}
}

// english finds a word that no Swedish sentence has.
var english = regexp.MustCompile(`\b(the|write|which|nobody|unknown|has no|says|name of)\b`)

// unmarked leaves out what stands in quotes or braces: the file's own words.
func unmarked(s string) string {
	return regexp.MustCompile(`”[^”]*”|"[^"]*"|\{[^}]*\}`).ReplaceAllString(s, "")
}

// Every mistake that the tests know is told in Swedish, whole.
func TestMistakesInSwedish(t *testing.T) {
	sv := text.For("sv")
	good, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mistakes {
		_, found := Check("x", []byte(strings.Replace(string(good), m.good, m.bad, 1)), os.DirFS("testdata"))
		for _, p := range found {
			for _, s := range []string{sv.Say(p.What), sv.Say(p.Instead)} {
				if english.MatchString(unmarked(s)) || strings.ContainsAny(s, "[]%") && !strings.ContainsAny(p.What.String()+p.Instead.String(), "[]%") {
					t.Errorf("%s: %s", m.name, s)
				}
			}
		}
	}
}

func TestSwedish(t *testing.T) {
	sv := text.For("sv")
	end := workday.Date("2024-12-31")
	for want, m := range map[string]structure.Message{
		"Gruppen ”chiefs” saknar ”name”, som måste finnas.":                            msg("%s has no %q", msg("the body %s", "chiefs"), "name"),
		"En plats i gruppen ”chiefs” saknar källa. Varje regel ska visa var den står.": msg("%s has no source", msg("a %s of the body %s", msg("seat"), "chiefs")),
		"”ordf” finns inte. Det ska vara en roll.":                                     msg("unknown %s %q", msg("role"), "ordf"),
		"Skriv namnet på en part, en grupp av parter eller en grupp.":                  msg("write the name of %s", (aParty | aSet | aBody | aTemplate).words()),
		"Skriv ”vice_chair”.":                                                          oneOf("vice-chair", roleWords()),
		"”kinds” ska skrivas som nycklar med värden.":                                  msg("%s is no mapping", keyWord("kinds")),
		"”==” kan inte användas på det som står här: ja eller nej, en text.":           apart("'==' applied to '(bool, string)'"),
		"Raden går inte att läsa: en nyckel saknar ”:” efter sig.":                     msg("this is no YAML: %s", yamlSaid("could not find expected ':'")),
		"Strukturen gällde till och med 31 december 2024.":                             msg("the structure ended %s", end),
		`Sätt citattecken kring det: "{d.short}".`:                                     msg(`write it in quotes, "{%s}"`, "d.short"),
	} {
		if got := sv.Say(m); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}
