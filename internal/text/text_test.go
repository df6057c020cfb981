package text

import (
	"testing"
	"testing/fstest"
	"time"

	"samverk/internal/domain/workday"
)

func TestFill(t *testing.T) {
	sv := T{Lang: "sv", say: map[string]string{
		"a": "{1} av {2} parter har beslutat",
		"b": "{1} {1|ärende|ärenden} väntar",
		"c": "Granskas senast {1}.",
		"d": "Klart",
		"e": "Skriv {x}: {{1}} {…}",
	}}
	for _, c := range []struct {
		key  string
		args []any
		want string
	}{
		{"a", []any{6, 13}, "6 av 13 parter har beslutat"},
		{"b", []any{1}, "1 ärende väntar"},
		{"b", []any{2}, "2 ärenden väntar"},
		{"c", []any{workday.Date("2026-12-31")}, "Granskas senast 31 december 2026."},
		{"d", nil, "Klart"},
		{"e", []any{"y"}, "Skriv {x}: {y} {…}"},
		{"no.such", nil, "[no.such]"},
	} {
		if got := sv.S(c.key, c.args...); got != c.want {
			t.Errorf("S(%q, %v) = %q, want %q", c.key, c.args, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	sv := For("sv")
	for got, want := range map[string]string{
		sv.Date("2026-11-05"):      "5 november 2026",
		sv.Short("2026-11-05"):     "5 nov",
		sv.ShortYear("2027-01-01"): "1 jan 2027",
		sv.Long("2026-11-05"):      "torsdag 5 november 2026",
		sv.Clock("09:00"):          "09.00",
		sv.Time(time.Date(2026, 11, 5, 23, 30, 0, 0, time.UTC)): "6 nov 2026 00.30",
		sv.List([]string{"Nora", "Laxå", "Kumla"}):              "Nora, Laxå och Kumla",
		sv.Date(""): "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestLoadNamesWhatIsWrong(t *testing.T) {
	_, problems := load(fstest.MapFS{
		"sv/a.txt": {Data: []byte("# about\na.b = Ja\na.c\na.b = Nej\n")},
	})
	if len(problems) != 2 {
		t.Fatalf("problems = %q, want the line without a sentence and the key that is there twice", problems)
	}
}
