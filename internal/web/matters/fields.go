package matters

import "samverk/internal/web/ui"

func hinted(f ui.Field, hint string) ui.Field {
	f.Hint = hint
	return f
}

func optional(f ui.Field) ui.Field {
	f.Optional = true
	return f
}

func chosen(f ui.Field, empty string, choices []ui.Choice) ui.Field {
	f.Empty, f.Choices = empty, choices
	return f
}
