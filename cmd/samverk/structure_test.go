package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const shipped = "../../structures/orebro.yaml"

// edited copies the shipped structure with one text replaced.
func edited(t *testing.T, old, new string) string {
	t.Helper()
	data, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Count(data, []byte(old)) != 1 {
		t.Fatalf("%q does not stand once in %s", old, shipped)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "county.yaml")
	if err := os.WriteFile(path, bytes.Replace(data, []byte(old), []byte(new), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	register, err := os.ReadFile(filepath.Join(filepath.Dir(shipped), "clauses.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "clauses.csv"), register, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStructureCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		path      string
		ok        bool
		out, errs string // what has to stand there
	}{
		"the shipped one": {shipped, true, "in order; 16 parties, 31 bodies", "hint: nobody-decides"},
		"its practice":    {"../../structures/orebro.practice.yaml", true, "in order", ""},
		"a slip":          {edited(t, "need: prepare\n    at: chefsgrupp-folkhalsa", "need: prepare\n    at: chefsgrupp-folkhälsa"), false, "", `unknown name "chefsgrupp-folkhälsa", write "chefsgrupp-folkhalsa"`},
		"orders in a ring": {edited(t, "    of: committed\n", "    of: committed\n    before: recommend\n    after: recommend\n"), false, "",
			"cycle: "},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			ok, err := checkFile(tt.path, &out, &errs)
			if err != nil || ok != tt.ok {
				t.Errorf("%v, %v", ok, err)
			}
			if !strings.Contains(out.String(), tt.out) || !ok && out.Len() > 0 {
				t.Errorf("stdout: %s", &out)
			}
			if !strings.Contains(errs.String(), tt.errs) {
				t.Errorf("stderr: %s", &errs)
			}
		})
	}
}

// TestStructureStatus: 1 for a structure with errors, 2 for wrong use.
func TestStructureStatus(t *testing.T) {
	var errs bytes.Buffer
	_, err := loadStructure(edited(t, "of: committed\n", "of: comitted\n"), &errs)
	if !errors.Is(err, exit(1)) || !strings.Contains(errs.String(), `unknown name "comitted"`) {
		t.Errorf("%v: %s", err, &errs)
	}
	if _, err = loadStructure("nofile.yaml", &errs); !errors.Is(err, exit(2)) {
		t.Errorf("%v", err)
	}
}
