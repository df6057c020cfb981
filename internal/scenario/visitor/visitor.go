// Package visitor is a person with a plain browser and no JavaScript: it opens
// pages, follows links by their words, fills fields by their labels and presses
// buttons by their names. Scenarios are told with it, so a page whose label or
// button is missing fails the story.
package visitor

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Visitor holds one person's cookies and the page that is open.
type Visitor struct {
	Status int
	URL    *url.URL
	Body   []byte
	Header http.Header
	Doc    *html.Node

	// Visited is called for every page that was opened, when set.
	Visited func(*Visitor)

	t      testing.TB
	base   *url.URL
	client *http.Client
}

// New gives a visitor of the server at base, with no cookies.
func New(t testing.TB, base string) *Visitor {
	t.Helper()
	b, err := url.Parse(base)
	if err != nil {
		t.Fatalf("base address: %v", err)
	}
	jar, _ := cookiejar.New(nil)
	return &Visitor{t: t, base: b, URL: b, client: &http.Client{Jar: jar}}
}

// Cookies gives the cookies that the visitor holds for the server.
func (v *Visitor) Cookies() []*http.Cookie { return v.client.Jar.Cookies(v.base) }

// Keep gives the visitor a cookie of the server's, of a session begun elsewhere.
func (v *Visitor) Keep(c *http.Cookie) { v.client.Jar.SetCookies(v.base, []*http.Cookie{c}) }

// Get opens a path and takes whatever status comes.
func (v *Visitor) Get(path string) *Visitor {
	v.t.Helper()
	u, err := v.URL.Parse(path)
	if err != nil {
		v.t.Fatalf("address %q: %v", path, err)
	}
	req, err := http.NewRequest(http.MethodGet, u.String(), nil)
	if err != nil {
		v.t.Fatalf("address %q: %v", path, err)
	}
	return v.do(req)
}

// Open opens a path that has to answer 200.
func (v *Visitor) Open(path string) *Visitor {
	v.t.Helper()
	v.Get(path)
	if v.Status != http.StatusOK {
		v.t.Fatalf("open %s: status %d\n%s", path, v.Status, v.Text())
	}
	return v
}

// Post sends a form of its own making, for what no page offers.
func (v *Visitor) Post(path string, values url.Values) *Visitor {
	v.t.Helper()
	u, err := v.URL.Parse(path)
	if err != nil {
		v.t.Fatalf("address %q: %v", path, err)
	}
	req, err := http.NewRequest(http.MethodPost, u.String(), strings.NewReader(values.Encode()))
	if err != nil {
		v.t.Fatalf("address %q: %v", path, err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", v.base.Scheme+"://"+v.base.Host)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.do(req)
}

func (v *Visitor) do(req *http.Request) *Visitor {
	v.t.Helper()
	res, err := v.client.Do(req)
	if err != nil {
		v.t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	v.Status, v.URL, v.Body, v.Header = res.StatusCode, res.Request.URL, body, res.Header
	v.Doc, err = html.Parse(bytes.NewReader(body))
	if err != nil {
		v.t.Fatalf("%s %s: not HTML: %v", req.Method, req.URL, err)
	}
	for _, a := range v.All(`[data-error-summary] a[href^="#"]`) { // each fault leads to its field
		if to := attr(a, "href"); len(v.All(`[id="`+to[1:]+`"]`)) == 0 {
			v.t.Errorf("%s: the error %q leads to %s, which is not on the page", v.URL.Path, text(a), to)
		}
	}
	if v.Visited != nil {
		v.Visited(v)
	}
	return v
}

// Text gives the words on the page, white space folded.
func (v *Visitor) Text() string { return text(v.Doc) }

// Sees fails the test unless the page holds all the words.
func (v *Visitor) Sees(words ...string) *Visitor {
	v.t.Helper()
	got := v.Text()
	for _, w := range words {
		if !strings.Contains(got, w) {
			v.t.Fatalf("%s (status %d) does not say %q; it says:\n%s", v.URL.Path, v.Status, w, got)
		}
	}
	return v
}

// TextOf gives the words of one element.
func (v *Visitor) TextOf(n *html.Node) string { return text(n) }

// SeesNot fails the test if the page, its source included, holds one of the words.
func (v *Visitor) SeesNot(words ...string) *Visitor {
	v.t.Helper()
	for _, w := range words {
		if strings.Contains(v.Text(), w) || bytes.Contains(v.Body, []byte(w)) {
			v.t.Fatalf("%s says %q, which it must not", v.URL.Path, w)
		}
	}
	return v
}

// All gives the elements that a CSS selector finds.
func (v *Visitor) All(selector string) []*html.Node {
	v.t.Helper()
	s, err := cascadia.Parse(selector)
	if err != nil {
		v.t.Fatalf("selector %q: %v", selector, err)
	}
	return cascadia.QueryAll(v.Doc, s)
}

// Follow opens the first link whose words begin with the text given.
func (v *Visitor) Follow(words string) *Visitor {
	v.t.Helper()
	for _, a := range v.All("a[href]") {
		if strings.HasPrefix(name(a), words) {
			return v.Open(attr(a, "href"))
		}
	}
	v.t.Fatalf("%s has no link %q; it has: %s", v.URL.Path, words, strings.Join(v.names("a[href]"), " | "))
	return v
}

func (v *Visitor) names(selector string) []string {
	var out []string
	for _, n := range v.All(selector) {
		out = append(out, name(n))
	}
	return out
}

// Form is a form on the page as it is being filled.
type Form struct {
	v      *Visitor
	node   *html.Node
	values url.Values
	files  []file
}

type file struct {
	field, name string
	data        []byte
}

// Form finds the form that has a button whose words begin with the text given.
// The button's own name and value are sent with it.
func (v *Visitor) Form(button string) *Form {
	v.t.Helper()
	for _, f := range v.All("form") {
		for _, b := range find(f, `button, input[type="submit"]`) {
			if strings.HasPrefix(name(b), button) && attr(b, "type") != "button" {
				return v.form(f, b)
			}
		}
	}
	v.t.Fatalf("%s (status %d) has no button %q; it has: %s\n%s", v.URL.Path, v.Status, button, strings.Join(v.names("form button"), " | "), v.Text())
	return nil
}

func (v *Visitor) form(n, button *html.Node) *Form {
	f := &Form{v: v, node: n, values: url.Values{}}
	for _, c := range find(n, "input, textarea, select") {
		key := attr(c, "name")
		if key == "" || has(c, "disabled") {
			continue
		}
		switch {
		case c.Data == "textarea":
			f.values.Add(key, raw(c))
		case c.Data == "select":
			opts := find(c, "option")
			var val string
			for i, o := range opts {
				if i == 0 || has(o, "selected") {
					val = optionValue(o)
				}
			}
			f.values.Add(key, val)
		case attr(c, "type") == "checkbox" || attr(c, "type") == "radio":
			if has(c, "checked") {
				f.values.Add(key, valueOr(c, "on"))
			}
		case attr(c, "type") == "file" || attr(c, "type") == "submit":
		default:
			f.values.Add(key, attr(c, "value"))
		}
	}
	if k := attr(button, "name"); k != "" {
		f.values.Set(k, attr(button, "value"))
	}
	if a := attr(button, "formaction"); a != "" {
		f.node = &html.Node{Type: html.ElementNode, Data: "form", Attr: append([]html.Attribute{{Key: "action", Val: a}}, without(n.Attr, "action")...), FirstChild: n.FirstChild}
	}
	return f
}

// Fill writes in the field with the label.
func (f *Form) Fill(label, value string) *Form {
	f.v.t.Helper()
	c := f.control(label)
	if c.Data == "select" {
		return f.Select(label, value)
	}
	f.values.Set(attr(c, "name"), value)
	return f
}

// Select picks an option by its words in the field with the label.
func (f *Form) Select(label, option string) *Form {
	f.v.t.Helper()
	c := f.control(label)
	var have []string
	for _, o := range find(c, "option") {
		if strings.HasPrefix(name(o), option) {
			f.values.Set(attr(c, "name"), optionValue(o))
			return f
		}
		have = append(have, name(o))
	}
	f.v.t.Fatalf("%s: field %q has no option %q; it has: %s", f.v.URL.Path, label, option, strings.Join(have, " | "))
	return f
}

// Choose ticks the radio button or checkbox with the label, within the group
// (fieldset) whose legend begins with the text given; an empty group is any.
func (f *Form) Choose(group, label string) *Form {
	f.v.t.Helper()
	scope := []*html.Node{f.node}
	if group != "" {
		scope = nil
		for _, fs := range find(f.node, "fieldset") {
			for _, l := range find(fs, "legend") {
				if strings.HasPrefix(name(l), group) {
					scope = append(scope, fs)
				}
			}
		}
	}
	var have []string
	for _, s := range scope {
		for _, l := range find(s, "label") {
			c := f.labelled(l)
			if c == nil || (attr(c, "type") != "radio" && attr(c, "type") != "checkbox") {
				continue
			}
			have = append(have, name(l))
			if !strings.HasPrefix(name(l), label) {
				continue
			}
			if attr(c, "type") == "radio" {
				f.values.Set(attr(c, "name"), valueOr(c, "on"))
			} else {
				f.values.Add(attr(c, "name"), valueOr(c, "on"))
			}
			return f
		}
	}
	f.v.t.Fatalf("%s: no choice %q in group %q; there is: %s", f.v.URL.Path, label, group, strings.Join(have, " | "))
	return f
}

// Set gives a field of the form a value by the field's name.
func (f *Form) Set(key, value string) *Form { f.values.Set(key, value); return f }

// Attach puts a file into the field with the label.
func (f *Form) Attach(label, fileName string, data []byte) *Form {
	f.v.t.Helper()
	f.files = append(f.files, file{attr(f.control(label), "name"), fileName, data})
	return f
}

// Submit sends the form and gives the page that answers.
func (f *Form) Submit() *Visitor {
	f.v.t.Helper()
	action, err := f.v.URL.Parse(attr(f.node, "action"))
	if err != nil {
		f.v.t.Fatalf("form address: %v", err)
	}
	if !strings.EqualFold(attr(f.node, "method"), "post") {
		action.RawQuery = f.values.Encode()
		return f.v.Get(action.String())
	}
	var body bytes.Buffer
	ct := "application/x-www-form-urlencoded"
	if attr(f.node, "enctype") == "multipart/form-data" {
		w := multipart.NewWriter(&body)
		for k, vs := range f.values {
			for _, val := range vs {
				_ = w.WriteField(k, val)
			}
		}
		for _, a := range f.files {
			p, _ := w.CreateFormFile(a.field, a.name)
			_, _ = p.Write(a.data)
		}
		_ = w.Close()
		ct = w.FormDataContentType()
	} else {
		if len(f.files) > 0 {
			f.v.t.Fatalf("%s: the form with a file has no enctype", f.v.URL.Path)
		}
		body.WriteString(f.values.Encode())
	}
	req, err := http.NewRequest(http.MethodPost, action.String(), &body)
	if err != nil {
		f.v.t.Fatalf("form: %v", err)
	}
	req.Header.Set("Content-Type", ct)
	req.Header.Set("Origin", f.v.base.Scheme+"://"+f.v.base.Host)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return f.v.do(req)
}

// Done submits a form that has to lead to a page with status 200.
func (f *Form) Done() *Visitor {
	f.v.t.Helper()
	v := f.Submit()
	if v.Status != http.StatusOK {
		v.t.Fatalf("form at %s: status %d\n%s", v.URL.Path, v.Status, v.Text())
	}
	return v
}

func (f *Form) control(label string) *html.Node {
	f.v.t.Helper()
	var have []string
	for _, l := range find(f.node, "label") {
		have = append(have, name(l))
		if strings.HasPrefix(name(l), label) {
			if c := f.labelled(l); c != nil {
				return c
			}
		}
	}
	f.v.t.Fatalf("%s: no field %q; there is: %s", f.v.URL.Path, label, strings.Join(have, " | "))
	return nil
}

func (f *Form) labelled(l *html.Node) *html.Node {
	if id := attr(l, "for"); id != "" {
		for _, c := range find(f.node, "input, textarea, select") {
			if attr(c, "id") == id {
				return c
			}
		}
		return nil
	}
	if c := find(l, "input, textarea, select"); len(c) > 0 {
		return c[0]
	}
	return nil
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
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func without(in []html.Attribute, key string) []html.Attribute {
	var out []html.Attribute
	for _, a := range in {
		if a.Key != key {
			out = append(out, a)
		}
	}
	return out
}

func valueOr(n *html.Node, or string) string {
	if has(n, "value") {
		return attr(n, "value")
	}
	return or
}

func optionValue(o *html.Node) string {
	if has(o, "value") {
		return attr(o, "value")
	}
	return text(o)
}

// name is an element's accessible name in so far as a scenario needs it.
func name(n *html.Node) string {
	if l := attr(n, "aria-label"); l != "" {
		return l
	}
	if n.Data == "input" {
		return attr(n, "value")
	}
	return text(n)
}

func text(n *html.Node) string { return strings.Join(strings.Fields(raw(n)), " ") }

func raw(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style"):
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode && block[n.Data] {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return b.String()
}

var block = map[string]bool{"p": true, "li": true, "td": true, "th": true, "div": true, "h1": true, "h2": true, "h3": true, "dt": true, "dd": true, "small": true, "option": true, "time": true, "tr": true, "legend": true, "label": true, "section": true, "span": true, "a": true, "summary": true, "b": true, "br": true, "button": true}

// String tells where the visitor is.
func (v *Visitor) String() string { return fmt.Sprintf("%s (%d)", v.URL, v.Status) }
