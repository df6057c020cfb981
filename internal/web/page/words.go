package page

import "strings"

// FirstLine gives the first line of a text, cut at a word when it is long.
func FirstLine(s string) string {
	const most = 160
	s, _, _ = strings.Cut(s, "\n")
	if len(s) <= most {
		return s
	}
	if i := strings.LastIndexByte(s[:most], ' '); i > 0 {
		return s[:i] + " …"
	}
	return s
}

// Paragraphs gives the lines of a text that hold something.
func Paragraphs(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
