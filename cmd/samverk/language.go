package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"samverk/internal/structurefile"
	"samverk/internal/text"
)

// spoken is the language in which a verb tells what is wrong in a structure.
type spoken struct {
	Language string `enum:"sv,en," default:"" help:"Language in which mistakes in a file are told, sv or en; as LC_ALL, LC_MESSAGES or LANG have it when left out, else en." placeholder:"sv|en"`
}

// swedish reports whether it is Swedish: as asked for, else as the surroundings
// have it.
func (s spoken) swedish() bool {
	if s.Language != "" {
		return s.Language == "sv"
	}
	return strings.HasPrefix(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")), "sv")
}

// tell tells problems, each on a line of its own: file:line:column: what is
// wrong, what to write instead.
func (s spoken) tell(w io.Writer, found structurefile.Problems) {
	for _, p := range found {
		if !s.swedish() {
			fmt.Fprintln(w, p)
			continue
		}
		t := text.For("sv")
		line := fmt.Sprintf("%s:%d:%d: ", p.Pos.File, p.Pos.Line, p.Pos.Column)
		if p.Severity != structurefile.Error {
			line += t.S("severity."+string(p.Severity)) + ": "
		}
		line += t.Say(p.What)
		if !p.Instead.Zero() {
			line += " " + t.Say(p.Instead)
		}
		fmt.Fprintln(w, line)
	}
}

// inOrder tells that a file is: in English as the format has it, in Swedish by
// the catalogue's key.
func (s spoken) inOrder(w io.Writer, key, english string, args ...any) {
	if s.swedish() {
		fmt.Fprintln(w, text.For("sv").S(key, args...))
		return
	}
	fmt.Fprintf(w, english+"\n", args...)
}
