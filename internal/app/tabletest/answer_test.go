package tabletest

import (
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/mails"
	"samverk/internal/app/meetings"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
)

// Whoever is called answers by the page or by the secret of the mail; a member
// who can't come has the party's deputy called, and told when they come after all.
func TestAnswersAndDeputies(t *testing.T) {
	each(t, func(w *world) {
		deputy := apptest.Seat(t, w.sys, "deputy", people.Membership{Party: "kumla", Office: "social-chief", Body: chiefs, Role: access.Deputy})
		id := w.meets(w.secretary, chiefs, 30)
		p := must(w, first(meetings.AddTopic.Do(ctx, w.sys, w.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})), nil)
		w.goFor(id)
		n := must(w, first(meetings.SendNotice.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})), nil)
		say := func(who access.Viewer, person string, a meeting.Answer) (meetings.Answered, error) {
			return meetings.AnswerNotice.Do(ctx, w.sys, who, meetings.AnswerInput{Meeting: id, Person: person, Answer: a, Via: "page", Sequence: -1})
		}
		_, err := say(w.nora, w.kumla.Person, meeting.Coming) // for somebody else
		w.is(err, fault.Denied)
		_, err = say(deputy, deputy.Person, meeting.Coming) // not called
		w.is(err, fault.NotFound)
		_, err = say(w.kumla, w.kumla.Person, "")
		w.is(err, fault.Invalid)
		must(w, first(say(w.nora, w.nora.Person, meeting.Perhaps)), nil)
		must(w, first(say(w.chair, w.chair.Person, meeting.Coming)), nil)

		if done := must(w, first(say(w.kumla, w.kumla.Person, meeting.NotComing)), nil); done.Deputy != "deputy" {
			t.Errorf("called instead: %+v", done)
		}
		v := w.view(w.secretary, id).Answers
		if !slices.Equal(v.Coming, []string{"chair"}) || !slices.Equal(v.NotComing, []string{"kumla"}) || !slices.Equal(v.Perhaps, []string{"nora"}) ||
			!slices.Contains(v.Silent, "deputy") || len(v.Deputies) != 1 || v.Deputies[0].Absent != "kumla" || v.Deputies[0].Deputy != "deputy" || v.Deputies[0].Basis != people.ByParty {
			t.Errorf("%+v", v)
		}
		must(w, first(say(deputy, deputy.Person, meeting.Coming)), nil) // is called now

		// By the secret of the mail, whoever shows it.
		letters := must(w, first(mails.Notice.Do(ctx, w.sys, access.TheSystem(), mails.NoticeInput{Notice: n.Notice, Persons: []string{w.kumla.Person}})), nil)
		l := letters[w.kumla.Person]
		by := func(in meetings.SecretAnswer) error {
			_, err := meetings.AnswerBySecret(ctx, w.sys, in)
			return err
		}
		link := meetings.SecretAnswer{SecretInput: meetings.SecretInput{Secret: l.Link}, Answer: meeting.Coming, Sequence: -1}
		must(w, 0, by(link))
		if v := w.view(w.secretary, id).Answers; len(v.Deputies) != 0 || slices.Contains(v.Silent, "deputy") || !slices.Contains(v.Coming, "kumla") {
			t.Errorf("the member comes after all: %+v", v)
		}
		// A calendar's answer: the address's own secret, that meeting, that person,
		// and the newest entry.
		reply := meetings.SecretAnswer{SecretInput: meetings.SecretInput{Secret: l.Reply, Reply: true}, Answer: meeting.Perhaps, UID: id, Attendee: l.To.Email}
		must(w, 0, by(reply))
		for name, bad := range map[string]func(*meetings.SecretAnswer){
			"the link's secret":    func(a *meetings.SecretAnswer) { a.Secret = l.Link },
			"another meeting":      func(a *meetings.SecretAnswer) { a.UID = "other" },
			"somebody else":        func(a *meetings.SecretAnswer) { a.Attendee = "forger@example.org" },
			"a secret of nobody's": func(a *meetings.SecretAnswer) { a.Secret = "x" },
		} {
			forged := reply
			bad(&forged)
			if err := by(forged); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		m := w.view(w.secretary, id).Meeting
		slot := m.Slot()
		slot.On = slot.On.Add(7)
		must(w, first(meetings.Move.Do(ctx, w.sys, w.secretary, meetings.MoveInput{Meeting: id, Version: m.Version, Slot: slot, Reason: "Krock."})), nil)
		if v := w.view(w.secretary, id).Answers; len(v.Coming)+len(v.Perhaps) != 0 {
			t.Errorf("a moved meeting is asked about anew: %+v", v)
		}
		w.is(by(reply), fault.Conflict) // the old entry
		reply.Sequence = 1
		must(w, 0, by(reply))
		m = w.view(w.secretary, id).Meeting
		must(w, first(meetings.Cancel.Do(ctx, w.sys, w.secretary, meetings.CancelInput{Meeting: id, Version: m.Version, Reason: "Inga ärenden."})), nil)
		w.is(by(link), fault.Conflict)
	})
}
