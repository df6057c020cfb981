package structurefile

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/workday"
)

// The files of testdata/broken are small counties with one mistake each. What
// is told of it stands in the file, as a comment above the line concerned:
//
//	# expect error: <what is wrong> | <words of the remedy>
//	# mend: <what should stand instead of the next line>
//
// Each is checked as the command does, on brokenDay.
const (
	brokenDir = "testdata/broken"
	brokenDay = workday.Date("2026-02-01")
)

// check is one thing that is looked at when a file is checked, and the files
// that show it.
type check struct {
	what  string
	files string
}

// brokenChecks are all checks of a structure file: what domain and language demand,
// then what the whole is looked at for.
var brokenChecks = []check{
	{"The text is YAML, without aliases", "no-yaml alias"},
	{"A key stands once, and is no word that YAML takes for true or false", "key-twice key-that-yaml-takes-for-true"},
	{"A key is known", "unknown-key"},
	{"A name can be one, and names one thing", "name-that-cannot-be-one name-of-two-things"},
	{"Unknown names: parties, bodies, organs", "unknown-party unknown-body unknown-organ"},
	{"Unknown names: levels, fields, offices, sides, roles, channels, sets", "unknown-level unknown-field unknown-office unknown-side unknown-role unknown-channel unknown-set-of-a-template"},
	{"Unknown names: facts, fields and kinds in conditions and mandates", "unknown-fact unknown-field-in-a-condition unknown-kind-of-document"},
	{"Unknown names: documents, steps", "unknown-document unknown-step"},
	{"Unknown names: sources, headings, clauses", "unknown-source unknown-heading unknown-clause"},
	{"A name is of the sort that fits the place", "wrong-sort-of-name bound-to-no-role"},
	{"Conditions, dates, numbers and powers can be read", "condition-that-cannot-be-read no-date no-number power-that-is-none day-that-is-none meetings-without-a-year practice-that-is-none"},
	{"A who is somebody", "nobody-fits empty-set represents-nobody"},
	{"A seat and a role are appointed by somebody", "seat-nobody-appoints role-nobody-appoints"},
	{"A body has somebody in it", "body-nobody-sits-in"},
	{"A seat and a role can be filled by a party", "seat-no-party-can-fill role-no-party-can-hold"},
	{"A seat can be filled by an office in some party", "seat-no-office-can-fill office-that-nobody-has"},
	{"Totals and balances can be met by the seats", "total-never-met balance-never-met total-silent-on-deputies"},
	{"Templates can be written out", "template-placeholder"},
	{"A statutory board has a host, and its deputies come from somewhere", "board-without-host deputies-from-elsewhere"},
	{"A statutory board decides at its meetings", "board-between-its-meetings"},
	{"A step is at a body with the mandate for it", "decision-without-mandate no-mandate-for-the-kind"},
	{"Mandates lead somewhere", "mandates-in-a-ring"},
	{"A route reaches a decision", "nobody-decides two-decide"},
	{"A route does not loop", "orders-in-a-ring return-that-leads-nowhere"},
	{"Rings in over, around, circles, represents", "over-in-a-ring around-in-a-ring circle-in-a-ring represents-in-a-ring"},
	{"Rings in relations, set_up_by, same_as, documents", "relations-in-a-ring set-up-in-a-ring roles-in-a-ring documents-in-a-ring"},
	{"Rules do not disagree, whatever the answers to the facts", "rules-that-disagree two-organs time-that-cannot-be-kept"},
	{"A station is done by somebody, somewhere", "party-step-without-parties station-nowhere need-of-nobody through-who-represents-nobody way-to-a-body-that-has-ended"},
	{"A fact is asked for by a rule", "fact-that-nobody-asks-for"},
	{"A meeting rule can be met", "months-too-few joint-meetings-too-many paired-meetings-too-few paired-in-a-ring"},
	{"A rule has a source, and an id of its own", "rule-without-source body-without-source rule-id-twice"},
	{"A clause of the register is cited", "clause-that-no-rule-cites"},
	{"An adoption can be reached", "adoption-never-reached"},
	{"A document is somebody's, and part of what it follows", "document-without-owner part-of-nothing"},
	{"Bodies can be reached", "unreachable-body unreachable-island"},
	{"Reports have somebody to go to", "reports-to-nobody report-owed-to-nobody reports-to-a-body-that-has-ended"},
	{"Review dates have not passed", "review-passed review-not-said document-to-be-looked-over"},
	{"A period ends after it begins, and has not ended", "ends-before-it-begins structure-ended"},
	{"An official code is one party's", "code-twice"},
	{"Of two ways to say something one stands there", "set-of-two-things offices-in-two-ways role-held-and-appointed mandate-twice"},
	{"What a key speaks of stands there", "except-without-from because-without-source organ-at-a-body party-step-at-a-body bar-with-days"},
	{"Nothing is beside, before and after, or together with itself", "beside-itself before-and-after meetings-with-itself"},
	{"A document replaces one of its kind", "replaces-another-kind"},
	{"A requirement can be judged", "requirement-of-an-unknown-attribute requirement-nobody-judges"},
}

// broken is a file with its mistake.
type broken struct {
	name   string
	why    string
	expect []brokenTold
	mended []byte
}

// brokenTold is what has to be told, and where.
type brokenTold struct {
	line         int
	severity     Severity
	what, remedy string
}

var expectLine = regexp.MustCompile(`^ *# expect (error|warning|hint): (.+) \| (.+)$`)

// readBroken reads what a file says of itself.
func readBroken(t *testing.T, path string) broken {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b := broken{name: strings.TrimSuffix(filepath.Base(path), ".yaml")}
	var waiting []brokenTold
	var mend, out []string
	for i, l := range strings.Split(string(data), "\n") {
		text := strings.TrimLeft(l, " ")
		indent := l[:len(l)-len(text)]
		if why, is := strings.CutPrefix(l, "# One mistake, on purpose: "); is && i == 0 {
			b.why = why
		}
		if m := expectLine.FindStringSubmatch(l); m != nil {
			waiting = append(waiting, brokenTold{severity: Severity(m[1]), what: m[2], remedy: m[3]})
			continue
		}
		if m, is := strings.CutPrefix(text, "# mend: "); is {
			mend = append(mend, indent+m)
			continue
		}
		for _, e := range waiting {
			e.line = i + 1
			b.expect = append(b.expect, e)
		}
		switch {
		case mend == nil:
			out = append(out, l)
		case len(mend) == 1 && strings.TrimSpace(mend[0]) == "leave this line out":
		default:
			out = append(out, mend...)
		}
		waiting, mend = nil, nil
	}
	b.mended = []byte(strings.Join(out, "\n"))
	if b.why == "" || len(b.expect) != 1 || string(b.mended) == string(data) {
		t.Fatalf("%s: a broken file begins with %q, expects one problem and says how to mend it", path, "# One mistake, on purpose: ")
	}
	return b
}

func allBroken(t *testing.T) []broken {
	t.Helper()
	paths, err := filepath.Glob(brokenDir + "/*.yaml")
	if err != nil || len(paths) < 40 {
		t.Fatalf("%d broken files, want %d or more (%v)", len(paths), 40, err)
	}
	var out []broken
	for _, p := range paths {
		out = append(out, readBroken(t, p))
	}
	return out
}

// TestBroken: each broken file is told of its one mistake, at its line, with a
// remedy, and of nothing else; mended it is in order.
func TestBroken(t *testing.T) {
	for _, b := range allBroken(t) {
		t.Run(b.name, func(t *testing.T) {
			path := filepath.Join(brokenDir, b.name+".yaml")
			_, found, err := Judge(path, brokenDay)
			if err != nil {
				t.Fatal(err)
			}
			if len(found) != len(b.expect) {
				t.Fatalf("got\n%v\nwant %+v alone", found, b.expect)
			}
			for i, e := range b.expect {
				p := found[i]
				if p.Pos.File != path || p.Pos.Line != e.line || p.Severity != e.severity || fmt.Sprint(p.What) != e.what ||
					!strings.HasPrefix(fmt.Sprint(p.Instead), e.remedy) {
					t.Errorf("got  %v\nwant line %d, %s: %s | %s", p, e.line, e.severity, e.what, e.remedy)
				}
			}
			dir := t.TempDir()
			register, err := os.ReadFile(filepath.Join(brokenDir, "clauses.csv"))
			if err != nil {
				t.Fatal(err)
			}
			mended := filepath.Join(dir, b.name+".yaml")
			for to, data := range map[string][]byte{mended: b.mended, filepath.Join(dir, "clauses.csv"): register} {
				if err := os.WriteFile(to, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if s, found, err := Judge(mended, brokenDay); s == nil || len(found) > 0 || err != nil {
				t.Errorf("mended, it is told: %v (%v)", found, err)
			}
		})
	}
}

// TestBrokenChecks: no check is without a file, and no file without a check; the
// list beside the files is what it would be written as today (UPDATE=1 writes it).
func TestBrokenChecks(t *testing.T) {
	why := map[string]string{}
	for _, b := range allBroken(t) {
		why[b.name] = b.why
	}
	var shown []string
	var list strings.Builder
	list.WriteString("# Broken files\n\nCounties with one mistake each: what is told of it stands above the line concerned (`# expect`), and what should stand there instead (`# mend`). The list is written by a test, `UPDATE=1 go test -run BrokenChecks ./internal/structurefile`.\n\n| check | file | mistake |\n|---|---|---|\n")
	for _, c := range brokenChecks {
		if c.files == "" {
			t.Errorf("no file shows: %s", c.what)
		}
		for i, f := range strings.Fields(c.files) {
			if why[f] == "" {
				t.Errorf("there is no file %s for: %s", f, c.what)
			}
			if slices.Contains(shown, f) {
				t.Errorf("%s stands twice", f)
			}
			shown = append(shown, f)
			what := c.what
			if i > 0 {
				what = ""
			}
			fmt.Fprintf(&list, "| %s | [%s](%s.yaml) | %s |\n", what, f, f, why[f])
		}
	}
	for name := range why {
		if !slices.Contains(shown, name) {
			t.Errorf("%s shows no check", name)
		}
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(brokenDir+"/README.md", []byte(list.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(brokenDir + "/README.md"); err != nil || string(got) != list.String() {
		t.Errorf("%s is another than it would be written today (%v)", brokenDir+"/README.md", err)
	}
}
