package isolation

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"html"
	"io"
	"mime/quotedprintable"
	"net/url"
	"strings"
)

// gram is how long a piece of a marker's core has to be to count as seen: a cut
// excerpt is caught too.
const gram = 8

// eye finds markers in answers.
type eye struct {
	marks []mark
	at    map[[gram]byte]int // a piece of a core: the marker's index
}

func newEye(marks []mark) *eye {
	e := &eye{marks: marks, at: map[[gram]byte]int{}}
	for i, m := range marks {
		for n := 0; n+gram <= len(m.core); n++ {
			e.at[[gram]byte([]byte(m.core[n:n+gram]))] = i
		}
	}
	return e
}

// sees gives the markers of which a piece stands in the bytes, however they are
// written: as they are, as HTML, percent-encoded, in base64, quoted-printable, in
// UTF-16, compressed, in capitals, backwards.
func (e *eye) sees(b []byte) map[int]bool {
	found := map[int]bool{}
	for _, v := range ways(b) {
		e.look(v, found)
	}
	return found
}

func (e *eye) look(b []byte, found map[int]bool) {
	run := 0
	for i, c := range b {
		if c < 'a' || c > 'z' {
			run = 0
			continue
		}
		if run++; run >= gram {
			if m, ok := e.at[[gram]byte(b[i-gram+1:i+1])]; ok {
				found[m] = true
			}
		}
	}
}

// encoded gives the stretches of text that may be base64.
func encoded(s string) (out []string) {
	const least = 16
	from := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z' || s[i] >= '0' && s[i] <= '9' || strings.IndexByte("+/_-", s[i]) >= 0) {
			continue
		}
		if i-from >= least {
			out = append(out, s[from:i])
		}
		from = i + 1
	}
	return out
}

// ways gives the bytes in every way in which they may be read.
func ways(b []byte) [][]byte {
	out := [][]byte{bytes.ToLower(b)}
	add := func(v []byte) {
		if v = bytes.ToLower(v); !bytes.Equal(v, out[0]) {
			out = append(out, v)
		}
	}
	if z, err := gzip.NewReader(bytes.NewReader(b)); err == nil {
		if v, err := io.ReadAll(z); err == nil {
			add(v)
		}
	}
	s := string(b)
	if strings.Contains(s, "&") {
		add([]byte(html.UnescapeString(s)))
	}
	if strings.Contains(s, "%") {
		add(percent(s))
	}
	if strings.Contains(s, "=") {
		if v, _ := io.ReadAll(quotedprintable.NewReader(strings.NewReader(s))); len(v) > 0 {
			add(v)
		}
	}
	if bytes.IndexByte(b, 0) >= 0 {
		add(bytes.ReplaceAll(b, []byte{0}, nil)) // UTF-16 of plain letters
	}
	add(bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("\r\n "), nil), []byte("\r\n"), nil)) // folded lines
	for _, m := range encoded(s) {
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if v, err := enc.DecodeString(m[:len(m)/4*4]); err == nil {
				out = append(out, bytes.ToLower(v))
			}
		}
	}
	turned := bytes.Clone(out[0])
	for i, j := 0, len(turned)-1; i < j; i, j = i+1, j-1 {
		turned[i], turned[j] = turned[j], turned[i]
	}
	return append(out, turned)
}

func percent(s string) []byte {
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if v, err := url.PathUnescape(s[i : i+3]); err == nil {
				b = append(b, v...)
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return b
}
