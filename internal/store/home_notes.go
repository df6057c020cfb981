//go:build !nofilter

package store

// notesOf gives the condition for the notes of a party ($1) in a matter ($2):
// those of a party of the viewer's, which in says.
func notesOf(in string) string { return `party_id = $1 and matter_id = $2 and ` + in }

// ownNotesOf gives the condition for a person's own notes: that person's ($1),
// which mine says.
func ownNotesOf(mine string) string { return mine }
