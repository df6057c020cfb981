// Package routing composes the route of a matter from a county's rules, and
// says why. Each rule says one thing (such a station is needed, barred or
// waived; it comes before or after another); Compose makes one route of all
// that hold. It is a pure function: no clock, no reading of its own result, and
// the same result for any order of the rules in the file.
//
//	ways in force ── when? ──► true · false · unknown
//	     │
//	     ▼ expand              atoms: one party or one place, one step
//	need · bar · waive ─ judge (a table, no hidden precedence) ─► in · out · held · offered · possible
//	     │
//	     ▼ mandates            a body without mandate hands on
//	     ▼ around              a second stratum: preparation before each decision
//	     ▼ edges               before, after ──► cycles are findings
//	     ▼ phases              the natural order of the steps fills in the rest
//	     ▼ deciders            exactly one last decision, or a finding
//	     ▼ log                 done stays done; what was overtaken is said
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
// Rounds (a return opens a new copy of stations), cascades through an
// association and ladders are not built; atoms carry their round and object so
// that they can be added without changing what is here.
package routing
