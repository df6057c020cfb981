package figures

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"samverk/internal/text"
	"samverk/internal/web/session"
)

// csv sends the numbers as a file for a spreadsheet: the same as on the page,
// all rows of it.
func (h *Handler) csv(w http.ResponseWriter, r *http.Request) error {
	v, err := h.read(r)
	if err != nil {
		return err
	}
	t := text.For(session.Of(r).Lang)
	rows := [][]string{{t.S("figures.col.body"), t.S("figures.col.held"), t.S("figures.col.planned"), t.S("figures.col.asked"), t.S("figures.col.missing"),
		t.S("figures.col.present"), t.S("figures.col.assumed"), t.S("figures.col.ahead"), t.S("figures.col.items"), t.S("figures.col.informs"), t.S("figures.col.undecided"), t.S("figures.col.returned")}}
	for _, b := range v.Bodies {
		asked, items := "", []string{"", "", "", ""}
		if b.Duty.Asked.Stated {
			asked = strconv.Itoa(b.Duty.Asked.Min)
		}
		if b.Inside {
			items = []string{strconv.Itoa(b.Items.Items), strconv.Itoa(b.Items.Informs), strconv.Itoa(len(b.Items.Undecided)), strconv.Itoa(len(b.Items.Returned))}
		}
		rows = append(rows, append([]string{b.Name, strconv.Itoa(b.Duty.Held), strconv.Itoa(b.Duty.Ahead), asked, strconv.Itoa(b.Duty.Missing),
			hourText(b.Time.Present), hourText(b.Time.Assumed), hourText(b.Time.Ahead)}, items...))
	}
	rows = append(rows, []string{}, []string{t.S("figures.col.matter"), t.S("figures.col.title"), t.S("figures.col.body"), t.S("figures.col.on"), t.S("figures.col.days")})
	for _, l := range v.Leads {
		rows = append(rows, []string{l.Number, l.Title, l.Body, string(l.On), strconv.Itoa(l.Days)})
	}
	name := "matt-" + strconv.Itoa(v.Year)
	if v.Body != nil {
		name = "matt-" + v.Body.ID + "-" + strconv.Itoa(v.Year)
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	out := csv.NewWriter(w)
	out.Comma = ';' // as a Swedish spreadsheet reads it
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless gives a cell that no spreadsheet takes for a formula: one that begins
// like one gets an apostrophe before it.
func harmless(cell string) string {
	if strings.IndexAny(strings.TrimLeft(cell, " \u00a0"), "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + cell
	}
	return cell
}
