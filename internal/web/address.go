package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// address gives the function that tells where a request comes from: the other
// end of the socket, or, when that is a proxy we know, what the proxy says of
// the one before it. Nobody else's word is taken.
func address(proxies []string) func(*http.Request) string {
	var known []netip.Prefix
	for _, p := range proxies {
		if prefix, err := netip.ParsePrefix(p); err == nil {
			known = append(known, prefix)
		} else if one, err := netip.ParseAddr(p); err == nil {
			known = append(known, netip.PrefixFrom(one, one.BitLen()))
		}
	}
	trusted := func(text string) bool {
		at, err := netip.ParseAddr(text)
		if err != nil {
			return false
		}
		for _, p := range known {
			if p.Contains(at.Unmap()) {
				return true
			}
		}
		return false
	}
	return func(r *http.Request) string {
		at, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			at = r.RemoteAddr
		}
		// From the nearest backwards, as long as each is one of ours.
		chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(chain) - 1; i >= 0 && trusted(at); i-- {
			before, err := netip.ParseAddr(strings.TrimSpace(chain[i]))
			if err != nil {
				break
			}
			at = before.String()
		}
		return at
	}
}
