package recorders

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// shown is what a recorder's page shows of a field.
type shown struct {
	me, once string
	base     int64
	text     string // in the field
	op       string // the key of that text, where the viewer saved it
	sides    []side // the texts side by side, where somebody has to choose
	crossed  string // the same, as it stands in the page
	words    string // of the page
}

// side is one of the texts that stand side by side.
type side struct {
	as, text, choice string
	no               int64
}

// all gives every word that stands in the field or beside it.
func (p shown) all() map[string]bool {
	out := map[string]bool{}
	texts := []string{p.text}
	for _, s := range p.sides {
		texts = append(texts, s.text)
	}
	for _, t := range texts {
		for _, w := range strings.Fields(t) {
			out[w] = true
		}
	}
	return out
}

func readPage(body []byte, input string) (p shown, err error) {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return p, err
	}
	box := find(doc, `textarea[name="`+input+`"]`)
	if box == nil {
		return p, fmt.Errorf("no field %s in\n%s", input, words(doc))
	}
	p.text, p.words = words(box), words(doc)
	p.me = attr(find(doc, "[data-me]"), "data-me")
	form, around := box, box
	for form != nil && form.Data != "form" {
		form = form.Parent
	}
	for around != nil && attr(around, "data-draft") == "" {
		around = around.Parent
	}
	if form == nil || around == nil {
		return p, fmt.Errorf("the field %s stands in no form", input)
	}
	p.once = attr(find(form, `input[name="_once"]`), "value")
	if p.base, err = strconv.ParseInt(attr(around, "data-base"), 10, 64); err != nil {
		return p, err
	}
	p.op = attr(around, "data-op")
	if at := find(around, "[data-crossed]"); at != nil {
		var b bytes.Buffer
		for c := at.FirstChild; c != nil; c = c.NextSibling {
			if err := html.Render(&b, c); err != nil {
				return p, err
			}
		}
		p.crossed = b.String()
	}
	p.sides, err = readSides([]byte(p.crossed))
	return p, err
}

// readSides reads the texts side by side out of their part of the page.
func readSides(part []byte) ([]side, error) {
	doc, err := html.Parse(bytes.NewReader(part))
	if err != nil {
		return nil, err
	}
	var out []side
	for _, n := range cascadia.QueryAll(doc, cascadia.MustCompile(".crossed .side")) {
		s := side{as: words(find(n, "b")), text: words(find(n, ".typed")), choice: attr(find(n, "button[name=valj]"), "value")}
		if parts := strings.Split(s.choice, "|"); len(parts) == 4 {
			if s.no, err = strconv.ParseInt(parts[1], 10, 64); err != nil {
				return nil, err
			}
		}
		out = append(out, s)
	}
	return out, nil
}

func find(n *html.Node, selector string) *html.Node {
	if n == nil {
		return nil
	}
	return cascadia.Query(n, cascadia.MustCompile(selector))
}

func attr(n *html.Node, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// words gives the text of a node, white space folded.
func words(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}
