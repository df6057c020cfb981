package matter

import (
	"samverk/internal/domain/personnummer"
	"samverk/internal/fault"
)

// CheckPublic refuses text that goes public with what looks like a personal
// identity number (personnummer or samordningsnummer) in it: no patient is ever
// named. It reads text, not what is inside files.
func CheckPublic(texts ...string) error {
	for _, t := range texts {
		if personnummer.Holds(t) {
			return fault.New(fault.Invalid, "personal_number")
		}
	}
	return nil
}
