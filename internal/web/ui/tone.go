package ui

import (
	"strconv"

	"github.com/a-h/templ"

	"samverk/internal/text"
)

// Tone is a colour role: a class that sets text and tint. The reader is never
// left with the colour alone.
type Tone string

// The tones of states and outcomes. Solid ones are for the few states that have
// to be seen from afar.
const (
	Idle      Tone = "idle"
	Info      Tone = "info"
	OK        Tone = "ok"
	Wait      Tone = "wait"
	Bad       Tone = "bad"
	OKSolid   Tone = "ok solid"
	WaitSolid Tone = "wait solid"
	Ink       Tone = "act" // a decision on an agenda
)

// The tones of levels. HomeLevel is the band of what happens at the parties.
const (
	Political   Tone = "pol"
	Strategic   Tone = "str"
	Tactical    Tone = "tak"
	Operational Tone = "ope"
	HomeTone    Tone = "hem"
)

// LevelTone gives the tone of a level, index 0 being the highest of the number
// given. Four levels have a tone each; with fewer the middle ones go, with more
// they alternate.
func LevelTone(index, of int) Tone {
	tones := []Tone{Political, Strategic, Tactical, Operational}
	switch {
	case index < 0:
		return HomeTone
	case of <= 2:
		tones = []Tone{Political, Tactical}
	case of == 3:
		tones = []Tone{Political, Strategic, Operational}
	case of == 5:
		tones = []Tone{Political, Strategic, Tactical, Strategic, Operational}
	case of >= 6:
		tones = []Tone{Political, Strategic, Tactical, Strategic, Tactical, Operational}
	}
	return tones[min(index, len(tones)-1)]
}

// Mark is how a state or outcome is shown: tone, glyph and the key of its word.
type Mark struct {
	Tone  Tone
	Glyph Glyph
	Key   string
}

// states are the states of a matter and, beside them, the stations that a matter
// under way is said to be at.
var states = map[string]Mark{
	"raised":           {Tone: Idle, Glyph: Ring},
	"triaged":          {Tone: Info, Glyph: Lines},
	"under_way":        {Tone: Info, Glyph: Half},
	"home_preparation": {Tone: Info, Glyph: House},
	"remiss":           {Tone: Info, Glyph: Speech},
	"agenda":           {Tone: Info, Glyph: Lines},
	"party_decisions":  {Tone: WaitSolid, Glyph: Half},
	"decided":          {Tone: OK, Glyph: Check},
	"in_force":         {Tone: OKSolid, Glyph: Check},
	"parked":           {Tone: Idle, Glyph: Pause},
	"obstacle":         {Tone: Wait, Glyph: Warning},
	"declined":         {Tone: Idle, Glyph: Cross},
	"withdrawn":        {Tone: Idle, Glyph: Cross},
	"merged":           {Tone: Idle, Glyph: Arrow},
	"implemented":      {Tone: OK, Glyph: Check},
	"followed_up":      {Tone: OK, Glyph: Check},
	"closed":           {Tone: OK, Glyph: Check},
	"returned":         {Tone: Wait, Glyph: Back},
	"stalled":          {Tone: Wait, Glyph: Pause},
	"replaced":         {Tone: Idle, Glyph: Arrow},
	"repealed":         {Tone: Idle, Glyph: Cross},
	"review_due":       {Tone: Wait, Glyph: Clock},
}

var outcomes = map[string]Mark{
	"as_proposed":   {Tone: OK, Glyph: Check},
	"with_changes":  {Tone: Wait, Glyph: CheckPen},
	"referred_back": {Tone: Wait, Glyph: Back},
	"postponed":     {Tone: Idle, Glyph: Pause},
	"declined":      {Tone: Bad, Glyph: Cross},
	"noted":         {Tone: Idle, Glyph: Dot},
	"sent_on":       {Tone: Info, Glyph: Arrow},
	"lifted":        {Tone: Wait, Glyph: Arrow},

	"adopts":                  {Tone: OK, Glyph: Check},
	"adopts_if":               {Tone: Wait, Glyph: CheckNote},
	"adopts_with_reservation": {Tone: Wait, Glyph: CheckNote},
	"adopts_with_changes":     {Tone: Wait, Glyph: CheckPen},
	"rejects":                 {Tone: Bad, Glyph: Cross},
	"postpones":               {Tone: Idle, Glyph: Pause},
	"not_needed":              {Tone: Idle, Glyph: Dot},

	"planned": {Tone: Idle, Glyph: Ring},
	"no_date": {Tone: Wait, Glyph: Warning},
	"missing": {Tone: Wait, Glyph: Warning},
}

var home = map[string]Mark{
	"not_begun": {Tone: Idle, Glyph: Ring},
	"under_way": {Tone: Info, Glyph: Half},
	"anchored":  {Tone: OK, Glyph: Check},
	"objects":   {Tone: Bad, Glyph: Cross},
}

var stances = map[string]Mark{
	"supports":              {Tone: OK, Glyph: Check},
	"supports_with_changes": {Tone: Wait, Glyph: CheckPen},
	"opposes":               {Tone: Bad, Glyph: Cross},
	"undecided":             {Tone: Idle, Glyph: Dot},
}

var purposes = map[string]Mark{
	"decide":  {Tone: Ink, Glyph: Check},
	"prepare": {Tone: Info, Glyph: Half},
	"inform":  {Tone: Idle, Glyph: Dot},
	"learn":   {Tone: Idle, Glyph: Book},
}

var meetings = map[string]Mark{
	"planned":   {Tone: Idle, Glyph: Ring},
	"called":    {Tone: Info, Glyph: Lines},
	"open":      {Tone: Wait, Glyph: Half},
	"held":      {Tone: OK, Glyph: Check},
	"cancelled": {Tone: Bad, Glyph: Cross},
}

func marked[S ~string](table map[string]Mark, prefix string, s S) Mark {
	m, ok := table[string(s)]
	if !ok {
		m = Mark{Tone: Idle, Glyph: Dot}
	}
	m.Key = prefix + string(s)
	return m
}

// StateMark gives how a state of a matter is shown: the states of package
// matter, and the stations home_preparation, remiss, agenda, party_decisions,
// and obstacle, stalled; of a document replaced, repealed, review_due.
func StateMark[S ~string](s S) Mark { return marked(states, "ui.state.", s) }

// OutcomeMark gives how an outcome is shown: of a body (package decision), of a
// party (package matter), and planned, no_date, missing for a party that has
// not decided.
func OutcomeMark[S ~string](s S) Mark { return marked(outcomes, "ui.outcome.", s) }

// HomeMark gives how a party's preparation is shown: not_begun, under_way,
// anchored, objects.
func HomeMark[S ~string](s S) Mark { return marked(home, "ui.home.", s) }

// StanceMark gives how a stance of package matter is shown.
func StanceMark[S ~string](s S) Mark { return marked(stances, "ui.stance.", s) }

// PurposeMark gives how the purpose of an agenda item is shown: decide, prepare,
// inform, learn.
func PurposeMark[S ~string](s S) Mark { return marked(purposes, "ui.purpose.", s) }

// MeetingMark gives how the state of a meeting is shown.
func MeetingMark[S ~string](s S) Mark { return marked(meetings, "ui.meeting.", s) }

// Word gives the mark's word.
func (m Mark) Word(t text.T) string { return t.S(m.Key) }

// Tag gives the mark as a tag.
func (m Mark) Tag(t text.T) templ.Component { return Tag(m.Tone, m.Glyph, m.Word(t)) }

// StateTag is the tag of a state; see StateMark.
func StateTag[S ~string](t text.T, s S) templ.Component { return StateMark(s).Tag(t) }

// OutcomeTag is the tag of an outcome; see OutcomeMark.
func OutcomeTag[S ~string](t text.T, s S) templ.Component { return OutcomeMark(s).Tag(t) }

// HomeTag is the tag of a party's preparation; see HomeMark.
func HomeTag[S ~string](t text.T, s S) templ.Component { return HomeMark(s).Tag(t) }

// StanceTag is the tag of a stance; see StanceMark.
func StanceTag[S ~string](t text.T, s S) templ.Component { return StanceMark(s).Tag(t) }

// PurposeTag is the tag of an item's purpose; see PurposeMark.
func PurposeTag[S ~string](t text.T, s S) templ.Component { return PurposeMark(s).Tag(t) }

// MeetingTag is the tag of a meeting's state; see MeetingMark.
func MeetingTag[S ~string](t text.T, s S) templ.Component { return MeetingMark(s).Tag(t) }

// barHeight and bar place the bars of a level mark in a square of 16.
func barHeight(of int) float64 { return 16/float64(max(of, 1)) - 1.4 }

func bar(i, of int) float64 { return 0.6 + 16/float64(max(of, 1))*float64(i) }

// num writes a coordinate with at most two decimals.
func num(f float64) string {
	return strconv.FormatFloat(float64(int(f*100+copysign(0.5, f)))/100, 'f', -1, 64)
}

func copysign(v, sign float64) float64 {
	if sign < 0 {
		return -v
	}
	return v
}
