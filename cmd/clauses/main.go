// Command clauses accounts for every clause of the counties' texts: which a rule
// cites and a test asserts, which a scenario shows, which are open. It writes
// docs/clauses.md and fails, with a line for each, when a clause is none of the
// three. Start it in the root of the repository, or name that.
package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/structurefile"
)

// Where things lie below the root.
const (
	registerFile = "structures/clauses.csv"
	openFile     = "docs/clauses-open.csv"
	pageFile     = "docs/clauses.md"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := run(root); err != nil {
		fmt.Fprintln(os.Stderr, "clauses:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	a, wrong, err := read(root)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "\n"))
	}
	n := a.count("", "")
	fmt.Printf("%d clauses: %d ruled, %d shown, %d open\n", len(a.clauses), n[ruled], n[shown], n[left])
	return os.WriteFile(filepath.Join(root, pageFile), []byte(a.page()), 0o644)
}

// read gathers register, structures and tests below root and accounts for them.
func read(root string) (accounts, []string, error) {
	rows, err := table(filepath.Join(root, registerFile), 3)
	if err != nil {
		return accounts{}, nil, err
	}
	var register []clause
	for _, r := range rows {
		register = append(register, clause{id: r[0], section: r[1], kind: r[2]})
	}
	if rows, err = table(filepath.Join(root, openFile), 3); err != nil {
		return accounts{}, nil, err
	}
	var listed []open
	for _, r := range rows {
		listed = append(listed, open{id: r[0], word: r[1], missing: r[2]})
	}
	ev := evidence{cited: map[string]string{}, tested: map[string]bool{}, scenario: map[string]bool{}}
	if err := citations(root, ev); err != nil {
		return accounts{}, nil, err
	}
	if err := tests(root, ev); err != nil {
		return accounts{}, nil, err
	}
	a, wrong := account(register, listed, ev)
	return a, wrong, nil
}

// table reads the rows of a CSV file below its head.
func table(path string, least int) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only: closing can't lose anything
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if len(rows) == 0 || len(rows[0]) < least {
		return nil, fmt.Errorf("%s has no %d columns", path, least)
	}
	return rows[1:], nil
}

// citations notes every clause that a rule of a structure cites.
func citations(root string, ev evidence) error {
	files, err := filepath.Glob(filepath.Join(root, "structures", "*.yaml"))
	if err != nil {
		return err
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		if !regexp.MustCompile(`(?m)^structure:`).Match(data) {
			continue // a practice, or the law's own rules
		}
		s, found, err := structurefile.Examine(f)
		if err != nil {
			return err
		}
		if s == nil {
			return fmt.Errorf("%s has errors:\n%w", f, found.Of(structurefile.Error))
		}
		for _, id := range cited(s) {
			ev.cited[id] = s.Title.SV
		}
	}
	return nil
}

// cited gives the clauses that the rules of a structure cite, wherever in it
// they stand.
func cited(s *structure.Structure) []string {
	var out []string
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[rule.Ref]() {
				if ids, ok := v.FieldByName("Clauses").Interface().([]string); ok {
					out = append(out, ids...)
				}
				return
			}
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(v.Field(i))
				}
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		}
	}
	walk(reflect.ValueOf(*s))
	return out
}

// tests notes every clause that a test names. The tests of this command are
// left out: they are about accounting, not about clauses.
func tests(root string, ev evidence) error {
	id := regexp.MustCompile(`\b[A-Z]{3}-[0-9]{2}\b`)
	for _, below := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, below), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "testdata" || filepath.ToSlash(path) == filepath.ToSlash(filepath.Join(root, "cmd", "clauses"))) {
				return filepath.SkipDir
			}
			if d.IsDir() || !strings.HasSuffix(path, "_test.go") {
				return nil
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			for _, x := range id.FindAllString(string(data), -1) {
				ev.tested[x] = true
				if strings.HasPrefix(filepath.ToSlash(rel), "internal/scenario/") {
					ev.scenario[x] = true
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
