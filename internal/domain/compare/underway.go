package compare

import (
	"slices"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// UnderWay is a matter that has begun: what its route is composed from.
type UnderWay struct {
	ID string
	In routing.Input
}

// Rerouted is a matter whose route is another under the new structure. What is
// done stays done.
type Rerouted struct {
	ID   string
	Diff routing.Difference
}

// Reroute gives the matters under way whose stations are others when the new
// structure holds, on its first day or, when that has passed, on the given day.
func Reroute(before, after *structure.Structure, list []UnderWay, on workday.Date) []Rerouted {
	var out []Rerouted
	on = workday.Later(on, after.Valid.From)
	for _, m := range list {
		in := m.In
		in.On = on
		was := routing.Compose(before, in)
		in.Since, in.Earlier = on, was.Stops()
		d := routing.Diff(was, routing.Compose(after, in))
		d.Removed = slices.DeleteFunc(d.Removed, func(c routing.Change) bool { return c.Done }) // it stays done
		if len(d.Added)+len(d.Removed)+len(d.Changed) > 0 {
			out = append(out, Rerouted{m.ID, d})
		}
	}
	return out
}
