// Command bench measures what Samverk costs, beside a bare handler that does as
// little as possible: `make bench`. docs/bench.md says what is measured and how
// to read it.
//
//	seed ─► by the use cases: a county, its people, some matters with their history
//	load ─► the same rows again under new ids, to 1,000, 10,000 and 100,000 matters
//	run  ─► samverk serve and the bare handler, each a process of its own, in turns
//
// It is no test: nothing here is run by `make test` but the tests of the loader,
// and a machine that is busy gives other figures.
package main
