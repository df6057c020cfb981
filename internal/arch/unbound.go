package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

// unbound lists what of package store reaches rows without a viewer.
func unbound() []string {
	return []string{"Tx", "BindTo", "AccountsOf", "AnswersOf", "LogOf", "OutboxOf", "VersionsOf"}
}

// trusted are the packages that may hold a transaction without a viewer: the
// store itself, the door with its books and logs, the door's test support,
// backups, which copy and verify a database as a whole for its operator, and
// the commands that open a database.
func trusted(dir string) bool {
	return within(dir, "internal/store") || slices.Contains([]string{"internal/app", "internal/app/apptest", "internal/app/backups"}, dir) || within(dir, "cmd")
}

// Unbound reads every Go file below root, tests excepted, and gives the places
// outside the door that reach for a transaction without a viewer. A use case
// has its Unit's Own, and nothing else.
func Unbound(root string) ([]Fault, error) {
	var faults []Fault
	err := files(root, func(rel string, fset *token.FileSet, f *ast.File) {
		dir := path.Dir(rel)
		if strings.HasSuffix(rel, "_test.go") || trusted(dir) {
			return
		}
		add := func(n ast.Node, what string) {
			faults = append(faults, Fault{fset.Position(n.Pos()).String(), fmt.Sprintf("%s in %s: a transaction without a viewer belongs to the door", what, dir)})
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch x := s.X.(type) {
			case *ast.Ident:
				if x.Name == importName(f, module+"/internal/store") && slices.Contains(unbound(), s.Sel.Name) {
					add(s, "store."+s.Sel.Name)
				}
			case *ast.SelectorExpr:
				if x.Sel.Name == "Store" && (s.Sel.Name == "Write" || s.Sel.Name == "Read") {
					add(s, "Store."+s.Sel.Name)
				}
			}
			return true
		})
	})
	return faults, err
}

// importName gives the name under which a file knows a package, or "" when it
// doesn't import it. A file that gives it another name does not get past.
func importName(f *ast.File, pkg string) string {
	for _, imp := range f.Imports {
		if strings.Trim(imp.Path.Value, `"`) != pkg {
			continue
		}
		if imp.Name != nil {
			return imp.Name.Name
		}
		return path.Base(pkg)
	}
	return ""
}
