package sheet

import (
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLines(t *testing.T) {
	if got := len(Paras("En rad.\r\n\r\n  Två rader.  \n\n")); got != 2 {
		t.Errorf("%d paragraphs, want 2", got)
	}
	if got := len(Decision("Rådet beslutar\n\natt anta rutinen").Paras); got != 2 {
		t.Errorf("%d paragraphs of record text, want 2", got)
	}
	s := New(Agenda, T("Dagordning"))
	s.Fact("paper.where")
	s.Fact("paper.where", T("  "))
	s.Fact("paper.where", T("Sal A"))
	if len(s.Facts) != 1 {
		t.Errorf("%d facts, want the one that says something", len(s.Facts))
	}
	if got := FactsOf(F("a"), F("b", T("x")), F("c", Say("k"))); len(got.Facts) != 2 {
		t.Errorf("%d facts, want 2", len(got.Facts))
	}
	if s.Language() != Swedish {
		t.Errorf("language %q", s.Language())
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"Rutin för Å, ä och ö":  "Rutin för Å, ä och ö",
		"a\u202Etxt.exe":        "atxt.exe",
		"a\u2066b\u2069c\u200F": "abc",
		"rad\x00\x07\x1b[31m":   "rad[31m",
		"en\trad\nen till":      "en rad en till",
		"a\xffb":                "a\uFFFDb",
		"\uFEFFa\uFFFE":         "a",
		"👩‍👧 ska vara kvar":     "👩‍👧 ska vara kvar",
		"":                      "",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\u202Eb\x00")
	f.Add("\xff\xfe")
	f.Fuzz(func(t *testing.T, s string) {
		out := Clean(s)
		if !utf8.ValidString(out) || Clean(out) != out {
			t.Fatalf("Clean(%q) = %q", s, out)
		}
		for _, r := range out {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%q is left in %q", r, out)
			}
		}
	})
}
