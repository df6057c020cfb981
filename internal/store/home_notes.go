//go:build !nofilter

package store

// notesOf gives the condition for the notes of a party in a matter.
func (o Own) notesOf(party, id string) (string, []any) {
	in, args := o.home("party_id", 3)
	return `party_id = $1 and matter_id = $2 and ` + in, append([]any{party, id}, args...)
}
