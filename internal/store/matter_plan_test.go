package store

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"samverk/internal/access"
	"samverk/internal/domain/people"
)

// What the pages of a matter and the lists read must be found by an index, also
// when there are a hundred thousand matters: no query of theirs may walk through
// a whole table that grows with them.
func TestMatterPagesUseIndexes(t *testing.T) {
	ctx := context.Background()
	st, err := Open(ctx, Options{Path: filepath.Join(t.TempDir(), "samverk.db"), Readers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	viewer := access.New("a", "p", "n", []people.Membership{
		{Party: "one", Body: "group", Role: access.Member, From: "2000-01-01"},
		{Party: "two", Role: access.Registrar, From: "2000-01-01"},
	}, "2026-01-15")
	err = st.Read(ctx, func(tx *Tx) error {
		o := BindTo(tx, viewer)
		ids := []string{"a", "b", "c"}
		for name, run := range map[string]func() error{
			"by number":   func() error { _, err := o.MatterRef(ctx, "a"); return err },
			"dossiers":    func() error { _, err := o.dossiers(ctx, nil); return err },
			"tasks":       func() error { _, err := o.Tasks(ctx, ids); return err },
			"agendas":     func() error { _, err := o.OnAgendas(ctx, ids); return err },
			"calendars":   func() error { _, _, err := o.Calendars(ctx, ids, ids, "2026-01-01"); return err },
			"at home":     func() error { _, err := o.PartyMeetings(ctx, ids, "2026-01-01"); return err },
			"versions":    func() error { _, err := o.Versions(ctx, "a"); return err },
			"events":      func() error { _, err := o.Events(ctx, "a", 0, 10); return err },
			"decisions":   func() error { _, err := o.Decisions(ctx, DecisionFilter{Matter: "a", Limit: 10}); return err },
			"for parties": func() error { _, err := o.WaitingForParties(ctx, ids, 10); return err },
			"for bodies":  func() error { _, err := o.WaitingForBodies(ctx, ids, 10); return err },
			"incoming":    func() error { _, err := o.Incoming(ctx, "one", 10); return err },
			"states":      func() error { _, err := o.PartyStates(ctx, "one", ids); return err },
			"stances":     func() error { _, err := o.OwnStances(ctx, ids); return err },
			"notes":       func() error { _, err := o.Notes(ctx, "one", "a"); return err },
			"ahead":       func() error { _, err := o.MattersAhead(ctx, "group", "", 10); return err },
			"to sort":     func() error { _, err := o.MattersToSort(ctx, 10); return err },
			"open":        func() error { return o.listed(ctx, ViewOpen) },
			"mine":        func() error { return o.listed(ctx, ViewMine) },
			"party":       func() error { return o.listed(ctx, ViewParty) },
			"waiting":     func() error { return o.listed(ctx, ViewWaiting) },
			"ended":       func() error { return o.listed(ctx, ViewEnded) },
		} {
			if err := run(); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		if _, err := o.MatterID(ctx, "a"); err == nil {
			return fmt.Errorf("found what is not there")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = st.Read(ctx, func(tx *Tx) error {
		in, _ := oneOf("matter_id", 1, []string{"a", "b", "c"})
		texts := []string{partsOf(in), `select ` + partyDecisionCols + ` from party_decision where ` + in + ` order by matter_id, recorded_at, id`}
		for q := range tx.conn.stmts {
			texts = append(texts, q)
		}
		seen := 0
		for _, q := range texts {
			if !strings.HasPrefix(q, "select") {
				continue
			}
			seen++
			plan, err := many(ctx, tx, scanPlan, "explain query plan "+q, make([]any, parameters(q))...)
			if err != nil {
				return err
			}
			for _, step := range plan {
				if whole.MatchString(step) {
					t.Errorf("%s\n  %s", step, q)
				}
			}
		}
		if seen < 20 {
			t.Errorf("only %d queries were looked at", seen)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (o Own) listed(ctx context.Context, v MatterView) error {
	for _, after := range []MatterCursor{{}, {ChangedAt: "2026-01-01", ID: "x"}} {
		if _, err := o.Matters(ctx, MatterFilter{View: v}, after, 10); err != nil {
			return err
		}
	}
	return nil
}

// whole matches a step that walks through all of a table, and not along an
// index in the order that a list needs (which ends with its limit).
var whole = regexp.MustCompile(`^SCAN \w+( USING COVERING INDEX \w+)?$`)

var parameter = regexp.MustCompile(`\$(\d+)`)

func parameters(q string) (most int) {
	for _, m := range parameter.FindAllStringSubmatch(q, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil {
			most = max(most, n)
		}
	}
	return most
}

func scanPlan(r Row) (step string, err error) {
	var id, parent, unused int64
	err = r.Scan(&id, &parent, &unused, &step)
	return step, err
}
