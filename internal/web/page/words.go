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

// Section gives the number of a paragraph in minutes with its sign: "12" is
// written "§ 12". What was written otherwise stays as it was.
func Section(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || s[0] < '0' || s[0] > '9' || strings.Contains(s, "§") {
		return s
	}
	return "§ " + s
}
