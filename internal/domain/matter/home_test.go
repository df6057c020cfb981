package matter_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

func county() *structure.Structure {
	s := &structure.Structure{
		Kinds: []structure.PartyKind{{ID: "municipality", Organs: []structure.Organ{{ID: "council", Name: "Fullmäktige"}, {ID: "executive", Name: "Styrelsen"}, {ID: "board", Name: "Nämnden"}}}},
		Parties: []structure.Party{{ID: "alby", Name: "Alby", Kinds: []string{"municipality"}, Adopts: true},
			{ID: "berga", Name: "Berga", Kinds: []string{"municipality"}, Adopts: true}, {ID: "guild", Name: "Gillet", Adopts: true}},
		Bodies: []structure.Body{
			{ID: "group", Name: structure.Text{SV: "Gruppen"}, Admits: []structure.Admission{{
				From: who("alby", "local"), Rule: rule.Ref{ID: "admits", Clause: "EX-21"},
				When: structure.Cond{Text: "matter.kind == 'contract'", Eval: func(e structure.Env) rule.Truth { return rule.Of(e.Matter.Kind == "contract") }}}}},
			{ID: "local", Name: structure.Text{SV: "Lokalt"}},
		},
		Ways: []structure.Way{
			{Rule: rule.Ref{ID: "any-organ", Clause: "EX-27"}, Verb: structure.Need, Step: structure.PartyDecisions, Of: who("alby", "berga"), By: matter.AnyOrgan,
				When: structure.Cond{Text: "facts.major", Reads: []string{"major"}, Eval: func(e structure.Env) rule.Truth {
					if a := e.Facts["major"]; a.Known {
						return rule.Of(a.Yes)
					}
					return rule.Unknown
				}}},
			{Rule: rule.Ref{ID: "the-executive", Clause: "EX-28"}, Verb: structure.Need, Step: structure.PartyDecisions, Of: who("berga"), By: "executive"},
			{Rule: rule.Ref{ID: "elsewhere"}, Verb: structure.Need, Step: structure.PartyDecisions, Of: who("alby"), By: "council"},
		},
	}
	s.Build()
	return s
}

func who(names ...string) structure.Who {
	var w structure.Who
	for _, n := range names {
		w.Terms = append(w.Terms, structure.Term{Name: n})
	}
	return w
}

func TestCheckOrgan(t *testing.T) {
	s := county()
	major := structure.Env{Facts: structure.Facts{"major": {Known: true, Yes: true}}}
	minor := structure.Env{Facts: structure.Facts{"major": {Known: true}}}
	open := structure.Env{Facts: structure.Facts{"major": {}}}
	ids := []string{"any-organ", "the-executive"}
	for name, c := range map[string]struct {
		env          structure.Env
		party, organ string
		clause       string // "" when it may
		invalid      bool
	}{
		"a board in a major matter":              {major, "alby", "board", "", false},
		"an official in a major matter":          {major, "alby", structure.OfficialOrgan, "EX-27", false},
		"an official in a minor one":             {minor, "alby", structure.OfficialOrgan, "", false},
		"an official while nobody knows":         {open, "alby", structure.OfficialOrgan, "", false},
		"the organ demanded":                     {minor, "berga", "executive", "", false},
		"one above it":                           {minor, "berga", "council", "", false},
		"one below it":                           {minor, "berga", "board", "EX-28", false},
		"an official where an organ is demanded": {minor, "berga", structure.OfficialOrgan, "EX-28", false},
		"an organ that nobody has":               {minor, "alby", "senate", "", true},
		"no organ":                               {minor, "alby", "", "", true},
		"a party whose organs nobody named":      {major, "guild", "Stämman", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			err := matter.CheckOrgan(s, c.party, c.organ, matter.OrganRules(s, c.env, c.party, ids))
			var r *rule.Refusal
			switch {
			case c.invalid:
				if !errors.Is(err, fault.Invalid) {
					t.Errorf("%v", err)
				}
			case c.clause == "":
				if err != nil {
					t.Errorf("%v", err)
				}
			case !errors.As(err, &r) || r.Rules[0].Clause != c.clause:
				t.Errorf("%v, want a refusal by %s", err, c.clause)
			}
		})
	}
}

func TestAdmitted(t *testing.T) {
	s := county()
	for _, c := range []struct {
		kind, origin string
		ok           bool
	}{{"contract", "alby", true}, {"contract", "local", true}, {"contract", "berga", false}, {"contract", "", false}, {"routine", "berga", true}} {
		err := matter.Admitted(s, structure.Env{Matter: structure.Matter{Kind: c.kind, Origin: c.origin}})
		if (err == nil) != c.ok {
			t.Errorf("%s from %q: %v", c.kind, c.origin, err)
		}
		var r *rule.Refusal
		if err != nil && (!errors.As(err, &r) || r.Rules[0].Clause != "EX-21" || r.Args[1] != "Alby, Lokalt") {
			t.Errorf("told to turn to %v", r)
		}
	}
}

// An admission without condition lets any matter in from those it names, and
// closes nobody out.
func TestAdmittedWithoutCondition(t *testing.T) {
	s := county()
	s.Bodies[1].Admits = []structure.Admission{{From: who("guild"), Rule: rule.Ref{ID: "any", Clause: "EX-22"}}}
	for _, c := range []struct {
		kind, origin string
		ok           bool
	}{{"contract", "guild", true}, {"contract", "alby", true}, {"contract", "berga", false}, {"routine", "berga", true}, {"routine", "", true}} {
		err := matter.Admitted(s, structure.Env{Matter: structure.Matter{Kind: c.kind, Origin: c.origin}})
		if (err == nil) != c.ok {
			t.Errorf("%s from %q: %v", c.kind, c.origin, err)
		}
		var r *rule.Refusal
		if err != nil && (!errors.As(err, &r) || len(r.Rules) != 1 || r.Rules[0].Clause != "EX-21" || r.Args[0] != "Gruppen" || r.Args[1] != "Alby, Lokalt, Gillet") {
			t.Errorf("told to turn to %v", r)
		}
	}
}

func TestCheckSending(t *testing.T) {
	draft, sent := matter.Version{ID: "2", No: 2}, matter.Version{ID: "1", No: 1, FrozenAt: time.Unix(1, 0)}
	got := map[string]workday.Date{"a": "2026-01-15"}
	for name, c := range map[string]struct {
		v          matter.Version
		to, before []string
		has        map[string]workday.Date
		latest     bool
		want       error
	}{
		"to nobody":                         {draft, nil, nil, nil, true, fault.Invalid},
		"the first":                         {draft, []string{"a"}, nil, nil, true, nil},
		"a new one to all that had the old": {draft, []string{"a", "b"}, []string{"a"}, nil, true, nil},
		"a new one, and one is left out":    {draft, []string{"b"}, []string{"a"}, nil, true, fault.Invalid},
		"the same to one more":              {sent, []string{"b"}, []string{"a"}, got, true, nil},
		"the same once more to one":         {sent, []string{"b", "a"}, []string{"a"}, got, true, fault.Invalid},
		"an old one":                        {sent, []string{"a", "b"}, []string{"a"}, got, false, fault.Conflict},
	} {
		if err := matter.CheckSending(c.v, c.to, c.before, c.has, c.latest); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{
		"avtal.pdf":              "avtal.pdf",
		"../../etc/passwd":       "passwd",
		`C:\Users\x\avtal.docx`:  "avtal.docx",
		"a\r\nb\x00.pdf":         "ab.pdf",
		"evil\u202efdp.exe":      "evilfdp.exe",
		"":                       "",
		"/":                      "",
		strings.Repeat("å", 200): strings.Repeat("å", 80) + "…" + strings.Repeat("å", 39),
	} {
		if got := matter.FileName(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestShare(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	own := matter.OwnStance{Party: "alby", Matter: "m", Stance: matter.Supports, Text: "Ja", Version: 3}
	s, err := matter.Share(own, "id", "p", "Chef", now)
	if err != nil || s.Text != "Ja" || s.Party != "alby" || s.SharedAt != now {
		t.Fatalf("%+v %v", s, err)
	}
	for _, x := range []matter.OwnStance{{Stance: matter.Supports}, {Stance: matter.Undecided, Version: 1}} {
		if _, err := matter.Share(x, "id", "p", "Chef", now); !errors.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", x, err)
		}
	}
}

func TestRaise(t *testing.T) {
	s := county()
	s.DocumentKinds = []structure.DocumentKind{{ID: "contract"}}
	s.Facts = []structure.Fact{{ID: "major", Type: structure.YesNo, Default: structure.Answer{Known: true}}}
	s.Build()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	good := matter.Raising{Title: "  Ett\r\navtal ", Summary: "Behövs", Kind: "contract", Origin: "alby"}
	m, env, err := matter.Raise(s, good, nil, "id", "p", now)
	if err != nil || m.Title != "Ett avtal" || m.State != matter.Raised || m.Audience != matter.AudienceItem || !env.Facts["major"].Known {
		t.Fatalf("%+v %v", m, err)
	}
	for name, change := range map[string]func(*matter.Raising){
		"no title":     func(r *matter.Raising) { r.Title = " " },
		"a long title": func(r *matter.Raising) { r.Title = strings.Repeat("å", matter.MaxTitle+1) },
		"no summary":   func(r *matter.Raising) { r.Summary = "" },
		"long summary": func(r *matter.Raising) { r.Summary = strings.Repeat("å", matter.MaxSummary+1) },
		"a wrong kind": func(r *matter.Raising) { r.Kind = "poem" },
		"an origin":    func(r *matter.Raising) { r.Origin = "nowhere" },
	} {
		r := good
		change(&r)
		if _, _, err := matter.Raise(s, r, nil, "id", "p", now); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if m.Name() != "Ett avtal (2026-01-01)" {
		t.Errorf("named %q", m.Name())
	}
	m, err = m.Accepted("", matter.Number(matter.Series, 2026, 14), now)
	if err != nil || m.Name() != "SAM 2026-014" || m.Audience != matter.AudienceParticipants {
		t.Errorf("%+v %v", m, err)
	}
	if _, err := m.Accepted("", "x", now); !errors.Is(err, fault.Conflict) {
		t.Errorf("sorted twice: %v", err)
	}
}

func TestCheckDecision(t *testing.T) {
	good := matter.PartyDecision{Outcome: matter.Adopts, DecidedOn: "2026-01-01", Version: "v"}
	for name, c := range map[string]struct {
		change func(*matter.PartyDecision)
		want   error
	}{
		"good":                    {func(*matter.PartyDecision) {}, nil},
		"no outcome":              {func(d *matter.PartyDecision) { d.Outcome = "" }, fault.Invalid},
		"no date":                 {func(d *matter.PartyDecision) { d.DecidedOn = "" }, fault.Invalid},
		"tomorrow":                {func(d *matter.PartyDecision) { d.DecidedOn = "2026-01-03" }, fault.Invalid},
		"a condition unsaid":      {func(d *matter.PartyDecision) { d.Outcome = matter.AdoptsIf }, fault.Invalid},
		"a reservation unsaid":    {func(d *matter.PartyDecision) { d.Outcome = matter.AdoptsWithReservation }, fault.Invalid},
		"a change unsaid":         {func(d *matter.PartyDecision) { d.Outcome, d.Wording = matter.AdoptsWithChanges, " " }, fault.Invalid},
		"nothing was sent":        {func(d *matter.PartyDecision) { d.Version = "" }, fault.Conflict},
		"a rejection says enough": {func(d *matter.PartyDecision) { d.Outcome = matter.Rejects }, nil},
	} {
		d := good
		c.change(&d)
		if err := matter.CheckDecision(d, "2026-01-02"); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestConditionMet(t *testing.T) {
	d := matter.PartyDecision{ID: "1", Party: "a", Outcome: matter.AdoptsIf, DecidedOn: "2026-01-01"}
	m, err := matter.ConditionMet(d, "2026-02-01", "2026-02-02")
	if err != nil || m.Corrects != "1" || m.MetOn != "2026-02-01" || m.DecidedOn != d.DecidedOn {
		t.Fatalf("%+v %v", m, err)
	}
	if _, err := matter.ConditionMet(d, "2026-02-03", "2026-02-02"); !errors.Is(err, fault.Invalid) {
		t.Errorf("tomorrow: %v", err)
	}
	for _, x := range []matter.PartyDecision{m, {Outcome: matter.Adopts}} {
		if _, err := matter.ConditionMet(x, "2026-02-01", "2026-02-02"); !errors.Is(err, fault.Conflict) {
			t.Errorf("%+v: %v", x, err)
		}
	}
}

func TestCurrent(t *testing.T) {
	log := []matter.StationDone{{ID: "1"}, {ID: "2", Supersedes: "1"}, {ID: "3"}, {ID: "4", Supersedes: "3", Outcome: matter.Undone}, {ID: "5"}}
	var ids []string
	for _, d := range matter.Current(log) {
		ids = append(ids, d.ID)
	}
	if !slices.Equal(ids, []string{"2", "5"}) {
		t.Errorf("current: %v", ids)
	}
}
