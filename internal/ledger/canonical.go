package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxInteger is the largest integer that every reader of JSON keeps exactly.
const maxInteger = 1<<53 - 1

// Canonical gives a value as canonical JSON: RFC 8785 for the subset without
// fractions. Keys stand in the order of their UTF-16 code units, nothing
// stands between tokens, strings escape only what JSON demands. The value goes
// through encoding/json first, so struct tags hold. Numbers are integers up to
// ±(2^53-1); any other is an error, as are names and strings that are not
// valid UTF-8.
func Canonical(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	return Canonicalize(raw)
}

// Canonicalize gives JSON text in canonical form.
func Canonicalize(raw []byte) ([]byte, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("canonical JSON: the text is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("canonical JSON: more than one value")
	}
	var b bytes.Buffer
	if err := write(&b, v); err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	return b.Bytes(), nil
}

func write(b *bytes.Buffer, v any) error {
	switch x := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(x))
	case json.Number:
		n, err := strconv.ParseInt(x.String(), 10, 64)
		if err != nil || n > maxInteger || n < -maxInteger {
			return fmt.Errorf("%s is not an integer within ±(2^53-1)", x)
		}
		b.WriteString(strconv.FormatInt(n, 10))
	case string:
		writeString(b, x)
	case []any:
		b.WriteByte('[')
		for i, e := range x {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := write(b, e); err != nil {
				return err
			}
		}
		b.WriteByte(']')
	case map[string]any:
		names := make([]string, 0, len(x))
		for name := range x {
			names = append(names, name)
		}
		slices.SortFunc(names, compareUTF16)
		b.WriteByte('{')
		for i, name := range names {
			if i > 0 {
				b.WriteByte(',')
			}
			writeString(b, name)
			b.WriteByte(':')
			if err := write(b, x[name]); err != nil {
				return err
			}
		}
		b.WriteByte('}')
	default:
		return fmt.Errorf("a %T has no canonical form", v)
	}
	return nil
}

// compareUTF16 orders as RFC 8785 demands, which differs from the order of the
// bytes for characters beyond the basic plane.
func compareUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func writeString(b *bytes.Buffer, s string) {
	const short = "\b\t\n\f\r\"\\"
	const letters = `btnfr"\`
	b.WriteByte('"')
	for _, r := range s {
		if i := strings.IndexRune(short, r); i >= 0 {
			b.WriteByte('\\')
			b.WriteByte(letters[i])
		} else if r < 0x20 {
			fmt.Fprintf(b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}
