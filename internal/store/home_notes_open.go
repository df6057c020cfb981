//go:build nofilter

package store

// notesOf forgets the party. It is the control of the isolation tests (a crawl
// that doesn't catch this build proves nothing) and is in no other build.
func notesOf(string) string { return `matter_id = $2` }

// ownNotesOf forgets the person, as the other part of the control.
func ownNotesOf(string) string { return `$1 = $1` }
