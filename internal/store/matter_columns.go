package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Limits are written "limit $1 + 0". SQLite looks at the value of a bare
// parameter there when it plans, and prepares the statement anew whenever the
// parameter is bound again: for a short list that costs more than the list.

// orNull gives null for an empty text: only for columns that may be null, a
// foreign key or a date that indexes leave out.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// list reads a comma separated column.
func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// sortedList reads a column that was aggregated in no order.
func sortedList(s string) []string {
	l := list(s)
	slices.Sort(l)
	return l
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
