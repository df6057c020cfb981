package page

import (
	"strconv"

	"samverk/internal/domain/structure"
	"samverk/internal/text"
)

// Count writes how many a text asks for; the number has to be stated.
func Count(t text.T, c structure.Count) string {
	switch {
	case c.About:
		return t.S("portal.count.about", c.Min)
	case c.Max == 0:
		return t.S("portal.count.least", c.Min)
	case c.Max != c.Min:
		return t.S("portal.count.between", c.Min, c.Max)
	}
	return t.S("portal.count.exactly", c.Min)
}

// Meetings writes how many meetings one side of a comparison asks for.
func Meetings(t text.T, c structure.Count) string {
	switch {
	case !c.Stated:
		return t.S("compare.meetings.open")
	case c.About:
		return t.S("compare.count.about", c.Min)
	case c.Max == 0:
		return t.S("compare.count.least", c.Min)
	case c.Max != c.Min:
		return t.S("compare.count.between", c.Min, c.Max)
	}
	return strconv.Itoa(c.Min)
}

// NoticeDays writes how long before a meeting one side of a comparison wants the
// notice, in days; nil is no time at all.
func NoticeDays(t text.T, n *int) string {
	if n == nil {
		return t.S("compare.meetings.open")
	}
	return t.S("compare.days", *n)
}
