package mail

import (
	"context"
	"errors"
	"html"
	"io"
	"io/fs"
	"net"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"samverk/internal/ical"
)

func letter() Letter {
	return Letter{Lang: "sv", Blocks: []Block{
		{Para: "Hej,"}, {Para: "du kallas till gruppens möte <b>nu</b>."},
		{Rows: []Row{{"Tid", "torsdag 5 november 2026, 09.00–12.00"}, {"Plats", "Sal Hjälmaren & video"}}},
		{Head: "Beslut"}, {Items: []Item{{"2.", "Anteckningar", ""}, {"4.", "Rutin", "Anger vem som kallar."}}},
		{Link: &Link{"Förbered dig", "https://samverk.example/moten/abc?a=1&b=2"}},
	}}
}

func message() Message {
	return Message{Key: "notice/n1/p1", To: Address{Name: "Socialchef, Åmåls", Address: "chef@a.example"}, Subject: "Kallelse: gruppen, 5 november",
		Letter: letter(), Date: time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC),
		Calendar: &ical.Entry{Method: ical.Request, UID: "m1", Sequence: 1, Stamp: time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC), On: "2026-11-05", Starts: "09:00", Ends: "12:00", Summary: "Möte"}}
}

var sender = Address{Name: "Samverk", Address: "samverk@county.example"}

func TestTextAndHTMLSayTheSame(t *testing.T) {
	l := letter()
	words := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	plain := words(l.Text())
	tags := regexp.MustCompile(`(?s)<head>.*</head>|<[^>]*>`)
	page := words(html.UnescapeString(tags.ReplaceAllString(l.HTML(), " ")))
	if plain != page {
		t.Errorf("text\n%s\nHTML\n%s", plain, page)
	}
	if strings.Contains(l.HTML(), "<b>") {
		t.Error("what people write becomes markup")
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir() + "/mail"
	s, err := New(Config{From: sender, Folder: dir})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the same work twice is one message
		if err := s.Send(context.Background(), message()); err != nil {
			t.Fatal(err)
		}
	}
	names, err := Files(dir)
	if err != nil || len(names) != 1 {
		t.Fatalf("%v %v", names, err)
	}
	r, err := Open(dir, names[0])
	if err != nil {
		t.Fatal(err)
	}
	if r.Subject != "Kallelse: gruppen, 5 november" || !strings.Contains(r.To, "Socialchef, Åmåls") || !strings.HasSuffix(r.ID, "@county.example") {
		t.Errorf("%+v", r)
	}
	if strings.TrimSpace(r.Text) != strings.TrimSpace(letter().Text()) || !strings.Contains(r.HTML, "<h2") {
		t.Errorf("text\n%s", r.Text)
	}
	if r.Method != "REQUEST" || !strings.Contains(r.Calendar, "UID:m1@county.example") || !strings.Contains(strings.ReplaceAll(r.Calendar, "\n ", ""), "mailto:chef@a.example") {
		t.Errorf("calendar %s\n%s", r.Method, r.Calendar)
	}
	for _, name := range []string{"../mail/" + names[0], "x.eml", ".x.eml", "passwd", ""} {
		if _, err := Open(dir, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if names, err := Files(dir + "/nothing"); err != nil || names != nil {
		t.Errorf("%v %v", names, err)
	}
}

// What people type can't add a header or a receiver.
func TestHeadersCantBeInjected(t *testing.T) {
	dir := t.TempDir()
	s, err := New(Config{From: sender, Folder: dir})
	if err != nil {
		t.Fatal(err)
	}
	m := message()
	m.Subject = "Möte\r\nBcc: evil@example.org\r\n\r\nbody"
	m.To.Name = "Chef\r\nCc: evil@example.org"
	if err := s.Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	names, _ := Files(dir)
	data, err := os.ReadFile(dir + "/" + names[0])
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(data), "\r\n\r\n")
	for l := range strings.SplitSeq(head, "\r\n") {
		if strings.HasPrefix(l, "Bcc:") || strings.HasPrefix(l, "Cc:") || strings.HasPrefix(l, "body") {
			t.Errorf("injected: %q", l)
		}
	}
	for _, a := range []string{"", "a", "a@b.example, c@d.example", "a@b.example\r\nRCPT TO:<c@d.example>", "<a@b.example>", "A <a@b.example>", "a@b.example "} {
		m := message()
		m.To.Address = a
		if err := s.Send(context.Background(), m); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", a, err)
		}
	}
}

func TestConfigurations(t *testing.T) {
	for name, c := range map[string]Config{
		"nothing":       {From: sender},
		"no sender":     {Folder: "x"},
		"both":          {From: sender, Folder: "x", Host: "y"},
		"a TLS unknown": {From: sender, Host: "y", TLS: "maybe"},
	} {
		if _, err := New(c); err == nil {
			t.Error(name)
		}
	}
}

// server is a real SMTP server.
type box struct {
	mu   sync.Mutex
	got  []string
	from []string
	to   []string
	user string
	fail error
}

func (b *box) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{b: b}, nil }

type session struct {
	b      *box
	signed bool
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "samverk" || password != "secret" {
			return errors.New("wrong password")
		}
		s.signed = true
		s.b.mu.Lock()
		defer s.b.mu.Unlock()
		s.b.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	if s.b.fail != nil {
		return s.b.fail
	}
	s.b.from = append(s.b.from, from)
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	s.b.to = append(s.b.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	s.b.got = append(s.b.got, string(data))
	return err
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func listen(t *testing.T, b *box) (host string, port int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := smtp.NewServer(b)
	srv.Domain, srv.AllowInsecureAuth = "localhost", true
	go func() {
		if err := srv.Serve(l); err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	}()
	t.Cleanup(func() { _ = srv.Close() })
	return "127.0.0.1", l.Addr().(*net.TCPAddr).Port
}

func TestServer(t *testing.T) {
	b := &box{}
	host, port := listen(t, b)
	s, err := New(Config{From: sender, Domain: "samverk.example", Host: host, Port: port, TLS: "none", User: "samverk", Password: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(context.Background(), message()); err != nil {
		t.Fatal(err)
	}
	if len(b.got) != 1 || b.to[0] != "chef@a.example" || len(b.to) != 1 || b.from[0] != "samverk@county.example" || b.user != "samverk" {
		t.Fatalf("%v %v %v", b.from, b.to, b.user)
	}
	first, err := Parse(strings.NewReader(b.got[0]))
	if err != nil || first.Method != "REQUEST" || !strings.Contains(first.Text, "torsdag 5 november 2026") {
		t.Errorf("%+v %v", first, err)
	}
	// Sent again, since nobody knows whether it arrived, it is the same message.
	if err := s.Send(context.Background(), message()); err != nil {
		t.Fatal(err)
	}
	again, err := Parse(strings.NewReader(b.got[1]))
	if err != nil || again.ID != first.ID || first.ID == "" {
		t.Errorf("%s and %s: %v", first.ID, again.ID, err)
	}
	other := message()
	other.Key = "notice/n1/p2"
	if err := s.Send(context.Background(), other); err != nil {
		t.Fatal(err)
	}
	if m, _ := Parse(strings.NewReader(b.got[2])); m.ID == first.ID {
		t.Error("two receivers, one Message-ID")
	}
	b.fail = &smtp.SMTPError{Code: 451, Message: "later"}
	if err := s.Send(context.Background(), message()); err == nil {
		t.Error("a server that refuses is no success")
	}
}

// A server without TLS is refused unless that is asked for.
func TestServerHasToEncrypt(t *testing.T) {
	b := &box{}
	host, port := listen(t, b)
	s, err := New(Config{From: sender, Host: host, Port: port})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(context.Background(), message()); err == nil || len(b.got) != 0 {
		t.Errorf("sent in the clear: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("Subject: x\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nx\r\n--a--\r\n")
	f.Fuzz(func(_ *testing.T, s string) { _, _ = Parse(strings.NewReader(s)) })
}
