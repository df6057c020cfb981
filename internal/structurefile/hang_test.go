package structurefile

import (
	"fmt"
	"strings"
	"testing"

	"samverk/internal/domain/routing"
)

// each writes n pieces.
func each(n int, piece func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(piece(i))
	}
	return b.String()
}

// TestNoHang: files made to take long are refused, or checked as far as they
// can be in time, which is told.
func TestNoHang(t *testing.T) {
	const head = "structure: x\ntitle: X\nvalid_from: 2025-01-01\nsources: {ao: {title: A}}\nreview: {by: 2027-01-01, src: ao}\nkinds: {k: {name: K, organs: {council: C}}}\n"
	parties := func(n int) string {
		return "parties:\n" + each(n, func(i int) string { return fmt.Sprintf("  p%d: {name: P, kind: k}\n", i) })
	}
	facts := func(n int) string {
		return "facts:\n" + each(n, func(i int) string { return fmt.Sprintf("  f%d: {ask: A, type: yes_no, default: no, src: ao}\n", i) })
	}
	asking := func(n int) string {
		return "ways:\n" + each(n, func(i int) string {
			return fmt.Sprintf("  - {id: w%d, when: facts.f%d, need: home_preparation, of: p0, src: ao}\n", i, i)
		})
	}
	for name, tt := range map[string]struct{ file, want string }{
		"nesting":       {strings.Repeat("[{", 2_000_000), "exceeded max depth"},
		"aliases":       {"a: &a [x]\nb: [" + strings.Repeat("*a,", 300_000) + "]", "an anchor"},
		"entries":       {head + parties(3001), "more than 3000 entries"},
		"unknown names": {head + parties(3000) + "sets: {o: [" + each(3000, func(i int) string { return fmt.Sprintf("party-on-%d,", i) }) + "]}", "more than 200 problems"},
		"sets":          {head + parties(2000) + "sets:\n" + each(3000, func(i int) string { return fmt.Sprintf("  s%d: {kind: k}\n", i) }), "the file names parties too many times"},
		"conditions": {head + parties(1) + "fields: {a: A}\nways:\n" + each(500, func(i int) string {
			return fmt.Sprintf("  - {id: w%d, when: \"%s size(matter.fields) > %d\", need: home_preparation, of: p0, src: ao}\n", i, strings.Repeat("'a' in matter.fields ||", 38), i)
		}), "the conditions have more than 100000 characters"},
		"parties of ways": {head + parties(300) + "ways:\n" + each(200, func(i int) string {
			return fmt.Sprintf("  - {id: w%d, need: party_decisions, of: k, through: [recommend at council of k], src: ao}\n", i)
		}), "the ways name parties too many times"},
		"templates of templates": {head + parties(1500) + "bodies:\n" + each(2, func(i int) string {
			return fmt.Sprintf("  t%d: {for_each: {d: k}, id: \"t%d-{d}\", name: T, src: ao, described: elsewhere, relations: {beside: t%d}}\n", i, i, 1-i)
		}), "the file names parties too many times"},
		"answers": {head + parties(1) + "fields: {" + each(300, func(i int) string { return fmt.Sprintf("a%d: F,", i) }) + "}\n" + facts(12) + "document_kinds:\n" +
			each(300, func(i int) string { return fmt.Sprintf("  d%d: {name: D}\n", i) }) + asking(12), "untried"},
		"pairs of answers": {head + parties(1) + facts(200) + "document_kinds: {d: {name: D}, e: {name: E}}\n" + asking(200), "untried"},
	} {
		t.Run(name, func(t *testing.T) {
			begun := cpuTime()
			s, found := Check("x", []byte(tt.file), nil)
			if s != nil {
				found = append(found, FromFindings(s, routing.Check(s))...)
			}
			if took := cpuTime() - begun; took > fuzzTime {
				t.Errorf("%v", took)
			}
			if !strings.Contains(found.Error(), tt.want) {
				t.Errorf("%.300s, want %s", found.Error(), tt.want)
			}
		})
	}
}
