package page

import "strings"

// Local gives an address when it leads to this site and nowhere else, and
// otherwise the other one: one stroke at its beginning, no back stroke that a
// browser would turn, no control character.
func Local(address, otherwise string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") ||
		strings.ContainsFunc(address, func(c rune) bool { return c == '\\' || c < ' ' || c == 0x7f }) {
		return otherwise
	}
	return address
}
