package matter

import (
	"samverk/internal/fault"
)

// CheckPublic refuses text that goes public with what looks like a personal
// identity number (personnummer or samordningsnummer) in it: no patient is ever
// named. It reads text, not what is inside files.
func CheckPublic(texts ...string) error {
	for _, t := range texts {
		if HasPersonalNumber(t) {
			return fault.New(fault.Invalid, "personal_number")
		}
	}
	return nil
}

// HasPersonalNumber reports whether a text holds a well-formed personal identity
// number: 10 or 12 digits with or without a hyphen or plus before the last
// four, a date (the day raised by 60 for a samordningsnummer), and a right
// check digit (Luhn).
func HasPersonalNumber(text string) bool {
	for i := 0; i < len(text); {
		if !digit(text[i]) {
			i++
			continue
		}
		start := i
		var digits []byte
		for i < len(text) {
			if digit(text[i]) {
				digits = append(digits, text[i]-'0')
				i++
				continue
			}
			// One sign may stand before the last four.
			if (text[i] == '-' || text[i] == '+') && (len(digits) == 6 || len(digits) == 8) && i-start == len(digits) && i+1 < len(text) && digit(text[i+1]) {
				i++
				continue
			}
			break
		}
		if len(digits) == 12 && personal(digits[2:]) || len(digits) == 10 && personal(digits) {
			return true
		}
	}
	return false
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// personal judges ten digits: YYMMDDNNNC.
func personal(d []byte) bool {
	month, day := int(d[2])*10+int(d[3]), int(d[4])*10+int(d[5])
	if day > 60 {
		day -= 60
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
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
