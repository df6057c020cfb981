package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// clause is a row of the register of clauses.
type clause struct{ id, section, kind string }

// county is what an id begins with: "ABC" of ABC-01.
func (c clause) county() string {
	prefix, _, _ := strings.Cut(c.id, "-")
	return prefix
}

// open is a clause that the program doesn't serve yet: the word says where it
// belongs, the reason what is missing.
type open struct{ id, word, missing string }

// openWords are where an open clause belongs.
func openWords() []string { return []string{"meetings", "parties", "portal", "follow-up"} }

// most is how many clauses may be open.
const most = 60

// state is how a clause is accounted for.
type state string

// The states, in the order in which they are counted.
const (
	ruled state = "ruled" // a rule of a structure cites it, and a test that names it asserts what the rule does
	shown state = "shown" // a scenario names it and fails when it does not hold
	left  state = "open"
)

// evidence is what there is of a clause besides the register.
type evidence struct {
	cited    map[string]string // by a rule: the structure's title
	tested   map[string]bool   // named in a test
	scenario map[string]bool   // named in a test of package scenario
}

// accounts are the clauses with their states.
type accounts struct {
	clauses  []clause
	state    map[string]state
	open     []open
	counties []string          // prefixes, in the order of the register
	title    map[string]string // by prefix
}

// account gives every clause its state, and says what is wrong: a clause that
// has none, an open one that is not in the register, a word that is none, and
// too many open ones.
func account(register []clause, listed []open, ev evidence) (accounts, []string) {
	a := accounts{clauses: register, state: map[string]state{}, open: listed, title: map[string]string{}}
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for _, o := range listed {
		switch {
		case !slices.ContainsFunc(register, func(c clause) bool { return c.id == o.id }):
			say("%s is listed as open and is no clause", o.id)
		case a.state[o.id] != "":
			say("%s is listed as open twice", o.id)
		case !slices.Contains(openWords(), o.word):
			say("%s is open with the word %q; known: %s", o.id, o.word, strings.Join(openWords(), ", "))
		case o.missing == "":
			say("%s is open, and nothing says what is missing", o.id)
		}
		a.state[o.id] = left
	}
	for _, c := range register {
		if !slices.Contains(a.counties, c.county()) {
			a.counties = append(a.counties, c.county())
		}
		if t := ev.cited[c.id]; t != "" {
			a.title[c.county()] = t
		}
		switch {
		case a.state[c.id] != "":
		case ev.cited[c.id] != "" && ev.tested[c.id]:
			a.state[c.id] = ruled
		case ev.scenario[c.id]:
			a.state[c.id] = shown
		case ev.cited[c.id] != "":
			say("%s is cited by a rule, and no test names it", c.id)
		case ev.tested[c.id]:
			say("%s is named by a test, and no rule cites it", c.id)
		default:
			say("%s is neither ruled, shown nor open", c.id)
		}
	}
	if n := len(listed); n > most {
		say("%d clauses are open, more than %d", n, most)
	}
	return a, wrong
}

// count gives how many clauses there are in each state, by county and kind; ""
// stands for all.
func (a accounts) count(county, kind string) map[state]int {
	n := map[state]int{}
	for _, c := range a.clauses {
		if (county == "" || c.county() == county) && (kind == "" || c.kind == kind) {
			n[a.state[c.id]]++
		}
	}
	return n
}

// kinds gives the kinds of clause, in order.
func (a accounts) kinds() []string {
	seen := map[string]bool{}
	for _, c := range a.clauses {
		seen[c.kind] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// page writes docs/clauses.md.
func (a accounts) page() string {
	var b strings.Builder
	b.WriteString(`# Clauses

Made by ` + "`make clauses`" + ` from the register (` + "`structures/clauses.csv`" + `), the structures, the tests and ` + "`docs/clauses-open.csv`" + `; a test fails when it is not what they say.

Each clause of the four texts is **ruled** (a rule of a structure cites it, and a test that names it asserts what the rule does), **shown** (a scenario names it and fails when it does not hold) or **open** (with where it belongs). A rule can cite a clause that is open: then the structure says it, and what the program has to do with it isn't there yet.

`)
	fmt.Fprintf(&b, "| county | clauses | %s | %s | %s |\n|---|---:|---:|---:|---:|\n", ruled, shown, left)
	row := func(name, county string) {
		n := a.count(county, "")
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d |\n", name, n[ruled]+n[shown]+n[left], n[ruled], n[shown], n[left])
	}
	for _, c := range a.counties {
		row(cmp.Or(a.title[c], c)+" ("+c+")", c)
	}
	row("all", "")
	b.WriteString("\n## By kind\n\nClauses, and how many of them are open.\n\n| kind |")
	for _, c := range a.counties {
		b.WriteString(" " + c + " |")
	}
	b.WriteString(" all |\n|---|" + strings.Repeat("---:|", len(a.counties)+1) + "\n")
	cell := func(county, kind string) string {
		n := a.count(county, kind)
		switch sum := n[ruled] + n[shown] + n[left]; {
		case sum == 0:
			return "–"
		case n[left] == 0:
			return fmt.Sprint(sum)
		default:
			return fmt.Sprintf("%d (%d open)", sum, n[left])
		}
	}
	for _, k := range a.kinds() {
		b.WriteString("| " + k + " |")
		for _, c := range append(slices.Clone(a.counties), "") {
			b.WriteString(" " + cell(c, k) + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString("\n## Open\n")
	for _, w := range openWords() {
		var rows []string
		for _, c := range a.clauses {
			for _, o := range a.open {
				if o.id == c.id && o.word == w {
					rows = append(rows, fmt.Sprintf("- %s (%s): %s\n", c.id, c.kind, o.missing))
				}
			}
		}
		if len(rows) > 0 {
			fmt.Fprintf(&b, "\n### %s: %d\n\n%s", w, len(rows), strings.Join(rows, ""))
		}
	}
	return b.String()
}
