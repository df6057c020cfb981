package recorders

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"samverk/internal/scenario/wire"
)

// The times of the page's script.
const (
	rest   = 700 * time.Millisecond // after the last key, what is typed is sent
	longer = 3 * time.Second        // after the first one at the latest
	firstW = time.Second            // to wait until it is tried again; doubled each time
	resume = 500 * time.Millisecond // until the stream is opened again; the script's browser waits two seconds
)

// op is a text on its way, as the script sends it.
type op struct {
	key, text string
	base      int64
}

// typist is somebody who records, with the page's script: it sends, keeps, sends
// again and takes in as live.js does.
type typist struct {
	h      *held
	name   string
	token  string
	field  string // "note"
	input  string // its name in the form
	line   *wire.Line
	client *http.Client

	mu      sync.Mutex
	random  *mathrand.Rand
	me      string // the person, as the page says it
	page    shown
	kept    *kept // what the browser keeps when the page is gone
	base    int64
	has     string
	text    string
	sent    *op
	hand    string
	n       int64 // grows with what is typed
	latest  int64 // the last text of anybody that is known of
	busy    bool
	crossed string
	first   time.Time // when the text began to differ from what is saved
	due     time.Time // when it is sent
	wait    time.Duration

	words  int             // typed so far
	acked  map[string]bool // the words of every text that the server has said is saved
	said   []string        // refusals and wrong answers: there are to be none
	resent int             // texts that were sent again
	clash  int             // answers with texts side by side
	chosen int
	loads  int
}

type kept struct {
	text string
	base int64
	sent *op
	hand string
	n    int64
	none bool // nothing waits: the page is left alone
}

func newTypist(h *held, n int, field, input string, seed uint64) *typist {
	return &typist{h: h, name: names()[n], token: h.tokens[n], field: field, input: input, line: h.lines[n],
		client: &http.Client{Timeout: 20 * time.Second}, random: mathrand.New(mathrand.NewPCG(seed, uint64(n))), acked: map[string]bool{}}
}

// ask asks the server over the line, and gives the answer with its body read to
// the end.
func (y *typist) ask(method, path string, form url.Values, accept string) (int, []byte, error) {
	var in io.Reader
	if form != nil {
		in = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequest(method, y.line.URL()+path, in)
	if err != nil {
		return 0, nil, err
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("Accept", accept)
	req.Header.Set("Origin", y.line.URL())
	req.AddCookie(&http.Cookie{Name: "samverk", Value: y.token})
	res, err := y.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, body, err
}

// open loads the page anew, as after a closed lid; what the browser has kept goes
// first. It reports false where the line is down.
func (y *typist) open(form url.Values) bool {
	method, path := http.MethodGet, y.h.path()
	if form != nil {
		method, path = http.MethodPost, "/moten/"+y.h.meeting+"/utkast"
	}
	status, body, err := y.ask(method, path, form, "text/html")
	if err != nil {
		return false
	}
	p, err := readPage(body, y.input)
	y.mu.Lock()
	defer y.mu.Unlock()
	if err != nil || status != http.StatusOK {
		y.wrong("the page answers %d: %v", status, err)
		return false
	}
	y.loads++
	y.page, y.me = p, p.me
	y.base, y.has, y.text, y.crossed, y.sent, y.wait = p.base, p.text, p.text, p.crossed, nil, 0
	y.hand, y.n, y.latest = rand.Text(), 0, p.base
	if k := y.kept; k != nil {
		y.hand, y.n = k.hand, k.n
		if own, after, _ := strings.Cut(p.op, "#"); own == y.hand && atLeast(after, k.n) {
			k = nil // the page shows it, or what came after it
		}
		if k != nil && !k.none && (k.sent != nil || k.text != y.text) {
			y.text, y.base, y.sent, y.has = k.text, k.base, k.sent, "\x00" // what the server has under base is not known
		}
	}
	y.first, y.due = time.Now(), time.Now()
	y.keep()
	return true
}

// keep is what the script writes down in the browser before anything is sent.
func (y *typist) keep() {
	y.kept = nil
	if y.sent != nil || y.text != y.has {
		y.kept = &kept{y.text, y.base, y.sent, y.hand, y.n, false}
	}
}

func (y *typist) op() string { return y.hand + "#" + strconv.FormatInt(y.n, 10) }

// atLeast reports whether a key's number, "7" or "7+", is a number or more.
func atLeast(s string, n int64) bool {
	got, err := strconv.ParseInt(strings.TrimSuffix(s, "+"), 10, 64)
	return err == nil && got >= n
}

func (y *typist) wrong(format string, args ...any) {
	y.said = append(y.said, y.name+": "+fmt.Sprintf(format, args...))
}

// types writes a word that nobody else writes, somewhere in the text.
func (y *typist) types() {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.words++
	list := strings.Fields(y.text)
	at := len(list)
	if y.random.IntN(3) == 0 {
		at = y.random.IntN(len(list) + 1)
	}
	y.changed(strings.Join(slices.Insert(list, at, y.word(y.words)), " "))
}

func (y *typist) word(n int) string { return fmt.Sprintf("%c%s%04d", y.name[0], y.field[:1], n) }

func (y *typist) changed(text string) {
	if y.text == y.has {
		y.first = time.Now()
	}
	y.text = text
	y.n++
	y.keep()
	y.due = time.Now().Add(rest)
	if latest := y.first.Add(longer); y.due.After(latest) {
		y.due = latest
	}
}

// send sends what is due, once at a time.
func (y *typist) send() {
	y.mu.Lock()
	if y.busy || time.Now().Before(y.due) || y.sent == nil && y.text == y.has {
		y.mu.Unlock()
		return
	}
	y.busy = true
	if y.sent == nil {
		y.sent = &op{y.op(), y.text, y.base}
	} else {
		y.resent++
	}
	y.keep()
	o := *y.sent
	y.mu.Unlock()
	status, body, err := y.ask(http.MethodPost, "/moten/"+y.h.meeting+"/utkast", url.Values{
		"punkt": {y.h.item}, "falt": {y.field}, "text": {o.text}, "bas": {strconv.FormatInt(o.base, 10)}, "nyckel": {o.key},
	}, "application/json")
	y.mu.Lock()
	defer y.mu.Unlock()
	y.busy = false
	var a answer
	if err == nil {
		if err = json.Unmarshal(body, &a); err != nil || a.No == 0 {
			y.wrong("%d %s", status, body)
		}
	}
	if err != nil || a.No == 0 {
		y.wait = min(30*time.Second, max(firstW, 2*y.wait))
		y.due = time.Now().Add(y.wait)
		return
	}
	y.wait = 0
	for _, w := range strings.Fields(o.text) {
		y.acked[w] = true
	}
	if y.sent == nil || y.sent.key != o.key {
		return // the page has been loaded anew in between, and sends it again
	}
	y.sent, y.base, y.has, y.latest = nil, a.No, o.text, max(y.latest, a.No)
	y.cross(a.fieldState)
	y.keep()
	if y.text != y.has {
		y.first, y.due = time.Now(), time.Now().Add(rest)
	}
}

// fieldState is what the server says of a field.
type fieldState struct {
	Item, Field string
	Heads       []struct {
		No       int64
		Text, By string
	}
	Crossed string
}

type answer struct {
	No int64
	fieldState
}

// cross shows what stands side by side: as many as there are.
func (y *typist) cross(f fieldState) {
	y.crossed = f.Crossed
	sides, err := readSides([]byte(f.Crossed))
	if err != nil || len(f.Heads) > 1 && len(sides) != len(f.Heads) {
		y.wrong("%d texts stand and %d are shown: %v", len(f.Heads), len(sides), err)
	}
	if len(f.Heads) > 1 {
		y.clash++
	}
}

// told takes in what another has saved, where nothing of one's own waits.
func (y *typist) told(f fieldState) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if f.Item != y.h.item || f.Field != y.field || y.sent != nil || y.busy || y.text != y.has {
		return
	}
	latest := int64(0)
	for _, h := range f.Heads {
		latest = max(latest, h.No)
	}
	if latest < y.latest {
		return
	}
	y.latest = latest
	y.cross(f)
	own := -1
	for i, h := range f.Heads {
		if h.No == y.base {
			return
		}
		if own < 0 && h.By == y.me {
			own = i
		}
	}
	if len(f.Heads) > 0 {
		h := f.Heads[max(own, 0)]
		y.base, y.has, y.text = h.No, h.Text, h.Text
	}
}

// chooses settles what stands side by side as people do: takes the others' words
// into the own text, and then lets that one stand. It reports whether nothing is
// left to settle.
func (y *typist) chooses() bool {
	y.mu.Lock()
	sides, _ := readSides([]byte(y.crossed))
	if y.sent != nil || y.busy || y.text != y.has || len(sides) < 2 {
		y.mu.Unlock()
		return len(sides) < 2
	}
	mine, text := "", y.text
	for _, s := range sides {
		if s.no == y.base {
			mine = s.choice
		}
		have := strings.Fields(text)
		for _, w := range strings.Fields(s.text) {
			if !slices.Contains(have, w) {
				text += " " + w
			}
		}
	}
	if text != y.text {
		y.changed(text)
		mine = ""
	}
	form := url.Values{"punkt": {y.h.item}, "_once": {y.page.once}, y.input: {y.text}, "bas-" + y.input: {strconv.FormatInt(y.base, 10)}, "valj": {mine}}
	y.n++
	form.Set("nyckel-"+y.input, y.op())
	form.Set("bas-"+y.input, "") // nothing that was typed goes along
	y.kept = &kept{y.text, y.base, nil, y.hand, y.n, true}
	y.mu.Unlock()
	if mine == "" {
		return false
	}
	for !y.open(form) { // a page that does not come is loaded anew
		form = nil
		time.Sleep(200 * time.Millisecond)
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	y.chosen++
	return true
}

// listens follows the meeting's stream until the context ends.
func (y *typist) listens(ctx context.Context) {
	for ctx.Err() == nil {
		_ = y.hear(ctx) // it breaks as the line does
		select {
		case <-ctx.Done():
		case <-time.After(resume):
		}
	}
}

func (y *typist) hear(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, y.line.URL()+"/moten/"+y.h.meeting+"/live", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "text/event-stream")
	req.AddCookie(&http.Cookie{Name: "samverk", Value: y.token})
	res, err := (&http.Client{}).Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	y.mu.Lock()
	y.wait, y.due = 0, time.Now() // the line is there again
	y.mu.Unlock()
	sc := bufio.NewScanner(res.Body)
	sc.Buffer(nil, 4<<20)
	event := ""
	for sc.Scan() {
		switch line := sc.Bytes(); {
		case bytes.HasPrefix(line, []byte("event: ")):
			event = string(line[7:])
		case bytes.HasPrefix(line, []byte("data: ")) && event == "typed":
			var list []fieldState
			if err := json.Unmarshal(line[6:], &list); err != nil {
				return err
			}
			for _, f := range list {
				y.told(f)
			}
		}
	}
	return errors.Join(sc.Err(), io.EOF)
}

// idle reports whether everything that was typed has been acknowledged.
func (y *typist) idle() bool {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.sent == nil && !y.busy && y.text == y.has
}
