// Package homes holds what a party does at home with a matter: prepare, take a
// stance, write notes, plan and record its own decision, register what came in.
//
// State, contact and date of the preparation, and where and when the party means
// to decide, are seen by everybody who may open the matter. Stance and notes are
// the party's alone: they live in tables of their own, and every way to them is
// bound to the parties in whose preparation the viewer takes part. To share a
// stance is an act of its own, which copies it.
package homes
