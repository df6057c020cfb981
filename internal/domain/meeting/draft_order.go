//go:build !lastwins

package meeting

// goes reports whether a text that stands gives way to one that is saved: the one
// that it was written over, and the same text. What is chosen between is for
// whoever saves to say.
func goes(stands, saved Draft) bool { return stands.No == saved.Base || stands.Text == saved.Text }
