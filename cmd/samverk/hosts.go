package main

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"samverk/internal/config"
)

// hosts answers for several counties at one address, each by the host names of
// its own: its site's, and that of its uploaded files where it has one. Beside
// the port they share nothing (docs/adr/0007).
type hosts struct {
	by   map[string]http.Handler
	rest http.Handler // for every other host name
}

// ServeHTTP lets the county of the host name answer.
func (h hosts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if to, ok := h.by[hostName(r.Host)]; ok {
		to.ServeHTTP(w, r)
		return
	}
	h.rest.ServeHTTP(w, r)
}

// misdirected answers for a host name that is no county's here.
func misdirected() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "Den här adressen hör inte till något län här.", http.StatusMisdirectedRequest)
	})
}

// hostName gives the host of a Host header in small letters, without its port.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// hostsOf gives the host names that a county's settings name.
func hostsOf(c config.Config) []string {
	var out []string
	for _, address := range []string{c.URL, c.FilesURL} {
		if at, err := url.Parse(address); err == nil && at.Host != "" {
			out = append(out, hostName(at.Host))
		}
	}
	return out
}

// apart says what several counties share that each must have of its own.
func apart(list []config.Config) error {
	taken := map[string]int{}
	for i, c := range list {
		if c.Addr != list[0].Addr {
			return fmt.Errorf("county %d listens on %s and the first on %s: one process has one address; give them the same addr", i+1, c.Addr, list[0].Addr)
		}
		own := append([]string{"the data folder " + c.Data, "the key file " + c.KeyFile()}, prefixed("the host name ", hostsOf(c))...)
		if dsn := c.Database.Reveal(); dsn != "" {
			own = append(own, "the database of the setting database\x00"+dsn)
		}
		for _, what := range own {
			if first, twice := taken[what]; twice {
				what, _, _ = strings.Cut(what, "\x00")
				return fmt.Errorf("county %d and county %d have %s in common: each county needs its own", first+1, i+1, what)
			}
			taken[what] = i
		}
	}
	return nil
}

func prefixed(prefix string, list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		if p := prefix + s; len(out) == 0 || out[0] != p {
			out = append(out, p)
		}
	}
	return out
}
