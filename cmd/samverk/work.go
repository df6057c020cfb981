package main

import (
	"context"

	"samverk/internal/access"
	"samverk/internal/app/audits"
	"samverk/internal/app/matters"
	"samverk/internal/jobs"
)

// work makes the worker and registers everything that it does: by the clock, and
// with what the outbox holds.
func (i *installation) work() {
	sys := i.sys
	w := jobs.New(sys)
	w.Schedule("matters", jobs.Daily, func(ctx context.Context) error {
		after := ""
		for {
			out, err := matters.Advance.Do(ctx, sys, access.TheSystem(), matters.AdvanceInput{After: after})
			if err != nil || out.Next == "" {
				return err
			}
			after = out.Next
		}
	})
	w.Schedule("checkpoint", jobs.Daily, func(ctx context.Context) error {
		_, err := audits.Checkpoint.Do(ctx, sys, access.TheSystem(), struct{}{})
		return err
	})
	i.worker = w
}
