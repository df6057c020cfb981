package accounts

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"samverk/internal/fault"
)

// Shortest and longest passwords, in characters. The upper limit keeps a request
// from being a burden; it is far above what ASVS 6.2.9 asks for.
const (
	minPassword = 12
	maxPassword = 256
)

//go:embed common.txt
var common string

// checkPassword says what is wrong with a new password, or nothing. Length is
// what counts; no kinds of characters are demanded (ASVS 6.2.5).
func checkPassword(password, email string) error {
	p := norm.NFC.String(password)
	n := utf8.RuneCountInString(p)
	if n < minPassword {
		return fault.New(fault.Invalid, "password.too_short", minPassword).On("password")
	}
	if n > maxPassword {
		return fault.New(fault.Invalid, "password.too_long", maxPassword).On("password")
	}
	low := strings.ToLower(p)
	if few(low) || isCommon(low) {
		return fault.New(fault.Invalid, "password.common").On("password")
	}
	if name, _, _ := strings.Cut(strings.ToLower(email), "@"); len(name) > 3 && strings.Contains(low, name) {
		return fault.New(fault.Invalid, "password.has_name").On("password")
	}
	return nil
}

// few tells whether a password has less than five different characters.
func few(p string) bool {
	seen := map[rune]bool{}
	for _, r := range p {
		seen[r] = true
	}
	return len(seen) < 5
}

// isCommon tells whether a password is a common one, perhaps written twice or
// with digits and marks around it.
func isCommon(p string) bool {
	bare := strings.Trim(p, "0123456789!?.,-_*#+ ")
	for word := range strings.Lines(common) {
		word = strings.TrimSpace(word)
		if word == "" || strings.HasPrefix(word, "#") {
			continue
		}
		if p == word || bare == word || strings.ReplaceAll(p, word, "") == "" {
			return true
		}
	}
	return bare == ""
}
