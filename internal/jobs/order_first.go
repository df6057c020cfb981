//go:build markfirst

package jobs

// keptFirst is the control of the delivery test: what is written down as sent
// before it is sent gets lost when the process dies, and no other build does so.
const keptFirst = true
