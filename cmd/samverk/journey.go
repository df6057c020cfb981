package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"samverk/internal/domain/journey"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// journeyVerb prints the route of a matter with the earliest date of every
// station and what it waits for.
type journeyVerb struct {
	matterFlags
	Calendar string `required:"" help:"Meetings as CSV with the columns body and date; body is the id of a body or of a party." placeholder:"FILE"`
	Practice string `help:"The county's own numbers (YAML)." placeholder:"FILE"`
	From     string `required:"" help:"The day from which the matter travels." placeholder:"DATE"`
}

// Run does it.
func (c *journeyVerb) Run() error {
	from, err := workday.Parse(c.From)
	if err != nil {
		return misuse(os.Stderr, fmt.Errorf("--from: %w", err))
	}
	s, in, err := c.matter(from, c.Practice, os.Stderr)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(c.Calendar)
	if err != nil {
		return unreadable(err, os.Stderr)
	}
	calendars, err := readCalendar(c.Calendar, data, s)
	if err != nil {
		return misuse(os.Stderr, err)
	}
	r := routing.Compose(s, in)
	t := &travel{s: s, j: journey.Plan(s, &r, journey.Input{Calendars: calendars, From: from})}
	if c.Format == "json" {
		return writeJSON(os.Stdout, routeJSON(s, in, &r, t))
	}
	return writeRoute(os.Stdout, s, in, &r, t)
}

// readCalendar reads meetings: a head line that names the columns body and
// date, then a line per meeting, with commas or semicolons between. Every line
// that can't be read is told, as file:line.
func readCalendar(name string, data []byte, s *structure.Structure) (journey.Calendars, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	r := csv.NewReader(bytes.NewReader(data))
	if head, _, _ := bytes.Cut(data, []byte("\n")); bytes.ContainsRune(head, ';') {
		r.Comma = ';'
	}
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	head, err := r.Read()
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("%s:1: %w", name, err)
	}
	column := func(want string) int {
		return slices.IndexFunc(head, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), want) })
	}
	body, date := column("body"), column("date")
	if body < 0 || date < 0 {
		return nil, fmt.Errorf("%s:1: the first line has to name the columns body and date", name)
	}
	out := journey.Calendars{}
	var wrong []error
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", name, bad.Line, bad.Err))
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := r.FieldPos(0)
		if len(rec) <= max(body, date) {
			wrong = append(wrong, fmt.Errorf("%s:%d: %d columns, body and date are not both there", name, line, len(rec)))
			continue
		}
		id := strings.TrimSpace(rec[body])
		if s.Body(id) == nil && s.Party(id) == nil {
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", name, line, unknownBody(s, id)))
			continue
		}
		d, err := workday.Parse(strings.TrimSpace(rec[date]))
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", name, line, err))
			continue
		}
		out[id] = append(out[id], d)
	}
	out.Sort()
	return out, errors.Join(wrong...)
}

func unknownBody(s *structure.Structure, id string) error {
	var known []string
	for i := range s.Bodies {
		known = append(known, s.Bodies[i].ID)
	}
	for i := range s.Parties {
		known = append(known, s.Parties[i].ID)
	}
	return &structure.UnknownName{What: "body or party", Name: id, Known: known}
}

// travel is a journey on its way out.
type travel struct {
	s *structure.Structure
	j journey.Journey
}

// The wire form of a journey: what it adds to a route and to its steps.
type (
	journeyWire struct {
		Done          *workday.Date `json:"done"`            // null when the end is unknown
		DoneNotBefore *workday.Date `json:"done_not_before"` // the day before which it can't end
	}
	legWire struct {
		Earliest  *workday.Date  `json:"earliest"`   // null when the time is unknown
		NotBefore *workday.Date  `json:"not_before"` // the day before which it can't be
		Papers    *workday.Date  `json:"papers"`     // the day by which papers have to be in for the meeting
		WaitsFor  waitWire       `json:"waits_for"`
		ByParty   []partyLegWire `json:"by_party"`
		Uncounted []string       `json:"uncounted"` // stations before it to which the date gives no time
	}
	waitWire struct {
		What  string        `json:"what"`
		Who   string        `json:"who"`
		Until *workday.Date `json:"until"`
	}
	partyLegWire struct {
		Party    string        `json:"party"`
		Earliest *workday.Date `json:"earliest"`
		WaitsFor waitWire      `json:"waits_for"`
	}
)

func (t *travel) wire() *journeyWire {
	return &journeyWire{Done: orNull(t.j.Done), DoneNotBefore: orNull(t.j.DoneNotBefore)}
}

func (t *travel) leg(st *routing.Station) *legWire {
	l := t.j.Leg(st.ID)
	w := &legWire{Earliest: orNull(l.Earliest), NotBefore: orNull(l.NotBefore), Papers: orNull(l.Papers), WaitsFor: wait(l.WaitsFor), ByParty: []partyLegWire{}, Uncounted: append([]string{}, l.Uncounted...)}
	for _, p := range l.Parties {
		w.ByParty = append(w.ByParty, partyLegWire{p.Party, orNull(p.Earliest), wait(p.WaitsFor)})
	}
	return w
}

func wait(w journey.WaitsFor) waitWire {
	return waitWire{string(w.What), w.Who, orNull(w.Until)}
}

func orNull(d workday.Date) *workday.Date {
	if d == "" {
		return nil
	}
	return &d
}
