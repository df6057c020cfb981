package meeting

// Entry is a meeting in a calendar outside: when and where it is, under the id
// that its invitation has, and an address. It holds no word of what it is about.
type Entry struct {
	UID      string // the meeting's id, as in the mail that calls to it
	Sequence int
	Slot
	Summary string
	URL     string
	State   State // planned: tentative; cancelled: taken away
}
