package app

import (
	"time"

	"samverk/internal/blob"
)

// Work that is done about the bundles of meetings' papers.
const (
	MakeBundle   = "bundle.make"  // its payload is a BundleRef
	ClearBundles = "bundle.clear" // its payload is a MeetingRef
	AheadBundle  = "bundle.ahead" // its payload is an AheadRef
)

// BundleRef names a bundle by its key, and the attempt to make it.
type BundleRef struct {
	Key     string
	Attempt int64
}

// MeetingRef names a meeting.
type MeetingRef struct{ Meeting string }

// AheadRef names a meeting whose bundle is made before anybody asks for it, and when
// that was called for.
type AheadRef struct {
	Meeting string
	At      time.Time
}

// aheadAfter is how long the making of a bundle waits for what goes before it: the
// letters, and more papers.
const aheadAfter = time.Minute

// AheadBundle gives the work that follows what goes out to those who are called, at
// a time: the bundle of those who see all of it is made before anybody opens it. about
// is the notice with which it is taken back; "" for none.
func (u *Unit) AheadBundle(meeting, about string, at time.Time) Message {
	return Message{Kind: AheadBundle, Key: AheadBundle + "/" + u.NewID(), About: about, Due: at.Add(aheadAfter), Payload: AheadRef{meeting, at}}
}

// ClearBundles gives the work that follows a change of a meeting's papers: what
// holds a paper that has been taken back goes.
func (u *Unit) ClearBundles(meeting string) Message {
	return Message{Kind: ClearBundles, Key: ClearBundles + "/" + u.NewID(), Payload: MeetingRef{meeting}}
}

// BundleFile gives the name of a bundle's file in the folder of what is made;
// ConvertedFile that of a file as a PDF, by its hash.
func BundleFile(key string) string    { return blob.MadeName("bundle", key) }
func ConvertedFile(sha string) string { return blob.MadeName("converted", sha) }

// Stir tells the workers that there is something to do.
func (sys *System) Stir() {
	if sys.Wake != nil {
		sys.Wake()
	}
}
