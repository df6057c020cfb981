// Package structures holds the counties' structures that come with the program:
// files that a county can take, read, change and use. They are data; the program
// treats each as it treats any other.
package structures

import "embed"

// Files are the structures, the example practices and the list of clauses that
// they cite.
//
//go:embed *.yaml *.csv
var Files embed.FS
