// Package bodies holds the pages of the structure's bodies: who sits in them
// against what the text asks, who holds which role, their year of meetings
// against the number required, and what they have decided.
package bodies
