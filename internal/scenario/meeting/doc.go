// Package meeting holds the scenario of a whole meeting, from the calendar to
// the published notes: two screens at once, mail through a real SMTP server, and
// a network that goes away in the middle.
package meeting
