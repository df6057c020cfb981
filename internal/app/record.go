package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"samverk/internal/access"
	"samverk/internal/domain/assignment"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/presence"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/store"
)

// OfRecord is what the record of a meeting is drawn up from.
type OfRecord struct {
	Agenda    meeting.Agenda
	People    []store.MeetingPerson
	Decisions []decision.Record // those that stand, in order of number
	Adjusters []store.Named
	Assigned  []assignment.Assignment
	Numbers   map[string]string // of the matters that the viewer may open
}

// OfRecord reads what the record of a meeting is drawn up from, as the viewer may
// see it. s is the structure of the meeting's day.
func (u *Unit) OfRecord(ctx context.Context, s *structure.Structure, m meeting.Meeting) (OfRecord, error) {
	var x OfRecord
	var err error
	if x.Agenda, err = u.Own.Agenda(ctx, m.ID); err != nil {
		return x, err
	}
	if x.People, err = u.Own.MeetingPeople(ctx, s, m); err != nil {
		return x, err
	}
	all, err := u.Own.Decisions(ctx, store.DecisionFilter{Meeting: m.ID, Limit: 500})
	if err != nil {
		return x, err
	}
	x.Decisions = decision.Standing(all)
	slices.Reverse(x.Decisions)
	if x.Adjusters, err = u.Own.Adjusters(ctx, m.ID); err != nil {
		return x, err
	}
	if x.Assigned, err = u.Own.Assignments(ctx, m.ID); err != nil {
		return x, err
	}
	var ids []string
	for _, i := range x.Agenda {
		if i.Matter != "" {
			ids = append(ids, i.Matter)
		}
	}
	for _, d := range x.Decisions {
		if d.Matter != "" && !slices.Contains(ids, d.Matter) {
			ids = append(ids, d.Matter)
		}
	}
	x.Numbers, err = u.Own.OpenMatters(ctx, ids)
	return x, err
}

// Content draws up the notes of a meeting: who was there, its items with what was
// decided, and what is written of each.
func (x OfRecord) Content(s *structure.Structure, m meeting.Meeting, form string, texts map[string]string) record.Content {
	c := record.Content{Kind: record.Notes, Form: form, Body: s.PlaceName(m.Body), On: m.On, Starts: m.Starts, Ends: m.Ends}
	if !strings.Contains(m.Place, "://") { // a link into the meeting is for those invited
		c.Place = m.Place
	}
	c.With, c.Guests, c.Side = Together(s, m, m.Body)
	x.presence(s, m, &c)
	for _, a := range x.Adjusters {
		c.Adjusters = append(c.Adjusters, a.Name)
	}
	changes := Roll(x.Agenda, x.People).Changes()
	for _, i := range x.Agenda {
		c.Items = append(c.Items, record.Item{Presence: x.changes(changes[i.ID]), ID: i.ID, Pos: i.Pos, Title: i.Title, Matter: i.Matter, Number: x.Numbers[i.Matter],
			Purpose: string(i.Purpose), Presenter: i.Presenter, Text: texts[i.ID]})
	}
	for _, a := range x.Assigned {
		at := slices.IndexFunc(c.Items, func(i record.Item) bool { return i.ID == a.Item })
		if at < 0 || !a.Stands() {
			continue
		}
		who := a.Name
		if p := s.Party(a.Party); p != nil {
			who = p.Name
		}
		c.Items[at].Assignments = append(c.Items[at].Assignments, record.Assignment{What: a.What, Who: who, By: a.DueOn})
	}
	for _, d := range inTurn(x.Decisions, m) {
		at := slices.IndexFunc(c.Items, func(i record.Item) bool { return i.ID == d.Item })
		if at < 0 { // it stood on no agenda
			c.Items = append(c.Items, record.Item{ID: d.ID, Pos: len(c.Items) + 1, Title: firstWords(d.Terms.Text), Matter: d.Matter,
				Number: x.Numbers[d.Matter], Text: texts[d.ID]})
			at = len(c.Items) - 1
		}
		said := x.decided(s, d)
		if len(m.With) > 0 {
			said.Body = s.PlaceName(d.Body)
		}
		c.Items[at].Decisions = append(c.Items[at].Decisions, said)
	}
	return c
}

// inTurn gives decisions with those of the body whose meeting it was first.
func inTurn(list []decision.Record, m meeting.Meeting) []decision.Record {
	turn := func(d decision.Record) int { return slices.Index(m.Deciding(), d.Body) }
	return slices.SortedStableFunc(slices.Values(list), func(a, b decision.Record) int { return turn(a) - turn(b) })
}

// Together gives the names of those who met, as a body tells it: the bodies that
// decided beside it, the invited bodies, and of a side session its parties.
func Together(s *structure.Structure, m meeting.Meeting, body string) (with, guests, side []string) {
	names := func(ids []string) []string {
		var out []string
		for _, id := range ids {
			out = append(out, s.PlaceName(id))
		}
		return out
	}
	for _, id := range m.Side {
		if p := s.Party(id); p != nil {
			side = append(side, p.Name)
		}
	}
	with = names(slices.DeleteFunc(slices.Clone(m.Deciding()), func(id string) bool { return id == body }))
	return with, names(m.Guests), side
}

// firstWords gives the beginning of a text, as a heading.
func firstWords(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if r := []rune(s); len(r) > 80 {
		return strings.TrimSpace(string(r[:80])) + "…"
	}
	return s
}

// Foremost gives the place by which somebody of a meeting is named: who leads the
// body, or does so in the chair's stead, is its member too.
func Foremost(all []store.MeetingPerson, p store.MeetingPerson) store.MeetingPerson {
	leads := func(x store.MeetingPerson) bool {
		return x.Role == access.Chair || x.Role == access.ViceChair || x.Role == access.Convener
	}
	for _, x := range all {
		if x.Person == p.Person && x.Body == p.Body && !x.Invited && !p.Invited && leads(x) && !leads(p) {
			return x
		}
	}
	return p
}

// presence fills in who was there, each once.
func (x OfRecord) presence(s *structure.Structure, m meeting.Meeting, c *record.Content) {
	known := slices.ContainsFunc(x.People, func(p store.MeetingPerson) bool { return p.Known })
	c.Unrecorded = !known
	if !known {
		return
	}
	var seen []string
	for _, p := range x.People {
		if slices.Contains(seen, p.Person) || !p.Known || p.Role == "deputy" && !p.Present {
			continue
		}
		seen = append(seen, p.Person)
		a := record.Attendee{Name: p.Name, Role: string(Foremost(x.People, p).Role)}
		if o := s.Office(p.Office); o != nil {
			a.Office = o.Name.SV
		}
		if party := s.Party(p.Party); party != nil {
			a.Party = party.Name
		}
		if m.Joint() && p.Body != "" {
			a.Body = s.PlaceName(p.Body)
		}
		if p.For != "" {
			a.For = x.name(p.For)
		}
		if p.Present {
			c.Present = append(c.Present, a)
		} else {
			c.Absent = append(c.Absent, a)
		}
	}
}

func (x OfRecord) changes(list []presence.Change) []record.Change {
	var out []record.Change
	for _, c := range list {
		out = append(out, record.Change{Name: x.name(c.Person), What: string(c.What), For: x.name(c.For)})
	}
	return out
}

func (x OfRecord) name(person string) string {
	for _, p := range x.People {
		if p.Person == person {
			return p.Name
		}
	}
	return ""
}

func (x OfRecord) decided(s *structure.Structure, d decision.Record) record.Decision {
	return DecisionSaid(s, d, x.name)
}

// DecisionSaid gives a decision as the record of a meeting says it. name gives the name of
// somebody of the meeting, "" of whom the viewer may not know.
func DecisionSaid(s *structure.Structure, d decision.Record, name func(person string) string) record.Decision {
	t := d.Terms
	out := record.Decision{ID: d.ID, Number: d.Number().Short(), Kind: string(t.Kind), Outcome: string(t.Outcome), Text: t.Text, Mandate: string(t.Mandate),
		Responsible: t.Responsible, DueOn: t.DueOn, FollowUpOn: t.FollowUpOn, Reservation: t.Reservation,
		How: string(t.Formal.How), For: t.Formal.For, Against: t.Formal.Against, Tie: string(t.Formal.Tie), Poll: t.Formal.Poll, GoesTo: PlaceSaid(s, t.GoesTo)}
	if ConcordSaid(s, d.Body, t.Concord, &out); d.MendedWhy != "" {
		out.Mended, out.MendedBy = d.MendedWhy, d.RecordedAs
	}
	for _, p := range t.Formal.Disqualified {
		if n := name(p); n != "" {
			out.Disqualified = append(out.Disqualified, n)
		}
	}
	for _, id := range t.Channels {
		if c := s.Channel(id); c != nil {
			out.Channels = append(out.Channels, c.Name)
		} else {
			out.Channels = append(out.Channels, s.PlaceName(id))
		}
	}
	return out
}

// ConcordSaid says in a record whether a body agreed, by what its text says of how
// it decides; nothing where nobody was asked.
func ConcordSaid(s *structure.Structure, body string, c decision.Concord, out *record.Decision) {
	b := s.Body(body)
	if c.Accord == decision.NoAccord || b == nil {
		return
	}
	r := b.DecidesBy.Rule
	out.DecidesBy, out.Accord, out.Why = b.DecidesBy.By, string(c.Accord), c.Why
	out.Clause = strings.TrimSuffix(r.Document+", "+r.Section, ", ")
	if clause := r.Cited(); clause != "" {
		out.Clause += " (" + clause + ")"
	}
	for _, p := range c.Against {
		name := p
		if party := s.Party(p); party != nil {
			name = party.Name
		}
		out.Objected = append(out.Objected, name)
	}
}

// PlaceSaid gives the name of where a decision goes on to: decision.GoesToParties
// as it is, "" for nowhere.
func PlaceSaid(s *structure.Structure, to string) string {
	if to == "" || to == decision.GoesToParties {
		return to
	}
	return s.PlaceName(to)
}

// LatestRound gives the latest requests to approve the words of a version.
func LatestRound(all []store.Request, p record.Part) []store.Request {
	last := 0
	for _, q := range all {
		if q.Part == p.ID && q.Hash == p.Hash {
			last = max(last, q.Round)
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(q store.Request) bool { return q.Part != p.ID || q.Hash != p.Hash || q.Round != last })
}

// Settle gives a part with its words settled by their hash, and the words as
// they are kept: what somebody approves is these words and no others. What is settled
// is sent to those concerned, so the guard looks through all of it.
func (u *Unit) Settle(ctx context.Context, p record.Part, c record.Content) (record.Part, string, error) {
	words, err := c.Bytes()
	if err != nil {
		return p, "", err
	}
	var said any
	if err := json.Unmarshal(words, &said); err != nil {
		return p, "", err
	}
	o := Opening{Meeting: p.Meeting, Inside: true}
	each(&o, "", said)
	if err := u.Guard(ctx, o); err != nil {
		return p, "", err
	}
	sum := sha256.Sum256(words)
	p.Hash = hex.EncodeToString(sum[:])
	return p, string(words), nil
}

// WrittenLink is what the secret of a letter is made for that asks a member for an
// answer between the meetings (per capsulam).
const WrittenLink = "written link"

// MailDecisions is the outbox's kind of a decision summary to one person; its
// payload is DecisionsMail.
const MailDecisions = "mail.decisions"

// DecisionsMail is the payload.
type DecisionsMail struct {
	Meeting string
	Person  string
}

// ListDecisions draws up the list of the decisions of a meeting that is closed, as
// it is sent to persons; nothing without a decision.
func (u *Unit) ListDecisions(ctx context.Context, s *structure.Structure, m meeting.Meeting, to []string) error {
	x, err := u.OfRecord(ctx, s, m)
	if err != nil || len(x.Decisions) == 0 {
		return err
	}
	p := record.Part{ID: u.NewID(), Meeting: m.ID, Kind: record.Decisions, No: 1, State: record.Checked,
		CheckedBy: u.Viewer.Person, CheckedAs: u.As(s), CheckedAt: u.Now}
	if len(to) > 0 {
		p.SentAt, p.SentAs = u.Now, u.As(s)
	}
	p, text, err := u.Settle(ctx, p, x.Content(s, m, "", nil).List())
	if err != nil {
		return err
	}
	if err := u.Own.AddRecordPart(ctx, p, text); err != nil {
		return err
	}
	for _, person := range to {
		if err := u.Own.AddReceipt(ctx, record.Receipt{ID: u.NewID(), Part: p.ID, Person: person, Why: WhyCalled, SentAt: u.Now}); err != nil {
			return err
		}
	}
	return nil
}

// Why the record of a meeting concerns somebody.
const (
	WhyCalled   = "called"   // they were called to it, or served as a deputy
	WhyGoesOn   = "goes_on"  // a decision goes on to a body that they lead or serve
	WhyRegistry = "registry" // they keep the registry of a party that a decision, or the text, sends it to
	WhyNamed    = "named"    // the text sends it to a body that they lead or serve
)
