// Package presence says who takes part in which item of a meeting: who came late
// or left, who was out for one item or disqualified in it, and which deputy served
// for whom from where on. What is recorded for the meeting as a whole holds in
// every item of which nothing else is recorded.
package presence
