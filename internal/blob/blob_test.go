package blob_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samverk/internal/blob"
	"samverk/internal/fault"
)

func open(t *testing.T) (*blob.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, dir
}

func archive(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		name, content, _ := strings.Cut(n, "=")
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wholePDF is the least that a PDF can be.
const wholePDF = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>\nstartxref\n42\n%%EOF\n"

func TestABrokenPDFIsToldAsOne(t *testing.T) {
	s, _ := open(t)
	var f *fault.Error
	if _, err := s.PutBytes([]byte("%PDF-1.4\nbroken")); !errors.As(err, &f) || f.Key != "file.pdf_broken" || f.Field != "file" {
		t.Errorf("told as %v", err)
	}
}

func TestTypeByContent(t *testing.T) {
	s, _ := open(t)
	word := archive(t, "[Content_Types].xml=<Types/>", "word/document.xml=<document/>")
	for name, c := range map[string]struct {
		content []byte
		media   string
	}{
		"pdf":              {[]byte(wholePDF), blob.PDF},
		"pdf, words after": {[]byte(wholePDF + strings.Repeat("\x00", 900)), blob.PDF},
		"pdf, broken":      {[]byte("%PDF-1.4\nbroken"), ""},
		"pdf, cut off":     {[]byte(wholePDF[:len(wholePDF)-8]), ""},
		"pdf, no version":  {[]byte("%PDF-x\n" + wholePDF[9:]), ""},
		"docx":             {word, blob.DOCX},
		"text":             {[]byte("Förslag till överenskommelse\r\n\tmed indrag\n"), blob.Text},
		"long text":        {[]byte(strings.Repeat("åäö ", 20000)), blob.Text},
		"empty":            {nil, ""},
		"plain zip":        {archive(t, "a.txt=a"), ""},
		"xlsx":             {archive(t, "[Content_Types].xml=<Types/>", "xl/workbook.xml=<workbook/>"), ""},
		"macros":           {archive(t, "[Content_Types].xml=<Types/>", "word/document.xml=<d/>", "word/vbaProject.bin=x"), ""},
		"zip slip":         {archive(t, "[Content_Types].xml=<Types/>", "word/document.xml=<d/>", "../../etc/passwd=x"), ""},
		"zip bomb":         {archive(t, "[Content_Types].xml=<Types/>", "word/document.xml="+strings.Repeat("0", 2<<20)), ""},
		"html":             {[]byte("  <!DOCTYPE html><p>hej"), ""},
		"svg":              {[]byte("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), ""},
		"xml":              {[]byte("\ufeff<?xml version='1.0'?><a/>"), ""},
		"script":           {[]byte("#!/bin/sh\nrm\n"), ""},
		"png":              {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), ""},
		"latin-1":          {[]byte("F\xf6rslag"), ""},
		"zero byte":        {[]byte("text\x00text"), ""},
		"half a letter":    {[]byte("text \xc3"), ""},
		"text, then a zip": {append([]byte("text\n"), word...), ""},
		"pdf, then a zip":  {append([]byte("%PDF-1.7\n"), word...), ""},
	} {
		t.Run(name, func(t *testing.T) {
			info, err := s.PutBytes(c.content)
			if c.media == "" {
				if !errors.Is(err, fault.Invalid) {
					t.Errorf("taken as %q, %v", info.Media, err)
				}
				return
			}
			if err != nil || info.Media != c.media || info.Size != int64(len(c.content)) {
				t.Fatalf("got %+v, %v", info, err)
			}
			f, err := s.Open(info.Hash)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, c.content) {
				t.Errorf("read back %d bytes, %v", len(got), err)
			}
		})
	}
}

func TestLimitWhileStreaming(t *testing.T) {
	s, dir := open(t)
	endless := &counter{}
	if _, err := s.Put(io.MultiReader(strings.NewReader("%PDF-1.7\n"), endless)); !errors.Is(err, fault.TooLarge) {
		t.Fatalf("got %v", err)
	}
	if endless.n > blob.MaxSize+1<<20 {
		t.Errorf("read %d bytes of a file that is too large", endless.n)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "tmp")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

type counter struct{ n int64 }

func (c *counter) Read(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

func TestDamageIsFound(t *testing.T) {
	s, dir := open(t)
	info, err := s.PutBytes([]byte("ett förslag"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, info.Hash[:2], info.Hash)
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("ett förslaG"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(info.Hash); !errors.Is(err, fault.Unavailable) {
		t.Errorf("damaged content was opened: %v", err)
	}
	if damaged, err := s.Scrub(); err != nil || len(damaged) != 1 || damaged[0] != info.Hash {
		t.Errorf("scrub: %v, %v", damaged, err)
	}
	if _, err := s.PutBytes([]byte("ett förslag")); err != nil {
		t.Fatal(err)
	}
	if damaged, err := s.Scrub(); err != nil || len(damaged) != 0 {
		t.Errorf("not mended by the same content: %v, %v", damaged, err)
	}
}

func TestNoNameLeadsOut(t *testing.T) {
	s, dir := open(t)
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "..", "../secret", "ab/../../secret", strings.Repeat("a", 63), strings.Repeat("A", 64), strings.Repeat("a", 64) + "/../../secret"} {
		if _, err := s.Open(name); !errors.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestSweep(t *testing.T) {
	s, dir := open(t)
	old := filepath.Join(dir, "tmp", "old")
	if err := os.WriteFile(old, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Sweep(time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); err != nil {
		t.Errorf("a fresh upload was swept away: %v", err)
	}
	if err := s.Sweep(time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("an old upload is still there")
	}
}
