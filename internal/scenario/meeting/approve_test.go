package meeting

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"samverk/internal/domain/structure"
	"samverk/internal/mail"
	"samverk/internal/scenario/server"
	"samverk/internal/scenario/visitor"
	"samverk/internal/structurefile"
	"samverk/internal/text"
)

// The words of what is approved; none of them may stand in a letter.
const (
	planned = "Verksamhetsplan för nästa år"
	agreed  = "Planen godkänns med de ändringar som föreslogs."
	heard   = "Två ledamöter frågade om väntetiderna."
)

// keeper records for every body of these stories.
const keeper = "sekreteraren@example.org"

// county opens a county by its file, with who sits in its bodies. Everybody has an
// account, and follows links in letters without being signed in.
func county(t *testing.T, file string, cast []server.Person) *world {
	t.Helper()
	s, err := structurefile.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	w := openOn(t, server.Options{Structure: s})
	w.enroll(cast)
	return w
}

func seat(name, party, body, role string) server.Person {
	return server.Person{Name: name, Email: address(name), Party: party, Body: body, Role: role, From: since}
}

// address gives the e-mail address of an office.
func address(name string) string {
	return strings.NewReplacer(" ", ".", "å", "a", "ä", "a", "ö", "o").Replace(strings.ToLower(name)) + "@example.org"
}

// meets holds a meeting of a body today through its pages, with everybody there
// whom it names and one decision, and gives its address. how fills in what the
// body's form asks of the decision besides.
func (w *world) meets(body string, how func(*visitor.Form), there ...string) string {
	w.t.Helper()
	v := w.visit(keeper)
	v.Open("/grupper/"+body).Form("Planera mötet").Fill("Dag", string(w.today())).Done()
	at, _, _ := strings.Cut(v.URL.Path, "/redigera")
	v.Open(at+"/redigera").Form("Lägg till ämnet").Fill("Rubrik", planned).Choose("", "Beslut").Done()
	v.Open(at + "/genomfor").Form("Öppna mötet").Done()
	f := v.Open(at + "/genomfor").Form("Spara närvaron")
	for _, name := range there {
		f.Choose("Närvaro", name)
	}
	f.Done()
	var item string
	for _, a := range v.Open(at + "/genomfor").All("main a[href*='punkt=']") {
		if strings.Contains(v.TextOf(a), planned) {
			item = a.Attr[slices.IndexFunc(a.Attr, func(x html.Attribute) bool { return x.Key == "href" })].Val
		}
	}
	if item == "" { // it is the only one
		item = at + "/genomfor"
	}
	f = v.Open(item).Form("Spara beslutet").Choose("Vad är det", "Beslut").Fill("Beslutets lydelse", agreed).Choose("Hur gick det", "Enligt förslag")
	for _, yes := range []string{"Ja, det var enhälligt", "Ja, alla var överens", "Ja, det hade majoritet"} { // of bodies that agree, by their text
		if strings.Contains(v.Text(), yes) {
			f.Choose("", yes)
		}
	}
	if how != nil {
		how(f)
	}
	f.Done()
	v.Open(at + "/genomfor").Form("Avsluta mötet").Done()
	return at
}

// writes writes of the one item and makes the text ready.
func (w *world) writes(at string) *visitor.Visitor {
	w.t.Helper()
	v := w.visit(keeper)
	v.Open(at+"/anteckningar").Form("Spara punkten").Fill("Anteckning till", heard).Done()
	v.Open(at + "/anteckningar").Form("Gör klart").Done()
	w.work(time.Minute)
	return v
}

// asked gives the path of the link by which somebody approves, from their letter,
// which says nothing of the text.
func (w *world) asked(who string) string {
	w.t.Helper()
	m := w.letter(who, "Godkänn")
	w.silent(m)
	return w.link(m, "/godkann/")
}

// silent ends in a fault when a letter says what was said or decided.
func (w *world) silent(m mail.Read) {
	w.t.Helper()
	for _, words := range []string{planned, agreed, heard} {
		if strings.Contains(m.Subject+m.Text+m.HTML, words) {
			w.t.Errorf("the letter %q holds %q", m.Subject, words)
		}
	}
}

// follows opens a link of a letter in a browser without scripts in which nobody is
// signed in.
func (w *world) follows(path string) *visitor.Visitor {
	w.t.Helper()
	return visitor.New(w.t, w.site).Open(path)
}

// approves reads the text behind a link and approves it.
func (w *world) approves(path string) *visitor.Visitor {
	w.t.Helper()
	v := w.follows(path)
	if n := len(v.All("main input[checked]")); n > 0 {
		w.t.Errorf("%d answers are chosen beforehand", n)
	}
	return v.Sees(agreed, heard).Form("Svara").Choose("Ditt svar", "Jag godkänner").Done().Sees("Svaret är sparat", "Du godkände texten")
}

// joint seats a joint board by law, a member from each of its parties.
func joint(t *testing.T) (*world, *structure.Body) {
	t.Helper()
	const file, board = "../../../structures/sormland.yaml", "nsv"
	s, err := structurefile.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	b := s.Body(board)
	cast := []server.Person{{Name: "Sekreteraren", Email: keeper, Party: b.Host, Body: board, Role: "secretary", From: since}}
	role := "chair"
	for _, p := range s.PartiesOf(b) {
		cast = append(cast, seat("Ledamot "+p, p, board, role))
		role = "member"
	}
	return county(t, file, cast), b
}

// A joint board's minutes by law, over the wire: those who were elected and the
// chair get a letter each, read the minutes behind its link and approve them; the
// minutes are late from the fifteenth day; each party announces them on a day of
// its own, and the time for appeal runs from the last.
func TestABoardsMinutesByLink(t *testing.T) {
	w, b := joint(t)
	parties, sv := w.s.PartiesOf(b), text.For("sv")
	first, second := "Ledamot "+parties[1], "Ledamot "+parties[2]
	at := w.meets(b.ID, func(f *visitor.Form) { f.Choose("Hur fattade", "Utan omröstning") }, memberNames(parties)...)
	day := w.today()
	rec := func() *visitor.Visitor { return w.visit(keeper).Open(at + "/anteckningar") }
	rec().Sees("Protokollet justeras enligt lagen").Form("Spara justerarna").Choose("Vilka utsågs", first).Choose("Vilka utsågs", second).Done()
	w.writes(at).Open(at+"/anteckningar").Sees("Protokollet ska justeras senast", "5 kap. 65, 66 och 69 §§", "Tiden räknas från det sista anslaget")
	if v := rec(); len(v.All(`form[action$="/anslag"]`)) > 0 {
		t.Error("minutes that nobody has approved can be announced")
	}

	// The first approves on the second day. A link that somebody has used, or has
	// mistyped, shows no minutes; the others are asked still.
	w.work(24 * time.Hour)
	link := w.asked(address(first))
	w.approves(link).SeesNot(heard)
	w.follows(link).Sees("Du godkände texten").SeesNot(heard, "Svara")
	for _, path := range []string{link[:len(link)-1] + "x", link + "x", "/godkann/x"} {
		if v := visitor.New(t, w.site).Get(path); v.Status != http.StatusNotFound || strings.Contains(v.Text(), heard) {
			t.Errorf("%s gives %d:\n%s", path, v.Status, v.Text())
		}
	}
	rec().Sees("med länken i mejlet", "Har inte svarat").SeesNot("Protokollet justerades")

	// The chair sends them back: they are written on, and the old links are of other
	// words. All are asked again.
	back := w.asked(address("Ledamot " + parties[0]))
	w.follows(back).Form("Svara").Choose("Ditt svar", "Jag skickar tillbaka").Submit().Sees("Skriv vad som ska ändras")
	w.follows(back).Form("Svara").Choose("Ditt svar", "Jag skickar tillbaka").Fill("Kommentar", "En fråga saknas.").Done()
	old := w.asked(address(second))
	w.follows(old).Sees("Texten har ändrats").SeesNot(heard)
	rec().Sees("En fråga saknas.").Form("Gör klart").Done()
	w.work(time.Minute)
	if w.asked(address(second)) == old {
		t.Error("nobody is asked about the new words")
	}

	// The fifteenth day is late, and it is said; they are approved all the same.
	w.work(13 * 24 * time.Hour)
	if w.today() != day.Add(14) {
		t.Fatalf("it is %s", w.today())
	}
	rec().Sees("Protokollet ska justeras senast").SeesNot("skulle ha justerats")
	w.work(24 * time.Hour)
	rec().Sees("skulle ha justerats senast")
	for _, name := range []string{"Ledamot " + parties[0], first, second} {
		w.approves(w.asked(address(name)))
	}
	rec().Sees("Protokollet justerades", "Det skulle ha skett senast", "Godkänd", "hos 0 av 10 parter")

	// Each party's notice board on its own day; the last of them begins the time.
	post := func(on string, parties ...string) *visitor.Visitor {
		f := rec().Form("Spara tillkännagivandet")
		for _, p := range parties {
			f.Choose("På vilka parters", w.s.Party(p).Name)
		}
		return f.Fill("Vilken dag", on).Submit()
	}
	approved := w.today()
	post(string(approved.Add(-1)), parties[0]).Sees("Tillkännagivandet kan inte vara tidigare")
	post(string(approved.Add(1)), parties[0]).Sees("har inte kommit än")
	post(string(approved), parties[:4]...).Sees("hos 4 av 10 parter", "Tiden för överklagande börjar när")
	w.work(2 * 24 * time.Hour)
	post(string(w.today()), parties[4:9]...).Sees("hos 9 av 10 parter", w.s.Party(parties[9]).Name+": inte anslaget än")
	w.work(24 * time.Hour)
	last := w.today()
	post(string(last), parties[9]).Sees("tillkännagiven hos alla 10 parter", "Beslut som kan överklagas kan det till och med "+sv.Date(last.Add(21)))
	rec().SeesNot("Anteckningarna", "Skicka anteckningar", "Publicera anteckningarna", "Gruppens alla").Sees("Skicka protokoll och beslut", "Publicera protokollet", "Nämndens alla protokoll")
	rec().Sees("13 kap. 5 §", w.s.Party(parties[0]).Name+": "+sv.Date(approved))
}

func memberNames(parties []string) []string {
	var out []string
	for _, p := range parties {
		out = append(out, "Ledamot "+p)
	}
	return out
}

// corrects corrects the decision of a meeting whose list of decisions has gone out,
// and sends the corrected list alone.
func (w *world) corrects(at, to string) {
	w.t.Helper()
	const mended = "Planen godkänns som den föreslogs."
	v := w.visit(keeper)
	v.Open(w.decision(v, at)).Form("Spara rättelsen").Fill("Beslutets lydelse", mended).Fill("Varför rättas det", "Ändringarna beslutades inte.").Done()
	v.Open(at+"/anteckningar").Sees("har rättats sedan listan").Form("Skicka den rättade").Done().Sees("Så stod det förut", agreed, mended).SeesNot("har rättats sedan listan")
	w.work(time.Minute)
	m := w.letter(to, "Rättad beslutslista")
	if w.silent(m); strings.Contains(m.Text, mended) {
		w.t.Errorf("the letter says what was decided:\n%s", m.Text)
	}
	w.follows(w.link(m, "/mottaget/")).Sees("Rättad.", "Så stod det förut", agreed, mended).Form("Jag har läst").Done().Sees("Du har läst")
	for _, version := range []string{"1", "2"} {
		w.visit(keeper).Open(at + "/dokument/beslutslista?version=" + version).Sees(agreed)
	}
}

// ways opens the county whose bodies approve their notes each in its own way.
func ways(t *testing.T) *world {
	cast := []server.Person{
		seat("Rådets ordförande", "reg", "council", "chair"), seat("Rådets ordförande", "reg", "committee", "member"),
		seat("Första ledamoten", "reg", "committee", "member"), seat("Andra ledamoten", "ekmark", "committee", "member"),
		seat("Hälsodirektören", "reg", "chiefs", "chair"), seat("Socialchefen", "ekmark", "chiefs", "member"), seat("Styrgruppens ordförande", "ekmark", "steering", "chair"),
	}
	for _, b := range []string{"council", "committee", "chiefs", "steering"} {
		cast = append(cast, server.Person{Name: "Sekreteraren", Email: keeper, Party: "reg", Body: b, Role: "secretary", From: since})
	}
	return county(t, "../../structurefile/testdata/fifth/vindmark.yaml", cast)
}

// What a text says of who approves is what the pages and the letters do: the chair by
// link; another body's chair and two who are elected; each member by mail; the next
// meeting. Nothing leaves a body before it is approved where its text wants that.
func TestWaysOfApproval(t *testing.T) {
	w := ways(t)
	page := func(at string) *visitor.Visitor { return w.visit(keeper).Open(at + "/anteckningar") }

	council := w.meets("council", nil, "Rådets ordförande")
	w.writes(council)
	page(council).Sees("Fick frågan", "Texten är inte godkänd").Form("Skicka").Submit().Sees("Anteckningarna är inte godkända", "Länsrådet")
	w.approves(w.asked(address("Rådets ordförande")))
	page(council).Sees("med länken i mejlet").Form("Skicka").Done().Sees("skickas")
	w.work(time.Minute)
	sent := w.letter(address("Rådets ordförande"), "Klart att läsa")
	w.silent(sent)
	w.follows(w.link(sent, "/mottaget/")).Sees(heard).Form("Jag har läst").Done().Sees("Du har läst")
	w.corrects(council, address("Rådets ordförande"))

	committee := w.meets("committee", nil, "Rådets ordförande", "Första ledamoten", "Andra ledamoten")
	w.writes(committee)
	page(committee).Form("Fråga dem").Submit().Sees("2 justerare saknas", "Ta tillbaka texten")
	page(committee).Form("Ta tillbaka").Done()
	page(committee).Form("Spara justerarna").Choose("Vilka utsågs", "Första").Choose("Vilka utsågs", "Andra").Done()
	page(committee).Form("Gör klart").Done()
	w.work(time.Minute)
	for _, name := range []string{"Första ledamoten", "Andra ledamoten", "Rådets ordförande"} {
		page(committee).Sees("Har inte svarat").SeesNot("av alla som skulle godkänna")
		w.approves(w.asked(address(name)))
	}
	page(committee).Sees("av alla som skulle godkänna")

	chiefs := w.meets("chiefs", nil, "Hälsodirektören", "Socialchefen")
	w.writes(chiefs)
	old := w.asked(address("Socialchefen"))
	w.approves(w.asked(address("Hälsodirektören")))
	w.work(32 * 24 * time.Hour)
	w.follows(old).Sees("Länken har slutat gälla").SeesNot(heard, "Svara")
	page(chiefs).Sees("Har inte svarat").Form("Skicka länken igen").Done()
	w.work(time.Minute)
	if again := w.asked(address("Socialchefen")); again == old {
		t.Error("the link that ended is mailed again")
	} else {
		w.approves(again)
	}
	page(chiefs).Sees("av alla som skulle godkänna")

	steering := w.meets("steering", nil, "Styrgruppens ordförande")
	w.writes(steering)
	page(steering).Sees("De godkänns på nästa möte").SeesNot("Har inte svarat").Form("Skicka").Done()
	w.work(28 * 24 * time.Hour)
	w.meets("steering", nil, "Styrgruppens ordförande")
	page(steering).Form("Anteckna godkännandet").Choose("Godkänd på mötet", "").Done().Sees("Godkänd på ett senare möte")
}
