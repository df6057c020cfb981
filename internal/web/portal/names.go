package portal

import "samverk/internal/app/portals"

// What the use cases hand over, under the words of this package.
type (
	adoption = portals.Adoption
	decision = portals.PublicDecision
	meeting  = portals.Meeting
)
