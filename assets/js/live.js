// The live page of a meeting. What changes is put where it stands, without moving
// focus or scroll; what is typed is kept in this browser until the server has
// said that it is saved. The page works without this file.
(() => {
  'use strict';
  const root = document.querySelector('[data-live]');
  if (!root) return;
  const lost = root.querySelector('[data-lost]');
  const me = root.querySelector('[data-me]')?.dataset.me;

  // The alert is for a lost connection alone.
  let ended = false;
  let away = 0;
  const offline = () => { if (!ended && !away) away = setTimeout(() => { lost.textContent = lost.dataset.says; }, 1500); };
  const online = () => { clearTimeout(away); away = 0; if (!ended) lost.textContent = ''; };

  // What is shown of the meeting.
  const had = {};
  let shown = null;
  let staying = false;
  const pause = root.querySelector('[data-pause]');
  const fresh = root.querySelector('[data-new]');
  const following = root.querySelector('[data-following]');
  const put = (e, html) => {
    if (e.contains(document.activeElement) || [...e.querySelectorAll('details[open]')].length) { e.dataset.stale = html; return; }
    const below = e.getBoundingClientRect().bottom < 0 ? e.offsetHeight : 0;
    e.innerHTML = html;
    delete e.dataset.stale;
    if (below) window.scrollBy(0, e.offsetHeight - below);
  };
  root.addEventListener('focusout', () => setTimeout(() => {
    for (const e of root.querySelectorAll('[data-stale]')) if (!e.contains(document.activeElement)) put(e, e.dataset.stale);
  }));
  const draw = () => {
    const s = shown;
    if (following) {
      const name = 'punkt-' + s.now;
      const other = following.dataset.part !== name && s.parts[name] !== undefined;
      if (other && staying) fresh.hidden = false;
      else if (other) { following.dataset.part = name; delete had[name]; fresh.hidden = true; }
      else fresh.hidden = true;
    }
    for (const e of root.querySelectorAll('[data-part]')) {
      const html = s.parts[e.dataset.part];
      if (html === undefined || had[e.dataset.part] === html) continue;
      had[e.dataset.part] = html;
      put(e, html);
    }
    for (const e of root.querySelectorAll('[data-watch]')) { // the item that is being recorded is not put under the hands
      const html = s.parts[e.dataset.watch];
      if (had[e.dataset.watch] !== undefined && had[e.dataset.watch] !== html) root.querySelector('[data-changed]').hidden = false;
      had[e.dataset.watch] = html;
    }
    const say = root.querySelector('[data-say]');
    if (say.textContent !== s.say) say.textContent = s.say;
  };
  if (pause) {
    pause.hidden = false;
    pause.addEventListener('click', () => {
      staying = !staying;
      pause.setAttribute('aria-pressed', String(staying));
      if (!staying && shown) draw();
    });
    fresh.addEventListener('click', (e) => {
      e.preventDefault();
      staying = false;
      pause.setAttribute('aria-pressed', 'false');
      pause.focus();
      if (shown) draw();
    });
  }

  // What is typed. Each field has the text that the server has (base, its number),
  // one that is on its way (sent), and what is in the field now.
  const db = new Promise((ok) => {
    try {
      const r = indexedDB.open('samverk-typed', 1);
      r.onupgradeneeded = () => r.result.createObjectStore('typed');
      r.onsuccess = () => ok(r.result);
      r.onerror = () => ok(null);
    } catch { ok(null); }
  });
  const store = async (mode, fn) => {
    const d = await db;
    if (!d) return undefined;
    return new Promise((ok) => {
      try {
        const tx = d.transaction('typed', mode, { durability: 'strict' });
        const r = fn(tx.objectStore('typed'));
        tx.oncomplete = () => ok(r && r.result);
        tx.onerror = tx.onabort = () => ok(undefined);
      } catch { ok(undefined); }
    });
  };
  const post = async (to, what) => {
    const r = await fetch(to, { method: 'POST', body: new URLSearchParams(what), redirect: 'manual', headers: { Accept: 'application/json' } });
    return [r.status, (r.headers.get('Content-Type') || '').includes('json') ? await r.json() : null];
  };
  const fields = [];
  class Typed {
    constructor(e) {
      Object.assign(this, { e, box: e.querySelector('textarea, input:not([type=hidden])'), told: e.querySelector('[data-told]'), side: e.querySelector('[data-crossed]') });
      this.hidden = e.querySelector('[data-base-field]');
      this.base = Number(e.dataset.base);
      this.has = this.box.defaultValue; // the server's text under base
      this.key = [me, e.dataset.to, e.dataset.item, e.dataset.draft, e.dataset.body].join(' ').trim();
      this.hidden.value = this.base; // a browser that loads the page again may put an old one back
      this.sent = null;
      this.wait = 0;
      this.since = 0; // when the field began to differ from what is on its way
      this.box.addEventListener('input', () => this.typed());
    }
    at(base, text) { this.base = base; this.has = text; this.hidden.value = base; }
    // What an earlier page or a browser that went down had not sent goes first.
    async begin() {
      const kept = await store('readonly', (s) => s.get(this.key));
      if (kept && (kept.sent || kept.text !== this.box.value)) {
        if (this.box.value === this.has) this.box.value = kept.text;
        this.base = kept.base;
        this.hidden.value = kept.base;
        this.sent = kept.sent;
      }
      if (this.sent || this.box.value !== this.has) this.send();
      else if (kept) this.keep();
    }
    keep() {
      if (!this.sent && this.box.value === this.has) return store('readwrite', (s) => s.delete(this.key));
      return store('readwrite', (s) => s.put({ text: this.box.value, base: this.base, sent: this.sent }, this.key));
    }
    typed() {
      this.told.textContent = this.e.dataset.saving;
      this.keep();
      clearTimeout(this.timer);
      this.since ||= Date.now(); // who never rests is saved every third second
      this.timer = setTimeout(() => this.send(), Math.max(0, Math.min(700, this.since + 3000 - Date.now())));
    }
    async send() {
      if (this.busy || (!this.sent && this.box.value === this.has)) return;
      this.busy = true;
      this.since = 0;
      if (!this.sent) this.sent = { op: crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-'), base: this.base, text: this.box.value };
      await this.keep();
      const { op, base, text } = this.sent;
      let answer = null;
      let status = 0;
      try {
        [status, answer] = await post(this.e.dataset.to, { punkt: this.e.dataset.item, falt: this.e.dataset.draft, organ: this.e.dataset.body, text, bas: base, nyckel: op });
      } catch { /* not connected: it is kept, and tried again */ }
      this.busy = false;
      if (answer && answer.no) {
        this.wait = 0;
        this.sent = null;
        this.at(answer.no, text);
        if (this.box.value === text) this.told.textContent = answer.said;
        this.cross(answer);
        await this.keep();
        if (this.box.value !== this.has) this.typed();
        return;
      }
      if (answer && answer.error) { this.sent = null; this.told.textContent = answer.error; this.keep(); return; }
      this.told.textContent = status === 401 || status === 403 ? this.e.dataset.signedOut : this.e.dataset.saving;
      if (!status) offline();
      this.wait = Math.min(30000, this.wait * 2 || 1000);
      clearTimeout(this.again);
      this.again = setTimeout(() => this.send(), this.wait);
    }
    cross(f) {
      if (this.side.innerHTML !== f.crossed && !this.side.contains(document.activeElement)) this.side.innerHTML = f.crossed;
    }
    // What another has saved is taken in where nothing of one's own waits.
    told_of(f) {
      if (this.sent || this.busy || this.box.value !== this.has) return;
      this.cross(f);
      const own = f.heads.find((h) => h.no === this.base) || f.heads.find((h) => h.by === me) || f.heads[0];
      if (!own || own.no === this.base) return;
      if (own.text !== this.box.value) {
        const { selectionStart: a, selectionEnd: b } = this.box;
        this.box.value = own.text;
        if (document.activeElement === this.box) this.box.setSelectionRange(a, b);
      }
      this.at(own.no, own.text);
    }
  }
  for (const e of root.querySelectorAll('[data-draft]')) fields.push(new Typed(e));
  for (const f of fields) f.begin();
  // What waits for a field that is not on the page any more, since the decision has
  // been recorded or the meeting closed, is sent all the same: nothing typed is gone.
  const left = async () => {
    for (const key of await store('readonly', (s) => s.getAllKeys()) || []) {
      const [who, to, punkt, falt, organ = ''] = key.split(' ');
      if (who !== me || !root.dataset.live.startsWith(to.replace(/utkast$/, 'live')) || fields.some((f) => f.key === key)) continue;
      const kept = await store('readonly', (s) => s.get(key));
      const { op, base, text } = kept.sent || { op: 'kvar-' + kept.base + '-' + kept.text.length, base: kept.base, text: kept.text };
      try {
        const [, answer] = await post(to, { punkt, falt, organ, text, bas: base, nyckel: op });
        if (!answer || !answer.no) continue;
        await store('readwrite', (s) => s.delete(key));
        const note = root.querySelector('[data-changed]');
        if (note) note.hidden = false;
      } catch { /* not connected: the next page tries again */ }
    }
  };
  if (me) left();
  const flush = () => { for (const f of fields) { f.wait = 0; f.send(); } };
  addEventListener('online', () => { flush(); if (me) left(); });
  document.addEventListener('visibilitychange', flush);
  // A form that is sent carries what is typed: it is kept until the answer is there.
  document.addEventListener('submit', () => { for (const f of fields) { clearTimeout(f.timer); clearTimeout(f.again); } });

  // The keys of whoever records move on the page; they do nothing while somebody
  // writes, and can be switched off.
  const keys = root.querySelector('[data-keys]');
  if (keys && keys.showModal) {
    const on = keys.querySelector('[data-keys-on]');
    try { on.checked = localStorage.getItem('samverk-keys') !== 'off'; } catch { /* kept for this page alone */ }
    on.addEventListener('change', () => { try { localStorage.setItem('samverk-keys', on.checked ? 'on' : 'off'); } catch { /* as above */ } });
    const leads = (row) => (row.dataset.to && !row.dataset.to.startsWith('/') ? root.querySelector(row.dataset.to) : null);
    const show = () => {
      for (const row of keys.querySelectorAll('[data-key]')) row.hidden = !!row.dataset.to && !row.dataset.to.startsWith('/') && !leads(row);
      keys.showModal();
    };
    const open = root.querySelector('[data-keys-open]');
    open.hidden = false;
    open.addEventListener('click', show);
    const writes = (e) => e.isContentEditable || e.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])');
    document.addEventListener('keydown', (e) => {
      if (!on.checked || keys.open || e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || writes(e.target)) return;
      const row = [...keys.querySelectorAll('[data-key]')].find((r) => r.dataset.key === e.key.toLowerCase());
      if (!row) return;
      if (!row.dataset.to) show();
      else if (row.dataset.to.startsWith('/')) location.assign(row.dataset.to);
      else if (leads(row)) leads(row).focus();
      else return;
      e.preventDefault();
    });
  }

  // The stream.
  const stream = new EventSource(root.dataset.live);
  stream.addEventListener('open', () => { online(); flush(); });
  stream.addEventListener('error', () => {
    if (stream.readyState === EventSource.CLOSED && !ended) { ended = true; lost.textContent = root.dataset.ended; } else offline();
  });
  stream.addEventListener('live', (e) => { shown = JSON.parse(e.data); draw(); });
  stream.addEventListener('typed', (e) => {
    for (const f of JSON.parse(e.data)) fields.filter((x) => x.e.dataset.item === f.item && x.e.dataset.draft === f.field && x.e.dataset.body === f.body).forEach((x) => x.told_of(f));
  });
  stream.addEventListener('end', (e) => {
    ended = true;
    stream.close();
    lost.textContent = e.data === 'many' ? root.dataset.many : root.dataset.ended;
  });
  addEventListener('pagehide', () => stream.close());
  addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
})();
