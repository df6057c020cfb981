package pagetest

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/scenario/visitor"
)

// sat is a meeting of the chief group that is open, with two topics.
type sat struct {
	*World
	id, one, two string
	keeper       access.Viewer
}

func (w *World) sits() *sat {
	w.T.Helper()
	s := &sat{World: w, keeper: apptest.Seat(w.T, w.Sys, "keeper", people.Membership{Party: Region, Body: Group, Role: access.Convener})}
	m, err := meetings.Create.Do(w.Ctx, w.Sys, s.keeper, meetings.CreateInput{Body: Group, Slot: meeting.Slot{On: w.Today(), Starts: "09:00", Ends: "12:00"}})
	w.Ok(err)
	s.id = m.ID
	v := m.Version
	for i, title := range []string{"Första punkten", "Andra punkten"} {
		x, err := meetings.AddTopic.Do(w.Ctx, w.Sys, s.keeper, meetings.TopicInput{Meeting: m.ID, Version: v, Title: title, Purpose: meeting.Decide})
		w.Ok(err)
		v = x.Version
		if i == 0 {
			s.one = x.Item
		} else {
			s.two = x.Item
		}
	}
	_, err = meetings.Open.Do(w.Ctx, w.Sys, s.keeper, meetings.MeetingInput{Meeting: m.ID, Version: v})
	w.Ok(err)
	return s
}

func (s *sat) path(rest string) string { return "/moten/" + s.id + rest }

// recorders signs in two who record: the secretary and the chair.
func (s *sat) recorders() (a, b *visitor.Visitor) {
	return s.Secretary(), s.Seat("chair", people.Membership{Party: "kumla", Body: Group, Role: access.Chair})
}

// Two who record, without a script: what one has saved is never replaced by the
// other; both texts stand side by side until somebody chooses, and no decision is
// recorded before that.
func TestTwoRecordersWithoutAScript(t *testing.T) {
	s := Open(t).sits()
	a, b := s.recorders()
	fa := a.Open(s.path("/genomfor")).Form("Spara utkast").Choose("Vad är det", "Beslut").Choose("Hur gick det", "Enligt förslag").Fill("Beslutets lydelse", "Gruppen antar planen.")
	fb := b.Open(s.path("/genomfor")).Form("Spara beslutet").Choose("Vad är det", "Beslut").Choose("Hur gick det", "Enligt förslag").Fill("Beslutets lydelse", "Gruppen avslår planen.")
	fa.Submit()
	a.Sees("Sparat 13.00.")
	if a.Status != http.StatusOK || len(a.All(`input[name="utfall"][checked]`)) != 1 {
		t.Errorf("status %d: what was chosen is gone", a.Status)
	}
	fb.Submit()
	b.Sees("Två har skrivit i samma text. Välj vilken som ska gälla innan du sparar beslutet.", "Gruppen antar planen.", "Gruppen avslår planen.")
	if b.Status != http.StatusConflict || len(b.All(".crossed .side")) != 2 || len(b.All(`input[name="utfall"][checked]`)) != 1 {
		t.Errorf("status %d, %d sides", b.Status, len(b.All(".crossed .side")))
	}
	// The other sees both too, and chooses: nothing that was typed beside it is gone.
	a.Open(s.path("/genomfor")).Form("Låt båda gälla, den ena efter den andra").Choose("Vad är det", "Beslut").Choose("Hur gick det", "Enligt förslag").
		Fill("Reservation", "Skriven medan de valde.").Submit()
	if got := written(a, "text"); got != "Gruppen antar planen.\n\nGruppen avslår planen." {
		t.Errorf("%q", got)
	}
	if got := written(a, "reservation"); got != "Skriven medan de valde." {
		t.Errorf("%q", got)
	}
	if len(a.All(".crossed")) != 0 {
		t.Error("somebody still has to choose")
	}
	a.Form("Spara beslutet").Fill("Beslutets lydelse", "Gruppen antar planen.").Done().Sees("Gruppen antar planen.")
	// What the other had typed meanwhile is kept and shown.
	b.Post(s.path("/utkast"), url.Values{"punkt": {s.one}, "text": {"Ännu en lydelse."}, "bas-text": {"2"}, "_once": {"efter"}})
	b.Open(s.path("/genomfor?punkt="+s.one)).Sees("Skrivet men inte registrerat", "Ännu en lydelse.")
}

// The meeting is closed by one while the other types: what was typed is kept, and
// shown.
func TestClosedWhileAnotherTypes(t *testing.T) {
	s := Open(t).sits()
	a, b := s.recorders()
	f := b.Open(s.path("/genomfor?punkt="+s.two)).Form("Spara anteckningen").Fill("Anteckning", "Kumla framhöll behovet.")
	a.Open(s.path("/genomfor")).Form("Avsluta mötet").Choose("", "Avsluta ändå").Done()
	f.Submit()
	b.Sees("Sparat 13.00.")
	if got := written(a.Open(s.path("/genomfor?punkt="+s.two)), "anteckning"); got != "Kumla framhöll behovet." {
		t.Errorf("%q", got)
	}
}

// listening is an open stream of a reader.
type listening struct {
	t      *testing.T
	events chan sse
	end    context.CancelFunc
}

type sse struct{ id, event, data string }

// hear opens the stream of somebody; last is the id of the frame that they have.
func (s *sat) hear(v *visitor.Visitor, view, last string) *listening {
	s.T.Helper()
	ctx, end := context.WithCancel(s.Ctx)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+s.path("/live"+view), nil)
	s.Ok(err)
	req.Header.Set("Accept", "text/event-stream")
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	for _, c := range v.Cookies() {
		req.AddCookie(c)
	}
	res, err := http.DefaultClient.Do(req)
	s.Ok(err)
	s.T.Cleanup(func() { end(); res.Body.Close() })
	l := &listening{t: s.T, events: make(chan sse, 1000), end: end}
	if res.StatusCode != http.StatusOK {
		s.T.Fatalf("status %d", res.StatusCode)
	}
	go func() {
		defer close(l.events)
		sc := bufio.NewScanner(res.Body)
		sc.Buffer(nil, 1<<20)
		var e sse
		for sc.Scan() {
			switch line := sc.Text(); {
			case line == "" && e.event != "":
				l.events <- e
				e = sse{}
			case strings.HasPrefix(line, "id: "):
				e.id = line[4:]
			case strings.HasPrefix(line, "event: "):
				e.event = line[7:]
			case strings.HasPrefix(line, "data: "):
				e.data = line[6:]
			}
		}
	}()
	return l
}

// until waits for an event that holds words, and gives all that came on the way.
func (l *listening) until(event, words string) (sse, []sse) {
	l.t.Helper()
	var all []sse
	limit := time.After(30 * time.Second)
	for {
		select {
		case e, ok := <-l.events:
			if !ok {
				l.t.Fatalf("the stream ended before %s %q; it held %v", event, words, all)
			}
			all = append(all, e)
			if e.event == event && strings.Contains(e.data, words) {
				return e, all
			}
		case <-limit:
			l.t.Fatalf("no %s %q among %v", event, words, all)
		}
	}
}

type shown struct {
	Now   string
	Say   string
	Parts map[string]string
}

func parts(t *testing.T, e sse) shown {
	t.Helper()
	var s shown
	if err := json.Unmarshal([]byte(e.data), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// Everybody who follows a meeting is sent what they may see of it and nothing
// else: the stream, which is read once for all, holds what each one's own page
// holds. Who is invited to one item has that item alone; who is no longer of the
// meeting is cut off; so is who has signed out.
func TestFollowers(t *testing.T) {
	s := Open(t).sits()
	rec := s.Secretary()
	member := s.Chief("kumla")
	leaving := s.Chief("nora")
	guest := s.Seat("guest", people.Membership{Party: "hallsberg", Role: access.Registrar})
	whole := s.Seat("whole", people.Membership{Party: "laxa", Role: access.Registrar})
	outside := s.Seat("outside", people.Membership{Party: "askersund", Role: access.Registrar})
	m, err := meetings.Page.Do(s.Ctx, s.Sys, s.keeper, meetings.PageInput{Meeting: s.id})
	s.Ok(err)
	_, err = meetings.Invite.Do(s.Ctx, s.Sys, s.keeper, meetings.InviteInput{Meeting: s.id, Person: "person-guest", Item: s.two})
	s.Ok(err)
	_, err = meetings.Invite.Do(s.Ctx, s.Sys, s.keeper, meetings.InviteInput{Meeting: s.id, Person: "person-whole"})
	s.Ok(err)
	if m.Meeting.ID != s.id {
		t.Fatal(m.Meeting)
	}
	if outside.Get(s.path("/live")); outside.Status != http.StatusNotFound {
		t.Errorf("who sees nothing of the meeting may follow it: %d", outside.Status)
	}

	all := map[string]*visitor.Visitor{"member": member, "leaving": leaving, "guest": guest, "whole": whole}
	heard := map[string]*listening{}
	for name, v := range all {
		heard[name] = s.hear(v, "", "")
	}
	recording := s.hear(rec, "", "")
	for name := range all {
		e, _ := heard[name].until("live", "")
		once := all[name].Open(s.path("/live"))
		if string(once.Body) != e.data {
			t.Errorf("%s is sent\n%s\nand sees\n%s", name, e.data, once.Body)
		}
	}
	if e := string(guest.Open(s.path("/live")).Body); strings.Contains(e, "Första punkten") || !strings.Contains(e, "Andra punkten") || strings.Contains(e, "chief") {
		t.Errorf("the guest of one item sees %s", e)
	}

	// What is typed goes to those who record alone; what is recorded to all who may
	// read it.
	const typing, decided = "CNRY-typed-text", "CNRY-decided-text"
	rec.Open(s.path("/genomfor")).Form("Spara utkast").Fill("Beslutets lydelse", typing).Done()
	recording.until("typed", typing)
	rec.Open(s.path("/genomfor")).Form("Spara beslutet").Choose("Vad är det", "Beslut").Choose("Hur gick det", "Enligt förslag").Fill("Beslutets lydelse", decided).Done()
	for _, name := range []string{"member", "leaving"} {
		e, before := heard[name].until("live", "Beslut sparat i punkt 1")
		if got := parts(t, e).Parts["punkt-"+s.one]; !strings.Contains(got, decided) {
			t.Errorf("%s: %s", name, got)
		}
		if slices.ContainsFunc(before, func(x sse) bool { return strings.Contains(x.data, typing) }) {
			t.Errorf("%s is sent what is typed", name)
		}
	}
	rec.Open(s.path("/genomfor?punkt=" + s.two)).Form("Ta upp punkt 2").Done()
	e, before := heard["guest"].until("live", "Nu är din punkt uppe: Andra punkten")
	for _, x := range append(before, e) {
		for _, secret := range []string{typing, decided, "Första punkten"} {
			if strings.Contains(x.data, secret) {
				t.Errorf("the guest of one item is sent %s", secret)
			}
		}
	}
	if n := len(before); n != 1 { // the other item's decision is not even told by a frame
		t.Errorf("%d frames", n)
	}

	// Resumed with the frame that one has, nothing is sent again.
	had, _ := heard["member"].until("live", "Punkt 2: Andra punkten")
	again := s.hear(member, "", had.id)

	// Who has left the body, and who has signed out, is cut off.
	s.leaves("person-chief-nora")
	rec.Open(s.path("/genomfor?punkt=" + s.one)).Form("Ta upp punkt 1").Done()
	if e, _ := heard["leaving"].until("end", ""); e.data != "closed" {
		t.Errorf("%q", e.data)
	}
	if _, before := again.until("live", "Punkt 1"); len(before) != 1 {
		t.Errorf("%d frames after resuming", len(before))
	}
	whole.Open("/mitt").Form("Logga ut").Done()
	heard["whole"].until("end", "closed")

	// A session has so many streams and no more: the oldest gives way.
	for range 6 {
		s.hear(member, "", "")
	}
	heard["member"].until("end", "many")
}

// written gives what stands in a text area.
func written(v *visitor.Visitor, name string) string {
	for _, n := range v.All(`textarea[name="` + name + `"]`) {
		if n.FirstChild != nil {
			return n.FirstChild.Data
		}
	}
	return ""
}

// leaves ends a person's memberships yesterday.
func (s *sat) leaves(person string) {
	s.T.Helper()
	apptest.Leave(s.T, s.Sys, person, s.Today().Add(-1))
}
