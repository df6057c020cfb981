// Package tabletest tests what happens at a body's table, across the packages of
// use cases that meet there: meetings, decisions, remisses and bodies, with
// matters moved along by the real use cases on a real county's structure.
package tabletest
