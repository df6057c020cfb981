// Package bundles makes one PDF of a meeting's papers, in the order of the agenda,
// with the page numbers that the page of contents tells.
//
// What somebody may see decides what is in it. An Order says all that stands in a
// bundle; its hash is the bundle's key. Whoever may read the same gives the same
// order, so that one file is made for all of them, and whoever is called to one
// item gives another. A paper that comes, changes or is taken back makes another
// order: what was made of an old one is never given out again, since a bundle is
// asked for by no other name than the order of whoever asks.
//
//	nobody asked ──► waiting ──► making ──► ready ──► gone, after a while or
//	                    ▲            │                when a paper is taken back
//	                    └── again ◄──┴──► failed
//
// Where people are called to a meeting, the bundle of those who see all of it is asked
// for by the installation: when a notice or a supplement has gone out, and when a paper
// has come or gone since. Others are made when they are asked for.
//
// A job makes it (internal/jobs). A paper that can't be bound has a page in its
// place that says so.
package bundles
