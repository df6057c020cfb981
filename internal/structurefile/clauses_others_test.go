package structurefile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/mandate"
	"samverk/internal/domain/matter"
	"samverk/internal/domain/people"
	"samverk/internal/domain/structure"
)

// may says in words what a body may do with a kind of document, as a page shows
// it.
func may(t *testing.T, s *structure.Structure, body, kind string, facts structure.Facts) said {
	t.Helper()
	env, err := s.Ask(structure.Matter{Kind: kind}, facts)
	if err != nil {
		t.Fatal(err)
	}
	var out said
	var words []string
	for _, x := range mandate.Answer(s, body, env) {
		w := string(x.Word)
		if x.What != "" {
			w += " " + string(x.What)
		}
		if len(x.To)+len(x.Parties) > 0 {
			w += " > " + strings.Join(append(x.To, x.Parties...), " ")
		}
		if x.Open {
			w += " ?" + strings.Join(x.Turns, " ")
		}
		words = append(words, w)
		out.refs = append(out.refs, x.Rules...)
	}
	out.text = strings.Join(words, "; ")
	return out
}

// TestSormlandClauses: what the rules that cite a clause say.
func TestSormlandClauses(t *testing.T) {
	s := county(t, "sormland")
	c := asked{t, s}
	const steering, prep, work = "lansstyrgruppen", "beredningsgrupp-barn", "arbetsgrupp-barn"
	yes := structure.Facts{"own_mandate": {Known: true, Yes: true}}
	checkRows(t, []clauseRow{
		{"SOR-01", all(c.bodies("nsv"), c.seats("nsv", "parter")),
			"Nämnden för samverkan kring socialtjänst och vård (NSV), of kind statutory-board, hosted by region-sormland, described reglemente; region, municipalities, each not stated"},
		{"SOR-02", c.purposes("SOR-02", "nsv"),
			"Synergierna av att huvudmännen samverkar i hela länet tas till vara.; Kvaliteten i de verksamheter som berörs blir bättre.; " +
				"Effektiviteten i de verksamheter som berörs ökar.; Servicen blir så likvärdig som möjligt i länet."},
		{"SOR-04", c.seats(steering, "kommuner", "region", "regionalt-stod-chef", "regionalt-stod-representant", "fou-chef", "narvardskoordinatorer"),
			"municipalities, each at least 1, social-chief+care-chief, by not stated; region, not stated, division-head, by not stated; " +
				"region, municipalities, 1, regional-support-head, by not stated, as participant; " +
				"region, municipalities, 1, regional-support-representative, by not stated, as participant; " +
				"region, municipalities, 1, research-head, by not stated, as participant; " +
				"region, municipalities, not stated, local-care-coordinator, by not stated, as participant"},
		{"SOR-06", c.admits(steering),
			"members, nsv, concerned; arbetsgrupp-barn, arbetsgrupp-psykiatri-funktionshinder, arbetsgrupp-aldre"},
		{"SOR-07", c.bodies(prep, "beredningsgrupp-psykiatri-funktionshinder", "beredningsgrupp-aldre", "beredningsgrupp-hjalpmedel", "beredningsgrupp-digitalisering"),
			"Beredningsgrupp Barn och unga (BGB), set up by lansstyrgruppen; Beredningsgrupp Psykiatri och funktionshinder (BGPF), set up by lansstyrgruppen; " +
				"Beredningsgrupp Äldre (BGÄ), set up by lansstyrgruppen; Beredningsgrupp Hjälpmedel (BGH), set up by lansstyrgruppen; " +
				"Beredningsgrupp Digitalisering (BGD), set up by lansstyrgruppen"},
		{"SOR-08", all(c.relation(prep, structure.PreparesFor), may(t, s, prep, "guideline", nil)), "lansstyrgruppen; prepare"},
		{"SOR-12", all(c.bodies("lokala-arbetsgrupper"), c.admits(prep)), "Lokala arbetsgrupper, described elsewhere; arbetsgrupp-barn; lokala-arbetsgrupper"},
		{"SOR-13", all(c.relation(prep, structure.PreparesFor), c.duties("SOR-13", prep)), "lansstyrgruppen; Är länken mellan arbetsgrupperna och länsstyrgruppen."},
		{"SOR-15", all(c.seats(prep, "lansstyrgruppen", "arbetsgruppens-ordforande"), c.powers(prep, "co_opt")),
			"members of lansstyrgruppen, not stated, by not stated; held by chair of arbetsgrupp-barn; Personer med särskild sakkunskap."},
		{"SOR-16", all(c.bodies(work, "arbetsgrupp-psykiatri-funktionshinder", "arbetsgrupp-aldre"), c.relation(work, structure.ReportsTo),
			c.relation("arbetsgrupp-psykiatri-funktionshinder", structure.ReportsTo), c.relation("arbetsgrupp-aldre", structure.ReportsTo), c.purposes("SOR-16", work)),
			"Arbetsgrupp Barn; Arbetsgrupp Psykiatri och funktionshindrade; Arbetsgrupp Äldre; beredningsgrupp-barn; beredningsgrupp-psykiatri-funktionshinder; beredningsgrupp-aldre; " +
				"Samarbetet stärks, ansvarsfördelningen blir tydlig och områdena för samverkan synliga inom och mellan kommun och region."},
		{"SOR-18", may(t, s, work, "other", nil), "prepare; goes_to decide > beredningsgrupp-barn"},
		{"SOR-18", may(t, s, work, "other", yes), "decide; prepare"},
		{"SOR-18", may(t, s, work, "other", structure.Facts{"own_mandate": {}}), "decide > beredningsgrupp-barn ?own_mandate; prepare"},
		{"SOR-19", c.seats(work, "huvudman"), "region, municipalities, each not stated, by region, each municipalities"},
		{"SOR-20", all(c.bodies("fou", "hjalpmedelscentralen", "vard-och-omsorgscollege"), c.relation("fou", structure.AttachedTo),
			c.relation("hjalpmedelscentralen", structure.AttachedTo), c.relation("vard-och-omsorgscollege", structure.AttachedTo)),
			"FoU i Sörmland, of kind unit; Hjälpmedelscentralen, of kind unit; Vård- och omsorgscollege, of kind unit; nsv; nsv; nsv"},
		{"SOR-03", all(c.documents("reglemente-nsv"), c.record("nsv")), "statutes; minutes, published motesportalen"},
		{"SOR-21", all(c.record(steering), c.record(prep), c.record(work)), "notes, published webbsidan; notes, published webbsidan; notes, published webbsidan"},
		{"SOR-23", statements("SOR-23", s.Purposes),
			"Samverkan kring socialtjänst och hälso- och sjukvård utvecklas genom evidensbaserad praktik, anpassad till regionala och lokala prioriteringar."},
	})
	// The steering group decides on what the text names; about agreements it
	// says nothing, and so does the system (SOR-05). The board's mandate stands
	// elsewhere.
	for kind, want := range map[string]string{
		"guideline": "decide", "routine": "decide", "governing-document": "decide", "joint-effort": "decide", "joint-work": "decide",
		"agreement": "silent", "action-plan": "silent", "annual-report": "silent", "other": "silent",
	} {
		if got := may(t, s, steering, kind, nil).text; got != want {
			t.Errorf("SOR-05: the steering group and %s: %s, want %s", kind, got, want)
		}
		if got := may(t, s, "nsv", kind, nil).text; got != "silent" {
			t.Errorf("the board and %s: %s", kind, got)
		}
	}
	// Members, the board, the parties and the working groups can raise matters
	// (SOR-06, SOR-17).
	for _, origin := range []string{"nsv", "trosa", "region-sormland", "arbetsgrupp-aldre"} {
		env, err := s.Ask(structure.Matter{Kind: "guideline", Origin: origin}, nil)
		if err == nil {
			err = matter.Admitted(s, env)
		}
		if err != nil {
			t.Errorf("SOR-06: %s: %v", origin, err)
		}
	}
}

// The five preparatory groups say the same, each of its field.
func TestSormlandGroupsAreAlike(t *testing.T) {
	c := asked{t, county(t, "sormland")}
	for _, group := range []string{"psykiatri-funktionshinder", "aldre", "hjalpmedel", "digitalisering"} {
		a, b := c.body("beredningsgrupp-barn"), c.body("beredningsgrupp-"+group)
		for name, f := range map[string]func(*structure.Body) string{
			"duties": func(b *structure.Body) string {
				var out []string
				for _, d := range b.Duties {
					out = append(out, d.Text)
				}
				return strings.Join(out, " ")
			},
			"mandates": func(b *structure.Body) string {
				return fmt.Sprint(len(b.Mandates), b.Mandates[0].May, b.Mandates[0].Kind)
			},
			"owes": func(b *structure.Body) string {
				return fmt.Sprint(b.Owes[0].What, b.Owes[0].Every, b.Owes[1].What, b.Owes[1].Every)
			},
			"record": func(b *structure.Body) string { return b.Record.Form + b.Record.Made },
		} {
			if x, y := f(a), f(b); x != y {
				t.Errorf("%s of %s: %s, want %s", name, group, y, x)
			}
		}
	}
}

// The chair of the field's working group sits in the preparatory group, whoever
// it is on the day (SOR-15).
func TestSormlandChairSits(t *testing.T) {
	s := county(t, "sormland")
	const group, work = "beredningsgrupp-aldre", "arbetsgrupp-aldre"
	chair := func(person, party string) people.Membership {
		return people.Membership{Person: person, Body: work, Party: party, Role: "chair"}
	}
	for _, now := range []people.Membership{chair("first", "flen"), chair("second", "region-sormland")} {
		c := people.Compose(s, group, []people.Membership{now}, "2026-01-15")
		i := slices.IndexFunc(c.Seats, func(x people.SeatState) bool { return x.Seat == "arbetsgruppens-ordforande" })
		if i < 0 || c.Seats[i].Vacant != 0 || len(c.Seats[i].Holders) != 1 || c.Seats[i].Holders[0].Person != now.Person || c.Seats[i].Rule.Clause != "SOR-15" {
			t.Errorf("%s chairs: %+v", now.Person, c.Seats)
		}
	}
	c := people.Compose(s, group, nil, "2026-01-15")
	if f := c.Findings(0); len(f) != 1 || f[0].Kind != people.Vacant || f[0].Rule.Clause != "SOR-15" {
		t.Errorf("nobody chairs: %+v", f)
	}
}

// TestStockholmClauses: what the rules that cite a clause say.
func TestStockholmClauses(t *testing.T) {
	s := county(t, "stockholm")
	c := asked{t, s}
	const vis, steering = "vard-i-samverkan", "tjanstemannastyrgruppen"
	checkRows(t, []clauseRow{
		{"STO-01", statements("STO-01", s.Purposes),
			"En vård som utgår från individens behov är sammanhållen och samordnad, oavsett huvudman och lagstiftning inom socialtjänst, vård och omsorg."},
		{"STO-02", say(s.Party("storsthlm").Src, fmt.Sprint(s.Party("storsthlm").Represents.Text, " ", len(s.Set("municipalities").Parties))), "municipalities 26"},
		{"STO-03", c.seats(vis, "storsthlm", "region"),
			"governors of storsthlm, 5, by governors of storsthlm; health-board of region-stockholm, 5, by health-board of region-stockholm"},
		{"STO-04", all(c.duties("STO-04", vis), c.way("target-picture")),
			"Tar initiativ till samverkan inom aktuella utvecklingsområden.; Skapar gemensamma målbilder.; need, prepare, at vard-i-samverkan, when matter.kind == 'target-picture'"},
		{"STO-09", all(c.seats(steering, "halso-och-sjukvardsdirektor", "region", "socialchefer", "storsthlm"), c.bodies("strategiskt-natverk-socialtjanst")),
			"region, 1, health-director, by not stated; region, not stated, health-administration, by not stated; " +
				"municipalities, not stated, social-chief, by strategiskt-natverk-socialtjanst; storsthlm, 1, social-welfare-head, by not stated; " +
				"Strategiskt nätverk socialtjänst, of kind network, described elsewhere"},
		{"STO-10", all(c.relation(steering, structure.Supports), c.duties("STO-10", steering)),
			"vard-i-samverkan; Stödjer VIS och säkerställer länsgemensam samverkan utifrån VIS uppdrag och andra prioriterade utvecklingsfrågor."},
		{"STO-12", c.duties("STO-12", steering), "Gör den länsgemensamma organisationen för samverkan tydligare, effektivare och starkare."},
		{"STO-13", c.documents("forstudie", "forstudie-del-1", "forstudie-del-2"),
			"preliminary-study; preliminary-study, part of forstudie; preliminary-study, part of forstudie"},
		{"STO-14", all(c.bodies("lansovergripande-samradsgrupper"), c.duties("STO-14", "lansovergripande-samradsgrupper")),
			"Länsövergripande samrådsgrupper, described elsewhere; Ses över med målet att föreslå förtydliganden och justeringar, så att samsyn och gemensamma prioriteringar underlättas."},
		{"STO-15", c.relation(steering, structure.TiedTo), "kunskapsstyrning, rss"},
		{"STO-18", may(t, s, vis, "agreement", nil), "prepare"},
	})
	for _, k := range s.DocumentKinds { // nobody has a decision of its own (STO-18)
		for _, b := range s.Bodies {
			if got := may(t, s, b.ID, k.ID, nil).text; got != map[bool]string{true: "prepare", false: "silent"}[b.ID == vis] {
				t.Errorf("%s and %s: %s", b.ID, k.ID, got)
			}
		}
	}
}

// Five from each: a sixth of one side, and a fourth place empty on the other,
// are both named (STO-03).
func TestStockholmFiveAndFive(t *testing.T) {
	s := county(t, "stockholm")
	var held []people.Membership
	add := func(party string, n int) {
		for i := range n {
			held = append(held, people.Membership{Person: fmt.Sprint(party, i), Body: "vard-i-samverkan", Party: party, Role: "member"})
		}
	}
	count := func() map[string]int {
		c, out := people.Compose(s, "vard-i-samverkan", held, "2026-01-15"), map[string]int{}
		for _, f := range c.Findings(0) {
			if f.Rule.Clause == "STO-03" {
				out[string(f.Kind)+" "+f.Party]++
			}
		}
		return out
	}
	add("storsthlm", 5)
	add("region-stockholm", 4)
	if got := count(); len(got) != 1 || got["vacant region-stockholm"] != 1 {
		t.Errorf("5 and 4: %v", got)
	}
	add("region-stockholm", 1)
	held[len(held)-1].Person = "fifth"
	if got := count(); len(got) != 0 {
		t.Errorf("5 and 5: %v", got)
	}
	held = append(held, people.Membership{Person: "sixth", Body: "vard-i-samverkan", Party: "storsthlm", Role: "member"})
	if got := count(); len(got) != 1 || got["surplus storsthlm"] != 1 {
		t.Errorf("6 and 5: %v", got)
	}
}

// TestVastmanlandClauses: what the rules that cite a clause say.
func TestVastmanlandClauses(t *testing.T) {
	s := county(t, "vastmanland")
	c := asked{t, s}
	const children, elderly, chiefs = "politisk-grupp-barn-och-unga", "politisk-grupp-aldre", "chefsforum"
	level := s.Level("local")
	checkRows(t, []clauseRow{
		{"VAS-01", statements("VAS-01", s.Purposes),
			"Vård, välfärd och folkhälsa är nära kopplade till varandra. Samverkan mellan kommunerna och regionen är en förutsättning för ett framgångsrikt regionalt utvecklingsarbete."},
		{"VAS-02", all(say(level.Rule, level.Name.SV), c.bodies("lokal-ledningsgrupp-sala"), c.seats("lokal-ledningsgrupp-sala", "region", "kommun")),
			"Lokal nivå; Lokal ledningsgrupp i Sala; region, not stated, health-care-official, by not stated; sala, not stated, municipal-official, by not stated"},
		{"VAS-03", all(c.seats(children, "fortroendevalda"), c.totals(children)), "region, municipalities, not stated, by not stated; 28, deputies not said"},
		{"VAS-04", may(t, s, children, "guideline", nil), "opinion"},
		{"VAS-05", c.purposes("VAS-05", children), "Gruppen är en arena för lärande och erfarenhetsutbyte."},
		{"VAS-06", all(c.role(children, "chair"), c.role(children, "support")), "from region, held by regional-commissioner, by not stated; by not stated"},
		{"VAS-07", c.totals(elderly), "28, deputies counted"},
		{"VAS-08", all(c.role(elderly, "chair"), c.role(elderly, "vice_chair"), c.role(elderly, "support")),
			"from region, held by regional-commissioner, by not stated; from municipalities, held by social-board-chair, by not stated; by not stated"},
		{"VAS-09", all(c.meetings(chiefs), c.seats(chiefs, "region", "socialchefer"), c.role(chiefs, "convener")),
			"at least 6 per year, called by convener; region, not stated, regional-chief, by not stated; municipalities, each at least 1, social-chief, by not stated; by not stated"},
		{"VAS-10", all(c.seats(chiefs, "skolchefer"), c.fact("concerns_school")),
			"municipalities, each not stated, school-chief, by not stated, as participant, when facts.concerns_school, since 2019-09-01; yes_no, default false[]"},
		{"VAS-11", c.powers(chiefs, "set_up"), "Länsgemensamma samverkansgrupper och arbetsgrupper."},
		{"VAS-12", all(c.bodies("skolchefsnatverket", "socialchefsnatverket"), c.role("skolchefsnatverket", "convener"), c.role("socialchefsnatverket", "convener")),
			"Skolchefsnätverket, of kind network; Socialchefsnätverket, of kind network; by not stated; by not stated"},
		{"VAS-13", all(c.way("joint-decision"), c.way("publish")),
			"need, party_decisions, of committed, when facts.joint; need, publish, via vardgivarwebben, when 'social-services' in matter.fields || 'health-care' in matter.fields"},
		{"VAS-15", may(t, s, elderly, "project", nil), "opinion"},
	})
	if got := len(s.Template("lokal-ledningsgrupp")); got != 10 || len(s.Parties) != 11 {
		t.Errorf("VAS-01, VAS-02: %d local groups, %d parties", got, len(s.Parties))
	}
	for _, body := range []string{"skolchefsnatverket", "socialchefsnatverket"} { // the text gives them no decisions (VAS-12)
		if got := may(t, s, body, "routine", nil).text; got != "silent" {
			t.Errorf("VAS-12: %s: %s", body, got)
		}
	}
	if got := may(t, s, children, "other", nil).text; got != "silent" {
		t.Errorf("VAS-04: %s", got)
	}
}

// Twenty-eight with deputies counted in one group (VAS-07). Where the text is
// silent about deputies, twenty-eight with or without them will do, and both
// numbers are told (VAS-03).
func TestVastmanlandTwentyEight(t *testing.T) {
	s := county(t, "vastmanland")
	const children, elderly = "politisk-grupp-barn-och-unga", "politisk-grupp-aldre"
	_, found, err := Examine("../../structures/vastmanland.yaml")
	if err != nil {
		t.Fatal(err)
	}
	silent := slices.DeleteFunc(found.Of(Hint), func(p Problem) bool {
		return !strings.Contains(p.String(), "whether deputies are counted among the 28")
	})
	if len(silent) != 1 || silent[0].Pos != s.RuleAt[children+".total.1"] {
		t.Errorf("the check says of deputies: %v", silent)
	}
	for _, x := range []struct {
		body              string
		members, deputies int
		said, holds       bool
	}{
		{elderly, 14, 14, true, true}, {elderly, 28, 0, true, true}, {elderly, 28, 1, true, false}, {elderly, 14, 0, true, false},
		{children, 14, 14, false, true}, {children, 28, 0, false, true}, {children, 28, 14, false, true}, {children, 14, 0, false, false},
	} {
		var held []people.Membership
		for i := range x.members + x.deputies {
			role := people.Role("member")
			if i >= x.members {
				role = "deputy"
			}
			held = append(held, people.Membership{Person: fmt.Sprint(i), Body: x.body, Party: "sala", Role: role})
		}
		c := people.Compose(s, x.body, held, "2026-01-15")
		if len(c.Totals) != 1 {
			t.Fatalf("%s: %+v", x.body, c.Totals)
		}
		got := c.Totals[0]
		if got.With != x.members+x.deputies || got.Holds != x.holds || (got.Deputies != nil) != x.said || (!x.said && got.Have != x.members) {
			t.Errorf("%s: %d members, %d deputies: %+v", x.body, x.members, x.deputies, got)
		}
	}
}

// The chair of a political group is a regional commissioner (VAS-06, VAS-08),
// the vice chair of the elderly group leads a municipality's board (VAS-08).
func TestVastmanlandChairs(t *testing.T) {
	s := county(t, "vastmanland")
	const body = "politisk-grupp-aldre"
	wrong := func(party, office string, role people.Role) (out []string) {
		c := people.Compose(s, body, []people.Membership{{Person: "p", Body: body, Party: party, Office: office, Role: role}}, "2026-01-15")
		for _, r := range c.Roles {
			if r.Role == role && r.Rule.Clause == "VAS-08" && len(r.Wrong)+len(r.Not) > 0 {
				out = append(out, string(r.Role))
			}
		}
		return out
	}
	for _, x := range []struct {
		party, office string
		role          people.Role
		ok            bool
	}{
		{"region-vastmanland", "regional-commissioner", "chair", true}, {"sala", "social-board-chair", "chair", false},
		{"surahammar", "social-board-chair", "vice_chair", true}, {"region-vastmanland", "regional-commissioner", "vice_chair", false},
	} {
		if got := wrong(x.party, x.office, x.role); (len(got) == 0) != x.ok {
			t.Errorf("%s of %s as %s: %v", x.office, x.party, x.role, got)
		}
	}
}
