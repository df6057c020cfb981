package meetings

import (
	"context"
	"fmt"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/accounts"
	"samverk/internal/app/apptest"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/store"
)

// However many follow a meeting, it is read in the same number of queries when it
// changes, and looked at in the same number when it does not.
func TestNoQueryPerFollower(t *testing.T) {
	const most, persons, body = 50, 10, "chefsgrupp-valfard"
	apptest.Each(t, apptest.Load(t, "orebro"), func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		ctx := context.Background()
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		who := apptest.Seat(t, sys, "secretary", people.Membership{Party: "region-orebro-lan", Office: "developer", Body: body, Role: access.Secretary})
		m, err := meetings.Create.Do(ctx, sys, who, meetings.CreateInput{Body: body, Slot: meeting.Slot{On: app.Today(clock.Now()), Starts: "09:00", Ends: "12:00"}})
		ok(err)
		_, err = meetings.AddTopic.Do(ctx, sys, who, meetings.TopicInput{Meeting: m.ID, Version: m.Version, Title: "Läget", Purpose: meeting.Decide})
		ok(err)
		var open []*listener
		for n := range persons {
			name := fmt.Sprintf("member%d", n)
			apptest.Seat(t, sys, name, people.Membership{Party: "kumla", Office: "social-chief", Body: body, Role: access.Member})
			mail, password := name+"@example.org", "nio-gula-traktorer-i-rad"
			inv, err := accounts.Invite.Do(ctx, sys, apptest.Operator(), accounts.InviteInput{Email: mail})
			ok(err)
			ok(accounts.AcceptInvite(ctx, sys, accounts.AcceptInput{Token: inv.Token, Password: password, Address: mail}))
			for range most / persons {
				in, err := accounts.SignIn(ctx, sys, accounts.SignInInput{Email: mail, Password: password, Address: mail, Agent: "test"})
				ok(err)
				v, s, err := accounts.SessionViewer(ctx, sys, in.Token)
				ok(err)
				open = append(open, newListener(s.ID, v.Person, "sv", false, ""))
			}
		}
		counted, n := store.CountQueries(ctx)
		rs := newRooms(sys, drawn{})
		rs.ctx = counted
		count := func(listeners []*listener, fn func(*room) error) int {
			r := &room{meeting: m.ID, of: rs, listeners: listeners}
			before := n.Queries()
			ok(fn(r))
			return n.Queries() - before
		}
		told := func(r *room) error { _, _, err := r.tell(); return err }
		looked := func(r *room) error { _, _, err := r.look(); return err }
		if one, all := count(open[:1], told), count(open, told); one == 0 || one != all {
			t.Errorf("a change is told to one in %d queries, to %d in %d", one, most, all)
		}
		if one, all := count(open[:1], looked), count(open, looked); one == 0 || one != all {
			t.Errorf("a meeting is looked at for one in %d queries, for %d in %d", one, most, all)
		}
		for i, l := range open {
			if f := l.take(); len(f) != 1 || f[0].event != "live" {
				t.Errorf("the one with number %d is told %d things", i, len(f))
			}
		}
		// The control: what each would cost by itself is more.
		before := n.Queries()
		for range 2 {
			_, err := meetings.Follow.Do(counted, sys, who, meetings.PageInput{Meeting: m.ID})
			ok(err)
		}
		if two := n.Queries() - before; two <= count(open, told) {
			t.Errorf("two pages cost %d queries, as much as all streams: nothing is counted", two)
		}
	})
}
