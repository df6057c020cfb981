//go:build openroom

package meetings

// shows forgets who may see what, and gives everything to everybody who follows a
// meeting. It is the control of the tests of what followers are told, and is in no
// other build.
func shows(bool) bool { return true }
