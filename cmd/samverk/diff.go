package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"samverk/internal/domain/compare"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	webpage "samverk/internal/web/page"
)

// structureDiff tells what changes from one structure to another. The exit
// status is 0 whether anything changes or not; 1 for a structure with errors, 2
// for wrong use.
type structureDiff struct {
	spoken
	Old    string `arg:"" help:"Structure file (YAML) in force."`
	New    string `arg:"" help:"Structure file (YAML) that would follow it."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Run does it.
func (c *structureDiff) Run() error {
	before, err := loadStructure(c.Old, c.spoken, os.Stderr)
	if err != nil {
		return err
	}
	after, err := loadStructure(c.New, c.spoken, os.Stderr)
	if err != nil {
		return err
	}
	d := compare.Structures(before, after)
	if c.Format == "json" {
		return writeJSON(os.Stdout, diffJSON(before, after, d))
	}
	return writeDiff(os.Stdout, before, after, d)
}

// writeDiff prints a comparison for people, in Swedish: a sentence for each
// change with the clauses behind it, then the seats and the meetings.
func writeDiff(w io.Writer, before, after *structure.Structure, d compare.Comparison) error {
	t := text.For("sv")
	p := &page{s: after}
	if d.None() {
		p.line("", t.S("compare.none"))
		_, err := io.WriteString(w, p.b.String())
		return err
	}
	p.line("", t.S("compare.head", t.Date(d.To), t.Date(d.From), len(d.Changes)))
	p.line("", "")
	for i, x := range d.Changes {
		p.line(fmt.Sprintf("%3d  ", i+1), strings.TrimSpace(t.Whole(x.Key, x.Args...)+" "+bothSides(x)))
	}
	if len(d.Seats) > 0 {
		p.line("", "")
		p.line("", t.S("compare.seats.title"))
		for _, x := range d.Seats {
			s := after
			if s.Body(x.Body) == nil {
				s = before
			}
			p.line("     ", seatLine(t, s, x))
		}
	}
	if len(d.Meetings) > 0 {
		p.line("", "")
		p.line("", t.S("compare.meetings.title"))
		for _, x := range d.Meetings {
			s := after
			if s.Body(x.Body) == nil {
				s = before
			}
			q := &page{s: s}
			p.line("     ", t.S("compare.meetings.line", q.name(x.Body), webpage.Meetings(t, x.NumberBefore), webpage.Meetings(t, x.NumberAfter), webpage.NoticeDays(t, x.NoticeBefore), webpage.NoticeDays(t, x.NoticeAfter)))
		}
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// bothSides cites the rules of both sides, the same ones once.
func bothSides(c compare.Change) string {
	refs := slices.Clone(c.New)
	for _, r := range c.Old {
		if !slices.ContainsFunc(refs, func(x rule.Ref) bool { return x.ID == r.ID }) {
			refs = append(refs, r)
		}
	}
	if len(refs) == 0 {
		return ""
	}
	return cites(refs)
}

func seatLine(t text.T, s *structure.Structure, x compare.SeatTally) string {
	p := &page{s: s}
	who := p.names(x.Parties)
	for _, v := range s.Sets {
		if len(x.Parties) > 1 && v.Name.SV != "" && slices.Equal(slices.Sorted(slices.Values(v.Parties)), x.Parties) {
			who = v.Name.SV
		}
	}
	var offices []string
	for _, id := range x.Offices {
		if o := s.Office(id); o != nil {
			offices = append(offices, o.Name.SV)
		}
	}
	if len(offices) > 0 {
		who += " (" + strings.Join(offices, "; ") + ")"
	}
	return t.S("compare.seats.line", p.name(x.Body), who, x.Before, x.After)
}

// The wire form of a comparison: a contract that other programs rely on. Arrays
// are never null.
type (
	diffWire struct {
		From     workday.Date  `json:"from"` // the first day of the old structure
		To       workday.Date  `json:"to"`   // that of the new one
		Changes  []changeWire  `json:"changes"`
		Seats    []seatWire    `json:"seats"`
		Meetings []meetingWire `json:"meetings"`
	}
	changeWire struct {
		Kind     compare.Kind      `json:"kind"`
		Subject  compare.Subject   `json:"subject"`
		Subjects []compare.Subject `json:"subjects"`
		Say      string            `json:"say"`
		Old      []rule.Ref        `json:"old"`
		New      []rule.Ref        `json:"new"`
	}
	seatWire struct {
		Body    string   `json:"body"`
		Parties []string `json:"parties"`
		Offices []string `json:"offices"`
		Before  int      `json:"before"`
		After   int      `json:"after"`
	}
	meetingWire struct {
		Body         string `json:"body"`
		NumberBefore string `json:"number_before"` // as written; "" when the text doesn't say
		NumberAfter  string `json:"number_after"`
		NoticeBefore *int   `json:"notice_before"`
		NoticeAfter  *int   `json:"notice_after"`
	}
)

func diffJSON(before, after *structure.Structure, d compare.Comparison) diffWire {
	t := text.For("sv")
	w := diffWire{From: before.Valid.From, To: after.Valid.From, Changes: []changeWire{}, Seats: []seatWire{}, Meetings: []meetingWire{}}
	for _, x := range d.Changes {
		w.Changes = append(w.Changes, changeWire{x.Kind, x.Subject, x.Subjects, t.Whole(x.Key, x.Args...), list(x.Old), list(x.New)})
	}
	for _, x := range d.Seats {
		w.Seats = append(w.Seats, seatWire{x.Body, list(x.Parties), list(x.Offices), x.Before, x.After})
	}
	for _, x := range d.Meetings {
		w.Meetings = append(w.Meetings, meetingWire{x.Body, x.NumberBefore.Text, x.NumberAfter.Text, x.NoticeBefore, x.NoticeAfter})
	}
	return w
}
