package app

import "samverk/internal/blob"

// Work that is done about the bundles of meetings' papers.
const (
	MakeBundle   = "bundle.make"  // its payload is a BundleRef
	ClearBundles = "bundle.clear" // its payload is a MeetingRef
)

// BundleRef names a bundle by its key, and the attempt to make it.
type BundleRef struct {
	Key     string
	Attempt int64
}

// MeetingRef names a meeting.
type MeetingRef struct{ Meeting string }

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
