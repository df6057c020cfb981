package structurefile

import (
	"os"
	"strings"
	"testing"
)

type mistake struct{ name, good, bad, want string }

// mistakes are slips of people who write a structure: what they write instead
// of what stands in testdata/good.yaml, and what they are told.
var mistakes = []mistake{
	// what YAML and the limits say
	{"no YAML", "\nkinds:\n", "\nkinds: {\n", `x:12:1: this is no YAML: the brackets do not match, close each [ with ] and each { with }, here {`},
	{"a question mark in braces", `"Åtaganden?"`, `Åtaganden?`, `x:38:1: this is no YAML: did not find expected ',' or '}', put a text with a question mark in quotes within {…}`},
	{"an alias", "fields: {care: Vård, health: Hälsa}", "fields: &f {care: Vård, health: Hälsa}\nx: *f", `x:30:9: an anchor (&f), leave it out: aliases are not used here
x:31:4: an alias (*f), write the value out: rules are read one at a time`},
	{"a key twice", "  alby: {name: Alby,", "  berga: {name: Alby,", `x:19:3: the key berga stands on line 18 already, keep one of them
x:24:47: unknown name "alby", write one of region, municipality, authority, reg, berga, cedby, state, municipalities, north, districts`},
	{"a key that is true or false", "fields: {care: Vård", "fields: {on: Vård", `x:30:10: many YAML readers take the key on for true or false, choose another word
x:56:14: unknown field "care", write one of on, health
x:114:25: unknown field "care", write one of on, health`},
	{"a key that is unknown", "valid_until: 2029-12-31", "valid_untl: 2029-12-31", `x:4:1: the structure has no key "valid_untl", write "valid_until"`},
	{"a second document", "practice: {", "---\npractice: {", `x:118:1: a second document begins here, keep one structure in one file`},
	{"a list for a text", "    name: Utskottet", "    name: [Utskottet]", `x:85:11: a list where one text belongs, write one text`},
	{"nothing", "    name: Utskottet", "    name:", `x:85:10: nothing stands here, write a value or leave the key out`},
	{"braces without quotes", `from: "{d}"`, `from: {d}`, `x:100:16: a name in braces is read as a mapping, write it in quotes, "{d}"`},
	{"a mapping missing", "practice: {set_by: Chefsgruppen, since: 2025-02-01, home_preparation: 21 days}", "practice: 21 days", `x:118:11: the practice is no mapping, write keys with values, key: value`},

	// names
	{"a name that can't be", "  alby: {name", "  Älby: {name", `x:18:3: "Älby" can't be a name, write small letters a–z, digits and hyphens
x:24:47: unknown name "alby", write "Älby"
x:103:9: "local-Älby" can't be a name, write small letters a–z, digits and hyphens
x:108:29: no body of groups has "Älby" in it, write the name of a party of its set`},
	{"a name twice", "offices:\n  social-chief", "offices:\n  berga", `x:32:3: "berga" is the name of a party on line 19 already, choose another name
x:61:78: unknown office "social-chief", write one of director, coordinator-office`},
	{"a set named as a party with others in it", "cedby: [cedby]", "alby: [cedby]", `x:25:3: "alby" is the name of a party on line 18, choose another name for the set, or let it hold that party alone`},
	{"an empty set", "municipalities: {kind: municipality}", "municipalities: []", `x:23:19: the set "municipalities" is empty, name the parties in it, or leave the set out`},
	{"a party in two sets of a set", "of: [north, cedby]", "of: [north, municipalities]", `x:26:19: "alby" stands in two of the sets, let every party stand in one`},
	{"an unknown kind of party", "Alby, kind: municipality", "Alby, kind: munincipality", `x:18:28: unknown kind of party "munincipality", write "municipality"`},
	{"a code without quotes", `scb: "9901"`, `scb: 9901`, `x:18:47: the code 9901 is read as a number, which has no zeros in front, write it in quotes, "9901"`},
	{"a code that is none", `scb: "9901"`, `scb: "99O1"`, `x:18:47: "99O1" is no code of Statistics Sweden, write the four digits of a municipality or the two of a county, in quotes`},
	{"a code twice", `scb: "9901"`, `scb: "9902"`, `x:19:49: alby has the code 9902 already, write the party's own`},
	{"two things missing in one place", `alby: {name: Alby, kind: municipality,`, "alby: {", `x:18:9: the party alby has no "name", write what the party is called
x:18:9: the party alby has no "kind", write one of the kinds`},
	{"no name", "alby: {name: Alby, ", "alby: {", `x:18:9: the party alby has no "name", write what the party is called`},

	// sources
	{"no source", "need: recommend, at: chiefs, src: ao/Rules,", "need: recommend, at: chiefs,", `x:112:5: the way recommend has no source, write src: "source/section [clause]"`},
	{"an unknown source", "need: recommend, at: chiefs, src: ao/Rules,", "need: recommend, at: chiefs, src: oa/Rules,", `x:112:55: unknown source "oa", write "ao"`},
	{"an unknown heading", "need: recommend, at: chiefs, src: ao/Rules,", "need: recommend, at: chiefs, src: ao/Ruels,", `x:112:55: ao has no heading "Ruels", write "Rules"`},
	{"an unknown clause", "[EX-1, EX-2]", "[EX-1, EX-22]", `x:110:94: ao has no clause "EX-22", write "EX-2"`},
	{"another county's clause", "[EX-1, EX-2]", "[EX-1, OT-1]", `x:110:94: ao has no clause "OT-1", write one of EX-1, EX-2`},
	{"a source not closed", "[EX-1, EX-2]", "[EX-1, EX-2", `x:110:94: "ao/Rules, 1 [EX-1, EX-2" can't be read as a source, write "source/section [clause]"`},
	{"no register", "file: clauses.csv", "file: clause.csv", `x:9:14: the register clause.csv can't be read, put it beside this file`},
	{"a register elsewhere", "file: clauses.csv", "file: ../clauses.csv", `x:9:14: "../clauses.csv" is no file beside this one, write {file: clauses.csv, prefix: …}`},
	{"a rule id twice", "{id: acts, when", "{id: commits, when", `x:111:5: the rule id "commits" is taken on line 110, give this one an id of its own`},
	{"an unknown force", "force: should", "force: shuold", `x:114:58: "shuold" is no force, write law, must (ska), should (bör) or may (kan)`},

	// who
	{"an unknown party", "except: cedby", "except: cedbi", `x:61:54: unknown name "cedbi", write "cedby"`},
	{"a body for a party", "from: municipalities, except", "from: chiefs, except", `x:61:30: "chiefs" is a body, write the name of a party, a set, a kind of party or a circle of the matter`},
	{"a party for a body", "need: recommend, at: chiefs", "need: recommend, at: alby", `x:112:42: "alby" is a party, write the name of a body`},
	{"an unknown organ", "reports_to: council of region", "reports_to: counsil of region", `x:58:29: "region" has no organ "counsil", write "council"`},
	{"an organ that the party lacks", "reports_to: council of region", "reports_to: social-board of region", `x:58:29: "region" has no organ "social-board", write one of council, executive`},
	{"a who that is none", "reports_to: council of region", "reports_to: the council of region", `x:58:29: "the council of region" can't be read as a who, write "<organ or role> of <name>"`},
	{"a who of two words", "at: chiefs, src: ao/Rules, before", "at: the chiefs, src: ao/Rules, before", `x:112:42: "the chiefs" can't be read as a who, write a name, "each <set>", "<organ> of <party>", "<role> of <body>" or "side <side>"`},
	{"a fact that lists no parties", "of: facts.acts", "of: facts.commits", `x:111:69: "commits" is no fact that lists parties, write "acts"`},
	{"a fact in a seat", "from: cedby, count: 2..4", "from: facts.acts, count: 2..4", `x:62:16: facts.acts depends on the matter, write the name of a party, a set, a kind of party or a circle of the matter`},
	{"an unknown side", "from: side region", "from: side regoin", `x:66:21: unknown side "regoin", write "region"`},
	{"a template without the party", `reports_to: "groups of {k}"`, `reports_to: "groups of reg"`, `x:108:29: no body of groups has "reg" in it, write the name of a party of its set`},
	{"a mapping for a who", "by: {jointly: municipalities}", "by: {together: municipalities}", `x:67:46: a mapping that names nobody, write a name, a list of names or {jointly: […]}`},

	// how many, time
	{"no number", "from: cedby, count: 2..4", "from: cedby, count: two", `x:62:30: "two" is no number of anything, write 4, "at least 4", "about 6", 5..6 (with "per year" after it where it recurs), or "not stated"`},
	{"a range upside down", "from: cedby, count: 2..4", "from: cedby, count: 4..2", `x:62:30: "4..2" is no number of anything, write 4, "at least 4", "about 6", 5..6 (with "per year" after it where it recurs), or "not stated"`},
	{"a seat that recurs", "from: cedby, count: 2..4", "from: cedby, count: 2 per year", `x:62:30: "2 per year" recurs, and nothing recurs here, write the number alone`},
	{"meetings without a year", "number: at least 6 per year", "number: at least 6", `x:76:15: "at least 6" does not say how often, write "at least 6 per year"`},
	{"no date", "valid_from: 2025-01-01\nvalid_until", "valid_from: 1 januari 2025\nvalid_until", `x:3:13: "1 januari 2025" is no date, write year-month-day, 2026-12-31`},
	{"an end before the beginning", "valid_until: 2029-12-31", "valid_until: 2024-12-31", `x:4:14: the structure ends (2024-12-31) before it begins (2025-01-01), write the later date here`},
	{"a review before the beginning", "by: 2026-12-31", "by: 2024-12-31", `x:11:9: the review (2024-12-31) comes before the structure holds (2025-01-01), write a later date`},
	{"no days", "days: 14 days", "days: 2 weeks", `x:78:22: "2 weeks" is no number of days, write "14 days" (calendar days)`},
	{"no practice for it", "need: recommend, at: chiefs,", "need: recommend, days: practice, at: chiefs,", `x:112:44: there is no practice for this, write a number of the text, "14 days"`},
	{"no term", "term: at least 1 year", "term: a while", `x:66:56: "a while" is no term, write "1 year", "at least 1 year", "18 months", "mandate period" or "not stated"`},
	{"practice without who", "{set_by: Chefsgruppen, since", "{since", `x:118:11: the practice does not say who set it and when, write set_by: … and since: 2025-02-01`},

	// conditions
	{"an unknown fact", "when: facts.commits, need", "when: facts.comits, need", `x:110:30: unknown fact "comits", write "commits"`},
	{"an unknown name in a condition", `when: "'care' in matter.fields"`, `when: "'care' in matter.feilds"`, `x:114:41: unknown name "matter.feilds" in a condition, write "matter.fields"`},
	{"a condition that can't be read", "when: facts.commits, need", "when: facts.commits &&, need", `x:110:41: the condition can't be read from here, write && for and, || for or, ! for not, == for is, for example facts.x && (matter.kind == 'y' || 'z' in matter.fields)`},
	{"a condition that is none", "when: facts.commits, need", "when: matter.kind, need", `x:110:25: "matter.kind" is no condition, write something that is true or false, such as facts.x or matter.kind == 'y'`},
	{"a fact that is no text", "when: facts.commits, need", "when: facts.commits == 'yes', need", `x:110:39: these don't go together: '==' applied to '(bool, string)', write for example facts.x && (matter.kind == 'y' || 'z' in matter.fields); a yes-or-no fact stands alone, facts.x or !facts.x`},
	{"an unknown kind in a condition", "when: matter.kind == 'agreement'", "when: matter.kind == 'agrement'", `x:74:63: unknown kind "agrement", write "agreement"`},
	{"an unknown field in a condition", `"'care' in matter.fields"`, `"'caring' in matter.fields"`, `x:114:25: unknown field "caring", write one of care, health`},
	{"a function", "when: facts.commits, need", "when: \"matter.kind.matches('a.*')\", need", `x:110:45: "matches" has no place in a condition, use && || ! == != in size() exists() all()`},
	{"arithmetic", "when: facts.commits, need", "when: size(facts.acts) + 1 > 2, need", `x:110:42: "+" has no place in a condition, use && || ! == != in size() exists() all()`},
	{"a place in a list", "when: facts.commits, need", `when: "facts.acts[0] == 'alby'", need`, `x:110:36: "[_]" has no place in a condition, use && || ! == != in size() exists() all()`},

	// facts, circles
	{"an unknown type", "type: parties", "type: party", `x:39:38: unknown type of fact "party", write one of yes_no, parties`},
	{"a default that is none", "type: yes_no, default: no", "type: yes_no, default: maybe", `x:38:55: "maybe" is no answer, write no, yes or "?"`},
	{"a fact that nobody asks for", "facts:\n", "facts:\n  major: {ask: Stor, type: yes_no, default: no, src: ao/Rules}\n", `x:38:10: warning: no rule asks for the fact "major", use it in a condition or leave it out`},
	{"a circle that goes round", "{who: [region, municipalities], src", "{who: concerned, src", `x:44:3: the circle goes round: committed → concerned → committed, name sets instead of the circle itself`},
	{"a circle on a circle on a circle", "  concerned:\n    - {who: committed", "  third:\n    - {who: concerned, src: ao/Rules}\n  concerned:\n    - {who: committed", `x:46:3: the circle third stands on concerned, which stands on another, name the parties of one of them`},
	{"instead without when", `when: "facts.acts != []", src: ao/Rules}` + "\ndocuments", "src: ao/Rules}\ndocuments", `x:48:7: a clause of the circle concerned always replaces the others, write when it does, when: …`},
	{"a clause of nobody", "{who: committed, src", "{src", `x:47:7: a clause of the circle concerned says nobody, or says it twice, write who: … (adds parties) or instead: … (replaces the others)`},

	// bodies
	{"a seat of nobody's", "{from: cedby, count: 2..4,", "{count: 2..4,", `x:62:9: a seat of the body chiefs says not whose it is, or says it twice, write from: (the parties), held_by: (a role of another body, an office) or shared_by: (parties that take turns)`},
	{"a seat that nobody appoints to", "count: 2..4, by: not stated,", "count: 2..4,", `x:62:9: nobody appoints to the seat, write by: …, or by: not stated where the text leaves it open`},
	{"an office that the parties lack", "except: cedby, each: 1, office: social-chief", "except: cedby, each: 1, office: director", `x:61:9: no party of municipalities, except cedby has the office "director", write an office that they have, or add them to the office's at`},
	{"a seat that no party can take", "from: municipalities, except: cedby", "from: cedby, except: cedby", `x:61:9: no party can take the seat: cedby, except cedby is nobody, name parties that are there`},
	{"a total of each that is never reached", "count: at least 1, of: each", "count: at least 6, of: each", `x:64:9: the seats give at most 2, and the total is at least 6 of north, look at the counts of the seats, or at the total
x:64:9: the seats give at most 5, and the total is at least 6 of cedby, look at the counts of the seats, or at the total`},
	{"a role that nobody appoints", "from: side region, by: not stated,", "from: side region,", `x:66:14: nobody appoints the chair of the body chiefs, write by: …, or by: not stated where the text leaves it open`},
	{"an unknown role", "      vice_chair:", "      vice-chair:", `x:67:7: unknown role "vice-chair", write "vice_chair"`},
	{"an unknown mandate", "may: [decide, recommend], position", "may: [decides, recommend], position", `x:69:32: unknown mandate "decides", write "decide"`},
	{"an unknown position", "position: at each decision", "position: always", `x:69:62: unknown position "always", write "at each decision"`},
	{"an unknown power", "may: co_opt", "may: coopt", `x:72:15: unknown power "coopt", write "co_opt"`},
	{"an unknown part of a notice", "holds: [documents]", "holds: [papers]", `x:78:39: unknown part of a notice "papers", write one of matters, summary, documents, agenda, purpose`},
	{"an unknown place of description", "described: elsewhere\n", "described: elswhere\n", `x:87:16: unknown place of description "elswhere", write "elsewhere"`},
	{"a ring of committees", "described: elsewhere\n", "described: elsewhere\n    relations: {reports_to: committee}\n", `x:88:29: reports_to goes round: committee → committee, drop one of the relations`},
	{"a template without set", "for_each: {d: districts}", "for_each: districts", `x:93:3: the template groups does not say for each of what, or under which id, write for_each: {x: <set>} and id: …-{x}
x:94:15: for_each is no mapping, write one entry a line, id: {…}`},
	{"a template with one id", "id: group-{d}", "id: group", `x:95:9: every body of the template would be called "group", write {d} in the id`},
	{"a placeholder of nobody", "name: Grupp {d.short}", "name: Grupp {d.shrt}", `x:96:11: nothing to put in place of {d.shrt}, use the word of for_each, {x}, {x.name} or {x.short}`},
	{"a slip in a template, told once", "each: about 2", "each: some", `x:100:29: "some" is no number of anything, write 4, "at least 4", "about 6", 5..6 (with "per year" after it where it recurs), or "not stated"`},

	// ways
	{"a way that says nothing", "need: recommend, at", "at", `x:112:5: the way recommend says nothing about a station, write need: <step>, bar: <step>, waive: <step> or upon: {of: <step>, outcome: …}`},
	{"a way that says two things", "need: recommend, at", "need: recommend, bar: decide, at", `x:112:43: the way recommend says two things, write one rule for each: need, bar or waive`},
	{"an unknown step", "need: recommend, at", "need: reccomend, at", `x:112:27: unknown step "reccomend", write "recommend"`},
	{"parties' step without parties", "need: party_decisions, of: facts.acts,", "need: party_decisions,", `x:111:5: party_decisions is done by parties, and the way acts names none, write of: committed, concerned, a set or facts.<list>`},
	{"a step nowhere", "need: recommend, at: chiefs,", "need: recommend,", `x:112:5: the way recommend says not where recommend is done, write at: <body> (or via: <channel>)`},
	{"to without remiss", "need: home_preparation, of: concerned", "need: home_preparation, to: concerned", `x:113:63: to says who is asked in a remiss, write of: … for those who do a step`},
	{"an unknown organ to decide", "by: organ", "by: oragn", `x:110:82: unknown organ "oragn", write "organ"`},
	{"a step without mandate", "need: recommend, at: chiefs,", "need: pass, at: chiefs,", `x:112:5: chiefs has no mandate "pass", give it one, mandates: - {may: pass, src: …}`},
	{"an unknown rule overridden", "over: waived", "over: waved", `x:116:23: unknown way "waved", write "waived"`},
	{"rules that override in a ring", "{id: waived, when", "{id: waived, over: first, when", `x:116:23: rules override each other in a ring: first → waived → first, drop one of them`},
	{"around in a ring", "need: recommend, at: chiefs, src: ao/Rules,", "need: recommend, around: home_preparation, at: chiefs, src: ao/Rules,", `x:113:5: around goes round: home_preparation → recommend → home_preparation, let one of the steps stand without around`},
	{"an anchor that is no step", "before: party_decisions", "before: decisions", `x:112:73: unknown step "decisions", write one of triage, prepare, input, home_preparation, remiss, prioritise, opinion, negotiate, endorse, recommend, decide, settle, pass, party_decisions, publish, send_out, implement, check, follow_up`},
}

func TestMistakes(t *testing.T) {
	good, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	eachMistake(t, good, mistakes)
}

// TestAFactIsReadByAWho: a question that only says where a mandate sends a matter
// is asked for.
func TestAFactIsReadByAWho(t *testing.T) {
	good, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	asked := strings.NewReplacer("facts:\n", "facts:\n  heads: {ask: Vilka, type: parties, default: [], src: ao/Rules}\n", "else_to: committee}", "else_to: facts.heads}").Replace(string(good))
	if _, found := Check("x", []byte(asked), os.DirFS("testdata")); len(found) > 0 {
		t.Error(found)
	}
}

// eachMistake writes each mistake into a good file and compares what people are told.
func eachMistake(t *testing.T, good []byte, mistakes []mistake) {
	t.Helper()
	beside := os.DirFS("testdata")
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			if strings.Count(string(good), m.good) != 1 {
				t.Fatalf("%q stands %d times in the good file", m.good, strings.Count(string(good), m.good))
			}
			s, found := Check("x", []byte(strings.Replace(string(good), m.good, m.bad, 1)), beside)
			if got := found.Error(); got != m.want {
				t.Errorf("\n got %s\nwant %s", got, m.want)
			}
			if (s == nil) != (len(found.Of(Error)) > 0) {
				t.Error("a structure with errors was handed over, or none without")
			}
		})
	}
}
