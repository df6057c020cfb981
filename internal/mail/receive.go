package mail

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// ReplyTo begins the address that a calendar answers to; a secret follows.
const ReplyTo = "svar+"

// Limits of the mail that is taken. A calendar's answer is a few kilobytes.
const (
	maxReply      = 256 << 10
	receiveWait   = 30 * time.Second
	maxReceiving  = 20
	maxRecipients = 1
)

// Refusal is why a reply isn't taken, as the mail server of whoever sent it hears.
type Refusal struct {
	Code int    // 5xx: never, 4xx: later
	Say  string // one line of English, as mail servers speak
}

func (r *Refusal) Error() string { return r.Say }

// Taker takes a reply: the secret of its address, and the whole message. Known
// tells whether there is such a secret. A *Refusal is told to the sender; any
// other error is "later".
type Taker interface {
	Known(ctx context.Context, secret string) error
	Take(ctx context.Context, secret string, message io.Reader) error
}

// Receiver is a small mail server that takes nothing but the answers of
// calendars, to addresses that nobody can guess.
type Receiver struct {
	srv *smtp.Server
}

// NewReceiver gives the receiver of replies to a domain.
func NewReceiver(domain string, t Taker) *Receiver {
	srv := smtp.NewServer(backend{domain, t, make(chan struct{}, maxReceiving)})
	srv.Domain, srv.MaxMessageBytes, srv.MaxRecipients, srv.MaxLineLength = domain, maxReply, maxRecipients, 2000
	srv.ReadTimeout, srv.WriteTimeout = receiveWait, receiveWait
	srv.ErrorLog = quiet{}
	return &Receiver{srv}
}

// Serve takes mail until the context ends.
func (r *Receiver) Serve(ctx context.Context, l net.Listener) error {
	stop := context.AfterFunc(ctx, func() { _ = r.srv.Close() })
	defer stop()
	if err := r.srv.Serve(l); err != nil && !errors.Is(err, smtp.ErrServerClosed) && ctx.Err() == nil {
		return err
	}
	return nil
}

// quiet drops what strangers make the server complain of.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

type backend struct {
	domain string
	taker  Taker
	open   chan struct{}
}

// NewSession begins a connection, unless too many are open.
func (b backend) NewSession(*smtp.Conn) (smtp.Session, error) {
	select {
	case b.open <- struct{}{}:
		return &receiving{b: b}, nil
	default:
		return nil, &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "Too many connections, come back later"}
	}
}

type receiving struct {
	b      backend
	secret string
	gone   bool
}

func (s *receiving) Mail(string, *smtp.MailOptions) error { s.secret = ""; return nil }

// Rcpt takes the address of somebody's answer, and no other.
func (s *receiving) Rcpt(to string, _ *smtp.RcptOptions) error {
	local, domain, _ := strings.Cut(strings.ToLower(to), "@")
	secret, ours := strings.CutPrefix(local, ReplyTo)
	if !ours || domain != strings.ToLower(s.b.domain) || len(secret) != 52 {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "This server takes answers to meeting notices only"}
	}
	ctx, cancel := context.WithTimeout(context.Background(), receiveWait)
	defer cancel()
	if err := s.b.taker.Known(ctx, secret); err != nil {
		return said(err)
	}
	s.secret = secret
	return nil
}

// Data hands the answer over; the sender hears at once whether it was taken.
func (s *receiving) Data(r io.Reader) error {
	ctx, cancel := context.WithTimeout(context.Background(), receiveWait)
	defer cancel()
	if err := s.b.taker.Take(ctx, s.secret, r); err != nil {
		return said(err)
	}
	return nil
}

func (s *receiving) Reset() { s.secret = "" }

func (s *receiving) Logout() error {
	if !s.gone {
		s.gone = true
		<-s.b.open
	}
	return nil
}

// said gives a refusal as SMTP has it.
func said(err error) error {
	var tooLong *smtp.SMTPError
	if errors.As(err, &tooLong) {
		return tooLong
	}
	var r *Refusal
	if !errors.As(err, &r) {
		r = &Refusal{451, "The answer could not be taken now, come back later"}
	}
	return &smtp.SMTPError{Code: r.Code, EnhancedCode: smtp.EnhancedCode{r.Code / 100, 6, 0}, Message: r.Say}
}
