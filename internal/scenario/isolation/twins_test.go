package isolation

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"samverk/internal/mail"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
	"samverk/internal/web/route"
)

// What Kumla keeps for itself in the twins. The third keeps nothing.
const (
	doubts secret = "doubts"
	wishes secret = "wishes"
	silent secret = "silent"
)

// TestTwins: worlds that differ in one party's stances, notes and drafts alone,
// in what they say or in that they are there at all, give everybody else the same
// bytes: every page, list, search, count, header, refusal and letter.
func TestTwins(t *testing.T) {
	for _, kind := range storetest.Kinds(t) {
		t.Run(string(kind), func(t *testing.T) {
			w := newWorld(t, kind, doubts)
			paths := newCrawler(w).typical()
			first := heard(w, paths)
			if len(first) < 1000 {
				t.Errorf("only %d answers are compared", len(first))
			}
			others := []secret{wishes, silent}
			if weakened || kind == store.Postgres {
				others = others[1:]
			}
			for _, s := range others {
				compare(t, s, first, heard(newWorld(t, kind, s), paths))
			}
		})
	}
}

func compare(t *testing.T, s secret, a, b map[string][]byte) {
	t.Helper()
	told := 0
	for _, at := range slices.Sorted(maps.Keys(a)) {
		if bytes.Equal(a[at], b[at]) {
			continue
		}
		if told++; told <= 12 {
			t.Errorf("TRACE: %s differs between %s and %s\n%s", at, doubts, s, differ(a[at], b[at]))
		}
	}
	if len(a) != len(b) {
		t.Errorf("TRACE: %d answers and letters, and %d with %s", len(a), len(b), s)
	}
	t.Logf("%d answers compared with %s, %d differ", len(a), s, told)
}

// heard gives all that everybody gets who is not at home in Kumla, at the
// addresses given: those of one world, the ids of what Kumla keeps included.
func heard(w *world, paths []string) map[string][]byte {
	c := newCrawler(w)
	listen := []string{"kumla-administrator", "kumla-auditor", "kumla-serves", "nora-chief", "nora-registrar", "askersund-chief", "region-secretary", "region-chair", "operator", "public"}
	c.people = slices.DeleteFunc(c.people, func(p *someone) bool { return p.atHome("kumla") || !slices.Contains(listen, p.name) })
	out := map[string][]byte{}
	keep := func(a *answer, more string) {
		whole := a.whole()
		c.mu.Lock()
		out[a.who.name+" "+a.method+" "+a.path+more] = whole
		c.mu.Unlock()
	}
	c.everyone(func(p *someone) {
		for _, path := range paths {
			keep(c.get(p, path), "")
		}
		for _, x := range c.guesses() {
			keep(c.form(p, x.path, x.fields), " "+x.fields.Encode())
		}
	})
	names, err := mail.Files(w.letters)
	w.ok(err)
	for _, name := range names {
		l, err := mail.Open(w.letters, name)
		w.ok(err)
		if !strings.Contains(l.To, "kumla-") {
			out["letter "+name] = []byte(l.To + "\n" + l.Subject + "\n" + l.Text + "\n" + l.Calendar + "\n" + l.Date.String())
		}
	}
	return out
}

// typical gives every page there is: of each route those with the ids that it is
// about, and the lists with words to look for.
func (c *crawler) typical() []string {
	seen := map[string]bool{}
	d := c.database()
	var children []string
	for _, q := range []string{`select id from meeting`, `select id from remiss`, `select id from decision`, `select id from workgroup`, `select id from party_decision`, `select id from home_note limit 4`} {
		for _, r := range d.rows(q) {
			children = append(children, r[0])
		}
	}
	slices.Sort(children)
	for _, r := range c.Site.Routes() {
		if r.Method() != http.MethodGet || r.Class == route.Asset {
			continue
		}
		first := slices.Concat(c.roots, children, []string{chiefs, au, kcrd, "2026-001"})
		if strings.Count(r.Path(), "{") > 1 {
			first = c.roots
		}
		for _, path := range fill(r.Path(), first, append([]string{"1", "2"}, children...)) {
			seen[path] = true
		}
	}
	for _, path := range []string{"/arenden", "/sok", "/hemma", "/mitt", "/remisser", "/beslut"} {
		for _, q := range []string{"sok=CNRY", "q=CNRY", "q=Samverkan", "sok=Samverkan", "vy=party", "vy=waiting", "visa=alla", "part=kumla"} {
			seen[path+"?"+q] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// guesses gives forms with which somebody may try to find out what Kumla has
// saved: whether there is something, and in which version.
func (c *crawler) guesses() (out []offer) {
	for _, version := range []string{"", "0", "1", "2"} {
		for _, act := range []string{"stallning", "dela", "anteckning", "forankring", "plan"} {
			out = append(out, offer{path: "/hemma/" + c.sent + "/" + act, fields: url.Values{"part": {"kumla"}, "version": {version}, "stallning": {"supports"}, "text": {"x"}, "lage": {"anchored"}}})
		}
		for _, r := range c.Site.Routes() {
			if r.Method() == http.MethodPost && strings.HasPrefix(r.Path(), "/remisser/{id}/") {
				out = append(out, offer{path: strings.Replace(r.Path(), "{id}", c.remiss, 1), fields: url.Values{"part": {"kumla"}, "version": {version}, "stallning-kumla": {"supports"}, "text-kumla": {"x"}}})
			}
		}
	}
	return out
}
