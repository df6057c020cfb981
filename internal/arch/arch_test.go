package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

func TestImportsPointTheRightWay(t *testing.T) {
	faults, err := Imports(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
}

// The fixture holds one wrong import of each kind; each has to be refused, or
// the test above proves nothing.
func TestEachKindOfWrongImportIsRefused(t *testing.T) {
	faults, err := Imports("testdata/wrong")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, f.String())
	}
	for _, want := range []string{
		"internal/domain/matter/clock.go:.*time.Now in the domain",
		"internal/domain/matter/outside.go:.*imports net/http: the domain knows nothing",
		"internal/domain/matter/later.go:.*imports internal/domain/meeting: the order of the domain",
		"internal/domain/matter/up.go:.*imports internal/app",
		"internal/access/store.go:.*imports internal/store",
		"internal/store/app.go:.*imports internal/app",
		"internal/web/matters/store.go:.*imports internal/store",
		"internal/web/matters/sibling.go:.*imports its sibling internal/web/meetings",
		"internal/app/matters/sibling.go:.*imports its sibling internal/app/meetings",
		"internal/app/matters/sql.go:.*imports database/sql, which only internal/store",
		"internal/app/matters/web.go:.*imports internal/web",
		"internal/mail/store.go:.*imports internal/store",
		"internal/jobs/store.go:.*imports internal/store",
		"internal/app/matters/support.go:.*imports internal/app/apptest: that is for tests",
		"internal/stray/stray.go: package internal/stray belongs to no layer",
	} {
		if !slices.ContainsFunc(got, regexp.MustCompile(want).MatchString) {
			t.Errorf("not refused: %s", want)
		}
	}
	if len(got) != 15 {
		t.Errorf("%d faults, want 15:\n%s", len(got), strings.Join(got, "\n"))
	}
}

func TestNoCountyInGo(t *testing.T) {
	names := countyNames(t)
	if len(names) < 60 {
		t.Fatalf("only %d names found in the structures: %v", len(names), names)
	}
	faults, err := Names(root, names)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
}

func TestACountyInGoIsFound(t *testing.T) {
	faults, err := Names("testdata/named", []string{"Alby", "norra gruppen", "alby-radet"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range faults {
		got = append(got, f.Pos)
	}
	want := []string{"named.go:7:14", "named.go:8:2", "named.go:9:14", "named.go:10:14"}
	if !slices.Equal(got, want) {
		t.Errorf("found at %v, want %v (%v)", got, want, faults)
	}
}

// countyNames reads the ids and names of counties, parties and bodies out of
// the shipped structures by their shape, without the reader, so that a fault in
// the reader can't hide one.
func countyNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(root + "/structures/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no structures: %v", err)
	}
	section := regexp.MustCompile(`^([a-z_]+):`)
	key := regexp.MustCompile(`^  ([a-z0-9-]+):`)
	name := regexp.MustCompile(`\b(?:name|short):\s*"?([^,"{}]+)"?`)
	id := regexp.MustCompile(`^structure:\s*(\S+)`)
	var names []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in := ""
		for _, line := range strings.Split(string(data), "\n") {
			if m := id.FindStringSubmatch(line); m != nil {
				names = append(names, m[1])
			}
			if m := section.FindStringSubmatch(line); m != nil {
				in = m[1]
			}
			if in != "parties" && in != "bodies" {
				continue
			}
			if m := key.FindStringSubmatch(line); m != nil {
				names = append(names, m[1])
			}
			if m := name.FindStringSubmatch(line); m != nil && (strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "      ")) {
				names = append(names, strings.TrimSpace(m[1]), strings.TrimSuffix(strings.TrimSpace(m[1]), " kommun"))
			}
		}
	}
	// What is an ordinary word of the trade, or no name: the ids that every
	// county's template shares.
	names = slices.DeleteFunc(names, func(n string) bool { return len(n) < 3 || n == "region" || strings.Contains(n, "{") })
	return names
}
