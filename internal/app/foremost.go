package app

import (
	"samverk/internal/access"
	"samverk/internal/domain/structure"
)

// foremostLevels is how many levels from the top the bodies stand in that keep
// the structure.
const foremostLevels = 2

// AtForemost gives a Need at each of the bodies of the foremost levels.
func AtForemost(s *structure.Structure, need func(body string) access.Need) []access.Need {
	var out []access.Need
	for _, b := range s.Bodies {
		for i, l := range s.Levels {
			if i < foremostLevels && l.ID == b.Level {
				out = append(out, need(b.ID))
			}
		}
	}
	return append(out, need(""))
}
