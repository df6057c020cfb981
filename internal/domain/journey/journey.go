package journey

import (
	"slices"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Calendars are the meeting dates of bodies and of parties' own deciding
// organs, by id, each list from the earliest on (Sort).
type Calendars map[string][]workday.Date

// Sort puts every list in order.
func (c Calendars) Sort() {
	for _, dates := range c {
		slices.Sort(dates)
	}
}

// next gives the first date of a body or party on or after a day, or "".
func (c Calendars) next(who string, day workday.Date) workday.Date {
	dates := c[who]
	if i, _ := slices.BinarySearch(dates, day); i < len(dates) {
		return dates[i]
	}
	return ""
}

// Input is what a journey is planned from, besides structure and route. The
// county's own numbers are those of the structure (Structure.WithPractice).
type Input struct {
	Calendars Calendars
	From      workday.Date            // nothing undone is earlier
	Begun     map[string]workday.Date // by station: the day its time began to run, such as when the papers were sent to the parties
	Booked    map[string]workday.Date // by station: the meeting on whose agenda the matter stands
}

// What is what a station waits for.
type What string

// The things waited for. The empty What is nothing: it can be done at once.
const (
	Past        What = "done"          // it is done
	Meeting     What = "meeting"       // Who meets on Until
	Preparation What = "preparation"   // Who has until Until to prepare at home
	Answers     What = "answers"       // Who has until Until to answer
	PartyMeets  What = "party_meeting" // Who, a party, has its meeting on Until
	UsualTime   What = "usual_time"    // Who, a party, has its usual time until Until
	Window      What = "time"          // a rule's time runs until Until
	Station     What = "station"       // the station Who comes before
	NoDates     What = "no_dates"      // no meeting of Who is known
	NoTime      What = "no_time"       // nobody has said how long Who may take
	Question    What = "question"      // an unanswered fact, Who
	Choice      What = "choice"        // a finding of kind Who that people have to settle
)

// WaitsFor is what a station waits for, who it is (a body, party, station or
// fact; "" for several parties alike), and until when ("" where unknown).
type WaitsFor struct {
	What  What
	Who   string
	Until workday.Date
}

// Unknown reports whether no date is known.
func (w WaitsFor) Unknown() bool {
	return w.What == NoDates || w.What == NoTime || w.What == Question || w.What == Choice
}

// Leg is when a station can be.
type Leg struct {
	Station   string
	Earliest  workday.Date // "" when the time is unknown
	NotBefore workday.Date // the day before which it can't be, also when the time is unknown
	Papers    workday.Date // the day by which papers have to be in for the meeting; "" when it is at none
	WaitsFor  WaitsFor
	Parties   []PartyLeg // one per party or channel of the station
	Uncounted []string   // stations before it to which Earliest gives no time, since nobody has said how long they may take
}

// PartyLeg is when one party can be done at a station.
type PartyLeg struct {
	Party     string
	Earliest  workday.Date
	NotBefore workday.Date
	WaitsFor  WaitsFor
}

// PutOff lets a station that is not done be no earlier than a day.
func (l *Leg) PutOff(to workday.Date) {
	l.NotBefore = workday.Later(l.NotBefore, to)
	if l.Earliest != "" {
		l.Earliest = workday.Later(l.Earliest, to)
	}
	for i := range l.Parties {
		p := &l.Parties[i]
		if p.WaitsFor.What == Past {
			continue
		}
		p.NotBefore = workday.Later(p.NotBefore, to)
		if p.Earliest != "" {
			p.Earliest = workday.Later(p.Earliest, to)
		}
	}
}

// Journey is the earliest date of every station of a route, in its order.
type Journey struct {
	Legs          []Leg
	Done          workday.Date // the earliest end; "" when it is unknown
	DoneNotBefore workday.Date // the day before which it can't end
}

// Leg gives the leg of a station, or nil.
func (j *Journey) Leg(station string) *Leg {
	for i := range j.Legs {
		if j.Legs[i].Station == station {
			return &j.Legs[i]
		}
	}
	return nil
}

// Party gives a party's part of a leg, or nil.
func (l *Leg) Party(id string) *PartyLeg {
	for i := range l.Parties {
		if l.Parties[i].Party == id {
			return &l.Parties[i]
		}
	}
	return nil
}

// Plan gives the journey of a route. What an unanswered fact decides is planned
// as if it were there, and nothing waits for it.
func Plan(s *structure.Structure, r *routing.Route, in Input) Journey {
	p := planner{s: s, r: r, in: in, stops: make([]stop, len(r.Atoms))}
	j := Journey{Legs: make([]Leg, 0, len(r.Stations))}
	for i := range r.Stations {
		l := p.leg(&r.Stations[i])
		l.Uncounted = p.uncounted(&r.Stations[i], &l, j.Legs)
		j.Legs = append(j.Legs, l)
	}
	p.end(&j)
	return j
}

// stop is when one atom can be done.
type stop struct {
	set       bool
	earliest  workday.Date // "" unknown
	notBefore workday.Date
	papers    workday.Date
	waits     WaitsFor
	lost      bool // nobody knows when: a meeting without a date, a choice that nobody has made
}

type planner struct {
	s     *structure.Structure
	r     *routing.Route
	in    Input
	stops []stop
}

func (p *planner) leg(st *routing.Station) Leg {
	l := Leg{Station: st.ID}
	worst := -1
	for _, i := range st.Atoms {
		p.stops[i] = p.stop(st, i)
		a, x := &p.r.Atoms[i], &p.stops[i]
		if a.Party != "" {
			l.Parties = append(l.Parties, PartyLeg{a.Party, x.earliest, x.notBefore, x.waits})
		}
		if a.Possible && !st.Possible {
			continue
		}
		l.NotBefore = workday.Later(l.NotBefore, x.notBefore)
		l.Papers = workday.Later(l.Papers, x.papers)
		if worst < 0 || later(x, &p.stops[worst]) {
			worst = i
		}
	}
	if worst >= 0 {
		w := &p.stops[worst]
		l.Earliest, l.WaitsFor = w.earliest, w.waits
		if l.WaitsFor.Who == p.r.Atoms[worst].Party && slices.ContainsFunc(st.Atoms, func(i int) bool {
			x := &p.stops[i]
			return i != worst && x.waits.What == w.waits.What && x.earliest == w.earliest && x.notBefore == w.notBefore
		}) {
			l.WaitsFor.Who = "" // several parties hold it back alike
		}
	}
	return l
}

// uncounted gives the stations before one that its date leaves no time for: a
// number that nobody has set demands nothing, and who reads the date has to know.
func (p *planner) uncounted(st *routing.Station, l *Leg, before []Leg) []string {
	if l.Earliest == "" || l.WaitsFor.What == Past {
		return nil
	}
	var out []string
	for n := range before {
		b := &p.r.Stations[n]
		if before[n].WaitsFor.What != NoTime || b.Possible || b.Gone {
			continue
		}
		if slices.ContainsFunc(st.Atoms, func(i int) bool {
			return slices.ContainsFunc(b.Atoms, func(k int) bool { return p.r.Follows(i, k) })
		}) {
			out = append(out, b.ID)
		}
	}
	return out
}

// later orders stops by what holds a station back: the unknown before the late.
func later(a, b *stop) bool {
	if (a.earliest == "") != (b.earliest == "") {
		return a.earliest == ""
	}
	if a.earliest == "" {
		return a.notBefore > b.notBefore
	}
	return a.earliest > b.earliest
}

// ready gives the day from which an atom can be taken up, the station that is
// last before it, and whether the day is known. Lost is the last station before
// it of which nobody knows when it can be: nothing after it has a date either.
func (p *planner) ready(i int) (day workday.Date, last, lost string, known bool) {
	day, known = p.in.From, true
	var lastDay, lostDay workday.Date
	for j := range p.stops {
		if !p.stops[j].set || !p.r.Follows(i, j) || p.r.Atoms[j].Possible {
			continue
		}
		x := &p.stops[j]
		known = known && (x.earliest != "" || p.absorbed(i, j))
		if x.lost && x.notBefore >= lostDay {
			lost, lostDay = p.r.Atoms[j].Station, x.notBefore
		}
		if x.notBefore >= lastDay {
			last, lastDay = p.r.Atoms[j].Station, x.notBefore
		}
		day = workday.Later(day, x.notBefore)
	}
	return day, last, lost, known
}

// absorbed reports whether something with a known day stands between an atom
// and one before it whose time is unknown: then the day is the earliest that is
// certain.
func (p *planner) absorbed(i, before int) bool {
	for k := range p.stops {
		if p.stops[k].set && p.stops[k].earliest != "" && !p.r.Atoms[k].Possible && p.r.Follows(i, k) && p.r.Follows(k, before) {
			return true
		}
	}
	return false
}

func (p *planner) stop(st *routing.Station, i int) stop {
	a := &p.r.Atoms[i]
	if a.Done != nil {
		d := a.Done.On
		return stop{set: true, earliest: d, notBefore: d, waits: WaitsFor{What: Past, Until: d}}
	}
	ready, last, lost, known := p.ready(i)
	x := stop{set: true, notBefore: ready}
	if a.Held {
		x.waits, x.lost = WaitsFor{What: Choice, Who: held(st)}, true
		return x
	}
	switch {
	case meets(a.Step) && p.s.Body(a.Place) != nil:
		p.meeting(st, a, ready, &x)
	case meets(a.Step) && p.s.PlaceParty(a.Place) != "":
		p.organ(st, a, ready, &x)
	case a.Step == structure.HomePreparation:
		p.window(st, a, ready, Preparation, &x)
	case a.Step == structure.Remiss:
		p.window(st, a, ready, Answers, &x)
	case a.Step == structure.PartyDecisions:
		p.party(st, a, ready, &x)
	case a.Days.N != nil:
		p.window(st, a, ready, Window, &x)
	default: // as soon as what comes before it is done
		if known {
			x.earliest = ready
		}
		if last != "" {
			x.waits = WaitsFor{What: Station, Who: last, Until: x.earliest}
		}
	}
	if x.earliest != "" {
		x.notBefore = x.earliest
	}
	if lost != "" {
		x.lost, x.earliest, x.papers = true, "", ""
		if x.waits.What != NoDates {
			x.waits = WaitsFor{What: Station, Who: lost}
		}
	}
	if a.Possible && len(a.TurnsOn) > 0 && x.earliest == "" {
		x.waits = WaitsFor{What: Question, Who: a.TurnsOn[0]}
	}
	return x
}

func held(st *routing.Station) string {
	for _, b := range st.Blocks {
		if b.Kind == routing.BlockFinding {
			return b.Finding
		}
	}
	return ""
}

// meets reports whether a body does a step at a meeting. Publishing, carrying
// out and following up wait for no meeting.
func meets(step structure.Step) bool {
	switch step {
	case structure.Triage, structure.Prepare, structure.Input, structure.Prioritise, structure.Opinion, structure.Negotiate,
		structure.Endorse, structure.Recommend, structure.Decide, structure.Settle, structure.Pass:
		return true
	default:
		return false
	}
}

// lead gives how many days before a meeting the matter has to be in: the time
// of the notice or of the papers, whichever is longer. Sorting and putting
// matters on an agenda come before any notice and have none.
func (p *planner) lead(a *routing.Atom) int {
	if a.Step == structure.Triage || a.Step == structure.Prioritise {
		return 0
	}
	lead := 0
	if n := p.s.Body(a.Place).Meetings.Notice.Days; n != nil {
		lead = *n
	} else if n := p.s.Practice.Notice; n != nil {
		lead = *n
	}
	if n := p.s.Practice.Papers; n != nil {
		lead = max(lead, *n)
	}
	return lead
}

// meeting waits for the next meeting of the body for which papers can still be
// sent, or the one on whose agenda the matter stands.
func (p *planner) meeting(st *routing.Station, a *routing.Atom, ready workday.Date, x *stop) {
	lead := p.lead(a)
	date := p.in.Booked[st.ID]
	if date < ready || date == "" {
		date = p.in.Calendars.next(a.Place, ready.Add(lead))
	}
	if date == "" {
		x.notBefore = ready.Add(lead)
		x.waits, x.lost = WaitsFor{What: NoDates, Who: a.Place}, true
		return
	}
	x.earliest, x.waits = date, WaitsFor{What: Meeting, Who: a.Place, Until: date}
	if lead > 0 {
		x.papers = date.Add(-lead)
	}
}

// window waits for a time to run, from the day it began or can begin.
func (p *planner) window(st *routing.Station, a *routing.Atom, ready workday.Date, what What, x *stop) {
	if a.Days.N == nil {
		x.waits = WaitsFor{What: NoTime, Who: who(a)}
		return
	}
	x.earliest = p.runs(st, ready, *a.Days.N)
	x.waits = WaitsFor{What: what, Who: who(a), Until: x.earliest}
}

// runs gives the day on which a time has run: from the day it began, but never
// before the day from which the station can be done.
func (p *planner) runs(st *routing.Station, ready workday.Date, days int) workday.Date {
	begun := p.in.Begun[st.ID]
	if begun == "" {
		begun = ready
	}
	return workday.Later(begun.Add(days), ready)
}

// who names who does an atom.
func who(a *routing.Atom) string {
	if a.Party != "" {
		return a.Party
	}
	return a.Place
}

// party waits for the party's own next meeting, or its usual time to a
// decision. A time that the text demands runs first.
func (p *planner) party(st *routing.Station, a *routing.Atom, ready workday.Date, x *stop) {
	usual := p.s.Practice.PartyDecision
	if a.Days.N != nil && a.Days.Practice == "" {
		ready = p.runs(st, ready, *a.Days.N)
		x.notBefore = ready
	} else if a.Days.N != nil {
		usual = a.Days.N
	}
	if date := p.in.Calendars.next(a.Party, ready); date != "" {
		x.earliest, x.waits = date, WaitsFor{What: PartyMeets, Who: a.Party, Until: date}
		return
	}
	if usual == nil {
		x.waits, x.lost = WaitsFor{What: NoDates, Who: a.Party}, true
		return
	}
	x.earliest = p.runs(st, ready, *usual)
	x.waits = WaitsFor{What: UsualTime, Who: a.Party, Until: x.earliest}
}

// organ waits for the next meeting of an organ at home, or of its party where
// nobody has said which organ meets, after the time that the text demands.
func (p *planner) organ(st *routing.Station, a *routing.Atom, ready workday.Date, x *stop) {
	if a.Days.N != nil {
		ready = p.runs(st, ready, *a.Days.N)
		x.notBefore = ready
	}
	party := p.s.PlaceParty(a.Place)
	date := p.in.Calendars.next(a.Place, ready)
	if date == "" {
		date = p.in.Calendars.next(party, ready)
	}
	if date == "" {
		x.waits, x.lost = WaitsFor{What: NoDates, Who: party}, true
		return
	}
	x.earliest, x.waits = date, WaitsFor{What: PartyMeets, Who: party, Until: date}
}

// end gives the earliest end: when the stations that nothing follows are done.
func (p *planner) end(j *Journey) {
	known := true
	for _, f := range p.r.Findings {
		known = known && f.Kind != routing.KindNobodyDecides && f.Kind != routing.KindTwoDeciders
	}
	for n := range j.Legs {
		st, l := &p.r.Stations[n], &j.Legs[n]
		if st.Possible || st.Gone {
			continue
		}
		j.DoneNotBefore = workday.Later(j.DoneNotBefore, l.NotBefore)
		j.Done = workday.Later(j.Done, l.Earliest)
		if l.Earliest == "" && p.last(st) {
			known = false
		}
	}
	if !known {
		j.Done = ""
	}
}

// last reports whether no certain station follows.
func (p *planner) last(st *routing.Station) bool {
	for i := range p.r.Stations {
		t := &p.r.Stations[i]
		if t.Possible || t.ID == st.ID {
			continue
		}
		for _, a := range t.Atoms {
			for _, b := range st.Atoms {
				if p.r.Follows(a, b) {
					return false
				}
			}
		}
	}
	return true
}
