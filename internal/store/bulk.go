package store

import (
	"context"
	"strconv"
	"strings"
)

// bulkRows is the most rows of one statement.
const bulkRows = 64

// bulk inserts many rows with few statements: "insert into <into> values (…), …
// <tail>". Every row has the same number of values. The statements are of few
// sizes, so that they stay prepared.
func bulk(ctx context.Context, tx *Tx, into, tail string, rows [][]any) error {
	size := bulkRows
	for len(rows) > 0 {
		for size > len(rows) {
			size /= 2
		}
		args := make([]any, 0, size*len(rows[0]))
		for _, r := range rows[:size] {
			args = append(args, r...)
		}
		if _, err := tx.exec(ctx, "insert into "+into+" values "+places(tx.Kind(), size, len(rows[0]))+tail, args...); err != nil {
			return err
		}
		rows = rows[size:]
	}
	return nil
}

// places gives the parameters of so many rows: "($1, $2), ($3, $4)". SQLite finds a
// parameter with a name by looking through all before it, which of many thousand
// costs more than the rows do: there they have none, "(?, ?), (?, ?)".
func places(kind Kind, rows, columns int) string {
	var b strings.Builder
	for n := range rows * columns {
		switch {
		case n == 0:
			b.WriteString("(")
		case n%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		if kind == SQLite {
			b.WriteString("?")
		} else {
			b.WriteString("$" + strconv.Itoa(n+1))
		}
	}
	b.WriteString(")")
	return b.String()
}
