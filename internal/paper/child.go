package paper

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// What files are is found out in a child: this program started again with the
// hidden verb paper, under limits that it sets itself before it looks at
// anything. It gets the file as its standard input, opened for reading, a folder
// of its own, and next to nothing of the environment; it has no need of the
// network. It stands in a process group of its own, which is killed whole when
// its time is up, what it has started included. What it answers is read up to a
// limit.

// Child reads, converts and binds in child processes.
type Child struct {
	Self    string        // path of this program; "" reads in this process, for tests
	Time    time.Duration // for reading one file; the zero value is a minute
	Soffice string        // path of LibreOffice; "" where there is none
}

// Limits are what one child may use.
type Limits struct {
	CPU    int   // seconds
	Memory int64 // bytes of data, of each process
	File   int64 // bytes, of each file that it writes
	Open   int   // open files
}

func reading() Limits { return Limits{CPU: 40, Memory: 768 << 20, File: 64 << 20, Open: 64} }

// answered is how much a child may answer, in bytes.
const answered = 2 * maxText

// Read reads a file of a type that is taken in: application/pdf, a DOCX, or
// plain text. What is wrong with the file stands in Text.Problem; an error is
// the machine's fault, and reading may be tried again.
func (c Child) Read(ctx context.Context, f *os.File, media string) (Text, error) {
	if c.Self == "" {
		return readFile(f, media)
	}
	var out bytes.Buffer
	err := c.run(ctx, order{verb: "read", args: []string{media}, in: f, out: &out, limit: answered, time: or(c.Time, time.Minute), limits: reading()})
	var t Text
	switch {
	case ctx.Err() != nil:
		return t, ctx.Err()
	case errors.Is(err, errSlow):
		return Text{Problem: Slow}, nil
	case errors.Is(err, errLong), errors.Is(err, errKilled):
		return Text{Problem: TooMuch}, nil
	case err != nil:
		return t, err
	}
	if err := json.Unmarshal(out.Bytes(), &t); err != nil {
		return t, fmt.Errorf("what the reader answered: %w", err)
	}
	return t, nil
}

func or(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// order is what a child is to do.
type order struct {
	verb   string
	args   []string
	in     *os.File
	out    io.Writer
	limit  int64 // of what it answers
	time   time.Duration
	limits Limits
	dir    string // where it works; "" is a folder that is gone afterwards
}

var (
	errSlow   = errors.New("the child took too long")
	errLong   = errors.New("the child answered too much")
	errKilled = errors.New("the child used too much")
)

// run starts a child and waits for it and for everything that it started.
func (c Child) run(ctx context.Context, o order) error {
	dir := o.dir
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "samverk-paper-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	ctx, cancel := context.WithTimeout(ctx, o.time)
	defer cancel()
	args := append([]string{"paper", o.verb, strconv.Itoa(o.limits.CPU), strconv.FormatInt(o.limits.Memory, 10), strconv.FormatInt(o.limits.File, 10),
		strconv.Itoa(o.limits.Open), "--"}, o.args...)
	cmd := exec.CommandContext(ctx, c.Self, args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LC_ALL=C.UTF-8", "GOMEMLIMIT=" + strconv.FormatInt(o.limits.Memory*3/4, 10),
		"GOMAXPROCS=1", "http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9"}
	if o.in != nil {
		if _, err := o.in.Seek(0, io.SeekStart); err != nil {
			return err
		}
		cmd.Stdin = o.in
	}
	out := &bounded{w: o.out, left: o.limit, over: cancel}
	said := &bounded{w: &bytes.Buffer{}, left: 4 << 10}
	cmd.Stdout, cmd.Stderr = out, said
	alone(cmd)
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Run()
	killGroup(cmd)
	switch {
	case out.left < 0:
		return errLong
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return errSlow
	case err != nil && killed(err):
		return fmt.Errorf("%w: %w", errKilled, err)
	case err != nil:
		return fmt.Errorf("%s: %w: %s", o.verb, err, said.w)
	}
	return nil
}

// bounded takes so many bytes and then no more; over is called once.
type bounded struct {
	w    io.Writer
	left int64
	over func()
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left < 0 {
		return len(p), nil
	}
	n := int64(len(p))
	if n > b.left {
		p = p[:b.left]
	}
	if b.left -= n; b.left < 0 && b.over != nil {
		b.over()
	}
	if _, err := b.w.Write(p); err != nil {
		return 0, err
	}
	return int(n), nil
}

// Serve is what the child does: args are those after the verb paper. It gives
// the exit status.
func Serve(args []string) int {
	if err := serve(args); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func serve(args []string) error {
	if len(args) < 6 {
		return errors.New("paper: this verb is for the program itself")
	}
	cpu, err1 := strconv.Atoi(args[1])
	memory, err2 := strconv.ParseInt(args[2], 10, 64)
	file, err3 := strconv.ParseInt(args[3], 10, 64)
	open, err4 := strconv.Atoi(args[4])
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	if err := apply(Limits{cpu, memory, file, open}); err != nil {
		return err
	}
	rest := args[6:]
	switch args[0] {
	case "read":
		t, err := readFile(os.Stdin, rest[0])
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(t)
	case "bind":
		if len(rest) != 3 {
			return errors.New("paper: bind takes a plan, the file to write and where to answer")
		}
		return bind(rest[0], rest[1], rest[2])
	case "start":
		return start(rest)
	}
	return fmt.Errorf("paper: unknown verb %q", args[0])
}

// readFile reads a file by its type. A reader that panics has met a broken file.
func readFile(f *os.File, media string) (t Text, err error) {
	info, err := f.Stat()
	if err != nil {
		return t, err
	}
	defer func() {
		if p := recover(); p != nil {
			t = Text{Problem: Broken}
		}
	}()
	switch media {
	case "application/pdf":
		return pdf(f, info.Size())
	case "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
		return DOCX(f, info.Size()), nil
	}
	b, err := io.ReadAll(io.LimitReader(f, maxText+1))
	if err != nil {
		return t, err
	}
	if len(b) > maxText {
		t.Problem, b = TooMuch, b[:maxText]
	}
	t.Parts = []Part{{Kind: Body, Text: string(b)}}
	return t, nil
}
