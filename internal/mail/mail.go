// Package mail sends letters: through an SMTP server, or into a folder of .eml
// files that can be read with any mail program (and that the demo shows on a
// page). A message is named by the work it does, so that the same work done
// twice is one message for whoever receives it: the Message-ID is made of the
// work's key.
//
// What comes from people (a subject, a name) is folded to one line before it
// becomes a header, and an address is read as one address or refused.
package mail

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"samverk/internal/ical"
)

// Address is somebody's name and address.
type Address = netmail.Address

// Message is a letter to one person.
type Message struct {
	Key      string // names the work: the same key gives the same Message-ID
	To       Address
	Subject  string
	Letter   Letter
	Calendar *ical.Entry // goes with it; nil for none

	Organizer string // the address that the calendar entry is answered to; "" is the sender's
	Date      time.Time
}

// ErrAddress is a message that can't be sent to its address, ever.
var ErrAddress = errors.New("mail: not an address")

// Config says how mail is sent. Host or Folder is given; with neither, nothing
// can be sent.
type Config struct {
	From     Address
	Domain   string // of Message-IDs and calendar entries; "" takes the sender's
	Host     string
	Port     int    // 0 is 587 with starttls, 465 with tls, 25 with none
	TLS      string // "starttls" (the default), "tls", "none"
	User     string
	Password string
	Folder   string // a folder of .eml files instead of a server
}

// Sender sends messages: one, or several over one connection.
type Sender interface {
	// Send sends one message.
	Send(ctx context.Context, m Message) error
	// Open connects. An error means that nobody can be sent anything now.
	Open(ctx context.Context) (Connection, error)
}

// Connection takes messages, one at a time. After a Failure that is Lost it is
// good for nothing but Close.
type Connection interface {
	Send(ctx context.Context, m Message) error
	Close()
}

// New gives the sender of a configuration.
func New(c Config) (Sender, error) {
	if _, err := one(c.From); err != nil {
		return nil, fmt.Errorf("mail: the sender %q is not an address", c.From.Address)
	}
	if c.Domain == "" {
		c.Domain = c.From.Address[strings.LastIndexByte(c.From.Address, '@')+1:]
	}
	switch {
	case c.Host != "" && c.Folder != "":
		return nil, errors.New("mail: give either a server or a folder")
	case c.Folder != "":
		return folder{c}, nil
	case c.Host != "":
		return newServer(c)
	}
	return nil, errors.New("mail: give a server or a folder")
}

// compose makes the message as it is sent.
func (c Config) compose(m Message) (*gomail.Msg, error) {
	to, err := one(m.To)
	if err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	from := c.From
	from.Name = oneLine(from.Name)
	msg.FromMailAddress(&from)
	msg.ToMailAddress(&to)
	msg.Subject(oneLine(m.Subject))
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(c.id(m.Key))
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, m.Letter.Text())
	msg.AddAlternativeString(gomail.TypeTextHTML, m.Letter.HTML())
	if m.Calendar == nil {
		return msg, nil
	}
	entry := *m.Calendar
	entry.Organizer, entry.Attendee = from, to
	if m.Organizer != "" {
		entry.Organizer.Address = m.Organizer
	}
	if !strings.Contains(entry.UID, "@") {
		entry.UID += "@" + c.Domain
	}
	text, err := entry.Encode()
	if err != nil {
		return nil, err
	}
	// In the alternative calendars find it, as an attachment people do.
	kind := gomail.ContentType("text/calendar; method=" + string(entry.Method))
	msg.AddAlternativeString(kind, text)
	err = msg.AttachReader("mote.ics", strings.NewReader(text), gomail.WithFileContentType("text/calendar"))
	return msg, err
}

// id gives the Message-ID of a key.
func (c Config) id(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16]) + "@" + c.Domain
}

// one gives an address that is exactly one, with its name on one line.
func one(a Address) (Address, error) {
	if strings.ContainsFunc(a.Address, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return a, fmt.Errorf("%w: %q", ErrAddress, a.Address)
	}
	p, err := netmail.ParseAddress(a.Address)
	if err != nil || p.Address != a.Address || p.Name != "" {
		return a, fmt.Errorf("%w: %q", ErrAddress, a.Address)
	}
	a.Name = oneLine(a.Name)
	return a, nil
}

func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

type folder struct{ c Config }

// Open gives the folder itself.
func (f folder) Open(context.Context) (Connection, error) { return f, nil }

// Close does nothing: a folder has no connection.
func (f folder) Close() {}

// Send writes the message as a file named after its key: the same message twice
// is one file. The file's time is the message's date.
func (f folder) Send(_ context.Context, m Message) error {
	if _, err := one(m.To); err != nil {
		return err
	}
	name := filepath.Join(f.c.Folder, f.c.id(m.Key)[:32]+".eml")
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	msg, err := f.c.compose(m)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := os.MkdirAll(f.c.Folder, 0o700); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	tmp := name + ".part"
	if err := os.WriteFile(tmp, b.Bytes(), 0o600); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := os.Chtimes(tmp, m.Date, m.Date); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return os.Rename(tmp, name)
}

// Files gives the names of the messages in a mail folder, the latest first.
func Files(dir string) ([]string, error) {
	list, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	at := map[string]time.Time{}
	var names []string
	for _, f := range list {
		if !strings.HasSuffix(f.Name(), ".eml") {
			continue
		}
		info, err := f.Info()
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("mail: %w", err)
		}
		names = append(names, f.Name())
		at[f.Name()] = info.ModTime()
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(at[b].Compare(at[a]), cmp.Compare(a, b)) })
	return names, err
}
