package text

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

// said matches a key where a sentence is asked for: in a page, and in what a
// rule or a use case refuses with. A key that ends in a plus is the beginning
// of one that is put together.
var said = regexp.MustCompile(`(?:\.S\(|fault\.New\(fault\.\w+, ?|rule\.Refuse\(|fault\.Broken\([^"()]*, ?|\b(?:Key|WayOut): ?)"([a-z][a-z0-9_.]*)"( ?\+)?`)

// literal matches every piece of text that could be a key or the beginning of
// one.
var literal = regexp.MustCompile(`"([a-z][a-z0-9_.]*)"`)

// comment matches a line of comment: an example in one asks for nothing.
var comment = regexp.MustCompile(`(?m)^\s*//.*$`)

// uses are the keys that the program's files ask for.
type uses struct {
	exact    map[string]string // key → a file
	prefixes map[string]string // beginning of keys → a file
	literals map[string]bool
}

func usesIn(fsys fs.FS) (uses, error) {
	u := uses{map[string]string{}, map[string]string{}, map[string]bool{}}
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{"testdata", "node_modules", "dist"}, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") || !(strings.HasSuffix(path, ".go") || strings.HasSuffix(path, ".templ")) {
			return nil
		}
		data, err := fs.ReadFile(fsys, path)
		if err != nil {
			return err
		}
		data = comment.ReplaceAll(data, nil)
		for _, m := range said.FindAllStringSubmatch(string(data), -1) {
			if m[2] != "" || strings.HasSuffix(m[1], ".") {
				u.prefixes[m[1]] = path
			} else if strings.Contains(m[1], ".") || !strings.HasPrefix(m[0], "Key") {
				u.exact[m[1]] = path
			}
		}
		for _, m := range literal.FindAllStringSubmatch(string(data), -1) {
			u.literals[m[1]] = true
		}
		return nil
	})
	return u, err
}

// missing gives what is asked for and not there.
func (u uses) missing(keys []string) []string {
	var out []string
	for k, file := range u.exact {
		if !slices.Contains(keys, k) {
			out = append(out, k+" ("+file+")")
		}
	}
	for p, file := range u.prefixes {
		if !slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, p) }) {
			out = append(out, p+"… ("+file+")")
		}
	}
	sort.Strings(out)
	return out
}

// unused gives what is there and that nothing asks for: no text of the program
// is the key, or ends with a dot and begins it.
func (u uses) unused(keys []string) []string {
	var out []string
	for _, k := range keys {
		used := u.literals[k]
		for i := 0; i < len(k) && !used; i++ {
			used = k[i] == '.' && u.literals[k[:i+1]]
		}
		if !used {
			out = append(out, k)
		}
	}
	return out
}

func TestEveryKeyHasItsSentence(t *testing.T) {
	u, err := usesIn(os.DirFS(filepath.Join("..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	if len(u.exact) < 50 {
		t.Fatalf("only %d keys found in the program", len(u.exact))
	}
	keys := For("sv").Keys()
	for _, k := range u.missing(keys) {
		t.Errorf("no sentence for the key %s", k)
	}
	for _, k := range u.unused(keys) {
		t.Errorf("nothing says the sentence %s", k)
	}
}

// What documents say of their own is there in English, and English says nothing
// that Swedish does not.
func TestDocumentsSpeakEnglish(t *testing.T) {
	sv, en := For("sv"), ForDocument("en")
	if en.Lang != "en" {
		t.Fatal("there is no English")
	}
	for _, k := range sv.Keys() {
		if strings.HasPrefix(k, "paper.") && !en.Has(k) {
			t.Errorf("%s is not said in English", k)
		}
	}
	for _, k := range en.Keys() {
		if !sv.Has(k) {
			t.Errorf("%s is said in English alone", k)
		}
		if got, want := strings.Count(en.S(k), "{"), strings.Count(sv.S(k), "{"); got != want {
			t.Errorf("%s fills in %d things in English, %d in Swedish", k, got, want)
		}
	}
}

func TestAMissingKeyAndAnIdleSentenceAreFound(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"a.templ":   `templ a(t text.T) { { t.S("a.there") } { t.S("a.missing", 1) } { t.S("state."+string(s)) } }`,
		"b.go":      `package b` + "\n" + `var e = fault.New(fault.Invalid, "b.refused").On("x")` + "\n" + `var r = rule.Refuse("b.rule", refs)`,
		"c.go":      `package c` + "\n" + `var k = fault.New(fault.Conflict, "none."+string(s))`,
		"b_test.go": `package b` + "\n" + `var e = fault.New(fault.Invalid, "only.in_test")`,
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	u, err := usesIn(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"a.there", "a.idle", "state.open", "b.rule"}
	if got := strings.Join(u.missing(keys), " "); got != "a.missing (a.templ) b.refused (b.go) none.… (c.go)" {
		t.Errorf("missing = %q", got)
	}
	if got := strings.Join(u.unused(keys), " "); got != "a.idle" {
		t.Errorf("unused = %q", got)
	}
}
