package browser

import (
	"encoding/json"
	"fmt"

	"github.com/chromedp/chromedp"
)

// helpers are the functions with which a form is found and filled in the page.
// A field is known by its label, a choice by its group's legend and its own
// label, as in package visitor; what lies folded is unfolded first.
const helpers = `
const words = e => (e.getAttribute('aria-label') || e.innerText || e.textContent || e.value || '').replace(/\s+/g,' ').trim();
const unfold = e => { for (let d = e.closest('details:not([open])'); d; d = d.parentElement.closest('details:not([open])')) d.open = true; };
const form = key => { const [name, about] = JSON.parse(key); for (const f of document.forms) if (!about || (f.closest('li') || f).textContent.includes(about)) for (const b of f.querySelectorAll('button, input[type=submit]'))
	if (b.type !== 'button' && (words(b).startsWith(name) || b.textContent.replace(/\s+/g,' ').trim().startsWith(name))) { unfold(b); return [f, b]; }
	throw new Error('no button ' + name + '; there is: ' + [...document.querySelectorAll('form button')].map(words).join(' | ')); };
const mark = e => { document.querySelectorAll('[data-scenario]').forEach(x => x.removeAttribute('data-scenario'));
	e.setAttribute('data-scenario', '1'); e.scrollIntoView({block: 'center'}); return true; };
const field = (f, label) => { for (const l of f.querySelectorAll('label')) if (words(l).startsWith(label) && l.control) { unfold(l); return l.control; }
	throw new Error('no field ' + label + '; there is: ' + [...f.querySelectorAll('label')].map(words).join(' | ')); };
`

// Form is a form of the open page that is being filled.
type Form struct {
	tab *Tab
	key string // its button, and what stands beside it, as JSON
}

// Form finds the form that has a button whose words begin with the text given.
func (tab *Tab) Form(button string) *Form {
	tab.t.Helper()
	return tab.FormAbout(button, "")
}

// FormAbout finds such a form in the row of a list that holds the words.
func (tab *Tab) FormAbout(button, words string) *Form {
	tab.t.Helper()
	key, _ := json.Marshal([]string{button, words})
	f := &Form{tab, string(key)}
	f.do(`form(a[0]);`)
	return f
}

// Has tells whether the page has a form with such a button.
func (tab *Tab) Has(button string) bool {
	tab.t.Helper()
	key, _ := json.Marshal([]string{button, ""})
	js, _ := json.Marshal(string(key))
	var has bool
	tab.Eval(fmt.Sprintf(`(function(name){ %s; try { form(name); return true } catch (e) { return false } })(%s)`, helpers, js), &has)
	return has
}

// do runs a body of JavaScript with the form's button and the words as a, and
// fails the test when it throws.
func (f *Form) do(body string, words ...string) {
	f.tab.t.Helper()
	js, _ := json.Marshal(append([]string{f.key}, words...))
	var said string
	f.tab.Eval(fmt.Sprintf(`(function(a){ %s; try { (function(){ %s })(); return '' } catch (e) { return e.message } })(%s)`, helpers, body, js), &said)
	if said != "" {
		f.tab.t.Fatalf("%s: the form %q: %s", f.tab.Path(), f.key, said)
	}
}

// Fill writes in the field with the label, over what is there, and leaves it.
func (f *Form) Fill(label, value string) *Form {
	f.tab.t.Helper()
	f.do(`const c = field(form(a[0])[0], a[1]); mark(c); c.focus(); c.value = '';`, label)
	f.tab.run("fill "+label, chromedp.SendKeys("[data-scenario]", value, chromedp.ByQuery), chromedp.Blur("[data-scenario]", chromedp.ByQuery))
	return f
}

// Select picks an option by its words in the field with the label.
func (f *Form) Select(label, option string) *Form {
	f.tab.t.Helper()
	f.do(`const c = field(form(a[0])[0], a[1]), o = [...c.options].find(o => words(o).startsWith(a[2]));
		if (!o) throw new Error('no option ' + a[2] + ' in ' + a[1] + '; there is: ' + [...c.options].map(words).join(' | '));
		c.value = o.value; c.dispatchEvent(new Event('input', {bubbles: true})); c.dispatchEvent(new Event('change', {bubbles: true}));`, label, option)
	return f
}

// Choose clicks the radio button or checkbox with the label, within the group
// whose legend begins with the text given; an empty group is any.
func (f *Form) Choose(group, label string) *Form {
	f.tab.t.Helper()
	f.do(`const all = [form(a[0])[0]]; let scopes = all;
		if (a[1]) scopes = [...all[0].querySelectorAll('fieldset')].filter(s => [...s.querySelectorAll('legend')].some(l => words(l).startsWith(a[1])));
		const have = [];
		for (const s of scopes) for (const l of s.querySelectorAll('label')) {
			const c = l.control; if (!c || (c.type !== 'radio' && c.type !== 'checkbox')) continue;
			have.push(words(l)); if (!words(l).startsWith(a[2])) continue;
			unfold(c); c.click(); return;
		}
		throw new Error('no choice ' + a[2] + ' in group ' + a[1] + '; there is: ' + have.join(' | '));`, group, label)
	return f
}

// Attach chooses a file of this machine in the field with the label.
func (f *Form) Attach(label, file string) *Form {
	f.tab.t.Helper()
	f.do(`mark(field(form(a[0])[0], a[1]));`, label)
	f.tab.run("attach "+label, chromedp.SetUploadFiles("[data-scenario]", []string{file}, chromedp.ByQuery))
	return f
}

// Done presses the form's button and fails the test when the page that answers
// refuses it.
func (f *Form) Done() *Tab {
	f.tab.t.Helper()
	f.Submit()
	if status := f.tab.asks.status(); status >= 400 {
		f.tab.t.Fatalf("the form %s is answered with %d at %s:\n%s", f.key, status, f.tab.Path(), f.tab.Text())
	}
	return f.tab
}

// Submit presses the form's button and takes whatever page answers.
func (f *Form) Submit() *Tab {
	f.tab.t.Helper()
	f.do(`mark(form(a[0])[1]);`)
	f.tab.press("the button of " + f.key)
	return f.tab
}

// press clicks what is marked, or the middle of it, and waits for the answer.
func (tab *Tab) press(what string) {
	tab.t.Helper()
	before := tab.asks.count()
	tab.run("click "+what, chromedp.Click("[data-scenario]", chromedp.ByQuery))
	tab.answered(before)
}
