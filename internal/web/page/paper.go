package page

import "samverk/internal/domain/sheet"

// paperAt are the kinds of documents as they stand in an address.
var paperAt = []struct {
	kind sheet.Kind
	at   string
}{{sheet.Notice, "kallelse"}, {sheet.Agenda, "dagordning"}, {sheet.Decisions, "beslutslista"}, {sheet.Extract, "utdrag"}, {sheet.Notes, "anteckningar"}, {sheet.Minutes, "protokoll"}}

// Draft stands in an address for what is being written, instead of a version.
const Draft = "utkast"

// PaperAt gives a kind of document as it stands in an address.
func PaperAt(k sheet.Kind) string {
	for _, p := range paperAt {
		if p.kind == k {
			return p.at
		}
	}
	return ""
}

// PaperKind reads a kind of document from an address.
func PaperKind(at string) (sheet.Kind, bool) {
	for _, p := range paperAt {
		if p.at == at {
			return p.kind, true
		}
	}
	return "", false
}
