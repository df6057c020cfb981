// Package compare tells in words what changes when one structure follows
// another. It is pure, and compares what the texts mean, never how they are
// written: the order of a file, its comments and its explanations change
// nothing.
//
//	OLD ─┐   things by id        new · gone · renamed
//	     ├─► facets of a thing   what it says of one topic: changed · added · gone
//	NEW ─┘   seats               by whom they fall to: won · lost
//	         mandates, ways      by their effect: every kind of document, field and
//	                             set of answers is tried in both, and what differs
//	                             is told with the cases in which it does
//
// A Change carries a key of the catalogue and its arguments, so that the
// command line and the pages say the same sentence, and the rules of both
// sides. What follows for people, meetings and matters under way is told beside
// it: Seats, Meetings, Reroute.
package compare
