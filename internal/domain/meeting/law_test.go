package meeting

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
	"samverk/internal/fault"
)

// county has a joint board, a board of one party, and a group that no law rule
// speaks of. The law's sections are those of kommunallagen.yaml.
func county() *structure.Structure {
	days := func(n int) *int { return &n }
	law := func(topic, section string, n *int) structure.LawRule {
		return structure.LawRule{Topic: topic, Days: n, Rule: rule.Ref{ID: "kommunallagen." + topic, Document: "Kommunallag (2017:725)", Section: section, Force: rule.Law}}
	}
	from := func(names ...string) []structure.Seat {
		var w structure.Who
		for _, n := range names {
			w.Terms = append(w.Terms, structure.Term{Name: n})
		}
		return []structure.Seat{{ID: "parts", From: w}}
	}
	s := &structure.Structure{
		Parties: []structure.Party{{ID: "region"}, {ID: "alby"}, {ID: "berga"}},
		Law: []structure.LawRule{law(structure.LawHost, "9 kap. 20 §", nil), law(structure.LawQuorum, "6 kap. 27 §", nil), law(structure.LawDeputies, "4 kap. 22 §", nil),
			law(structure.LawMinutes, "5 kap. 65, 66 och 69 §§ och 6 kap. 35 §", days(14)), law(structure.LawAnnouncement, "8 kap. 12 § och 6 kap. 35 §", days(2)),
			law(structure.LawJointAnnouncement, "9 kap. 32 §", nil), law(structure.LawAppeal, "13 kap. 5 §", days(21))},
		Bodies: []structure.Body{
			{ID: "joint", Kind: structure.StatutoryBoard, Host: "region", Seats: from("region", "alby", "berga")},
			{ID: "own", Kind: structure.StatutoryBoard, Host: "alby", Seats: from("alby")},
			{ID: "group", Kind: structure.FreeForm, Seats: from("region", "alby")},
		},
	}
	s.Build()
	return s
}

func regime(body string) Regime {
	s := county()
	return RegimeOf(s, s.Body(body))
}

// cites gives what refuses and by which sections: "key: 6 kap. 27 §".
func cites(r *rule.Refusal) string {
	if r == nil {
		return ""
	}
	var at []string
	for _, x := range r.Rules {
		at = append(at, x.Section)
	}
	return r.Key + ": " + strings.Join(at, ", ")
}

func TestQuorum(t *testing.T) {
	there := func(serving, members int) Presence {
		return Presence{Recorded: true, Members: members, Serving: serving}
	}
	const few, unsaid = "decision.not_quorate: 6 kap. 27 §, 4 kap. 22 §", "decision.presence_missing: 6 kap. 27 §"
	for _, c := range []struct {
		body string
		p    Presence
		need int
		want string
	}{
		{"joint", there(7, 12), 7, ""},
		{"joint", there(6, 12), 7, few}, // half is not more than half
		{"joint", there(6, 11), 6, ""},
		{"joint", there(5, 11), 6, few},
		{"joint", there(1, 1), 1, ""},
		{"joint", there(0, 0), 1, few},
		{"joint", Presence{Members: 12, Serving: 12}, 7, unsaid},
		{"group", there(0, 12), 0, ""},
		{"group", Presence{Members: 12}, 0, ""},
	} {
		r := regime(c.body)
		if got := cites(r.CheckQuorum(c.p)); got != c.want || r.Quorum(c.p) != c.need || r.Quorate(c.p) != (c.want == "") {
			t.Errorf("%s %+v: %q, needs %d; want %q, %d", c.body, c.p, got, r.Quorum(c.p), c.want, c.need)
		}
	}
}

func TestMinutesTellWhoServed(t *testing.T) {
	const want = "meeting.presence_missing: 5 kap. 65, 66 och 69 §§ och 6 kap. 35 §"
	if got := cites(regime("joint").CheckPresence(Presence{})); got != want {
		t.Errorf("a board: %q", got)
	}
	if got := cites(regime("joint").CheckPresence(Presence{Recorded: true})); got != "" {
		t.Errorf("recorded: %q", got)
	}
	if got := cites(regime("group").CheckPresence(Presence{})); got != "" {
		t.Errorf("a group: %q", got)
	}
}

func TestClocks(t *testing.T) {
	all := []Posting{{"region", "2026-03-26"}, {"alby", "2026-03-26"}, {"berga", "2026-03-30"}}
	for name, c := range map[string]struct {
		body    string
		minutes Minutes
		today   workday.Date
		want    string
	}{
		"not approved":              {"joint", Minutes{}, "2026-03-26", "approve by 2026-03-26; waits region alby berga"},
		"late":                      {"joint", Minutes{}, "2026-03-27", "approve by 2026-03-26 late; waits region alby berga"},
		"approved":                  {"joint", Minutes{ApprovedOn: "2026-03-24"}, "2026-03-26", "approve by 2026-03-26; announce by 2026-03-26; waits region alby berga"},
		"announced nowhere in time": {"own", Minutes{ApprovedOn: "2026-03-24"}, "2026-03-27", "approve by 2026-03-26; announce by 2026-03-26; late alby; waits alby"},
		"announced by some":         {"joint", Minutes{ApprovedOn: "2026-03-24", Posted: all[:2]}, "2026-03-26", "approve by 2026-03-26; announce by 2026-03-26; waits berga"},
		// Three weeks from the last of them: 20 April 2026 is a Monday.
		"announced by all":   {"joint", Minutes{ApprovedOn: "2026-03-24", Posted: all}, "2026-04-01", "approve by 2026-03-26; announce by 2026-03-26; late berga; appeal until 2026-04-20"},
		"a board of its own": {"own", Minutes{ApprovedOn: "2026-03-24", Posted: []Posting{{"alby", "2026-03-25"}}}, "2026-04-01", "approve by 2026-03-26; announce by 2026-03-26; appeal until 2026-04-15"},
		// Three weeks from 11 April are 2 May, a Saturday: an appeal can come in on the Monday.
		"the last day is free": {"own", Minutes{ApprovedOn: "2026-04-10", Posted: []Posting{{"alby", "2026-04-11"}}}, "2026-04-12", "approve by 2026-03-26 late; announce by 2026-04-12; appeal until 2026-05-04"},
		"a group":              {"group", Minutes{}, "2026-12-01", ""},
	} {
		got := regime(c.body).Clocks("2026-03-12", c.minutes, c.today)
		if s := told(got); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, s, c.want)
		}
	}
}

func told(c Clocks) string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if c.ApproveBy != "" {
		late := ""
		if c.Late {
			late = " late"
		}
		add("approve by %s%s", c.ApproveBy, late)
	}
	if c.AnnounceBy != "" {
		add("announce by %s", c.AnnounceBy)
	}
	for _, b := range c.Boards {
		if b.Late {
			add("late %s", b.Party)
		}
	}
	if len(c.Waits) > 0 {
		add("waits %s", strings.Join(c.Waits, " "))
	}
	if c.AppealUntil != "" {
		add("appeal until %s", c.AppealUntil)
	}
	return strings.Join(out, "; ")
}

func TestRecordOfMinutes(t *testing.T) {
	approved := Minutes{ApprovedOn: "2026-03-20"}
	posted := Minutes{ApprovedOn: "2026-03-20", Posted: []Posting{{"alby", "2026-03-21"}}}
	approve := func(body string, m Minutes, on workday.Date) error {
		_, err := regime(body).Approve(m, on, "2026-03-12", "2026-04-01")
		return err
	}
	post := func(body string, m Minutes, party string, on workday.Date) error {
		_, err := regime(body).Post(m, party, on, "2026-04-01")
		return err
	}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"approved":                       {approve("joint", Minutes{}, "2026-03-20"), ""},
		"approved too late, it is told":  {approve("joint", Minutes{}, "2026-04-01"), ""},
		"approved the same day":          {approve("joint", Minutes{}, "2026-03-12"), ""},
		"another day":                    {approve("joint", approved, "2026-03-21"), ""},
		"before the meeting":             {approve("joint", Minutes{}, "2026-03-11"), "minutes.before_meeting"},
		"ahead":                          {approve("joint", Minutes{}, "2026-04-02"), "minutes.ahead"},
		"no date":                        {approve("joint", Minutes{}, ""), "minutes.date_missing"},
		"a group":                        {approve("group", Minutes{}, "2026-03-20"), "minutes.no_board"},
		"announced already":              {approve("joint", posted, "2026-03-21"), "minutes.announced"},
		"announced":                      {post("joint", approved, "alby", "2026-03-20"), ""},
		"announced too late, it is told": {post("joint", approved, "alby", "2026-03-30"), ""},
		"announced before":               {post("joint", approved, "alby", "2026-03-19"), "minutes.before_approval"},
		"announced ahead":                {post("joint", approved, "alby", "2026-04-02"), "minutes.ahead"},
		"announced on no day":            {post("joint", approved, "alby", ""), "minutes.date_missing"},
		"announced of nothing":           {post("joint", Minutes{}, "alby", "2026-03-20"), "minutes.not_approved"},
		"announced elsewhere":            {post("own", approved, "berga", "2026-03-20"), "minutes.no_notice_board"},
		"announced by a group":           {post("group", approved, "alby", "2026-03-20"), "minutes.no_notice_board"},
	} {
		var f *fault.Error
		if errors.As(c.err, &f); (f == nil) != (c.want == "") || f != nil && f.Key != c.want {
			t.Errorf("%s: %v, want %s", name, c.err, c.want)
		}
	}
	m, err := regime("joint").Post(posted, "alby", "2026-03-22", "2026-04-01")
	if err != nil || len(m.Posted) != 1 || m.PostedBy("alby") != "2026-03-22" || posted.PostedBy("alby") != "2026-03-21" {
		t.Errorf("posted again: %+v, %v", m, err)
	}
}

// What is said of joint boards holds for those of several parties, and nothing
// holds for a body that is no board.
func TestRulesOfTheRegime(t *testing.T) {
	topics := func(body string) (out []string) {
		for _, l := range regime(body).Rules() {
			out = append(out, l.Topic)
		}
		return out
	}
	joint, own := topics("joint"), topics("own")
	if len(joint) != len(county().Law) || len(own) != len(joint)-2 || slices.Contains(own, structure.LawJointAnnouncement) || topics("group") != nil {
		t.Errorf("joint %v, own %v, group %v", joint, own, topics("group"))
	}
	if regime("group").Statutory() || regime("group").On(structure.LawQuorum) != nil || !regime("own").Statutory() {
		t.Error("a group has a law")
	}
}

func TestDeputiesServeForThoseWhoAreNotThere(t *testing.T) {
	member := func(id string, present bool) Attendee { return Attendee{Person: id, Member: true, Present: present} }
	deputy := func(id, of string) Attendee { return Attendee{Person: id, Deputy: true, Present: true, For: of} }
	for name, c := range map[string]struct {
		all  []Attendee
		want string
	}{
		"one for one":            {[]Attendee{member("a", false), member("b", true), deputy("d", "a")}, ""},
		"there and not serving":  {[]Attendee{member("a", true), deputy("d", "")}, ""},
		"the member is there":    {[]Attendee{member("a", true), deputy("d", "a")}, "attendance.member_present for-d"},
		"two for one":            {[]Attendee{member("a", false), deputy("d", "a"), deputy("e", "a")}, "attendance.taken for-e"},
		"the deputy is not":      {[]Attendee{member("a", false), {Person: "d", Deputy: true, For: "a"}}, "attendance.deputy_absent for-d"},
		"for nobody":             {[]Attendee{deputy("d", "x")}, "attendance.no_member for-d"},
		"for another deputy":     {[]Attendee{deputy("d", "e"), deputy("e", "")}, "attendance.no_member for-d"},
		"a member for a member":  {[]Attendee{member("a", false), {Person: "b", Member: true, Present: true, For: "a"}}, "attendance.no_deputy for-b"},
		"who has a seat as well": {[]Attendee{member("a", false), {Person: "d", Member: true, Deputy: true, Present: true, For: "a"}}, ""},
	} {
		got := ""
		var f *fault.Error
		if errors.As(CheckPresence(c.all), &f) {
			got = f.Key + " " + f.Field
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
