package ui

import "math"

// dot is a circle of the county mark.
type dot struct{ x, y, r float64 }

// ringOf places n dots evenly on a circle, the first on top. Many dots are drawn
// smaller so that they never touch.
func ringOf(n int) []dot {
	if n < 1 {
		return nil
	}
	const radius = 15.5
	r := min(2.5, 0.42*2*math.Pi*radius/float64(n))
	dots := make([]dot, n)
	for i := range dots {
		a := 2 * math.Pi * float64(i) / float64(n)
		dots[i] = dot{20 + radius*math.Sin(a), 20 - radius*math.Cos(a), r}
	}
	return dots
}

// noticeGlyph gives the glyph that goes with the tone of a message.
func noticeGlyph(t Tone) Glyph {
	switch t {
	case OK:
		return Check
	case Wait:
		return Warning
	case Bad:
		return Cross
	default:
		return Dot
	}
}

// Tab is one of several pages about the same thing. Count 0 is not shown.
type Tab struct {
	Key   string
	Label string
	Href  string
	Count int
}
