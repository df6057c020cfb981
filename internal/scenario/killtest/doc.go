// Package killtest shows that what was acknowledged is kept: the real program,
// as a process of its own, is killed with signal 9 in the middle of writes that
// come through HTTP, again and again.
//
//	parent                                  child (samverk serve)
//	  ledger: 200 writes, each with a key ─► POST … Idempotency-Key
//	  303 was read: acknowledged          ◄─ answer
//	  at a random point: kill -9
//	  a copy of the files as they lie ─► everything acknowledged there, once?
//	                                     nothing half, both logs whole?
//	  start again; the rest with the same keys ─► each of them there, once
//
// The ledger is the parent's alone. The control is the program built to answer
// before COMMIT (build tag earlyanswer): the same harness has to catch it.
package killtest
