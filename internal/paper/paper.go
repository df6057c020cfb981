// Package paper reads, converts and binds files that somebody has uploaded. What
// they hold is not to be trusted: all of it is done in child processes with
// limits (child.go), which are this very program started again. The server
// itself never opens a file further than to tell its type.
//
//	upload ──► Read: text by page and part, what it lacks for a screen reader
//	       ──► Convert: a DOCX as PDF, by LibreOffice where it is installed
//	       ──► Bind: many PDFs as one, with bookmarks, numbers and structure
package paper

// Kinds of part that a file's text comes in. A page is a page of a PDF; the
// others are parts of a DOCX.
const (
	Page     = "page"
	Body     = "body"
	Header   = "header"
	Footer   = "footer"
	Footnote = "footnote"
	Comment  = "comment"
	Deleted  = "deleted" // by a tracked change, and still in the file
	Hidden   = "hidden"  // hidden text, and the codes of fields
	Alt      = "alt"     // alternative texts of pictures
	Meta     = "meta"    // title, author, keywords and the like
	Embedded = "embedded"
	Link     = "link"
)

// Kinds gives every kind of part.
func Kinds() []string {
	return []string{Page, Body, Header, Footer, Footnote, Comment, Deleted, Hidden, Alt, Meta, Embedded, Link}
}

// Part is text from one place of a file.
type Part struct {
	Kind string `json:"kind"`
	Page int    `json:"page,omitempty"` // of a PDF, from 1
	Text string `json:"text"`
}

// What can be wrong with a file: its text could not be read, or not all of it.
const (
	Broken    = "broken"    // damaged, or not what it says that it is
	Encrypted = "encrypted" // a password is needed
	NoText    = "no_text"   // a PDF of pictures, scanned as a rule
	SomeText  = "some_text" // pages of it are pictures
	TooMuch   = "too_much"  // a bomb, or larger than what is read
	Slow      = "slow"      // not read within the time
	Unsafe    = "unsafe"    // it holds what nobody's text processor writes
	Attached  = "attached"  // other files lie inside that are not read
)

// Problems gives every problem.
func Problems() []string {
	return []string{Broken, Encrypted, NoText, SomeText, TooMuch, Slow, Unsafe, Attached}
}

// Text is what was read of a file.
type Text struct {
	Parts    []Part `json:"parts,omitempty"`
	Pages    int    `json:"pages"` // of a PDF; 0 for a kind that has none
	Title    string `json:"title"`
	Language string `json:"language"`
	Tagged   bool   `json:"tagged"`             // a screen reader gets its structure
	Problem  string `json:"problem,omitempty"`  // "" when all of it was read
	Untold   []int  `json:"untold,omitempty"`   // pages of pictures alone
	Outside  bool   `json:"outside,omitempty"`  // it asks for parts from elsewhere when it is opened
	Headings bool   `json:"headings,omitempty"` // it has headings that are marked as such
}

// Limits on what is read of one file.
const (
	maxText    = 20 << 20  // bytes of text in all
	maxXML     = 96 << 20  // bytes of one archive's parts, unpacked
	maxEntries = 5000      // entries of an archive and of those inside it
	maxRatio   = 100       // how much larger than packed, from 1 MB on
	maxNested  = 2         // archives inside archives
	maxDepth   = 2000      // elements inside elements
	maxInner   = 16 << 20  // bytes of an archive inside
	maxPages   = 10000     // of a PDF
	maxFile    = 512 << 20 // bytes of what is bound
)
