package meeting

import (
	"strings"
	"testing"
	"time"

	"samverk/internal/scenario/browser"
)

// A meeting on two screens at once: the recorder's at a desk, the member's on a
// phone. What the recorder writes stands on the member's screen as it is
// recorded, also after the member's network was gone.
func TestWholeMeeting(t *testing.T) {
	w := open(t)
	rec, _ := w.tab(secretary, browser.Desk)
	at := w.plan(rec)
	w.call(rec, at)
	w.decline(at)
	w.work(21 * 24 * time.Hour)
	rec, _ = w.tab(secretary, browser.Desk)
	rec.Go(at + "/genomfor").Form("Öppna mötet").Done()
	phone, wire := w.tab(nora, browser.Phone)
	phone.Go(at + "/genomfor").Sees("Läget i länet")
	wire.Cut()
	rec.Go(at+"/genomfor").Form("Spara beslutet").Choose("Vad är det?", "Beslut").Fill("Beslutets lydelse", "Gruppen följer läget.").
		Choose("Hur gick det?", "Enligt förslag").Done().Sees("Beslutet är sparat")
	wire.Mend()
	phone.Sees("Gruppen följer läget.")
	rec.Go(at + "/genomfor").Form("Avsluta mötet").Done()
	w.work(time.Minute)
	if m := w.letter(nora, "Beslut"); !strings.Contains(m.Text, w.site+at) {
		t.Errorf("the letter on what was decided doesn't lead to the meeting:\n%s", m.Text)
	}
}

// plan plans a meeting three weeks ahead with one topic, and gives its address.
func (w *world) plan(rec *browser.Tab) string {
	w.t.Helper()
	rec.Go("/grupper/"+group).Form("Planera mötet").Fill("Dag", string(w.today().Add(21))).Fill("Plats", "Sal A").Done()
	at, _, _ := strings.Cut(rec.Path(), "/redigera")
	rec.Form("Lägg till ämnet").Fill("Rubrik", "Läget i länet").Choose("", "Beslut").Done()
	return at
}

// call sends the notice. Nobody has it until it can no longer be taken back.
func (w *world) call(rec *browser.Tab, at string) {
	w.t.Helper()
	rec.Go(at + "/redigera").Form("Skicka kallelsen").Done()
	w.work(time.Second)
	if n := w.post.count(); n > 0 {
		w.t.Errorf("%d letters left while the notice could be taken back", n)
	}
	w.work(time.Minute)
	m := w.letter(member, "Kallelse")
	if !strings.Contains(m.Text, "Läget i länet") || m.Method != "REQUEST" {
		w.t.Errorf("the notice says, with %s:\n%s", m.Method, m.Text)
	}
	if got := w.post.to(deputy); len(got) > 0 {
		w.t.Errorf("the deputy is called before anybody has declined: %s", got[0].Subject)
	}
}

// decline says on the member's phone that she can't come: the deputy is called.
func (w *world) decline(at string) {
	w.t.Helper()
	phone, _ := w.tab(member, browser.Phone)
	phone.Go(at).Form("Jag är förhindrad").Done()
	w.work(time.Minute)
	if m := w.letter(deputy, "Kallelse"); m.Method != "REQUEST" {
		w.t.Errorf("the deputy's letter has the method %q", m.Method)
	}
}
