// What the pages gain with scripts; every page works without this file.
(() => {
  'use strict';

  // After a failed form the summary of errors takes the focus.
  const summary = document.querySelector('[data-error-summary]');
  if (summary) summary.focus();

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

  // Signing out forgets everything that was kept.
  for (const form of document.querySelectorAll('form[data-sign-out]')) {
    form.addEventListener('submit', () => { try { sessionStorage.clear(); } catch { /* as above */ } });
  }
})();
