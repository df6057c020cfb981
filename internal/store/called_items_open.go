//go:build nofilter

package store

import "strings"

// itemsOf forgets which items somebody is called to, and shows every one of a
// meeting to whoever is called to one. It is the control of the isolation tests
// and is in no other build.
func itemsOf(called string) string {
	return strings.NewReplacer("w.item_id = i.id and ", "", "x.matter_id = i.matter_id and ", "").Replace(called)
}

// outOf forgets which versions of proposals have been sent out, as another part of
// the control.
func outOf(string) string { return `1 = 1` }
