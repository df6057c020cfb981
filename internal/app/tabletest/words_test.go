package tabletest

import (
	"testing"
	"time"

	"samverk/internal/access"
	"samverk/internal/app/bundles"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/papers"
	"samverk/internal/app/records"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/domain/sheet"
)

// rewords gives every kind of document a heading, and a logo that is described with
// it; it is the county's choice from a minute after what was before.
func (w *world) rewords(heading string) {
	w.t.Helper()
	w.clock.Move(time.Minute)
	version := must(w, first(papers.SetPage.Do(ctx, w.sys, w.secretary, "")), nil).Version
	for _, k := range sheet.Worded() {
		in := papers.WordsIn{Version: version, Kind: k, Lang: sheet.Swedish, Texts: map[sheet.Part]string{sheet.PartHeading: heading}}
		version = must(w, first(papers.SetWords.Do(ctx, w.sys, w.secretary, in)), nil).Version
	}
	must(w, first(papers.SetLook.Do(ctx, w.sys, w.secretary, papers.LookIn{Version: version, Lang: sheet.Swedish, Logo: w.logo(), Alt: "Märket " + heading})), nil)
	w.clock.Move(time.Minute)
}

// What has gone out keeps the county's words and logo of then: a notice since it was
// sent, a version of an agenda, of notes and of a list of decisions since it was made,
// an extract since the decision, what is published since it was. A draft, and what goes
// out afterwards, has the new ones.
func TestWhatWentOutKeepsItsWords(t *testing.T) {
	each(t, func(w *world) {
		const then, now = "Som det hette", "Som det heter"
		w.rewords(then)
		id := w.calledTo()
		held, _ := w.heldTopic()
		list := w.record(held).List.Content.Items[0].Decisions[0]
		done := must(w, first(records.Check.Do(ctx, w.sys, w.secretary, records.PartInput{Meeting: held, Kind: record.Notes, Version: w.record(held).Draft.Part.Version})), nil)
		must(w, first(records.Publish.Do(ctx, w.sys, w.secretary, records.PublishInput{PartInput: records.PartInput{Meeting: held, Kind: record.Notes, Version: done.Version}, Audience: record.ToPublic})), nil)
		must(w, first(decisions.Publish.Do(ctx, w.sys, w.secretary, decisions.PublishInput{Decision: list.ID})), nil)
		bound := func() int64 {
			return must(w, first(bundles.Page.Do(ctx, w.sys, w.kumla, bundles.In{Meeting: id})), nil).Order.Set
		}
		before := bound()

		says := func(name, want string, p papers.Paper, err error) {
			w.t.Helper()
			other := then
			if want == then {
				other = now
			}
			w.t.Log(name)
			reads(w.t, p, err, []string{want, "Märket " + want}, []string{other})
		}
		agenda := func(version string) (papers.Paper, error) {
			return papers.Agenda.Do(ctx, w.sys, w.secretary, papers.In{Meeting: id, Version: version})
		}
		notice := func() (papers.Paper, error) { return papers.Notice.Do(ctx, w.sys, w.kumla, papers.In{Meeting: id}) }
		out := map[string]func() (papers.Paper, error){
			"notice": notice,
			"agenda": func() (papers.Paper, error) { return agenda("A") },
			"list": func() (papers.Paper, error) {
				return papers.Decisions.Do(ctx, w.sys, w.kumla, papers.In{Meeting: held})
			},
			"notes": func() (papers.Paper, error) {
				return papers.Record.Do(ctx, w.sys, w.kumla, papers.RecordIn{In: papers.In{Meeting: held}, Kind: sheet.Notes})
			},
			"extract": func() (papers.Paper, error) {
				return papers.Extract.Do(ctx, w.sys, w.kumla, papers.ExtractIn{Ref: list.ID})
			},
			"public notes": func() (papers.Paper, error) {
				return papers.PublicRecord.Do(ctx, w.sys, access.ThePublic(), papers.RecordIn{In: papers.In{Meeting: held}, Kind: sheet.Notes})
			},
			"public extract": func() (papers.Paper, error) {
				return papers.PublicExtract.Do(ctx, w.sys, access.ThePublic(), papers.ExtractIn{Ref: list.ID})
			},
		}
		all := func(want string) {
			w.t.Helper()
			for name, read := range out {
				p, err := read()
				says(name, want, p, err)
			}
		}
		all(then)
		w.rewords(now)
		all(then)
		if after := bound(); after != before {
			t.Errorf("the front pages of the papers have the words of version %d, were sent out with %d", after, before)
		}
		p, err := agenda(papers.Draft)
		says("a draft of the agenda", now, p, err)
		planned := w.meets(w.secretary, chiefs, 90)
		p, err = papers.Notice.Do(ctx, w.sys, w.kumla, papers.In{Meeting: planned})
		says("a meeting that is not called", now, p, err)

		// A supplement is a later document, and so is what it carries.
		w.subject(w.secretary, id, "Nytt efter kallelsen")
		w.goFor(id)
		must(w, first(meetings.SendSupplement.Do(ctx, w.sys, w.secretary, meetings.NoticeInput{Meeting: id, Version: w.view(w.secretary, id).Meeting.Version, Exception: "Det kom sent."})), nil)
		p, err = notice()
		says("the notice with a supplement", now, p, err)
		p, err = agenda("A")
		says("the agenda before it", then, p, err)
		p, err = agenda("B")
		says("the agenda of it", now, p, err)
		if after := bound(); after == before {
			t.Error("the front pages of the papers have the words of before the supplement")
		}

		// Notes that are made ready afterwards, too.
		later, _ := w.heldTopic()
		p, err = papers.Record.Do(ctx, w.sys, w.secretary, papers.RecordIn{In: papers.In{Meeting: later}, Kind: sheet.Notes})
		says("notes that are being written", now, p, err)
		if v := w.view(w.secretary, later); v.Meeting.State != meeting.Held {
			t.Errorf("the later meeting is %s", v.Meeting.State)
		}
	})
}
