// Package matters holds the use cases of a matter as a whole: raise it, sort it,
// answer what its route turns on, write and send its proposal, set a rule aside
// with a reason, report and follow up, and the list, page and log of it. What a
// party does at home is in package homes.
package matters
