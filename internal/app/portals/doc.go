// Package portals holds what everybody may read: the structure, the bodies, the
// governing documents and who decided them, published decisions, the meetings,
// and the public page of a matter from the moment it was opened.
//
// The queries run for the public viewer on tables without a party's working
// material. What a party does at home before its decision, a stance, a remiss
// answer, a draft is never read here.
package portals

import "samverk/internal/store"

// The rows of the store that the pages show as they are.
type (
	Adoption = store.PublicAdoption
	Meeting  = store.PublicMeeting
)
