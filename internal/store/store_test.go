package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/internal/domain/workday"
	"samverk/internal/fault"
	"samverk/internal/store"
	"samverk/internal/store/storetest"
)

var ctx = context.Background()

// try counts one use of a key: the smallest write that there is.
func try(st *store.Store, key string, limit int64) error {
	return st.Write(ctx, func(tx *store.Tx) error {
		return store.AccountsOf(tx).Try(ctx, key, limit, time.Hour, storetest.Noon)
	})
}

// TestManyWriters: writers of several servers stand in line, and none loses what
// another wrote.
func TestManyWriters(t *testing.T) {
	for _, kind := range storetest.Kinds(t) {
		t.Run(string(kind), func(t *testing.T) {
			o := storetest.Options(t, kind)
			servers := []*store.Store{storetest.OpenAt(t, o), storetest.OpenAt(t, o)}
			var wg sync.WaitGroup
			for i := range 40 {
				wg.Go(func() {
					if err := try(servers[i%2], "key", 1000); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if err := try(servers[0], "key", 40); !errors.Is(err, fault.TooMany) {
				t.Errorf("fewer than forty were counted: %v", err)
			}
		})
	}
}

func TestReadIsASnapshot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		key := func(tx *store.Tx) string {
			t.Helper()
			_, public, err := store.LogOf(tx).Installation(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return public
		}
		err := st.Read(ctx, func(tx *store.Tx) error {
			before := key(tx)
			if err := st.Write(ctx, func(w *store.Tx) error { return store.LogOf(w).SetInstallation(ctx, "id", "key", "") }); err != nil {
				return err
			}
			if after := key(tx); before != "" || after != "" {
				t.Errorf("read %q, then %q", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestQueriesAreCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		counted, n := store.CountQueries(ctx)
		for range 3 {
			err := st.Read(counted, func(tx *store.Tx) error {
				_, _, err := store.LogOf(tx).Installation(ctx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if n.Queries() != 3 {
			t.Errorf("%d queries counted, want 3", n.Queries())
		}
	})
}

func TestCancelled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		stopped, cancel := context.WithCancel(ctx)
		err := st.Write(stopped, func(tx *store.Tx) error {
			if err := store.LogOf(tx).SetInstallation(stopped, "id", "key", ""); err != nil {
				return err
			}
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		// Nothing was kept, and the writer is free.
		if err := st.Write(ctx, func(tx *store.Tx) error { return store.LogOf(tx).SetInstallation(ctx, "id", "key", "") }); err != nil {
			t.Error(err)
		}
	})
}

func TestDuplicates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		add := func() error {
			return st.Write(ctx, func(tx *store.Tx) error {
				return store.AccountsOf(tx).Add(ctx, store.Account{ID: "a", Issuer: "i", Subject: "s"}, storetest.Noon)
			})
		}
		if err := add(); err != nil {
			t.Fatal(err)
		}
		if err := add(); !st.IsDuplicate(err) {
			t.Errorf("got %v", err)
		}
		err := st.Write(ctx, func(tx *store.Tx) error {
			return store.AccountsOf(tx).AddInvite(ctx, "t", "nobody", "", storetest.Noon, storetest.Noon)
		})
		if err == nil || st.IsDuplicate(err) {
			t.Errorf("a foreign key that points nowhere: %v", err)
		}
	})
}

func TestVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		err := st.Write(ctx, func(tx *store.Tx) error {
			v := store.VersionsOf(tx)
			for i, from := range []string{"2026-01-01", "2026-03-01", "2026-03-01"} {
				x := store.StructureVersion{ID: fmt.Sprint(i), Structure: "county", Source: []byte("text\x00" + fmt.Sprint(i)), Hash: fmt.Sprint(i)}
				x.From = "2026-01-01"
				if from != "2026-01-01" {
					x.From = "2026-03-01"
				}
				if err := v.Add(ctx, x, storetest.Noon.Add(time.Duration(i)*time.Second)); err != nil {
					return err
				}
			}
			for day, want := range map[string]string{"2026-01-01": "0", "2026-02-28": "0", "2026-03-01": "2", "2030-01-01": "2"} {
				at, err := time.Parse(time.DateOnly, day)
				if err != nil {
					return err
				}
				got, err := v.InForce(ctx, workday.Date(at.Format(time.DateOnly)))
				if err != nil || got.ID != want {
					t.Errorf("%s: %s, %v", day, got.ID, err)
				}
			}
			if _, err := v.InForce(ctx, "2025-12-31"); !errors.Is(err, fault.NotFound) {
				t.Errorf("before the first: %v", err)
			}
			got, err := v.Load(ctx, "1")
			if err != nil || string(got.Source) != "text\x001" || got.Practice != nil {
				t.Errorf("%+v, %v", got, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestSameTablesInBoth compares the two databases: every table has the same
// columns, with the same types, nullability and primary keys.
func TestSameTablesInBoth(t *testing.T) {
	if !slices.Contains(storetest.Kinds(t), store.Postgres) {
		return
	}
	lite, pg := storetest.Options(t, store.SQLite), storetest.Options(t, store.Postgres)
	storetest.OpenAt(t, lite)
	a := columns(t, storetest.Raw(t, lite), `select m.name, c.name, lower(c.type), c."notnull", c.pk > 0
		from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%' order by 1, 2`)
	b := columns(t, storetest.Raw(t, pg), `select c.table_name, c.column_name, c.data_type, c.is_nullable = 'NO',
			exists (select 1 from information_schema.table_constraints k join information_schema.key_column_usage u using (constraint_name, table_name)
				where k.constraint_type = 'PRIMARY KEY' and k.table_name = c.table_name and u.column_name = c.column_name)
		from information_schema.columns c where c.table_schema = 'public' order by 1, 2`)
	if len(a) < 50 {
		t.Errorf("only %d columns", len(a))
	}
	for _, x := range a {
		if !slices.Contains(b, x) {
			t.Errorf("PostgreSQL has no %s", x)
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			t.Errorf("SQLite has no %s", x)
		}
	}
}

func columns(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var table, column, kind string
		var required, key bool
		if err := rows.Scan(&table, &column, &kind, &required, &key); err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%s.%s %s required=%v key=%v", table, column, kind, required || key, key))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// TestPostgresIsChecked: a server, a role or a database that acknowledges before
// it is safe is refused.
func TestPostgresIsChecked(t *testing.T) {
	if !slices.Contains(storetest.Kinds(t), store.Postgres) {
		return
	}
	o := storetest.Options(t, store.Postgres)
	for _, level := range []string{"off", "local", "remote_write"} {
		if _, err := storetest.Raw(t, o).Exec(`alter role samverk set synchronous_commit = ` + level); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(ctx, o); !errors.Is(err, fault.Unavailable) {
			t.Errorf("synchronous_commit = %s: %v", level, err)
		}
	}
	if _, err := storetest.Raw(t, o).Exec(`alter role samverk reset synchronous_commit`); err != nil {
		t.Fatal(err)
	}
	storetest.OpenAt(t, o)
	o.DSN = strings.Replace(o.DSN, "postgres://", "postgres://user:hemligt%zz@", 1)
	if _, err := store.Open(ctx, o); err == nil || strings.Contains(err.Error(), "hemligt") {
		t.Errorf("a bad connection string: %v", err)
	}
}

// TestPostgresConflictIsRetried: a writer from outside, which doesn't stand in
// the line, changes what a transaction has read. The transaction runs again and
// sees it.
func TestPostgresConflictIsRetried(t *testing.T) {
	if !slices.Contains(storetest.Kinds(t), store.Postgres) {
		return
	}
	o := storetest.Options(t, store.Postgres)
	st, raw := storetest.OpenAt(t, o), storetest.Raw(t, o)
	if err := try(st, "key", 10); err != nil {
		t.Fatal(err)
	}
	tries := 0
	err := st.Write(ctx, func(tx *store.Tx) error {
		tries++
		if tries == 1 {
			if _, err := store.LogOf(tx).LogSize(ctx, "internal"); err != nil { // the snapshot is taken
				return err
			}
			if _, err := raw.Exec(`update rate_limit set used = 9`); err != nil {
				return err
			}
		}
		return store.AccountsOf(tx).Try(ctx, "key", 10, time.Hour, storetest.Noon)
	})
	if err != nil || tries != 2 {
		t.Errorf("%d tries, %v", tries, err)
	}
	var used int
	if err := raw.QueryRow(`select used from rate_limit`).Scan(&used); err != nil || used != 10 {
		t.Errorf("used %d, %v", used, err)
	}
}

// TestPostgresRestart: connections that the server closed are replaced.
func TestPostgresRestart(t *testing.T) {
	if !slices.Contains(storetest.Kinds(t), store.Postgres) {
		return
	}
	o := storetest.Options(t, store.Postgres)
	st, raw := storetest.OpenAt(t, o), storetest.Raw(t, o)
	for range 2 {
		if err := try(st, "key", 10); err != nil {
			t.Fatal(err)
		}
		if err := st.Read(ctx, func(*store.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if _, err := raw.Exec(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`); err != nil {
			t.Fatal(err)
		}
	}
	if err := try(st, "key", 10); err != nil {
		t.Error(err)
	}
}
