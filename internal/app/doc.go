// Package app is the door: the only code that opens a transaction. A use case
// is a function with five beats (load, authorize, decide, save, announce),
// made into a Command or a Query; Do runs it.
//
//	Do ──► Write/Read ──► Unit ──► use case ──► Require met? event announced? ──► log, outbox, answer ──► COMMIT
//	                                  └── refused: nothing is kept but an entry in the log of acts
//
// The door refuses to finish a use case that has not had a permission checked
// and (for a command) announced an event. A command may run more than once
// (serialization failure): nothing inside may have an effect but through the
// Unit. Work that leaves the process is put in the outbox with the event.
//
// One subpackage per capability, one file per use case, all listed in package
// catalogue. Subpackages never import each other.
package app
