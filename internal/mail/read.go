package mail

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Read is a message of a mail folder as it can be shown: its plain text, and
// whether a calendar entry goes with it.
type Read struct {
	File     string
	ID       string
	From, To string
	Subject  string
	Date     time.Time
	Text     string
	HTML     string
	Calendar string // "" for none
	Method   string // of the calendar entry
}

// maxMessage is the longest message that is read, in bytes.
const maxMessage = 4 << 20

// Open reads a message of a mail folder by its file name. A name that is no
// message of the folder is fs.ErrNotExist.
func Open(dir, name string) (Read, error) {
	if filepath.Base(name) != name || !strings.HasSuffix(name, ".eml") || strings.HasPrefix(name, ".") {
		return Read{}, fs.ErrNotExist
	}
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return Read{}, err
	}
	defer f.Close()
	r, err := Parse(io.LimitReader(f, maxMessage))
	r.File = name
	return r, err
}

// Parse reads a message.
func Parse(in io.Reader) (Read, error) {
	msg, err := netmail.ReadMessage(in)
	if err != nil {
		return Read{}, fmt.Errorf("mail: %w", err)
	}
	var words mime.WordDecoder
	decode := func(name string) string {
		s, err := words.DecodeHeader(msg.Header.Get(name))
		if err != nil {
			return msg.Header.Get(name)
		}
		return s
	}
	r := Read{ID: strings.Trim(msg.Header.Get("Message-ID"), "<>"), From: decode("From"), To: decode("To"), Subject: decode("Subject")}
	if r.Date, err = msg.Header.Date(); err != nil {
		r.Date = time.Time{}
	}
	return r, r.part(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Body, 0)
}

func (r *Read) part(contentType, encoding string, body io.Reader, depth int) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, params = "text/plain", nil
	}
	if strings.HasPrefix(kind, "multipart/") {
		if depth > 5 {
			return errors.New("mail: nested too deep")
		}
		mr := multipart.NewReader(body, params["boundary"])
		for {
			p, err := mr.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("mail: %w", err)
			}
			if err := r.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p, depth+1); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	switch {
	case kind == "text/plain" && r.Text == "":
		r.Text = text
	case kind == "text/html" && r.HTML == "":
		r.HTML = text
	case kind == "text/calendar" && r.Calendar == "":
		r.Calendar, r.Method = text, params["method"]
	}
	return nil
}
