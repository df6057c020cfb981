// Package journey says when a matter can be decided: from its route and the
// meetings of the bodies and parties to the earliest date of every station, and
// what each waits for. It is pure.
//
//	done before it ──► ready ──► + papers and notice ──► next meeting of the body
//	                     │
//	                     ├─► + time to prepare, time to answer ──► (the county's number, or the text's)
//	                     └─► a party's next meeting, else its usual time, else unknown
//
// A matter travels: nothing is earlier than what comes before it. Where nobody
// has said how long something takes, or when somebody meets, the date is
// unknown and the journey says so, with the day before which it can't be. After
// a meeting that has no date, nothing has one. A number that the county has not
// set demands nothing: what comes after is then the earliest that is certain, and
// names the stations that it gives no time (Leg.Uncounted).
package journey
