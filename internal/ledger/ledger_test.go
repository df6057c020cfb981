package ledger_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"samverk/internal/ledger"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

var ctx = context.Background()

// memory keeps a log's rows in maps, so that every row can be tampered with.
type memory struct {
	sizes       map[string]int64
	entries     map[string]map[int64]entry
	hashes      map[string]map[int64][]byte
	records     map[string]map[int64]record
	checkpoints map[string]map[int64]checkpoint
}

type entry struct {
	text, object, at, kind string
	hash                   []byte
}

type checkpoint struct{ note, at string }

type record struct {
	salt        []byte
	text, party string
}

func newMemory() *memory {
	m := &memory{map[string]int64{}, map[string]map[int64]entry{}, map[string]map[int64][]byte{}, map[string]map[int64]record{}, map[string]map[int64]checkpoint{}}
	for _, log := range ledger.Logs() {
		m.sizes[log] = 0
		m.entries[log], m.hashes[log], m.records[log], m.checkpoints[log] = map[int64]entry{}, map[int64][]byte{}, map[int64]record{}, map[int64]checkpoint{}
	}
	return m
}

func (m *memory) clone() *memory {
	c := newMemory()
	maps.Copy(c.sizes, m.sizes)
	for _, log := range ledger.Logs() {
		maps.Copy(c.entries[log], m.entries[log])
		maps.Copy(c.hashes[log], m.hashes[log])
		maps.Copy(c.records[log], m.records[log])
		maps.Copy(c.checkpoints[log], m.checkpoints[log])
	}
	return c
}

func (m *memory) LogSize(_ context.Context, log string) (int64, error) { return m.sizes[log], nil }

func (m *memory) GrowLog(_ context.Context, log string, from, to int64) error {
	if m.sizes[log] != from {
		return errors.New("conflict")
	}
	m.sizes[log] = to
	return nil
}

func (m *memory) LastOf(_ context.Context, log, object string) ([]byte, error) {
	for seq := int64(len(m.entries[log])) - 1; seq >= 0; seq-- {
		if e := m.entries[log][seq]; e.object == object {
			return e.hash, nil
		}
	}
	return nil, nil
}

func (m *memory) Hashes(_ context.Context, log string, indexes []int64) ([][]byte, error) {
	list := make([][]byte, len(indexes))
	for i, idx := range indexes {
		list[i] = m.hashes[log][idx]
	}
	return list, nil
}

func (m *memory) AddEntry(_ context.Context, log string, seq int64, text, object, at, kind string, hash []byte, first int64, hashes [][]byte) error {
	m.entries[log][seq] = entry{text, object, at, kind, bytes.Clone(hash)}
	for i, h := range hashes {
		m.hashes[log][first+int64(i)] = bytes.Clone(h)
	}
	return nil
}

func (m *memory) AddRecord(_ context.Context, log string, seq int64, salt []byte, text, party string) error {
	m.records[log][seq] = record{bytes.Clone(salt), text, party}
	return nil
}

func (m *memory) LogsInUse(context.Context) ([]string, error) {
	return slices.Sorted(maps.Keys(m.sizes)), nil
}

func between[T any](rows map[int64]T, from, to int64, fn func(int64, T)) {
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		if k >= from && k < to {
			fn(k, rows[k])
		}
	}
}

func (m *memory) EntriesBetween(_ context.Context, log string, from, to int64, fn func(int64, string, string, string, string, []byte)) error {
	between(m.entries[log], from, to, func(seq int64, e entry) { fn(seq, e.text, e.object, e.at, e.kind, e.hash) })
	return nil
}

func (m *memory) HashesBetween(_ context.Context, log string, from, to int64, fn func(int64, []byte)) error {
	between(m.hashes[log], from, to, fn)
	return nil
}

func (m *memory) RecordsBetween(_ context.Context, log string, from, to int64, fn func(int64, []byte, string, string)) error {
	between(m.records[log], from, to, func(seq int64, r record) { fn(seq, r.salt, r.text, r.party) })
	return nil
}

func (m *memory) Checkpoints(_ context.Context, log string, fn func(int64, string, string)) error {
	between(m.checkpoints[log], -1<<62, 1<<62, func(size int64, c checkpoint) { fn(size, c.note, c.at) })
	return nil
}

const installation = "installationinstallation26"

func testKey(t testing.TB) ledger.Key {
	t.Helper()
	key, err := ledger.NewKey(storetest.Random("ledger key"))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// signer is the part of the job that signs: checkpoint rows, and the entry that
// tells of them.
func sign(t testing.TB, l ledger.Ledger, m *memory) {
	t.Helper()
	var data []ledger.SignedData
	for _, log := range ledger.Logs() {
		c, err := l.Sign(ctx, m, log)
		if err != nil {
			t.Fatal(err)
		}
		m.checkpoints[log][c.Size] = checkpoint{c.Note, store.FormatTime(next(m))}
		data = append(data, ledger.SignedData{Log: log, Size: c.Size, Root: c.Root.String()})
	}
	add(t, l, m, ledger.Act{Type: ledger.CheckpointSigned, Data: data, Public: true})
}

// next is when the next act is.
func next(m *memory) time.Time {
	return storetest.Noon.Add(time.Duration(m.sizes[ledger.Internal]) * time.Minute)
}

func add(t testing.TB, l ledger.Ledger, m *memory, acts ...ledger.Act) {
	t.Helper()
	if err := l.Append(ctx, m, storetest.Random(fmt.Sprint("salt", m.sizes)), next(m), acts...); err != nil {
		t.Fatal(err)
	}
}

// filled gives a log of some thirty entries, in both logs, with checkpoints.
func filled(t testing.TB) (*memory, ledger.Key) {
	t.Helper()
	key := testKey(t)
	l := ledger.New(installation, key)
	m := newMemory()
	for i := range 19 {
		object := fmt.Sprintf("object%d", i%4)
		switch {
		case i%6 == 5:
			sign(t, l, m)
		case i%5 == 1:
			add(t, l, m, ledger.Act{Type: "home.noted", Object: object, Version: int64(i), Party: "party-a", Private: true, Account: "account", Data: map[string]int{"n": i}})
		default:
			add(t, l, m,
				ledger.Act{Type: "thing.changed", Object: object, Version: int64(i), Public: i%2 == 0, Account: "account", Person: "person", Command: "thing.change", Data: map[string]any{"n": i, "text": "å<&>\u2028"}},
				ledger.Act{Type: "thing.told", Data: nil})
		}
	}
	return m, key
}

func verify(t testing.TB, m ledger.Stored, key ledger.Key) ledger.Report {
	t.Helper()
	r, err := ledger.Verify(ctx, m, installation, key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVerifyFindsNothingWrongInWhatWasWritten(t *testing.T) {
	m, key := filled(t)
	r := verify(t, m, key)
	if !r.OK() {
		t.Fatalf("%v", r.Problems)
	}
	if r.Sizes[ledger.Internal] < 25 || r.Sizes[ledger.Public] < 8 || r.Checkpoints[ledger.Internal] != 3 {
		t.Errorf("sizes %v, checkpoints %v", r.Sizes, r.Checkpoints)
	}
}

// one says that exactly one row is told of: this one.
func one(t *testing.T, r ledger.Report, log, row string, seq int64, what string) {
	t.Helper()
	if len(r.Problems) != 1 || r.Problems[0].Log != log || r.Problems[0].Row != row || r.Problems[0].Seq != seq || r.Problems[0].To != seq || r.Problems[0].What != what {
		t.Errorf("want only %s log, %s %d: %s; got %v", log, row, seq, what, r.Problems)
	}
}

func flip(s string, i int) string {
	b := []byte(s)
	b[i] ^= 1
	return string(b)
}

// TestEveryChangedRowIsNamed changes every byte of every row, one at a time.
func TestEveryChangedRowIsNamed(t *testing.T) {
	m, key := filled(t)
	for _, log := range ledger.Logs() {
		for seq, e := range m.entries[log] {
			change := func(what string, e entry) {
				t.Run(fmt.Sprintf("%s/entry %d %s", log, seq, what), func(t *testing.T) {
					c := m.clone()
					c.entries[log][seq] = e
					one(t, verify(t, c, key), log, "log_entry", seq, ledger.Changed)
				})
			}
			step := 1
			if seq%9 != 0 {
				step = 17
			}
			for i := 0; i < len(e.text); i += step {
				x := e
				x.text = flip(e.text, i)
				change(fmt.Sprint("byte ", i), x)
			}
			for name, x := range map[string]entry{
				"hash":   {e.text, e.object, e.at, e.kind, []byte(flip(string(e.hash), 3))},
				"object": {e.text, e.object + "x", e.at, e.kind, e.hash},
				"at":     {e.text, e.object, flip(e.at, 18), e.kind, e.hash},
				"type":   {e.text, e.object, e.at, e.kind + "x", e.hash},
				"empty":  {"", e.object, e.at, e.kind, e.hash},
			} {
				change(name, x)
			}
		}
		for idx, h := range m.hashes[log] {
			c := m.clone()
			c.hashes[log][idx] = []byte(flip(string(h), 31))
			t.Run(fmt.Sprintf("%s/hash %d", log, idx), func(t *testing.T) {
				one(t, verify(t, c, key), log, "log_hash", idx, ledger.Changed)
			})
		}
		for seq, r := range m.records[log] {
			for name, x := range map[string]record{
				"salt":  {[]byte(flip(string(r.salt), 0)), r.text, r.party},
				"text":  {r.salt, flip(r.text, 2), r.party},
				"party": {r.salt, r.text, r.party + "x"},
			} {
				c := m.clone()
				c.records[log][seq] = x
				t.Run(fmt.Sprintf("%s/record %d %s", log, seq, name), func(t *testing.T) {
					one(t, verify(t, c, key), log, "log_record", seq, ledger.Changed)
				})
			}
		}
		for size, signed := range m.checkpoints[log] {
			c := m.clone()
			c.checkpoints[log][size] = checkpoint{signed.note, flip(signed.at, 3)}
			one(t, verify(t, c, key), log, "checkpoint", size, ledger.Changed)
			for i := 0; i < len(signed.note); i += 3 {
				c := m.clone()
				c.checkpoints[log][size] = checkpoint{flip(signed.note, i), signed.at}
				r := verify(t, c, key)
				if len(r.Problems) != 1 || r.Problems[0].Row != "checkpoint" || r.Problems[0].Seq != size {
					t.Errorf("%s checkpoint %d, byte %d: %v", log, size, i, r.Problems)
				}
			}
		}
	}
}

func TestEveryRemovedRowIsNamed(t *testing.T) {
	m, key := filled(t)
	for _, log := range ledger.Logs() {
		for seq := range m.sizes[log] {
			c := m.clone()
			delete(c.entries[log], seq)
			one(t, verify(t, c, key), log, "log_entry", seq, ledger.Removed)
			c = m.clone()
			delete(c.records[log], seq)
			r := verify(t, c, key)
			r.Problems = slices.DeleteFunc(r.Problems, func(p ledger.Problem) bool { return p.Row == "checkpoint" })
			one(t, r, log, "log_record", seq, ledger.Removed)
		}
		for idx := range m.hashes[log] {
			c := m.clone()
			delete(c.hashes[log], idx)
			one(t, verify(t, c, key), log, "log_hash", idx, ledger.Removed)
		}
		for size := range m.checkpoints[log] {
			c := m.clone()
			delete(c.checkpoints[log], size)
			one(t, verify(t, c, key), log, "checkpoint", size, ledger.Removed)
		}
	}
}

func TestInsertedRowsAreNamed(t *testing.T) {
	m, key := filled(t)
	size := m.sizes[ledger.Internal]
	for _, seq := range []int64{size, size + 5, -1} {
		c := m.clone()
		c.entries[ledger.Internal][seq] = m.entries[ledger.Internal][0]
		one(t, verify(t, c, key), ledger.Internal, "log_entry", seq, ledger.Inserted)
		c = m.clone()
		c.records[ledger.Internal][seq] = m.records[ledger.Internal][0]
		one(t, verify(t, c, key), ledger.Internal, "log_record", seq, ledger.Inserted)
	}
	c := m.clone()
	idx := tlog.StoredHashIndex(0, size)
	c.hashes[ledger.Internal][idx] = make([]byte, 32)
	one(t, verify(t, c, key), ledger.Internal, "log_hash", idx, ledger.Inserted)
	c = m.clone()
	c.sizes["other"] = 1
	if r := verify(t, c, key); len(r.Problems) != 1 || r.Problems[0].Log != "other" {
		t.Errorf("another log: %v", r.Problems)
	}
	c = m.clone()
	c.sizes[ledger.Internal]++
	if r := verify(t, c, key); !names(r, ledger.Internal, size) || r.Problems[0].What != ledger.Removed {
		t.Errorf("size raised: %v", r.Problems)
	}
}

// forge writes a log's entries anew, with all hashes, as somebody would who
// knows the format and has the database but not the key.
func forge(t *testing.T, m *memory, log string, texts []string, records []record) *memory {
	t.Helper()
	c := m.clone()
	c.entries[log], c.hashes[log], c.records[log] = map[int64]entry{}, map[int64][]byte{}, map[int64]record{}
	for seq, text := range texts {
		var e ledger.Entry
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			t.Fatal(err)
		}
		leaf := ledger.Leaf([]byte(text))
		hashes, err := tlog.StoredHashesForRecordHash(int64(seq), leaf, tlog.HashReaderFunc(func(idx []int64) ([]tlog.Hash, error) {
			list := make([]tlog.Hash, len(idx))
			for i, x := range idx {
				copy(list[i][:], c.hashes[log][x])
			}
			return list, nil
		}))
		if err != nil {
			t.Fatal(err)
		}
		c.entries[log][int64(seq)] = entry{text, e.Object, e.Time, e.Type, bytes.Clone(leaf[:])}
		for i, h := range hashes {
			c.hashes[log][tlog.StoredHashIndex(0, int64(seq))+int64(i)] = bytes.Clone(h[:])
		}
		c.records[log][int64(seq)] = records[seq]
	}
	c.sizes[log] = int64(len(texts))
	return c
}

func rows(m *memory, log string) (texts []string, records []record) {
	for seq := range m.sizes[log] {
		texts = append(texts, m.entries[log][seq].text)
		records = append(records, m.records[log][seq])
	}
	return texts, records
}

// names tells whether a report tells of a sequence in the log's entries.
func names(r ledger.Report, log string, seq int64) bool {
	return slices.ContainsFunc(r.Problems, func(p ledger.Problem) bool {
		return p.Log == log && p.Row == "log_entry" && p.Seq <= seq && seq <= p.To
	})
}

// TestForgedLogs removes, inserts, reorders and changes entries and computes all
// hashes anew: the tree is right in itself, and only the entries' own sequence,
// their chain and the signed checkpoints can tell.
func TestForgedLogs(t *testing.T) {
	m, key := filled(t)
	log := ledger.Internal
	texts, records := rows(m, log)
	t.Run("as it is", func(t *testing.T) {
		if r := verify(t, forge(t, m, log, texts, records), key); !r.OK() {
			t.Fatalf("the forger's hashes are not the log's: %v", r.Problems)
		}
	})
	for seq := range len(texts) - 1 {
		if r := verify(t, forge(t, m, log, slices.Delete(slices.Clone(texts), seq, seq+1), slices.Delete(slices.Clone(records), seq, seq+1)), key); !names(r, log, int64(seq)) {
			t.Errorf("entry %d removed: %v", seq, r.Problems)
		}
		if r := verify(t, forge(t, m, log, slices.Insert(slices.Clone(texts), seq, texts[seq]), slices.Insert(slices.Clone(records), seq, records[seq])), key); !names(r, log, int64(seq)) {
			t.Errorf("entry %d written twice: %v", seq, r.Problems)
		}
		swapped, swappedRecords := slices.Clone(texts), slices.Clone(records)
		swapped[seq], swapped[seq+1] = swapped[seq+1], swapped[seq]
		swappedRecords[seq], swappedRecords[seq+1] = swappedRecords[seq+1], swappedRecords[seq]
		if r := verify(t, forge(t, m, log, swapped, swappedRecords), key); !names(r, log, int64(seq)) {
			t.Errorf("entries %d and %d changed places: %v", seq, seq+1, r.Problems)
		}
		changed := slices.Clone(texts)
		changed[seq] = strings.Replace(texts[seq], `"time":"2026-01-15`, `"time":"2026-01-14`, 1)
		if r := verify(t, forge(t, m, log, changed, records), key); !names(r, log, int64(seq)) {
			if last := slices.Max(slices.Collect(maps.Keys(m.checkpoints[log]))); int64(seq) < last {
				t.Errorf("entry %d changed with all hashes: %v", seq, r.Problems)
			}
		}
	}
	t.Run("own hash only", func(t *testing.T) {
		for seq := range texts {
			c := m.clone()
			e := c.entries[log][int64(seq)]
			e.text = strings.Replace(e.text, `"time":"2026-01-15`, `"time":"2026-01-14`, 1)
			leaf := ledger.Leaf([]byte(e.text))
			e.hash, e.at = leaf[:], "2026-01-14"+e.at[10:]
			c.entries[log][int64(seq)] = e
			c.hashes[log][tlog.StoredHashIndex(0, int64(seq))] = leaf[:]
			r := verify(t, c, key)
			if seq == len(texts)-1 && len(texts)%2 == 1 {
				continue // nothing is above it or after it yet
			}
			if r.OK() {
				t.Errorf("entry %d changed with its own hash: nothing found", seq)
			} else if !names(r, log, int64(seq)) && r.Problems[0].Row != "log_hash" {
				t.Errorf("entry %d changed with its own hash: %v", seq, r.Problems)
			}
		}
	})
	t.Run("no checkpoint yet", func(t *testing.T) {
		// What gives it away is the next entry about the same object alone.
		bare := m.clone()
		bare.checkpoints[ledger.Internal], bare.checkpoints[ledger.Public] = map[int64]checkpoint{}, map[int64]checkpoint{}
		changed := slices.Clone(texts)
		changed[0] = strings.Replace(texts[0], `"time":"2026-01-15`, `"time":"2026-01-14`, 1)
		if r := verify(t, forge(t, bare, log, changed, records), key); !names(r, log, 0) {
			t.Errorf("%v", r.Problems)
		}
	})
	t.Run("cut off after a checkpoint", func(t *testing.T) {
		last := slices.Max(slices.Collect(maps.Keys(m.checkpoints[log])))
		if r := verify(t, forge(t, m, log, texts[:last-1], records[:last-1]), key); !names(r, log, last-1) {
			t.Errorf("%v", r.Problems)
		}
	})
	t.Run("another key", func(t *testing.T) {
		other, err := ledger.NewKey(storetest.Random("another"))
		if err != nil {
			t.Fatal(err)
		}
		r := verify(t, m, other)
		if len(r.Problems) != len(m.checkpoints[ledger.Internal])+len(m.checkpoints[ledger.Public]) || r.Problems[0].Row != "checkpoint" {
			t.Errorf("%v", r.Problems)
		}
	})
}

// TestEntryFormat holds the format to its text: version 1 is for ever.
func TestEntryFormat(t *testing.T) {
	m, _ := filled(t)
	got := m.entries[ledger.Internal][0].text
	rec := m.records[ledger.Internal][0]
	h := sha256.New()
	h.Write([]byte{1})
	h.Write(rec.salt)
	h.Write([]byte(rec.text))
	want := `{"commitment":"` + hex.EncodeToString(h.Sum(nil)) + `","format":1,"installation":"installationinstallation26","object":"object0","party":"","previous":"","sequence":0,"time":"2026-01-15T12:00:00.000000Z","type":"thing.changed","version":0}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if want := `{"account":"account","command":"thing.change","data":{"n":0,"text":"å<&>` + "\u2028" + `"},"object":"object0","person":"person","type":"thing.changed"}`; rec.text != want {
		t.Errorf("got  %s\nwant %s", rec.text, want)
	}
	if len(rec.salt) != 32 {
		t.Errorf("a salt of %d bytes", len(rec.salt))
	}
	// The public log tells nothing of who did it.
	if pub := m.records[ledger.Public][0].text; strings.Contains(pub, "account") || strings.Contains(pub, "person") || strings.Contains(pub, "command") {
		t.Errorf("the public record names the actor: %s", pub)
	}
	if bytes.Equal(m.records[ledger.Public][0].salt, rec.salt) {
		t.Error("both logs use one salt")
	}
}

func TestPrivateActsStayOut(t *testing.T) {
	l := ledger.New(installation, testKey(t))
	m := newMemory()
	for name, a := range map[string]ledger.Act{
		"public and private":      {Type: "x", Party: "p", Private: true, Public: true},
		"private without a party": {Type: "x", Private: true},
		"a fraction":              {Type: "x", Data: 1.5},
	} {
		if err := l.Append(ctx, m, storetest.Random(name), storetest.Noon, a); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"b":1,"a":[true,null,"x"]}`, `{"a":[true,null,"x"],"b":1}`},
		{` {"\u20ac": "Euro", "\r": "CR", "1": "One", "\ud83d\ude02": "Smiley", "\u00f6": "o", "\ufb33": "Hebrew"} `,
			`{"\r":"CR","1":"One","ö":"o","€":"Euro","😂":"Smiley","` + "\ufb33" + `":"Hebrew"}`}, // RFC 8785, 3.2.3
		{`"\u0000\b\t\n\f\r\u001f\"\\/</\u007f"`, `"\u0000\b\t\n\f\r\u001f\"\\/</` + "\u007f" + `"`},
		{`9007199254740991`, `9007199254740991`},
		{`-0`, `0`},
		{`9007199254740992`, ``},
		{`1.0`, ``},
		{`1e3`, ``},
		{`{} {}`, ``},
		{"\"\xff\"", ``},
	} {
		got, err := ledger.Canonicalize([]byte(c.in))
		if (err != nil) != (c.want == "") || string(got) != c.want {
			t.Errorf("%s: got %s, %v; want %s", c.in, got, err, c.want)
		}
	}
}

func FuzzCanonicalize(f *testing.F) {
	f.Add([]byte(`{"b":[1,"å",{"\u0000":null}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		once, err := ledger.Canonicalize(raw)
		if err != nil {
			return
		}
		twice, err := ledger.Canonicalize(once)
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%q became %q, then %q (%v)", raw, once, twice, err)
		}
	})
}

func TestKeyFile(t *testing.T) {
	path := t.TempDir() + "/deep/key"
	a, err := ledger.LoadOrMakeKey(path, storetest.Random("a"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := ledger.LoadOrMakeKey(path, storetest.Random("b"))
	if err != nil || a.Public() != b.Public() {
		t.Fatalf("read back: %v", err)
	}
	if s := fmt.Sprintf("%v %+v %#v", a, a, a); strings.Contains(s, strings.TrimSpace(strings.TrimPrefix(a.Text(), "samverk installation key v1: "))) || !strings.Contains(s, "••••") {
		t.Errorf("the key prints as %s", s)
	}
}

// TestInDatabases writes and verifies in the real databases, and tampers with
// them by SQL.
func TestInDatabases(t *testing.T) {
	cases := []struct {
		name, sql string
		log, row  string
		seq       int64
		what      string
	}{
		{"untouched", ``, "", "", 0, ""},
		{"entry changed", `update log_entry set entry = replace(entry, 'thing.changed', 'thing.charged') where log = 'internal' and seq = 4`, "internal", "log_entry", 4, ledger.Changed},
		{"entry removed", `delete from log_entry where log = 'internal' and seq = 2`, "internal", "log_entry", 2, ledger.Removed},
		{"entry inserted", `insert into log_entry (log, seq, entry, hash, object, at, type) select log, 20, entry, hash, object, at, type from log_entry where log = 'internal' and seq = 0`, "internal", "log_entry", 20, ledger.Inserted},
		{"record changed", `update log_record set record = replace(record, '3', '4') where log = 'internal' and seq = 3`, "internal", "log_record", 3, ledger.Changed},
		{"record removed", `delete from log_record where log = 'public' and seq = 1`, "public", "log_record", 1, ledger.Removed},
		{"salt changed", `update log_record set salt = (select hash from log_hash where log = 'internal' and idx = 0) where log = 'internal' and seq = 5`, "internal", "log_record", 5, ledger.Changed},
		{"hash changed", `update log_hash set hash = (select hash from log_entry where log = 'internal' and seq = 7) where log = 'internal' and idx = 2`, "internal", "log_hash", 2, ledger.Changed},
		{"hash removed", `delete from log_hash where log = 'internal' and idx = 6`, "internal", "log_hash", 6, ledger.Removed},
		{"size lowered", `update log_head set size = 8 where log = 'internal'`, "internal", "log_entry", 8, ledger.Inserted},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, kind := range storetest.Kinds(t) {
				t.Run(string(kind), func(t *testing.T) {
					o := storetest.Options(t, kind)
					st := storetest.OpenAt(t, o)
					key := testKey(t)
					l := ledger.New(installation, key)
					for i := range 9 {
						err := st.Write(ctx, func(tx *store.Tx) error {
							return l.Append(ctx, store.LogOf(tx), storetest.Random(fmt.Sprint(i)), storetest.Noon,
								ledger.Act{Type: "thing.changed", Object: "thing", Version: int64(i), Data: map[string]int{"number": i}, Public: i%3 == 0})
						})
						if err != nil {
							t.Fatal(err)
						}
					}
					if c.sql != "" {
						if _, err := storetest.Raw(t, o).Exec(c.sql); err != nil {
							t.Fatal(err)
						}
					}
					var r ledger.Report
					err := st.Read(ctx, func(tx *store.Tx) (err error) {
						r, err = ledger.Verify(ctx, store.LogOf(tx), installation, key.Public())
						return err
					})
					if err != nil {
						t.Fatal(err)
					}
					if c.row == "" {
						if !r.OK() || r.Sizes["internal"] != 9 || r.Sizes["public"] != 3 {
							t.Errorf("%v %v", r.Sizes, r.Problems)
						}
						return
					}
					if len(r.Problems) == 0 || r.Problems[0].Log != c.log || r.Problems[0].Row != c.row || r.Problems[0].Seq != c.seq || r.Problems[0].What != c.what {
						t.Errorf("got %v", r.Problems)
					}
				})
			}
		})
	}
}
