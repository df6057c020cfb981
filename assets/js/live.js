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
  // Each page writes with a hand of its own, and numbers what it writes: the server
  // takes the later text of one hand for what goes on from the earlier one, also
  // while the answer about that one is on its way. A page holds a lock of its hand's
  // name as long as it lives; what a page has left that lives no more is taken over
  // with its hand. Without locks nobody can tell: a hand is not taken over then.
  const random = () => (crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-'));
  const page = random();
  const held = new Map();
  const hold = (hand) => {
    if (!navigator.locks) return Promise.resolve(true);
    if (!held.has(hand)) {
      held.set(hand, new Promise((ok) => {
        navigator.locks.request('samverk-hand-' + hand, { signal: AbortSignal.timeout(1000) }, () => { ok(true); return new Promise(() => {}); })
          .catch(() => { held.delete(hand); ok(false); });
      }));
    }
    return held.get(hand);
  };
  // What is kept in this browser under the keys of what was typed: person, address,
  // item, field, body ("" for none), hand.
  const keptHere = async () => {
    const keys = await store('readonly', (s) => s.getAllKeys()) || [];
    return keys.filter((k) => k.split(' ')[0] === me);
  };
  const fields = [];
  class Typed {
    constructor(e) {
      Object.assign(this, { e, box: e.querySelector('textarea, input:not([type=hidden])'), told: e.querySelector('[data-told]'), side: e.querySelector('[data-crossed]') });
      this.hidden = e.querySelector('[data-base-field]');
      this.mark = e.querySelector('[data-op-field]');
      this.latest = 0; // the last text of anybody that is known of
      this.at(Number(e.dataset.base), e.hasAttribute('data-unsaved') ? null : this.box.defaultValue); // a browser that loads the page again may put an old number back
      this.place = [me, e.dataset.to, e.dataset.item, e.dataset.draft, e.dataset.body].join(' ');
      this.hand = page;
      this.n = 0; // grows with what is typed
      this.sent = null;
      this.wait = 0;
      this.since = 0; // when the field began to differ from what is on its way
      this.busy = this.begins = true; // until what an earlier page has left is known
      this.box.addEventListener('input', () => this.typed());
    }
    get key() { return this.place + ' ' + this.hand; }
    get op() { return this.hand + '/' + this.e.dataset.draft + '#' + this.n; }
    get waits() { return !!this.sent || this.box.value !== this.has; }
    next() { this.n = Math.max(this.n + 1, Date.now()); }
    // text is the server's under base; null where it is not known.
    at(base, text) { this.base = base; this.has = text; this.hidden.value = base; this.latest = Math.max(this.latest, base); }
    // What an earlier page or a browser that went down had not sent goes first.
    async begin() {
      const shown = this.box.defaultValue;
      for (const key of await keptHere()) {
        const hand = key.startsWith(this.place + ' ') || key === this.place.trim() ? key.slice(this.place.length + 1) : null;
        if (hand === null || !(await hold(hand))) continue;
        const kept = await store('readonly', (s) => s.get(key));
        if (!kept) continue;
        this.take(kept, hand, shown);
        this.begins = false;
        if (key !== this.key) { await this.keep(); await store('readwrite', (s) => s.delete(key)); }
        break; // what still others have left is sent by itself
      }
      this.busy = this.begins = false;
      if (this.waits) this.send();
      else if (this.hand !== page) this.keep();
    }
    take(kept, hand, shown) {
      const [who, nth] = (this.e.dataset.op || '').split('#');
      const own = who === hand + '/' + this.e.dataset.draft;
      if (navigator.locks && hand) { this.hand = hand; this.n = Math.max(this.n, kept.n || 0); }
      if (own && parseInt(nth, 10) >= kept.n) return; // the page shows it, or what came after it
      const late = own || this.base < kept.base; // the page was made before it was saved
      if (!kept.sent && ((kept.waits === false && !late) || kept.text === shown)) return;
      const since = this.box.value;
      this.box.value = since === shown || since === kept.text ? kept.text : kept.text + (since.startsWith(shown) ? since.slice(shown.length) : '\n' + since);
      if (this.box.value !== kept.text) this.next();
      this.at(kept.base, null);
      this.sent = kept.sent;
    }
    // One writing at a time: who types fast has the last letter kept at once.
    keep() {
      if (this.begins) return Promise.resolve();
      this.keeping ||= Promise.resolve(this.writing).then(() => {
        this.keeping = null;
        this.writing = store('readwrite', (s) => (!this.waits && !this.gone ? s.delete(this.key)
          : s.put({ text: this.box.value, base: this.base, sent: this.sent, n: this.n, waits: this.waits }, this.key)));
        return this.writing;
      });
      return this.keeping;
    }
    typed() {
      this.next();
      this.told.textContent = this.e.dataset.saving;
      this.keep();
      this.soon();
    }
    soon() {
      clearTimeout(this.timer);
      this.since ||= Date.now(); // who never rests is saved every third second
      this.timer = setTimeout(() => this.send(), Math.max(0, Math.min(700, this.since + 3000 - Date.now())));
    }
    async send() {
      if (this.busy || !this.waits) return;
      this.busy = true;
      this.since = 0;
      if (!this.n) this.next();
      if (!this.sent) this.sent = { op: this.op, base: this.base, text: this.box.value };
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
        if (stream.readyState === EventSource.OPEN) online(); // the stream may have stood through a short cut
        this.at(answer.no, text);
        if (this.box.value === text) this.told.textContent = answer.said;
        this.latest = Math.max(this.latest, ...answer.heads.map((h) => h.no));
        this.cross(answer);
        await this.keep();
        if (this.waits) { this.soon(); return; }
        this.told_of(answer);
        if (this.missed) this.told_of(this.missed);
        return;
      }
      if (answer && answer.error) {
        this.sent = null;
        this.told.textContent = answer.error;
        this.keep();
        if (this.box.value !== text) this.soon(); // it may do now
        return;
      }
      this.told.textContent = status === 401 || status === 403 ? this.e.dataset.signedOut : this.e.dataset.saving;
      if (!status) offline();
      this.wait = Math.min(30000, this.wait * 2 || 1000);
      clearTimeout(this.again);
      this.again = setTimeout(() => this.send(), this.wait);
    }
    // A form that is sent carries what is typed: it is kept until the answer is there.
    leaves(form, button) {
      clearTimeout(this.timer);
      clearTimeout(this.again);
      if (form.contains(this.e)) {
        const chooses = button && button.name === 'valj' && this.e.contains(button);
        if (chooses && !this.waits) this.hidden.value = ''; // nothing typed goes along
        if (chooses) { this.box.readOnly = true; setTimeout(() => { this.box.readOnly = false; }, 10000); }
        this.next();
        this.mark.value = this.op;
      }
      if (!this.n) return;
      this.gone = true;
      this.keep();
    }
    cross(f) {
      if (this.side.innerHTML !== f.crossed && !this.side.contains(document.activeElement)) this.side.innerHTML = f.crossed;
    }
    // What another has saved is taken in where nothing of one's own waits. What is
    // said may be older than what is known: the last text of anybody always stands.
    told_of(f) {
      if (this.busy || this.waits) { this.missed = f; return; }
      this.missed = null;
      const latest = Math.max(...f.heads.map((h) => h.no));
      if (latest < this.latest) return;
      this.latest = latest;
      this.cross(f);
      const own = f.heads.find((h) => h.no === this.base) || f.heads.find((h) => h.by === me) || f.heads[0];
      if (!own || (own.no === this.base && own.text === this.has)) return;
      if (own.text !== this.box.value) {
        const { selectionStart: a, selectionEnd: b } = this.box;
        this.box.value = own.text;
        if (document.activeElement === this.box) this.box.setSelectionRange(a, b);
      }
      this.at(own.no, own.text);
    }
  }
  // What waits for a field that is not on the page any more, since the decision has
  // been recorded or the meeting closed, is sent all the same: nothing typed is gone.
  // What a page in another tab has that lives is that page's to send.
  const left = async () => {
    for (const key of await keptHere()) {
      const [, to, punkt, falt, organ = '', hand = ''] = key.split(' ');
      if (!root.dataset.live.startsWith(to.replace(/utkast$/, 'live')) || fields.some((f) => f.key === key) || !(await hold(hand))) continue;
      const kept = await store('readonly', (s) => s.get(key));
      if (!kept) continue;
      const all = kept.sent ? [kept.sent] : [];
      if (kept.waits !== false && kept.text !== (kept.sent || {}).text) all.push({ op: (hand || random()) + '/' + falt + '#' + (kept.n || 0), base: kept.base, text: kept.text });
      try {
        let base = 0;
        for (const s of all) {
          const [, answer] = await post(to, { punkt, falt, organ, text: s.text, bas: Math.max(s.base, base), nyckel: s.op });
          base = answer && answer.no;
          if (!base) break;
        }
        if (all.length && !base) continue;
        await store('readwrite', (s) => s.delete(key));
        const note = root.querySelector('[data-changed]');
        if (note && all.length) note.hidden = false;
      } catch { /* not connected: the next page tries again */ }
    }
  };
  if (me) {
    hold(page);
    for (const e of root.querySelectorAll('[data-draft]')) fields.push(new Typed(e));
    Promise.all(fields.map((f) => f.begin())).then(left);
  }
  const flush = () => { for (const f of fields) { f.wait = 0; f.send(); } };
  addEventListener('online', () => { if (stream.readyState === EventSource.OPEN) online(); flush(); if (me) left(); });
  document.addEventListener('visibilitychange', flush);
  document.addEventListener('submit', (e) => { for (const f of fields) f.leaves(e.target, e.submitter); });

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
