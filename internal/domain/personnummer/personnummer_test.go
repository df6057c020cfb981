package personnummer_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"samverk/internal/domain/personnummer"
)

func TestHolds(t *testing.T) {
	// Skatteverket's published test numbers.
	for _, s := range []string{
		"189001019802", "18900101-9802", "Gäller 9001019802.", "900101-9802", "900101+9802", "190910199827", "samordning 19701063-2391",
		"(900101-9802)", "p900101-9802x", "900101–9802", "900101−9802", "900101 9802", "18900101 9802", "900101\u00a0-\u00a09802",
		"900101-\n9802", "900101-\r\n9802", "900101\n9802", "1890-01-01-9802", "1890 01 01-9802", "90.01.01-9802", "9001\n01-9802",
		"9 0 0 1 0 1 - 9 8 0 2", "1 8 9 0 0 1 0 1 - 9 8 0 2", "９００１０１-９８０２", "9001\u200b01-9802",
		"2024 900101-9802", "dnr 26-900101-9802", "900101-9802 12", "tel 070-123 45 67, 900101-9802",
	} {
		if !personnummer.Holds(s) {
			t.Errorf("%q slipped through", s)
		}
	}
	for _, s := range []string{
		"", "SAM 2026-014", "2026-11-24", "2026-11-24 0900", "dnr 24RS1234-5", "070-123 45 67", "0701234567", "9001019803", "900101-9803",
		"189001019802345", "19-0010-19802", "901301-9802", "900132-9802", "900230-9805", "190002291235", "556036-0793", "SE45 5000 0000 0583 9825 7466",
		"900101:9802", "900101, 9802", "900101    -    9802", "9001 01 98 02", "900101-98 02", "900101-0000", "1 2 3",
	} {
		if personnummer.Holds(s) {
			t.Errorf("%q was taken for a personal number: %v", s, personnummer.Scan(s))
		}
	}
}

func TestScanSaysWhereAndNeverWhat(t *testing.T) {
	text := "Å 900101-9802 och 18900101-\n9802."
	found := personnummer.Scan(text)
	if len(found) != 2 {
		t.Fatalf("found %v", found)
	}
	if text[found[0].At:found[0].At+4] != "9001" || found[0].Masked != "90••••-••02" || found[1].Masked != "18••••••-••02" {
		t.Errorf("found %v", found)
	}
}

// number makes a well-formed number: a day of a life, three digits, the check
// digit; wrong is added to the check digit.
func number(r *rand.Rand, coordination bool, wrong int) (century, short string) {
	day := time.Date(1910, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(116*365))
	d := day.Day()
	if coordination {
		d += 60
	}
	short = fmt.Sprintf("%02d%02d%02d%03d", day.Year()%100, day.Month(), d, 1+r.IntN(999))
	sum := 0
	for i, c := range short {
		n := int(c - '0')
		if i%2 == 0 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return fmt.Sprint(day.Year() / 100), short + fmt.Sprint((10-sum%10+wrong)%10)
}

// ways writes a number in every way that people and programs do.
func ways(century, n string) []string {
	a, b := n[:6], n[6:]
	return []string{
		n, century + n, a + "-" + b, a + "+" + b, century + a + "-" + b, century + a + " " + b, a + " " + b, a + " - " + b,
		a + "-\n" + b, century + a + "\n-" + b, a + "–" + b, century + n[:2] + "-" + n[2:4] + "-" + n[4:6] + "-" + b,
		strings.Join(strings.Split(a+"-"+b, ""), " "), century + n[:4] + "\n" + n[4:6] + "-" + b,
	}
}

// TestRecall: a thousand numbers, in every way, inside text: all are found; with
// a wrong check digit none is.
func TestRecall(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	around := []string{"%s", "Patienten (%s) hör till", "pnr: %s.", "född%s", "dnr 26RS0 %s", "Möte 2026-11-24 om %s, kl. 09", "»%s«\n", "rad 3\n%s\nrad 4"}
	for i := range 1000 {
		century, n := number(r, i%10 == 0, 0)
		_, bad := number(r, i%10 == 0, 1+r.IntN(9))
		for _, w := range ways(century, n) {
			if text := fmt.Sprintf(around[i%len(around)], w); !personnummer.Holds(text) {
				t.Errorf("%q slipped through", text)
			}
		}
		if personnummer.Holds(bad[:6] + "-" + bad[6:]) {
			t.Errorf("%q has a wrong check digit", bad)
		}
	}
}

// TestFalseAlarms: what stands in papers and looks like a number is stopped at
// most once in a hundred, of each kind.
func TestFalseAlarms(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	n := r.IntN
	day := func() time.Time { return time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n(40*365)) }
	kinds := map[string]func() string{
		"diary number": func() string {
			y := 2000 + n(30)
			return []string{
				fmt.Sprintf("RS %d/%05d", y, n(1e5)), fmt.Sprintf("Dnr %d-%05d", y, n(1e5)), fmt.Sprintf("%02dRS%d-%d", y%100, n(1e5), n(100)),
				fmt.Sprintf("SAM %d-%03d", y, n(1000)), fmt.Sprintf("HSN %d-%04d:%d", y, n(1e4), n(20)), fmt.Sprintf("KS%d.%d", y, n(1e4)),
				fmt.Sprintf("%d/KS%04d", y, n(1e4)), fmt.Sprintf("S%d/%05d", y, n(1e5)),
			}[n(8)]
		},
		"phone number": func() string {
			a, b, c, d := n(10), n(1000), n(100), n(100)
			return []string{
				fmt.Sprintf("07%d-%03d %02d %02d", a, b, c, d), fmt.Sprintf("07%d-%03d%02d%02d", a, b, c, d), fmt.Sprintf("+46 7%d %03d %02d %02d", a, b, c, d),
				fmt.Sprintf("+467%d%03d%02d%02d", a, b, c, d), fmt.Sprintf("019-%03d %02d %02d", b, c, d), fmt.Sprintf("0%d-%02d %02d %02d", 11+n(900), c, d, n(100)),
				fmt.Sprintf("08-%03d %03d %02d", b, n(1000), c), fmt.Sprintf("07%d %03d %02d %02d", a, b, c, d),
			}[n(8)]
		},
		"organisation number": func() string {
			return fmt.Sprintf("%d%d%d%03d-%04d", []int{2, 5, 7, 8, 9}[n(5)], n(10), 2+n(8), n(1000), n(1e4))
		},
		"date": func() string {
			x := day()
			return []string{x.Format("2006-01-02 15:04"), x.Format("20060102"), x.Format("060102"), x.Format("2006-01-02 1504"), x.Format("2006-01-02") + "–" + x.AddDate(0, 0, n(90)).Format("2006-01-02"), x.Format("2/1 2006 kl. 15.04")}[n(6)]
		},
		"account number": func() string {
			return []string{
				fmt.Sprintf("%04d-%d, %03d %03d %03d-%d", 8000+n(1000), n(10), n(1000), n(1000), n(1000), n(10)), fmt.Sprintf("%04d-%02d %03d %02d", 5000+n(1000), n(100), n(1000), n(100)),
				fmt.Sprintf("%03d-%04d", n(1000), n(1e4)), fmt.Sprintf("%04d-%04d", 5000+n(1000), n(1e4)), fmt.Sprintf("%02d %02d %02d-%d", n(100), n(100), n(100), n(10)),
				fmt.Sprintf("SE%02d 5000 %04d %04d %04d %04d", n(100), n(1e4), n(1e4), n(1e4), n(1e4)), fmt.Sprintf("6%03d %03d %03d %03d", n(1000), n(1000), n(1000), n(1000)),
			}[n(7)]
		},
		"number in a table": func() string {
			return fmt.Sprintf("%d %03d %03d\n%d %03d\n%d,%02d %%", n(1000), n(1000), n(1000), n(1000), n(1000), n(100), n(100))
		},
	}
	const each = 4000
	for kind, make := range kinds {
		stopped := 0
		for range each {
			if personnummer.Holds("Se " + make() + " i handlingen.") {
				stopped++
			}
		}
		if stopped*100 > each {
			t.Errorf("%s: %d of %d taken for a personal number", kind, stopped, each)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"900101-9802", "1 8 9 0", "\xff\xfe9001", "900101-\n9802 900101+9802", strings.Repeat("9", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := -1
		for _, x := range personnummer.Scan(s) {
			if x.At <= last || x.At >= len(s) {
				t.Fatalf("%q: at %d after %d", s, x.At, last)
			}
			last = x.At
			if personnummer.Holds(x.Masked) {
				t.Fatalf("%q: the mask tells: %s", s, x.Masked)
			}
		}
	})
}
