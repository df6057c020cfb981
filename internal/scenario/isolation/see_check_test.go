package isolation

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"strings"
	"testing"
)

// TestTheEyeSees: a marker is found in whatever form it comes, also a piece of
// it, and nothing is found where there is none.
func TestTheEyeSees(t *testing.T) {
	e := newEye([]mark{{text: "CNRY-x", core: "abcdefghijkl"}, {text: "CNRY-y", core: "mnopqrstuvwx"}})
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte("abcdefghijkl"))
	_ = z.Close()
	wide := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") }
	for name, s := range map[string]string{
		"plain": "xx abcdefghijkl yy", "a piece": "… cdefghij …", "capitals": "ABCDEFGHIJKL", "HTML": "&#97;bc&#100;efghij", "percent": "%61bcd%65fghijkl",
		"base64": base64.StdEncoding.EncodeToString([]byte("hemligt: abcdefghijkl.")), "base64 in an address": "q=" + base64.RawURLEncoding.EncodeToString([]byte("??abcdefghijkl")),
		"quoted-printable": "=61bcde=\r\nfghijkl", "folded": "abcde\r\n fghijkl", "UTF-16": wide("abcdefghijkl"), "backwards": "lkjihgfedcba", "compressed": packed.String(),
	} {
		if got := e.sees([]byte(s)); !got[0] || got[1] {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := e.sees([]byte("abcdefg hijkl mnopqrs")); len(got) != 0 {
		t.Errorf("found where there is none: %v", got)
	}
}
