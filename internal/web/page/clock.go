package page

import (
	"strings"

	"samverk/internal/domain/workday"
	"samverk/internal/text"
)

// Clock takes a time as people write it, "9.00", "09:00" or "9".
func Clock(s string) string {
	if n := len(s); (n == 1 || n == 2) && strings.Trim(s, "0123456789") == "" {
		s += ":00"
	}
	out := []byte(s)
	for i := range out {
		if out[i] == '.' {
			out[i] = ':'
		}
	}
	if len(out) > 1 && out[1] == ':' {
		return "0" + string(out)
	}
	return string(out)
}

// DayOff says why hardly anybody works on a day: the holiday, or that it is a
// weekend; "" for a working day.
func DayOff(t text.T, d workday.Date) string {
	switch name := workday.Holiday(d); {
	case name != "":
		return t.S("holiday." + name)
	case workday.Free(d):
		return t.S("years.weekend")
	}
	return ""
}
