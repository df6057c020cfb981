package jobs_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/decisions"
	"samverk/internal/app/meetings"
	"samverk/internal/app/portals"
	"samverk/internal/app/records"
	"samverk/internal/domain/decision"
	"samverk/internal/domain/meeting"
	"samverk/internal/domain/record"
	"samverk/internal/fault"
)

// A decision that is corrected after the list of them went out: the corrected list
// goes to exactly those who had the old one, and to who has told at home; each
// reads it anew. Both versions stay, and the public reads the corrected one.
func TestACorrectedListGoesOutAlone(t *testing.T) {
	each(t, func(o *office) {
		const was, now = "Planen gäller till 2027.", "Planen gäller till 2028."
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today(), Starts: "09:00", Ends: "12:00"}}).ID
		p := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Planen", Purpose: meeting.Decide})
		open := do(o, meetings.Open, o.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})
		terms := decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: was, Mandate: decision.Held}
		d := do(o, decisions.Record, o.secretary, decisions.RecordInput{Meeting: id, Item: p.Item, Terms: terms})
		do(o, meetings.Close, o.secretary, meetings.CloseInput{Meeting: id, Version: open.Version})
		had := o.post()
		view := func() records.View {
			t.Helper()
			v, err := records.Page.Do(t.Context(), o.sys, o.secretary, records.PageInput{Meeting: id})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		list := view().List
		in := records.PartInput{Meeting: id, Kind: record.Decisions, Version: list.Version}
		refused := func(who access.Viewer, in records.PartInput, want error) {
			t.Helper()
			if _, err := records.SendCorrected.Do(t.Context(), o.sys, who, in); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", who.Name, err, want)
			}
		}
		refused(o.secretary, in, fault.Conflict) // the control: nothing has been corrected
		pub := do(o, records.Publish, o.secretary, records.PublishInput{PartInput: in, Audience: record.ToPublic})
		in.Version = pub.Version

		// Kumla reads the first, and tells at home; its registrar does too.
		own, err := records.Page.Do(t.Context(), o.sys, o.kumla, records.PageInput{Meeting: id})
		if err != nil || len(own.Own) != 1 {
			t.Fatalf("%+v, %v", own.Own, err)
		}
		do(o, records.Seen, o.kumla, records.SeenInput{Receipt: own.Own[0].ID, Way: record.SignedIn})
		home := func() records.HomeView {
			t.Helper()
			v, err := records.Home.Do(t.Context(), o.sys, o.registrar, records.HomeInput{Meeting: id, Party: "kumla"})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		do(o, records.Tell, o.registrar, records.TellInput{Meeting: id, Party: "kumla", Whom: "Enhetscheferna"})
		do(o, records.Tick, o.registrar, records.TickInput{Meeting: id, Party: "kumla", ID: home().Told[0].ID, On: o.today()})
		if v := home(); !v.Knows(v.Told[0]) || !v.Fixed.IsZero() {
			t.Errorf("%+v", v.Told)
		}

		o.clock.Days(1)
		terms.Text = now
		do(o, decisions.Correct, o.secretary, decisions.CorrectInput{Decision: d.ID, Terms: terms})
		o.post()
		if v := view(); v.Stale.Word() != "corrected" || v.HadList != len(had) {
			t.Errorf("the page says it is as it was: %v, %d had it of %d", v.Stale, v.HadList, len(had))
		}
		refused(o.kumla, in, fault.Denied)
		refused(o.secretary, records.PartInput{Meeting: id, Kind: record.Decisions, Version: in.Version + 1}, fault.Conflict)
		do(o, records.SendCorrected, o.secretary, in)
		got := o.post()
		var to []string
		for who, letters := range got {
			if len(letters) != 1 || !strings.HasPrefix(letters[0].Subject, "Rättad beslutslista") || strings.Contains(letters[0].Text+letters[0].HTML, "2028") {
				t.Errorf("%s: %+v", who, letters)
			}
			if who != "registrar" {
				to = append(to, who)
			}
		}
		want := []string{}
		for who := range had {
			want = append(want, who)
		}
		slices.Sort(to)
		slices.Sort(want)
		if !slices.Equal(to, want) || len(got["registrar"]) != 1 {
			t.Fatalf("to %v, want exactly %v and who told at home", to, want)
		}
		contains(t, got["registrar"][0].Text, "/moten/"+id+"/beratta?part=kumla")
		_, token, _ := strings.Cut(got["kumla"][0].Text, "/mottaget/")
		l, err := records.Follow(t.Context(), o.sys, strings.Fields(token)[0])
		if err != nil {
			t.Fatal(err)
		}
		page, err := records.ReadLink.Do(t.Context(), o.sys, l.Viewer, records.LetterInput{Receipt: l.Receipt})
		if err != nil || page.Content.Corrects != 1 || page.Content.Items[0].Decisions[0].Text != now || page.Content.Items[0].Was[0].Text != was || !page.Receipt.ReadAt.IsZero() {
			t.Errorf("%+v, %v", page, err)
		}
		v := view()
		if !v.Stale.None() || len(v.Lists) != 2 || v.List.No != 2 || v.List.State != record.Published || v.HadList != len(had) {
			t.Errorf("%+v", v.Lists)
		}
		if v := home(); v.Knows(v.Told[0]) || v.Fixed.IsZero() || v.Decided[0].Text != now {
			t.Errorf("told before the correction counts as told of it: %+v", v.Told)
		}
		o.clock.Days(1)
		do(o, records.Tick, o.registrar, records.TickInput{Meeting: id, Party: "kumla", ID: home().Told[0].ID, On: o.today()})
		if v := home(); !v.Knows(v.Told[0]) {
			t.Error("told anew, it doesn't count")
		}
		all, err := portals.Record.Do(t.Context(), o.sys, access.Viewer{}, id)
		if err != nil || len(all.Records) != 2 || all.Records[0].Content.Corrects != 1 || all.Records[0].Content.Items[0].Was[0].Text != was || !all.Records[1].Replaced {
			t.Errorf("the public reads %+v, %v", all.Records, err)
		}
		refused(o.secretary, records.PartInput{Meeting: id, Kind: record.Decisions, Version: v.List.Version}, fault.Conflict)
	})
}

// How a decision read before is not made public with a list that had not been.
func TestFormerWordsStayInside(t *testing.T) {
	each(t, func(o *office) {
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today(), Starts: "09:00", Ends: "12:00"}}).ID
		p := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Planen", Purpose: meeting.Decide})
		open := do(o, meetings.Open, o.secretary, meetings.MeetingInput{Meeting: id, Version: p.Version})
		terms := decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "CNRY-former-k7m2p9qx", Mandate: decision.Held}
		d := do(o, decisions.Record, o.secretary, decisions.RecordInput{Meeting: id, Item: p.Item, Terms: terms})
		do(o, meetings.Close, o.secretary, meetings.CloseInput{Meeting: id, Version: open.Version})
		terms.Text = "Planen gäller."
		do(o, decisions.Correct, o.secretary, decisions.CorrectInput{Decision: d.ID, Terms: terms})
		c := do(o, records.SendCorrected, o.secretary, records.PartInput{Meeting: id, Kind: record.Decisions, Version: 1})
		v, err := records.Page.Do(t.Context(), o.sys, o.kumla, records.PageInput{Meeting: id})
		if err != nil || v.List.Content.Items[0].Was[0].Text != "CNRY-former-k7m2p9qx" {
			t.Fatalf("who had the list reads how it was: %+v, %v", v.List, err)
		}
		do(o, records.Publish, o.secretary, records.PublishInput{PartInput: records.PartInput{Meeting: id, Kind: record.Decisions, Version: v.List.Version}, Audience: record.ToPublic})
		all, err := portals.Record.Do(t.Context(), o.sys, access.Viewer{}, id)
		if err != nil || len(all.Records) != 1 || len(all.Records[0].Content.Items[0].Was) != 0 || all.Records[0].Content.Items[0].Decisions[0].Text != "Planen gäller." {
			t.Errorf("%+v, %v (%s)", all.Records, err, c.Part)
		}
	})
}

// A decision that is recorded after the meeting was closed isn't in the list that
// went out: the list says so and isn't published, and a new one goes to exactly those
// who had it, told as new and not as corrected.
func TestAListThatLacksADecisionIsMadeAnew(t *testing.T) {
	each(t, func(o *office) {
		id := do(o, meetings.Create, o.secretary, meetings.CreateInput{Body: group, Slot: meeting.Slot{On: o.today(), Starts: "09:00", Ends: "12:00"}}).ID
		one := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: 1, Title: "Planen", Purpose: meeting.Decide})
		two := do(o, meetings.AddTopic, o.secretary, meetings.TopicInput{Meeting: id, Version: one.Version, Title: "Avgiften", Purpose: meeting.Decide})
		open := do(o, meetings.Open, o.secretary, meetings.MeetingInput{Meeting: id, Version: two.Version})
		terms := decision.Terms{Kind: decision.Decision, Outcome: decision.AsProposed, Text: "Planen gäller till 2027.", Mandate: decision.Held}
		do(o, decisions.Record, o.secretary, decisions.RecordInput{Meeting: id, Item: one.Item, Terms: terms})
		do(o, meetings.Close, o.secretary, meetings.CloseInput{Meeting: id, Version: open.Version, Anyway: true})
		had := o.post()
		list := func() records.View {
			t.Helper()
			v, err := records.Page.Do(t.Context(), o.sys, o.secretary, records.PageInput{Meeting: id})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		publish := func() error {
			_, err := records.Publish.Do(t.Context(), o.sys, o.secretary, records.PublishInput{Audience: record.ToPublic,
				PartInput: records.PartInput{Meeting: id, Kind: record.Decisions, Version: list().List.Version}})
			return err
		}
		if v := list(); !v.Stale.None() { // the control
			t.Errorf("%+v", v.Stale)
		}
		terms.Text = "Avgiften höjs."
		do(o, decisions.Record, o.secretary, decisions.RecordInput{Meeting: id, Item: two.Item, Terms: terms})
		v := list()
		if v.Stale != (record.Lack{Added: 1}) {
			t.Errorf("%+v, want one that has come since", v.Stale)
		}
		var f *fault.Error
		if err := publish(); !errors.As(err, &f) || f.Key != "record.list_incomplete" {
			t.Errorf("the list that lacks a decision is published: %v", err)
		}
		do(o, records.SendCorrected, o.secretary, records.PartInput{Meeting: id, Kind: record.Decisions, Version: v.List.Version})
		got := o.post()
		if len(got) != len(had) || len(had) == 0 {
			t.Errorf("to %d, want the %d who had the old one", len(got), len(had))
		}
		for who, letters := range got {
			if len(letters) != 1 || !strings.HasPrefix(letters[0].Subject, "Ny beslutslista") || !strings.Contains(letters[0].Text, "har tillkommit") || strings.Contains(letters[0].Text, "rättad") {
				t.Errorf("%s: %+v", who, letters)
			}
		}
		if v := list(); !v.Stale.None() || v.List.No != 2 || !v.List.Content.Supplements() || len(v.List.Content.DecisionIDs()) != 2 {
			t.Errorf("%+v, %+v", v.Stale, v.List)
		}
		if err := publish(); err != nil {
			t.Error(err)
		}
	})
}
