package matter

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// Object is one of several documents that a matter leads to. Its kind decides its
// way; they go together where their ways meet (routing, rule 16).
type Object struct{ ID, Kind, Title string }

// MaxObjects is how many documents a matter can lead to.
const MaxObjects = 6

// NewObjects gives the documents of a matter that leads to more than one: the one of
// its own kind and title, then the others. None when there are no others. An
// unknown kind lists the known.
func NewObjects(s *structure.Structure, m Matter, others []Object) ([]Object, error) {
	if len(others) == 0 {
		return nil, nil
	}
	if len(others) >= MaxObjects {
		return nil, fault.New(fault.Invalid, "matter.objects_many", MaxObjects).On("objects")
	}
	out := []Object{{ID: "1", Kind: m.Kind, Title: m.Title}}
	for i, o := range others {
		o.ID, o.Title = strconv.Itoa(i+2), oneLine(o.Title)
		asked := m.Asked()
		asked.Kind = o.Kind
		switch _, err := s.Ask(asked, nil); {
		case err != nil:
			return nil, err
		case o.Title == "":
			return nil, fault.New(fault.Invalid, "matter.object_title", i+2).On("objects")
		case utf8.RuneCountInString(o.Title) > MaxTitle:
			return nil, fault.New(fault.Invalid, "matter.title_long", MaxTitle).On("objects")
		}
		out = append(out, o)
	}
	return out, nil
}

// ObjectState is how a document of a matter stands: who decides it by its own
// rules, and since when what was decided holds for it.
type ObjectState struct {
	Object
	Decider   *routing.Station // the last that decides it; nil when nobody does
	Adopters  []string         // where parties decide it: those that have to adopt
	Adopted   Adopted
	Settled   bool
	SettledOn workday.Date // the day; "" until it is settled
	InForceOn workday.Date // "" until it is settled
	Document  string       // id of the published document; ""
}

// InForce reports whether it holds on a day.
func (o ObjectState) InForce(day workday.Date) bool { return o.InForceOn != "" && o.InForceOn <= day }

// JudgeObjects gives how each document of a matter stands; none for a matter that
// leads to one. s and env say how many adoptions each takes.
func JudgeObjects(s *structure.Structure, env structure.Env, d *Dossier, r *routing.Route, today workday.Date) []ObjectState {
	var out []ObjectState
	for _, o := range d.Objects {
		x := ObjectState{Object: o, Decider: r.DeciderOf(o.ID), Document: d.Documents[o.ID]}
		switch {
		case x.Decider == nil:
		case x.Decider.Step == structure.PartyDecisions:
			x.Adopters = adoptersOf(r, o.ID)
			x.Adopted = NeedOf(s, env, o.Kind, x.Adopters).Adoption(x.Adopters, d.counting(r, x.Decider), d.Matter.EntryOn, today).notBefore(r.Since, today)
			x.Settled, x.SettledOn, x.InForceOn = x.Adopted.Complete(), x.Adopted.On, x.Adopted.InForceOn
		default:
			if on, ok := decidedAt(r, x.Decider, o.ID); ok {
				x.Settled, x.SettledOn = true, workday.Later(on, r.Since)
				x.InForceOn = workday.Later(x.SettledOn, d.Matter.EntryOn)
			}
		}
		out = append(out, x)
	}
	return out
}

// adoptersOf gives the parties that have to adopt a document.
func adoptersOf(r *routing.Route, object string) []string {
	var out []string
	for i := range r.Atoms {
		a := &r.Atoms[i]
		if a.Object == object && a.Step == structure.PartyDecisions && a.Party != "" && !a.Possible && !a.Gone && !a.Returned && !slices.Contains(out, a.Party) {
			out = append(out, a.Party)
		}
	}
	return out
}

// Enough gives the objects of a matter that as many parties have adopted as it
// takes, where that is not all of them: what comes after their decisions goes on,
// and the others join by their own decisions. "" is the matter itself.
func Enough(s *structure.Structure, env structure.Env, d *Dossier, r *routing.Route, today workday.Date) []string {
	var out []string
	if len(d.Objects) == 0 {
		if _, a, _ := Judge(s, env, d, r, nil, today); a.Complete() && a.Need.Some(a.Of) {
			out = append(out, "")
		}
	}
	for _, x := range JudgeObjects(s, env, d, r, today) {
		if x.Adopted.Complete() && x.Adopted.Need.Some(x.Adopters) {
			out = append(out, x.ID)
		}
	}
	return out
}

// judgeAll gives the milestones of a matter that leads to several documents: it is
// settled when all of them are, and what was decided holds from when the last of
// them does.
func judgeAll(each []ObjectState, m Milestones) (Milestones, Adopted, workday.Date) {
	var a Adopted
	var on workday.Date
	m.Settled = true
	for _, x := range each {
		m.Settled = m.Settled && x.Settled
		m.SettledOn = workday.Later(m.SettledOn, x.SettledOn)
		on = workday.Later(on, x.InForceOn)
		if len(x.Adopters) > len(a.Of) {
			a = x.Adopted
		}
	}
	if !m.Settled {
		m.SettledOn, on = "", ""
	}
	return m, a, on
}
