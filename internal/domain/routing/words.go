package routing

import (
	"fmt"
	"slices"
	"strings"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// The kinds of finding. They are part of the command line's contract.
const (
	KindNeedsNobody   = "needs-nobody"   // a need that names nobody here
	KindTwoOrgans     = "two-organs"     // two organs at home for one decision
	KindNeedWaived    = "need-waived"    // one rule needs it, another says that it need not be
	KindNeedBarred    = "need-barred"    // one rule needs it, another forbids it
	KindPossible      = "possible"       // a question decides between two rules
	KindNoMandate     = "no-mandate"     // nobody named has the mandate
	KindMandateLoop   = "mandate-loop"   // mandates send it round
	KindMandateOpen   = "mandate-open"   // the members say at the meeting whether they have the mandate
	KindTimeConflict  = "time-conflict"  // at least longer than at most
	KindCycle         = "cycle"          // orders form a ring
	KindNobodyDecides = "nobody-decides" // the source doesn't say who decides
	KindTwoDeciders   = "two-deciders"   // two decide, and no order between them
	KindOvertaken     = "overtaken"      // something after it is done already
	KindCameLater     = "came-later"     // something after it was done before the rules asked for it
	KindNoLink        = "no-link"        // nobody represents the party on the way through
	KindNoReturn      = "no-return"      // nothing to go back to before the station that returns
	KindRoundsOut     = "rounds-out"     // it came back once more than its rule allows
	KindUntried       = "untried"        // too many answers to try them all
	KindRing          = "ring"           // parties that represent each other, steps around each other
)

// Mend says what to write in the structure so that a kind of finding does not
// come again; "" where its Proposes says that. A finding's Proposes is for those
// who have the matter.
func Mend(kind string) string {
	switch kind {
	case KindNeedsNobody:
		return "Skriv vilka det gäller även när ingen är utpekad, eller när regeln gäller, when: …"
	case KindTwoOrgans:
		return "Skriv samma organ i båda reglerna, eller när var och en gäller, when: …"
	case KindNeedBarred:
		return "Låt den ena regeln gå före den andra, over: <regel>, eller skriv när var och en gäller, when: …"
	case KindNoMandate:
		return "Ge organet mandat för den sortens ärende, eller skriv vart det går i stället, else_to: …"
	case KindMandateLoop:
		return "Låt ett av mandaten hänvisa till något annat organ, else_to: …"
	case KindTimeConflict:
		return "Skriv färre dagar i days, eller fler i within."
	case KindCycle:
		return "Ta bort den ena ordningen (before, after), eller låt den ena regeln gå före den andra, over: <regel>."
	case KindNobodyDecides:
		return "Skriv vem som beslutar, om texten säger det."
	case KindTwoDeciders:
		return "Skriv vem som beslutar sist, before eller after, eller när var och en gäller, when: …"
	case KindNoLink:
		return "Skriv vem som företräder parten, represents, eller låt regeln gälla de andra parterna, of: …"
	case KindNoReturn:
		return "Skriv ett tidigare steg i back_to, eller när regeln gäller, when: …"
	}
	return ""
}

// StepName gives the Swedish name of a step, in the middle of a sentence.
func StepName(step structure.Step) string {
	switch step {
	case structure.Triage:
		return "sortering"
	case structure.Prepare:
		return "beredning"
	case structure.Input:
		return "inspel"
	case structure.HomePreparation:
		return "förankring på hemmaplan"
	case structure.Remiss:
		return "remiss"
	case structure.Prioritise:
		return "prioritering"
	case structure.Opinion:
		return "yttrande"
	case structure.Negotiate:
		return "förhandling"
	case structure.Endorse:
		return "tillstyrkan"
	case structure.Recommend:
		return "rekommenderande beslut"
	case structure.Decide:
		return "beslut"
	case structure.Settle:
		return "avgörande"
	case structure.Pass:
		return "ställningstagande"
	case structure.PartyDecisions:
		return "beslut hos parterna"
	case structure.Publish:
		return "publicering"
	case structure.SendOut:
		return "utskick"
	case structure.Implement:
		return "införande"
	case structure.Check:
		return "avstämning"
	case structure.FollowUp:
		return "uppföljning"
	}
	return string(step)
}

// Cite gives the clauses of a rule for a sentence, "ORE-13"; the rule's id when
// it has none.
func Cite(r rule.Ref) string {
	switch {
	case len(r.Clauses) > 0:
		return strings.Join(r.Clauses, ", ")
	case r.Clause != "":
		return r.Clause
	}
	return r.ID
}

func citeAll(refs []rule.Ref) string {
	var out []string
	for _, r := range refs {
		if c := Cite(r); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return listed(out)
}

// listed joins words: "a, b och c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " och " + words[len(words)-1]
}

// what names an atom for people: the step and the place.
func (d *draft) what(k key) string {
	if k.place == "" {
		return StepName(k.step)
	}
	return StepName(k.step) + " i " + d.placeName(k.place)
}

// placeName gives the name of a place, the short one of a body that has it.
func (d *draft) placeName(id string) string {
	if b := d.c.s.Body(id); b != nil && b.Short != "" {
		return b.Short
	}
	return d.c.s.PlaceName(id)
}

func byForce(f rule.Force) rule.Severity {
	switch {
	case f >= rule.Must:
		return rule.Blocks
	case f == rule.Should:
		return rule.Warns
	}
	return rule.Informs
}

func upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func untried() rule.Finding {
	return rule.Finding{Kind: KindUntried, Severity: rule.Informs,
		Message:  "Alla svar på frågorna prövades inte: reglerna har för många kombinationer av frågor, områden och sorters ärenden.",
		Proposes: "Skriv reglerna så att färre frågor avgör samma steg."}
}

func needsNobody(w *structure.Way) rule.Finding {
	return rule.Finding{Kind: KindNeedsNobody, Severity: byForce(w.Rule.Force), Rules: []rule.Ref{w.Rule},
		Message:  fmt.Sprintf("%s kräver %s, men pekar inte ut någon i det här ärendet.", Cite(w.Rule), StepName(w.Step)),
		Proposes: "Se över svaren på frågorna, eller besluta om ett avsteg."}
}

func (p *pass) twoOrgans(a *atom, high, low *structure.Way) rule.Finding {
	return rule.Finding{Kind: KindTwoOrgans, Severity: rule.Warns, Rules: []rule.Ref{high.Rule, low.Rule},
		Message: fmt.Sprintf("%s och %s säger olika om vilket organ hos parten som beslutar: %s eller %s.",
			Cite(high.Rule), Cite(low.Rule), p.organName(a.party, high.By), p.organName(a.party, low.By)),
		Proposes: fmt.Sprintf("Låt det högre organet besluta: %s (%s).", p.organName(a.party, high.By), Cite(high.Rule))}
}

func (p *pass) organName(party, organ string) string {
	switch organ {
	case structure.OfficialOrgan:
		return "en tjänsteperson"
	case anyOrgan:
		return "ett politiskt organ"
	}
	for _, o := range p.c.s.OrgansOf(party) {
		if o.ID == organ {
			return o.Name
		}
	}
	return organ
}

func (p *pass) needWaived(a *atom, need, waive *structure.Way) rule.Finding {
	f := rule.Finding{Kind: KindNeedWaived, Severity: rule.Informs, Rules: []rule.Ref{need.Rule, waive.Rule},
		Message: fmt.Sprintf("%s kräver %s, medan %s säger att det inte behövs. Steget står kvar.",
			Cite(need.Rule), p.what(a.key), Cite(waive.Rule)),
		Proposes: fmt.Sprintf("Behåll %s enligt %s.", p.what(a.key), Cite(need.Rule))}
	if a.step == structure.PartyDecisions {
		f.Proposes = fmt.Sprintf("Låt ärendet gå till beslut hos parterna enligt %s, så att fler parter är med och beslutar.", Cite(need.Rule))
	}
	return f
}

func (p *pass) needBarred(a *atom, need, bar *structure.Way, sev rule.Severity, stands, hold bool) rule.Finding {
	f := rule.Finding{Kind: KindNeedBarred, Severity: sev, Rules: []rule.Ref{need.Rule, bar.Rule},
		Message: fmt.Sprintf("%s kräver %s, medan %s inte tillåter det.", Cite(need.Rule), p.what(a.key), Cite(bar.Rule))}
	switch {
	case hold:
		f.Proposes = fmt.Sprintf("Vänta med %s tills det är avgjort vilken av reglerna som gäller.", p.what(a.key))
	case stands:
		f.Proposes = fmt.Sprintf("Behåll %s enligt %s.", p.what(a.key), Cite(need.Rule))
	default:
		f.Proposes = fmt.Sprintf("Utelämna %s enligt %s.", p.what(a.key), Cite(bar.Rule))
	}
	return f
}

func (p *pass) mayBeBarred(a *atom, need, bar *structure.Way) rule.Finding {
	return rule.Finding{Kind: KindPossible, Severity: rule.Informs, Rules: []rule.Ref{need.Rule, bar.Rule},
		Message: fmt.Sprintf("%s kräver %s och %s tillåter det inte. Ett svar som saknas avgör vilken som gäller.",
			Cite(need.Rule), p.what(a.key), Cite(bar.Rule)),
		Proposes: "Besvara " + p.questions(need, bar) + "."}
}

// questions names the unanswered facts that some ways read.
func (p *pass) questions(ways ...*structure.Way) string {
	var out []string
	for i := range p.c.s.Facts {
		f := &p.c.s.Facts[i]
		if p.env.Facts[f.ID].Known {
			continue
		}
		for _, w := range ways {
			if slices.Contains(p.c.s.WayFacts(w), f.ID) {
				out = append(out, "”"+f.Ask.SV+"”")
				break
			}
		}
	}
	if len(out) == 0 {
		return "de frågor som är öppna"
	}
	return listed(out)
}

func (p *pass) mandateOpen(a key, by rule.Ref) rule.Finding {
	return rule.Finding{Kind: KindMandateOpen, Severity: rule.Informs, Rules: []rule.Ref{by},
		Message: fmt.Sprintf("Vid mötet i %s ska ledamöterna ta ställning till om de själva har mandat att besluta (%s).",
			p.placeName(a.place), Cite(by)),
		Proposes: "Ta upp frågan om mandat på dagordningen, före beslutet."}
}

func (p *pass) noMandate(a key, refs []rule.Ref) rule.Finding {
	return rule.Finding{Kind: KindNoMandate, Severity: rule.Blocks, Rules: refs,
		Message:  fmt.Sprintf("%s saknar mandat för %s i det här ärendet (%s), och källan säger inte vart det går i stället.", p.placeName(a.place), StepName(a.step), citeAll(refs)),
		Proposes: "Kom överens om vem som ska ta ställning, och besluta om ett avsteg."}
}

func (p *pass) mandateLoop(a key, refs []rule.Ref) rule.Finding {
	return rule.Finding{Kind: KindMandateLoop, Severity: rule.Blocks, Rules: refs,
		Message:  fmt.Sprintf("Mandaten skickar %s runt: %s hänvisar till ett organ som det redan gått från (%s).", StepName(a.step), p.placeName(a.place), citeAll(refs)),
		Proposes: "Kom överens om vem som ska ta ställning, och besluta om ett avsteg."}
}

func (p *pass) timeConflict(a *atom, window, deadline *structure.Way) rule.Finding {
	refs := []rule.Ref{window.Rule, deadline.Rule}
	if window.Rule.ID == deadline.Rule.ID {
		refs = refs[:1]
	}
	return rule.Finding{Kind: KindTimeConflict, Severity: rule.Blocks, Rules: refs,
		Message: fmt.Sprintf("%s ska ta minst %d dagar (%s) och högst %d (%s).", upper(p.what(a.key)),
			*a.days.n, Cite(window.Rule), *a.within, Cite(deadline.Rule)),
		Proposes: fmt.Sprintf("Räkna med %d dagar, och besluta om ett avsteg från %s.", *a.days.n, Cite(deadline.Rule))}
}

func (f *finisher) cycle(path []int, refs []rule.Ref) rule.Finding {
	var names []string
	for _, i := range append(slices.Clone(path), path[0]) {
		n := f.what(f.atoms[i].key)
		if len(names) == 0 || names[len(names)-1] != n {
			names = append(names, n)
		}
	}
	out := rule.Finding{Kind: KindCycle, Severity: rule.Blocks, Rules: refs,
		Message:  fmt.Sprintf("Ordningen går runt: %s (%s).", strings.Join(names, " → "), citeAll(refs)),
		Proposes: "Kom överens om ordningen, och besluta om ett avsteg."}
	if n := len(refs); n > 0 {
		weakest := refs[n-1] // strongest first
		if n == 1 || refs[n-2].Force > weakest.Force {
			out.Proposes = fmt.Sprintf("Bortse från ordningen i %s, som väger lättast.", Cite(weakest))
		}
	}
	return out
}

func (f *finisher) nobodyDecides(refs []rule.Ref, last int) rule.Finding {
	msg := "Källan säger inte vem som beslutar."
	if last >= 0 {
		msg = fmt.Sprintf("Källan säger inte vem som beslutar. Den slutar vid %s.", f.what(f.atoms[last].key))
	}
	if refs == nil {
		refs = []rule.Ref{}
	}
	return rule.Finding{Kind: KindNobodyDecides, Severity: rule.Blocks, Rules: refs, Message: msg,
		Proposes: "Kom överens om vem som beslutar, eller se över svaren på frågorna om ärendet."}
}

func (f *finisher) twoDeciders(last []int, refs []rule.Ref) rule.Finding {
	var names []string
	for _, i := range last {
		if n := f.what(f.atoms[i].key); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return rule.Finding{Kind: KindTwoDeciders, Severity: rule.Blocks, Rules: refs,
		Message:  fmt.Sprintf("Två beslutar, utan ordning mellan dem: %s (%s).", listed(names), citeAll(refs)),
		Proposes: "Kom överens om vem som beslutar sist, och besluta om ett avsteg från den andra regeln."}
}

func (d *draft) partyName(id string) string {
	if p := d.c.s.Party(id); p != nil {
		return p.Name
	}
	return id
}

func (d *draft) noLink(w *structure.Way, step structure.Step, names []string) rule.Finding {
	return rule.Finding{Kind: KindNoLink, Severity: rule.Blocks, Rules: []rule.Ref{w.Rule},
		Message:  fmt.Sprintf("%s går genom %s, men ingen där företräder %s.", Cite(w.Rule), StepName(step), listed(names)),
		Proposes: "Kom överens om vem som företräder parten, eller besluta om ett avsteg."}
}

func (d *draft) noReturn(s, way int) rule.Finding {
	w := d.c.ways[way]
	return rule.Finding{Kind: KindNoReturn, Severity: rule.Blocks, Rules: []rule.Ref{w.Rule},
		Message: fmt.Sprintf("%s går tillbaka till %s, men det steget kommer inte före %s här.",
			Cite(w.Rule), StepName(w.Upon.BackTo), d.what(d.atoms[s].key)),
		Proposes: "Kom överens om vart ärendet går tillbaka, och besluta om ett avsteg."}
}

func (d *draft) roundsOut(s, way int) rule.Finding {
	w := d.c.ways[way]
	return rule.Finding{Kind: KindRoundsOut, Severity: rule.Warns, Rules: []rule.Ref{w.Rule},
		Message: fmt.Sprintf("%s tillåter %d omgångar. De är slut, och källan säger inte vad som händer sedan.", upper(Cite(w.Rule)), w.Upon.Rounds) +
			fmt.Sprintf(" Den sista slutade vid %s.", d.what(d.atoms[s].key)),
		Proposes: "Kom överens om hur ärendet går vidare."}
}

func (f *finisher) cameLater(a, d *atom, refs []rule.Ref) rule.Finding {
	return rule.Finding{Kind: KindCameLater, Severity: rule.Informs, Rules: refs,
		Message:  fmt.Sprintf("%s krävs enligt de regler som gäller sedan %s. %s gjordes innan dess och står fast.", upper(f.what(a.key)), f.c.in.Since, upper(f.what(d.key))),
		Proposes: "Gör det innan ärendet går vidare, eller besluta om ett avsteg."}
}

func (f *finisher) overtakenBy(a, d *atom, refs []rule.Ref) rule.Finding {
	return rule.Finding{Kind: KindOvertaken, Severity: rule.Blocks, Rules: refs,
		Message:  fmt.Sprintf("%s skulle ha gjorts före %s, som redan är gjort.", upper(f.what(a.key)), f.what(d.key)),
		Proposes: "Gör det nu, eller besluta om ett avsteg."}
}
