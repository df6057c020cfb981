package sheet

import (
	"errors"
	"strings"
	"testing"

	"samverk/internal/fault"
)

func TestCheckWording(t *testing.T) {
	at := Place{Agenda, Swedish, PartHeading}
	for _, c := range []struct {
		at        Place
		text, key string
	}{
		{at, "  Dagordning för  {organ} {datum} ", ""},
		{Place{Extract, English, PartClosing}, "Decision {nummer}", ""},
		{Place{Agenda, Swedish, PartOpening}, "", ""},
		{at, "", "wording.heading_missing"},
		{at, " \u202E\x00 ", "wording.heading_missing"},
		{at, "\u200B\u2060 …", "wording.heading_missing"},
		{at, "2027", ""},
		{at, strings.Repeat("å", MaxWording+1), "wording.long"},
		{at, "Möte {organ", "wording.brace_open"},
		{at, "Möte organ}", "wording.brace_open"},
		{at, "Möte {{organ}}", "wording.brace_open"},
		{at, "Möte {}", "wording.field_unknown"},
		{at, "Möte {nummer}", "wording.field_unknown"}, // an agenda has none
		{at, "{{.Secret}}", "wording.brace_open"},
		{Place{Bundle, Swedish, PartHeading}, "Bunt", "wording.place_unknown"},
		{Place{Agenda, "de", PartHeading}, "Tagesordnung", "wording.place_unknown"},
		{Place{Agenda, Swedish, "logo"}, "x", "wording.place_unknown"},
	} {
		got, err := CheckWording(c.at, c.text)
		var f *fault.Error
		if key := ""; errors.As(err, &f) {
			if key = f.Key; key != c.key {
				t.Errorf("%q: %v, want %q", c.text, err, c.key)
			}
		} else if c.key != "" || got != strings.Join(strings.Fields(c.text), " ") {
			t.Errorf("%q = %q, want %q", c.text, got, c.key)
		}
	}
}

// A break between lines stays where the part may have several.
func TestTidy(t *testing.T) {
	const typed = " Välkommen \r\n\r\n till   {plats}.\n\n"
	for _, p := range Parts() {
		want := "Välkommen\ntill {plats}."
		if p == PartHeading || p == PartFooter {
			want = "Välkommen till {plats}."
		}
		if got, err := CheckWording(Place{Agenda, Swedish, p}, typed); err != nil || got != want {
			t.Errorf("%s: %q, %v", p, got, err)
		}
	}
}

func TestFill(t *testing.T) {
	say := func(f Field) string { return map[Field]string{FieldBody: "Rådet", FieldDate: "5 november {organ}"}[f] }
	for in, want := range map[string]string{
		"Kallelse: {organ} {datum}": "Kallelse: Rådet 5 november {organ}",
		"{organ}, {plats}":          "Rådet",
		"I {plats} med {organ} .":   "I med Rådet.",
		"Utan fält":                 "Utan fält",
		"}{organ}":                  "}{organ}",
	} {
		if got := Fill(in, say); got != want {
			t.Errorf("Fill(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCheckAlt(t *testing.T) {
	for text, ok := range map[string]bool{"Länets märke": true, "  ": false, "...": false, strings.Repeat("a", MaxAlt+1): false} {
		if _, err := CheckAlt(text); (err == nil) != ok {
			t.Errorf("CheckAlt(%q): %v", text, err)
		}
	}
}
