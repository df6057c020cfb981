package portal

import (
	"strings"
	"unicode/utf8"
)

// longestHeading is how long a line may be and still head the lines below it.
const longestHeading = 60

// headed takes a paragraph apart whose first line is a heading.
func headed(p string) (first, rest string, ok bool) {
	first, rest, ok = strings.Cut(p, "\n")
	if !ok || utf8.RuneCountInString(first) > longestHeading || strings.HasSuffix(first, ".") {
		return "", "", false
	}
	return first, rest, true
}
