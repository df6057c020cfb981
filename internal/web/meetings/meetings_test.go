package meetings_test

import (
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/web/pagetest"
)

// What waits says for which station, and a matter that stands on the agenda is
// not offered to it again.
func TestWhatAMeetingIsBuiltFrom(t *testing.T) {
	w := pagetest.Open(t)
	w.Raise("Överenskommelse om utskrivning")
	w.Sort()
	keeper := apptest.Member("keeper", people.Membership{Party: pagetest.Region, Body: pagetest.Group, Role: access.Secretary},
		people.Membership{Party: pagetest.Region, Body: pagetest.Au, Role: access.Secretary})
	plan := func(body string, days int) string {
		out, err := meetings.Create.Do(w.Ctx, w.Sys, keeper, meetings.CreateInput{Body: body,
			Slot: meeting.Slot{On: w.Today().Add(days), Starts: "09:00", Ends: "12:00"}})
		w.Ok(err)
		return out.ID
	}
	au, group := plan(pagetest.Au, 20), plan(pagetest.Group, 40)
	v := w.Secretary()
	v.Open("/moten/"+group+"/redigera").Sees("Väntar på: ", "Arbetsutskottet").SeesNot("en tidigare station")
	build := "/moten/" + au + "/redigera"
	v.Open(build).Sees("Ärenden att sätta upp", "Sätt upp ärendet")
	m, err := meetings.Page.Do(w.Ctx, w.Sys, keeper, meetings.PageInput{Meeting: au})
	w.Ok(err)
	_, err = meetings.AddMatter.Do(w.Ctx, w.Sys, keeper, meetings.AddMatterInput{Meeting: au, Version: m.Meeting.Version, Matter: w.ID, Purpose: meeting.Prepare})
	w.Ok(err)
	v.Open(build).SeesNot("Sätt upp ärendet").Sees("Inga ärenden väntar på gruppen.")
}
