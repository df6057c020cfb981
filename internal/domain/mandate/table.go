package mandate

import (
	"fmt"
	"slices"

	"samverk/internal/domain/structure"
)

// Row is one body of the mandate table, or several that a template made and
// that may do the same.
type Row struct {
	Bodies []string
	Cells  []Cell
}

// Cell is what a body may do with a kind of document, or with several that stand
// beside each other and of which its text says the same.
type Cell struct {
	Kinds []string
	Says  []Said
}

// Table gives what every body may do with every kind of document, in the order
// of the structure, while no question about a matter is answered: what a
// question decides is marked as open.
func Table(s *structure.Structure) []Row {
	open := structure.Facts{}
	for _, f := range s.Facts {
		open[f.ID] = structure.Answer{}
	}
	var out []Row
	for i := range s.Bodies {
		b := &s.Bodies[i]
		row := Row{Bodies: []string{b.ID}}
		for _, k := range s.DocumentKinds {
			says := Answer(s, b.ID, structure.Env{Matter: structure.Matter{Kind: k.ID}, Facts: open})
			if n := len(row.Cells); n > 0 && same(row.Cells[n-1].Says, says) {
				row.Cells[n-1].Kinds = append(row.Cells[n-1].Kinds, k.ID)
				continue
			}
			row.Cells = append(row.Cells, Cell{[]string{k.ID}, says})
		}
		if n := len(out); n > 0 && b.Template != "" && s.Body(out[n-1].Bodies[0]).Template == b.Template && alike(out[n-1].Cells, row.Cells) {
			out[n-1].Bodies = append(out[n-1].Bodies, b.ID)
			continue
		}
		out = append(out, row)
	}
	return out
}

func alike(a, b []Cell) bool {
	return slices.EqualFunc(a, b, func(x, y Cell) bool { return slices.Equal(x.Kinds, y.Kinds) && same(x.Says, y.Says) })
}

// same reports whether two answers say the same by the same clauses: the bodies
// of a template have rules of their own, with the same source.
func same(a, b []Said) bool {
	return slices.EqualFunc(a, b, func(x, y Said) bool {
		return x.Word == y.Word && x.What == y.What && x.Open == y.Open && x.Position == y.Position && x.Within == y.Within &&
			slices.Equal(x.To, y.To) && slices.Equal(x.Parties, y.Parties) && slices.Equal(x.Turns, y.Turns) && cited(x) == cited(y)
	})
}

func cited(x Said) string {
	var out []string
	for _, r := range x.Rules {
		out = append(out, r.Cited()+r.Because)
	}
	return fmt.Sprint(out)
}
