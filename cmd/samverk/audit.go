package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"

	"samverk/internal/access"
	"samverk/internal/app/audits"
)

// auditVerbs look after the logs of acts.
type auditVerbs struct {
	Verify auditVerify `cmd:"" help:"Compute the logs of acts anew and name every row that was changed, removed or put in."`
}

// auditVerify verifies the logs of an installation.
type auditVerify struct {
	settings
	Data string `help:"Data folder of an installation on SQLite, instead of settings." type:"existingdir"`
}

// Run does it: exit status 0 when every row is as it was written, 1 when not.
func (c *auditVerify) Run() error {
	verify := func(ctx context.Context, i *installation, who access.Viewer) error {
		report, err := audits.Verify.Do(ctx, i.sys, who, i.public)
		if err != nil {
			return err
		}
		for _, log := range slices.Sorted(maps.Keys(report.Sizes)) {
			fmt.Printf("%s: %d entries, %d checkpoints\n", log, report.Sizes[log], report.Checkpoints[log])
		}
		for _, p := range report.Problems {
			fmt.Fprintln(os.Stderr, p)
		}
		if !report.OK() {
			return exit(1)
		}
		fmt.Println("every row is as it was written")
		return nil
	}
	if c.Data != "" {
		return onData(c.Data, verify)
	}
	return c.with(verify)
}
