package compare

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"samverk/internal/domain/structure"
	catalogue "samverk/internal/text"
)

// shownElsewhere are the fields of a body that OfBody leaves to other views, or
// that nobody has to read.
var shownElsewhere = regexp.MustCompile(strings.Join([]string{
	`^(ID|Template|For)$`, `^Name\.SV$`, `^Short$`, // how it is named and written
	`^Seats`, // who sits, with the rules: the seats
	`^Mandates\[\d\]\.(Kind|May|Unless|Position|ElseTo|Never)`, // the mandates
	`\.EN$`, `Rule\.`, `CoOpts\.`, `Force$`, // translations; what explains a rule stands under its Varför
	`\.Text$`, `\.Per$`, // how a who or a number is written
	`When\.`,                                                                              // a condition is for those who keep the file
	`^Relations.*\.(Jointly|OneOf|AnyOf)$`, `^Totals\[1\]\.`, `Also\[1\]\.Number\.About$`, // what the language does not have there
	`(SameAs|CalledBy|By|Check)\.Terms\[\d\]\.Each$`, // the chair of a body, of which there is one
}, "|"))

// chiefs is the sampler's body, with a total of each form.
func chiefs() (*structure.Structure, *structure.Body) {
	s := county()
	b := s.Body("chiefs")
	b.Totals[0].Balance = ""
	b.Totals = append(b.Totals, structure.Total{Balance: "side", Rule: ref("balance")})
	return s, b
}

func saidOf(t *testing.T, change func(root reflect.Value)) string {
	t.Helper()
	s, b := chiefs()
	change(reflect.ValueOf(b).Elem())
	var out []string
	tr := catalogue.For("sv")
	for _, x := range OfBody(s, b) {
		line := tr.Say(x.Name) + ": " + tr.Whole("portal.said", x.Say)
		if strings.ContainsAny(line, "[]{}") || strings.Contains(line, "compare.") {
			t.Error(line)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// TestEveryFieldOfABodyIsSaid changes one field of the sampler's body at a
// time: what is said of the body becomes another.
func TestEveryFieldOfABodyIsSaid(t *testing.T) {
	before := saidOf(t, func(reflect.Value) {})
	tried := 0
	_, whole := chiefs()
	walk(reflect.ValueOf(whole).Elem(), "", func(path string, change func(root reflect.Value)) {
		texts := regexp.MustCompile(`^(Purposes|Duties)\[\d\]\.Text$`).MatchString(path)
		if shownElsewhere.MatchString(path) && !texts {
			return
		}
		tried++
		if saidOf(t, change) == before {
			t.Errorf("%s is not said", path)
		}
	})
	if tried < 70 {
		t.Errorf("only %d fields are tried", tried)
	}
}

// TestOneRuleSaysATopicOnce: what one rule says in one topic is one line.
func TestOneRuleSaysATopicOnce(t *testing.T) {
	s := county()
	b := s.Body("chiefs")
	b.Record.Holds = []string{"decisions", "present"}
	n, seen := 0, map[string]bool{}
	for _, x := range OfBody(s, b) {
		if k := x.Topic + x.Rule.ID + fmt.Sprint(x.Name.Args); seen[k] {
			t.Errorf("%s stands twice", k)
		} else {
			seen[k] = true
		}
		if x.Topic == "record_holds" {
			if got := catalogue.For("sv").Whole("portal.said", x.Say); got != "Beslut och närvarande" {
				t.Errorf("%q", got)
			}
			n++
		}
	}
	if n != 1 {
		t.Errorf("record_holds stands %d times", n)
	}
}
