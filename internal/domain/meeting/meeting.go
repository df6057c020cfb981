package meeting

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// State is how far a meeting has come.
type State string

// The states.
const (
	Planned   State = "planned"
	Called    State = "called"
	Held      State = "held"
	Cancelled State = "cancelled"
)

// States gives every state in order.
func States() []State { return []State{Planned, Called, Held, Cancelled} }

// Act is what is done to a meeting.
type Act string

// The acts of the state table.
const (
	SetAgenda Act = "set_agenda"
	Call      Act = "call" // send the notice, or send it again after a change
	Move      Act = "move"
	Cancel    Act = "cancel"
	Open      Act = "open"
	Attend    Act = "attend" // record who is there
	Record    Act = "record" // record what was decided
	Close     Act = "close"
	Approve   Act = "approve" // record that the minutes were approved, and where that was announced
)

// Acts gives every act of the table.
func Acts() []Act { return []Act{SetAgenda, Call, Move, Cancel, Open, Attend, Record, Close, Approve} }

// before and during are the two state tables: for a meeting that has not been
// opened, and for one that is open. What is not there can't be done.
var (
	before = map[State]map[Act]State{
		Planned: {SetAgenda: Planned, Call: Called, Move: Planned, Cancel: Cancelled, Open: Planned},
		Called:  {SetAgenda: Called, Call: Called, Move: Called, Cancel: Cancelled, Open: Called},
	}
	during = map[State]map[Act]State{
		Planned: {SetAgenda: Planned, Attend: Planned, Record: Planned, Close: Held},
		Called:  {SetAgenda: Called, Attend: Called, Record: Called, Close: Held},
		Held:    {Attend: Held, Record: Held, Approve: Held},
	}
)

// Meeting is one meeting: of one body, of several jointly (With), with others
// invited (Guests), or of one side beside another meeting (Parent, Side). Starts
// and Ends are local clock times, "09:00".
type Meeting struct {
	ID        string
	Body      string   // that calls it
	With      []string // bodies that meet jointly with it; each decides for itself
	Guests    []string // bodies that are invited: they take part and decide nothing
	Parent    string   // of a side session: the meeting beside which it is held
	Written   string   // no meeting, but what was decided between meetings (per capsulam): by which written procedure
	Side      []string // of a side session: the parties that meet
	On        workday.Date
	Starts    string
	Ends      string
	Place     string
	State     State
	Sequence  int          // of its calendar entry; grows with each change that is sent
	MovedFrom workday.Date // the day it stood on before the last move
	Reason    string       // of the last move, or of the cancellation
	OpenedAt  time.Time    // zero: not opened
	ClosedAt  time.Time    // zero: not closed
	Version   int64

	Said      int64     // grows with each change of what its notice says
	Go        Go        // for its notice
	GoAskedAt time.Time // when the go was last asked for; zero: not
	Chairs    []string  // persons who chair the body that calls it, on its day
	Deputed   []string  // persons to whom one of them has left the go

	Unfilled   int    // members who have said that they can't come and in whose stead no deputy is left
	WasCalled  bool   `json:"-"` // a notice of it has gone out and was not taken back; read, never written
	NotesState string `json:"-"` // how far the newest version of its notes or minutes has come; "" for none; read, never written
}

// Opened reports whether the meeting has begun.
func (m Meeting) Opened() bool { return !m.OpenedAt.IsZero() }

// UnderWay reports whether the meeting has begun and not been closed.
func (m Meeting) UnderWay() bool { return m.Opened() && m.State != Held }

// After gives the state that an act makes, and false when it can't be done now.
// A side session decides nothing, and has no minutes to approve. What was decided
// between meetings is no meeting: its decision can be corrected, and nothing else.
func (m Meeting) After(a Act) (State, bool) {
	if m.IsSide() && (a == Record || a == Approve) || m.Written != "" && a != Record {
		return "", false
	}
	table := before
	if m.Opened() {
		table = during
	}
	to, ok := table[m.State][a]
	return to, ok
}

// Can refuses an act that can't be done now: fault.Conflict, since what the
// user saw has been overtaken. The key is "meeting.not_now.<act>", its argument
// the state ("open" for a meeting under way).
func (m Meeting) Can(a Act) error {
	if _, ok := m.After(a); ok {
		return nil
	}
	if m.IsSide() && a == Record {
		return fault.New(fault.Conflict, "meeting.side_decides_not")
	}
	state := string(m.State)
	if m.UnderWay() {
		state = "open"
	}
	return fault.New(fault.Conflict, "meeting.not_now."+string(a), state)
}

func (m Meeting) do(a Act) (Meeting, error) {
	if err := m.Can(a); err != nil {
		return m, err
	}
	m.State, _ = m.After(a)
	return m, nil
}

// Slot is when and where a meeting is held.
type Slot struct {
	On           workday.Date
	Starts, Ends string // local clock, "09:00"
	Place        string
}

// Limits of a meeting's texts, in characters.
const (
	MaxPlace  = 300
	MaxReason = 500
)

// check gives the slot tidied, or all that is wrong with it, each with its field.
func (s Slot) check() (Slot, error) {
	s.Place = strings.Join(strings.Fields(s.Place), " ")
	var wrong []error
	if _, err := workday.Parse(string(s.On)); s.On == "" {
		wrong = append(wrong, fault.New(fault.Invalid, "meeting.date_missing").On("on"))
	} else if err != nil {
		wrong = append(wrong, fault.New(fault.Invalid, "meeting.date_wrong", string(s.On)).On("on").Because(err))
	}
	starts, ends := checkClock(s.Starts, "starts"), checkClock(s.Ends, "ends")
	wrong = append(wrong, starts, ends)
	if starts == nil && ends == nil && s.Ends <= s.Starts {
		wrong = append(wrong, fault.New(fault.Invalid, "meeting.ends_before_start", s.Starts, s.Ends).On("ends"))
	}
	if utf8.RuneCountInString(s.Place) > MaxPlace {
		wrong = append(wrong, fault.New(fault.Invalid, "meeting.place_long", MaxPlace).On("place"))
	}
	return s, errors.Join(wrong...)
}

// Check says all that is wrong with a slot, each with its field; nil when nothing is.
func (s Slot) Check() error {
	_, err := s.check()
	return err
}

// checkClock says what is wrong with a time.
func checkClock(s, field string) error {
	switch {
	case s == "":
		return fault.New(fault.Invalid, "meeting.time_missing").On(field)
	case !clock(s):
		return fault.New(fault.Invalid, "meeting.time_wrong", s).On(field)
	}
	return nil
}

func clock(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == 5
}

// Plan gives a new meeting of a body. A day before today is refused: a meeting
// that was held without having been planned is planned for today and opened.
func Plan(id, body string, at Slot, today workday.Date) (Meeting, error) {
	at, err := at.check()
	if err != nil {
		return Meeting{}, err
	}
	if at.On < today {
		return Meeting{}, fault.New(fault.Invalid, "meeting.date_past", at.On).On("on")
	}
	return Meeting{ID: id, Body: body, On: at.On, Starts: at.Starts, Ends: at.Ends, Place: at.Place,
		State: Planned, Version: 1, Said: 1}, nil
}

// Moved gives the meeting at another time or place. The sequence of the
// calendar entry grows when the meeting has been called: those who have the
// entry are sent the change.
func (m Meeting) Moved(to Slot, reason string, today workday.Date) (Meeting, error) {
	to, err := to.check()
	if err != nil {
		return m, err
	}
	if to.On < today {
		return m, fault.New(fault.Invalid, "meeting.date_past", to.On).On("on")
	}
	if reason, err = checkReason(reason); err != nil {
		return m, err
	}
	if m, err = m.do(Move); err != nil {
		return m, err
	}
	if to == m.Slot() {
		return m, fault.New(fault.Invalid, "meeting.not_moved").On("on")
	}
	if to.On != m.On {
		m.MovedFrom = m.On
	}
	m.On, m.Starts, m.Ends, m.Place, m.Reason = to.On, to.Starts, to.Ends, to.Place, reason
	if m.State == Called {
		m.Sequence++
	}
	return m, nil
}

// Slot gives when and where the meeting is.
func (m Meeting) Slot() Slot { return Slot{m.On, m.Starts, m.Ends, m.Place} }

// CancelledFor gives the meeting cancelled, with the reason.
func (m Meeting) CancelledFor(reason string) (Meeting, error) {
	reason, err := checkReason(reason)
	if err != nil {
		return m, err
	}
	called := m.State == Called
	if m, err = m.do(Cancel); err != nil {
		return m, err
	}
	m.Reason = reason
	if called {
		m.Sequence++
	}
	return m, nil
}

// Notified gives the meeting after a notice has been sent. Sent again, the
// calendar entry grows a sequence.
func (m Meeting) Notified() (Meeting, error) {
	again := m.State == Called
	m, err := m.do(Call)
	if err != nil {
		return m, err
	}
	if again {
		m.Sequence++
	}
	return m, nil
}

// UndoTime is how long a notice waits before it leaves, so that it can be taken
// back (ux.md, flow A 7).
const UndoTime = 30 * time.Second

// Unsent gives the meeting as it was before a notice that is taken back, which
// leaves at due: its state then and the sequence of its calendar entry. Once the
// notice leaves it is refused.
func (m Meeting) Unsent(was State, sequence int, due, now time.Time) (Meeting, error) {
	if !now.Before(due) {
		return m, fault.New(fault.Conflict, "notice.undo_late")
	}
	if m.State != Called || m.Opened() || was != Planned && was != Called {
		return m, fault.New(fault.Conflict, "notice.undo_overtaken")
	}
	m.State, m.Sequence = was, sequence
	return m, nil
}

// Before is a meeting as it was before it was moved or cancelled.
type Before struct {
	Slot      Slot
	State     State
	Sequence  int
	MovedFrom workday.Date
	Reason    string
	Said      int64
	Go        Go
}

// AsItIs gives what a move or a cancellation changes of the meeting.
func (m Meeting) AsItIs() Before {
	return Before{m.Slot(), m.State, m.Sequence, m.MovedFrom, m.Reason, m.Said, m.Go}
}

// Back gives the meeting as it was before a move or a cancellation of which the mails
// leave at due. Once they leave it is refused. alone: nothing else of what the notice
// says has changed since, and no go was given, so that the go stands as it stood.
func (m Meeting) Back(was Before, due, now time.Time) (back Meeting, alone bool, err error) {
	if !now.Before(due) {
		return m, false, fault.New(fault.Conflict, "back.late")
	}
	if m.State != Called && m.State != Cancelled || m.Opened() {
		return m, false, fault.New(fault.Conflict, "notice.undo_overtaken")
	}
	alone = m.Said == was.Said+1 && m.Go == was.Go
	m.On, m.Starts, m.Ends, m.Place = was.Slot.On, was.Slot.Starts, was.Slot.Ends, was.Slot.Place
	m.State, m.Sequence, m.MovedFrom, m.Reason = was.State, was.Sequence, was.MovedFrom, was.Reason
	return m, alone, nil
}

// OpenedNow gives the meeting opened. It can be opened on its day or later, not
// before.
func (m Meeting) OpenedNow(now time.Time, today workday.Date) (Meeting, error) {
	m, err := m.do(Open)
	if err != nil {
		return m, err
	}
	if today < m.On {
		return m, fault.New(fault.RuleBroken, "meeting.not_yet", m.On)
	}
	m.OpenedAt = now
	return m, nil
}

// ClosedNow gives the meeting closed: it has been held.
func (m Meeting) ClosedNow(now time.Time) (Meeting, error) {
	m, err := m.do(Close)
	if err != nil {
		return m, err
	}
	m.ClosedAt = now
	return m, nil
}

func checkReason(s string) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return "", fault.New(fault.Invalid, "meeting.reason_missing").On("reason")
	case utf8.RuneCountInString(s) > MaxReason:
		return "", fault.New(fault.Invalid, "meeting.reason_long", MaxReason).On("reason")
	}
	return s, nil
}
