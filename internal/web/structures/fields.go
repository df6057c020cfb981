package structures

import (
	"samverk/internal/app/structures"
	"samverk/internal/text"
	"samverk/internal/web/page"
	"samverk/internal/web/ui"
)

const proposed = structures.Proposed

// dayField asks for the day from which a proposal is to be in force.
func dayField(t text.T, f *page.Form) ui.Field {
	return f.Field("from", t.S("proposals.day")).WithHint(t.S("proposals.day_hint")).AsOptional()
}

func fileField(p listPage) ui.Field {
	f := p.Form.Field("file", p.T.S("proposals.file"))
	f.Optional, f.Accept, f.Value = true, ".yaml,.yml,.txt", ""
	return f
}

func sourceField(p listPage) ui.Field {
	f := p.Form.Field("source", p.T.S("proposals.source")).WithHint(p.T.S("proposals.source_hint"))
	f.Optional, f.Rows = true, 12
	return f
}
