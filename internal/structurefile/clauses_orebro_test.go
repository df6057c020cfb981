package structurefile

import (
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// TestOrebroClauses: what the rules that cite a clause say.
func TestOrebroClauses(t *testing.T) {
	s := county(t, "orebro")
	c := asked{t, s}
	const welfare, health, children, district = "chefsgrupp-valfard", "chefsgrupp-folkhalsa", "samverkansgrupp-barn-och-unga", "lansdelsgrupp-norra"
	level := func(id string) said {
		l := s.Level(id)
		return say(l.Rule, l.Name.SV, strings.Join(l.Duties, " "))
	}
	circle := func(id string, i int) said {
		x := s.Circle(id).Clauses[i]
		return say(x.Rule, x.Who.Text, with("when", x.When.Text))
	}
	checkRows(t, []clauseRow{
		{"ORE-01", all(c.bodies("regionala-samverkansradet", "kcrd"), c.relation("kcrd", structure.Supports)),
			"Regionala samverkansrådet, described elsewhere; Kommunchefs- och regiondirektörsgruppen (KCRD), described elsewhere; regionala-samverkansradet"},
		{"ORE-02", c.bodies("samverkansrad-valfard", "samverkansrad-folkhalsa", "samverkansrad-skola", "chefsgrupp-skola"),
			"Specifika samverkansrådet för social välfärd samt vård och omsorg, described elsewhere, set up by regionala-samverkansradet; " +
				"Specifika samverkansrådet för folkhälsa, described elsewhere, set up by regionala-samverkansradet; " +
				"Specifika samverkansrådet för skola, utbildning och kompetensförsörjning, described elsewhere; " +
				"Chefsgrupp för skola, utbildning och kompetensförsörjning, described elsewhere"},
		{"ORE-03", c.seats("samverkansrad-folkhalsa", "parter"), "municipalities, region, rf-sisu, olbf, not stated"},
		{"ORE-04", all(c.bodies(welfare, health), c.relation(welfare, structure.Supports), c.relation(health, structure.Supports)),
			"Chefsgrupp för social välfärd samt vård och omsorg; Chefsgrupp för folkhälsa; samverkansrad-valfard; samverkansrad-folkhalsa"},
		{"ORE-05", c.documents("rus", "plan-e-halsa"),
			"strategy, from 2022-01-01, until 2030-12-31, steers fardplan-nara-vard plan-e-halsa plan-psykisk-halsa plan-kompetens plan-halsa; action-plan"},
		{"ORE-07", all(level("strategic"), level("tactical"), level("operational")),
			"Strategisk nivå, Har det systemövergripande ansvaret och sätter kursen. Följer upp mål och beslut. Tar fram vägledande principer.; " +
				"Taktisk nivå, Etablerar och genomför. Löser övergripande frågor. Länkar samman strategisk inriktning och verkställighet.; " +
				"Operativ nivå, Verkställer och ansvarar för den löpande driften. Arbetar i lokalt förankrade grupper med företrädare för region och kommun."},
		{"ORE-08", c.way("triage"), "need, triage, at chefsgrupp-valfard-au"},
		{"ORE-12", all(circle("committed", 1), c.documents("ok-halsa")),
			"rf-sisu, olbf, when 'public-health' in matter.fields; agreement, from 2024-01-01, until 2029-12-31, kept by valfard-och-folkhalsa, signed by region, municipalities, rf-sisu, olbf"},
		{"ORE-21", c.admits(welfare), "municipalities, region, lansdelsgrupp, when matter.kind in ['agreement', 'contract']; lansdelsgrupp"},
		{"ORE-25", c.way("implement-at-home"), "need, implement, of concerned"},
		{"ORE-32", c.powers(welfare, "set_up"), "Permanenta och tillfälliga arbetsgrupper inom verksamhetsområdet, och grupper som samverkar med andra områden."},
		{"ORE-35", all(c.role(welfare, "secretary"), c.role(health, "secretary")), "from region, by not stated, paid by region; from region, by not stated, paid by region"},
		{"ORE-36", all(c.relation(welfare, structure.ReportsTo), c.duties("ORE-36", welfare)),
			"samverkansrad-valfard, kcrd; Bereder ärenden och verkställer uppdrag från de specifika samverkansråden och KCRD."},
		{"ORE-40", c.seats(welfare, "kommuner", "orebro", "hs-staben"),
			"municipalities, except orebro, each 1, by chief-executive; orebro, 4, by chief-executive; region, 1, health-staff-head, by regional-director, health-director"},
		{"ORE-49", c.record(welfare), "notes, to concerned"},
		{"ORE-53", c.seats(health, "kommuner", "lansstyrelsen", "olbf", "rf-sisu"),
			"districts, each at least 1, public-health-responsible, by chief-executive; lansstyrelsen, not stated, by not stated; olbf, not stated, by not stated; rf-sisu, not stated, by not stated"},
		{"ORE-54", c.seats(health, "valfard-och-folkhalsa", "hallbar-utveckling", "utvecklingsledare"),
			"region, 1, welfare-head, by regional-director; region, 1, sustainability-head, by regional-director; region, 1, developer, by regional-director"},
		{"ORE-55", all(c.role(health, "chair"), c.role(health, "vice_chair")),
			"from region, by not stated; from municipalities, olbf, rf-sisu, by jointly municipalities, olbf, rf-sisu"},
		{"ORE-56", all(c.bodies(health+"-au"), c.seats(health+"-au", "ordforande", "vice-ordforande", "hallbar-utveckling", "utvecklingsledare")),
			"Arbetsutskottet för chefsgruppen för folkhälsa; held by chair of chefsgrupp-folkhalsa; held by vice_chair of chefsgrupp-folkhalsa; " +
				"region, 1, sustainability-head, by not stated; region, 1, developer, by not stated"},
		{"ORE-57", all(c.meetings(health), c.powers(health, "co_opt")), "at least 6 per year, called by chair; Sakkunniga och andra aktörer."},
		{"ORE-58", c.purposes("ORE-58", children),
			"Lokalt agerande och gemensamt lärande stärks, så att barn och unga får goda förutsättningar.; " +
				"Skolan, socialtjänsten och hälso- och sjukvården ger ett sammanhållet stöd utifrån barnets rättigheter och behov.; " +
				"Barn och unga som behöver insatser från flera aktörer får samordnad hjälp."},
		{"ORE-61", c.seats(children, "skolchefer", "hs-chefer", "socialchefer", "folkhalsochefer", "lansstyrelsen", "utbildning", "valfard-och-folkhalsa"),
			"municipalities, 2, school-chief, by chefsgrupp-skola, deputies 1; region, 2, health-chief, by chefsgrupp-valfard, deputies 1; " +
				"municipalities, 2, social-chief, by chefsgrupp-valfard, deputies 1; municipalities, 2, public-health-chief, by chefsgrupp-folkhalsa, deputies 1; " +
				"lansstyrelsen, 1, by not stated, deputies 1; region, 1, education-head, by not stated, deputies 1; region, 1, welfare-head, by not stated, deputies 1"},
		{"ORE-63", all(c.role(children, "chair"), c.role(children, "support")),
			"held by welfare-head, education-head, shared; held by developer, education-developer, shared"},
		{"ORE-64", all(c.meetings(children), c.record(children)), "about 6 per year, called by chair; notes, by chair"},
		{"ORE-65", all(c.powers(welfare, "choose_level"), c.powers(health, "choose_level")), "choose_level; choose_level"},
		{"ORE-66", c.powers(health, "assign"), "assign, needs goal+deliverables+schedule"},
		{"ORE-67", c.powers(health, "set_up"), "Permanenta och tillfälliga arbetsgrupper inom verksamhetsområdet, och grupper som samverkar med andra områden."},
		{"ORE-69", c.role(district, "coordinator"), "held by district-coordinator, paid by municipalities, region"},
		{"ORE-74", c.admits(health), "lansdelsgrupp"},
		{"ORE-77", c.seats(district, "kommuner", "region"),
			"norra, not stated, every social-chief+public-health-chief+school-chief, by chief-executive, deputies at least 1; " +
				"region, not stated, every primary-care-manager+psychiatric-manager+somatic-manager+habilitation-manager, by hs-ledningsgrupp, deputies at least 1"},
		{"ORE-78", c.seats("lansdelsgrupp-vastra", "kommuner"),
			"vastra, not stated, every social-chief+public-health-chief+school-chief, by chief-executive, deputies at least 1"},
		{"ORE-80", c.role(district, "chair"), "from norra, region, by not stated, term at least 1 year"},
		{"ORE-83", c.powers(district, "set_up"), "Stående eller tillfälliga arbetsgrupper för målgrupper eller utvecklingsprojekt."},
		{"ORE-84", all(c.bodies("lokal-samverkan-laxa"), c.role("lokal-samverkan-laxa", "responsible")),
			"Lokal samverkan i Laxå, described locally; held by social-chief, care-centre-head, shared"},
		{"ORE-87", all(c.fact("commits"), c.fact("acts"), c.fact("influences"), c.fact("direction_only")),
			"yes_no, default false[]; parties, default false[]; yes_no, default false[]; yes_no, default false[]"},
		{"ORE-89", c.seats(health, "valfard-och-folkhalsa", "kommuner"),
			"region, 1, welfare-head, by regional-director; districts, each at least 1, public-health-responsible, by chief-executive"},
		{"ORE-90", all(circle("committed", 0), c.documents("ok-samverkan")), "region, municipalities; agreement, signed by region, municipalities"},
		{"ORE-91", all(c.documents("uppdrag-samverkansledare"), c.role(district, "coordinator")), "other; held by district-coordinator, paid by municipalities, region"},
	})

	// One rule makes a group for each district and a local one for each
	// municipality (ORE-04, ORE-68, ORE-84).
	if d, l := len(s.Template("lansdelsgrupp")), len(s.Template("lokal-samverkan")); d != 4 || l != 12 {
		t.Errorf("%d district groups, %d local groups", d, l)
	}
}

// Those who may raise the need of an agreement are let in, others are told who
// may (ORE-21).
func TestOrebroAdmits(t *testing.T) {
	s := county(t, "orebro")
	for origin, in := range map[string]bool{"nora": true, "region-orebro-lan": true, "lansdelsgrupp-sodra": true, "rf-sisu": false, "kcrd": false} {
		env, err := s.Ask(structure.Matter{Kind: "agreement", Origin: origin}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := matter.Admitted(s, env); (err == nil) != in {
			t.Errorf("%s: %v", origin, err)
		}
	}
}

// Each participant of the children's group has a deputy; who lacks one is named
// (ORE-62).
func TestOrebroDeputies(t *testing.T) {
	s := county(t, "orebro")
	const group = "samverkansgrupp-barn-och-unga"
	held := []people.Membership{
		{Person: "a", Body: group, Party: "nora", Office: "school-chief", Role: "member"},
		{Person: "b", Body: group, Party: "laxa", Office: "school-chief", Role: "member"},
	}
	c := people.Compose(s, group, held, "2026-01-15")
	lacking := 0
	for _, f := range c.Findings(0) {
		if f.Kind == people.DeputyMissing && slices.Contains(f.Rule.Clauses, "ORE-62") {
			lacking++
		}
	}
	if lacking != 2 {
		t.Errorf("%d deputies are missing, want 2: %+v", lacking, c.Findings(0))
	}
}

// The parties carry out what they decided (ORE-25), through the district groups
// too (ORE-19); the group for children prepares its field (ORE-88).
func TestOrebroStationsCite(t *testing.T) {
	s := county(t, "orebro")
	m := structure.Matter{Kind: "agreement", Fields: []string{"children"}}
	env, err := s.Ask(m, structure.Facts{"commits": {Known: true, Yes: true}})
	if err != nil {
		t.Fatal(err)
	}
	r := routing.Compose(s, routing.Input{On: "2026-01-15", Matter: m, Facts: env.Facts})
	for step, want := range map[structure.Step][]string{
		structure.Triage: {"ORE-08", "ORE-21", "ORE-43"}, structure.Prepare: {"ORE-88"}, structure.Publish: {"ORE-06", "ORE-17"},
		structure.Implement: {"ORE-19", "ORE-25"}, structure.FollowUp: {"ORE-23", "ORE-29"},
	} {
		var cited []string
		for _, st := range r.Stations {
			for _, x := range st.Rules {
				if st.Step == step {
					cited = append(cited, x.Clauses...)
				}
			}
		}
		for _, clause := range want {
			if !slices.Contains(cited, clause) {
				t.Errorf("%s cites %v, and not %s", step, cited, clause)
			}
		}
	}
}
