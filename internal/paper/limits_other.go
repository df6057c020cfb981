//go:build !linux

package paper

import (
	"errors"
	"os"
	"os/exec"
)

// apply has nothing to hold a process to outside Linux: time and the size of
// what it answers are limited all the same, by the parent.
func apply(Limits) error { return nil }

func alone(*exec.Cmd) {}

func killGroup(*exec.Cmd) {}

func killed(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.ExitCode() != 1
}

// start runs another program in this one's stead.
func start(argv []string) error {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}
