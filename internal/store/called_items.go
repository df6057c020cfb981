//go:build !nofilter

package store

// itemsOf gives the items that somebody is called to alone: those and no others.
func itemsOf(called string) string { return called }

// outOf gives the versions of proposals that have been sent out: those and no others.
func outOf(sent string) string { return sent }
