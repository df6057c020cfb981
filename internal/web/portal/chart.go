package portal

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"samverk/internal/app/portals"
	"samverk/internal/domain/structure"
	"samverk/internal/text"
	"samverk/internal/web/ui"
)

// structurePage is the chart of the structure with its table.
type structurePage struct {
	ui.Page
	Lead   string
	Chart  chart
	Levels []levelRows
}

func (p *Portal) structure(r *http.Request, t text.T) (built, error) {
	v, err := portals.Bodies.Do(r.Context(), p.sys, who(), struct{}{})
	if err != nil {
		return built{}, err
	}
	s := structurePage{Levels: byLevel(t, v)}
	if v.Structure != nil {
		s.Chart = draw(t, v.Structure)
		s.Lead = t.S("portal.structure.lead", len(v.Structure.Parties), len(v.Structure.Bodies))
	}
	return built{title: t.S("portal.structure.title"), frame: v.Frame, show: func(f ui.Page) templ.Component {
		s.Page = f
		return structureView(s)
	}}, nil
}

// The chart is drawn in a field of fixed width; its height follows from what it
// holds. Lengths are in the field's own units, which are pixels at full size.
const (
	chartWidth = 1200
	chartLeft  = 190 // the names of the levels stand to the left of it
	chartRight = 24
	nodeHigh   = 58
	smallHigh  = 32
	rowGap     = 34
	smallGap   = 6
	bandPad    = 26
	nodeGap    = 22
	nodeWide   = 300
	perRow     = 4
	lineWide   = 31 // letters in a line of a node of full width
)

// chart is the drawing.
type chart struct {
	Height int
	Bands  []chartBand
	Nodes  []chartNode
	Lines  []chartLine
}

// chartBand is the field of a level.
type chartBand struct {
	Tone   ui.Tone
	Name   string
	About  []string
	Y, H   int
	TitleY int
}

// chartNode is a body, as a link.
type chartNode struct {
	Tone       ui.Tone
	X, Y, W, H int
	Href, Full string
	Words      []string
	Small      bool
}

func (n chartNode) mid() int { return n.X + n.W/2 }

// textY gives where the i-th line of the words stands.
func (n chartNode) textY(i int) int {
	step := 17
	return n.Y + n.H/2 + 5 - (len(n.Words)-1)*step/2 + i*step
}

// chartLine is how two bodies hang together. Dotted: prepares for, supports,
// passes judgement for.
type chartLine struct {
	D      string
	Dotted bool
}

// draw places the bodies in bands from the levels in the data, and draws the
// lines of their relations. Executive committees stand on their own body's page.
func draw(t text.T, s *structure.Structure) chart {
	c := chart{}
	at := map[string]int{}
	y := 0
	for i, l := range s.Levels {
		band := chartBand{Tone: ui.LevelTone(i, len(s.Levels)), Name: l.Name.In(t.Lang), Y: y, TitleY: y + 34}
		h := c.place(t, s, l.ID, band, at)
		band.H = max(h, 96)
		if len(l.Duties) > 0 {
			band.About = wrap(l.Duties[0], 22)
		}
		c.Bands = append(c.Bands, band)
		y += band.H
	}
	c.Height = y
	c.connect(s, at)
	return c
}

// place puts the bodies of a level in rows and gives the height that they take.
func (c *chart) place(t text.T, s *structure.Structure, level string, band chartBand, at map[string]int) int {
	var big, small []*structure.Body
	for i := range s.Bodies {
		b := &s.Bodies[i]
		switch {
		case b.Level != level || executive(b):
		case b.Template != "" && len(s.Template(b.Template)) >= alike:
			small = append(small, b)
		default:
			big = append(big, b)
		}
	}
	room := chartWidth - chartLeft - chartRight
	y := band.Y + bandPad
	for row := range slices.Chunk(ranked(s, big), perRow) {
		w := min(nodeWide, (room-nodeGap*(len(row)-1))/len(row))
		step := room / len(row)
		for i, b := range row {
			n := chartNode{Tone: band.Tone, X: chartLeft + i*step + (step-w)/2, Y: y, W: w, H: nodeHigh, Href: bodyHref(b.ID), Full: b.Name.In(t.Lang)}
			n.Words = wrap(or(b.Short, b.Name.In(t.Lang)), lineWide*w/nodeWide)
			at[b.ID] = len(c.Nodes)
			c.Nodes = append(c.Nodes, n)
		}
		y += nodeHigh + rowGap
	}
	if len(small) > 0 {
		y = c.placeSmall(s, small, band, at, y)
	}
	return y - band.Y - rowGap + bandPad
}

// ranked gives a level's bodies with those that report to none of the same level
// first.
func ranked(s *structure.Structure, list []*structure.Body) []*structure.Body {
	below := func(b *structure.Body) int {
		for _, r := range b.Relations {
			if r.Kind != structure.ReportsTo && r.Kind != structure.PreparesFor {
				continue
			}
			for _, id := range portals.Targets(s, r) {
				if to := s.Body(id); to != nil && to.Level == b.Level && !executive(b) && slices.Contains(list, to) {
					return 1
				}
			}
		}
		return 0
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b *structure.Body) int { return below(a) - below(b) })
	// A first row of its own for those that the others of the level hang on.
	return out
}

// placeSmall puts many bodies alike under the body that each reports to.
func (c *chart) placeSmall(s *structure.Structure, small []*structure.Body, band chartBand, at map[string]int, y int) int {
	under := map[int][]*structure.Body{}
	var loose []*structure.Body
	for _, b := range small {
		if up, ok := above(s, b, at); ok {
			under[up] = append(under[up], b)
		} else {
			loose = append(loose, b)
		}
	}
	lowest := y
	put := func(list []*structure.Body, x, w int) {
		half := (w - smallGap) / 2
		for i, b := range list {
			n := chartNode{Tone: band.Tone, X: x + (i%2)*(half+smallGap), Y: y + (i/2)*(smallHigh+smallGap), W: half, H: smallHigh, Href: bodyHref(b.ID), Full: b.Name.In("sv"), Small: true}
			n.Words = []string{b.Name.In("sv")}
			if p := s.Party(b.For); p != nil {
				n.Words[0] = p.Name
			}
			at[b.ID] = len(c.Nodes)
			c.Nodes = append(c.Nodes, n)
			lowest = max(lowest, n.Y+n.H)
		}
	}
	for up, list := range under {
		put(list, c.Nodes[up].X, c.Nodes[up].W)
	}
	put(loose, chartLeft, chartWidth-chartLeft-chartRight)
	return lowest + rowGap
}

// above gives the place of the body that one reports to.
func above(s *structure.Structure, b *structure.Body, at map[string]int) (int, bool) {
	for _, r := range b.Relations {
		if r.Kind != structure.ReportsTo {
			continue
		}
		for _, id := range portals.Targets(s, r) {
			if i, ok := at[id]; ok {
				return i, true
			}
		}
	}
	return 0, false
}

// connect draws the relations between bodies that the chart holds, each pair
// once.
func (c *chart) connect(s *structure.Structure, at map[string]int) {
	type pair struct{ a, b int }
	drawn := map[pair]bool{}
	for i := range s.Bodies {
		b := &s.Bodies[i]
		from, ok := at[b.ID]
		if !ok {
			continue
		}
		for _, r := range b.Relations {
			dotted := r.Kind != structure.ReportsTo
			for _, id := range portals.Targets(s, r) {
				to, ok := at[id]
				if !ok || drawn[pair{from, to}] {
					continue
				}
				drawn[pair{from, to}] = true
				c.Lines = append(c.Lines, chartLine{D: c.bend(from, to), Dotted: dotted})
			}
		}
	}
}

// bend gives the path from the top of one node to the bottom of another, with
// its level stretch in the gap above the lower one.
func (c *chart) bend(from, to int) string {
	low, high := c.Nodes[from], c.Nodes[to]
	if low.Small {
		// Many alike: the line ends at the edge of their field, once for each.
		return "M" + num(high.mid()) + " " + num(high.Y+high.H) + "V" + num(low.Y)
	}
	if low.Y <= high.Y+high.H {
		// Beside each other: from side to side.
		y := low.Y + low.H/2
		if low.X > high.X {
			return "M" + num(low.X) + " " + num(y) + "H" + num(high.X+high.W)
		}
		return "M" + num(low.X+low.W) + " " + num(y) + "H" + num(high.X)
	}
	turn := low.Y - rowGap/2
	return "M" + num(low.mid()) + " " + num(low.Y) + "V" + num(turn) + "H" + num(high.mid()) + "V" + num(high.Y+high.H)
}

func num(n int) string { return strconv.Itoa(n) }

// wrap breaks words into lines of about so many letters, three at most.
func wrap(s string, letters int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && len([]rune(line))+1+len([]rune(w)) > letters {
			lines = append(lines, line)
			line = w
			continue
		}
		line = strings.TrimSpace(line + " " + w)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines[:min(3, len(lines))]
}
