package structurefile

import (
	"fmt"
	"strings"
	"testing"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// BenchmarkRouteInLargest composes a matter's route in the file with all
// counties of the country, where each has twenty rules about its ways.
func BenchmarkRouteInLargest(b *testing.B) {
	var more strings.Builder
	for c := range 21 {
		for i := range 18 {
			fmt.Fprintf(&more, "  - {id: more-%d-%d, when: \"'county-field-%d' in matter.fields && facts.commits\", need: opinion, at: body-%d-%d, before: party_decisions, src: ao/Ärenden}\n", c, i, c, c, i)
		}
	}
	text := strings.ReplaceAll(string(largest()), "may: [recommend], else_to", "may: [recommend, opinion], else_to") + more.String()
	s, found := Check("largest.yaml", []byte(text), nil)
	if s == nil {
		b.Fatal(found)
	}
	yes := structure.Answer{Known: true, Yes: true}
	for _, x := range []struct {
		name  string
		facts structure.Facts
	}{{"known", structure.Facts{"commits": yes}}, {"open", structure.Facts{"commits": {}}}} {
		b.Run(x.name, func(b *testing.B) {
			in := routing.Input{On: "2026-01-15", Matter: structure.Matter{Kind: "agreement", Fields: []string{"county-field-7"}}, Facts: x.facts}
			if r := routing.Compose(s, in); len(r.Stations) < 20 {
				b.Fatalf("%d stations", len(r.Stations))
			}
			for b.Loop() {
				routing.Compose(s, in)
			}
		})
	}
}
