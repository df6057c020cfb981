package structure

import "fmt"

// Mistake is one thing that is wrong, or worth a look, in a structure file that
// somebody proposes: where, what, and what to write instead.
type Mistake struct {
	Line, Column  int
	Wrong         bool // the file can't be used
	Hint          bool // only something to look at; neither is a warning
	What, Instead Message
	Register      string // of clauses, which is not at hand: what cites it was not looked up
}

// Message is what somebody is told of a file, in English, or a part of it: a
// format as fmt has it, and what is put into it. An argument may be a Message
// itself. Its sentence in another language stands in the catalogue under the
// format.
type Message struct {
	Format string
	Args   []any
}

// Zero reports whether the message says nothing.
func (m Message) Zero() bool { return m.Format == "" }

// String gives the message in English.
func (m Message) String() string { return fmt.Sprintf(m.Format, m.Args...) }

// Sentence gives the catalogue's key of the message, its arguments, and the
// English that stands for it where the catalogue lacks the key.
func (m Message) Sentence() (key string, args []any, or string) {
	return "problem." + m.Format, m.Args, m.String()
}
