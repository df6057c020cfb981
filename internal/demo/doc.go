// Package demo makes and drives the demonstration: a county that works, in a
// data folder of its own, with its own clock.
//
// Nothing in it goes round the rules. Every person, meeting, matter, stance and
// decision is made by the use cases that the pages call, as the person who may,
// at the time of the demo's clock; the log of acts is whole from the first row.
// What is told (titles, texts, who sits where the structure doesn't say, how
// often bodies meet) is data, in story/.
//
//	story ─► people, a year of meetings ─► day by day: each matter takes its next step as it becomes due ─► today
//
// The same driver moves on when somebody presses "next event", and lets the
// other parties decide.
package demo
