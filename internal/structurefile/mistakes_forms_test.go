package structurefile

// formMistakes are slips in the forms of testdata/forms.yaml.
var formMistakes = []mistake{
	// what there is
	{"a purpose without source", "Trygghet.], src: ao/Syfte, because", "Trygghet.], because", `x:8:5: a purpose of the cooperation has no source, write src: "source/section [clause]"`},
	{"a purpose that is a text", "  - {say: [God", "  - Trygghet.\n  - {say: [God", `x:8:5: a purpose of the cooperation has no source, write {say: …, src: "source/section [clause]"}`},
	{"a party that represents nobody", "represents: municipalities", "represents: municipality-x", `x:19:61: unknown name "municipality-x", write "municipality"`},
	{"a party that represents itself", "represents: municipalities", "represents: forbund", `x:19:3: parties represent each other in a ring: forbund → forbund, drop one of them`},
	{"an unknown kind of body", "kind: network", "kind: netwrk", `x:61:11: unknown kind of body "netwrk", write "network"`},
	{"a board without host", "    host: reg\n", "", `x:34:5: the body board is a statutory board without host, write host: the party whose organisation it belongs to`},
	{"a relation to a party", "appoints: group", "appoints: reg", `x:41:17: "reg" is a party, write the name of a body`},
	{"tied to a body", "tied_to: leaders", "tied_to: group", `x:42:16: "group" is a body, write the name of a channel`},

	// seats
	{"a seat from an organ that is none", "from: health-board of reg", "from: helth-board of reg", `x:44:26: "reg" has no organ "helth-board", write "health-board"`},
	{"a seat from a body itself", "from: members of network", "from: network", `x:56:16: "network" is a body, write the name of a party, a set, a kind of party or a circle of the matter`},
	{"a seat that is shared and from", "shared_by: [alby, berga],", "shared_by: [alby, berga], from: alby,", `x:46:9: a seat of the body board says not whose it is, or says it twice, write from: (the parties), held_by: (a role of another body, an office) or shared_by: (parties that take turns)`},
	{"a seat shared with itself", "shared_by: [alby, berga]", "shared_by: alby", `x:46:32: a seat of the body board is shared by one party with itself, name two parties or more, or write from: …`},
	{"turns without sharing", "shared_by: [alby, berga]", "from: alby", `x:46:50: turns are taken by parties that share a seat, write shared_by: […] instead of from`},
	{"no turn", "turns: 2 years", "turns: now and then", `x:46:64: "now and then" is no term, write "1 year", "at least 1 year", "18 months", "mandate period" or "not stated"`},
	{"an unknown vacancy", "vacant: allowed", "vacant: yes", `x:48:63: unknown word "yes", write "allowed"`},
	{"deputies from elsewhere", "from: same party", "from: same side", `x:44:104: unknown origin of deputies "same side", write "same party"`},
	{"deputies without number", "{count: 2, from", "{from", `x:44:87: the deputies of a seat of the body board has no "count", write 4, "at least 4", "about 6", 5..6 (with "per year" after it where it recurs), or "not stated"`},
	{"an office that no party has", "at: reg}", "at: authority}", `x:47:9: no party has the office "director", so nobody holds the seat, look at the office's at`},
	{"speaking for nobody", "stands_for: municipalities", "stands_for: towns", `x:45:95: unknown name "towns", write one of region, municipality, association, authority, reg, alby, berga, cedby, forbund, municipalities, north, south, districts`},

	// totals
	{"a total that demands two things", "{balance: side, src", "{balance: side, count: 8, src", `x:51:9: a total of the body board demands nothing, or two things, write count: 28 or balance: side`},
	{"a total that demands nothing", "{balance: side, src", "{src", `x:51:9: a total of the body board demands nothing, or two things, write count: 28 or balance: side`},
	{"a balance of nothing", "balance: side", "balance: gender", `x:51:19: unknown thing to balance "gender", write "side"`},
	{"a balance without sides", "sides: {region: region, municipalities: municipalities}", "sides: {region: region}", `x:51:19: the structure has no two sides to balance, declare them under sides:`},
	{"deputies perhaps counted", "deputies: counted", "deputies: perhaps", `x:50:30: unknown way of counting "perhaps", write one of counted, not counted`},
}
