package blob

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"samverk/internal/fault"
)

// The types that are taken.
const (
	PDF  = "application/pdf"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	Text = "text/plain; charset=utf-8"
)

// Limits on a DOCX, which is a zip archive: what it unpacks to by its own
// account, how many entries, how much larger than packed.
const (
	maxEntries  = 5000
	maxUnpacked = 500 << 20
	maxRatio    = 100
)

// Sniff tells a file's type by its content: PDF, DOCX or plain text in UTF-8.
// Anything else, and what is two things at once, is fault.Invalid with the key
// file.kind; a PDF that was cut off or is damaged, with file.pdf_broken. It reads from the start and leaves the position anywhere.
func Sniff(f io.ReaderAt, size int64) (string, error) {
	refused := fault.New(fault.Invalid, "file.kind").On("file")
	head := make([]byte, min(size, 1024))
	if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		if isZip(f, size) { // a PDF in front and an archive behind
			return "", refused
		}
		if err := pdf(f, head, size); err != nil {
			return "", fault.New(fault.Invalid, "file.pdf_broken").On("file").Because(err)
		}
		return PDF, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		if err := docx(f, size); err != nil {
			return "", refused.Because(err)
		}
		return DOCX, nil
	case size == 0:
		return "", fault.New(fault.Invalid, "file.empty").On("file")
	}
	ok, err := plain(io.NewSectionReader(f, 0, size))
	if err != nil {
		return "", err
	}
	if !ok || markup(head) || isZip(f, size) {
		return "", refused
	}
	return Text, nil
}

// header is how a PDF begins: the version it is written in.
var header = regexp.MustCompile(`^%PDF-[12]\.[0-9][\r\n \t%]`)

// tail is within how many bytes of its end a PDF has its end mark. Readers look
// within the last 1024; some programs leave more behind it.
const tail = 4096

// pdf tells whether a PDF looks whole: a header that can be read and the mark at
// its end. What is between is not read.
func pdf(f io.ReaderAt, head []byte, size int64) error {
	if !header.Match(head) {
		return errors.New("the header says no version")
	}
	end := make([]byte, min(size, tail))
	if _, err := f.ReadAt(end, size-int64(len(end))); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if !bytes.Contains(end, []byte("%%EOF")) {
		return errors.New("the end is missing")
	}
	return nil
}

func isZip(f io.ReaderAt, size int64) bool {
	_, err := zip.NewReader(f, size)
	return err == nil
}

// docx tells what is wrong with an archive as a Word document, or nothing.
func docx(f io.ReaderAt, size int64) error {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return err
	}
	if len(z.File) > maxEntries {
		return errors.New("too many entries")
	}
	var types, document bool
	var unpacked uint64
	for _, e := range z.File {
		if strings.Contains(e.Name, "..") || strings.HasPrefix(e.Name, "/") || strings.Contains(e.Name, "\\") {
			return errors.New("an entry's name leads out of the archive")
		}
		if strings.EqualFold(e.Name, "word/vbaProject.bin") {
			return errors.New("it holds macros")
		}
		types = types || e.Name == "[Content_Types].xml"
		document = document || e.Name == "word/document.xml"
		if e.UncompressedSize64 > maxUnpacked || e.UncompressedSize64 > 1<<20 && e.UncompressedSize64/max(e.CompressedSize64, 1) > maxRatio {
			return errors.New("it unpacks to too much")
		}
		unpacked += e.UncompressedSize64
	}
	if unpacked > maxUnpacked {
		return errors.New("it unpacks to too much")
	}
	if !types || !document {
		return errors.New("it is not a Word document")
	}
	return nil
}

// plain tells whether all of it is UTF-8 text without control characters.
func plain(r io.Reader) (bool, error) {
	buf := make([]byte, 32<<10)
	rest := 0
	for {
		n, err := r.Read(buf[rest:])
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		text := buf[:rest+n]
		for len(text) > 0 {
			c, w := utf8.DecodeRune(text)
			if c == utf8.RuneError && w == 1 {
				if !errors.Is(err, io.EOF) && !utf8.FullRune(text) {
					break
				}
				return false, nil
			}
			if unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
				return false, nil
			}
			text = text[w:]
		}
		rest = copy(buf, text)
		if errors.Is(err, io.EOF) {
			return rest == 0, nil
		}
	}
}

// markup tells whether text begins as something that a browser would run.
func markup(head []byte) bool {
	s := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n"))
	for _, p := range []string{"<!", "<?", "<html", "<head", "<body", "<script", "<svg", "<iframe", "#!", "{\\rtf"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
