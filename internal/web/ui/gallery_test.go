package ui

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"samverk/internal/domain/rule"
	"samverk/internal/text"
)

var sv = text.For("sv")

func galleryPage() Page {
	return Page{
		T: sv, Title: "Alla delar", County: "Örebro län", Mark: 12, Section: "arenden", Path: "/arenden/SAM-2026-014", Once: "k1",
		Viewer: &Viewer{Initials: "UL", Name: "Utvecklingsledaren", Office: "Region Örebro län"},
		Crumbs: []Link{{"Ärenden", "/arenden"}, {"SAM 2026-014", ""}},
		Flash:  &Flash{Tone: OK, Text: "Beslutet är registrerat. Nu har 6 av 13 parter beslutat.", Link: Link{"Ångra", "#angra"}},
		Demo: &DemoBar{TodayText: "torsdag 5 november 2026", NextLabel: "möte i chefsgruppen 12 november", NextTo: "/demo/nasta", RoleTo: "/demo/roll",
			Roles: []Choice{{Value: "1", Label: "Utvecklingsledaren, regionen", Chosen: true}, {Value: "2", Label: "Socialchef, Kumla"}}, PartiesTo: "/demo/parter"},
	}
}

var refs = []rule.Ref{
	{ID: "adopt", Clause: "ORE-13", Document: "Arbetsordningen 2024-10-21", Section: "Hantering av ärenden och beslut", Because: "Dokument som ger parterna direkta åtaganden går alltid till parterna för beslut."},
	{ID: "days", Practice: true, Because: "Ett ärende förankras hemma i minst 21 dagar."},
}

var levels = []string{"Politisk", "Strategisk", "Taktisk", "Operativ"}

func galleryStations() []Station {
	return []Station{
		{Label: "Länsdelsgrupp norra", DateText: "12 feb", Level: 2, State: Passed, Href: "#s1"},
		{Label: "Arbetsutskottet", DateText: "5 mar", Level: 1, State: Passed, Href: "#s2"},
		{Label: "Arbetsgrupp", DateText: "9 apr–12 jun", Level: 3, State: Passed},
		{Label: "Förankring", DateText: "22 jun–18 sep", Level: Home, State: Passed},
		{Label: "Chefsgruppen", DateText: "24 sep", Level: 1, State: Passed},
		{Label: "Samverkansrådet", DateText: "9 okt", Level: 0, State: Passed},
		{Label: "KCRD", DateText: "23 okt", Level: 1, State: Passed},
		{Label: "Parternas beslut", DateText: "26 okt–17 dec", Level: Home, State: Now},
		{Label: "I kraft", DateText: "1 jan 2027", Level: Home, State: Ahead},
		{Label: "Uppföljning", DateText: "10 jun 2027", Level: 1, State: Ahead},
	}
}

func galleryParties() PartyGridView {
	row := func(name, home, organ, meets, decision string) PartyRow {
		return PartyRow{Name: name, Home: "anchored", HomeOn: home, Organ: organ, Meeting: Link{Label: meets}, Decision: decision}
	}
	const ks = "Kommunstyrelsen"
	kumla := row("Kumla", "15 sep", ks, "28 okt", "missing")
	kumla.Late, kumla.Mine, kumla.Links, kumla.Href = true, true, []Link{{"Registrera", "#r"}}, "/hemma/SAM-2026-014"
	laxa := row("Laxå", "", ks, "", "no_date")
	laxa.Late, laxa.Home, laxa.Meeting = true, "under_way", Link{"Fråga Laxå", "#f"}
	ha := row("Hallsberg", "8 sep", ks, "3 nov", "adopts_with_reservation")
	ha.Links = []Link{{"§ 112", "#p"}}
	return PartyGridView{Caption: "Förankring och beslut för var och en av de 13 parterna", Groups: []PartyGroup{
		{Rows: []PartyRow{row("Region Örebro län", "18 sep", "Regionfullmäktige", "3 nov", "adopts")}},
		{Name: "Norra länsdelen", Rows: []PartyRow{row("Hällefors", "11 sep", ks, "24 nov", "planned"), row("Lindesberg", "4 sep", ks, "27 okt", "adopts"), row("Ljusnarsberg", "16 sep", ks, "25 nov", "planned"), row("Nora", "9 sep", ks, "28 okt", "adopts")}},
		{Name: "Södra länsdelen", Rows: []PartyRow{row("Askersund", "2 sep", ks, "17 nov", "planned"), ha, kumla, laxa, row("Lekeberg", "10 sep", ks, "24 nov", "rejects")}},
		{Name: "Västra länsdelen", Rows: []PartyRow{row("Degerfors", "7 sep", ks, "23 nov", "adopts_with_changes"), row("Karlskoga", "1 sep", ks, "27 okt", "adopts")}},
		{Name: "Länsdelen Örebro", Rows: []PartyRow{row("Örebro", "17 sep", "Kommunfullmäktige", "16 dec", "planned")}},
	}}
}

func gallerySteps() []StepRow {
	return []StepRow{
		{ID: "s1", Date: "2026-02-12", Level: 2, Levels: 4, Title: "Länsdelsgrupp norra väcker ärendet", Text: "Fler än hälften av utskrivningarna planeras för sent.", State: Passed, Links: []Link{{"Minnesanteckning", "#n"}}},
		{ID: "s2", Date: "2026-03-05", Level: 1, Levels: 4, Title: "Arbetsutskottet sorterar", State: Passed, Rules: refs},
		{Date: "2026-10-26", DateText: "26 okt", Level: Home, Levels: 4, Title: "Parternas beslut", Text: "Pågår till 17 december. 5 av 13 klara", State: Now, Tags: []templ.Component{StateTag(sv, "party_decisions")}, Rules: refs[:1]},
		{DateText: "tidigast 1 jan 2027", Level: Home, Levels: 4, Title: "I kraft", State: Ahead},
		{DateText: "10 jun 2027", Level: 1, Levels: 4, Title: "Uppföljning i chefsgruppen", State: Ahead, Possible: true},
	}
}

// marksOf shows every mark there is.
func marksOf() []templ.Component {
	var out []templ.Component
	for _, s := range []string{"raised", "triaged", "under_way", "home_preparation", "remiss", "agenda", "party_decisions", "decided", "in_force", "parked", "obstacle", "declined", "withdrawn", "merged", "implemented", "followed_up", "closed", "returned", "stalled", "replaced", "repealed", "review_due"} {
		out = append(out, StateTag(sv, s))
	}
	for _, s := range []string{"as_proposed", "with_changes", "referred_back", "postponed", "declined", "noted", "sent_on", "lifted", "adopts", "adopts_if", "adopts_with_reservation", "adopts_with_changes", "rejects", "postpones", "not_needed", "planned", "no_date", "missing"} {
		out = append(out, OutcomeTag(sv, s))
	}
	for _, s := range []string{"not_begun", "under_way", "anchored", "objects"} {
		out = append(out, HomeTag(sv, s))
	}
	for _, s := range []string{"supports", "supports_with_changes", "opposes", "undecided"} {
		out = append(out, StanceTag(sv, s))
	}
	for _, s := range []string{"decide", "prepare", "inform", "learn"} {
		out = append(out, PurposeTag(sv, s))
	}
	for _, s := range []string{"planned", "called", "open", "held", "cancelled"} {
		out = append(out, MeetingTag(sv, s))
	}
	return out
}

// inside gives a component its children.
func inside(outer templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

func words(s string) templ.Component { return templ.Raw(s) }

func galleryForm() templ.Component {
	outcome := Field{Name: "outcome", Label: "Utfall", Inline: true, Choices: []Choice{{Value: "as_proposed", Label: "Enligt förslag"}, {Value: "with_changes", Label: "Med ändring"}, {Value: "declined", Label: "Avslag"}, {Value: "referred_back", Label: "Återremiss"}}}
	mandate := Field{Name: "mandate", Label: "Har ledamöterna själva mandat att besluta?", Error: "Välj om ledamöterna har mandat.", Rules: refs[:1], Choices: []Choice{
		{Value: "held", Label: "Ja, inom ledamöternas mandat", Hint: "Beslutet verkställs i linjen."},
		{Value: "goes_on", Label: "Nej, ett annat organ i strukturen beslutar", Rules: refs[:1]}}}
	return inside(Form("/arenden/x", "k1", true),
		TextField(sv, Field{Name: "title", Label: "Rubrik", Hint: "Högst 160 tecken.", Value: "Rutin för <samordnad> plan", MaxLength: 160}),
		TextArea(sv, Field{Name: "note", Label: "Anteckning", Optional: true}),
		DateField(sv, Field{Name: "due", Label: "Senast", Value: "24/13", Error: "Skriv ett datum som finns, till exempel 2026-11-24."}),
		DateField(sv, Field{Name: "from", Label: "Från", Value: "24 nov", Reading: "24 november 2026"}),
		Radios(sv, outcome), Radios(sv, mandate),
		Checkboxes(sv, Field{Name: "who", Label: "Vilka berörs?", Choices: []Choice{{Value: "a", Label: "Askersund", Chosen: true}, {Value: "k", Label: "Kumla"}}}),
		Checkbox(sv, Field{Name: "all", Label: "Visa även avslutade"}),
		Select(sv, Field{Name: "organ", Label: "Organ", Empty: "Välj organ", Choices: []Choice{{Value: "ks", Label: "Kommunstyrelsen"}, {Value: "kf", Label: "Kommunfullmäktige"}}}),
		FileField(sv, Field{Name: "file", Label: "Protokollsutdrag", Hint: "PDF eller DOCX, högst 50 MB.", Accept: ".pdf,.docx", Optional: true}),
		inside(Actions(), Button("Spara beslut, gå till punkt 5"), ButtonSecondary("Bara spara"), ButtonValue("act", "draft", "Spara utkast", false), ButtonQuiet("Påminn"), LinkButton("#l", "Förbered"), LinkButtonSecondary("#l", "Avbryt")),
	)
}

func galleryWorkspace() templ.Component {
	p := galleryPage()
	p.Failed = true
	main := templ.Join(
		inside(Head("Överenskommelse om samverkan vid utskrivning från sluten hälso- och sjukvård", "Ersätter överenskommelsen från 2019. Alla parter får direkta åtaganden och därför beslutar varje part."),
			words(`<div class="meta">`), StateTag(sv, "party_decisions"), LevelMark(1, 4, "Strategisk nivå"), LevelMark(0, 2, "Första av två"), LevelMark(5, 6, "Sista av sex"), words(`<span>Väckt av Länsdelsgrupp norra</span></div>`)),
		words(`<div class="wrap">`),
		ErrorSummary(sv, []FieldError{{"due", "Skriv ett datum som finns."}, {"mandate", "Välj om ledamöterna har mandat."}}),
		Refused(sv, RefusedView{What: "Ärendet kan inte sättas upp för beslut än.", Rules: refs, Who: "Den som leder ärendet kan göra avsteg.", WayOut: "Vänta till 20 november.", Link: Link{"Gör avsteg", "#avsteg"}}),
		Findings(sv, []rule.Finding{{Severity: rule.Blocks, Rules: refs, Message: "Någon måste besluta.", Proposes: "Gå vidare till rådet."}, {Severity: rule.Warns, Rules: refs[:1], Message: "Laxå har inte förankrat ärendet."}, {Severity: rule.Informs, Message: "Inget mer."}}),
		Journey(sv, JourneyView{Levels: levels, Stations: galleryStations(), Today: "I dag 5 nov", List: "stationer"}),
		words(`<div class="g2 mainc"><div class="stack">`),
		inside(PanelOf(PanelHead{Title: "Parternas beslut", Note: "5 av 13 har beslutat", Link: Link{"Påminn två parter", "#p"}}), PartyGrid(sv, galleryParties())),
		inside(PanelOf(PanelHead{ID: "stationer", Title: "Stationer", Link: Link{"Hela händelseloggen", "#logg"}}), Steps(sv, gallerySteps())),
		inside(Panel("Formulär", Link{}), inside(Pad(), galleryForm())),
		inside(Panel("Märken", Link{}), inside(Pad(), words(`<p class="marks">`), templ.Join(marksOf()...), words(`</p>`))),
		words(`</div><aside class="stack" aria-label="Om ärendet">`),
		inside(Panel("Varför den här vägen?", Link{}), inside(Pad(), Cite("Ska alltid gå till parterna för beslut.", Link{"Arbetsordningen, punkt 1", "#k"}), Clause(sv, refs[0]), Why(sv, refs...))),
		inside(Panel("Dagordning", Link{}), AgendaList(sv, []AgendaRow{{No: 1, Title: "Mötet öppnas", Clock: "09.00", Done: true}, {No: 2, Title: "Gemensam rutin för samordnad individuell plan", Href: "#2", Clock: "09.30", Purpose: "decide", Note: "12 av 13 förankrat", Now: true}, {Title: "Paus", Clock: "10.30"}, {No: 3, Title: "Nationell plan", Href: "#3", Purpose: "learn"}})),
		inside(Panel("Underlag", Link{"Ladda ner alla", "#z"}), Rows(sv, []Row{{Link: Link{"Förslag, version 4", "#d"}, Facts: []string{"PDF, 14 sidor", "skickat 26 okt"}, Record: true, Tags: []templ.Component{StateTag(sv, "in_force")}, Done: 7, Of: 10}, {Date: "2026-11-05", Link: Link{"Chefsgruppen", "#m"}, Text: "i dag 09.00–12.00"}, {Over: "3 nov 2026", Link: Link{"Fem parter klara", "#y"}}})),
		inside(Panel("Roller", Link{}), inside(Pad(), KV([]Pair{{"Ordförande", "områdeschef, regionen", ""}, {"Utskott", "Arbetsutskottet", "#au"}}), LockedTo(sv, "Kumla"), inside(Position(sv, StanceMark("supports")), words(" men vill ha utbildning.")))),
		inside(Panel("Tomt", Link{}), inside(Empty("Ingen grupp passar filtret. Ta bort ett val."), ButtonQuiet("Ta bort val"))),
		words(`</aside></div>`),
		Proposal("Förslag till beslut", []string{"Chefsgruppen antar rutinen.", "Länsdelsgrupperna inför den."}),
		Proposal("Förslag", []string{"Att anta rutinen."}),
		inside(Panel("Sammansättning", Link{}), SeatList(sv, SeatView{Caption: "Kommunernas platser", Head: "Kommunerna, 15 platser", Groups: []SeatGroup{{Name: "Södra länsdelen", Rows: []SeatRow{{Name: "Kumla", Who: "Socialchef", Filled: 1, Seats: 1}, {Name: "Laxå", Filled: 0, Seats: 1, Vacant: "Vakant sedan 1 okt"}, {Name: "Örebro", Who: "Socialchef, tre områdeschefer", Filled: 3, Seats: 4}}}}}),
			SeatList(sv, SeatView{Caption: "Regionens platser", Head: "Regionen", Groups: []SeatGroup{{Rows: []SeatRow{{Name: "Nära vård", Filled: 2, Seats: 2, Region: true}}}}})),
		inside(Table(sv, "Beslut", []Column{{Title: "Datum", Sort: "?s=d", Sorted: "ascending"}, {Title: "Ärende"}, {Title: "Mandat", Drop: true}, {Title: "Länk", Hidden: true}}), words(`<tbody><tr><td>24 sep</td><td>Rutin</td><td class="drop">Inom mandatet</td><td><a href="#x">Öppna</a></td></tr></tbody>`)),
		More(sv, "?fran=20"), StepOf(sv, 2, 5), Notice(Flash{Tone: Wait, Text: "Någon sparade samma text 09.41."}),
		Tabs("Gruppens sidor", "b", []Tab{{"a", "Översikt", "#1", 0}, {"b", "Möten", "#2", 7}}),
		words(`</div>`),
	)
	return inside(Layout(p), main)
}

func galleryPortal() templ.Component {
	p := galleryPage()
	p.Viewer, p.Demo, p.Flash, p.Crumbs, p.Section, p.Title = nil, nil, nil, []Link{{"Start", "/"}, {"Struktur", ""}}, "struktur", ""
	return inside(PublicLayout(p), Head("Så samverkar regionen och de tolv kommunerna", ""), words(`<div class="wrap"><section class="sec"><h2>Struktur</h2>`),
		SearchField("/sok", "Sök dokument, beslut, grupper och möten", "q", "", "Sök"),
		Bands([]Band{{Index: 0, Of: 4, Name: "Politisk nivå", About: "Förtroendevalda.", Nodes: []Node{{Name: "Regionala samverkansrådet", Href: "#r"}}}, {Index: 3, Of: 4, Name: "Operativ nivå", Nodes: []Node{{Name: "Askersund", Href: "#a", Small: true}, {Name: "KCRD", Note: "Kommunchefer", Href: "#k"}}}}),
		Journey(sv, JourneyView{ID: "en", Levels: levels[:2], Stations: galleryStations()[4:7]}),
		words(`</section></div>`))
}

func galleries() map[string]templ.Component {
	return map[string]templ.Component{"workspace": galleryWorkspace(), "portal": galleryPortal(), "chart": galleryMap()}
}

// render gives the bytes; with GALLERY set to a folder they are written there
// too, to be looked at in a browser (the addresses of /static lead to dist).
func render(t *testing.T, name string, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if dir := os.Getenv("GALLERY"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".html"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

var unknownKey = regexp.MustCompile(`\[[a-z_]+(\.[a-z_]+)+\]`)

func TestGallery(t *testing.T) {
	for name, c := range galleries() {
		t.Run(name, func(t *testing.T) {
			page := render(t, name, c)
			if m := unknownKey.FindString(page); m != "" {
				t.Errorf("unknown text %s", m)
			}
			doc, err := html.Parse(strings.NewReader(page))
			if err != nil {
				t.Fatal(err)
			}
			checkDocument(t, doc)
		})
	}
}

// checkDocument holds a page against what every page must keep: no style or
// handler in the page, ids that are unique, references that lead somewhere,
// labels for every control, one h1 and one main.
func checkDocument(t *testing.T, doc *html.Node) {
	t.Helper()
	ids, count := map[string]bool{}, map[string]int{}
	var refer []string
	labelled := map[string]bool{}
	var controls []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		a := map[string]string{}
		for _, x := range n.Attr {
			a[x.Key] = x.Val
			if x.Key == "style" || strings.HasPrefix(x.Key, "on") {
				t.Errorf("<%s %s=%q> is forbidden by the content security policy", n.Data, x.Key, x.Val)
			}
		}
		if id, ok := a["id"]; ok {
			if ids[id] || id == "" {
				t.Errorf("id %q is there twice or empty", id)
			}
			ids[id] = true
		}
		for _, key := range []string{"aria-describedby", "aria-labelledby"} {
			refer = append(refer, strings.Fields(a[key])...)
		}
		switch n.Data {
		case "style":
			t.Error("<style> is forbidden by the content security policy")
		case "script":
			if a["src"] == "" {
				t.Error("a script in the page is forbidden by the content security policy")
			}
		case "label":
			labelled[a["for"]] = true
			refer = append(refer, a["for"])
		case "input", "select", "textarea":
			if a["type"] != "hidden" {
				controls = append(controls, a["id"])
			}
		case "summary":
			if n.Parent.Data != "details" {
				t.Error("a summary stands outside its details: the parser closed it")
			}
		case "p":
			for c := range n.Descendants() {
				if c.Data == "details" || c.Data == "div" {
					t.Error("a block stands inside a p")
				}
			}
		}
	}
	for _, id := range refer {
		if id != "" && !ids[id] {
			t.Errorf("nothing has the id %q", id)
		}
	}
	for _, id := range controls {
		if !labelled[id] {
			t.Errorf("the control %q has no label", id)
		}
	}
	if count["h1"] != 1 || count["main"] != 1 {
		t.Errorf("%d h1 and %d main, want one of each", count["h1"], count["main"])
	}
}

// Every state and outcome has a word, a glyph and a tone.
func TestMarksAreNeverColourAlone(t *testing.T) {
	for prefix, table := range map[string]map[string]Mark{"ui.state.": states, "ui.outcome.": outcomes, "ui.home.": home, "ui.stance.": stances, "ui.purpose.": purposes, "ui.meeting.": meetings} {
		for s := range table {
			m := marked(table, prefix, s)
			if m.Tone == "" || len(m.Glyph.strokes()) == 0 || !sv.Has(m.Key) {
				t.Errorf("%s%s: %+v lacks tone, glyph or word", prefix, s, m)
			}
		}
	}
}

func TestTitle(t *testing.T) {
	p := galleryPage()
	if got := p.DocTitle(); got != "Alla delar – Samverkan i Örebro län" {
		t.Error(got)
	}
	p.Failed = true
	if got := p.DocTitle(); !strings.HasPrefix(got, "Fel: ") {
		t.Error(got)
	}
}

func TestAbbreviate(t *testing.T) {
	rows := galleryParties().rows()
	seen := map[string]string{}
	for i, s := range abbreviate(rows) {
		if was := seen[s]; was != "" {
			t.Errorf("%s and %s are both %s", was, rows[i].Name, s)
		}
		seen[s] = rows[i].Name
	}
	if seen["RÖ"] != "Region Örebro län" {
		t.Errorf("the region is not RÖ: %v", seen)
	}
}

// A form field says its hint and its error with it, and an address in a text
// that somebody wrote can't be a script.
func TestFieldsAreWired(t *testing.T) {
	page := render(t, "field", TextField(sv, Field{Name: "a.b", Label: "L", Hint: "h", Error: "e"}))
	for _, want := range []string{`aria-describedby="f-a-b-hint f-a-b-error"`, `aria-invalid="true"`, `for="f-a-b"`, `id="f-a-b-error"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing in %s", want, page)
		}
	}
	if page := render(t, "link", Anchor(Link{"x", "javascript:alert(1)"})); strings.Contains(page, "javascript") {
		t.Error(page)
	}
	if page := render(t, "password", TextField(sv, Field{Name: "p", Label: "L", Type: "password", Value: "secret"})); strings.Contains(page, "secret") {
		t.Error("a password is written back into the page")
	}
}

// A grid of more than twenty parties folds by district, with the late one open.
func TestLargeGridFolds(t *testing.T) {
	v := PartyGridView{Caption: "c"}
	for i := range 3 {
		g := PartyGroup{Name: "D" + num(float64(i))}
		for j := range 11 {
			g.Rows = append(g.Rows, PartyRow{Name: "Part " + num(float64(11*i+j)), Late: i == 1 && j == 3})
		}
		v.Groups = append(v.Groups, g)
	}
	page := render(t, "fold", PartyGrid(sv, v))
	if n := strings.Count(page, "<details"); n != 3 {
		t.Errorf("%d folds, want 3", n)
	}
	if n := strings.Count(page, "<details class=\"fold\" open"); n != 1 {
		t.Errorf("%d open, want the one where somebody has to act", n)
	}
}
