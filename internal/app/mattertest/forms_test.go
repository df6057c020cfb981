package mattertest

import (
	"errors"
	"slices"
	"testing"

	"samverk/internal/access"
	"samverk/internal/app/apptest"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/app/remisses"
	"samverk/internal/domain/people"
	"samverk/internal/domain/remiss"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
	"samverk/internal/structurefile"
)

// eachForm runs fn on the small county of testdata/forms.yaml, per database.
func eachForm(t *testing.T, fn func(s *Story)) {
	t.Helper()
	s, err := structurefile.Load("testdata/forms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	Each(t, s, fn)
}

// keeps serves the chief group and the office of the small county.
func keeps() access.Viewer {
	return apptest.Member("keeper", people.Membership{Party: "reg", Body: "chief", Role: access.Secretary},
		people.Membership{Party: "reg", Body: "office", Role: access.Secretary})
}

// sits is a member of a body for a party.
func sits(party, body string) access.Viewer {
	return apptest.Member("member of "+body+" for "+party, people.Membership{Party: party, Body: body, Role: access.Member})
}

// at gives the matter as it is on its way.
func (s *Story) at() *routing.Route { return s.CourseAs(keeps()).Route }

// state gives how a station stands, "" when it is not on the way.
func (s *Story) state(station string) routing.State {
	if st := s.at().Station(station); st != nil {
		return st.State
	}
	return ""
}

// is checks how stations stand.
func (s *Story) is(want map[string]routing.State) {
	s.Helper()
	for id, state := range want {
		if got := s.state(id); got != state {
			s.Errorf("%s is %q, not %q", id, got, state)
		}
	}
}

// begin raises a matter of a kind, sorts it and gives it a proposal.
func (s *Story) begin(kind string, facts structure.Facts) {
	s.Helper()
	s.RaiseAs(sits("alby", "chief"), matters.RaiseInput{Title: "Ett ärende", Summary: "Vad det gäller.", Kind: kind, Origin: "alby", Facts: facts})
	_, err := matters.Accept.Do(s.Ctx, s.Sys, keeps(), matters.AcceptInput{Matter: s.ID, Version: s.CourseAs(keeps()).Matter.Version})
	s.Ok(err)
	v, err := matters.AddVersion.Do(s.Ctx, s.Sys, keeps(), matters.VersionInput{Matter: s.ID, Text: "Förslaget."})
	s.Ok(err)
	s.Sent = v.ID
}

// by completes a station by hand, as somebody.
func (s *Story) by(who access.Viewer, station, outcome string) error {
	_, err := matters.CompleteStation.Do(s.Ctx, s.Sys, who, matters.StationInput{Matter: s.ID, Station: station, Outcome: outcome})
	return err
}

// refused checks that an act was refused with a kind.
func (s *Story) refused(err error, kind fault.Kind) {
	s.Helper()
	if !errors.Is(err, kind) {
		s.Errorf("not refused as %v: %v", kind, err)
	}
}

// Where the rule lets the units of a party answer each for itself, a remiss takes
// one answer from each of them; the party has answered when all have, and the
// matter goes on when all parties have.
func TestUnitsOfAPartyAnswerEachForItself(t *testing.T) {
	eachForm(t, func(s *Story) {
		s.begin("guideline", structure.Facts{"where_place": {Known: true, Parties: []string{"office"}}})
		s.Ok(s.by(keeps(), "input@office", "given"))
		form, err := remisses.FormFor.Do(s.Ctx, s.Sys, keeps(), remisses.FormInput{Matter: s.ID})
		s.Ok(err)
		if !slices.Equal(form.Units, []remiss.Asked{{Party: "alby", Unit: "school"}, {Party: "alby", Unit: "care"}}) {
			s.Errorf("the form asks %v", form.Units)
		}
		opened, err := remisses.Open.Do(s.Ctx, s.Sys, keeps(), remisses.OpenInput{Matter: s.ID, Question: "Vad anser ni?", Deadline: s.Today().Add(60)})
		s.Ok(err)
		answer := func(who access.Viewer, party, unit string, stance remiss.Stance) error {
			_, err := remisses.Answer.Do(s.Ctx, s.Sys, who, remisses.AnswerInput{Remiss: opened.ID, Party: party, Unit: unit, Stance: stance, Text: "Svar."})
			return err
		}
		page := func(who access.Viewer) remisses.View {
			v, err := remisses.Page.Do(s.Ctx, s.Sys, who, remisses.PageInput{Remiss: opened.ID})
			s.Ok(err)
			return v
		}
		s.refused(answer(Registrar("alby"), "alby", "", remiss.Supports), fault.Invalid)
		s.refused(answer(Registrar("alby"), "alby", "roads", remiss.Supports), fault.Invalid)
		s.refused(answer(Registrar("berga"), "berga", "school", remiss.Supports), fault.Invalid)
		s.refused(answer(Registrar("berga"), "alby", "school", remiss.Supports), fault.NotFound)
		s.refused(answer(sits("alby", "chief"), "alby", "school", remiss.Supports), fault.Denied)

		// A draft is a unit's own: that of the school is not that of the care.
		draft := func(unit, text string, version int64) error {
			_, err := remisses.SaveDraft.Do(s.Ctx, s.Sys, Registrar("alby"), remisses.DraftInput{Remiss: opened.ID, Party: "alby", Unit: unit, Text: text, Version: version})
			return err
		}
		s.refused(draft("", "Utkast.", 0), fault.Invalid)
		s.Ok(draft("school", "Skolans utkast.", 0))
		s.Ok(draft("care", "Omsorgens utkast.", 0))
		s.Ok(draft("care", "Omsorgens andra utkast.", 1))
		v := page(Registrar("alby"))
		if len(v.Own) != 2 || v.Own[0].Draft.Text+v.Own[1].Draft.Text != "Omsorgens andra utkast.Skolans utkast." {
			s.Errorf("%+v", v.Own)
		}
		if v := page(Registrar("berga")); len(v.Own) != 1 || v.Own[0].Draft.Text != "" {
			s.Errorf("berga sees %+v", v.Own)
		}

		s.Ok(answer(Registrar("alby"), "alby", "school", remiss.Supports))
		s.refused(answer(Registrar("alby"), "alby", "school", remiss.Supports), fault.Conflict)
		if a := s.at().Atom("remiss", "alby"); a == nil || a.Done != nil {
			s.Errorf("one of two units has answered, and yet %+v", a)
		}
		v = page(keeps())
		alby := v.Parties[slices.IndexFunc(v.Parties, func(p remiss.OfParty) bool { return p.Party == "alby" })]
		if !alby.ByUnits() || len(alby.Answers) != 1 || len(alby.Missing) != 1 || alby.Missing[0].Unit != "care" || len(v.Missing) != 3 {
			s.Errorf("%+v, missing %v", alby, v.Missing)
		}
		s.Ok(answer(Registrar("alby"), "alby", "care", remiss.Against))
		if a := s.at().Atom("remiss", "alby"); a == nil || a.Done == nil || a.Done.Outcome != "answered" {
			s.Errorf("both have answered: %+v", a)
		}
		s.Ok(answer(Registrar("berga"), "berga", "", remiss.Supports))
		s.is(map[string]routing.State{"remiss": routing.StateReady, "decide@chief": routing.StateWaits})
		s.Ok(answer(Registrar("reg"), "reg", "", remiss.Supports))
		s.is(map[string]routing.State{"remiss": routing.StateDone, "decide@chief": routing.StateReady})
		closed, err := remisses.Close.Do(s.Ctx, s.Sys, keeps(), remisses.CloseInput{Remiss: opened.ID, Version: 1, Synthesis: "Skolan stöder, omsorgen är emot."})
		s.Ok(err)
		if closed.Answers != 4 || len(closed.Missing) != 0 {
			s.Errorf("%+v", closed)
		}
	})
}

// A party of which one unit never answers has not answered: the closing says so.
func TestAUnitThatNeverAnswers(t *testing.T) {
	eachForm(t, func(s *Story) {
		s.begin("guideline", structure.Facts{"where_place": {Known: true, Parties: []string{"office"}}})
		s.Ok(s.by(keeps(), "input@office", "given"))
		opened, err := remisses.Open.Do(s.Ctx, s.Sys, keeps(), remisses.OpenInput{Matter: s.ID, Question: "Vad anser ni?", Deadline: s.Today().Add(60)})
		s.Ok(err)
		_, err = remisses.Answer.Do(s.Ctx, s.Sys, Registrar("alby"), remisses.AnswerInput{Remiss: opened.ID, Party: "alby", Unit: "care", Stance: remiss.Supports})
		s.Ok(err)
		s.Days(61)
		closed, err := remisses.Close.Do(s.Ctx, s.Sys, keeps(), remisses.CloseInput{Remiss: opened.ID, Version: 1, Synthesis: "En enhet svarade."})
		s.Ok(err)
		if closed.Answers != 1 || !slices.Equal(closed.Missing, []string{"alby", "berga", "reg"}) {
			s.Errorf("%+v", closed)
		}
		if a := s.at().Atom("remiss", "alby"); a == nil || a.Done == nil || a.Done.Outcome != "no_answer" {
			s.Errorf("%+v", a)
		}
		s.is(map[string]routing.State{"decide@chief": routing.StateReady})
	})
}

// The rungs of a ladder go by the day: what is not settled in its time goes to the
// next, whether or not anybody or any job has looked; each rung is settled by whom
// it names.
func TestLadderGoesByTheDay(t *testing.T) {
	eachForm(t, func(s *Story) {
		s.begin("deviation", nil)
		s.is(map[string]routing.State{"settle": routing.StateReady, "settle@office": "", "settle@chief": ""})
		day := s.Today()
		for _, m := range s.CourseAs(keeps()).Moves() {
			if m.Kind != "settle" || m.Due != day.Add(30) || m.Party == "" || m.Body != "" {
				s.Errorf("the next move: %+v", m)
			}
		}
		v, err := matters.Page.Do(s.Ctx, s.Sys, Registrar("alby"), matters.PageInput{Ref: s.ID})
		s.Ok(err)
		st := v.Stations[slices.IndexFunc(v.Stations, func(x matters.Station) bool { return x.Step == structure.Settle })]
		if st.Until != day.Add(30) || len(st.Next) != 1 || st.Next[0].Name != "Kansliet" || st.Rung.No != 1 || st.Rung.Of != 3 || st.Rung.Rule.ID != "settle" ||
			!st.May || !slices.Equal(st.MayFor, []string{"alby"}) {
			s.Errorf("%+v", st)
		}
		// Each party says it for itself, and nobody else for it.
		alby := matters.StationInput{Matter: s.ID, Station: "settle", Party: "alby", Outcome: "resolved"}
		for name, who := range map[string]access.Viewer{"the keeper": keeps(), "another party": Registrar("berga"), "a member without the role": sits("alby", "chief")} {
			if _, err := matters.CompleteStation.Do(s.Ctx, s.Sys, who, alby); !errors.Is(err, fault.Denied) {
				s.Errorf("%s: %v", name, err)
			}
		}
		_, err = matters.CompleteStation.Do(s.Ctx, s.Sys, Registrar("alby"), alby)
		s.Ok(err)
		_, err = matters.CompleteStation.Do(s.Ctx, s.Sys, Registrar("alby"), alby)
		s.refused(err, fault.Conflict)
		s.refused(s.by(Registrar("alby"), "settle", "resolved"), fault.Invalid) // for which party?
		timed := matters.StationInput{Matter: s.ID, Station: "settle", Party: "berga", Outcome: "time_passed"}
		_, err = matters.CompleteStation.Do(s.Ctx, s.Sys, Registrar("berga"), timed)
		s.refused(err, fault.Invalid)

		// On the last day it is still with the parties; the day after it is not.
		s.Days(30)
		s.is(map[string]routing.State{"settle": routing.StateReady, "settle@office": ""})
		s.Days(1)
		s.is(map[string]routing.State{"settle": routing.StateDone, "settle@office": routing.StateReady, "settle@chief": ""})
		_, err = matters.CompleteStation.Do(s.Ctx, s.Sys, Registrar("berga"), matters.StationInput{Matter: s.ID, Station: "settle", Party: "berga", Outcome: "resolved"})
		s.refused(err, fault.Conflict)
		if m := s.CourseAs(keeps()).Moves(); len(m) != 1 || m[0].Body != "office" || m[0].Due != day.Add(30).Add(14) {
			s.Errorf("the next move: %+v", m)
		}
		s.refused(s.by(Registrar("alby"), "settle@office", "resolved"), fault.Denied)
		s.Ok(s.by(keeps(), "settle@office", "unresolved"))
		s.is(map[string]routing.State{"settle@office": routing.StateDone, "settle@chief": routing.StateReady})
		s.refused(s.by(Registrar("alby"), "settle@chief", "resolved"), fault.Denied)
		s.Ok(s.by(sits("berga", "chief"), "settle@chief", "resolved"))
		if c := s.CourseAs(keeps()); c.InForceOn != s.Today() {
			s.Errorf("settled, and yet %q", c.InForceOn)
		}
	})
}

// Nobody has looked for a long time, and no job has run: the matter is where the
// days have brought it, and its log says on which day each rung ran out.
func TestLadderThatNobodyLooksAt(t *testing.T) {
	eachForm(t, func(s *Story) {
		s.begin("deviation", nil)
		day := s.Today()
		s.Days(100)
		s.is(map[string]routing.State{"settle": routing.StateDone, "settle@office": routing.StateDone, "settle@chief": routing.StateReady})
		if a := s.at().Atom("settle@office", ""); a.Done == nil || a.Done.Outcome != routing.TimePassed || a.Done.On != day.Add(44) {
			s.Errorf("%+v", a.Done)
		}
		v, err := matters.Page.Do(s.Ctx, s.Sys, keeps(), matters.PageInput{Ref: s.ID})
		s.Ok(err)
		last := v.Stations[len(v.Stations)-1]
		if last.Until != "" || len(last.Next) != 0 || last.Rung.No != 3 {
			s.Errorf("the last rung has no time and no next: %+v", last)
		}
		s.Ok(s.by(keeps(), "settle@chief", "resolved"))
		if c := s.CourseAs(keeps()); c.InForceOn != s.Today() {
			s.Errorf("settled, and yet %q", c.InForceOn)
		}
	})
}

// What parties do at a station each of them says for itself; what an organ of a
// party does is said by its party, to which the next move falls.
func TestByHandByWhomTheRuleNames(t *testing.T) {
	eachForm(t, func(s *Story) {
		s.begin("plan", nil)
		views := func(party string) matters.StationInput {
			return matters.StationInput{Matter: s.ID, Station: "input", Party: party, Outcome: "given"}
		}
		_, err := matters.CompleteStation.Do(s.Ctx, s.Sys, keeps(), views("alby"))
		s.refused(err, fault.Denied)
		_, err = matters.CompleteStation.Do(s.Ctx, s.Sys, Registrar("reg"), views("reg"))
		s.refused(err, fault.Denied) // the rule asks the municipalities
		for _, p := range []string{"alby", "berga"} {
			s.is(map[string]routing.State{"decide@chief": routing.StateWaits})
			_, err = matters.CompleteStation.Do(s.Ctx, s.Sys, Registrar(p), views(p))
			s.Ok(err)
		}
		s.is(map[string]routing.State{"input": routing.StateDone, "decide@chief": routing.StateReady})

		s.begin("agreement", nil)
		s.Station(structure.Recommend, "as_proposed")
		s.is(map[string]routing.State{"negotiate@executive_of_reg": routing.StateReady, "party_decisions": routing.StateWaits})
		if m := s.CourseAs(keeps()).Moves(); len(m) != 1 || m[0].Party != "reg" || m[0].Body != "" {
			s.Errorf("the next move: %+v", m)
		}
		s.refused(s.by(keeps(), "negotiate@executive_of_reg", "agreed"), fault.Denied)
		s.refused(s.by(Registrar("alby"), "negotiate@executive_of_reg", "agreed"), fault.Denied)
		s.Ok(s.by(Registrar("reg"), "negotiate@executive_of_reg", "agreed"))
		s.is(map[string]routing.State{"party_decisions": routing.StateReady})

		// By rule the council decides, and no other organ.
		d := s.Decision("alby")
		d.Organ = "executive"
		v, err := matters.AddVersion.Do(s.Ctx, s.Sys, keeps(), matters.VersionInput{Matter: s.ID, Text: "Förslaget."})
		s.Ok(err)
		_, err = matters.SendToParties.Do(s.Ctx, s.Sys, keeps(), matters.SendInput{Matter: s.ID, Version: v.ID, To: []string{"reg", "alby", "berga"}})
		s.Ok(err)
		_, err = homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("alby"), d)
		var refusal *rule.Refusal
		if !errors.As(err, &refusal) || refusal.Rules[0].ID != "parties" {
			s.Errorf("by another organ: %v", err)
		}
		s.Adopt("reg", "alby", "berga")
		s.is(map[string]routing.State{"party_decisions": routing.StateDone, "publish": routing.StateDone})
	})
}
