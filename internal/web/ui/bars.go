package ui

import (
	"slices"
	"strconv"
	"strings"
)

// BarChart is a picture of numbers with one bar for each, in parts. The numbers
// stand beside it in a table on the same page: Table says where.
type BarChart struct {
	ID    string
	Title string
	Desc  string // what it shows, in a sentence, and where the table is
	Parts []string
	Bars  []Bar
	Mark  string // what a bar's mark is, as the legend says it; "" for none

	phone bool // drawn for a narrow screen
}

// Bar is one bar: its parts in the order of the chart's, each told apart by its
// pattern as well as by its colour.
type Bar struct {
	Label string
	Parts []int
	From  int    // where it begins; 0 for nearly all
	Mark  int    // a stroke across the bar; below 0 for none
	Says  string // its number in words, at its end
}

// Measures of the picture, in its own units.
const (
	barThick = 18
	barRow   = 46
	barWidth = 600
	barRight = 120 // for the words at the end

	barPhone  = 190 // as barWidth, on a narrow screen
	mostPhone = 38  // characters of a label there; the table has all of it
)

// onPhone gives the chart as it is drawn for a narrow screen, where letters would
// be too small to read in the wide picture.
func (c BarChart) onPhone() BarChart {
	c.ID, c.phone = c.ID+"-liten", true
	c.Bars = slices.Clone(c.Bars)
	for i, b := range c.Bars {
		if r := []rune(b.Label); len(r) > mostPhone {
			c.Bars[i].Label = strings.TrimSpace(string(r[:mostPhone-1])) + "…"
		}
	}
	return c
}

func (c BarChart) width() int {
	if c.phone {
		return barPhone
	}
	return barWidth
}

func (c BarChart) most() int {
	most := 1
	for _, b := range c.Bars {
		n := b.From
		for _, p := range b.Parts {
			n += p
		}
		most = max(most, n, b.Mark)
	}
	return most
}

// height gives the height of the picture.
func (c BarChart) height() int { return len(c.Bars)*barRow + 8 }

// box gives the picture's own frame.
func (c BarChart) box() string {
	return "0 0 " + strconv.Itoa(c.width()+barRight) + " " + strconv.Itoa(c.height())
}

// at gives where a number lies.
func (c BarChart) at(n int) int { return n * c.width() / c.most() }

// piece is a part of a bar as it is drawn.
type piece struct {
	x, width int
	class    string
}

func (c BarChart) pieces(b Bar) (out []piece, end int) {
	n := b.From
	for i, p := range b.Parts {
		if p > 0 {
			x := c.at(n)
			out = append(out, piece{x, max(1, c.at(n+p)-x), "b" + strconv.Itoa(i)})
		}
		n += p
	}
	return out, c.at(n)
}
