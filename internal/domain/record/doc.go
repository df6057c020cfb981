// Package record holds what is written of a meeting once it has been held: the
// parts it consists of, how far each has come, what its body's text, law and the
// county's practice ask of it, who has to approve it, and by when.
//
//	           write            check             approve           publish
//	(nothing) ──────► drafted ─────────► checked ─────────► approved ─────────► published
//	                     ▲                  │ return                                │
//	                     └──────────────────┘            renew: a new version ◄─────┘
//
// Where nobody has to approve, what is checked may be sent and published: a step
// that no text asks for is not asked. What is approved, sent or published is never
// changed: a correction is a new version that points to the one before it.
package record
