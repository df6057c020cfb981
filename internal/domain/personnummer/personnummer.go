// Package personnummer finds personal identity numbers in text: personnummer
// and samordningsnummer (folkbokföringslagen (1991:481) section 18, lag
// (2022:1697) om samordningsnummer), as they are written, as a PDF's lines break
// them and as a designer spaces them.
//
// A number is a date (the day raised by 60 in a samordningsnummer), three digits
// of which one is not 0, and a check digit by Luhn's rule. It is written with
// ten or twelve digits, with or without a hyphen or (from the year somebody
// turns 100) a plus before the last four.
//
//	900101-9802   19900101-9802   9001019802   900101+9802   1990-01-01-9802
//	900101 9802   900101-⏎9802   9 0 0 1 0 1 - 9 8 0 2
package personnummer

import (
	"strings"
	"unicode"
)

// Found is a number in a text.
type Found struct {
	At     int    // the byte where it begins
	Masked string // as it is shown: the first two digits and the last two
}

// Holds reports whether a text holds a number.
func Holds(text string) bool { return len(scan(text, 1)) > 0 }

// Scan gives the numbers in a text, in order.
func Scan(text string) []Found { return scan(text, -1) }

// sign is one character of a text as the scanner sees it.
type sign struct {
	kind byte // a digit as itself, '-' for any hyphen or plus, ' ', '\n', '.', '/', or 'x'
	at   int
}

// read gives the characters of a text, without those that have no width. A
// digit in another script is the digit that it stands for.
func read(text string) []sign {
	out := make([]sign, 0, len(text))
	for at, r := range text {
		switch {
		case r >= '0' && r <= '9':
			out = append(out, sign{byte(r), at})
		case r >= '０' && r <= '９':
			out = append(out, sign{byte('0' + r - '０'), at})
		case r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\ufeff' || r == '\u2060':
		case strings.ContainsRune("-+‐‑‒–—−\u00ad＋－", r):
			out = append(out, sign{'-', at})
		case r == '\n' || r == '\r' || r == '\f' || r == '\v' || r == '\u2028' || r == '\u2029':
			out = append(out, sign{'\n', at})
		case unicode.IsSpace(r):
			out = append(out, sign{' ', at})
		case r == '.' || r == '/':
			out = append(out, sign{byte(r), at})
		default:
			out = append(out, sign{'x', at})
		}
	}
	return out
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// maxGap is how many characters may stand between two digits of one number.
const maxGap = 4

// run is up to thirteen digits with what stands before each.
type run struct {
	digits []byte
	gaps   []string
	ends   []int // the index after each digit
}

// runAt reads the digits from a place on.
func runAt(s []sign, from int) run {
	var r run
	gap := ""
	for i := from; i < len(s) && len(r.digits) < 13; i++ {
		switch k := s[i].kind; {
		case digit(k):
			r.digits, r.gaps, r.ends = append(r.digits, k-'0'), append(r.gaps, gap), append(r.ends, i+1)
			gap = ""
		case k == 'x' || len(gap) == maxGap:
			return r
		default:
			gap += string(k)
		}
	}
	return r
}

func scan(text string, most int) []Found {
	s := read(text)
	var out []Found
	for i := 0; i < len(s) && len(out) != most; i++ {
		if !digit(s[i].kind) || i > 0 && digit(s[i-1].kind) {
			continue
		}
		r := runAt(s, i)
		for _, n := range []int{12, 10} {
			if r.is(n) {
				out = append(out, Found{s[i].at, mask(r.digits[:n])})
				i = r.ends[n-1] - 1
				break
			}
		}
	}
	return out
}

// is reports whether the first n digits are a number, written as one.
func (r run) is(n int) bool {
	if len(r.digits) < n || len(r.digits) > n && r.gaps[n] == "" {
		return false
	}
	return written(r.gaps[1:n], n-5) && !r.period(n) && valid(r.digits[:n])
}

// period reports whether what stands there is two dates with a sign between:
// 2026-01-01–2026-03-31.
func (r run) period(n int) bool {
	return n == 12 && len(r.digits) > n && r.gaps[4] != "" && r.gaps[4] == r.gaps[n]
}

// written reports whether what stands between the digits is how a number is
// written; k is the gap before the last four.
func written(gaps []string, k int) bool {
	signs := strings.Count(gaps[k], "-")
	if signs > 1 || strings.ContainsAny(gaps[k], "./") {
		return false
	}
	var at []int // the other gaps that hold something
	for i, g := range gaps {
		if i != k && g != "" {
			at = append(at, i)
		}
	}
	switch {
	case len(at) == 0:
		return true
	case signs == 1 && len(at) == 1 && broken(gaps[at[0]]):
		return true // the line broke inside
	case signs == 1 && len(at) == 2 && at[0] == k-4 && at[1] == k-2:
		return len(gaps[at[0]]) == 1 && gaps[at[0]] == gaps[at[1]] // a date with signs of its own
	case len(at) == len(gaps)-1:
		return spaced(gaps, k)
	}
	return false
}

// broken reports whether a gap is a line break and space alone.
func broken(gap string) bool {
	return strings.Contains(gap, "\n") && strings.Trim(gap, " \n") == ""
}

// spaced reports whether every digit stands apart, as in letterspaced text.
func spaced(gaps []string, k int) bool {
	for i, g := range gaps {
		if i != k && g != " " {
			return false
		}
	}
	return gaps[k] != ""
}

// valid judges ten or twelve digits: the date and the check digit.
func valid(d []byte) bool {
	short := d[len(d)-10:]
	if short[6] == 0 && short[7] == 0 && short[8] == 0 {
		return false
	}
	year, leap := 0, false
	if len(d) == 12 {
		year = two(d)*100 + two(d[2:])
		if year < 1800 || year > 2099 {
			return false
		}
		leap = year%4 == 0 && (year%100 != 0 || year%400 == 0)
	} else {
		leap = two(short)%4 == 0
	}
	day := two(short[4:])
	if day > 60 {
		day -= 60
	}
	return day >= 1 && day <= days(two(short[2:]), leap) && luhn(short)
}

func two(d []byte) int { return int(d[0])*10 + int(d[1]) }

// days gives how many days a month has; 0 for one that there is not.
func days(month int, leap bool) int {
	switch month {
	case 1, 3, 5, 7, 8, 10, 12:
		return 31
	case 4, 6, 9, 11:
		return 30
	case 2:
		if leap {
			return 29
		}
		return 28
	}
	return 0
}

// luhn judges the check digit of ten digits.
func luhn(d []byte) bool {
	sum := 0
	for i, x := range d {
		n := int(x)
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// mask shows a number so that it is found again where it stands and is told to
// nobody.
func mask(d []byte) string {
	var b strings.Builder
	for i, x := range d {
		if i == len(d)-4 {
			b.WriteByte('-')
		}
		if i < 2 || i >= len(d)-2 {
			b.WriteByte('0' + x)
		} else {
			b.WriteString("•")
		}
	}
	return b.String()
}
