package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const countyFile = "../../structures/orebro.yaml"

// TestAsCommand is the program itself when another test runs it.
func TestAsCommand(t *testing.T) {
	args, ok := os.LookupEnv("SAMVERK_TEST_ARGS")
	if !ok {
		return
	}
	os.Args = append([]string{"samverk"}, strings.Split(args, "\x1f")...)
	main()
	os.Exit(0)
}

// run runs the program and gives what it printed and its exit status.
func run(t *testing.T, args ...string) (out, errs string, status int) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestAsCommand$")
	c.Env = append(os.Environ(), "LC_ALL=C", "SAMVERK_TEST_ARGS="+strings.Join(args, "\x1f"))
	var o, e bytes.Buffer
	c.Stdout, c.Stderr = &o, &e
	err := c.Run()
	var exited *exec.ExitError
	if err != nil && !errors.As(err, &exited) {
		t.Fatal(err)
	}
	return o.String(), e.String(), c.ProcessState.ExitCode()
}

type wireRoute struct {
	Matter struct {
		Kind   string
		Facts  map[string]any
		Fields []string
	}
	Steps []struct {
		ID, Step               string
		Bodies, Parties, After []string
		Days                   *int
		Possible               bool
		TurnsOn                []string `json:"turns_on"`
		Rule                   wireRule
		Rules                  []wireRule
		Earliest               *string
		WaitsFor               *struct{ What, Who string } `json:"waits_for"`
	}
	Findings []struct {
		Kind, Severity, Message, Proposes string
		Rules                             []wireRule
	}
	Done *string
}

type wireRule struct{ ID, Clause, Document, Section string }

// routeOf runs route for the county's own file.
func routeOf(t *testing.T, args string) wireRoute {
	t.Helper()
	all := append([]string{"route", "--structure", countyFile, "--format", "json", "--on", "2026-01-15"}, strings.Fields(args)...)
	out, errs, status := run(t, all...)
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	var r wireRoute
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// outline writes a route: a line per step with its body, the number of parties
// when there are more than three, and the clause; then the findings.
func outline(r wireRoute) string {
	var b strings.Builder
	for _, s := range r.Steps {
		b.WriteString(s.Step)
		if strings.Contains(s.ID, "@") {
			b.WriteString(" " + s.Bodies[0])
		}
		switch n := len(s.Parties); {
		case n > 3:
			fmt.Fprintf(&b, " %d", n)
		case n > 0:
			b.WriteString(" " + strings.Join(s.Parties, ","))
		}
		if s.Possible {
			b.WriteString(" ? " + strings.Join(s.TurnsOn, ","))
		}
		b.WriteString(" " + s.Rule.Clause + "\n")
	}
	for _, f := range r.Findings {
		b.WriteString("- " + f.Kind + " " + f.Severity)
		for _, x := range f.Rules {
			b.WriteString(" " + x.Clause)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// The routes of the county, written by hand from its text (clauses in the
// comments of each) before they were composed.
func TestRoutesOfTheCounty(t *testing.T) {
	// What every route begins and ends with: the matter is raised to the welfare
	// chief group, whose executive committee sorts and prioritises (ORE-43); a
	// decided document is published (ORE-17), carried out (ORE-19) and followed
	// up (ORE-23 for agreements, ORE-29).
	const (
		begin = "triage chefsgrupp-valfard-au ORE-43\n"
		queue = "prioritise chefsgrupp-valfard-au ORE-43\n"
		rec   = "recommend chefsgrupp-valfard ORE-19\n"
		kcrd  = "pass kcrd ORE-28\n"
	)
	home := func(who string) string { return "home_preparation " + who + " ORE-24\n" }
	end := func(who string, agreement bool) string {
		follow := "ORE-29"
		if agreement {
			follow = "ORE-23"
		}
		return "publish ORE-17\nimplement " + who + " ORE-19\nfollow_up chefsgrupp-valfard " + follow + "\n"
	}
	for _, c := range []struct{ args, want string }{
		// Commitment and weight: recommendation, KCRD, all thirteen.
		{"--kind agreement --field social-care --fact commits=yes --fact major=yes",
			begin + home("13") + queue + rec + kcrd + "party_decisions 13 ORE-13\n" + end("13", true)},
		// The same in public health: RF-SISU and ÖLBF are bound too (ORE-12), and
		// the public-health chief group prepares (ORE-20).
		{"--kind agreement --field public-health --fact commits=yes --fact major=yes",
			begin + "prepare chefsgrupp-folkhalsa ORE-20\n" + home("15") + queue + rec + kcrd + "party_decisions 15 ORE-13\n" + end("15", true)},
		// Anchored in the council of the field, between chief group and KCRD (ORE-22).
		{"--kind agreement --field social-care --fact commits=yes --fact major=yes --fact council=yes",
			begin + home("13") + queue + rec + "opinion samverkansrad-valfard ORE-22\n" + kcrd + "party_decisions 13 ORE-13\n" + end("13", true)},
		// Influences without commitment: a remiss, decided by the chief group, whose
		// members say whether they have the mandate (ORE-15, ORE-26).
		{"--kind guideline --fact influences=yes",
			begin + home("13") + "remiss 13 ORE-15\n" + queue + "decide chefsgrupp-valfard ORE-26\n" + end("13", false) + "- mandate-open informs ORE-26\n"},
		// Influences and commits: goes to the parties, no remiss.
		{"--kind guideline --fact influences=yes --fact commits=yes",
			begin + home("13") + queue + rec + "party_decisions 13 ORE-13\n" + end("13", false)},
		// Direction only: need not go to the parties (ORE-16).
		{"--kind strategy --fact direction_only=yes",
			begin + home("13") + queue + "decide chefsgrupp-valfard ORE-16\n" + end("13", false)},
		// Exactly those who have to act (ORE-14), and only they prepare.
		{"--kind guideline --fact acts=askersund,laxa,region-orebro-lan",
			begin + home("region-orebro-lan,askersund,laxa") + queue + rec + "party_decisions region-orebro-lan,askersund,laxa ORE-14\n" + end("region-orebro-lan,askersund,laxa", false)},
		{"--kind action-plan --fact acts=nora",
			begin + home("nora") + queue + rec + "party_decisions nora ORE-14\n" + end("nora", false)},
		// Acting and weight: the weight brings all (ORE-27), and so all prepare.
		{"--kind routine --fact acts=nora,laxa --fact major=yes",
			begin + home("13") + queue + rec + kcrd + "party_decisions 13 ORE-14\n" + end("13", false)},
		// Two clauses disagree: both are named, and more parties decide.
		{"--kind agreement --fact commits=yes --fact direction_only=yes",
			begin + home("13") + queue + rec + "party_decisions 13 ORE-13\n" + end("13", true) + "- need-waived informs ORE-13 ORE-16\n"},
		{"--kind strategy --fact direction_only=yes --fact major=yes",
			begin + home("13") + queue + rec + kcrd + "party_decisions 13 ORE-27\n" + end("13", false) + "- need-waived informs ORE-27 ORE-16\n"},
		{"--kind strategy --fact direction_only=yes --fact acts=kumla",
			begin + home("kumla") + queue + rec + "party_decisions kumla ORE-14\n" + end("kumla", false) + "- need-waived informs ORE-14 ORE-16\n"},
		// Nothing said: the chief group recommends (ORE-19), and the text says no more.
		{"--kind strategy", begin + home("13") + queue + rec + "- nobody-decides blocks ORE-19\n"},
		{"--kind other --fact influences=yes", begin + home("13") + "remiss 13 ORE-15\n" + queue + rec + "- nobody-decides blocks ORE-19\n"},
		// Agreement, contract and guideline have ORE-26.
		{"--kind agreement", begin + home("13") + queue + "decide chefsgrupp-valfard ORE-26\n" + end("13", true) + "- mandate-open informs ORE-26\n"},
		// A child's field is prepared by the group for children and youth (ORE-88).
		{"--kind contract --field children",
			begin + "prepare samverkansgrupp-barn-och-unga ORE-88\n" + home("13") + queue + "decide chefsgrupp-valfard ORE-26\n" + end("13", false) + "- mandate-open informs ORE-26\n"},
		// Weight alone in public health: the region and the municipalities decide
		// (ORE-27), all who may be bound prepare.
		{"--kind routine --field public-health --fact major=yes",
			begin + "prepare chefsgrupp-folkhalsa ORE-20\n" + home("15") + queue + rec + kcrd + "party_decisions 13 ORE-27\n" + end("15", false)},
		// The council follows the field; children's is that of another field given.
		{"--kind agreement --field skills --fact commits=yes --fact council=yes",
			begin + home("13") + queue + rec + "opinion samverkansrad-skola ORE-22\nparty_decisions 13 ORE-13\n" + end("13", true)},
		{"--kind agreement --field children --field public-health --fact commits=yes --fact council=yes",
			begin + "prepare chefsgrupp-folkhalsa ORE-20\nprepare samverkansgrupp-barn-och-unga ORE-88\n" + home("15") + queue + rec +
				"opinion samverkansrad-folkhalsa ORE-22\nparty_decisions 15 ORE-13\n" + end("15", true)},
		{"--kind agreement --field children --fact commits=yes --fact council=yes",
			begin + "prepare samverkansgrupp-barn-och-unga ORE-88\n" + home("13") + queue + rec + "opinion samverkansrad-valfard ORE-22\nparty_decisions 13 ORE-13\n" + end("13", true)},
		// Nobody knows yet whether it commits: both ways, and what turns on it.
		{"--kind agreement --fact commits=?",
			begin + home("13") + queue + "recommend chefsgrupp-valfard ? commits ORE-19\ndecide chefsgrupp-valfard ? commits ORE-26\nparty_decisions 13 ? commits ORE-13\n" +
				end("13", true) + "- mandate-open informs ORE-26\n"},
		{"--kind guideline --fact influences=?",
			begin + home("13") + "remiss 13 ? influences ORE-15\n" + queue + "decide chefsgrupp-valfard ORE-26\n" + end("13", false) + "- mandate-open informs ORE-26\n"},
	} {
		t.Run(c.args, func(t *testing.T) {
			if got := outline(routeOf(t, c.args)); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// More parties is what is proposed where two clauses disagree.
// What is certain whatever the answers is certain, and stands there once, also
// when several questions are open; what turns on a question names it.
func TestOpenQuestions(t *testing.T) {
	for args, want := range map[string]map[string]string{
		"--kind guideline --fact acts=?": {
			"prioritise": "", "recommend": "acts", "decide": "acts", "party_decisions": "acts", "publish": "", "follow_up": "",
		},
		"--kind agreement --fact acts=? --fact commits=?": {
			"prioritise": "", "recommend": "acts commits", "decide": "acts commits", "party_decisions": "acts commits", "publish": "",
		},
		"--kind strategy --fact commits=? --fact direction_only=?": {
			"home_preparation": "", "recommend": "commits direction_only", "decide": "commits direction_only",
			"party_decisions": "commits", "publish": "commits direction_only",
		},
		"--kind guideline --fact commits=? --fact influences=? --fact direction_only=? --fact major=? --fact council=?": {
			"home_preparation": "", "remiss": "commits influences", "prioritise": "", "recommend": "commits major", "decide": "commits major",
			"opinion": "council", "pass": "major", "party_decisions": "commits major", "publish": "", "implement": "", "follow_up": "",
		},
	} {
		seen := map[string]bool{}
		for _, s := range routeOf(t, args).Steps {
			if seen[s.Step] {
				t.Errorf("%s: %s stands there twice", args, s.Step)
			}
			seen[s.Step] = true
			turns, ok := want[s.Step]
			if !ok {
				continue
			}
			slices.Sort(s.TurnsOn)
			if got := strings.Join(s.TurnsOn, " "); got != turns || s.Possible != (turns != "") {
				t.Errorf("%s: %s turns on %q (possible %v), want %q", args, s.Step, got, s.Possible, turns)
			}
		}
	}
}

func TestProposesMoreParties(t *testing.T) {
	r := routeOf(t, "--kind agreement --fact commits=yes --fact direction_only=yes")
	if f := r.Findings[0]; !strings.Contains(f.Proposes, "ORE-13") || !strings.Contains(f.Message, "ORE-16") {
		t.Errorf("%+v", f)
	}
}

// TestOrderOfStations checks that each station names those it comes after.
func TestOrderOfStations(t *testing.T) {
	r := routeOf(t, "--kind agreement --field social-care --fact commits=yes --fact major=yes --fact council=yes")
	var got []string
	for _, s := range r.Steps {
		got = append(got, s.ID+" < "+strings.Join(s.After, " "))
	}
	want := []string{
		"triage@chefsgrupp-valfard-au < ",
		"home_preparation < triage@chefsgrupp-valfard-au",
		"prioritise@chefsgrupp-valfard-au < home_preparation",
		"recommend@chefsgrupp-valfard < prioritise@chefsgrupp-valfard-au",
		"opinion@samverkansrad-valfard < recommend@chefsgrupp-valfard",
		"pass@kcrd < opinion@samverkansrad-valfard",
		"party_decisions < pass@kcrd",
		"publish < party_decisions",
		"implement < publish",
		"follow_up@chefsgrupp-valfard < implement",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
	for _, s := range r.Steps {
		if len(s.Rules) == 0 || s.Rule != s.Rules[0] || s.Rule.Document == "" || s.Rule.Section == "" {
			t.Errorf("%s: %+v", s.ID, s.Rule)
		}
	}
}

func TestNoArrayIsNull(t *testing.T) {
	out, _, _ := run(t, "route", "--structure", countyFile, "--kind", "other", "--fact", "acts=?", "--format", "json")
	var v any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch x := v.(type) {
		case map[string]any:
			for k, y := range x {
				walk(path+"."+k, y)
			}
		case []any:
			for _, y := range x {
				walk(path+"[]", y)
			}
		case nil:
			if path != ".steps[].days" {
				t.Errorf("%s is null", path)
			}
		}
	}
	walk("", v)
}

func TestRouteInText(t *testing.T) {
	out, _, status := run(t, "route", "--structure", countyFile, "--kind", "agreement", "--fact", "commits=yes", "--fact", "major=?")
	if status != 0 {
		t.Fatal(status)
	}
	for _, want := range []string{"Överenskommelse", "Förankring på hemmaplan  [ORE-24, ORE-44]", "13 parter: Region Örebro län", "Ställningstagande · KCRD (kanske)  [ORE-28]", "Vet inte än."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	for _, l := range strings.Split(out, "\n") {
		if len([]rune(l)) > textWidth {
			t.Errorf("too wide: %s", l)
		}
	}
}

func TestRouteMisused(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "x.yaml")
	if err := os.WriteFile(broken, []byte("structure: x\nparties: {alby: {nam: Alby}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args   []string
		status int
		errs   []string
	}{
		{[]string{"--structure", countyFile, "--kind", "law"}, 2, []string{`unknown kind "law"; known: agreement, contract`}},
		{[]string{"--structure", countyFile, "--kind", "other", "--field", "sport"}, 2, []string{`unknown field "sport"; known: social-care`}},
		{[]string{"--structure", countyFile, "--kind", "other", "--origin", "nobody"}, 2, []string{`unknown origin "nobody"; known: regionala-samverkansradet`, "askersund"}},
		{[]string{"--structure", countyFile, "--kind", "other", "--fact", "urgent=yes", "--fact", "acts=motala,nora"}, 2,
			[]string{`unknown fact "urgent"; known: commits`, `unknown party "motala"; known: region-orebro-lan`}},
		{[]string{"--structure", countyFile, "--kind", "other", "--fact", "major=maybe"}, 2, []string{`"maybe"; known: yes, no, ?`}},
		{[]string{"--structure", countyFile, "--kind", "other", "--fact", "major"}, 2, []string{"name=value"}},
		{[]string{"--structure", countyFile, "--kind", "other", "--fact", "major=yes", "--fact", "major=no"}, 2, []string{"major is answered twice"}},
		{[]string{"--structure", countyFile}, 2, []string{"--kind"}},
		{[]string{"--structure", countyFile, "--kind", "other", "--format", "xml"}, 2, []string{"--format"}},
		{[]string{"--structure", countyFile, "--kind", "other", "--on", "15/1"}, 2, []string{"--on"}},
		{[]string{"--structure", "no-such.yaml", "--kind", "other"}, 2, []string{"no-such.yaml"}},
		{[]string{"--structure", broken, "--kind", "other"}, 1, []string{"x.yaml:2:"}},
	} {
		out, errs, status := run(t, append([]string{"route"}, c.args...)...)
		if out != "" {
			t.Errorf("%v: on stdout: %s", c.args, out)
		}
		if status != c.status {
			t.Errorf("%v: status %d, want %d: %s", c.args, status, c.status, errs)
		}
		for _, want := range c.errs {
			if !strings.Contains(errs, want) {
				t.Errorf("%v: %q is not in %s", c.args, want, errs)
			}
		}
	}
}
