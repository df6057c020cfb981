package render

import (
	"fmt"
	"strings"
	"unicode"
)

// printable gives a text with what no ordinary face has (pictures in the place
// of words, private signs) written by its number, so that it is not lost on
// paper: "[U+1F600]". Letters, digits and marks of any script stay, and what the
// documents' own faces have.
func printable(s string) string {
	if !strings.ContainsFunc(s, unprintable) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !unprintable(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Variation_Selector, r) || r == '\u200D' || r == '\u200C' || r == '\u200B' || r == '\u2060':
			// joins and varies what stands beside it, and is nothing alone
		default:
			fmt.Fprintf(&b, "[U+%04X]", r)
		}
	}
	return b.String()
}

// unprintable tells whether a face for text can't be expected to have a
// character.
func unprintable(r rune) bool {
	switch {
	case r < 0x2000:
		return false
	case r <= 0x206F: // spaces, dashes, quotes
		return r >= 0x200B && r <= 0x200D || r >= 0x2060
	case r >= 0x20A0 && r <= 0x20C0, r == 0x2113, r == 0x2116, r == 0x2122, r == 0x2191, r == 0x2193, r == 0x2212, r == 0x2215, r == 0xFFFD:
		return false
	}
	return !unicode.In(r, unicode.L, unicode.N, unicode.M) || unicode.Is(unicode.Variation_Selector, r)
}
