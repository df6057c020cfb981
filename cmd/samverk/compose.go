package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	imported "samverk/internal/app/people"
	"samverk/internal/domain/people"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	webpage "samverk/internal/web/page"
)

// structureCompose judges who sits in a body on a day against what its text
// asks: what is filled, what is not as it should be and by which rule, and the
// number counted. Findings are no failure: the exit status is 0.
type structureCompose struct {
	spoken
	File    string `arg:"" help:"Structure file (YAML)."`
	Body    string `required:"" help:"The body's id." placeholder:"ID"`
	Members string `required:"" help:"CSV with the columns person,party,office,body,role,from,to,deputy_for,appointed_by: of this body, and of others from which its seats follow." placeholder:"FILE"`
	On      string `required:"" help:"The day." placeholder:"DATE"`
	Soon    int    `default:"60" help:"How many days ahead an end is told."`
	Format  string `enum:"text,json" default:"text" help:"text or json."`
}

// Run does it.
func (c *structureCompose) Run() error {
	on, err := workday.Parse(c.On)
	if err != nil {
		return misuse(os.Stderr, fmt.Errorf("--on: %w", err))
	}
	if c.Soon < 0 {
		return misuse(os.Stderr, fmt.Errorf("--soon: %d is no number of days ahead", c.Soon))
	}
	s, err := loadStructure(c.File, c.spoken, os.Stderr)
	if err != nil {
		return err
	}
	b := s.Body(c.Body)
	if b == nil {
		var known []string
		for _, x := range s.Bodies {
			known = append(known, x.ID)
		}
		return misuse(os.Stderr, fmt.Errorf("--body: unknown body %q; known: %s", c.Body, strings.Join(known, ", ")))
	}
	members, err := readMembers(c.Members, s, os.Stderr)
	if err != nil {
		return err
	}
	composed := people.Compose(s, b.ID, members, on)
	if c.Format == "json" {
		return writeJSON(os.Stdout, composeJSON(s, &composed, c.Soon))
	}
	return writeComposition(os.Stdout, s, b, &composed, c.Soon)
}

// readMembers reads a file of members. All of its faults are told on errs, each
// with row and column: exit status 1.
func readMembers(path string, s *structure.Structure, errs io.Writer) ([]people.Membership, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(err, errs)
	}
	cells, err := imported.Cells(data)
	var wrong *imported.Errors
	switch {
	case errors.As(err, &wrong):
		tellRows(errs, path, wrong.Rows)
		return nil, exit(1)
	case err != nil:
		fmt.Fprintf(errs, "%s: %s\n", path, err)
		return nil, exit(1)
	}
	members, rows := people.ReadMembers(s, cells)
	if len(rows) > 0 {
		tellRows(errs, path, rows)
		return nil, exit(1)
	}
	return members, nil
}

// The wire form of a composition: a contract that other programs rely on.
// Arrays are never null.
type (
	composeWire struct {
		Body     string        `json:"body"`
		On       workday.Date  `json:"on"`
		Filled   []filledWire  `json:"filled"`
		Findings []lackWire    `json:"findings"`
		Total    int           `json:"total"`  // counted as the text asks: with deputies when it counts them
		Totals   []countedWire `json:"totals"` // each demand on the whole

		Requirements []rule.Finding `json:"requirements"` // the text's other demands that don't hold
	}
	filledWire struct {
		Seat     string       `json:"seat"` // the seat, or the role of somebody who has no seat
		Party    string       `json:"party"`
		Office   string       `json:"office"`
		Person   string       `json:"person"`
		Role     string       `json:"role"`
		From     workday.Date `json:"from"`
		To       workday.Date `json:"to"`
		Deputies []string     `json:"deputies"`
		Derived  bool         `json:"derived"` // follows from a role in another body, or from an office
		Rule     rule.Ref     `json:"rule"`
	}
	lackWire struct {
		Kind     people.Kind   `json:"kind"`
		Seat     string        `json:"seat"` // the seat, or the role; "" for a demand on the whole
		Party    string        `json:"party"`
		Rule     rule.Ref      `json:"rule"`
		Severity rule.Severity `json:"severity"`
		Message  string        `json:"message"`
		Role     string        `json:"role"`    // set when it is about a role and no seat
		Parties  []string      `json:"parties"` // who may fill the place
		Offices  []string      `json:"offices"`
		Person   string        `json:"person"`
		Office   string        `json:"office"` // that the person holds
		Ends     workday.Date  `json:"ends"`
	}
	countedWire struct {
		Asked    string   `json:"asked"`
		Of       string   `json:"of"`
		Deputies string   `json:"deputies"` // "counted", "not counted", "not stated"
		Counted  int      `json:"counted"`
		With     int      `json:"with_deputies"`
		Holds    bool     `json:"holds"`
		Rule     rule.Ref `json:"rule"`
	}
)

func composeJSON(s *structure.Structure, c *people.Composition, soon int) composeWire {
	w := composeWire{Body: c.Body, On: c.Day, Filled: []filledWire{}, Findings: []lackWire{}, Total: c.Total(), Totals: []countedWire{}, Requirements: list(c.Requirements)}
	for i := range c.Seats {
		x := &c.Seats[i]
		for _, m := range x.Holders {
			if slices.Contains(x.OutOfTurn, m) {
				continue
			}
			w.Filled = append(w.Filled, filledWire{x.Seat, m.Party, m.Office, m.Person, roleOf(c, m), m.From, m.To, deputiesOf(x, m), x.Derived, x.Rule})
		}
	}
	for i := range c.Roles {
		x := &c.Roles[i]
		for _, m := range x.Holders {
			seated := slices.ContainsFunc(w.Filled, func(f filledWire) bool { return f.Person == m.Person && f.Party == m.Party })
			if !seated && !slices.Contains(x.Wrong, m) && !slices.Contains(x.Not, m) {
				w.Filled = append(w.Filled, filledWire{string(x.Role), m.Party, m.Office, m.Person, string(x.Role), m.From, m.To, []string{}, m.ID == "", x.Rule})
			}
		}
	}
	words := lacksOf(s)
	for _, f := range c.Findings(soon) {
		w.Findings = append(w.Findings, lackWire{f.Kind, f.Seat, f.Party, f.Rule, f.Severity, words.Say(&f, 1), string(f.Role),
			list(f.Parties), list(f.Offices), f.Person, f.Office, f.Ends})
	}
	for _, x := range c.Totals {
		asked := x.Asked.Text
		if x.Balance != nil {
			asked = "balance"
		}
		w.Totals = append(w.Totals, countedWire{asked, x.Of, counting(x.Deputies), x.Have, x.With, x.Holds, x.Rule})
	}
	return w
}

func counting(deputies *bool) string {
	switch {
	case deputies == nil:
		return "not stated"
	case *deputies:
		return "counted"
	}
	return "not counted"
}

// roleOf gives the role that somebody who fills a seat has: the body's own
// before member.
func roleOf(c *people.Composition, m people.Membership) string {
	for i := range c.Roles {
		if slices.ContainsFunc(c.Roles[i].Holders, func(h people.Membership) bool { return h.Person == m.Person && h.Party == m.Party }) {
			return string(c.Roles[i].Role)
		}
	}
	return string(m.Role)
}

// deputiesOf gives the deputies of a member.
func deputiesOf(x *people.SeatState, m people.Membership) []string {
	out := []string{}
	for _, d := range x.Deputies {
		if d.DeputyFor == m.ID {
			out = append(out, d.Person)
		}
	}
	return out
}

func lacksOf(s *structure.Structure) webpage.Lacks {
	return webpage.Lacks{T: text.For("sv"), S: s, Who: func(person, party, office string) string {
		if p := s.Party(party); p != nil {
			return person + ", " + p.Name
		}
		return person
	}}
}

// writeComposition prints a composition for people, in Swedish.
func writeComposition(w io.Writer, s *structure.Structure, b *structure.Body, c *people.Composition, soon int) error {
	p, words := &page{s: s}, lacksOf(s)
	p.line("", b.Name.SV+" · "+string(c.Day))
	p.line("", "")
	for i := range c.Seats {
		x := &c.Seats[i]
		place := words.Place(&people.Finding{Body: b.ID, Seat: x.Seat, Parties: x.Parties, Offices: x.Offices})
		asked := "texten anger inget antal"
		if x.Asked.Stated {
			asked = words.Count(x.Asked)
		}
		p.line("  ", fmt.Sprintf("%s: %d (%s)  %s", place, len(x.Holders), asked, cites([]rule.Ref{x.Rule})))
		for _, m := range x.Holders {
			p.line("      ", described(&words, c, m, deputiesOf(x, m)))
		}
	}
	if len(c.Seats) == 0 {
		p.line("  ", "Texten säger inte vilka som ingår.")
	}
	for i := range c.Roles {
		x := &c.Roles[i]
		who := "vakant"
		if len(x.Holders) > 0 {
			var names []string
			for _, m := range x.Holders {
				names = append(names, words.Who(m.Person, m.Party, m.Office))
			}
			who = strings.Join(names, "; ")
		}
		p.line("  ", words.RoleName(string(x.Role))+": "+who+"  "+cites([]rule.Ref{x.Rule}))
	}
	p.line("", "")
	p.line("", fmt.Sprintf("Antal: %d", c.Total()))
	for _, x := range c.Totals {
		if x.Deputies == nil && x.Of == "" && x.Balance == nil {
			p.line("  ", words.T.S("lack.deputies_unsaid", x.Have, x.With)+" "+cites([]rule.Ref{x.Rule}))
		}
	}
	found := append(words.Findings(c.Findings(soon)), c.Requirements...)
	if len(found) == 0 {
		p.line("", "Inget saknas mot texten.")
	}
	for _, f := range found {
		p.line("", "")
		mark := map[rule.Severity]string{rule.Blocks: "Saknas", rule.Warns: "Varnar", rule.Informs: "Upplyser"}[f.Severity]
		p.line(mark+": ", f.Message+" "+cites(f.Rules)+" ("+f.Kind+")")
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// described says who fills a seat, in which role, until when, and by whom they
// are replaced.
func described(words *webpage.Lacks, c *people.Composition, m people.Membership, deputies []string) string {
	say := words.Who(m.Person, m.Party, m.Office)
	if r := roleOf(c, m); r != "member" {
		say += ", " + strings.ToLower(words.RoleName(r))
	}
	if m.To != "" {
		say += ", till och med " + string(m.To)
	}
	if len(deputies) > 0 {
		say += ", ersättare: " + strings.Join(deputies, ", ")
	}
	return say
}
