//go:build !openroom

package meetings

// shows reports whether a reader who follows a meeting is given something: where
// the reader may see it.
func shows(may bool) bool { return may }
