package isolation

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"samverk/internal/mail"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
	"samverk/internal/web/route"
)

// most is how many queries a page may take.
const most = 15

// crawler asks for everything as everybody, and keeps what it found.
type crawler struct {
	*world
	people []*someone // who asks
	eye    *eye
	from   []string // ids of all objects
	roots  []string // of matters and meetings: what others belong to

	mu    sync.Mutex
	seen  map[int]map[string]string // marker, who, where first
	forms map[string]*offer         // by what tells them apart
	links map[string]bool           // every address on any page
	heavy map[string]int            // queries by address, too many
	asked int
	wrong map[string]int // how often each fault was told
}

func newCrawler(w *world) *crawler {
	d := w.database()
	c := &crawler{world: w, people: slices.Clone(w.cast), eye: newEye(w.marks), from: d.ids(), seen: map[int]map[string]string{}, forms: map[string]*offer{},
		links: map[string]bool{}, heavy: map[string]int{}, wrong: map[string]int{}}
	for _, q := range []string{`select id from matter`, `select replace(number, ' ', '-') from matter where number is not null`} {
		for _, r := range d.rows(q) {
			c.roots = append(c.roots, r[0])
		}
	}
	return c
}

// fault tells a fault of a kind, at most a few times.
func (c *crawler) fault(kind, format string, args ...any) {
	c.Helper()
	c.mu.Lock()
	c.wrong[kind]++
	n := c.wrong[kind]
	c.mu.Unlock()
	if n <= 12 {
		c.Errorf(kind+": "+format, args...)
	}
}

// everyone does something as everybody at once.
func (c *crawler) everyone(fn func(p *someone)) {
	c.Helper()
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for _, p := range c.people {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			fn(p)
		})
	}
	wg.Wait()
}

// some does something as a few who are unlike each other.
func (c *crawler) some(fn func(p *someone)) {
	c.Helper()
	few := []string{"kumla-administrator", "nora-registrar", "region-secretary", "operator", "public"}
	c.everyone(func(p *someone) {
		if slices.Contains(few, p.name) {
			fn(p)
		}
	})
}

// addresses gives every address of a kind of request: each route of the
// program's table with every id in the place of its wildcard; in pairs, those
// routes that have two.
func (c *crawler) addresses(method string, pairs bool) map[string]route.Class {
	out := map[string]route.Class{}
	for _, r := range c.Site.Routes() {
		if r.Method() != method || r.Class == route.Asset {
			continue
		}
		first, two := c.from, strings.Count(r.Path(), "{") > 1
		if two != pairs {
			continue
		}
		if two {
			first = c.roots
		}
		for _, path := range fill(r.Path(), first, c.from) {
			if was, ok := out[path]; !ok || was == route.Public { // the workspace's own page stands before the portal's
				out[path] = r.Class
			}
		}
	}
	return out
}

// visit asks for all addresses as somebody and judges each answer.
func (c *crawler) visit(p *someone, addresses map[string]route.Class) {
	c.Helper()
	known := map[[32]byte]bool{}
	var missing []byte
	for _, path := range slices.Sorted(maps.Keys(addresses)) {
		a := c.get(p, path)
		whole := a.whole()
		c.mu.Lock()
		c.asked++
		c.mu.Unlock()
		c.judge(a, addresses[path])
		if a.status == http.StatusNotFound && addresses[path] != route.Entrance {
			if missing == nil {
				missing = whole
			} else if !bytes.Equal(missing, whole) {
				c.fault("two answers for nothing", "%s is not the page of what does not exist\n%s", a, differ(missing, whole))
			}
		}
		if sum := sha256.Sum256(whole); known[sum] {
			continue
		} else {
			known[sum] = true
		}
		c.look(p, a.String(), whole)
		if a.status == http.StatusOK && strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			c.harvest(p, a)
		}
	}
}

// judge holds an answer to what holds for all.
func (c *crawler) judge(a *answer, class route.Class) {
	c.Helper()
	if a.status >= 500 {
		c.fault("broken", "%s", a)
	}
	if a.status == http.StatusOK && a.queries > most {
		c.mu.Lock()
		pattern := c.pattern(a.path)
		c.heavy[pattern] = max(c.heavy[pattern], a.queries)
		c.mu.Unlock()
	}
	for name, want := range map[string]string{
		"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=()",
	} {
		if got := a.header.Get(name); got == "" || !strings.Contains(got, want) {
			c.fault("a header is missing", "%s: %s is %q", a, name, got)
		}
	}
	if portal := class == route.Public || c.public(a.path); a.who.token != "" || !portal {
		if got := a.header.Get("Cache-Control"); got != "no-store" {
			c.fault("may be kept", "%s: Cache-Control is %q", a, got)
		}
	}
	if !strings.Contains(a.header.Get("Vary"), "Cookie") {
		c.fault("may be mixed up", "%s: Vary is %q", a, a.header.Get("Vary"))
	}
	if a.who.public && len(a.header.Values("Set-Cookie")) > 0 {
		c.fault("a cookie for the public", "%s", a)
	}
	if a.method == http.MethodGet && a.who.token == "" && class.SignedIn() && !c.public(a.path) && a.status != http.StatusNotFound &&
		!(a.status == http.StatusSeeOther && strings.HasPrefix(a.header.Get("Location"), "/logga-in")) {
		c.fault("open without a session", "%s", a)
	}
}

// pattern gives the route that answers an address.
func (c *crawler) pattern(path string) string {
	best := ""
	for _, r := range c.Site.Routes() { // the more that stands there in letters, the better it fits
		if r.Method() == http.MethodGet && fits(r.Path(), path) && (best == "" || strings.Count(r.Path(), "{") < strings.Count(best, "{")) {
			best = r.Path()
		}
	}
	return best
}

// public tells whether the portal has a page at an address of the workspace's.
func (c *crawler) public(path string) bool {
	for _, r := range c.Site.Routes() {
		if r.Class == route.Public && r.Method() == http.MethodGet && fits(r.Path(), path) {
			return true
		}
	}
	return false
}

// fits tells whether an address is one of a pattern's.
func fits(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(strings.SplitN(path, "?", 2)[0], "/")
	return len(want) == len(got) && !slices.ContainsFunc(want, func(s string) bool {
		i := slices.Index(want, s)
		return s != got[i] && !strings.HasPrefix(s, "{")
	})
}

// look holds what somebody got to the oracle.
func (c *crawler) look(p *someone, where string, whole []byte) {
	c.Helper()
	for m := range c.eye.sees(whole) {
		c.mu.Lock()
		if c.seen[m] == nil {
			c.seen[m] = map[string]string{}
		}
		_, again := c.seen[m][p.name]
		c.seen[m][p.name] = where
		c.mu.Unlock()
		if mark := c.marks[m]; !again && !mark.may(p) {
			kind := "LEAK"
			if strings.HasPrefix(mark.says, ownNotes) {
				kind = "LEAK of an own note"
			}
			c.fault(kind, "%s\n\tholds %s: %s", where, mark.text, mark.says)
		}
	}
}

// differ gives the place where two texts part.
func differ(a, b []byte) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	cut := func(s []byte) string { return string(s[max(0, n-80):min(len(s), n+80)]) }
	return fmt.Sprintf("\t…%q\n\t…%q", cut(a), cut(b))
}

// TestCrawl asks for every route as everybody, with the ids of all objects.
func TestCrawl(t *testing.T) {
	for _, kind := range storetest.Kinds(t) {
		t.Run(string(kind), func(t *testing.T) { crawl(t, newWorld(t, kind, "")) })
	}
}

func crawl(t *testing.T, w *world) {
	c := newCrawler(w)
	before := w.database().state()
	if weakened || w.sys.Store.Kind() == store.Postgres { // the same table of routes, fewer people
		c.people = slices.DeleteFunc(c.people, func(p *someone) bool {
			return !slices.Contains([]string{"kumla-chief", "kumla-administrator", "nora-registrar", "region-secretary", "laxa-expert", "operator", "public"}, p.name)
		})
		c.from = c.from[:0]
		for _, q := range []string{`select id from home_note limit 3`, `select id from party_decision`, `select sha256 from file`, `select id from session limit 3`, `select id from meeting`} {
			for _, r := range w.database().rows(q) {
				c.from = append(c.from, r[0])
			}
		}
		c.from = append(c.from, c.roots...)
	}
	gets, pairs := c.addresses(http.MethodGet, false), c.addresses(http.MethodGet, true)
	c.everyone(func(p *someone) { c.visit(p, gets) })
	c.some(func(p *someone) { c.visit(p, pairs) })
	// What stands on anybody's page is asked for by everybody.
	links := c.linked(gets)
	c.everyone(func(p *someone) { c.visit(p, links) })
	queries := c.queries()
	c.some(func(p *someone) { c.visit(p, queries) })
	if got := changed(before, w.database().state()); len(got) > 0 {
		t.Errorf("reading changed the tables %v", got)
	}
	if weakened {
		return
	}
	c.letters()
	c.gates()
	c.attack()
	c.works()
	c.logs()
	for path, n := range c.heavy {
		t.Errorf("too many queries: %s takes %d", path, n)
	}
	for i, m := range c.marks {
		if len(c.seen[i]) == 0 && w.sys.Store.Kind() == store.SQLite {
			t.Errorf("the crawl finds %s nowhere, so it proves nothing about it", m.text)
		}
	}
	t.Logf("%d requests as %d: %d ids in %d addresses, %d pairs, %d links, %d queries; %d forms, %d markers",
		c.asked, len(c.people), len(c.from), len(gets), len(pairs), len(links), len(queries), len(c.forms), len(c.marks))
}

// letters holds every letter that was sent, with its calendar entry, to the
// oracle: its receiver is who reads it.
func (c *crawler) letters() {
	c.Helper()
	names, err := mail.Files(c.world.letters)
	c.ok(err)
	if len(names) == 0 {
		c.Error("no letter was sent")
	}
	for _, name := range names {
		raw, err := os.ReadFile(c.world.letters + "/" + name)
		c.ok(err)
		l, err := mail.Open(c.world.letters, name)
		c.ok(err)
		to := strings.TrimSuffix(l.To[strings.LastIndexByte(l.To, '<')+1:], ">")
		i := slices.IndexFunc(c.cast, func(p *someone) bool { return p.email() == to })
		if i < 0 {
			c.Errorf("a letter to nobody: %q", l.To)
			continue
		}
		reader := *c.cast[i]
		reader.stale = false // a letter comes without a session
		c.look(&reader, "the letter "+name+" to "+to, append(raw, []byte(l.Subject+"\n"+l.Text+"\n"+l.Calendar)...))
	}
	// What waits to be sent holds ids and nothing that was written.
	nobody := &someone{name: "the outbox", public: true}
	for _, r := range c.database().rows(`select kind, payload, error from outbox`) {
		c.look(nobody, "the outbox ("+r[0]+")", []byte(strings.Join(r, "\n")))
	}
}

// logs holds what the operator reads to the oracle: nothing that was written, and
// no session.
func (c *crawler) logs() {
	c.Helper()
	text := c.world.log.String()
	if text == "" {
		c.Error("the operator's log is empty, so nothing is shown of it")
	}
	for m := range c.eye.sees([]byte(text)) {
		c.fault("LEAK", "the operator's log holds %s", c.marks[m].text)
	}
	for _, p := range c.cast {
		if p.token != "" && strings.Contains(text, p.token) {
			c.fault("LEAK", "the operator's log holds the session of %s", p.name)
		}
	}
}

// linked gives the addresses that stand on anybody's page and were not asked for.
func (c *crawler) linked(gets map[string]route.Class) map[string]route.Class {
	out := map[string]route.Class{}
	for link := range c.links {
		u, err := url.Parse(link)
		if err != nil || u.Host != "" || u.Path == "" || strings.HasPrefix(u.Path, "/static/") {
			continue
		}
		u.Fragment = ""
		if _, ok := gets[u.String()]; !ok {
			out[u.String()] = c.class(u.Path)
		}
	}
	return out
}

// queries gives every page with every parameter that any link or form has,
// holding what not everybody may see.
func (c *crawler) queries() map[string]route.Class {
	out, names := map[string]route.Class{}, map[string]bool{"part": true, "q": true}
	for link := range c.links {
		if u, err := url.Parse(link); err == nil {
			for name := range u.Query() {
				names[name] = true
			}
		}
	}
	// A word shorter than what the eye looks for: pages show what was asked.
	values := []string{"kumla", "nora", c.raised, "CNRY", c.marks[0].core[:gram-1]}
	for _, r := range c.Site.Routes() {
		if r.Method() != http.MethodGet || r.Class == route.Asset {
			continue
		}
		for _, path := range fill(r.Path(), []string{c.sent}, []string{"1"}) {
			for name := range names {
				for _, v := range values {
					out[path+"?"+url.Values{name: {v}}.Encode()] = r.Class
				}
			}
		}
	}
	return out
}

// class gives the class of the workspace's route at a path, or the portal's.
func (c *crawler) class(path string) route.Class {
	class := route.Public
	for _, r := range c.Site.Routes() {
		if r.Method() == http.MethodGet && fits(r.Path(), path) && r.Class != route.Public {
			class = r.Class
		}
	}
	return class
}
