package record_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// The whole state table, as it is meant: for each mode, from each state by each
// act. A dot is what can't be done.
func TestStateTable(t *testing.T) {
	want := map[record.Mode]string{
		record.Free: `
-          write:drafted   check:.         return:.        approve:.       send:.          publish:.       renew:.
drafted    write:drafted   check:checked   return:.        approve:.       send:.          publish:.       renew:.
checked    write:.         check:.         return:drafted  approve:approved send:checked    publish:published renew:.
approved   write:.         check:.         return:.        approve:.       send:approved   publish:published renew:approved
published  write:.         check:.         return:.        approve:.       send:published  publish:.       renew:published`,
		record.Asks: `
-          write:drafted   check:.         return:.        approve:.       send:.          publish:.       renew:.
drafted    write:drafted   check:checked   return:.        approve:.       send:.          publish:.       renew:.
checked    write:.         check:.         return:drafted  approve:approved send:.          publish:.       renew:.
approved   write:.         check:.         return:.        approve:.       send:approved   publish:published renew:approved
published  write:.         check:.         return:.        approve:.       send:published  publish:.       renew:published`,
		record.Next: `
-          write:drafted   check:.         return:.        approve:.       send:.          publish:.       renew:.
drafted    write:drafted   check:checked   return:.        approve:.       send:.          publish:.       renew:.
checked    write:.         check:.         return:drafted  approve:approved send:checked    publish:.       renew:.
approved   write:.         check:.         return:.        approve:.       send:approved   publish:published renew:approved
published  write:.         check:.         return:.        approve:.       send:published  publish:.       renew:published`,
	}
	for _, m := range record.Modes() {
		var got strings.Builder
		for _, s := range record.States() {
			name := string(s)
			if s == record.None {
				name = "-"
			}
			line := fmt.Sprintf("%-11s", name)
			for _, a := range record.Acts() {
				to, ok := record.After(m, s, a)
				if !ok {
					to = "."
				}
				line += fmt.Sprintf("%-19s", string(a)+":"+string(to))
			}
			got.WriteString("\n" + strings.TrimSpace(line))
		}
		if norm(got.String()) != norm(want[m]) {
			t.Errorf("%s:%s\nwant%s", m, got.String(), want[m])
		}
	}
}

func norm(s string) string { return strings.Join(strings.Fields(s), " ") }

func ref(id, clause string) rule.Ref {
	return rule.Ref{ID: id, Clause: clause, Document: "ao", Section: "Arbetsformer"}
}

func own(part string) structure.Who {
	return structure.Who{Text: part, Terms: []structure.Term{{Name: "group", Part: part}}}
}

func demand(r structure.RecordRule) record.Demand {
	r.Rule = ref("group.record", "A-1")
	return record.Demand{Body: "group", Form: r.Form, Forms: r.Rule, Said: r, Ready: r.Ready, ReadyRule: r.Rule}
}

// What no text asks for is not asked for: the one who records sends and publishes.
func TestAStepThatNoTextAsksForIsNotAsked(t *testing.T) {
	free := demand(structure.RecordRule{Form: "notes"})
	p := record.Part{State: record.Checked}
	for _, a := range []record.Act{record.Send, record.Publish} {
		if err := p.Can(a, free); err != nil {
			t.Errorf("%s: %v", a, err)
		}
	}
	asks := demand(structure.RecordRule{Form: "notes", Check: own("chair")})
	for _, a := range []record.Act{record.Send, record.Publish} {
		var no *rule.Refusal
		if err := p.Can(a, asks); !errors.As(err, &no) || !no.Exception || no.Rules[0].Clause != "A-1" {
			t.Errorf("%s before approval: %v", a, err)
		}
		q, err := p.Overruled(a)
		if err != nil || (a == record.Publish) != (q.State == record.Published) {
			t.Errorf("%s with an exception: %+v, %v", a, q, err)
		}
	}
	if _, err := (record.Part{State: record.Drafted}).Overruled(record.Send); !errors.Is(err, fault.Conflict) {
		t.Errorf("a draft is not sent by exception: %v", err)
	}
	if m := asks.Of(record.Decisions).Mode(); m != record.Free {
		t.Errorf("a list of decisions waits for nobody: %s", m)
	}
	if m := demand(structure.RecordRule{Sign: "next meeting"}).Mode(); m != record.Next {
		t.Errorf("mode %s", m)
	}
	if m := demand(structure.RecordRule{Adjusters: structure.Count{Min: 2, Stated: true}}).Mode(); m != record.Asks {
		t.Errorf("mode %s", m)
	}
}

// What was sent stands: it is not taken back, a new version points to it.
func TestSentStands(t *testing.T) {
	free := demand(structure.RecordRule{})
	p := record.Part{State: record.Checked, SentAt: time.Unix(1, 0)}
	if err := p.Can(record.Return, free); !errors.Is(err, fault.Conflict) || !p.Stands() {
		t.Errorf("taken back: %v", err)
	}
	p.SentAt = time.Time{}
	if err := p.Can(record.Return, free); err != nil || p.Stands() {
		t.Errorf("not taken back: %v", err)
	}
}

func people4() []record.Person {
	return []record.Person{
		{ID: "a", Name: "Ordföranden", Body: "group", Roles: []people.Role{"chair"}, Present: true},
		{ID: "b", Name: "Sekreteraren", Body: "group", Roles: []people.Role{"secretary"}, Present: true},
		{ID: "c", Name: "Ledamoten", Body: "group", Roles: []people.Role{"member"}, Parties: []string{"alby"}, Present: true},
		{ID: "d", Name: "Rådets ordförande", Body: "council", Roles: []people.Role{"chair"}},
	}
}

func TestApprovers(t *testing.T) {
	law := demand(structure.RecordRule{Form: "minutes"})
	law.Law = []rule.Ref{ref("lag.protokoll", "")}
	two := demand(structure.RecordRule{Check: own("chair"), Adjusters: structure.Count{Min: 2, Stated: true}})
	other := demand(structure.RecordRule{Check: structure.Who{Terms: []structure.Term{{Name: "council", Part: "chair"}}}})
	for _, c := range []struct {
		name      string
		d         record.Demand
		adjusters []string
		want      string
	}{
		{"nobody is named", demand(structure.RecordRule{}), nil, ""},
		{"the chair", demand(structure.RecordRule{Check: own("chair")}), nil, "a chair"},
		{"the members", demand(structure.RecordRule{Check: own("members")}), nil, "a member, c member"},
		{"chair and two elected", two, []string{"c", "b"}, "a chair, c adjuster, b adjuster"},
		{"another body's chair", other, nil, "d chair"},
		{"a board by law", law, []string{"c"}, "a chair, c adjuster"},
		{"a party", demand(structure.RecordRule{Check: structure.Who{Terms: []structure.Term{{Name: "alby"}}}}), nil, "c alby"},
	} {
		var got []string
		for _, a := range c.d.Approvers(people4(), c.adjusters) {
			got = append(got, a.Person+" "+a.As)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
	if n := two.Short([]string{"c"}); n != 1 {
		t.Errorf("%d adjusters short", n)
	}
}

func TestAnswer(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	p := record.Part{State: record.Checked, Hash: "h1"}
	q := record.Request{Hash: "h1", EndsAt: now.Add(time.Hour)}
	said, err := q.Say(record.Approves, "", record.ByLink, p, false, now)
	if err != nil || said.Answer != record.Approves || said.Way != record.ByLink || said.AnsweredAt != now {
		t.Fatalf("%+v, %v", said, err)
	}
	changed, done, draft := p, p, p
	changed.Hash = "h2"
	done.State = record.Approved
	draft.State = record.Drafted
	for _, c := range []struct {
		name string
		q    record.Request
		a    record.Answer
		say  string
		p    record.Part
		gone bool
		at   time.Time
		key  string
	}{
		{"twice", said, record.Approves, "", p, false, now, "record.answered_before"},
		{"an old text", q, record.Approves, "", changed, false, now, "record.other_text"},
		{"a text taken back", q, record.Approves, "", draft, false, now, "record.other_text"},
		{"one that is approved", q, record.Approves, "", done, false, now, "record.other_text"},
		{"who has left", q, record.Approves, "", p, true, now, "record.approver_left"},
		{"too late", q, record.Approves, "", p, false, now.Add(2 * time.Hour), "record.link_over"},
		{"sent back without a word", q, record.SentBack, "", p, false, now, "record.comment_missing"},
		{"no answer", q, "", "", p, false, now, "record.answer_missing"},
		{"too much", q, record.SentBack, strings.Repeat("å", record.MaxComment+1), p, false, now, "record.comment_long"},
	} {
		var e *fault.Error
		if _, err := c.q.Say(c.a, c.say, record.ByLink, c.p, c.gone, c.at); !errors.As(err, &e) || e.Key != c.key {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := q.Say(record.Approves, "", record.SignedIn, p, false, now.Add(2*time.Hour)); err != nil {
		t.Errorf("the time is the link's alone: %v", err)
	}
	all := []record.Request{said, q}
	if record.Whole(all) || !record.Whole(all[:1]) || record.Whole(nil) || len(record.Waits(all)) != 1 {
		t.Error("whole when all that were asked have approved, and somebody was")
	}
}

// A held meeting without the notes that its text always wants is a breach with its
// clause; before its time it is none, and where no text wants any there is none.
func TestMissing(t *testing.T) {
	days := func(n int) *int { return &n }
	bare, timed := demand(structure.RecordRule{Form: "notes"}), demand(structure.RecordRule{Form: "notes", Ready: days(14)})
	practice := demand(structure.RecordRule{Form: "notes"})
	practice.Ready, practice.ReadyRule = days(7), rule.Ref{ID: "practice.notes", Practice: true}
	board := demand(structure.RecordRule{Form: "minutes"})
	board.Days, board.Law = days(14), []rule.Ref{ref("lag.protokoll", "")}
	for _, c := range []struct {
		name        string
		d           record.Demand
		written, on workday.Date
		since       workday.Date
		rules       int
	}{
		{"the same day", bare, "", "2026-03-02", "", 0},
		{"the day after", bare, "", "2026-03-03", "2026-03-03", 1},
		{"written", bare, "2026-03-03", "2026-03-09", "", 0},
		{"within the text's days", timed, "", "2026-03-16", "", 0},
		{"after them", timed, "", "2026-03-17", "2026-03-17", 1},
		{"by practice", practice, "", "2026-03-10", "2026-03-10", 2},
		{"a board within its days", board, "", "2026-03-16", "", 0},
		{"a board after them", board, "", "2026-03-20", "2026-03-17", 2},
		{"no text wants any", demand(structure.RecordRule{}), "", "2026-06-01", "", 0},
	} {
		b := c.d.Missing("2026-03-02", c.written, c.on)
		if (b == nil) != (c.since == "") || b != nil && (b.Since != c.since || len(b.Rules) != c.rules || b.Days != c.on.Sub(c.since)+1) {
			t.Errorf("%s: %+v", c.name, b)
		}
	}
	if k := timed.ClockOf("2026-03-02", "", "2026-03-10"); k.By != "2026-03-16" || k.Late || k.Days != 6 {
		t.Errorf("%+v", k)
	}
	if k := timed.ClockOf("2026-03-02", "2026-03-20", "2026-03-30"); !k.Late || k.Done != "2026-03-20" {
		t.Errorf("%+v", k)
	}
	if k := bare.ClockOf("2026-03-02", "", "2026-03-10"); k.By != "" || k.Late {
		t.Errorf("no day is invented: %+v", k)
	}
}

func sample() record.Content {
	return record.Content{Kind: record.Notes, Body: "Gruppen", On: "2026-03-02", Items: []record.Item{
		{ID: "1", Pos: 1, Title: "Öppnande", Text: "Alla hälsades välkomna."},
		{ID: "2", Pos: 2, Title: "Hemligt", Matter: "m1", Text: "CNRY", Decisions: []record.Decision{{ID: "d1", Text: "CNRY beslut"}}},
		{ID: "3", Pos: 3, Title: "Plan", Matter: "m2", Text: "Vi går vidare.", Decisions: []record.Decision{{ID: "d2", Text: "Planen antas.", Reservation: "Alby reserverade sig."}}},
	}}
}

// Who may not open a matter sees neither its item nor a gap in the numbers.
func TestContentFor(t *testing.T) {
	c := sample().For(func(m string) bool { return m == "m2" })
	words, err := c.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(words), "CNRY") || strings.Contains(string(words), "Hemligt") || len(c.Items) != 2 || c.Items[1].Pos != 2 {
		t.Errorf("%s", words)
	}
	if all := sample().For(func(string) bool { return true }); len(all.Items) != 3 || all.Items[2].Pos != 3 {
		t.Errorf("%+v", all)
	}
	if got := c.DecisionIDs(); !slices.Equal(got, []string{"d2"}) {
		t.Errorf("%v", got)
	}
	list := sample().List()
	if len(list.Items) != 2 || list.Items[0].Text != "" || list.Kind != record.Decisions {
		t.Errorf("%+v", list)
	}
	if texts := sample().Text(); !slices.Contains(texts, "Alby reserverade sig.") || slices.Contains(texts, "") {
		t.Errorf("%q", texts)
	}
	again, err := record.Parse(string(words))
	if err != nil || len(again.Items) != 2 || again.Items[1].Decisions[0].Reservation == "" {
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := record.Parse("{"); err == nil {
		t.Error("what can't be read is told")
	}
}

func TestCheckText(t *testing.T) {
	if s, err := record.CheckText("  a\r\nb \n"); err != nil || s != "a\nb" {
		t.Errorf("%q, %v", s, err)
	}
	if _, err := record.CheckText(strings.Repeat("x", record.MaxText+1)); !errors.Is(err, fault.Invalid) {
		t.Errorf("%v", err)
	}
}

func TestMeetings(t *testing.T) {
	if record.CheckMeeting(true, false) != nil || record.CheckMeeting(false, false) == nil || record.CheckMeeting(false, true) == nil {
		t.Error("notes are of a meeting that was held")
	}
	if record.CheckLater("2026-03-02", "2026-04-02", "2026-04-02") != nil || record.CheckLater("2026-03-02", "2026-03-02", "2026-04-02") == nil ||
		record.CheckLater("2026-03-02", "2026-05-02", "2026-04-02") == nil {
		t.Error("earlier notes are approved at a later meeting that has been held")
	}
}

// What waits of the notes is what a text or law asks for, by its day: not written,
// not approved by law's day, not sent to whom the text names.
func TestDue(t *testing.T) {
	days, law := 7, 14
	to := structure.RecordRule{Form: record.FormNotes, To: structure.Who{Terms: []structure.Term{{Name: "registry"}}}, Rule: rule.Ref{ID: "said"}}
	asks := to
	asks.Check = structure.Who{Terms: []structure.Term{{Part: "chair", Name: "b"}}}
	notes := record.Demand{Form: record.FormNotes, Forms: rule.Ref{ID: "said"}, Said: to}
	minutes := record.Demand{Form: record.FormMinutes, Forms: rule.Ref{ID: "law"}, Law: []rule.Ref{{ID: "law"}}, Days: &law}
	timed := notes
	timed.Ready, timed.ReadyRule = &days, rule.Ref{ID: "practice"}
	sent := record.Part{State: record.Approved, SentAt: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}
	for name, c := range map[string]struct {
		d     record.Demand
		p     record.Part
		today workday.Date
		want  string
	}{
		"nobody asks for notes":        {record.Demand{}, record.Part{}, "2026-05-01", ""},
		"no day is set":                {notes, record.Part{}, "2026-03-03", "check  late said"},
		"within the day":               {timed, record.Part{State: record.Drafted}, "2026-03-09", "check 2026-03-09 in time said practice"},
		"after it":                     {timed, record.Part{}, "2026-03-10", "check 2026-03-09 late said practice"},
		"written, to be sent":          {notes, record.Part{State: record.Checked}, "2026-03-03", "send  in time said"},
		"written, to be approved":      {record.Demand{Form: record.FormNotes, Said: asks}, record.Part{State: record.Checked}, "2026-03-03", ""},
		"approved, to be sent":         {record.Demand{Form: record.FormNotes, Said: asks}, record.Part{State: record.Approved}, "2026-03-03", "send  in time said"},
		"sent":                         {notes, sent, "2026-03-03", ""},
		"a board's, within the time":   {minutes, record.Part{State: record.Checked}, "2026-03-16", "approve 2026-03-16 in time law"},
		"a board's, after it":          {minutes, record.Part{State: record.Checked}, "2026-03-17", "approve 2026-03-16 late law"},
		"a board's, not even written":  {minutes, record.Part{}, "2026-03-03", "check 2026-03-16 in time law"},
		"a board's, approved":          {minutes, record.Part{State: record.Approved}, "2026-05-01", ""},
		"nothing says to whom it goes": {record.Demand{Form: record.FormNotes}, record.Part{State: record.Checked}, "2026-05-01", ""},
	} {
		got := ""
		if x := c.d.DueOf("2026-03-02", c.p, c.today); x != nil {
			got = string(x.What) + " " + string(x.By) + " in time"
			if x.Late {
				got = string(x.What) + " " + string(x.By) + " late"
			}
			for _, r := range x.Rules {
				got += " " + r.ID
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestElectable(t *testing.T) {
	for _, c := range []struct {
		roles  []people.Role
		serves bool
		want   bool
	}{
		{[]people.Role{"member"}, false, true},
		{[]people.Role{"vice_chair"}, false, true},
		{[]people.Role{"secretary", "member"}, false, true},
		{[]people.Role{"deputy"}, true, true},
		{[]people.Role{"deputy"}, false, false},
		{[]people.Role{"secretary"}, false, false},
		{[]people.Role{"secretary"}, true, false},
		{[]people.Role{"coordinator"}, false, false},
		{[]people.Role{"chair"}, false, false},
		{[]people.Role{"member", "chair"}, false, false},
		{[]people.Role{"convener"}, false, false},
		{nil, false, false},
	} {
		if got := record.Electable(c.roles, c.serves); got != c.want {
			t.Errorf("%v, serves %t: %t", c.roles, c.serves, got)
		}
	}
}
