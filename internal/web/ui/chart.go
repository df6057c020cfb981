package ui

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"samverk/internal/text"
)

// ChartView is the structure as a picture: a band for each level, highest first,
// a box for each body, and lines between them. The same bodies have to stand in
// a table on the page. Where a box stands is computed from the lines.
type ChartView struct {
	ID     string // prefix of the ids in the picture; "karta" when empty
	Title  string // of the picture, for screen readers
	Levels []ChartLevel
	Boxes  []ChartBox
	Edges  []ChartEdge
	Down   string // words along the arrow that goes down: "efterfrågar resultat"; empty draws none
	Up     string // words along the arrow that goes up
	Dotted string // what the dotted lines of this chart mean; "bereder eller tar ställning åt" when empty
	List   string // id of the table
	File   string // address of the picture as a file; empty shows no link
}

// ChartLevel is a band: two to six of them.
type ChartLevel struct {
	Name  string
	About string // a few words below the name
}

// ChartBox is a body.
type ChartBox struct {
	ID     string
	Name   string
	Sub    string // small words below the name
	Href   string
	Level  int  // index in Levels
	Small  bool // one of many alike: drawn in rows of two below the body that they report to
	Dashed bool // not set up for good: working groups
}

// ChartEdge is a line from a body to the one it reports to; Dotted when it
// prepares for it or supports it.
type ChartEdge struct {
	From, To string
	Dotted   bool
}

// The measures of the chart, in its own units; at full size one is a pixel.
const (
	chartWidth  = 1200.0
	chartLeft   = 190.0
	chartRight  = 1136.0
	boxWide     = 270.0
	boxNarrow   = 150.0
	boxHigh     = 56.0
	smallWide   = 108.0
	smallHigh   = 34.0
	gapWide     = 18.0
	dottedAside = 14.0 // from the middle of a box to where a dotted line meets it
	lane        = 11.0 // between two lines that run side by side
	rowAir      = 22.0 // above a row, when no line runs there
)

// boxAt is a box with its place.
type boxAt struct {
	ChartBox
	tone       Tone
	x, y, w, h float64
	names      []string
	subs       []string
	row        int
	order      int
}

func (b *boxAt) mid() float64 { return b.x + b.w/2 }

type edgeAt struct {
	d      string
	dotted bool
}

type bandAt struct {
	tone   Tone
	name   string
	about  []string
	y, h   float64
	nameAt float64
}

type charted struct {
	h     float64
	bands []bandAt
	boxes []*boxAt
	edges []edgeAt
}

// plan places everything: rows inside the levels, boxes in the rows, lines in
// the gaps between the rows.
func (v ChartView) plan() charted {
	c := &chart{view: v, at: map[string]*boxAt{}}
	for i, b := range v.Boxes {
		if b.Level < 0 || b.Level >= len(v.Levels) || c.at[b.ID] != nil {
			continue
		}
		x := &boxAt{ChartBox: b, tone: LevelTone(b.Level, len(v.Levels)), order: i}
		c.at[b.ID] = x
		c.boxes = append(c.boxes, x)
	}
	c.takeEdges()
	c.rows()
	c.columns()
	c.avoid()
	c.lanes()
	return c.heights()
}

// link is an edge between two boxes of which one stands in a higher row. Lanes
// are the gaps above the row of that number in which it runs sideways.
type link struct {
	up, low *boxAt
	dotted  bool
	start   float64 // where it leaves the lower box
	bend    float64 // where it goes up past rows in between
	lanes   map[int]int
}

type chart struct {
	view  ChartView
	boxes []*boxAt
	at    map[string]*boxAt
	edges []ChartEdge
	row   [][]*boxAt // boxes that are not small, per row
	level []int      // level of each row
	small map[*boxAt][]*boxAt
	loose map[int][]*boxAt // small boxes without a parent, per level
	links []*link
	used  []int // lanes used above each row; the last is below the rows
}

// takeEdges keeps the edges between boxes that are there, each once, and no line
// from a box to itself.
func (c *chart) takeEdges() {
	for _, e := range c.view.Edges {
		if e.From != e.To && c.at[e.From] != nil && c.at[e.To] != nil && !slices.Contains(c.edges, e) {
			c.edges = append(c.edges, e)
		}
	}
	c.small, c.loose = map[*boxAt][]*boxAt{}, map[int][]*boxAt{}
	for _, b := range c.boxes {
		if !b.Small {
			continue
		}
		i := slices.IndexFunc(c.edges, func(e ChartEdge) bool { return e.From == b.ID && !c.at[e.To].Small })
		if i < 0 {
			c.loose[b.Level] = append(c.loose[b.Level], b)
			continue
		}
		parent := c.at[c.edges[i].To]
		c.small[parent] = append(c.small[parent], b)
	}
}

// rows puts a box below those of its level that it reports to or prepares for.
// A line that would close a circle is left out of the count.
func (c *chart) rows() {
	depth := map[*boxAt]int{}
	above := map[*boxAt][]*boxAt{}
	reaches := func(from, to *boxAt) bool {
		seen, todo := map[*boxAt]bool{}, []*boxAt{from}
		for len(todo) > 0 {
			b := todo[0]
			todo = todo[1:]
			if b == to {
				return true
			}
			if !seen[b] {
				seen[b] = true
				todo = append(todo, above[b]...)
			}
		}
		return false
	}
	for _, dotted := range []bool{false, true} {
		for _, e := range c.edges {
			from, to := c.at[e.From], c.at[e.To]
			if e.Dotted == dotted && from.Level == to.Level && !from.Small && !to.Small && !reaches(to, from) {
				above[from] = append(above[from], to)
			}
		}
	}
	var deep func(b *boxAt) int
	deep = func(b *boxAt) int {
		if d, ok := depth[b]; ok {
			return d
		}
		d := 0
		for _, a := range above[b] {
			d = max(d, deep(a)+1)
		}
		depth[b] = d
		return d
	}
	for l := range c.view.Levels {
		byDepth := map[int][]*boxAt{}
		most := -1
		for _, b := range c.boxes {
			if b.Level == l && !b.Small {
				byDepth[deep(b)] = append(byDepth[deep(b)], b)
				most = max(most, deep(b))
			}
		}
		for d := range most + 1 {
			c.addRow(l, byDepth[d])
		}
		if most < 0 {
			c.addRow(l, nil)
		}
	}
}

// mostInRow is how many boxes stand side by side before the row is broken.
const mostInRow = 6

func (c *chart) addRow(level int, boxes []*boxAt) {
	for first := true; first || len(boxes) > 0; first = false {
		n := min(len(boxes), mostInRow)
		for _, b := range boxes[:n] {
			b.row = len(c.row)
		}
		c.row = append(c.row, boxes[:n])
		c.level = append(c.level, level)
		boxes = boxes[n:]
	}
}

// columns gives every row its boxes' widths and places: as near to what they
// hang together with as the others allow.
func (c *chart) columns() {
	for r, boxes := range c.row {
		n := len(boxes)
		if n == 0 {
			continue
		}
		w := min(boxWide, max(boxNarrow, (chartRight-chartLeft-gapWide*float64(n-1))/float64(n)))
		want := map[*boxAt]float64{}
		for _, b := range boxes {
			b.w = w
			sum, k := 0.0, 0
			for _, e := range c.edges {
				if e.From == b.ID && c.at[e.To].row < r && !c.at[e.To].Small {
					sum, k = sum+c.at[e.To].mid(), k+1
				}
			}
			want[b] = (chartLeft + chartRight) / 2
			if k > 0 {
				want[b] = sum / float64(k)
			}
		}
		slices.SortStableFunc(boxes, func(a, b *boxAt) int {
			return cmp.Or(cmp.Compare(want[a], want[b]), cmp.Compare(a.order, b.order))
		})
		apart := max(w+gapWide, (chartRight-chartLeft)/float64(n))
		if n > 1 {
			apart = min(apart, (chartRight-chartLeft-w)/float64(n-1))
		}
		mids := make([]float64, n)
		for i, b := range boxes {
			mids[i] = want[b]
		}
		mids = spread(mids, apart, chartLeft+w/2, chartRight-w/2)
		for i, b := range boxes {
			b.x = mids[i] - w/2
		}
	}
}

// spread moves points as little as it can so that neighbours are at least apart
// from each other and all within the bounds (isotonic regression).
func spread(want []float64, apart, low, high float64) []float64 {
	type block struct {
		sum float64
		n   int
	}
	var blocks []block
	for i, w := range want {
		blocks = append(blocks, block{w - apart*float64(i), 1})
		for k := len(blocks); k > 1 && blocks[k-2].sum/float64(blocks[k-2].n) > blocks[k-1].sum/float64(blocks[k-1].n); k = len(blocks) {
			blocks[k-2] = block{blocks[k-2].sum + blocks[k-1].sum, blocks[k-2].n + blocks[k-1].n}
			blocks = blocks[:k-1]
		}
	}
	out := make([]float64, 0, len(want))
	top := high - apart*float64(len(want)-1)
	for _, b := range blocks {
		for range b.n {
			out = append(out, max(low, min(b.sum/float64(b.n), top))+apart*float64(len(out)))
		}
	}
	return out
}

// avoid moves a box out of the way of lines that pass its row, where there is
// room.
func (c *chart) avoid() {
	for r, boxes := range c.row {
		var passing []float64
		for _, e := range c.edges {
			a, b := c.at[e.From], c.at[e.To]
			if a.Small && !b.Small && b.row < r && a.Level >= c.level[r] {
				passing = append(passing, b.mid())
			}
			if a.Small || b.Small {
				continue
			}
			up, low := b, a
			if up.row > low.row {
				up, low = low, up
			}
			if up.row < r && r < low.row {
				passing = append(passing, low.mid())
			}
		}
		for _, b := range boxes {
			free := func(x float64) bool {
				for _, p := range passing {
					if p > x-10 && p < x+b.w+10 {
						return false
					}
				}
				for _, o := range boxes {
					if o != b && o.x < x+b.w+gapWide && x < o.x+o.w+gapWide {
						return false
					}
				}
				return x >= chartLeft && x+b.w <= chartRight
			}
			was := *b
			for _, w := range []float64{b.w, boxNarrow} {
				b.w = min(b.w, w)
				if best := nearest(was.mid()-b.w/2, chartRight-chartLeft, free); !math.IsNaN(best) {
					b.x = best
					break
				}
				b.x, b.w = was.x, was.w
			}
		}
	}
}

// nearest finds the place nearest to x, at most far away, that is free; NaN when
// there is none.
func nearest(x, far float64, free func(float64) bool) float64 {
	for d := 0.0; d <= far; d += 6 {
		for _, at := range []float64{x - d, x + d} {
			if free(at) {
				return at
			}
		}
	}
	return math.NaN()
}

// lanes makes a link of every edge and gives it a lane in each gap in which it
// runs sideways. Links of a kind that share an end in the gap share the lane.
func (c *chart) lanes() {
	c.used = make([]int, len(c.row)+1)
	for _, e := range c.edges {
		low, up := c.at[e.From], c.at[e.To]
		if low.Small || up.Small {
			continue
		}
		if up.row > low.row {
			up, low = low, up
		}
		l := &link{up: up, low: low, dotted: e.Dotted, lanes: map[int]int{}, start: low.mid()}
		if e.Dotted { // so that it does not lie on a solid line between the same boxes
			l.start += dottedAside
		}
		l.bend = l.start
		if low.row-up.row > 1 {
			l.bend = nearest(l.start, chartRight-chartLeft, func(x float64) bool {
				for r := up.row + 1; r < low.row; r++ {
					for _, b := range c.row[r] {
						if x > b.x-8 && x < b.x+b.w+8 {
							return false
						}
					}
				}
				return x > chartLeft-20 && x < chartRight+20
			})
			if math.IsNaN(l.bend) {
				l.bend = l.start
			}
		}
		c.links = append(c.links, l)
	}
	for gap := range c.used {
		var here []*link
		for _, l := range c.links {
			if l.up.row == l.low.row && gap == l.low.row || l.up.row+1 == gap || l.low.row == gap && l.bend != l.start {
				here = append(here, l)
			}
		}
		c.used[gap] = share(here, gap)
	}
}

// share gives the links of a gap their lanes and tells how many there are.
func share(here []*link, gap int) int {
	n := 0
	for i, l := range here {
		for _, o := range here[:i] {
			ends := func(x *link) (*boxAt, *boxAt) {
				if x.low.row-x.up.row > 1 && x.low.row == gap {
					return x.low, x.low
				}
				return x.up, x.low
			}
			a, b := ends(l)
			p, q := ends(o)
			if l.dotted == o.dotted && (a == p || b == q) {
				l.lanes[gap] = o.lanes[gap]
				break
			}
		}
		if _, ok := l.lanes[gap]; !ok {
			l.lanes[gap] = n
			n++
		}
	}
	return n
}

// heights gives rows and bands their heights and draws the lines.
func (c *chart) heights() charted {
	out := charted{boxes: c.boxes}
	top := make([]float64, len(c.row)) // y above which the lanes of a gap run
	y := 0.0
	for l, level := range c.view.Levels {
		b := bandAt{tone: LevelTone(l, len(c.view.Levels)), name: level.Name, about: wrapWords(level.About, 16, 4), y: y, nameAt: y + 34}
		start := y
		for r, boxes := range c.row {
			if c.level[r] != l {
				continue
			}
			y += rowAir + lane*float64(c.used[r])
			top[r] = y
			high := 0.0
			for _, x := range boxes {
				x.y = y
				x.fit()
				high = max(high, x.h)
			}
			for _, x := range boxes {
				x.h = high
			}
			y += high
		}
		y = max(c.placeSmall(l, y)+16, start+64+18*float64(len(b.about)))
		b.h = y - start
		out.bands = append(out.bands, b)
	}
	out.h = y
	for _, l := range c.links {
		out.edges = append(out.edges, edgeAt{c.path(l, top), l.dotted})
	}
	for parent, kids := range c.small {
		d := "M" + num(parent.mid()) + " " + num(parent.y+parent.h) + "V" + num(kids[0].y-0.5)
		out.edges = append(out.edges, edgeAt{d, false})
	}
	slices.SortFunc(out.edges, func(a, b edgeAt) int { return cmp.Compare(a.d, b.d) })
	return out
}

// fit writes the words of a box on lines and gives it the height they need.
func (b *boxAt) fit() {
	chars := int((b.w - 30) / 7.6)
	b.names = wrapWords(b.Name, chars, 3)
	b.subs = wrapWords(b.Sub, int((b.w-30)/6.3), 2)
	b.h = max(boxHigh, 22+17*float64(len(b.names))+16*float64(len(b.subs)))
	if len(b.names)+len(b.subs) == 1 {
		b.h = 44
	}
}

// placeSmall puts the small boxes of a level below y: two side by side under the
// body that they report to, the others in rows of eight. It gives the y below.
func (c *chart) placeSmall(level int, y float64) float64 {
	below := y
	any := false
	var placed []*boxAt
	for _, b := range c.boxes {
		kids := c.small[b]
		n := 0
		for _, k := range kids {
			if k.Level != level {
				continue
			}
			any = true
			k.w, k.h = smallWide, smallHigh
			k.x = b.mid() - smallWide - 2 + float64(n%2)*(smallWide+4)
			if len(kids) == 1 {
				k.x = b.mid() - smallWide/2
			}
			k.y = y + rowAir + float64(n/2)*(smallHigh+6)
			k.names = wrapWords(k.Name, 15, 1)
			if b.w < 2*smallWide {
				k.x = max(chartLeft, min(b.mid()-smallWide/2, chartRight-smallWide))
				k.y = y + rowAir + float64(n)*(smallHigh+6)
			}
			for slices.ContainsFunc(placed, func(o *boxAt) bool { return k.x < o.x+o.w && o.x < k.x+k.w && k.y < o.y+o.h && o.y < k.y+k.h }) {
				k.y += smallHigh + 6
			}
			placed = append(placed, k)
			below = max(below, k.y+k.h)
			n++
		}
	}
	start := below
	for n, k := range c.loose[level] {
		any = true
		k.w, k.h = smallWide, smallHigh
		k.x = chartLeft + float64(n%8)*(smallWide+9)
		k.y = start + rowAir + float64(n/8)*(smallHigh+6)
		k.names = wrapWords(k.Name, 15, 1)
		below = max(below, k.y+k.h)
	}
	if !any {
		return y
	}
	return below
}

// path draws a link: up from the lower box, sideways in its lane, up past what
// lies between, sideways again, up to the upper box.
func (c *chart) path(l *link, top []float64) string {
	laneY := func(gap int) float64 { return top[gap] - 12 - lane*float64(l.lanes[gap]) }
	if l.up.row == l.low.row {
		y := laneY(l.low.row)
		return "M" + num(l.low.mid()) + " " + num(l.low.y) + "V" + num(y) + "H" + num(l.up.mid()) + "V" + num(l.up.y)
	}
	end := l.up.mid() + l.start - l.low.mid()
	d := "M" + num(l.start) + " " + num(l.low.y)
	gap := l.up.row + 1
	if l.low.row > gap && l.bend != l.start {
		d += "V" + num(laneY(l.low.row)) + "H" + num(l.bend)
	}
	return d + "V" + num(laneY(gap)) + "H" + num(end) + "V" + num(l.up.y+l.up.h)
}

// wrapWords writes words on at most so many lines of so many characters; what
// has no room ends with three dots.
func wrapWords(s string, chars, lines int) []string {
	var out []string
	cur := ""
	for _, w := range strings.Fields(s) {
		switch {
		case cur == "":
			cur = w
		case len([]rune(cur))+1+len([]rune(w)) <= chars:
			cur += " " + w
		default:
			out, cur = append(out, cur), w
		}
	}
	if cur != "" {
		out = append(out, cur)
	}
	if len(out) > lines {
		out = out[:lines]
		out[lines-1] += " …"
	}
	for i, l := range out {
		if r := []rune(l); len(r) > chars+3 {
			out[i] = string(r[:chars+2]) + "…"
		}
	}
	return out
}

// draws tells whether the chart has a line of a sort.
func (c charted) draws(dotted bool) bool {
	return slices.ContainsFunc(c.edges, func(e edgeAt) bool { return e.dotted == dotted })
}

// dottedMeans says what the dotted lines mean.
func (v ChartView) dottedMeans(t text.T) string { return cmp.Or(v.Dotted, t.S("ui.chart.prepares")) }

func (v ChartView) id() string {
	if v.ID != "" {
		return v.ID
	}
	return "karta"
}

// cut tells whether the name has no room in the box, so that it has to be said.
func (b *boxAt) cut() bool { return strings.Contains(strings.Join(b.names, " "), "…") }

// firstLine is the y of a box's first line of words.
func (b *boxAt) firstLine() float64 {
	all := 17*float64(len(b.names)) + 16*float64(len(b.subs))
	return b.y + (b.h-all)/2 + 13.5
}

// longName is how many characters of a level's name stand beside the arrow in
// the usual size.
const longName = 14

// longNames tells whether some level's name needs the smaller size, which then
// all have.
func (v ChartView) longNames() bool {
	return slices.ContainsFunc(v.Levels, func(l ChartLevel) bool { return utf8.RuneCountInString(l.Name) > longName })
}
