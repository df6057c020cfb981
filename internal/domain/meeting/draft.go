package meeting

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/fault"
)

// Field is a text that is typed while an item is up.
type Field string

// The fields: what was said, and those of the record that are texts.
const (
	NoteText        Field = "note"
	DecisionText    Field = "text"
	ReservationText Field = "reservation"
	ResponsibleText Field = "responsible"
	DueText         Field = "due"
	FollowText      Field = "follow_up"
)

// Fields gives every field.
func Fields() []Field { return append(RecordFields(), NoteText) }

// RecordFields gives those of the record of an item; the days as they are typed.
func RecordFields() []Field {
	return []Field{DecisionText, ReservationText, ResponsibleText, DueText, FollowText}
}

// MaxDraft is the longest text of a field, in characters.
const MaxDraft = 20_000

// Draft is one text of a field as somebody saved it. It is never changed.
type Draft struct {
	Meeting, Item string
	Field         Field
	Body          string // by Whose
	No            int64  // 1 is the first of the field, of all bodies; no gaps
	Base          int64  // the text that it was written over; 0: none
	Text          string
	Op            string // made by whoever sent it
	By            string // person
	As            string // as shown
	At            time.Time
}

// Heads are the texts of one field that stand, in order. More than one are in
// conflict: they were written over the same text, and somebody has to choose.
type Heads []Draft

// Save puts a text on a field: its number, and the numbers of those that stand no
// more. A text takes the place of the one that it was written over, and of those
// that it settles: what somebody has seen beside it and chosen to leave. What
// was saved by another in between is never replaced; both stand. The same text
// as one that stands takes its place: two who agree are in no conflict.
func (h Heads) Save(d Draft, settles []int64, last int64) (no int64, gone []int64, err error) {
	switch {
	case !slices.Contains(Fields(), d.Field):
		return 0, nil, fault.New(fault.Invalid, "draft.field_unknown")
	case d.Op == "" || len(d.Op) > 100:
		return 0, nil, fault.New(fault.Invalid, "draft.op_missing")
	case d.Base < 0 || d.Base > last:
		return 0, nil, fault.New(fault.Invalid, "draft.base_unknown")
	case utf8.RuneCountInString(d.Text) > MaxDraft:
		return 0, nil, fault.New(fault.Invalid, "draft.long", MaxDraft)
	}
	for _, x := range h {
		if goes(x, d) || slices.Contains(settles, x.No) {
			gone = append(gone, x.No)
		}
	}
	return last + 1, gone, nil
}

// Hand reads a text's key as a page's script makes it, "hand#n": the hand is one
// page's, and n grows with what is typed on it. A choice among texts, "hand#n+",
// comes after the n-th text. A key that says nothing of a hand gives "".
func (d Draft) Hand() (hand string, nth int64) {
	hand, n, ok := strings.Cut(d.Op, "#")
	n, chose := strings.CutSuffix(n, "+")
	nth, err := strconv.ParseInt(n, 10, 64)
	if !ok || hand == "" || err != nil || nth < 0 || nth > 1<<60 {
		return "", 0
	}
	if nth *= 2; chose {
		nth++
	}
	return hand, nth
}

// After puts a text in its place after the last that the same person's same hand
// saved. Whoever types goes on from what was typed before, also while the answer
// is on its way that it is saved: the text was written over that one. It is late
// where the hand has written on since: then it stands no more. What was typed
// before a choice was seen is written over what the choice was between.
func (d Draft) After(last Draft) (placed Draft, late bool) {
	hand, nth := d.Hand()
	was, before := last.Hand()
	switch {
	case hand == "" || hand != was:
		return d, false
	case nth <= before:
		return d, true
	case before%2 == 0:
		d.Base = max(d.Base, last.No)
	}
	return d, false
}

// Conflict reports whether somebody has to choose.
func (h Heads) Conflict() bool { return len(h) > 1 }

// Whose gives the body whose text a field is, as drafts name it: at a joint meeting
// each body words its own decision, and the notes are one for all. It is "" for the
// notes and for the body that called the meeting ("" or its id).
func (m Meeting) Whose(f Field, body string) (string, error) {
	switch {
	case f == NoteText || m.IsSide() || body == "" || body == m.Body:
		return "", nil
	case !m.Decides(body):
		return "", fault.New(fault.NotFound, "body.not_found")
	}
	return body, nil
}

// HeadsOf gives the texts that stand of an item's field, for a body by Whose.
func HeadsOf(all []Draft, item string, f Field, body string) Heads {
	var out Heads
	for _, d := range all {
		if d.Item == item && d.Field == f && d.Body == body {
			out = append(out, d)
		}
	}
	return out
}

// NotesOf gives what was typed of each item, in the order given. Where two texts
// stand the one follows the other: both were said by somebody.
func NotesOf(all []Draft) []Draft {
	var out []Draft
	for _, d := range all {
		if d.Field != NoteText || strings.TrimSpace(d.Text) == "" {
			continue
		}
		if i := slices.IndexFunc(out, func(o Draft) bool { return o.Item == d.Item }); i >= 0 {
			out[i].Text, out[i].As, out[i].At = strings.TrimSpace(out[i].Text)+"\n\n"+strings.TrimSpace(d.Text), d.As, d.At
			continue
		}
		out = append(out, d)
	}
	return out
}

// Crossed refuses to go by what was typed while two texts of a field stand:
// somebody chooses first. Its field is that of the first conflict, the body by
// Whose.
func Crossed(all []Draft, item, body string, fields ...Field) error {
	for _, f := range fields {
		if HeadsOf(all, item, f, body).Conflict() {
			return fault.New(fault.Conflict, "draft.crossed").On(string(f))
		}
	}
	return nil
}
