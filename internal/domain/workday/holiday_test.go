package workday

import "testing"

func TestEaster(t *testing.T) {
	for year, want := range map[int]Date{
		1818: "1818-03-22", 1943: "1943-04-25", 1961: "1961-04-02", 2000: "2000-04-23", 2024: "2024-03-31", 2025: "2025-04-20",
		2026: "2026-04-05", 2027: "2027-03-28", 2038: "2038-04-25", 2049: "2049-04-18", 2076: "2076-04-19", 2285: "2285-03-22",
	} {
		if got := Easter(year); got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
}

// The weekdays of a year on which hardly anybody works, by the almanac.
func TestFree(t *testing.T) {
	for year, want := range map[int][]Date{
		2026: {"2026-01-01", "2026-01-06", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-06-19", "2026-12-24", "2026-12-25", "2026-12-31"},
		2027: {"2027-01-01", "2027-01-06", "2027-03-26", "2027-03-29", "2027-05-06", "2027-06-25", "2027-12-24", "2027-12-31"},
		2028: {"2028-01-06", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-25", "2028-06-06", "2028-06-23", "2028-12-25", "2028-12-26"},
	} {
		var got []Date
		first := Date(Easter(year)[:4] + "-01-01")
		for d := first; d[:4] == first[:4]; d = d.Add(1) {
			if w := d.Time().Weekday(); Free(d) && w != 0 && w != 6 {
				got = append(got, d)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d: %v, want %v", year, got, want)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%d: %s, want %s", year, got[i], want[i])
			}
		}
	}
}

func TestWorking(t *testing.T) {
	for d, want := range map[Date]Date{
		"2026-12-23": "2026-12-23", "2026-12-24": "2026-12-28", "2026-12-31": "2027-01-04", "2027-01-06": "2027-01-07",
		"2026-11-21": "2026-11-23", "2026-04-03": "2026-04-07", "": "",
	} {
		if got := Working(d); got != want {
			t.Errorf("%s: %s, want %s", d, got, want)
		}
	}
}

func TestHoliday(t *testing.T) {
	for d, want := range map[Date]string{
		"2026-01-01": NewYear, "2026-01-06": Epiphany, "2026-04-03": GoodFriday, "2026-04-05": EasterDay, "2026-04-06": EasterMonday,
		"2026-05-01": FirstOfMay, "2026-05-14": Ascension, "2026-05-24": Pentecost, "2026-06-06": National, "2026-06-19": MidsummerEve,
		"2026-06-20": Midsummer, "2026-10-31": AllSaints, "2027-11-06": AllSaints, "2026-12-24": ChristmasEve, "2026-12-26": BoxingDay,
		"2026-12-31": NewYearsEve, "2026-06-12": "", "2026-10-24": "", "2026-03-02": "", "": "",
	} {
		if got := Holiday(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}

func TestWorkingBefore(t *testing.T) {
	for d, want := range map[Date]Date{"2026-12-27": "2026-12-23", "2026-03-02": "2026-03-02", "2026-03-01": "2026-02-27"} {
		if got := WorkingBefore(d); got != want {
			t.Errorf("before %s: %s, want %s", d, got, want)
		}
	}
}
