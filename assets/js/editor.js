// What the editor of a structure file gains with scripts: line numbers beside the
// text, checked a moment after the last key, a way from an error to its line, and
// the text kept in this tab until it has been saved. Tab goes on to the next field,
// as everywhere. The page works without this file.
(() => {
  'use strict';
  const field = document.querySelector('[data-editor]');
  if (!field) return;
  const area = field.querySelector('textarea');
  const form = area.form;
  const found = form.querySelector('[data-found]');
  const told = form.querySelector('[data-told]');
  const here = field.querySelector('[data-here]');
  const say = field.dataset;
  const key = 'samverk:' + say.editor;

  // Kept in the tab: a session that ended, a closed lid, a wrong turn lose nothing.
  // With it goes what was opened, so that it is not saved over what came later.
  const named = ['source', 'note', 'from', 'opened'];
  const box = (name) => form.elements[name];
  const keep = () => {
    try { sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(named.map((n) => [n, box(n).value])))); } catch { /* full or closed: nothing is kept */ }
  };
  const forget = () => { try { sessionStorage.removeItem(key); } catch { /* as above */ } };
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) || 'null');
    if (kept && kept.source !== area.value && !document.querySelector('[data-error-summary]')) {
      const was = Object.fromEntries(named.map((n) => [n, box(n).value]));
      const put = (all) => { for (const n of named) box(n).value = all[n]; };
      put(kept);
      const p = document.createElement('p');
      const undo = document.createElement('button');
      p.className = 'kept';
      p.setAttribute('role', 'status');
      p.append(say.kept, ' ', undo);
      undo.type = 'button';
      undo.className = 'quiet';
      undo.textContent = say.undo;
      undo.addEventListener('click', () => { put(was); forget(); p.remove(); area.focus(); changed(); });
      field.querySelector('.ed').before(p);
    }
  } catch { /* what is kept can't be read: the page's own text stands */ }
  form.addEventListener('input', keep);

  // Line numbers, and a mark at each line of which something was found.
  const nums = document.createElement('div');
  const list = document.createElement('pre');
  nums.className = 'nums';
  nums.setAttribute('aria-hidden', 'true');
  nums.append(list);
  area.before(nums);
  const style = getComputedStyle(area);
  const high = parseFloat(style.lineHeight);
  const top = parseFloat(style.paddingTop);
  let lines = 0;
  const number = () => {
    const n = area.value.split('\n').length;
    if (n === lines) return;
    lines = n;
    list.firstChild?.remove();
    list.prepend(Array.from({ length: n }, (_, i) => i + 1).join('\n'));
    nums.style.width = String(n).length + 3 + 'ch';
  };
  const follow = () => { list.style.transform = `translateY(${-area.scrollTop}px)`; };
  area.addEventListener('scroll', follow, { passive: true });
  let said = new Map();
  const mark = () => {
    list.querySelectorAll('span').forEach((s) => s.remove());
    said = new Map();
    for (const li of found.querySelectorAll('[data-line]')) {
      const n = Number(li.dataset.line);
      const words = [...li.querySelectorAll('span')].map((s) => s.textContent).join(' ');
      if (!n) continue;
      if (said.has(n)) { said.set(n, said.get(n) + ' ' + words); continue; }
      said.set(n, words);
      const s = document.createElement('span');
      s.className = li.dataset.tone;
      s.style.top = top + (n - 1) * high + 'px';
      s.textContent = n;
      s.title = words;
      list.append(s);
    }
    where();
  };
  // Below the text: what was found at the line where one writes.
  const where = () => {
    const n = area.value.slice(0, area.selectionStart).split('\n').length;
    here.hidden = !said.has(n);
    here.textContent = said.has(n) ? n + ': ' + said.get(n) : '';
  };
  document.addEventListener('selectionchange', () => { if (document.activeElement === area) where(); });

  // From what was found to its line.
  const goTo = (n) => {
    const all = area.value.split('\n');
    const from = all.slice(0, n - 1).reduce((sum, l) => sum + l.length + 1, 0);
    area.focus({ preventScroll: true });
    area.setSelectionRange(from, from + (all[n - 1] || '').length);
    area.scrollTop = Math.max(0, (n - 4) * high);
    area.scrollLeft = 0;
    area.scrollIntoView({ block: 'nearest' });
    where();
  };
  const lineOf = (e) => e.target.closest('a') && e.target.closest('[data-line]');
  const lead = (e) => {
    const li = lineOf(e);
    if (!li) return;
    e.preventDefault();
    goTo(Number(li.dataset.line));
  };
  found.addEventListener('click', lead);
  // By Enter it leads there when the key is let go: one that is held down a while
  // repeats, and would be typed over the line.
  let held = null;
  found.addEventListener('keydown', (e) => {
    if (e.key !== 'Enter' || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || !lineOf(e)) return;
    e.preventDefault();
    held = e.target;
  });
  found.addEventListener('keyup', (e) => {
    if (e.key === 'Enter' && held === e.target) lead(e);
    held = null;
  });

  // Checked a moment after the last key, by the form's own address.
  let timer, asked;
  let checked = found.querySelector('[data-count]') ? area.value : null;
  const tell = (words) => { if (told.textContent !== words) told.textContent = words; };
  const problem = (words) => {
    const p = found.querySelector('.asked') || document.createElement('p');
    p.className = 'asked bad';
    p.textContent = words;
    found.prepend(p);
    tell(words);
  };
  const check = async () => {
    if (area.value === checked) return;
    if (new Blob([area.value]).size > Number(say.largest)) { problem(say.tooLarge); return; }
    asked?.abort();
    asked = new AbortController();
    const text = area.value;
    const body = new URLSearchParams(new FormData(form));
    body.set('do', 'medan-man-skriver');
    try {
      const answer = await fetch(form.action, { method: 'POST', body, signal: asked.signal, redirect: 'error' });
      if (!answer.ok) { problem(answer.status === 401 ? say.signedOut : answer.status === 413 ? say.tooLarge : say.failed); return; }
      const html = await answer.text();
      const show = () => {
        const open = found.querySelector('details')?.open;
        found.innerHTML = html;
        if (open) found.querySelector('details')?.setAttribute('open', '');
        checked = text;
        tell(found.querySelector('[data-count]')?.textContent || '');
        mark();
      };
      // What somebody has the focus in is not taken away.
      if (found.contains(document.activeElement)) found.addEventListener('focusout', show, { once: true });
      else show();
    } catch (e) {
      if (e.name !== 'AbortError') problem(say.failed);
    }
  };
  const changed = () => {
    number();
    clearTimeout(timer);
    timer = setTimeout(check, 800);
  };
  area.addEventListener('input', changed);

  // A new line begins where the one above does.
  area.addEventListener('keydown', (e) => {
    if (e.key !== 'Enter' || e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    const before = area.value.slice(0, area.selectionStart);
    const indent = before.slice(before.lastIndexOf('\n') + 1).match(/^ */)[0];
    if (!indent) return;
    e.preventDefault();
    document.execCommand('insertText', false, '\n' + indent); // keeps undo, as setRangeText does not
  });

  const numbered = document.querySelector('[data-numbered]');
  if (numbered) numbered.hidden = true; // the numbers stand beside the text
  number();
  follow();
  mark();
  if (checked === null) changed();
})();
