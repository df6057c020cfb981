package render

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
	"time"
)

// Limits are what a printing program may use.
type Limits struct {
	Time   time.Duration // from start to end
	Memory int64         // bytes in use, its own processes taken together
	Output int64         // bytes of the PDF
}

// standard are the limits of an installation that says nothing.
func standard() Limits { return Limits{Time: 2 * time.Minute, Memory: 1500 << 20, Output: 100 << 20} }

// What a printing program died of.
var (
	errTime   = errors.New("took too long and was stopped")
	errMemory = errors.New("used too much memory and was stopped")
)

// lookAt is how often the memory of a program is looked at.
const lookAt = 150 * time.Millisecond

// inside runs a program in a folder of its own, in a group of processes of its
// own, without anything of this one's environment, and ends all of the group
// when it is done, has used up its limits, or the context ends.
func inside(ctx context.Context, dir string, l Limits, program string, args ...string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, l.Time, errTime)
	defer cancel()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var said tail
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &said, &said
	cmd.Env = []string{"HOME=" + dir, "TMPDIR=" + dir, "XDG_CACHE_HOME=" + dir, "XDG_CONFIG_HOME=" + dir, "XDG_RUNTIME_DIR=" + dir,
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=UTC",
		"http_proxy=" + nowhere, "https_proxy=" + nowhere, "all_proxy=" + nowhere}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", program, err)
	}
	group := cmd.Process.Pid
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for tick := time.NewTicker(lookAt); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
				if memory(group) > l.Memory {
					stop(errMemory)
				}
			}
		}
	}()
	err := cmd.Wait()
	cause := context.Cause(ctx)
	stop(nil)
	<-watched
	_ = syscall.Kill(-group, syscall.SIGKILL) // what it left running; none is the usual
	switch {
	case cause != nil:
		return fmt.Errorf("%s: %w", filepath.Base(program), cause)
	case err != nil:
		return fmt.Errorf("%s: %w: %s", filepath.Base(program), err, said.String())
	}
	return nil
}

// nowhere is a proxy that nobody answers at: what a program asks of the network
// goes there.
const nowhere = "http://127.0.0.1:9"

// memory gives the bytes that a group of processes uses together; 0 where the
// system does not say. What several of them share is counted once a process.
func memory(group int) int64 {
	dirs, err := os.ReadDir("/proc")
	if err != nil {
		return 0
	}
	var pages int64
	for _, d := range dirs {
		if d.Name()[0] < '0' || d.Name()[0] > '9' {
			continue
		}
		stat, err := os.ReadFile("/proc/" + d.Name() + "/stat")
		if err != nil {
			continue // it has ended
		}
		// The name in parentheses may hold anything; what follows it does not.
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) < 22 || fields[2] != strconv.Itoa(group) {
			continue
		}
		rss, err := strconv.ParseInt(fields[21], 10, 64)
		if err == nil {
			pages += rss
		}
	}
	return pages * int64(os.Getpagesize())
}

// tail keeps the end of what a program says.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	if len(t.b) > 2000 {
		t.b = slices.Clone(t.b[len(t.b)-2000:])
	}
	return len(p), nil
}

func (t *tail) String() string { return strings.TrimSpace(string(t.b)) }
