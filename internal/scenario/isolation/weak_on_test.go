//go:build nofilter

package isolation

// weakened tells that a wall was taken away: this run has to fail.
const weakened = true
