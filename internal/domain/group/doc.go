// Package group holds the working groups, steering groups and projects that a
// body sets up under itself: who may (by the power in the body's text), the
// assignment with its goal, deliverables and dates, who takes part, and how it
// ends.
//
//	coming ──► running ──► overdue ──► ended
//	                └─────────────────────▲
//
// A group ends by an act with a date and a reason, never by itself: past its end
// date it is overdue until somebody extends or ends it. To take part in one is no
// membership of a body and gives no rights; it has an id of its own, so that
// meetings can be held under it as under a body.
package group
