// Package matter is a question's life: raised, sorted, on its way, decided, in
// force, implemented, followed up, closed. It is pure.
//
//	raised ──► triaged ──► under way ──► decided ──► in force ──► implemented ──► followed up ──► closed
//	   │           │            │  ▲                    (a date, no act)
//	   │           │            ▼  │ resume
//	   │           └────────► parked
//	   └► declined, withdrawn, merged, returned   (ends)
//
// Where a matter is on its route is not a state: routes are composed by package
// routing from the structure, the facts and the log. What this package holds is
// what is true of a matter besides its route: who may raise it (Admitted), its
// states (Act.From), its proposal in numbered versions, each party's own
// decision and whether they add up to an adoption (Adoption), and whether the
// parties have had their time to prepare at home (ReadyForDecision).
//
// Whether something is in force is never stored as a truth: it follows from the
// rows of the adoption ledger, the date of entry and today (Adoption.InForce,
// Matter.StateOn), so nothing depends on a job having run.
package matter
