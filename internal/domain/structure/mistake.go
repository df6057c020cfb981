package structure

// Mistake is one thing that is wrong, or worth a look, in a structure file that
// somebody proposes: where, what, and what to write instead.
type Mistake struct {
	Line, Column  int
	Wrong         bool // the file can't be used
	Hint          bool // only something to look at; neither is a warning
	What, Instead string
}
