package mail

import (
	"context"
	"errors"
	"io"
	"net"
	"net/smtp"
	"strings"
	"sync"
	"testing"
)

// taker knows one secret.
type taker struct {
	mu  sync.Mutex
	got []string
}

const secret = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst"

func (t *taker) Known(_ context.Context, s string) error {
	if s != secret {
		return &Refusal{550, "There is no such notice to answer"}
	}
	return nil
}

func (t *taker) Take(_ context.Context, s string, r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if strings.Contains(string(text), "later") {
		return errors.New("the database sleeps")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.got = append(t.got, string(text))
	return nil
}

// The receiver takes an answer to an address that nobody can guess, and refuses
// all else in words.
func TestReceiver(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	taken := &taker{}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- NewReceiver("svar.example", taken).Serve(ctx, l) }()
	send := func(to, text string) error {
		return smtp.SendMail(l.Addr().String(), nil, "a@b.example", []string{to}, []byte("Subject: x\r\n\r\n"+text+"\r\n"))
	}
	mine := ReplyTo + secret + "@svar.example"
	if err := send(mine, "yes"); err != nil {
		t.Error(err)
	}
	if err := send(strings.ToUpper(mine), "yes"); err != nil { // some mail systems write it so
		t.Error(err)
	}
	for name, x := range map[string]struct{ to, text, says string }{
		"somebody":       {"info@svar.example", "hello", "550"},
		"another domain": {ReplyTo + secret + "@other.example", "hello", "550"},
		"another secret": {ReplyTo + strings.Repeat("z", 52) + "@svar.example", "hello", "no such notice"},
		"20 MB":          {mine, strings.Repeat(strings.Repeat("x", 998)+"\r\n", 20_000), "552"},
		"not now":        {mine, "later", "451"},
	} {
		if err := send(x.to, x.text); err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if len(taken.got) != 2 {
		t.Errorf("taken: %d", len(taken.got))
	}
}
