package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean gives a text as a document can hold it: control characters and the
// marks that turn the direction of the text are left out (a title that reads
// another way on paper than in the list is a forgery), tabs and line breaks are
// spaces, and what is no UTF-8 becomes U+FFFD. Nothing else is changed.
func Clean(s string) string {
	if clean(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case turns(r) || unicode.IsControl(r) || nonCharacter(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func clean(s string) bool {
	for _, r := range s {
		if r == utf8.RuneError || unicode.IsControl(r) || turns(r) || nonCharacter(r) || r == '\u2028' || r == '\u2029' {
			return false
		}
	}
	return true
}

// turns tells whether a character does nothing but turn the direction of text.
func turns(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }

// nonCharacter tells whether a code point may not stand in XML, or is the mark
// at the beginning of a file.
func nonCharacter(r rune) bool { return r == '\uFEFF' || r&0xFFFE == 0xFFFE }
