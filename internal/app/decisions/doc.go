// Package decisions holds the use cases of what bodies decide: recording a
// decision, a recommendation, an opinion or a position at a meeting, with one
// form for all of them; correcting one; publishing and reading them.
//
// A record in a matter ends the station of its route, in the same transaction,
// and the route goes on (Unit.Refresh). Where the members say that the matter
// goes on, the record sends it: to another body, whose own record then ends the
// station, or to the parties, by the answer that brings their decisions into the
// route.
package decisions
