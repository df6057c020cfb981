package meeting

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

// Words of the story.
const (
	topic    = "Läget i länet"
	decision = "Gruppen ställer sig bakom inriktningen."
	said     = "Flera parter vill börja med de minsta orterna."
)

// A meeting from the queue to the published notes, on two screens at once: the
// recorder's at a desk, the member's on a phone. What the recorder writes stands
// on the member's screen as it is recorded; a minute without network costs
// neither of them anything.
func TestWholeMeeting(t *testing.T) {
	w := open(t)
	matter := w.raise()
	w.prepare(matter)
	w.work(22 * 24 * time.Hour)

	rec, _ := w.tab(secretary, browser.Desk)
	at := w.plan(rec)
	w.fill(rec, at)
	cal := openCalendar(t, string(w.today()))
	w.call(rec, at, cal)
	w.move(rec, at, cal)
	w.decline(at)

	w.until()
	w.hold(at)
	w.write(at)
	w.publish(at, matter)
	w.documents(at)
	w.cancel(cal)
}

// plan plans a meeting three weeks ahead, and gives its address.
func (w *world) plan(rec *browser.Tab) string {
	w.t.Helper()
	rec.Go("/grupper/"+group).Form("Planera mötet").Fill("Dag", string(w.today().Add(21))).Fill("Plats", "Sal A").Done()
	at, _, _ := strings.Cut(rec.Path(), "/redigera")
	return at
}

// fill puts the matter of the queue and a topic on the agenda, and a paper to
// the topic.
func (w *world) fill(rec *browser.Tab, at string) {
	w.t.Helper()
	rec.Go("/grupper/"+au+"/ko").Sees(title).Form("Sätt på dagordningen").Choose("Vad ska mötet göra", "Beslut").Done()
	rec.Go(at+"/redigera").Sees(title).Form("Lägg till ämnet").Fill("Rubrik", topic).Choose("", "Information").Done()
	rec.Click("Handlingar och deltagare : " + topic)
	file := filepath.Join(w.t.TempDir(), "lagesbild.pdf")
	w.ok(os.WriteFile(file, w.lagesbild(), 0o600))
	rec.Form("Lägg till handlingen").Fill("Vad handlingen heter", "Lägesbild").Attach("Fil", file).Done()
}

// goFor has the chair give the go for the notice, on a phone.
func (w *world) goFor(at string) {
	w.t.Helper()
	tab, _ := w.tab(chair, browser.Phone)
	tab.Go(at + "/klartecken").Form("Ge klartecken").Done().Sees("Ordföranden har gett klartecken:")
}

// call sends the notice. Nobody has it until it can no longer be taken back.
func (w *world) call(rec *browser.Tab, at string, cal *calendar) {
	w.t.Helper()
	w.goFor(at)
	rec.Go(at + "/redigera").Sees("Kallelsen har allt som regeln kräver").Form("Skicka kallelsen").Done()
	w.work(time.Second)
	if n := w.post.count(); n > 0 {
		w.t.Errorf("%d letters left while the notice could be taken back", n)
	}
	w.work(time.Minute)
	m := w.letter(member, "Kallelse")
	if !strings.Contains(m.Text, topic) || m.Method != "REQUEST" {
		w.t.Errorf("the notice says, with %s:\n%s", m.Method, m.Text)
	}
	if got := w.post.to(deputy); len(got) > 0 {
		w.t.Errorf("the deputy is called before anybody has declined: %s", got[0].Subject)
	}
	rec.Go(at + "/kallelse").Sees("Skickat (4)")
	guest, _ := w.guest(browser.Phone)
	guest.Go(w.link(w.letter(nora, "Kallelse"), "/svar/")).Click("Jag kommer")
	guest.Sees("Du har svarat att du kommer")
	e := cal.read(m.Calendar)
	if e.Method != "REQUEST" || e.Sequence != 0 || e.Events != 1 || e.Status != "CONFIRMED" || e.Location != "Sal A" || e.Organizer == "" || !e.Ends.After(e.Starts) {
		w.t.Errorf("the entry is read as %+v", e)
	}
	if list := cal.take(m.Calendar); !shows(list, string(w.today().Add(21)), "Sal A") {
		w.t.Errorf("khal shows\n%s", list)
	}
}

// move moves the meeting to the afternoon after the notice has gone out: the
// same entry in the calendar says so.
func (w *world) move(rec *browser.Tab, at string, cal *calendar) {
	w.t.Helper()
	before := cal.read(w.letter(member, "Kallelse").Calendar)
	rec.Go(at+"/redigera").Form("Flytta mötet").Fill("Börjar", "13:00").Fill("Slutar", "16:00").Fill("Plats", "Sal B").Fill("Varför flyttas", "Salen är upptagen").Done()
	w.work(2 * time.Minute)
	m := w.last(member)
	e := cal.read(m.Calendar)
	if e.Method != "REQUEST" || e.UID != before.UID || e.Sequence <= before.Sequence || !e.Starts.After(before.Starts) {
		w.t.Errorf("the change is read as %+v; before it was %+v", e, before)
	}
	if list := cal.take(m.Calendar); !shows(list, "13:00", "Sal B") || shows(list, "Sal A") {
		w.t.Errorf("khal shows after the change\n%s", list)
	}
}

// decline says on the member's phone that she can't come: the deputy is called.
func (w *world) decline(at string) {
	w.t.Helper()
	phone, _ := w.tab(member, browser.Phone)
	phone.Go(at).Form("Jag är förhindrad").Done()
	w.work(2 * time.Minute)
	if m := w.letter(deputy, "Kallelse"); m.Method != "REQUEST" {
		w.t.Errorf("the deputy's letter has the method %q", m.Method)
	}
}

// until lets the days pass until the meeting begins.
func (w *world) until() {
	w.t.Helper()
	w.work(21*24*time.Hour - time.Hour)
}

// hold holds the meeting. In its middle both screens are without network for a
// minute while the recorder goes on typing.
func (w *world) hold(at string) {
	w.t.Helper()
	rec, desk := w.tab(secretary, browser.Desk)
	rec.Go(at + "/genomfor").Form("Öppna mötet").Done()
	rec.Form("Spara närvaron").Done()
	phone, wire := w.tab(nora, browser.Phone)
	phone.Go(at + "/genomfor").Sees(title)

	rec.Go(at + "/genomfor").Click("2 " + topic)
	rec.Form("Ta upp punkt").Done()
	phone.Sees("Punkt 2: " + topic)
	desk.Cut()
	wire.Cut()
	gone := time.Now()
	note := rec.Form("Spara anteckningen").Fill("Anteckning", said)
	rec.Sees("Du är frånkopplad")
	phone.Sees("Du är frånkopplad")
	time.Sleep(time.Minute - time.Since(gone))
	desk.Mend()
	wire.Mend()
	rec.Awaits("Sparat")
	note.Done()

	rec.Go(at + "/genomfor").Click("1 " + title)
	rec.Form("Ta upp punkt").Done()
	rec.Form("Spara beslutet").Choose("Vad är det?", "Beslut").Fill("Beslutets lydelse", decision).Choose("Hur gick det?", "Enligt förslag").
		Choose("Vilken version", "Version 1").Fill("Ansvarig", "Ordföranden").Fill("Klart senast", string(w.today().Add(90))).Done().Sees("Beslutet är sparat")
	phone.Awaits(decision)
	rec.Go(at + "/genomfor").Form("Avsluta mötet").Done()
	w.work(time.Minute)
	if m := w.letter(nora, "Beslut"); !strings.Contains(m.Text, w.site+at) {
		w.t.Errorf("the letter on what was decided doesn't lead to the meeting:\n%s", m.Text)
	}
}

// write finishes the notes, in which stands what was typed without network, and
// lets the chair approve them with the link in the mail, on the phone.
func (w *world) write(at string) {
	w.t.Helper()
	rec, _ := w.tab(secretary, browser.Desk)
	rec.Go(at+"/anteckningar").Click("Förhandsgranska").Sees(said, decision, "Frånvarande Socialchefen i Kumla", "Ersättaren i Kumla").Form("Gör klart").Done().Sees(said, decision)
	w.work(time.Minute)
	phone, _ := w.guest(browser.Phone)
	phone.Go(w.link(w.letter(chair, "Godkänn"), "/godkann/")).Sees(decision, said).Form("Svara").Choose("Ditt svar", "Jag godkänner").Done()
	w.work(time.Minute)
	rec.Go(at + "/anteckningar").Sees("Godkänd")
}

// publish sends the notes to those concerned and publishes what was decided: the
// public reads it, and nothing of what was said.
func (w *world) publish(at, matter string) {
	w.t.Helper()
	rec, _ := w.tab(secretary, browser.Desk)
	rec.Go(at + "/anteckningar").Form("Skicka anteckningar och beslut").Done()
	w.work(time.Minute)
	m := w.last(nora)
	if strings.Contains(m.Text, said) || strings.Contains(m.HTML, said) {
		w.t.Errorf("the letter with the notes says what was said:\n%s", m.Text)
	}
	guest, _ := w.guest(browser.Phone)
	guest.Go(w.link(m, "/mottaget/")).Sees(said).Form("Jag har läst").Done()
	rec.Go(at + "/anteckningar").Sees("1 av ")
	rec.Go(at+"/anteckningar").Form("Publicera beslutslistan").Choose("Vilka ska kunna läsa", "Alla, på").Done()
	anybody, _ := w.guest(browser.Phone)
	anybody.Go(matter).Sees(title, "Gruppernas beslut")
	anybody.Go(w.decision(visitor.New(w.t, w.site), matter)).Sees(decision)
	if strings.Contains(anybody.Text(), said) {
		w.t.Error("the public reads what was said")
	}
}

// cancel plans another meeting, calls it and cancels it: it is gone from the
// calendar, the first is not.
func (w *world) cancel(cal *calendar) {
	w.t.Helper()
	rec, _ := w.tab(secretary, browser.Desk)
	at := w.plan(rec)
	rec.Form("Lägg till ämnet").Fill("Rubrik", topic).Choose("", "Information").Done()
	rec.Go(at + "/redigera").Sees("Ordförandens klartecken saknas.").Form("Be ordföranden om klartecken").Done()
	w.work(time.Minute)
	phone, _ := w.guest(browser.Phone)
	phone.Go(w.link(w.letter(chair, "Klartecken"), "/klartecken/")).Sees(topic, "Ordföranden svarar för kallelsen.").Form("Ge klartecken").Done().Sees("Ordföranden har gett klartecken:")
	rec.Go(at + "/redigera").Form("Skicka kallelsen").Done()
	w.work(2 * time.Minute)
	called := w.letter(member, "Kallelse")
	before := cal.read(called.Calendar)
	day := string(w.today().Add(21))
	if list := cal.take(called.Calendar); !shows(list, day, "CONFIRMED") {
		w.t.Errorf("khal shows\n%s", list)
	}
	rec.Go(at+"/redigera").Form("Ställ in mötet").Fill("Varför", "För få ärenden").Done()
	w.work(2 * time.Minute)
	m := w.last(member)
	e := cal.read(m.Calendar)
	if e.Method != "CANCEL" || e.Status != "CANCELLED" || e.UID != before.UID || e.Sequence <= before.Sequence {
		w.t.Errorf("the cancelling is read as %+v; before it was %+v", e, before)
	}
	if list := cal.take(m.Calendar); shows(list, day, "CONFIRMED") || !shows(list, day, "CANCELLED") {
		w.t.Errorf("khal shows after the cancelling\n%s", list)
	}
}
