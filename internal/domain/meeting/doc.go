// Package meeting is a body's meeting: when and where it is held, its agenda,
// what its notice (kallelse) has to hold, and who was there. It is pure.
//
//	planned ──call──► called ──close──► held
//	   │  ▲              │ ▲
//	   └──┘ move         └─┘ move, call again
//	   └──────cancel─────┴──► cancelled
//
// A meeting is opened before it is closed; while it is open, presence and
// decisions are recorded. Opening is a time, not a state: a meeting under way is
// still planned or called, so that calendars and journeys read it as such.
//
// What a notice has to hold is what the body's own text says (structure.
// NoticeRule). A text that says nothing demands nothing, and a number of days
// that the text leaves out is the county's practice, never cited as the clause.
package meeting
