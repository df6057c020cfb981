package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/domain/journey"
	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// textWidth is how wide a line of text may be.
const textWidth = 100

// writeRoute prints a route for people, in Swedish: a numbered line per
// station with its clause, who and where below it, then what was found.
func writeRoute(w io.Writer, s *structure.Structure, in routing.Input, r *routing.Route, t *travel) error {
	p := &page{s: s}
	p.head(in)
	for i := range r.Stations {
		p.station(i+1, &r.Stations[i], r, t)
	}
	if len(r.Stations) == 0 {
		p.line("", "Reglerna ger ärendet ingen väg.")
	}
	if t != nil {
		p.line("", "")
		switch {
		case t.j.Done != "":
			p.line("", "Klart tidigast "+string(t.j.Done)+".")
		case t.j.DoneNotBefore != "":
			p.line("", "När det kan vara klart är okänt, dock inte före "+string(t.j.DoneNotBefore)+".")
		}
	}
	p.turns(r)
	p.offered(r)
	p.findings(r)
	_, err := io.WriteString(w, p.b.String())
	return err
}

type page struct {
	s *structure.Structure
	b strings.Builder
}

// line prints text behind a margin, broken at words.
func (p *page) line(margin, text string) {
	first := true
	for {
		cut := len(text)
		if utf8.RuneCountInString(margin+text) > textWidth {
			n, last := utf8.RuneCountInString(margin), -1
			for i, r := range text {
				if n++; n > textWidth && last > 0 {
					break
				}
				if r == ' ' {
					last = i
				}
			}
			if last > 0 {
				cut = last
			}
		}
		p.b.WriteString(strings.TrimRight(margin+text[:cut], " ") + "\n")
		if cut == len(text) {
			return
		}
		text = strings.TrimLeft(text[cut:], " ")
		if first {
			margin, first = strings.Repeat(" ", utf8.RuneCountInString(margin)), false
		}
	}
}

func (p *page) head(in routing.Input) {
	words := []string{p.s.DocumentKind(in.Matter.Kind).Name.SV}
	for _, f := range in.Matter.Fields {
		words = append(words, p.s.Field(f).Name.SV)
	}
	if in.Matter.Origin != "" {
		words = append(words, "från "+p.name(in.Matter.Origin))
	}
	p.line("", strings.Join(words, " · "))
	for i := range p.s.Facts {
		f := &p.s.Facts[i]
		if a := in.Facts[f.ID]; !a.Known || a.Yes || len(a.Parties) > 0 {
			p.line("  ", f.Ask.SV+" "+p.answer(f, a))
		}
	}
	p.line("", "")
}

func (p *page) answer(f *structure.Fact, a structure.Answer) string {
	switch {
	case !a.Known:
		return "Vet inte än."
	case f.Type == structure.Parties:
		return p.names(a.Parties) + "."
	case f.Type == structure.Choice:
		var out []string
		for _, id := range a.Parties {
			out = append(out, f.OptionName(id))
		}
		return strings.Join(out, ", ") + "."
	case a.Yes:
		return "Ja."
	}
	return "Nej."
}

// name gives the name of a body, party or channel.
func (p *page) name(id string) string {
	if x := p.s.Party(id); x != nil {
		return x.Name
	}
	if c := p.s.Channel(id); c != nil {
		return c.Name
	}
	if b := p.s.Body(id); b != nil && b.Short != "" {
		return b.Short
	}
	return p.s.PlaceName(id)
}

// units gives the names of units, "party/unit".
func (p *page) units(ids []string) string {
	var out []string
	for _, id := range ids {
		party, unit, _ := strings.Cut(id, "/")
		for _, u := range p.s.Party(party).Units {
			if u.ID == unit {
				out = append(out, u.Name)
			}
		}
	}
	return strings.Join(out, ", ")
}

func (p *page) names(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, p.name(id))
	}
	return strings.Join(out, ", ")
}

// cites lists rules by clause, and by what else they are when they have none.
func cites(refs []rule.Ref) string {
	var out []string
	for _, r := range refs {
		if c := routing.Cite(r); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func (p *page) station(n int, st *routing.Station, r *routing.Route, t *travel) {
	title := upperFirst(routing.StepName(st.Step))
	if st.Place != "" {
		title += " · " + p.name(st.Place)
	}
	if st.Round > 0 {
		title += fmt.Sprintf(", omgång %d", st.Round+1)
	}
	if st.Possible {
		title += " (kanske)"
	}
	p.line(fmt.Sprintf("%2d  ", n), title+"  "+cites(st.Rules))
	in := "      "
	if places := slices.DeleteFunc(slices.Clone(st.Bodies), func(b string) bool { return b == st.Place }); len(places) > 0 {
		p.line(in, "Genom: "+p.names(places))
	}
	if n := len(st.Parties); n > 0 {
		p.line(in, fmt.Sprintf("%s: %s", count(n), p.names(st.Parties)))
		if !st.Possible && len(st.Unsure) > 0 {
			p.line(in, "Kanske: "+p.names(st.Unsure))
		}
	}
	if len(st.Units) > 0 {
		p.line(in, "Svarar var för sig: "+p.units(st.Units))
	}
	if len(st.TurnsOn) > 0 {
		p.line(in, "Avgörs av: "+p.asked(st.TurnsOn))
	}
	if st.Days.N != nil {
		by := routing.Cite(st.Days.Rule)
		if st.Days.Practice != "" {
			by = "länets praxis"
		}
		p.line(in, fmt.Sprintf("%d dagar (%s)", *st.Days.N, by))
	}
	if st.State == routing.StateBlocked {
		for _, b := range st.Blocks {
			if b.Kind == routing.BlockFinding {
				p.line(in, "Hålls: se "+b.Finding+" nedan")
			}
		}
	}
	if t != nil {
		p.leg(t.j.Leg(st.ID), r)
	}
}

func count(n int) string {
	if n == 1 {
		return "1 part"
	}
	return fmt.Sprintf("%d parter", n)
}

func (p *page) asked(facts []string) string {
	var out []string
	for _, id := range facts {
		out = append(out, p.s.Fact(id).Ask.SV)
	}
	return strings.Join(out, " ")
}

// leg prints the dates of a station; of several parties with different dates
// each has its own.
func (p *page) leg(l *journey.Leg, r *routing.Route) {
	when := "Tidigast " + string(l.Earliest)
	if l.Earliest == "" {
		when = "Tiden är okänd"
		if l.NotBefore != "" {
			when += ", dock inte före " + string(l.NotBefore)
		}
	}
	if why := p.waits(l.WaitsFor, r); why != "" {
		when += ": " + why
	}
	if l.Papers != "" {
		when += ", handlingar senast " + string(l.Papers)
	}
	p.line("      ", when)
	if len(l.Uncounted) > 0 {
		names := make([]string, len(l.Uncounted))
		for i, id := range l.Uncounted {
			names[i] = routing.StepName(r.Station(id).Step)
		}
		p.line("      ", "Ingen tid är räknad för "+strings.Join(names, ", ")+", eftersom ingen har sagt hur lång tid det får ta")
	}
	differ := slices.ContainsFunc(l.Parties, func(x journey.PartyLeg) bool { return x.Earliest != l.Parties[0].Earliest })
	if !differ {
		return
	}
	var out []string
	for _, x := range l.Parties {
		d := string(x.Earliest)
		if d == "" {
			d = "okänt"
		}
		out = append(out, p.name(x.Party)+" "+d)
	}
	p.line("      ", strings.Join(out, ", "))
}

func (p *page) waits(w journey.WaitsFor, r *routing.Route) string {
	whose := func(s string) string {
		if w.Who == "" {
			return s
		}
		return s + " (" + p.name(w.Who) + ")"
	}
	switch w.What {
	case journey.Meeting:
		return "nästa möte i " + p.name(w.Who)
	case journey.Preparation:
		return whose("tid för förankring på hemmaplan")
	case journey.Answers:
		return whose("svarstid")
	case journey.PartyMeets:
		return whose("partens eget möte")
	case journey.UsualTime:
		return whose("partens vanliga tid till beslut")
	case journey.Window:
		return whose("den tid som regeln anger")
	case journey.Station:
		if st := r.Station(w.Who); st != nil {
			return "väntar på " + routing.StepName(st.Step)
		}
	case journey.NoDates:
		return whose("inga mötesdagar är kända")
	case journey.NoTime:
		return whose("ingen har sagt hur lång tid det får ta")
	case journey.Question:
		return "väntar på svar: " + p.s.Fact(w.Who).Ask.SV
	case journey.Choice:
		return "någon behöver välja, se " + w.Who + " nedan"
	case journey.Past:
		return "gjort"
	}
	return ""
}

func (p *page) turns(r *routing.Route) {
	for _, t := range r.Turns {
		p.line("", "")
		p.line("", p.s.Fact(t.Fact).Ask.SV)
		say := func(answer string, list []routing.TurnStation) {
			if len(list) == 0 {
				return
			}
			var out []string
			for _, s := range list {
				x := routing.StepName(s.Step)
				if s.Place != "" {
					x += " i " + p.name(s.Place)
				}
				if n := len(s.Parties); n > 0 {
					x += " (" + count(n) + ")"
				}
				out = append(out, x)
			}
			p.line("  ", answer+" ger "+strings.Join(out, ", "))
		}
		yes, no := "Ja", "Nej"
		if p.s.Fact(t.Fact).Type == structure.Parties {
			yes, no = "Alla", "Ingen"
		}
		say(yes, t.Yes)
		say(no, t.No)
		for _, o := range t.Options {
			say(o.Name, o.Stations)
		}
		if t.Settled {
			p.line("  ", "Inget i vägen beror på svaret.")
		}
	}
}

func (p *page) offered(r *routing.Route) {
	for i := range r.Offered {
		st := &r.Offered[i]
		if i == 0 {
			p.line("", "")
		}
		p.line("", "Kan också: "+routing.StepName(st.Step)+" "+cites(st.Rules))
	}
}

func (p *page) findings(r *routing.Route) {
	for _, f := range r.Findings {
		p.line("", "")
		mark := map[rule.Severity]string{rule.Blocks: "Stoppar", rule.Warns: "Varnar", rule.Informs: "Upplyser"}[f.Severity]
		p.line(mark+": ", strings.TrimSpace(f.Message+" "+cites(f.Rules))+" ("+f.Kind+")")
		if f.Proposes != "" {
			p.line("  Förslag: ", f.Proposes)
		}
	}
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[n:]
}
