package render

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// None says, as the name of the program, that no PDF is to be made.
const None = "none"

// programs are looked for in this order. Chromium's tags say more: pictures and
// the headings of tables.
func programs() []string {
	return []string{"chromium", "chromium-browser", "google-chrome", "weasyprint"}
}

// printer is a program that prints.
type printer struct {
	path string // "" where there is none
	weas bool
}

// find looks for the program: the one named, or the first of those known. ""
// where there is none.
func find(name string) printer {
	names := programs()
	switch name {
	case "":
	case None:
		return printer{}
	default:
		names = []string{name}
	}
	for _, n := range names {
		if path, err := exec.LookPath(n); err == nil {
			if path, err = filepath.Abs(path); err == nil {
				return printer{path, strings.Contains(filepath.Base(path), "weasyprint")}
			}
		}
	}
	return printer{}
}

// print prints a page of HTML, in a folder that is removed afterwards.
func (p printer) print(ctx context.Context, page string, l Limits) (out []byte, err error) {
	dir, err := os.MkdirTemp("", "samverk-print-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	in, to := filepath.Join(dir, "in.html"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, []byte(page), 0o600); err != nil {
		return nil, err
	}
	if err := inside(ctx, dir, l, p.path, p.args(dir, in, to)...); err != nil {
		return nil, err
	}
	f, err := os.Open(to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s made no PDF", filepath.Base(p.path))
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out, err = io.ReadAll(io.LimitReader(f, l.Output+1))
	if err == nil && int64(len(out)) > l.Output {
		return nil, fmt.Errorf("the PDF is larger than %d bytes", l.Output)
	}
	return out, err
}

// args are what the program is told.
func (p printer) args(dir, in, out string) []string {
	if p.weas {
		return []string{"--quiet", "--encoding", "utf-8", "--pdf-variant", "pdf/ua-1", in, out}
	}
	args := []string{"--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--disable-extensions", "--disable-breakpad", "--disable-crash-reporter", "--disable-dev-shm-usage", "--mute-audio",
		"--proxy-server=" + nowhere, "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--no-pdf-header-footer", "--generate-pdf-document-outline", "--print-to-pdf=" + out}
	if os.Geteuid() == 0 { // its own sandbox refuses to be set up by root
		args = append(args, "--no-sandbox")
	}
	return append(args, "file://"+in)
}
