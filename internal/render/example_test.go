package render

import (
	"bytes"
	"image"
	"image/png"

	"samverk/internal/domain/sheet"
)

// example is a document with a block of every kind.
func example(lang sheet.Lang) *sheet.Sheet {
	s := sheet.New(sheet.Agenda)
	s.Lang, s.Body, s.On, s.Number, s.Address, s.Printed = lang, "Chefsgruppen för Å & <Ä>", "2026-11-05", "SAM 2026-014", "https://samverk.example/moten/1", "2026-11-22"
	s.Fill(sheet.FieldBody, sheet.T("Chefsgruppen"))
	s.Fill(sheet.FieldDate, sheet.Say("paper.page"))
	s.State = sheet.Of(sheet.T("Utkast"))
	s.Fact("paper.page", sheet.T("torsdag 5 november 2026, 09.00–12.00"))
	s.Fact("paper.page_of", sheet.To("https://samverk.example/plats", sheet.T("Sal Hjälmaren")))
	s.Add(
		sheet.H2(sheet.T("1. Rutin för samordnad individuell plan")).With(sheet.T("Beslut, 15 minuter")),
		sheet.P(sheet.T("Vanlig text, "), sheet.Bold(sheet.T("fet")), sheet.T(", "), sheet.Ital(sheet.T("kursiv")), sheet.T(" och "), sheet.To("/arenden/1", sheet.T("en länk")), sheet.T(".")),
		sheet.H3(sheet.T("Beslut")),
		sheet.Decision("Chefsgruppen beslutar\natt anta rutinen från den 1 januari 2027."),
		sheet.Bullets(sheet.Of(sheet.T("första punkten")), sheet.Of(sheet.T("andra punkten"))),
		sheet.Numbered(sheet.Of(sheet.T("ett steg")), sheet.Of(sheet.T("nästa steg"))),
		sheet.FactsOf(sheet.F("paper.page", sheet.T("Utvecklingsledaren"))),
		sheet.Table{Caption: sheet.Of(sheet.T("Närvaro")), Cols: []sheet.Line{sheet.Of(sheet.T("Namn")), sheet.Of(sheet.T("Part"))},
			Rows: [][]sheet.Line{{sheet.Of(sheet.T("Socialchefen")), sheet.Of(sheet.T("Łódź"))}, {sheet.Of(sheet.T("Områdeschefen")), sheet.Of(sheet.T("Regionen"))}}},
		sheet.Break{},
		sheet.H4(sheet.T("En underrubrik")),
		sheet.Quiet(sheet.T("En liten anmärkning.")),
		sheet.Signature{Name: sheet.Of(sheet.T("Ordföranden")), Role: sheet.Of(sheet.T("Justerare"))},
		sheet.Signature{Name: sheet.Of(sheet.T("Socialchefen")), Role: sheet.Of(sheet.T("Justerare")), Given: sheet.Of(sheet.T("Justerat genom länk den 6 november."))},
	)
	return s
}

// logo is a small picture.
func logo() *sheet.Logo {
	img := image.NewNRGBA(image.Rect(0, 0, 30, 10))
	for i := range img.Pix {
		img.Pix[i] = 0x80
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return &sheet.Logo{Type: "image/png", Data: b.Bytes(), Alt: "Länets märke", Width: 30, Height: 10}
}
