package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
)

const module = "samverk"

// layers says, per layer, what it may import of the module. The longest prefix
// that fits a package is its layer.
func layers() map[string][]string {
	adapter := []string{"internal/domain", "internal/fault", "internal/text"}
	return map[string][]string{
		"internal/fault":         {},
		"internal/domain":        {"internal/fault", "internal/domain"},
		"internal/access":        {"internal/fault", "internal/domain"},
		"internal/store":         {"internal/fault", "internal/domain", "internal/access", "internal/ledger", "internal/store"},
		"internal/app":           {"internal/fault", "internal/domain", "internal/access", "internal/store", "internal/app", "internal/ledger", "internal/blob"},
		"internal/web":           {"internal/fault", "internal/domain", "internal/access", "internal/text", "internal/app", "internal/web"},
		"internal/jobs":          {"internal/fault", "internal/domain", "internal/access", "internal/text", "internal/app", "internal/mail", "internal/ical", "internal/paper", "internal/render", "internal/jobs"},
		"internal/demo":          {"internal/fault", "internal/domain", "internal/access", "internal/text", "internal/app", "internal/jobs", "internal/demo"},
		"internal/text":          adapter,
		"internal/structurefile": append([]string{"structures"}, adapter...),
		"internal/ledger":        adapter,
		"internal/blob":          adapter,
		"internal/render":        adapter,
		"internal/mail":          append([]string{"internal/ical"}, adapter...),
		"internal/ical":          adapter,
		"internal/paper":         adapter,
		"internal/config":        {"internal/fault"},
		"internal/arch":          {},
		"structures":             {},
		"cmd":                    {"internal", "structures"},
		"internal/scenario":      {"internal", "structures"},
		"internal/bench":         {"internal", "structures"},
	}
}

// siblings are the layers whose capabilities never import each other; what
// they share stands in the packages named.
func siblings() map[string][]string {
	return map[string][]string{
		"internal/app": {},
		"internal/web": {"internal/web/ui", "internal/web/route", "internal/web/session", "internal/web/page"},
	}
}

// order is the fixed order of the domain's packages: each may import those
// before it, those on the same line are siblings.
func order() [][]string {
	return [][]string{
		{"id", "personnummer"}, {"rule"}, {"workday"}, {"structure", "sheet"}, {"people"}, {"mandate", "local"}, {"routing"}, {"journey", "compare"},
		{"matter", "group"}, {"meeting"}, {"presence", "assignment"}, {"decision"}, {"record"}, {"remiss", "document", "plan"},
	}
}

// domainStd is what the domain may use of the standard library: what computes.
// net/mail is there for its reader of addresses alone.
func domainStd() []string {
	return []string{"bytes", "cmp", "encoding/binary", "encoding/csv", "encoding/json", "errors", "fmt", "io", "iter", "maps", "math", "math/bits", "net/mail", "path", "slices", "sort", "strconv", "strings", "sync", "time", "unicode", "unicode/utf8"}
}

// only names packages of the outside that one layer alone may import.
func only() map[string][]string {
	return map[string][]string{
		"go.yaml.in/yaml":          {"internal/structurefile"},
		"cel.dev/":                 {"internal/structurefile"},
		"github.com/google/cel-go": {"internal/structurefile"},
		"database/sql":             {"internal/store", "internal/bench"}, // the benchmark's loader and bare handler
		"modernc.org/":             {"internal/store", "internal/bench"},
		"github.com/jackc/":        {"internal/store"},
		"os/exec":                  {"internal/paper", "internal/render", "internal/scenario", "internal/store/storetest", "internal/bench"},
	}
}

// Fault is one thing that breaks the picture.
type Fault struct{ Pos, What string }

func (f Fault) String() string { return f.Pos + ": " + f.What }

// Imports reads every Go file below root and gives the imports that point the
// wrong way, files that reach for the clock in the domain, and packages that
// belong to no layer. Tests and what supports them may import anything but must
// lie in a layer.
func Imports(root string) ([]Fault, error) {
	var faults []Fault
	err := files(root, func(rel string, fset *token.FileSet, f *ast.File) {
		dir := path.Dir(rel)
		layer := layerOf(dir)
		if layer == "" {
			faults = append(faults, Fault{rel, fmt.Sprintf("package %s belongs to no layer: give it one in internal/arch", dir)})
			return
		}
		if strings.HasSuffix(rel, "_test.go") || support(dir) {
			return
		}
		for _, imp := range f.Imports {
			p, _ := strconv.Unquote(imp.Path.Value)
			if what := wrong(dir, layer, p); what != "" {
				faults = append(faults, Fault{fset.Position(imp.Pos()).String(), what})
			}
		}
		if layer == "internal/domain" {
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "Tick"}, s.Sel.Name) {
						faults = append(faults, Fault{fset.Position(s.Pos()).String(), "time." + s.Sel.Name + " in the domain: time comes in as an argument"})
					}
				}
				return true
			})
		}
	})
	return faults, err
}

func wrong(dir, layer, p string) string {
	for prefix, who := range only() {
		if (p == prefix || strings.HasPrefix(p, strings.TrimSuffix(prefix, "/")+"/")) && !slices.ContainsFunc(who, func(w string) bool { return within(dir, w) }) {
			return fmt.Sprintf("%s imports %s, which only %s may", dir, p, strings.Join(who, ", "))
		}
	}
	own, inside := strings.CutPrefix(p, module+"/")
	if inside && support(own) && !within(dir, "internal/scenario") && !within(dir, "internal/bench") {
		return fmt.Sprintf("%s imports %s: that is for tests", dir, own)
	}
	if !inside {
		if layer == "internal/domain" && !slices.Contains(domainStd(), p) {
			return fmt.Sprintf("%s imports %s: the domain knows nothing of the outside world", dir, p)
		}
		return ""
	}
	if !slices.ContainsFunc(layers()[layer], func(l string) bool { return within(own, l) }) {
		return fmt.Sprintf("%s imports %s: %s may import %s", dir, own, layer, strings.Join(layers()[layer], ", "))
	}
	if shared, ok := siblings()[layer]; ok && within(own, layer) && own != layer && dir != layer {
		if capability(dir, layer) != capability(own, layer) && !slices.ContainsFunc(shared, func(s string) bool { return within(own, s) }) {
			return fmt.Sprintf("%s imports its sibling %s: what two capabilities share is a rule, a query or an event", dir, own)
		}
	}
	if layer == "internal/domain" && within(own, "internal/domain") {
		me, it := rank(dir), rank(own)
		if me < 0 || it < 0 {
			return fmt.Sprintf("%s or %s has no place in the order of the domain", dir, own)
		}
		if dir != own && it >= me {
			return fmt.Sprintf("%s imports %s: the order of the domain is %s", dir, own, orderText())
		}
	}
	return ""
}

// support tells whether a package is there for tests alone: its name ends in
// "test", and no program imports it.
func support(dir string) bool { return strings.HasSuffix(path.Base(dir), "test") }

func layerOf(dir string) string {
	best := ""
	for l := range layers() {
		if within(dir, l) && len(l) > len(best) {
			best = l
		}
	}
	return best
}

func within(p, prefix string) bool { return p == prefix || strings.HasPrefix(p, prefix+"/") }

func capability(p, layer string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(p, layer+"/"), "/")
	return name
}

func rank(dir string) int {
	name := capability(dir, "internal/domain")
	for i, row := range order() {
		if slices.Contains(row, name) {
			return i
		}
	}
	return -1
}

func orderText() string {
	var rows []string
	for _, r := range order() {
		rows = append(rows, strings.Join(r, ", "))
	}
	return strings.Join(rows, " → ")
}

// Names reads every Go file below root, tests and what supports them excepted,
// and gives the strings and identifiers that hold one of the names as a whole word. The words are
// compared without regard to case; "Europe/Stockholm" is left out, since it is
// the name of a time zone.
func Names(root string, names []string) ([]Fault, error) {
	var faults []Fault
	wanted := map[string]bool{}
	longest := 1
	for _, n := range names {
		w := words(n)
		if len(w) == 0 {
			continue
		}
		wanted[strings.Join(w, " ")] = true
		longest = max(longest, len(w))
	}
	err := files(root, func(rel string, fset *token.FileSet, f *ast.File) {
		if strings.HasSuffix(rel, "_test.go") || support(path.Dir(rel)) {
			return
		}
		check := func(pos token.Pos, s string) {
			s = strings.ReplaceAll(s, "Europe/Stockholm", "")
			w := words(s)
			for i := range w {
				for n := 1; n <= longest && i+n <= len(w); n++ {
					if name := strings.Join(w[i:i+n], " "); wanted[name] {
						faults = append(faults, Fault{fset.Position(pos).String(), fmt.Sprintf("%q stands in Go: a county is data", name)})
						return
					}
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.BasicLit:
				if x.Kind == token.STRING {
					if s, err := strconv.Unquote(x.Value); err == nil {
						check(x.Pos(), s)
					}
				}
			case *ast.Ident:
				check(x.Pos(), x.Name)
			}
			return true
		})
	})
	return faults, err
}

// words cuts a text into lower-case words: at everything that is no letter or
// digit, and where an identifier's case changes.
func words(s string) []string {
	var out []string
	var cur []rune
	flush := func() {
		if len(cur) > 0 {
			out = append(out, strings.ToLower(string(cur)))
			cur = nil
		}
	}
	prev := rune(0)
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
		case unicode.IsUpper(r) && unicode.IsLower(prev):
			flush()
			cur = append(cur, r)
		default:
			cur = append(cur, r)
		}
		prev = r
	}
	flush()
	return out
}

func files(root string, do func(rel string, fset *token.FileSet, f *ast.File)) error {
	var paths []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules" || d.Name() == "bin") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(p, ".go") {
			paths = append(paths, p)
		}
		return nil
	})
	if err != nil {
		return err
	}
	sort.Strings(paths)
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.ToSlash(rel), data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		do(filepath.ToSlash(rel), fset, f)
	}
	return nil
}
