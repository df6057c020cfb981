package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"samverk/internal/domain/decision"
	"samverk/internal/domain/group"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/workday"
)

// What the portal reads. None of these queries touches a table with a party's
// working material (home_*), a remiss or an account; portal_test.go holds them to
// the list of tables they may read. Each puts the condition of being
// public into its SQL, whoever the viewer is.

// PublicMatter is a matter whose public page is open.
type PublicMatter struct {
	ID         string
	Number     string
	Title      string
	Summary    string
	Kind       string
	Origin     string
	State      string
	PublicAt   time.Time
	InForceOn  workday.Date
	EntryOn    workday.Date
	StepNow    string
	PlaceNow   string
	Done       int
	Total      int
	EarliestOn workday.Date
	StalledBy  []string
	Structure  string // the structure version it began under
	Level      string
	Fields     []string
	Adopters   []string // the parties that have to adopt
	AdoptedBy  []string // those of them that have, or need not
}

const publicMatterCols = `m.id, coalesce(m.number, ''), m.title, m.summary, m.kind, m.origin, m.state, m.public_at,
	coalesce(m.in_force_on, ''), m.entry_on, m.step_now, m.place_now, m.done_count, m.total_count,
	case when m.step_now = 'home_preparation' then '' else coalesce(m.earliest_on, '') end, m.stalled_by, m.structure_id, m.level,
	coalesce((select string_agg(f.field, ',') from matter_field f where f.matter_id = m.id), ''), m.adopters, m.adopted_by`

func scanPublicMatter(r Row) (m PublicMatter, err error) {
	var stalled, fields, adopters, adopted string
	err = r.Scan(&m.ID, &m.Number, &m.Title, &m.Summary, &m.Kind, &m.Origin, &m.State, Stamp(&m.PublicAt),
		&m.InForceOn, &m.EntryOn, &m.StepNow, &m.PlaceNow, &m.Done, &m.Total,
		&m.EarliestOn, &stalled, &m.Structure, &m.Level, &fields, &adopters, &adopted)
	m.StalledBy, m.Fields, m.Adopters, m.AdoptedBy = listed(stalled), listed(fields), listed(adopters), listed(adopted)
	slices.Sort(m.Fields)
	return m, err
}

// listed takes apart a column of ids with commas between.
func listed(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// PublicMatter gives an open matter by what stands in its address: its outward
// id, or its number with hyphens.
func (o Own) PublicMatter(ctx context.Context, ref string) (PublicMatter, error) {
	number := ref
	if series, rest, ok := strings.Cut(ref, "-"); ok {
		number = strings.ToUpper(series) + " " + rest
	}
	return one(ctx, o.tx, scanPublicMatter, `select `+publicMatterCols+` from matter m
		where m.public_at is not null and (m.number = $1 or m.id = $2)`, number, ref)
}

// PublicMatters gives the open matters that are still on their way on a day,
// those that were opened last first.
func (o Own) PublicMatters(ctx context.Context, day workday.Date, limit int) ([]PublicMatter, error) {
	return many(ctx, o.tx, scanPublicMatter, `select `+publicMatterCols+` from matter m
		where m.public_at is not null and not m.ended and (m.in_force_on is null or m.in_force_on > $1)
		order by m.public_at desc, m.id desc limit $2 + 0`, string(day), limit)
}

// PublicEvent is one line of what has happened in an open matter.
type PublicEvent struct {
	At      time.Time
	Kind    string
	Station string
	Party   string
	Args    string // JSON
}

func scanPublicEvent(r Row) (e PublicEvent, err error) {
	err = r.Scan(Stamp(&e.At), &e.Kind, &e.Station, &e.Party, &e.Args)
	return e, err
}

// PublicEvents gives the public lines of an open matter, the oldest first.
func (o Own) PublicEvents(ctx context.Context, matter string) ([]PublicEvent, error) {
	return many(ctx, o.tx, scanPublicEvent, `select e.at, e.kind, e.station, e.party, e.args
		from matter_event e join matter m on m.id = e.matter_id
		where e.matter_id = $1 and e.public and m.public_at is not null
		order by e.seq`, matter)
}

// PublicStation is a station of an open matter that is done. A party's own
// preparation is never one.
type PublicStation struct {
	Station string
	Step    string
	Place   string
	Party   string
	Outcome string
	On      workday.Date
	At      time.Time // when it was recorded
	Object  string    // which of several documents; "" where there is one
}

func scanPublicStation(r Row) (s PublicStation, err error) {
	err = r.Scan(&s.Station, &s.Step, &s.Place, &s.Party, &s.Outcome, &s.On, Stamp(&s.At), &s.Object)
	return s, err
}

// PublicStations gives what is done of an open matter, in order. What a party
// does at home before the decision, and who has answered a remiss, is left out.
func (o Own) PublicStations(ctx context.Context, matter string) ([]PublicStation, error) {
	return many(ctx, o.tx, scanPublicStation, `select s.station, s.step, s.place, s.party, s.outcome, s.done_on, s.recorded_at, s.object
		from station_done s join matter m on m.id = s.matter_id
		where s.matter_id = $1 and m.public_at is not null
		  and (s.party = '' or s.step = 'party_decisions')
		  and not exists (select 1 from station_done later where later.supersedes = s.id)
		order by s.seq`, matter)
}

// PublicObject is one of the several documents that an open matter leads to.
type PublicObject struct {
	ID        string
	Kind      string
	Title     string
	Number    string       // of the published document; "" until it is
	ValidFrom workday.Date // ""  until it is published
}

func scanPublicObject(r Row) (o PublicObject, err error) {
	err = r.Scan(&o.ID, &o.Kind, &o.Title, &o.Number, &o.ValidFrom)
	return o, err
}

// PublicObjects gives the documents of an open matter that leads to several.
func (o Own) PublicObjects(ctx context.Context, matter string) ([]PublicObject, error) {
	return many(ctx, o.tx, scanPublicObject, `select b.object, b.kind, b.title, coalesce(d.number, ''), coalesce(d.valid_from, '')
		from matter_object b join matter m on m.id = b.matter_id
		left join document d on d.matter_id = b.matter_id and d.object = b.object and d.annulled_on = ''
		where b.matter_id = $1 and m.public_at is not null order by b.object`, matter)
}

// PublicFact is one answer that decides an open matter's way.
type PublicFact struct {
	Fact    string
	Known   bool
	Yes     bool
	Parties []string
}

func scanPublicFact(r Row) (f PublicFact, err error) {
	var parties string
	err = r.Scan(&f.Fact, &f.Known, &f.Yes, &parties)
	f.Parties = listed(parties)
	return f, err
}

// PublicFacts gives the answers that decide an open matter's way.
func (o Own) PublicFacts(ctx context.Context, matter string) ([]PublicFact, error) {
	return many(ctx, o.tx, scanPublicFact, `select f.fact, f.known, f.yes, f.parties
		from matter_fact f join matter m on m.id = f.matter_id
		where f.matter_id = $1 and m.public_at is not null order by f.fact`, matter)
}

// PublicAdoption is what a party has decided in an open matter; a row that
// nobody has corrected, of the version that was sent last.
type PublicAdoption struct {
	ID           string
	Matter       string
	Party        string
	Organ        string
	On           workday.Date
	Paragraph    string
	Outcome      string
	Wording      string
	Registration string
	Extract      string // SHA-256 of the file; "" without one
	ExtractName  string
	MetOn        workday.Date // the condition is met since
	Version      int64        // of the proposal that it decided
	RecordedAt   time.Time
}

// Row gives what the rules of adoption judge.
func (a PublicAdoption) Row() matter.PartyDecision {
	return matter.PartyDecision{ID: a.ID, Matter: a.Matter, Party: a.Party, DecidedOn: a.On, Outcome: matter.Outcome(a.Outcome),
		MetOn: a.MetOn, RecordedAt: a.RecordedAt}
}

func scanPublicAdoption(r Row) (a PublicAdoption, err error) {
	err = r.Scan(&a.ID, &a.Matter, &a.Party, &a.Organ, &a.On, &a.Paragraph, &a.Outcome, &a.Wording, &a.Registration,
		&a.Extract, &a.ExtractName, &a.MetOn, &a.Version, Stamp(&a.RecordedAt))
	return a, err
}

// PublicAdoptions gives the parties' decisions in open matters, in the order in
// which they were taken: those of the version that was sent last, for what all
// adopt is one text. A party that has decided anew has more than one.
func (o Own) PublicAdoptions(ctx context.Context, matters []string) ([]PublicAdoption, error) {
	cond, args := oneOf("d.matter_id", 1, matters)
	return many(ctx, o.tx, scanPublicAdoption, `select d.id, d.matter_id, d.party_id, d.organ, d.decided_on, d.paragraph, d.outcome,
		d.wording, d.registration, coalesce(`+clearFile("d.extract_sha")+`, ''), d.extract_name, coalesce(d.met_on, ''), v.no, d.recorded_at
		from party_decision d join matter m on m.id = d.matter_id join proposal_version v on v.id = d.version_id
		where m.public_at is not null and `+cond+`
		  and not exists (select 1 from party_decision later where later.corrects = d.id)
		  and v.no = (select max(x.no) from dispatch s join proposal_version x on x.id = s.version_id where s.matter_id = d.matter_id)
		order by d.decided_on, d.party_id`, args...)
}

// PublicPlan is where and when a party means to decide in an open matter.
type PublicPlan struct {
	Matter string
	Party  string
	Organ  string
	On     workday.Date
}

func scanPublicPlan(r Row) (p PublicPlan, err error) {
	err = r.Scan(&p.Matter, &p.Party, &p.Organ, &p.On)
	return p, err
}

// PublicPlans gives where and when the parties mean to decide in open matters.
func (o Own) PublicPlans(ctx context.Context, matters []string) ([]PublicPlan, error) {
	cond, args := oneOf("p.matter_id", 1, matters)
	return many(ctx, o.tx, scanPublicPlan, `select p.matter_id, p.party_id, p.organ, p.on_date
		from party_plan p join matter m on m.id = p.matter_id
		where m.public_at is not null and `+cond+` order by p.party_id`, args...)
}

// PublicVersion is the version of the proposal that was sent to the parties.
type PublicVersion struct {
	No       int64
	Text     string
	File     string // SHA-256; "" for text
	FileName string
	SentAt   time.Time
}

func scanPublicVersion(r Row) (v PublicVersion, err error) {
	err = r.Scan(&v.No, &v.Text, &v.File, &v.FileName, Stamp(&v.SentAt))
	return v, err
}

// PublicVersions gives the versions of an open matter that were sent to the
// parties, the latest first. A version that was never sent is nobody's but its
// authors'.
func (o Own) PublicVersions(ctx context.Context, matter string) ([]PublicVersion, error) {
	return many(ctx, o.tx, scanPublicVersion, `select v.no, v.text, coalesce(`+clearFile("v.file_sha")+`, ''), v.file_name, d.sent_at
		from dispatch d join proposal_version v on v.id = d.version_id join matter m on m.id = d.matter_id
		where d.matter_id = $1 and m.public_at is not null
		order by d.sent_at desc, v.no desc`, matter)
}

// clearFile gives a column's file when everybody may have it: it was read and is
// clean, or a person has let it through.
func clearFile(column string) string {
	return `case when exists (select 1 from cleared c where c.hash = ` + column + `) then ` + column + ` end`
}

// PublicFile tells whether a file belongs to something public, and under which
// name: a version that was sent in an open matter, a party's extract there, or
// the text of a document.
func (o Own) PublicFile(ctx context.Context, sha string) (name string, err error) {
	return one(ctx, o.tx, scanString, `select name from (
		select v.file_name as name from proposal_version v join matter m on m.id = v.matter_id
			where v.file_sha = $1 and m.public_at is not null and exists (select 1 from dispatch d where d.version_id = v.id)
		union select d.extract_name from party_decision d join matter m on m.id = d.matter_id
			where d.extract_sha = $1 and m.public_at is not null
		union select v.file_name from document x join proposal_version v on v.id = x.version_id where v.file_sha = $1
		) as f where exists (select 1 from cleared c where c.hash = $1) order by name limit 1`, sha)
}

// PublicMeeting is a meeting as everybody may know of it.
type PublicMeeting struct {
	ID        string
	Body      string
	On        workday.Date
	Starts    string
	Ends      string
	Place     string
	State     string
	MovedFrom workday.Date
	With      []string // bodies that meet jointly with it
	Guests    []string // bodies that are invited
}

// Decides reports whether a body decides at the meeting.
func (m PublicMeeting) Decides(body string) bool {
	return body == m.Body || slices.Contains(m.With, body)
}

func scanPublicMeeting(r Row) (m PublicMeeting, err error) {
	var with, guests string
	err = r.Scan(&m.ID, &m.Body, &m.On, &m.Starts, &m.Ends, &m.Place, &m.State, &m.MovedFrom, &with, &guests)
	m.With, m.Guests = sortedList(with), sortedList(guests)
	if strings.Contains(m.Place, "://") { // a link into the meeting is for those invited
		m.Place = ""
	}
	return m, err
}

// PublicMeetings gives the meetings of a period, both days included, in which one
// body takes part, or ("") of all, in order of time. A side session is nobody's
// but its side's.
func (o Own) PublicMeetings(ctx context.Context, body string, from, to workday.Date, limit int) ([]PublicMeeting, error) {
	return many(ctx, o.tx, scanPublicMeeting, `select m.id, m.body_id, m.on_date, m.starts, m.ends, m.place, m.state, m.moved_from,
			coalesce((select string_agg(j.body_id, ',') from meeting_with j where j.meeting_id = m.id and j.part = 'with'), ''),
			coalesce((select string_agg(j.body_id, ',') from meeting_with j where j.meeting_id = m.id and j.part = 'invited'), '')
		from meeting m where m.on_date >= $1 and m.on_date <= $2 and m.parent_id is null and m.written = ''
			and ($3 = '' or m.body_id = $3 or exists (select 1 from meeting_with j where j.meeting_id = m.id and j.body_id = $3))
		order by m.on_date, m.starts, m.id limit $4 + 0`, string(from), string(to), body, limit)
}

// PublicDecision is a published decision of a body.
type PublicDecision struct {
	ID           string
	Body         string
	Year         int64
	Seq          int64
	Kind         string
	Outcome      string
	Text         string
	Mandate      string
	GoesTo       string
	Responsible  string
	DueOn        workday.Date
	FollowUpOn   workday.Date
	Reservation  string
	Concord      decision.Concord
	On           workday.Date
	Correction   bool         // it corrects an earlier decision,
	Corrects     string       // this one; "" where that is not published
	Corrected    bool         // a later decision corrects it,
	CorrectedBy  string       // this one; "" where that is not published
	Mended       PublicMended // why it corrects the words of an approved one
	MendedLater  PublicMended // why CorrectedBy does
	MatterNumber string       // "" when the matter's page is not open
	MatterTitle  string
	Title        string // of the item, of a decision that is of no matter; "" where it was published without
	Written      bool   // decided between meetings (per capsulam)
	PublishedAt  time.Time
}

// PublicMended is by whom, as shown, and why the words of an approved decision were
// corrected; zero where they were not.
type PublicMended struct{ As, Why string }

// mendedCols gives PublicMended of a decision c.
func mendedCols(c string) string {
	mended := `exists (select 1 from decision x where x.id = ` + c + `.corrects and coalesce(x.item_id, '') = coalesce(` + c + `.item_id, '')) and ` + c + `.moved_why <> ''`
	return `case when ` + mended + ` then ` + c + `.recorded_as else '' end, case when ` + mended + ` then ` + c + `.moved_why else '' end`
}

func publicDecisionCols() string {
	return publicDecisionOwn + mendedCols("d") + `, ` + mendedCols("l")
}

// publicLater is the published decision l that corrects d.
const publicLater = ` left join decision l on l.corrects = d.id and l.published_at is not null`

const publicDecisionOwn = `d.id, d.body_id, d.year, d.seq, d.kind, d.outcome, d.text, d.mandate, d.goes_to, d.responsible,
	d.due_on, d.follow_up_on, d.reservation, d.accord, d.against, d.apart_why, d.decided_on,
	d.corrects is not null, coalesce((select o.id from decision o where o.id = d.corrects and o.published_at is not null), ''),
	exists (select 1 from decision c where c.corrects = d.id), coalesce((select c.id from decision c where c.corrects = d.id and c.published_at is not null), ''),
	coalesce(m.number, ''), coalesce(m.title, ''), d.title, exists (select 1 from meeting g where g.id = d.meeting_id and g.written <> ''), d.published_at, `

func scanPublicDecision(r Row) (d PublicDecision, err error) {
	var against string
	err = r.Scan(&d.ID, &d.Body, &d.Year, &d.Seq, &d.Kind, &d.Outcome, &d.Text, &d.Mandate, &d.GoesTo, &d.Responsible,
		&d.DueOn, &d.FollowUpOn, &d.Reservation, &d.Concord.Accord, &against, &d.Concord.Why, &d.On,
		&d.Correction, &d.Corrects, &d.Corrected, &d.CorrectedBy, &d.MatterNumber, &d.MatterTitle, &d.Title, &d.Written, Stamp(&d.PublishedAt), &d.Mended.As, &d.Mended.Why, &d.MendedLater.As, &d.MendedLater.Why)
	d.Concord.Against = sortedList(against)
	return d, err
}

// PublicDecisions gives the published decisions of one body or ("") of all, or
// of one matter, the latest first. Only what is asked for stands in the query, so
// that an index can be used for it.
func (o Own) PublicDecisions(ctx context.Context, body, matter string, limit int) ([]PublicDecision, error) {
	q := listQuery{args: []any{limit}}
	q.where("d.published_at is not null")
	if body != "" {
		q.where("d.body_id = "+q.param(), body)
	}
	if matter != "" {
		q.where("d.matter_id = "+q.param(), matter)
	}
	return many(ctx, o.tx, scanPublicDecision, `select `+publicDecisionCols()+` from decision d`+publicLater+`
		left join matter m on m.id = d.matter_id and m.public_at is not null
		where `+q.text+` order by d.decided_on desc, d.body_id, d.seq desc limit $1 + 0`, q.args...)
}

// PublicDecision gives one published decision by what stands in its address: its
// outward id, or its number ("body-2026-3") as the workspace writes it.
func (o Own) PublicDecision(ctx context.Context, ref string) (PublicDecision, error) {
	cond, args := "d.id = $1", []any{ref}
	if n, err := decision.ParseNumber(ref); err == nil {
		cond, args = "d.body_id = $1 and d.year = $2 and d.seq = $3", []any{n.Body, n.Year, n.Seq}
	}
	return one(ctx, o.tx, scanPublicDecision, `select `+publicDecisionCols()+` from decision d`+publicLater+`
		left join matter m on m.id = d.matter_id and m.public_at is not null
		where d.published_at is not null and `+cond, args...)
}

// PublicCorrection is the id of a published decision that corrects another, and why.
type PublicCorrection struct {
	By string
	PublicMended
}

// PublicCorrections gives, of the decisions of a meeting that later ones correct,
// the id of each with the one that corrects it; the zero one where that is not
// published.
func (o Own) PublicCorrections(ctx context.Context, meeting string) (map[string]PublicCorrection, error) {
	type pair struct {
		id string
		by PublicCorrection
	}
	pairs, err := many(ctx, o.tx, func(r Row) (p pair, err error) {
		err = r.Scan(&p.id, &p.by.By, &p.by.As, &p.by.Why)
		return p, err
	}, `select d.id, coalesce(l.id, ''), `+mendedCols("l")+`
		from decision d join decision c on c.corrects = d.id`+publicLater+` where d.meeting_id = $1 and d.published_at is not null`, meeting)
	by := make(map[string]PublicCorrection, len(pairs))
	for _, p := range pairs {
		by[p.id] = p.by
	}
	return by, err
}

// PublicDocument is a governing document.
type PublicDocument struct {
	ID           string
	Number       string
	Matter       string // id; "" for none
	MatterNumber string
	Kind         string
	Title        string
	Summary      string
	From         workday.Date
	To           workday.Date
	ReviewOn     workday.Date
	KeptBy       string
	Replaces     string // number of the document that it replaces
	ReplacedBy   string // number of the one that replaced it
	Text         string
	File         string
	FileName     string
	PublishedAt  time.Time
	AnnulledOn   workday.Date // a corrected record took its adoption away; ""
}

const publicDocumentFrom = ` from document x
	left join matter m on m.id = x.matter_id and m.public_at is not null
	left join proposal_version v on v.id = x.version_id
	left join document older on older.id = x.replaces
	left join document newer on newer.replaces = x.id`

const publicDocumentCols = `x.id, x.number, coalesce(m.id, ''), coalesce(m.number, ''), x.kind, x.title, x.summary, x.valid_from, x.valid_to,
	x.review_on, x.kept_by, coalesce(older.number, ''), coalesce(newer.number, ''),
	coalesce(v.text, ''), coalesce(case when exists (select 1 from cleared c where c.hash = v.file_sha) then v.file_sha end, ''), coalesce(v.file_name, ''), x.published_at, x.annulled_on`

func scanPublicDocument(r Row) (d PublicDocument, err error) {
	err = r.Scan(&d.ID, &d.Number, &d.Matter, &d.MatterNumber, &d.Kind, &d.Title, &d.Summary, &d.From, &d.To,
		&d.ReviewOn, &d.KeptBy, &d.Replaces, &d.ReplacedBy, &d.Text, &d.File, &d.FileName, Stamp(&d.PublishedAt), &d.AnnulledOn)
	return d, err
}

// PublicDocuments gives the documents, those in force since the latest first.
func (o Own) PublicDocuments(ctx context.Context, limit int) ([]PublicDocument, error) {
	return many(ctx, o.tx, scanPublicDocument, `select `+publicDocumentCols+publicDocumentFrom+`
		order by x.valid_from desc, x.id desc limit $1 + 0`, limit)
}

// PublicDocument gives a document by its number.
func (o Own) PublicDocument(ctx context.Context, number string) (PublicDocument, error) {
	return one(ctx, o.tx, scanPublicDocument, `select `+publicDocumentCols+publicDocumentFrom+` where x.number = $1`, number)
}

// PublicDocumentOf gives the number of the document that an open matter became,
// or "".
func (o Own) PublicDocumentOf(ctx context.Context, matter string) (string, error) {
	number, _, err := maybe(ctx, o.tx, scanString, `select x.number from document x join matter m on m.id = x.matter_id
		where x.matter_id = $1 and m.public_at is not null order by x.published_at desc limit 1`, matter)
	return number, err
}

// PublicSeats gives who sits in the bodies on a day. Names are left out:
// a seat is held by an office.
func (o Own) PublicSeats(ctx context.Context, day workday.Date) ([]people.Membership, error) {
	return many(ctx, o.tx, scanMembership, `select `+membershipCols+` from membership m
		where m.body <> '' and m.from_day <= $1 and (m.to_day = '' or m.to_day >= $1)
		order by m.body, m.party, m.role, m.office, m.id`, string(day))
}

// PublicGroups gives the groups of a body whose assignment is public, with what
// they deliver, those that begin last first. Who takes part is left out.
func (o Own) PublicGroups(ctx context.Context, body string) ([]group.Group, error) {
	return withDeliverables(ctx, o.tx, `select g.id, g.body_id, g.kind, g.name, g.goal, g.starts, g.ends, '', true, '', null, g.ended_on, '', g.delivered, '', 0, `+deliverableCols+`
		from workgroup g left join workgroup_deliverable d on d.group_id = g.id
		where g.body_id = $1 and g.published_at is not null
		order by g.starts desc, g.sort_key, g.id, d.place`, body)
}

// PublicState gives a number that grows with every act recorded in this
// database, by whichever process: pages made under one number hold until it is
// another. It is a key to kept pages and is never shown.
func (o Own) PublicState(ctx context.Context) (int64, error) {
	return one(ctx, o.tx, scanInt, `select coalesce(sum(size), 0) from log_head`)
}

// PublicRecord is a published part of the record of a meeting: its content as JSON,
// without what is not open to all.
type PublicRecord struct {
	Part, Meeting, Body string
	Kind, Form          string
	No                  int
	On                  workday.Date
	Content             string
	At                  time.Time
	Replaced            bool // a later version stands instead
	ApprovedAt          time.Time
}

const publicRecordCols = `r.part_id, r.meeting_id, r.body_id, r.kind, r.form, r.no, r.on_date, r.content, r.published_at, r.replaced_at is not null, ` + approvedPart

func scanPublicRecord(r Row) (p PublicRecord, err error) {
	var no int64
	err = r.Scan(&p.Part, &p.Meeting, &p.Body, &p.Kind, &p.Form, &no, &p.On, &p.Content, Stamp(&p.At), &p.Replaced, Stamp(&p.ApprovedAt))
	p.No = int(no)
	return p, err
}

// PublicRecords gives the published notes of a body in a period, both days
// included, the latest meeting first: those whose titles hold some words, "" for
// all. A meeting whose list of decisions alone is published is there with that.
func (o Own) PublicRecords(ctx context.Context, body string, from, to workday.Date, words string, limit int) ([]PublicRecord, error) {
	return many(ctx, o.tx, scanPublicRecord, `select `+publicRecordCols+` from record_public r
		where r.body_id = $1 and r.on_date >= $2 and r.on_date <= $3 and r.replaced_at is null
		  and (r.kind = 'notes' or not exists (select 1 from record_public n where n.meeting_id = r.meeting_id and n.kind = 'notes' and n.replaced_at is null))
		  and ($4 = '' or r.search_key like '%' || $4 || '%') order by r.on_date desc, r.part_id limit $5 + 0`,
		body, string(from), string(to), Fold(words), limit)
}

// PublicRecordsOf gives everything that is published of the record of a meeting,
// the newest version of each part first.
func (o Own) PublicRecordsOf(ctx context.Context, meeting string) ([]PublicRecord, error) {
	return many(ctx, o.tx, scanPublicRecord, `select `+publicRecordCols+` from record_public r where r.meeting_id = $1 order by r.kind desc, r.no desc`, meeting)
}
