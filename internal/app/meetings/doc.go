// Package meetings holds the use cases of a body's meetings: planning, moving
// and cancelling them, the queue of matters that are ready, agenda and notice,
// and what is done while a meeting is held.
//
//	Create ──► AddMatter, AddTopic … ──► SendNotice ──► Open ──► Attend ──► Close
//	              Queue, Prioritise         Move, Cancel        (package decisions)
//
// When a meeting is moved, called, held or cancelled, the matters that travel
// over its body get their new dates in the same transaction (Unit.RefreshBody).
package meetings
