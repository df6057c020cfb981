package killtest

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samverk/internal/scenario/server"
)

// kind is what a write makes.
type kind int

const (
	note  kind = iota // a party's working note
	raise             // a matter, with all that belongs to it
)

// entry is a line of the ledger that the parent keeps.
type entry struct {
	kind  kind
	key   string // Idempotency-Key
	mark  string // the note's text or the matter's title: nothing else has it
	party string
	acked bool   // its answer was read to the end
	to    string // where the answer led
}

// fresh gives a round's writes, none of them sent.
func fresh(n int) []*entry {
	list := make([]*entry, n)
	for i := range list {
		e := &entry{key: rand.Text(), mark: "m" + rand.Text(), party: parties()[i%2]}
		if i%10 == 0 {
			e.kind = raise
		}
		list[i] = e
	}
	return list
}

// writer sends writes to a server.
type writer struct {
	i      installation
	client *http.Client
}

func newWriter(i installation) *writer {
	return &writer{i, &http.Client{
		Timeout:       time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{MaxIdleConnsPerHost: clients},
	}}
}

// send sends one write. The answer's address is given when the write was
// acknowledged. An error is a connection that broke, or a refusal that names
// itself.
func (w *writer) send(at string, e *entry) (to string, refused, err error) {
	path, form := "/hemma/"+w.i.matter+"/anteckning", url.Values{"part": {e.party}, "text": {e.mark}}
	if e.kind == raise {
		path, form = "/arenden/nytt", url.Values{"titel": {e.mark}, "behov": {"Ett behov."}, "slag": {"guideline"}, "fran": {e.party}, "fraga-commits": {"nej"}}
	}
	req, err := http.NewRequest(http.MethodPost, at+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", at)
	req.Header.Set("Idempotency-Key", e.key)
	req.AddCookie(&http.Cookie{Name: "samverk", Value: w.i.tokens[e.party]})
	res, err := w.client.Do(req)
	if err != nil {
		return "", nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return "", nil, err
	}
	if res.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("POST %s: %s\n%.2000s", path, res.Status, body), nil
	}
	return res.Header.Get("Location"), nil, nil
}

// clients is how many write at once.
const clients = 8

// until sends the writes and kills the server once so many are acknowledged,
// and a moment later; with enough acknowledged at -1, never. What could not be
// sent any more stays in the ledger as it is.
func (w *writer) until(t *testing.T, p *server.Process, list []*entry, enough int, moment time.Duration) {
	t.Helper()
	var acked atomic.Int64
	var killed sync.WaitGroup
	todo := make(chan *entry, len(list))
	for _, e := range list {
		todo <- e
	}
	close(todo)
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for e := range todo {
				to, refused, err := w.send(p.URL, e)
				switch {
				case refused != nil:
					t.Errorf("a write was refused: %v\n%s", refused, p.Log())
					return
				case err != nil && enough < 0:
					t.Errorf("a write failed without a kill: %v\n%s", err, p.Log())
					return
				case err != nil:
					return // the server is gone
				}
				e.acked, e.to = true, to
				if acked.Add(1) == int64(enough) {
					killed.Go(func() {
						time.Sleep(moment)
						p.Kill()
					})
				}
			}
		})
	}
	wg.Wait()
	killed.Wait()
}
