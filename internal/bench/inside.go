package main

import (
	"testing"
	"time"

	"samverk/internal/domain/journey"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/structurefile"
)

// insideFigures are what is measured without a server.
type insideFigures struct {
	Route   time.Duration // route and journey of a matter, structure loaded
	Open    time.Duration // the same with a question open
	Read    time.Duration // structure file read
	Checked time.Duration // read, and every route that it can give composed
}

// inside measures what needs no server.
func inside() (insideFigures, error) {
	progress("route, journey, structure")
	src, _, err := county()
	if err != nil {
		return insideFigures{}, err
	}
	s, err := structurefile.WithPractice(src.Name, src.Structure, src.Practice)
	if err != nil {
		return insideFigures{}, err
	}
	calendars := yearOf(s)
	yes := structure.Answer{Known: true, Yes: true}
	kind := s.DocumentKinds[0].ID
	route := func(facts structure.Facts) time.Duration {
		in := routing.Input{On: s.Valid.From, Matter: structure.Matter{Kind: kind, Fields: []string{s.Fields[0].ID}}, Facts: facts}
		return best(func() {
			r := routing.Compose(s, in)
			journey.Plan(s, &r, journey.Input{Calendars: calendars, From: s.Valid.From})
		})
	}
	var f insideFigures
	f.Route = route(structure.Facts{"commits": yes, "major": yes})
	f.Open = route(structure.Facts{"commits": {}})
	f.Read = best(func() { _, err = structurefile.WithPractice(src.Name, src.Structure, src.Practice) })
	if err != nil {
		return f, err
	}
	f.Checked = best(func() {
		x, xerr := structurefile.WithPractice(src.Name, src.Structure, src.Practice)
		if err = xerr; err == nil {
			routing.Check(x)
		}
	})
	return f, err
}

// best gives the median of three benchmarks of a function.
func best(do func()) time.Duration {
	var all []time.Duration
	for range 3 {
		r := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				do()
			}
		})
		all = append(all, time.Duration(r.NsPerOp()))
	}
	return medianOf(all)
}

// yearOf gives every body eight meetings in a year, and every party ten.
func yearOf(s *structure.Structure) journey.Calendars {
	c := journey.Calendars{}
	add := func(id string, day workday.Date, number int) {
		for n := range number {
			c[id] = append(c[id], day.Add(n*360/number))
		}
	}
	for i := range s.Bodies {
		add(s.Bodies[i].ID, s.Valid.From.Add(i), 8)
	}
	for i := range s.Parties {
		add(s.Parties[i].ID, s.Valid.From.Add(7+i), 10)
	}
	return c
}
