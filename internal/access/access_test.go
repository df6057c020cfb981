package access_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/domain/people"
	"samverk/internal/fault"
)

const today = "2026-01-15"

func viewer(held ...people.Membership) access.Viewer {
	for i := range held {
		if held[i].From == "" {
			held[i].From = "2026-01-01"
		}
	}
	return access.New("account", "person", "name", held, today)
}

func at(party string, role access.Role) people.Membership {
	return people.Membership{Party: party, Role: role}
}

func in(body, party string, role access.Role) people.Membership {
	return people.Membership{Body: body, Party: party, Role: role}
}

// needs gives one Need of every act, at body "b" and party "p".
func needs() []access.Need {
	return []access.Need{
		access.ReadPublic(), access.UseWorkspace(), access.SignIn(), access.OwnAccount("account"), access.RaiseMatter(),
		access.TriageMatter("b"), access.TriageMatter(""), access.EditMatter("b", "somebody"), access.ChangeFacts("b", "somebody"),
		access.WithdrawMatter("b", "somebody"), access.Prioritise("b"), access.SendToParties("b"), access.Overrule("b"),
		access.WorkAtHome("p"), access.ShareStance("p"), access.RecordPartyDecision("p"), access.CallMeeting("b"), access.KeepSide("b"), access.KeepOwnNotes("somebody"), access.SetAgenda("b"),
		access.SendNotice("b"), access.AnswerNotice("somebody"), access.GiveGo("somebody"), access.LeaveGo("b"), access.RecordDecision("b"), access.AnswerWritten("somebody"), access.CloseWritten("b"), access.ReportAssignment("b", "p", "somebody"), access.CreateRemiss("b"), access.AnswerRemiss("p"), access.Publish("b"),
		access.ReportImplementation("p", "b"), access.FollowUp("b"), access.KeepGroups("b"), access.ReportGroup("b", "somebody"), access.SettleBody("somebody"), access.AnswerRecord("somebody"),
		access.AdministratePeople("p"), access.AdministrateAccounts("p"),
		access.UseStructure(), access.ReadProposals(), access.ProposeStructure("b"), access.ApproveStructure("b"), access.KeepPapers("b"), access.ReadAudit(), access.RunInstallation(),
	}
}

// TestMatrix is the picture of who may do what. A changed rule shows here.
func TestMatrix(t *testing.T) {
	operator := viewer()
	operator.Operator = true
	who := []struct {
		name string
		v    access.Viewer
		may  string // the acts, in order
	}{
		{"public", access.ThePublic(), "public.read account.sign_in"},
		{"nobody", access.Viewer{}, "public.read account.sign_in"},
		{"signed in", viewer(), "public.read workspace.use account.sign_in account.own"},
		{"system", access.TheSystem(), "public.read account.sign_in meeting.answer written.close installation.run"},
		{"operator", operator, "public.read workspace.use account.sign_in account.own people.administrate account.administrate structure.use structure.read_proposals structure.propose structure.approve paper.keep audit.read installation.run"},
		{"administrator", viewer(at("p", access.Administrator)), "public.read workspace.use account.sign_in account.own matter.raise people.administrate account.administrate structure.read_proposals"},
		{"auditor", viewer(at("p", access.Auditor)), "public.read workspace.use account.sign_in account.own matter.raise structure.read_proposals audit.read"},
		{"registrar", viewer(at("p", access.Registrar)), "public.read workspace.use account.sign_in account.own matter.raise home.work home.share party.decide assignment.report remiss.answer implementation.report structure.read_proposals"},
		{"party member", viewer(at("p", access.Member)), "public.read workspace.use account.sign_in account.own matter.raise home.work home.share assignment.report remiss.answer implementation.report structure.read_proposals"},
		{"body member", viewer(in("b", "p", access.Member)), "public.read workspace.use account.sign_in account.own matter.raise matter.triage matter.prioritise home.work meeting.side assignment.report implementation.report structure.read_proposals"},
		{"deputy", viewer(in("b", "p", access.Deputy)), "public.read workspace.use account.sign_in account.own matter.raise home.work assignment.report implementation.report structure.read_proposals"},
		{"participant", viewer(in("b", "p", access.Participant)), "public.read workspace.use account.sign_in account.own matter.raise structure.read_proposals"},
		{"co-opted", viewer(in("b", "p", access.CoOpted)), "public.read workspace.use account.sign_in account.own matter.raise structure.read_proposals"},
		{"support", viewer(in("b", "p", access.Support)), "public.read workspace.use account.sign_in account.own matter.raise matter.triage matter.edit matter.change_facts matter.prioritise meeting.plan meeting.side meeting.agenda structure.read_proposals"},
		{"secretary", viewer(in("b", "p", access.Secretary)), "public.read workspace.use account.sign_in account.own matter.raise matter.triage matter.triage_unplaced matter.edit matter.change_facts matter.prioritise matter.send meeting.plan meeting.side meeting.agenda meeting.notice decision.record written.close assignment.report remiss.create document.publish implementation.report matter.follow_up group.keep group.report structure.read_proposals structure.propose structure.approve paper.keep"},
		{"chair", viewer(in("b", "p", access.Chair)), "public.read workspace.use account.sign_in account.own matter.raise matter.triage matter.edit matter.change_facts matter.withdraw matter.prioritise matter.send rule.overrule home.work meeting.plan meeting.side meeting.agenda meeting.notice meeting.leave_go decision.record written.close assignment.report remiss.create document.publish implementation.report matter.follow_up group.keep group.report structure.read_proposals structure.propose structure.approve paper.keep"},
		{"another body's chair, another party's registrar", viewer(in("other", "q", access.Chair), at("q", access.Registrar), at("q", access.Administrator)), "public.read workspace.use account.sign_in account.own matter.raise structure.read_proposals"},
		{"everything, until yesterday", viewer(
			people.Membership{Body: "b", Party: "p", Role: access.Chair, To: "2026-01-14"}, people.Membership{Party: "p", Role: access.Registrar, To: "2026-01-14"}), "public.read workspace.use account.sign_in account.own"},
		{"everything, from tomorrow", viewer(
			people.Membership{Body: "b", Party: "p", Role: access.Chair, From: "2026-01-16"}, people.Membership{Party: "p", Role: access.Administrator, From: "2026-01-16"}), "public.read workspace.use account.sign_in account.own"},
	}
	for _, w := range who {
		var may []string
		for _, n := range needs() {
			if access.Allows(w.v, n) {
				may = append(may, string(n.Act))
			}
		}
		if got := strings.Join(may, " "); got != w.may {
			t.Errorf("%s may\n%s\nwant\n%s", w.name, got, w.may)
		}
	}
}

// TestEveryActHasItsNeed: the table and the constructors name the same acts, so
// that no Need is met by nobody by mistake.
func TestEveryActHasItsNeed(t *testing.T) {
	var named []access.Act
	for _, n := range needs() {
		named = append(named, n.Act)
	}
	acts := access.Acts()
	slices.Sort(named)
	slices.Sort(acts)
	if !slices.Equal(named, acts) {
		t.Errorf("constructors %v\ntable %v", named, acts)
	}
	if access.Allows(viewer(in("b", "p", access.Chair)), access.Need{Act: "unheard.of", Body: "b"}) {
		t.Error("an unknown act is allowed")
	}
}

// TestEmptyPlaces: a Need whose place was forgotten is met by no role there.
func TestEmptyPlaces(t *testing.T) {
	all := viewer(in("b", "p", access.Chair), in("b", "p", access.Secretary), at("p", access.Registrar), at("p", access.Administrator))
	for _, n := range needs() {
		n.Body, n.Party, n.Person, n.Account = "", "", "", ""
		switch n.Act {
		case "public.read", "workspace.use", "account.sign_in", "matter.raise", "matter.triage_unplaced", "structure.read_proposals":
		default:
			if access.Allows(all, n) {
				t.Errorf("%s without a place is allowed", n.Act)
			}
		}
	}
	// Nobody's account and nobody's person are not the same nobody.
	if access.Allows(access.Viewer{}, access.OwnAccount("")) || access.Allows(access.Viewer{}, access.EditMatter("", "")) {
		t.Error("nobody owns what is nobody's")
	}
}

// TestHome: working material is for those who act for the party, and no other
// role is a way to it.
func TestHome(t *testing.T) {
	for _, c := range []struct {
		m    people.Membership
		home bool
	}{
		{at("p", access.Member), true}, {at("p", access.Registrar), true}, {at("p", access.Coordinator), true}, {at("p", access.Deputy), true},
		{at("p", access.Administrator), false}, {at("p", access.Auditor), false}, {at("p", "something_new"), false},
		{in("b", "p", access.Member), true}, {in("b", "p", access.Chair), true}, {in("b", "p", access.Deputy), true},
		{in("b", "p", access.Secretary), false}, {in("b", "p", access.Support), false}, {in("b", "p", access.Coordinator), false},
		{in("b", "p", access.Participant), false}, {in("b", "p", access.CoOpted), false}, {in("b", "p", "something_new"), false},
		{in("b", "", access.Member), false},
	} {
		v := viewer(c.m)
		if got := len(v.HomeParties()) == 1; got != c.home || v.AtHome("p") != c.home || v.AtHome("") {
			t.Errorf("%+v: at home %v", c.m, got)
		}
		v.Operator, v.System = true, true
		if v.AtHome("p") != c.home {
			t.Errorf("%+v: operator or system changes it", c.m)
		}
	}
}

func TestOwnMatter(t *testing.T) {
	v := viewer(at("p", access.Member))
	if !access.Allows(v, access.EditMatter("b", "person")) || access.Allows(v, access.EditMatter("b", "another")) {
		t.Error("who raised a matter may edit it, and nobody else by that")
	}
	if !access.Allows(v, access.ReportGroup("b", "person")) || access.Allows(v, access.ReportGroup("b", "another")) {
		t.Error("who takes part in a group may tick off what it delivers, and nobody else by that")
	}
	if !access.Allows(v, access.SettleBody("person")) || access.Allows(v, access.SettleBody("another")) {
		t.Error("whom the structure names may settle a body, and nobody else by that")
	}
}

func TestRefuse(t *testing.T) {
	err := access.Refuse(viewer(), access.RecordDecision("b"))
	var d *access.Denial
	if !errors.Is(err, fault.Denied) || !errors.As(err, &d) || d.Need.Body != "b" || !slices.Contains(d.Roles, access.Chair) {
		t.Errorf("got %v", err)
	}
	if err := access.Refuse(access.ThePublic(), access.RaiseMatter()); !errors.Is(err, fault.Unauthorized) || errors.Is(err, fault.Denied) {
		t.Errorf("the public: %v", err)
	}
}

func TestMarkdown(t *testing.T) {
	text := access.Markdown()
	if strings.Count(text, "\n") != len(access.Acts())+2 || !strings.Contains(text, "| `decision.record` | record attendance and decisions | chair, vice chair, convener, secretary in the body |") {
		t.Error(text)
	}
	for _, a := range access.Acts() {
		if !strings.Contains(text, fmt.Sprintf("`%s`", a)) {
			t.Errorf("%s is missing", a)
		}
	}
}
