package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"samverk/internal/domain/workday"
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
		day       workday.Date
		ok        bool
		out, errs string // what has to stand there
	}{
		"the shipped one":   {shipped, "2026-11-22", true, "in order; 16 parties, 31 bodies", "hint: nobody-decides"},
		"past its review":   {shipped, "2027-01-01", true, "in order", "orebro.yaml:40:3: warning: the structure was to be reviewed by 2026-12-31"},
		"its practice":      {"../../structures/orebro.practice.yaml", "2026-11-22", true, "in order", ""},
		"the law of boards": {"../../structures/kommunallagen.yaml", "2026-11-22", true, "in order; 12 rules of law", ""},
		"a slip":            {edited(t, "need: prepare\n    at: chefsgrupp-folkhalsa", "need: prepare\n    at: chefsgrupp-folkhälsa"), "2026-11-22", false, "", `unknown name "chefsgrupp-folkhälsa", write "chefsgrupp-folkhalsa"`},
		"orders in a ring": {edited(t, "    of: committed\n", "    of: committed\n    before: pass\n"), "2026-11-22", false, "",
			"cycle: "},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			ok, err := checkFile(tt.path, spoken{"en"}, tt.day, &out, &errs)
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

// A file that can't be read is told and stops no other one.
func TestStructureCheckGoesOn(t *testing.T) {
	c := structureCheck{Files: []string{"nofile.yaml", os.DevNull, shipped}}
	if err := c.Run(); !errors.Is(err, exit(2)) {
		t.Errorf("%v", err)
	}
}

// What structure check refuses is never taken into use: no installation is made
// of it, and one that is there keeps what it has.
func TestUseRefusesWhatCheckRefuses(t *testing.T) {
	ring := edited(t, "    of: committed\n", "    of: committed\n    before: pass\n")
	settings := filepath.Join(t.TempDir(), "samverk.yaml")
	if err := os.WriteFile(settings, []byte("data: "+filepath.Join(t.TempDir(), "data")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errs, status := run(t, "structure", "use", ring, "--from", "2026-01-01", "--config", settings)
	if status != 1 || !strings.Contains(errs, "cycle: ") || strings.Contains(errs, "hint: ") {
		t.Errorf("status %d: %s", status, errs)
	}
	out, errs, status := run(t, "structure", "use", shipped, "--from", "2026-01-01", "--config", settings)
	if status != 0 || !strings.Contains(out, "is in use from 2026-01-01") || !strings.Contains(errs, "is an example") {
		t.Errorf("status %d: %s %s", status, out, errs)
	}
	if _, errs, status = run(t, "structure", "use", shipped, "--from", "soon", "--config", settings); status != 2 {
		t.Errorf("status %d: %s", status, errs)
	}
}

// TestStructureStatus: 1 for a structure with errors, 2 for wrong use.
func TestStructureStatus(t *testing.T) {
	var errs bytes.Buffer
	_, err := loadStructure(edited(t, "of: committed\n", "of: comitted\n"), spoken{"en"}, &errs)
	if !errors.Is(err, exit(1)) || !strings.Contains(errs.String(), `unknown name "comitted"`) {
		t.Errorf("%v: %s", err, &errs)
	}
	if _, err = loadStructure("nofile.yaml", spoken{"en"}, &errs); !errors.Is(err, exit(2)) {
		t.Errorf("%v", err)
	}
}

// TestToldInSwedish: as --language asks for, else as the surroundings have it.
func TestToldInSwedish(t *testing.T) {
	slip := edited(t, "of: committed\n", "of: comitted\n")
	said := "Namnet ”comitted” finns inte i filen, så det går inte att veta vem eller vad det står för. Skriv ”committed”."
	for name, tt := range map[string]struct {
		env, language string
		swedish       bool
	}{
		"asked for":         {"C", "sv", true},
		"English asked for": {"sv_SE.UTF-8", "en", false},
		"Swedish about":     {"sv_SE.UTF-8", "", true},
		"English about":     {"en_GB.UTF-8", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("LC_ALL", tt.env)
			var errs bytes.Buffer
			_, err := loadStructure(slip, spoken{tt.language}, &errs)
			if !errors.Is(err, exit(1)) || strings.Contains(errs.String(), said) != tt.swedish || strings.Contains(errs.String(), "unknown name") == tt.swedish {
				t.Errorf("%v: %s", err, &errs)
			}
		})
	}
	out, errs, status := run(t, "structure", "check", shipped, "--language", "sv")
	if status != 0 || !strings.Contains(out, "orebro.yaml: inga fel; 16 parter, 31 grupper, ") || !strings.Contains(errs, ": att se över: Källan säger inte vem som beslutar.") {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
	if _, errs, status = run(t, "structure", "check", shipped, "--language", "de"); status != 2 || !strings.Contains(errs, "--language") {
		t.Errorf("status %d: %s", status, errs)
	}
}
