// Package render writes a document out: as HTML, as a PDF that is tagged as
// PDF/UA-1 asks, and as DOCX. All three hold the same text in the same order.
//
//	sheet ──► spoken: every sentence said, every text cleaned ──┬─► HTML ──► PDF
//	                                                            └─► DOCX
//
// HTML and DOCX are written here. A PDF is printed from the HTML by a program of
// the machine's, Chromium or WeasyPrint, in a process of its own: with a folder of
// its own, no network, and so much time and memory. Its tags, title, language and
// bookmarks come from the HTML; what PDF/UA asks beyond that (its mark in the
// metadata, words for links, what stands in the margins told apart from the text)
// is added afterwards. Without such a program there is no PDF, and whoever asks
// is told so; the other two are always there.
//
// Printing is dear: what was printed is kept in memory by its content, the same
// document is printed once however many ask for it, and only so many at a time.
package render
