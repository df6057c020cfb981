// An agenda whose items can be dragged into another order, by mouse, pen or finger.
// The buttons up and down do the same; this only adds a handle.
const places = (list) => [...list.children].filter((li) => li.querySelector('input[name="till"]'));

function drag(list, li, grip, down) {
  down.preventDefault();
  grip.setPointerCapture(down.pointerId);
  li.classList.add('dragged');
  const mark = (to) => {
    for (const x of list.children) x.classList.remove('over', 'under');
    const all = places(list), from = all.indexOf(li);
    if (to !== from) all[to].classList.add(to < from ? 'over' : 'under');
  };
  let to = places(list).indexOf(li);
  const from = to;
  const moved = (e) => {
    const all = places(list);
    const y = e.clientY;
    to = all.findIndex((x) => { const b = x.getBoundingClientRect(); return y < b.top + b.height / 2; });
    if (to < 0) to = all.length;
    if (to > from) to -= 1;
    mark(to);
    if (y < 60) window.scrollBy(0, -14);
    else if (y > window.innerHeight - 60) window.scrollBy(0, 14);
  };
  const done = (drop) => (e) => {
    grip.removeEventListener('pointermove', moved);
    grip.removeEventListener('pointerup', up);
    grip.removeEventListener('pointercancel', cancel);
    document.removeEventListener('keydown', escape);
    mark(from);
    li.classList.remove('dragged');
    if (!drop || to === from) return;
    e.preventDefault();
    const field = li.querySelector('input[name="till"]');
    field.value = String(to + 1);
    field.form.submit();
  };
  const up = done(true), cancel = done(false);
  const escape = (e) => { if (e.key === 'Escape') cancel(e); };
  grip.addEventListener('pointermove', moved);
  grip.addEventListener('pointerup', up);
  grip.addEventListener('pointercancel', cancel);
  document.addEventListener('keydown', escape);
}

export function orderable() {
  for (const list of document.querySelectorAll('[data-order]')) {
    for (const li of places(list)) {
      const grip = document.createElement('span');
      grip.className = 'grip';
      grip.title = list.dataset.grip;
      grip.setAttribute('aria-hidden', 'true'); // the buttons are there for the keyboard and for readers
      grip.addEventListener('pointerdown', (e) => { if (e.button === 0) drag(list, li, grip, e); });
      li.querySelector('.head').prepend(grip);
    }
  }
}
