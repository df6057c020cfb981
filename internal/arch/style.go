package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

// longest is how many lines a file may have. Generated files may have more.
const longest = 700

// vague are the names of packages that say nothing about what is in them.
func vague() []string {
	return []string{"util", "utils", "common", "helper", "helpers", "manager", "base", "models", "types", "misc", "shared"}
}

// Style reads every Go file below root and gives what the house style refuses
// and no linter that we run finds: an init function, a package that is named
// after nothing or says nothing about itself, a file that has grown too long, a
// test that skips itself.
func Style(root string) ([]Fault, error) {
	var faults []Fault
	documented := map[string]bool{}
	var packages []string
	err := files(root, func(rel string, fset *token.FileSet, f *ast.File) {
		dir := path.Dir(rel)
		add := func(n ast.Node, what string) {
			faults = append(faults, Fault{fset.Position(n.Pos()).String(), what})
		}
		if lines := fset.File(f.Pos()).LineCount(); lines > longest && !ast.IsGenerated(f) {
			faults = append(faults, Fault{rel, fmt.Sprintf("%d lines: no file is longer than %d", lines, longest)})
		}
		if strings.HasSuffix(rel, "_test.go") {
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, s.Sel.Name) {
					if x, ok := s.X.(*ast.Ident); ok && slices.Contains([]string{"t", "b", "tb", "f"}, x.Name) {
						add(s, "a test that skips itself proves nothing: what it needs is installed by scripts/need")
					}
				}
				return true
			})
			return
		}
		if !slices.Contains(packages, dir) {
			packages = append(packages, dir)
			if slices.Contains(vague(), f.Name.Name) {
				add(f.Name, "a package called "+f.Name.Name+" is about nothing: name it after what it does")
			}
		}
		documented[dir] = documented[dir] || f.Doc != nil
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				add(fn, "init runs before anybody asks: make a function that is called")
			}
		}
	})
	for _, p := range packages {
		if !documented[p] {
			faults = append(faults, Fault{p, "a package without a comment: say in doc.go what it is for"})
		}
	}
	return faults, err
}
