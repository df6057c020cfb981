package delivery

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// postbox is a mail server with bad days. What it does is drawn with a fixed
// seed: half of the letters are not taken, but none is refused more than
// patience times in a row.
type postbox struct {
	port string

	mu       sync.Mutex
	random   *rand.Rand
	bad      bool           // whether it has a bad day
	never    string         // the address that it never takes
	accepted map[string]int // by Message-ID
	to       map[string]string
	doubtful map[string]int // by Message-ID: how often whoever sent it can't know that it was taken
	died     map[string]int // of those, how often the server died after DATA
	misses   map[string]int // by address, in a row
	asked    int
	refused  int
	dropped  int
}

const patience = 3

func open(t *testing.T) *postbox {
	t.Helper()
	b := &postbox{random: rand.New(rand.NewPCG(7, 11)), bad: true, accepted: map[string]int{}, to: map[string]string{}, doubtful: map[string]int{}, died: map[string]int{},
		misses: map[string]int{}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, b.port, _ = net.SplitHostPort(l.Addr().String())
	srv := smtp.NewServer(b)
	srv.Domain, srv.ErrorLog = "localhost", silent{}
	served := make(chan struct{})
	go func() { defer close(served); _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close(); <-served })
	return b
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// NewSession begins a connection.
func (b *postbox) NewSession(c *smtp.Conn) (smtp.Session, error) { return &session{b: b, conn: c}, nil }

// taken gives how many letters have been taken, and by how many addresses.
func (b *postbox) taken() (letters, addresses int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range b.accepted {
		letters += n
	}
	return letters, len(b.accepted)
}

// seen gives how often somebody has asked it to take a letter.
func (b *postbox) seen() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.asked
}

// session is one connection. last is the letter that was taken last on it: its
// sender knows that once another is begun.
type session struct {
	b    *postbox
	conn *smtp.Conn
	to   string
	last string
	hung bool
}

func (s *session) Mail(string, *smtp.MailOptions) error {
	s.last = ""
	return nil
}

// Rcpt draws what becomes of the letter before it is sent.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	err := s.draw(to)
	if s.hung {
		return s.conn.Close()
	}
	return err
}

func (s *session) draw(to string) error {
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	s.b.asked++
	if to == s.b.never {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	}
	s.to = to
	if !s.b.bad || s.b.misses[to] >= patience || s.b.random.IntN(100) < 50 {
		s.b.misses[to] = 0
		return nil
	}
	s.b.misses[to]++
	if s.b.random.IntN(100) < 70 {
		s.b.refused++
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "come back later"}
	}
	s.b.dropped++
	s.hung = true
	return nil
}

// Data takes the letter. It is kept before the answer is written; now and then
// the server dies in between, once for each letter at most.
func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err // a half letter is none
	}
	msg, err := netmail.ReadMessage(strings.NewReader(string(text)))
	if err != nil {
		return &smtp.SMTPError{Code: 554, Message: "not a message"}
	}
	if s.take(msg.Header.Get("Message-ID")) {
		return errors.Join(s.conn.Close(), errors.New("died"))
	}
	return nil
}

// take keeps a letter, and tells whether the server dies now.
func (s *session) take(id string) (dies bool) {
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	s.b.accepted[id]++
	s.b.to[id] = s.to
	s.last = id
	if s.b.bad && s.b.died[id] == 0 && s.b.random.IntN(100) < 8 {
		s.b.died[id]++
		return true
	}
	return false
}

func (s *session) Reset() {}

// Logout ends the connection, however it ended.
func (s *session) Logout() error {
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	if s.last != "" {
		s.b.doubtful[s.last]++
	}
	return nil
}
