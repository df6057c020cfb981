package pagetest

import (
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

// paper is what the proposal of the meeting to prepare for says.
const paper = "Parterna åtar sig att utse en kontaktperson för varje utskrivning."

// toPrepare makes a meeting that is a week ahead, with a matter up for decision
// and a topic, and where two parties stand in the matter. It gives the meeting.
func (w *World) toPrepare() string {
	w.T.Helper()
	ch := apptest.Member("chair", people.Membership{Party: Region, Body: Group, Role: access.Chair, Office: "welfare-head"})
	m, err := meetings.Create.Do(w.Ctx, w.Sys, ch, meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: "2026-01-29", Starts: "09:00", Ends: "12:00", Place: "Sal Hjälmaren eller video"}})
	w.Ok(err)
	w.Raise("Gemensam rutin för samordnad individuell plan, barn och unga")
	w.Sort()
	v, err := matters.AddVersion.Do(w.Ctx, w.Sys, secretary(), matters.VersionInput{Matter: w.ID, Text: paper})
	w.Ok(err)
	_, err = matters.SendToParties.Do(w.Ctx, w.Sys, secretary(), matters.SendInput{Matter: w.ID, Version: v.ID, To: w.Course().Adopters})
	w.Ok(err)
	added, err := meetings.AddMatter.Do(w.Ctx, w.Sys, ch, meetings.AddMatterInput{Meeting: m.ID, Version: m.Version, Matter: w.ID, Purpose: meeting.Decide, Summary: "Skolan kallar när barnet redan har elevhälsa.", Reason: "Lagkrav"})
	w.Ok(err)
	_, err = meetings.AddTopic.Do(w.Ctx, w.Sys, ch, meetings.TopicInput{Meeting: m.ID, Version: added.Version, Title: "Läget i länsdelarna", Purpose: meeting.Inform})
	w.Ok(err)
	for party, text := range map[string]string{"kumla": "Men vi vill ha utbildning före sommaren.", "nora": "Noras egen ståndpunkt."} {
		_, err = homes.SetStance.Do(w.Ctx, w.Sys, registrar(party), homes.StanceInput{Matter: w.ID, Party: party, Stance: matter.Supports, Text: text})
		w.Ok(err)
	}
	return m.ID
}

// note fills the form of an own note and saves it.
func note(v *visitor.Visitor, text string) *visitor.Visitor {
	return v.Form("Spara anteckningen").Fill("Anteckning", text).Done()
}

// Without scripts: what is decided with the own party's stance and no other's,
// item by item with its text, own notes that nobody else sees, what is new since
// one read, and both texts when two devices save.
func TestPrepare(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	at := "/moten/" + id + "/forbered"
	kumla, nora := w.Chief("kumla"), w.Chief("nora")
	kumla.Open("/mitt").Follow("Förbered, 1 min").Sees("1 beslut, 1 minut", "Skolan kallar", "Kumla stöder förslaget.", "utbildning före sommaren", "Kumla har inte förankrat", "0 av 13 parter har förankrat", "200 ord i minuten").
		SeesNot("Noras egen", "Nora stöder")
	kumla.Follow("Gemensam rutin").Sees("Punkt 1 av 2", paper, "Kumla stöder")
	note(kumla, "Fråga om vem som kallar.").Sees("Anteckningen är sparad", "Fråga om vem som kallar.")
	nora.Open(at).SeesNot("Egen anteckning", "Kumla stöder").Follow("Gemensam rutin").SeesNot("vem som kallar")
	kumla.Form("Läst, gå vidare").Done().Sees("Punkt 2 av 2", "Läget i länsdelarna")
	kumla.Open(at).Sees("Läst", "Egen anteckning", "Oläst").SeesNot("Ny sedan du läste")

	// Another version of the proposal is its writers' until it has been sent; then it is
	// new to whoever read the first.
	v, err := matters.AddVersion.Do(w.Ctx, w.Sys, secretary(), matters.VersionInput{Matter: w.ID, Text: paper + " Senast nästa dag."})
	w.Ok(err)
	if v.No != 2 {
		t.Fatalf("version %d", v.No)
	}
	kumla.Open(at).SeesNot("Version 2")
	office := w.Secretary()
	office.Open(at).Follow("Gemensam rutin").Sees("Senast nästa dag.", "Utkast, inte utskickat.")
	office.Open("/moten/"+id+"/punkter/"+agendaOf(w, id)[0].ID).Sees("version 1", "version 2. Utkast, inte utskickat.")
	_, err = matters.SendToParties.Do(w.Ctx, w.Sys, secretary(), matters.SendInput{Matter: w.ID, Version: v.ID, To: w.Course().Adopters})
	w.Ok(err)
	kumla.Open(at).Sees("Version 2, du läste version 1")
	kumla.Follow("Gemensam rutin").Sees("Senast nästa dag.").SeesNot("Utkast")

	// On two devices: the second is shown both texts, and nothing is gone.
	phone := visitor.New(t, w.URL)
	w.SignIn(phone, "chief-kumla")
	phone.Open(at).Follow("Gemensam rutin")
	kumla.Open(at).Follow("Gemensam rutin")
	note(kumla, "Skrivet vid datorn.")
	phone.Form("Spara anteckningen").Fill("Anteckning", "Skrivet i telefonen.").Submit().Sees("Skrivet i telefonen.", "Skrivet vid datorn.", "på en annan enhet")
	if phone.Status != 409 {
		t.Errorf("status %d", phone.Status)
	}
	note(phone, "Skrivet vid datorn och i telefonen.").Sees("datorn och i telefonen")

	// Whoever is not of the meeting does not find it; who is invited to one item
	// finds that item alone.
	local := w.Seat("lokal", people.Membership{Party: "degerfors", Body: "lokal-samverkan-degerfors", Role: access.Member})
	if local.Get(at); local.Status != 404 {
		t.Errorf("not of the meeting: %d", local.Status)
	}
	items := agendaOf(w, id)
	_, err = meetings.Invite.Do(w.Ctx, w.Sys, secretary(), meetings.InviteInput{Meeting: id, Person: "person-lokal", Item: items[1].ID})
	w.Ok(err)
	local.Open(at).Sees("Läget i länsdelarna", "0 beslut").SeesNot("Gemensam rutin")
	if local.Get(at + "/" + items[0].ID); local.Status != 404 {
		t.Errorf("an item that one is not invited to: %d", local.Status)
	}

	// A paper beside the proposal is read from an address that the device can keep,
	// by whoever is of the item, and is listed among what is kept.
	info, err := w.Sys.Files.PutBytes([]byte("%PDF-1.4\nbilaga\n%%EOF\n"))
	w.Ok(err)
	_, err = meetings.AddPaper.Do(w.Ctx, w.Sys, secretary(), meetings.PaperInput{Meeting: id, Item: items[0].ID, Title: "Bilaga om tider",
		File: matter.File{SHA: info.Hash, Name: "bilaga.pdf", Size: info.Size, Media: info.Media}})
	w.Ok(err)
	kumla.Open(at+"/"+items[0].ID).Sees("Övriga handlingar", "Bilaga om tider, 1 kB")
	if kumla.Get(at + "/" + info.Hash); kumla.Status != 200 || !strings.Contains(string(kumla.Body), "bilaga") {
		t.Errorf("the paper: %d", kumla.Status)
	}
	if kumla.Get(at + "/behall"); !strings.Contains(string(kumla.Body), info.Hash) {
		t.Errorf("the device does not keep the paper: %s", kumla.Body)
	}
	if local.Get(at + "/" + info.Hash); local.Status != 404 {
		t.Errorf("a paper of another item: %d", local.Status)
	}

	// What somebody has written can be taken away, also when the item is gone.
	_, err = meetings.RemoveItem.Do(w.Ctx, w.Sys, secretary(), meetings.RemoveInput{ItemInput: meetings.ItemInput{Meeting: id, Version: meetingOf(w, id).Version, Item: items[0].ID}, Anyway: true})
	w.Ok(err)
	kumla.Open(at).Sees("inte längre är öppna för dig", "datorn och i telefonen")
	kumla.Open("/mitt/anteckningar").Sees("datorn och i telefonen").Form("Ta bort alla").Done().Sees("Anteckningarna är borta", "Du har inga anteckningar")
	kumla.Open(at).SeesNot("datorn och i telefonen")
}

// The pages in a browser: no fault that axe-core finds, nothing wider than its
// window, everything large enough for a thumb.
func TestPrepareInBrowser(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	at := "/moten/" + id + "/forbered"
	kumla := w.Chief("kumla")
	note(kumla.Open(at), "Hela mötet: ta upp tidplanen.")
	items := agendaOf(w, id)
	note(kumla.Open(at+"/"+items[0].ID), "Vem kallar?")
	tab := browser.Open(t, w.URL, browser.Phone, kumla.Cookies()...)
	for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
		tab.See(look)
		for _, path := range []string{at, at + "/" + items[0].ID, "/mitt/anteckningar"} {
			tab.Go(path).Judge()
		}
	}
	tab.See(browser.Phone)
	for _, path := range []string{at, at + "/" + items[0].ID} {
		tab.Go(path)
		var small []string
		tab.Eval(`[...document.querySelectorAll('.prep a, .prep button, .prep label:has(input)')].filter(e => e.getClientRects().length && !e.closest('p') && !e.closest('h3'))
			.filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.innerText + ' ' + e.getBoundingClientRect().height)`, &small)
		if len(small) > 0 {
			t.Errorf("%s: too small for a thumb: %v", path, small)
		}
	}
}

func meetingOf(w *World, id string) meeting.Meeting {
	w.T.Helper()
	v, err := meetings.Page.Do(w.Ctx, w.Sys, secretary(), meetings.PageInput{Meeting: id})
	w.Ok(err)
	return v.Meeting
}

func agendaOf(w *World, id string) meeting.Agenda {
	w.T.Helper()
	v, err := meetings.Page.Do(w.Ctx, w.Sys, secretary(), meetings.PageInput{Meeting: id})
	w.Ok(err)
	var out meeting.Agenda
	for _, i := range v.Items {
		out = append(out, i.Item)
	}
	return out
}
