package homes

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/app/homes"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// matterPage is a matter as one party works with it at home.
type matterPage struct {
	ui.Page
	homes.View
	Back    back
	Tabs    []ui.Tab
	Asked   []asked
	Turn    bool // it is the party's turn to decide
	Why     []rule.Ref
	Sure    workday.Date   // the day of a decision that came early: is that right?
	AheadOf []rule.Finding // what it came before
}

// asked is something that the party is asked for.
type asked struct {
	Text string
	Due  workday.Date
	Late bool
	Href string
}

// registering is a dispatch that waits for the party's own number.
type registering struct {
	Ref, Party, Dispatch string
	About                string
	ToQueue              bool // the form stands in the queue
}

func (h *Handler) matter(w http.ResponseWriter, r *http.Request) error {
	return h.showMatter(w, r, r.URL.Query().Get("part"), back{}, "")
}

// read gives a matter as a party of the viewer's sees it.
func (h *Handler) read(r *http.Request, party string) (homes.View, error) {
	return homes.Page.Do(r.Context(), h.sys, session.Actor(r), homes.PageInput{Ref: r.PathValue("ref"), Party: party})
}

func (h *Handler) showMatter(w http.ResponseWriter, r *http.Request, party string, b back, sure workday.Date) error {
	v, err := h.read(r, party)
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := matterPage{View: v, Back: b, Sure: sure}
	p.Page = h.frame(r, "hemma", t.S("homes.matter_title", v.Party.Name, v.Matter.Title),
		ui.Link{Label: t.S("homes.title", v.Party.Name), Href: "/hemma?part=" + v.Party.ID}, ui.Link{Label: v.Matter.Name()})
	p.Tabs = partyTabs(v.Parties, "/hemma/"+v.Ref)
	for _, m := range v.Next {
		p.Asked = append(p.Asked, asked{Text: t.S("homes.ask." + m.Kind), Due: m.Due, Late: m.Due != "" && m.Due < v.Today, Href: askedAt(v.Ref, m.Kind)})
		p.Turn = p.Turn || m.Kind == string(structure.PartyDecisions)
	}
	p.Why = why(v)
	switch {
	case sure != "":
		p.AheadOf = aheadOf(t, v, sure)
	case !p.Turn && v.Decision == nil:
		p.AheadOf = aheadOf(t, v, v.Today)
	}
	status := http.StatusOK
	if b.Form != nil {
		p.Failed, status = b.Form.Bad(), b.Form.Status()
	}
	return page.Send(w, r, status, matterView(p))
}

// aheadOf says which stations a party's decision on a day comes before, and by
// which rules.
func aheadOf(t text.T, v homes.View, on workday.Date) []rule.Finding {
	var out []rule.Finding
	for _, x := range matter.AheadOf(v.Route, v.Party.ID, on) {
		out = append(out, rule.Finding{Severity: rule.Warns, Rules: x.Rules, Message: t.S("homes.not_done", stationName(t, v.Structure, x.Station), on)})
	}
	return out
}

// stationName says what a station is and where.
func stationName(t text.T, s *structure.Structure, st *routing.Station) string {
	name := t.S("matters.step." + string(st.Step))
	switch n := len(st.Parties); {
	case st.Place != "":
		return name + ", " + s.PlaceName(st.Place)
	case n > 0:
		return name + ", " + t.S("matters.parties", n)
	}
	return name
}

// askedAt leads to where the party does what it is asked for.
func askedAt(ref, kind string) string {
	switch structure.Step(kind) {
	case structure.HomePreparation:
		return "#forankring"
	case structure.PartyDecisions:
		return "#beslut"
	case structure.Remiss:
		return "/remisser"
	case structure.Implement:
		return "/arenden/" + ref + "#inforande"
	}
	return "/arenden/" + ref + "#stationer"
}

// why gives the rules by which the party has a part in the matter.
func why(v homes.View) []rule.Ref {
	var out []rule.Ref
	for i := range v.Route.Stations {
		s := &v.Route.Stations[i]
		if !slices.Contains(s.Parties, v.Party.ID) || (s.Step != structure.HomePreparation && s.Step != structure.PartyDecisions) {
			continue
		}
		for _, x := range s.Rules {
			if !slices.ContainsFunc(out, func(y rule.Ref) bool { return y.ID == x.ID }) {
				out = append(out, x)
			}
		}
	}
	return out
}

func (p matterPage) address(act string) string { return "/hemma/" + p.Ref + "/" + act }

func (p matterPage) field(at, name, key string) ui.Field {
	return p.Back.field(p.T, at, name, p.T.S(key))
}

func (p matterPage) date(at, name, key, saved string) ui.Field {
	return p.Back.date(p.T, p.Today, at, name, p.T.S(key), saved)
}

// stateChoices are how far the party may have come.
func stateChoices(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, s := range matter.PreparationStates() {
		out = append(out, ui.Choice{Value: string(s), Label: ui.HomeMark(s).Word(t)})
	}
	return out
}

func stanceChoices(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, s := range matter.Stances() {
		out = append(out, ui.Choice{Value: string(s), Label: ui.StanceMark(s).Word(t)})
	}
	return out
}

// outcomeChoices are what a party can have decided. None is ever chosen
// beforehand.
func outcomeChoices(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, o := range matter.Outcomes() {
		c := ui.Choice{Value: string(o), Label: t.S("homes.outcome." + string(o))}
		if key := "homes.outcome_hint." + string(o); t.Has(key) {
			c.Hint = t.S(key)
		}
		out = append(out, c)
	}
	return out
}

// organChoices are the organs of the party; one that a rule keeps from deciding
// says so and can be chosen still, since the record tells what was done.
func organChoices(t text.T, organs []homes.Organ) []ui.Choice {
	out := make([]ui.Choice, len(organs))
	for i, o := range organs {
		out[i] = ui.Choice{Value: o.ID, Label: organName(t, o)}
		if o.Refused != nil {
			out[i].Label = t.S("homes.organ_may_not", organName(t, o))
		}
	}
	return out
}

// organRules gives the rules that keep an organ from deciding, each once.
func organRules(organs []homes.Organ) []rule.Ref {
	var out []rule.Ref
	for _, o := range organs {
		refusal, ok := o.Refused.(*rule.Refusal)
		if !ok {
			continue
		}
		for _, x := range refusal.Rules {
			if !slices.ContainsFunc(out, func(y rule.Ref) bool { return y.ID == x.ID }) {
				out = append(out, x)
			}
		}
	}
	return out
}

// organOf names an organ of the party by its id.
func (p matterPage) organOf(id string) string {
	for _, o := range p.Organs {
		if o.ID == id {
			return organName(p.T, o)
		}
	}
	return id
}

// coming says when the organs meet next, as a hint at a date.
func (p matterPage) coming() string {
	var parts []string
	for _, o := range p.Organs {
		if len(o.Days) > 0 {
			parts = append(parts, p.T.S("homes.organ_meets", o.Name, shortDays(p.T, o.Days[:min(3, len(o.Days))])))
		}
	}
	return strings.Join(parts, " ")
}

// decisionFacts gives a recorded decision as a list.
func (p matterPage) decisionFacts(d matter.PartyDecision) []ui.Pair {
	pairs := []ui.Pair{{Term: p.T.S("homes.organ_term"), Text: p.organOf(d.Organ)}, {Term: p.T.S("homes.date_term"), Text: p.T.Date(d.DecidedOn)}}
	if d.Outcome == matter.NotNeeded && d.Organ == "" {
		pairs = pairs[1:]
	}
	add := func(key, value, href string) {
		if value != "" {
			pairs = append(pairs, ui.Pair{Term: p.T.S(key), Text: value, Href: href})
		}
	}
	add("homes.paragraph_term", page.Section(d.Paragraph), "")
	add("homes.number_term", d.Registration, "")
	if d.ExtractSHA != "" {
		add("homes.extract_term", d.ExtractName, "/arenden/"+p.Ref+"/utdrag/"+d.ID)
	}
	add("homes.met_term", p.T.Date(d.MetOn), "")
	return pairs
}

// condition reports whether the party's decision waits for its condition.
func (p matterPage) condition() bool {
	return p.Decision != nil && p.Decision.Outcome == matter.AdoptsIf && p.Decision.MetOn == ""
}

// anew reports whether the party has to decide once more.
func (p matterPage) anew() bool { return p.Decision != nil && p.Decision.Outcome.Stalls() }

// earlier gives the rows of the ledger that no longer stand, the latest first.
func (p matterPage) earlier() []matter.PartyDecision {
	var out []matter.PartyDecision
	for _, d := range slices.Backward(p.History) {
		if p.Decision == nil || d.ID != p.Decision.ID {
			d.Paragraph = page.Section(d.Paragraph)
			out = append(out, d)
		}
	}
	return out
}

// sharedNow reports whether the stance shared last says what the working one
// says.
func (p matterPage) sharedNow() bool {
	if len(p.Shared) == 0 {
		return false
	}
	last := p.Shared[0]
	for _, s := range p.Shared {
		if s.SharedAt.After(last.SharedAt) {
			last = s
		}
	}
	return last.Stance == p.Stance.Stance && last.Text == p.Stance.Text
}

// begun is what a field of a decision's form begins with: what the record says
// when it is corrected, else what was planned.
func (p matterPage) begun(at, planned, recorded string) string {
	if at == "rattelse" {
		return p.saved(at, recorded)
	}
	return p.saved(at, planned)
}

// corrected is the decision that the form at corrects; none when it records one.
func (p matterPage) corrected(at string) matter.PartyDecision {
	if at == "rattelse" && p.Decision != nil {
		return *p.Decision
	}
	return matter.PartyDecision{}
}

// ahead names the stations that a recorded decision came before.
func (p matterPage) ahead(d matter.PartyDecision) []string {
	var out []string
	for _, id := range d.AheadOf {
		if s := p.Route.Station(id); s != nil {
			out = append(out, stationName(p.T, p.Structure, s))
		}
	}
	return out
}

// plannedOn gives the planned date when it has come, as the day of the decision.
func (p matterPage) plannedOn() string {
	if p.Plan.On != "" && p.Plan.On <= p.Today {
		return string(p.Plan.On)
	}
	return ""
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// What is saved stands in a form that nobody has sent; a form that came back
// keeps what was typed, an emptied field too.

func (p matterPage) savedContact() string { return p.saved("forankring", p.Preparation.Contact) }
func (p matterPage) savedOn() string      { return p.saved("forankring", string(p.Preparation.On)) }
func (p matterPage) savedText() string    { return p.saved("stallning", p.Stance.Text) }

func (p matterPage) saved(at, value string) string {
	if p.Back.is(at) {
		return ""
	}
	return value
}

// savedState is the state that has been saved; before that none is chosen.
func savedState(p matterPage) string {
	if p.Preparation.Version == 0 {
		return ""
	}
	return p.saved("forankring", string(p.Preparation.State))
}

// savedStance is the stance that has been saved; before that none is chosen.
func (p matterPage) savedStance() string {
	if p.Stance.Version == 0 {
		return ""
	}
	return p.saved("stallning", string(p.Stance.Stance))
}

// proposalRows is the version that the party is asked about.
func proposalRows(p matterPage) []ui.Row {
	label := p.T.S("homes.version", p.Version.No)
	if p.Version.FileName != "" {
		label = p.T.S("homes.version_file", p.Version.No, p.Version.FileName)
	}
	row := ui.Row{Link: ui.Link{Label: label, Href: "/arenden/" + p.Ref + "/forslag/" + strconv.FormatInt(p.Version.No, 10)}, Text: p.Version.Note}
	if p.Version.Frozen() {
		row.Facts = []string{p.T.S("homes.frozen", p.Version.FrozenAt)}
	}
	return []ui.Row{row}
}

// extractField asks for the extract of the minutes.
func extractField(p matterPage, at string) ui.Field {
	f := p.field(at, "utdrag", "homes.extract").WithHint(p.T.S("homes.extract_hint")).AsOptional()
	if d := p.corrected(at); d.ExtractSHA != "" {
		f.Hint = p.T.S("homes.extract_keep", d.ExtractName)
	}
	f.Accept = ".pdf,.docx"
	return f
}
