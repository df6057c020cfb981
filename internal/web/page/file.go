package page

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"samverk/internal/app"
	"samverk/internal/domain/matter"
	"samverk/internal/fault"
	"samverk/internal/web/route"
)

// Upload takes the file of a form field in and gives it under its hash; the zero
// File when none was chosen. What may not be uploaded is an error at the field.
// Ask first whether the sender may do what the file is for.
func (f *Form) Upload(r *http.Request, sys *app.System, name string) (matter.File, error) {
	in, header, err := r.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return matter.File{}, nil
	}
	if err != nil {
		return matter.File{}, err
	}
	defer in.Close()
	info, err := sys.Files.Put(in)
	var large *fault.Error
	if errors.As(err, &large) && large.Kind == fault.TooLarge {
		f.Fault(name, "page.file_large", (header.Size+1<<20-1)>>20, route.MaxUpload>>20)
		return matter.File{}, nil
	}
	if err != nil {
		if err := f.Explain(err); err != nil {
			return matter.File{}, err
		}
		f.Errors[len(f.Errors)-1].Name = name
		return matter.File{}, nil
	}
	return matter.File{SHA: info.Hash, Name: path.Base(strings.ReplaceAll(header.Filename, `\`, "/")), Size: info.Size, Media: info.Media}, nil
}

// Download answers with a stored file as an attachment, under a policy that lets
// nothing in it run. The caller has made sure that the viewer may have it.
func Download(w http.ResponseWriter, r *http.Request, sys *app.System, sha, name string) error {
	file, err := sys.Files.Open(sha)
	if err != nil {
		return err
	}
	defer file.Close()
	h := w.Header()
	h.Set("Content-Type", mediaOf(file))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": SafeName(name)}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("Etag", strconv.Quote(sha))
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

// mediaOf tells a file's type by its first bytes, as the store did when it took
// it in; never by its name.
func mediaOf(file io.ReadSeeker) string {
	head := make([]byte, 4)
	n, _ := io.ReadFull(file, head)
	_, _ = file.Seek(0, io.SeekStart)
	switch s := string(head[:n]); {
	case s == "%PDF":
		return "application/pdf"
	case strings.HasPrefix(s, "PK"):
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	return "text/plain; charset=utf-8"
}

// SafeName gives a file name without what a file system or a header would take
// for something else.
func SafeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, strings.TrimSpace(name))
	if strings.Trim(name, ".-") == "" {
		return "fil"
	}
	return name
}
