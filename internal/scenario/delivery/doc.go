// Package delivery holds the test that a notice reaches everybody, once: the
// program as it is shipped, killed with signal 9 while it sends, and a mail
// server that refuses half of what it is asked, hangs up, and dies after it has
// taken a letter and before it says so.
package delivery
