package demo_test

import (
	"context"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/domain/workday"
)

// No body of the demo meets on a day on which nobody works, or when people are away.
func TestNobodyMeetsOnAHoliday(t *testing.T) {
	sys, _, story := made(t, "orebro")
	held := app.NewQuery("test.meetings", func(ctx context.Context, u *app.Unit, _ string) (map[workday.Date]string, error) {
		if err := u.Require(access.ReadPublic()); err != nil {
			return nil, err
		}
		s, err := u.Structure(ctx)
		if err != nil {
			return nil, err
		}
		days := map[workday.Date]string{}
		for _, b := range s.Bodies {
			list, err := u.Own.Meetings(ctx, []string{b.ID}, today.Add(-story.Before), "", 100)
			if err != nil {
				return nil, err
			}
			for _, m := range list {
				days[m.On] = m.Body
			}
		}
		return days, nil
	})
	days, err := held.Do(context.Background(), sys, access.TheSystem(), "")
	if err != nil {
		t.Fatal(err)
	}
	if len(days) < 20 {
		t.Fatalf("meetings on %d days alone", len(days))
	}
	for d, body := range days {
		if s := string(d)[5:]; workday.Free(d) || s > "06-24" && s < "08-07" || s > "12-20" || s < "01-07" {
			t.Errorf("%s meets on %s", body, d)
		}
	}
}
