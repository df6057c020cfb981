package structures

import (
	"samverk/internal/app/structures"
	"samverk/internal/web/ui"
)

const proposed = structures.Proposed

func dayField(p listPage) ui.Field {
	f := p.Form.Field("from", p.T.S("proposals.day")).WithHint(p.T.S("proposals.day_hint"))
	f.Optional = true
	return f
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
