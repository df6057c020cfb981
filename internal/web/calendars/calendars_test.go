package calendars_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/visitor"
	"samverk/internal/web/pagetest"
)

const health = "chefsgrupp-folkhalsa"

// fetch asks for a calendar as a program does: without a session.
func fetch(t *testing.T, address, tag string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("If-None-Match", tag)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, strings.ReplaceAll(string(body), "\r\n ", "")
}

// address gives the address of somebody's calendar as the page says it.
func address(t *testing.T, w *pagetest.World, v *visitor.Visitor) string {
	t.Helper()
	for _, n := range v.Open("/konto/kalender").All(`a[href*="/kalender/"]`) {
		return strings.Replace(v.TextOf(n), "https://samverk.example", w.URL, 1)
	}
	t.Fatal("no address")
	return ""
}

// One's own meetings are read under an address that is its own key: those one is
// called to, without a word of what they are about, under the ids of the
// invitations. Renewed or taken away, the old address leads nowhere.
func TestOnesOwnCalendar(t *testing.T) {
	w := pagetest.Open(t)
	keeper := apptest.Member("keeper", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Secretary},
		people.Membership{Party: pagetest.Region, Body: health, Role: access.Secretary})
	plan := func(body string) meetings.Planned {
		p, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: "2026-03-10", Starts: "09:00", Ends: "12:00", Place: "Sal 4"}})
		w.Ok(err)
		return p
	}
	mine, theirs := plan(pagetest.Group), plan(health)
	_, err := meetings.AddTopic.Do(w.Ctx, w.Sys, keeper, meetings.TopicInput{Meeting: mine.ID, Version: mine.Version, Title: "Hemlig fråga"})
	w.Ok(err)
	kumla := w.Chief("kumla")
	deputy := w.Seat("deputy", people.Membership{Party: "kumla", Body: pagetest.Group, Role: access.Deputy, Office: "social-chief"})
	expert := w.Seat("expert", people.Membership{Party: "kumla", Role: access.Registrar})

	kumla.Open("/konto").Follow("Dina möten i din egen kalender").Sees("Du har ingen adress än.").Form("Skapa en adress").Done().Sees("Adressen är skapad.", "Den som har adressen ser när och var du har möten.")
	at := address(t, w, kumla)
	res, file := fetch(t, at, "")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/calendar; charset=utf-8" || res.Header.Get("Cache-Control") != "private, no-cache" || len(res.Cookies()) > 0 {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	for _, want := range []string{"UID:" + mine.ID, "STATUS:TENTATIVE", "LOCATION:Sal 4", "Möte: Chefsgrupp för social välfärd samt vård och omsorg", "/moten/" + mine.ID} {
		if !strings.Contains(file, want) {
			t.Errorf("no %q in\n%s", want, file)
		}
	}
	if strings.Contains(file, theirs.ID) || strings.Contains(file, "Hemlig") || strings.Contains(file, "kumla") {
		t.Errorf("it says too much:\n%s", file)
	}
	tag := res.Header.Get("Etag")
	if res, file := fetch(t, at, tag); res.StatusCode != http.StatusNotModified || file != "" {
		t.Errorf("what has not changed is sent again: %d", res.StatusCode)
	}
	_, err = meetings.Move.Do(w.Ctx, w.Sys, keeper, meetings.MoveInput{Meeting: mine.ID, Version: mine.Version + 1, Slot: meeting.Slot{On: "2026-03-11", Starts: "09:00", Ends: "12:00"}, Reason: "Salen."})
	w.Ok(err)
	if res, file := fetch(t, at, tag); res.StatusCode != http.StatusOK || !strings.Contains(file, "20260311T090000") || strings.Count(file, "UID:") != 1 {
		t.Errorf("moved: %d\n%s", res.StatusCode, file)
	}

	// A deputy is not called; somebody invited to an item is.
	for _, v := range []*visitor.Visitor{deputy, expert} {
		v.Open("/konto/kalender").Form("Skapa en adress").Done()
		if _, file := fetch(t, address(t, w, v), ""); strings.Contains(file, "VEVENT") {
			t.Errorf("%s: somebody who is not called\n%s", v, file)
		}
	}
	view, err := meetings.Page.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: mine.ID})
	w.Ok(err)
	_, err = meetings.Invite.Do(w.Ctx, w.Sys, keeper, meetings.InviteInput{Meeting: mine.ID, Person: apptest.Member("expert").Person, Item: view.Items[0].ID})
	w.Ok(err)
	if _, file := fetch(t, address(t, w, expert), ""); !strings.Contains(file, "UID:"+mine.ID) || strings.Contains(file, "Hemlig") {
		t.Errorf("somebody called to an item:\n%s", file)
	}

	// A new address, and none.
	kumla.Open("/konto/kalender").Form("Skapa en ny adress").Done()
	renewed := address(t, w, kumla)
	if res, _ := fetch(t, at, ""); res.StatusCode != http.StatusNotFound || renewed == at {
		t.Errorf("the old address: %d", res.StatusCode)
	}
	if res, _ := fetch(t, renewed, ""); res.StatusCode != http.StatusOK {
		t.Errorf("the new address: %d", res.StatusCode)
	}
	kumla.Open("/konto/kalender").Form("Ta bort adressen").Done().Sees("Adressen är borttagen.", "Du har ingen adress än.")
	if res, _ := fetch(t, renewed, ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("an address that was taken away: %d", res.StatusCode)
	}
	if res, _ := fetch(t, w.URL+"/kalender/x.ics", ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("no address at all: %d", res.StatusCode)
	}
}

// A body's days are everybody's, as on the portal: the body's page leads there,
// tells joint meetings apart and says the duty as the workspace does. A side
// session and a link into the meeting stand in none of it.
func TestABodysDays(t *testing.T) {
	w := pagetest.Open(t)
	keeper := apptest.Member("keeper", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Secretary})
	_, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: pagetest.Group, With: []string{health},
		Slot: meeting.Slot{On: "2026-03-10", Starts: "09:00", Ends: "12:00", Place: "https://video.example/hemlig"}})
	w.Ok(err)
	v := visitor.New(t, w.URL)
	v.Open("/grupper/"+pagetest.Group).Sees("gemensamt med Chefsgrupp för folkhälsa", "1 av minst 6 planerade, 0 hållna. 5 möten saknas.", "Mötesdagarna till din kalender (.ics)")
	v.Open("/grupper/"+health).Sees("gemensamt med Chefsgrupp för social välfärd samt vård och omsorg", "1 av minst 6 planerade, 0 hållna.")
	v.Open("/kalender").Sees("gemensamt med Chefsgrupp för folkhälsa")
	for _, body := range []string{pagetest.Group, health} {
		res, file := fetch(t, w.URL+"/grupper/"+body+"/kalender.ics", "")
		if res.StatusCode != http.StatusOK || !strings.Contains(file, "Möte: Chefsgrupp för social välfärd samt vård och omsorg och Chefsgrupp för folkhälsa") || strings.Contains(file, "hemlig") {
			t.Errorf("%s: %d\n%s", body, res.StatusCode, file)
		}
		if res, _ := fetch(t, w.URL+"/grupper/"+body+"/kalender.ics", res.Header.Get("Etag")); res.StatusCode != http.StatusNotModified {
			t.Errorf("sent again: %d", res.StatusCode)
		}
	}
	// Asked for with a session it is kept nowhere, like every answer to one.
	if kept := w.Chief("kumla").Get("/grupper/" + health + "/kalender.ics").Header.Get("Cache-Control"); kept != "no-store" {
		t.Errorf("with a session: %s", kept)
	}
	if res, _ := fetch(t, w.URL+"/grupper/none/kalender.ics", ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("a body that is none: %d", res.StatusCode)
	}
}
