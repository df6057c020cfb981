// Package people keeps who takes part: persons and their dated memberships,
// from which every permission follows.
package people

import "samverk/internal/app"

// Commands lists the use cases for the catalogue.
func Commands() []app.Runnable { return []app.Runnable{Import} }
