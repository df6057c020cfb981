package structurefile

import (
	"slices"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
)

// The structure language as tables: each mapping with its keys, and what can
// stand at each. The schema is made of them.

// The notations.

const (
	aNumber = "[1-9][0-9]{0,3}"
	aTerm   = "(at least )?(1 (day|month|year)|" + aNumber + " (days|months|years))"
)

func ident() shape {
	return notation{id: "name", says: "A name of one's own choosing: small letters a–z, digits, hyphens.", pattern: `^[a-z0-9][a-z0-9_-]*$`, most: 1_000_000_000}
}

// madeName is the id of a template's bodies.
func madeName() shape {
	return notation{id: "made_name", says: "An id with the word of for_each in it, group-{x}.", pattern: `^[a-z0-9{][a-z0-9_{}.-]*\{.+\}[a-z0-9_{}.-]*$|^\{.+\}$`}
}

func count() shape {
	return notation{id: "count", says: `How many: 4, "at least 4", "about 6", 5..6 or "not stated".`,
		pattern: anyOrder(notStated, "at least "+aNumber, "about "+aNumber, aNumber, aNumber+`\.\.`+aNumber), least: 1, most: 9999}
}

func recurring() shape {
	return notation{id: "recurring", says: `How many a year: "6 per year", "at least 6 per year", "not stated".`,
		pattern: anyOrder(notStated, "(at least |about )?"+aNumber+" per year", aNumber+`\.\.`+aNumber+" per year")}
}

func date() shape {
	return notation{id: "date", says: "A day, 2026-12-31.", pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
}

func wholeDays() shape {
	return notation{id: "days", says: `Calendar days, "14 days".`, pattern: anyOrder(aNumber+" days", "1 day")}
}

func windowDays() shape {
	return notation{id: "window", says: `Calendar days, "14 days", or practice for the county's own number.`, pattern: anyOrder(aNumber+" days", "1 day", "practice")}
}

func readyDays() shape {
	return notation{id: "ready_days", says: `Calendar days after the meeting: 14, or "14 days".`, pattern: anyOrder(aNumber+" days", "1 day", aNumber), least: 1, most: 9999}
}

func term() shape {
	return notation{id: "term", says: `How long: "1 year", "at least 1 year", "18 months", "mandate period" or "not stated".`, pattern: anyOrder(notStated, "mandate period", aTerm)}
}

func every() shape {
	return notation{id: "every", says: `How often: year, half-year, "2 years", "mandate period" or "not stated".`, pattern: anyOrder("year", "half-year", notStated, "mandate period", aTerm)}
}

func reviewOften() shape {
	return notation{id: "review_every", says: `"every 2 years", "every year" or "every 18 months".`, pattern: `^every (year|month|1 year|1 month|` + aNumber + ` (years|months))$`}
}

func dayInYear() shape {
	return notation{id: "day_of_year", says: "A day without year, 30 november.", pattern: "^[1-9][0-9]? (january|february|march|april|may|june|july|august|september|october|november|december)$"}
}

func month() shape {
	return notation{id: "month", says: "A month, 1 to 12.", pattern: "^([1-9]|1[0-2])$", least: 1, most: 12}
}

func condition() shape {
	return notation{id: "condition", says: "A condition: CEL over facts.<fact>, matter.kind, matter.fields, matter.origin and matter.level. True, false, or unknown while a fact that decides it is unanswered."}
}

func expression() shape {
	return notation{id: "expression", says: "What has to hold: CEL over body and members, and in a decision over decision, matter and facts."}
}

// inWords is a text of the interface: one text is Swedish.
func inWords() shape {
	return named{"in_words", either{plain{}, object{id: "words", says: "A text in two languages.", keys: []key{
		{name: "sv", of: plain{}, says: "Swedish.", must: true},
		{name: "en", of: plain{}, says: "English."},
	}}}}
}

// cites is one source, or several.
func cites() shape { return named{"src", either{many{plain{}}}} }

func whoTerm() shape {
	return notation{id: "who_term", says: `A name; "each <set>"; "<organ> of <party or set>"; "<role> of <body>", or the role alone for the body's own; "<template> of <party>"; "side <side>"; "side opposite chair"; facts.<list>.`}
}

func whoForms() either {
	return either{many{whoTerm()}, object{id: "jointly", says: "Several who do something together.", keys: []key{{name: "jointly", of: many{whoTerm()}, says: "Who do it together.", must: true}}}}
}

func who() shape { return named{"who", whoForms()} }

// choosing is a who that people choose from: the structure asks which.
func choosing() shape {
	return named{"choosing", append(whoForms(),
		object{id: "one_of", says: "Several, of which one is chosen for the matter.", keys: []key{{name: "one of", of: listed{whoTerm(), 2}, says: "One of them: until the question is answered, each is possible.", must: true}}},
		object{id: "any_of", says: "Several, of which at least one is chosen for the matter.", keys: []key{{name: "any of", of: listed{whoTerm(), 2}, says: "One or more of them.", must: true}}})}
}

func anchor() shape {
	return notation{id: "anchor", says: `A step, or "<step> at <body or organ>".`, pattern: anyOrder(alternatives(steps()) + "( at .+)?")}
}

func alternatives(list []string) string {
	out := "(" + list[0]
	for _, w := range list[1:] {
		out += "|" + w
	}
	return out + ")"
}

func yesNo() shape { return words{list: []string{"yes", "no"}} }

func occasionWord() shape { return words{list: occasions()} }

// cited adds the keys by which a statement cites its source.
func cited(must bool, keys ...key) []key {
	with := ""
	for _, k := range keys {
		if k.name == "src" {
			with = "src"
		}
	}
	if with == "" {
		keys = append(keys, key{name: "src", of: cites(), says: "Where the text says it: source/section [clause], or a list of them.", must: must})
	}
	return append(keys,
		key{name: "because", of: plain{}, says: "The clause in plain words, shown when people ask why.", with: with},
		key{name: "force", of: words{list: []string{"law", "must", "should", "may"}}, says: "law, must (ska, the default), should (bör) or may (kan).", with: with})
}

// perhaps is a src that may be left out; because and force want it.
func perhaps() key {
	return key{name: "src", of: cites(), says: "Where the text says it, if it does: source/section [clause], or a list of them."}
}

func period(from, to, what string) []key {
	return []key{
		{name: from, of: date(), says: "The first day of " + what + "."},
		{name: to, of: date(), says: "The last day of " + what + "."},
	}
}

// The files.

func practiceKeys() []key {
	days := func(name, says string) key { return key{name: name, of: wholeDays(), says: says} }
	return []key{
		{name: "example", of: yesNo(), says: "yes: the numbers are an example that nobody has decided."},
		{name: "set_by", of: plain{}, says: "Who decided the numbers.", must: true},
		{name: "since", of: date(), says: "From when they hold.", must: true},
		days("home_preparation", "A party's time to prepare."), days("remiss", "The time of a remiss."),
		days("notice", "How long before a meeting people are called."), days("papers", "How long before a meeting they have the papers."),
		days("notes", "How soon after a meeting its notes are ready."),
		days("party_decision", "A party's usual time to a decision."),
		{name: "calendar", of: dayInYear(), says: "Before which day next year's meetings are decided, of the bodies whose text asks for a number and gives no day."},
		{name: "school_breaks", of: many{object{id: "school_break", says: "A time when the schools are closed.", keys: []key{
			{name: "name", of: plain{}, says: "What it is called.", must: true},
			{name: "from", of: date(), says: "Its first day.", must: true},
			{name: "to", of: date(), says: "Its last day.", must: true},
		}}}, says: "When the county's schools are closed: marked in the calendar, and left out when meetings are proposed."},
	}
}

func practiceFile() object {
	return object{id: "practice_file", says: "A county's own numbers, beside its structure.",
		keys: append([]key{{name: "practice", of: ident(), says: "The id of the structure.", must: true}}, practiceKeys()...)}
}

func lawFile() object {
	return object{id: "law", says: "Rules of law that every statutory board follows.", keys: []key{
		{name: "law", of: ident(), says: "The id of the law.", must: true},
		{name: "title", of: plain{}, says: "The law as people cite it.", must: true},
		{name: "source", of: plain{}, says: "Its address."},
		{name: "rules", of: many{object{id: "law_rule", says: "A rule of law.", keys: []key{
			{name: "id", of: ident(), says: "The rule's name, since findings name it.", must: true},
			{name: "topic", of: words{list: lawTopics()}, says: "What the rule is about.", must: true},
			{name: "says", of: plain{}, says: "The rule in plain words.", must: true},
			{name: "days", of: wholeDays(), says: "A time, where the rule has one."},
			{name: "share", of: words{list: []string{structure.MoreThanHalf}}, says: "The share that a rule about quorum is judged by."},
			{name: "src", of: plain{}, says: "Chapter and paragraph.", must: true},
		}}}, says: "The rules of the law.", must: true},
	}}
}

func wholeFile() object {
	keys := slices.Concat([]key{
		{name: "structure", of: ident(), says: "The id of the structure.", must: true},
		{name: "title", of: inWords(), says: "The name of the cooperation.", must: true},
		{name: "valid_from", of: date(), says: "The day from which the structure holds.", must: true},
		{name: "valid_until", of: date(), says: "The last day on which it holds."},
		{name: "review", of: object{id: "review", says: "Until when the structure itself is to be looked over.", keys: cited(true, key{name: "by", of: date(), says: "The day.", must: true})}, says: "Until when the structure itself is to be looked over."},
		{name: "purposes", of: many{statement(true)}, says: "What the cooperation is for."},
	}, thingKeys(), []key{
		{name: "bodies", of: entries{ident(), body()}, says: "The bodies, by id."},
		{name: "require", of: many{requirement(true)}, says: "What must hold in all bodies."},
		{name: "ways", of: many{way()}, says: "Rules that each say one thing about a matter's way."},
		{name: "practice", of: object{id: "practice", says: "A county's own numbers, within its structure.", keys: practiceKeys()}, says: "The county's own numbers, where they don't stand in a file of their own."},
	})
	return object{id: "structure", says: "The structure of a county's cooperation.", keys: keys}
}

// What there is.

func thingKeys() []key {
	organs := entries{ident(), plain{}}
	return []key{
		{name: "sources", of: entries{ident(), object{id: "source", says: "A text that rules cite.", keys: []key{
			{name: "title", of: plain{}, says: "The title of the text, as people know it.", must: true},
			{name: "date", of: date(), says: "When it was adopted."},
			{name: "ref", of: plain{}, says: "Registration number or address."},
			{name: "clauses", of: object{id: "register", says: "A register of the text's clauses.", keys: []key{
				{name: "file", of: plain{}, says: "A CSV file beside this one; the first column has the ids.", must: true},
				{name: "prefix", of: plain{}, says: "How the ids of this text's clauses begin."},
			}}, says: "The register of its clauses: cited ids are looked up there."},
			{name: "sections", of: many{plain{}}, says: "Its headings: cited sections are looked up here."},
		}}}, says: "The texts that rules cite.", must: true},
		{name: "kinds", of: entries{ident(), object{id: "kind", says: "A kind of party.", keys: []key{
			{name: "name", of: inWords(), says: "What such a party is called.", must: true},
			{name: "organs", of: organs, says: "Its deciding political organs, the highest first."},
		}}}, says: "The kinds of party.", must: true},
		{name: "parties", of: entries{ident(), party(organs)}, says: "The parties.", must: true},
		{name: "sets", of: entries{ident(), either{many{whoTerm()}, object{id: "set", says: "A named set of parties, or of sets.", keys: cited(false,
			key{name: "name", of: inWords(), says: "What it is called."},
			key{name: "short", of: plain{}, says: "The word for it in names of bodies."},
			key{name: "kind", of: aName("a kind of party"), says: "All parties of a kind."},
			key{name: "parties", of: who(), says: "These parties."},
			key{name: "of", of: many{aName("a set or a party")}, says: "These sets: each party stands in one of them."},
			perhaps(),
		), one: []string{"kind", "parties", "of"}}}}, says: "Named sets of parties, and of sets."},
		{name: "sides", of: entries{ident(), who()}, says: "The sides of the cooperation, for parity and turns."},
		{name: "circles", of: entries{ident(), many{object{id: "clause", says: "Parties that a matter concerns.", keys: cited(true,
			key{name: "who", of: who(), says: "Parties that are added."},
			key{name: "instead", of: who(), says: "Parties that replace the others; wants when."},
			key{name: "when", of: condition(), says: "For which matters."},
		), one: []string{"who", "instead"}}}}, says: "Sets of parties that depend on the matter: committed, concerned."},
		{name: "levels", of: entries{ident(), object{id: "level", says: "A level of bodies.", keys: cited(true,
			key{name: "name", of: inWords(), says: "What the level is called.", must: true},
			key{name: "duties", of: many{plain{}}, says: "What bodies of the level do."},
		)}}, says: "The levels of bodies, the highest first."},
		{name: "fields", of: entries{ident(), inWords()}, says: "The fields of cooperation."},
		{name: "offices", of: entries{ident(), object{id: "office", says: "What somebody is at home.", keys: []key{
			{name: "name", of: inWords(), says: "What the office is called.", must: true},
			{name: "at", of: who(), says: "The parties or kinds of party that have it; left out: all."},
		}}}, says: "What people are at home."},
		{name: "channels", of: entries{ident(), object{id: "channel", says: "A way of carrying out, or of publishing, that is no body.", keys: cited(true,
			key{name: "name", of: plain{}, says: "What the channel is called.", must: true},
		)}}, says: "Ways of carrying out or publishing that are no bodies."},
		{name: "facts", of: entries{ident(), object{id: "fact", says: "A question that rules ask about a matter.", keys: cited(true,
			key{name: "ask", of: inWords(), says: "The question in plain words.", must: true},
			key{name: "hint", of: inWords(), says: "What helps to answer it."},
			key{name: "type", of: words{list: []string{string(structure.YesNo), string(structure.Parties)}}, says: "How it is answered.", must: true},
			key{name: "default", of: either{words{list: []string{"yes", "no", "?"}}, many{aName("a party")}, listed{aName("a party"), 0}}, says: `What holds when nobody has answered: yes, no, "?" (open), or a list of parties.`, must: true},
		)}}, says: "The questions that rules ask about a matter."},
		{name: "document_kinds", of: entries{ident(), documentKind()}, says: "The kinds of document, which are the kinds of matter."},
		{name: "documents", of: entries{ident(), document()}, says: "The documents that the text names."},
	}
}

func party(organs shape) shape {
	return object{id: "party", says: "A party to the cooperation.", keys: cited(false,
		key{name: "name", of: plain{}, says: "What the party is called.", must: true},
		key{name: "short", of: plain{}, says: "One or two letters for its tile; left out: the first two."},
		key{name: "kind", of: many{aName("a kind of party")}, says: "Its kind, or kinds.", must: true},
		key{name: "scb", of: notation{id: "scb", says: "Two digits for a county, four for a municipality, in quotes.", pattern: "^([0-9]{2}|[0-9]{4})$"}, says: "Its code at Statistics Sweden, in quotes."},
		key{name: "adopts", of: yesNo(), says: "no: takes part and adopts nothing."},
		key{name: "organs", of: organs, says: "The party's own names, where they differ from its kind's."},
		key{name: "units", of: entries{ident(), plain{}}, says: "Parts of the party that the text names."},
		key{name: "represents", of: who(), says: "The parties for which it speaks: an association's members."},
		perhaps(),
	)}
}

func documentKind() shape {
	adopters := []key{
		{name: "count", of: either{words{list: []string{"all"}}, count()}, says: "How many of them; left out: all."},
		{name: "of", of: who(), says: "Those that have to adopt; left out: as the ways say."},
		{name: "by", of: words{list: []string{anyOrgan}, open: true}, says: "The organ that has to have decided."},
		{name: "until", of: words{list: []string{"predecessor"}}, says: "predecessor: until then the one before it stays in force."},
	}
	return object{id: "document_kind", says: "A kind of document.", keys: cited(false,
		key{name: "name", of: inWords(), says: "What such a document is called.", must: true},
		key{name: "holds", of: many{plain{}}, says: "What it must hold."},
		key{name: "in_force", of: either{words{list: []string{"all"}}, object{id: "adoption", says: "When a document of the kind is in force.", keys: cited(false, adopters...)}}, says: "all, or how many of whom have to adopt it."},
		key{name: "split", of: words{list: []string{"parts"}}, says: "parts: one part of it can go on when another stops."},
		key{name: "kept_by", of: aName("a unit, body, office or party"), says: "Who is responsible for it."},
		key{name: "review", of: reviewOften(), says: "How often it is looked over."},
		key{name: "published", of: aName("a channel"), says: "Where it is published."},
		perhaps(),
	)}
}

func document() shape {
	return object{id: "document", says: "A document that the text names.", keys: cited(true, append([]key{
		{name: "title", of: plain{}, says: "The document's title.", must: true},
		{name: "kind", of: aName("a document kind"), says: "Its kind.", must: true},
		{name: "steers", of: many{aName("a document")}, says: "Documents under it."},
		{name: "kept_by", of: aName("a unit, body, office or party"), says: "Who is responsible for it."},
		{name: "parties", of: who(), says: "Its signatories."},
		{name: "part_of", of: aName("a document"), says: "The document whose part it is."},
		{name: "validity", of: words{list: []string{"follows", "own"}}, says: "follows: as long as the one whose part it is; own: until its own end."},
		{name: "replaces", of: aName("a document"), says: "Its predecessor."},
		{name: "suspended", of: many{listed{date(), 2}}, says: "Gaps in its validity, [[first day, last day]]."},
	}, period("valid_from", "valid_until", "its validity")...)...)}
}

// statement is a duty or purpose: a text, or {say: …} with its own source.
func statement(must bool) shape {
	id, of := "statement", either{plain{}}
	if must {
		id, of = "purpose", nil
	}
	return append(of, object{id: id, says: "Something said, with its own source.", keys: cited(must, key{name: "say", of: many{plain{}}, says: "What it is, in plain words.", must: true})})
}

func requirement(must bool) shape {
	id := "requirement"
	if must {
		id = "common_requirement"
	}
	return object{id: id, says: "Anything else that must hold.", keys: cited(must,
		key{name: "of", of: words{list: requirementWords()}, says: "What it is over: who sits in a body, or a decision about to be recorded.", must: true},
		key{name: "that", of: expression(), says: "What has to hold.", must: true},
		key{name: "say", of: inWords(), says: "What it demands, in plain words: told when it doesn't hold.", must: true},
	)}
}

// Ways.

func way() shape {
	common := func(keys ...key) []key {
		return cited(true, slices.Concat([]key{
			{name: "id", of: ident(), says: "The rule's name, since findings name it.", must: true},
			{name: "when", of: condition(), says: "For which matters; left out: for all."},
		}, period("since", "until", "the rule"), keys)...)
	}
	step := words{list: steps()}
	anchors := many{anchor()}
	station := object{id: "way", says: "A rule about a station: whether it is needed, who does it where, when it comes and how long it takes.", keys: common(
		key{name: "need", of: step, says: "Such a station is there."},
		key{name: "bar", of: step, says: "Such a station must not be."},
		key{name: "waive", of: step, says: "Such a station need not be."},
		key{name: "of", of: choosing(), says: "The parties that do it, or that answer."},
		key{name: "to", of: choosing(), says: "Who is asked in a remiss."},
		key{name: "at", of: choosing(), says: "The bodies, or organs at home, where it is done."},
		key{name: "by", of: words{list: []string{anyOrgan}, open: true}, says: "The organ that decides at each party; organ: any political one, and no official."},
		key{name: "via", of: who(), says: "Bodies and channels that carry it out."},
		key{name: "ask", of: inWords(), says: "The question of a choice."},
		key{name: "around", of: many{step}, says: "Added to each station of these steps that is there."},
		key{name: "before", of: anchors, says: "It comes before these."},
		key{name: "after", of: anchors, says: "It comes after these; a step of around here: after it instead of before."},
		key{name: "beside", of: many{step}, says: "Neither waits for the other."},
		key{name: "over", of: many{aName("another way")}, says: "Rules that this one overrides."},
		key{name: "days", of: windowDays(), says: "At least so long."},
		key{name: "within", of: wholeDays(), says: "At most so long."},
		key{name: "through", of: anchors, says: "Stations that each party passes on its own way to this one, first to last."},
		key{name: "ladder", of: listed{object{id: "rung", says: "A step of a ladder.", keys: []key{
			{name: "of", of: who(), says: "The parties that settle it."},
			{name: "at", of: who(), says: "The body where it is settled."},
			{name: "within", of: wholeDays(), says: "How long, before the next rung has it."},
		}}, 2}, says: "With need: settle: where it is settled, rung by rung."},
		key{name: "answers", of: words{list: []string{routing.EachUnit}}, says: "With need: remiss or input: who answers within a party."},
		key{name: "upon", of: upon(), says: "An outcome, and what it leads to: with back_to or lift_to."},
	), one: []string{"need", "bar", "waive"}, not: idlePairs()}
	outcome := object{id: "way_upon", says: "A rule about an outcome: back to an earlier step in a new round, or lifted to another place.", keys: common(
		key{name: "upon", of: upon(), says: "The outcome.", must: true},
		key{name: "back_to", of: step, says: "A new round from this step on."},
		key{name: "lift_to", of: who(), says: "The same step at another place."},
		key{name: "rounds", of: notation{id: "rounds", says: "2 or more, the first round counted.", pattern: "^([2-9]|[1-9][0-9]{1,3})$", least: 2, most: 9999}, says: "At most so many rounds, the first one counted.", with: "back_to"},
		key{name: "else", of: who(), says: "Where it goes when the rounds are out.", with: "rounds"},
	), one: []string{"back_to", "lift_to"}}
	return choice{"upon", outcome, station}
}

// idlePairs are the keys that mean nothing beside bar and waive.
func idlePairs() (out [][2]string) {
	for _, k := range idleKeys() {
		out = append(out, [2]string{"bar", k}, [2]string{"waive", k})
	}
	return out
}

// upon is how a step ends. Which outcomes a step has, the reader checks.
func upon() shape {
	var all []string
	for _, s := range structure.Steps() {
		for _, o := range outcomes(s.Step) {
			if !slices.Contains(all, o) {
				all = append(all, o)
			}
		}
	}
	return object{id: "upon", says: "How a step ends.", keys: []key{
		{name: "of", of: anchor(), says: "The step that ends.", must: true},
		{name: "outcome", of: words{list: all, some: true}, says: "How it ends.", must: true},
	}}
}
