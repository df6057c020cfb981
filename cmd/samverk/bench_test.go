package main

import (
	"testing"

	"samverk/internal/domain/journey"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/structurefile"
)

// year gives every body and party of a structure a year of meetings.
func year(s *structure.Structure) journey.Calendars {
	c := journey.Calendars{}
	add := func(id string, day workday.Date, number int) {
		for n := range number {
			c[id] = append(c[id], day.Add(n*360/number))
		}
	}
	for i := range s.Bodies {
		add(s.Bodies[i].ID, workday.Date("2026-01-05").Add(i), 8)
	}
	for i := range s.Parties {
		add(s.Parties[i].ID, workday.Date("2026-01-12").Add(i), 10)
	}
	return c
}

// BenchmarkRouteAndJourney is one matter of the county, structure loaded, over
// a year of meetings of every body and party.
func BenchmarkRouteAndJourney(b *testing.B) {
	s, err := structurefile.Load(countyFile)
	if err != nil {
		b.Fatal(err)
	}
	p, err := structurefile.LoadPractice("../../structures/orebro.practice.yaml", s)
	if err != nil {
		b.Fatal(err)
	}
	s = s.WithPractice(p)
	c := year(s)
	yes := structure.Answer{Known: true, Yes: true}
	for _, x := range []struct {
		name  string
		facts structure.Facts
	}{
		{"known", structure.Facts{"commits": yes, "major": yes}},
		{"open", structure.Facts{"commits": {}}},
	} {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			in := routing.Input{On: "2026-01-15", Matter: structure.Matter{Kind: "agreement", Fields: []string{"social-care"}}, Facts: x.facts}
			for b.Loop() {
				r := routing.Compose(s, in)
				journey.Plan(s, &r, journey.Input{Calendars: c, From: "2026-01-15"})
			}
		})
	}
}

// BenchmarkCheck composes every route that the county's structure can give.
func BenchmarkCheck(b *testing.B) {
	s, err := structurefile.Load(countyFile)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		routing.Check(s)
	}
}
