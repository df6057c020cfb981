package pagetest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"samverk/internal/app/meetings"
	"samverk/internal/scenario/browser"
	"samverk/internal/scenario/visitor"
)

// network is a way to the world's server that can be cut. What a browser asks
// meanwhile is never answered, its service worker's requests included.
type network struct {
	*httptest.Server
	cut atomic.Bool
}

func (w *World) network() *network {
	w.T.Helper()
	to, err := url.Parse(w.URL)
	w.Ok(err)
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host }}
	n := &network{}
	n.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if n.cut.Load() {
			if c, _, err := rw.(http.Hijacker).Hijack(); err == nil {
				_ = c.Close()
			}
			return
		}
		proxy.ServeHTTP(rw, r)
	}))
	w.T.Cleanup(n.Close)
	return n
}

// entered gives a browser in which somebody is signed in by the form.
func (w *World) entered(n *network, name string) *browser.Tab {
	w.T.Helper()
	tab := browser.Open(w.T, n.URL, browser.Phone)
	tab.Go("/logga-in").Form("Logga in").Fill("E-post", name+"@example.org").Fill("Lösenord", password).Done()
	return tab
}

// left tells what the device holds: the names of its caches, how many pages and
// files they hold, and what its stores of notes hold.
type left struct {
	Caches  []string
	Pages   int
	Notes   int
	Stores  []string
	Workers int
}

func leftIn(tab *browser.Tab) (l left) {
	tab.Await(`(async () => {
		const caches_ = await caches.keys(); let pages = 0;
		for (const c of caches_) pages += (await (await caches.open(c)).keys()).length;
		const stores = (await indexedDB.databases()).map(d => d.name); let notes = 0;
		if (stores.includes('samverk-moten')) notes = await new Promise((ok, no) => { const r = indexedDB.open('samverk-moten'); r.onerror = () => no(r.error);
			r.onsuccess = () => { const d = r.result; if (!d.objectStoreNames.contains('out')) { d.close(); ok(0); return }
				const q = d.transaction('out').objectStore('out').count(); q.onsuccess = () => { d.close(); ok(q.result) } } });
		return {Caches: caches_, Pages: pages, Notes: notes, Stores: stores, Workers: (await navigator.serviceWorker.getRegistrations()).length};
	})()`, &l)
	return l
}

// kept waits until the device says that it keeps the meeting's papers.
func kept(tab *browser.Tab) { tab.Sees("Handlingarna finns i den här enheten") }

// The papers of a meeting are read without a network once they have been opened,
// a note is written and is on the server when the network is back, and after
// signing out nothing is left. The control is a page of the meeting that the
// worker does not keep, and what lay in the device before.
func TestPapersOffline(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	at := "/moten/" + id + "/forbered"
	w.Chief("kumla")
	items := agendaOf(w, id)
	n := w.network()
	tab := w.entered(n, "chief-kumla")
	tab.Go(at)
	kept(tab)
	before := leftIn(tab)
	if len(before.Caches) != 1 || before.Pages < len(items)+3 || before.Workers != 1 {
		t.Fatalf("the device keeps %+v", before)
	}

	n.cut.Store(true)
	tab.Go(at).Sees("Du läser kopian från", "Kumla stöder förslaget.", "Skolan kallar")
	tab.Click("Gemensam rutin").Sees(paper)
	tab.Form("Spara anteckningen").Fill("Anteckning", "Skrivet utan nät.")
	tab.Sees("Väntar på att skickas", "Du är frånkopplad")
	tab.Click("Nästa").Sees("Läget i länsdelarna")
	tab.Form("Spara anteckningen").Fill("Anteckning", "Också utan nät.")
	tab.Sees("Väntar på att skickas")
	tab.Go(at + "/" + items[0].ID).Sees("Väntar på att skickas")
	if got := leftIn(tab); got.Notes != 2 {
		t.Errorf("%d notes wait, not 2", got.Notes)
	}
	tab.Go("/moten/" + id).Sees("Du läser kopian från") // what is not kept leads to what is
	if got := saved(w, "Skrivet utan nät."); got {
		t.Error("the note is on the server without a network")
	}

	n.cut.Store(false)
	tab.Go(at + "/" + items[0].ID)
	eventually(t, "the notes are on the server", func() bool { return saved(w, "Skrivet utan nät.") && saved(w, "Också utan nät.") })
	tab.Sees("Sparat")
	tab.Go(at)
	kept(tab)

	// Signed out, nothing is left: by the page, and by the server's word alone.
	tab.Click("Meny")
	tab.Click("Logga ut")
	eventually(t, "the device is empty", func() bool {
		l := leftIn(tab)
		return len(l.Caches) == 0 && l.Workers == 0 && len(l.Stores) == 0
	})
	n.cut.Store(true)
	if tab.Fails(at) {
		t.Log("no page without a network, as before anything was kept")
	} else if strings.Contains(tab.Text(), "Kumla") {
		t.Errorf("something is left after signing out: %s", tab.Text())
	}
}

func saved(w *World, text string) bool {
	v := visitor.New(w.T, w.URL)
	w.SignIn(v, "chief-kumla")
	return strings.Contains(v.Open("/mitt/anteckningar").Text(), text)
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 100 {
		if ok() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("not so: %s", what)
}

// What the server says ends what is kept: another version of the page's session,
// a paper that is no longer open, and the header at signing out without a script.
func TestKeptPapersEnd(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	at := "/moten/" + id + "/forbered"
	kumla := w.Chief("kumla")
	w.Chief("nora")
	items := agendaOf(w, id)
	n := w.network()
	tab := w.entered(n, "chief-kumla")
	tab.Go(at)
	kept(tab)

	// An item that was taken off is not read from the copy any more.
	_, err := meetings.RemoveItem.Do(w.Ctx, w.Sys, secretary(), meetings.RemoveInput{ItemInput: meetings.ItemInput{Meeting: id, Version: meetingOf(w, id).Version, Item: items[1].ID}, Anyway: true})
	w.Ok(err)
	tab.Go(at + "/" + items[1].ID).Sees("Sidan finns inte")
	n.cut.Store(true)
	tab.Go(at + "/" + items[1].ID).Sees("Du läser kopian från")
	n.cut.Store(false)
	tab.Go(at)
	kept(tab)

	// The session is ended elsewhere: at the next contact the papers go, what was
	// written and not sent stays with its writer.
	n.cut.Store(true)
	tab.Go(at + "/" + items[0].ID)
	tab.Form("Spara anteckningen").Fill("Anteckning", "Inte skickat än.")
	tab.Sees("Väntar på att skickas")
	kumla.Open("/konto").Form("Logga ut överallt").Submit()
	n.cut.Store(false)
	tab.Go(at)
	eventually(t, "the papers are gone", func() bool { l := leftIn(tab); return len(l.Caches) == 0 && l.Notes == 1 })
	tab.Form("Logga in").Fill("E-post", "chief-kumla@example.org").Fill("Lösenord", password).Done()
	tab.Go(at)
	eventually(t, "the note is sent after signing in again", func() bool { return saved(w, "Inte skickat än.") })
	kept(tab)

	// Another person on the same device finds nothing of it.
	tab.Go("/logga-in")
	eventually(t, "the sign-in page empties it", func() bool { return len(leftIn(tab).Caches) == 0 })

	// Without the page's script the server's header alone empties the device.
	tab.Go(at)
	kept(tab)
	if l := leftIn(tab); len(l.Caches) == 0 {
		t.Fatal("nothing is kept, so nothing is shown")
	}
	silent := browser.Phone
	silent.NoScript = true
	tab.See(silent)
	tab.Go("/mitt").Click("Meny")
	tab.Click("Logga ut")
	tab.See(browser.Phone)
	tab.Go("/")
	eventually(t, "the header empties the device", func() bool { l := leftIn(tab); return len(l.Caches) == 0 && l.Workers == 0 && len(l.Stores) == 0 })
}

// A note that was saved on two devices: both texts are shown, and the reader
// chooses.
func TestNoteOnTwoDevices(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	kumla := w.Chief("kumla")
	item := agendaOf(w, id)[0].ID
	at := "/moten/" + id + "/forbered/" + item
	n := w.network()
	tab := w.entered(n, "chief-kumla")
	tab.Go(at)
	kept(tab)
	n.cut.Store(true)
	tab.Form("Spara anteckningen").Fill("Anteckning", "Från telefonen.")
	tab.Sees("Väntar på att skickas")
	note(kumla.Open(at), "Från datorn.")
	n.cut.Store(false)
	tab.Go(at).Sees("ändrad på en annan enhet", "Från datorn.")
	var typed string
	tab.Eval(`document.querySelector('textarea[name=text]').value`, &typed)
	if typed != "Från telefonen." {
		t.Errorf("the field holds %q", typed)
	}
	tab.Judge()
	tab.Click("Spara texten i fältet")
	eventually(t, "the chosen text is saved", func() bool { return saved(w, "Från telefonen.") })
}

// The PDF of all papers is kept with the rest once it is made: the page that leads
// to it and the file itself are there without a network.
func TestBundleOffline(t *testing.T) {
	w := Open(t)
	id := w.toPrepare()
	b := w.bundles()
	at := "/moten/" + id + "/handlingar"
	w.add(id, agendaOf(w, id)[1].ID, "Lägesbild", b.pdf("Läget", 2, "Lägesbilden"))
	asks(w.Chief("kumla"), at)
	n := w.network()
	tab := w.entered(n, "chief-kumla")
	file := func() (first string) {
		tab.Await(`(async () => { const r = await caches.match('`+at+`.pdf', {ignoreSearch: true, ignoreVary: true});
			return r ? (await r.clone().text()).slice(0, 5) : '' })()`, &first)
		return first
	}
	tab.Go("/moten/" + id + "/forbered")
	kept(tab)
	if got := file(); got != "" {
		t.Fatalf("before it is made the device keeps %q", got)
	}
	b.run()
	tab.Go("/moten/" + id + "/forbered")
	kept(tab)
	eventually(t, "the device keeps the PDF", func() bool { return file() == "%PDF-" && len(leftIn(tab).Caches) == 1 })
	n.cut.Store(true)
	tab.Go(at).Sees("Du läser kopian från", "Lägesbild", "Öppna allt som en PDF")
}
