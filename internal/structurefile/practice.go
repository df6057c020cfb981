package structurefile

import (
	"samverk/internal/domain/structure"
)

// LoadPractice reads a county's own numbers from a file beside its structure:
//
//	practice: <id of the structure>
//	example: yes            # only in files that are no county's decision
//	set_by: <who decided them>
//	since: 2025-02-01
//	home_preparation: 21 days
//
// A number that the file leaves out stays unknown. The error, a Problems, lists
// everything that is wrong.
func LoadPractice(path string, s *structure.Structure) (structure.Practice, error) {
	data, err := file(path)
	if err != nil {
		return structure.Practice{}, err
	}
	return ReadPractice(path, data, s)
}

// ReadPractice is LoadPractice from memory; name stands in messages.
func ReadPractice(name string, data []byte, s *structure.Structure) (structure.Practice, error) {
	r := newReader(name, nil)
	var p structure.Practice
	r.reading(func() {
		root := r.document(data)
		if root == nil {
			return
		}
		t := r.table(root, msg("the practice"))
		if n := t.must("practice", msg("begin with \"practice: %s\"", s.ID)); n != nil && r.text(n) != s.ID {
			r.problem(n, msg("the practice belongs to %q, the structure is %q", n.Value, s.ID), msg("use the file of this county"))
		}
		p = r.practice(t)
	})
	found := r.found.sorted()
	if err := found.err(); err != nil {
		return structure.Practice{}, err
	}
	return p, nil
}

// practice reads the numbers from a mapping and ends it.
func (r *reader) practice(t *table) structure.Practice {
	p := structure.Practice{Example: t.flag("example", false), SetBy: t.text("set_by"), Since: r.date(t.get("since"))}
	if t.node != nil && (p.SetBy == "" || p.Since == "") {
		r.problem(t.node, msg("the practice does not say who set it and when"), msg("write set_by: … and since: 2025-02-01"))
	}
	p.HomePreparation = r.wholeDays(t.get("home_preparation"))
	p.Remiss = r.wholeDays(t.get("remiss"))
	p.Notice = r.wholeDays(t.get("notice"))
	p.Papers = r.wholeDays(t.get("papers"))
	p.Notes = r.wholeDays(t.get("notes"))
	p.PartyDecision = r.wholeDays(t.get("party_decision"))
	p.CalendarDay, p.CalendarMonth = r.dayOfYear(t.get("calendar"))
	for _, item := range r.list(t.get("school_breaks")) {
		bt := r.table(item, msg("a school break"))
		b := structure.SchoolBreak{Name: bt.text("name")}
		if b.Name == "" {
			bt.must("name", msg("write what the break is called"))
		}
		bt.must("from", msg("write its first day"))
		bt.must("to", msg("write its last day"))
		days := r.period(bt, "from", "to")
		b.From, b.To = days.From, days.To
		bt.end()
		p.SchoolBreaks = append(p.SchoolBreaks, b)
	}
	t.end()
	return p
}
