package pagetest

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/papers"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/presence"
	"samverk/internal/domain/sheet"
	"samverk/internal/scenario/visitor"
	"samverk/internal/text"
)

// english makes English the language of the county's documents.
func (w *World) english() {
	w.T.Helper()
	keeper := apptest.Member("keeper", people.Membership{Party: w.S.Parties[0].ID, Body: foremost(w), Role: access.Coordinator})
	_, err := papers.SetLook.Do(w.Ctx, w.Sys, keeper, papers.LookIn{Lang: sheet.English})
	w.Ok(err)
}

// vocabulary gives every word that the catalogue says in English, dates included.
func vocabulary(w *World) map[string]bool {
	en := text.ForDocument("en")
	out := map[string]bool{}
	add := func(s string) {
		for _, word := range words(s) {
			out[word] = true
		}
	}
	for _, k := range en.Keys() {
		add(en.S(k, 2, 2, 2) + " " + en.S(k, 1, 1, 1))
	}
	for month := range 12 {
		add(en.Date(w.Today().AddDate(0, month, 0)))
	}
	for day := range 7 {
		add(en.Weekday(w.Today().Add(day)))
	}
	add(w.S.Title.In("en"))
	return out
}

// words gives the words of a text, folded; what begins with a number is none.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
}

// unmarked gives the words of an English document that stand there as English and
// that the catalogue never says: what is left in Swedish, what lacks its sentence.
func unmarked(w *World, v *visitor.Visitor) []string {
	w.T.Helper()
	known := vocabulary(w)
	var out []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for _, a := range n.Attr {
			if n.Data != "article" && a.Key == "lang" {
				return
			}
		}
		if n.Type == html.TextNode && !strings.Contains(n.Data, "https://") {
			for _, word := range words(n.Data) {
				if !known[word] && len([]rune(word)) > 1 {
					out = append(out, word)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	articles := v.All(`article[lang="en"]`)
	if len(articles) != 1 {
		w.T.Fatalf("%s: %d documents in English", v.URL, len(articles))
	}
	walk(articles[0])
	return out
}

// inEnglish opens a document that comes in English and looks for what is not.
func (w *World) inEnglish(v *visitor.Visitor, path string, sees ...string) {
	w.T.Helper()
	v.Open(path).Sees(sees...)
	for _, word := range unmarked(w, v) {
		w.T.Errorf("%s says %q as if it were English", path, word)
	}
}

// Every document of a board's meeting and of a group's comes in English where the
// county has chosen it: what the document itself says is English, and what people
// wrote, names and offices within its sentences too, is marked as Swedish.
func TestDocumentsOfABoardInEnglish(t *testing.T) {
	s := satDown(t)
	s.english()
	at := s.opens(nsv)
	id := strings.TrimPrefix(at, "/moten/")
	parties := []string{host, "flen", "trosa", "gnesta", "oxelosund", "strangnas", "katrineholm"}
	member := func(p string) string { return "person-Ledamot " + s.S.Party(p).Name }
	s.present(at, parties...)
	items := itemsOf(t, s.World, s.keeper, id)
	for _, x := range []meetings.AtItemInput{
		{Item: items[0], Person: member("flen"), Move: presence.Disqualify},
		{Item: items[0], Person: "person-Ersättare Flen", Move: presence.Serves, For: member("flen")},
		{Item: items[0], Person: member("katrineholm"), Move: presence.StepsOut},
		{Item: items[1], Person: member("katrineholm"), Move: presence.Leaves},
		{Item: items[1], Person: member("nykoping"), Move: presence.Comes},
	} {
		x.Meeting = id
		_, err := meetings.AtItem.Do(s.Ctx, s.Sys, s.keeper, x)
		s.Ok(err)
	}
	fill := func(text string) *visitor.Form {
		return s.v.Open(at+"/genomfor").Form("Spara beslutet").Choose("Vad är det", "Beslut").Fill("Beslutets lydelse", text).Choose("Hur gick det", "Enligt förslag").
			Fill("Ansvarig", "Nämndens sekreterare").Fill("Klart senast", "2026-03-01")
	}
	f := fill("Nämnden godkänner planen.").Choose("Hur fattade", "Öppen omröstning").Fill("Reservation", "Ledamoten anser att planen kostar för mycket.")
	for n, p := range []string{host, "trosa", "gnesta", "oxelosund", "strangnas"} {
		f.Set("rost-"+member(p), map[bool]string{true: "yes", false: "no"}[n < 3])
	}
	f.Set("rost-person-Ersättare Flen", "no").Set("reserverar", member("strangnas")).Done()
	s.v.Follow("2 Val av vice ordförande Beslut").Form("Spara beslutet").Choose("Vad är det", "Beslut").Fill("Beslutets lydelse", "Nämnden väljer vice ordförande.").Choose("Hur gick det", "Enligt förslag").
		Choose("Hur fattade", "Sluten omröstning").Fill("Valsedlar", "Ledamot Flen: 3\nLedamot Trosa: 3").Fill("Vem föll lotten på?", "Ledamot Trosa").Done()
	_, err := meetings.Assign.Do(s.Ctx, s.Sys, s.keeper, meetings.AssignInput{Meeting: id, Item: items[0], What: "Skriv ett utkast", Party: "flen", DueOn: "2026-03-01"})
	s.Ok(err)
	_, err = records.Elect.Do(s.Ctx, s.Sys, s.keeper, records.ElectInput{Meeting: id, Persons: []string{member("trosa")}})
	s.Ok(err)
	s.inEnglish(s.v, at+"/dokument/protokoll", "Draft. The meeting is under way", "Open vote. 3 for, 3 against. The chair's casting vote settled it.", "served for", "was disqualified", "Elected as adjusters of the minutes")
	s.v.Open(at + "/genomfor").Form("Avsluta mötet").Done()
	for _, kind := range []string{"kallelse", "dagordning", "beslutslista", "protokoll"} {
		s.inEnglish(s.v, at+"/dokument/"+kind)
	}
	s.v.Open(at + "/anteckningar").Form("Gör klart").Done()
	s.v.Open(at+"/anteckningar").Form("Anteckna godkännandet").Fill("Godkänd på papper", string(s.Today())).Done()
	s.inEnglish(s.v, at+"/dokument/protokoll", "Approved on paper")
	s.v.Open(at + "/anteckningar").Form("Skicka protokoll och beslut").Done()
	list, err := meetings.Page.Do(s.Ctx, s.Sys, s.keeper, meetings.PageInput{Meeting: id})
	s.Ok(err)
	d := list.Decisions[0]
	s.inEnglish(s.v, "/beslut/"+d.ID+"/utdrag", "Certified true extract")
	terms := d.Terms
	terms.Text = "Nämnden godkänner planen från den 1 mars."
	_, err = decisions.Correct.Do(s.Ctx, s.Sys, s.keeper, decisions.CorrectInput{Decision: d.ID, Terms: terms, Why: "Dagen saknades."})
	s.Ok(err)
	s.v.Open(at + "/anteckningar").Form("Skicka den rättade beslutslistan").Done()
	s.inEnglish(s.v, at+"/dokument/beslutslista", "This version corrects version 1.", "As it read before")
	s.inEnglish(s.v, at+"/dokument/beslutslista?version=1", "Replaced by version 2")

	// Control: a word of people's that nobody marked, and a sentence that is missing.
	s.v.Open(at + "/dokument/beslutslista")
	s.v.All(`article[lang="en"]`)[0].AppendChild(&html.Node{Type: html.TextNode, Data: "Beslut [paper.missing]"})
	if got := unmarked(s.World, s.v); strings.Join(got, " ") != "beslut missing" {
		t.Errorf("what is not English is found as %q", got)
	}
}

// At a joint meeting each document says who meets, and whose each decision is; an
// extract is headed by the body that decided. In English and in Swedish.
func TestDocumentsOfAJointMeeting(t *testing.T) {
	w := OpenOn(t, fifth)
	w.english()
	served := []people.Membership{{Party: "reg", Body: "chiefs", Role: access.Secretary}, {Party: "reg", Body: "council", Role: access.Secretary}}
	v, keeper := w.Seat("sekreterare", served...), apptest.Member("keeper", served...)
	w.Seat("socialchef", people.Membership{Party: "ekmark", Body: "chiefs", Office: "social-chief", Role: access.Chair})
	w.Seat("politiker", people.Membership{Party: "reg", Body: "council", Role: access.Chair})
	m, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: "chiefs", With: []string{"council"}, Slot: meeting.Slot{On: w.Today(), Starts: "09:00", Ends: "12:00", Place: "Sal Hjälmaren"}})
	w.Ok(err)
	topic, err := meetings.AddTopic.Do(w.Ctx, w.Sys, keeper, meetings.TopicInput{Meeting: m.ID, Version: m.Version, Title: "Delad kostnad", Purpose: meeting.Decide, Minutes: 1, Presenter: "Utvecklingsledaren"})
	w.Ok(err)
	at := "/moten/" + m.ID
	w.inEnglish(v, at+"/dokument/kallelse", "Notice of meeting", "Joint meeting with: Länsrådet", "Chair, Länsrådet", "For decision · 1 minute")
	_, err = meetings.Open.Do(w.Ctx, w.Sys, keeper, meetings.MeetingInput{Meeting: m.ID, Version: topic.Version})
	w.Ok(err)
	var last string
	for _, x := range []struct {
		body  string
		terms decision.Terms
	}{
		{"chiefs", decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Vi delar på kostnaden.",
			Concord: decision.Concord{Accord: decision.Apart, Against: []string{"ekmark"}, Why: "Underlaget räcker inte."}}},
		{"council", decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Även rådet delar på den.", Concord: decision.Concord{Accord: decision.United}}},
	} {
		d, err := decisions.Record.Do(w.Ctx, w.Sys, keeper, decisions.RecordInput{Meeting: m.ID, Body: x.body, Item: topic.Item, Terms: x.terms, Despite: "Det brådskar."})
		w.Ok(err)
		last = d.ID
	}
	w.inEnglish(v, at+"/dokument/anteckningar", "Joint meeting with: Länsrådet", "Decision · Lifted · Chefsgruppen", "Decision · As proposed · Länsrådet", "Not all agreed")
	w.inEnglish(v, "/beslut/"+last+"/utdrag", "Decision 2026-1: Länsrådet", "Joint meeting with: Chefsgruppen")
	v.Open(at+"/dokument/beslutslista?sprak=sv").Sees("Gemensamt med: Länsrådet", "Beslut · Enligt förslag · Länsrådet")
	v.Open(at + "/genomfor").Form("Avsluta mötet").Done()
	w.inEnglish(v, at+"/dokument/beslutslista", "Länsrådet")
	v.Open(at+"/anteckningar").Sees("Gemensamt med Länsrådet. Varje grupp beslutade för sig.", "Länsrådet beslutade:")
}
