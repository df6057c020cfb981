package paper

import (
	"errors"
	"os/exec"
	"syscall"
)

// apply holds this process, and what it starts, to the limits. Memory is what a
// process has mapped to write to (RLIMIT_DATA, since Linux 4.7): the address
// space as a whole can't be limited, for Go reserves far more than it uses.
func apply(l Limits) error {
	var errs error
	for _, x := range []struct {
		what int
		most uint64
	}{
		{syscall.RLIMIT_CPU, uint64(l.CPU)}, {syscall.RLIMIT_DATA, uint64(l.Memory)}, {syscall.RLIMIT_FSIZE, uint64(l.File)},
		{syscall.RLIMIT_NOFILE, uint64(l.Open)}, {syscall.RLIMIT_CORE, 0},
	} {
		errs = errors.Join(errs, syscall.Setrlimit(x.what, &syscall.Rlimit{Cur: x.most, Max: x.most}))
	}
	return errs
}

// alone puts a child into a process group of its own, which ends with it, with
// its time, or with this program.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// killGroup ends whatever the child has left behind.
func killGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
}

// killed reports whether a limit ended the child: a signal, or Go's runtime that
// got no more memory.
func killed(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && (status.Signaled() || status.ExitStatus() == 2)
}

// start becomes another program, under the limits that hold already.
func start(argv []string) error {
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return err
	}
	return syscall.Exec(path, argv, syscall.Environ())
}
