package structurefile

import (
	"fmt"
	"strings"
	"testing"
)

// largest is a file as large as one can be: every county of the country in it,
// 21 regions with their municipalities and some 1,300 bodies, a third of them
// from templates.
func largest() []byte {
	const counties, towns, bodies = 21, 14, 24
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	each := func(f func(c int)) {
		for c := range counties {
			f(c)
		}
	}
	line("structure: largest\ntitle: Landet\nvalid_from: 2025-01-01\nsources: {ao: {title: Arbetsordningar}}\nreview: {by: 2030-12-31, src: ao}")
	line("kinds:\n  region: {name: Region, organs: {council: Regionfullmäktige, executive: Regionstyrelsen}}\n  municipality: {name: Kommun, organs: {council: Kommunfullmäktige, executive: Kommunstyrelsen}}")
	line("parties:")
	each(func(c int) {
		line("  region-%d: {name: Region %d, kind: region}", c, c)
		for t := range towns {
			line("  town-%d-%d: {name: Kommun %d i %d, kind: municipality}", c, t, t, c)
		}
	})
	line("sets:")
	each(func(c int) {
		var all []string
		for t := range towns {
			all = append(all, fmt.Sprintf("town-%d-%d", c, t))
		}
		line("  towns-%d: [%s]", c, strings.Join(all, ", "))
		line("  north-%d: [%s]\n  south-%d: [%s]", c, strings.Join(all[:7], ", "), c, strings.Join(all[7:], ", "))
		line("  districts-%d: {of: [north-%d, south-%d]}", c, c, c)
		line("  county-%d: [region-%d, towns-%d]", c, c, c)
	})
	line("sides: {region: region, municipalities: municipality}\nlevels:\n  strategic: {name: Strategisk, src: ao}\n  local: {name: Lokal, src: ao}")
	line("fields:")
	each(func(c int) { line("  county-field-%d: Län %d", c, c) })
	line("offices:\n  social-chief: {name: Socialchef, at: municipality}\n  school-chief: {name: Skolchef, at: municipality}\n  director: {name: Direktör, at: region}")
	line("channels: {portal: {name: Portalen, src: ao}}")
	line("facts:\n  commits: {ask: \"Åtaganden?\", type: yes_no, default: no, src: ao}\n  acts: {ask: \"Vilka?\", type: parties, default: [], src: ao}")
	line("circles:\n  committed:")
	each(func(c int) {
		line("    - {who: county-%d, when: \"'county-field-%d' in matter.fields\", src: ao}", c, c)
	})
	line("document_kinds: {agreement: {name: Överenskommelse}, guideline: {name: Riktlinje}}\nbodies:")
	each(func(c int) {
		for i := range bodies {
			line("  body-%d-%d:", c, i)
			line("    name: Samverkansgrupp %d i län %d\n    level: strategic\n    fields: [county-field-%d]\n    src: ao/Samverkansgrupp %d", i, c, c, i)
			line("    because: Gruppen leder samverkan mellan regionen och länets kommuner i sina frågor och följer upp den.")
			if i == 0 {
				line("    relations: {reports_to: council of region-%d}", c)
			} else {
				line("    relations: {reports_to: body-%d-%d}", c, i/3)
			}
			line("    duties:\n      - Bereda ärenden inför beslut i gruppen ovanför, och följa upp det som har beslutats.\n      - {say: [Sprida det som fungerar., Se till att alla parter har samma bild.], src: ao/Uppdrag}")
			line("    seats:\n      - {id: kommuner, from: towns-%d, each: 1, office: social-chief, by: not stated, deputies: 1}", c)
			line("      - {id: skolan, from: districts-%d, each: 2, office: school-chief, by: not stated, when: facts.commits}", c)
			line("      - {id: regionen, from: region-%d, count: at least 4, by: director}\n      - {id: ordf, held_by: chair of body-%d-%d, as: participant}", c, c, (i+1)%bodies)
			line("    totals: [{count: at least 18, deputies: not counted}, {count: at least 1, of: each districts-%d}]", c)
			line("    roles:\n      chair: {from: [region-%d, towns-%d], by: not stated, term: 1 year, turns: sides}\n      vice_chair: {from: side opposite chair, by: not stated, then: chair}\n      secretary: {from: region-%d, by: director}", c, c, c)
			line("    mandates:\n      - {for: agreement, may: [recommend], else_to: committed}\n      - {for: guideline, may: [decide, recommend], unless: facts.commits}")
			line("    admits: [{from: [towns-%d, region-%d], via: secretary, when: \"matter.kind == 'agreement' || facts.commits\"}]", c, c)
			line("    meetings: {number: at least 6 per year, months: [2, 3, 5, 9, 10, 12], called_by: chair, notice: {days: 14 days, holds: [documents, agenda]}}")
			line("    record: {form: notes, holds: [decisions], ready_days: 14, approve: chair, to: members, publish: portal}\n    owes: [{what: annual-report, every: year}]")
		}
		line("  group-%d:\n    for_each: {k: towns-%d}\n    id: group-%d-{k}\n    name: Grupp i {k.name}\n    level: local\n    src: ao/Lokalt\n    relations: {reports_to: body-%d-0}", c, c, c, c)
		line("    seats: [{from: \"{k}\", count: 2, office: social-chief, by: not stated}, {from: region-%d, count: 1..3, by: not stated}]\n    roles: {chair: {from: \"{k}\", by: not stated}}", c)
		line("  team-%d:\n    for_each: {k: towns-%d}\n    id: team-%d-{k}\n    name: Lag i {k.name}\n    level: local\n    described: locally\n    src: ao/Lokalt\n    relations: {reports_to: \"group-%d of {k}\"}", c, c, c, c)
		line("  unit-%d:\n    for_each: {d: districts-%d}\n    id: unit-%d-{d}\n    name: Enhet i {d}\n    level: local\n    described: locally\n    src: ao/Lokalt\n    set_up_by: body-%d-1\n    mandates: [{may: prepare}]", c, c, c, c)
		for i := range 8 {
			line("  extra-%d-%d: {name: Nätverk %d i %d, kind: network, src: ao, relations: {supports: body-%d-%d}}", c, i, i, c, c, i)
		}
	})
	line("ways:")
	each(func(c int) {
		line("  - {id: recommend-%d, when: \"'county-field-%d' in matter.fields\", need: recommend, at: body-%d-0, src: ao/Ärenden}", c, c, c)
		line("  - {id: prepare-%d, when: \"'county-field-%d' in matter.fields && matter.kind == 'agreement'\", need: prepare, at: unit-%d, src: ao/Ärenden}", c, c, c)
	})
	line("  - {id: commits, when: facts.commits, need: party_decisions, of: committed, by: organ, src: ao/Ärenden}")
	line("  - {id: acts, when: \"facts.acts != []\", need: party_decisions, of: facts.acts, src: ao/Ärenden}")
	line("  - {id: home, around: recommend, need: home_preparation, of: committed, src: ao/Ärenden}")
	return []byte(b.String())
}

func TestLargest(t *testing.T) {
	data := largest()
	s, found := Check("largest.yaml", data, nil)
	if len(found) > 0 {
		t.Fatal(found)
	}
	if len(s.Bodies) < 1300 || len(s.Parties) < 300 {
		t.Errorf("%d bodies, %d parties in %d bytes", len(s.Bodies), len(s.Parties), len(data))
	}
}

// BenchmarkCheckLargest reads and checks all counties of the country in one
// file, without composing routes.
func BenchmarkCheckLargest(b *testing.B) {
	data := largest()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if s, found := Check("largest.yaml", data, nil); s == nil {
			b.Fatal(found)
		}
	}
}

// Seats, parties and totals multiply: a file that is all three is told so, and
// judged as far as it goes.
func TestTotalsStayBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("structure: x\ntitle: X\nvalid_from: 2025-01-01\nsources: {ao: {title: A}}\nreview: {by: 2030-01-01, src: ao}\nkinds: {m: {name: M}}\nparties:\n")
	for i := range 300 {
		fmt.Fprintf(&b, "  p%d: {name: P, kind: m}\n", i)
	}
	b.WriteString("bodies:\n  big:\n    name: Stor\n    src: ao\n    totals:\n")
	for range maxTotals {
		b.WriteString("      - {count: at least 3, of: each m}\n")
	}
	b.WriteString("    seats:\n")
	for range maxSeats {
		b.WriteString("      - {from: m, each: 1, by: not stated}\n")
	}
	if _, found := Check("x", []byte(b.String()), nil); !strings.Contains(found.Error(), "are not judged: there are too many") {
		t.Errorf("got %.300s", found.Error())
	}
	b.WriteString("      - {from: m, each: 1, by: not stated}\n")
	if _, found := Check("x", []byte(b.String()), nil); !strings.Contains(found.Error(), "501 seats of one body, more than 500") {
		t.Errorf("got %.300s", found.Error())
	}
}
