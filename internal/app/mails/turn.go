package mails

import (
	"context"
	"errors"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
)

// MailTask is the outbox's kind of a mail about a task to one person; its payload
// is TaskMail.
const MailTask = "mail.task"

// TaskMail is the payload. Reminder: it is told for the second time, before its
// date.
type TaskMail struct {
	Task     string
	Party    string
	Person   string
	Reminder bool
}

// Told says how many are told.
type Told struct{ Persons int }

// TellTurn makes one mail of each person whom a party's turn concerns. A task
// that is done meanwhile is told to nobody.
var TellTurn = app.NewCommand("mail.tell_turn", tellTurn)

func tellTurn(ctx context.Context, u *app.Unit, in app.TurnMail) (Told, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Told{}, err
	}
	all, err := u.Own.Tasks(ctx, []string{in.Matter})
	if err != nil {
		return Told{}, err
	}
	i := slices.IndexFunc(all, func(t store.Task) bool { return t.ID == in.Task })
	if i < 0 || !all[i].Done.IsZero() {
		u.Announce(app.Event{Type: "task.not_told", Object: in.Matter, Record: in})
		return Told{}, nil
	}
	n, send, err := tell(ctx, u, all[i], false)
	if err != nil {
		return Told{}, err
	}
	if err := u.Own.TaskTold(ctx, in.Task, u.Now); err != nil {
		return Told{}, err
	}
	u.Announce(app.Event{Type: "task.told", Object: in.Matter, Record: in, Send: send})
	return Told{n}, nil
}

// tell makes the mails about a task.
func tell(ctx context.Context, u *app.Unit, t store.Task, reminder bool) (int, []app.Message, error) {
	held, err := u.Own.AtParty(ctx, t.Party, u.Today)
	if err != nil {
		return 0, nil, err
	}
	key := "task/" + t.ID + "/" + store.FormatTime(t.Opened)
	if reminder {
		key = "remind/" + t.ID + "/" + string(t.Due)
	}
	var send []app.Message
	for _, p := range concerned(held, structure.Step(t.Kind)) {
		send = append(send, app.Message{Kind: MailTask, Key: key + "/" + p, Payload: TaskMail{t.ID, t.Party, p, reminder}})
	}
	return len(send), send, nil
}

// concerned gives whom a party's turn concerns: its coordinators and registrars;
// in preparing at home also those who sit in a body for it; where it has nobody
// of the first, those who do.
func concerned(held []store.Who, step structure.Step) []string {
	var keepers, members []string
	add := func(list []string, p string) []string {
		if slices.Contains(list, p) {
			return list
		}
		return append(list, p)
	}
	for _, h := range held {
		switch {
		case h.Email == "":
		case h.Body == "" && (h.Role == access.Coordinator || h.Role == access.Registrar):
			keepers = add(keepers, h.Person)
		case h.Body != "" && sits(h.Role):
			members = add(members, h.Person)
		}
	}
	if len(keepers) > 0 && step != structure.HomePreparation {
		return keepers
	}
	for _, p := range members {
		keepers = add(keepers, p)
	}
	return keepers
}

func sits(r people.Role) bool {
	return slices.Contains([]people.Role{access.Chair, access.ViceChair, access.Convener, access.Member}, r)
}

// RemindDays is how long before its date a task is reminded of, in calendar
// days.
const RemindDays = 7

// remindAtOnce is how many tasks are reminded of in one transaction.
const remindAtOnce = 100

// Reminded says how many tasks were reminded of, and whether there are more.
type Reminded struct {
	Tasks int
	More  bool
}

// Remind makes the mails that remind of what is due within a week: each task
// once, before its date.
var Remind = app.NewCommand("mail.remind", remind)

func remind(ctx context.Context, u *app.Unit, _ struct{}) (Reminded, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return Reminded{}, err
	}
	list, err := u.Own.TasksToRemind(ctx, u.Today, u.Today.Add(RemindDays), remindAtOnce)
	if err != nil {
		return Reminded{}, err
	}
	var send []app.Message
	for _, t := range list {
		if t.Party != "" && worthReminding(t, u.Today) {
			_, more, err := tell(ctx, u, t.Task, true)
			if err != nil {
				return Reminded{}, err
			}
			send = append(send, more...)
		}
		if err := u.Own.TaskReminded(ctx, t.ID, u.Now); err != nil {
			return Reminded{}, err
		}
	}
	u.Announce(app.Event{Type: "tasks.reminded", Object: "tasks", Record: len(list), Send: send})
	return Reminded{len(list), len(list) == remindAtOnce}, nil
}

// worthReminding leaves out what was told today: one mail is enough.
func worthReminding(t store.Waiting, today workday.Date) bool {
	return t.Told.IsZero() || app.Today(t.Told) < today
}

// TaskInput names a task and somebody whom it concerns.
type TaskInput TaskMail

// TaskLetter is what a mail about a task says. Done: it is done meanwhile, and
// nothing is sent.
type TaskLetter struct {
	To       store.Addressed
	Party    string // name
	PartyID  string
	Kind     string // a step of the route
	Ref      string // of the matter, for its address: number with hyphens, or id
	Number   string
	Title    string
	Due      workday.Date
	Remiss   string // id of the remiss to answer; "" for others
	Reminder bool
	Done     bool
}

// Task gives the letter about a task.
var Task = app.NewQuery("mail.task", task)

func task(ctx context.Context, u *app.Unit, in TaskInput) (TaskLetter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return TaskLetter{}, err
	}
	t, err := u.Own.TaskToTell(ctx, in.Task)
	if err != nil {
		return TaskLetter{}, err
	}
	s, err := u.Structure(ctx)
	if err != nil {
		return TaskLetter{}, err
	}
	l := TaskLetter{Kind: t.Kind, PartyID: t.Party, Ref: ref(t.Number, t.Matter), Number: t.Number, Title: t.Title, Due: t.Due,
		Reminder: in.Reminder, Done: !t.Done.IsZero() || t.Party != in.Party}
	if p := s.Party(t.Party); p != nil {
		l.Party = p.Name
	}
	if l.Done {
		return l, nil
	}
	if l.To, err = address(ctx, u, in.Person); err != nil {
		return TaskLetter{}, err
	}
	if t.Kind == string(structure.Remiss) {
		open, err := u.Own.Remisses(ctx, t.Matter, 20)
		if err != nil {
			return TaskLetter{}, err
		}
		for _, r := range open {
			if !r.Closed() && r.Station == t.Station && slices.Contains(r.Parties, t.Party) {
				l.Remiss = r.ID
			}
		}
	}
	return l, nil
}

// EndedLetter tells the one who raised a matter that it has ended.
type EndedLetter struct {
	To     store.Addressed
	Ref    string
	Number string
	Title  string
	State  matter.State
}

// Ended gives that letter.
var Ended = app.NewQuery("mail.matter_ended", ended)

func ended(ctx context.Context, u *app.Unit, in app.MatterRef) (EndedLetter, error) {
	if err := u.Require(access.RunInstallation()); err != nil {
		return EndedLetter{}, err
	}
	m, err := u.Own.Matter(ctx, in.Matter)
	if err != nil {
		return EndedLetter{}, err
	}
	l := EndedLetter{Ref: ref(m.Number, m.ID), Number: m.Number, Title: m.Title, State: m.State}
	l.To, err = address(ctx, u, m.RaisedBy)
	return l, err
}

// Gone tells whether an error of this package says that there is nobody, or
// nothing, to send to any more.
func Gone(err error) bool { return errors.Is(err, fault.NotFound) }

// ref gives what stands in a matter's address: its number with hyphens, or its id
// before it has one.
func ref(number, id string) string {
	if number == "" {
		return id
	}
	return strings.ReplaceAll(number, " ", "-")
}
