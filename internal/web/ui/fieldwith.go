package ui

// WithHint gives the field with a hint below its label.
func (f Field) WithHint(hint string) Field { f.Hint = hint; return f }

// AsOptional gives the field as one that may be left empty.
func (f Field) AsOptional() Field { f.Optional = true; return f }

// Narrow gives the field in the width of a date or a number.
func (f Field) Narrow() Field { f.Small = true; return f }

// Or gives the field with a value to begin with, unless it has been sent.
func (f Field) Or(value string) Field {
	if f.Value == "" && f.Error == "" {
		f.Value = value
	}
	return f
}

// Of gives the field with its choices.
func (f Field) Of(choices []Choice) Field { f.Choices = choices; return f }

// SideBySide gives the field with its choices on one line where they fit.
func (f Field) SideBySide() Field { f.Inline = true; return f }

// OrNothing gives a Select that begins with an option that chooses nothing.
func (f Field) OrNothing(words string) Field { f.Empty = words; return f }
