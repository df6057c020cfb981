package ui

import (
	"strings"
	"unicode"

	"github.com/a-h/templ"
)

// PartyGridView shows, for each party, how far it has come at home and what it
// has decided: tiles that give the picture, and a table with the facts. It
// stands in a Panel.
type PartyGridView struct {
	Caption string       // "Förankring och beslut för var och en av de 13 parterna"
	Groups  []PartyGroup // the first without a name: the region
	NoHome  bool         // without the column of preparation
}

// PartyGroup is a district with its parties.
type PartyGroup struct {
	Name string
	Note string // "2 av 4 har beslutat", shown when the districts fold
	Rows []PartyRow
}

// PartyRow is one party.
type PartyRow struct {
	Name     string
	Short    string // two letters for the tile; made from the names when empty
	Href     string // the party's own page of the matter
	Home     string // preparation: not_begun, under_way, anchored, objects; empty is a dash
	HomeOn   string // "18 sep"
	Organ    string
	Meeting  Link   // "24 nov", or what to do when no date is known
	Decision string // an outcome of package matter, or planned, no_date, missing; empty is a dash
	DecideOn string // "24 nov", beside the outcome
	Links    []Link // the extract, "Registrera"
	Mine     bool   // the reader's own party
	Late     bool   // somebody has to act
}

// foldAt is how many parties a grid shows without folding the districts.
const foldAt = 20

func (v PartyGridView) rows() []PartyRow {
	var out []PartyRow
	for _, g := range v.Groups {
		out = append(out, g.Rows...)
	}
	return out
}

func (v PartyGridView) folds() bool { return len(v.rows()) > foldAt }

func (v PartyGridView) span() string {
	if v.NoHome {
		return "4"
	}
	return "5"
}

// open tells whether a folded district is shown open: somebody has to act there,
// or it is the reader's.
func (g PartyGroup) open() bool {
	for _, r := range g.Rows {
		if r.Late || r.Mine {
			return true
		}
	}
	return g.Name == ""
}

// tile is the party in one square: dark when it has adopted, tinted when
// somebody has to act, red when it has refused.
type tile struct {
	short string
	tone  Tone
}

func (v PartyGridView) tiles() []tile {
	rows := v.rows()
	shorts := abbreviate(rows)
	out := make([]tile, len(rows))
	for i, r := range rows {
		tone := Idle
		if r.Decision != "" {
			tone = OutcomeMark(r.Decision).Tone
		}
		if r.Late && tone != Bad && tone != OK {
			tone = Wait
		}
		out[i] = tile{shorts[i], tone}
	}
	return out
}

// abbreviate gives every party two letters that no other has, where that can be
// done: the initials of several words, or the first letter and the first later
// one that tells the party from those before it.
func abbreviate(rows []PartyRow) []string {
	taken := map[string]bool{}
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.Short
		taken[r.Short] = true
	}
	for i, r := range rows {
		if out[i] != "" || r.Name == "" {
			continue
		}
		for _, s := range candidates(r.Name) {
			if !taken[s] {
				out[i] = s
				break
			}
		}
		if out[i] == "" {
			out[i] = candidates(r.Name)[0]
		}
		taken[out[i]] = true
	}
	return out
}

func candidates(name string) []string {
	words := strings.Fields(name)
	first := []rune(words[0])
	head := string(unicode.ToUpper(first[0]))
	var out []string
	if len(words) > 1 {
		out = append(out, head+string(unicode.ToUpper([]rune(words[1])[0])))
	}
	for _, r := range first[1:] {
		if unicode.IsLetter(r) {
			out = append(out, head+string(unicode.ToLower(r)))
		}
	}
	return append(out, head)
}

// anchored tells whether the preparation is written as a tick and its date
// instead of a tag.
func (r PartyRow) anchored() bool { return r.Home == "anchored" && r.HomeOn != "" }

func (r PartyRow) classes() templ.CSSClasses {
	return templ.CSSClasses{templ.KV("me", r.Mine), templ.KV("late", r.Late)}
}
