package group

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Kind is what sort of group it is.
type Kind string

// The kinds.
const (
	Working  Kind = "working_group"
	Steering Kind = "steering_group"
	Project  Kind = "project"
	Other    Kind = "other"
)

// Kinds gives the kinds in the order in which they are offered.
func Kinds() []Kind { return []Kind{Working, Steering, Project, Other} }

// State is where a group stands on a day.
type State string

// The states.
const (
	Coming  State = "coming"
	Running State = "running"
	Overdue State = "overdue" // past its end, and nobody has extended or ended it
	Ended   State = "ended"
)

// Group is a group of a body's own making with its assignment.
type Group struct {
	ID       string
	Body     string // the body that set it up
	Kind     Kind
	Name     string
	Goal     string
	Starts   workday.Date
	Ends     workday.Date // "" for a standing group
	Decision string       // the decision behind it, as written: a number, a paragraph; may be ""
	Public   bool         // its assignment stands on the public site
	SetUpAs  string       // office and party
	SetUpAt  time.Time
	Version  int64

	Deliverables []Deliverable
	Members      []Member
	Moves        []Move // how its end was moved, the latest first

	EndedOn   workday.Date // "" until it has ended
	EndReason string
	Delivered string // what came of it
	EndedAs   string
}

// Deliverable is something that the group is to hand over.
type Deliverable struct {
	ID     string
	What   string
	Due    workday.Date // may be ""
	DoneOn workday.Date // "" until it is done
	DoneAs string
}

// Late reports whether it was due before the day and is not done.
func (d Deliverable) Late(day workday.Date) bool { return d.DoneOn == "" && d.Due != "" && d.Due < day }

// Member is somebody who takes part: a person, or a place for an office of a
// party that nobody has been named for.
type Member struct {
	ID          string
	Person      string // "" for a place
	Name        string // of the person
	Party       string
	Office      string
	Responsible bool // answers for the group
}

// Move is a change of the end with its reason.
type Move struct {
	Was, Became workday.Date // Was may be ""
	Reason      string
	As          string
	At          time.Time
}

// On gives where the group stands on a day.
func (g *Group) On(day workday.Date) State {
	switch {
	case g.EndedOn != "" && g.EndedOn <= day:
		return Ended
	case g.Ends != "" && g.Ends < day:
		return Overdue
	case g.Starts > day:
		return Coming
	}
	return Running
}

// Done gives how many of its deliverables are done, and how many are late.
func (g *Group) Done(day workday.Date) (done, late int) {
	for _, d := range g.Deliverables {
		if d.DoneOn != "" {
			done++
		}
		if d.Late(day) {
			late++
		}
	}
	return done, late
}

// Has tells whether a person takes part in the group.
func (g *Group) Has(person string) bool {
	return person != "" && slices.ContainsFunc(g.Members, func(m Member) bool { return m.Person == person })
}

// How long what is written may be, and how many there may be.
const (
	MaxName         = 150
	MaxText         = 4000
	MaxWhat         = 300
	MaxDeliverables = 20
	MaxMembers      = 200
)

// open refuses an act on a group that has ended.
func (g *Group) open() error {
	if g.EndedOn != "" {
		return fault.New(fault.Conflict, "group.has_ended", g.EndedOn)
	}
	return nil
}

// Extend gives the group another end, which takes a reason.
func (g Group) Extend(to workday.Date, reason, as string, now time.Time) (Group, error) {
	if err := g.open(); err != nil {
		return g, err
	}
	reason, wrong := checkReason(reason, "reason")
	switch {
	case to == "":
		wrong = append(wrong, fault.New(fault.Invalid, "group.end_missing").On("to"))
	case to < g.Starts:
		wrong = append(wrong, fault.New(fault.Invalid, "group.ends_before", g.Starts).On("to"))
	case to == g.Ends:
		wrong = append(wrong, fault.New(fault.Invalid, "group.end_same", to).On("to"))
	}
	if len(wrong) > 0 {
		return g, errors.Join(wrong...)
	}
	g.Moves = append([]Move{{g.Ends, to, reason, as, now}}, g.Moves...)
	g.Ends = to
	return g, nil
}

// End gives the group ended on a day that has come, with the reason and what was
// delivered.
func (g Group) End(on workday.Date, reason, delivered, as string, today workday.Date) (Group, error) {
	if err := g.open(); err != nil {
		return g, err
	}
	reason, wrong := checkReason(reason, "end-reason")
	delivered = strings.TrimSpace(delivered)
	switch {
	case on == "":
		wrong = append(wrong, fault.New(fault.Invalid, "group.ended_on_missing").On("on"))
	case on > today:
		wrong = append(wrong, fault.New(fault.Invalid, "group.ended_ahead", on).On("on"))
	case on < g.Starts && g.Starts <= today:
		wrong = append(wrong, fault.New(fault.Invalid, "group.ends_before", g.Starts).On("on"))
	}
	if delivered == "" {
		wrong = append(wrong, fault.New(fault.Invalid, "group.delivered_missing").On("delivered"))
	}
	if utf8.RuneCountInString(delivered) > MaxText {
		wrong = append(wrong, fault.New(fault.Invalid, "group.text_long", MaxText).On("delivered"))
	}
	if len(wrong) > 0 {
		return g, errors.Join(wrong...)
	}
	g.EndedOn, g.EndReason, g.Delivered, g.EndedAs = on, reason, delivered, as
	return g, nil
}

// Deliver marks a deliverable as done on a day, or as not done when the day is
// "".
func (g Group) Deliver(id string, on workday.Date, as string, today workday.Date) (Group, error) {
	if err := g.open(); err != nil {
		return g, err
	}
	i := slices.IndexFunc(g.Deliverables, func(d Deliverable) bool { return d.ID == id })
	if i < 0 {
		return g, fault.New(fault.NotFound, "not_found")
	}
	if on > today {
		return g, fault.New(fault.Invalid, "group.done_ahead", on).On("done-" + id)
	}
	g.Deliverables = slices.Clone(g.Deliverables)
	g.Deliverables[i].DoneOn, g.Deliverables[i].DoneAs = on, as
	if on == "" {
		g.Deliverables[i].DoneAs = ""
	}
	return g, nil
}

func checkReason(s, field string) (string, []error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return "", []error{fault.New(fault.Invalid, "group.reason_missing").On(field)}
	case utf8.RuneCountInString(s) > MaxText:
		return "", []error{fault.New(fault.Invalid, "group.text_long", MaxText).On(field)}
	}
	return s, nil
}
