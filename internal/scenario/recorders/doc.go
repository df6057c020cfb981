// Package recorders holds the test that nothing acknowledged is lost when two
// record in the same item at once: the program as it is shipped, killed with
// signal 9 and started again, on lines that break and lose answers as drawn with
// a fixed seed. What two have written over the same text stands side by side on
// the page.
package recorders
