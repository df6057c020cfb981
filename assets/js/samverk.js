// What the pages gain with scripts; every page works without this file.
import { forgetAll, forgetPapers, kept, send } from './notes.js';
import { orderable } from './order.js';

(() => {
  'use strict';

  // After a failed form the summary of errors takes the focus.
  const summary = document.querySelector('[data-error-summary]');
  if (summary) summary.focus();

  orderable();

  // A form that is sent twice by an impatient hand is answered once: the key in
  // the form already guarantees that, this only says so.
  document.addEventListener('submit', (e) => {
    const button = e.submitter;
    if (!button || e.target.method !== 'post') return;
    button.setAttribute('aria-busy', 'true');
    window.addEventListener('pageshow', () => button.removeAttribute('aria-busy'), { once: true });
  });

  // What is typed in a long form survives a closed lid: kept in this tab until
  // the form is sent, and never leaves the device.
  for (const form of document.querySelectorAll('form[data-keep]')) {
    const key = 'samverk:' + form.dataset.keep;
    const fields = () => [...form.elements].filter((f) => f.name && f.name !== '_once' && !['file', 'hidden', 'submit', 'password'].includes(f.type));
    try {
      const kept = JSON.parse(sessionStorage.getItem(key) || 'null');
      if (kept) {
        for (const f of fields()) {
          const v = kept[f.name + '\u0000' + (f.type === 'radio' || f.type === 'checkbox' ? f.value : '')];
          if (v === undefined) continue;
          if (f.type === 'radio' || f.type === 'checkbox') f.checked = v;
          else if (f.value === f.defaultValue) f.value = v;
        }
      }
    } catch { /* a full or closed store only means that nothing is kept */ }
    form.addEventListener('input', () => {
      const out = {};
      for (const f of fields()) {
        const box = f.type === 'radio' || f.type === 'checkbox';
        out[f.name + '\u0000' + (box ? f.value : '')] = box ? f.checked : f.value;
      }
      try { sessionStorage.setItem(key, JSON.stringify(out)); } catch { /* as above */ }
    });
    form.addEventListener('submit', () => { try { sessionStorage.removeItem(key); } catch { /* as above */ } });
  }

  // What has been saved need not be kept here any longer.
  for (const e of document.querySelectorAll('[data-forget]')) {
    try { sessionStorage.removeItem('samverk:' + e.dataset.forget); } catch { /* as above */ }
  }

  // What this device keeps of a meeting's papers is kept for one session: it goes
  // when the page is another's, or when the page is the sign-in. What somebody has
  // written and not sent goes when the page is another person's.
  const [session, person] = kept().split(' ');
  const own = document.querySelector('form[data-sign-out]');
  if (session && own && own.dataset.person !== person) forgetAll().catch(() => {});
  else if (session && (document.querySelector('[data-signed-out]') || (own && own.dataset.session !== session))) forgetPapers().catch(() => {});

  // So long something can be taken back: counted down from what the server said.
  for (const e of document.querySelectorAll('[data-left]')) {
    const until = performance.now() + e.dataset.left * 1000;
    const timer = setInterval(() => {
      const left = Math.ceil((until - performance.now()) / 1000);
      if (left <= 0) clearInterval(timer);
      e.textContent = left <= 0 ? e.dataset.leftNone : (left === 1 ? e.dataset.leftOne : e.dataset.leftMany).replace('{1}', left);
    }, 1000);
  }

  // Signing out forgets everything that was kept. What has not been sent is sent
  // first, and is not thrown away unasked.
  for (const form of document.querySelectorAll('form[data-sign-out]')) {
    form.addEventListener('submit', (e) => {
      try { sessionStorage.clear(); } catch { /* as above */ }
      try { indexedDB.deleteDatabase('samverk-typed'); } catch { /* as above */ }
      if (!kept()) return;
      e.preventDefault();
      const late = new Promise((ok) => setTimeout(() => ok({ left: 1 }), 5000));
      Promise.race([send(form.dataset.person), late]).catch(() => ({ left: 0 })).then(async ({ left }) => {
        if (left && !window.confirm(form.dataset.unsent)) return;
        await forgetAll().catch(() => {});
        form.submit();
      });
    });
  }
})();
