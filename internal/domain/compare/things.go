package compare

import (
	"fmt"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// county tells what changes of the structure as a whole.
func (d *differ) county() {
	sub := Subject{"structure", d.is.ID}
	if a, b := d.was.Title.SV, d.is.Title.SV; a != b {
		d.tell(Change{Kind: Renamed, Subject: sub, Key: "compare.renamed", Args: []any{a, b}})
	}
	d.facets(sub, word("compare.whole"), countySays(d.was), countySays(d.is))
}

func countySays(s side) facets {
	var f facets
	f.add("valid_until", "", string(s.Valid.To), date(s.Valid.To), rule.Ref{})
	f.add("review_by", "", string(s.ReviewBy), date(s.ReviewBy), s.ReviewRule)
	for _, p := range s.Purposes {
		f.listed("purpose", p.Text, p.Text, p.Rule)
	}
	for _, l := range s.Law {
		f.add("law", l.Topic, canon(l.Says, l.Days, l.Share), l.Says, l.Rule)
	}
	for _, r := range s.Requirements {
		f.add("requirement", r.Rule.ID, canon(r.Of, r.Body, r.That, r.Say.SV), r.Say.SV, r.Rule)
	}
	p := s.Practice
	for _, x := range []struct {
		name string
		n    *int
	}{{"home_preparation", p.HomePreparation}, {"remiss", p.Remiss}, {"notice", p.Notice}, {"party_decision", p.PartyDecision}, {"papers", p.Papers}, {"notes", p.Notes}} {
		if x.n != nil {
			f.add("practice_"+x.name, "", canon(x.n), days(x.n), p.Ref(x.name))
		}
	}
	if p.CalendarMonth > 0 {
		f.add("practice_calendar", "", canon(p.CalendarDay, p.CalendarMonth), word("compare.day_of", p.CalendarDay, month(p.CalendarMonth)), p.Ref("calendar"))
	}
	for _, b := range p.SchoolBreaks {
		says := b.Name + " " + string(b.From) + "–" + string(b.To)
		f.listed("practice_school_break", says, says, p.Ref("school_breaks"))
	}
	return f
}

func date(d workday.Date) any {
	if d == "" {
		return word("compare.not_said")
	}
	return d
}

func period(p structure.Period) any {
	switch {
	case p.From == "" && p.To == "":
		return word("compare.not_said")
	case p.To == "":
		return word("compare.period.from", p.From)
	case p.From == "":
		return word("compare.period.to", p.To)
	}
	return word("compare.period.both", p.From, p.To)
}

func periodCanon(p structure.Period) string {
	if p == (structure.Period{}) {
		return ""
	}
	return string(p.From) + "–" + string(p.To)
}

// things tells what changes of everything that bodies and ways are made of.
func (d *differ) things() {
	compareThings(d, d.was.Sources, d.is.Sources, thing[structure.Source]{sort: "source",
		id: func(x *structure.Source) string { return x.ID }, name: func(_ side, x *structure.Source) string { return x.Title },
		says: func(_ side, x *structure.Source) (f facets) {
			f.add("source_date", "", string(x.Date), date(x.Date), rule.Ref{})
			f.add("source_ref", "", x.Ref, x.Ref, rule.Ref{})
			return f
		}})
	compareThings(d, d.was.Kinds, d.is.Kinds, thing[structure.PartyKind]{sort: "kind",
		id: func(x *structure.PartyKind) string { return x.ID }, name: func(_ side, x *structure.PartyKind) string { return x.Name.SV },
		says: func(_ side, x *structure.PartyKind) (f facets) {
			for i, o := range x.Organs {
				f.add("organ", o.ID, fmt.Sprint(o.Name, i), o.Name, rule.Ref{})
			}
			return f
		}})
	compareThings(d, d.was.Parties, d.is.Parties, thing[structure.Party]{sort: "party",
		id: func(x *structure.Party) string { return x.ID }, name: func(_ side, x *structure.Party) string { return x.Name },
		rule: func(x *structure.Party) rule.Ref { return x.Src }, says: partySays})
	sets := thing[structure.Set]{sort: "set", id: func(x *structure.Set) string { return x.ID }, name: setName,
		rule: func(x *structure.Set) rule.Ref { return x.Src }, says: setSays}
	compareThings(d, d.was.Sets, d.is.Sets, sets)
	sets.sort = "side"
	compareThings(d, d.was.Sides, d.is.Sides, sets)
	compareThings(d, d.was.Levels, d.is.Levels, thing[structure.Level]{sort: "level",
		id: func(x *structure.Level) string { return x.ID }, name: func(_ side, x *structure.Level) string { return x.Name.SV },
		rule: func(x *structure.Level) rule.Ref { return x.Rule },
		says: func(_ side, x *structure.Level) (f facets) {
			for _, s := range x.Duties {
				f.listed("duty", s, s, x.Rule)
			}
			return f
		}})
	compareThings(d, d.was.Fields, d.is.Fields, thing[structure.Field]{sort: "field",
		id: func(x *structure.Field) string { return x.ID }, name: func(_ side, x *structure.Field) string { return x.Name.SV }})
	compareThings(d, d.was.Offices, d.is.Offices, thing[structure.Office]{sort: "office",
		id: func(x *structure.Office) string { return x.ID }, name: func(_ side, x *structure.Office) string { return x.Name.SV },
		says: func(s side, x *structure.Office) (f facets) {
			f.add("at", "", canon(x.At), s.names(x.At), rule.Ref{})
			return f
		}})
	compareThings(d, d.was.Channels, d.is.Channels, thing[structure.Channel]{sort: "channel",
		id: func(x *structure.Channel) string { return x.ID }, name: func(_ side, x *structure.Channel) string { return x.Name },
		rule: func(x *structure.Channel) rule.Ref { return x.Rule }})
	compareThings(d, d.was.Facts, d.is.Facts, thing[structure.Fact]{sort: "fact",
		id: func(x *structure.Fact) string { return x.ID }, name: func(_ side, x *structure.Fact) string { return x.Ask.SV },
		rule: func(x *structure.Fact) rule.Ref { return x.Rule }, says: factSays})
	compareThings(d, d.was.DocumentKinds, d.is.DocumentKinds, thing[structure.DocumentKind]{sort: "document_kind",
		id: func(x *structure.DocumentKind) string { return x.ID }, name: func(_ side, x *structure.DocumentKind) string { return x.Name.SV },
		rule: func(x *structure.DocumentKind) rule.Ref { return x.Rule }, says: documentKindSays})
	compareThings(d, d.was.Documents, d.is.Documents, thing[structure.Document]{sort: "document",
		id: func(x *structure.Document) string { return x.ID }, name: func(_ side, x *structure.Document) string { return x.Title },
		rule: func(x *structure.Document) rule.Ref { return x.Rule }, says: documentSays})
}

func setName(s side, x *structure.Set) string {
	if x.Name.SV != "" {
		return x.Name.SV
	}
	return x.ID
}

func setSays(s side, x *structure.Set) (f facets) {
	for _, id := range x.Parties {
		f.add("belongs", id, id, s.name(id), x.Src)
	}
	for _, id := range x.Sets {
		f.add("belongs", id, id, s.name(id), x.Src)
	}
	return f
}

func partySays(s side, x *structure.Party) (f facets) {
	f.add("party_kind", "", canon(x.Kinds), s.names(x.Kinds), x.Src)
	f.add("scb", "", x.SCB, x.SCB, x.Src)
	for _, o := range x.Organs {
		f.add("organ", o.ID, o.Name, o.Name, x.Src)
	}
	for _, u := range x.Units {
		f.add("unit", u.ID, u.ID+u.Name, u.Name, x.Src)
	}
	f.add("represents", "", whoCanon(x.Represents), s.who(x.Represents), x.Src)
	f.add("adopts", "", canon(x.Adopts), yes(x.Adopts), x.Src)
	return f
}

// whoCanon is the canon of a who that may be absent.
func whoCanon(w structure.Who) string {
	if w.Zero() {
		return ""
	}
	return canonWho(w)
}

func factSays(s side, x *structure.Fact) (f facets) {
	f.add("fact_type", "", string(x.Type), vocab("compare.fact_type.", string(x.Type)), x.Rule)
	if x.Several {
		f.add("fact_several", "", "yes", yes(true), x.Rule)
	}
	for _, o := range x.Options {
		f.add("fact_option", o.ID, o.ID, o.Name, x.Rule)
	}
	said := any(yes(x.Default.Yes))
	switch {
	case !x.Default.Known:
		said = word("compare.not_said")
	case x.Type == structure.Choice:
		said = s.names(x.Default.Parties)
	case x.Type == structure.Parties:
		said = s.names(x.Default.Parties)
		if len(x.Default.Parties) == 0 {
			said = word("compare.nobody")
		}
	}
	f.add("fact_default", "", canon(x.Default.Known, x.Default.Yes, x.Default.Parties), said, x.Rule)
	return f
}

func documentKindSays(s side, x *structure.DocumentKind) (f facets) {
	for _, h := range x.Holds {
		f.add("holds", h, h, h, x.Rule)
	}
	a := x.InForce
	if a.Count.Stated || !a.Of.Zero() || a.By != "" || a.Until != "" {
		ref := a.Rule
		if ref.Zero() {
			ref = x.Rule
		}
		f.add("in_force", "", canon(a.Count, a.Of, a.By, a.Until), word("compare.in_force", count(a.Count), s.whoOr(a.Of, "compare.who.all"), s.organOr(a.By)), ref)
	}
	if x.Split {
		f.add("split", "", "yes", yes(true), x.Rule)
	}
	f.add("kept_by", "", x.KeptBy, s.nameOr(x.KeptBy), x.Rule)
	f.add("review_every", "", x.Review, span(x.Review), x.Rule)
	f.add("published", "", x.PublishedAt, s.nameOr(x.PublishedAt), x.Rule)
	return f
}

// whoOr says a who, or what stands for nobody.
func (s side) whoOr(w structure.Who, key string) any {
	if w.Zero() {
		return word(key)
	}
	return s.who(w)
}

func (s side) organOr(id string) any {
	if o := s.organ(id); o != "" {
		return o
	}
	return word("compare.any_organ")
}

func (s side) nameOr(id string) any {
	if id == "" {
		return word("compare.not_said")
	}
	return s.name(id)
}

func documentSays(s side, x *structure.Document) (f facets) {
	kind := x.Kind
	if k := s.DocumentKind(kind); k != nil {
		kind = k.Name.SV
	}
	f.add("document_kind", "", x.Kind, kind, x.Rule)
	f.add("valid", "", periodCanon(x.Valid), period(x.Valid), x.Rule)
	for _, id := range x.Steers {
		f.add("steers", id, id, s.name(id), x.Rule)
	}
	f.add("kept_by", "", x.KeptBy, s.nameOr(x.KeptBy), x.Rule)
	f.add("signed_by", "", whoCanon(x.Parties), s.who(x.Parties), x.Rule)
	f.add("part_of", "", x.PartOf, s.nameOr(x.PartOf), x.Rule)
	if x.Follows {
		f.add("follows", "", "yes", yes(true), x.Rule)
	}
	f.add("replaces", "", x.Replaces, s.nameOr(x.Replaces), x.Rule)
	for _, p := range x.Suspended {
		f.listed("suspended", periodCanon(p), period(p), x.Rule)
	}
	return f
}
