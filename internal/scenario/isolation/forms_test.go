package isolation

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// offer is a form that a page offers to somebody.
type offer struct {
	path   string
	fields url.Values
	to     []string // by name
}

// harvest keeps the forms and the links of a page.
func (c *crawler) harvest(p *someone, a *answer) {
	doc, err := html.Parse(bytes.NewReader(a.body))
	if err != nil {
		c.fault("broken", "%s: %v", a, err)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	base, _ := url.Parse(strings.SplitN(a.path, "?", 2)[0])
	for _, n := range find(doc, "a[href]") {
		if to, err := base.Parse(attr(n, "href")); err == nil && to.Host == "" && to.Scheme == "" {
			c.links[to.String()] = true
		}
	}
	for _, f := range find(doc, "form") {
		to, err := base.Parse(attr(f, "action"))
		if err != nil {
			continue
		}
		fields := filled(f)
		if !strings.EqualFold(attr(f, "method"), "post") {
			for name := range fields {
				if strings.HasPrefix(name, "\x00") {
					continue
				}
				c.links[to.Path+"?"+url.Values{name: {""}}.Encode()] = true
			}
			continue
		}
		key := to.Path + "?" + telling(fields)
		o := c.forms[key]
		if o == nil {
			o = &offer{path: to.Path, fields: fields}
			c.forms[key] = o
		}
		if !slices.Contains(o.to, p.name) {
			o.to = append(o.to, p.name)
		}
	}
}

// telling gives what tells a form from others at its address: what is hidden in
// it, without its key and the version that was read.
func telling(fields url.Values) string {
	out := url.Values{}
	for name, v := range fields {
		if strings.HasPrefix(name, "\x00") {
			out[name[1:]] = v
		}
	}
	return out.Encode()
}

// filled gives a form as somebody would send it who answers everything with the
// first that is offered. What tells the form apart is kept beside, under names
// that begin with a zero.
func filled(form *html.Node) url.Values {
	out := url.Values{}
	for _, n := range find(form, "input, textarea, select, button") {
		name, kind := attr(n, "name"), attr(n, "type")
		if name == "" || has(n, "disabled") {
			continue
		}
		value := attr(n, "value")
		switch {
		case n.Data == "textarea":
			if value = text(n); strings.TrimSpace(value) == "" {
				value = "Text."
			}
		case n.Data == "select":
			for _, o := range find(n, "option") {
				if v := attr(o, "value"); v != "" {
					value = v
					break
				}
			}
		case kind == "file" || kind == "button":
			continue
		case n.Data == "button" || kind == "radio" || kind == "submit":
			if out.Has(name) {
				continue
			}
			if n.Data == "button" {
				out.Set("\x00"+name, value)
			}
		case kind == "checkbox":
			if value == "" {
				value = "on"
			}
		case kind == "hidden":
			if name != "_once" && name != "version" && name != "till" { // till is where to go afterwards
				out.Add("\x00"+name, value)
			}
		case attr(n, "inputmode") == "numeric":
			value = "10"
		case value == "":
			value = "2026-03-02"
		}
		out.Add(name, value)
	}
	return out
}

func find(n *html.Node, selector string) []*html.Node {
	return cascadia.QueryAll(n, cascadia.MustCompile(selector))
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
