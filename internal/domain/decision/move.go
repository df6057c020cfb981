package decision

import (
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/fault"
)

// Move gives the record that takes the place of one that was made in the wrong item
// of its meeting: the same words in the item where they belong, with why. Which
// matter that is, and what may be decided in it, is judged anew (Case). standing
// are the meeting's records that stand: an item takes one of each body.
func Move(old Record, item, why string, standing []Record) (Record, error) {
	why = strings.TrimSpace(why)
	switch taken := slices.IndexFunc(standing, func(r Record) bool { return r.Item == item && r.Body == old.Body }); {
	case old.CorrectedBy != "":
		return Record{}, fault.New(fault.Conflict, "decision.corrected_already", old.CorrectedBy)
	case item == "" || item == old.Item:
		return Record{}, fault.New(fault.Invalid, "decision.move_where").On("item")
	case taken >= 0:
		return Record{}, fault.New(fault.Conflict, "decision.move_taken", standing[taken].Number().Short()).On("item")
	case why == "":
		return Record{}, fault.New(fault.Invalid, "decision.move_why").On("moved_why")
	case utf8.RuneCountInString(why) > MaxReservation:
		return Record{}, fault.New(fault.Invalid, "decision.reservation_long", MaxReservation).On("moved_why")
	}
	n, err := Correct(old, old.Terms)
	n.Item, n.Matter, n.Station, n.MovedWhy = item, "", "", why
	n.Terms.Version, n.Terms.Channels = "", nil // of the other matter
	return n, err
}

// Moved is a record that stands in another item than where it was first made.
type Moved struct {
	Record
	From string // item; "" when it stood on no agenda
}

// MovedIn gives those of all the records of a meeting that were moved.
func MovedIn(all []Record) []Moved {
	var out []Moved
	for _, r := range all {
		if i := slices.IndexFunc(all, func(x Record) bool { return x.ID == r.Corrects && x.Item != r.Item }); r.Corrects != "" && i >= 0 {
			out = append(out, Moved{r, all[i].Item})
		}
	}
	return out
}
