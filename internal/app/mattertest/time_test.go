package mattertest

import (
	"errors"
	"slices"
	"testing"

	"samverk/internal/app/homes"
	"samverk/internal/app/inbox"
	"samverk/internal/app/matters"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

func TestReadyForDecision(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		if r := s.Course().ReadyForDecision("", s.Today()); r.Refusal == nil || len(r.NotSent) != 13 {
			s.Errorf("before it is sent: %+v", r)
		}
		s.Send()
		sent := s.Today()
		s.Anchor("nora")
		r := s.Course().ReadyForDecision("", sent.Add(20))
		if r.Refusal == nil || !r.Refusal.Exception || len(r.Short) != 12 || r.From != sent.Add(21) {
			s.Fatalf("too early: %+v", r)
		}
		clauses := clausesOf(s, r.Refusal)
		if !slices.Contains(clauses, "ORE-44") || !r.Refusal.Rules[len(r.Refusal.Rules)-1].Practice {
			s.Errorf("it names %v", r.Refusal.Rules)
		}
		r = s.Course().ReadyForDecision("", sent.Add(21))
		if r.Refusal != nil || len(r.Warnings) != 12 {
			s.Errorf("in time: %+v", r)
		}
		s.Days(21)
		c := s.Course() // no job has run
		for _, st := range c.Route.Stations {
			if st.Step == structure.HomePreparation && st.State != routing.StateDone {
				s.Errorf("the time has passed and the preparation is %s", st.State)
			}
		}
	})
}

func TestWithoutPracticeNothingIsDemanded(t *testing.T) {
	Each(t, Structure(t, root, false), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		r := s.Course().ReadyForDecision("", s.Today())
		if r.Refusal != nil || len(r.Warnings) != 13 {
			s.Errorf("%+v", r)
		}
	})
}

func TestOverrule(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits", "major"))
		s.Sort()
		s.Send()
		in := matters.OverruleInput{Matter: s.ID, Rule: "kcrd-first", Reason: "Gruppen har redan yttrat sig."}
		if _, err := matters.Overrule.Do(s.Ctx, s.Sys, Secretary(), in); !errors.Is(err, fault.Denied) {
			s.Errorf("by the secretary: %v", err)
		}
		if _, err := matters.Overrule.Do(s.Ctx, s.Sys, Chair(), matters.OverruleInput{Matter: s.ID, Rule: "kcrd-first"}); !errors.Is(err, fault.Invalid) {
			s.Errorf("without a reason: %v", err)
		}
		if _, err := matters.Overrule.Do(s.Ctx, s.Sys, Chair(), matters.OverruleInput{Matter: s.ID, Rule: "nonsense", Reason: "Därför att."}); !errors.Is(err, fault.Invalid) {
			s.Errorf("a rule that is not there: %v", err)
		}
		_, err := matters.Overrule.Do(s.Ctx, s.Sys, Chair(), in)
		s.Ok(err)
		if slices.Contains(steps(s.Course().Route), structure.Pass) {
			s.Error("the station is still there")
		}
		v, err := matters.Page.Do(s.Ctx, s.Sys, Chief("nora"), matters.PageInput{Ref: s.ID})
		s.Ok(err)
		if len(v.Exceptions) != 1 || v.Exceptions[0].Reason != in.Reason || v.Exceptions[0].Clause != "ORE-28" {
			s.Errorf("everybody reads %+v", v.Exceptions)
		}
		// The time to prepare: the practice's number is set aside.
		in.Rule = "practice.home_preparation"
		_, err = matters.Overrule.Do(s.Ctx, s.Sys, Chair(), in)
		s.Ok(err)
		if r := s.Course().ReadyForDecision("", s.Today()); r.Refusal != nil || !r.Excepted {
			s.Errorf("%+v", r)
		}
		s.Station(structure.Prioritise, "placed")
		s.Station(structure.Recommend, "as_proposed")
		for _, f := range s.Course().Route.Findings {
			if f.Severity == rule.Blocks {
				s.Errorf("blocked: %s", f.Message)
			}
		}
		if c := s.Course(); c.Matter.Shown.Step != string(structure.PartyDecisions) {
			s.Errorf("it is at %s", c.Matter.Shown.Step)
		}
	})
}

func TestTasks(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		t := s
		s.Raise(Yes("commits"))
		of := func() []inbox.Task { // of matters, not of the year's calendar
			v, err := inbox.Mine.Do(s.Ctx, s.Sys, Secretary(), inbox.MineInput{})
			s.Ok(err)
			return slices.DeleteFunc(v.ToDo, func(t inbox.Task) bool { return t.Matter == "" })
		}
		if todo := of(); len(todo) != 1 || todo[0].Kind != string(structure.Triage) {
			t.Fatalf("the secretary's: %+v", todo)
		}
		s.Sort()
		if todo := of(); len(todo) != 1 || todo[0].Kind != matter.MoveSend {
			t.Fatalf("the secretary's: %+v", todo)
		}
		if q, err := homes.ReadQueue.Do(s.Ctx, s.Sys, Chief("nora"), homes.QueueInput{}); err != nil || len(q.Rows) != 0 {
			t.Fatalf("at home before it is sent: %v %v", q.Rows, err)
		}
		s.Send()
		q, err := homes.ReadQueue.Do(s.Ctx, s.Sys, Chief("nora"), homes.QueueInput{})
		s.Ok(err)
		if len(q.Rows) != 1 || q.Rows[0].Kind != string(structure.HomePreparation) || q.Rows[0].Due != s.Today().Add(21) || len(q.Incoming) != 1 {
			t.Fatalf("at home: %+v", q)
		}
		if n := outbox(s, "mail.turn"); n != 13 {
			t.Errorf("%d mails for thirteen parties", n)
		}
		s.Anchor("nora")
		if q, err := homes.ReadQueue.Do(s.Ctx, s.Sys, Chief("nora"), homes.QueueInput{}); err != nil || len(q.Rows) != 0 {
			t.Errorf("after anchoring: %v %v", q.Rows, err)
		}
		if n := outbox(s, "mail.turn"); n != 13 {
			t.Errorf("%d mails: one per turn and no more", n)
		}
		s.Days(22)
		_, err = matters.Advance.Do(s.Ctx, s.Sys, System(), matters.AdvanceInput{})
		s.Ok(err)
		if mine, err := inbox.Mine.Do(s.Ctx, s.Sys, Chief("kumla"), inbox.MineInput{}); err != nil || slices.ContainsFunc(mine.ToDo, func(t inbox.Task) bool { return t.Party != "" }) {
			t.Errorf("the time has passed: %+v %v", mine.ToDo, err)
		}
		if _, err := matters.Advance.Do(s.Ctx, s.Sys, Secretary(), matters.AdvanceInput{}); !errors.Is(err, fault.Denied) {
			t.Errorf("advanced by somebody: %v", err)
		}
	})
}

func TestPlanMovesTheJourney(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		usual := s.Course().EarliestInForce()
		if usual != s.Today().Add(90) {
			s.Fatalf("by the usual time: %s", usual)
		}
		on := s.Today().Add(120)
		in := homes.PlanInput{Matter: s.ID, Party: "nora", Organ: "council", On: on}
		if _, err := homes.SetPlan.Do(s.Ctx, s.Sys, Chief("laxa"), in); !errors.Is(err, fault.Denied) {
			s.Errorf("another party's plan: %v", err)
		}
		_, err := homes.SetPlan.Do(s.Ctx, s.Sys, Chief("nora"), in)
		s.Ok(err)
		if got := s.Course().EarliestInForce(); got != on {
			s.Errorf("with a plan: %s, want %s", got, on)
		}
		if _, err := homes.SetPlan.Do(s.Ctx, s.Sys, Chief("nora"), in); !errors.Is(err, fault.Conflict) {
			s.Errorf("two people at once: %v", err)
		}
		_, err = homes.SetPartyMeetings.Do(s.Ctx, s.Sys, Chief("laxa"), homes.MeetingsInput{Party: "laxa", Organ: "council", Days: []workday.Date{s.Today().Add(130), s.Today().Add(130)}})
		s.Ok(err)
		if got := s.Course().EarliestInForce(); got != s.Today().Add(130) {
			s.Errorf("with a calendar: %s", got)
		}
		if got := s.Course().Matter.Shown.Earliest; got != s.Today().Add(130) {
			s.Errorf("the list says %s", got)
		}
		if _, err := homes.SetPartyMeetings.Do(s.Ctx, s.Sys, Chief("nora"), homes.MeetingsInput{Party: "laxa", Organ: "council"}); !errors.Is(err, fault.Denied) {
			s.Errorf("another party's calendar: %v", err)
		}
	})
}

func TestCompleteStation(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.RaiseAs(Chief("kumla"), matters.RaiseInput{Title: "Barn", Summary: "Om barn.", Kind: "agreement", Fields: []string{"children"}, Origin: "kumla", Facts: Yes("commits")})
		s.Sort()
		c := s.Course()
		i := slices.IndexFunc(c.Route.Stations, func(x routing.Station) bool { return x.Step == structure.Prepare })
		if i < 0 {
			s.Fatal("no preparation on the route")
		}
		in := matters.StationInput{Matter: s.ID, Station: c.Route.Stations[i].ID, Outcome: "ready"}
		if _, err := matters.CompleteStation.Do(s.Ctx, s.Sys, Secretary(), in); !errors.Is(err, fault.Denied) {
			s.Errorf("by another body's secretary: %v", err)
		}
		at := Serving(c.Route.Stations[i].Place)
		bad := in
		bad.Outcome = "nonsense"
		if _, err := matters.CompleteStation.Do(s.Ctx, s.Sys, at, bad); !errors.Is(err, fault.Invalid) {
			s.Errorf("an unknown outcome: %v", err)
		}
		_, err := matters.CompleteStation.Do(s.Ctx, s.Sys, at, in)
		s.Ok(err)
		if _, err := matters.CompleteStation.Do(s.Ctx, s.Sys, at, in); !errors.Is(err, fault.Conflict) {
			s.Errorf("twice: %v", err)
		}
	})
}

func TestRegisterIncoming(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		q, err := homes.ReadQueue.Do(s.Ctx, s.Sys, Registrar("nora"), homes.QueueInput{})
		s.Ok(err)
		in := homes.IncomingInput{Matter: s.ID, Dispatch: q.Incoming[0].Dispatch, Party: "nora", Number: "KS 2026/14"}
		if _, err := homes.RegisterIncoming.Do(s.Ctx, s.Sys, Chief("nora"), in); !errors.Is(err, fault.Denied) {
			s.Errorf("by somebody who is no registrar: %v", err)
		}
		_, err = homes.RegisterIncoming.Do(s.Ctx, s.Sys, Registrar("nora"), in)
		s.Ok(err)
		v, err := homes.Page.Do(s.Ctx, s.Sys, Registrar("nora"), homes.PageInput{Ref: "SAM-2026-001"})
		s.Ok(err)
		if len(v.Sent) != 1 || v.Sent[0].Registered != in.Number || v.Version.ID != s.Sent {
			s.Errorf("at home: %+v", v.Sent)
		}
		in.Dispatch = "nonsense"
		if _, err := homes.RegisterIncoming.Do(s.Ctx, s.Sys, Registrar("nora"), in); !errors.Is(err, fault.NotFound) {
			s.Errorf("what never came: %v", err)
		}
	})
}
