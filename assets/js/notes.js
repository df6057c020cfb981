// One's own notes on their way to the server: what is written is put into this
// device's store first and sent from there, in the order in which it was written,
// so that a lost network or a closed lid loses nothing. Used by the pages.
const NAME = 'samverk-moten';
export const PREFIX = 'samverk-moten-'; // of the caches that hold pages
const FLAG = 'samverk-kept'; // "session person": whose what is kept here is

const done = (r) => new Promise((ok, no) => { r.onsuccess = () => ok(r.result); r.onerror = () => no(r.error); });

let opened;
function open() {
  opened ||= new Promise((ok, no) => {
    const r = indexedDB.open(NAME, 1);
    r.onupgradeneeded = () => {
      r.result.createObjectStore('out', { keyPath: 'id', autoIncrement: true });
      r.result.createObjectStore('saved', { keyPath: 'key' });
    };
    r.onsuccess = () => { r.result.onversionchange = () => { r.result.close(); opened = null; }; ok(r.result); };
    r.onerror = () => { opened = null; no(r.error); };
  });
  return opened;
}

async function store(name, mode, fn) {
  const tx = (await open()).transaction(name, mode);
  const out = await fn(tx.objectStore(name));
  await new Promise((ok, no) => { tx.oncomplete = ok; tx.onerror = tx.onabort = () => no(tx.error); });
  return out;
}

export const kept = () => { try { return localStorage.getItem(FLAG) || ''; } catch { return ''; } };
export const keeps = (session, person) => { try { localStorage.setItem(FLAG, session + ' ' + person); } catch { /* nothing is kept then */ } };

// outgoing gives what waits to be sent, in order.
export const outgoing = () => store('out', 'readonly', (s) => done(s.getAll()));
// saved gives what this device last saw saved under a key.
export const saved = (key) => store('saved', 'readonly', (s) => done(s.get(key)));

const same = (a, b) => a.text === b.text && a.marks.join() === b.marks.join();

// put keeps a note to be sent. One that waits and has not been tried is written
// over; one that has been tried may have arrived, so the new one comes after it.
// version is what the page was made from.
export async function put(note) {
  const all = (await outgoing()).filter((e) => e.key === note.key);
  const last = all[all.length - 1];
  if (last && last.person === note.person && same(last, note) && !last.state) return;
  if (last && !last.tried && !last.state) {
    await store('out', 'readwrite', (s) => done(s.put({ ...last, text: note.text, marks: note.marks, seen: note.seen })));
    return;
  }
  await store('out', 'readwrite', (s) => done(s.add({ ...note, once: crypto.randomUUID(), after: last ? last.id : 0 })));
}

// drop takes everything that waits under a key away.
export async function drop(key) {
  const all = (await outgoing()).filter((e) => e.key === key);
  await store('out', 'readwrite', async (s) => { for (const e of all) await done(s.delete(e.id)); });
}

// settle keeps what the server has, as the page's starting point from now on.
export const settle = (note) => store('saved', 'readwrite', (s) => done(s.put(note)));

// send sends what waits, one after the other, and tells what became of it:
// {sent, left, cut, out, conflicts, gone}. Two tabs never send at once.
export function send(person) {
  const run = () => sendAll(person);
  return navigator.locks ? navigator.locks.request('samverk-notes', run) : run();
}

async function sendAll(person) {
  const told = { sent: [], left: 0, cut: false, out: false };
  const stuck = new Set();
  for (const e of await outgoing()) {
    if (e.person !== person) continue;
    if (e.state || stuck.has(e.key)) { stuck.add(e.key); told.left++; continue; }
    if (told.cut || told.out) { told.left++; continue; }
    const now = await saved(e.key);
    const version = now && now.version > e.version ? (e.after || now.from === e.once ? now.version : e.version) : e.version;
    await store('out', 'readwrite', (s) => done(s.put({ ...e, tried: true })));
    const body = new URLSearchParams({ punkt: e.item, text: e.text, version: String(version), sett: e.seen, _once: e.once });
    for (const m of e.marks) body.append('marke', m);
    let res, said = {};
    try {
      res = await fetch(e.to, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual' });
      if ((res.headers.get('Content-Type') || '').startsWith('application/json')) said = await res.json();
    } catch { res = null; }
    if (!res || res.status >= 500 || res.status === 429) { told.cut = true; told.left++; continue; }
    if (res.status === 401 || res.type === 'opaqueredirect') { told.out = true; told.left++; continue; }
    if (res.ok) {
      await settle({ key: e.key, text: e.text, marks: e.marks, version: said.version, from: e.once });
      await store('out', 'readwrite', (s) => done(s.delete(e.id)));
      told.sent.push({ key: e.key, at: said.saved });
      continue;
    }
    const state = res.status === 409 ? 'conflict' : res.status === 422 ? 'wrong' : 'gone';
    await store('out', 'readwrite', (s) => done(s.put({ ...e, tried: true, state, theirs: said })));
    stuck.add(e.key);
    told.left++;
  }
  return told;
}

// forgetPapers takes the pages and files that are kept out of the device; what
// was written and has not been sent stays.
export async function forgetPapers() {
  try { localStorage.removeItem(FLAG); } catch { /* there was none */ }
  if (!('caches' in self)) return;
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
}

// forgetAll takes everything out of the device: pages, files and what was written.
export async function forgetAll() {
  await forgetPapers();
  if (opened) { try { (await opened).close(); } catch { /* it was closed */ } opened = null; }
  await new Promise((ok) => { const r = indexedDB.deleteDatabase(NAME); r.onsuccess = r.onerror = r.onblocked = ok; });
  if ('serviceWorker' in navigator) for (const r of await navigator.serviceWorker.getRegistrations()) await r.unregister();
}
