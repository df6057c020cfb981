//go:build !markfirst

package jobs

// keptFirst is whether a letter is written down as sent before it is. It is not.
const keptFirst = false
