package paper

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// ErrNoConverter says that LibreOffice is not installed.
var ErrNoConverter = errors.New("there is no LibreOffice here")

// ErrUnconverted says that a document could not be made into a PDF, by whatever
// fault of its own.
var ErrUnconverted = errors.New("the document could not be made into a PDF")

// NoOffice as a setting means that documents are not converted.
const NoOffice = "none"

// Office gives the path of LibreOffice by its setting: a name or a path, "" to look
// for one. It gives "" where there is none.
func Office(setting string) string {
	names := []string{setting}
	switch setting {
	case NoOffice:
		return ""
	case "":
		names = []string{"soffice", "libreoffice"}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func converting() Limits { return Limits{CPU: 120, Memory: 2 << 30, File: 256 << 20, Open: 1024} }

// taggedPDF asks LibreOffice for what a screen reader needs.
const taggedPDF = `pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}`

// Convert makes a tagged PDF of a DOCX in the file out, by LibreOffice: in a
// child process with limits, with a profile of its own that is gone afterwards
// and nothing to reach the network by. Ask Read first: a document that brings in
// parts from elsewhere (Text.Outside) is not to be converted. Conversions are
// heavy: let one run at a time.
func (c Child) Convert(ctx context.Context, f *os.File, out string) error {
	if c.Soffice == "" {
		return ErrNoConverter
	}
	dir, err := os.MkdirTemp("", "samverk-convert-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	in := filepath.Join(dir, "in.docx")
	if err := copyTo(f, in); err != nil {
		return err
	}
	err = c.run(ctx, order{verb: "start", in: nil, out: &nothing{}, limit: 1 << 20, time: or(c.Time, 3*time.Minute), limits: converting(), dir: dir, args: []string{
		c.Soffice, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard", "-env:UserInstallation=file://" + filepath.Join(dir, "profile"),
		"--convert-to", taggedPDF, "--outdir", dir, in,
	}})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return errors.Join(ErrUnconverted, err)
	}
	made, err := os.Open(filepath.Join(dir, "in.pdf"))
	if errors.Is(err, os.ErrNotExist) {
		return ErrUnconverted
	}
	if err != nil {
		return err
	}
	defer made.Close()
	return copyTo(made, out)
}

// copyTo copies a file from its beginning.
func copyTo(from *os.File, to string) error {
	if _, err := from.Seek(0, 0); err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.ReadFrom(from)
	return errors.Join(err, f.Close())
}
