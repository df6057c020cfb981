// Package years is the year of the bodies: what each has planned against what its
// text asks, the deadlines counted backwards from each meeting, what collides, and
// how a year is planned: as a series, or as a copy of the year before.
//
//	pattern or last year ──► Propose ──► edited ──► Plan ──► meetings
//
// A proposal creates nothing.
package years
