package workday

import (
	"testing"
	"time"
)

// Time reads a date as time.Parse does, and nothing else as one.
func TestTimeReadsAsTimeParse(t *testing.T) {
	for day := time.Date(1999, 12, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2030; day = day.AddDate(0, 0, 1) {
		if d := Date(day.Format(time.DateOnly)); !d.Time().Equal(day) {
			t.Fatalf("%s is read as %s", d, d.Time())
		}
	}
	for _, s := range []string{
		"", "2026", "2026-1-05", "2026-01-5", "2026-13-01", "2026-00-01", "2026-01-00", "2026-02-29", "2026-04-31", "2024-02-29", "2026-01-32",
		"2026/01/05", "2026-01-05 ", "2o26-01-05", "-026-01-05", "2026-+1-05", "0000-01-01",
	} {
		want, err := time.Parse(time.DateOnly, s)
		if err != nil {
			want = time.Time{}
		}
		if got := Date(s).Time(); !got.Equal(want) {
			t.Errorf("%q is read as %s, want %s", s, got, want)
		}
	}
}
