// Package groups sets up, changes, extends and ends the working groups, steering
// groups and projects of a body: whose text gives it the power, by whoever acts
// for the body.
package groups
