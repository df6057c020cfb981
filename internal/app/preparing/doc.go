// Package preparing is what somebody does alone before a meeting: read what is
// to be decided with the own party's stance beside it, and keep notes and marks
// that nobody else ever sees.
//
// A note is one person's. The log of acts holds a commitment to it, salted with
// what lies beside the note: when the note is destroyed, nothing is left that the
// log could be made to tell.
package preparing
