package meeting

import (
	"io"
	"net"
	"sync"
	"testing"
)

// line is the network between a browser and the server: it can be cut, so that
// what is open breaks and nothing new comes through, and mended.
type line struct {
	to string
	l  net.Listener

	mu   sync.Mutex
	cut  bool
	open map[net.Conn]bool
	wg   sync.WaitGroup
}

// lay lays a line to an address, "127.0.0.1:8080".
func lay(t *testing.T, to string) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &line{to: to, l: l, open: map[net.Conn]bool{}}
	n.wg.Add(1)
	go n.serve()
	t.Cleanup(func() {
		n.Cut()
		_ = l.Close() // serve sees it
		n.wg.Wait()
	})
	return n
}

// URL is where the browser finds the server.
func (n *line) URL() string { return "http://" + n.l.Addr().String() }

func (n *line) serve() {
	defer n.wg.Done()
	for {
		c, err := n.l.Accept()
		if err != nil {
			return
		}
		n.wg.Add(1)
		go func() {
			defer n.wg.Done()
			n.carry(c)
		}()
	}
}

func (n *line) carry(c net.Conn) {
	defer func() { _ = c.Close() }()
	if !n.keep(c) {
		return
	}
	defer n.drop(c)
	s, err := net.Dial("tcp", n.to)
	if err != nil {
		return
	}
	defer func() { _ = s.Close() }()
	if !n.keep(s) {
		return
	}
	defer n.drop(s)
	done := make(chan struct{}, 2)
	copyTo := func(to, from net.Conn) {
		_, _ = io.Copy(to, from) // a cut line ends it
		done <- struct{}{}
	}
	go copyTo(s, c)
	go copyTo(c, s)
	<-done
	_, _ = c.Close(), s.Close()
	<-done
}

func (n *line) keep(c net.Conn) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.cut {
		n.open[c] = true
	}
	return !n.cut
}

func (n *line) drop(c net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.open, c)
}

// Cut breaks everything that is open, and lets nothing through until Mend.
func (n *line) Cut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = true
	for c := range n.open {
		_ = c.Close()
	}
}

// Mend lets connections through again.
func (n *line) Mend() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = false
}
