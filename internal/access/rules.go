package access

import (
	"fmt"
	"slices"
	"strings"

	"samverk/internal/fault"
)

// Act is something that somebody does, as the rules know it.
type Act string

// Need names an act and the place where it is done. Build one with the
// constructors below; the zero Need is met by nobody.
type Need struct {
	Act     Act
	Body    string
	Party   string
	Account string // whose account, for acts on one's own
	Person  string // who has a part of their own in the object, e.g. raised the matter
}

func (n Need) String() string {
	var at []string
	for _, p := range []struct{ name, id string }{{"body", n.Body}, {"party", n.Party}} {
		if p.id != "" {
			at = append(at, p.name+" "+p.id)
		}
	}
	if len(at) == 0 {
		return string(n.Act)
	}
	return string(n.Act) + " (" + strings.Join(at, ", ") + ")"
}

// ReadPublic is met by everybody, the public included.
func ReadPublic() Need { return Need{Act: "public.read"} }

// UseWorkspace is met by everybody who is signed in. It is asked by pages whose
// content the viewer-bound store decides.
func UseWorkspace() Need { return Need{Act: "workspace.use"} }

// SignIn is met by everybody who is not the system: the credentials decide.
func SignIn() Need { return Need{Act: "account.sign_in"} }

// OwnAccount is for acts on an account by its holder: sign out, new password.
func OwnAccount(account string) Need { return Need{Act: "account.own", Account: account} }

// RaiseMatter is to raise a matter in the county.
func RaiseMatter() Need { return Need{Act: "matter.raise"} }

// TriageMatter is to sort a matter at the body that does it. Where the structure
// names none (body ""), coordinators and secretaries of any body do.
func TriageMatter(body string) Need {
	if body == "" {
		return Need{Act: "matter.triage_unplaced"}
	}
	return Need{Act: "matter.triage", Body: body}
}

// EditMatter is to write the matter's own text and proposal, at the body that
// has it, or by the person who raised it.
func EditMatter(body, raisedBy string) Need {
	return Need{Act: "matter.edit", Body: body, Person: raisedBy}
}

// ChangeFacts is to change the answers that decide a matter's route.
func ChangeFacts(body, raisedBy string) Need {
	return Need{Act: "matter.change_facts", Body: body, Person: raisedBy}
}

// WithdrawMatter is to take back a matter.
func WithdrawMatter(body, raisedBy string) Need {
	return Need{Act: "matter.withdraw", Body: body, Person: raisedBy}
}

// SendToParties is to dispatch a version of the proposal to the parties.
func SendToParties(body string) Need { return Need{Act: "matter.send", Body: body} }

// Overrule is to set a rule aside with a reason (avsteg) in a body's matter.
func Overrule(body string) Need { return Need{Act: "rule.overrule", Body: body} }

// WorkAtHome is a party's own preparation: state, stance, notes, drafts.
func WorkAtHome(party string) Need { return Need{Act: "home.work", Party: party} }

// ShareStance is to share the party's stance with the others, an explicit act.
func ShareStance(party string) Need { return Need{Act: "home.share", Party: party} }

// RecordPartyDecision is to record what a party has decided.
func RecordPartyDecision(party string) Need { return Need{Act: "party.decide", Party: party} }

// CallMeeting is to create, move or cancel a body's meeting.
func CallMeeting(body string) Need { return Need{Act: "meeting.plan", Body: body} }

// KeepSide is to plan a side session of a meeting of a body, to set its agenda and
// to call to it. Who sits for the side is found by the store.
func KeepSide(body string) Need { return Need{Act: "meeting.side", Body: body} }

// KeepOwnNotes is to write, read and destroy the notes that a person makes for
// themselves before a meeting.
func KeepOwnNotes(person string) Need { return Need{Act: "note.own", Person: person} }

// SetAgenda is to put matters and topics on a meeting's agenda.
func SetAgenda(body string) Need { return Need{Act: "meeting.agenda", Body: body} }

// AnswerNotice is to say whether one comes to a meeting; the installation answers
// for whoever shows the secret of a mail.
func AnswerNotice(person string) Need { return Need{Act: "meeting.answer", Person: person} }

// SendNotice is to send the notice (kallelse) of a meeting.
func SendNotice(body string) Need { return Need{Act: "meeting.notice", Body: body} }

// GiveGo is to give the go for a notice: of whoever answers for it.
func GiveGo(person string) Need { return Need{Act: "meeting.go", Person: person} }

// LeaveGo is to leave giving the go for a body's notices to somebody.
func LeaveGo(body string) Need { return Need{Act: "meeting.leave_go", Body: body} }

// AnswerWritten is to answer what a body has put to its members between its meetings.
func AnswerWritten(person string) Need { return Need{Act: "written.answer", Person: person} }

// CloseWritten is to close what a body has put to its members between its meetings;
// the installation closes it after its last day.
func CloseWritten(body string) Need { return Need{Act: "written.close", Body: body} }

// Prioritise is to order the queue of an executive committee.
func Prioritise(body string) Need { return Need{Act: "matter.prioritise", Body: body} }

// RecordDecision is to record attendance and what a body decided.
func RecordDecision(body string) Need { return Need{Act: "decision.record", Body: body} }

// ReportAssignment is to say that an assignment is done: by the person or at the
// party that answers for it, or at the body that gave it.
func ReportAssignment(body, party, person string) Need {
	return Need{Act: "assignment.report", Body: body, Party: party, Person: person}
}

// CreateRemiss is to send a remiss out and to close it.
func CreateRemiss(body string) Need { return Need{Act: "remiss.create", Body: body} }

// AnswerRemiss is to answer a remiss on a party's behalf.
func AnswerRemiss(party string) Need { return Need{Act: "remiss.answer", Party: party} }

// Publish is to open a matter's public page and to publish a document.
func Publish(body string) Need { return Need{Act: "document.publish", Body: body} }

// ReportImplementation is to report the work done, by a party or by a body.
func ReportImplementation(party, body string) Need {
	return Need{Act: "implementation.report", Party: party, Body: body}
}

// FollowUp is to record the result of a follow-up at the body responsible.
func FollowUp(body string) Need { return Need{Act: "matter.follow_up", Body: body} }

// AdministratePeople is to keep a party's persons and memberships; with no
// party, those of the whole county.
func AdministratePeople(party string) Need { return Need{Act: "people.administrate", Party: party} }

// AdministrateAccounts is to invite and to close accounts of a party's people.
func AdministrateAccounts(party string) Need {
	return Need{Act: "account.administrate", Party: party}
}

// UseStructure is to put a structure into force from a date.
func UseStructure() Need { return Need{Act: "structure.use"} }

// ReadProposals is to read what is proposed for the county's structure.
func ReadProposals() Need { return Need{Act: "structure.read_proposals"} }

// ProposeStructure is to propose a new version of the county's structure, and to
// withdraw a proposal, at a body of one of the county's foremost levels.
func ProposeStructure(body string) Need { return Need{Act: "structure.propose", Body: body} }

// ApproveStructure is to approve a proposal that somebody else has made, at such
// a body.
func ApproveStructure(body string) Need { return Need{Act: "structure.approve", Body: body} }

// KeepPapers is to word the county's documents and to give them its logo, at a
// body of one of its foremost levels.
func KeepPapers(body string) Need { return Need{Act: "paper.keep", Body: body} }

// ReadAudit is to read the log of acts.
func ReadAudit() Need { return Need{Act: "audit.read"} }

// AnswerRecord is to answer what a person was asked or sent of a meeting's record:
// to approve it or send it back, and to say that it was read.
func AnswerRecord(person string) Need { return Need{Act: "record.answer", Person: person} }

// KeepGroups is to set up, change, extend and end the groups and projects of a
// body. That the body may have any is the structure's to say.
func KeepGroups(body string) Need { return Need{Act: "group.keep", Body: body} }

// ReportGroup is to tick off what a group delivers, at the body that set it up or
// by somebody who takes part in it.
func ReportGroup(body, member string) Need {
	return Need{Act: "group.report", Body: body, Person: member}
}

// SettleBody is to settle what the structure leaves to those it names; named is
// such a person, found in the structure.
func SettleBody(named string) Need { return Need{Act: "body.settle", Person: named} }

// RunInstallation is what jobs do for the installation itself: entries into
// force, reminders, checkpoints, pruning.
func RunInstallation() Need { return Need{Act: "installation.run"} }

// place is where a grant looks for its roles.
type place string

const (
	everybody  place = "everybody"
	signedIn   place = "signed in"
	takesPart  place = "takes part in the county"
	inBody     place = "in the body"
	inAnyBody  place = "in any body"
	inParty    place = "in the party"
	inAnyParty place = "in any party"
	ofParty    place = "at home in the party"
	ownAccount place = "the account's holder"
	ownPerson  place = "the person whose object it is"
	named      place = "whom the structure names for it"
	operator   place = "operator of the installation"
	system     place = "the installation itself"
)

// grant is one way to meet a Need: a place, and the roles that count there
// (none for a place that says all).
type grant struct {
	at    place
	roles []Role
}

// rule is one row of the table.
type rule struct {
	act  Act
	says string // what the act is, for the manual
	by   []grant
}

// table is the one table of who may do what. It is read and never changed.
var table = []rule{
	{"public.read", "read what is public", []grant{{at: everybody}}},
	{"workspace.use", "open the workspace", []grant{{at: signedIn}}},
	{"account.sign_in", "sign in", []grant{{at: everybody}}},
	{"account.own", "keep one's own account and sessions", []grant{{at: ownAccount}}},
	{"matter.raise", "raise a matter", []grant{{at: takesPart}}},
	{"matter.triage", "sort a matter that was raised", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator, Member, Support}}}},
	{"matter.triage_unplaced", "sort a matter where the structure names no body for it", []grant{
		{inAnyBody, []Role{Coordinator, Secretary}}}},
	{"matter.edit", "write a matter's text and proposal", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator, Support}}, {at: ownPerson}}},
	{"matter.change_facts", "change the facts that decide a matter's way", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator, Support}}, {at: ownPerson}}},
	{"matter.withdraw", "withdraw a matter", []grant{
		{inBody, []Role{Chair, ViceChair, Convener}}, {at: ownPerson}}},
	{"matter.prioritise", "order a body's queue", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator, Member, Support}}}},
	{"matter.send", "send a proposal to the parties", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}}},
	{"rule.overrule", "set a rule aside with a reason", []grant{
		{inBody, []Role{Chair, ViceChair, Convener}}}},
	{"home.work", "prepare a matter at home: state, stance, notes", []grant{{at: ofParty}}},
	{"home.share", "share the party's stance", []grant{
		{inParty, []Role{Registrar, Coordinator, Member}}}},
	{"party.decide", "record a party's decision", []grant{
		{inParty, []Role{Registrar, Coordinator}}}},
	{"meeting.plan", "create, move and cancel a meeting", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator, Support}}}},
	{"meeting.side", "plan and keep a side session for one's own side", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator, Member, Support}}}},
	{"note.own", "keep one's own notes before a meeting", []grant{{at: ownPerson}}},
	{"meeting.agenda", "set the agenda", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator, Support}}}},
	{"meeting.notice", "send the notice", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}}},
	{"meeting.go", "give the go for a notice for which one answers, as the chair or somebody to whom the chair has left it", []grant{{at: ownPerson}}},
	{"meeting.leave_go", "leave the go for a body's notices to somebody", []grant{
		{inBody, []Role{Chair}}}},
	{"meeting.answer", "say whether one comes to a meeting", []grant{{at: ownPerson}, {at: system}}},
	{"decision.record", "record attendance and decisions", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary}}}},
	{"written.answer", "answer what a body puts to its members between its meetings", []grant{{at: ownPerson}}},
	{"written.close", "close what a body has put to its members between its meetings", []grant{
		{at: system}, {inBody, []Role{Chair, ViceChair, Convener, Secretary}}}},
	{"assignment.report", "say that an assignment is done", []grant{
		{at: ownPerson}, {at: ofParty}, {inBody, []Role{Chair, ViceChair, Convener, Secretary}}}},
	{"remiss.create", "send a remiss and close it", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}}},
	{"remiss.answer", "answer a remiss for a party", []grant{
		{inParty, []Role{Registrar, Coordinator, Member}}}},
	{"document.publish", "publish a matter or a document", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}}},
	{"implementation.report", "report the work done", []grant{
		{at: ofParty}, {inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator, Member}}}},
	{"matter.follow_up", "record the result of a follow-up", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}}},
	{"record.answer", "approve the notes that one is asked to approve, or send them back; say that one has read them", []grant{{at: ownPerson}}},
	{"group.keep", "set up, change, extend and end a body's groups and projects", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}}},
	{"group.report", "tick off what a group delivers", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}, {at: ownPerson}}},
	{"body.settle", "settle what the structure leaves open about a body", []grant{{at: named}}},
	{"people.administrate", "keep persons and memberships", []grant{
		{inParty, []Role{Administrator}}, {at: operator}}},
	{"account.administrate", "invite and close accounts", []grant{
		{inParty, []Role{Administrator}}, {at: operator}}},
	{"structure.use", "put a structure into force", []grant{{at: operator}}},
	{"structure.read_proposals", "read what is proposed for the structure", []grant{{at: takesPart}, {at: operator}}},
	{"structure.propose", "propose a new version of the structure", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}, {at: operator}}},
	{"structure.approve", "approve a version of the structure that somebody else proposed", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}, {at: operator}}},
	{"paper.keep", "word the county's documents and give them its logo", []grant{
		{inBody, []Role{Chair, ViceChair, Convener, Secretary, Coordinator}}, {at: operator}}},
	{"audit.read", "read the log of acts", []grant{
		{inAnyParty, []Role{Auditor}}, {at: operator}}},
	{"installation.run", "run the installation's own work", []grant{{at: system}, {at: operator}}},
}

// Allows tells whether the viewer meets the Need. An act that the table does
// not hold is met by nobody.
func Allows(v Viewer, n Need) bool {
	i := slices.IndexFunc(table, func(r rule) bool { return r.act == n.Act })
	return i >= 0 && slices.ContainsFunc(table[i].by, func(g grant) bool { return v.meets(n, g) })
}

func (v Viewer) meets(n Need, g grant) bool {
	switch g.at {
	case everybody:
		return true
	case signedIn:
		return v.SignedIn()
	case takesPart:
		return v.SignedIn() && v.Participant()
	case inBody:
		return n.Body != "" && v.bodyHolds(n.Body, g.roles)
	case inAnyBody:
		return v.bodyHolds("", g.roles)
	case inParty:
		return n.Party != "" && v.partyHolds(n.Party, g.roles)
	case inAnyParty:
		return v.partyHolds("", g.roles)
	case ofParty:
		return n.Party != "" && v.AtHome(n.Party)
	case ownAccount:
		return v.SignedIn() && v.Account == n.Account
	case ownPerson, named:
		return n.Person != "" && v.Person == n.Person
	case operator:
		return v.Operator
	case system:
		return v.System
	}
	return false
}

// Denial is the failure of a Need that is not met. It is a fault.Denied, or a
// fault.Unauthorized for somebody who has not signed in, with the key
// "denied.<act>" and the roles that would do as its argument, so that the page
// can say who can.
type Denial struct {
	Need  Need
	Roles []Role // any of these, at the Need's place, would do
	fault *fault.Error
}

func (d *Denial) Error() string { return d.Need.String() + ": " + d.fault.Error() }

// Unwrap gives the fault.
func (d *Denial) Unwrap() error { return d.fault }

// Refuse gives the Denial of a Need that the viewer does not meet.
func Refuse(v Viewer, n Need) error {
	kind := fault.Denied
	if !v.SignedIn() && !v.System && !v.Operator {
		kind = fault.Unauthorized
	}
	roles := WhoCan(n.Act)
	return &Denial{Need: n, Roles: roles, fault: fault.New(kind, "denied."+string(n.Act), roles)}
}

// WhoCan gives the roles that meet an act's Need, in the order of the table.
func WhoCan(a Act) []Role {
	var roles []Role
	for _, r := range table {
		if r.act != a {
			continue
		}
		for _, g := range r.by {
			roles = append(roles, g.roles...)
		}
	}
	return roles
}

// Acts gives every act of the table in order.
func Acts() []Act {
	acts := make([]Act, len(table))
	for i, r := range table {
		acts[i] = r.act
	}
	return acts
}

// Markdown prints the table for the manual.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| act | what it is | who may |\n|---|---|---|\n")
	for _, r := range table {
		who := make([]string, len(r.by))
		for i, g := range r.by {
			who[i] = string(g.at)
			if len(g.roles) > 0 {
				names := make([]string, len(g.roles))
				for j, role := range g.roles {
					names[j] = strings.ReplaceAll(string(role), "_", " ")
				}
				who[i] = strings.Join(names, ", ") + " " + string(g.at)
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.act, r.says, strings.Join(who, "; "))
	}
	return b.String()
}
