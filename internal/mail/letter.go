package mail

import (
	"html"
	"strings"
)

// Letter is what a mail says, once, for both its forms: plain text and HTML have
// the same content in the same order, since both are written from it.
type Letter struct {
	Lang   string // of the text, "sv"
	Blocks []Block
}

// Block is a part of a letter.
type Block struct {
	Para  string // a paragraph
	Head  string // a heading
	Rows  []Row  // facts: label and value
	Items []Item // a list
	Link  *Link
}

// Row is a fact.
type Row struct{ Label, Value string }

// Item is an entry of a list: what it is, and a line about it.
type Item struct {
	Mark  string // "4."
	Title string
	Under string // may be empty
}

// Link is a link with its words. In the plain text the address is written out.
type Link struct{ Words, URL string }

// Text gives the letter as plain text.
func (l Letter) Text() string {
	var b strings.Builder
	for i, x := range l.Blocks {
		if i > 0 {
			b.WriteString("\n")
		}
		switch {
		case x.Head != "":
			b.WriteString(x.Head + "\n")
		case x.Para != "":
			b.WriteString(x.Para + "\n")
		case x.Link != nil:
			b.WriteString(x.Link.Words + ": " + x.Link.URL + "\n")
		case len(x.Rows) > 0:
			width := 0
			for _, r := range x.Rows {
				width = max(width, len([]rune(r.Label)))
			}
			for _, r := range x.Rows {
				b.WriteString(r.Label + ":" + strings.Repeat(" ", width-len([]rune(r.Label))+1) + r.Value + "\n")
			}
		}
		for _, it := range x.Items {
			b.WriteString(strings.TrimSpace(it.Mark+" "+it.Title) + "\n")
			if it.Under != "" {
				b.WriteString("    " + it.Under + "\n")
			}
		}
	}
	return b.String()
}

// HTML gives the letter as a page without styles of its own, pictures or
// anything fetched from elsewhere.
func (l Letter) HTML() string {
	e := html.EscapeString
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html lang=\"" + e(l.Lang) + "\"><head><meta charset=\"utf-8\"></head><body style=\"font-family:sans-serif;line-height:1.5;max-width:40em\">\n")
	for _, x := range l.Blocks {
		switch {
		case x.Head != "":
			b.WriteString("<h2 style=\"font-size:1.1em\">" + e(x.Head) + "</h2>\n")
		case x.Para != "":
			b.WriteString("<p>" + strings.ReplaceAll(e(x.Para), "\n", "<br>") + "</p>\n")
		case x.Link != nil:
			b.WriteString("<p>" + e(x.Link.Words) + ": <a href=\"" + e(x.Link.URL) + "\">" + e(x.Link.URL) + "</a></p>\n")
		case len(x.Rows) > 0:
			b.WriteString("<table>\n")
			for _, r := range x.Rows {
				b.WriteString("<tr><th scope=\"row\" style=\"text-align:left;padding-right:1em\">" + e(r.Label) + ":</th><td>" + e(r.Value) + "</td></tr>\n")
			}
			b.WriteString("</table>\n")
		}
		if len(x.Items) > 0 {
			b.WriteString("<ul style=\"list-style:none;padding-left:0\">\n")
			for _, it := range x.Items {
				b.WriteString("<li>" + e(strings.TrimSpace(it.Mark+" "+it.Title)))
				if it.Under != "" {
					b.WriteString("<br>" + e(it.Under))
				}
				b.WriteString("</li>\n")
			}
			b.WriteString("</ul>\n")
		}
	}
	b.WriteString("</body></html>\n")
	return b.String()
}
