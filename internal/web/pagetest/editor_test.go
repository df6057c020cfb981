package pagetest

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

const editor = "/struktur/redigera"

// typed gives the text in the editor of the open page.
func typed(v *visitor.Visitor) string {
	var b strings.Builder
	for _, n := range v.All("textarea[name=source]") {
		for c := range n.Descendants() {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// A file is edited without scripts: what was typed always comes back, what is
// wrong stands at its line, and nothing is saved over what somebody else saved.
func TestEditor(t *testing.T) {
	w := Open(t)
	secretary := w.Secretary()
	chair := w.Seat("ordforande", people.Membership{Party: Region, Body: Group, Role: access.Chair, Office: "welfare-head"})
	member := w.Chief("kumla")
	for _, path := range []string{editor, "/struktur/forslag/nagot/redigera"} {
		if member.Get(path); member.Status != http.StatusNotFound {
			t.Errorf("%s for a member: %d", path, member.Status)
		}
	}
	if member.Post(editor, url.Values{"source": {"x"}, "do": {"spara"}}); member.Status != http.StatusNotFound {
		t.Errorf("a member saves: %d", member.Status)
	}
	member.Open("/struktur/forslag").SeesNot("Redigera")

	whole := string(source(t, county+".yaml"))
	secretary.Open("/struktur/forslag").Follow("Redigera det som gäller")
	if got := typed(secretary); got != whole {
		t.Fatalf("%d characters of %d are opened", len(got), len(whole))
	}
	broken := edited(t, "    of: committed\n", "    of: comitted\n")
	line := strings.Count(strings.Split(broken, "    of: comitted\n")[0], "\n") + 1
	secretary.Form("Kontrollera").Fill("Filens text", broken).Fill("Vad ändras", "Kortare vägar").Fill("Gäller från", "1 mars").Submit().
		Sees("1 fel, 0 varningar", fmt.Sprintf("Rad %d", line), "comitted", "committed")
	if secretary.Status != http.StatusOK || typed(secretary) != broken {
		t.Errorf("status %d, %d characters of %d come back", secretary.Status, len(typed(secretary)), len(broken))
	}
	if len(secretary.All(fmt.Sprintf("a[href='#rad-%d']", line))) != 1 || len(secretary.All(fmt.Sprintf("ol.lines > li#rad-%d.bad", line))) != 1 || len(secretary.All("ol.lines > li")) != strings.Count(broken, "\n")+1 {
		t.Error("no way from the error to its line in the numbered file")
	}
	secretary.Form("Spara som förslag").Submit().Sees("Filen har 1 fel och är inte sparad")
	if secretary.Status != http.StatusUnprocessableEntity || typed(secretary) != broken || len(secretary.All("input[name=note][value='Kortare vägar']")) != 1 {
		t.Errorf("status %d, %d characters come back", secretary.Status, len(typed(secretary)))
	}
	secretary.Form("Spara som förslag").Fill("Filens text", sixChanges(t)).Fill("Vad ändras", "").Submit().Sees("Skriv vad ändringen är till för")
	if typed(secretary) != sixChanges(t) {
		t.Error("the text is gone for want of a reason")
	}
	secretary.Form("Kontrollera").Submit().Sees("0 fel", "Filen kan användas", "Plan för unga är ett nytt dokument", "Så här ser strukturen ut", "Chefsgruppen för välfärd")
	secretary.Form("Spara som förslag").Fill("Filens text", strings.Repeat("x", 1<<20+1)).Submit().Sees("Filen är större än 1 MB")
	if len(typed(secretary)) != 1<<20+1 {
		t.Error("a text that is too large does not come back")
	}
	secretary.Post(editor, url.Values{"source": {strings.Repeat("x", 5<<20)}}).Sees("Gränsen är", "Gå tillbaka i webbläsaren")
	if secretary.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("5 MB: status %d", secretary.Status)
	}
	secretary.Open(editor).Form("Spara som förslag").Fill("Filens text", sixChanges(t)).Fill("Vad ändras", "Kortare vägar").Fill("Gäller från", "1 mars").Done().
		Sees("Förslaget är sparat", "Kortare vägar", "Gäller från 1 mars 2026", "Plan för unga är ett nytt dokument")

	// Two open the same proposal; the one who saves last is shown what the other did.
	chair.Open("/struktur/forslag").Follow("Kortare vägar").Follow("Fortsätt att redigera")
	secretary.Follow("Fortsätt att redigera").Sees("Du fortsätter på förslaget ”Kortare vägar”")
	at := secretary.URL.Path
	secretary.Form("Spara förslaget").Fill("Filens text", strings.Replace(sixChanges(t), "title: Plan för unga", "title: Plan för barn", 1)).Done().
		Sees("Det ändrade förslaget är sparat", "Plan för barn är ett nytt dokument")
	mine := strings.Replace(sixChanges(t), "title: Plan för unga", "title: Plan för ungdomar", 1)
	chair.Form("Spara förslaget").Fill("Filens text", mine).Fill("Vad ändras", "Mitt skäl").Submit().
		Sees("Någon annan hann före", "title: Plan för barn", "title: Plan för ungdomar")
	if chair.Status != http.StatusConflict || typed(chair) != mine {
		t.Errorf("status %d, %d characters come back", chair.Status, len(typed(chair)))
	}
	secretary.Open(strings.TrimSuffix(at, "/redigera")).Sees("Plan för barn")
	chair.Form("Spara förslaget").Submit().Sees("Någon annan hann före")
	chair.Form("Spara min text ändå").Fill("Gäller från", string(w.Today())).Done().Sees("Plan för ungdomar är ett nytt dokument", "Mitt skäl")

	// Whoever saved it last can't approve it; the other can. What was opened before
	// becomes a proposal of its own.
	chair.Open(at)
	if len(chair.Open(strings.TrimSuffix(at, "/redigera")).All("form[action$=godkann]")) != 0 {
		t.Error("who saved it last may approve it")
	}
	chair.Open(at)
	older := w.Seat("sammankallande", people.Membership{Party: Region, Body: Group, Role: access.Convener, Office: "developer"})
	older.Open(editor)
	secretary.Open(strings.TrimSuffix(at, "/redigera")).Form("Godkänn förslaget").Done()
	chair.Form("Spara förslaget").Submit().Sees("Förslaget har godkänts eller återtagits", "Spara min text som ett nytt förslag")
	chair.Form("Spara min text som").Fill("Vad ändras", "Ännu ett").Done().Sees("Förslaget är sparat", "Ännu ett")
	older.Form("Spara som förslag").Fill("Vad ändras", "Från det gamla").Submit().Sees("En annan version gäller", "title: Plan för ungdomar")
	if older.Status != http.StatusConflict {
		t.Errorf("status %d", older.Status)
	}
}

// In a browser with scripts: numbers and marks beside the text, checked as one
// types, a way from the error to its line, and Tab that goes on. Every state of
// the page is judged.
func TestEditorInBrowser(t *testing.T) {
	w := Open(t)
	w.Raise("Överenskommelse om utskrivning")
	w.Sort()
	keeper := w.Secretary()
	tab := browser.Open(t, w.URL, browser.Desk, keeper.Cookies()...)
	picture := func(name string) {
		if dir := os.Getenv("LOOK"); dir != "" {
			tab.Picture(fmt.Sprintf("%s/%s-%d-%v.png", dir, name, tab.Look.Width, tab.Look.Dark))
		}
	}
	each := func(name string) {
		for _, look := range []browser.Look{browser.Phone, browser.Phone.InDark(), browser.Desk, browser.Desk.InDark()} {
			tab.See(look)
			tab.Judge()
			picture(name)
		}
		tab.See(browser.Desk)
	}
	is := func(js string, want any) {
		t.Helper()
		var got any
		for range 50 {
			if tab.Eval(js, &got); got == want {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Errorf("%s is %v, want %v", js, got, want)
	}
	tab.Go(editor)
	whole := string(source(t, county+".yaml"))
	is(`document.querySelector("textarea").value.length`, float64(len([]rune(whole))))
	is(`document.querySelector(".nums pre").firstChild.data.split("\n").length`, float64(strings.Count(whole, "\n")+1))
	tab.Sees("0 fel")
	each("start")
	// Typed, checked after a moment, marked at its line.
	tab.TabTo("Filens text")
	tab.Eval(`(() => { const a = document.activeElement, i = a.value.indexOf("of: committed"); a.setSelectionRange(i + 5, i + 5) })()`, nil)
	tab.Press("x").Sees("1 fel")
	line := strings.Count(strings.Split(whole, "of: committed")[0], "\n") + 1
	is(`document.querySelector(".nums .bad").textContent`, fmt.Sprint(line))
	is(`document.querySelector("[role=status][data-told]").textContent.startsWith("1 fel")`, true)
	tab.Press("\t")
	is(`document.activeElement.value`, "kontrollera")
	tab.Click(fmt.Sprintf("Rad %d", line))
	is(`(() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd).trim() })()`, "of: cxommitted")
	is(`!document.querySelector("[data-here]").hidden`, true)
	each("fel")
	// Left without saving, it is there again, and can be thrown away.
	tab.Go("/struktur").Go(editor).Sees("hämtat tillbaka", "1 fel")
	tab.Click("Kasta det").Sees("0 fel")
	is(`document.querySelector("textarea").value.includes("cxommitted")`, false)

	fill := func(tab *browser.Tab, text string) {
		tab.Eval(fmt.Sprintf(`(() => { const a = document.querySelector("textarea"); a.value = %q; a.dispatchEvent(new Event("input", {bubbles: true})) })()`, text), nil)
	}
	fill(tab, sixChanges(t))
	tab.Form("Kontrollera").Submit().Sees("Plan för unga är ett nytt dokument")
	each("forhandsvisning")
	tab.Form("Spara som förslag").Fill("Vad ändras", "Kortare vägar").Done().Sees("Förslaget är sparat")
	is(`sessionStorage.getItem("samverk:struktur:i-kraft")`, nil)
	tab.Click("Fortsätt att redigera")
	at := tab.Path()
	keeper.Open(at).Form("Spara förslaget").Fill("Filens text", strings.Replace(sixChanges(t), "title: Plan för unga", "title: Plan för barn", 1)).Done()
	fill(tab, strings.Replace(sixChanges(t), "title: Plan för unga", "title: Plan för ungdomar", 1))
	tab.Form("Spara förslaget").Submit().Sees("Någon annan hann före", "Plan för barn")
	each("nyare")

	look := browser.Desk
	look.NoScript = true
	bare := browser.Open(t, w.URL, look, keeper.Cookies()...)
	bare.Go(editor).Form("Kontrollera").Submit().Sees("0 fel", "Så här ser strukturen ut")
	bare.Judge()

	// A session that has ended takes nothing of what was typed: the page that
	// says so hands it back, and with scripts the tab has kept it.
	const lost = "# skrivet innan utloggningen\nstructure: orebro\n"
	fill(bare, lost)
	fill(tab, lost)
	keeper.Form("Logga ut").Submit()
	for _, tab := range []*browser.Tab{bare, tab} {
		tab.Form("Spara").Submit().Sees("Du är inte inloggad")
	}
	var got string
	if bare.Eval(`document.querySelector("textarea").value`, &got); got != lost {
		t.Errorf("without scripts the page hands back %q", got)
	}
	bare.See(browser.Phone)
	bare.Judge()
	tab.Go("/logga-in")
	tab.Form("Logga in").Fill("E-post", "secretary@example.org").Fill("Lösenord", password).Done()
	tab.Go(at).Sees("hämtat tillbaka")
	is(`document.querySelector("textarea").value`, lost)
}
