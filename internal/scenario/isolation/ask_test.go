package isolation

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"samverk/internal/store"
)

// origin is the site as its visitors' browsers know it.
const origin = "http://samverk.example.org"

// answer is what somebody got.
type answer struct {
	who     *someone
	method  string
	path    string
	status  int
	header  http.Header
	body    []byte
	queries int
}

func (a *answer) String() string {
	return fmt.Sprintf("%s: %s %s → %d", a.who.name, a.method, a.path, a.status)
}

// get asks for a page as somebody.
func (w *world) get(p *someone, path string) *answer {
	return w.send(p, http.MethodGet, path, nil, nil)
}

// post sends a form as somebody, from the site's own page.
func (w *world) form(p *someone, path string, form url.Values) *answer {
	return w.send(p, http.MethodPost, path, form, http.Header{"Origin": {origin}, "Sec-Fetch-Site": {"same-origin"}})
}

func (w *world) send(p *someone, method, path string, form url.Values, header http.Header) *answer {
	ctx, counter := store.CountQueries(w.Context())
	r := httptest.NewRequestWithContext(ctx, method, origin+path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for k, v := range header {
		r.Header[k] = v
	}
	if p.token != "" {
		r.AddCookie(&http.Cookie{Name: "samverk", Value: p.token})
	}
	res := httptest.NewRecorder()
	w.Site.ServeHTTP(res, r)
	return &answer{p, method, path, res.Code, res.Header(), res.Body.Bytes(), counter.Queries()}
}

// keyLength is the length of the key that the forms of a page get anew each time.
const keyLength = 22

// masked gives a page without the key of its forms, which is random by its
// nature.
func masked(page []byte) []byte {
	const before = `name="_once" value="`
	i := bytes.Index(page, []byte(before))
	if i < 0 || i+len(before)+keyLength > len(page) {
		return page
	}
	key := page[i+len(before) : i+len(before)+keyLength]
	return bytes.ReplaceAll(page, key, []byte("once"))
}

// whole gives everything that somebody got, its status and headers included, in
// one text; what is random by its nature is masked.
func (a *answer) whole() []byte {
	var b strings.Builder
	fmt.Fprintln(&b, a.status)
	_ = a.header.Write(&b)
	b.Write(masked(a.body))
	return []byte(b.String())
}

// fill gives the addresses of a pattern with its wildcards filled from the
// values: every value in one place, every pair in two.
func fill(path string, first, rest []string) []string {
	i := strings.IndexByte(path, '{')
	if i < 0 {
		return []string{path}
	}
	j := i + strings.IndexByte(path[i:], '}') + 1
	var out []string
	for _, v := range first {
		for _, tail := range fill(path[j:], rest, rest) {
			out = append(out, path[:i]+url.PathEscape(v)+tail)
		}
	}
	return out
}
