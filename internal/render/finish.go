package render

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf16"
)

// finish makes a tagged PDF that Chromium printed into what PDF/UA-1 asks for
// (ISO 14289-1): its mark and the title in the metadata (5, 7.1), everything
// on a page that is no content told apart as an artifact (7.1), words for each
// link (7.18.5). It adds to the end of the file, as the format allows, and
// changes nothing before.
func finish(pdf []byte, title, author, lang string) ([]byte, error) {
	f, err := readFile(pdf)
	if err != nil {
		return nil, err
	}
	changed := map[int][]byte{}
	for n, at := range f.offsets {
		obj := f.object(at)
		switch {
		case pageObject.Match(obj):
			m := contentsRef.FindSubmatch(obj)
			if m == nil {
				continue
			}
			stream := number(m[1])
			if changed[stream], err = f.marked(stream); err != nil {
				return nil, err
			}
		case linkObject.Match(obj):
			if changed[n], err = described(obj); err != nil {
				return nil, err
			}
		}
	}
	meta := f.size
	changed[meta] = stream(xmp(title, author, lang), "/Type /Metadata\n/Subtype /XML\n")
	catalog := f.object(f.offsets[f.root])
	if changed[f.root], err = with(catalog, fmt.Sprintf("\n/Metadata %d 0 R", meta)); err != nil {
		return nil, err
	}
	return f.append(changed), nil
}

var (
	pageObject  = regexp.MustCompile(`/Type /Page[\s/>]`)
	linkObject  = regexp.MustCompile(`/Subtype /Link\b`)
	contentsRef = regexp.MustCompile(`/Contents (\d+) 0 R`)
	lengthOf    = regexp.MustCompile(`/Length (\d+)`)
	uriOf       = regexp.MustCompile(`/URI \(((?:[^()\\]|\\.)*)\)`)
	rootRef     = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoRef     = regexp.MustCompile(`/Info (\d+) 0 R`)
	sizeOf      = regexp.MustCompile(`/Size (\d+)`)
	startOf     = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
)

var errStrange = errors.New("the PDF is not of the form that the program has made so far")

// pdfFile is a PDF with one table of its objects.
type pdfFile struct {
	data             []byte
	offsets          map[int]int
	starts           []int // sorted, with that of the table at the end
	root, info, size int
	table            int
}

func readFile(data []byte) (*pdfFile, error) {
	f := &pdfFile{data: data, offsets: map[int]int{}}
	m := startOf.FindSubmatch(data)
	if m == nil {
		return nil, errStrange
	}
	f.table = number(m[1])
	if f.table <= 0 || f.table >= len(data) {
		return nil, errStrange
	}
	rest, ok := bytes.CutPrefix(data[f.table:], []byte("xref\n"))
	head, rest, more := bytes.Cut(rest, []byte("\n"))
	var first, count int
	if n, err := fmt.Sscanf(string(head), "%d %d", &first, &count); !ok || !more || err != nil || n != 2 || count < 0 || len(rest) < 20*count {
		return nil, errStrange
	}
	for i := range count {
		row := rest[20*i : 20*i+20]
		if row[17] == 'n' {
			at := number(row[:10])
			if at <= 0 || at >= f.table {
				return nil, errStrange
			}
			f.offsets[first+i] = at
		}
	}
	trailer := rest[20*count:]
	for _, x := range []struct {
		re *regexp.Regexp
		to *int
	}{{rootRef, &f.root}, {sizeOf, &f.size}, {infoRef, &f.info}} {
		m := x.re.FindSubmatch(trailer)
		if m == nil {
			return nil, errStrange
		}
		*x.to = number(m[1])
	}
	if f.offsets[f.root] == 0 || f.size < count {
		return nil, errStrange
	}
	f.starts = append(slices.Sorted(maps.Values(f.offsets)), f.table)
	return f, nil
}

func number(b []byte) int {
	n, err := strconv.Atoi(string(bytes.TrimLeft(b, "0")))
	if err != nil {
		return 0
	}
	return n
}

// object gives an object's text without its first line, to its end; of a stream
// only what stands before its bytes.
func (f *pdfFile) object(at int) []byte {
	i, _ := slices.BinarySearch(f.starts, at+1)
	body := f.data[at:f.starts[i]]
	_, body, _ = bytes.Cut(body, []byte(" obj\n"))
	if i := bytes.Index(body, []byte("stream\n")); i >= 0 && lengthOf.Match(body[:i]) {
		return body[:i]
	}
	body, _, _ = bytes.Cut(body, []byte("\nendobj"))
	return body
}

// maxContents is how many bytes the contents of one page may have.
const maxContents = 64 << 20

// marked gives the contents of a page with everything that is not content
// marked as an artifact.
func (f *pdfFile) marked(n int) ([]byte, error) {
	at, ok := f.offsets[n]
	if !ok {
		return nil, errStrange
	}
	dict := f.object(at)
	m := lengthOf.FindSubmatch(dict)
	if m == nil {
		return nil, errStrange
	}
	i := bytes.Index(f.data[at:], []byte("stream\n"))
	from := at + i + len("stream\n")
	to := from + number(m[1])
	if i < 0 || to > len(f.data) {
		return nil, errStrange
	}
	contents := f.data[from:to]
	if bytes.Contains(dict, []byte("/FlateDecode")) {
		r, err := zlib.NewReader(bytes.NewReader(contents))
		if err != nil {
			return nil, err
		}
		if contents, err = io.ReadAll(io.LimitReader(r, maxContents)); err != nil {
			return nil, err
		}
	}
	contents, err := artifacts(contents)
	if err != nil {
		return nil, err
	}
	return stream(contents, ""), nil
}

// stream gives a compressed stream object.
func stream(data []byte, keys string) []byte {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(data) // a bytes.Buffer takes everything
	_ = w.Close()
	head := fmt.Sprintf("<<%s/Filter /FlateDecode\n/Length %d>> stream\n", keys, packed.Len())
	return slices.Concat([]byte(head), packed.Bytes(), []byte("\nendstream"))
}

// with adds keys to a dictionary.
func with(dict []byte, keys string) ([]byte, error) {
	i := bytes.LastIndex(dict, []byte(">>"))
	if i < 0 {
		return nil, errStrange
	}
	return slices.Concat(dict[:i], []byte(keys), dict[i:]), nil
}

// described gives a link words that tell where it leads.
func described(link []byte) ([]byte, error) {
	m := uriOf.FindSubmatch(link)
	if m == nil || bytes.Contains(link, []byte("/Contents")) {
		return link, nil
	}
	var to []byte
	for i := 0; i < len(m[1]); i++ {
		if m[1][i] == '\\' && i+1 < len(m[1]) {
			i++
		}
		to = append(to, m[1][i])
	}
	return with(link, "\n/Contents <"+textString(string(to))+">")
}

// textString writes a text as the format holds any text.
func textString(s string) string {
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return hex.EncodeToString(b)
}

// append writes the changed objects after the file, with a table that points
// back to the one before.
func (f *pdfFile) append(changed map[int][]byte) []byte {
	out := bytes.NewBuffer(slices.Clone(f.data))
	if !bytes.HasSuffix(f.data, []byte("\n")) {
		out.WriteByte('\n')
	}
	at := map[int]int{}
	numbers := slices.Sorted(maps.Keys(changed))
	for _, n := range numbers {
		at[n] = out.Len()
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", n, changed[n])
	}
	table := out.Len()
	out.WriteString("xref\n")
	for _, n := range numbers {
		fmt.Fprintf(out, "%d 1\n%010d 00000 n \n", n, at[n])
	}
	fmt.Fprintf(out, "trailer\n<</Size %d\n/Root %d 0 R\n/Info %d 0 R\n/Prev %d>>\nstartxref\n%d\n%%%%EOF\n",
		max(f.size, numbers[len(numbers)-1]+1), f.root, f.info, f.table, table)
	return out.Bytes()
}

// xmp is the metadata: what the file is, in which language, and that it follows
// PDF/UA-1.
func xmp(title, author, lang string) []byte {
	esc := html.EscapeString
	return []byte(`<?xpacket begin="` + "\uFEFF" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part><dc:format>application/pdf</dc:format><xmp:CreatorTool>Samverk</xmp:CreatorTool>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + esc(title) + `</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>` + esc(author) + `</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>` + esc(lang) + `</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`)
}
