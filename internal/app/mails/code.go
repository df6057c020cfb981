package mails

// What became of a letter, in one word, as the books of the jobs have it. Pages
// have sentences for them.
const (
	CodeOvertaken  = "overtaken"   // done: a later one says more
	CodeNoAddress  = "no_address"  // failed: nobody knows where to
	CodeBadAddress = "bad_address" // failed: what is kept as an address is none
	CodeRefused    = "refused"     // failed: the server says that it will never take it
	CodeBounced    = "bounced"     // failed: it was taken, and came back
	CodeGivenUp    = "given_up"    // failed: tried for days
	CodeHeld       = "held"        // failed: a restored backup doesn't know whether it had been sent
	CodeLater      = "later"       // waits: the server asks to come back
	CodeLost       = "lost"        // waits: the connection was lost, and with it the answer
	CodeDown       = "down"        // waits: the server doesn't answer
	CodeError      = "error"       // waits, or failed: something went wrong on our side
)

// Codes gives every code.
func Codes() []string {
	return []string{CodeOvertaken, CodeNoAddress, CodeBadAddress, CodeRefused, CodeBounced, CodeGivenUp, CodeHeld, CodeLater, CodeLost, CodeDown, CodeError}
}
