package portal

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/document"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/ui"
)

func documentRow(t text.T, s *structure.Structure, d portals.Document) ui.Row {
	r := ui.Row{Link: ui.Link{Label: d.Title, Href: documentHref(d.Number)}, Record: true}
	r.Tags = append(r.Tags, documentTag(t, d))
	if d.To != "" && d.InForce() {
		r.Facts = append(r.Facts, t.S("portal.until", t.ShortYear(d.To)))
	}
	if d.State == document.Coming {
		r.Facts = append(r.Facts, t.S("portal.from", t.ShortYear(d.From)))
	}
	if n, of := d.Adopted(); n > 0 {
		r.Facts = append(r.Facts, decidedBy(t, n, of))
	}
	if k := kindName(t, s, d.Kind); k != "" {
		r.Facts = append(r.Facts, k)
	}
	return r
}

func documentTag(t text.T, d portals.Document) templ.Component {
	if days, tell := d.ReviewIn(); tell {
		if days < 0 {
			return ui.Tag(ui.Wait, ui.Clock, t.S("portal.review_late"))
		}
		return ui.Tag(ui.Wait, ui.Clock, t.S("portal.review_in", days))
	}
	switch d.State {
	case document.Coming:
		return ui.Tag(ui.Info, ui.Clock, t.S("portal.document.coming"))
	case document.Ended:
		if d.ReplacedBy != "" {
			return ui.StateTag(t, "replaced")
		}
		return ui.StateTag(t, "repealed")
	case document.Annulled:
		return ui.StateTag(t, "repealed")
	}
	return ui.StateTag(t, "in_force")
}

func decidedBy(t text.T, n, of int) string {
	if n == of {
		return t.S("portal.decided_by_all", n)
	}
	return t.S("portal.decided_by", n, of)
}

func kindName(t text.T, s *structure.Structure, id string) string {
	if s != nil {
		if k := s.DocumentKind(id); k != nil {
			return k.Name.In(t.Lang)
		}
	}
	return ""
}

// documentsPage is the list of governing documents.
type documentsPage struct {
	ui.Page
	Valid, Others []ui.Row
}

func (p *Portal) documents(r *http.Request, t text.T) (built, error) {
	v, err := portals.Documents.Do(r.Context(), p.sys, who(), struct{}{})
	if err != nil {
		return built{}, err
	}
	var s documentsPage
	for _, d := range v.Documents {
		if d.InForce() {
			s.Valid = append(s.Valid, documentRow(t, v.Structure, d))
		} else {
			s.Others = append(s.Others, documentRow(t, v.Structure, d))
		}
	}
	title := t.S("portal.documents.title")
	return built{title: title, frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return documentsView(s)
	}}, nil
}

// documentPage is one governing document.
type documentPage struct {
	ui.Page
	Document portals.Document
	Tag      templ.Component
	Kind     string
	Validity string // in words: "Gäller till 31 december 2029."
	Decided  string // in words: "Beslutad av alla 13 parter."
	Grid     ui.PartyGridView
	Signed   []string
	Text     []string // paragraphs
	File     ui.Link
	Facts    []ui.Pair
	Source   *structure.Document
}

func (p *Portal) document(r *http.Request, t text.T) (built, error) {
	v, err := portals.DocumentByNumber.Do(r.Context(), p.sys, who(), numberIn(r.PathValue("nr")))
	if err != nil {
		return built{}, err
	}
	d := v.Document
	s := documentPage{Document: d, Tag: documentTag(t, d), Kind: kindName(t, v.Structure, d.Kind), Validity: validity(t, d), Text: paragraphs(d.Text)}
	if n, of := d.Adopted(); n > 0 {
		s.Decided = decidedBy(t, n, of)
	}
	if v.Structure != nil {
		s.Source = v.Structure.Document(d.Number)
		var lines []portals.PartyLine
		for _, party := range v.Structure.Parties {
			i := slices.IndexFunc(d.Adoptions, func(a adoption) bool { return a.Party == party.ID })
			if i >= 0 {
				lines = append(lines, portals.PartyLine{Party: party, Decision: &d.Adoptions[i]})
			}
		}
		s.Grid = grid(t, v.Structure, lines)
		for _, id := range d.Signed {
			s.Signed = append(s.Signed, partyName(v.Structure, id))
		}
	}
	if d.File != "" {
		s.File = ui.Link{Label: d.FileName, Href: "/filer/" + d.File}
	}
	s.Facts = documentFacts(t, v.Structure, d, s.Kind)
	if s.Source != nil {
		s.Facts = append(s.Facts, documentText(t, v.Structure, s.Source)...)
	}
	crumbs := []ui.Link{{Label: t.S("portal.documents.title"), Href: "/dokument"}, {Label: d.Number}}
	return built{title: d.Title, crumbs: crumbs, frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return documentView(s)
	}}, nil
}

// numberIn gives the number at the head of an address: a readable tail may
// follow it ("2026-012-om-utskrivning").
func numberIn(ref string) string {
	parts := strings.SplitN(ref, "-", 3)
	if len(parts) == 3 && digits(parts[0]) && digits(parts[1]) {
		return parts[0] + "-" + parts[1]
	}
	return ref
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// validity says in words from when to when a document holds.
func validity(t text.T, d portals.Document) string {
	switch {
	case d.State == document.Annulled:
		return t.S("portal.validity.annulled", d.AnnulledOn)
	case d.State == document.Coming:
		return t.S("portal.validity.coming", d.From)
	case d.State == document.Ended:
		return t.S("portal.validity.ended", d.To)
	case d.From != "" && d.To != "":
		return t.S("portal.validity.from_to", d.From, d.To)
	case d.To != "":
		return t.S("portal.validity.to", d.To)
	case d.From != "":
		return t.S("portal.validity.from", d.From)
	}
	return t.S("portal.validity.open")
}

func documentFacts(t text.T, s *structure.Structure, d portals.Document, kind string) []ui.Pair {
	var out []ui.Pair
	add := func(key, value, href string) {
		if value != "" {
			out = append(out, ui.Pair{Term: t.S(key), Text: value, Href: href})
		}
	}
	if !d.Named {
		add("portal.document.number", d.Number, "")
	}
	add("portal.document.kind", kind, "")
	add("portal.document.from", date(t, d.From), "")
	add("portal.document.to", date(t, d.To), "")
	add("portal.document.review", date(t, d.ReviewOn), "")
	add("portal.document.kept_by", keeper(t, s, d.KeptBy), "")
	add("portal.document.matter", d.MatterNumber, matterHref(d.MatterNumber, d.Matter))
	if d.Replaces != "" {
		add("portal.document.replaces", d.Replaces, documentHref(d.Replaces))
	}
	if d.ReplacedBy != "" {
		add("portal.document.replaced_by", d.ReplacedBy, documentHref(d.ReplacedBy))
	}
	return out
}

func date(t text.T, d workday.Date) string { return t.Date(d) }

// keeper gives the name of the body or unit that looks after a document.
func keeper(t text.T, s *structure.Structure, id string) string {
	if s == nil || id == "" {
		return id
	}
	if b := s.Body(id); b != nil {
		return b.Name.In(t.Lang)
	}
	for _, p := range s.Parties {
		for _, u := range p.Units {
			if u.ID == id {
				return u.Name + ", " + p.Name
			}
		}
	}
	return partyName(s, id)
}

// grid gives the table of the parties: the region first, then by district, then
// as the structure lists them.
func grid(t text.T, s *structure.Structure, lines []portals.PartyLine) ui.PartyGridView {
	v := ui.PartyGridView{Caption: t.S("portal.parties.caption", len(lines)), NoHome: true}
	groups := map[string]*ui.PartyGroup{}
	var order []string
	for _, line := range lines {
		name := districtOf(s, line.Party.ID)
		if groups[name] == nil {
			groups[name] = &ui.PartyGroup{Name: name}
			order = append(order, name)
		}
		groups[name].Rows = append(groups[name].Rows, partyRow(t, s, line))
	}
	// Those of no district stand first, without a heading.
	slices.SortStableFunc(order, func(a, b string) int {
		return rank(s, a) - rank(s, b)
	})
	for _, name := range order {
		v.Groups = append(v.Groups, *groups[name])
	}
	return v
}

// rank orders the districts as the structure lists them, no district first.
func rank(s *structure.Structure, name string) int {
	if name == "" {
		return -1
	}
	return slices.IndexFunc(s.Sets, func(v structure.Set) bool { return v.Name.In("sv") == name })
}

// districtOf gives the name of the district that a party lies in: a set that is
// a member of a set of sets.
func districtOf(s *structure.Structure, party string) string {
	for _, all := range s.Sets {
		for _, id := range all.Sets {
			if set := s.Set(id); set != nil && slices.Contains(set.Parties, party) {
				return set.Name.In("sv")
			}
		}
	}
	return ""
}

func partyRow(t text.T, s *structure.Structure, line portals.PartyLine) ui.PartyRow {
	r := ui.PartyRow{Name: line.Party.Name, Short: line.Party.Short}
	switch d := line.Decision; {
	case d != nil:
		r.Organ = organName(t, s, line.Party.ID, d.Organ)
		r.Meeting = ui.Link{Label: strings.TrimSpace(t.ShortYear(d.On) + " " + page.Section(d.Paragraph))}
		r.Decision = d.Outcome
		if d.Outcome == string(matter.AdoptsIf) && d.MetOn != "" {
			r.DecideOn = t.S("portal.met_on", t.ShortYear(d.MetOn))
		}
		if d.Extract != "" {
			r.Links = append(r.Links, ui.Link{Label: t.S("portal.extract"), Href: "/filer/" + d.Extract})
		}
	case line.Plan != nil && line.Plan.On != "":
		r.Organ = organName(t, s, line.Party.ID, line.Plan.Organ)
		r.Meeting = ui.Link{Label: t.ShortYear(line.Plan.On)}
		r.Decision = "planned"
	default:
		if line.Plan != nil {
			r.Organ = organName(t, s, line.Party.ID, line.Plan.Organ)
		}
		r.Decision = "no_date"
	}
	return r
}

func organName(t text.T, s *structure.Structure, party, organ string) string {
	if organ == structure.OfficialOrgan {
		return t.S("portal.official")
	}
	for _, o := range s.OrgansOf(party) {
		if o.ID == organ {
			return o.Name
		}
	}
	return organ
}

// paragraphs takes a text apart at its empty lines.
func paragraphs(s string) []string {
	var out []string
	for p := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}
