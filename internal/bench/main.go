package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// options are what a run is asked for.
type options struct {
	binary string        // the built program
	sizes  []int         // numbers of matters
	dir    string        // folder for the data; "" is a temporary one
	docs   string        // file whose table is replaced; "" for none
	rounds int           // slices per page
	slice  time.Duration // length of a slice
	verify bool          // the logs of every size, not of the smallest alone
	pages  bool          // nothing but pages
	alone  bool          // nothing but a meeting that many follow
	notice bool          // nothing but a notice to many
	bound  bool          // nothing but a PDF of all papers
}

func main() {
	if err := command(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// command runs the benchmark, or one of its helping processes.
func command(args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "bare":
			if len(args) != 2 {
				return errors.New("bare DATABASE")
			}
			return serveBare(args[1])
		case "profile":
			if len(args) != 4 {
				return errors.New("profile DIR list|matter|first|public FILE")
			}
			return profile(context.Background(), args[1], args[2], args[3])
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o := options{}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.StringVar(&o.binary, "binary", "bin/samverk", "the built program")
	f.StringVar(&o.dir, "dir", "", "folder for the data, kept afterwards and used again; empty for a temporary one")
	f.StringVar(&o.docs, "docs", "", "file whose table is replaced by this run's")
	f.IntVar(&o.rounds, "rounds", 7, "slices of time per page")
	f.DurationVar(&o.slice, "slice", 800*time.Millisecond, "length of a slice")
	f.BoolVar(&o.verify, "verify", false, "verify the logs of every size, not of the smallest alone")
	f.BoolVar(&o.pages, "pages", false, "measure nothing but pages, for whoever works on them")
	f.BoolVar(&o.alone, "live", false, "measure nothing but a meeting that many follow")
	f.BoolVar(&o.notice, "notice", false, "measure nothing but a notice to many")
	f.BoolVar(&o.bound, "bundle", false, "measure nothing but the making of a PDF of all papers")
	sizes := f.String("sizes", "1000,10000,100000", "numbers of matters")
	if err := f.Parse(args); err != nil {
		return err
	}
	for s := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			return fmt.Errorf("sizes: %w", err)
		}
		o.sizes = append(o.sizes, n)
	}
	return o.run(ctx)
}
