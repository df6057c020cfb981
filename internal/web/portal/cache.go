package portal

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxKept bounds the memory that rendered pages take, in bytes.
const maxKept = 6 << 20

// smallest is the size from which a page is worth packing, in bytes.
const smallest = 1024

// kept is one rendered page with everything that its answer needs.
type kept struct {
	version  version // of the data it was made from
	body     []byte
	packed   []byte // gzip; nil for a small page
	etag     string
	modified time.Time
	header   map[string][]string // made once: shared, never changed
	zipped   map[string][]string
	used     int64
}

// cache keeps rendered pages by address. A page made from an older version of
// the data is made anew; when its bytes turn out the same it keeps its date, so
// that a change elsewhere can't be seen from outside.
type cache struct {
	mu    sync.Mutex
	pages map[string]*kept
	size  int
	tick  int64
}

func newCache() *cache { return &cache{pages: map[string]*kept{}} }

// get gives the page of an address when it was made from this version.
func (c *cache) get(address string, now version) *kept {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.pages[address]
	if p == nil || p.version != now {
		return nil
	}
	c.tick++
	p.used = c.tick
	return p
}

// put keeps a page and gives it back ready to be sent.
func (c *cache) put(address string, of version, body []byte, now time.Time) *kept {
	sum := sha256.Sum256(body)
	p := &kept{
		version:  of,
		body:     body,
		etag:     `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`,
		modified: now.UTC().Truncate(time.Second),
	}
	if len(body) >= smallest {
		p.packed = pack(body)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.pages[address]; old != nil {
		if old.etag == p.etag {
			p.modified = old.modified
		}
		c.size -= len(old.body) + len(old.packed)
	}
	p.header, p.zipped = p.headers(false), p.headers(true)
	c.tick++
	p.used = c.tick
	c.pages[address] = p
	c.size += len(p.body) + len(p.packed)
	for c.size > maxKept && len(c.pages) > 1 {
		c.dropOldest()
	}
	return p
}

func (c *cache) dropOldest() {
	oldest := ""
	for address, p := range c.pages {
		if oldest == "" || p.used < c.pages[oldest].used {
			oldest = address
		}
	}
	p := c.pages[oldest]
	c.size -= len(p.body) + len(p.packed)
	delete(c.pages, oldest)
}

func (p *kept) headers(zipped bool) map[string][]string {
	h := map[string][]string{
		"Content-Type":  {"text/html; charset=utf-8"},
		"Cache-Control": {"public, no-cache"},
		"Vary":          {"Cookie, Accept-Encoding"},
		"Last-Modified": {p.modified.Format(http.TimeFormat)},
		"Etag":          {p.tag(zipped)},
	}
	if zipped {
		h["Content-Encoding"] = []string{"gzip"}
		h["Content-Length"] = []string{strconv.Itoa(len(p.packed))}
	} else {
		h["Content-Length"] = []string{strconv.Itoa(len(p.body))}
	}
	return h
}

// tag gives the entity tag of a representation: packed and plain bytes differ,
// so their tags do.
func (p *kept) tag(zipped bool) string {
	if zipped {
		return p.etag[:len(p.etag)-1] + `-g"`
	}
	return p.etag
}

// send answers with the page, or with 304 when the reader has it already.
func (p *kept) send(w http.ResponseWriter, r *http.Request) error {
	zipped := p.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
	header, body := p.header, p.body
	if zipped {
		header, body = p.zipped, p.packed
	}
	h := w.Header()
	for k, v := range header {
		h[k] = v
	}
	if p.unchanged(r, zipped) {
		h.Del("Content-Length")
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	_, err := w.Write(body)
	return err
}

// unchanged tells whether the reader's copy is this page. An entity tag wins
// over a date.
func (p *kept) unchanged(r *http.Request, zipped bool) bool {
	if match := r.Header.Get("If-None-Match"); match != "" {
		for one := range strings.SplitSeq(match, ",") {
			one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
			if one == p.tag(zipped) || one == "*" {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !p.modified.After(since)
}

func pack(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	// A bytes.Buffer never fails.
	_, _ = z.Write(body)
	_ = z.Close()
	if b.Len() >= len(body) {
		return nil
	}
	return bytes.Clone(b.Bytes())
}
