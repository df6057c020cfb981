package store

import (
	"bufio"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// timeForm is fixed-width, so that text order is time order.
const timeForm = "2006-01-02T15:04:05.000000Z"

// FormatTime gives a time as the databases keep it; the zero time is "".
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(timeForm)
}

// ParseTime reads what FormatTime wrote.
func ParseTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(timeForm, s)
}

type stamp struct{ t *time.Time }

// Stamp is a scan target for a time column.
func Stamp(t *time.Time) any { return stamp{t} }

// Scan implements sql.Scanner.
func (s stamp) Scan(v any) error {
	var text string
	switch x := v.(type) {
	case string:
		text = x
	case []byte:
		text = string(x)
	case nil:
	default:
		return fmt.Errorf("a time is kept as text, not as %T", v)
	}
	t, err := ParseTime(text)
	*s.t = t
	return err
}

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID reads 128 bits and gives them as 26 lower-case base32 digits. A random
// id tells neither when nor how many. It panics when the source of randomness
// is dry, since nothing safe can be done then.
func NewID(random io.Reader) string {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		panic("store: no randomness: " + err.Error())
	}
	return idEncoding.EncodeToString(b[:])
}

func systemRandom() io.Reader { return rand.Reader }

// lockedReader makes a reader safe for concurrent use (tests inject plain ones).
type lockedReader struct {
	mu sync.Mutex
	r  *bufio.Reader
}

// Locked makes a source of randomness safe for concurrent use.
func Locked(r io.Reader) io.Reader { return &lockedReader{r: bufio.NewReader(r)} }

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return io.ReadFull(l.r, p)
}

// Fold gives the text by which words are compared: composed, lower case, white
// space trimmed and joined. It keeps å, ä and ö apart from a and o.
func Fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(norm.NFC.String(s)), unicode.IsSpace), " ")
}

// SortKey gives bytes as hexadecimal text that order as Swedish orders the
// words (å, ä, ö last) in any database, whatever its collation.
func SortKey(s string) string {
	c := collate.New(language.Swedish, collate.Numeric)
	var b collate.Buffer
	return fmt.Sprintf("%x", c.KeyFromString(&b, Fold(s)))
}
