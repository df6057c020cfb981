// Package records holds what happens after a meeting: the parts of its record are
// written, checked, approved, sent to those concerned and published, each as its
// body's text, law and the county's practice ask; parties tell those at home; and
// the notes of a body are found again.
package records
