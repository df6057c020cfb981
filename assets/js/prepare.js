// Preparing for a meeting: notes are saved as one writes, the meeting's papers are
// kept in the device, and a swipe goes to the next item. Every page works without
// this file.
import * as notes from './notes.js';

const page = document.querySelector('[data-forbered]');
const { session, person } = page.dataset;
const say = (key, ...args) => args.reduce((s, a, i) => s.replaceAll('{' + (i + 1) + '}', a), page.dataset['say' + key[0].toUpperCase() + key.slice(1)] || '');
const clock = (at) => { const d = new Date(at); return d.getDate() + '/' + (d.getMonth() + 1) + ' ' + String(d.getHours()).padStart(2, '0') + '.' + String(d.getMinutes()).padStart(2, '0'); };
const show = (e, words) => { if (!e) return; e.hidden = !words; if (e.textContent !== words) e.textContent = words; };
const copied = document.documentElement.dataset.copy;
const cut = page.querySelector('[data-cut]');
const tell = page.querySelector('[data-status]');

function network(lost) {
  const words = [];
  if (lost) words.push(say('cut'));
  if (copied) words.push(say('copy', clock(Number(copied))));
  show(cut, words.join(' '));
}

// What another person left here is nobody's to keep.
async function begin() {
  const was = notes.kept();
  if (was && was.split(' ')[1] !== person) await notes.forgetAll();
  else if (was && was.split(' ')[0] !== session) await notes.forgetPapers();
}

// Notes -------------------------------------------------------------------------

const form = page.querySelector('form[data-own-note]');
const key = form && form.getAttribute('action') + ' ' + form.elements.punkt.value;
const boxes = () => [...form.querySelectorAll('input[name=marke]')];
const written = () => ({ text: form.elements.text.value, marks: boxes().filter((b) => b.checked).map((b) => b.value) });

function write(note) {
  form.elements.text.value = note.text;
  for (const b of boxes()) b.checked = note.marks.includes(b.value);
}

// restore puts what waits here, or what this device last saw saved, over what the
// page was made with, where that is older.
async function restore() {
  const waits = (await notes.outgoing()).filter((e) => e.key === key && e.person === person);
  const last = waits[waits.length - 1], had = await notes.saved(key);
  if (last) {
    write(last);
    show(form.querySelector('[data-saved]'), say('waits'));
    if (last.state) stuck(last);
  } else if (had && had.version > Number(form.elements.version.value)) {
    write(had);
    form.elements.version.value = had.version;
  }
}

// stuck shows what the server did not take: a note that was saved on another
// device in between, or at an item that is no longer there.
function stuck(entry) {
  if (page.querySelector('.both[role=alert]')) return;
  if (entry.state !== 'conflict') {
    show(form.querySelector('[data-saved]'), (entry.theirs && entry.theirs.say) || say('gone'));
    return;
  }
  const box = page.querySelector('template[data-conflict]').content.cloneNode(true).firstElementChild;
  box.querySelector('[data-theirs]').textContent = entry.theirs.text;
  const end = async (note, again) => {
    await notes.drop(key);
    await notes.settle({ key, text: entry.theirs.text, marks: entry.theirs.marks || [], version: entry.theirs.version });
    form.elements.version.value = entry.theirs.version;
    write(note);
    box.remove();
    form.elements.text.focus();
    if (again) await keepNote();
    else show(form.querySelector('[data-saved]'), say('saved', entry.theirs.saved));
  };
  box.querySelector('[data-mine]').addEventListener('click', () => end(written(), true));
  box.querySelector('[data-take]').addEventListener('click', () => end({ text: entry.theirs.text, marks: entry.theirs.marks || [] }, false));
  form.before(box);
}

async function keepNote() {
  const waits = (await notes.outgoing()).find((e) => e.key === key && e.state === 'conflict');
  if (waits) return; // the reader chooses first
  notes.keeps(session, person);
  await notes.put({ key, person, to: form.getAttribute('action'), item: form.elements.punkt.value, seen: form.elements.sett ? form.elements.sett.value : '0',
    version: Number(form.elements.version.value), ...written() });
  await sendNotes();
}

async function sendNotes() {
  const told = await notes.send(person);
  network(told.cut || !navigator.onLine);
  if (told.out) {
    await notes.forgetPapers();
    show(cut, say('out'));
  }
  if (!form) return told;
  for (const s of told.sent) {
    if (s.key !== key) continue;
    const now = await notes.saved(key);
    form.elements.version.value = now.version;
    form.elements._once.value = crypto.randomUUID();
    show(form.querySelector('[data-saved]'), say('saved', s.at.replace(':', '.')));
    tell.textContent = say('saved', s.at.replace(':', '.'));
  }
  const mine = (await notes.outgoing()).filter((e) => e.key === key);
  if (mine.length && mine[0].state) stuck(mine[0]);
  else if (mine.length) show(form.querySelector('[data-saved]'), say('waits'));
  return told;
}

function listen() {
  let wait, changed = false;
  const save = () => { clearTimeout(wait); if (!changed) return Promise.resolve(); changed = false; return keepNote().catch(() => {}); };
  form.addEventListener('input', (e) => { changed = true; clearTimeout(wait); wait = setTimeout(save, e.target.name === 'text' ? 1200 : 0); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
  window.addEventListener('pagehide', save);
  // The buttons do what they say also without a network.
  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    const next = e.submitter && e.submitter.value === 'nasta';
    if (next) for (const b of boxes()) if (b.value === 'last') b.checked = true;
    changed = true;
    await save();
    if (e.submitter) e.submitter.removeAttribute('aria-busy');
    if (next) location.assign(form.elements.till.value);
  });
}

// Papers in the device ------------------------------------------------------------

const bar = page.querySelector('[data-kept]');

function size(bytes) { return bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) + ' kB' : (bytes / 1e6).toFixed(1).replace('.', ',') + ' MB'; }

function told(kept) {
  let words = say('kept', clock(kept.since), kept.pages.length + kept.files.length, size(kept.bytes));
  if (kept.left.length) words += ' ' + say('left', kept.left.join(', '));
  bar.hidden = false;
  show(bar.querySelector('[data-kept-says]'), words);
  bar.querySelector('[data-kept-remove]').hidden = false;
}

const ask = (worker, what) => new Promise((ok) => { const c = new MessageChannel(); c.port1.onmessage = (e) => ok(e.data); worker.postMessage(what, [c.port2]); });

// keepPapers lets the worker keep the meeting's papers. What was removed here by
// hand is not kept again until the meeting is opened anew.
async function keepPapers() {
  if (!bar || !('serviceWorker' in navigator) || !('caches' in window)) return;
  const removed = 'samverk:ej-behall:' + page.dataset.keep;
  bar.querySelector('[data-kept-remove]').addEventListener('click', async () => {
    try { sessionStorage.setItem(removed, '1'); } catch { /* it is kept again then */ }
    await notes.forgetPapers();
    show(bar.querySelector('[data-kept-says]'), say('removed'));
    bar.querySelector('[data-kept-remove]').hidden = true;
  });
  for (const name of await caches.keys()) {
    if (!name.startsWith(notes.PREFIX)) continue;
    const what = await caches.open(name).then((c) => c.match('/moten/behallet'));
    if (what) told(await what.json());
  }
  let gone = false;
  try { gone = sessionStorage.getItem(removed) === '1'; } catch { /* not removed */ }
  if (copied || gone || !navigator.onLine) return;
  await fetchPapers();
}

async function fetchPapers() {
  await navigator.serviceWorker.register(page.dataset.worker, { updateViaCache: 'none' });
  const { active } = await navigator.serviceWorker.ready;
  notes.keeps(session, person);
  const assets = [...new Set([...document.querySelectorAll('link[rel=stylesheet], script[src]')].map((e) => e.href || e.src)
    .concat(performance.getEntriesByType('resource').map((r) => r.name)))].map((u) => new URL(u)).filter((u) => u.origin === location.origin && u.pathname.startsWith('/static/')).map((u) => u.pathname);
  const answer = await ask(active, { keep: { list: page.dataset.keep, assets, light: Boolean(navigator.connection && navigator.connection.saveData) } });
  if (answer.kept) { told(answer.kept); page.dataset.keptNow = answer.kept.since; }
  if (answer.out) await notes.forgetPapers();
}

// The PDF of all papers -------------------------------------------------------------

// askForIt has the PDF made where nobody has asked for it yet.
async function askForIt() {
  const none = page.querySelector('[data-bundle-none] form');
  if (!none || copied || !navigator.onLine) return;
  try {
    const res = await fetch(none.action, { method: 'POST', body: new URLSearchParams(new FormData(none)) });
    if (!res.ok) return;
    const now = new DOMParser().parseFromString(await res.text(), 'text/html').querySelector('[data-bundle]');
    if (now) page.querySelector('[data-bundle]').replaceWith(now);
  } catch { /* the button is there */ }
}

// follow shows how far the making of the PDF has come, and its pages when it is
// there. The address is asked as the page was: nothing is told that it would not.
async function follow() {
  await askForIt();
  for (let wait = 1000; page.querySelector('[data-bundle-under]'); wait = Math.min(wait * 1.2, 5000)) {
    await new Promise((ok) => setTimeout(ok, wait));
    if (document.hidden || !navigator.onLine) continue;
    let now;
    try {
      const res = await fetch(location.pathname);
      if (!res.ok || res.redirected) return;
      now = new DOMParser().parseFromString(await res.text(), 'text/html').querySelector('[data-bundle]');
    } catch { continue; }
    if (!now) return;
    const here = page.querySelector('[data-bundle]');
    if (now.querySelector('[data-bundle-under]')) {
      here.querySelector('[data-bundle-under]').replaceWith(now.querySelector('[data-bundle-under]'));
      continue;
    }
    here.replaceWith(now);
    tell.textContent = say('ready');
    if (bar && !bar.hidden) await fetchPapers();
  }
}

// The meeting -----------------------------------------------------------------------

// live leads to the meeting once it has been opened, without moving anything.
async function live() {
  const links = [...page.querySelectorAll('[data-live]')];
  if (!links.some((l) => l.hidden) || document.hidden || !navigator.onLine) return;
  try {
    const res = await fetch(page.dataset.keep, { headers: { Accept: 'application/json' } });
    if (res.ok && !res.redirected && (await res.json()).open) for (const l of links) l.hidden = false;
  } catch { /* next time */ }
}

function swipe() {
  let x, y;
  page.addEventListener('touchstart', (e) => { [x, y] = e.touches.length === 1 && !e.target.closest('textarea, .prop') ? [e.touches[0].clientX, e.touches[0].clientY] : []; }, { passive: true });
  page.addEventListener('touchend', (e) => {
    if (x === undefined) return;
    const dx = e.changedTouches[0].clientX - x, dy = e.changedTouches[0].clientY - y;
    if (Math.abs(dx) < 80 || Math.abs(dy) > 40 || String(getSelection())) return;
    const to = page.querySelector(dx < 0 ? 'a[rel=next]' : 'a[rel=prev]');
    if (to) to.click();
  }, { passive: true });
}

(async () => {
  network(!navigator.onLine);
  swipe();
  try {
    await begin();
    if (form) { await restore(); listen(); }
    page.dataset.ready = '1';
    follow();
    await sendNotes();
    await keepPapers();
  } catch { /* a closed store only means that nothing is kept: the form saves as without a script */ }
  window.addEventListener('online', () => sendNotes().catch(() => {}));
  window.addEventListener('offline', () => network(true));
  setInterval(() => { notes.outgoing().then((all) => { if (all.some((e) => !e.state)) return sendNotes(); }).catch(() => {}); }, 15000);
  setInterval(live, 30000);
})();
