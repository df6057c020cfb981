package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server under measurement.
type process struct {
	cmd   *exec.Cmd
	in    io.Closer
	url   string
	begun time.Time
	said  chan error
}

// start starts a server and waits until it has said where it listens.
func start(ctx context.Context, env []string, name string, args ...string) (*process, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, in: in, begun: time.Now(), said: make(chan error, 1)}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go p.listen(out)
	if err := <-p.said; err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

// listen reads what the server says, and finds its address.
func (p *process) listen(out io.Reader) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if i := strings.Index(lines.Text(), "http://"); i >= 0 && p.url == "" {
			p.url = strings.TrimSpace(lines.Text()[i:])
			p.said <- nil
		}
	}
	if p.url == "" {
		p.said <- fmt.Errorf("%s ended without saying where it listens", p.cmd.Path)
	}
}

// stop ends the server and waits for it.
func (p *process) stop() error {
	err := p.cmd.Process.Signal(syscall.SIGTERM)
	if werr := p.cmd.Wait(); werr != nil {
		var ended *exec.ExitError
		if !errors.As(werr, &ended) { // by the signal
			err = errors.Join(err, fmt.Errorf("%s: %w", p.cmd.Args, werr))
		}
	}
	return err
}

// ticks is how many of the kernel's units of CPU time a second has.
const ticks = 100

// cpu gives the CPU time that a process has used, user and system.
func (p *process) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The name in brackets may hold spaces.
	_, rest, ok := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if !ok || len(fields) < 13 {
		return 0, errors.New("/proc/PID/stat is not as expected")
	}
	user, uerr := strconv.ParseInt(fields[11], 10, 64)
	system, serr := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * time.Second / ticks, errors.Join(uerr, serr)
}

// memory gives a process's resident memory, in bytes.
func (p *process) memory() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return n << 10, err
		}
	}
	return 0, errors.New("/proc/PID/status tells no resident memory")
}

// idle waits until a server has nothing of its own to do, so that what is
// measured is what was asked for.
func (p *process) idle(ctx context.Context) error {
	for range 60 {
		before, err := p.cpu()
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
		after, err := p.cpu()
		if err != nil || after-before <= 30*time.Millisecond {
			return err
		}
	}
	return fmt.Errorf("%s has been busy for a minute without being asked for anything", p.cmd.Path)
}
