package mattertest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"samverk/internal/app"
	"samverk/internal/app/documents"
	"samverk/internal/app/homes"
	"samverk/internal/app/matters"
	"samverk/internal/domain/document"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

const root = "../../.."

// clausesOf gives the clauses that a refusal names.
func clausesOf(t testing.TB, err error) []string {
	t.Helper()
	var r *rule.Refusal
	if !errors.As(err, &r) {
		t.Fatalf("no refusal by a rule: %v", err)
	}
	var out []string
	for _, x := range r.Rules {
		out = append(out, x.Clauses...)
	}
	return out
}

func steps(r *routing.Route) (out []structure.Step) {
	for _, s := range r.Stations {
		out = append(out, s.Step)
	}
	return out
}

// From raised to followed up, and the document in force by itself in between.
func TestAllTheWay(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		t := s
		s.Raise(Yes("commits", "major"))
		c := s.Course()
		if c.Matter.State != matter.Raised || c.Matter.Number != "" || c.Matter.Shown.Place != Au {
			t.Fatalf("raised: %+v", c.Matter)
		}
		s.Sort()
		c = s.Course()
		if c.Matter.Number != "SAM 2026-001" || c.Matter.State != matter.Triaged {
			t.Fatalf("sorted: %+v", c.Matter)
		}
		s.Send()
		if c = s.Course(); !c.Public() || c.Matter.State != matter.UnderWay {
			t.Fatalf("sent: %+v", c.Matter)
		}
		s.Days(5)
		s.Anchor(s.Parties()...)
		s.Station(structure.Prioritise, "placed")
		s.Station(structure.Recommend, "as_proposed")
		s.Station(structure.Pass, "passed")
		all := s.Course().Adopters
		if len(all) != 13 {
			t.Fatalf("%d parties have to adopt", len(all))
		}
		s.Days(10)
		out := s.Adopt(all[:12]...)
		if out.Decided != 12 || out.Of != 13 || out.InForceOn != "" {
			t.Fatalf("after twelve: %+v", out)
		}
		if list, err := documents.InForce.Do(s.Ctx, s.Sys, Chief("nora"), documents.ListInput{}); err != nil || len(list.Rows) != 0 {
			t.Fatalf("in force too early: %v %v", list, err)
		}
		s.Days(3)
		if out = s.Adopt(all[12]); out.InForceOn != s.Today() {
			t.Fatalf("after thirteen: %+v", out)
		}
		c = s.Course()
		if c.Matter.StateOn(s.Today()) != matter.InForce || !slices.ContainsFunc(c.Route.Stations, func(x routing.Station) bool {
			return x.Step == structure.Publish && x.State == routing.StateDone
		}) {
			t.Fatalf("decided: %s %+v", c.Matter.State, c.Matter.Shown)
		}
		doc, err := documents.Page.Do(s.Ctx, s.Sys, Chief("nora"), documents.PageInput{Ref: "2026-001"})
		s.Ok(err)
		if doc.State != document.InForce || len(doc.Deciders) != 13 || doc.Version.ID != s.Sent || doc.Matter != "SAM-2026-001" {
			t.Fatalf("document: %+v", doc)
		}
		implement(s)
		if c = s.Course(); c.Matter.State != matter.Implemented {
			t.Fatalf("implemented: %s, waits for %s", c.Matter.State, c.Matter.Shown.WaitsFor)
		}
		_, err = matters.RecordFollowUp.Do(s.Ctx, s.Sys, Secretary(), matters.FollowUpInput{Matter: s.ID, Result: matter.Met, Text: "Utskrivningarna fungerar.", Close: true})
		s.Ok(err)
		if c = s.Course(); c.Matter.State != matter.Closed || c.Matter.Shown.WaitsFor != "" {
			t.Fatalf("closed: %+v", c.Matter)
		}
		log, err := matters.Log.Do(s.Ctx, s.Sys, Chief("nora"), matters.LogInput{Ref: "SAM-2026-001"})
		s.Ok(err)
		if log.Events[0].Kind != matter.EventClosed || log.Events[len(log.Events)-1].Kind != matter.EventRaised {
			t.Errorf("log from %s to %s", log.Events[0].Kind, log.Events[len(log.Events)-1].Kind)
		}
	})
}

// implement lets everybody on the route report that the work is done.
func implement(s *Story) {
	s.Helper()
	for _, st := range s.Course().Route.Stations {
		if st.Step != structure.Implement {
			continue
		}
		for _, who := range append(slices.Clone(st.Parties), st.Bodies...) {
			viewer := Secretary()
			if s.S.Party(who) != nil {
				viewer = Chief(who)
			}
			_, err := matters.RecordImplementation.Do(s.Ctx, s.Sys, viewer, matters.ImplementationInput{Matter: s.ID, Who: who})
			s.Ok(err)
		}
	}
}

// The date of entry holds it back, and nothing but the day is needed for it to
// come into force.
func TestEntryDate(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.RaiseAs(Chief("kumla"), matters.RaiseInput{Title: "Överenskommelse", Summary: "Med datum.", Kind: "agreement", Origin: "kumla",
			EntryOn: "2026-07-01", Facts: Yes("commits")})
		s.Sort()
		s.Send()
		s.Anchor(s.Parties()...)
		s.Station(structure.Prioritise, "placed")
		s.Station(structure.Recommend, "as_proposed")
		out := s.Adopt(s.Course().Adopters...)
		if out.InForceOn != "2026-07-01" {
			s.Fatalf("in force %q", out.InForceOn)
		}
		// It is carried out when it is in force, and followed up when that is
		// planned; the day on which everybody has decided stays.
		const followed workday.Date = "2027-02-01"
		s.Ok(with(s, Secretary(), func(ctx context.Context, u *app.Unit) error { return u.Own.PlanFollowUp(ctx, s.ID, followed) }))
		c := s.Course()
		for step, want := range map[structure.Step]workday.Date{structure.Implement: "2026-07-01", structure.FollowUp: followed} {
			for i := range c.Route.Stations {
				if st := &c.Route.Stations[i]; st.Step == step && c.Journey.Leg(st.ID).Earliest != want {
					s.Errorf("%s is earliest %s, want %s", step, c.Journey.Leg(st.ID).Earliest, want)
				}
			}
		}
		if c.Earliest() >= "2026-07-01" {
			s.Errorf("everybody has decided, and the end is %s", c.Earliest())
		}
		for day, want := range map[workday.Date]int{"2026-06-30": 0, "2026-07-01": 1} {
			for s.Today() < day {
				s.Days(1)
			}
			list, err := documents.InForce.Do(s.Ctx, s.Sys, Chief("nora"), documents.ListInput{})
			s.Ok(err)
			if s.Today() == day && len(list.Rows) != want {
				s.Errorf("on %s: %d documents in force, want %d", day, len(list.Rows), want)
			}
		}
	})
}

func TestStalled(t *testing.T) {
	for _, outcome := range []matter.Outcome{matter.AdoptsWithChanges, matter.Rejects, matter.Postpones} {
		t.Run(string(outcome), func(t *testing.T) {
			Each(t, Structure(t, root, true), func(s *Story) {
				s.ToParties()
				all := s.Course().Adopters
				s.Adopt(all[1:]...)
				in := s.Decision(all[0])
				in.Outcome, in.Wording = outcome, "Med annan lydelse."
				out, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar(all[0]), in)
				s.Ok(err)
				c := s.Course()
				if out.InForceOn != "" || !slices.Equal(c.Adoption.Stalled, []string{all[0]}) || c.Matter.Shown.StalledBy != all[0] {
					s.Fatalf("stalled by %v (%q), in force %q", c.Adoption.Stalled, c.Matter.Shown.StalledBy, out.InForceOn)
				}
				if c.Matter.Shown.WaitsFor != "party:"+all[0] {
					s.Errorf("the next move: %q", c.Matter.Shown.WaitsFor)
				}
				// It decides anew: that is a decision of its own, no correction.
				s.Days(20)
				if out := s.Adopt(all[0]); out.InForceOn != s.Today() {
					s.Errorf("decided anew: %+v", out)
				}
			})
		})
	}
}

func TestConditionCorrectionAnnulment(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		t := s
		s.ToParties()
		all := s.Course().Adopters
		s.Adopt(all[1:]...)
		in := s.Decision(all[0])
		in.Outcome, in.Wording = matter.AdoptsIf, "Om regionen gör detsamma."
		first, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar(all[0]), in)
		s.Ok(err)
		if first.InForceOn != "" || len(s.Course().Adoption.Conditional) != 1 {
			t.Fatalf("on a condition: %+v", first)
		}
		s.Days(7)
		met, err := homes.RecordConditionMet.Do(s.Ctx, s.Sys, Registrar(all[0]), homes.ConditionInput{Matter: s.ID, Party: all[0], Decision: first.ID, On: s.Today()})
		s.Ok(err)
		if met.InForceOn != s.Today() {
			t.Fatalf("the condition is met: %+v", met)
		}
		if _, err := homes.RecordConditionMet.Do(s.Ctx, s.Sys, Registrar(all[0]), homes.ConditionInput{Matter: s.ID, Party: all[0], Decision: met.ID, On: s.Today()}); !errors.Is(err, fault.Conflict) {
			t.Errorf("met twice: %v", err)
		}
		// A correction points to the old row; the document's adoption did not hold.
		in = s.Decision(all[1])
		in.Outcome = matter.Rejects
		if _, err := homes.CorrectPartyDecision.Do(s.Ctx, s.Sys, Registrar(all[1]), in); !errors.Is(err, fault.Invalid) {
			t.Errorf("a correction of nothing: %v", err)
		}
		c := s.Course()
		in.Corrects = matter.Standing(c.Ledger)[all[1]].ID
		_, err = homes.CorrectPartyDecision.Do(s.Ctx, s.Sys, Registrar(all[1]), in)
		s.Ok(err)
		if _, err = homes.CorrectPartyDecision.Do(s.Ctx, s.Sys, Registrar(all[1]), in); !errors.Is(err, fault.Conflict) {
			t.Errorf("corrected twice: %v", err)
		}
		c = s.Course()
		if c.InForceOn != "" || c.Document != "" || c.Matter.State != matter.UnderWay {
			t.Fatalf("after the correction: %s %q %q", c.Matter.State, c.InForceOn, c.Document)
		}
		doc, err := documents.Page.Do(s.Ctx, s.Sys, Chief("nora"), documents.PageInput{Ref: "2026-001"})
		s.Ok(err)
		if doc.State != document.Annulled {
			t.Errorf("the document is %s", doc.State)
		}
		// The right row comes again, and so does a document, with its own number.
		in.Corrects, in.Outcome = matter.Standing(c.Ledger)[all[1]].ID, matter.Adopts
		again, err := homes.CorrectPartyDecision.Do(s.Ctx, s.Sys, Registrar(all[1]), in)
		s.Ok(err)
		if again.InForceOn == "" {
			t.Fatalf("adopted again: %+v", again)
		}
		list, err := documents.InForce.Do(s.Ctx, s.Sys, Chief("nora"), documents.ListInput{})
		s.Ok(err)
		if len(list.Rows) != 1 || list.Rows[0].Number != "2026-002" {
			t.Errorf("in force: %+v", list.Rows)
		}
	})
}

func TestOfficialIsRefusedWhenMajor(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		in := s.Decision("nora")
		in.Organ = structure.OfficialOrgan
		_, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("nora"), in)
		if !errors.Is(err, fault.RuleBroken) || !slices.Equal(clausesOf(s, err), []string{"ORE-27"}) {
			s.Errorf("an official's decision in a major matter: %v", err)
		}
	})
}

func TestOfficialMayWhenNotMajor(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		s.Send()
		s.Anchor(s.Parties()...)
		s.Station(structure.Prioritise, "placed")
		s.Station(structure.Recommend, "as_proposed")
		in := s.Decision("nora")
		in.Organ = structure.OfficialOrgan
		_, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("nora"), in)
		s.Ok(err)
		in = s.Decision("laxa")
		in.Organ = "köket"
		if _, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("laxa"), in); !errors.Is(err, fault.Invalid) {
			s.Errorf("an organ that nobody has: %v", err)
		}
		in = s.Decision("laxa")
		in.DecidedOn = s.Today().Add(1)
		if _, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("laxa"), in); !errors.Is(err, fault.Invalid) {
			s.Errorf("a decision of tomorrow: %v", err)
		}
		in = s.Decision("laxa")
		if _, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("nora"), in); !errors.Is(err, fault.Denied) {
			s.Errorf("another party's registrar: %v", err)
		}
		in.Paragraph = "§ 4, 900101-9802"
		if _, err := homes.RecordPartyDecision.Do(s.Ctx, s.Sys, Registrar("laxa"), in); !errors.Is(err, fault.RuleBroken) {
			s.Errorf("a personal identity number goes public: %v", err)
		}
	})
}

// Only those that ORE-21 names raise an agreement; others get told where to turn.
func TestAdmission(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		in := matters.RaiseInput{Title: "Avtal", Summary: "Behövs.", Kind: "contract", Origin: "rf-sisu"}
		_, err := matters.Raise.Do(s.Ctx, s.Sys, Chief("rf-sisu"), in)
		if !slices.Contains(clausesOf(s, err), "ORE-21") {
			s.Errorf("refused by %v", err)
		}
		var r *rule.Refusal
		errors.As(err, &r)
		if !strings.Contains(r.Args[0].(string), s.S.Body(Group).Name.SV) || !strings.Contains(r.Args[1].(string), "Askersund") {
			s.Errorf("told to turn to %v", r.Args)
		}
		in.Origin = ""
		if _, err := matters.Raise.Do(s.Ctx, s.Sys, Chief("rf-sisu"), in); !errors.Is(err, fault.RuleBroken) {
			s.Errorf("raised by nobody's party: %v", err)
		}
		in.Origin = "kumla"
		if _, err := matters.Raise.Do(s.Ctx, s.Sys, Chief("nora"), in); !errors.Is(err, fault.Denied) {
			s.Errorf("raised in another party's name: %v", err)
		}
		in.Kind, in.Origin = "routine", "rf-sisu"
		if _, err := matters.Raise.Do(s.Ctx, s.Sys, Chief("rf-sisu"), in); err != nil {
			s.Errorf("a routine: %v", err)
		}
		in.Kind = "nonsense"
		var unknown *structure.UnknownName
		if _, err := matters.Raise.Do(s.Ctx, s.Sys, Chief("rf-sisu"), in); !errors.As(err, &unknown) || len(unknown.Known) == 0 {
			s.Errorf("an unknown kind: %v", err)
		}
	})
}

func TestPreviewBeforeRaising(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		facts := Yes("commits")
		facts["major"] = structure.Answer{}
		p, err := matters.PreviewRoute.Do(s.Ctx, s.Sys, Chief("kumla"), matters.PreviewInput{Kind: "agreement", Fields: []string{"public-health"}, Origin: "kumla", Facts: facts})
		s.Ok(err)
		if len(p.Adopters) != 15 || p.Refused != nil || !slices.Contains(p.Origins, "kumla") {
			s.Errorf("%d adopt, %v, %v", len(p.Adopters), p.Refused, p.Origins)
		}
		open := 0
		for _, q := range p.Questions {
			if !q.Answer.Known {
				open++
			}
		}
		if open != 1 || !slices.Contains(steps(p.Route), structure.Pass) {
			s.Errorf("%d open questions, route %v", open, steps(p.Route))
		}
	})
}

// A change of facts shows its difference first, and takes effect against the
// version that was read.
func TestChangeFacts(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		s.Sort()
		v := s.Version()
		in := matters.FactsInput{Matter: s.ID, Version: v, Facts: Yes("major")}
		p, err := matters.PreviewFacts.Do(s.Ctx, s.Sys, Secretary(), in)
		s.Ok(err)
		if !slices.ContainsFunc(p.Diff.Added, func(c routing.Change) bool { return c.Step == structure.Pass && c.Place == KCRD }) {
			s.Errorf("the difference: %+v", p.Diff.Added)
		}
		if slices.Contains(steps(s.Course().Route), structure.Pass) {
			s.Fatal("the preview changed the matter")
		}
		if _, err := matters.ChangeFacts.Do(s.Ctx, s.Sys, Chief("nora"), in); !errors.Is(err, fault.Denied) {
			s.Errorf("by somebody else: %v", err)
		}
		_, err = matters.ChangeFacts.Do(s.Ctx, s.Sys, Secretary(), in)
		s.Ok(err)
		if !slices.Contains(steps(s.Course().Route), structure.Pass) {
			s.Error("the change took no effect")
		}
		if _, err := matters.ChangeFacts.Do(s.Ctx, s.Sys, Secretary(), in); !errors.Is(err, fault.Conflict) {
			s.Errorf("two people at once: %v", err)
		}
		in.Version, in.Facts = v+1, Yes("nonsense")
		if _, err := matters.ChangeFacts.Do(s.Ctx, s.Sys, Secretary(), in); !errors.Is(err, fault.Invalid) {
			s.Errorf("an unknown fact: %v", err)
		}
	})
}

func TestTriage(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.Raise(Yes("commits"))
		in := matters.AcceptInput{Matter: s.ID, Version: 1}
		if _, err := matters.Accept.Do(s.Ctx, s.Sys, Chief("nora"), in); !errors.Is(err, fault.NotFound) {
			s.Errorf("by somebody to whom it is not open yet: %v", err)
		}
		if _, err := matters.Accept.Do(s.Ctx, s.Sys, Chief("kumla"), in); !errors.Is(err, fault.Denied) {
			s.Errorf("by the one who raised it: %v", err)
		}
		q, err := matters.SortQueue.Do(s.Ctx, s.Sys, Secretary(), matters.SortInput{})
		s.Ok(err)
		if len(q.Rows) != 1 || q.Chosen == nil || !q.Chosen.May.Sort {
			s.Fatalf("the queue: %+v", q)
		}
		if q, err := matters.SortQueue.Do(s.Ctx, s.Sys, Chief("nora"), matters.SortInput{}); err != nil || len(q.Rows) != 0 {
			s.Errorf("somebody else's queue: %v %v", q.Rows, err)
		}
		end := matters.EndInput{Matter: s.ID, Version: 1}
		if _, err := matters.Decline.Do(s.Ctx, s.Sys, Secretary(), end); !errors.Is(err, fault.Invalid) {
			s.Errorf("declined without a reason: %v", err)
		}
		end.Reason = "Frågan hanteras redan i länsdelen."
		out, err := matters.Decline.Do(s.Ctx, s.Sys, Secretary(), end)
		s.Ok(err)
		if out.State != matter.Declined {
			s.Errorf("declined: %s", out.State)
		}
		if _, err := matters.Accept.Do(s.Ctx, s.Sys, Secretary(), in); !errors.Is(err, fault.Conflict) {
			s.Errorf("accepted after all: %v", err)
		}
		v, err := matters.Page.Do(s.Ctx, s.Sys, Chief("kumla"), matters.PageInput{Ref: s.ID})
		s.Ok(err)
		if v.Events[0].Args[0] != end.Reason {
			s.Errorf("the one who raised it reads %v", v.Events[0])
		}
		// The number that nobody got is not lost: the next matter gets the first.
		s.Raise(Yes("commits"))
		s.Sort()
		if n := s.Course().Matter.Number; n != "SAM 2026-001" {
			s.Errorf("numbered %s", n)
		}
	})
}

func TestSending(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		t := s
		s.Raise(Yes("commits"))
		s.Sort()
		add := func(text string) string {
			v, err := matters.AddVersion.Do(s.Ctx, s.Sys, Secretary(), matters.VersionInput{Matter: s.ID, Text: text})
			s.Ok(err)
			return v.ID
		}
		send := func(v string, to ...string) error {
			_, err := matters.SendToParties.Do(s.Ctx, s.Sys, Secretary(), matters.SendInput{Matter: s.ID, Version: v, To: to})
			return err
		}
		if _, err := matters.AddVersion.Do(s.Ctx, s.Sys, Chief("nora"), matters.VersionInput{Matter: s.ID, Text: "x"}); !errors.Is(err, fault.Denied) {
			t.Errorf("a version by somebody else: %v", err)
		}
		if _, err := matters.AddVersion.Do(s.Ctx, s.Sys, Secretary(), matters.VersionInput{Matter: s.ID}); !errors.Is(err, fault.Invalid) {
			t.Errorf("an empty version: %v", err)
		}
		bad := add("Gäller 900101-9802")
		if err := send(bad, "nora"); !errors.Is(err, fault.RuleBroken) {
			t.Errorf("a personal identity number: %v", err)
		}
		first := add("Ett")
		if err := send(bad, "nora"); !errors.Is(err, fault.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		if v, err := matters.Page.Do(s.Ctx, s.Sys, Chief("nora"), matters.PageInput{Ref: s.ID}); err != nil || len(v.Versions) != 0 {
			t.Errorf("drafts that were not sent: %v %v", v.Versions, err)
		}
		if err := send(first); !errors.Is(err, fault.Invalid) {
			t.Errorf("to nobody: %v", err)
		}
		if err := send(first, "rivendell"); !errors.Is(err, fault.Invalid) {
			t.Errorf("to an unknown party: %v", err)
		}
		s.Ok(send(first, "nora", "laxa"))
		s.Ok(send(first, "kumla")) // the same version to one more
		second := add("Två")
		if err := send(second, "nora"); !errors.Is(err, fault.Invalid) {
			t.Errorf("somebody keeps the old version: %v", err)
		}
		s.Ok(send(second, "nora", "laxa", "kumla"))
		if c := s.Course(); c.InPlay() != second || c.FirstSent()["nora"] != s.Today() {
			t.Errorf("in play %s", c.InPlay())
		}
		v, err := matters.Page.Do(s.Ctx, s.Sys, Chief("nora"), matters.PageInput{Ref: s.ID})
		s.Ok(err)
		if len(v.Versions) != 2 {
			t.Errorf("%d versions were sent", len(v.Versions))
		}
	})
}

// What a party adopted of an earlier version is no adoption of a later one.
func TestNewVersionAsksAgain(t *testing.T) {
	Each(t, Structure(t, root, true), func(s *Story) {
		s.ToParties()
		all := s.Course().Adopters
		s.Adopt(all[:3]...)
		s.Send()
		c := s.Course()
		if len(c.Adoption.By) != 0 || len(c.Adoption.Waiting) != 13 {
			s.Fatalf("adopted by %v", c.Adoption.By)
		}
		for _, a := range c.Route.Atoms {
			if a.Step == structure.PartyDecisions && a.Done != nil {
				s.Errorf("%s is done", a.Party)
			}
		}
		if out := s.Adopt(all...); out.InForceOn != s.Today() {
			s.Errorf("all adopted the new one: %+v", out)
		}
	})
}
