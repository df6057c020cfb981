package paper

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// saved writes a file and gives its path.
func saved(t testing.TB, b []byte) string {
	t.Helper()
	return file(t, b).Name()
}

// tagged makes a PDF of so many pages with a heading on each, in a structure
// tree.
func tagged(word string, n int) []byte {
	var sheets []sheet
	kids, nums := "", ""
	first := 6 + 2*n // the objects that document makes before those added here
	for i := range n {
		sheets = append(sheets, sheet{text: fmt.Sprintf("%s %d", word, i+1)})
		kids += fmt.Sprintf("%d 0 R ", first+2+i)
		nums += fmt.Sprintf("%d [%d 0 R] ", i, first+2+i)
	}
	b := document(fmt.Sprintf("/Lang(sv-SE)/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R", first), "/Title("+word+")", sheets...)
	// A page's text is marked, and its page says by which number it is found.
	s := string(b[:strings.LastIndex(string(b), "xref\n0")])
	at := -1
	s = regexp.MustCompile(`/Type/Page/Parent`).ReplaceAllStringFunc(s, func(m string) string {
		at++
		return fmt.Sprintf("/Type/Page/StructParents %d/Parent", at)
	})
	s = regexp.MustCompile(`<</Length (\d+)>>stream\nBT (.*?) ET\n`).ReplaceAllStringFunc(s, func(m string) string {
		draw := "/H1 <</MCID 0>> BDC " + m[strings.Index(m, "BT "):len(m)-1] + " EMC"
		return fmt.Sprintf("<</Length %d>>stream\n%s\n", len(draw), draw)
	})
	s += fmt.Sprintf("%d 0 obj\n<</Type/StructTreeRoot/K[%d 0 R]/ParentTree<</Nums[%s]>>>>\nendobj\n", first, first+1, nums)
	s += fmt.Sprintf("%d 0 obj\n<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>\nendobj\n", first+1, first, kids)
	for i := range n {
		s += fmt.Sprintf("%d 0 obj\n<</Type/StructElem/S/H1/P %d 0 R/Pg %d 0 R/K 0>>\nendobj\n", first+2+i, first+1, 6+2*i)
	}
	return numbered(s)
}

// numbered gives the objects of a PDF their table.
func numbered(s string) []byte {
	at := map[int]int{}
	last := 0
	for _, m := range regexp.MustCompile(`(?m)^(\d+) 0 obj$`).FindAllStringSubmatchIndex(s, -1) {
		n := 0
		_, _ = fmt.Sscan(s[m[2]:m[3]], &n)
		at[n], last = m[0], max(last, n)
	}
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", last+1)
	for n := 1; n <= last; n++ {
		table += fmt.Sprintf("%010d 00000 n \n", at[n])
	}
	return []byte(s + table + fmt.Sprintf("trailer\n<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n", last+1, len(s)))
}

func program(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v %s", name, args, err, out)
	}
	return string(out)
}

func TestBind(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.pdf")
	b := Binding{Title: "Handlingar till mötet den 5 november", Language: "sv", Stamp: "Sida %p av %P", Papers: []Bound{
		{File: saved(t, tagged("Dagordning", 1)), Marks: []string{"Dagordning"}, Level: []int{0}},
		{File: saved(t, tagged("Rutinen", 3)), Marks: []string{"2. Gemensam rutin", "Förslag"}, Level: []int{0, 1}},
		{File: saved(t, tagged("Bilagan", 2)), Marks: []string{"Bilaga"}, Level: []int{1}},
	}}
	p, err := self(t).Bind(context.Background(), b, out)
	if err != nil {
		t.Fatal(err)
	}
	if p.Total != 6 || !slices.Equal(p.First, []int{1, 2, 5}) || !slices.Equal(p.Count, []int{1, 3, 2}) || !p.Whole {
		t.Errorf("got %+v", p)
	}
	program(t, "qpdf", "--check", out)
	info := program(t, "pdfinfo", out)
	for _, want := range []string{"Handlingar till mötet den 5 november", "Pages:           6"} {
		if !strings.Contains(info, want) {
			t.Errorf("%q is missing: %s", want, info)
		}
	}
	if !regexp.MustCompile(`Tagged: +yes`).MatchString(info) {
		t.Errorf("not tagged: %s", info)
	}
	// The tree leads from every heading to its own words, in the papers' order.
	tree := program(t, "pdfinfo", "-struct-text", out)
	var words []string
	for _, m := range regexp.MustCompile(`"([^"]+)"`).FindAllStringSubmatch(tree, -1) {
		words = append(words, m[1])
	}
	if got := strings.Join(words, "|"); got != "Dagordning 1|Rutinen 1|Rutinen 2|Rutinen 3|Bilagan 1|Bilagan 2" {
		t.Errorf("read out: %s\n%s", got, tree)
	}
	for n, want := range map[string]string{"1": "Sida 1 av 6", "4": "Sida 4 av 6"} {
		if got := program(t, "pdftotext", "-f", n, "-l", n, out, "-"); !strings.Contains(got, want) {
			t.Errorf("page %s says %q", n, got)
		}
	}
	marks := program(t, "qpdf", "--json", "--json-key=outlines", out)
	for _, want := range []string{"Dagordning", "2. Gemensam rutin", "Bilaga"} {
		if !strings.Contains(marks, want) {
			t.Errorf("no bookmark %q: %s", want, marks)
		}
	}
	if !strings.Contains(program(t, "qpdf", "--json", "--json-key=qpdf", out), `"/Lang": "u:sv"`) {
		t.Error("the whole says no language")
	}
}

// One that is not tagged makes the whole say nothing of itself that is not so.
func TestBindTellsWhenPartsAreNotTagged(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.pdf")
	p, err := self(t).Bind(context.Background(), Binding{Title: "x", Language: "sv", Papers: []Bound{
		{File: saved(t, tagged("Ett", 1))}, {File: saved(t, document("", "", sheet{text: "Utan"}))},
	}}, out)
	if err != nil || p.Whole || p.Total != 2 {
		t.Fatalf("got %+v %v", p, err)
	}
	if !regexp.MustCompile(`Tagged: +no`).MatchString(program(t, "pdfinfo", out)) {
		t.Error("it says that it is tagged")
	}
}

func TestBindSaysWhatCannotBeBound(t *testing.T) {
	locked := filepath.Join(t.TempDir(), "locked.pdf")
	program(t, "qpdf", "--encrypt", "secret", "owner", "256", "--", saved(t, tagged("Ett", 1)), locked)
	whole := tagged("Två", 2)
	_, err := self(t).Bind(context.Background(), Binding{Title: "x", Language: "sv", Papers: []Bound{
		{File: saved(t, tagged("Ett", 1))}, {File: locked}, {File: saved(t, whole[:len(whole)/3])},
	}}, filepath.Join(t.TempDir(), "out.pdf"))
	var un *ErrUnbound
	if !errors.As(err, &un) || !slices.Equal(un.At, []int{1, 2}) || !slices.Equal(un.Problem, []string{Encrypted, Broken}) {
		t.Errorf("got %v", err)
	}
}

// Pages are counted as they are bound; a part without a file has none, and its
// mark leads to where it would stand: bookmarks that lead back can't be written.
func TestCountAndMarksWithoutPages(t *testing.T) {
	whole := tagged("Två", 2)
	list := []string{saved(t, tagged("Ett", 3)), saved(t, whole[:len(whole)/3]), saved(t, whole)}
	for name, c := range map[string]Child{"in a child": self(t), "in this process": {}} {
		pages, problems, err := c.Count(context.Background(), list)
		if err != nil || !slices.Equal(pages, []int{3, 0, 2}) || !slices.Equal(problems, []string{"", Broken, ""}) {
			t.Errorf("%s: %v %v %v", name, pages, problems, err)
		}
		out := filepath.Join(t.TempDir(), "out.pdf")
		p, err := c.Bind(context.Background(), Binding{Title: "x", Language: "sv", Papers: []Bound{
			{File: list[0], Marks: []string{"Först"}, Level: []int{0}}, {Marks: []string{"Utan handlingar (å)"}, Level: []int{0}}, {File: list[2], Marks: []string{"Sist"}, Level: []int{0}},
			{Marks: []string{"Efter allt"}, Level: []int{0}},
		}}, out)
		if err != nil || p.Total != 5 || !slices.Equal(p.First, []int{1, 4, 4, 6}) || !slices.Equal(p.Count, []int{3, 0, 2, 0}) {
			t.Errorf("%s: %+v %v", name, p, err)
		}
		marks := program(t, "qpdf", "--json", "--json-key=outlines", out)
		if !regexp.MustCompile(`(?s)"destpageposfrom1": 1,.*"Först".*"destpageposfrom1": 4,.*"Utan handlingar \(å\)".*"destpageposfrom1": 4,.*"Sist".*"destpageposfrom1": 5,.*"Efter allt"`).MatchString(marks) {
			t.Errorf("%s: %s", name, marks)
		}
	}
}

// BenchmarkBind: 30 papers of 400 pages in all.
func BenchmarkBind(b *testing.B) {
	x := Binding{Title: "Handlingar", Language: "sv", Stamp: "Sida %p av %P"}
	for i := range 30 {
		n := 13
		if i < 10 {
			n = 14
		}
		x.Papers = append(x.Papers, Bound{File: saved(b, tagged(fmt.Sprint("Handling ", i), n)), Marks: []string{fmt.Sprint("Handling ", i)}, Level: []int{0}})
	}
	out := filepath.Join(b.TempDir(), "out.pdf")
	for b.Loop() {
		p, err := self(b).Bind(context.Background(), x, out)
		if err != nil || p.Total != 400 || !p.Whole {
			b.Fatalf("%+v %v", p, err)
		}
	}
	if _, err := os.Stat(out); err != nil {
		b.Fatal(err)
	}
}
