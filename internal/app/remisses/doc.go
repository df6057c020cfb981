// Package remisses holds the use cases of a consultation: opened on a version of
// the proposal with a question and a deadline, answered once by each party asked,
// closed with a compilation.
//
// A party's draft is its own: SaveDraft writes it where nobody else reads, and
// Answer copies it into a record. Each answer ends the station of the matter's
// route for its party; the closing ends it for those that have not answered.
package remisses
