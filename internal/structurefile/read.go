// Package structurefile reads a county's structure from its YAML file: with
// the place of every mistake, within limits, and with the conditions compiled.
// It is the only package that knows YAML and CEL; what it hands over is a plain
// structure.Structure. docs/structure-language.md is its reference.
package structurefile

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/routing"
	"samverk/internal/domain/structure"
	"samverk/internal/domain/workday"
)

// Load reads and checks a structure file. A source's register of clauses is
// looked for beside it. The error, a Problems, lists everything that is wrong.
func Load(path string) (*structure.Structure, error) {
	s, found, err := Examine(path)
	if err != nil {
		return nil, err
	}
	return s, found.err()
}

// Examine is Load with the warnings and hints: the structure (nil when there
// are errors), and every problem in the order of the file. The error is one of
// reading the file from the disk.
func Examine(path string) (*structure.Structure, Problems, error) {
	data, err := file(path)
	if err != nil {
		return nil, nil, err
	}
	s, found := Check(path, data, os.DirFS(filepath.Dir(path)))
	return s, found, nil
}

// Judge is Examine with everything that can be told of a file on a day: what
// composing its routes finds, and what is late. The structure is nil when there
// are errors.
func Judge(path string, today workday.Date) (*structure.Structure, Problems, error) {
	s, found, err := Examine(path)
	if s == nil || err != nil {
		return nil, found, err
	}
	found = append(found, FromFindings(s, routing.Check(s))...)
	found = append(found, Overdue(s, today)...).sorted()
	if found.err() != nil {
		return nil, found, nil
	}
	return s, found, nil
}

// Read reads a structure from memory. name stands in messages. Clause ids are
// not looked up, since there is no register; Check takes one.
func Read(name string, data []byte) (*structure.Structure, error) {
	s, found := Check(name, data, nil)
	return s, found.err()
}

// Check reads a structure from memory and gives it with every problem; the
// structure is nil when there are errors. beside holds the files that the
// structure names (the registers of clauses); nil leaves them unchecked.
func Check(name string, data []byte, beside fs.FS) (*structure.Structure, Problems) {
	return newReader(name, beside).check(data)
}

// check reads a structure.
func (r *reader) check(data []byte) (*structure.Structure, Problems) {
	r.reading(func() {
		if root := r.document(data); root != nil {
			r.structure(root)
		}
	})
	found := r.found.sorted()
	if found.err() != nil {
		return nil, found
	}
	return r.s, found
}

// file reads a file of at most maxSize and a byte, so that a larger one is
// told and never swallowed whole.
func file(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no ordinary file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // read only: closing can't lose anything
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return data, nil
}

// reader is one file being read.
type reader struct {
	file   string
	beside fs.FS
	absent func(n *yaml.Node, register string) // told of a register that isn't there; nil: that is a mistake
	s      *structure.Structure
	found  Problems

	names       names
	sourceBy    map[string]*source
	rules       map[string]*yaml.Node // rule ids
	cited       map[string]bool       // clause ids that some rule cites
	conditions  *conditions
	required    *requirements     // made when the first requirement is read
	made        map[string][]made // what each template made
	template    bool              // it comes from a template
	told        map[told]string   // problems of templates: the first body that showed each
	grown       int               // bytes that templates have been written out to
	body        string            // the body being read: a role alone means its own
	wayNodes    []*yaml.Node      // the ways' places, in their order
	over        []overNode
	documentIDs []string
	late        []func() // what names something that is read later
	lawAt       map[string]structure.Pos
	spent       int     // parties gone through
	asked       int     // characters of conditions
	effort      int     // seats times parties gone through for totals
	speaks      []entry // parties that represent others, with whom
	whos        []whoNode
	unsourced   map[*yaml.Node]bool // statements without source, which has been told

	watch func(n *yaml.Node, known []string) // in tests: told what can stand at each node
}

func newReader(file string, beside fs.FS) *reader {
	return &reader{
		file: file, beside: beside, s: &structure.Structure{},
		names:    names{by: map[string]name{}, sorted: map[sort]sorted{}},
		sourceBy: map[string]*source{}, rules: map[string]*yaml.Node{}, cited: map[string]bool{},
		made: map[string][]made{}, told: map[told]string{}, unsourced: map[*yaml.Node]bool{},
	}
}

// watched tells whoever looks on which keys a mapping can have, and which words
// can stand at a scalar.
func (r *reader) watched(n *yaml.Node, known []string) {
	if r.watch != nil {
		r.watch(n, known)
	}
}

// structure reads a whole structure: names first, then what uses them.
func (r *reader) structure(root *yaml.Node) {
	t := r.table(root, msg("the structure"))
	if t.node == nil {
		return
	}
	if n := t.must("structure", msg(`begin with "structure: <id>"`)); n != nil && r.ident(n) {
		r.s.ID = n.Value
	}
	r.s.Title = r.words(t.must("title", msg("write the name of the cooperation")))
	t.must("valid_from", msg("write the day from which the structure holds"))
	r.s.Valid = r.period(t, "valid_from", "valid_until")
	r.sources(t.must("sources", msg("name the texts that the rules cite")))
	r.review(t.get("review"))
	r.s.Purposes = r.statements(t.get("purposes"), "purpose", msg("a purpose of the cooperation"), citing{})

	r.kinds(t.must("kinds", msg("name the kinds of party with their organs")))
	r.parties(t.must("parties", msg("name the parties")))
	r.s.Build()
	r.sets(t.get("sets"))
	r.represents()
	r.sides(t.get("sides"))
	r.fields(t.get("fields"))
	r.channels(t.get("channels"))
	r.offices(t.get("offices"))
	r.levels(t.get("levels"))
	bodies := r.bodyNodes(t.get("bodies"))
	r.facts(t.get("facts"))
	r.documentKinds(t.get("document_kinds"))
	r.documentIDs = r.documentNames(t.get("documents"))
	r.s.Build()
	c, err := newConditions(r.s.Facts)
	if err != nil {
		r.problem(root, msg("the facts can't be used in conditions: %s", err.Error()), msg("look at their names"))
		return
	}
	r.conditions = c

	if !r.circles(t.get("circles")) {
		return
	}
	r.s.Build()
	for _, do := range r.late {
		do()
	}
	for _, b := range bodies {
		r.readBody(b)
	}
	r.require(t.get("require"), "", "require", msg("a requirement"), citing{})
	r.importLaw()
	r.s.Build()
	r.documents(t.get("documents"))
	r.ways(t.get("ways"))
	if n := t.get("practice"); n != nil {
		r.s.Practice = r.practice(r.table(n, msg("the practice")))
		r.s = r.s.WithPractice(r.s.Practice)
	}
	t.end()
	r.s.Build()
	r.s.RuleAt = r.places()
	maps.Copy(r.s.RuleAt, r.lawAt)
	for place, key := range map[string]string{validUntil: "valid_until", theWays: "ways"} {
		if n := t.get(key); n != nil {
			r.s.RuleAt[place] = r.pos(n)
		}
	}
	r.checks(root)
}

// review reads until when the structure itself is to be reviewed.
func (r *reader) review(n *yaml.Node) {
	if n == nil {
		return
	}
	t := r.table(n, msg("the review"))
	r.s.ReviewBy = r.date(t.must("by", msg("write by: 2026-12-31")))
	r.s.ReviewRule = r.cite(t, "review", citing{})
	t.end()
	if r.s.ReviewBy != "" && r.s.ReviewBy < r.s.Valid.From {
		r.problem(n, msg("the review (%s) comes before the structure holds (%s)", r.s.ReviewBy, r.s.Valid.From), msg("write a later date"))
	}
}

// kinds reads the kinds of party.
func (r *reader) kinds(n *yaml.Node) {
	for _, e := range r.entries(n, "kinds") {
		r.declare(e.key, aKind)
		t := r.table(e.value, msg("the kind %s", e.key.Value))
		k := structure.PartyKind{ID: e.key.Value, Name: r.words(t.must("name", msg("write what such a party is called")))}
		k.Organs = r.organList(t.get("organs"))
		t.end()
		r.s.Kinds = append(r.s.Kinds, k)
	}
}

// organList reads organs, from the highest down.
func (r *reader) organList(n *yaml.Node) []structure.Organ {
	var out []structure.Organ
	for _, e := range r.entries(n, "organs") {
		if r.ident(e.key) {
			out = append(out, structure.Organ{ID: e.key.Value, Name: r.text(e.value)})
		}
		if e.key.Value == structure.OfficialOrgan || e.key.Value == anyOrgan {
			r.problem(e.key, msg("%q is no organ: it has a meaning of its own", e.key.Value), msg("choose another word"))
		}
	}
	return out
}

// parties reads the parties.
func (r *reader) parties(n *yaml.Node) {
	var kinds []string
	for _, k := range r.s.Kinds {
		kinds = append(kinds, k.ID)
	}
	codes := map[string]string{}
	for _, e := range r.entries(n, "parties") {
		r.declare(e.key, aParty)
		t := r.table(e.value, msg("the party %s", e.key.Value))
		p := structure.Party{ID: e.key.Value, Name: t.text("name"), Short: t.text("short"), SCB: t.text("scb")}
		if p.Name == "" {
			t.must("name", msg("write what the party is called"))
		}
		kn := t.must("kind", msg("write one of the kinds"))
		for _, k := range r.list(kn) {
			if id := r.text(k); r.among(k, msg("kind of party"), id, kinds) {
				p.Kinds = append(p.Kinds, id)
			}
		}
		p.Adopts = t.flag("adopts", true)
		p.Organs = r.organList(t.get("organs"))
		for _, u := range r.entries(t.get("units"), "units") {
			r.declare(u.key, aUnit)
			p.Units = append(p.Units, structure.Unit{ID: u.key.Value, Name: r.text(u.value)})
		}
		if c := t.get("scb"); c != nil {
			r.code(c, p, codes)
		}
		if w := t.get("represents"); w != nil {
			r.speaks = append(r.speaks, entry{e.key, w})
		}
		p.Src = r.maybeCite(t, "party."+p.ID)
		t.end()
		if p.Short == "" {
			p.Short = initials(p.Name)
		}
		r.s.Parties = append(r.s.Parties, p)
	}
}

// represents reads for whom parties speak: an association for its members. The
// sets that they may name are there by now.
func (r *reader) represents() {
	edges := map[string][]string{}
	for _, e := range r.speaks {
		w := r.who(e.value, parties)
		for i := range r.s.Parties {
			if r.s.Parties[i].ID == e.key.Value {
				r.s.Parties[i].Represents = w
			}
		}
		edges[e.key.Value] = r.expanded(w)
		if !w.Zero() && len(edges[e.key.Value]) == 0 {
			r.problem(e.value, msg("%s represents nobody: %s has no party", e.key.Value, w.Text), msg("name the parties for which it speaks"))
		}
	}
	if ring := ringIn(edges); ring != nil {
		r.problem(r.names.by[ring[0]].node, msg("parties represent each other in a ring: %s", chain(ring)), msg("drop one of them"))
	}
	r.s.Build()
}

// code checks an official code: digits in quotes, since a code that is read as
// a number loses its zeros, and no code twice.
func (r *reader) code(n *yaml.Node, p structure.Party, taken map[string]string) {
	digits := len(p.SCB) == 2 || len(p.SCB) == 4
	for _, c := range p.SCB {
		digits = digits && c >= '0' && c <= '9'
	}
	if !digits {
		r.problem(n, msg("%q is no code of Statistics Sweden", p.SCB), msg("write the four digits of a municipality or the two of a county, in quotes"))
	} else if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 {
		r.problem(n, msg("the code %s is read as a number, which has no zeros in front", p.SCB), msg("write it in quotes, %q", p.SCB))
	}
	if other, twice := taken[p.SCB]; twice {
		r.problem(n, msg("%s has the code %s already", other, p.SCB), msg("write the party's own"))
	}
	taken[p.SCB] = p.ID
}

// initials gives the one or two letters of a party's tile.
func initials(name string) string {
	out := []rune{}
	for i, c := range []rune(name) {
		if i < 2 {
			out = append(out, c)
		}
	}
	return string(out)
}

// among reports a word that is none of the known ones.
func (r *reader) among(n *yaml.Node, what structure.Message, word string, known []string) bool {
	r.watched(n, known)
	for _, k := range known {
		if k == word {
			return true
		}
	}
	if word != "" {
		r.problem(n, msg("unknown %s %q", what, word), oneOf(word, known))
	}
	return false
}

// levels reads the levels, highest first.
func (r *reader) levels(n *yaml.Node) {
	for _, e := range r.entries(n, "levels") {
		if !r.ident(e.key) {
			continue
		}
		t := r.table(e.value, msg("the level %s", e.key.Value))
		l := structure.Level{ID: e.key.Value, Name: r.words(t.must("name", msg("write what the level is called"))), Duties: t.texts("duties")}
		l.Rule = r.cite(t, "level."+l.ID, citing{})
		t.end()
		r.s.Levels = append(r.s.Levels, l)
	}
}

// fields reads the fields of cooperation.
func (r *reader) fields(n *yaml.Node) {
	for _, e := range r.entries(n, "fields") {
		if r.ident(e.key) {
			r.s.Fields = append(r.s.Fields, structure.Field{ID: e.key.Value, Name: r.words(e.value)})
		}
	}
}

// offices reads what people are at home.
func (r *reader) offices(n *yaml.Node) {
	for _, e := range r.entries(n, "offices") {
		r.declare(e.key, anOffice)
		t := r.table(e.value, msg("the office %s", e.key.Value))
		o := structure.Office{ID: e.key.Value, Name: r.words(t.must("name", msg("write what the office is called")))}
		if at := r.who(t.get("at"), aParty|aKind); !at.Zero() {
			for _, term := range at.Terms {
				o.At = append(o.At, term.Name)
			}
		}
		t.end()
		r.s.Offices = append(r.s.Offices, o)
	}
}

// channels reads the ways of carrying out that are no body of the structure.
func (r *reader) channels(n *yaml.Node) {
	for _, e := range r.entries(n, "channels") {
		r.declare(e.key, aChannel)
		t := r.table(e.value, msg("the channel %s", e.key.Value))
		c := structure.Channel{ID: e.key.Value, Name: t.text("name")}
		if c.Name == "" {
			t.must("name", msg("write what the channel is called"))
		}
		c.Rule = r.cite(t, "channel."+c.ID, citing{})
		t.end()
		r.s.Channels = append(r.s.Channels, c)
	}
}

// facts reads the questions that rules ask.
func (r *reader) facts(n *yaml.Node) {
	for _, e := range r.entries(n, "facts") {
		if !r.ident(e.key) {
			continue
		}
		t := r.table(e.value, msg("the fact %s", e.key.Value))
		f := structure.Fact{ID: e.key.Value, Ask: r.words(t.must("ask", msg("write the question in plain words"))), Hint: r.words(t.get("hint"))}
		fallback := t.must("default", msg(`write what holds when nobody has answered: no, yes, "?" or []`))
		if ty := t.must("type", msg("write yes_no or parties")); ty != nil {
			f.Type = structure.FactType(r.text(ty))
			if !r.among(ty, msg("type of fact"), string(f.Type), []string{string(structure.YesNo), string(structure.Parties)}) {
				f.Type = structure.YesNo
				if fallback != nil && fallback.Kind == yaml.SequenceNode {
					f.Type = structure.Parties
				}
			}
		}
		f.Default = r.fallback(fallback, f.Type)
		f.Rule = r.cite(t, "fact."+f.ID, citing{})
		t.end()
		r.s.Facts = append(r.s.Facts, f)
	}
}

// fallback reads a fact's default.
func (r *reader) fallback(n *yaml.Node, ty structure.FactType) structure.Answer {
	if n == nil {
		return structure.Answer{}
	}
	if ty == structure.Parties {
		var a structure.Answer
		if n.Kind == yaml.ScalarNode && n.Value == "?" {
			return a
		}
		a.Known = true
		for _, item := range r.list(n) {
			if id := r.text(item); r.among(item, msg("party"), id, r.known(aParty)) {
				a.Parties = append(a.Parties, id)
			}
		}
		return a
	}
	switch word := r.text(n); word {
	case "yes", "no":
		return structure.Answer{Known: true, Yes: word == "yes"}
	case "?", "":
	default:
		r.problem(n, msg("%q is no answer", word), msg(`write no, yes or "?"`))
	}
	return structure.Answer{}
}
