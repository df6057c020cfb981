// Command samverk is the whole system in one binary: the server, the
// demonstration, and the tools for those who write and keep a county's
// structure. Each verb has a file of its own.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"
)

// version is that of the next release, as CHANGELOG has it.
const version = "0.1-dev"

// cli is the command line. Every field is one verb; its Run method does it.
type cli struct {
	Version kong.VersionFlag `help:"Print the version."`

	Demo      demoVerb       `cmd:"" help:"Show a county that works, with example data and a clock of its own."`
	Serve     serveVerb      `cmd:"" help:"Run the server of an installation."`
	People    peopleVerbs    `cmd:"" help:"Keep who takes part."`
	Account   accountVerbs   `cmd:"" help:"Keep who can sign in."`
	Audit     auditVerbs     `cmd:"" help:"Look after the logs of acts."`
	Backup    backupVerb     `cmd:"" help:"Copy an installation while it runs."`
	Restore   restoreVerb    `cmd:"" help:"Put a backup into an empty data folder."`
	Structure structureVerbs `cmd:"" help:"Check and show structure files."`
	Route     routeVerb      `cmd:"" help:"Show the route of a matter and why it is so."`
	Journey   journeyVerb    `cmd:"" help:"Show the route with the earliest date of every station."`
	Paper     paperVerb      `cmd:"" hidden:"" help:"Look into one file, for the program itself."`
}

// exit is an error that chooses its own exit status and has already been told.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

func main() {
	var c cli
	self, _ = os.Executable()
	p := kong.Must(&c, kong.Name("samverk"), kong.UsageOnError(),
		kong.Description("Cooperation between a region and its municipalities, made executable."),
		kong.Vars{"version": version},
		kong.Exit(func(code int) {
			if code != 0 {
				code = 2
			}
			os.Exit(code)
		}))
	ctx, err := p.Parse(os.Args[1:])
	if err != nil {
		p.Stdout = os.Stderr // how it is used, told to somebody who used it wrongly, is no output
	}
	p.FatalIfErrorf(err)
	if err := ctx.Run(); err != nil {
		var e exit
		if errors.As(err, &e) {
			os.Exit(int(e))
		}
		fmt.Fprintln(os.Stderr, "samverk:", err)
		os.Exit(1)
	}
}
