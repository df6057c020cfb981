package ui

// Glyph is the drawing in a tag or beside a word. It never stands without one.
type Glyph string

// The glyphs.
const (
	NoGlyph   Glyph = ""
	Check     Glyph = "check"
	CheckPen  Glyph = "check-pen"
	CheckNote Glyph = "check-note"
	Ring      Glyph = "ring" // dashed
	Lines     Glyph = "lines"
	Half      Glyph = "half"
	House     Glyph = "house"
	Speech    Glyph = "speech"
	Pause     Glyph = "pause"
	Warning   Glyph = "warning"
	Cross     Glyph = "cross"
	Arrow     Glyph = "arrow"
	Back      Glyph = "back"
	Dot       Glyph = "dot"
	Clock     Glyph = "clock"
	Calendar  Glyph = "calendar"
	Paper     Glyph = "paper"
	People    Glyph = "people"
	Lens      Glyph = "lens"
	Lock      Glyph = "lock"
	Play      Glyph = "play"
	Book      Glyph = "book"
)

// stroke is one part of a glyph: a path, drawn or filled.
type stroke struct {
	d      string
	dash   string
	filled bool
}

const circle = "M17.2 10a7.2 7.2 0 1 1-14.4 0a7.2 7.2 0 1 1 14.4 0z"

// strokes gives the parts of a glyph in a square of 20.
func (g Glyph) strokes() []stroke {
	switch g {
	case Check:
		return []stroke{{d: "M4 10.5l4 4 8-9"}}
	case CheckPen:
		return []stroke{{d: "M2.5 9.5l3.5 3.5 6-7.5"}, {d: "M10 17.5l.8-2.8 4.9-4.9 2 2-4.9 4.9z"}}
	case CheckNote:
		return []stroke{{d: "M2.5 8.5l3.5 3.5 7-8"}, {d: "M10.5 13h7M10.5 16.5h5"}}
	case Ring:
		return []stroke{{d: circle, dash: "3 2.6"}}
	case Lines:
		return []stroke{{d: "M7 5h10M7 10h10M7 15h10M3 5h.1M3 10h.1M3 15h.1"}}
	case Half:
		return []stroke{{d: circle}, {d: "M10 2.8a7.2 7.2 0 0 1 0 14.4z", filled: true}}
	case House:
		return []stroke{{d: "M3 9.5L10 3.5l7 6M5 8.5V16.5h10V8.5"}}
	case Speech:
		return []stroke{{d: "M3 4h14v9.5H9l-4 3.5v-3.5H3z"}}
	case Pause:
		return []stroke{{d: "M7 4.5v11M13 4.5v11"}}
	case Warning:
		return []stroke{{d: "M10 3l7.5 13.5h-15z"}, {d: "M10 8v4M10 14.3v.1"}}
	case Cross:
		return []stroke{{d: "M5 5l10 10M15 5L5 15"}}
	case Arrow:
		return []stroke{{d: "M3.5 10h13M11.5 5l5 5-5 5"}}
	case Back:
		return []stroke{{d: "M8 4.5L3 9.5l5 5M3 9.5h9a5 5 0 0 1 5 5v1"}}
	case Dot:
		return []stroke{{d: "M13 10a3 3 0 1 1-6 0a3 3 0 1 1 6 0z", filled: true}}
	case Clock:
		return []stroke{{d: circle}, {d: "M10 5.8V10l3 2"}}
	case Calendar:
		return []stroke{{d: "M3 4.5h14v12.5H3zM3 8.5h14M7 2.5v3.5M13 2.5v3.5"}}
	case Paper:
		return []stroke{{d: "M5 2.5h6.5L15.5 6.5v11H5zM11.5 2.5v4h4"}}
	case People:
		return []stroke{{d: "M10.3 7a3 3 0 1 1-6 0a3 3 0 1 1 6 0zM1.8 16.5c0-3.3 2.4-5 5.5-5s5.5 1.7 5.5 5M13 4.3a3 3 0 0 1 0 5.5M15 12c2 .7 3.2 2.3 3.2 4.5"}}
	case Lens:
		return []stroke{{d: "M14.4 8.8a5.6 5.6 0 1 1-11.2 0a5.6 5.6 0 1 1 11.2 0zM13 13l4.5 4.5"}}
	case Lock:
		return []stroke{{d: "M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9"}}
	case Play:
		return []stroke{{d: "M6 4l10 6-10 6z", filled: true}}
	case Book:
		return []stroke{{d: "M10 5.5C8 4 5.5 3.5 3 3.5V15.5c2.5 0 5 .5 7 2 2-1.5 4.5-2 7-2V3.5c-2.5 0-5 .5-7 2zM10 5.5v12"}}
	default:
		return nil
	}
}
