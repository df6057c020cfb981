// Package decision is what a body decided, recommended, or said in a matter: its
// text, outcome and mandate position, its number, and how it moves the matter
// on. It is pure.
//
// A decision is numbered per body and year without gaps and never edited: a
// correction is a new record that points to the old. A body records no outcome
// that it has no mandate for: then the record becomes a recommendation by the
// recorder's choice, or the matter goes up.
//
// Nothing is chosen for people: the outcome and the position on the mandate
// have no default.
package decision
