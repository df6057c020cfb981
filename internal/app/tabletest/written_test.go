package tabletest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/decisions"
	"samverk/internal/app/figures"
	"samverk/internal/app/inbox"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/app/portals"
	"samverk/internal/app/records"
	"samverk/internal/app/years"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// guideline gives a guideline that lies before the chiefs to be prepared, with a
// version of its proposal.
func (o *office) guideline() (id, version string) {
	o.t.Helper()
	m, err := matters.Raise.Do(ctx, o.sys, o.chiefs, matters.RaiseInput{Title: "Trygg hemgång", Summary: "En riktlinje.", Kind: "guideline", Origin: "chiefs",
		Facts: structure.Facts{"major": yes()}})
	ok(o, m, err)
	if _, err := matters.Accept.Do(ctx, o.sys, o.secretary, matters.AcceptInput{Matter: m.ID, Version: 1}); err != nil {
		o.t.Fatal(err)
	}
	v, err := matters.AddVersion.Do(ctx, o.sys, o.secretary, matters.VersionInput{Matter: m.ID, Text: "Förslag."})
	ok(o, v, err)
	return m.ID, v.ID
}

func (o *office) day(n int) workday.Date { return app.Today(o.clock.Now()).Add(n) }

func (o *office) put(body, matter, version string, last workday.Date) (string, error) {
	p, err := decisions.PutWritten.Do(ctx, o.sys, o.secretary, decisions.PutInput{Body: body, Matter: matter, Version: version, Text: "Gruppen ställer sig bakom.",
		Responsible: "Kansliet", DueOn: o.day(60), LastDay: last})
	return p.ID, err
}

func (o *office) reply(who access.Viewer, id, version string, said decision.Reply, why string) error {
	return failed(decisions.AnswerWritten.Do(ctx, o.sys, who, decisions.ReplyInput{Written: id, Said: said, Why: why, Version: version}))
}

func (o *office) writtenView(who access.Viewer, id string) decisions.WrittenView {
	o.t.Helper()
	v, err := decisions.WrittenPage.Do(ctx, o.sys, who, decisions.WrittenInput{Written: id})
	return ok(o, v, err)
}

// A body decides between its meetings where its text lets it (VM-65): all members are
// asked by letter, and what they agree on is a decision like any other, that no list
// of meetings counts.
func TestDecidedBetweenMeetings(t *testing.T) {
	fifth(t, func(o *office) {
		outside := o.seat("outside", "ekmark", "council", "member")
		deputy := o.seat("deputy", "ekmark", "chiefs", "deputy")
		id, version := o.guideline()
		w, err := o.put("chiefs", id, version, o.day(10))
		ok(o, w, err)
		v := o.writtenView(o.town, w)
		if len(v.Asked) != 2 || v.Mine == nil || !v.CanReply || v.CanClose || v.CanTakeBack || v.By != structure.AllMembers || v.Rules[0].Clause != "VM-65" {
			o.t.Fatalf("put: %+v", v)
		}
		waits := func(who access.Viewer) bool {
			m, err := inbox.Mine.Do(ctx, o.sys, who, inbox.MineInput{})
			return slices.ContainsFunc(ok(o, m, err).ToDo, func(x inbox.Task) bool { return x.Kind == "answer_written" && x.Written == w })
		}
		if !waits(o.town) || waits(deputy) || waits(outside) || waits(o.secretary) {
			o.t.Error("it waits for the members, and for nobody else")
		}

		// Outsiders find nothing; whoever isn't asked can't answer.
		_, err = decisions.WrittenPage.Do(ctx, o.sys, outside, decisions.WrittenInput{Written: w})
		o.kind(err, fault.NotFound)
		o.kind(o.reply(outside, w, version, decision.Agrees, ""), fault.NotFound)
		o.kind(o.reply(deputy, w, version, decision.Agrees, ""), fault.NotFound)
		o.kind(o.reply(o.secretary, w, version, decision.Agrees, ""), fault.NotFound)
		_, err = decisions.WrittenFormFor.Do(ctx, o.sys, outside, decisions.WrittenFormInput{Body: "chiefs", Matter: id})
		o.kind(err, fault.NotFound)

		// An answer, in what was read; it may be changed while the question is open.
		o.kind(o.reply(o.town, w, version, "", ""), fault.Invalid)
		o.kind(o.reply(o.town, w, version, decision.Objects, " "), fault.Invalid)
		o.kind(o.reply(o.town, w, "another", decision.Agrees, ""), fault.Conflict)
		o.none(o.reply(o.town, w, version, decision.Objects, "Underlaget räcker inte."))
		if v := o.writtenView(o.secretary, w); !v.CanClose || v.Ending.Left != decision.LeftAgainst {
			o.t.Errorf("one is against: %+v", v.Ending)
		}
		_, err = o.put("chiefs", id, version, o.day(10))
		o.key(err, "written.put_already")
		secret := o.secret(app.WrittenLink, w, o.town.Person)
		o.kind(decisions.AnswerBySecret(ctx, o.sys, "wrong", decisions.ReplyInput{Said: decision.Agrees, Version: version}), fault.NotFound)
		o.none(decisions.AnswerBySecret(ctx, o.sys, secret, decisions.ReplyInput{Said: decision.Agrees, Version: version}))
		o.none(decisions.AnswerBySecret(ctx, o.sys, secret, decisions.ReplyInput{Said: decision.Agrees, Version: version})) // the link used twice
		_, err = decisions.CloseWritten.Do(ctx, o.sys, o.secretary, decisions.CloseInput{Written: w})
		o.key(err, "written.waits_more")
		_, err = decisions.CloseWritten.Do(ctx, o.sys, o.town, decisions.CloseInput{Written: w})
		o.kind(err, fault.Denied)
		o.none(o.reply(o.chiefs, w, version, decision.Agrees, ""))

		// The decision.
		next, err := meetings.Create.Do(ctx, o.sys, o.secretary, meetings.CreateInput{Body: "chiefs", Slot: meeting.Slot{On: o.day(30), Starts: "09:00", Ends: "10:00"}})
		ok(o, next, err)
		before := o.counted()
		done, err := decisions.CloseWritten.Do(ctx, o.sys, o.secretary, decisions.CloseInput{Written: w})
		if ok(o, done, err).Left != "" || done.Number.Seq != 1 {
			o.t.Fatalf("closed: %+v", done)
		}
		d, err := decisions.Page.Do(ctx, o.sys, o.town, decisions.PageInput{Ref: done.Number.String()})
		if x := ok(o, d, err).Record; x.Written != w || x.Terms.Version != version || x.Terms.Kind != decision.Opinion || x.Matter != id {
			o.t.Errorf("decision: %+v", x)
		}
		o.kind(o.reply(o.town, w, version, decision.Objects, "För sent."), fault.Conflict)
		rec, err := records.Page.Do(ctx, o.sys, o.town, records.PageInput{Meeting: d.Record.Meeting})
		if len(ok(o, rec, err).Parts) == 0 {
			o.t.Error("there is no list of the decision")
		}

		// No list, count or calendar has it; the next meeting is told.
		for what, was := range before {
			if now := o.counted()[what]; now != was {
				o.t.Errorf("%s: it stands among the meetings\n%s\n%s", what, was, now)
			}
		}
		p, err := meetings.Page.Do(ctx, o.sys, o.town, meetings.PageInput{Meeting: next.ID})
		if !slices.ContainsFunc(ok(o, p, err).Items, func(i meetings.ItemView) bool {
			return i.Origin.Kind == meeting.BetweenThem && i.Origin.Of == w && i.Purpose == meeting.Inform
		}) {
			o.t.Errorf("the next meeting is not told: %+v", p.Items)
		}
	})
}

// What is left to the members to decide each time (VM-27) is a decision when all have
// answered that they agree, which says that they hold the mandate (VM-65); the
// installation closes it after the last day. A network gives its opinion when every
// party agrees, whoever of them says so, and nobody is against (VM-67).
func TestMandateBetweenMeetings(t *testing.T) {
	plansOnly := func(s *structure.Structure) {
		s.Ways = slices.DeleteFunc(s.Ways, func(w structure.Way) bool { return w.Rule.ID != "decide-plan" && w.Rule.ID != "children-opinion" })
		s.Build()
	}
	fifthWith(t, plansOnly, func(o *office) {
		one, other := o.seat("one", "ekmark", "children", "member"), o.seat("other", "ekmark", "children", "member")
		region, keeper := o.seat("region", "reg", "children", "convener"), o.seat("keeper", "reg", "children", "secretary")
		m, err := matters.Raise.Do(ctx, o.sys, o.chiefs, matters.RaiseInput{Title: "Barnens plan", Summary: "En plan.", Kind: "plan", Fields: []string{"children"}, Origin: "chiefs"})
		ok(o, m, err)
		_, err = matters.Accept.Do(ctx, o.sys, keeper, matters.AcceptInput{Matter: m.ID, Version: 1})
		o.none(err)
		v, err := matters.AddVersion.Do(ctx, o.sys, o.secretary, matters.VersionInput{Matter: m.ID, Text: "Planen."})
		version := ok(o, v, err).ID

		// The opinion, first against, then by one of each party.
		ask := func() string {
			o.clock.Move(time.Minute)
			p, err := decisions.PutWritten.Do(ctx, o.sys, keeper, decisions.PutInput{Body: "children", Matter: m.ID, Version: version, Text: "Nätverket tillstyrker.", LastDay: o.day(5)})
			return ok(o, p, err).ID
		}
		w := ask()
		o.none(o.reply(one, w, version, decision.Agrees, ""))
		o.none(o.reply(other, w, version, decision.Objects, "Barnen är inte hörda."))
		o.none(o.reply(region, w, version, decision.Agrees, ""))
		c, err := decisions.CloseWritten.Do(ctx, o.sys, keeper, decisions.CloseInput{Written: w})
		if ok(o, c, err).Left != decision.LeftAgainst {
			o.t.Errorf("one is against: %+v", c)
		}
		w = ask()
		o.none(o.reply(one, w, version, decision.Agrees, ""))
		o.none(o.reply(region, w, version, decision.Agrees, ""))
		_, err = decisions.CloseWritten.Do(ctx, o.sys, keeper, decisions.CloseInput{Written: w})
		o.key(err, "written.waits_more")
		o.clock.Days(6)
		c, err = decisions.CloseWritten.Do(ctx, o.sys, keeper, decisions.CloseInput{Written: w})
		if ok(o, c, err).Left != "" {
			o.t.Errorf("every party agrees: %+v", c)
		}

		// The decision, by those who hold the mandate.
		w, err = o.put("chiefs", m.ID, version, o.day(10))
		ok(o, w, err)
		if x := o.writtenView(o.town, w).Terms; x.Kind != decision.Decision || x.Mandate != decision.Held {
			o.t.Errorf("put: %+v", x)
		}
		o.none(o.reply(o.town, w, version, decision.Agrees, ""))
		o.none(o.reply(o.chiefs, w, version, decision.Agrees, ""))
		o.clock.Days(11)
		o.none(decisions.EndWritten(ctx, o.sys))
		done := o.writtenView(o.town, w)
		if done.State != decision.WrittenDecided || done.Decided == nil || done.Decided.Terms.Mandate != decision.Held || done.Decided.RecordedBy != o.secretary.Person {
			o.t.Fatalf("decided: %+v", done)
		}

		// It is no meeting: only what is written of it has a page.
		row := done.Decided.Meeting
		_, err = meetings.Build.Do(ctx, o.sys, o.secretary, meetings.PageInput{Meeting: row})
		o.kind(err, fault.NotFound)
		_, err = records.Write.Do(ctx, o.sys, o.secretary, records.TextInput{Meeting: row, Item: done.Decided.Item, Text: "Sagt."})
		o.kind(err, fault.NotFound)
		_, err = records.Check.Do(ctx, o.sys, o.secretary, records.PartInput{Meeting: row, Kind: record.Notes})
		o.kind(err, fault.NotFound)
		if rec := o.view(o.secretary, row); rec.Draft != nil || rec.Breach != nil || len(rec.Parts) != 2 || rec.List == nil {
			o.t.Errorf("what is written of it: %+v", rec.Parts)
		}
		o.clock.Days(60)
		late, err := records.Missing.Do(ctx, o.sys, o.chiefs, struct{}{})
		if slices.ContainsFunc(ok(o, late, err), func(h records.Held) bool { return h.ID == row }) {
			o.t.Error("notes are missed of what was decided between meetings")
		}
	})
}

// What is not agreed on waits for a meeting, and the queue says why.
func TestLeftForAMeeting(t *testing.T) {
	fifth(t, func(o *office) {
		id, version := o.guideline()
		why := func() string {
			q, err := meetings.Queue.Do(ctx, o.sys, o.secretary, meetings.QueueInput{Body: "chiefs"})
			ok(o, q, err)
			for _, it := range slices.Concat(q.Ready, q.Waiting, q.Placed) {
				if it.Matter == id && it.Written != nil && it.ByLetter != (it.Written.State == decision.WrittenOpen) {
					return string(it.Written.State) + " " + it.Written.Why
				}
			}
			return ""
		}
		put := func() string {
			o.clock.Move(time.Minute)
			w, err := o.put("chiefs", id, version, o.day(5))
			return ok(o, w, err)
		}
		// A member wants it at a meeting, whatever the other one says.
		w := put()
		o.none(o.reply(o.town, w, version, decision.AtMeeting, ""))
		o.none(o.reply(o.chiefs, w, version, decision.Agrees, ""))
		ok(o, w, failed(decisions.CloseWritten.Do(ctx, o.sys, o.chiefs, decisions.CloseInput{Written: w})))
		if got := why(); got != "left "+decision.LeftWanted {
			o.t.Errorf("queue: %q", got)
		}
		// Taken back with a reason, once.
		w = put()
		_, err := decisions.CloseWritten.Do(ctx, o.sys, o.chiefs, decisions.CloseInput{Written: w, Reason: "Fler frågor kom."})
		o.none(err)
		_, err = decisions.CloseWritten.Do(ctx, o.sys, o.chiefs, decisions.CloseInput{Written: w, Reason: "Igen."})
		o.kind(err, fault.Conflict)
		// The proposal changes meanwhile.
		w = put()
		v, err := matters.AddVersion.Do(ctx, o.sys, o.secretary, matters.VersionInput{Matter: id, Text: "Nytt förslag."})
		ok(o, v, err)
		o.key(o.reply(o.town, w, version, decision.Agrees, ""), "written.overtaken")
		ok(o, w, failed(decisions.CloseWritten.Do(ctx, o.sys, o.chiefs, decisions.CloseInput{Written: w})))
		if got := why(); got != "left "+decision.LeftOvertaken {
			o.t.Errorf("queue: %q", got)
		}
		// The last day passes with an answer missing: the installation closes it.
		version = v.ID
		w = put()
		o.none(o.reply(o.town, w, version, decision.Agrees, ""))
		o.none(decisions.EndWritten(ctx, o.sys))
		if got := o.writtenView(o.town, w).State; got != decision.WrittenOpen {
			o.t.Errorf("closed before its last day: %s", got)
		}
		o.clock.Days(6)
		o.key(o.reply(o.chiefs, w, version, decision.Agrees, ""), "written.late")
		o.none(decisions.EndWritten(ctx, o.sys))
		if got := why(); got != "left "+decision.LeftUnanswered {
			o.t.Errorf("queue: %q", got)
		}
	})
}

// Where the text gives no such way it is refused by the body's rule; a day that is
// none, too.
func TestRefusedBetweenMeetings(t *testing.T) {
	fifth(t, func(o *office) {
		id, version := o.guideline()
		var r *rule.Refusal
		if _, err := o.put("council", id, version, o.day(5)); !errors.As(err, &r) || r.Key != "written.not_here" || len(r.Rules) == 0 {
			o.t.Errorf("the council: %v", err)
		}
		for _, x := range []struct {
			last workday.Date
			key  string
		}{{o.day(0), "written.day_past"}, {o.day(-3), "written.day_past"}, {"", "written.day_missing"}, {o.day(11), "written.day_late"}} {
			_, err := o.put("chiefs", id, version, x.last)
			o.key(err, x.key)
		}
		_, err := o.put("chiefs", id, "", o.day(5))
		o.key(err, "decision.version_missing")
		_, err = decisions.PutWritten.Do(ctx, o.sys, o.town, decisions.PutInput{Body: "chiefs", Matter: id, Version: version, Text: "Vi ställer oss bakom.", LastDay: o.day(5)})
		o.kind(err, fault.Denied)
	})
}

// counted gives what is listed and counted of meetings, as a member of the chiefs and
// the public read it.
func (o *office) counted() map[string]string {
	o.t.Helper()
	out := map[string]string{}
	say := func(what string, v any, err error) {
		o.none(err)
		out[what] = fmt.Sprintf("%+v", v)
	}
	list, err := meetings.List.Do(ctx, o.sys, o.town, meetings.ListInput{})
	for i := range list { // what is put on its agenda changes the next meeting
		list[i].Meeting = meeting.Meeting{ID: list[i].Meeting.ID}
	}
	say("list", list, err)
	feed, err := meetings.Feed.Do(ctx, o.sys, o.town, struct{}{})
	for i := range feed.Meetings {
		feed.Meetings[i] = meeting.Meeting{ID: feed.Meetings[i].ID}
	}
	say("calendar address", feed.Meetings, err)
	year, err := years.Page.Do(ctx, o.sys, o.town, years.PageInput{All: true})
	for _, b := range year.Bands {
		say("year of "+b.Body.ID, b.Year, err)
	}
	say("collisions", year.Clashes, err)
	sums, err := figures.Read.Do(ctx, o.sys, o.town, figures.Input{Body: "chiefs"})
	say("figures", []any{sums.Bodies[0].Duty, sums.Bodies[0].Time, sums.Bodies[0].Items}, err)
	held, err := records.Archive.Do(ctx, o.sys, o.town, records.ArchiveInput{Body: "chiefs", From: o.day(-30), To: o.day(1)})
	say("archive", held.Held, err)
	open, err := portals.Calendar.Do(ctx, o.sys, access.ThePublic(), portals.CalendarInput{Body: "chiefs"})
	say("portal", open, err)
	return out
}

func (o *office) kind(err error, kind fault.Kind) {
	o.t.Helper()
	if !errors.Is(err, kind) {
		o.t.Errorf("%v, want %s", err, kind)
	}
}

func (o *office) none(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Error(err)
	}
}

func (o *office) secret(words ...string) string {
	o.t.Helper()
	s, err := app.NewQuery("test.secret", func(_ context.Context, u *app.Unit, _ struct{}) (string, error) {
		return u.Secret(words...), u.Require(access.UseWorkspace())
	}).Do(ctx, o.sys, o.chiefs, struct{}{})
	return ok(o, s, err)
}
