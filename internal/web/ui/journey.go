package ui

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/internal/text"
)

// JourneyView is a matter's way over the levels: stations in order from left
// to right (not to scale), levels from top to bottom, home with the parties
// lowest. What is behind is solid, what lies ahead is dotted, where the matter
// is now is a ring.
type JourneyView struct {
	ID       string   // prefix of the ids in the picture; "resa" when empty
	Levels   []string // names, highest first; two to six
	Stations []Station
	Today    string // words on the flag of the day: "I dag 5 nov"; empty shows none
	List     string // id of the list of stations, which says the same in words
}

// Station is a station of the picture.
type Station struct {
	Label    string // short: "Chefsgruppen"
	Full     string // for screen readers; Label when empty
	DateText string // "24 sep", "26 okt–17 dec"; empty when unknown
	Level    int    // index in Levels, or Home
	State    Progress
	Possible bool // an unanswered question decides whether it stands
	Href     string
}

// The measures of the picture, in its own units; at full size one is a pixel.
const (
	journeyWidth = 1200.0
	leftmost     = 184.0
	rightmost    = 1106.5
	closest      = 84.0 // between two stations; more stations make the picture wider
	bandTop      = 28.0
	bandHeight   = 58.0
	homeHeight   = 78.0
	mostStations = 12
	nameWide     = 17 // characters on a line of a station's name
)

type point struct{ x, y float64 }

type box struct{ x0, y0, x1, y1 float64 }

func (b box) meets(c box) bool { return b.x0 < c.x1 && c.x0 < b.x1 && b.y0 < c.y1 && c.y0 < b.y1 }

func (b box) holds(p point, room float64) bool {
	return p.x > b.x0-room && p.x < b.x1+room && p.y > b.y0-room && p.y < b.y1+room
}

// line is a line of words in the picture.
type line struct {
	words  string
	x, y   float64
	anchor string // start, middle, end
	small  bool
}

func (l line) box() box {
	w := width(l.words, l.small)
	x := l.x
	switch l.anchor {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	return box{x, l.y - 11, x + w, l.y + 3.5}
}

// level is a level's stripe.
type level struct {
	tone   string
	name   string
	y, h   float64
	nameAt float64
}

type spot struct {
	Station
	at    point
	words []line
	tone  string
}

type stretch struct {
	d    string
	past bool
}

// drawn is a picture with every position computed.
type drawn struct {
	w, h      float64
	bands     []level
	spots     []spot
	stretches []stretch
	flag      *flag
	clashes   int // words that something crosses
	desc      string
	links     bool
}

type flag struct {
	x, x0, w, to float64
	words        string
}

// draw computes the picture. Where a line would cross a word the stations are
// drawn farther apart, and the picture scrolls sideways.
func (j JourneyView) draw(t text.T) drawn {
	list := fold(t, j.Stations)
	best := j.drawAt(t, list, closest)
	for _, step := range []float64{110, 140, 180, 230} {
		if best.clashes == 0 {
			break
		}
		if d := j.drawAt(t, list, step); d.clashes < best.clashes {
			best = d
		}
	}
	return best
}

func (j JourneyView) drawAt(t text.T, list []Station, closest float64) drawn {
	d := drawn{w: journeyWidth}
	step := 0.0
	if n := len(list); n > 1 {
		step = max((rightmost-leftmost)/float64(n-1), closest)
		d.w = max(journeyWidth, leftmost+step*float64(n-1)+(journeyWidth-rightmost))
	}
	y := bandTop
	for i, name := range j.Levels {
		d.bands = append(d.bands, level{tone: string(LevelTone(i, len(j.Levels))), name: name, y: y, h: bandHeight, nameAt: y + 34})
		y += bandHeight
	}
	d.bands = append(d.bands, level{tone: string(HomeTone), name: t.S("ui.journey.home"), y: y, h: homeHeight, nameAt: y + 27})
	d.h = y + homeHeight

	for i, s := range list {
		b := d.bands[len(d.bands)-1]
		at := point{leftmost + step*float64(i), b.y + 22}
		if s.Level >= 0 && s.Level < len(j.Levels) {
			b = d.bands[s.Level]
			at.y = b.y + 30
		}
		if len(list) == 1 {
			at.x = journeyWidth / 2
		}
		d.spots = append(d.spots, spot{Station: s, at: at, tone: b.tone})
		d.links = d.links || s.Href != ""
	}
	obstacles := d.ways()
	obstacles = append(obstacles, d.today(j.Today)...)
	d.place(obstacles)
	d.desc = describe(t, list)
	return d
}

// fold makes more than twelve stations fewer: the first of those passed become
// one.
func fold(t text.T, list []Station) []Station {
	behind := 0
	for behind < len(list) && list[behind].State == Passed {
		behind++
	}
	k := min(behind-1, len(list)-mostStations+1)
	if len(list) <= mostStations || k < 2 {
		return list
	}
	one := Station{Label: t.S("ui.journey.folded", k), Level: list[k-1].Level, State: Passed, DateText: list[k-1].DateText}
	return append([]Station{one}, list[k:]...)
}

// ways draws the line from station to station, and gives points along it.
func (d *drawn) ways() []point {
	var along []point
	for i := 1; i < len(d.spots); i++ {
		a, b := d.spots[i-1].at, d.spots[i].at
		mid := (a.x + b.x) / 2
		path := "M" + num(a.x) + " " + num(a.y)
		if a.y == b.y {
			path += "H" + num(b.x)
		} else {
			path += "C" + num(mid) + " " + num(a.y) + " " + num(mid) + " " + num(b.y) + " " + num(b.x) + " " + num(b.y)
		}
		d.stretches = append(d.stretches, stretch{path, d.spots[i].State != Ahead})
		for n := range 41 {
			u := float64(n) / 40
			v := 1 - u
			along = append(along, point{
				v*v*v*a.x + 3*v*v*u*mid + 3*v*u*u*mid + u*u*u*b.x,
				v*v*v*a.y + 3*v*v*u*a.y + 3*v*u*u*b.y + u*u*u*b.y,
			})
		}
	}
	return along
}

// today places the flag of the day: where the matter is now, or between what is
// behind and what lies ahead.
func (d *drawn) today(say string) []point {
	if say == "" || len(d.spots) == 0 {
		return nil
	}
	f := flag{words: say, to: d.h - 6}
	now := slices.IndexFunc(d.spots, func(s spot) bool { return s.State == Now })
	ahead := slices.IndexFunc(d.spots, func(s spot) bool { return s.State == Ahead })
	switch last := d.spots[len(d.spots)-1]; {
	case now >= 0:
		f.x, f.to = d.spots[now].at.x, d.spots[now].at.y-18
	case ahead > 0:
		f.x = (d.spots[ahead-1].at.x + d.spots[ahead].at.x) / 2
	case ahead == 0:
		f.x = d.spots[0].at.x - 18
	default:
		f.x = min(last.at.x+30, d.w-30)
	}
	f.w = width(f.words, false) + 18
	f.x0 = min(max(f.x-f.w/2, 2), d.w-f.w-2)
	d.flag = &f
	var along []point
	for y := 24.0; y < f.to; y += 4 {
		along = append(along, point{f.x, y})
	}
	return along
}

// place writes the names and dates where no line crosses them: above on peaks,
// below in valleys, up-left where the way rises, up-right where it falls; where
// that is taken, at the first free place around the station.
func (d *drawn) place(lines []point) {
	var taken []box
	for _, b := range d.bands {
		taken = append(taken, box{12, b.nameAt - 12, 18 + width(b.name, false)*1.1, b.nameAt + 4})
	}
	for _, s := range d.spots {
		r := 10.0
		if s.State == Now {
			r = 15
		}
		taken = append(taken, box{s.at.x - r, s.at.y - r, s.at.x + r, s.at.y + r})
	}
	for i := range d.spots {
		best, least := []line(nil), math.MaxInt
		for n, c := range d.places(i) {
			bad := 0
			for _, l := range c {
				b := l.box()
				if b.x0 < 10 || b.x1 > d.w-4 || b.y0 < bandTop-2 || b.y1 > d.h-2 {
					bad += 6
				}
				for _, p := range lines {
					if b.holds(p, 2) {
						bad += 2
					}
				}
				for _, o := range taken {
					if b.meets(o) {
						bad += 8
					}
				}
			}
			if bad*100+n < least {
				best, least = c, bad*100+n
			}
			if bad == 0 {
				break // the others are less preferred
			}
		}
		d.spots[i].words = best
		if least >= 100 {
			d.clashes++
		}
		for _, l := range best {
			taken = append(taken, l.box())
		}
	}
}

// places gives the ways to write a station's words, the preferred first.
func (d *drawn) places(i int) [][]line {
	s := d.spots[i]
	names := breakName(s.Label)
	above, below := false, false // where the way goes on either side
	turn := 0.0
	if i > 0 {
		dy := d.spots[i-1].at.y - s.at.y
		above, below, turn = above || dy < 0, below || dy > 0, turn+dy
	}
	if i+1 < len(d.spots) {
		dy := d.spots[i+1].at.y - s.at.y
		above, below, turn = above || dy < 0, below || dy > 0, turn-dy
	}
	r := 15.0
	if s.State == Now {
		r = 20
	}
	write := func(x, y float64, anchor string, up bool, words []string, when bool) []line {
		var out []line
		all := slices.Clone(words)
		if when && s.DateText != "" {
			all = append(all, s.DateText)
		}
		if up { // y is the base of the last line
			y -= 15.5 * float64(len(all)-1)
		}
		for n, w := range all {
			out = append(out, line{w, x, y + 15.5*float64(n), anchor, n >= len(words)})
		}
		return out
	}
	at := func(x, y float64, anchor string, up bool) []line { return write(x, y, anchor, up, names, true) }
	split := func(nx, ny float64, na string, wx, wy float64, wa string) []line {
		out := write(nx, ny, na, true, names, false)
		return append(out, write(wx, wy, wa, false, nil, true)...)
	}
	x, y := s.at.x, s.at.y
	side := r - 4
	apart := split(x, y-r, "middle", x, y+r+9, "middle")
	allUp, allDown := at(x, y-r, "middle", true), at(x, y+r+10, "middle", false)
	upLeft, upRight := at(x-side, y-r+3, "end", true), at(x+side, y-r+3, "start", true)
	downLeft, downRight := at(x-side, y+r+5, "end", false), at(x+side, y+r+5, "start", false)
	left, right := at(x-r-3, y+4, "end", false), at(x+r+3, y+4, "start", false)
	rising := split(x-side, y-r+3, "end", x+side, y+r+5, "start")
	falling := split(x+side, y-r+3, "start", x-side, y+r+5, "end")
	var first [][]line
	switch {
	case above && below && turn > 0:
		first = [][]line{rising, upLeft, downRight}
	case above && below:
		first = [][]line{falling, upRight, downLeft}
	case above:
		first = [][]line{allDown, downRight, downLeft}
	case below:
		first = [][]line{apart, allUp, upRight, upLeft}
	default:
		first = [][]line{allDown, allUp, apart}
	}
	return append(first, allUp, allDown, apart, rising, falling, upLeft, upRight, downLeft, downRight, right, left)
}

// breakName cuts a long name into at most two lines.
func breakName(s string) []string {
	var out []string
	cur := ""
	for _, w := range strings.Fields(s) {
		switch {
		case cur == "":
			cur = w
		case utf8.RuneCountInString(cur)+1+utf8.RuneCountInString(w) <= nameWide:
			cur += " " + w
		default:
			out, cur = append(out, cur), w
		}
	}
	if cur != "" {
		out = append(out, cur)
	}
	if len(out) > 2 {
		out = []string{out[0], out[1] + " …"}
	}
	for i, l := range out {
		if r := []rune(l); len(r) > nameWide+6 {
			out[i] = strings.TrimSpace(string(r[:nameWide+5])) + "…"
		}
	}
	return out
}

// width estimates how wide words are, rather too wide than too narrow.
func width(s string, small bool) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iljtfr.,:·’' ", r):
			w += 4.3
		case strings.ContainsRune("mwMWÅÄÖ–", r):
			w += 10.5
		case unicode.IsUpper(r):
			w += 8.6
		default:
			w += 7.4
		}
	}
	if small {
		w *= 0.93
	}
	return w
}

// describe says the gist of the picture in words.
func describe(t text.T, list []Station) string {
	behind, ahead := 0, 0
	var now []string
	for _, s := range list {
		switch s.State {
		case Passed:
			behind++
		case Now:
			now = append(now, s.full())
		default:
			ahead++
		}
	}
	say := t.S("ui.journey.desc", len(list), behind, ahead)
	if len(now) > 0 {
		say += " " + t.S("ui.journey.desc.now", t.List(now))
	}
	return say + " " + t.S("ui.journey.desc.list")
}

func (s Station) full() string {
	if s.Full != "" {
		return s.Full
	}
	return s.Label
}

// spoken is what a screen reader says of a station that is a link: the words
// that stand there, and where it lies in time.
func (s spot) spoken(t text.T) string {
	var seen []string
	for _, l := range s.words {
		seen = append(seen, l.words)
	}
	parts := []string{strings.Join(seen, " ")}
	if s.Full != "" && s.Full != s.Label {
		parts = append(parts, s.Full)
	}
	parts = append(parts, t.S("ui.journey.is."+string(s.State)))
	if s.Possible {
		parts = append(parts, t.S("ui.step.possible"))
	}
	return strings.Join(parts, ", ")
}

// toneAt gives the class of the band that a height lies in: the words' halo
// has its colour.
func (d drawn) toneAt(y float64) string {
	for _, b := range d.bands {
		if y-5 < b.y+b.h {
			return b.tone
		}
	}
	return string(HomeTone)
}

func (j JourneyView) id() string {
	if j.ID != "" {
		return j.ID
	}
	return "resa"
}

func (d drawn) viewBox() string { return "0 0 " + num(d.w) + " " + num(d.h) }

// wide gives the class that keeps the words of a wide picture readable: its
// least width in steps of 200.
func (d drawn) wide() string {
	if d.w <= journeyWidth+60 {
		return ""
	}
	return "w" + num(math.Ceil(min(d.w, 3000)/200)*2)
}

func radius(p Progress) string {
	if p == Now {
		return "13"
	}
	return "7.5"
}
