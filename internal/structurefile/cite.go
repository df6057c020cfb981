package structurefile

import (
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/rule"
	"samverk/internal/domain/structure"
)

// source is a text that rules cite, with what the file says to check them by.
type source struct {
	structure.Source
	sections []string        // its headings; empty: not checked
	clauses  map[string]bool // the ids of its clauses; nil: not checked
	register *yaml.Node
}

// sources reads the sources of a file.
func (r *reader) sources(n *yaml.Node) {
	if n == nil {
		return
	}
	for _, e := range r.entries(n, "sources") {
		if !r.ident(e.key) {
			continue
		}
		t := r.table(e.value, msg("the source %s", e.key.Value))
		s := source{Source: structure.Source{ID: e.key.Value, Title: t.text("title"), Date: r.date(t.get("date")), Ref: t.text("ref")}}
		if s.Title == "" {
			t.must("title", msg("write the title of the text, as people know it"))
		}
		s.sections = t.texts("sections")
		if c := t.get("clauses"); c != nil {
			ct := r.table(c, msg("a register of clauses"))
			file, prefix := ct.text("file"), ct.text("prefix")
			ct.end()
			s.register = c
			s.clauses = r.register(c, file, prefix)
		}
		t.end()
		r.sourceBy[s.ID] = &s
		r.s.Sources = append(r.s.Sources, s.Source)
	}
}

// register reads the ids of a source's clauses from a CSV file that lies
// beside the structure. nil when nothing can be checked.
func (r *reader) register(n *yaml.Node, file, prefix string) map[string]bool {
	if r.beside == nil {
		return nil
	}
	if file == "" || strings.ContainsAny(file, `/\`) || !fs.ValidPath(file) {
		r.problem(n, msg("%q is no file beside this one", file), msg("write {file: clauses.csv, prefix: …}"))
		return nil
	}
	f, err := r.beside.Open(file)
	switch {
	case err != nil && r.absent != nil:
		r.absent(n, file)
		return nil
	case err != nil:
		r.problem(n, msg("the register %s can't be read", file), msg("put it beside this file"))
		return nil
	}
	defer f.Close() // read only: closing can't lose anything
	in := csv.NewReader(io.LimitReader(f, maxSize))
	out := map[string]bool{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.problem(n, msg("the register %s can't be read: %v", file, csvSaid(err)), msg("write it as CSV with the id of each clause first"))
			return nil
		}
		if strings.HasPrefix(row[0], prefix) && row[0] != "id" {
			out[row[0]] = true
		}
	}
	if len(out) == 0 && r.absent != nil { // another county's
		r.absent(n, file)
		return nil
	}
	return out
}

// csvSaid gives what the CSV reader says as a message.
func csvSaid(err error) structure.Message {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return raw(err.Error())
	}
	why := raw(p.Err.Error())
	switch {
	case errors.Is(p.Err, csv.ErrFieldCount):
		return msg("record on line %d: wrong number of fields", p.Line)
	case errors.Is(p.Err, csv.ErrBareQuote):
		why = msg("bare \" in non-quoted-field")
	case errors.Is(p.Err, csv.ErrQuote):
		why = msg("extraneous or missing \" in quoted-field")
	}
	if p.StartLine != p.Line {
		return msg("record on line %d; parse error on line %d, column %d: %v", p.StartLine, p.Line, p.Column, why)
	}
	return msg("parse error on line %d, column %d: %v", p.Line, p.Column, why)
}

// citing is what a statement is cited by when it has no src of its own: that
// of the statement around it.
type citing struct {
	ref  rule.Ref
	node *yaml.Node
}

// cite reads the keys src, because and force of a statement. id is the rule's;
// around is where it stands. A rule that has no source anywhere is reported.
func (r *reader) cite(t *table, id string, around citing) rule.Ref {
	ref := around.ref
	ref.ID = id
	n := t.get("src")
	if n != nil {
		ref.Clause, ref.Clauses, ref.Document, ref.Section, ref.Because = "", nil, "", "", ""
		r.src(n, &ref)
	}
	if s := t.text("because"); s != "" {
		ref.Because = s
	}
	ref.Force = r.force(t.get("force"))
	if t.node == nil {
		return ref
	}
	if ref.Document == "" {
		r.unsourced[t.node] = true
		if n == nil && !r.unsourced[around.node] { // what stands within is told by the whole
			r.problem(t.node, msg("%s has no source", t.what), msg(`write src: "source/section [clause]"`))
		}
	}
	r.rule(ref.ID, t.node)
	return ref
}

// maybeCite is cite where the text need not say it: without src there is no
// rule, and nothing that because or force could speak of.
func (r *reader) maybeCite(t *table, id string) rule.Ref {
	if t.get("src") != nil {
		return r.cite(t, id, citing{})
	}
	t.wants("because", "src")
	t.wants("force", "src")
	return rule.Ref{}
}

// rule notes a rule's id; two rules can't have one.
func (r *reader) rule(id string, n *yaml.Node) {
	if old, taken := r.rules[id]; taken {
		r.problem(n, msg("the rule id %q is taken on line %d", id, old.Line), msg("give this one an id of its own"))
		return
	}
	r.rules[id] = n
}

// force reads law, must, should or may; must is the default.
func (r *reader) force(n *yaml.Node) rule.Force {
	if n == nil {
		return rule.Must
	}
	forces := map[string]rule.Force{"law": rule.Law, "must": rule.Must, "should": rule.Should, "may": rule.May}
	f, ok := forces[r.text(n)]
	if !ok {
		r.problem(n, msg("%q is no force", n.Value), msg("write law, must (ska), should (bör) or may (kan)"))
	}
	return f
}

// src reads "source/section [clause, clause]", or a list of them. The first
// gives document and section; every one adds its clauses.
func (r *reader) src(n *yaml.Node, ref *rule.Ref) {
	for i, item := range r.list(n) {
		text := r.text(item)
		if text == "" {
			continue
		}
		place, clauses, hasClauses := strings.Cut(text, "[")
		id, section, _ := strings.Cut(strings.TrimSpace(place), "/")
		s := r.sourceBy[id]
		if s == nil {
			r.problem(item, msg("unknown source %q", id), oneOf(id, r.sourceIDs()))
			continue
		}
		r.section(item, s, section)
		if i == 0 {
			ref.Document, ref.Section = s.Title, section
		}
		if !hasClauses {
			continue
		}
		clauses, closed := strings.CutSuffix(clauses, "]")
		if !closed {
			r.problem(item, msg("%q can't be read as a source", text), msg(`write "source/section [clause]"`))
			continue
		}
		for c := range strings.SplitSeq(clauses, ",") {
			r.clause(item, s, strings.TrimSpace(c), ref)
		}
	}
}

// section sees that a cited heading is one of the source's. A place within it
// follows after a comma: "Ärenden, punkt 1".
func (r *reader) section(n *yaml.Node, s *source, section string) {
	if len(s.sections) == 0 || section == "" {
		return
	}
	for _, h := range s.sections {
		if section == h || strings.HasPrefix(section, h+", ") {
			return
		}
	}
	r.problem(n, msg("%s has no heading %q", s.ID, section), oneOf(section, s.sections))
}

func (r *reader) clause(n *yaml.Node, s *source, id string, ref *rule.Ref) {
	if id == "" {
		r.problem(n, msg("an empty clause"), msg(`write "source/section [clause]"`))
		return
	}
	if s.clauses != nil && !s.clauses[id] {
		known := make([]string, 0, len(s.clauses))
		for k := range s.clauses {
			known = append(known, k)
		}
		slices.Sort(known)
		r.problem(n, msg("%s has no clause %q", s.ID, id), oneOf(id, known))
		return
	}
	if s.clauses != nil {
		r.cited[id] = true
	}
	if ref.Clause == "" {
		ref.Clause = id
	}
	if !slices.Contains(ref.Clauses, id) {
		ref.Clauses = append(slices.Clip(ref.Clauses), id)
	}
}

func (r *reader) sourceIDs() []string {
	out := make([]string, len(r.s.Sources))
	for i, s := range r.s.Sources {
		out[i] = s.ID
	}
	return out
}
