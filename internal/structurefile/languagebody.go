package structurefile

import "slices"

// The tables of a body: who sits, who may, how it meets.

func body() shape {
	some := func(of shape) shape { return many{of} }
	return object{id: "body", says: "A board, council, chief group, committee, network …", keys: cited(true, slices.Concat([]key{
		{name: "name", of: inWords(), says: "What the body is called.", must: true},
		{name: "short", of: plain{}, says: "A short name."},
		{name: "kind", of: words{list: bodyKinds()}, says: "free-form (the default) follows what the parties wrote; a statutory board has a host and follows the law rules too."},
		{name: "level", of: words{list: []string{notStated}, open: true}, says: "One of the levels, or not stated."},
		{name: "fields", of: some(aName("a field")), says: "Its fields of cooperation."},
		{name: "host", of: aName("a party"), says: "The party in whose organisation it is."},
		{name: "described", of: words{list: describedWords(), open: true}, says: "Where it is described: here (the default), locally, elsewhere, not yet, or in a source."},
	}, period("since", "until", "the body"), []key{
		{name: "set_up_by", of: some(aName("a body")), says: "The bodies that set it up."},
		{name: "succeeds", of: some(aName("a body")), says: "The bodies whose duties it took over."},
		{name: "rests_on", of: some(aName("a document")), says: "The documents on which it rests."},
		{name: "relations", of: relations(), says: "How it hangs together with other bodies."},
		{name: "purposes", of: some(statement(false)), says: "What it is for."},
		{name: "duties", of: some(statement(false)), says: "What it does, in plain words."},
		{name: "seats", of: some(seat()), says: "The places in it."},
		{name: "totals", of: some(object{id: "total", says: "A demand on the whole composition.", keys: cited(false,
			key{name: "count", of: count(), says: "How many, in all or of some."},
			key{name: "of", of: who(), says: "Of whom: of each of a set's members with each."},
			key{name: "deputies", of: words{list: []string{"counted", "not counted"}}, says: "Whether deputies are counted; left out: the text doesn't say."},
			key{name: "balance", of: words{list: []string{"side"}}, says: "side: as many from each side."},
		), one: []string{"count", "balance"}}), says: "Demands on the whole composition."},
		{name: "roles", of: entries{words{list: roleWords()}, role()}, says: "Who leads and helps it."},
		{name: "mandates", of: some(mandateOf()), says: "What it may do with which kinds of document."},
		{name: "powers", of: some(power()), says: "What else it may do."},
		{name: "admits", of: some(object{id: "admission", says: "From whom the body takes up matters.", keys: cited(false,
			key{name: "from", of: who(), says: "Who may raise matters here.", must: true},
			key{name: "via", of: words{list: roleWords(), some: true}, says: "The role of the body that takes them in."},
			key{name: "when", of: condition(), says: "Which matters."},
		)}), says: "From whom it takes up matters."},
		{name: "decides_by", of: object{id: "decides_by", says: "How the body decides.", keys: cited(false,
			key{name: "rule", of: words{list: decisionRules()}, says: "By what.", must: true},
			key{name: "else", of: who(), says: "Where it is lifted when that does not come about."},
		)}, says: "How it decides."},
		{name: "between_meetings", of: object{id: "between_meetings", says: "That the body may decide between its meetings (per capsulam). Not at a statutory board.", keys: cited(false,
			key{name: "for", of: many{aName("a document kind")}, says: "The kinds of document; left out: any."},
			key{name: "agreed_by", of: words{list: agreeWords()}, says: "Who must agree.", must: true},
			key{name: "within", of: wholeDays(), says: "In how many days the answers come; left out: the text doesn't say."},
		)}, says: "How it decides between its meetings."},
		{name: "costs", of: costs(), says: "Who bears what it costs."},
		{name: "meetings", of: meetingRules(), says: "What the text says about its meetings."},
		{name: "record", of: record(), says: "What is written of a meeting."},
		{name: "owes", of: some(object{id: "owed", says: "Something that recurs.", keys: cited(false,
			key{name: "what", of: words{list: owedWords()}, says: "What is owed.", must: true},
			key{name: "every", of: every(), says: "How often.", must: true},
			key{name: "to", of: who(), says: "To whom."},
			key{name: "at", of: occasionWord(), says: "At which meeting."},
			key{name: "for_each", of: aName("a set"), says: "One for each of its members."},
		)}), says: "Plans and reports that it owes again and again."},
		{name: "require", of: some(requirement(false)), says: "What else must hold in it."},
		{name: "for_each", of: entries{ident(), aName("a set")}, says: "A template: one body for each member of a set, {x: set}. {x}, {x.name} and {x.short} in any text.", with: "id"},
		{name: "id", of: madeName(), says: "The id of a template's bodies.", with: "for_each"},
		{name: "but", of: entries{aName("a member of the set"), anyMapping{}}, says: "What one of them has otherwise: mappings key by key, all else instead.", with: "for_each"},
	})...)}
}

// anyMapping is a mapping that the schema doesn't look into: part of a body.
type anyMapping struct{}

func (anyMapping) schema(defs) node { return node{"type": "object"} }

func relations() shape {
	says := map[string]string{
		"reports_to": "To whom it reports.", "supports": "Whom it helps.", "prepares_for": "For whom it prepares matters.",
		"executive_of": "Whose executive committee it is.", "beside": "With whom it stands on one level.", "attached_to": "To whom it belongs.",
		"appoints": "Whose members it appoints.", "tied_to": "A channel outside the structure.",
	}
	one := object{id: "relation", says: "A relation with its own source.", keys: cited(false, key{name: "to", of: who(), says: "The body, or an organ at home.", must: true})}
	o := object{id: "relations", says: "How a body hangs together with others."}
	for _, k := range relationKeys() {
		o.keys = append(o.keys, key{name: string(k), of: either{who(), one, listed{either{whoTerm(), one}, 1}}, says: says[string(k)]})
	}
	return o
}

func seat() shape {
	offices := many{aName("an office")}
	return object{id: "seat", says: "A place, or a kind of places, in a body.", keys: cited(false, append([]key{
		{name: "id", of: ident(), says: "Its name, so that findings can name it."},
		{name: "from", of: who(), says: "The parties, their organs, or the members of a body."},
		{name: "except", of: who(), says: "Parties that from doesn't mean.", with: "from"},
		{name: "held_by", of: who(), says: "Whoever holds a role of another body, or an office."},
		{name: "shared_by", of: who(), says: "Parties that share it and take turns."},
		{name: "turns", of: term(), says: "How long a turn is.", with: "shared_by"},
		{name: "each", of: count(), says: "So many for each party (or set)."},
		{name: "count", of: count(), says: "So many in all."},
		{name: "office", of: offices, says: "What the holder is at home."},
		{name: "offices", of: offices, says: "Any of these."},
		{name: "every_office", of: offices, says: "Each of these has to be there."},
		{name: "by", of: either{words{list: []string{notStated}}, who()}, says: "Who appoints; not stated where the text leaves it open."},
		{name: "as", of: words{list: asWords()}, says: "How the holder takes part; left out: as a member."},
		{name: "deputies", of: either{count(), object{id: "deputies", says: "Deputies of a seat.", keys: []key{
			{name: "count", of: count(), says: "How many.", must: true},
			{name: "from", of: words{list: []string{"same party"}}, says: "same party: a deputy comes from the member's own."},
		}}}, says: "How many deputies: 1 is for each member, more is for the seat as a whole."},
		{name: "vacant", of: words{list: []string{"allowed"}}, says: "allowed: it may stand empty on purpose."},
		{name: "stands_for", of: who(), says: "The parties for which the holder speaks beside the own one."},
		{name: "when", of: condition(), says: "For which questions."},
	}, period("since", "until", "the seat")...)...), one: []string{"from", "held_by", "shared_by"}, not: [][2]string{{"each", "count"}, {"office", "offices"}, {"office", "every_office"}, {"offices", "every_office"}}}
}

func role() shape {
	return object{id: "role", says: "Who leads or helps the body.", keys: cited(false,
		key{name: "from", of: who(), says: "The parties that it comes from."},
		key{name: "held_by", of: who(), says: "Whoever holds an office, or a role of a body."},
		key{name: "same_as", of: who(), says: "Whoever holds a role of another body."},
		key{name: "by", of: either{words{list: []string{notStated}}, who()}, says: "Who appoints; not stated where the text leaves it open."},
		key{name: "term", of: term(), says: "How long somebody holds it."},
		key{name: "turns", of: either{words{list: []string{"sides"}}, who()}, says: "Between whom it goes round: sides, or parties."},
		key{name: "shared", of: yesNo(), says: "yes: several hold it together."},
		key{name: "count", of: count(), says: "How many hold it."},
		key{name: "then", of: words{list: roleWords()}, says: "The role that its holder takes next."},
		key{name: "vacant", of: words{list: []string{"not allowed"}}, says: "not allowed: somebody has to hold it at all times."},
		key{name: "costs", of: costs(), says: "Who bears what it costs."},
	), not: [][2]string{{"same_as", "from"}, {"same_as", "by"}, {"same_as", "held_by"}}}
}

func costs() shape {
	return object{id: "costs", says: "Who bears what something costs.", keys: cited(false,
		key{name: "by", of: who(), says: "Who bears them.", must: true},
		key{name: "key", of: plain{}, says: "How they are shared: equal, inhabitants, or the text's words."},
	)}
}

func mandateOf() shape {
	return object{id: "mandate", says: "What the body may do with which kinds of document.", keys: cited(false,
		key{name: "for", of: many{aName("a document kind")}, says: "The kinds of document; left out: any."},
		key{name: "may", of: many{words{list: mayWords()}}, says: "What it may do."},
		key{name: "never", of: many{words{list: mayWords()}}, says: "What the text says that it can't do."},
		key{name: "unless", of: condition(), says: "When the mandate does not hold."},
		key{name: "position", of: words{list: []string{"at each decision"}}, says: "at each decision: the members say then whether they have the mandate."},
		key{name: "within", of: plain{}, says: "A limit in the text's words: shown, and not judged."},
		key{name: "else_to", of: choosing(), says: "Where it goes when the mandate does not hold."},
	)}
}

func power() shape {
	return object{id: "power", says: "A right of the body beside its mandates.", keys: cited(false,
		key{name: "may", of: words{list: powerWords()}, says: "What it may do.", must: true},
		key{name: "what", of: plain{}, says: "In the text's words."},
		key{name: "whom", of: plain{}, says: "Whom it may appoint, engage or co-opt."},
		key{name: "to", of: who(), says: "To whom or where."},
		key{name: "needs", of: many{plain{}}, says: "What has to be stated then."},
		key{name: "within", of: plain{}, says: "A limit in the text's words."},
	)}
}

func meetingRules() shape {
	notice := words{list: noticeWords()}
	by := func(id, says, whose string, more ...key) shape {
		return object{id: id, says: says, keys: cited(false, append(more, key{name: "by", of: who(), says: whose, must: true})...)}
	}
	return object{id: "meetings", says: "What the text says about a body's meetings.", keys: cited(false,
		key{name: "number", of: recurring(), says: "How many a year."},
		key{name: "called_by", of: who(), says: "Who calls it."},
		key{name: "notice", of: object{id: "notice", says: "How people are called.", keys: cited(false,
			key{name: "days", of: wholeDays(), says: "How long before."},
			key{name: "holds", of: many{notice}, says: "What a notice holds."},
			key{name: "each_item", of: many{notice}, says: "What it holds of each item."},
		)}, says: "How people are called."},
		key{name: "joint", of: many{object{id: "joint", says: "A meeting together with other bodies.", keys: cited(false,
			key{name: "with", of: who(), says: "The other bodies.", must: true},
			key{name: "invites", of: who(), says: "Who invites."},
			key{name: "number", of: recurring(), says: "How many a year."},
		)}}, says: "Meetings together with other bodies."},
		key{name: "side_session", of: many{object{id: "side_session", says: "A meeting beside the meeting, for some of its parties.", keys: cited(false, key{name: "of", of: who(), says: "Who meets.", must: true})}}, says: "Meetings beside the meeting."},
		key{name: "months", of: many{month()}, says: "In which months it meets."},
		key{name: "usual", of: plain{}, says: "On which days, in the text's words."},
		key{name: "calendar", of: by("calendar", "Who decides the meetings of the next year.", "Who decides them.",
			key{name: "before", of: dayInYear(), says: "Before which day."}), says: "Who decides the meetings of the next year."},
		key{name: "paired", of: many{object{id: "paired", says: "How far from another body's meetings they lie.", keys: cited(false,
			key{name: "with", of: who(), says: "The other body.", must: true},
			key{name: "days_before", of: count(), says: "How many days before the other's.", must: true},
		)}}, says: "How far before another body's meetings they lie."},
		key{name: "extra", of: by("extra", "Extra meetings.", "Who can demand one."), says: "Who can demand an extra meeting."},
		key{name: "standing", of: many{object{id: "standing", says: "What stands on agendas by itself.", keys: cited(false,
			key{name: "item", of: plain{}, says: "The item.", must: true},
			key{name: "at", of: occasionWord(), says: "At which meetings.", must: true},
		)}}, says: "What stands on agendas by itself."},
		key{name: "also", of: many{object{id: "also", says: "What is held beside the meetings.", keys: cited(false,
			key{name: "form", of: plain{}, says: "What is held: a conference, a handover.", must: true},
			key{name: "number", of: recurring(), says: "How many a year."},
			key{name: "month", of: month(), says: "In which month."},
			key{name: "at", of: occasionWord(), says: "At which time."},
		)}}, says: "What is held beside the meetings."},
	)}
}

func record() shape {
	return object{id: "record", says: "What is written of a meeting, who approves it and who gets it.", keys: cited(false,
		key{name: "form", of: words{list: recordWords()}, says: "What is written."},
		key{name: "holds", of: many{words{list: []string{"decisions", "present", "absent", "assignments", "reservations"}}}, says: "What it holds."},
		key{name: "to", of: who(), says: "Who gets it."},
		key{name: "by", of: who(), says: "Who writes it."},
		key{name: "ready_days", of: readyDays(), says: "How soon after the meeting it is ready."},
		key{name: "approve", of: who(), says: "Who approves it."},
		key{name: "sign", of: words{list: []string{"next meeting"}}, says: "When it is signed."},
		key{name: "way", of: words{list: []string{"mail"}}, says: "How approval is asked."},
		key{name: "adjusters", of: count(), says: "How many are elected at the meeting to approve it."},
		key{name: "registered_by", of: who(), says: "Who registers it."},
		key{name: "publish", of: aName("a channel"), says: "Where it is published."},
	)}
}
