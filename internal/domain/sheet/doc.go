// Package sheet is what a document of a body says, apart from what it looks
// like: a notice, an agenda, a list of decisions, notes, minutes, an extract.
// One Sheet is written out as a page, a PDF and a DOCX, and all three hold the
// same text in the same order.
//
// A sheet is in no language of its own. What the document itself says ("Tid",
// "Beslut 3") is said by the catalogue when it is written out, in the language
// of the reader's choice; what people wrote (titles, decisions, names) is in
// Swedish, and is marked so in a document of another language:
//
//	s := sheet.New(sheet.Agenda, "Dagordning för möte i Chefsgruppen")
//	s.Fact("paper.when", sheet.Say("paper.slot", m.On, "09.00", "12.00"))
//	s.Add(
//		sheet.H2(sheet.T("1. Rutin för vårdplan")),
//		sheet.P(sheet.Say("paper.presenter"), sheet.T(": Utvecklingsledaren")),
//		sheet.Decision("Chefsgruppen beslutar att anta rutinen."),
//	)
//
// A Set is what a county has chosen for its documents: its logo, its own words
// around the contents, and the language they come in unless somebody asks for
// another.
package sheet
