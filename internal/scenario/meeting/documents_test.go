package meeting

import (
	"bytes"
	"os/exec"

	"samverk/internal/render/papertest"
	"samverk/internal/scenario/visitor"
)

// lagesbild is a paper of two pages, as somebody else's program writes it.
func (w *world) lagesbild() []byte {
	w.t.Helper()
	cmd := exec.Command("weasyprint", "-", "-")
	cmd.Stdin = bytes.NewBufferString(`<!doctype html><html lang="sv"><title>Lägesbild</title><h1>Lägesbild</h1><p>Väntetiderna är kortare än i våras.</p><p style="break-before:page">Fler orter har fått mottagning.</p></html>`)
	out, err := cmd.Output()
	w.ok(err)
	return out
}

// documents opens every document of the meeting in its three forms: each PDF has
// what a tagged PDF has to have, and the three say the same.
func (w *world) documents(at string) {
	w.t.Helper()
	v := w.visit(secretary)
	list := []string{at + "/dokument/kallelse", at + "/dokument/dagordning", at + "/dokument/beslutslista", at + "/dokument/anteckningar", w.decision(v, at) + "/utdrag"}
	for _, path := range list {
		v.Open(path)
		shown := papertest.Letters(papertest.HTMLText(w.t, string(v.Body)))
		pdf := v.Open(path + ".pdf").Body
		for _, lacks := range papertest.Tagged(w.t, pdf) {
			w.t.Errorf("%s.pdf lacks: %s", path, lacks)
		}
		if got := papertest.Letters(papertest.PDFText(w.t, pdf)); got != shown {
			w.t.Errorf("%s: the PDF says\n%s\nthe page\n%s", path, got, shown)
		}
		if got := papertest.Letters(papertest.DOCXText(w.t, v.Open(path+".docx").Body)); got != shown {
			w.t.Errorf("%s: the DOCX says\n%s\nthe page\n%s", path, got, shown)
		}
	}
}

// decision gives the address of the one decision that a page leads to.
func (w *world) decision(v *visitor.Visitor, page string) string {
	w.t.Helper()
	for _, a := range v.Open(page).All("main a[href^='/beslut/']") {
		for _, x := range a.Attr {
			if x.Key == "href" {
				return x.Val
			}
		}
	}
	w.t.Fatalf("%s leads to no decision", page)
	return ""
}
