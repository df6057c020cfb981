package structurefile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// county reads a shipped structure, which has no error and no warning.
func county(t testing.TB, id string) *structure.Structure {
	t.Helper()
	s, found, err := Examine("../../structures/" + id + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	if bad := slices.Concat(found.Of(Error), found.Of(Warning)); len(bad) > 0 {
		t.Fatal(bad)
	}
	return s
}

// said is what a rule of a structure says, in the words of the file, and the
// rules that say it.
type said struct {
	text string
	refs []rule.Ref
}

func say(r rule.Ref, parts ...string) said {
	return said{strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", "), []rule.Ref{r}}
}

// with writes a word before a text that is there.
func with(word, text string) string {
	if text == "" {
		return ""
	}
	return word + " " + text
}

// all joins what several rules say.
func all(list ...said) said {
	var out said
	var texts []string
	for _, x := range list {
		texts = append(texts, x.text)
		out.refs = append(out.refs, x.refs...)
	}
	out.text = strings.Join(texts, "; ")
	return out
}

// asked reads the rules of one structure for a test.
type asked struct {
	t *testing.T
	s *structure.Structure
}

func (c asked) body(id string) *structure.Body {
	c.t.Helper()
	b := c.s.Body(id)
	if b == nil {
		c.t.Fatalf("there is no body %q", id)
	}
	return b
}

// bodies tells of bodies by their names.
func (c asked) bodies(ids ...string) said {
	var list []said
	for _, id := range ids {
		b := c.body(id)
		described := b.Described
		if described == "here" {
			described = ""
		}
		list = append(list, say(b.Rule, b.Name.SV, with("of kind", strings.TrimPrefix(b.Kind, structure.FreeForm)), with("hosted by", b.Host),
			with("described", described), with("set up by", strings.Join(b.SetUpBy, " "))))
	}
	return all(list...)
}

func (c asked) relation(body string, kind structure.RelationKind) said {
	for _, r := range c.body(body).Relations {
		if r.Kind == kind {
			return say(r.Rule, r.To.Text)
		}
	}
	return said{}
}

func (c asked) seats(body string, ids ...string) said {
	var list []said
	for _, id := range ids {
		for _, x := range c.body(body).Seats {
			if x.ID != id {
				continue
			}
			count := x.Count.Text
			if x.Each {
				count = with("each", count)
			}
			offices := strings.Join(x.Offices, "+")
			if x.EachOffice {
				offices = with("every", offices)
			}
			as := x.As
			if as == structure.AsMember {
				as = ""
			}
			list = append(list, say(x.Rule, x.From.Text, with("held by", x.HeldBy.Text), count, offices, with("by", x.By.Text), with("as", as),
				with("deputies", x.Deputies.Text), with("when", x.When.Text), with("since", string(x.Period.From))))
		}
	}
	return all(list...)
}

func (c asked) role(body, id string) said {
	for _, x := range c.body(body).Roles {
		if x.ID == id {
			shared := ""
			if x.Shared {
				shared = "shared"
			}
			return say(x.Rule, with("from", x.From.Text), with("held by", x.HeldBy.Text), with("by", x.By.Text), with("term", x.Term), shared, with("paid by", x.Costs.By.Text))
		}
	}
	return said{}
}

func (c asked) totals(body string) said {
	var list []said
	for _, x := range c.body(body).Totals {
		deputies := "deputies not said"
		if x.Deputies != nil {
			deputies = map[bool]string{true: "deputies counted", false: "deputies not counted"}[*x.Deputies]
		}
		list = append(list, say(x.Rule, x.Count.Text, with("of", x.Of.Text), deputies))
	}
	return all(list...)
}

func (c asked) powers(body, may string) said {
	var list []said
	for _, x := range c.body(body).Powers {
		if x.May == may {
			list = append(list, say(x.Rule, cmp.Or(x.What, x.May), with("to", x.To.Text), with("needs", strings.Join(x.Needs, "+"))))
		}
	}
	return all(list...)
}

func (c asked) admits(body string) said {
	var list []said
	for _, x := range c.body(body).Admits {
		list = append(list, say(x.Rule, x.From.Text, with("when", x.When.Text)))
	}
	return all(list...)
}

func (c asked) meetings(body string) said {
	m := c.body(body).Meetings
	return say(m.NumberRule, m.Number.Text, with("called by", m.CalledBy.Text))
}

func (c asked) record(body string) said {
	x := c.body(body).Record
	return say(x.Rule, x.Form, with("by", x.By.Text), with("to", x.To.Text), with("published", x.Made))
}

// statements tells duties or purposes that cite a clause.
func statements(clause string, list []structure.Statement) said {
	var out []said
	for _, x := range list {
		if slices.Contains(x.Rule.Clauses, clause) {
			out = append(out, say(x.Rule, x.Text))
		}
	}
	return all(out...)
}

func (c asked) duties(clause, body string) said { return statements(clause, c.body(body).Duties) }

func (c asked) purposes(clause, body string) said { return statements(clause, c.body(body).Purposes) }

func (c asked) documents(ids ...string) said {
	var list []said
	for _, id := range ids {
		for _, d := range c.s.Documents {
			if d.ID == id {
				list = append(list, say(d.Rule, d.Kind, with("from", string(d.Valid.From)), with("until", string(d.Valid.To)), with("part of", d.PartOf),
					with("steers", strings.Join(d.Steers, " ")), with("kept by", d.KeptBy), with("signed by", d.Parties.Text)))
			}
		}
	}
	return all(list...)
}

func (c asked) fact(id string) said {
	f := c.s.Fact(id)
	if f == nil {
		return said{}
	}
	return say(f.Rule, string(f.Type), fmt.Sprintf("default %v%v", f.Default.Yes, f.Default.Parties))
}

func (c asked) way(id string) said {
	w := c.s.Way(id)
	if w == nil {
		return said{}
	}
	return say(w.Rule, string(w.Verb), string(w.Step), with("of", w.Of.Text), with("at", w.At.Text), with("via", w.Via.Text), with("when", w.When.Text))
}

// clauseRow is one clause, what the rule that cites it says, and what it has to
// say, written from the text.
type clauseRow struct {
	clause string
	got    said
	want   string
}

func checkRows(t *testing.T, rows []clauseRow) {
	t.Helper()
	for _, r := range rows {
		if r.got.text != r.want {
			t.Errorf("%s:\n got %s\nwant %s", r.clause, r.got.text, r.want)
		}
		if !slices.ContainsFunc(r.got.refs, func(x rule.Ref) bool { return slices.Contains(x.Clauses, r.clause) }) {
			t.Errorf("%s: the rule does not cite it: %+v", r.clause, r.got.refs)
		}
	}
}
