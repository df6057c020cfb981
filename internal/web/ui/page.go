package ui

import (
	"samverk/internal/text"
)

// Page is what the frame of every page needs. A page struct embeds it.
type Page struct {
	T       text.T
	Title   string // what the page is, without the county: "Ärenden", "SAM 2026-014 Överenskommelse …"
	County  string // as it follows "Samverkan i": "Exempel län"
	Mark    int    // dots around the county mark: the number of municipalities
	Section string // key of the current entry of the navigation
	Path    string // path and query of the page itself
	Nav     []NavItem
	Footer  []Link
	Viewer  *Viewer // nil on the portal
	Crumbs  []Link  // the last one without address is the page itself
	Flash   *Flash
	Demo    *DemoBar
	Once    string // key that makes a form on the page count once
	Failed  bool   // a form came back with errors: the title begins with "Fel:"
	Live    bool   // the page updates itself: the script for it is loaded
	Bare    bool   // the page draws its own head, as the live meeting does
}

// Viewer is who is signed in, by office and never by name alone.
type Viewer struct {
	Initials string // two letters in the round mark
	Name     string // the office: "Socialchef"
	Office   string // where: "Kumla kommun"
	Session  string // whose what a device keeps is: see session.Kept
	Person   string
}

// viewer gives who is signed in, nobody when nobody is.
func (p Page) viewer() Viewer {
	if p.Viewer == nil {
		return Viewer{}
	}
	return *p.Viewer
}

// Link is words that lead somewhere; without Href only the words.
type Link struct {
	Label string
	Href  string
}

// NavItem is an entry of the navigation. Key is compared with Page.Section.
type NavItem struct {
	Key   string
	Label string
	Href  string
	Glyph Glyph // only for entries of the bar at the bottom of a phone
}

// Flash is what happened just now, said once on the next page.
type Flash struct {
	Tone Tone // OK, Wait, Bad or Info
	Text string
	Link Link // an optional way on, such as undo
}

// DemoBar is the demonstration's clock, which stands on every page of one.
type DemoBar struct {
	TodayText string   // "torsdag 5 november 2026"
	NextLabel string   // what the next step leads to; empty when nothing comes
	NextTo    string   // address that moves the clock on
	RoleTo    string   // address that signs in as another role, in the field "role"
	Roles     []Choice // the roles; Chosen marks the one in use
	PartiesTo string   // address that lets the other parties decide; empty when it can't be done
	Links     []Link   // to the demonstration's own pages: the roles, the mail folder
}

// DocTitle gives the page's title as the browser shows it: what – where.
func (p Page) DocTitle() string {
	s := p.Title
	if site := p.Site(); s == "" {
		s = site
	} else {
		s += " – " + site
	}
	if p.Failed {
		return p.T.S("ui.failed", s)
	}
	return s
}

// Site gives the site's name: "Samverkan i Exempel län".
func (p Page) Site() string { return p.T.S("ui.site", p.County) }

// WorkspaceNav gives the navigation of the workspace, used when Page.Nav is nil.
func WorkspaceNav(t text.T) []NavItem {
	return []NavItem{
		{"mitt", t.S("ui.nav.mine"), "/mitt", House},
		{"moten", t.S("ui.nav.meetings"), "/moten", Calendar},
		{"arenden", t.S("ui.nav.matters"), "/arenden", Paper},
		{"hemma", t.S("ui.nav.home"), "/hemma", ""},
		{"remisser", t.S("ui.nav.remisses"), "/remisser", ""},
		{"dokument", t.S("ui.nav.documents"), "/dokument", ""},
		{"grupper", t.S("ui.nav.bodies"), "/grupper", ""},
	}
}

// PortalNav gives the navigation of the portal, used when Page.Nav is nil.
func PortalNav(t text.T) []NavItem {
	return []NavItem{
		{"struktur", t.S("ui.nav.structure"), "/struktur", ""},
		{"grupper", t.S("ui.nav.bodies"), "/grupper", ""},
		{"dokument", t.S("ui.nav.documents"), "/dokument", ""},
		{"beslut", t.S("ui.nav.decisions"), "/beslut", ""},
		{"kalender", t.S("ui.nav.calendar"), "/kalender", ""},
	}
}

// PublicFooter gives the links of the foot, used when Page.Footer is nil.
func PublicFooter(t text.T) []Link {
	return []Link{
		{t.S("ui.foot.about"), "/om"},
		{t.S("ui.foot.accessibility"), "/tillganglighet"},
		{t.S("ui.foot.data"), "/data"},
	}
}

// nav gives the page's own navigation or the one given.
func (p Page) nav(standard []NavItem) []NavItem {
	if p.Nav != nil {
		return p.Nav
	}
	return standard
}

func (p Page) footer() []Link {
	if p.Footer != nil {
		return p.Footer
	}
	return PublicFooter(p.T)
}

// bottom gives the entries with a glyph, at most three: with search they are the
// four of the phone's bar. rest gives the others, which stand in the menu.
func bottom(nav []NavItem) (bar, rest []NavItem) {
	for _, n := range nav {
		if n.Glyph != "" && len(bar) < 3 {
			bar = append(bar, n)
		} else {
			rest = append(rest, n)
		}
	}
	return bar, rest
}
