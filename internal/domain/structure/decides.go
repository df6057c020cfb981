package structure

import "samverk/internal/domain/rule"

// DecisionRule is how a body decides: unanimity, consensus, majority. The zero
// value is that the text doesn't say.
type DecisionRule struct {
	By   string
	Else Who // where it is lifted when it does not come about
	Rule rule.Ref
}

// WrittenRule is that a body may decide between its meetings (per capsulam), each
// member answering for themselves. The zero value is that the text gives no such way.
type WrittenRule struct {
	For    []string // kinds of document; none: any
	By     string   // who must agree: AllMembers, AllParties, MostMembers
	Within *int     // days in which the answers come; nil: the text doesn't say
	Rule   rule.Ref
}

// Who must agree to a decision between meetings.
const (
	AllMembers  = "all members"
	AllParties  = "all parties"  // each party with a member in the body
	MostMembers = "most members" // more than half of all, whether they answer or not
)
