package structurefile

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"samverk/internal/domain/structure"
)

// The limits of a file. All counties of the country in one file stay below them.
const (
	maxSize  = 4 << 20 // bytes
	maxDepth = 24      // mappings and lists inside each other
	maxNodes = 400_000
	maxText  = 4000 // characters in a text
	maxFound = 200  // problems told; a file with more has one cause

	maxBodies  = 3000 // templates written out
	maxSeats   = 500  // of one body
	maxTotals  = 50
	maxEntries = 3000       // of one mapping or list
	maxEffort  = 5_000_000  // seats times parties, gone through for totals
	maxSpent   = 30_000_000 // parties, gone through to see whom each who names
	maxClaims  = 20_000     // parties that ways name, counted for each way
	maxAsked   = 100_000    // characters in conditions and requirements that differ
	maxWritten = 16 << 20   // bytes that templates may grow to
)

// document reads the YAML text to its root node, within the limits. It reports
// what is wrong and gives nil when nothing can be read.
func (r *reader) document(data []byte) *yaml.Node {
	top := structure.Pos{File: r.file, Line: 1, Column: 1}
	if len(data) > maxSize {
		r.report(top, Error, msg("the file is %d bytes, more than %d", len(data), maxSize), msg("leave out what is no rule"))
		return nil
	}
	if !utf8.Valid(data) {
		r.report(top, Error, msg("the file is not UTF-8"), msg("save it as UTF-8"))
		return nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			r.report(top, Error, msg("the file is empty"), msg(`begin with "structure: <id>"`))
			return nil
		}
		r.syntax(err, data)
		return nil
	}
	if len(doc.Content) != 1 {
		r.report(top, Error, msg("the file is empty"), msg(`begin with "structure: <id>"`))
		return nil
	}
	var more yaml.Node
	if err := dec.Decode(&more); err == nil {
		r.problem(&more, msg("a second document begins here"), msg("keep one structure in one file"))
	} else if !errors.Is(err, io.EOF) {
		r.syntax(err, data)
	}
	root, count := doc.Content[0], 0
	if !r.sound(root, 0, &count) {
		return nil
	}
	return root
}

// syntax reports what the YAML reader could not read.
func (r *reader) syntax(err error, data []byte) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if n, after, ok := strings.Cut(rest, ": "); ok {
			if i, err := strconv.Atoi(n); err == nil {
				line, text = i, after
			}
		}
	}
	why := yamlSaid(text)
	instead := msg("look at the indentation, the quotes and the brackets on this line and the one before")
	lines := strings.Split(string(data), "\n")
	at := min(line, len(lines))
	for i, l := range lines[max(0, at-2):min(at+1, len(lines))] {
		if strings.Contains(l, "?,") || strings.Contains(l, "?}") {
			line, instead = max(0, at-2)+i+1, msg("put a text with a question mark in quotes within {…}")
			break
		}
		if open := unclosed(l); open != "" && strings.Contains(err.Error(), "expected ',' or") {
			line, why = max(0, at-2)+i+1, msg("the brackets do not match")
			instead = msg("close each [ with ] and each { with }, here %s", open)
			break
		}
	}
	r.report(structure.Pos{File: r.file, Line: line, Column: 1}, Error, msg("this is no YAML: %s", why), instead)
}

// yamlSaid gives what the YAML reader says as a message: those of its sayings
// that a file can call forth, the others in its own words.
func yamlSaid(text string) structure.Message {
	for _, m := range []structure.Message{
		msg("did not find expected key"),
		msg("did not find expected node content"),
		msg("did not find expected '-' indicator"),
		msg("did not find expected ',' or ']'"),
		msg("did not find expected ',' or '}'"),
		msg("could not find expected ':'"),
		msg("mapping values are not allowed in this context"),
		msg("mapping keys are not allowed in this context"),
		msg("block sequence entries are not allowed in this context"),
		msg("found character that cannot start any token"),
		msg("found a tab character that violates indentation"),
		msg("found a tab character where an indentation space is expected"),
		msg("found unexpected end of stream"),
		msg("found unexpected document indicator"),
		msg("found unknown escape character"),
		msg("did not find expected alphabetic or numeric character"),
		msg("did not find expected whitespace or line break"),
		msg("did not find expected comment or line break"),
		msg("did not find expected <document start>"),
		msg("control characters are not allowed"),
	} {
		if m.Format == text {
			return m
		}
	}
	if rest, ok := strings.CutPrefix(text, "unknown anchor '"); ok {
		return msg("unknown anchor '%s' referenced", strings.TrimSuffix(rest, "' referenced"))
	}
	return raw(text)
}

// unclosed gives the bracket of a line that is closed by none or by another, ""
// where all match. What stands in quotes or after # is text.
func unclosed(line string) string {
	var open []rune
	var quote rune
	for i, c := range line {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '#' && (i == 0 || line[i-1] == ' '):
			return last(open)
		case c == '[' || c == '{':
			open = append(open, c)
		case c == ']' || c == '}':
			if len(open) == 0 || (open[len(open)-1] == '[') != (c == ']') {
				return string(append(open, c)[max(0, len(open)-1)])
			}
			open = open[:len(open)-1]
		}
	}
	return last(open)
}

func last(open []rune) string {
	if len(open) == 0 {
		return ""
	}
	return string(open[len(open)-1])
}

// sound checks the whole tree before anything reads it: no aliases, no depth,
// no key twice, no key that YAML takes for true or false.
func (r *reader) sound(n *yaml.Node, depth int, count *int) bool {
	*count++
	switch {
	case depth > maxDepth:
		r.problem(n, msg("more than %d levels inside each other", maxDepth), msg("write it flatter"))
		return false
	case *count > maxNodes:
		r.problem(n, msg("more than %d values", maxNodes), msg("leave out what is no rule"))
		return false
	case n.Kind == yaml.AliasNode:
		r.problem(n, msg("an alias (*%s)", n.Value), msg("write the value out: rules are read one at a time"))
		return false
	case len(n.Content) > 2*maxEntries, n.Kind == yaml.SequenceNode && len(n.Content) > maxEntries:
		r.problem(n, msg("more than %d entries in one mapping or list", maxEntries), msg("leave out what is no rule"))
		return false
	case len(n.Value) > maxText:
		r.problem(n, msg("a text of more than %d characters", maxText), msg("write it shorter, or cite where it stands"))
		return false
	case n.Anchor != "":
		r.problem(n, msg("an anchor (&%s)", n.Anchor), msg("leave it out: aliases are not used here"))
	}
	ok := true
	if n.Kind == yaml.MappingNode {
		ok = r.soundKeys(n)
	}
	for _, c := range n.Content {
		ok = r.sound(c, depth+1, count) && ok
	}
	return ok
}

func (r *reader) soundKeys(n *yaml.Node) bool {
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if k.Kind != yaml.ScalarNode {
			r.problem(k, msg("a key that is no word"), msg("write a word before the colon"))
			return false
		}
		if k.Style == 0 && yamlBool(k.Value) {
			r.problem(k, msg("many YAML readers take the key %s for true or false", k.Value), msg("choose another word"))
		}
		if line, twice := seen[k.Value]; twice {
			r.problem(k, msg("the key %s stands on line %d already", k.Value, line), msg("keep one of them"))
		}
		seen[k.Value] = k.Line
	}
	return true
}

// yamlBool reports whether YAML 1.1 reads a plain word as true or false.
func yamlBool(s string) bool {
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "on", "off", "true", "false":
		return true
	}
	return false
}

// table is a mapping being read. Every key that is asked for is a known one;
// end reports the others.
type table struct {
	r     *reader
	node  *yaml.Node
	what  structure.Message // "a party", "the way commits"
	asked []string
}

// table begins to read a mapping. Anything else is reported and read as empty.
func (r *reader) table(n *yaml.Node, what structure.Message) *table {
	t := &table{r: r, node: n, what: what}
	if n == nil || n.Kind != yaml.MappingNode {
		if n != nil {
			r.problem(n, msg("%s is no mapping", what), msg("write keys with values, key: value"))
		}
		t.node = nil
	}
	return t
}

// get gives the value of a key, or nil when it is not there.
func (t *table) get(key string) *yaml.Node {
	if !slices.Contains(t.asked, key) {
		t.asked = append(t.asked, key)
	}
	if t.node == nil {
		return nil
	}
	for i := 0; i+1 < len(t.node.Content); i += 2 {
		if t.node.Content[i].Value == key {
			return t.node.Content[i+1]
		}
	}
	return nil
}

// must gives the value of a key and reports when it is not there.
func (t *table) must(key string, remedy structure.Message) *yaml.Node {
	n := t.get(key)
	if n == nil && t.node != nil {
		t.r.problem(t.node, msg("%s has no %q", t.what, key), remedy)
	}
	return n
}

// text gives the text of a key, "" when it is not there.
func (t *table) text(key string) string {
	n := t.get(key)
	if n == nil {
		return ""
	}
	return t.r.text(n)
}

// texts gives the list of a key; one word is a list of one.
func (t *table) texts(key string) []string {
	var out []string
	for _, n := range t.r.list(t.get(key)) {
		if s := t.r.text(n); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// flag gives yes or no.
func (t *table) flag(key string, otherwise bool) bool {
	n := t.get(key)
	if n == nil {
		return otherwise
	}
	switch t.r.text(n) {
	case "yes":
		return true
	case "no":
		return false
	}
	t.r.problem(n, msg("%q is neither yes nor no", n.Value), msg("write yes or no"))
	return otherwise
}

// single reports keys of which one alone counts.
func (t *table) single(keys ...string) {
	first := ""
	for _, k := range keys {
		switch n := t.get(k); {
		case n == nil:
		case first == "":
			first = k
		default:
			t.r.problem(n, msg("%s has both %q and %q", t.what, first, k), msg("write one of them"))
		}
	}
}

// wants reports a key that says nothing without another.
func (t *table) wants(key, other string) {
	if n := t.get(key); n != nil && t.get(other) == nil {
		t.r.problem(n, msg("%s has %q without %q", t.what, key, other), msg("write %s: … too, or leave %s out", other, key))
	}
}

// end reports the keys that nobody asked for.
func (t *table) end() {
	if t.node == nil {
		return
	}
	t.r.watched(t.node, t.asked)
	for i := 0; i+1 < len(t.node.Content); i += 2 {
		k := t.node.Content[i]
		if !slices.Contains(t.asked, k.Value) {
			t.r.problem(k, msg("%s has no key %q", t.what, k.Value), oneOf(k.Value, t.asked))
		}
	}
}

// entry is a key with its value.
type entry struct {
	key   *yaml.Node
	value *yaml.Node
}

// entries gives the keys of a mapping with their values, in the file's order.
func (r *reader) entries(n *yaml.Node, what string) []entry {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.problem(n, msg("%s is no mapping", keyWord(what)), msg("write one entry a line, id: {…}"))
		return nil
	}
	var out []entry
	for i := 0; i+1 < len(n.Content); i += 2 {
		out = append(out, entry{n.Content[i], n.Content[i+1]})
	}
	return out
}

// list gives the items of a list; anything else but nothing is a list of one.
func (r *reader) list(n *yaml.Node) []*yaml.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.SequenceNode:
		return n.Content
	default:
		return []*yaml.Node{n}
	}
}

// text gives the text of a scalar and reports anything else.
func (r *reader) text(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
		if s := strings.TrimSpace(n.Value); s != "" {
			return s
		}
		r.problem(n, msg("an empty text"), msg("write something or leave the key out"))
	case n.Kind == yaml.ScalarNode:
		r.problem(n, msg("nothing stands here"), msg("write a value or leave the key out"))
	case n.Kind == yaml.MappingNode && len(n.Content) == 2 && n.Content[1].Tag == "!!null":
		r.problem(n, msg("a name in braces is read as a mapping"), msg("write it in quotes, \"{%s}\"", n.Content[0].Value))
	case n.Kind == yaml.MappingNode:
		r.problem(n, msg("a mapping where a text belongs"), msg("write one text"))
	default:
		r.problem(n, msg("a list where one text belongs"), msg("write one text"))
	}
	return ""
}

// words gives a text in the languages of the interface: one text is Swedish.
func (r *reader) words(n *yaml.Node) structure.Text {
	if n == nil {
		return structure.Text{}
	}
	if n.Kind != yaml.MappingNode {
		return structure.Text{SV: r.text(n)}
	}
	t := r.table(n, msg("a text in two languages"))
	out := structure.Text{SV: t.text("sv"), EN: t.text("en")}
	t.end()
	if out.SV == "" {
		r.problem(n, msg("the text has no Swedish"), msg("write sv: …"))
	}
	return out
}

// told is a problem of a template, whichever of its bodies shows it.
type told struct {
	pos  structure.Pos
	what string
}

// pos gives the place of a node.
func (r *reader) pos(n *yaml.Node) structure.Pos {
	return structure.Pos{File: r.file, Line: max(1, n.Line), Column: max(1, n.Column)}
}

// problem reports an error at a node.
func (r *reader) problem(n *yaml.Node, what, instead structure.Message) {
	r.report(r.pos(n), Error, what, instead)
}

// warn reports a warning at a node.
func (r *reader) warn(n *yaml.Node, what, instead structure.Message) {
	r.report(r.pos(n), Warning, what, instead)
}

// report notes a problem. A mistake in a template is told for the first of its
// bodies only.
func (r *reader) report(p structure.Pos, s Severity, what, instead structure.Message) {
	if r.template {
		k := told{p, unquoted(what.String())}
		if first, is := r.told[k]; is && first != r.body {
			return
		}
		r.told[k] = r.body
	}
	switch {
	case len(r.found) < maxFound:
		r.found = append(r.found, Problem{Pos: p, Severity: s, What: what, Instead: instead})
	case len(r.found) == maxFound:
		r.found = append(r.found, Problem{Pos: p, Severity: Error, What: msg("more than %d problems", maxFound), Instead: msg("mend these first, the rest is told then")})
		panic(enough{})
	}
}

// enough ends the reading of a file of which enough has been told.
type enough struct{}

// reading reads something until its end, or until enough has been told.
func (r *reader) reading(read func()) {
	defer func() {
		if x := recover(); x != nil {
			if _, is := x.(enough); !is {
				panic(x)
			}
		}
	}()
	read()
}

// spend counts work whose amount the file decides, and ends the reading of one
// that no county's text could be.
func (r *reader) spend(n int) {
	if r.spent += n; r.spent > maxSpent {
		r.tooLarge(msg("the file names parties too many times"))
	}
}

func (r *reader) tooLarge(what structure.Message) {
	r.found = append(r.found, Problem{Pos: structure.Pos{File: r.file, Line: 1, Column: 1}, Severity: Error, What: what, Instead: msg("write what is alike as one, with sets and templates, or leave out what is no rule")})
	panic(enough{})
}
