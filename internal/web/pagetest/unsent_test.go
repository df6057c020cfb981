package pagetest

import (
	"net/http"
	"net/url"
	"testing"

	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/scenario/browser"
)

// A form that is sent when the session has ended comes back whole; after signing in
// in another tab it is sent as it was, from the page that stands there.
func TestSentWithoutASession(t *testing.T) {
	w := Open(t)
	id, err := meetings.Create.Do(w.Ctx, w.Sys, secretary(), meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: w.Today().Add(30), Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	at := "/moten/" + id.ID + "/redigera"
	v := w.Secretary()
	f := v.Open(at).Form("Lägg till ämnet").Fill("Rubrik", "Sen avisering").Choose("Vad ska mötet göra", "Information")
	v.Post("/logga-ut", url.Values{})
	f.Submit()
	if v.Sees("Du är utloggad", "inget av det du skrev är borta", "Logga in i en ny flik"); v.Status != http.StatusUnauthorized {
		t.Errorf("status %d", v.Status)
	}
	again := v.Form("Skicka igen")
	w.SignIn(v, "secretary")
	again.Done().Sees("Punkten står på dagordningen.", "Sen avisering")
	if n := len(v.All(`b:contains("Sen avisering")`)); n != 1 {
		t.Errorf("it stands there %d times", n)
	}

	tab := browser.Open(t, w.URL, browser.Phone, v.Cookies()...)
	tab.Go(at)
	typed := tab.Form("Lägg till ämnet").Fill("Rubrik", "Ett ämne till, som är så långt att det visas för sig under knappen.")
	v.Post("/logga-ut", url.Values{})
	typed.Submit()
	tab.Sees("Logga in i en ny flik").Judge()
}

// What the guard has stopped is changed where it says so, or let through with a reason;
// nothing else that was sent is asked for again.
func TestStoppedIsChangedThere(t *testing.T) {
	s := Open(t).sits()
	v := s.Secretary()
	v.Open(s.path("/genomfor")).Form("Spara beslutet").Choose("Vad är det", "Beslut").Choose("Hur gick det", "Enligt förslag").
		Fill("Beslutets lydelse", "Gruppen antar planen för 900101-9802.").Fill("Ansvarig", "Kansliet").Submit()
	if v.Sees("Något stoppar det här", "Texten: 90••••-••02"); v.Status != http.StatusConflict {
		t.Errorf("status %d", v.Status)
	}
	v.Form("Skicka igen").Fill("Ändra det du skrev", "Gruppen antar planen för 900101-9802, igen.").Submit().Sees("Texten: 90••••-••02")
	v.Form("Skicka igen").Fill("Ändra det du skrev", "Gruppen antar planen.").Done().Sees("Gruppen antar planen.", "Kansliet").SeesNot("900101")
}

// An item that holds something is asked about before it goes, and goes when that is
// said; an empty one goes at once.
func TestItemThatHoldsSomething(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	at := "/moten/" + id + "/redigera"
	v := w.Secretary()
	m, err := meetings.Page.Do(w.Ctx, w.Sys, secretary(), meetings.PageInput{Meeting: id})
	w.Ok(err)
	topic := m.Items[1].ID
	v.Open("/moten/"+id+"/punkter/"+topic).Form("Lägg till handlingen").Attach("Fil", "lage.txt", []byte("Läget är gott.")).Done()
	row := `li[id="p-` + topic + `"] `
	gone := func() bool { return len(v.Open(at).All(row)) == 0 }
	v.Open(at).Form("Ta bort: Läget i länsdelarna").Submit().Sees("”Läget i länsdelarna” har 1 handling. Den försvinner med punkten.")
	if v.Status != http.StatusUnprocessableEntity || len(v.All(row+`#f-goes`)) != 1 || len(v.All(`[id="f-goes"]`)) != 1 {
		t.Errorf("status %d: it is not asked at the item", v.Status)
	}
	again := v.Form("Ta bort punkten ändå: Läget i länsdelarna")
	if gone() {
		t.Fatal("the item is gone with its paper")
	}
	again.Done().Sees("Punkten är borttagen.")
	if !gone() {
		t.Error("the item stands there still")
	}
	v.Open(at).Form("Lägg till ämnet").Fill("Rubrik", "Tomt").Choose("Vad ska mötet göra", "Information").Done()
	v.Form("Ta bort: Tomt").Done().Sees("Punkten är borttagen.")
}

// The days of a record are kept as they are typed, and stand there when the page is
// opened again, in another browser too.
func TestTypedDaysAreKept(t *testing.T) {
	s := Open(t).sits()
	a, b := s.recorders()
	a.Open(s.path("/genomfor")).Form("Spara utkast").Fill("Klart senast", "30 juni").Fill("Följs upp", "1 sept").Fill("Beslutets lydelse", "Gruppen antar planen.").Submit()
	b.Open(s.path("/genomfor"))
	for name, value := range map[string]string{"klart": "30 juni", "foljs-upp": "1 sept"} {
		if n := len(b.All(`input[name="` + name + `"][value="` + value + `"]`)); n != 1 {
			t.Errorf("%s does not say %q", name, value)
		}
	}
	b.Form("Spara beslutet").Choose("Vad är det", "Beslut").Choose("Hur gick det", "Enligt förslag").Fill("Ansvarig", "Kansliet").Done().Sees("Gruppen antar planen.").SeesNot("Ingenting är borttaget")
}
