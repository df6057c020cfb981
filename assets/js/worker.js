// The service worker of the pages on which somebody prepares for a meeting: it
// keeps one meeting's pages and papers so that they can be read without a
// network, and gives them up when the session ends. It keeps what the server's
// list names and nothing else. docs/adr/0010-papers-offline.md says why.
const PREFIX = 'samverk-moten-';
const ABOUT = '/moten/behallet'; // under which the cache holds what is kept; no page has the address
const PATIENCE = 6000; // milliseconds to wait for a poor network before the copy is shown

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));

const loose = { ignoreSearch: true, ignoreVary: true };

// about gives what is kept, and its cache; null for nothing. What is too old is
// given up here.
async function about() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const cache = await caches.open(name);
    const said = await cache.match(ABOUT);
    if (!said) continue; // it is being filled
    const what = await said.json();
    if (what.until > Date.now()) return { ...what, cache };
    await caches.delete(name);
  }
  return null;
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
  for (const c of await self.clients.matchAll()) c.postMessage({ forgotten: true });
}

// keep fetches what the list names into a new cache, and gives up the old one
// when all of it is there.
async function keep({ list, assets, light }) {
  const got = await fetch(list, { headers: { Accept: 'application/json' } });
  if (got.status === 401 || got.redirected) { await forget(); return { out: true }; }
  if (!got.ok) throw new Error('no list');
  const what = await got.json();
  const name = PREFIX + what.session + '-' + what.meeting + '-' + Date.now();
  const cache = await caches.open(name);
  let bytes = 0;
  const files = light ? [] : what.files.map((f) => f.href);
  try {
    for (const href of [...what.pages, ...files, ...assets]) {
      const res = await fetch(href, { cache: href.startsWith('/static/') ? 'default' : 'no-store' });
      if (res.status === 404 && files.includes(href)) continue; // taken back in between
      if (!res.ok || res.redirected) throw new Error('not kept: ' + href);
      bytes += (await res.clone().arrayBuffer()).byteLength;
      await cache.put(href, res);
    }
    const day = 24 * 3600 * 1000;
    const kept = { session: what.session, person: what.person, meeting: what.meeting, start: what.start, pages: what.pages, files, left: what.left,
      bytes, since: Date.now(), until: Date.now() + what.days * day };
    await cache.put(ABOUT, new Response(JSON.stringify(kept), { headers: { 'Content-Type': 'application/json' } }));
    for (const old of await caches.keys()) if (old.startsWith(PREFIX) && old !== name) await caches.delete(old);
    return { kept };
  } catch (err) {
    await caches.delete(name);
    throw err;
  }
}

let keeping = Promise.resolve();
self.addEventListener('message', (e) => {
  const answer = (what) => e.ports[0] && e.ports[0].postMessage(what);
  if (e.data.keep) {
    keeping = keeping.catch(() => {}).then(() => keep(e.data.keep)).then(answer, () => answer({ failed: true }));
    e.waitUntil(keeping);
  }
  if (e.data.forget) e.waitUntil(forget().then(() => answer({ forgotten: true })));
});

// copy gives the kept copy of a page, with when it was fetched written into it.
async function copy(kept, path) {
  const res = await kept.cache.match(path, loose);
  if (!res) return null;
  if (!(res.headers.get('Content-Type') || '').startsWith('text/html')) return res;
  const page = (await res.text()).replace('<html ', '<html data-copy="' + kept.since + '" ');
  return new Response(page, { status: 200, headers: res.headers });
}

const slow = (ms) => new Promise((_, no) => setTimeout(() => no(new Error('slow')), ms));

async function answer(request, path) {
  const kept = await about();
  const known = kept && [...kept.pages, ...kept.files].includes(path);
  let res = null;
  try {
    res = await (known ? Promise.race([fetch(request), slow(PATIENCE)]) : fetch(request));
  } catch { /* the copy is shown */ }
  if (res && kept && known) {
    const whose = res.headers.get('Samverk-Session');
    if (res.type === 'opaqueredirect' || res.status === 401 || (res.ok && whose !== kept.session)) {
      await forget(); // the server says that the session has ended, or that it is another
      return res;
    }
    if (res.status === 404 || res.status === 410) await kept.cache.delete(path, loose);
    if (res.ok && kept.pages.includes(path)) await kept.cache.put(path, res.clone());
  }
  if (res && (res.status < 500 || !known)) return res;
  if (!kept) return res || Response.error();
  return (known && await copy(kept, path)) || res || Response.redirect(kept.start, 302);
}

self.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/static/')) {
    e.respondWith((async () => {
      const kept = await about();
      return (kept && await kept.cache.match(url.pathname, loose)) || fetch(e.request);
    })());
    return;
  }
  if (e.request.mode === 'navigate' && url.pathname.startsWith('/moten/')) e.respondWith(answer(e.request, url.pathname));
});
