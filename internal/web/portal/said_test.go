package portal

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/compare"
	"samverk/internal/structurefile"
	"samverk/internal/text"
)

// The words of the structure language have no place on a page.
var languageWord = regexp.MustCompile(`\b(of|year|each|not stated|meeting|facts\.|matter\.|compare\.|portal\.)\b`)

// TestABodysTextIsSaid: whatever the text says of a body stands on its page, in
// words and with its rule.
func TestABodysTextIsSaid(t *testing.T) {
	files, err := filepath.Glob("../../../structures/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tr, told := text.For("sv"), 0
	for _, f := range files {
		if strings.HasSuffix(f, ".practice.yaml") || filepath.Base(f) == "kommunallagen.yaml" {
			continue
		}
		s, err := structurefile.Load(f)
		if err != nil {
			t.Fatal(err)
		}
		for i := range s.Bodies {
			b := &s.Bodies[i]
			rows := bodyText(tr, s, b)
			for _, r := range rows {
				told++
				if languageWord.MatchString(r.Term+" "+r.Say) || r.Say == "" || r.Term == "" {
					t.Errorf("%s %s: %s: %s", filepath.Base(f), b.ID, r.Term, r.Say)
				}
				if r.Rule.Zero() {
					t.Errorf("%s %s: %s: %s has no rule", filepath.Base(f), b.ID, r.Term, r.Say)
				}
			}
			for _, x := range compare.OfBody(s, b) {
				shown := slices.ContainsFunc(rows, func(r saidRow) bool { return r.Term == term(tr, x) && r.Rule.ID == x.Rule.ID })
				if relation := len(x.Topic) > 9 && x.Topic[:9] == "relation_"; !shown && !relation && x.Topic != "body_kind" && !slices.Contains(shownOfBody, x.Topic) {
					t.Errorf("%s %s: %s is not shown", filepath.Base(f), b.ID, x.Topic)
				}
			}
		}
	}
	if told < 200 {
		t.Errorf("only %d things are told", told)
	}
}
