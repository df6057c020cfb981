package structurefile

// formMistakes are slips in the forms of testdata/forms.yaml.
var formMistakes = []mistake{
	// what there is
	{"a purpose without source", "Trygghet.], src: ao/Syfte, because", "Trygghet.], because", `x:8:5: a purpose of the cooperation has no source, write src: "source/section [clause]"`},
	{"a purpose that is a text", "  - {say: [God", "  - Trygghet.\n  - {say: [God", `x:8:5: a purpose of the cooperation has no source, write {say: …, src: "source/section [clause]"}`},
	{"a party that represents nobody", "represents: municipalities", "represents: municipality-x", `x:19:61: unknown name "municipality-x", write "municipality"`},
	{"a party that represents itself", "represents: municipalities", "represents: forbund", `x:19:3: parties represent each other in a ring: forbund → forbund, drop one of them`},
	{"an unknown kind of body", "kind: network", "kind: netwrk", `x:64:11: unknown kind of body "netwrk", write "network"`},
	{"a board without host", "    host: reg\n", "", `x:34:5: the body board is a statutory board without host, write host: the party whose organisation it belongs to`},
	{"a relation to a party", "appoints: group", "appoints: reg", `x:41:17: "reg" is a party, write the name of a body`},
	{"tied to a body", "tied_to: leaders", "tied_to: group", `x:42:16: "group" is a body, write the name of a channel`},

	// seats
	{"a seat from an organ that is none", "from: health-board of reg", "from: helth-board of reg", `x:44:26: "reg" has no organ "helth-board", write "health-board"`},
	{"a seat from a body itself", "from: members of network", "from: network", `x:55:16: "network" is a body, write the name of a party, a set, a kind of party or a circle of the matter`},
	{"a seat that is shared and from", "shared_by: [alby, berga],", "shared_by: [alby, berga], from: alby,", `x:46:9: a seat of the body board says not whose it is, or says it twice, write from: (the parties), held_by: (a role of another body, an office) or shared_by: (parties that take turns)`},
	{"a seat shared with itself", "shared_by: [alby, berga]", "shared_by: alby", `x:46:32: a seat of the body board is shared by one party with itself, name two parties or more, or write from: …`},
	{"turns without sharing", "shared_by: [alby, berga]", "from: alby", `x:46:50: turns are taken by parties that share a seat, write shared_by: […] instead of from`},
	{"no turn", "turns: 2 years", "turns: now and then", `x:46:64: "now and then" is no term, write "1 year", "at least 1 year", "18 months", "mandate period" or "not stated"`},
	{"an unknown vacancy", "vacant: allowed", "vacant: yes", `x:47:63: unknown word "yes", write "allowed"`},
	{"deputies from elsewhere", "from: same party", "from: same side", `x:44:104: unknown origin of deputies "same side", write "same party"`},
	{"deputies without number", "{count: 2, from", "{from", `x:44:87: the deputies of a seat of the body board has no "count", write 4, "at least 4", "about 6", 5..6 (with "per year" after it where it recurs), or "not stated"`},
	{"an office that no party has", "at: reg}", "at: authority}", `x:76:9: no party has the office "director", so nobody holds the seat, write in the office's at which parties have it`},
	{"speaking for nobody", "stands_for: municipalities", "stands_for: towns", `x:45:95: unknown name "towns", write one of region, municipality, association, authority, reg, alby, berga, cedby, forbund, municipalities, north, south, districts`},

	// totals
	{"a total that demands two things", "{balance: side, src", "{balance: side, count: 8, src", `x:50:9: a total of the body board demands nothing, or two things, write count: 28 or balance: side`},
	{"a total that demands nothing", "{balance: side, src", "{src", `x:50:9: a total of the body board demands nothing, or two things, write count: 28 or balance: side`},
	{"a balance of nothing", "balance: side", "balance: gender", `x:50:19: unknown thing to balance "gender", write "side"`},
	{"a balance without sides", "sides: {region: region, municipalities: [municipalities, forbund]}", "sides: {region: region}", `x:50:19: the structure has no two sides to balance, declare them under sides:
x:80:81: the structure has no two sides to take turns, declare them under sides:`},
	{"deputies perhaps counted", "deputies: counted", "deputies: perhaps", `x:49:30: unknown way of counting "perhaps", write one of counted, not counted`},

	// roles and the rest of a body
	{"turns without sides", "sides: {region: region, municipalities: [municipalities, forbund]}", "sides: {region: [region, municipalities]}", `x:50:19: the structure has no two sides to balance, declare them under sides:
x:80:81: the structure has no two sides to take turns, declare them under sides:`},
	{"bound to no role", "same_as: chair of board", "same_as: board", `x:82:27: "board" is no role of another body, write "<role> of <body>"`},
	{"bound to itself", "same_as: chair of board", "same_as: chair of committee", `x:82:27: "chair of committee" is no role of another body, write "<role> of <body>"`},
	{"held by two", "same_as: chair of board", "same_as: chair of board, held_by: director", `x:82:17: the convener of the body committee is held by two, write held_by or same_as`},
	{"a role that nobody becomes", "then: chair", "then: coordinator", `x:81:84: the body has no coordinator to become, write what the text says of the coordinator`},
	{"a role that becomes itself", "then: chair", "then: vice_chair", `x:81:84: the vice_chair of the body committee takes its own role next, name another role, or leave it out`},
	{"an unknown word for filled", "vacant: not allowed", "vacant: never", `x:80:96: unknown word "never", write "not allowed"`},
	{"costs of nobody", "costs: {by: reg, key: equal}", "costs: {key: equal}", `x:83:51: the costs of the secretary of the body committee has no "by", write who bears them`},
	{"a power to nobody", "to: executive-group", "to: executiv-group", `x:86:62: unknown name "executiv-group", write "executive-group"`},
	{"taken in by nobody", "via: secretary", "via: coordinator", `x:89:46: unknown role of the body "coordinator", write one of chair, vice_chair, convener, secretary, contact`},
	{"an unknown thing owed", "what: annual-report", "what: yearly-report", `x:101:16: unknown thing owed "yearly-report", write one of follow-up-plan, action-plan, meeting-plan, report, annual-report`},
	{"owed at an unknown time", "at: last meeting of year", "at: last meeting of the year", `x:101:68: unknown occasion "last meeting of the year", write "last meeting of year"`},
	{"owed for each of nothing", "for_each: districts}\n    decides", "for_each: district}\n    decides", `x:102:55: unknown set "district", write "districts"`},
	{"owed every now and then", "every: 2 years", "every: now and then", `x:102:36: "now and then" is no term, write "1 year", "at least 1 year", "18 months", "mandate period" or "not stated"`},
	{"an unknown way of deciding", "rule: unanimity", "rule: unanimous", `x:103:24: unknown way of deciding "unanimous", write "unanimity"`},
	{"no way of deciding", "{rule: unanimity, else", "{else", `x:103:17: the decisions of the body committee has no "rule", write unanimity, consensus or majority`},
	{"lifted to itself", "else: board", "else: committee", `x:103:41: what the body does not agree on is lifted to the body itself, write where it goes, or leave else out`},
	{"a successor of itself", "succeeds: old", "succeeds: committee", `x:72:15: "committee" is the body itself, name another body`},
	{"resting on nothing", "rests_on: [grund, bilaga]", "rests_on: [grunden, bilaga]", `x:73:16: unknown document "grunden", write "grund"`},
	{"one of a template that is none", "      south: {name", "      soth: {name", `x:124:7: unknown member of districts "soth", write "south"`},
	{"one of a template in words", "south: {name: \"Lokalt, {d}\", roles: {chair: {from: cedby}}, duties: [Eget.]}", "south: no", `x:124:14: what south has otherwise is no mapping, write the keys that are other there, roles: {chair: {…}}`},

	// meetings and records
	{"a month that is none", "months: [2, 5, 10]", "months: [2, 5, 13]", `x:92:22: "13" is no month, write 1 to 12`},
	{"a month twice", "months: [2, 5, 10]", "months: [2, 5, 5]", `x:92:22: the month 5 stands twice, write each month once`},
	{"fewer months than meetings", "months: [2, 5, 10]", "months: [2, 5]", `x:92:15: 2 months named, and at least 3 meetings demanded, name a month for every meeting, or leave months out`},
	{"no day of the year", "before: 30 november", "before: 31 november", `x:94:39: "31 november" is no day of the year, write day and month, 30 november`},
	{"a day in Swedish", "before: 30 november", "before: 30 maj", `x:94:39: "30 maj" is no day of the year, write day and month, 30 november`},
	{"a calendar of nobody", "calendar: {by: members, before", "calendar: {before", `x:94:17: the calendar of the body committee has no "by", write who decides the meetings of the year`},
	{"paired with itself", "paired: [{with: board", "paired: [{with: committee", `x:95:16: the body is paired with itself, name the other body`},
	{"days that recur", "days_before: at least 10", "days_before: 10 per year", `x:95:43: "10 per year" recurs, and nothing recurs here, write the number alone`},
	{"extra meetings of nobody", "extra: {by: [chair, members], src", "extra: {src", `x:96:14: the extra meetings of the body committee has no "by", write who can demand one`},
	{"a standing item without time", "{item: Läget., at: each meeting}", "{item: Läget.}", `x:97:18: a standing item of the body committee has no "at", write at which meetings`},
	{"a standing item without words", "{item: Läget., at: each meeting}", "{at: each meeting}", `x:97:18: a standing item of the body committee has no "item", write what stands on the agenda`},
	{"a standing item at an unknown meeting", "at: each meeting", "at: every meeting", `x:97:37: unknown occasion "every meeting", write "each meeting"`},
	{"something beside that is nothing", "{form: konferens, number", "{number", `x:98:14: an occasion of the body committee has no "form", write what is held`},
	{"no days to be ready", "ready_days: 14", "ready_days: two weeks", `x:99:67: "two weeks" is no number of days, write "14 days" (calendar days)`},
	{"signed at an unknown time", "sign: next meeting", "sign: later", `x:99:106: unknown time to sign "later", write "next meeting"`},
	{"approved in an unknown way", "adjusters: 2, way: mail", "adjusters: 2, way: post", `x:99:207: unknown way to approve "post", write "mail"`},
	{"adjusters that are no number", "adjusters: 2, way: mail", "adjusters: two, way: mail", `x:99:199: "two" is no number of anything, write 4, "at least 4", "about 6", 5..6 (with "per year" after it where it recurs), or "not stated"`},
	{"published nowhere", "publish: portal", "publish: web", `x:99:180: unknown channel "web", write one of portal, leaders`},
	{"approved by nobody", "approve: [chair, secretary]", "approve: [chair, secretery]", `x:99:88: unknown name "secretery", write "secretary"`},

	// documents
	{"an unknown rule of adoption", "in_force: all", "in_force: some", `x:137:36: unknown rule of adoption "some", write "all"`},
	{"adopted by more than there are", "count: at least 3, of", "count: at least 5, of", `x:131:23: at least 5 have to adopt, and committed is 4 that can, write a number that can be reached`},
	{"adopted by nobody", "of: committed, by", "of: comitted, by", `x:131:39: unknown name "comitted", write "committed"`},
	{"adopted by an unknown organ", "by: council, until", "by: counsil, until", `x:131:54: unknown organ "counsil", write "council"`},
	{"in force until something else", "until: predecessor", "until: successor", `x:131:70: unknown document that is in force until then "successor", write "predecessor"`},
	{"an adoption that says nothing", "{count: at least 3, of: committed, by: council, until: predecessor, src: ao/Ikraft}", "{src: ao/Ikraft}", `x:131:15: the adoption of document kind agreement says nothing, write in_force: all, or {count: at least 8, of: …, by: an organ, until: predecessor}`},
	{"a kind without source", "in_force: all, kept_by: office, review: every 18 months, src: ao/Rutin}", "in_force: all, kept_by: office}", `x:137:12: the document kind routine has no source, write src: "source/section [clause]"
x:137:36: the document kind routine says when it is in force and has no source, write src: "source/section [clause]"`},
	{"split in another way", "split: parts", "split: chapters", `x:132:12: unknown way to split "chapters", write "parts"`},
	{"kept by nobody", "kept_by: office", "kept_by: ofice", `x:137:50: unknown unit or body "ofice", write "office"`},
	{"review now and then", "review: every 2 years", "review: every now and then", `x:134:13: "every now and then" does not say how often, write "every 2 years", "every year" or "every 18 months"`},
	{"published nowhere, a kind", "published: portal", "published: potral", `x:135:16: unknown channel "potral", write "portal"`},
	{"part of nothing", "part_of: grund, validity: follows", "validity: follows", `x:140:55: the document bilaga is part of no document, write part_of: …, or leave validity out`},
	{"part of an unknown document", "part_of: grund, validity: follows", "part_of: grunden, validity: follows", `x:140:54: unknown document "grunden", write "grund"`},
	{"parts in a ring", "{title: Grunden,", "{title: Grunden, part_of: bilaga,", `x:140:3: part_of goes round: bilaga → grund → bilaga, drop one of them`},
	{"replaced in a ring", "{title: Gammal,", "{title: Gammal, replaces: egen,", `x:141:3: replaces goes round: egen → gammal → egen, drop one of them`},
	{"a part that follows with its own end", "validity: follows,", "validity: follows, valid_until: 2030-01-01,", `x:140:71: the document bilaga follows another and has its own end, write validity: own, or leave valid_until out`},
	{"an unknown validity", "validity: own", "validity: its own", `x:141:73: unknown validity "its own", write one of follows, own`},
	{"a gap that is no period", "suspended: [[2023-03-01, 2023-08-31]]", "suspended: [2023-03-01, 2023-08-31]", `x:139:120: a gap is a day from and a day to, write [[2023-03-01, 2023-08-31]]
x:139:132: a gap is a day from and a day to, write [[2023-03-01, 2023-08-31]]`},
	{"a gap upside down", "suspended: [[2023-03-01, 2023-08-31]]", "suspended: [[2023-08-31, 2023-03-01]]", `x:139:120: the gap ends (2023-03-01) before it begins (2023-08-31), write the earlier day first`},
	{"a gap outside", "suspended: [[2023-03-01, 2023-08-31]]", "suspended: [[2019-03-01, 2023-08-31]]", `x:139:120: the gap 2019-03-01 to 2023-08-31 lies outside the document's validity, look at valid_from and valid_until`},

	// requirements
	{"a requirement over what nobody judges", "{of: decision, that: \"!facts", "{of: notice, that: \"!facts", `x:147:10: nobody judges a requirement over "notice", write one of composition, decision`},
	{"a requirement that demands nothing", "{of: composition, that: \"members.exists(m, m.role == 'chair' && 'municipality' in m.sets)\", say", "{of: composition, say", `x:59:9: a requirement of the body group has no "that", write what has to hold, an expression`},
	{"a requirement without words", ", say: Gruppen ändrar inget avtal.", "", `x:61:9: a requirement of the body group has no "say", write what it demands, in plain words`},
	{"an attribute that is misspelt", "m.role == 'chair'", "m.roll == 'chair'", `x:59:53: unknown attribute "roll", write "role"`},
	{"an unknown role in a requirement", "m.role == 'chair'", "m.role == 'chairman'", `x:59:62: unknown role "chairman", write one of chair, vice_chair, convener, secretary, coordinator, contact, support, responsible, deputy`},
	{"an unknown set in a requirement", "'municipality' in m.sets", "'municipalty' in m.sets", `x:59:73: unknown set "municipalty", write "municipality"`},
	{"an unknown outcome", "decision.outcome == 'as_proposed'", "decision.outcome == 'approved'", `x:61:107: unknown outcome "approved", write one of as_proposed, with_changes, declined, referred_back, postponed, noted, sent_on, lifted`},
	{"an unknown body in a requirement", "body.id == 'group'", "body.id == 'grupp'", `x:61:74: unknown body "grupp", write one of board, group, network, committee, executive-group, old, local-north, local-south`},
	{"a decision in a composition", "that: \"members.exists(m, m.role", "that: \"decision.present > 2 && members.exists(m, m.role", `x:59:34: unknown name "decision" in a requirement, write one of body, members`},
	{"an unknown fact in a requirement", "that: \"!facts.major", "that: \"!facts.mayor", `x:147:33: unknown fact "mayor", write "major"`},
	{"a requirement that is no truth", "that: \"!facts.major || decision.mandate_position != ''\"", "that: decision.mandate_position", `x:147:26: "decision.mandate_position" is no requirement, write something that is true or false, such as members.exists(m, m.role == 'chair')`},
	{"a text that is no number", "decision.present > 1", "decision.present > 'one'", `x:61:141: these don't go together: '>' applied to '(int, string)', write for example members.exists(m, m.role == 'chair' && 'municipality' in m.sets)`},
	{"a form that can fail", "decision.present > 1", "body.fields[0] == ''", `x:61:135: "[_]" has no place in a requirement, use && || ! == != < > in + - size() exists() all() filter() map()`},
	{"a function of texts", "body.id == 'group'", "body.id.startsWith('g')", `x:61:81: "startsWith" has no place in a requirement, use && || ! == != < > in + - size() exists() all() filter() map()`},
	{"a requirement without source", "say: Ta ställning till mandatet., src: ao/Mandat", "say: Ta ställning till mandatet.", `x:147:5: a requirement has no source, write src: "source/section [clause]"`},

	// the whole
	{"a total that the seats never reach", "{count: 9, deputies", "{count: 12, deputies", `x:49:9: the seats give at most 11, and the total is 12, look at the counts of the seats, or at the total`},
	{"a total that the seats exceed", "{count: 9, deputies", "{count: 8, deputies", `x:49:9: the seats give at least 9, and the total is 8, look at the counts of the seats, or at the total`},
	{"a total of roles that are too few", "as: support}\n      - {id: ordf, held_by: [chair of board, chair of local]}\n    totals: [{count: 1..4", "count: 1}\n      - {id: ordf, held_by: [chair of board, chair of local]}\n    totals: [{count: 5", `x:78:14: the seats give at most 4, and the total is 5, look at the counts of the seats, or at the total`},
	{"sides that can't be as many", "from: health-board of reg, count: 4", "from: health-board of reg, count: 7", `x:49:9: the seats give at least 12, and the total is 9, look at the counts of the seats, or at the total
x:50:9: the side municipalities gets at most 5, the side region at least 7, look at the counts of the seats, or leave the balance out`},
	{"a body that nothing ties", "to: executive-group", "to: board", `x:105:3: hint: nothing ties the body executive-group to the others, look whether the text has a relation, a seat, a way or who set it up`},
	{"reports to nobody", "reports_to: board}", "reports_to: chair of board}", `x:57:29: reports_to nobody: "chair of board" is no body and no organ, write a body, or an organ at home, "council of …"`},
	{"reports to a body that has ended", "reports_to: board}", "reports_to: old}", `x:57:29: warning: reports_to old, which ends 2024-12-31, write to whom it reports then`},
	{"a report owed to nobody", "{what: annual-report, every: year, to: council of reg,", "{what: annual-report, every: year,", `x:101:9: hint: a report that is owed to nobody, write to: …, or whom the body reports to, if the text says it`},
	{"documents that nobody keeps", "    kept_by: board\n", "", `x:138:10: hint: nobody is responsible for the document grund, write kept_by: a unit or body, if the text says it
x:139:11: hint: nobody is responsible for the document bilaga, write kept_by: a unit or body, if the text says it
x:140:9: hint: nobody is responsible for the document egen, write kept_by: a unit or body, if the text says it
x:141:11: hint: nobody is responsible for the document gammal, write kept_by: a unit or body, if the text says it`},
	{"bodies that succeed each other in a ring", "    until: 2024-12-31\n", "    until: 2024-12-31\n    succeeds: committee\n", `x:67:3: succeeds goes round: committee → old → committee, drop one of them`},
	{"roles bound to each other in a ring", "    purposes: [Styr.,", "    roles: {chair: {same_as: convener of committee}}\n    purposes: [Styr.,", `x:38:20: same_as goes round: chair of board → convener of committee → chair of board, let one of the roles be appointed`},
	{"speaking for people", "stands_for: municipalities", "stands_for: members of group", `x:45:95: "members of group" names no party, write a party, a set or a kind of party`},
	{"a role that goes round people", "turns: [alby, berga]", "turns: members of group", `x:84:24: "members of group" names no party, write a party, a set or a kind of party`},
	{"a total of people", "{count: 1..4, src", "{count: 1..4, of: members of group, src", `x:78:32: "members of group" names no party, write a party, a set or a kind of party`},
}
