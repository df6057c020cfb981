// Package routing composes the route of a matter from a county's rules, and
// says why. Each rule says one thing (such a station is needed, barred or
// waived; it comes before or after another); Compose makes one route of all
// that hold. It is a pure function: no clock, no reading of its own result, and
// the same result for any order of the rules in the file.
//
//	ways in force ── when? ──► true · false · unknown
//	     │
//	     ▼ expand              atoms: one party or one place, one step; the stations
//	     │                     that each party goes through; the rungs climbed so far
//	     ▼ judge               need · bar · waive, a table, no hidden precedence
//	     │                     ─► in · out · held · offered · possible
//	     ▼ mandates            a body without mandate hands on
//	     ▼ around              a second stratum: preparation before each decision
//	     ▼ edges               before, after, through ──► cycles are findings
//	     ▼ log                 done stays done; an outcome opens a new round of copies
//	     ▼ phases              the natural order of the steps fills in the rest
//	     ▼ documents           those of one matter go together where they meet
//	     ▼ deciders            exactly one last decision, or a finding
//	     ▼ stations            atoms that agree in step, place, round and order
//
// What nobody has answered yet is unknown, and makes atoms possible. For each
// unanswered fact the route is composed with both answers; what differs turns
// on it.
//
// Compose gives a Route: stations in order, each with its state (done, ready,
// waits, blocked, possible), what blocks it, and the rules behind it; findings
// in Swedish with what is proposed. Diff compares two routes, for facts that
// change under way. Check composes every set of answers that rules share, so
// that dead ends are found before a matter meets them.
//
// A return is no edge: an outcome in the log opens a round, with a copy of every
// station from the target to the one that returned ("decide@council#2"). What
// comes after moves to the natural order of the new round and keeps its id. A
// lift adds the same step at another place; a ladder is a chain of lifts. A way
// through others (an association for its members) links each party with those
// that represent it and with nobody else.
package routing
