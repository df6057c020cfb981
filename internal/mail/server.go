package mail

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Failure is that a server didn't take a message, and why.
type Failure struct {
	Reply int    // what the server answered, 450; 0 when it didn't
	Text  string // in the server's words, on one line
	Lost  bool   // the connection is gone, and with it whether the message was taken
	err   error
}

func (f *Failure) Error() string {
	if f.err == nil {
		return "mail: " + f.Text
	}
	return "mail: " + f.err.Error()
}
func (f *Failure) Unwrap() error { return f.err }

// Final reports whether trying again won't mend it (RFC 5321, 4.2.1).
func (f *Failure) Final() bool { return f.Reply >= 500 }

// failure tells a server's answer from a lost connection. A server that hangs up
// says so with 421.
func failure(err error) *Failure {
	f := &Failure{err: err}
	var sent *gomail.SendError
	if errors.As(err, &sent) {
		f.Reply = sent.ErrorCode()
	}
	var said *textproto.Error
	if errors.As(err, &said) {
		f.Reply, f.Text = said.Code, oneLine(said.Msg)
	}
	if f.Text == "" {
		text, _, _ := strings.Cut(err.Error(), ", affected recipient") // who it is, the caller knows
		f.Text = oneLine(text)
	}
	f.Lost = f.Reply == 0 || f.Reply == 421
	return f
}

type server struct {
	c       Config
	options []gomail.Option
}

func newServer(c Config) (Sender, error) {
	s := server{c: c, options: []gomail.Option{gomail.WithTimeout(20 * time.Second), gomail.WithHELO(c.Domain), gomail.WithoutNoop()}}
	port := c.Port
	switch c.TLS {
	case "", "starttls":
		s.options = append(s.options, gomail.WithTLSPolicy(gomail.TLSMandatory))
		port = orElse(port, 587)
	case "tls":
		s.options = append(s.options, gomail.WithSSL())
		port = orElse(port, 465)
	case "none":
		s.options = append(s.options, gomail.WithTLSPolicy(gomail.NoTLS))
		port = orElse(port, 25)
	default:
		return nil, fmt.Errorf("mail: TLS is %q; it is starttls, tls or none", c.TLS)
	}
	s.options = append(s.options, gomail.WithPort(port))
	if c.User != "" {
		auth := gomail.SMTPAuthAutoDiscover
		if c.TLS == "none" {
			auth = gomail.SMTPAuthPlainNoEnc
		}
		s.options = append(s.options, gomail.WithSMTPAuth(auth), gomail.WithUsername(c.User), gomail.WithPassword(c.Password))
	}
	if _, err := gomail.NewClient(c.Host, s.options...); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return s, nil
}

func orElse(n, other int) int {
	if n == 0 {
		return other
	}
	return n
}

// Send connects, hands the message to the server and hangs up.
func (s server) Send(ctx context.Context, m Message) error {
	c, err := s.Open(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Send(ctx, m)
}

// Open connects and signs in.
func (s server) Open(ctx context.Context) (Connection, error) {
	client, err := gomail.NewClient(s.c.Host, s.options...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	c, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, failure(err)
	}
	return &connection{s.c, client, c}, nil
}

// connection is one connection to a server.
type connection struct {
	c      Config
	client *gomail.Client
	smtp   *smtp.Client
}

// Send hands the message to the server. It returns nil when the server has taken
// responsibility for it, and a *Failure when it has not, or when nobody knows.
func (c *connection) Send(_ context.Context, m Message) error {
	msg, err := c.c.compose(m)
	if err != nil {
		return err
	}
	err = c.client.SendWithSMTPClient(c.smtp, msg)
	if err == nil || msg.IsDelivered() {
		return nil
	}
	f := failure(err)
	if !f.Lost {
		_ = c.smtp.Reset() // the next one begins anew; a connection that can't is found out then
	}
	return f
}

// Close hangs up. What was taken is taken, however the server answers.
func (c *connection) Close() { _ = c.client.CloseWithSMTPClient(c.smtp) }
