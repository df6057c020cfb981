package render

import (
	"bytes"
	"slices"
)

// artifacts gives the contents of a page with every text, path and picture that
// is painted outside marked content marked as an artifact: the lines in the
// margins, borders, grounds.
func artifacts(in []byte) ([]byte, error) {
	var out bytes.Buffer
	depth := 0   // of marked content
	object := -1 // where the path or text that is being made began, outside marked content
	done, operands := 0, -1
	wrap := func(from, to int) {
		out.Write(in[done:from])
		out.WriteString("/Artifact BMC\n")
		out.Write(in[from:to])
		out.WriteString("\nEMC")
		done = to
	}
	for at := 0; ; {
		from, to, kind := token(in, at)
		if kind == tokenEnd {
			out.Write(in[done:])
			if depth != 0 {
				return nil, errStrange
			}
			return out.Bytes(), nil
		}
		at = to
		if kind == tokenOperand {
			if operands < 0 {
				operands = from
			}
			continue
		}
		begins := from
		if operands >= 0 {
			begins = operands
		}
		operands = -1
		switch op := string(in[from:to]); op {
		case "BI":
			return nil, errStrange
		case "BDC", "BMC":
			depth++
		case "EMC":
			if depth--; depth < 0 {
				return nil, errStrange
			}
		case "BT", "m", "re":
			if depth == 0 && object < 0 {
				object = begins
			}
		case "n":
			object = -1
		case "ET", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
			if depth == 0 && object >= 0 {
				wrap(object, to)
			}
			object = -1
		case "Do", "sh":
			if depth == 0 {
				wrap(begins, to)
			}
		}
	}
}

const (
	tokenEnd = iota
	tokenOperand
	tokenOperator
)

// token finds the next token of a page's contents: an operand (a number, a name,
// a string, a list or a dictionary as a whole) or an operator.
func token(in []byte, at int) (from, to, kind int) {
	for at < len(in) && (in[at] <= ' ') {
		at++
	}
	if at == len(in) {
		return at, at, tokenEnd
	}
	switch c := in[at]; {
	case c == '(':
		return at, stringEnd(in, at), tokenOperand
	case c == '<' && at+1 < len(in) && in[at+1] == '<':
		return at, pairEnd(in, at, "<<", ">>"), tokenOperand
	case c == '<':
		return at, after(in, at, '>'), tokenOperand
	case c == '[':
		return at, pairEnd(in, at, "[", "]"), tokenOperand
	case c == '/':
		return at, wordEnd(in, at+1), tokenOperand
	case c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9':
		return at, wordEnd(in, at), tokenOperand
	}
	to = max(wordEnd(in, at), at+1)
	if slices.Contains([]string{"true", "false", "null"}, string(in[at:to])) {
		return at, to, tokenOperand
	}
	return at, to, tokenOperator
}

func wordEnd(in []byte, at int) int {
	for at < len(in) && in[at] > ' ' && !bytes.ContainsRune([]byte("()<>[]/%"), rune(in[at])) {
		at++
	}
	return at
}

func after(in []byte, at int, c byte) int {
	if i := bytes.IndexByte(in[at:], c); i >= 0 {
		return at + i + 1
	}
	return len(in)
}

// stringEnd finds the end of a string in parentheses.
func stringEnd(in []byte, at int) int {
	for depth := 0; at < len(in); at++ {
		switch in[at] {
		case '\\':
			at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
	return len(in)
}

// pairEnd finds the end of a list or a dictionary; strings in it are passed over.
func pairEnd(in []byte, at int, open, end string) int {
	for depth := 0; at < len(in); {
		rest := in[at:]
		switch {
		case bytes.HasPrefix(rest, []byte(open)):
			depth++
			at += len(open)
		case bytes.HasPrefix(rest, []byte(end)):
			depth--
			at += len(end)
			if depth == 0 {
				return at
			}
		case in[at] == '(':
			at = stringEnd(in, at)
		default:
			at++
		}
	}
	return len(in)
}
