package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app"
	"samverk/internal/app/apptest"
	"samverk/internal/app/decisions"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/meetings"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/people"
	"samverk/internal/domain/record"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/jobs"
	"samverk/internal/mail"
	"samverk/internal/text"
)

const (
	group     = "chefsgrupp-valfard"
	committee = "chefsgrupp-valfard-au"
)

// office is a county whose mail goes into a folder.
type office struct {
	t      *testing.T
	s      *structure.Structure
	sys    *app.System
	clock  *apptest.Clock
	worker *jobs.Worker
	dir    string
	seen   map[string]bool

	chair, secretary, kumla, registrar access.Viewer
}

func each(t *testing.T, fn func(o *office)) {
	s := apptest.Load(t, "orebro")
	apptest.Each(t, s, func(t *testing.T, sys *app.System, clock *apptest.Clock) {
		seat := func(name string, held ...people.Membership) access.Viewer { return apptest.Seat(t, sys, name, held...) }
		o := &office{t: t, s: s, sys: sys, clock: clock, dir: t.TempDir(), seen: map[string]bool{},
			chair: seat("chair", people.Membership{Party: "region-orebro-lan", Body: group, Role: "chair"},
				people.Membership{Party: "region-orebro-lan", Body: committee, Role: "chair"}),
			secretary: seat("secretary", people.Membership{Party: "region-orebro-lan", Office: "developer", Body: group, Role: "secretary"},
				people.Membership{Party: "region-orebro-lan", Office: "developer", Body: committee, Role: "secretary"}),
			kumla:     seat("kumla", people.Membership{Party: "kumla", Office: "social-chief", Body: group, Role: "member"}),
			registrar: seat("registrar", people.Membership{Party: "kumla", Role: "registrar"}),
		}
		sender, err := mail.New(mail.Config{From: mail.Address{Name: "Samverk", Address: "samverk@county.example"}, Folder: o.dir})
		if err != nil {
			t.Fatal(err)
		}
		o.worker = jobs.New(sys)
		jobs.RegisterMail(o.worker, jobs.Mail{Sender: sender, Site: "https://samverk.example/"})
		fn(o)
	})
}

// post does what is due and gives the letters that came of it, by receiver.
func (o *office) post() map[string][]mail.Read {
	o.t.Helper()
	o.clock.Move(meeting.UndoTime) // a notice can be taken back so long
	if _, err := o.worker.RunDue(context.Background()); err != nil {
		o.t.Fatal(err)
	}
	names, err := mail.Files(o.dir)
	if err != nil {
		o.t.Fatal(err)
	}
	slices.Reverse(names)
	got := map[string][]mail.Read{}
	for _, n := range names {
		if o.seen[n] {
			continue
		}
		o.seen[n] = true
		r, err := mail.Open(o.dir, n)
		if err != nil {
			o.t.Fatal(err)
		}
		_, address, _ := strings.Cut(r.To, "<")
		who, _, _ := strings.Cut(address, "@")
		got[who] = append(got[who], r)
		if strings.Contains(r.Subject+r.Text+r.HTML, "[mail.") {
			o.t.Errorf("a key without a sentence in\n%s\n%s", r.Subject, r.Text)
		}
	}
	return got
}

func do[In, Out any](o *office, c app.Command[In, Out], who access.Viewer, in In) Out {
	o.t.Helper()
	out, err := c.Do(context.Background(), o.sys, who, in)
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

// goFor has the chair asked for the go for a notice, who gives it by the letter's link;
// and gives the letter.
func (o *office) goFor(id string) mail.Read {
	o.t.Helper()
	v, err := meetings.Page.Do(context.Background(), o.sys, o.chair, meetings.PageInput{Meeting: id})
	if err != nil {
		o.t.Fatal(err)
	}
	do(o, meetings.AskGo, o.secretary, meetings.GoInput{Meeting: id, Said: v.Meeting.Said})
	got := o.post()["chair"]
	if len(got) != 1 {
		o.t.Fatalf("the chair has got %d letters", len(got))
	}
	_, link, _ := strings.Cut(got[0].Text, "/klartecken/")
	secret, _, _ := strings.Cut(link, "\n")
	if err := meetings.GoBySecret(context.Background(), o.sys, strings.TrimSpace(secret), v.Meeting.Said); err != nil {
		o.t.Fatal(err)
	}
	return got[0]
}

func (o *office) today() workday.Date { return app.Today(o.clock.Now()) }

// sent gives a matter that has been sent to all thirteen.
func (o *office) sent() string {
	o.t.Helper()
	m := do(o, matters.Raise, o.kumla, matters.RaiseInput{Title: "Samverkan vid utskrivning", Summary: "Hur vi samverkar.", Kind: "agreement",
		Fields: []string{"social-care"}, Origin: "kumla", Facts: structure.Facts{"commits": {Known: true, Yes: true}}}).ID
	do(o, matters.Accept, o.secretary, matters.AcceptInput{Matter: m, Version: 1})
	v := do(o, matters.AddVersion, o.secretary, matters.VersionInput{Matter: m, Text: "Förslag."})
	to := []string{"region-orebro-lan", "askersund", "degerfors", "hallsberg", "hallefors", "karlskoga", "kumla", "laxa", "lekeberg", "lindesberg", "ljusnarsberg", "nora", "orebro"}
	do(o, matters.SendToParties, o.chair, matters.SendInput{Matter: m, Version: v.ID, To: to})
	return m
}

func contains(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in\n%s", w, text)
		}
	}
}

func TestTurnReminderNoticeDecisions(t *testing.T) {
	each(t, func(o *office) {
		secret := "CNRY-kumla-k7m2p9qx"
		m := o.sent()
		do(o, homes.AddNote, o.kumla, homes.NoteInput{Matter: m, Party: "kumla", Text: secret})
		do(o, homes.SetStance, o.kumla, homes.StanceInput{Matter: m, Party: "kumla", Stance: matter.Opposes, Text: secret})

		// One mail when it is the party's turn.
		got := o.post()
		if len(got["kumla"]) != 1 || len(got["registrar"]) != 1 || len(got["secretary"]) != 0 {
			t.Fatalf("told: %v", count(got))
		}
		turn := got["kumla"][0]
		if !strings.HasSuffix(turn.Subject, ": din tur att förankra Samverkan vid utskrivning. Senast 5 februari 2026.") {
			t.Errorf("subject %q", turn.Subject)
		}
		contains(t, turn.Text, "SAM 2026-001", "https://samverk.example/hemma/SAM-2026-001?part=kumla", "Senast 5 februari 2026.")
		if got := o.post(); len(got) != 0 {
			t.Errorf("told twice: %v", count(got))
		}

		// One before the date, and no more.
		o.clock.Days(14)
		got = o.post()
		if len(got["kumla"]) != 1 || !strings.HasPrefix(got["kumla"][0].Subject, "Påminnelse: ") {
			t.Errorf("reminded: %v", count(got))
		}
		o.clock.Days(1)
		if got := o.post(); len(got) != 0 {
			t.Errorf("reminded twice: %v", count(got))
		}
		do(o, homes.SetPreparation, o.kumla, homes.PreparationInput{Matter: m, Party: "kumla", State: matter.Anchored})

		// When the parties have had their time, the notice goes to those called,
		// with an entry in the calendar.
		o.clock.Days(6)
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today().Add(24), Starts: "09:00", Ends: "12:00", Place: "Sal Hjälmaren"}}).ID
		p := do(o, meetings.Prioritise, o.secretary, meetings.PrioritiseInput{Body: committee, AddMatterInput: meetings.AddMatterInput{Meeting: id, Version: 1, Matter: m}})
		o.goFor(id)
		n := do(o, meetings.SendNotice, o.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})
		got = o.post()
		if len(got) != 3 || len(got["kumla"]) != 1 || len(got["registrar"]) != 0 {
			t.Fatalf("called: %v", count(got))
		}
		k := got["kumla"][0]
		contains(t, k.Subject, "Kallelse: Chefsgrupp", "1 mars 2026 09.00")
		contains(t, k.Text, "söndag 1 mars 2026, 09.00–12.00", "Sal Hjälmaren", "Beslut\n1. SAM 2026-001 Samverkan vid utskrivning", "Kumla", "förankrat.",
			"https://samverk.example/moten/"+id, "chair, ordförande, genom Utvecklingsledare", "Kallelsen följer", "Arbetsformer")
		contains(t, unfold(k.Calendar), "METHOD:REQUEST", "UID:"+id+"@county.example", "SEQUENCE:0", "DTSTART;TZID=Europe/Stockholm:20260301T090000", "mailto:kumla@example.org")
		if strings.Contains(k.Calendar, "secretary") {
			t.Error("an entry names one receiver")
		}

		// Moved, it is the same entry; cancelled, it is taken away.
		moved := do(o, meetings.Move, o.secretary, meetings.MoveInput{Meeting: id, Version: n.Version, Reason: "Salen är upptagen.",
			Slot: meeting.Slot{On: o.today().Add(31), Starts: "13:00", Ends: "15:00", Place: "Sal Hjälmaren"}})
		got = o.post()
		contains(t, unfold(got["kumla"][0].Calendar), "METHOD:REQUEST", "UID:"+id+"@county.example", "SEQUENCE:1", "20260308T130000")
		contains(t, got["kumla"][0].Text, "Skäl: Salen är upptagen.")
		contains(t, got["kumla"][0].Subject, "Ändrad kallelse: ")

		o.clock.Days(31)
		open := do(o, meetings.Open, o.secretary, meetings.MeetingInput{Meeting: id, Version: moved.Version})
		o.post()
		do(o, decisions.Record, o.secretary, decisions.RecordInput{Meeting: id, Item: p.Item, Terms: decision.Terms{Kind: decision.Recommendation,
			Outcome: decision.AsProposed, Text: "Chefsgruppen rekommenderar parterna att anta överenskommelsen.", Version: versionOf(o, m), Mandate: decision.GoesOn,
			GoesTo: decision.GoesToParties, Responsible: "Socialchef", DueOn: o.today().Add(60)}})
		got = o.post()
		if len(got["registrar"]) != 1 || !strings.Contains(got["registrar"][0].Subject, "beslut om Samverkan vid utskrivning väntas") || len(got["kumla"]) != 0 {
			t.Errorf("the party's decision is its registrar's turn: %v", count(got))
		}
		do(o, meetings.Close, o.secretary, meetings.CloseInput{Meeting: id, Version: open.Version})
		got = o.post()
		if len(got) != 3 {
			t.Fatalf("summary: %v", count(got))
		}
		contains(t, got["kumla"][0].Subject, "Beslut i Chefsgrupp", "(1)")
		contains(t, got["kumla"][0].Text, "Chefsgruppen rekommenderar parterna att anta överenskommelsen.", "Enligt förslag", "Går vidare till parterna för beslut.")

		// No letter ever holds a party's working material.
		names, err := mail.Files(o.dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range names {
			r, err := mail.Open(o.dir, f)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(fmt.Sprint(r), "k7m2p9qx") {
				t.Errorf("%s holds a party's note:\n%s", f, r.Text)
			}
		}
	})
}

func TestCancelledAndOvertaken(t *testing.T) {
	each(t, func(o *office) {
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today().Add(30), Starts: "09:00", Ends: "12:00"}}).ID
		p := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})
		do(o, meetings.Invite, o.secretary, meetings.InviteInput{Meeting: id, Person: o.registrar.Person, Item: p.Item})
		o.goFor(id)
		n := do(o, meetings.SendNotice, o.secretary, meetings.NoticeInput{Meeting: id, Version: p.Version})
		// Cancelled before the first was sent: nobody gets a notice that doesn't hold.
		do(o, meetings.Cancel, o.secretary, meetings.CancelInput{Meeting: id, Version: n.Version, Reason: "Inga ärenden."})
		got := o.post()
		if len(got) != 4 || len(got["kumla"]) != 1 {
			t.Fatalf("%v", count(got))
		}
		contains(t, got["kumla"][0].Subject, "Inställt: ")
		contains(t, got["kumla"][0].Text, "Skäl: Inga ärenden.")
		contains(t, unfold(got["kumla"][0].Calendar), "METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", "UID:"+id+"@county.example")
	})
}

func TestInvitedToAnItemReadsThatItem(t *testing.T) {
	each(t, func(o *office) {
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today().Add(30), Starts: "09:00", Ends: "12:00"}}).ID
		a := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Rapporter", Purpose: meeting.Inform})
		b := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: a.Version, Title: "Personalfråga", Purpose: meeting.Inform})
		do(o, meetings.Invite, o.secretary, meetings.InviteInput{Meeting: id, Person: o.registrar.Person, Item: a.Item})
		o.goFor(id)
		do(o, meetings.SendNotice, o.secretary, meetings.NoticeInput{Meeting: id, Version: b.Version})
		got := o.post()
		r := got["registrar"][0]
		contains(t, r.Text, "du är inbjuden till en del av mötet", "Rapporter")
		if strings.Contains(r.Text+r.HTML+r.Calendar, "Personalfråga") {
			t.Errorf("the letter tells of another item:\n%s", r.Text)
		}
		contains(t, got["kumla"][0].Text, "Personalfråga")
	})
}

func TestDeclinedIsTold(t *testing.T) {
	each(t, func(o *office) {
		m := do(o, matters.Raise, o.kumla, matters.RaiseInput{Title: "Gemensam pool", Summary: "Om bilar.", Kind: "other", Origin: "kumla"}).ID
		o.post()
		do(o, matters.Decline, o.secretary, matters.EndInput{Matter: m, Version: 1, Reason: "Hanteras i kommunen."})
		got := o.post()
		if len(got) != 1 || len(got["kumla"]) != 1 {
			t.Fatalf("%v", count(got))
		}
		contains(t, got["kumla"][0].Text, "Gemensam pool", "har avböjts", "https://samverk.example/arenden/"+m)
	})
}

// Every letter's sentences are in the catalogue, whatever the outcome, state or
// purpose.
func TestEveryWordOfALetterIsThere(t *testing.T) {
	sv := text.For("sv")
	var keys []string
	for _, o := range decision.Outcomes() {
		keys = append(keys, "mail.outcome."+string(o))
	}
	for _, s := range matter.PreparationStates() {
		keys = append(keys, "mail.state."+string(s))
	}
	for _, p := range meeting.Purposes() {
		keys = append(keys, "mail.purpose."+string(p))
	}
	for _, k := range keys {
		if !sv.Has(k) {
			t.Errorf("no sentence for %s", k)
		}
	}
}

func count(got map[string][]mail.Read) map[string]int {
	n := map[string]int{}
	for k, v := range got {
		n[k] = len(v)
	}
	return n
}

func unfold(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n ", "")
}

func versionOf(o *office, m string) string {
	o.t.Helper()
	q := app.NewQuery("test.version", func(ctx context.Context, u *app.Unit, _ struct{}) (string, error) {
		if err := u.Require(access.UseWorkspace()); err != nil {
			return "", err
		}
		c, err := u.Course(ctx, m)
		if err != nil {
			return "", err
		}
		return c.InPlay(), nil
	})
	id, err := q.Do(context.Background(), o.sys, o.secretary, struct{}{})
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

// The notes and the decisions go out in one letter to each, with a link and none of
// the words; tried again, it is the same letter.
func TestRecordIsMailed(t *testing.T) {
	each(t, func(o *office) {
		secret := "CNRY-notes-k7m2p9qx"
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today(), Starts: "09:00", Ends: "12:00"}}).ID
		p := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: secret, Purpose: meeting.Inform})
		open := do(o, meetings.Open, o.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})
		do(o, meetings.Close, o.secretary, meetings.CloseInput{Meeting: id, Version: open.Version})
		do(o, records.Write, o.secretary, records.TextInput{Meeting: id, Item: p.Item, Text: secret})
		d := do(o, records.Check, o.secretary, records.PartInput{Meeting: id, Kind: record.Notes, Version: 1})
		o.post()
		sent := do(o, records.SendRecord, o.secretary, records.SendInput{Meeting: id, Version: d.Version})
		got := o.post()
		if sent.Sent != len(got) || len(got["kumla"]) != 1 {
			t.Fatalf("%d sent, %v", sent.Sent, count(got))
		}
		k := got["kumla"][0]
		contains(t, k.Subject, "Klart att läsa: minnesanteckningarna och besluten")
		contains(t, k.Text, "https://samverk.example/mottaget/", "https://samverk.example/moten/"+id+"/anteckningar")
		if strings.Contains(k.Text+k.HTML+k.Subject, "k7m2p9qx") {
			t.Error("the letter holds what the notes say")
		}
		_, token, _ := strings.Cut(k.Text, "/mottaget/")
		token = strings.Fields(token)[0]
		l, err := records.Follow(context.Background(), o.sys, token)
		if err != nil || l.Viewer.Person != o.kumla.Person {
			t.Fatalf("%+v, %v", l, err)
		}
		do(o, records.Seen, l.Viewer, records.SeenInput{Receipt: l.Receipt, Way: record.ByLink})
		if got := o.post(); len(got) != 0 {
			t.Errorf("sent twice: %v", count(got))
		}
	})
}
