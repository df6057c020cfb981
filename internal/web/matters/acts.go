package matters

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samverk/internal/app"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/session"
	"samverk/internal/web/ui"
)

// after answers an act of the matter's page: back to it when it was done, the
// page with what was typed when it was refused.
func (h *Handler) after(w http.ResponseWriter, r *http.Request, at string, f *page.Form, err error, said, anchor string) error {
	if err == nil && !f.Bad() {
		return page.See(w, r, "/arenden/"+r.PathValue("ref")+anchor, said)
	}
	if err != nil {
		if err := f.Explain(err); err != nil {
			return err
		}
	}
	rename(f.Errors)
	return h.showPage(w, r, at, f)
}

// id gives the id of the matter that an address names.
func (h *Handler) id(r *http.Request) (string, error) {
	l, err := matters.Log.Do(r.Context(), h.sys, session.Actor(r), matters.LogInput{Ref: r.PathValue("ref")})
	return l.ID, err
}

// act reads a form and the id of the matter that it is about.
func (h *Handler) act(r *http.Request) (*page.Form, string, error) {
	f, err := page.Read(r, text.For(session.Of(r).Lang))
	if err != nil {
		return nil, "", err
	}
	id, err := h.id(r)
	return f, id, err
}

func (h *Handler) send(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	_, err = matters.SendToParties.Do(page.Context(r), h.sys, session.Actor(r), matters.SendInput{
		Matter: id, Version: f.Get("version"), To: f.All("till"), Note: f.Get("meddelande"),
	})
	return h.after(w, r, "skicka", f, err, "said.sent", "")
}

func (h *Handler) changeText(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	if !f.Bad() {
		_, err = matters.ChangeText.Do(page.Context(r), h.sys, session.Actor(r), matters.TextInput{
			Matter: id, Version: f.Version(), Title: f.Get("titel"), Summary: f.Get("behov"),
		})
	}
	return h.after(w, r, "text", f, err, "said.text", "")
}

func (h *Handler) station(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	_, err = matters.CompleteStation.Do(page.Context(r), h.sys, session.Actor(r), matters.StationInput{
		Matter: id, Station: f.Get("station"), Party: f.Get("part"), Outcome: f.Get("utfall"), Note: f.Get("anteckning"),
	})
	return h.after(w, r, handAt(f.Get("station"), f.Get("part")), f, err, "said.station", "#stationer")
}

func (h *Handler) implemented(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	in := matters.ImplementationInput{Matter: id, Who: f.Get("vem"), On: f.Date("dag", h.today()), Note: f.Get("anteckning")}
	if !f.Bad() {
		_, err = matters.RecordImplementation.Do(page.Context(r), h.sys, session.Actor(r), in)
	}
	return h.after(w, r, "infort", f, err, "said.implemented", "#inforande")
}

func (h *Handler) followUp(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	in := matters.FollowUpInput{Matter: id, Result: matter.Result(f.Get("resultat")), Text: f.Get("text"), Next: f.DateAhead("nasta", h.today()), Close: f.Get("avsluta") != ""}
	if !f.Bad() {
		_, err = matters.RecordFollowUp.Do(page.Context(r), h.sys, session.Actor(r), in)
	}
	return h.after(w, r, "uppfoljning", f, err, "said.followed_up", "#uppfoljning")
}

func (h *Handler) overrule(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	ruleID, station, _ := strings.Cut(f.Get("regel"), "|")
	_, err = matters.Overrule.Do(page.Context(r), h.sys, session.Actor(r), matters.OverruleInput{Matter: id, Rule: ruleID, Station: station, Reason: f.Get("skal")})
	return h.after(w, r, "avsteg", f, err, "said.overruled", "#avsteg")
}

func (h *Handler) withdraw(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	_, err = matters.Withdraw.Do(page.Context(r), h.sys, session.Actor(r), matters.EndInput{Matter: id, Version: f.Version(), Reason: f.Get("skal")})
	return h.after(w, r, "ta-tillbaka", f, err, "said.withdrawn", "")
}

func (h *Handler) closeMatter(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	_, err = matters.CloseMatter.Do(page.Context(r), h.sys, session.Actor(r), matters.EndInput{Matter: id, Version: f.Version(), Reason: f.Get("skal")})
	return h.after(w, r, "avsluta", f, err, "said.closed", "")
}

// versionPage is the text of a version of the proposal.
type versionPage struct {
	ui.Page
	View    matters.View
	Version matter.Version
}

func (h *Handler) proposal(w http.ResponseWriter, r *http.Request) error {
	v, err := matters.Page.Do(r.Context(), h.sys, session.Actor(r), matters.PageInput{Ref: r.PathValue("ref")})
	if err != nil {
		return err
	}
	for _, x := range v.Versions {
		if itoa64(x.No) != r.PathValue("no") {
			continue
		}
		if x.FileSHA != "" {
			return h.file(w, r, x)
		}
		t := text.For(session.Of(r).Lang)
		p := versionPage{View: v, Version: x}
		p.Page = h.frame(r, "arenden", t.S("matters.version", x.No),
			ui.Link{Label: t.S("matters.title"), Href: "/arenden"}, ui.Link{Label: v.Matter.Name(), Href: "/arenden/" + v.Ref}, ui.Link{Label: t.S("matters.version", x.No)})
		return page.Send(w, r, http.StatusOK, versionView(p))
	}
	return fault.New(fault.NotFound, "not_found")
}

// logPage is a matter's whole log.
type logPage struct {
	ui.Page
	Log   matters.LogPage
	Names *structure.Structure
}

func (h *Handler) log(w http.ResponseWriter, r *http.Request) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("fore"), 10, 64)
	l, err := matters.Log.Do(r.Context(), h.sys, session.Actor(r), matters.LogInput{Ref: r.PathValue("ref"), Before: before})
	if err != nil {
		return err
	}
	blank, err := matters.PreviewRoute.Do(r.Context(), h.sys, session.Actor(r), matters.PreviewInput{})
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := logPage{Log: l, Names: blank.Structure}
	name := l.Number
	if name == "" {
		name = l.Title
	}
	p.Page = h.frame(r, "arenden", t.S("matters.log"), ui.Link{Label: t.S("matters.title"), Href: "/arenden"}, ui.Link{Label: name, Href: "/arenden/" + l.Ref}, ui.Link{Label: t.S("matters.log")})
	return page.Send(w, r, http.StatusOK, logView(p))
}

// eventText says what happened, with the names of parties, bodies and words of
// the catalogue in place of ids.
func eventText(t text.T, s *structure.Structure, e matter.Event) string {
	args := make([]any, 0, len(e.Args)+1)
	for _, a := range e.Args {
		args = append(args, word(t, s, a))
	}
	said := t.S("matter_event."+string(e.Kind), args...)
	if e.Kind == app.EventRectified && len(args) > 5 {
		said = t.S("matter_event.rectified_why", said, e.Args[5])
	}
	if e.Party != "" {
		said = nameOf(s, e.Party, t.Lang) + ": " + said
	}
	return said
}

// word gives an argument of an event as people read it.
func word(t text.T, s *structure.Structure, a string) string {
	if d, err := workday.Parse(a); err == nil {
		return t.Date(d)
	}
	if n := nameOf(s, a, t.Lang); n != a {
		return n
	}
	for _, prefix := range []string{"ui.outcome.", "ui.home.", "ui.stance.", "ui.purpose.", "matters.step.", "meetings.kind.", "matters.result."} {
		if t.Has(prefix + a) {
			return t.S(prefix + a)
		}
	}
	if f := s.Fact(a); f != nil {
		return f.Ask.In(t.Lang)
	}
	return a
}

// factsPage is the questions of a matter, and the difference that other answers
// make before they are accepted.
type factsPage struct {
	ui.Page
	Ref       string
	Matter    matter.Matter
	Form      *page.Form
	Questions []questionView
	Shown     bool // the difference is shown
	May       bool
	Changes   []string
	Finds     []rule.Finding
	EndNow    workday.Date
	EndThen   workday.Date
}

func (h *Handler) facts(w http.ResponseWriter, r *http.Request) error {
	return h.showFacts(w, r, nil)
}

func (h *Handler) showFacts(w http.ResponseWriter, r *http.Request, f *page.Form) error {
	v, err := matters.Page.Do(r.Context(), h.sys, session.Actor(r), matters.PageInput{Ref: r.PathValue("ref")})
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	p := factsPage{Ref: v.Ref, Matter: v.Matter, May: v.May.ChangeFacts, Form: f}
	p.Page = h.frame(r, "arenden", t.S("matters.facts_title"), ui.Link{Label: t.S("matters.title"), Href: "/arenden"}, ui.Link{Label: v.Matter.Name(), Href: "/arenden/" + v.Ref}, ui.Link{Label: t.S("matters.facts_title")})
	status := http.StatusOK
	if f == nil {
		p.Form = page.Empty(t)
		for _, q := range v.Questions {
			fill(p.Form, q.Fact, q.Answer)
		}
	} else {
		p.Failed, status = f.Bad(), f.Status()
	}
	for _, q := range v.Questions {
		p.Questions = append(p.Questions, question(t, v.Structure, p.Form, q.Fact))
	}
	if f != nil && p.May {
		facts, err := h.answers(r, f)
		if err != nil {
			return err
		}
		got, err := matters.PreviewFacts.Do(r.Context(), h.sys, session.Actor(r), matters.FactsInput{Matter: v.Matter.ID, Version: v.Matter.Version, Facts: facts})
		if err != nil {
			return err
		}
		p.Shown, p.Changes, p.Finds, p.EndNow, p.EndThen = true, changes(t, v.Structure, got.Diff), got.Diff.Finds, got.EndNow, got.EndThen
	}
	return page.Send(w, r, status, factsView(p))
}

// fill puts an answer into the form as if it had been sent.
func fill(f *page.Form, fact structure.Fact, a structure.Answer) {
	name := factField + fact.ID
	switch {
	case fact.Type == structure.Parties, fact.Type == structure.Choice && a.Known:
		f.Values[name] = a.Parties
	case !a.Known:
		f.Values.Set(name, "vet-inte")
	case a.Yes:
		f.Values.Set(name, "ja")
	default:
		f.Values.Set(name, "nej")
	}
}

func (h *Handler) changeFacts(w http.ResponseWriter, r *http.Request) error {
	f, id, err := h.act(r)
	if err != nil {
		return err
	}
	if f.Get("gor") != "spara" {
		return h.showFacts(w, r, f)
	}
	facts, err := h.answers(r, f)
	if err != nil {
		return err
	}
	if f.Bad() {
		return h.showFacts(w, r, f)
	}
	_, err = matters.ChangeFacts.Do(page.Context(r), h.sys, session.Actor(r), matters.FactsInput{Matter: id, Version: f.Version(), Facts: facts})
	if err == nil {
		return page.See(w, r, "/arenden/"+r.PathValue("ref"), "said.facts")
	}
	if err := f.Explain(err); err != nil {
		return err
	}
	return h.showFacts(w, r, f)
}

// changes says in words what differs between two routes.
func changes(t text.T, s *structure.Structure, d routing.Difference) []string {
	var out []string
	say := func(key string, list []routing.Change) {
		for _, c := range list {
			title := t.S("matters.step." + string(c.Step))
			if c.Place != "" {
				title += ", " + nameOf(s, c.Place, t.Lang)
			}
			switch {
			case key != "":
				out = append(out, t.S(key, title))
			case len(c.Joined) > 0 || len(c.Left) > 0:
				out = append(out, t.S("matters.change.parties", title, len(c.Joined), len(c.Left)))
			case c.Moved:
				out = append(out, t.S("matters.change.moved", title))
			case c.Open:
				out = append(out, t.S("matters.change.open", title))
			case c.Settled:
				out = append(out, t.S("matters.change.settled", title))
			}
		}
	}
	say("matters.change.added", d.Added)
	say("matters.change.removed", d.Removed)
	say("", d.Changed)
	return out
}

// implementer is somebody who carries out what was decided, with the report.
type implementer struct {
	ID, Name string
	Report   *matter.Implementation
	May      bool
}

// implementers gives those whom the route's implementation names.
func implementers(p matterPage) []implementer {
	var out []implementer
	for _, s := range p.Stations {
		if s.Step != structure.Implement || (s.State != routing.StateReady && s.State != routing.StateDone) {
			continue
		}
		for _, id := range append(slices.Clone(s.Bodies), s.Station.Parties...) {
			x := implementer{ID: id, Name: nameOf(p.Structure, id, p.T.Lang)}
			for i := range p.Implemented {
				if p.Implemented[i].Who == id {
					x.Report = &p.Implemented[i]
				}
			}
			// A party reports for itself alone; for a body and a channel those do
			// it too who keep the matter.
			if p.Structure.Party(id) != nil {
				x.May = slices.Contains(p.View.May.AtHome, id)
			} else {
				x.May = slices.Contains(p.View.May.Report, id)
			}
			out = append(out, x)
		}
	}
	return out
}

func implementedCount(rows []implementer) int {
	n := 0
	for _, x := range rows {
		if x.Report != nil {
			n++
		}
	}
	return n
}

// sendTo gives the parties that have not got the newest version, those of the
// route ticked.
func sendTo(p matterPage) []ui.Choice {
	var out []ui.Choice
	f := p.form("skicka")
	has := p.SentVersion(p.Versions[0].ID)
	for _, g := range p.Board {
		for _, x := range g.Rows {
			if has[x.ID] != "" {
				continue
			}
			chosen := x.Prepares || x.Decides
			if len(f.Values) > 0 {
				chosen = slices.Contains(f.All("till"), x.ID)
			}
			out = append(out, ui.Choice{Value: x.ID, Label: x.Name, Chosen: chosen})
		}
	}
	return out
}

// gotIt says which parties got a version, and when: one sentence for each day.
func gotIt(p matterPage, v matter.Version) []string {
	by := map[workday.Date][]string{}
	for id, on := range p.SentVersion(v.ID) {
		by[on] = append(by[on], id)
	}
	var out []string
	for _, on := range slices.Sorted(maps.Keys(by)) {
		var list []string
		for _, x := range p.Structure.Parties {
			if slices.Contains(by[on], x.ID) {
				list = append(list, x.Name)
			}
		}
		if len(list) > 5 {
			out = append(out, p.T.S("matters.got_it_many", len(list), v.No, on))
			continue
		}
		out = append(out, p.T.S("matters.got_it", p.T.List(list), v.No, on))
	}
	return out
}

func versionChoices(t text.T, versions []matter.Version) []ui.Choice {
	out := make([]ui.Choice, 0, len(versions))
	for _, v := range versions {
		out = append(out, ui.Choice{Value: v.ID, Label: t.S("matters.version", v.No)})
	}
	return out
}

// hand is a form for how a station ended, for a party of it where parties do it.
type hand struct {
	matters.Station
	Party string // "" where no party does it
	Title string
	N     string // tells its fields from those of the others
}

// hands gives the forms that the viewer may fill in.
func hands(p matterPage) []hand {
	var out []hand
	for n, s := range p.Stations {
		if !s.ByHand || !s.May || progress(s) != ui.Now {
			continue
		}
		step := p.T.S("matters.step." + string(s.Step))
		if len(s.MayFor) == 0 {
			out = append(out, hand{s, "", p.T.S("matters.by_hand", step, whoAt(p.T, p.Structure, s.Station)), itoa(n)})
		}
		for _, party := range s.MayFor {
			out = append(out, hand{s, party, p.T.S("matters.by_hand", step, nameOf(p.Structure, party, p.T.Lang)), itoa(n) + "-" + party})
		}
	}
	return out
}

// handAt names the form of a station, for a party of it.
func handAt(station, party string) string { return "station-" + station + "-" + party }

func outcomeChoices(t text.T, s matters.Station) []ui.Choice {
	var out []ui.Choice
	for _, o := range s.Outcomes {
		label := t.S("matters.done")
		if key := "matters.outcome." + string(s.Step) + "." + o.ID; t.Has(key) {
			label = t.S(key)
		}
		out = append(out, ui.Choice{Value: o.ID, Label: label})
	}
	return out
}

func resultChoices(t text.T) []ui.Choice {
	var out []ui.Choice
	for _, r := range matter.Results() {
		out = append(out, ui.Choice{Value: string(r), Label: t.S("matters.result." + string(r))})
	}
	return out
}

// ruleChoices gives the rules of the route that can be set aside, each at its
// station.
func ruleChoices(p matterPage) []ui.Choice {
	var out []ui.Choice
	for _, s := range p.Stations {
		if s.State == routing.StateDone {
			continue
		}
		for _, r := range s.Rules {
			out = append(out, ui.Choice{Value: r.ID + "|" + s.ID, Label: stepTitle(p.T, s.Station) + ", " + routing.Cite(r)})
		}
	}
	return out
}

func clauseOf(x matter.Exception) string {
	if x.Clause != "" {
		return x.Clause
	}
	return x.Rule
}

// remissOpen reports whether the matter has a remiss to open now, and the viewer
// may act in it.
func remissOpen(p matterPage) bool {
	return p.View.May.Send && slices.ContainsFunc(p.Stations, func(s matters.Station) bool {
		return s.Step == structure.Remiss && s.State == routing.StateReady
	}) && len(p.Remisses) == 0
}

func withID(f ui.Field, id string) ui.Field {
	f.ID = id
	return f
}

func dateOr(t text.T, d workday.Date) string {
	if d == "" {
		return t.S("matters.unknown_date")
	}
	return t.Date(d)
}

func itoa(n int) string { return strconv.Itoa(n) }

func itoa64(n int64) string { return strconv.FormatInt(n, 10) }
