package meeting

import (
	"strings"
	"time"
	"unicode/utf8"

	"samverk/internal/fault"
)

// Limits of a person's own note, in characters. A note is for oneself: two pages
// are enough for one item.
const MaxOwnNote = 6000

// What a reading is counted with. A word of Swedish prose with its space takes
// about six characters, and an adult reads about two hundred a minute.
const (
	CharactersPerWord = 6
	WordsPerMinute    = 200
)

// ReadingTime gives how many minutes texts of so many characters take to read,
// rounded up; 0 for no text.
func ReadingTime(characters int) int {
	const perMinute = CharactersPerWord * WordsPerMinute
	return (max(characters, 0) + perMinute - 1) / perMinute
}

// Note is what a person has written and marked for themselves at an item, or at
// the meeting (Item ""). It is that person's alone.
type Note struct {
	Meeting   string
	Item      string
	Title     string // of the item, as it was when the note was saved
	Text      string
	Question  bool // "fråga"
	Important bool // "viktigt"
	Read      Read
	ChangedAt time.Time
	Version   int64 // 0: nothing is saved
}

// Read is that an item has been read, and what it was then.
type Read struct {
	At      time.Time // zero: not read
	Version int64     // of the proposal; 0 for none
	Seen    string    // Words of the item
}

// Done reports whether the item has been marked as read.
func (r Read) Done() bool { return !r.At.IsZero() }

// Words gives the words of an item that its reader has seen once it is read:
// what it is called, what it says, and what is to be done. Its place on the
// agenda is not among them.
func (i Item) Words() string {
	return strings.Join([]string{i.Title, string(i.Purpose), i.Summary}, "\n")
}

// Characters gives how long an item's own words are, for its reading.
func (i Item) Characters() int {
	return utf8.RuneCountInString(i.Title) + utf8.RuneCountInString(i.Summary)
}

// Tidy gives a note that can be saved, with the white space around its text
// taken away, or what is wrong with it.
func (n Note) Tidy() (Note, error) {
	n.Text = strings.TrimSpace(strings.ReplaceAll(n.Text, "\r\n", "\n"))
	if utf8.RuneCountInString(n.Text) > MaxOwnNote {
		return n, fault.New(fault.Invalid, "own_note.long", MaxOwnNote).On("text")
	}
	return n, nil
}

// Empty reports whether there is nothing in the note.
func (n Note) Empty() bool {
	return n.Text == "" && !n.Question && !n.Important && !n.Read.Done()
}

// News is what has changed in an item since it was read.
type News struct {
	From, To int64 // versions of the proposal; equal when it is the same
	Words    bool  // the item's own words are others
	Added    bool  // it came after somebody had begun to read
	Unread   bool  // it was there, and has not been read when others have
}

// Any reports whether anything has changed.
func (n News) Any() bool { return n.From != n.To || n.Words || n.Added }

// Begun is how far somebody has come with the items of a meeting.
type Begun struct {
	Last time.Time            // when an item was last marked as read; zero: none was
	Out  map[string]time.Time // of each item that has gone out with the notice or a supplement, when it first did; empty: nothing has
}

// Since gives what is new in an item with a version of the proposal (0 for none) to
// somebody with the note n, who has begun to read the meeting's items. An item is new
// that went out after the last was marked as read, or has been added since the
// notice and not gone out at all.
func Since(n Note, i Item, version int64, b Begun) News {
	if !n.Read.Done() {
		out, sent := b.Out[i.ID]
		added := len(b.Out) > 0 && (!sent || out.After(b.Last))
		return News{Added: !b.Last.IsZero() && added, Unread: !b.Last.IsZero() && !added}
	}
	out := News{From: n.Read.Version, To: version, Words: n.Read.Seen != i.Words()}
	if out.To < out.From { // the proposal was taken back
		out.From, out.To = version, version
	}
	return out
}
