package decision

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Kind is what sort of record it is.
type Kind string

// The kinds. Position is what a body says of a matter before it goes to the
// parties (ställningstagande); Opinion is a council's answer.
const (
	Decision       Kind = "decision"
	Recommendation Kind = "recommendation"
	Opinion        Kind = "opinion"
	Position       Kind = "position"
)

// Kinds gives every kind.
func Kinds() []Kind { return []Kind{Decision, Recommendation, Opinion, Position} }

// May gives what a body has to be allowed for the kind.
func (k Kind) May() structure.May {
	switch k {
	case Recommendation:
		return structure.Recommends
	case Opinion:
		return structure.Opines
	case Position:
		return structure.Passes
	default:
		return structure.Decides
	}
}

// KindFor gives the kind of record that ends a step, and false for a step that
// no body's record ends.
func KindFor(step structure.Step) (Kind, bool) {
	switch step {
	case structure.Decide, structure.Settle:
		return Decision, true
	case structure.Recommend, structure.Endorse:
		return Recommendation, true
	case structure.Opinion, structure.Input, structure.Negotiate, structure.Prepare:
		return Opinion, true
	case structure.Pass:
		return Position, true
	}
	return "", false
}

// Outcome is how it ended.
type Outcome string

// The outcomes.
const (
	AsProposed   Outcome = "as_proposed"
	WithChanges  Outcome = "with_changes"
	ReferredBack Outcome = "referred_back"
	Postponed    Outcome = "postponed"
	Declined     Outcome = "declined"
	Noted        Outcome = "noted"
	SentOn       Outcome = "sent_on"
	Lifted       Outcome = "lifted" // not agreed on, and so lifted to where the body's text says; follows from Concord
)

// Outcomes gives every outcome in the order of the form.
func Outcomes() []Outcome {
	return []Outcome{AsProposed, WithChanges, Declined, ReferredBack, Postponed, Noted, SentOn, Lifted}
}

// Settles reports whether the outcome says what is to be done, so that somebody
// has to answer for it.
func (o Outcome) Settles() bool { return o == AsProposed || o == WithChanges }

// Mandate is the position on whether the members have the mandate themselves.
type Mandate string

// The positions. NoPosition is never an answer: it is that nobody was asked.
const (
	NoPosition Mandate = ""
	Held       Mandate = "held"
	GoesOn     Mandate = "goes_on"
)

// GoesToParties is the target of a matter that goes on to the parties' own
// political decisions.
const GoesToParties = "parties"

// Record is one decision, opinion or position, as recorded.
type Record struct {
	ID          string
	Body        string
	Year, Seq   int
	Meeting     string
	Item        string // "" when it stood on no agenda
	Matter      string // "" for a topic
	Station     string
	Terms       Terms
	DecidedOn   workday.Date
	RecordedBy  string // person
	RecordedAs  string // office as shown
	RecordedAt  time.Time
	Corrects    string // id of the record that this one corrects
	CorrectedBy string // id of the record that corrects this one; read, never written
	MovedWhy    string // why it was moved here from the item of the record that it corrects
	MendedWhy   string // why it corrects the words of a record that had been approved (Mend)
	PublishedAt time.Time
	Title       string // of the item, as it was published with it; "" for one of a matter, and where it was not published
	Written     string // the written procedure (per capsulam) by which it was decided between meetings; read, never written
}

// Terms is what was decided.
type Terms struct {
	Kind        Kind
	Outcome     Outcome
	Text        string
	Version     string // the version of the proposal that it decides
	Mandate     Mandate
	GoesTo      string // a body, or GoesToParties; with GoesOn and SentOn; with Lifted an organ of a party too
	Responsible string
	DueOn       workday.Date
	FollowUpOn  workday.Date
	Reservation string
	Channels    []string // bodies and channels that carry it out
	Formal      Formal   // what law asks of a statutory board; zero for every other body
	Concord     Concord  // whether they agreed, where the body's own text says that it decides so
}

// Number names a decision: per body and year, without gaps.
type Number struct {
	Body string
	Year int
	Seq  int
}

// Number gives the record's number.
func (r Record) Number() Number { return Number{r.Body, r.Year, r.Seq} }

// String gives "body-2026-3".
func (n Number) String() string { return fmt.Sprintf("%s-%d-%d", n.Body, n.Year, n.Seq) }

// Short gives "2026-3", as it is written where the body is known.
func (n Number) Short() string { return fmt.Sprintf("%d-%d", n.Year, n.Seq) }

// ParseNumber reads what Number.String wrote.
func ParseNumber(s string) (Number, error) {
	wrong := fault.New(fault.NotFound, "decision.not_found")
	head, seq, ok := cutLast(s)
	if !ok {
		return Number{}, wrong
	}
	body, year, ok := cutLast(head)
	if !ok || body == "" {
		return Number{}, wrong
	}
	n := Number{Body: body}
	var err error
	if n.Year, err = strconv.Atoi(year); err != nil || len(year) != 4 {
		return Number{}, wrong
	}
	if n.Seq, err = strconv.Atoi(seq); err != nil || n.Seq < 1 {
		return Number{}, wrong
	}
	if n.String() != s {
		return Number{}, wrong
	}
	return n, nil
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, '-')
	if i < 0 {
		return "", "", false
	}
	return s[:i], s[i+1:], true
}

// Limits, in characters.
const (
	MaxText        = 10_000
	MaxReservation = 4_000
	MaxResponsible = 200
)

// Case is what a record is judged against.
type Case struct {
	Matter   bool            // false: a topic of the body's own
	Holding  mandate.Holding // what the body may do in the matter
	OnRoute  structure.Step  // the step of the matter's route that lies open at the body; "" for none
	RouteBy  []rule.Ref      // the rules that put it there
	Versions []string        // the versions of the proposal that can be decided
	Targets  []string        // bodies to which the matter can go on
	BodyRule rule.Ref        // the statement that there is such a body
	Body     string
	Table    Table // what law says of the body's meetings, and who is there
	Settling Settling
	On       workday.Date // on which it is decided
}

// NeedsPosition reports whether the members have to say whether they hold the
// mandate: where the body's text demands it, at each decision and recommending
// decision that settles something.
func (c Case) NeedsPosition(k Kind, o Outcome) bool {
	return c.Matter && c.Holding.Position && (k == Decision || k == Recommendation) &&
		o != Postponed && o != ReferredBack && o != Noted && o != Lifted
}

// Judge checks the terms and gives them as they are to be recorded. What is
// incomplete is fault.Invalid on its field, everything at once; what the body may
// not do is a rule.Refusal. Terms with the position that the matter goes on are
// recorded as a recommendation: the members have said that they don't decide.
func (c Case) Judge(t Terms) (Terms, error) {
	t, apart := c.settled(t.trimmed())
	if r := (*rule.Refusal)(nil); errors.As(apart, &r) && !errors.Is(apart, fault.Invalid) {
		return t, apart
	}
	said := t.check()
	switch needs := c.NeedsPosition(t.Kind, t.Outcome); {
	case needs && t.Mandate == NoPosition:
		r := rule.Refuse("decision.position_missing", c.Holding.Rules)
		said = errors.Join(said, fault.New(fault.Invalid, "decision.position_missing").On("mandate").Because(r))
	case !needs:
		t.Mandate = NoPosition
	}
	if t.Mandate == GoesOn && t.Kind == Decision {
		t.Kind = Recommendation
	}
	said = errors.Join(said, apart, c.checkTarget(t))
	if !c.Table.Regime.Statutory() {
		t.Formal = Formal{}
	} else if !c.Table.Again {
		t.Formal.Disqualified = slices.Compact(slices.Sorted(slices.Values(append(t.Formal.Disqualified, c.Table.Out...))))
	}
	if c.Table.Regime.Statutory() {
		f, err := c.Table.counted(t.Formal)
		t.Formal = f
		if err != nil {
			return t, errors.Join(said, err)
		}
	}
	said = errors.Join(said, c.Table.check(t), c.checkDays(t))
	if t.Mandate != GoesOn && t.Outcome != SentOn && t.Outcome != Lifted {
		t.GoesTo = ""
	}
	if !c.Matter {
		return t, said
	}
	if err := c.checkMandate(t); err != nil && said == nil {
		return t, err
	}
	return t, errors.Join(said, c.checkMatter(t))
}

func (c Case) checkTarget(t Terms) error {
	if t.Mandate != GoesOn && t.Outcome != SentOn {
		return nil
	}
	switch {
	case t.GoesTo == "":
		return fault.New(fault.Invalid, "decision.target_missing").On("goes_to")
	case t.GoesTo == GoesToParties:
		return nil
	case t.GoesTo == c.Body || !slices.Contains(c.Targets, t.GoesTo):
		return fault.New(fault.Invalid, "decision.target_unknown", t.GoesTo).On("goes_to")
	}
	return nil
}

// checkMandate refuses a settling record that the body has no mandate for.
func (c Case) checkMandate(t Terms) error {
	if !t.Outcome.Settles() && t.Outcome != Declined {
		return nil
	}
	if r := c.Barred(t.Kind); r != nil {
		return r
	}
	return nil
}

// Barred says why the body can't record a kind that settles something in the
// matter; nil when it can. A body whose text says nothing of such matters can
// decide only where the matter's route puts the decision; where the route asks
// it to recommend, it does not decide.
func (c Case) Barred(k Kind) *rule.Refusal {
	may := k.May()
	if c.OnRoute == structure.Prepare && k == Opinion {
		may = structure.Prepares
	}
	if c.OnRoute == structure.Recommend && k == Decision {
		r := rule.Refuse("decision.route_recommends", c.RouteBy, c.Body)
		r.WayOut = "mandate.recommend_instead"
		return r
	}
	if kind, ok := KindFor(c.OnRoute); ok && kind == k && !c.Holding.Says {
		return nil
	}
	if r := c.Holding.Check(may); r != nil {
		return r
	}
	if !c.Holding.Says && may == structure.Decides {
		r := rule.Refuse("mandate.unsaid.decide", []rule.Ref{c.BodyRule}, c.Body)
		r.WayOut = "mandate.recommend_instead"
		return r
	}
	return nil
}

// checkDays refuses a day that lies before the one on which it is decided.
func (c Case) checkDays(t Terms) error {
	var said []error
	for _, d := range t.days() {
		if _, err := workday.Parse(string(d.on)); err == nil && d.on < c.On {
			said = append(said, fault.New(fault.Invalid, "decision.date_before", c.On).On(d.field))
		}
	}
	return errors.Join(said...)
}

func (c Case) checkMatter(t Terms) error {
	var said []error
	missing := func(key, field string) { said = append(said, fault.New(fault.Invalid, key).On(field)) }
	switch {
	case t.Version == "" && len(c.Versions) > 0 && t.Outcome != Postponed && t.Outcome != Noted:
		missing("decision.version_missing", "version")
	case t.Version != "" && !slices.Contains(c.Versions, t.Version):
		missing("decision.version_unknown", "version")
	}
	// Where outcome or kind are missing too, the usual ones are meant: everything
	// that is missing is told at once.
	settles, answers := t.Outcome.Settles() || t.Outcome == "", t.Kind == Decision || t.Kind == Recommendation || t.Kind == ""
	if settles && answers {
		if t.Responsible == "" {
			missing("decision.responsible_missing", "responsible")
		}
		if t.DueOn == "" {
			missing("decision.due_missing", "due_on")
		}
	}
	return errors.Join(said...)
}

// dated is a day that the terms give, by its field.
type dated struct {
	field string
	on    workday.Date
}

// days gives the days that the terms give.
func (t Terms) days() []dated {
	return slices.DeleteFunc([]dated{{"due_on", t.DueOn}, {"follow_up_on", t.FollowUpOn}}, func(d dated) bool { return d.on == "" })
}

func (t Terms) trimmed() Terms {
	t.Text = strings.TrimSpace(t.Text)
	t.Responsible = strings.Join(strings.Fields(t.Responsible), " ")
	t.Reservation = strings.TrimSpace(t.Reservation)
	t.Channels = slices.Compact(slices.Sorted(slices.Values(t.Channels)))
	t.Formal.Disqualified = slices.Compact(slices.Sorted(slices.Values(t.Formal.Disqualified)))
	return t
}

func (t Terms) check() error {
	var said []error
	wrong := func(field, key string, args ...any) {
		said = append(said, fault.New(fault.Invalid, key, args...).On(field))
	}
	if !slices.Contains(Kinds(), t.Kind) {
		wrong("kind", "decision.kind_missing")
	}
	switch {
	case t.Text == "":
		wrong("text", "decision.text_missing")
	case utf8.RuneCountInString(t.Text) > MaxText:
		wrong("text", "decision.text_long", MaxText)
	}
	switch {
	case t.Outcome == "":
		wrong("outcome", "decision.outcome_missing")
	case !slices.Contains(Outcomes(), t.Outcome):
		wrong("outcome", "decision.outcome_unknown", string(t.Outcome))
	}
	if t.Mandate != NoPosition && t.Mandate != Held && t.Mandate != GoesOn {
		wrong("mandate", "decision.position_unknown", string(t.Mandate))
	}
	if utf8.RuneCountInString(t.Responsible) > MaxResponsible {
		wrong("responsible", "decision.responsible_long", MaxResponsible)
	}
	for _, d := range t.days() {
		if _, err := workday.Parse(string(d.on)); err != nil {
			said = append(said, fault.New(fault.Invalid, "decision.date_wrong", string(d.on)).On(d.field).Because(err))
		}
	}
	if utf8.RuneCountInString(t.Reservation) > MaxReservation {
		wrong("reservation", "decision.reservation_long", MaxReservation)
	}
	return errors.Join(said...)
}

// Standing leaves out the records that another one corrects.
func Standing(all []Record) []Record {
	corrected := map[string]bool{}
	for _, r := range all {
		if r.Corrects != "" {
			corrected[r.Corrects] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(r Record) bool { return corrected[r.ID] })
}

// Items gives the items of the agenda in which a decision stands.
func Items(all []Record) []string {
	var out []string
	for _, r := range Standing(all) {
		out = append(out, r.Item)
	}
	return out
}

// Correct gives the new record that corrects an old one: same body, meeting,
// item, matter and day, new terms, a number of its own. A record is corrected
// once; what is wrong in the correction is corrected there.
func Correct(old Record, t Terms) (Record, error) {
	if old.CorrectedBy != "" {
		return Record{}, fault.New(fault.Conflict, "decision.corrected_already", old.CorrectedBy)
	}
	n := old
	n.ID, n.Seq, n.Terms = "", 0, t
	n.Corrects, n.PublishedAt, n.MovedWhy, n.MendedWhy = old.ID, time.Time{}, "", ""
	return n, nil
}
