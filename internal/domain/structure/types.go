// Package structure is a county's cooperation as data: who the parties are,
// which bodies exist, who sits in them, what each may decide, which way a
// matter has to go. It is pure: files are read by package structurefile, which
// hands over values and compiled conditions.
//
// Four kinds of statement fill a Structure: what there is; who sits and who
// may; ways; requirements. Every statement of the last three carries a
// rule.Ref that cites its source. What the source does not say is absent here,
// never a default.
package structure

import (
	"slices"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/workday"
)

// Text is a word or sentence in the languages of the interface. Swedish is
// always there; English may be empty, and then the Swedish is shown.
type Text struct {
	SV string `json:"sv"`
	EN string `json:"en,omitempty"`
}

// In gives the text in a language ("sv", "en"), Swedish when it has none.
func (t Text) In(lang string) string {
	if lang == "en" && t.EN != "" {
		return t.EN
	}
	return t.SV
}

// Pos is a place in a structure file. Line and column count from 1.
type Pos struct {
	File   string `json:"-"`
	Line   int    `json:"-"`
	Column int    `json:"-"`
}

// Structure is one county's cooperation structure as in force from a day.
// Slices keep the order of the file; look-ups by id are methods.
type Structure struct {
	ID            string
	Title         Text
	Valid         Period       // ValidFrom required
	ReviewBy      workday.Date // the structure itself is to be reviewed by then; "" when the source says nothing
	ReviewRule    rule.Ref
	Sources       []Source
	Kinds         []PartyKind
	Parties       []Party
	Sets          []Set
	Sides         []Set // for parity and alternation; may be empty
	Circles       []Circle
	Levels        []Level
	Fields        []Field
	Offices       []Office
	Channels      []Channel
	Practice      Practice
	Purposes      []Statement // what the cooperation is for
	Law           []LawRule   // the common file of law rules; empty when no body is a statutory board
	Facts         []Fact
	DocumentKinds []DocumentKind
	Documents     []Document
	Bodies        []Body // templates expanded
	Ways          []Way
	Requirements  []Requirement

	// RuleAt says where each rule stands in its file, by rule id; nil for a
	// structure that no file gave.
	RuleAt map[string]Pos

	index index
}

// Period is from a day to a day, both inclusive; an empty end is open.
type Period struct{ From, To workday.Date }

// Holds reports whether the day lies in the period.
func (p Period) Holds(d workday.Date) bool { return d >= p.From && (p.To == "" || d <= p.To) }

// Source is a text that rules cite.
type Source struct {
	ID    string
	Title string
	Date  workday.Date
	Ref   string // registration number, address or other reference
}

// PartyKind is region, municipality, association … with its organs at home,
// from the highest down. An organ is political; an official's decision is
// written as OfficialOrgan.
type PartyKind struct {
	ID     string
	Name   Text
	Organs []Organ
}

// Organ is a deciding organ at home: council, executive, board.
type Organ struct {
	ID   string
	Name string
}

// OfficialOrgan is the organ of a party decision taken by an official
// (delegation) and no political organ.
const OfficialOrgan = "official"

// Party is a principal (huvudman) or another participant.
type Party struct {
	ID         string
	Name       string
	Short      string // one or two letters for tiles; derived when the file has none
	Kinds      []string
	SCB        string  // official code, with leading zeros; "" when it has none
	Organs     []Organ // the party's own names, where they differ from its kind's
	Units      []Unit
	Represents Who  // the parties for which it speaks: an association's members
	Adopts     bool // false: takes part and adopts nothing
	Src        rule.Ref
}

// Unit is a part of a party that the structure names.
type Unit struct{ ID, Name string }

// Set is a named set of parties or of sets (districts of municipalities).
type Set struct {
	ID      string
	Name    Text
	Short   string   // the word for it in names of bodies; "" when the file has none
	Parties []string // expanded; for a set of sets, all parties in it
	Sets    []string // member sets, in order, when it is a set of sets
	Src     rule.Ref
}

// Circle is a set of parties that depends on the matter: committed, concerned.
// Its clauses are judged in order-free fashion: every clause whose When is true
// adds its parties; a clause with Instead replaces the rest (at most one may
// hold at a time, checked when loaded).
type Circle struct {
	ID      string // "committed", "concerned"
	Clauses []CircleClause
}

// CircleClause adds parties to a circle when its condition holds.
type CircleClause struct {
	Rule    rule.Ref
	When    Cond
	Who     Who
	Instead bool
}

// Level is a level of the structure (political, strategic …), highest first.
type Level struct {
	ID     string
	Name   Text
	Duties []string
	Rule   rule.Ref
}

// Field is a field of cooperation (område).
type Field struct {
	ID   string
	Name Text
}

// Office is what somebody is at home; At names the party kinds or parties it
// belongs to.
type Office struct {
	ID   string
	Name Text
	At   []string
}

// Channel is a way through which decisions are carried out that is no body of
// the structure: a network, a management group.
type Channel struct {
	ID   string
	Name string
	Rule rule.Ref
}

// Practice is the county's own numbers, never cited as a clause. A number is
// nil where the county has none, and then nothing is demanded.
type Practice struct {
	SetBy                      string
	Since                      workday.Date
	Example                    bool // the file says that it is an example
	HomePreparation            *int // calendar days
	Remiss                     *int
	Notice                     *int // days before a meeting
	PartyDecision              *int // a party's usual time to a decision
	Papers                     *int // papers before a meeting
	Notes                      *int // notes after a meeting
	CalendarDay, CalendarMonth int  // before which day next year's meetings are decided; 0 without one
	SchoolBreaks               []SchoolBreak
}

// Ref gives the rule.Ref of one of the practice's numbers, for example
// "home_preparation". It never cites a clause.
func (p Practice) Ref(name string) rule.Ref {
	return rule.Ref{ID: "practice." + name, Document: "practice", Section: name, Practice: true}
}

// FactType is how a fact is answered.
type FactType string

// The types of facts.
const (
	YesNo   FactType = "yes_no"
	Parties FactType = "parties"
	Choice  FactType = "choice" // which of several places or parties, declared by "one of" and "any of"
)

// Fact is a question that rules ask about a matter.
type Fact struct {
	ID      string
	Ask     Text
	Hint    Text
	Type    FactType
	Default Answer
	Options []Option // of a Choice
	Several bool     // of a Choice: more than one may be chosen
	Rule    rule.Ref
}

// OptionName gives what the options of a Choice are called.
func (f *Fact) OptionName(id string) string {
	for _, o := range f.Options {
		if o.ID == id {
			return o.Name
		}
	}
	return id
}

// Option is one of the things that a Choice chooses between.
type Option struct {
	ID   string // as Term.ID gives it
	Name string
}

// Answer is what somebody answered to a fact. The zero value is "don't know yet".
type Answer struct {
	Known   bool     `json:"known"`
	Yes     bool     `json:"yes,omitempty"`     // YesNo
	Parties []string `json:"parties,omitempty"` // Parties; of a Choice the ids of the options chosen
}

// Facts are the answers of a matter, by fact id. A fact that is not there
// takes the default declared in the structure (Structure.Answers).
type Facts map[string]Answer

// Matter is what rules may know of a matter besides its facts.
type Matter struct {
	Kind   string   // document kind: agreement, contract, guideline …
	Fields []string // field ids
	Origin string   // body or party that raised it; "" when a person did
	Level  string
}

// Env is what a condition sees.
type Env struct {
	Matter Matter
	Facts  Facts
}

// Cond is a compiled condition. The zero Cond always holds.
type Cond struct {
	Text  string
	Reads []string             // the facts it reads
	Eval  func(Env) rule.Truth `json:"-"`
}

// Holds judges the condition.
func (c Cond) Holds(e Env) rule.Truth {
	if c.Eval == nil {
		return rule.True
	}
	return c.Eval(e)
}

// Who is the notation "who", parsed: terms joined, minus exceptions.
type Who struct {
	Text    string // as written
	Terms   []Term
	Except  []Term
	Jointly bool // {jointly: …}
	OneOf   bool // {one of: …}
	AnyOf   bool // {any of: …}

	Choice string // the fact by which one or some of the terms are chosen; "" without a choice
}

// ID gives a term as an answer to a Choice names it.
func (t Term) ID() string {
	if t.Part != "" {
		return t.Part + " of " + t.Name
	}
	return t.Name
}

// Chosen gives a who with only the terms that the answer to its choice names,
// and whether it is settled which: without an answer all of them are possible.
func (w Who) Chosen(facts Facts) (Who, rule.Truth) {
	if w.Choice == "" {
		return w, rule.True
	}
	a := facts[w.Choice]
	if !a.Known {
		return w, rule.Unknown
	}
	out := w
	out.Terms, out.Choice = nil, ""
	for _, t := range w.Terms {
		if slices.Contains(a.Parties, t.ID()) {
			out.Terms = append(out.Terms, t)
		}
	}
	return out, rule.True
}

// Zero reports whether nobody is named.
func (w Who) Zero() bool { return len(w.Terms) == 0 }

// Parts of a Term that are no organ and no role.
const (
	OfSide       = "side"          // Name is the id of a side
	SideOpposite = "side opposite" // Name is a role: the sides that its holder is not of
)

// Term is one part of a Who: an id, "each X", "<part> of X", or a fact that
// lists parties.
type Term struct {
	Name string // id of party, set, kind, side, circle, body, template, office, channel; a role after SideOpposite
	Part string // organ id, role (chair, members …), OfSide, SideOpposite; "" for the thing itself
	Each bool
	Fact string // "acts" for facts.acts
}

// DocumentKind is agreement, guideline, routine …
type DocumentKind struct {
	ID          string
	Name        Text
	Holds       []string // what every document of the kind has to say: parties, period, follow-up …
	InForce     Adoption
	Split       bool // a part may be adopted, suspended or repealed alone
	KeptBy      string
	Review      string // how often it is looked over: "2 years"; "" when the text says nothing
	PublishedAt string // channel
	Rule        rule.Ref
}

// Adoption is when a document of a kind is in force. The zero value is: when
// all that have to adopt it have adopted.
type Adoption struct {
	Count Count  // how many of Of; not stated is all of them
	Of    Who    // zero: those that have to adopt
	By    string // organ that has to have decided; "" is the one of the way
	Until string // "predecessor": until then the one before it stays in force
	Rule  rule.Ref
}

// Document is a document that the structure names.
type Document struct {
	ID      string
	Kind    string
	Title   string
	Valid   Period
	Steers  []string
	KeptBy  string // unit or body responsible
	Parties Who    // signatories

	PartOf    string   // the document whose part it is
	Follows   bool     // valid as long as the one whose part it is; false: it has its own end
	Replaces  string   // its predecessor
	Suspended []Period // gaps in its validity
	Rule      rule.Ref
}

// Body is a board, council, chief group, executive committee, district group …
type Body struct {
	ID        string
	Name      Text
	Short     string
	Kind      string // FreeForm, StatutoryBoard, Network, Project, Unit
	Level     string
	Fields    []string
	Host      string
	Described string // "here", "locally", "elsewhere" (another document), a source id, or "not yet"
	Template  string // id of the template it came from, "" for none
	For       string // member of the template's set: a party or a set
	Life      Period
	SetUpBy   []string
	Succeeds  []string // the bodies whose duties and matters it took over
	RestsOn   []string // documents
	Relations []Relation
	Purposes  []Statement
	Duties    []Statement
	Seats     []Seat
	Totals    []Total
	Roles     []Role
	Mandates  []Mandate
	Powers    []Power
	Admits    []Admission
	Meetings  MeetingRule
	Record    RecordRule
	Owes      []Owed
	DecidesBy DecisionRule
	Written   WrittenRule
	Costs     Costs
	Rule      rule.Ref
}

// The kinds of body. A statutory board follows the common file of law rules; a
// free-form body, and the others, follow only what the parties wrote.
const (
	FreeForm       = "free-form"
	StatutoryBoard = "statutory-board"
	Network        = "network"
	Project        = "project"
	UnitKind       = "unit" // something that belongs to a body without being a meeting: an R&D unit
)

// Costs is who bears what a body or role costs, and by which key.
type Costs struct {
	By   Who
	Key  string // equal, inhabitants, or the text's own words
	Rule rule.Ref
}

// Statement is a duty or right in plain words with its source.
type Statement struct {
	Text string
	Rule rule.Ref
}

// RelationKind names how bodies hang together.
type RelationKind string

// The kinds of relation.
const (
	ReportsTo   RelationKind = "reports_to"
	Supports    RelationKind = "supports"
	PreparesFor RelationKind = "prepares_for"
	ExecutiveOf RelationKind = "executive_of"
	Beside      RelationKind = "beside"
	AttachedTo  RelationKind = "attached_to"
	Appoints    RelationKind = "appoints"
	TiedTo      RelationKind = "tied_to" // something outside the structure, a channel
)

// Relation points from the body it stands in to others.
type Relation struct {
	Kind RelationKind
	To   Who
	Rule rule.Ref
}

// Count is "how many": 4, at least 4, about 6, 5..6. Max 0 is no upper limit.
type Count struct {
	Text     string
	Min, Max int
	About    bool
	Per      string // "year" for what recurs
	Stated   bool   // false: the text gives no number
}

// How somebody takes part in a body.
const (
	AsMember      = "member"
	AsParticipant = "participant"
	AsSupport     = "support"
	AsCoOpted     = "co_opted"
	AsOpen        = "not stated" // takes part; the text leaves open whether as a member
)

// Seat is a place, or a kind of places, in a body.
type Seat struct {
	ID         string
	From       Who
	Each       bool // count applies to each party (or set) of From
	Count      Count
	Offices    []string // any of these, or each of them when EachOffice
	EachOffice bool
	HeldBy     Who    // derived: the chair of X sits in Y
	By         Who    // who appoints; no terms and a Text where the source leaves it open
	As         string // AsMember (default), AsParticipant …
	Deputies   Count
	SameParty  bool   // a deputy comes from the party of the member
	Vacant     bool   // may stand empty on purpose
	StandsFor  Who    // the parties for which the holder speaks beside the own one
	SharedBy   Who    // the parties that share the seat and take turns
	Turns      string // how long a turn is: "2 years"
	When       Cond   // for the questions only in which this holds
	Period     Period
	Rule       rule.Ref
}

// Total is a demand on the whole composition.
type Total struct {
	Count    Count
	Of       Who    // "at least 1 of each districts"
	Deputies *bool  // whether deputies are counted; nil: the text doesn't say
	Balance  string // "side": as many from each side; "" is no such demand
	Rule     rule.Ref
}

// Role is chair, vice_chair, secretary, coordinator … of a body.
type Role struct {
	ID     string
	From   Who
	HeldBy Who
	By     Who
	Term   string
	Shared bool
	Count  Count
	Turns  Who    // between whom the role goes round, term by term: sides, parties
	SameAs Who    // held by whoever holds a role of another body
	Then   string // the role that its holder takes next: a vice chair that becomes chair
	Filled bool   // never vacant: the text wants somebody there at all times
	Costs  Costs
	Rule   rule.Ref
}

// May is what a body may do with a kind of matter.
type May string

// What a body may do; the zero value is that the text doesn't say.
const (
	Decides    May = "decide"
	Recommends May = "recommend"
	Opines     May = "opinion"
	Prepares   May = "prepare"
	Passes     May = "pass"
)

// AnyKind is the Kind of a mandate that holds for every kind of document.
const AnyKind = "any"

// Mandate says what a body may do with a kind of document.
type Mandate struct {
	Kind     string // a document kind, or AnyKind
	May      []May
	Never    []string // what the text says that it can't do
	Unless   Cond     // when this holds, the mandate does not
	Position bool     // position: at each decision – the members say then whether they have the mandate
	Within   string   // a limit in the text's words, shown and not judged: "ledamöternas rådighet"
	ElseTo   Who      // where it goes when the mandate does not hold
	Rule     rule.Ref
}

// Power is a right of a body beside mandates: set_up, co_opt, assign …
type Power struct {
	May    string
	What   string
	Whom   string
	To     Who
	Needs  []string
	Within string // a limit in the text's words
	Rule   rule.Ref
}

// Admission says from whom a body takes up matters.
type Admission struct {
	From Who
	Via  string // the role that takes it in: secretary
	When Cond
	Rule rule.Ref
}

// MeetingRule is what the text says about a body's meetings. Everything that
// it leaves out is absent.
type MeetingRule struct {
	Number      Count // per year
	NumberRule  rule.Ref
	CalledBy    Who
	CalledRule  rule.Ref
	Notice      NoticeRule
	Joint       []Joint
	SideSession []SideSession
	CoOpts      rule.Ref // zero: the text doesn't say
	Months      []int    // 1–12
	Usual       string   // "tuesdays 09:00–12:00"
	Calendar    CalendarRule
	Paired      []Paired
	Extra       ExtraRule
	Standing    []StandingItem
	Also        []Occasion
}

// CalendarRule is who decides next year's meetings, and before which day.
type CalendarRule struct {
	By          Who
	BeforeDay   int // of the month; 0 when the text has none
	BeforeMonth int
	Rule        rule.Ref
}

// Paired is a body that meets some days before or after another.
type Paired struct {
	With       Who
	DaysBefore Count
	Rule       rule.Ref
}

// ExtraRule is who can demand an extra meeting.
type ExtraRule struct {
	By   Who
	Rule rule.Ref
}

// StandingItem stands on every agenda, or on that of a certain meeting.
type StandingItem struct {
	Item string
	At   string // "each meeting", "first meeting of year", "last meeting of year", "first meeting of term"
	Rule rule.Ref
}

// Occasion is a conference, a handover: something that is held beside the meetings.
type Occasion struct {
	Form   string
	Number Count
	Month  int    // 0 when the text has none
	At     string // "change of term"
	Rule   rule.Ref
}

// NoticeRule is what a notice must hold. Days is nil where the text gives none.
type NoticeRule struct {
	Days     *int
	Holds    []string // summary, documents, agenda …
	EachItem []string // purpose …
	Rule     rule.Ref
}

// Joint is a joint meeting of several bodies.
type Joint struct {
	With    Who
	Invites Who
	Number  Count
	Rule    rule.Ref
}

// SideSession is a meeting beside the meeting, for one side.
type SideSession struct {
	Of   Who
	Rule rule.Ref
}

// When and how a record is approved, as a text says it.
const (
	SignNext = "next meeting"
	WayMail  = "mail"
)

// RecordRule is what is written of a meeting and who gets it.
type RecordRule struct {
	Form  string // notes, minutes; "" when the text says nothing
	Holds []string
	To    Who
	By    Who
	Ready *int   // days after the meeting by which it is to be ready
	Check Who    // who approves it
	Sign  string // "next meeting"
	Way   string // how approval is asked: "mail"; "" when the text says nothing

	Adjusters Count // how many are elected at the meeting to approve it

	Files Who    // who registers it
	Made  string // published where: a channel; "" when the text says nothing
	Rule  rule.Ref
}

// Owed is what recurs: plan, report, follow-up.
type Owed struct {
	What    string
	Every   string
	To      Who
	At      string // "last meeting of year"
	ForEach string // a set: one for each of its members
	Rule    rule.Ref
}

// Requirement is anything else that must hold, as an expression with a message.
type Requirement struct {
	Of   string // OfComposition, OfDecision
	Body string // the body in which it stands; "" for one of the whole structure
	That Cond   // its text and the facts that it reads; judged by Test
	Say  Text
	Test func(Seen) rule.Truth `json:"-"`
	Rule rule.Ref
}
