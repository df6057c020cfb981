package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain is the child too: what Child starts is this program.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "paper" {
		if wild, ok := wilds()[os.Args[2]]; ok {
			if err := serve(append([]string{"-"}, os.Args[3:]...)); err == nil || !strings.Contains(err.Error(), "unknown verb") {
				panic(err) // the limits were set; there is no verb "-"
			}
			wild()
			return
		}
		os.Exit(Serve(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// wilds are children that do what a child must not.
func wilds() map[string]func() {
	return map[string]func(){
		"hog": func() {
			var kept [][]byte
			for range 600 {
				b := make([]byte, 1<<20)
				for i := 0; i < len(b); i += 4096 {
					b[i] = 1
				}
				kept = append(kept, b)
			}
			fmt.Println(len(kept))
		},
		"spin": func() {
			for i := 0; ; i++ {
				_ = i
			}
		},
		"linger": func() {
			cmd := exec.Command("sleep", "600")
			cmd.Stdout = os.Stdout
			if err := cmd.Start(); err != nil {
				panic(err)
			}
			fmt.Println(cmd.Process.Pid)
			time.Sleep(time.Hour)
		},
		"spew": func() {
			line := bytes.Repeat([]byte("x"), 1<<16)
			for {
				if _, err := os.Stdout.Write(line); err != nil {
					return
				}
			}
		},
		"fill": func() {
			f, err := os.Create("fill")
			if err != nil {
				panic(err)
			}
			for range 60 {
				if _, err := f.Write(make([]byte, 1<<20)); err != nil {
					fmt.Println("stopped")
					return
				}
			}
		},
		"env": func() {
			for _, e := range os.Environ() {
				fmt.Println(e)
			}
		},
	}
}

func self(t testing.TB) Child {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Child{Self: path}
}

func wild(t *testing.T, verb string, time time.Duration, l Limits) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := self(t).run(context.Background(), order{verb: verb, out: &out, limit: 1 << 20, time: time, limits: l})
	return out.String(), err
}

func TestChildIsHeldToItsLimits(t *testing.T) {
	l := Limits{CPU: 20, Memory: 256 << 20, File: 32 << 20, Open: 64}
	wide := Limits{CPU: 20, Memory: 16 << 30, File: 1 << 30, Open: 64}
	if _, err := wild(t, "hog", time.Minute, l); !errors.Is(err, errKilled) {
		t.Errorf("600 MB were taken: %v", err)
	}
	if out, err := wild(t, "hog", time.Minute, wide); err != nil || out != "600\n" {
		t.Errorf("control: without the limit it has to get them: %q %v", out, err)
	}
	if out, err := wild(t, "fill", time.Minute, l); err == nil && out != "stopped\n" {
		t.Errorf("60 MB were written: %q %v", out, err)
	}
	if out, err := wild(t, "fill", time.Minute, wide); err != nil || out != "" {
		t.Errorf("control: without the limit it has to write them: %q %v", out, err)
	}
	if _, err := wild(t, "spin", time.Minute, Limits{CPU: 1, Memory: l.Memory, File: l.File, Open: l.Open}); !errors.Is(err, errKilled) {
		t.Errorf("more than a second of processor: %v", err)
	}
	if _, err := wild(t, "spin", time.Second, l); !errors.Is(err, errSlow) {
		t.Errorf("more than a second: %v", err)
	}
	if out, err := wild(t, "spew", time.Minute, l); !errors.Is(err, errLong) || len(out) != 1<<20 {
		t.Errorf("answered %d bytes: %v", len(out), err)
	}
}

func TestChildTakesWhatItStartedWithIt(t *testing.T) {
	out, err := wild(t, "linger", time.Second, reading())
	if !errors.Is(err, errSlow) {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(out))
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || bytes.Contains(b, []byte(") Z ")) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	_ = syscall.Kill(pid, syscall.SIGKILL)
	t.Error("what the child had started goes on")
}

func TestChildGetsNoSecrets(t *testing.T) {
	t.Setenv("SAMVERK_MAIL_PASSWORD", "hemligt")
	out, err := wild(t, "env", time.Minute, reading())
	if err != nil || strings.Contains(out, "hemligt") {
		t.Errorf("%q %v", out, err)
	}
}

func file(t testing.TB, b []byte) *os.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// sheet is a page of a PDF made for a test: a line of text, or a picture.
type sheet struct {
	text    string
	picture bool
}

// document makes a PDF. catalog is what more its catalog holds, info its
// metadata.
func document(catalog, info string, sheets ...sheet) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) int {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
		return len(at)
	}
	b.WriteString("%PDF-1.7\n%åäö\n")
	n := len(sheets)
	object("<</Type/Catalog/Pages 2 0 R %s>>", catalog)
	kids := ""
	for i := range sheets {
		kids += fmt.Sprintf("%d 0 R ", 6+2*i)
	}
	object("<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]>>", n, kids)
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	object("<<%s>>", info)
	object("<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\n0\nendstream")
	for i, s := range sheets {
		draw := ""
		if s.text != "" {
			draw = "BT /F 12 Tf 72 700 Td (" + s.text + ") Tj ET"
		}
		image := ""
		if s.picture {
			draw, image = draw+" q 400 0 0 400 72 72 cm /I Do Q", "/XObject<</I 5 0 R>>"
		}
		object("<</Type/Page/Parent 2 0 R/Contents %d 0 R/Resources<</Font<</F 3 0 R>>%s>>>>", 7+2*i, image)
		object("<</Length %d>>stream\n%s\nendstream", len(draw), draw)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

const isPDF = "application/pdf"

func TestReadPDF(t *testing.T) {
	tagged := document("/Lang(sv-SE)/MarkInfo<</Marked true>>/StructTreeRoot<</Type/StructTreeRoot>>", "/Title(Rutinen)/Author(Sekreteraren)", sheet{text: "Sida ett 900101-9802"}, sheet{text: "Sida två"})
	plain := document("", "", sheet{text: "Hej"}, sheet{})
	cases := map[string]struct {
		file    []byte
		problem string
		pages   int
		untold  []int
	}{
		"tagged":            {tagged, "", 2, nil},
		"a blank page":      {plain, "", 2, nil},
		"scanned":           {document("", "", sheet{picture: true}, sheet{picture: true}), NoText, 2, []int{1, 2}},
		"scanned in part":   {document("", "", sheet{text: "Hej"}, sheet{picture: true}), SomeText, 2, []int{2}},
		"cut off":           {tagged[:len(tagged)/3], Broken, 0, nil},
		"no PDF":            {[]byte("%PDF-1.7\nhej\n%%EOF"), Broken, 0, nil},
		"files inside":      {document("/Names<</EmbeddedFiles<</Names[]>>>>", "", sheet{text: "Hej"}), Attached, 1, nil},
		"pages of its own":  {bytes.Replace(tagged, []byte("/Kids[6 0 R 8 0 R"), []byte("/Kids[2 0 R 2 0 R"), 1), Broken, 0, nil},
		"a reference round": {bytes.Replace(tagged, []byte("/Contents 7 0 R"), []byte("/Contents 6 0 R"), 1), "", 2, nil},
	}
	for name, x := range cases {
		t.Run(name, func(t *testing.T) {
			c := self(t)
			c.Time = 5 * time.Second
			got, err := c.Read(context.Background(), file(t, x.file), isPDF)
			if err != nil {
				t.Fatal(err)
			}
			if name == "pages of its own" || name == "a reference round" {
				return // it answers, whatever it takes them for
			}
			if got.Problem != x.problem || x.pages != 0 && got.Pages != x.pages || !slices.Equal(got.Untold, x.untold) {
				t.Errorf("got %+v", got)
			}
		})
	}
	got, err := self(t).Read(context.Background(), file(t, tagged), isPDF)
	if err != nil || !got.Tagged || got.Language != "sv-SE" || got.Title != "Rutinen" {
		t.Errorf("got %+v %v", got, err)
	}
	if !slices.ContainsFunc(got.Parts, func(p Part) bool { return p.Kind == Page && p.Page == 1 && strings.Contains(p.Text, "900101-9802") }) ||
		!slices.ContainsFunc(got.Parts, func(p Part) bool { return p.Kind == Meta && strings.Contains(p.Text, "Sekreteraren") }) {
		t.Errorf("got %+v", got.Parts)
	}
	if got, err := self(t).Read(context.Background(), file(t, plain), isPDF); err != nil || got.Tagged || got.Language != "" || got.Title != "" {
		t.Errorf("got %+v %v", got, err)
	}
}

// TestReadPDFWithoutPdftotext: the library alone.
func TestReadPDFWithoutPdftotext(t *testing.T) {
	t.Setenv("PATH", "")
	got, err := self(t).Read(context.Background(), file(t, document("", "", sheet{text: "Hej 900101-9802"})), isPDF)
	if err != nil || got.Problem != "" || len(got.Parts) != 1 || !strings.Contains(got.Parts[0].Text, "900101-9802") {
		t.Errorf("got %+v %v", got, err)
	}
}

func TestReadEncryptedPDF(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in.pdf")
	out := filepath.Join(t.TempDir(), "out.pdf")
	if err := os.WriteFile(in, document("", "", sheet{text: "Hej"}), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := exec.Command("qpdf", "--encrypt", "secret", "owner", "256", "--", in, out).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, b)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	got, err := self(t).Read(context.Background(), file(t, b), isPDF)
	if err != nil || got.Problem != Encrypted {
		t.Errorf("got %+v %v", got, err)
	}
}

func TestReadText(t *testing.T) {
	got, err := self(t).Read(context.Background(), file(t, []byte("Hej\n")), "text/plain; charset=utf-8")
	if err != nil || got.Problem != "" || len(got.Parts) != 1 || got.Parts[0].Text != "Hej\n" {
		t.Errorf("got %+v %v", got, err)
	}
	long := file(t, nil)
	if err := os.Truncate(long.Name(), maxText+10); err != nil {
		t.Fatal(err)
	}
	if got, err := self(t).Read(context.Background(), long, "text/plain; charset=utf-8"); err != nil || got.Problem != TooMuch {
		t.Errorf("got %q %v", got.Problem, err)
	}
}

func TestReadStopsWithTheProgram(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := self(t).Read(ctx, file(t, []byte("x")), isPDF); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
