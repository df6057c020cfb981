// Package arch keeps the picture of docs/architecture.md true: its tests read
// the source files and fail on an import that points the wrong way, on a
// package that belongs to no layer, on a clock or an outside world in the
// domain, and on the name of a county, a municipality or a body in Go.
package arch
