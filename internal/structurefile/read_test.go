package structurefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
	"samverk/internal/fault"
)

// load reads testdata/good.yaml.
func load(t testing.TB) *structure.Structure {
	t.Helper()
	s, found, err := Examine("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) > 0 {
		t.Fatal(found)
	}
	return s
}

func TestRead(t *testing.T) {
	s := load(t)
	chiefs, committee := s.Body("chiefs"), s.Body("committee")
	way := s.Way("commits")
	for what, got := range map[string][2]any{
		"a title in two languages":         {s.Title, structure.Text{SV: "Samverkan i Exempel län", EN: "Cooperation in Example county"}},
		"the period":                       {s.Valid, structure.Period{From: "2025-01-01", To: "2029-12-31"}},
		"a review with its rule":           {s.ReviewRule.Section, "Rules"},
		"a party that adopts nothing":      {s.Party("state").Adopts, false},
		"a derived short name":             {s.Party("alby").Short, "Al"},
		"a set by kind":                    {s.Set("municipalities").Parties, []string{"alby", "berga", "cedby"}},
		"a set of sets":                    {s.Set("districts").Sets, []string{"north", "cedby"}},
		"a fact's default":                 {s.Fact("commits").Default, structure.Answer{Known: true}},
		"clauses, the first":               {way.Rule.Clause, "EX-1"},
		"clauses, all":                     {way.Rule.Clauses, []string{"EX-1", "EX-2"}},
		"a section with a place in it":     {way.Rule.Section, "Rules, 1"},
		"force, must by default":           {way.Rule.Force, rule.Must},
		"force":                            {s.Way("remiss").Rule.Force, rule.Should},
		"an organ":                         {way.By, "organ"},
		"a number of the text":             {*s.Way("remiss").Window.N, 30},
		"a deadline":                       {*s.Way("remiss").Within, 60},
		"the county's number":              {*s.Way("home").Window.N, 21},
		"the county's number by name":      {s.Way("home").Window.Practice, "home_preparation"},
		"around, before":                   {s.Way("home").AroundAfter, false},
		"around, after":                    {s.Way("implement").AroundAfter, true},
		"after its around is no anchor":    {len(s.Way("implement").After), 0},
		"an anchor":                        {s.Way("recommend").Before[0].Step, structure.PartyDecisions},
		"over":                             {s.Way("first").Over, []string{"waived"}},
		"a way's period":                   {s.Way("first").Period.To, s.Way("first").Period.From.Add(364)},
		"a rule's source is its body's":    {chiefs.Seats[0].Rule.Clause, "EX-1"},
		"a derived id":                     {chiefs.Seats[1].Rule.ID, "chiefs.seat.2"},
		"a seat's own id":                  {chiefs.Seats[0].Rule.ID, "chiefs.seat.kommuner"},
		"each":                             {chiefs.Seats[0].Each, true},
		"a range":                          {[2]int{chiefs.Seats[1].Count.Min, chiefs.Seats[1].Count.Max}, [2]int{2, 4}},
		"appointed by nobody that is told": {chiefs.Seats[1].By.Text, "not stated"},
		"deputies":                         {chiefs.Seats[1].Deputies.Min, 1},
		"a member by default":              {chiefs.Seats[1].As, structure.AsMember},
		"held by a role of another body":   {committee.Seats[0].HeldBy.Terms, []structure.Term{{Name: "chiefs", Part: "chair"}}},
		"the side opposite":                {committee.Seats[1].From.Terms, []structure.Term{{Part: structure.SideOpposite, Name: "chair"}}},
		"a role alone is the body's own":   {chiefs.Meetings.CalledBy.Terms, []structure.Term{{Name: "chiefs", Part: "chair"}}},
		"jointly":                          {chiefs.Roles[1].By.Jointly, true},
		"meetings a year":                  {chiefs.Meetings.Number.Per, "year"},
		"days of notice":                   {*chiefs.Meetings.Notice.Days, 14},
		"co-opting":                        {chiefs.Meetings.CoOpts.ID, "chiefs.power.1"},
		"duties, one rule each":            {len(chiefs.Duties), 3},
		"a duty's own source":              {chiefs.Duties[2].Rule.Section, "Rules"},
		"a mandate for a kind":             {chiefs.Mandates[0].Kind, "agreement"},
		"a mandate for any":                {chiefs.Mandates[1].Kind, structure.AnyKind},
		"a position at the meeting":        {chiefs.Mandates[0].Position, true},
		"where it goes otherwise":          {s.Places(chiefs.Mandates[0].ElseTo, structure.Env{}), []string{"committee"}},
		"an organ as a place":              {s.Places(chiefs.Relations[0].To, structure.Env{}), []string{"council of reg"}},
		"described elsewhere":              {committee.Described, "elsewhere"},
		"a template's body":                {s.Body("group-north").Name.SV, "Grupp norr"},
		"a template over sets":             {s.Body("group-cedby").For, "cedby"},
		"a template over parties":          {s.Body("local-alby").Name.SV, "Lokalt i Alby"},
		"the template's body of a party":   {s.Body("local-cedby").Relations[0].To.Text, "group-cedby"},
		"a document's steering":            {s.Document("grund").Steers, []string{"plan"}},
		"who set the practice":             {s.Practice.SetBy, "Chefsgruppen"},
	} {
		if !reflect.DeepEqual(got[0], got[1]) {
			t.Errorf("%s: %v, want %v", what, got[0], got[1])
		}
	}
}

func TestReadWithoutRegister(t *testing.T) {
	data, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read("x", data); err != nil {
		t.Error(err)
	}
	_, err = Read("x", bytes.Replace(data, []byte("of: facts.acts"), []byte("of: facts.act"), 1))
	var found Problems
	if !errors.As(err, &found) || !errors.Is(err, fault.Invalid) || found[0].Pos.Line == 0 {
		t.Errorf("not problems of kind invalid: %v", err)
	}
	if _, err := Load("testdata/none.yaml"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file gives %v", err)
	}
}

func TestCountNotation(t *testing.T) {
	for in, want := range map[string]structure.Count{
		"4":                   {Min: 4, Max: 4, Stated: true},
		"at least 4":          {Min: 4, Stated: true},
		"about 6 per year":    {Min: 6, Max: 6, About: true, Per: "year", Stated: true},
		"5..6":                {Min: 5, Max: 6, Stated: true},
		"at least 6 per year": {Min: 6, Per: "year", Stated: true},
		"not stated":          {},
	} {
		want.Text = in
		if got, ok := parseCount(in); !ok || got != want {
			t.Errorf("%q: %+v, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "0", "-1", "04", "four", "at most 4", "4 per month", "per year", "6..5", "5..5", "about", "10000", "4 4"} {
		if got, ok := parseCount(in); ok {
			t.Errorf("%q was read as %+v", in, got)
		}
	}
}

func TestTimeNotation(t *testing.T) {
	node := func(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }
	for in, want := range map[string]int{"14 days": 14, "1 day": 1, "14": 0, "14 dagar": 0, "2 day": 0, "0 days": 0, "two days": 0, "14  days": 0} {
		r := newReader("x", nil)
		got := r.wholeDays(node(in))
		if (got == nil) != (want == 0) || got != nil && *got != want || (len(r.found) > 0) != (want == 0) {
			t.Errorf("%q: %v, %v", in, got, r.found)
		}
	}
	for in, ok := range map[string]bool{"1 year": true, "at least 1 year": true, "18 months": true, "mandate period": true, "not stated": true,
		"a year": false, "1 years": true, "2 year": false, "at most 1 year": false} {
		r := newReader("x", nil)
		if r.howLong(node(in)); (len(r.found) == 0) != ok {
			t.Errorf("%q: %v", in, r.found)
		}
	}
	for in, ok := range map[string]bool{"2026-12-31": true, "2026-02-30": false, "31 december 2026": false} {
		r := newReader("x", nil)
		if r.date(node(in)); (len(r.found) == 0) != ok {
			t.Errorf("%q: %v", in, r.found)
		}
	}
}

func TestLimits(t *testing.T) {
	for name, tt := range map[string]struct{ data, want string }{
		"too large":     {strings.Repeat("# fill\n", maxSize/7+1), "1:1: the file is "},
		"not UTF-8":     {"structure: \xff", "1:1: the file is not UTF-8, save it as UTF-8"},
		"empty":         {"", "1:1: the file is empty"},
		"only comments": {"# nothing\n", "1:1: the file is empty"},
		"too deep":      {strings.Repeat("[", maxDepth+2) + strings.Repeat("]", maxDepth+2), fmt.Sprintf("more than %d levels", maxDepth)},
		"too many":      {"a: [" + strings.Repeat("["+strings.Repeat("1,", 2000)+"],", maxNodes/2000) + "]", fmt.Sprintf("more than %d values", maxNodes)},
		"too long":      {"a: " + strings.Repeat("x", maxText+1), fmt.Sprintf("more than %d characters", maxText)},
		"an alias bomb": {"a: &a [x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]", "2:8: an alias (*a)"},
		"no mapping":    {"- a\n- b\n", "1:1: the structure is no mapping"},
		"tab":           {"structure: x\n\ttitle: y\n", "2:1: this is no YAML"},
	} {
		t.Run(name, func(t *testing.T) {
			s, found := Check("x", []byte(tt.data), nil)
			if s != nil || !strings.Contains(found.Error(), tt.want) {
				t.Errorf("got %.300s", found.Error())
			}
			if len(found) > maxFound+1 {
				t.Errorf("%d problems", len(found))
			}
		})
	}
}

func TestTemplatesStayBounded(t *testing.T) {
	data, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	long := strings.Repeat("y", maxText-1)
	text = strings.Replace(text, "alby: {name: Alby,", "alby: {name: "+long+",", 1)
	text = strings.Replace(text, "name: Lokalt i {k.name}", "name: Lokalt i {k.name}\n    duties: ["+
		strings.Repeat(`"`+strings.Repeat("{k.name}", 400)+`", `, 20)+"]", 1)
	_, found := Check("x", []byte(text), os.DirFS("testdata"))
	if !strings.Contains(found.Error(), "the templates grow to more than") {
		t.Errorf("got %.500s", found.Error())
	}
}

func TestManyProblemsAreCut(t *testing.T) {
	var b strings.Builder
	b.WriteString("structure: x\n")
	for i := range 3 * maxFound {
		fmt.Fprintf(&b, "key%d: 1\n", i)
	}
	_, found := Check("x", []byte(b.String()), nil)
	if len(found) != maxFound+1 || !strings.Contains(found.Error(), "more than 200 problems") {
		t.Errorf("%d problems", len(found))
	}
}

// Each form that is read is shown: what the two files say is there, in both
// notations alike.
func TestShow(t *testing.T) {
	for name, tt := range map[string]struct {
		s    *structure.Structure
		want []string
	}{
		"good": {load(t), []string{"id: group-north", "name:\n      sv: Grupp norr", "adopts: true", `default: "no"`, "default: []", "when: facts.commits", "days: 14"}},
		"forms": {forms(t), []string{"purposes:\n  - text: God vård.", "represents: municipalities", "kind: statutory-board", "host: reg", "kind: appoints",
			"to: council of municipalities", "from: health-board of reg", "same_party: true", "stands_for: municipalities", "shared_by: alby, berga", "turns: 2 years",
			"vacant: true", "deputies: true", "deputies: false", "balance: side", "topic: quorum", "share: more than half", "turns: sides", "filled: true",
			"then: chair", "same_as: chair of board", "key: equal", "whom: Sakkunniga.", "within: Budgeten.", "via: secretary", "at: last meeting of year",
			"for_each: districts", "months:\n", "usual: tisdagar 9–12", "before_day: 30", "before_month: 11", "days_before: at least 10", "item: Läget.",
			"form: konferens", "month: 3", "ready: 14", "check: chair, secretary", "sign: next meeting", "files: reg, municipalities", "made: portal",
			"by: unanimity", "else: board", "key: inhabitants", "succeeds:\n", "rests_on:\n", "set_up_by:\n", "holds:\n", "until: predecessor", "count: all",
			"split: true", "kept_by: board", "review: 2 years", "published_at: portal", "part_of: grund", "follows: true", "replaces: gammal", "suspended:\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			y, err := YAML(tt.s)
			if err != nil {
				t.Fatal(err)
			}
			j, err := JSON(tt.s)
			if err != nil {
				t.Fatal(err)
			}
			var fromYAML, fromJSON map[string]any
			if err := yaml.Unmarshal(y, &fromYAML); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(j, &fromJSON); err != nil {
				t.Fatal(err)
			}
			again, err := json.Marshal(fromYAML)
			if err != nil {
				t.Fatal(err)
			}
			var asJSON map[string]any
			if err := json.Unmarshal(again, &asJSON); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(asJSON, fromJSON) {
				t.Error("YAML and JSON tell different things")
			}
			for _, want := range tt.want {
				if !bytes.Contains(y, []byte(want)) {
					t.Errorf("no %q", want)
				}
			}
		})
	}
}

func TestFromFindings(t *testing.T) {
	s := load(t)
	ref := rule.Ref{ID: "recommend"}
	got := FromFindings(s, []rule.Finding{
		{Kind: routing.KindCycle, Severity: rule.Blocks, Rules: []rule.Ref{ref}, Message: "A ring.", Proposes: "Drop one."},
		{Kind: routing.KindNeedBarred, Severity: rule.Blocks, Rules: []rule.Ref{{ID: "first"}}, Message: "They disagree.", Proposes: "ask"},
		{Kind: routing.KindNobodyDecides, Severity: rule.Informs, Message: "Nobody. (For example: all.)", Proposes: "agree"},
	})
	const want = `testdata/good.yaml:110:3: hint: nobody-decides: Nobody. (For example: all.) Skriv vem som beslutar, om texten säger det.
testdata/good.yaml:112:5: cycle: A ring. Ta bort den ena ordningen (before, after), eller låt den ena regeln gå före den andra, over: <regel>.
testdata/good.yaml:116:5: warning: need-barred: They disagree. Låt den ena regeln gå före den andra, over: <regel>, eller skriv när var och en gäller, when: …`
	if got.Error() != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if len(got.Of(Error)) != 1 {
		t.Errorf("errors: %v", got.Of(Error))
	}
}

func TestPractice(t *testing.T) {
	s := load(t)
	good := "practice: exempel\nexample: yes\nset_by: Ingen\nsince: 2025-01-01\nremiss: 60 days\nnotice: 14 days\npapers: 10 days\nparty_decision: 90 days\ncalendar: 30 november\n"
	p, err := ReadPractice("p", []byte(good), s)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Example || *p.Remiss != 60 || *p.Notice != 14 || *p.Papers != 10 || *p.PartyDecision != 90 || p.CalendarDay != 30 || p.CalendarMonth != 11 || p.HomePreparation != nil {
		t.Errorf("%+v", p)
	}
	with := s.WithPractice(p)
	if with.Way("home").Window.N != nil {
		t.Error("a number that the county doesn't have was kept from another practice")
	}
	if *s.Way("home").Window.N != 21 {
		t.Error("the structure itself was changed")
	}
	for in, want := range map[string]string{
		strings.Replace(good, "exempel", "annat", 1):           `p:1:11: the practice belongs to "annat", the structure is "exempel"`,
		strings.Replace(good, "60 days", "2 months", 1):        `p:5:9: "2 months" is no number of days`,
		strings.Replace(good, "30 november", "31 november", 1): `p:9:11: "31 november" is no day of the year`,
		strings.Replace(good, "remiss", "remis", 1):            `p:5:1: the practice has no key "remis", write "remiss"`,
		strings.Replace(good, "practice: exempel\n", "", 1):    `has no "practice", begin with "practice: exempel"`,
	} {
		if _, err := ReadPractice("p", []byte(in), s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestNearest(t *testing.T) {
	for in, want := range map[string]string{"alby": "alby", "ably": "alby", "Alby": "alby", "bergaa": "berga", "xxxx": "", "oa": "ao"} {
		if got := nearest(in, []string{"alby", "berga", "ao", "a-much-longer-name"}); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// fuzzTime is more than any file may take of the processor: a second, three times
// that while fuzzing, which counts every branch.
const fuzzTime = 3 * time.Second

// cpuTime gives what this process has taken of the processor.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// FuzzRead: whatever a file holds, reading it and composing its routes ends
// within fuzzTime, gives a structure exactly when nothing is wrong, and every
// problem has a place and a remedy.
func FuzzRead(f *testing.F) {
	good, err := os.ReadFile("testdata/good.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, m := range mistakes {
		f.Add(bytes.Replace(good, []byte(m.good), []byte(m.bad), 1))
	}
	whole, err := os.ReadFile("testdata/forms.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, m := range formMistakes {
		f.Add(bytes.Replace(whole, []byte(m.good), []byte(m.bad), 1))
	}
	var files []string
	for _, in := range []string{"../../structures/*.yaml", "testdata/*.yaml", brokenDir + "/*.yaml"} {
		list, err := filepath.Glob(in)
		if err != nil || len(list) == 0 {
			f.Fatal(in, err)
		}
		files = append(files, list...)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	beside := os.DirFS("testdata")
	f.Fuzz(func(t *testing.T, data []byte) {
		begun := cpuTime()
		s, found := Check("x", data, beside)
		if (s == nil) != (len(found.Of(Error)) > 0) {
			t.Fatalf("structure: %v, errors: %v", s != nil, found.Of(Error))
		}
		if s != nil {
			found = append(found, FromFindings(s, routing.Check(s))...)
			found = append(found, Overdue(s, brokenDay)...)
		}
		if took := cpuTime() - begun; took > fuzzTime {
			t.Fatalf("%v to check %d bytes", took, len(data))
		}
		for _, p := range found {
			if p.Pos.Line < 1 || p.Pos.Column < 1 || p.What.Zero() || p.Instead.Zero() || !slices.Contains([]Severity{Error, Warning, Hint}, p.Severity) {
				t.Fatalf("a problem without place or remedy: %+v", p)
			}
		}
		if s == nil {
			return
		}
		if _, err := JSON(s); err != nil {
			t.Fatal(err)
		}
		env, err := s.Ask(structure.Matter{}, nil)
		if err == nil {
			t.Fatal("a matter of no kind was accepted")
		}
		for _, w := range s.Ways {
			w.When.Holds(env)
			s.Expand(w.Of, env)
			s.Places(w.At, env)
		}
	})
}
