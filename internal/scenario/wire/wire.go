// Package wire is the network between a browser and the server, as scenarios
// need it: it can be cut and mended, lose one answer on its way back, and lead to
// another server when the first has died.
package wire

import (
	"io"
	"net"
	"sync"
	"testing"
)

// Line is one such network. Everybody in a story has one of their own.
type Line struct {
	l net.Listener

	mu   sync.Mutex
	to   string
	cut  bool
	lose bool // the answer to the next request
	lost int  // answers, so far
	open map[net.Conn]bool
	wg   sync.WaitGroup
}

// Lay lays a line to an address, "127.0.0.1:8080", for the length of the test.
func Lay(t testing.TB, to string) *Line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &Line{to: to, l: l, open: map[net.Conn]bool{}}
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
func (n *Line) URL() string { return "http://" + n.l.Addr().String() }

// To leads the line to another address from now on.
func (n *Line) To(address string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.to = address
}

// Cut breaks everything that is open, and lets nothing through until Mend.
func (n *Line) Cut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = true
	for c := range n.open {
		_ = c.Close()
	}
}

// Mend lets connections through again.
func (n *Line) Mend() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = false
}

// Lose lets the next request through to the server, and loses its answer: who
// asked can't know what became of it.
func (n *Line) Lose() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lose = true
}

// Lost gives how many answers have been lost so.
func (n *Line) Lost() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.lost
}

func (n *Line) serve() {
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

// carry carries one connection until either end has had enough.
func (n *Line) carry(c net.Conn) {
	defer func() { _ = c.Close() }()
	to, ok := n.keep(c)
	if !ok {
		return
	}
	defer n.drop(c)
	s, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer func() { _ = s.Close() }()
	if _, ok := n.keep(s); !ok {
		return
	}
	defer n.drop(s)
	doomed := make(chan struct{})
	done := make(chan struct{}, 2)
	go func() {
		once := sync.OnceFunc(func() { close(doomed) })
		pass(s, c, func() bool {
			if n.takes() {
				once()
			}
			return true
		})
		done <- struct{}{}
	}()
	go func() {
		pass(c, s, func() bool {
			select {
			case <-doomed:
				n.count()
				return false
			default:
				return true
			}
		})
		done <- struct{}{}
	}()
	<-done
	_, _ = c.Close(), s.Close()
	<-done
}

// pass copies until one end is closed or may says no.
func pass(to io.Writer, from io.Reader, may func() bool) {
	b := make([]byte, 32<<10)
	for {
		k, err := from.Read(b)
		if k > 0 {
			if !may() {
				return
			}
			if _, err := to.Write(b[:k]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// takes tells whether the request that passes now is the one whose answer is lost.
func (n *Line) takes() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	was := n.lose
	n.lose = false
	return was
}

func (n *Line) count() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lost++
}

func (n *Line) keep(c net.Conn) (to string, ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.cut {
		n.open[c] = true
	}
	return n.to, !n.cut
}

func (n *Line) drop(c net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.open, c)
}
