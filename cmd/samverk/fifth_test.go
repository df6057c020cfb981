package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/structure"
	"samverk/internal/structurefile"
)

// A county of nobody's, made from the reference alone: its text stands beside it.
// The routes, compositions and mandates below were written from the text by hand
// before the program was run; what came later follows the text too.
const (
	fifthFolder = "../../internal/structurefile/testdata/fifth/"
	fifth       = "../" + "internal/structurefile/testdata/fifth/vindmark"
)

func TestFifthCountyRoutes(t *testing.T) {
	const (
		sorted    = "triage@office VM-36\n"
		bothMay   = "prepare@chiefs ? where_prepare_agreement VM-43\nprepare@steering ? where_prepare_agreement VM-43\n"
		home      = "home_preparation 9 VM-45\n"
		again     = "home_preparation:2 9 VM-45\n"
		first     = "prioritise@committee VM-23\n"
		recommend = "recommend@chiefs VM-46\n"
		decide    = "decide@council VM-46\n"
		sent      = "publish VM-50\nsend_out@office VM-51\n"
		carried   = "implement VM-52\n"
		followed  = "follow_up@chiefs VM-54\n"
		carries   = carried + followed
		planned   = sorted + "input 8 VM-53\nprepare@group-coast VM-32\nprepare@group-inland VM-32\nhome_preparation 9 VM-53\n"
		checked   = carried + "check@office VM-53\n"
		position  = "- mandate-open informs VM-27\n"
		agreed    = sorted + "prepare@chiefs VM-43\n" + home + first + recommend + again + decide
		chiefs    = "--kind agreement --fact where_prepare_agreement=chiefs "
	)
	for args, want := range map[string]string{
		"--kind guideline --fact major=no":                    sorted + "prepare@chiefs VM-43\n" + home + decide + carries,
		"--kind guideline --fact major=yes":                   sorted + "prepare@chiefs VM-43\n" + home + recommend + again + decide + carries,
		"--kind guideline":                                    sorted + "prepare@chiefs VM-43\n" + home + "recommend@chiefs ? major VM-46\nhome_preparation:2 9 ? major VM-45\n" + decide + carries,
		"--kind guideline --fact major=no --on 2027-01-01":    sorted + "prepare@chiefs VM-43\n" + home + decide + "publish VM-50\n" + carries,
		"--kind guideline --fact major=no --origin chiefs":    "prepare@chiefs VM-43\n" + home + decide + carries,
		"--kind agreement --fact major=no":                    sorted + bothMay + home + first + recommend + again + decide + sent + carries,
		"--kind agreement --fact major=no --fact follows=no":  sorted + bothMay + home + first + recommend + again + decide + sent + carried,
		chiefs + "--fact major=no":                            agreed + sent + carries,
		chiefs + "--fact major=yes --fact where_remiss=towns": sorted + "prepare@chiefs VM-43\n" + home + "remiss 8 VM-44\n" + first + recommend + again + decide + sent + carries,
		chiefs + "--fact major=no --fact commits=yes": agreed + "endorse@board_of_coast-union VM-48\nendorse@board_of_inland-union VM-48\nnegotiate@executive_of_reg VM-48\n" +
			"party_decisions~reg reg VM-48\nparty_decisions~bjorkvala 4 VM-48\nparty_decisions~ekmark 4 VM-48\n" + sent + carries,
		chiefs + "--fact major=no --fact commits=yes --fact direction=yes": agreed + sent + carries,
		chiefs + "--fact major=no --fact acts=dalnas":                      strings.ReplaceAll(agreed+sent+carries, " 9 VM-45", " dalnas VM-45 VM-7"),
		"--kind plan":                    planned + "decide@chiefs VM-27\n" + checked + position,
		"--kind plan --field children":   planned + "opinion@children VM-37\ndecide@chiefs VM-27\n" + checked + position,
		"--kind plan --fact commits=yes": planned + "negotiate@steering VM-31\ndecide@council VM-27\n" + checked,
		"--kind aid-rules":               sorted + "endorse@committee VM-35\ndecide@board VM-35\n",
		"--kind statute":                 sorted + "party_decisions 9 VM-60\n",
		"--kind statement":               sorted + "pass@chiefs VM-58\ndecide@council VM-58\nsend_out@office VM-51\n",
		"--kind deviation":               "settle 9 VM-57\n",
	} {
		if got := stations(routeIn(t, fifth, args)); got != want {
			t.Errorf("%s:\n%swant:\n%s", args, got, want)
		}
	}

	// Nobody waits for another's association or for the region; while the parties
	// prepare, the towns say what they think.
	after := func(args, station string, want ...string) {
		t.Helper()
		for _, s := range routeIn(t, fifth, args).Steps {
			if s.ID == station && !slices.Equal(s.After, want) {
				t.Errorf("%s: %s after %v", args, station, s.After)
			}
		}
	}
	commits := chiefs + "--fact major=no --fact commits=yes"
	after(commits, "party_decisions~bjorkvala", "endorse@board_of_coast-union")
	after(commits, "party_decisions~ekmark", "endorse@board_of_inland-union")
	after(commits, "party_decisions~reg", "negotiate@executive_of_reg")
	after("--kind plan", "decide@chiefs", "input", "home_preparation")
	after("--kind plan", "home_preparation", "prepare@group-coast", "prepare@group-inland")
}

func TestFifthCountyCompositions(t *testing.T) {
	data, err := os.ReadFile(fifthFolder + "members.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(strings.TrimPrefix(string(data), memberHead)), "\n")
	for body, c := range map[string]struct {
		total, filled int
		told          []string
	}{
		"council":      {15, 19, []string{"deputy_missing region reg Regionråd 8 VM-9", "vacant towns norrvik VM-9", "vacant VM-10"}}, // seven towns against eight
		"committee":    {2, 2, nil},
		"chiefs":       {9, 10, []string{"vacant region reg VM-24", "wrong_office towns lindtrask Kommundirektören i Lindträsk VM-24"}},
		"steering":     {2, 4, []string{"vacant union coast-union VM-30", "vacant_on_purpose turn VM-30"}},
		"group-coast":  {4, 4, []string{"wrong_party chair dalnas Samordnaren i Dalnäs VM-32"}},
		"group-inland": {4, 4, nil},
		"board":        {7, 7, []string{"vacant districts VM-34"}},
	} {
		got := composed(t, fifth, body, "2026-06-01", rows...)
		if got.Total != c.total || len(got.Filled) != c.filled {
			t.Errorf("%s: %d members, %d places filled", body, got.Total, len(got.Filled))
		}
		got.expect(t, body, c.told...)
	}
	// The presidium and the chair of the chiefs follow from who holds the roles.
	for body, want := range map[string]string{"committee": "Regionråd 1, Kommunalråd i Björkvåla", "steering": "Regiondirektören"} {
		var who []string
		for _, f := range composed(t, fifth, body, "2026-06-01", rows...).Filled {
			if f.Derived {
				who = append(who, f.Person)
			}
		}
		if got := strings.Join(who, ", "); got != want {
			t.Errorf("%s: %s", body, got)
		}
	}
	// The turn begins and ends with its days.
	c := composed(t, fifth, "steering", "2028-01-01", rows...)
	c.expect(t, "steering, 2028", "vacant union coast-union VM-30")
}

func TestFifthCountyMandates(t *testing.T) {
	s, err := structurefile.Load(fifthFolder + "vindmark.yaml")
	if err != nil {
		t.Fatal(err)
	}
	said := func(body, kind string, commits bool) string {
		var out []string
		env := structure.Env{Matter: structure.Matter{Kind: kind}, Facts: structure.Facts{"commits": {Known: true, Yes: commits}}}
		for _, x := range mandate.Answer(s, body, env) {
			w := string(x.Word)
			if x.What != "" {
				w += " " + string(x.What)
			}
			if len(x.To) > 0 {
				w += " → " + strings.Join(x.To, ",")
			}
			if x.Position {
				w += " with position"
			}
			if x.Within != "" {
				w += fmt.Sprintf(" (%s)", x.Within)
			}
			out = append(out, w)
		}
		return strings.Join(out, "; ")
	}
	for _, c := range []struct {
		body, kind string
		commits    bool
		want       string
	}{
		{"council", "agreement", false, "decide; recommend"},
		{"council", "statement", false, "decide; recommend"},
		{"chiefs", "agreement", false, "recommend; opinion; prepare; not decide"},
		{"chiefs", "guideline", false, "recommend; opinion; prepare"},
		{"chiefs", "plan", false, "decide with position (ledamöternas rådighet)"},
		{"chiefs", "plan", true, "goes_to decide → council"},
		{"chiefs", "statement", false, "pass"},
		{"chiefs", "aid-rules", false, "silent"},
		{"steering", "agreement", false, "prepare"},
		{"steering", "plan", true, "silent"},
		{"group-coast", "plan", false, "prepare"},
		{"group-inland", "agreement", false, "silent"},
		{"board", "aid-rules", false, "decide"},
		{"board", "agreement", false, "silent"},
		{"children", "guideline", false, "opinion"},
		{"committee", "agreement", false, "silent"},
	} {
		if got := said(c.body, c.kind, c.commits); got != c.want {
			t.Errorf("%s, %s, commits %v: %s\nwant: %s", c.body, c.kind, c.commits, got, c.want)
		}
	}
}
