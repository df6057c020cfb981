package isolation

import (
	"bytes"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"samverk/internal/web/route"
)

// sent gives the fields of a form as they are sent.
func (o *offer) sent() url.Values {
	out := url.Values{}
	for name, v := range o.fields {
		if !strings.HasPrefix(name, "\x00") {
			out[name] = v
		}
	}
	return out
}

// refused tells whether an answer is a refusal of somebody who may not.
func (a *answer) refused() bool {
	switch a.status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusUnauthorized:
		return true
	}
	return false
}

// hasGone tells whether an answer says that an item is on the agenda no more, as
// it does for every id that isn't there: what was typed is handed back.
func (a *answer) hasGone() bool {
	return a.status == http.StatusConflict && strings.Contains(string(a.whole()), "Någon annan har tagit bort punkten")
}

// attack sends every form that is offered to anybody as everybody to whom it is
// not: each is refused, and nothing changes. Then every form with a foreign id in
// each place where it has one, as those to whom it is offered.
func (c *crawler) attack() {
	c.Helper()
	d := c.database()
	before := d.state()
	check := func(o *offer, key string) {
		if got := changed(before, d.state()); len(got) > 0 {
			c.fault("WRITTEN", "%s, sent by somebody to whom it is not offered (it is to %v), changed %v", key, o.to, got)
			before = d.state()
		}
	}
	n := 0
	for _, key := range slices.Sorted(maps.Keys(c.forms)) {
		o := c.forms[key]
		for _, p := range c.people {
			if slices.Contains(o.to, p.name) || c.everybodys(o) {
				continue
			}
			n++
			if a := c.form(p, o.path, o.sent()); !a.refused() && !c.shown(a) {
				c.fault("not refused", "%s, which is offered to %v\n\tsent: %s", a, o.to, o.sent().Encode())
			} else {
				c.look(p, a.String(), unsent(a, o.sent()))
			}
		}
		check(o, key)
	}
	for _, key := range slices.Sorted(maps.Keys(c.forms)) {
		o := c.forms[key]
		p := c.who(o.to[0])
		for _, x := range c.twisted(o, p) {
			n++
			if a := c.form(p, x.path, x.fields); !a.refused() && !c.shown(a) && !a.hasGone() {
				c.fault("not refused", "%s with a foreign id\n\tsent: %s", a, x.fields.Encode())
			}
		}
		check(o, key+" with a foreign id")
	}
	c.Logf("%d forms sent by those who may not", n)
}

// unsent gives what an answer holds besides what was sent: without a session a form is
// handed back to the browser that sent it.
func unsent(a *answer, sent url.Values) []byte {
	if a.status != http.StatusUnauthorized {
		return a.whole()
	}
	var all []string
	for _, values := range sent {
		all = append(all, values...)
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) }) // a short one stands within others
	rest := *a
	for _, v := range all {
		if v != "" {
			rest.body = bytes.ReplaceAll(rest.body, []byte(html.EscapeString(v)), nil)
		}
	}
	return rest.whole()
}

// shown tells whether an answer to a form is nothing but the page that the
// sender may open anyway: what a choice would change, and nothing saved.
func (c *crawler) shown(a *answer) bool {
	return a.status == http.StatusOK && c.get(a.who, a.path).status == http.StatusOK
}

// everybodys tells whether a form is about nobody but the one who sends it:
// signing in and out, the language, a matter of one's own.
func (c *crawler) everybodys(o *offer) bool {
	return slices.Contains([]string{"/logga-in", "/logga-ut", "/konto/logga-ut-overallt", "/konto/sprak", "/arenden/nytt", "/mitt/anteckningar/glom"}, o.path) ||
		strings.HasPrefix(o.path, "/inbjudan/")
}

// twisted gives a form with another party's id where it names a party of the
// sender's, and with another parent's child where its address has two ids.
func (c *crawler) twisted(o *offer, p *someone) (out []offer) {
	if part := o.fields.Get("part"); part != "" {
		for _, other := range []string{"kumla", "nora", region, "askersund"} {
			if other == part || p.atHome(other) || p.holds(other, "") {
				continue
			}
			x := offer{path: o.path, fields: o.sent()}
			for name, v := range x.fields {
				if strings.HasSuffix(name, "-"+part) { // a field that is named after its party
					x.fields[strings.TrimSuffix(name, part)+other] = v
				}
			}
			x.fields.Set("part", other)
			out = append(out, x)
		}
	}
	for _, r := range c.Site.Routes() {
		if r.Method() != http.MethodPost || strings.Count(r.Path(), "{") < 2 || !fits(r.Path(), o.path) {
			continue
		}
		mine := strings.Split(o.path, "/")
		at := 0 // where the child's id stands: an act may be named after it
		for i, part := range strings.Split(r.Path(), "/") {
			if strings.HasPrefix(part, "{") {
				at = i
			}
		}
		for _, other := range c.forms {
			theirs := strings.Split(other.path, "/")
			if !fits(r.Path(), other.path) || mine[2] == theirs[2] {
				continue
			}
			path := slices.Clone(mine)
			path[at] = theirs[at]
			out = append(out, offer{path: strings.Join(path, "/"), fields: o.sent()})
		}
	}
	return out
}

// gates tries every route that changes something from a foreign site, and
// without a session.
func (c *crawler) gates() {
	c.Helper()
	before := c.database().state()
	secretary, public := c.who("region-secretary"), c.who("public")
	for _, r := range c.Site.Routes() {
		if r.Method() != http.MethodPost {
			continue
		}
		for _, path := range fill(r.Path(), []string{c.sent}, []string{"1"}) {
			for name, header := range map[string]http.Header{
				"another site's page": {"Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}},
				"an old browser":      {"Origin": {"https://evil.example"}},
				"a neighbour's page":  {"Origin": {"https://evil.samverk.example.org"}, "Sec-Fetch-Site": {"same-site"}},
				"nowhere":             {"Origin": {"null"}, "Sec-Fetch-Site": {"cross-site"}},
			} {
				a := c.send(secretary, http.MethodPost, path, url.Values{"part": {"kumla"}, "text": {"x"}}, header)
				if a.status != http.StatusForbidden {
					c.fault("taken from a foreign site", "%s, from %s", a, name)
				}
				c.judge(a, r.Class)
			}
			if r.Class == route.Entrance {
				continue
			}
			a := c.form(public, path, url.Values{"part": {"kumla"}, "text": {"x"}})
			if a.status != http.StatusUnauthorized && a.status != http.StatusNotFound {
				c.fault("taken without a session", "%s", a)
			}
			c.judge(a, r.Class)
		}
	}
	if got := changed(before, c.database().state()); len(got) > 0 {
		c.Errorf("what came from foreign sites and without a session changed %v", got)
	}
}

// works sends every form as the first to whom it is offered, and counts those
// that do what they say: an attack with forms that never work shows nothing.
func (c *crawler) works() {
	c.Helper()
	done := map[string]int{}
	tried := map[string]int{}
	keys := slices.Sorted(maps.Keys(c.forms))
	ends := func(key string) int { // what ends or changes the whole of something comes after what changes a part of it
		for n, act := range []string{"/punkter/", "/hemma/", "/remisser/", "/stationer", "/infort", "/uppfoljning", "/beslut", "/forslag", "/narvaro", "/kallelse", "/flytta", "/avsluta", "/stall-in", "/ta-tillbaka"} {
			if strings.Contains(key, act) {
				return n
			}
		}
		return 9
	}
	slices.SortStableFunc(keys, func(a, b string) int { return ends(a) - ends(b) })
	for _, key := range keys {
		o := c.forms[key]
		if c.everybodys(o) || strings.HasPrefix(o.path, "/konto") {
			continue
		}
		for _, r := range c.Site.Routes() {
			if r.Method() != http.MethodPost || !fits(r.Path(), o.path) {
				continue
			}
			a := c.form(c.who(o.to[0]), o.path, o.sent())
			if a.status >= 500 {
				c.fault("broken", "%s\n\tsent: %s", a, o.sent().Encode())
			}
			tried[r.Path()]++
			if a.status == http.StatusSeeOther {
				done[r.Path()]++
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(tried)) {
		c.Logf("%-40s %3d offered, %3d did what they say", path, tried[path], done[path])
	}
	for _, path := range []string{"/hemma/{ref}/stallning", "/hemma/{ref}/anteckning", "/hemma/{ref}/forankring", "/remisser/{id}/svar", "/moten/{id}/punkter/{item}"} {
		if done[path] == 0 {
			c.Errorf("no form of %s works, so that it is refused shows nothing", path)
		}
	}
}
